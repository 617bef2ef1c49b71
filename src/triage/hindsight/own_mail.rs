//! Own messages and the sessions in which they were written: which of them are not the owner's, and when these begin.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

use crate::triage::baseline::{Seen, network};
use crate::triage::traits::Traits;

/// More sessions, messages or accounts than this are not kept.
const MOST: usize = 200_000;
/// Seconds without a message after which an intruder is held to have gone.
const PAUSE: i64 = 14 * 86_400;

/// The program and the network of a message.
type Session = (String, String);

/// Own messages, as far as they must be known to judge the others.
#[derive(Debug, Default)]
pub struct OwnMail {
    sessions: HashMap<Session, SessionSeen>,
    /// by the digest of the Message-ID
    written: HashMap<u64, Written>,
    /// IBANs, each with the Message-ID that gives it and its date
    given: Vec<(String, u64, Option<i64>)>,
}

/// What is kept of an own message.
#[derive(Debug)]
struct Written {
    /// it is doubtful by itself
    doubtful: bool,
    session: Option<Session>,
    at: Option<i64>,
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

impl OwnMail {
    /// Takes an own message, and whether it is `doubtful` by itself.
    pub fn note(&mut self, traits: &Traits, doubtful: bool) {
        let session = session(traits);
        let given = traits.new_accounts().map(|account| (account.iban.clone(), traits.id, traits.at));
        self.given.extend(given.take(MOST.saturating_sub(self.given.len())));
        if traits.id != 0 && self.written.len() < MOST {
            let written = Written { doubtful, session: session.clone(), at: traits.at };
            self.written.insert(traits.id, written);
        }
        if let Some(session) = session
            && self.sessions.len() < MOST
        {
            let known = self.sessions.entry(session).or_default();
            known.seen.note(traits.at);
            known.doubtful += u32::from(doubtful);
        }
    }

    /// What the session of a message is, where its other messages are not the owner's.
    pub fn foreign_session(&self, traits: &Traits) -> Option<String> {
        let session = session(traits)?;
        let known = self.sessions.get(&session)?;
        let about = format!("{} {}", session.0, session.1);
        (known.is_foreign() && known.seen.count > 1).then(|| about.trim().to_owned())
    }

    /// All messages that give one of these accounts are as doubtful as the first one: it had made the account look usual.
    pub fn doubt(&mut self, accounts: &BTreeSet<String>) {
        for (_, id, _) in self.given.iter().filter(|(iban, ..)| accounts.contains(iban)) {
            if let Some(written) = self.written.get_mut(id) {
                written.doubtful = true;
            }
        }
    }

    /// When the intruder first did something: the first message of the time in which most of their messages were written (one of the
    /// owner's, long before, may be doubtful too), or the first notice of a sign-in from their network shortly before it.
    pub fn first_act(&self, signed_in: &BTreeMap<IpAddr, Option<i64>>) -> Option<i64> {
        let foreign = self.written.values().filter(|written| self.is_foreign(written));
        let first = start_of_most(foreign.filter_map(|written| written.at).collect())?;
        let sessions = self.sessions.iter().filter(|(_, session)| session.is_foreign());
        let networks: BTreeSet<&str> = sessions.map(|((_, network), _)| network.as_str()).collect();
        let noticed = signed_in.iter().filter(|(ip, _)| networks.contains(network(**ip).as_str()));
        let shortly_before = noticed.filter_map(|(_, at)| *at).filter(|at| *at >= first - PAUSE);
        shortly_before.chain([first]).min()
    }

    /// Whether this is the Message-ID of a message that is not the owner's.
    pub fn wrote(&self, id: u64) -> bool {
        self.written.get(&id).is_some_and(|written| self.is_foreign(written))
    }

    fn is_foreign(&self, written: &Written) -> bool {
        let session = written.session.as_ref().and_then(|session| self.sessions.get(session));
        written.doubtful || session.is_some_and(SessionSeen::is_foreign)
    }

    /// IBANs that the intruder was the first to give in the owner's name.
    pub fn accounts(&self) -> BTreeSet<String> {
        let mut first: BTreeMap<&str, (Option<i64>, u64)> = BTreeMap::new();
        for (iban, id, at) in &self.given {
            let known = first.entry(iban).or_insert((*at, *id));
            *known = (*at, *id).min(*known);
        }
        let foreign = first.into_iter().filter(|(_, (_, id))| self.wrote(*id));
        foreign.map(|(iban, _)| iban.to_owned()).collect()
    }
}

/// The first of these moments in the time that has most of them; a longer pause parts two times. Of equals the later.
fn start_of_most(mut moments: Vec<i64>) -> Option<i64> {
    moments.sort_unstable();
    let times = moments.chunk_by(|one, next| next - one <= PAUSE);
    times.max_by_key(|time| time.len()).and_then(|time| time.first()).copied()
}

/// None where a message tells neither its program nor its network.
fn session(traits: &Traits) -> Option<Session> {
    let network = traits.ip.map(network).unwrap_or_default();
    (!network.is_empty() || !traits.software.is_empty()).then(|| (traits.software.clone(), network))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::record::WhereRecord;
    use crate::triage::traits::Account;

    fn sent(id: u64, day: i64, iban: &str) -> Traits {
        let account = Account {
            iban: iban.to_owned(),
            valid: true,
            quoted: false,
            place: WhereRecord::message(),
            excerpt: String::new(),
        };
        Traits { id, at: Some(day * 86_400), accounts: vec![account], ..Traits::default() }
    }

    #[test]
    fn the_intruder_begins_where_most_of_the_mail_is_that_is_not_the_owners() {
        let mut mail = OwnMail::default();
        mail.note(&sent(1, 10, "FR01"), true);
        mail.note(&sent(2, 100, "LT02"), true);
        mail.note(&sent(3, 101, "LT02"), true);
        mail.note(&sent(4, 300, "FR03"), false);
        assert_eq!(mail.first_act(&BTreeMap::new()), Some(100 * 86_400));
        assert_eq!(OwnMail::default().first_act(&BTreeMap::new()), None);
    }

    #[test]
    fn mail_that_repeats_the_intruders_account_is_the_intruders() {
        let mut mail = OwnMail::default();
        mail.note(&sent(1, 100, "LT02"), true);
        mail.note(&sent(2, 101, "LT02"), false);
        mail.note(&sent(3, 102, "FR03"), false);
        let accounts = mail.accounts();
        assert_eq!(accounts, BTreeSet::from(["LT02".to_owned()]));
        mail.doubt(&accounts);
        assert!(mail.wrote(1) && mail.wrote(2) && !mail.wrote(3) && !mail.wrote(9));
    }
}
