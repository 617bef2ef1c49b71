//! IBANs in texts (ISO 13616), in whatever groups they are written, with their check digits judged.

use std::ops::Range;

use super::{Account, MOST_NAMED};
use crate::message::mail::{Mail, PlaceKind};
use crate::triage::excerpt::excerpt;
use crate::triage::record::WhereRecord;

/// An IBAN in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iban {
    /// without blanks, upper case
    pub iban: String,
    /// bytes of the text
    pub span: Range<usize>,
}

/// Length of an IBAN by country (ISO 13616 registry): countries whose accounts are paid to by transfer from Europe.
const LENGTHS: [(&str, usize); 78] = [
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NL", 18),
    ("NO", 15),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SC", 31),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
];

/// Length of an IBAN of this country.
fn length(country: &[u8]) -> Option<usize> {
    LENGTHS.binary_search_by(|(code, _)| code.as_bytes().cmp(country)).ok().map(|position| LENGTHS[position].1)
}

/// Whether check digits hold (ISO 7064 MOD 97-10). The length is not looked at.
pub fn iban_is_valid(iban: &str) -> bool {
    let bytes = iban.as_bytes();
    if bytes.len() < 5 || !bytes.is_ascii() {
        return false;
    }
    let turned = bytes[4..].iter().chain(&bytes[..4]);
    let remainder = turned.fold(0u32, |sum, byte| match byte {
        b'0'..=b'9' => (sum * 10 + u32::from(byte - b'0')) % 97,
        b'A'..=b'Z' => (sum * 100 + u32::from(byte - b'A') + 10) % 97,
        _ => sum,
    });
    remainder == 1
}

/// IBANs of a text in order, whether or not their check digits hold: fraudsters' often do not.
pub fn ibans_in(text: &str) -> Vec<Iban> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    while from + 15 <= bytes.len() && found.len() < MOST_NAMED {
        // The digits first: most text is letters. Where none is near, none is before the next one.
        if !bytes[from + 2..from + 6].iter().any(u8::is_ascii_digit) {
            from = next_digit(bytes, from + 6) - 5;
            continue;
        }
        let begins = matches!(bytes[from + 2], b'0'..=b'9' | b' ' | 0xc2)
            && bytes[from].is_ascii_alphabetic()
            && bytes[from + 1].is_ascii_alphabetic()
            && !text[..from].ends_with(|c: char| c.is_alphanumeric());
        match begins.then(|| iban_at(text, from)).flatten() {
            Some(iban) => {
                from = iban.span.end;
                found.push(iban);
            }
            // Only where two ASCII letters stand is a text cut, and there it can be.
            None => from += 1,
        }
    }
    found
}

/// Where the next digit stands, or the end. Whole pieces without one are passed at once, which compiles to a few vector instructions.
fn next_digit(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    for piece in bytes[from..].chunks(32) {
        if piece.iter().fold(false, |any, byte| any | byte.is_ascii_digit()) {
            return at + piece.iter().position(u8::is_ascii_digit).unwrap_or_default();
        }
        at += piece.len();
    }
    at
}

fn iban_at(text: &str, from: usize) -> Option<Iban> {
    let country = text.as_bytes()[from..from + 2].to_ascii_uppercase();
    let wanted = length(&country)?;
    let mut iban = String::with_capacity(wanted);
    let mut blanks = 0;
    for (at, c) in text[from..].char_indices() {
        match c {
            c if c.is_ascii_alphanumeric() => {
                iban.push(c.to_ascii_uppercase());
                blanks = 0;
            }
            ' ' | '-' | '.' | '\u{a0}' | '\u{202f}' | '\t' if blanks < 2 => {
                blanks += 1;
                continue;
            }
            _ => return None,
        }
        if matches!(iban.len(), 3 | 4) && !c.is_ascii_digit() {
            return None;
        }
        if iban.len() == wanted {
            let end = from + at + c.len_utf8();
            let goes_on = text[end..].starts_with(|c: char| c.is_alphanumeric());
            let digits = iban.bytes().filter(u8::is_ascii_digit).count();
            return (!goes_on && digits * 2 >= wanted).then_some(Iban { iban, span: from..end });
        }
    }
    None
}

/// The IBANs of a message; an IBAN that its author wrote counts, where it is quoted too.
pub(super) fn accounts(mail: &Mail, secrets: &[&str]) -> Vec<Account> {
    let mut found: Vec<Account> = Vec::new();
    for text in mail.texts.iter().filter(|text| text.place.kind != PlaceKind::Raw) {
        for Iban { iban, span } in ibans_in(&text.content) {
            let quoted = text.is_quoted(span.start);
            let place = || (WhereRecord::of(text, &span), excerpt(&text.content, &span, secrets));
            if let Some(known) = found.iter_mut().find(|account| account.iban == iban) {
                if known.quoted && !quoted {
                    known.quoted = false;
                    (known.place, known.excerpt) = place();
                }
            } else if found.len() < MOST_NAMED {
                let (place, excerpt) = place();
                found.push(Account { valid: iban_is_valid(&iban), iban, quoted, place, excerpt });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_are_found_in_any_grouping_and_judged() {
        let text = "IBAN FR76 3000 6000 0112 3456 7890 189, DE89370400440532013000 et be68-5390-0754-7034.";
        let found: Vec<String> = ibans_in(text).into_iter().map(|iban| iban.iban).collect();
        assert_eq!(found, ["FR7630006000011234567890189", "DE89370400440532013000", "BE68539007547034"]);
        assert!(found.iter().all(|iban| iban_is_valid(iban)));
        assert!(!iban_is_valid("FR7630006000011234567890188"));
    }

    #[test]
    fn what_only_resembles_one_is_none() {
        for text in [
            "BE12 is a code",
            "réf. FR76300060000112345678901890123",
            "GBP 12 000 000",
            "SE12 ABCD EFGH IJKL MNOP QRST",
            "é".repeat(40).as_str(),
        ] {
            assert_eq!(ibans_in(text), [], "{text}");
        }
    }

    #[test]
    fn countries_are_in_order() {
        assert!(LENGTHS.is_sorted());
    }
}
