//! Runs of a text that somebody made up: letters with digits, signs or capitals among them, as no word has; and numbers that may be
//! codes. A pass over the bytes; what it finds is only worth a look.

/// What such a run may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// as a password is made
    MadeUp,
    /// four digits and more, at most a letter with them
    Code,
}

/// Bytes of such a run.
const SHORTEST: usize = 7;
const LONGEST: usize = 40;

/// Where such runs begin, in order.
pub(super) fn made_up(content: &str) -> impl Iterator<Item = (usize, Run)> + '_ {
    let bytes = content.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at + bytes[at..].iter().position(|byte| !is_blank(*byte))?;
            let length = bytes[start..].iter().position(|byte| is_blank(*byte)).unwrap_or(bytes.len() - start);
            at = start + length;
            // Behind `/`, `-`, `$` it is a path, an option, a variable.
            let opening = bytes[start..at].iter().position(|byte| !is_opening(*byte)).unwrap_or(length);
            let run = &bytes[start + opening..at];
            if is_code(run, &bytes[at..]) {
                return Some((start + opening, Run::Code));
            }
            if is_made_up(run) {
                return Some((start + opening, Run::MadeUp));
            }
        }
        None
    })
}

/// A bar stands between cells.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'|')
}

/// Marks before a run that are none of it: quotes, brackets, what is not ASCII.
fn is_opening(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'(' | b'[' | b'*' | b'`') || !byte.is_ascii()
}

/// `0713`, `1258C`, or the first of several digits that stand apart.
fn is_code(run: &[u8], rest: &[u8]) -> bool {
    let apart = |digits: &[u8]| digits.iter().enumerate().all(|(at, byte)| if at % 2 == 0 { *byte == b' ' } else { byte.is_ascii_digit() });
    if let [digit] = run {
        return digit.is_ascii_digit() && rest.get(..6).is_some_and(apart);
    }
    let length = run.iter().rposition(u8::is_ascii_alphanumeric).map_or(0, |last| last + 1);
    let digits = run[..length].iter().filter(|byte| byte.is_ascii_digit()).count();
    // `55-09-17`: the turns of a wheel.
    if length == 8 && digits == 6 && run[2] == b'-' && run[5] == b'-' {
        return true;
    }
    (3..=6).contains(&digits) && (4..=7).contains(&length) && length - digits <= 2 && !run[..length].iter().any(|byte| matches!(byte, b'/' | b':' | b'.' | b','))
}

fn is_made_up(run: &[u8]) -> bool {
    let length = run.iter().rposition(u8::is_ascii_alphanumeric).map_or(0, |last| last + 1);
    if !(SHORTEST..=LONGEST).contains(&length) || !run[0].is_ascii_alphanumeric() {
        return false;
    }
    let (mut digits, mut capitals, mut small, mut signs, mut joints, mut address) = (0, 0, 0, 0, 0, false);
    for &byte in &run[..length] {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'A'..=b'Z' => capitals += 1,
            b'a'..=b'z' => small += 1,
            b'!' | b'?' | b'&' | b'#' | b'$' | b'%' | b'*' | b'+' | b'=' | b'_' => signs += 1,
            b'@' => address = true,
            b'.' | b'-' | b'/' => joints += 1,
            b'<' | b'>' | b'(' | b')' | b'{' | b'}' => return false,
            _ => {}
        }
    }
    let signed = signs > 0 || digits > 0 || address;
    let shouted = small == 0 && signs > 0 && digits > 0;
    (small >= 2 || shouted) && small + capitals >= 4 && joints <= 4 && (signed || joints > 0 && capitals > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_left_and_what_was_made_up_is_met() {
        let met = |text: &str| made_up(text).map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(met("avec « T0ccata&Fugue » et (Lulu-Popcorn7)."), [8, 29]);
        assert!(met("rendez-vous jeudi, 12/03/2025, aujourd'hui REF-2024-117").is_empty());
        assert_eq!(met("le 0713, puis 1258C ou 4 8 1 5 2"), [3, 14, 23]);
        assert!(met(&"a1b2".repeat(40)).is_empty());
    }
}
