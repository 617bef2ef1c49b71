//! What later looks need of a message when its text is gone: who wrote to whom, when, how it came, which accounts and hosts it names, what
//! speaks for a fraud. A few hundred bytes a message, so that the whole mailbox can be looked at again without being decoded again.

mod client;
mod money;
mod writing;

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

pub use client::{id_shape, software};
pub use money::{Iban, iban_is_valid, ibans_in};

use super::detectors::{Found, Seen};
use super::excerpt::excerpt;
use super::record::WhereRecord;
use super::signal::Signal;
use crate::digest::Sha256;
use crate::evidence::role::Role;
use crate::message::mail::{Address, AddressField, Mail};

/// More recipients of one message than this are not kept.
const MOST_PEOPLE: usize = 2000;
/// More accounts, telephone numbers or hosts of one message than this are not kept.
const MOST_NAMED: usize = 64;
/// More signals of one message than this are not kept.
const MOST_SIGNALS: usize = 64;

/// A person of an address field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// lower case, domain in ASCII
    pub email: String,
    /// display name
    pub name: String,
}

/// An account number and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// IBAN without blanks, upper case
    pub iban: String,
    /// whether its check digits hold (ISO 7064 MOD 97-10)
    pub valid: bool,
    /// it stands in what is quoted from another message
    pub quoted: bool,
    /// where
    pub place: WhereRecord,
    /// the words around it
    pub excerpt: String,
}

/// A signal and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// of a [`super::signal::SignalRule`]
    pub id: String,
    /// what it is about: a host, an address ...; may be empty
    pub about: String,
    /// where
    pub place: WhereRecord,
    /// the words around it
    pub excerpt: String,
}

impl Sign {
    /// About the message as a whole.
    pub fn of_message(id: &str, about: impl Into<String>) -> Sign {
        Sign { id: id.to_owned(), about: about.into(), place: WhereRecord::message(), excerpt: String::new() }
    }
}

/// What authentication told, `pass`, `fail`, `softfail`, `none` ...; empty where nothing is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Authentication {
    pub spf: String,
    pub dkim: String,
    pub dmarc: String,
}

/// What is kept of a message.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Traits {
    /// of the `Date` field, seconds since 1970
    pub at: Option<i64>,
    /// minutes east of Greenwich of the `Date` field
    pub zone: Option<i16>,
    /// who wrote it
    pub from: Person,
    /// where answers go, where that is said
    pub reply_to: Vec<Person>,
    /// who handed it in: `Return-Path`, lower case
    pub return_path: String,
    /// `To`, `Cc`, `Bcc`
    pub to: Vec<Person>,
    /// in whose mailbox it was put: `Delivered-To`, `X-Original-To`
    pub delivered_to: String,
    /// the mail program without its version
    pub software: String,
    /// where it was handed in
    pub ip: Option<IpAddr>,
    /// it came over a server: it has `Received` fields
    pub received: bool,
    /// how its Message-ID is built
    pub id_shape: String,
    /// digest of its Message-ID; 0 where it has none
    pub id: u64,
    /// digests of the Message-IDs it answers, the nearest first
    pub answers: Vec<u64>,
    /// which conversation it belongs to: twelve digits; empty where it has no Message-ID
    pub thread: String,
    /// what it says of itself
    pub authentication: Authentication,
    /// a list or newsletter: it can be unsubscribed from
    pub bulk: bool,
    /// written by a program: an auto-reply, a delivery report
    pub automatic: bool,
    /// of the new text: ISO 639-3; empty where it cannot be told
    pub language: String,
    /// digest of the signature; 0 where there is none
    pub signature: u64,
    /// digest of the new text; 0 where it is short
    pub text: u64,
    /// IBANs
    pub accounts: Vec<Account>,
    /// telephone numbers, digits only
    pub phones: Vec<String>,
    /// where links lead
    pub hosts: Vec<String>,
    /// what speaks for or against a fraud
    pub signals: Vec<Sign>,
}

impl Traits {
    /// Of a decoded message. `found` is what detectors found in it: secrets are masked.
    pub fn of(seen: Seen<'_>, signals: &[Signal], found: &Found) -> Traits {
        let mail = seen.mail;
        let told = found.hits.iter().filter_map(|hit| hit.value.as_deref());
        let secrets: Vec<&str> = told.chain(found.masked.iter().map(String::as_str)).collect();
        let people = |fields: &[AddressField]| -> Vec<Person> {
            let wanted = mail.addresses.iter().filter(|address| fields.contains(&address.field));
            wanted.filter(|address| !address.domain.is_empty()).map(person).take(MOST_PEOPLE).collect()
        };
        let came_in = matches!(seen.role, Role::Inbox | Role::Junk | Role::Quarantine) || was_delivered(mail);
        // How it is written is asked of the owner's mail only.
        let written = if came_in { writing::Writing::default() } else { writing::of(mail) };
        let message_id = mail.header("Message-ID").unwrap_or_default();
        Traits {
            at: moment(&seen.row.date_utc),
            zone: mail.route.zone.as_deref().and_then(minutes),
            from: people(&[AddressField::From]).into_iter().next().unwrap_or_default(),
            reply_to: people(&[AddressField::ReplyTo]),
            return_path: people(&[AddressField::ReturnPath]).into_iter().next().unwrap_or_default().email,
            to: people(&[AddressField::To, AddressField::Cc, AddressField::Bcc]),
            delivered_to: ["Delivered-To", "X-Original-To", "Envelope-To"]
                .iter()
                .find_map(|name| mail.header(name))
                .map(|value| value.trim().trim_matches(['<', '>']).to_lowercase())
                .unwrap_or_default(),
            software: mail.route.user_agent.as_deref().map(software).unwrap_or_default(),
            ip: mail.route.originating_ip,
            received: !mail.route.hops.is_empty() || mail.header("Received").is_some(),
            id_shape: id_shape(message_id),
            id: digest(message_id),
            answers: answers(mail),
            thread: thread(mail),
            authentication: authentication(mail),
            bulk: ["List-Id", "List-Unsubscribe", "Feedback-ID"].iter().any(|name| mail.header(name).is_some()),
            automatic: is_automatic(mail),
            language: written.language,
            signature: written.signature,
            text: written.text,
            accounts: money::accounts(mail, &secrets),
            phones: writing::phones(mail, MOST_NAMED),
            hosts: writing::hosts(mail, MOST_NAMED),
            signals: signals.iter().take(MOST_SIGNALS).map(|signal| sign(mail, signal, &secrets)).collect(),
        }
    }

    /// The hour of the day by the clock of its author, 0 to 23.
    pub fn local_hour(&self) -> Option<usize> {
        let local = self.at? + i64::from(self.zone?) * 60;
        Some((local.rem_euclid(86_400) / 3_600) as usize)
    }

    /// The accounts that its author wrote, not those it quotes.
    pub fn new_accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(|account| !account.quoted)
    }
}

fn person(address: &Address) -> Person {
    Person { email: address.email(), name: address.name.trim().to_owned() }
}

fn sign(mail: &Mail, signal: &Signal, secrets: &[&str]) -> Sign {
    let text = signal.text.and_then(|text| mail.texts.get(text));
    Sign {
        id: signal.id.to_owned(),
        about: signal.about.clone(),
        place: text.map(|text| WhereRecord::of(text, &signal.span)).unwrap_or_else(WhereRecord::message),
        excerpt: text.map(|text| excerpt(&text.content, &signal.span, secrets)).unwrap_or_default(),
    }
}

fn moment(date_utc: &str) -> Option<i64> {
    chrono::DateTime::parse_from_rfc3339(date_utc).ok().map(|date| date.timestamp())
}

/// `+0130` in minutes.
fn minutes(zone: &str) -> Option<i16> {
    let (sign, digits) = zone.split_at_checked(1)?;
    let number: i16 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    let east = number / 100 * 60 + number % 100;
    Some(if sign == "-" { -east } else { east })
}

/// Minutes east of Greenwich as a clock tells them: `+05:30`.
pub fn clock(zone: i16) -> String {
    let sign = if zone < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", zone.abs() / 60, zone.abs() % 60)
}

/// The first eight bytes of a SHA-256; 0 for an empty text.
pub fn digest(text: &str) -> u64 {
    let text = text.trim();
    if text.is_empty() {
        return 0;
    }
    let digest = Sha256::of(text.as_bytes());
    digest.as_bytes().first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
}

fn answers(mail: &Mail) -> Vec<u64> {
    let ids = |name: &str| mail.header(name).unwrap_or_default().split_whitespace().rev().take(20);
    let mut all: Vec<u64> = ids("In-Reply-To").chain(ids("References")).map(digest).collect();
    let mut known = std::collections::HashSet::new();
    all.retain(|id| known.insert(*id));
    all
}

/// The oldest message that this one answers, or itself, as twelve digits; empty where it has no Message-ID.
fn thread(mail: &Mail) -> String {
    let first = |name: &str| mail.header(name).and_then(|value| value.split_whitespace().next());
    let root = first("References").or_else(|| first("In-Reply-To")).or_else(|| first("Message-ID"));
    root.map(|root| Sha256::of(root.as_bytes()).short()).unwrap_or_default()
}

/// Whether a server put it into a mailbox: what its owner handed in has neither field.
fn was_delivered(mail: &Mail) -> bool {
    mail.header("Received").is_some() && ["Delivered-To", "Return-Path"].iter().any(|name| mail.header(name).is_some())
}

fn is_automatic(mail: &Mail) -> bool {
    let auto = mail.header("Auto-Submitted").is_some_and(|value| !value.trim().eq_ignore_ascii_case("no"));
    let reply =
        ["X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"].iter().any(|name| mail.header(name).is_some());
    let report =
        mail.header("Content-Type").is_some_and(|value| value.to_ascii_lowercase().contains("multipart/report"));
    auto || reply || report
}

fn authentication(mail: &Mail) -> Authentication {
    let result = |method: &str| {
        let mut results = mail.route.authentication.iter().filter(|result| result.method == method);
        results.next().map(|result| result.result.clone()).unwrap_or_default()
    };
    Authentication { spf: result("spf"), dkim: result("dkim"), dmarc: result("dmarc") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_and_told() {
        assert_eq!(["+0530", "-0500", "+0100"].map(minutes), [Some(330), Some(-300), Some(60)]);
        assert_eq!([330, -300, 60].map(clock), ["+05:30", "-05:00", "+01:00"]);
        assert_eq!(["", "é", "+01", "GMT"].map(minutes), [None; 4]);
    }
}
