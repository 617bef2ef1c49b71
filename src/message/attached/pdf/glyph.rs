//! What a character of a PDF font is called (Adobe Glyph List) and the encodings a font may name (ISO 32000-1 annex D).

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use unicode_normalization::char::compose;

/// The base of an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Base {
    Standard,
    WinAnsi,
    MacRoman,
}

/// The character of a code.
pub fn of_code(base: Base, code: u8) -> Option<char> {
    let decoded = |encoding: &'static Encoding| encoding.decode_without_bom_handling(&[code]).0.chars().next();
    match base {
        _ if code < 0x20 => None,
        Base::WinAnsi => decoded(WINDOWS_1252),
        Base::MacRoman => decoded(MACINTOSH),
        Base::Standard => match code {
            b'\'' => Some('’'),
            b'`' => Some('‘'),
            ..0x7f => Some(char::from(code)),
            _ => STANDARD.iter().find(|(known, _)| *known == code).map(|(_, character)| *character),
        },
    }
}

/// StandardEncoding above ASCII.
const STANDARD: [(u8, char); 53] = [
    (0xa1, '¡'),
    (0xa2, '¢'),
    (0xa3, '£'),
    (0xa4, '⁄'),
    (0xa5, '¥'),
    (0xa6, 'ƒ'),
    (0xa7, '§'),
    (0xa8, '¤'),
    (0xa9, '\''),
    (0xaa, '“'),
    (0xab, '«'),
    (0xac, '‹'),
    (0xad, '›'),
    (0xae, 'ﬁ'),
    (0xaf, 'ﬂ'),
    (0xb1, '–'),
    (0xb2, '†'),
    (0xb3, '‡'),
    (0xb4, '·'),
    (0xb6, '¶'),
    (0xb7, '•'),
    (0xb8, '‚'),
    (0xb9, '„'),
    (0xba, '”'),
    (0xbb, '»'),
    (0xbc, '…'),
    (0xbd, '‰'),
    (0xbf, '¿'),
    (0xc1, '`'),
    (0xc2, '´'),
    (0xc3, 'ˆ'),
    (0xc4, '˜'),
    (0xc5, '¯'),
    (0xc6, '˘'),
    (0xc7, '˙'),
    (0xc8, '¨'),
    (0xca, '˚'),
    (0xcb, '¸'),
    (0xcd, '˝'),
    (0xce, '˛'),
    (0xcf, 'ˇ'),
    (0xd0, '—'),
    (0xe1, 'Æ'),
    (0xe3, 'ª'),
    (0xe8, 'Ł'),
    (0xe9, 'Ø'),
    (0xea, 'Œ'),
    (0xeb, 'º'),
    (0xf1, 'æ'),
    (0xf5, 'ı'),
    (0xf8, 'ł'),
    (0xf9, 'ø'),
    (0xfa, 'œ'),
];

/// Names that say no letter with an accent.
const NAMES: [(&str, &str); 105] = [
    ("space", " "),
    ("exclam", "!"),
    ("quotedbl", "\""),
    ("numbersign", "#"),
    ("dollar", "$"),
    ("percent", "%"),
    ("ampersand", "&"),
    ("quotesingle", "'"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("asterisk", "*"),
    ("plus", "+"),
    ("comma", ","),
    ("hyphen", "-"),
    ("minus", "−"),
    ("period", "."),
    ("slash", "/"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("colon", ":"),
    ("semicolon", ";"),
    ("less", "<"),
    ("equal", "="),
    ("greater", ">"),
    ("question", "?"),
    ("at", "@"),
    ("bracketleft", "["),
    ("backslash", "\\"),
    ("bracketright", "]"),
    ("asciicircum", "^"),
    ("underscore", "_"),
    ("grave", "`"),
    ("braceleft", "{"),
    ("bar", "|"),
    ("braceright", "}"),
    ("asciitilde", "~"),
    ("nbspace", "\u{a0}"),
    ("exclamdown", "¡"),
    ("cent", "¢"),
    ("sterling", "£"),
    ("currency", "¤"),
    ("yen", "¥"),
    ("brokenbar", "¦"),
    ("section", "§"),
    ("dieresis", "¨"),
    ("copyright", "©"),
    ("ordfeminine", "ª"),
    ("guillemotleft", "«"),
    ("logicalnot", "¬"),
    ("registered", "®"),
    ("macron", "¯"),
    ("degree", "°"),
    ("plusminus", "±"),
    ("acute", "´"),
    ("mu", "µ"),
    ("paragraph", "¶"),
    ("periodcentered", "·"),
    ("cedilla", "¸"),
    ("onesuperior", "¹"),
    ("twosuperior", "²"),
    ("threesuperior", "³"),
    ("ordmasculine", "º"),
    ("guillemotright", "»"),
    ("onequarter", "¼"),
    ("onehalf", "½"),
    ("threequarters", "¾"),
    ("questiondown", "¿"),
    ("AE", "Æ"),
    ("ae", "æ"),
    ("OE", "Œ"),
    ("oe", "œ"),
    ("Oslash", "Ø"),
    ("oslash", "ø"),
    ("Eth", "Ð"),
    ("eth", "ð"),
    ("Thorn", "Þ"),
    ("thorn", "þ"),
    ("germandbls", "ß"),
    ("multiply", "×"),
    ("divide", "÷"),
    ("Lslash", "Ł"),
    ("lslash", "ł"),
    ("dotlessi", "ı"),
    ("quoteleft", "‘"),
    ("quoteright", "’"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("quotesinglbase", "‚"),
    ("quotedblbase", "„"),
    ("endash", "–"),
    ("emdash", "—"),
    ("bullet", "•"),
    ("ellipsis", "…"),
    ("Euro", "€"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("ff", "ff"),
];

/// Names of accents behind a letter, and the combining character.
const ACCENTS: [(&str, char); 14] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("cedilla", '\u{327}'),
    ("caron", '\u{30c}'),
    ("ring", '\u{30a}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("ogonek", '\u{328}'),
    ("dotaccent", '\u{307}'),
    ("hungarumlaut", '\u{30b}'),
    ("commaaccent", '\u{327}'),
];

/// The text of a glyph name; none where the name tells nothing (`g12`).
pub fn of_name(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split_once('.').map_or(name, |(name, _)| if name.is_empty() { ".notdef" } else { name });
    let mut letters = name.chars();
    let first = letters.next()?;
    let rest = letters.as_str();
    if rest.is_empty() && first.is_ascii_alphabetic() {
        return Some(first.to_string());
    }
    if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some((*text).to_owned());
    }
    if let Some((_, accent)) = ACCENTS.iter().find(|(known, _)| *known == rest) {
        return compose(first, *accent).map(String::from);
    }
    match name {
        "ffi" | "ffl" => Some(name.to_owned()),
        _ => {
            let digits = name.strip_prefix("uni").and_then(|digits| digits.get(..4)).or(name.strip_prefix('u'))?;
            let sound = (4..=6).contains(&digits.len());
            u32::from_str_radix(digits, 16).ok().filter(|_| sound).and_then(char::from_u32).map(String::from)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_give_their_characters() {
        let cases = [
            ("A", "A"),
            ("eacute", "é"),
            ("Ccedilla", "Ç"),
            ("scaron", "š"),
            ("uni20AC", "€"),
            ("u1F600", "😀"),
            ("a.sc", "a"),
            ("at", "@"),
            ("ffi", "ffi"),
        ];
        for (name, text) in cases {
            assert_eq!(of_name(name.as_bytes()).as_deref(), Some(text), "{name}");
        }
        for unknown in ["g12", ".notdef", "", "unix", "cid:3"] {
            assert_eq!(of_name(unknown.as_bytes()), None, "{unknown}");
        }
        assert_eq!(
            [
                of_code(Base::WinAnsi, 0x80),
                of_code(Base::MacRoman, 0x8e),
                of_code(Base::Standard, 0xa4),
                of_code(Base::WinAnsi, 7)
            ],
            [Some('€'), Some('é'), Some('⁄'), None]
        );
    }
}
