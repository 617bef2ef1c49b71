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
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        // A class may stand within a class.
        match chars.next() {
            Some('w') => out.push_str("[0-9A-Za-z_]"),
            Some('W') => out.push_str("[^0-9A-Za-z_]"),
            Some('d') => out.push_str("[0-9]"),
            Some('s') => out.push_str(r"[\x20\t\n]"),
            Some('S') => out.push_str(r"[^\x20\t\n]"),
            Some('b') => out.push_str(r"(?-u:\b)"),
            Some(other) => out.extend(['\\', other]),
            None => {}
        }
    }
    out
}
