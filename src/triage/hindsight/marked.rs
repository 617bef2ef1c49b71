//! What the frauds and the intruder's mail of a mailbox name: addresses, hosts, accounts, networks. Other messages that name the same
//! belong to the same affair.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::Looked;
use crate::evidence::role::Role;
use crate::triage::domain::{domain_of, is_public_provider, registrable};
use crate::triage::finding::{Kind, Severity};
use crate::triage::traits::Sign;

/// More of a kind than this are not kept.
const MOST: usize = 50_000;

/// Names by which messages of one affair are known.
#[derive(Debug, Default)]
pub struct Marked {
    names: BTreeSet<String>,
    ips: BTreeSet<IpAddr>,
}

impl Marked {
    /// Takes what a message names, if it is a fraud, or as `doubtful` as the intruder's.
    pub fn note(&mut self, looked: Looked<'_>, doubtful: bool) {
        let is_fraud = |severity: Severity, kind: Kind| kind == Kind::Fraud && severity >= Severity::Medium;
        let fraud = looked.findings.iter().any(|finding| is_fraud(finding.severity, finding.kind));
        // What lies in the junk folder is linked to others, not others to it: spam is everywhere.
        if !(fraud || doubtful) || matches!(looked.role, Role::Junk | Role::Quarantine) {
            return;
        }
        if looked.own {
            self.ips.extend(looked.traits.ip.filter(|_| self.ips.len() < MOST));
        }
        let fresh: Vec<String> = names(looked).collect();
        for name in fresh {
            if self.names.len() < MOST {
                self.names.insert(name);
            }
        }
    }

    /// What a message has in common with the affair.
    pub fn common(&self, looked: Looked<'_>) -> Option<String> {
        names(looked).find(|name| self.names.contains(name))
    }

    /// Whether the intruder wrote from here.
    pub fn is_intruders(&self, ip: IpAddr) -> bool {
        self.ips.contains(&ip)
    }
}

/// What a message names that is neither the owner's nor everybody's: its outside sender, where answers go, accounts, hosts of links that are
/// a sign of fraud.
fn names(looked: Looked<'_>) -> impl Iterator<Item = String> {
    let Looked { traits, baseline, .. } = looked;
    let known = |email: &str| {
        let written = baseline.people.party(email).is_some_and(|party| party.written.count > 0);
        email.is_empty() || written || baseline.owner.is_internal(email)
    };
    let senders = std::iter::once(&traits.from).chain(&traits.reply_to).map(|person| person.email.as_str());
    let senders = senders.filter(move |email| !known(email)).flat_map(|email| {
        let domain = domain_of(email);
        let shared = is_public_provider(domain).then(String::new).unwrap_or_else(|| registrable(domain).to_owned());
        [email.to_owned(), shared]
    });
    let usual = |iban: &str| {
        let party = baseline.people.party(&traits.from.email);
        let of_party = party.is_some_and(|party| party.written.count > 0 && party.accounts.seen(iban).count > 1);
        of_party || baseline.habits.accounts.seen(iban).count > 1
    };
    let accounts = traits.new_accounts().map(|account| account.iban.clone()).filter(move |iban| !usual(iban));
    let is_bad = |sign: &&Sign| sign.id.starts_with("link.");
    let hosts = traits.signals.iter().filter(is_bad).map(|sign| sign.about.clone());
    senders.chain(accounts).chain(hosts.filter(|host| host.contains('.'))).filter(|name| !name.is_empty())
}
