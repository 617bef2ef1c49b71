//! What the mailbox knows that a rule is judged against: whose it is, whom its owner writes with, from where.

use std::collections::{BTreeMap, HashSet};

use crate::triage::baseline::{Baseline, network};
use crate::triage::domain::{domain_of, is_public_provider, registrable};
use crate::triage::mailbox_rules::folded::{fold, words};
use crate::triage::mailbox_rules::model::MailboxRule;

/// Messages to somebody from which that somebody is well known.
const OFTEN: u32 = 3;
/// Own messages from which networks can be called unusual.
const SETTLED: u32 = 10;

/// The mailbox around its rules.
#[derive(Debug)]
pub struct Surroundings<'a> {
    baseline: &'a Baseline,
    /// local parts of addresses of the organisation
    colleagues: HashSet<String>,
    /// what stands before the suffix in the domains of correspondents: `boulangerie-martin`
    partners: HashSet<String>,
}

impl<'a> Surroundings<'a> {
    /// Of what was learned.
    pub fn of(baseline: &'a Baseline) -> Surroundings<'a> {
        let (owner, people) = (&baseline.owner, &baseline.people);
        let inside = people.correspondents().map(|(email, _)| email).filter(|email| owner.is_internal(email));
        let local = |email: &str| email.rsplit_once('@').map(|(local, _)| local.to_owned());
        let colleagues = inside.filter_map(local).collect();
        let known = people.parties().filter(|(key, party)| party.written.count > 0 && !key.contains('@'));
        let partners =
            known.filter(|(key, _)| !owner.is_internal_domain(key)).filter_map(|(key, _)| key.split('.').next());
        Surroundings {
            baseline,
            colleagues,
            partners: partners.filter(|label| label.len() >= 4).map(str::to_owned).collect(),
        }
    }

    /// Whether an address belongs to the organisation: the owner's, or that of the mailbox in which the rule is.
    pub fn is_inside(&self, email: &str, rule: &MailboxRule) -> bool {
        let domain = domain_of(email);
        let same = |other: &str| {
            let other = domain_of(other).to_lowercase();
            !other.is_empty() && !is_public_provider(&other) && registrable(&other) == registrable(domain)
        };
        self.baseline.owner.is_internal(email)
            || [&rule.mailbox, &rule.made.by].into_iter().any(|known| same(known))
            || email.eq_ignore_ascii_case(&rule.mailbox)
    }

    /// Whether the owner often writes there.
    pub fn is_known(&self, email: &str) -> bool {
        let people = &self.baseline.people;
        let written = people.correspondent(email).map_or(0, |known| known.written.count);
        let party = people.party(email).map_or(0, |party| party.written.count);
        written.max(party) >= OFTEN
    }

    /// Whether a condition on the sender names a colleague: an address of the organisation, or the local part of one.
    pub fn is_colleague(&self, sender: &str, rule: &MailboxRule) -> bool {
        let sender = sender.trim().trim_start_matches("smtp:").to_lowercase();
        let local = sender.trim_end_matches('@');
        (sender.contains('@') && self.is_inside(&sender, rule)) || self.colleagues.contains(local)
    }

    /// Whether a condition on the sender names a correspondent of the owner.
    pub fn is_partner(&self, sender: &str) -> bool {
        let sender = fold(sender);
        sender.split(['@', '.', ' ']).any(|label| self.partners.contains(label))
            || self.baseline.people.correspondent(&sender).is_some_and(|known| known.written.count > 0)
    }

    /// Whether an account is one of the organisation's people, as far as the mail tells.
    pub fn is_person(&self, account: &str) -> bool {
        let local = account.split('@').next().unwrap_or_default().to_lowercase();
        let folded = fold(&local);
        let named = words(&folded).len() >= 2 && folded.chars().all(|c| !c.is_ascii_digit());
        self.colleagues.contains(&local)
            || self.baseline.owner.addresses.iter().any(|own| own.split('@').next() == Some(local.as_str()))
            || named
    }

    /// Whether the local part of an address is made of the owner's name, or that of the mailbox.
    pub fn resembles_owner(&self, email: &str, rule: &MailboxRule) -> bool {
        let parts = |email: &str| -> BTreeMap<String, ()> {
            let local = fold(email.split('@').next().unwrap_or_default());
            words(&local).into_iter().filter(|word| word.len() >= 3).map(|word| (word.to_owned(), ())).collect()
        };
        let target = parts(email);
        let known = self
            .baseline
            .owner
            .addresses
            .iter()
            .map(String::as_str)
            .chain([rule.mailbox.as_str(), rule.made.by.as_str()]);
        known.flat_map(parts).any(|(word, ())| target.contains_key(&word))
    }

    /// Whether the owner hardly ever writes from the network of an IP address.
    pub fn is_unusual(&self, ip: &str) -> bool {
        let habits = &self.baseline.habits;
        let Ok(ip) = ip.parse() else { return false };
        let seen = habits.networks.seen(network(ip).as_str()).count;
        habits.networks.total() >= SETTLED && seen * 20 <= habits.networks.total()
    }
}
