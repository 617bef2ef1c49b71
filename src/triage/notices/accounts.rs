//! The accounts to reset: every account that a notice or a leaked secret speaks of, with the messages that say so. It grows with the
//! number of accounts, not of messages, and stands in a fixed order.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::digest::Sha256;
use crate::triage::finding::Severity;
use crate::triage::rule::Both;

/// More accounts than this are counted, not kept.
const ACCOUNTS: usize = 10_000;
/// More messages of one account than this are counted, not named.
const MESSAGES: usize = 20;
/// More rules or reasons of one account than this are not kept.
const KINDS: usize = 32;

/// One thing that speaks for resetting an account: a notice, or a secret that opens it.
#[derive(Debug, Clone)]
pub struct AccountEvidence<'a> {
    /// the service, as shown; a host or domain where it has no name
    pub service: &'a str,
    /// the address or user name; empty where it is not known
    pub account: &'a str,
    /// id of the rule
    pub rule: &'a str,
    /// how urgent
    pub severity: Severity,
    /// why, in both languages
    pub reason: &'a Both,
    /// the message
    pub message: &'a Sha256,
    /// its date, RFC 3339; empty where it has none
    pub date: &'a str,
}

/// One account to reset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    /// the service, as first seen
    pub service: String,
    /// the address or user name; empty where it is not known
    pub account: String,
    /// ids of the rules
    pub kinds: BTreeSet<String>,
    /// the worst
    pub severity: Severity,
    /// date of the earliest message that has one, RFC 3339
    pub first: String,
    /// date of the latest
    pub last: String,
    /// the first twelve digits of the SHA-256 of messages: those smallest by that value, at most twenty
    pub messages: BTreeSet<String>,
    /// how often it was spoken of
    pub count: u64,
    /// why, French
    pub reasons_fr: BTreeSet<String>,
    /// why, English
    pub reasons_en: BTreeSet<String>,
}

/// The accounts to reset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountTable {
    rows: BTreeMap<String, AccountRow>,
    /// accounts beyond the bound
    dropped: u64,
}

impl AccountTable {
    /// Takes one piece of evidence. The order in which they come does not matter, but for accounts beyond the bound.
    pub fn add(&mut self, evidence: &AccountEvidence<'_>) {
        let key = format!("{}\u{1f}{}", evidence.service.trim().to_lowercase(), evidence.account.trim().to_lowercase());
        if !self.rows.contains_key(&key) && self.rows.len() >= ACCOUNTS {
            self.dropped += 1;
            return;
        }
        self.rows.entry(key).or_insert_with(|| AccountRow::new(evidence)).add(evidence);
    }

    /// The rows: the worst first, then by service and account.
    pub fn rows(&self) -> Vec<&AccountRow> {
        let mut rows: Vec<&AccountRow> = self.rows.values().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.severity));
        rows
    }

    /// How many accounts were beyond the bound.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Adds what another table has.
    pub fn merge(&mut self, other: AccountTable) {
        self.dropped += other.dropped;
        for (key, row) in other.rows {
            let full = self.rows.len() >= ACCOUNTS;
            match self.rows.get_mut(&key) {
                Some(known) => known.merge(row),
                None if full => self.dropped += 1,
                None => {
                    self.rows.insert(key, row);
                }
            }
        }
    }
}

impl AccountRow {
    fn new(evidence: &AccountEvidence<'_>) -> AccountRow {
        AccountRow {
            service: evidence.service.trim().to_owned(),
            account: evidence.account.trim().to_owned(),
            kinds: BTreeSet::new(),
            severity: evidence.severity,
            first: String::new(),
            last: String::new(),
            messages: BTreeSet::new(),
            count: 0,
            reasons_fr: BTreeSet::new(),
            reasons_en: BTreeSet::new(),
        }
    }

    fn add(&mut self, evidence: &AccountEvidence<'_>) {
        let one = |text: &str| BTreeSet::from([text.to_owned()]);
        self.merge(AccountRow {
            // The smallest spelling is kept, so that the order of the messages does not matter.
            service: evidence.service.trim().to_owned(),
            account: evidence.account.trim().to_owned(),
            kinds: one(evidence.rule),
            severity: evidence.severity,
            first: evidence.date.to_owned(),
            last: evidence.date.to_owned(),
            messages: one(&evidence.message.short()),
            count: 1,
            reasons_fr: one(&evidence.reason.fr),
            reasons_en: one(&evidence.reason.en),
        });
    }

    fn merge(&mut self, other: AccountRow) {
        self.service = std::cmp::min(std::mem::take(&mut self.service), other.service);
        self.account = std::cmp::min(std::mem::take(&mut self.account), other.account);
        self.severity = self.severity.max(other.severity);
        self.count += other.count;
        if !other.first.is_empty() && (self.first.is_empty() || other.first < self.first) {
            self.first = other.first;
        }
        self.last = std::cmp::max(std::mem::take(&mut self.last), other.last);
        join(&mut self.kinds, other.kinds, KINDS);
        join(&mut self.messages, other.messages, MESSAGES);
        join(&mut self.reasons_fr, other.reasons_fr, KINDS);
        join(&mut self.reasons_en, other.reasons_en, KINDS);
    }
}

/// Keeps the smallest `bound` values, whatever the order they come in.
fn join(known: &mut BTreeSet<String>, more: BTreeSet<String>, bound: usize) {
    known.extend(more);
    while known.len() > bound {
        known.pop_last();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason() -> Both {
        Both { fr: "parce que".to_owned(), en: "because".to_owned() }
    }

    #[test]
    fn an_account_is_one_row_whatever_the_order() {
        let reason = reason();
        let message = |number: u32| Sha256::of(&number.to_le_bytes());
        let add = |table: &mut AccountTable, number: u32| {
            table.add(&AccountEvidence {
                service: if number.is_multiple_of(2) { "GitHub" } else { "github" },
                account: "paul@atelier.example",
                rule: "notice.password-changed",
                severity: if number == 3 { Severity::Critical } else { Severity::Medium },
                reason: &reason,
                message: &message(number),
                date: &format!("2026-04-{:02}T00:00:00Z", number % 28 + 1),
            });
        };
        let (mut forward, mut left, mut right) =
            (AccountTable::default(), AccountTable::default(), AccountTable::default());
        (0..60).for_each(|number| add(&mut forward, number));
        (0..30).rev().for_each(|number| add(&mut left, number));
        (30..60).rev().for_each(|number| add(&mut right, number));
        right.merge(left);
        assert_eq!(forward, right);
        let rows = forward.rows();
        assert_eq!((rows.len(), rows[0].count, rows[0].messages.len()), (1, 60, MESSAGES));
        assert_eq!((rows[0].severity, rows[0].service.as_str()), (Severity::Critical, "GitHub"));
        assert_eq!((rows[0].first.as_str(), rows[0].last.as_str()), ("2026-04-01T00:00:00Z", "2026-04-28T00:00:00Z"));
    }

    #[test]
    fn the_table_is_bounded_and_can_be_written_and_read() {
        let (reason, message) = (reason(), Sha256::of(b"x"));
        let mut table = AccountTable::default();
        for number in 0..ACCOUNTS + 5 {
            let account = format!("u{number}");
            let evidence = AccountEvidence {
                service: "s",
                account: &account,
                rule: "r",
                severity: Severity::Low,
                reason: &reason,
                message: &message,
                date: "",
            };
            table.add(&evidence);
        }
        assert_eq!((table.rows().len(), table.dropped()), (ACCOUNTS, 5));
        let written = serde_json::to_string(&table).unwrap();
        assert_eq!(serde_json::from_str::<AccountTable>(&written).unwrap(), table);
    }
}
