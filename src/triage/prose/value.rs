//! Where a value ends: at the closing quote, or at the white space less the signs of the sentence.

use std::ops::Range;

use super::pattern::pattern;
use super::window::{Window, is_space};
use std::sync::LazyLock;

use regex::Regex;

const LONGEST: usize = 64;

/// A run that may be a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// characters of the window: the value
    pub(super) range: Range<usize>,
    /// where the text goes on
    pub(super) end: usize,
    /// it stands between quotes
    pub(super) quoted: bool,
}

/// Another label glued to a value: `Xy12!,login=bob`, `Xy12!;Encrypt=True`.
static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[,;&|/]+(?:login|log|user|username|id|identifiant|url|host|server|serveur|mdp|pass|password|pwd|email|mail|port)\s*[:=]|;[a-z][\w ]*=",
    )
});

/// The run that starts at `from`, which is not white space.
pub(super) fn run_at(window: &Window, from: usize) -> Run {
    quoted(window, from).unwrap_or_else(|| bare(window, from))
}

/// A run between quotes of the same kind, on one line.
pub(super) fn quoted(window: &Window, from: usize) -> Option<Run> {
    let open = window.at(from);
    let marks = [&b"**"[..], b"__", b"``", b"\"", b"'", b"`", b"*", b"_"].into_iter();
    let mark = marks.into_iter().find(|mark| window.text(from..from + mark.len()).as_bytes() == *mark)?;
    let start = from + mark.len();
    // `« Xy12! »` and ` Xy12! ` have a blank inside; a star with a blank is a bullet.
    let inside = if open == b'"' { window.skip_blanks(start) } else { start };
    if is_space(window.at(inside)) {
        return None;
    }
    let line = window.text(inside..window.line_end(inside).min(inside + LONGEST + 3)).as_bytes();
    let closes = |at: &usize| {
        let after = line.get(at + mark.len()).copied().unwrap_or(b' ');
        line[*at..].starts_with(mark) && *at > 0 && (open == b'"' || open == b'`' || !after.is_ascii_alphanumeric())
    };
    let length = (0..line.len()).find(closes)?;
    let close = inside + length;
    let end = (inside..close).rev().find(|&at| !is_space(window.at(at))).map_or(inside, |at| at + 1);
    Some(Run { range: inside..end, end: close + mark.len(), quoted: true })
}

fn bare(window: &Window, from: usize) -> Run {
    let end = window.token_end(from);
    let mut stop = end.min(from + 4 * LONGEST);
    let token = window.text(from..stop);
    let may_hold = token.contains([':', '=']) && token.contains([',', ';', '&', '|', '/']);
    let glued = if may_hold { GLUED.find(token) } else { None };
    if let Some(found) = glued.filter(|found| found.start() > 0) {
        stop = from + found.start();
    }
    let mut start = from;
    // `[Xy12!]` holds a value, `[password]` a place to fill.
    let bracketed = window.at(from) == b'[' && token.trim_end_matches(['.', ',', ';']).ends_with(']');
    if bracketed && token.bytes().any(|byte| byte.is_ascii_digit()) {
        start += 1;
    }
    while start < stop && matches!(window.at(start), b'"' | b'(' | b'`') {
        start += 1;
    }
    let opened = |close: u8| {
        let open = match close {
            b')' => b'(',
            b']' => b'[',
            b'}' => b'{',
            b'>' => b'<',
            other => other,
        };
        move |window: &Window, start: usize, stop: usize| (start..stop).any(|at| window.at(at) == open)
    };
    while start < stop {
        let last = window.at(stop - 1);
        let is_sentence = matches!(last, b'.' | b',' | b';' | b':' | b'\\');
        let closes = matches!(last, b')' | b']' | b'}' | b'>' | b'"' | b'\'' | b'`')
            && !opened(last)(window, start, if matches!(last, b'"' | b'\'' | b'`') { stop - 1 } else { stop });
        if !is_sentence && !closes {
            break;
        }
        stop -= 1;
    }
    // `user: u|password: p` and cells of a table.
    if let Some(bar) = (start..stop).find(|&at| window.at(at) == b'|').filter(|&at| at > start && at + 1 == stop) {
        stop = bar;
    }
    Run { range: start..stop, end: end.max(stop), quoted: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> String {
        let window = Window::around(text, 0, 0, 200);
        let run = run_at(&window, 0);
        window.written(run.range)
    }

    #[test]
    fn the_sentence_is_cut_off() {
        let cases = [
            ("Xy12!.", "Xy12!"),
            ("Xy12!), merci", "Xy12!"),
            ("Xy(12)", "Xy(12)"),
            ("« Xy 12 ! » et", "Xy 12 !"),
            ("“a b”", "a b"),
            ("`Xy12`.", "Xy12"),
            ("**Xy12**", "Xy12"),
            ("Xy12,login=bob", "Xy12"),
            ("*Xy12!*", "Xy12!"),
            ("'open sesame'.", "open sesame"),
            ("(Xy12)", "Xy12"),
            ("Xy12?", "Xy12?"),
            ("\"Xy12", "Xy12"),
        ];
        for (text, expected) in cases {
            assert_eq!(value(text), expected, "{text}");
        }
    }
}
