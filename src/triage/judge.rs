//! One message: decoded, looked at by every detector, its hits made into records. What several rules say of the same secret is one
//! finding, the one that is surest, with all its places.

use std::collections::{BTreeSet, HashMap};

use super::detectors::{Detector, Found, Seen};
use super::excerpt::excerpt;
use super::feed::Item;
use super::finding::{Hit, Severity};
use super::fraud;
use super::record::{DefectRecord, Elsewhere, FindingRecord, FoundIn, MessageRecord, WhereRecord};
use super::rulebook::Rulebook;
use super::traits::Traits;
use crate::digest::Sha256;
use crate::evidence::role::Role;
use crate::message::decode_mail::{LONGEST, decode_mail, decode_parts};
use crate::message::mail::Mail;

/// What is made of a message.
#[derive(Debug)]
pub struct Judged {
    /// its line in `messages.jsonl`
    pub message: MessageRecord,
    /// its findings, in the order of the detectors and of the places
    pub findings: Vec<FindingRecord>,
    /// what was not looked at
    pub defects: Vec<DefectRecord>,
    /// what the second look needs of it
    pub traits: Traits,
}

/// How messages are judged.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    /// the rules
    pub book: &'a Rulebook,
    /// who looks
    pub detectors: &'a [Box<dyn Detector>],
    /// secrets are told openly
    pub reveal: bool,
}

/// More findings in one message than this are only counted (as a `candidates` defect).
const MOST: usize = 2000;

impl Judge<'_> {
    /// Judges one message.
    pub fn judge(&self, item: &Item) -> Judged {
        let mail = match item.parts.is_empty() {
            true => decode_mail(&item.bytes),
            false => decode_parts(&item.bytes, &item.parts),
        };
        let role = Role::parse(&item.row.role).unwrap_or(Role::Other);
        let seen = Seen { row: &item.row, role, mail: &mail };
        let mut found = Found::default();
        self.detectors.iter().for_each(|detector| detector.look(seen, &mut found));
        let traits = Traits::of(seen, &fraud::signals(&mail), &found);
        let mut defects: Vec<DefectRecord> = Vec::new();
        let limits = mail.limits.iter().chain(&found.limits);
        limits.for_each(|limit| note(&mut defects, item, limit.kind.as_str(), &limit.name));
        if item.sealed && item.bytes.len() <= LONGEST && Sha256::of(&item.bytes) != item.row.sha256 {
            note(&mut defects, item, "altered", "");
        }
        let mut hits = merged(found.hits, self.book);
        if hits.len() > MOST {
            hits.truncate(MOST);
            note(&mut defects, item, "candidates", "");
        }
        let mut message = MessageRecord::of(&item.row);
        let secrets = self.secrets(&hits, &found.masked);
        let about = About { mail: &mail, message: &message, thread: &traits.thread, secrets };
        let findings: Vec<FindingRecord> = hits.iter().filter_map(|merged| self.record(&about, merged)).collect();
        message.take(&findings);
        message.defects = defects.iter().map(|defect| defect.kind.clone()).collect();
        message.defects.dedup();
        Judged { message, findings, defects, traits }
    }

    /// What is masked in every excerpt of a message.
    fn secrets<'s>(&self, hits: &'s [Merged], masked: &'s [String]) -> Vec<&'s str> {
        if self.reveal {
            return Vec::new();
        }
        let told = hits.iter().filter_map(|merged| merged.hit.value.as_deref());
        told.chain(masked.iter().map(String::as_str)).collect()
    }

    /// None where the rule is not in the book.
    fn record(&self, about: &About<'_>, merged: &Merged) -> Option<FindingRecord> {
        let About { mail, message, .. } = about;
        let (hit, rule) = (&merged.hit, self.book.get(&merged.hit.rule)?);
        let also = merged.others.iter().map(|other| Elsewhere {
            sha256: message.sha256,
            file: message.file.clone(),
            offset: message.offset,
            folder: message.folder.clone(),
            role: message.role.clone(),
            place: place(mail, other),
        });
        let mut facts: serde_json::Map<String, serde_json::Value> =
            hit.facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect();
        if !rule.service.is_empty() && !facts.contains_key("service") {
            facts.insert("service".to_owned(), rule.service.clone().into());
        }
        let text = hit.text.and_then(|text| mail.texts.get(text));
        Some(FindingRecord {
            rule: rule.id.clone(),
            kind: rule.kind,
            action: rule.action.clone(),
            severity: hit.severity.unwrap_or(rule.severity),
            confidence: hit.confidence.min(100),
            message: FoundIn::of(message),
            place: place(mail, hit),
            excerpt: text.map(|text| excerpt(&text.content, &hit.span, &about.secrets)).unwrap_or_default(),
            value_sha256: hit.value.as_ref().map(|value| Sha256::of(value.as_bytes())),
            value: hit.value.clone().filter(|_| self.reveal),
            facts,
            reason_fr: rule.reason.fr.clone(),
            reason_en: rule.reason.en.clone(),
            signals: Vec::new(),
            also: also.collect(),
            quoted: merged.quoted(mail),
            other_rules: merged.rules(),
            thread: about.thread.to_owned(),
        })
    }
}

/// A message while its findings are told.
struct About<'a> {
    mail: &'a Mail,
    message: &'a MessageRecord,
    thread: &'a str,
    /// what is masked
    secrets: Vec<&'a str>,
}

fn note(defects: &mut Vec<DefectRecord>, item: &Item, kind: &str, name: &str) {
    let row = &item.row;
    let (file, kind, name) = (row.file.clone(), kind.to_owned(), name.to_owned());
    let defect = DefectRecord { sha256: row.sha256, file, offset: row.offset, kind, name };
    if !defects.contains(&defect) && defects.len() < 100 {
        defects.push(defect);
    }
}

fn place(mail: &Mail, hit: &Hit) -> WhereRecord {
    if let Some(text) = hit.text.and_then(|text| mail.texts.get(text)) {
        return WhereRecord::of(text, &hit.span);
    }
    let fact = |name: &str| hit.facts.iter().find(|(there, _)| *there == name).map(|(_, value)| value.clone());
    WhereRecord {
        part: fact("part").unwrap_or_default(),
        name: fact("file").unwrap_or_default(),
        ..WhereRecord::message()
    }
}

/// A hit with the other places of the same thing.
#[derive(Debug)]
struct Merged {
    hit: Hit,
    others: Vec<Hit>,
    rules: BTreeSet<String>,
}

impl Merged {
    /// The other rules that say the same.
    fn rules(&self) -> Vec<String> {
        self.rules.iter().filter(|rule| **rule != self.hit.rule).cloned().collect()
    }

    /// Whether every place is quoted from another message.
    fn quoted(&self, mail: &Mail) -> bool {
        let is_quoted = |hit: &Hit| {
            let text = hit.text.and_then(|text| mail.texts.get(text));
            text.is_some_and(|text| text.is_quoted(hit.span.start))
        };
        std::iter::once(&self.hit).chain(&self.others).all(is_quoted)
    }
}

/// Hits on the same secret become one, whichever rule they are of; hits without a secret, where rule and facts are the same.
fn merged(hits: Vec<Hit>, book: &Rulebook) -> Vec<Merged> {
    let mut out: Vec<Merged> = Vec::new();
    let mut by_key: HashMap<(Option<String>, String), usize> = HashMap::new();
    for hit in hits {
        let key = match &hit.value {
            Some(value) => (Some(value.clone()), String::new()),
            None => (None, format!("{} {:?}", hit.rule, hit.facts)),
        };
        match by_key.get(&key) {
            Some(&position) => join(&mut out[position], hit, book),
            None => {
                by_key.insert(key, out.len());
                out.push(Merged { rules: BTreeSet::from([hit.rule.clone()]), hit, others: Vec::new() });
            }
        }
    }
    out
}

/// More places of one secret in one message than this are not told.
const MOST_PLACES: usize = 100;

/// The surer rule tells it; the place stays the first one.
fn join(merged: &mut Merged, mut hit: Hit, book: &Rulebook) {
    merged.rules.insert(hit.rule.clone());
    let same_place = |a: &Hit, b: &Hit| a.text == b.text && a.span.start < b.span.end && b.span.start < a.span.end;
    let known = same_place(&merged.hit, &hit) || merged.others.iter().any(|other| same_place(other, &hit));
    if !known {
        push_place(merged, hit.clone());
    }
    if strength(&hit, book) > strength(&merged.hit, book) {
        (hit.text, hit.span) = (merged.hit.text, merged.hit.span.clone());
        std::mem::swap(&mut merged.hit, &mut hit);
    }
    take_facts(&mut merged.hit, hit.facts);
}

fn push_place(merged: &mut Merged, hit: Hit) {
    if merged.others.len() < MOST_PLACES {
        merged.others.push(hit);
    }
}

fn take_facts(hit: &mut Hit, facts: Vec<(&'static str, String)>) {
    for (name, value) in facts {
        if !hit.facts.iter().any(|(there, _)| *there == name) {
            hit.facts.push((name, value));
        }
    }
}

/// A rule about one service says more than a general one.
fn strength(hit: &Hit, book: &Rulebook) -> (Option<Severity>, bool, u8) {
    let rule = book.get(&hit.rule);
    let severity = hit.severity.or(rule.map(|rule| rule.severity));
    (severity, rule.is_some_and(|rule| !rule.service.is_empty()), hit.confidence)
}
