//! The output contract (DESIGN section 5): one object a message, one object a finding, one a defect, as they stand in JSON lines. Field
//! names and their order are permanent.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::finding::{Kind, Severity};
use super::signal::Weighed;
use crate::custody::archive::MessageRow;
use crate::digest::Sha256;
use crate::evidence::role::Role;
use crate::message::mail::{Place, Text};

/// A line of `messages.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct MessageRecord {
    pub sha256: Sha256,
    pub file: String,
    pub offset: u64,
    pub length: u64,
    pub folder: String,
    pub role: String,
    pub date: String,
    pub from: String,
    pub to: String,
    pub cc: String,
    pub subject: String,
    pub message_id: String,
    /// the worst; null where nothing was found
    pub severity: Option<Severity>,
    pub kinds: Vec<Kind>,
    /// 0 to 100: the weight of the weightiest finding
    pub score: u8,
    /// words of [`crate::message::mail::LimitKind`], and `altered` where the bytes are not those that were sealed
    pub defects: Vec<String>,
}

impl MessageRecord {
    /// A message in which nothing was found yet.
    pub fn of(row: &MessageRow) -> MessageRecord {
        MessageRecord {
            sha256: row.sha256,
            file: row.file.clone(),
            offset: row.offset,
            length: row.length,
            folder: row.folder.clone(),
            role: row.role.clone(),
            date: date(row),
            from: row.from.clone(),
            to: row.to.clone(),
            cc: row.cc.clone(),
            subject: row.subject.clone(),
            message_id: row.message_id.clone(),
            severity: None,
            kinds: Vec::new(),
            score: 0,
            defects: Vec::new(),
        }
    }
}

impl MessageRecord {
    /// What its folder is for.
    pub fn role(&self) -> Role {
        Role::parse(&self.role).unwrap_or(Role::Other)
    }

    /// What all its findings come to.
    pub fn take(&mut self, findings: &[FindingRecord]) {
        self.severity = findings.iter().map(|finding| finding.severity).max();
        self.kinds = findings.iter().map(|finding| finding.kind).collect();
        self.kinds.sort();
        self.kinds.dedup();
        let weight = |finding: &FindingRecord| finding.severity.weight() * u32::from(finding.confidence) / 100;
        self.score = findings.iter().map(weight).max().unwrap_or(0) as u8;
    }
}

/// In UTC where it can be read, else as written.
fn date(row: &MessageRow) -> String {
    if row.date_utc.is_empty() { row.date.clone() } else { row.date_utc.clone() }
}

/// A line of `findings.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FindingRecord {
    pub rule: String,
    pub kind: Kind,
    pub action: String,
    pub severity: Severity,
    /// 0 to 100
    pub confidence: u8,
    pub message: FoundIn,
    /// the first place in the message
    #[serde(rename = "where")]
    pub place: WhereRecord,
    /// masked, unless the secrets were asked for
    pub excerpt: String,
    /// of the UTF-8 bytes of the secret: two findings of the same secret have the same
    pub value_sha256: Option<Sha256>,
    /// the secret, only where it was asked for
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<String>,
    /// `login`, `service`, `host`, `url`, `account`, `ip`, `device`, `place`, `time` ...
    pub facts: serde_json::Map<String, serde_json::Value>,
    pub reason_fr: String,
    pub reason_en: String,
    /// what it was concluded from, where several things together tell it, the weightiest first
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub signals: Vec<SignRecord>,
    /// the other places: in this message, and in messages that only quote this one
    pub also: Vec<Elsewhere>,
    /// this place is quoted from another message
    pub quoted: bool,
    /// ids of other rules that found the same secret in this message
    pub other_rules: Vec<String>,
    /// which conversation the message belongs to: the same word for all its messages
    pub thread: String,
}

impl FindingRecord {
    /// A fact; empty where it is not known.
    pub fn fact(&self, name: &str) -> &str {
        self.facts.get(name).and_then(|value| value.as_str()).unwrap_or_default()
    }

    /// The first of these facts that is known; empty where none is.
    pub fn first_fact(&self, names: &[&str]) -> &str {
        names.iter().map(|name| self.fact(name)).find(|value| !value.is_empty()).unwrap_or_default()
    }
}

/// One of several things from which a finding was concluded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct SignRecord {
    /// permanent
    pub id: String,
    /// log odds, to a tenth; negative where it speaks against
    pub weight: f32,
    /// what it is about: a host, an IBAN ...; may be empty
    pub about: String,
    pub excerpt: String,
    pub reason_fr: String,
    pub reason_en: String,
}

impl SignRecord {
    /// As it is told.
    pub fn of(weighed: &Weighed) -> SignRecord {
        let Weighed { sign, rule } = weighed;
        SignRecord {
            id: rule.id.clone(),
            weight: (rule.weight * 10.0).round() / 10.0,
            about: sign.about.clone(),
            excerpt: sign.excerpt.clone(),
            reason_fr: rule.reason.fr.clone(),
            reason_en: rule.reason.en.clone(),
        }
    }
}

/// The message of a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FoundIn {
    pub sha256: Sha256,
    pub file: String,
    pub offset: u64,
    pub length: u64,
    pub folder: String,
    pub role: String,
    pub message_id: String,
    pub date: String,
    pub from: String,
    pub to: String,
    pub subject: String,
}

impl FoundIn {
    /// The message of this line.
    pub fn of(message: &MessageRecord) -> FoundIn {
        FoundIn {
            sha256: message.sha256,
            file: message.file.clone(),
            offset: message.offset,
            length: message.length,
            folder: message.folder.clone(),
            role: message.role.clone(),
            message_id: message.message_id.clone(),
            date: message.date.clone(),
            from: message.from.clone(),
            to: message.to.clone(),
            subject: message.subject.clone(),
        }
    }
}

/// Where in a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct WhereRecord {
    pub part: String,
    pub kind: String,
    pub name: String,
    /// bytes of the decoded text (UTF-8)
    pub offset: u64,
    pub length: u64,
}

impl WhereRecord {
    /// Bytes of a text.
    pub fn of(text: &Text, span: &Range<usize>) -> WhereRecord {
        let Place { part, kind, name } = &text.place;
        WhereRecord {
            part: part.clone(),
            kind: kind.as_str().to_owned(),
            name: name.clone(),
            offset: span.start as u64,
            length: span.len() as u64,
        }
    }

    /// The message as a whole.
    pub fn message() -> WhereRecord {
        WhereRecord { kind: "message".to_owned(), ..WhereRecord::default() }
    }
}

/// Another place of the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Elsewhere {
    pub sha256: Sha256,
    pub file: String,
    pub offset: u64,
    pub folder: String,
    pub role: String,
    #[serde(rename = "where")]
    pub place: WhereRecord,
}

/// A line of `defects.jsonl`: what was not looked at, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DefectRecord {
    pub sha256: Sha256,
    pub file: String,
    pub offset: u64,
    /// a word of [`crate::message::mail::LimitKind`], or `altered`
    pub kind: String,
    /// the part or the file it is about
    pub name: String,
}
