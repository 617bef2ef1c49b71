//! Numbers of persons, papers, cards and accounts in a text: where digits stand close together they are read one by one and checked. The rest
//! of a text, most of it, is only counted through.

mod card;
mod foreign;
mod nir;
mod reading;

use std::ops::Range;

use super::{Number, paper};
use crate::message::mail::{PlaceKind, Text};
use crate::triage::traits::{iban_is_valid, ibans_in};
pub use reading::Token;

/// More numbers in one text than this are not told.
const MOST: usize = 2000;
/// Bytes that are counted at once.
const CHUNK: usize = 32;
/// So many digits in two neighbouring chunks may be a number.
const DENSE: u8 = 6;
/// So many bytes have the first of them.
const NEAR: usize = 24;
/// The longest number, with wide blanks between its groups.
const LONGEST: usize = 48;

/// The numbers of a text, in their order.
pub fn of(text: &Text) -> Vec<Number> {
    let mut found = Found { text: &text.content, numbers: Vec::new(), weak: Vec::new(), accounts: 0 };
    let mut from = 0;
    for region in dense(text.content.as_bytes()) {
        from = found.region(from.max(region.start)..region.end);
        if found.numbers.len() + found.weak.len() >= MOST {
            break;
        }
    }
    found.finish(text.place.kind == PlaceKind::Attachment)
}

struct Found<'t> {
    text: &'t str,
    numbers: Vec<Number>,
    /// NIR that nothing but their key speaks for
    weak: Vec<Number>,
    /// what may be the beginning of an IBAN
    accounts: usize,
}

impl Found<'_> {
    /// Reads what begins in a region; returns where it stopped.
    fn region(&mut self, region: Range<usize>) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = region.start;
        while at < region.end && self.numbers.len() + self.weak.len() < MOST {
            let begins = matches!(bytes[at], b'0'..=b'9' | b'A'..=b'Z')
                && !at
                    .checked_sub(1)
                    .is_some_and(|before| bytes[before].is_ascii_alphanumeric() || bytes[before] == b'_');
            let end = if begins { self.token(at) } else { None };
            at = end.unwrap_or(at + 1);
        }
        at
    }

    /// Judges what begins at `at`; returns where it ends, if it is something.
    fn token(&mut self, at: usize) -> Option<usize> {
        let near = &self.text.as_bytes()[at..self.text.len().min(at + NEAR)];
        if near.iter().filter(|byte| byte.is_ascii_digit()).count() < usize::from(DENSE) {
            return None;
        }
        let token = Token::at(self.text, at);
        if let Some((number, weak)) = nir::at(&token) {
            let end = number.span.end;
            if weak {
                self.weak.push(number)
            } else {
                self.numbers.push(number)
            }
            return Some(end);
        }
        let number = card::at(&token).or_else(|| foreign::at(&token)).or_else(|| paper::numbered(&token));
        self.accounts += usize::from(token.begins_an_iban());
        let number = number?;
        let end = number.span.end;
        self.numbers.push(number);
        Some(end)
    }

    fn finish(mut self, attached: bool) -> Vec<Number> {
        // One number in sixty thousand has the form and the key by chance; three in one text have not.
        let known = self.weak.len() >= 3 || self.numbers.iter().any(|number| number.rule == nir::RULE);
        if known || !self.weak.is_empty() && nir::is_announced(self.text) {
            self.numbers.append(&mut self.weak);
        }
        self.numbers.extend(accounts(self.text, self.accounts, attached));
        self.numbers.sort_by_key(|number| number.span.start);
        self.numbers
    }
}

/// Accounts of several holders: four, or three in a table that is attached. A firm names two or three of its own in a letter.
fn accounts(text: &str, begun: usize, attached: bool) -> Vec<Number> {
    const FEWEST: usize = 3;
    if begun < FEWEST {
        return Vec::new();
    }
    let mut found = ibans_in(text);
    found.retain(|iban| iban_is_valid(&iban.iban));
    let different: std::collections::BTreeSet<&str> = found.iter().map(|iban| iban.iban.as_str()).collect();
    let in_table = |span: &Range<usize>| {
        let line = &text[text[..span.start].rfind('\n').map_or(0, |at| at + 1)..span.start];
        line.contains(['\t', ';'])
    };
    let enough = different.len() > FEWEST
        || different.len() == FEWEST && attached && found.iter().all(|iban| in_table(&iban.span));
    if !enough {
        return Vec::new();
    }
    let number = |span| Number { rule: "sensitive.iban-list", span, severity: None, confidence: 85, issuer: "" };
    found.into_iter().map(|iban| number(iban.span)).collect()
}

/// Stretches of a text in which digits stand close together.
fn dense(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut regions: Vec<Range<usize>> = Vec::new();
    let mut before = 0;
    for (number, chunk) in bytes.chunks(CHUNK).enumerate() {
        let digits = chunk.iter().fold(0u8, |sum, byte| sum + u8::from(byte.wrapping_sub(b'0') < 10));
        if digits + before >= DENSE {
            let start = (number * CHUNK).saturating_sub(LONGEST);
            let end = number * CHUNK + chunk.len();
            match regions.last_mut() {
                Some(last) if last.end >= start => last.end = end,
                _ => regions.push(start..end),
            }
        }
        before = digits;
    }
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_stretches_with_many_digits_are_read() {
        assert_eq!(dense("un deux trois 2026 ".repeat(10).as_bytes()).len(), 1);
        assert!(dense("aucun chiffre ici ".repeat(50).as_bytes()).is_empty());
        let text = format!("{}1850578006084 91{}", "mot ".repeat(100), " mot".repeat(100));
        let at = text.find('1').unwrap();
        let regions = dense(text.as_bytes());
        assert!(regions.len() == 1 && regions[0].start <= at && regions[0].end > at, "{regions:?}");
    }
}
