//! Characters of a number, read past the single blanks, points and hyphens by which people group them. A place is read once, whatever number
//! is then looked for in what was read.

use std::ops::Range;

use crate::triage::sensitive::context;

/// The longest number.
const MOST: usize = 16;

/// A place where a number may begin, and what can be read from there.
#[derive(Debug, Clone, Copy)]
pub struct Token<'t> {
    /// the text
    pub text: &'t str,
    /// byte of it
    pub at: usize,
    /// digits and capital letters as ASCII
    characters: [u8; MOST],
    /// bytes from `at` to the end of each
    ends: [u8; MOST],
    length: usize,
    /// bit `n`: the character after `n` others is a letter
    letters: u32,
    /// bit `n`: a separator stands after `n` characters
    gaps: u32,
    /// bit `n`: that separator is another than the one before it
    uneven: u32,
}

/// A number of a certain length that was read.
#[derive(Debug, Clone, Copy)]
pub struct Read {
    characters: [u8; MOST],
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

impl<'t> Token<'t> {
    /// Reads at `at`, a byte of `text`, until something follows that is in no number.
    pub fn at(text: &'t str, at: usize) -> Token<'t> {
        let bytes = &text.as_bytes()[at..];
        let (characters, ends) = ([0; MOST], [0; MOST]);
        let mut token = Token { text, at, characters, ends, length: 0, letters: 0, gaps: 0, uneven: 0 };
        let mut separator: &[u8] = b"";
        let mut here = 0;
        while token.length < MOST {
            let Some(&byte) = bytes.get(here) else { break };
            if byte.is_ascii_digit() || byte.is_ascii_uppercase() {
                token.letters |= u32::from(!byte.is_ascii_digit()) << token.length;
                token.characters[token.length] = byte;
                here += 1;
                token.ends[token.length] = here as u8;
                token.length += 1;
                continue;
            }
            let Some(wide) = separator_at(&bytes[here..]) else { break };
            let gap = 1 << token.length;
            // Two separators follow each other: another number begins.
            if token.length == 0 || token.gaps & gap != 0 {
                break;
            }
            let this = &bytes[here..here + wide];
            token.gaps |= gap;
            token.uneven |= if separator.is_empty() || separator == this { 0 } else { gap };
            separator = this;
            here += wide;
        }
        token
    }

    /// The byte it begins with.
    pub fn first(&self) -> u8 {
        self.text.as_bytes()[self.at]
    }

    /// The first `wanted` characters, where they are no part of a longer run; digits only, or `letters` among them.
    pub fn read(&self, wanted: usize, letters: bool) -> Option<Read> {
        let within = (1 << wanted) - 1;
        if self.length < wanted || !letters && self.letters & within != 0 {
            return None;
        }
        let end = self.at + usize::from(self.ends[wanted - 1]);
        let goes_on = self.text.as_bytes().get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let (gaps, even) = (self.gaps & within, self.uneven & within == 0);
        (!goes_on).then_some(Read { characters: self.characters, length: wanted, gaps, even, end })
    }

    /// Whether the number goes on after `end` with a separator and a digit.
    pub fn goes_on(&self, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        let wide = separator_at(bytes.get(end..).unwrap_or_default()).unwrap_or_default();
        wide > 0 && bytes.get(end + wide).is_some_and(u8::is_ascii_digit)
    }

    /// Whether it is a later group of a longer number, such as an IBAN.
    pub fn goes_before(&self) -> bool {
        matches!(&self.text.as_bytes()[..self.at], [.., digit, b' ' | b'-' | b'.'] if digit.is_ascii_digit())
    }

    /// The words in the `length` bytes before it.
    pub fn before(&self, length: usize) -> String {
        context::before(self.text, self.at, length)
    }

    /// Two letters and digits.
    pub fn begins_an_iban(&self) -> bool {
        self.length > 8 && self.letters & 0b1111 == 0b0011
    }
}

/// Bytes of the separator that stands first: blank, hyphen, point, no-break blanks (U+00A0, U+202F), no-break hyphen (U+2011).
fn separator_at(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b' ' | b'-' | b'.', ..] => Some(1),
        [0xc2, 0xa0, ..] => Some(2),
        [0xe2, 0x80, 0xaf | 0x91, ..] => Some(3),
        _ => None,
    }
}
