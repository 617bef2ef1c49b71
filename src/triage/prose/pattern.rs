//! Regular expressions over folded text, which is ASCII: their classes are narrowed to ASCII, which makes them much smaller and faster.

use regex::Regex;

/// The expression compiled, with `\w`, `\d`, `\s` and `\b` as ASCII knows them.
#[allow(clippy::expect_used)]
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(&of_ascii(text)).expect("because the patterns of this folder are constants that its tests compile")
}

fn of_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut chars = text.chars();
    let mut negated = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => {}
            // All that is not in it, but ASCII.
            '[' if chars.as_str().starts_with('^') => {
                out.push_str(r"[\x00-\x7F&&[");
                negated = true;
                continue;
            }
            ']' if negated => {
                out.push_str("]]");
                negated = false;
                continue;
            }
            c => {
                out.push(c);
                continue;
            }
        }
        // A class may stand within a class.
        match chars.next() {
            Some('w') => out.push_str("[0-9A-Za-z_]"),
            Some('W') => out.push_str(r"[\x00-\x7F&&[^0-9A-Za-z_]]"),
            Some('d') => out.push_str("[0-9]"),
            Some('s') => out.push_str(r"[\x20\t\n]"),
            Some('S') => out.push_str(r"[\x00-\x7F&&[^\x20\t\n]]"),
            Some('b') => out.push_str(r"(?-u:\b)"),
            Some(other) => out.extend(['\\', other]),
            None => {}
        }
    }
    out
}
