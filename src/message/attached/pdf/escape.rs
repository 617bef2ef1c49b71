//! How numbers, names and strings are written in PDF (ISO 32000-1 section 7.3), undone.

use std::borrow::Cow;

/// A number as written; what is none is zero.
pub fn number(word: &[u8]) -> f64 {
    let plain = word.len() < 10 && word.iter().all(u8::is_ascii_digit);
    if plain {
        return word.iter().fold(0.0, |number, digit| number * 10.0 + f64::from(digit - b'0'));
    }
    std::str::from_utf8(word)
        .ok()
        .and_then(|word| word.parse().ok())
        .filter(|number: &f64| number.is_finite())
        .unwrap_or(0.0)
}

/// A name without its `#xx` escapes (section 7.3.5).
pub fn unescaped_name(word: &[u8]) -> Cow<'_, [u8]> {
    if !word.contains(&b'#') {
        return Cow::Borrowed(word);
    }
    let (mut name, mut at) = (Vec::with_capacity(word.len()), 0);
    while at < word.len() {
        match word.get(at + 1..at + 3).filter(|_| word[at] == b'#').and_then(byte_of) {
            Some(byte) => {
                name.push(byte);
                at += 3;
            }
            None => {
                name.push(word[at]);
                at += 1;
            }
        }
    }
    Cow::Owned(name)
}

fn byte_of(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    Some((digit(0)? * 16 + digit(1)?) as u8)
}

/// Bytes written as hexadecimal digits; anything else between them is skipped, a last odd digit counts as `x0`.
pub fn hexadecimal(written: &[u8]) -> Vec<u8> {
    let mut digits = written.iter().filter_map(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(written.len() / 2);
    while let Some(high) = digits.next() {
        bytes.push((high * 16 + digits.next().unwrap_or(0)) as u8);
    }
    bytes
}

/// Undoes the escapes of a string in parentheses (section 7.3.4.2).
pub fn unescaped(written: &[u8]) -> Vec<u8> {
    let (mut bytes, mut at) = (Vec::with_capacity(written.len()), 0);
    while at < written.len() {
        let byte = written[at];
        at += 1;
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        let Some(&escaped) = written.get(at) else { break };
        at += 1;
        match escaped {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'\r' => at += usize::from(written.get(at) == Some(&b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(escaped - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = written.get(at) else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    at += 1;
                }
                bytes.push(code as u8);
            }
            other => bytes.push(other),
        }
    }
    bytes
}
