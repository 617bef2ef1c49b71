//! Numbers in a text that tell what it is: a code for signing in, or how many there are of something.

use std::ops::Range;

use super::fold::Folded;
use super::lexicon::{Lexicon, Seen};

/// A name, a colon and a small number.
pub fn is_a_count(sentence: &str) -> bool {
    let number = sentence.rsplit_once(": ").and_then(|(_, number)| number.split(' ').next()).unwrap_or_default();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (1..=5).contains(&digits) && number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
}

/// Four to eight digits that stand alone (`482913`, `G-482913`, `730 114`, `20 81 6`), no year, no part of an address, date or phone
/// number.
pub fn one_time_code(folded: &Folded, sentence: Range<usize>, lexicon: &Lexicon) -> Option<Seen> {
    let bytes = folded.text.as_bytes();
    let mut at = sentence.start;
    while at < sentence.end {
        if !bytes.get(at)?.is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        let mut digits = 0;
        while let Some(byte) = bytes.get(at).filter(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-')) {
            let digit = byte.is_ascii_digit();
            if !digit && !bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
                break;
            }
            digits += usize::from(digit);
            at += 1;
        }
        if is_a_code(bytes, start..at, digits) {
            return Some(Seen { concept: lexicon.bit("digits"), start, end: at });
        }
    }
    None
}

fn is_a_code(bytes: &[u8], span: Range<usize>, digits: usize) -> bool {
    let joined = |byte: &u8| byte.is_ascii_alphanumeric() || b"/.:-_@%+".contains(byte);
    let before = span.start.checked_sub(1).and_then(|before| bytes.get(before));
    let after = (bytes.get(span.end), bytes.get(span.end + 1));
    let ends = match after {
        (Some(b'.' | b':'), next) => !next.is_some_and(u8::is_ascii_digit),
        (next, _) => !next.is_some_and(joined),
    };
    let written = bytes.get(span).unwrap_or_default();
    let year = digits == 4 && (written.starts_with(b"19") || written.starts_with(b"20"));
    // Two numbers beside each other are no code; the groups of one are alike but for the last.
    let groups: Vec<usize> = written.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::len).collect();
    let first = groups.first().copied().unwrap_or_default();
    let date = groups.len() > 2 && written.contains(&b'-');
    let even = !date && groups.iter().all(|&group| group <= first) && (digits == first || first <= 4);
    (4..=8).contains(&digits)
        && !year
        && even
        && ends
        && before.is_none_or(|byte| !joined(byte) || b"-:".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::super::wording::Wording;
    use super::*;

    #[test]
    fn a_code_is_not_a_year_nor_a_piece_of_an_address() {
        let code = |text: &str| Wording::of(&Folded::line(text)).has("digits");
        assert!(code("482913 est votre code de vérification"));
        assert!(code("Your verification code is: G-482913."));
        assert!(code("votre code : 730 114"));
        assert!(code("your code: 20 81 6"));
        assert!(!code("your code of 2026"));
        assert!(!code("your code, 192.0.2.1234 or 2026-03-04 or 01 99 00 81 00"));
    }

    #[test]
    fn lines_of_a_report_are_counts() {
        assert!(is_a_count("failed sign-ins: 1,208, top source"));
        assert!(is_a_count("password resets: 14."));
        assert!(!is_a_count("ip: 192.0.2.7"));
        assert!(!is_a_count("code: 482913"));
    }
}
