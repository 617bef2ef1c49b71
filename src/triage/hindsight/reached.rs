//! Two tables that grow with the affair and not with the mailbox: the people whom frauds reached, and the addresses from which the account
//! was used.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde::Serialize;

use super::Looked;
use super::unusual::is_rare;
use crate::triage::baseline::network;
use crate::triage::finding::Kind;

/// More people or addresses than this are not kept.
const MOST: usize = 100_000;
/// Messages, subjects and rules that are named in one row.
const NAMED: usize = 20;

/// A line of `contacts.jsonl`: somebody to be warned.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ContactRow {
    /// address
    pub email: String,
    /// display name, as first written
    pub name: String,
    /// of the owner's organisation
    pub inside: bool,
    /// got it from the owner's account, not only along with the owner
    pub from_account: bool,
    /// dates of the first and the last message, RFC 3339
    pub first: String,
    /// see `first`
    pub last: String,
    /// messages that reached them
    pub count: u64,
    /// short ids of the first of them
    pub messages: Vec<String>,
    /// their subjects
    pub subjects: BTreeSet<String>,
    /// ids of the rules that found them
    pub rules: BTreeSet<String>,
}

/// A line of `access.jsonl`: an address from which the account was used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AccessRow {
    /// the address
    pub ip: String,
    /// its network
    pub network: String,
    /// the owner usually writes from there
    pub usual: bool,
    /// dates of the first and the last message, RFC 3339
    pub first: String,
    /// see `first`
    pub last: String,
    /// own messages sent from there
    pub sent: u64,
    /// of these, the intruder's
    pub intruders: u64,
    /// notices that tell of a sign-in from there
    pub notices: u64,
    /// short ids of the first messages
    pub messages: Vec<String>,
}

/// Whom frauds reached.
#[derive(Debug, Default)]
pub struct Contacts {
    rows: BTreeMap<String, ContactRow>,
}

impl Contacts {
    /// Takes a message with all its findings.
    pub fn see(&mut self, looked: Looked<'_>) {
        if !looked.findings.iter().any(|finding| finding.kind == Kind::Contact) {
            return;
        }
        let owner = &looked.baseline.owner;
        for person in looked.traits.to.iter().filter(|person| !owner.is_address(&person.email)) {
            let inside = owner.is_internal(&person.email);
            if !(looked.own || inside) || (self.rows.len() >= MOST && !self.rows.contains_key(&person.email)) {
                continue;
            }
            let row = self.rows.entry(person.email.clone()).or_default();
            (row.email, row.inside) = (person.email.clone(), inside);
            if row.name.is_empty() {
                row.name = person.name.clone();
            }
            row.from_account |= looked.own;
            row.count += 1;
            span(&mut row.first, &mut row.last, &looked.message.date);
            push(&mut row.messages, looked.message.sha256.short());
            if row.subjects.len() < NAMED {
                row.subjects.insert(looked.message.subject.clone());
            }
            let told =
                looked.findings.iter().filter(|finding| matches!(finding.kind, Kind::Fraud | Kind::AttackerSent));
            row.rules.extend(told.map(|finding| finding.rule.clone()));
        }
    }

    /// The people outside first, then by address.
    pub fn rows(&self) -> Vec<&ContactRow> {
        let mut rows: Vec<&ContactRow> = self.rows.values().collect();
        rows.sort_by_key(|row| (!row.from_account, row.inside));
        rows
    }
}

/// From where the account was used.
#[derive(Debug, Default)]
pub struct Accesses {
    rows: BTreeMap<IpAddr, AccessRow>,
}

impl Accesses {
    /// Takes a message with all its findings.
    pub fn see(&mut self, looked: Looked<'_>) {
        let sent = looked.traits.ip.filter(|_| looked.own);
        let told = looked.findings.iter().filter(|finding| finding.kind == Kind::Notice);
        let noticed = told.filter_map(|finding| finding.fact("ip").parse().ok());
        for (ip, own) in sent.map(|ip| (ip, true)).into_iter().chain(noticed.map(|ip| (ip, false))) {
            if self.rows.len() >= MOST && !self.rows.contains_key(&ip) {
                continue;
            }
            let row = self.rows.entry(ip).or_default();
            let habits = &looked.baseline.habits;
            (row.ip, row.network) = (ip.to_string(), network(ip));
            row.usual = !is_rare(habits.ips.seen(&ip), habits);
            span(&mut row.first, &mut row.last, &looked.message.date);
            let foreign = looked.findings.iter().any(|finding| finding.kind == Kind::AttackerSent);
            row.sent += u64::from(own);
            row.intruders += u64::from(own && foreign);
            row.notices += u64::from(!own);
            push(&mut row.messages, looked.message.sha256.short());
        }
    }

    /// Those the owner does not usually use first, then by address.
    pub fn rows(&self) -> Vec<&AccessRow> {
        let mut rows: Vec<&AccessRow> = self.rows.values().collect();
        rows.sort_by_key(|row| (row.usual, std::cmp::Reverse(row.intruders)));
        rows
    }
}

/// Widens a span of dates.
fn span(first: &mut String, last: &mut String, date: &str) {
    if date.is_empty() {
        return;
    }
    if first.is_empty() || date < first.as_str() {
        date.clone_into(first);
    }
    if date > last.as_str() {
        date.clone_into(last);
    }
}

fn push(messages: &mut Vec<String>, message: String) {
    if messages.len() < NAMED && !messages.contains(&message) {
        messages.push(message);
    }
}
