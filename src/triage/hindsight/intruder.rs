//! Who used the account besides its owner: own messages that differ from the owner's habits in several ways at once. A message is judged with
//! its *session*, the messages written with the same program from the same network: an intruder leaves several, the owner's telephone too,
//! but that one also writes on ordinary days.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

use super::{Looked, Verdict, explained};
use crate::evidence::role::Role;
use crate::triage::baseline::{Counted, Habits, Seen, network};
use crate::triage::finding::{Kind, Severity};
use crate::triage::fraud;
use crate::triage::signal::Weighed;
use crate::triage::traits::{Sign, Traits};

/// Log odds that a message is not the owner's when nothing speaks for or against it.
const PRIOR: f32 = -4.5;
/// Log odds from which a message is told.
const TOLD: f32 = -0.5;
const MEDIUM: f32 = 0.5;
const HIGH: f32 = 2.5;
/// More sessions or moments than this are not kept.
const MOST: usize = 200_000;
/// Seconds of a burst, and messages in it.
const BURST: i64 = 600;
const BURST_MESSAGES: u32 = 5;
/// Recipients of one message that make a burst by themselves.
const BURST_PEOPLE: usize = 15;

/// The program and the network of a message.
type Session = (String, String);

/// What is known before messages are judged.
#[derive(Debug, Default)]
pub struct Intruder {
    sessions: HashMap<Session, SessionSeen>,
    /// ten minutes -> own messages in it
    moments: BTreeMap<i64, u32>,
    /// own messages: digest of the Message-ID -> whether it is doubtful by itself, its session
    written: HashMap<u64, (bool, Option<Session>)>,
    /// IBANs of own messages, each with the Message-ID that gives it
    given: Vec<(String, u64)>,
    /// addresses from which notices say that somebody signed in
    signed_in: BTreeSet<IpAddr>,
}

#[derive(Debug, Default)]
struct SessionSeen {
    seen: Seen,
    /// messages that by themselves are more likely not the owner's
    doubtful: u32,
}

impl SessionSeen {
    /// Whether most of its messages are doubtful.
    fn is_foreign(&self) -> bool {
        self.doubtful > 0 && self.doubtful * 2 >= self.seen.count
    }
}

impl Intruder {
    /// Whether a notice tells of a sign-in from here.
    pub fn signed_in(&self, ip: IpAddr) -> bool {
        self.signed_in.contains(&ip)
    }

    /// When the intruder first did something: the first message of a session most of whose messages are doubtful.
    pub fn first_act(&self) -> Option<i64> {
        let foreign = self.sessions.values().filter(|session| session.is_foreign());
        foreign.filter_map(|session| session.seen.first).min()
    }

    /// Whether this is the Message-ID of a message that is not the owner's.
    pub fn wrote(&self, id: u64) -> bool {
        let foreign = |session: &Session| self.sessions.get(session).is_some_and(SessionSeen::is_foreign);
        let known = self.written.get(&id);
        known.is_some_and(|(doubtful, session)| *doubtful || session.as_ref().is_some_and(foreign))
    }

    /// IBANs that were given in the owner's name by the intruder only.
    pub fn accounts(&self) -> BTreeSet<String> {
        let (foreign, own): (Vec<_>, Vec<_>) = self.given.iter().partition(|(_, id)| self.wrote(*id));
        let own: BTreeSet<&str> = own.iter().map(|(iban, _)| iban.as_str()).collect();
        foreign.iter().map(|(iban, _)| iban).filter(|iban| !own.contains(iban.as_str())).cloned().collect()
    }

    /// Takes a message: once for all messages before the first is judged. Returns whether it is doubtful by itself.
    pub fn prepare(&mut self, looked: Looked<'_>) -> bool {
        for finding in looked.findings.iter().filter(|finding| finding.kind == Kind::Notice) {
            let ip = finding.facts.get("ip").and_then(|value| value.as_str()).and_then(|ip| ip.parse().ok());
            if let Some(ip) = ip
                && self.signed_in.len() < MOST
            {
                self.signed_in.insert(ip);
            }
        }
        if !looked.own {
            return false;
        }
        if let Some(at) = looked.traits.at
            && self.moments.len() < MOST
        {
            *self.moments.entry(at.div_euclid(BURST)).or_default() += 1;
        }
        let doubtful = odds(&self.alone(looked)) >= MEDIUM;
        let session = session(looked.traits);
        let given = looked.traits.new_accounts().map(|account| (account.iban.clone(), looked.traits.id));
        self.given.extend(given.take(MOST.saturating_sub(self.given.len())));
        if looked.traits.id != 0 && self.written.len() < MOST {
            self.written.insert(looked.traits.id, (doubtful, session.clone()));
        }
        if let Some(session) = session
            && self.sessions.len() < MOST
        {
            let known = self.sessions.entry(session).or_default();
            known.seen.note(looked.traits.at);
            known.doubtful += u32::from(doubtful);
        }
        doubtful
    }

    /// Whether an own message is not the owner's.
    pub fn judge(&self, looked: Looked<'_>) -> Option<Verdict> {
        if !looked.own {
            return None;
        }
        let mut signs = self.alone(looked);
        signs.extend(self.company(looked.traits));
        signs.sort_by(|a, b| b.rule.weight.total_cmp(&a.rule.weight));
        let odds = odds(&signs);
        // One habit alone changes with every new telephone.
        let speaking = signs.iter().filter(|weighed| weighed.rule.weight > 0.0).count();
        if odds < TOLD || speaking < 2 {
            return None;
        }
        let severity = match odds {
            odds if odds >= HIGH => Severity::High,
            odds if odds >= MEDIUM => Severity::Medium,
            _ => Severity::Low,
        };
        let rule = match looked.role {
            Role::Drafts | Role::Outbox => "attacker.draft",
            Role::Templates => "attacker.template",
            _ if looked.traits.automatic => "attacker.auto-reply",
            _ => "attacker.sent",
        };
        let verdict = Verdict { severity: Some(severity), ..explained(rule, odds, &signs) };
        let ip = looked.traits.ip.map(|ip| ip.to_string()).unwrap_or_default();
        Some(verdict.with("ip", ip).with("software", looked.traits.software.as_str()))
    }

    /// What a message shows by itself.
    fn alone(&self, looked: Looked<'_>) -> Vec<Weighed> {
        let (traits, habits) = (looked.traits, &looked.baseline.habits);
        let mut signs = habit_signs(traits, habits);
        if let Some(ip) = traits.ip
            && self.signed_in.contains(&ip)
            && is_rare(habits.ips.seen(&ip), habits)
        {
            signs.push(Sign::of_message("intruder.signed-in", ip.to_string()));
        }
        let fraud =
            looked.findings.iter().any(|finding| finding.kind == Kind::Fraud && finding.severity >= Severity::Medium);
        if fraud {
            signs.push(Sign::of_message("intruder.fraud", ""));
        }
        if looked.role == Role::Deleted {
            signs.push(Sign::of_message("intruder.deleted", ""));
        }
        if fraud::weighed(looked).iter().any(|weighed| weighed.rule.id == "history.own-account-changed") {
            signs.push(Sign::of_message("intruder.account-changed", ""));
        }
        let outside = traits.to.len();
        let moment = traits.at.and_then(|at| self.moments.get(&at.div_euclid(BURST))).copied().unwrap_or_default();
        if outside >= BURST_PEOPLE || moment >= BURST_MESSAGES {
            signs.push(Sign::of_message("intruder.burst", moment.max(outside as u32).to_string()));
        }
        signs.into_iter().filter_map(Weighed::of).collect()
    }

    /// What the other messages of its session show.
    fn company(&self, traits: &Traits) -> Option<Weighed> {
        let session = session(traits)?;
        let known = self.sessions.get(&session)?;
        let about = format!("{} {}", session.0, session.1);
        (known.is_foreign() && known.seen.count > 1)
            .then(|| Sign::of_message("intruder.session", about.trim()))
            .and_then(Weighed::of)
    }
}

fn odds(signs: &[Weighed]) -> f32 {
    PRIOR + signs.iter().map(|weighed| weighed.rule.weight).sum::<f32>()
}

/// None where a message tells neither its program nor its network.
fn session(traits: &Traits) -> Option<Session> {
    let network = traits.ip.map(network).unwrap_or_default();
    (!network.is_empty() || !traits.software.is_empty()).then(|| (traits.software.clone(), network))
}

/// Whether the owner hardly has this habit: on few of the days on which the owner writes.
pub fn is_rare(seen: Seen, habits: &Habits) -> bool {
    let days = habits.messages.days.max(1);
    seen.days * 100 <= days * 12 || (seen.count * 100 <= habits.messages.count * 5)
}

/// Whether there are enough messages to speak of habits.
fn is_settled(habits: &Habits) -> bool {
    habits.messages.count >= 10
}

/// In what a message differs from the habits, and in what it keeps to them.
fn habit_signs(traits: &Traits, habits: &Habits) -> Vec<Sign> {
    let mut signs = Vec::new();
    if !is_settled(habits) {
        return signs;
    }
    let mut tell = |rare: bool, id: &str, about: String| {
        if rare {
            signs.push(Sign::of_message(id, about));
        }
    };
    let is_told = |value: &str| !value.is_empty();
    let rare = |counted: Seen| is_rare(counted, habits);
    let tells_software = is_told(&traits.software) || mostly_told(&habits.software);
    tell(
        tells_software && rare(habits.software.seen(traits.software.as_str())),
        "intruder.software",
        traits.software.clone(),
    );
    if let Some(ip) = traits.ip {
        tell(rare(habits.networks.seen(network(ip).as_str())), "intruder.network", ip.to_string());
        tell(!rare(habits.networks.seen(network(ip).as_str())), "intruder.usual-network", ip.to_string());
    }
    if let Some(zone) = traits.zone {
        // An hour more or less is summer time, or the owner abroad; what counts is a zone the owner hardly uses.
        tell(rare(habits.zones.seen(&zone)), "intruder.zone", format!("{:+03}:{:02}", zone / 60, zone.rem_euclid(60)));
    }
    if let Some(hour) = traits.local_hour() {
        tell(is_quiet(hour, habits), "intruder.hour", format!("{hour:02} h"));
    }
    tell(
        is_told(&traits.id_shape) && rare(habits.id_shapes.seen(traits.id_shape.as_str())),
        "intruder.id-shape",
        traits.id_shape.clone(),
    );
    let spoken = is_told(&traits.language);
    tell(spoken && rare(habits.languages.seen(traits.language.as_str())), "intruder.language", traits.language.clone());
    tell(traits.signature != 0 && rare(habits.signatures.seen(&traits.signature)), "intruder.signature", String::new());
    signs
}

/// Whether most messages tell this habit.
fn mostly_told<const MOST: usize>(counted: &Counted<String, MOST>) -> bool {
    counted.seen("").count * 2 < counted.total()
}

/// Whether the owner hardly ever writes at this hour, the ones beside it included.
fn is_quiet(hour: usize, habits: &Habits) -> bool {
    let around: u32 = [hour + 23, hour, hour + 1].iter().map(|hour| habits.hours[hour % 24]).sum();
    around * 100 <= habits.messages.count * 12 && !(7..20).contains(&hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiet_hour_is_at_night_and_hardly_used() {
        let mut habits = Habits::default();
        habits.hours[9] = 90;
        habits.hours[2] = 4;
        habits.hours[22] = 30;
        (0..124).for_each(|number| habits.messages.note(Some(number * 86_400)));
        assert!(is_quiet(2, &habits) && !is_quiet(9, &habits) && !is_quiet(22, &habits) && !is_quiet(13, &habits));
    }
}
