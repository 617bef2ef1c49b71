//! The French social security number (NIR, registered with INSEE): sex, year, month, department, commune, order and a key modulo 97.

use super::super::Number;
use super::super::context::{plain, says};
use super::reading::{Read, Token, number};

/// The rule.
pub const RULE: &str = "sensitive.nir";

/// After which characters a group may end: 1 85 05 78 006 084 91.
const GROUPS: u32 = 1 << 1 | 1 << 3 | 1 << 5 | 1 << 7 | 1 << 10 | 1 << 13;
/// What it is called, in plain letters.
const NAMES: [&str; 14] = [
    " secu ",
    "securite sociale",
    " nir ",
    " ss ",
    " nss ",
    " assure",
    "immatriculation",
    " vitale ",
    " insee ",
    "social security",
    " secsoc ",
    " immat ",
    "n secu",
    " matricule ss",
];
/// Where the head of a table stands.
const HEAD: usize = 2048;

/// The number that begins here, and whether nothing but its key speaks for it.
pub fn at(token: &Token<'_>) -> Option<(Number, bool)> {
    if !matches!(token.first(), b'1'..=b'4' | b'7' | b'8') {
        return None;
    }
    if let Some(read) = token.read(15, true).filter(|read| is_plausible(read) && key_holds(read)) {
        let grouped = (read.gaps & !(1 << 13)).count_ones() >= 4;
        let strict = is_strict(&read);
        let said = grouped || says(&token.before(100), &NAMES);
        return (said || strict).then(|| (told(token, &read, if said { 95 } else { 80 }), !said));
    }
    // Without its key only where it is called so.
    let read = token.read(13, true).filter(|read| is_plausible(read) && is_strict(read))?;
    (!token.goes_on(read.end) && says(&token.before(48), &NAMES)).then(|| (told(token, &read, 70), false))
}

fn told(token: &Token<'_>, read: &Read, confidence: u8) -> Number {
    Number { rule: RULE, span: token.at..read.end, severity: None, confidence, issuer: "" }
}

/// Whether the head of a text, such as the first row of a table, says that it holds such numbers.
pub fn is_announced(text: &str) -> bool {
    says(&plain(&text[..text.floor_char_boundary(HEAD.min(text.len()))]), &NAMES)
}

/// Month, department, commune and order are numbers that are given out; groups end where they do.
fn is_plausible(read: &Read) -> bool {
    let department = match &read.characters()[5..7] {
        b"2A" | b"2B" => true,
        digits => number(digits).is_some_and(|department| department > 0),
    };
    let month = read.number(3..5);
    let month = month.is_some_and(|month| matches!(month, 1..=12 | 20..=42 | 50..=99));
    let rest = [read.number(0..1), read.number(1..3)].iter().all(Option::is_some);
    let order = [read.number(7..10), read.number(10..13)].iter().all(|part| part.is_some_and(|part| part > 0));
    read.gaps & !GROUPS == 0 && department && month && rest && order
}

/// Of a person registered in France at birth or as usual: most are.
fn is_strict(read: &Read) -> bool {
    matches!(read.characters()[0], b'1' | b'2') && read.number(3..5).is_some_and(|month| month <= 12)
}

/// Corsica counts as 19 and 18 (INSEE).
fn key_holds(read: &Read) -> bool {
    let mut body = [0; 13];
    body.copy_from_slice(&read.characters()[..13]);
    match &body[5..7] {
        b"2A" => body[5..7].copy_from_slice(b"19"),
        b"2B" => body[5..7].copy_from_slice(b"18"),
        _ => {}
    }
    let (Some(body), Some(key)) = (number(&body), read.number(13..15)) else { return false };
    97 - body % 97 == key
}
