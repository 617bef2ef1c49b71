//! Hostile text made harmless: what an attacker wrote (names, subjects, paths, bodies) before it reaches a terminal,
//! and bytes that are not UTF-8 written so that they can be read back.

use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// `text` with everything a terminal could act on replaced by U+FFFD: control characters (C0, DEL, C1), bidirectional
/// overrides and isolates (CVE-2021-42574), line and paragraph separators, invisible joiners and tags. `\t` becomes a blank.
/// One line in, one line out.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_harmless(c) { c } else { stand_in(c) }).collect())
}

/// Like [`one_line`], for a body: line feeds stay, `\r\n` becomes `\n`.
pub fn many_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.split('\n').map(one_line).collect::<Vec<_>>().join("\n")
}

fn stand_in(c: char) -> char {
    if c == '\t' { ' ' } else { char::REPLACEMENT_CHARACTER }
}

fn is_harmless(c: char) -> bool {
    !(c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'))
}

/// `text` cut to `columns` terminal columns, the cut shown by `…`.
pub fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if text.width() <= columns {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used < columns
        })
        .collect();
    Cow::Owned(kept + "…")
}

/// `text` filled with blanks to `columns` terminal columns, on the right.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// Bytes as text that says exactly what they were: UTF-8 stays, `\` becomes `\\`, control characters and bytes that are
/// not UTF-8 become `\xNN`. Two different byte strings never give the same text.
pub fn escape_bytes(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' => out.push_str("\\\\"),
                c if c.is_control() => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| push_hex(&mut out, byte)),
                c => out.push(c),
            }
        }
        chunk.invalid().iter().for_each(|&byte| push_hex(&mut out, byte));
    }
    out
}

fn push_hex(out: &mut String, byte: u8) {
    out.push_str(&format!("\\x{byte:02x}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_escape_is_defused() {
        assert_eq!(one_line("a\x1b[31mb\u{202e}c\td"), "a\u{fffd}[31mb\u{fffd}c d");
        assert_eq!(one_line("Éléments envoyés"), "Éléments envoyés");
        assert_eq!(many_lines("a\r\nb\x07\n"), "a\nb\u{fffd}\n");
    }

    #[test]
    fn bytes_that_are_not_utf8_stay_distinct() {
        assert_eq!(escape_bytes(b"re\xe7u\n"), "re\\xe7u\\x0a");
        assert_ne!(escape_bytes(b"\\xe7"), escape_bytes(b"\xe7"));
    }

    #[test]
    fn a_cut_keeps_within_its_columns() {
        assert_eq!(cut("été", 3), "été");
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("漢字漢字", 5).width(), 5);
    }
}
