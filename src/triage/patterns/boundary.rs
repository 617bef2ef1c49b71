//! Where a token may begin and end: `ghp_...` in the middle of a longer run of letters is a piece of something else.

/// Whether a match may begin at `start`: it does not begin in the middle of a word. An escape before it (`%3D`, `\n`, `\u003d`) is no word.
pub(super) fn begins(text: &str, start: usize) -> bool {
    let bytes = text.as_bytes();
    if !bytes.get(start).is_some_and(u8::is_ascii_alphanumeric) {
        return true;
    }
    !start.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphanumeric())
        || ends_in_escape(&bytes[start.saturating_sub(6)..start])
}

/// Whether a secret may end at `end`: no letter or digit follows its last one.
pub(super) fn ends(text: &str, end: usize) -> bool {
    let bytes = text.as_bytes();
    let last = end.checked_sub(1).is_some_and(|last| bytes[last].is_ascii_alphanumeric());
    !(last && bytes.get(end).is_some_and(u8::is_ascii_alphanumeric))
}

fn ends_in_escape(before: &[u8]) -> bool {
    let hex = |tail: &[u8]| tail.iter().all(u8::is_ascii_hexdigit);
    match before {
        [.., b'\\', b'n' | b'r' | b't'] => true,
        [.., b'%', a, b] => hex(&[*a, *b]),
        [b'\\', b'u', tail @ ..] => tail.len() == 4 && hex(tail),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_does_not_begin_in_a_word() {
        for (text, start, expected) in [
            ("xghp_", 1, false),
            (" ghp_", 1, true),
            ("ghp_", 0, true),
            ("_ghp_", 1, true),
            ("%3Dghp_", 3, true),
            ("a%3Dghp_", 4, true),
            ("23Dghp_", 3, false),
            ("\\nghp_", 2, true),
            ("nghp_", 1, false),
            ("\\u003dghp_", 6, true),
            ("é=x", 2, true),
        ] {
            assert_eq!(begins(text, start), expected, "{text}");
        }
    }

    #[test]
    fn a_token_does_not_end_in_a_word() {
        assert!(ends("abc d", 3));
        assert!(ends("abc", 3));
        assert!(!ends("abcd", 3));
        assert!(ends("ab=d", 3));
    }
}
