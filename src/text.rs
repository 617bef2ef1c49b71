//! Hostile text made harmless: what an attacker wrote (names, subjects, paths, bodies) before it reaches a terminal,
//! and bytes that are not UTF-8 written so that they can be read back.

use std::borrow::Cow;
use std::path::Path;
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

/// JSON that means the same, with everything a terminal could act on written `\uXXXX` (RFC 8259 section 7).
pub fn escape_json(json: &str) -> Cow<'_, str> {
    if json.chars().all(is_harmless) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        match is_harmless(c) || c == '\n' {
            true => out.push(c),
            false => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    Cow::Owned(out)
}

/// A cell of a spreadsheet, with `'` before what would be taken for a formula (OWASP, CSV injection).
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
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

/// A path as tables write it: [`escape_bytes`] of what the system calls it.
pub fn escape_path(path: &Path) -> String {
    escape_bytes(path.as_os_str().as_encoded_bytes())
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
    fn json_and_cells_are_defused() {
        let json = serde_json::to_string("\u{9b}2J é\u{202e}\u{e0041}\x1b").unwrap();
        let escaped = escape_json(&json);
        assert_eq!(escaped, r#""\u009b2J é\u202e\udb40\udc41\u001b""#);
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), "\u{9b}2J é\u{202e}\u{e0041}\x1b");
        assert_eq!((guarded("=1+1"), guarded("a=1")), ("'=1+1".into(), "a=1".into()));
    }

    #[test]
    fn a_cut_keeps_within_its_columns() {
        assert_eq!(cut("été", 3), "été");
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("漢字漢字", 5).width(), 5);
    }
}
