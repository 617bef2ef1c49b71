//! Who used the account besides its owner: own messages that differ from the owner's habits in several ways at once. A message is judged with
//! its *session*, the messages written with the same program from the same network: an intruder leaves several, the owner's telephone too,
//! but that one also writes on ordinary days.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use super::own_mail::OwnMail;
use super::unusual::{self, is_rare};
use super::{Looked, Verdict, explained};
use crate::evidence::role::Role;
use crate::triage::finding::{Kind, Severity};
use crate::triage::fraud;
use crate::triage::signal::Weighed;
use crate::triage::traits::{Sign, Traits};

/// Log odds that a message is not the owner's when nothing speaks for or against it.
const PRIOR: f32 = -4.5;
/// Log odds from which a message is told.
const TOLD: f32 = -2.5;
const MEDIUM: f32 = 0.5;
const HIGH: f32 = 2.5;
/// More sessions or moments than this are not kept.
const MOST: usize = 200_000;
/// Seconds of a burst, and messages in it.
const BURST: i64 = 600;
const BURST_MESSAGES: u32 = 5;
/// Seconds of a day, and own messages with the same text in it.
const DAY: i64 = 86_400;
const ALIKE: u32 = 3;
/// A sign that more own messages show than this, and more than one in so many, is no sign: intruders write less.
const USUAL_AT_LEAST: u32 = 60;
const USUAL_SHARE: u32 = 10;
/// Recipients of one message that make a burst by themselves.
const BURST_PEOPLE: usize = 15;

/// The signal of fraud for a link that the owner never sent before.
const STRANGE_LINK: &str = "own.strange-link";
/// Signs that are about what a message says.
const CONTENT: [&str; 3] = ["intruder.fraud", "intruder.fraud-like", "intruder.account-changed"];
/// Log odds, by habit alone, from which a message is held to be unlike the owner's, and not the owner's.
const UNLIKE: f32 = -3.0;
const FOREIGN: f32 = -0.5;

/// What is known before messages are judged.
#[derive(Debug, Default)]
pub struct Intruder {
    /// who wrote what
    pub mail: OwnMail,
    /// own messages, and how many of them show each sign
    own: u32,
    shown: HashMap<&'static str, u32>,
    /// ten minutes -> own messages in it
    moments: BTreeMap<i64, u32>,
    /// day, digest of the text -> own messages with it
    texts: HashMap<(i64, u64), u32>,
    /// conversation -> date of the first doubtful own message in it
    threads: HashMap<String, i64>,
    /// addresses from which notices say that somebody signed in, and when the first such notice came
    signed_in: BTreeMap<IpAddr, Option<i64>>,
}

impl Intruder {
    /// Whether a notice tells of a sign-in from here.
    pub fn signed_in(&self, ip: IpAddr) -> bool {
        self.signed_in.contains_key(&ip)
    }

    /// When the intruder first did something: see [`OwnMail::first_act`].
    pub fn first_act(&self) -> Option<i64> {
        self.mail.first_act(&self.signed_in)
    }

    /// Takes a message: once for all messages before the first is prepared.
    pub fn count(&mut self, looked: Looked<'_>) {
        for finding in looked.findings.iter().filter(|finding| finding.kind == Kind::Notice) {
            if let Ok(ip) = finding.fact("ip").parse()
                && self.signed_in.len() < MOST
            {
                let first = self.signed_in.entry(ip).or_insert(looked.traits.at);
                *first = (*first).min(looked.traits.at);
            }
        }
        if let Some(at) = looked.traits.at.filter(|_| looked.own && self.moments.len() < MOST) {
            *self.moments.entry(at.div_euclid(BURST)).or_default() += 1;
            if looked.traits.text != 0 && self.texts.len() < MOST {
                *self.texts.entry((at.div_euclid(DAY), looked.traits.text)).or_default() += 1;
            }
        }
    }

    /// Takes a message: once for all messages, between [`Intruder::count`] and [`Intruder::prepare`].
    pub fn survey(&mut self, looked: Looked<'_>) {
        if looked.own {
            self.own += 1;
            for weighed in self.all(looked) {
                *self.shown.entry(weighed.rule.id.as_str()).or_default() += 1;
            }
        }
    }

    /// What much of the own mail shows is the owner's way, whatever it is.
    fn is_usual(&self, id: &str) -> bool {
        let most = USUAL_AT_LEAST.max(self.own / USUAL_SHARE);
        self.shown.get(id).is_some_and(|count| *count > most)
    }

    /// Takes a message: once for all messages before the first is judged. Returns whether it is doubtful by itself.
    pub fn prepare(&mut self, looked: Looked<'_>) -> bool {
        if !looked.own {
            return false;
        }
        let doubtful = odds(&self.alone(looked)) >= MEDIUM;
        if let (true, Some(at)) = (doubtful && self.threads.len() < MOST, looked.traits.at) {
            let first = self.threads.entry(looked.traits.thread.clone()).or_insert(at);
            *first = at.min(*first);
        }
        self.mail.note(looked.traits, doubtful);
        doubtful
    }

    /// Whether an own message is not the owner's.
    pub fn judge(&self, looked: Looked<'_>) -> Option<Verdict> {
        if !looked.own {
            return None;
        }
        let mut signs = self.signs(looked);
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

    /// What the owner's habits say of an own message, whatever it says: a fraud that says little is told by them.
    pub fn habit(&self, looked: Looked<'_>) -> Vec<Sign> {
        if !looked.own {
            return Vec::new();
        }
        let mut signs = self.signs(looked);
        signs.retain(|weighed| !CONTENT.contains(&weighed.rule.id.as_str()));
        let shows = |id: &str| signs.iter().any(|weighed| weighed.rule.id == id);
        let strangeness = match odds(&signs) {
            odds if odds >= FOREIGN => Some("own.foreign"),
            odds if odds >= UNLIKE => Some("own.unlike-owner"),
            _ => None,
        };
        let put_away = (shows("intruder.deleted") || shows("intruder.hidden")).then_some("own.put-away");
        let link = shows("intruder.link").then_some(STRANGE_LINK);
        [strangeness, put_away, link].into_iter().flatten().map(|id| Sign::of_message(id, "")).collect()
    }

    /// All that a message and its company show.
    fn signs(&self, looked: Looked<'_>) -> Vec<Weighed> {
        let mut signs = self.alone(looked);
        signs.extend(self.company(looked.traits));
        signs.extend(self.conversation(looked.traits));
        signs
    }

    /// What a message shows by itself, but what much of the own mail shows.
    fn alone(&self, looked: Looked<'_>) -> Vec<Weighed> {
        let mut signs = self.all(looked);
        signs.retain(|weighed| weighed.rule.weight < 0.0 || !self.is_usual(&weighed.rule.id));
        signs
    }

    fn all(&self, looked: Looked<'_>) -> Vec<Weighed> {
        let (traits, habits) = (looked.traits, &looked.baseline.habits);
        let mut signs = unusual::signs(looked);
        if let Some(ip) = traits.ip.filter(|ip| self.signed_in.contains_key(ip) && is_rare(habits.ips.seen(ip), habits))
        {
            signs.push(Sign::of_message("intruder.signed-in", ip.to_string()));
        }
        let link = signs.iter().any(|sign| sign.id == "intruder.link");
        signs.extend(content(looked, link));
        signs.extend(put_away(looked.role));
        signs.extend(self.bursts(traits));
        signs.into_iter().filter_map(Weighed::of).collect()
    }

    /// Many at once, or the same again and again.
    fn bursts(&self, traits: &Traits) -> Vec<Sign> {
        let mut signs = Vec::new();
        let day = traits.at.map(|at| (at.div_euclid(DAY), traits.text));
        let alike = day.and_then(|day| self.texts.get(&day)).copied().unwrap_or_default();
        if alike >= ALIKE {
            signs.push(Sign::of_message("intruder.same-text", alike.to_string()));
        }
        let people = traits.to.len();
        let moment = traits.at.and_then(|at| self.moments.get(&at.div_euclid(BURST))).copied().unwrap_or_default();
        if people >= BURST_PEOPLE || moment >= BURST_MESSAGES {
            signs.push(Sign::of_message("intruder.burst", moment.max(people as u32).to_string()));
        }
        signs
    }

    /// Whether it goes on with a conversation in which the intruder already wrote.
    fn conversation(&self, traits: &Traits) -> Option<Weighed> {
        let first = self.threads.get(&traits.thread).filter(|_| !traits.thread.is_empty());
        let goes_on = first.is_some_and(|first| traits.at.is_some_and(|at| at > *first));
        // Programs leave out the oldest references of a long conversation: then it is another thread by name.
        let answers = || traits.answers.iter().any(|id| self.mail.wrote(*id));
        (goes_on || answers()).then(|| Sign::of_message("intruder.conversation", "")).and_then(Weighed::of)
    }

    /// What the other messages of its session show.
    fn company(&self, traits: &Traits) -> Option<Weighed> {
        let about = self.mail.foreign_session(traits)?;
        Weighed::of(Sign::of_message("intruder.session", about))
    }
}

/// What it says: a fraud, and an account that the owner never gave.
fn content(looked: Looked<'_>, link: bool) -> Vec<Sign> {
    let mut signs = Vec::new();
    match fraud::by_content(looked, link.then(|| Sign::of_message(STRANGE_LINK, ""))) {
        Some(severity) if severity >= Severity::Medium => signs.push(Sign::of_message("intruder.fraud", "")),
        Some(_) => signs.push(Sign::of_message("intruder.fraud-like", "")),
        None => {}
    }
    if fraud::changes_own_account(looked) {
        signs.push(Sign::of_message("intruder.account-changed", ""));
    }
    signs
}

/// Where the copy of a sent message lies that its author did not want to be seen.
fn put_away(role: Role) -> Option<Sign> {
    match role {
        Role::Deleted => Some(Sign::of_message("intruder.deleted", "")),
        Role::Hiding => Some(Sign::of_message("intruder.hidden", "")),
        _ => None,
    }
}

fn odds(signs: &[Weighed]) -> f32 {
    PRIOR + signs.iter().map(|weighed| weighed.rule.weight).sum::<f32>()
}
