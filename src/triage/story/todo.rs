//! What is to be done now: at most ten things, in the order of the fiche's priorities, each only where something was found that asks for it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::TodoText;
use crate::digest::Sha256;
use crate::triage::baseline::Owner;
use crate::triage::finding::{Kind, Severity};
use crate::triage::hindsight::reached::{AccessRow, Accesses, Contacts};
use crate::triage::notices::accounts::{AccountRow, AccountTable};
use crate::triage::record::FindingRecord;
use crate::triage::rule::Both;

/// Names that are told with one thing to do.
const NAMED: usize = 5;
/// More names than this are not kept.
const MOST: usize = 1000;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Todo {
    /// permanent word
    pub id: String,
    /// action of the fiche
    pub action: String,
    /// `P0` to `P4`, as the fiche orders its measures
    pub priority: String,
    /// what to do
    pub text: Both,
    /// all names, where `text` gives the first of them
    pub names: Vec<String>,
}

/// What is known besides the findings.
pub(super) struct Known<'a> {
    pub owner: &'a Owner,
    pub accounts: &'a AccountTable,
    pub contacts: &'a Contacts,
    pub accesses: &'a Accesses,
    pub intrusion: bool,
}

/// Names gathered from findings.
#[derive(Debug, Default)]
pub(super) struct Notes {
    factors: BTreeSet<String>,
    rules: BTreeSet<String>,
    applications: BTreeSet<String>,
    accounts: BTreeSet<String>,
    entries: BTreeSet<String>,
    sensitive: u64,
    last_sensitive: Option<Sha256>,
}

impl Notes {
    /// Takes a finding.
    pub fn see(&mut self, finding: &FindingRecord) {
        let serious = finding.severity >= Severity::Medium;
        let rule = finding.rule.as_str();
        let first = |names: &[&str]| finding.first_fact(names).to_owned();
        let sender = || finding.message.from.clone();
        match finding.kind {
            Kind::Notice if rule.starts_with("notice.mfa") || rule.starts_with("notice.security-key") => {
                note(&mut self.factors, first(&["device", "service", "account"]));
            }
            Kind::Notice if rule == "notice.app-linked" => note(&mut self.applications, first(&["app", "service"])),
            Kind::Notice if rule.starts_with("notice.forwarding") => {
                note(&mut self.rules, first(&["to", "account", "service"]))
            }
            Kind::Rule if serious => note(&mut self.rules, first(&["to", "name", "folder"])),
            Kind::InitialAccess if rule == "initial-access.phishing" && finding.severity >= Severity::High => {
                note(&mut self.entries, sender());
            }
            Kind::Template if serious => note(&mut self.accounts, first(&["iban"])),
            Kind::Fraud if serious => {
                let changed = finding.signals.iter().filter(|signal| signal.id.ends_with("account-changed"));
                changed.for_each(|signal| note(&mut self.accounts, signal.about.clone()));
            }
            Kind::Sensitive if serious && self.last_sensitive != Some(finding.message.sha256) => {
                self.sensitive += 1;
                self.last_sensitive = Some(finding.message.sha256);
            }
            _ => {}
        }
    }

    /// What is to be done.
    pub fn tell(&self, texts: &[TodoText], known: &Known<'_>) -> Vec<Todo> {
        texts.iter().filter_map(|text| self.one(text, known)).collect()
    }

    fn one(&self, text: &TodoText, known: &Known<'_>) -> Option<Todo> {
        let list = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>();
        let names: Vec<String> = match text.id.as_str() {
            "account" => return known.intrusion.then(|| told(text, Vec::new(), 0, known)),
            "sensitive" => return (self.sensitive > 0).then(|| told(text, Vec::new(), self.sensitive as usize, known)),
            "second-factor" => list(&self.factors),
            "rules" => list(&self.rules),
            "applications" => list(&self.applications),
            "accounts" => accounts(known),
            "bank" => list(&self.accounts),
            "warn" => {
                known.contacts.rows().iter().filter(|row| row.from_account).map(|row| row.email.clone()).collect()
            }
            "addresses" => {
                let foreign = |row: &&&AccessRow| row.intruders > 0;
                known.accesses.rows().iter().filter(foreign).map(|row| row.ip.clone()).collect()
            }
            "entry" => list(&self.entries),
            _ => Vec::new(),
        };
        let count = names.len();
        (count > 0).then(|| told(text, names, count, known))
    }
}

/// The accounts to reset, but the mailbox itself.
fn accounts(known: &Known<'_>) -> Vec<String> {
    let serious = known.accounts.rows().into_iter().filter(|row| row.severity >= Severity::Medium);
    let name = |row: &AccountRow| match (row.service.is_empty(), row.account.is_empty()) {
        (true, _) => row.account.clone(),
        (false, true) => row.service.clone(),
        (false, false) => format!("{} ({})", row.service, row.account),
    };
    serious.map(name).take(MOST).collect()
}

fn note(names: &mut BTreeSet<String>, name: String) {
    if !name.is_empty() && names.len() < MOST {
        names.insert(name);
    }
}

/// The sentence with its names filled in.
fn told(text: &TodoText, names: Vec<String>, count: usize, known: &Known<'_>) -> Todo {
    let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let shown = if names.len() > NAMED { format!("{shown} …") } else { shown };
    let fill = |sentence: &str| {
        let sentence = sentence.replace("{owner}", known.owner.main()).replace("{count}", &count.to_string());
        sentence.replace("{names}", &shown)
    };
    Todo {
        id: text.id.clone(),
        action: text.action.clone(),
        priority: text.priority.clone(),
        text: Both { fr: fill(&text.text.fr), en: fill(&text.text.en) },
        names,
    }
}
