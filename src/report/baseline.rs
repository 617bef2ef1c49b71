//! What is usual in a mailbox, learned without judging any message, and told to people and machines.

use std::io;

use serde::Serialize;

use super::spool::Spool;
use crate::evidence::role::Role;
use crate::triage::baseline::{Baseline, Counted, Habits, Owner, Seen, Votes};
use crate::triage::judge::Judged;
use crate::triage::run::Teller;
use crate::triage::traits::Traits;

/// Learns while messages pass by.
pub struct Learner {
    kept: Spool<(String, Traits)>,
    votes: Votes,
}

impl Learner {
    /// With a temporary file where the system has them.
    pub fn new() -> io::Result<Learner> {
        Ok(Learner { kept: Spool::new(&std::env::temp_dir())?, votes: Votes::default() })
    }

    /// After the last message. `owner` are addresses and `internal` domains that a person named.
    pub fn learned(mut self, owner: &[String], internal: &[String]) -> io::Result<Baseline> {
        let mut baseline = Baseline::of(self.votes.owner(owner, internal));
        for kept in self.kept.read()? {
            let (role, traits) = kept?;
            baseline.learn(Role::parse(&role).unwrap_or(Role::Other), &traits);
        }
        Ok(baseline)
    }
}

impl Teller for Learner {
    fn tell(&mut self, judged: Judged) -> io::Result<()> {
        self.votes.see(judged.message.role(), &judged.traits);
        self.kept.push(&(judged.message.role, judged.traits))
    }
}

/// The baseline as an object.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Record<'a> {
    pub format: &'static str,
    pub owner: &'a Owner,
    pub messages: Seen,
    pub habits: &'a Habits,
    /// by how much was written both ways, most first
    pub correspondents: Vec<CorrespondentRecord<'a>>,
    /// messages of addresses that are not kept, because there were too many
    pub dropped: u64,
}

/// A correspondent, with what is known of who stands behind the address.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct CorrespondentRecord<'a> {
    pub email: &'a str,
    pub inside: bool,
    pub heard: Seen,
    pub written: Seen,
    pub names: &'a Counted<String, 8>,
    pub reply_to: &'a Counted<String, 8>,
    pub software: &'a Counted<String, 8>,
    pub accounts: Option<&'a Counted<String, 32>>,
}

/// As it is told; at most `most` correspondents.
pub fn record(baseline: &Baseline, most: usize) -> Record<'_> {
    let people = &baseline.people;
    let mut all: Vec<_> = people.correspondents().collect();
    all.sort_by_key(|(email, known)| {
        let both = known.heard.count.min(known.written.count);
        (std::cmp::Reverse((both, known.heard.count + known.written.count)), *email)
    });
    let told = all.into_iter().take(most).map(|(email, known)| CorrespondentRecord {
        email,
        inside: baseline.owner.is_internal(email),
        heard: known.heard,
        written: known.written,
        names: &known.names,
        reply_to: &known.reply_to,
        software: &known.software,
        accounts: people.party(email).map(|party| &party.accounts),
    });
    Record {
        format: "scelle-baseline-1",
        owner: &baseline.owner,
        messages: baseline.messages,
        habits: &baseline.habits,
        correspondents: told.collect(),
        dropped: people.dropped,
    }
}
