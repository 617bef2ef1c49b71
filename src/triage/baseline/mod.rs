//! The mailbox as its own baseline: whose it is, whom its owner writes with, which accounts, addresses and hosts these use, and how the
//! owner is used to write. No gateway has this; it is learned offline from the traits of all messages, in bounded memory.
//!
//! What was learned carries its dates, because a fraud is part of the mailbox too: a judgement asks what was known *before* the message.

mod habits;
mod owner;
mod people;
mod seen;

use std::collections::BTreeSet;

pub use habits::{Habit, Habits, network};
pub use owner::{Owner, Votes};
pub use people::{Correspondent, Party, People};
pub use seen::{Counted, Seen};

use std::sync::OnceLock;

use super::fraud::lookalike::Known;
use super::traits::Traits;
use crate::evidence::role::Role;

/// What all messages together tell.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// whose mailbox it is
    pub owner: Owner,
    /// whom the owner writes with
    pub people: People,
    /// how the owner writes
    pub habits: Habits,
    /// messages, first and last date
    pub messages: Seen,
    /// built when it is first asked for
    written_to: OnceLock<Known>,
}

impl Baseline {
    /// Nothing learned yet.
    pub fn of(owner: Owner) -> Baseline {
        Baseline { owner, ..Baseline::default() }
    }

    /// Whether the owner, or who holds the account, wrote it: it bears the owner's address and did not come in from outside.
    pub fn is_own(&self, role: Role, traits: &Traits) -> bool {
        let written_here = matches!(role, Role::Sent | Role::Drafts | Role::Outbox | Role::Templates);
        // A server may keep what was handed in to it; what came in is addressed to the owner.
        let came_in = traits.received
            && (!traits.delivered_to.is_empty() || traits.to.iter().any(|person| self.owner.is_address(&person.email)));
        let kept_here = !came_in && !matches!(role, Role::Inbox | Role::Junk | Role::Quarantine);
        (written_here || kept_here)
            && (self.owner.is_address(&traits.from.email) || (written_here && traits.from.email.is_empty()))
    }

    /// Unlearns accounts that only an intruder gave in the owner's name.
    pub fn forget_accounts(&mut self, foreign: &BTreeSet<String>) {
        self.habits.accounts.forget(|iban| foreign.contains(iban));
        self.people.forget_confirmed(foreign);
    }

    /// The domains of those the owner wrote to, to be asked which of them another domain resembles.
    pub fn domains_written_to(&self) -> &Known {
        self.written_to.get_or_init(|| {
            let parties = self.people.parties().filter(|(key, party)| party.written.count > 0 && !key.contains('@'));
            let mut domains: Vec<&str> = parties.map(|(key, _)| key).collect();
            domains.sort_unstable();
            Known::of(domains)
        })
    }

    /// Learns from a message.
    pub fn learn(&mut self, role: Role, traits: &Traits) {
        self.written_to.take();
        self.messages.note(traits.at);
        if self.is_own(role, traits) {
            // A draft or a template was never sent: nobody got to know what is in it.
            if !matches!(role, Role::Drafts | Role::Templates) {
                self.habits.learn(traits);
                self.people.written_to(traits, &self.owner);
            }
        } else if !matches!(role, Role::Junk | Role::Quarantine) {
            self.people.heard_from(traits, &self.owner);
        }
    }
}
