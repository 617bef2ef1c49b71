//! Numbers that other countries give to persons: each with its check digits, where it has any, and the words that say what it is, where its
//! form alone does not.

use super::super::Number;
use super::super::context::says;
use super::reading::{Read, Token};

/// The number that begins here.
pub fn at(token: &Token<'_>) -> Option<Number> {
    let (end, issuer, confidence) = united_states(token)
        .or_else(|| belgium(token))
        .or_else(|| spain(token))
        .or_else(|| united_kingdom(token))
        .or_else(|| italy(token))?;
    Some(Number { rule: "sensitive.foreign-id", span: token.at..end, severity: None, confidence, issuer })
}

type Found = Option<(usize, &'static str, u8)>;

/// SSN: 512-84-3907. It has no check digit; 000, 666 and 9xx were never given out, nor two that advertisements made known.
fn united_states(token: &Token<'_>) -> Found {
    let read = token.read(9, false).filter(|read| read.gaps == 1 << 3 | 1 << 5 && read.even)?;
    let (area, group, serial) = (read.number(0..3)?, read.number(3..5)?, read.number(5..9)?);
    let given = !matches!(area, 0 | 666 | 900..) && group > 0 && serial > 0;
    let known = [(78, 5, 1120), (219, 9, 9999), (123, 45, 6789), (111, 11, 1111)].contains(&(area, group, serial));
    let said = given && !known && says(&token.before(60), &[" ssn ", "social security", " ss ", "taxpayer"]);
    said.then_some((read.end, "US", 85))
}

/// Registre national: 85.07.30-033.28; the key of those born since 2000 is counted with a 2 in front.
fn belgium(token: &Token<'_>) -> Found {
    let read = token.read(11, false)?;
    let formed = read.gaps == 1 << 2 | 1 << 4 | 1 << 6 | 1 << 9;
    const NAMES: [&str; 6] =
        ["registre national", "rijksregister", "nationaal nummer", " niss ", " insz ", "national register"];
    if !formed && (read.gaps != 0 || !says(&token.before(60), &NAMES)) {
        return None;
    }
    let (body, key) = (read.number(0..9)?, read.number(9..11)?);
    let dated = (1..=12).contains(&(read.number(2..4)? % 20)) && read.number(4..6)? <= 31;
    let holds = 97 - body % 97 == key || 97 - (2_000_000_000 + body) % 97 == key;
    (dated && holds).then_some((read.end, "BE", 90))
}

/// DNI: 12345678Z, NIE: X1234567L; the letter is that of the number modulo 23. One in 23 has it by chance, so it must be called so.
fn spain(token: &Token<'_>) -> Found {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let read = token.read(9, true).filter(|read| read.gaps & !(1 << 8 | 1 << 1) == 0)?;
    let body = match read.characters()[0] {
        digit if digit.is_ascii_digit() => read.number(0..8)?,
        letter @ b'X'..=b'Z' => u64::from(letter - b'X') * 10_000_000 + read.number(1..8)?,
        _ => return None,
    };
    let holds = LETTERS[(body % 23) as usize] == read.characters()[8];
    let said = || says(&token.before(48), &[" dni ", " nie ", " nif ", "documento nacional"]);
    (holds && said()).then_some((read.end, "ES", 85))
}

/// National Insurance number: AB 12 34 56 C. It has no check digit; some prefixes are not given out.
fn united_kingdom(token: &Token<'_>) -> Found {
    let read = token.read(9, true).filter(|read| read.gaps & !(1 << 2 | 1 << 4 | 1 << 6 | 1 << 8) == 0)?;
    let [first, second, .., last] = *read.characters() else { return None };
    read.number(2..8)?;
    let letters = first.is_ascii_uppercase()
        && second.is_ascii_uppercase()
        && !b"DFIQUV".contains(&first)
        && !b"DFIQUVO".contains(&second)
        && ![*b"BG", *b"GB", *b"NK", *b"KN", *b"TN", *b"NT", *b"ZZ"].contains(&[first, second]);
    let said = || says(&token.before(48), &["national insurance", " nino ", " ni number", " ni no ", " nin "]);
    (letters && (b'A'..=b'D').contains(&last) && said()).then_some((read.end, "GB", 90))
}

/// Codice fiscale: RSSMRA85T10A562S; its form and check letter say enough.
fn italy(token: &Token<'_>) -> Found {
    let read = token.read(16, true).filter(|read| read.gaps == 0)?;
    let characters = read.characters();
    let letter = |at: usize| characters[at].is_ascii_uppercase();
    let formed = (0..6).all(letter) && b"ABCDEHLMPRST".contains(&characters[8]) && letter(11) && letter(15);
    let day = read.number(9..11)?;
    let numbers = read.number(6..8).is_some() && matches!(day, 1..=31 | 41..=71) && read.number(12..15).is_some();
    (formed && numbers && italian_letter(&read) == characters[15]).then_some((read.end, "IT", 95))
}

/// The check letter (decree of 23 December 1976): characters in odd places count by a table of their own.
fn italian_letter(read: &Read) -> u8 {
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let value = |byte: u8| if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' };
    let worth = |(at, byte): (usize, &u8)| match at % 2 {
        0 => ODD[usize::from(value(*byte))],
        _ => u32::from(value(*byte)),
    };
    let sum: u32 = read.characters()[..15].iter().enumerate().map(worth).sum();
    b'A' + (sum % 26) as u8
}
