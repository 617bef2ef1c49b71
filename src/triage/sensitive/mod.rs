//! What the intruder could read and the owner must answer for (fiche, action 6.b): documents by their names and by what they say, numbers of
//! persons and cards by their check digits, lists of accounts, links to shared files. A word alone is nothing: a document or a number is.

mod context;
mod documents;
mod files;
mod lexicon;
mod numbers;
mod paper;
mod sharing;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::detectors::{Found, Seen};
use super::finding::{Hit, Severity};
use crate::evidence::role::Role;
use crate::message::mail::{Place, PlaceKind, Text};

/// More values of one message than this are not masked beside those that are told.
const MOST_MASKED: usize = 1000;

/// Appends what is sensitive in a message.
pub fn look(seen: Seen<'_>, found: &mut Found) {
    let unwanted = matches!(seen.role, Role::Junk | Role::Quarantine);
    let first = found.hits.len();
    files::hits(seen.mail, &mut found.hits);
    sharing::hits(seen.mail, &mut found.hits);
    if unwanted {
        // What strangers sent as spam is nobody's secret; numbers in it may still be somebody's.
        found.hits[first..].iter_mut().for_each(|hit| hit.severity = Some(Severity::Low));
    }
    for (number, text) in seen.mail.texts.iter().enumerate() {
        in_text(number, text, found);
    }
}

/// A number that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    rule: &'static str,
    span: std::ops::Range<usize>,
    severity: Option<Severity>,
    confidence: u8,
    /// which country's it is, or which network's; empty where the rule says it
    issuer: &'static str,
}

/// One hit for each kind of number in a text, at the first of them; the others are counted and masked.
fn in_text(number: usize, text: &Text, found: &mut Found) {
    let mut numbers = numbers::of(text);
    paper::machine_readable(&text.content, &mut numbers);
    let mut rules: Vec<(&str, &str)> = Vec::new();
    for one in &numbers {
        if !rules.contains(&(one.rule, one.issuer)) {
            rules.push((one.rule, one.issuer));
        }
    }
    for kind in rules {
        let of_kind: Vec<&Number> = numbers.iter().filter(|one| (one.rule, one.issuer) == kind).collect();
        let values: BTreeSet<&str> = of_kind.iter().filter_map(|one| text.content.get(one.span.clone())).collect();
        let first = of_kind[0];
        let mut facts = file_facts(&text.place);
        if values.len() > 1 {
            facts.push(("count", values.len().to_string()));
        }
        if !first.issuer.is_empty() {
            facts.push(("issuer", first.issuer.to_owned()));
        }
        let value = text.content.get(first.span.clone()).map(str::to_owned);
        let room = MOST_MASKED.saturating_sub(found.masked.len());
        found.masked.extend(values.into_iter().map(str::to_owned).take(room));
        let is_secret = kind.0 != "sensitive.iban-list";
        found.hits.push(Hit {
            rule: first.rule.to_owned(),
            severity: of_kind.iter().map(|one| one.severity).min_by_key(|severity| severity.is_some()).flatten(),
            confidence: of_kind.iter().map(|one| one.confidence).max().unwrap_or_default(),
            text: Some(number),
            span: first.span.clone(),
            value: value.filter(|_| is_secret),
            facts,
        });
    }
}

/// The file a text stands in.
fn file_facts(place: &Place) -> Vec<(&'static str, String)> {
    (place.kind == PlaceKind::Attachment).then(|| ("file", place.name.clone())).into_iter().collect()
}
