//! Identity papers in a text: the lines that machines read (ICAO 9303), and numbers that are called those of a paper.

use memchr::memmem;

use super::Number;
use super::context::says;
use super::numbers::Token;
use crate::triage::finding::Severity;

const RULE: &str = "sensitive.identity-paper";

/// A number of a French or foreign paper, where words just before it say so.
pub fn numbered(token: &Token<'_>) -> Option<Number> {
    let told = |end, issuer| {
        let (severity, confidence) = (Some(Severity::Medium), 80);
        Number { rule: RULE, span: token.at..end, severity, confidence, issuer }
    };
    // 12AB34567: passports and driving licences since 2006.
    if let Some(read) = token.read(9, true).filter(|read| read.gaps & !(1 << 2 | 1 << 4) == 0) {
        let [_, _, first, second, ..] = *read.characters() else { return None };
        let french = first.is_ascii_uppercase() && second.is_ascii_uppercase() && read.number(0..2).is_some();
        let french = french && read.number(4..9).is_some();
        let words = token.before(40);
        if french && says(&words, &["passeport", "passport", "permis de conduire", "driving licence"]) {
            return Some(told(read.end, "FR"));
        }
        // Other countries' passports are nine characters that may be anything: only where "number" stands before.
        let many = read.characters().iter().filter(|byte| byte.is_ascii_digit()).count() >= 7 && read.gaps == 0;
        if many
            && is_numbered(&words, &["passeport", "passport", "titre de sejour", "carte de sejour", "residence permit"])
        {
            return Some(told(read.end, ""));
        }
    }
    // Twelve digits: the identity card before 2021, the driving licence before 2013.
    let read = token.read(12, false)?;
    const PAPERS: [&str; 5] =
        ["carte nationale d identite", "carte d identite", " cni ", "piece d identite", "permis de conduire"];
    (!token.goes_on(read.end) && says(&token.before(48), &PAPERS)).then(|| told(read.end, "FR"))
}

/// Whether the paper is named, and then its number.
fn is_numbered(words: &str, papers: &[&str]) -> bool {
    let after = papers.iter().find_map(|paper| words.rfind(paper).map(|at| &words[at + paper.len()..]));
    after.is_some_and(|after| {
        after.trim().is_empty() || says(after, &[" n ", " no ", " nr ", " numero ", " number ", " num "])
    })
}

/// Appends the machine-readable lines of a text whose check digits hold; each with all its lines.
pub fn machine_readable(text: &str, numbers: &mut Vec<Number>) {
    let mut done = 0;
    for at in memmem::find_iter(text.as_bytes(), b"<<") {
        if at < done {
            continue;
        }
        let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
        let (first, end) = line(text, start);
        done = end;
        let (second, last) = line(text, end);
        if is_machine_readable(&first, &second) {
            let span = start..last.min(text.len());
            let span = span.start..span.start + text[span.clone()].trim_end().len();
            numbers.push(Number { rule: RULE, span, severity: None, confidence: 98, issuer: "" });
            done = last;
        }
    }
}

/// Longer lines are none.
const LONGEST: usize = 120;

/// The line at `start` without blanks, and where the next begins. What cannot be one is empty.
fn line(text: &str, start: usize) -> (String, usize) {
    let rest = text.get(start..).unwrap_or_default();
    let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
    let next = start + (end + 1).min(rest.len());
    if end > LONGEST {
        return (String::new(), next);
    }
    let line: String = rest[..end].chars().filter(|c| !c.is_whitespace()).collect();
    let fits = line.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'<'));
    (if fits { line } else { String::new() }, next)
}

/// Passports (TD3), cards of two lines (TD2, the French card before 2021) and of three (TD1).
fn is_machine_readable(first: &str, second: &str) -> bool {
    let (one, two) = (first.as_bytes(), second.as_bytes());
    match (one.len(), two.len(), one.first()) {
        (44, 44, Some(b'P')) => holds(two, 0..9) && holds(two, 13..19) && holds(two, 21..27),
        (36, 36, Some(b'I')) if one.starts_with(b"IDFRA") && holds(two, 0..12) => holds(two, 27..33),
        (36, 36, Some(b'I' | b'A' | b'C' | b'V')) => holds(two, 0..9) && holds(two, 13..19) && holds(two, 21..27),
        (44, 44, Some(b'V')) => holds(two, 0..9) && holds(two, 13..19) && holds(two, 21..27),
        (30, 30, Some(b'I' | b'A' | b'C')) => holds(one, 5..14) && holds(two, 0..6) && holds(two, 8..14),
        _ => false,
    }
}

/// Whether the character after `range` is its check digit (ICAO 9303-3 section 4.9): weights 7, 3, 1.
fn holds(line: &[u8], range: std::ops::Range<usize>) -> bool {
    let value = |byte: u8| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'Z' => u32::from(byte - b'A') + 10,
        _ => 0,
    };
    let check = line[range.end];
    let written = line[range.clone()].iter().any(|byte| *byte != b'<');
    let sum: u32 =
        line[range].iter().zip([7, 3, 1].into_iter().cycle()).map(|(byte, weight)| value(*byte) * weight).sum();
    written && check.is_ascii_digit() && sum % 10 == value(check)
}
