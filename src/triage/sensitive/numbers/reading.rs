//! Characters of a number, read past the single blanks, points and hyphens by which people group them.

use std::ops::Range;

use crate::triage::sensitive::context;

/// A place where a number may begin.
#[derive(Debug, Clone, Copy)]
pub struct Token<'t> {
    /// the text
    pub text: &'t str,
    /// byte of it
    pub at: usize,
}

/// What was read.
#[derive(Debug, Clone, Copy)]
pub struct Read {
    /// digits and capital letters as ASCII
    characters: [u8; 24],
    length: usize,
    /// bit `n`: a separator stands after `n` characters
    pub gaps: u32,
    /// every separator is the same
    pub even: bool,
    /// byte after it
    pub end: usize,
}

impl Read {
    /// The characters.
    pub fn characters(&self) -> &[u8] {
        &self.characters[..self.length]
    }

    /// A part of it as a number; none where it is not of digits.
    pub fn number(&self, range: Range<usize>) -> Option<u64> {
        number(self.characters().get(range)?)
    }
}

/// Digits as a number.
pub fn number(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0u64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0')))
}

impl Token<'_> {
    /// The byte it begins with.
    pub fn first(&self) -> u8 {
        self.text.as_bytes()[self.at]
    }

    /// Exactly `wanted` characters, at most 24, that are no part of a longer run. `letters` may be among them.
    pub fn read(&self, wanted: usize, letters: bool) -> Option<Read> {
        let bytes = self.text.as_bytes();
        let mut read = Read { characters: [0; 24], length: 0, gaps: 0, even: true, end: self.at };
        let mut separator: &[u8] = b"";
        let mut at = self.at;
        while read.length < wanted {
            match *bytes.get(at)? {
                byte if byte.is_ascii_digit() || letters && byte.is_ascii_uppercase() => {
                    *read.characters.get_mut(read.length)? = byte;
                    read.length += 1;
                    at += 1;
                }
                _ => {
                    let wide = separator_at(&bytes[at..])?;
                    // Two separators follow each other: another number begins.
                    if read.length == 0 || read.gaps & 1 << read.length != 0 {
                        return None;
                    }
                    let this = &bytes[at..at + wide];
                    read.even &= separator.is_empty() || separator == this;
                    separator = this;
                    read.gaps |= 1 << read.length;
                    at += wide;
                }
            }
        }
        read.end = at;
        let goes_on = bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        (!goes_on).then_some(read)
    }

    /// Whether the number goes on after `end` with a separator and a digit.
    pub fn goes_on(&self, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        let wide = separator_at(bytes.get(end..).unwrap_or_default()).unwrap_or_default();
        wide > 0 && bytes.get(end + wide).is_some_and(u8::is_ascii_digit)
    }

    /// The words in the `length` bytes before it.
    pub fn before(&self, length: usize) -> String {
        context::before(self.text, self.at, length)
    }

    /// Two letters and two digits.
    pub fn begins_an_iban(&self) -> bool {
        let bytes = &self.text.as_bytes()[self.at..];
        bytes.len() > 15
            && bytes[..2].iter().all(u8::is_ascii_uppercase)
            && bytes[2..].iter().filter(|byte| **byte != b' ').take(2).all(u8::is_ascii_digit)
    }
}

/// Bytes of the separator that stands first: blank, hyphen, point, no-break blanks (U+00A0, U+202F, U+2011).
fn separator_at(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b' ' | b'-' | b'.', ..] => Some(1),
        [0xc2, 0xa0, ..] => Some(2),
        [0xe2, 0x80, 0xaf | 0x91, ..] => Some(3),
        _ => None,
    }
}
