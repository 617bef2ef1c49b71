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
const LONGEST: usize = 28;

/// What a byte is in such a run; [`END`] for what ends it.
const KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b' ' | b'\n' | b'\t' | b'\r' | b'|' | b'=' => END,
            b'0'..=b'9' => DIGIT,
            b'A'..=b'Z' => CAPITAL,
            b'a'..=b'z' => SMALL,
            b'!' | b'?' | b'&' | b'#' | b'$' | b'%' | b'*' | b'+' | b'^' | b'~' | b'@' => SIGN,
            b'_' => BAR,
            b'.' | b'-' | b'/' => JOINT,
            b'<' | b'>' | b'(' | b')' | b'{' | b'}' | b'[' | b']' => BRACKET,
            _ => OTHER,
        };
        byte += 1;
    }
    kinds
};
const END: u8 = 0;
const OTHER: u8 = 1;
const DIGIT: u8 = 2;
const CAPITAL: u8 = 3;
const SMALL: u8 = 4;
const SIGN: u8 = 5;
const BAR: u8 = 6;
const JOINT: u8 = 7;
const BRACKET: u8 = 8;

/// Where such runs begin, in order.
pub(super) fn made_up(content: &str) -> impl Iterator<Item = (usize, Run)> + '_ {
    let bytes = content.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let (start, mut all) = (at, 0_u16);
            while at < bytes.len() && KINDS[usize::from(bytes[at])] != END {
                all |= 1 << KINDS[usize::from(bytes[at])];
                at += 1;
            }
            let end = at;
            at += 1;
            // Most are words, with what ends their sentence.
            let marked = all & (1 << DIGIT | 1 << SIGN | 1 << BAR) != 0;
            let joined = all & (1 << JOINT) != 0 && all & (1 << CAPITAL) != 0;
            if !marked && !joined || end - start < 4 && end - start != 1 {
                continue;
            }
            if let Some(found) = run_of(bytes, start, end) {
                return Some(found);
            }
        }
        None
    })
}

fn run_of(bytes: &[u8], start: usize, end: usize) -> Option<(usize, Run)> {
    // Behind `/`, `-`, `$` it is a path, an option, a variable.
    let opening = bytes[start..end].iter().position(|byte| !is_opening(*byte))?;
    let run = &bytes[start + opening..end];
    let kind = match () {
        () if is_code(run, &bytes[end..]) => Run::Code,
        () if is_made_up(run) => Run::MadeUp,
        () => return None,
    };
    Some((start + opening, kind))
}

/// Marks before a run that are none of it: quotes, brackets, what is not ASCII.
fn is_opening(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'(' | b'[' | b'*' | b'`') || !byte.is_ascii()
}

/// `0713`, `1258C`, or the first of several digits that stand apart.
fn is_code(run: &[u8], rest: &[u8]) -> bool {
    let apart = |digits: &[u8]| {
        digits.iter().enumerate().all(|(at, byte)| if at % 2 == 0 { *byte == b' ' } else { byte.is_ascii_digit() })
    };
    if let [digit] = run {
        return digit.is_ascii_digit() && rest.get(..6).is_some_and(apart);
    }
    let length = run.iter().rposition(u8::is_ascii_alphanumeric).map_or(0, |last| last + 1);
    let digits = run[..length].iter().filter(|byte| byte.is_ascii_digit()).count();
    // `55-09-17`: the turns of a wheel; `3-9-0-1`, as it is said.
    let dashes = run[..length].iter().filter(|byte| **byte == b'-').count();
    if length == 8 && digits == 6 && dashes == 2 || dashes >= 3 && length == 2 * dashes + 1 && digits > 2 {
        return true;
    }
    (3..=6).contains(&digits)
        && (4..=7).contains(&length)
        && length - digits <= 2
        && !run[..length].iter().any(|byte| matches!(byte, b'/' | b':' | b'.' | b','))
}

/// Letters with digits, signs or inner capitals among them, but no path, address, hash or name of a program's variable.
fn is_made_up(run: &[u8]) -> bool {
    let length = run.iter().rposition(u8::is_ascii_alphanumeric).map_or(0, |last| last + 1);
    let run = &run[..length];
    if !(SHORTEST..=LONGEST).contains(&length) || !run[0].is_ascii_alphanumeric() {
        return false;
    }
    let mut counts = [0_usize; 9];
    for byte in run {
        counts[usize::from(KINDS[usize::from(*byte)])] += 1;
    }
    let [_, _, digits, capitals, small, signs, bars, joints, brackets] = counts;
    let inner = capitals - usize::from(run[0].is_ascii_uppercase());
    let joints = bars + joints;
    let variable = signs == 0 && capitals == 0 && (digits == 0 || bars > 0 && joints > 1);
    let hash = small + capitals + digits == length && run.iter().all(u8::is_ascii_hexdigit);
    let address = run.contains(&b'@') && run.contains(&b'.') && signs == 1;
    let shouted = small == 0 && (digits > 0 && signs + bars > 0 || signs > 0 && capitals >= 8);
    let marked = digits > 0 || signs > 0 || joints > 0 && inner > 0;
    marked
        && (small >= 2 || shouted || small > 0 && signs > 0 && digits > 1)
        && small + capitals >= if signs > 0 && digits > 1 { 2 } else { 4 }
        && joints <= 4
        && brackets == 0
        && !(variable || hash || address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_left_and_what_was_made_up_is_met() {
        let met = |text: &str| made_up(text).map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(met("avec « T0ccata&Fugue » et (Lulu-Popcorn7)."), [8, 29]);
        assert!(met("rendez-vous jeudi, 12/03/2025, aujourd'hui REF-2024-117").is_empty());
        assert_eq!(met("le 0713, puis 1258C ou 4 8 1 5"), [3, 14, 23]);
        assert!(met(&"a1b2".repeat(40)).is_empty());
    }
}
