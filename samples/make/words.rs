//! Encodings of mail text: quoted-printable and base64 bodies (RFC 2045), header words (RFC 2047), windows-1252.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How a text is written: character set and transfer encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coding {
    /// US-ASCII as it is.
    Ascii,
    /// UTF-8, 8 bits.
    Utf8Plain,
    /// UTF-8, quoted-printable.
    Utf8Qp,
    /// UTF-8, base64.
    Utf8Base64,
    /// ISO-8859-1, quoted-printable.
    Latin1Qp,
    /// windows-1252, quoted-printable.
    Windows1252Qp,
    /// windows-1252, 8 bits.
    Windows1252Plain,
}

impl Coding {
    /// Character set and Content-Transfer-Encoding.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Coding::Ascii => ("us-ascii", "7bit"),
            Coding::Utf8Plain => ("UTF-8", "8bit"),
            Coding::Utf8Qp => ("UTF-8", "quoted-printable"),
            Coding::Utf8Base64 => ("utf-8", "base64"),
            Coding::Latin1Qp => ("iso-8859-1", "quoted-printable"),
            Coding::Windows1252Qp => ("Windows-1252", "quoted-printable"),
            Coding::Windows1252Plain => ("windows-1252", "8bit"),
        }
    }

    /// `text` in this coding, line ends LF; `None` when the character set lacks one of its characters.
    pub fn write(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Coding::Ascii => text.is_ascii().then(|| text.as_bytes().to_vec()),
            Coding::Utf8Plain => Some(text.as_bytes().to_vec()),
            Coding::Utf8Qp => Some(quoted_printable(text.as_bytes())),
            Coding::Utf8Base64 => Some(base64_lines(text.replace('\n', "\r\n").as_bytes()).into_bytes()),
            Coding::Latin1Qp => latin1(text).map(|bytes| quoted_printable(&bytes)),
            Coding::Windows1252Qp => windows1252(text).map(|bytes| quoted_printable(&bytes)),
            Coding::Windows1252Plain => windows1252(text),
        }
    }
}

fn latin1(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect()
}

/// The typographic characters of windows-1252 that French writes, and all of ISO-8859-1.
fn windows1252(text: &str) -> Option<Vec<u8>> {
    let byte = |character| match character {
        '€' => Some(0x80),
        '…' => Some(0x85),
        'Œ' => Some(0x8c),
        '‘' => Some(0x91),
        '’' => Some(0x92),
        '“' => Some(0x93),
        '”' => Some(0x94),
        '–' => Some(0x96),
        '—' => Some(0x97),
        'œ' => Some(0x9c),
        other => u8::try_from(u32::from(other)).ok(),
    };
    text.chars().map(byte).collect()
}

/// Quoted-printable with soft line breaks at 76 columns.
pub fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if index > 0 {
            out.push(b'\n');
        }
        let mut column = 0;
        for (place, byte) in line.iter().enumerate() {
            let ends_with_blank = *byte == b' ' && place + 1 == line.len();
            let plain = (*byte == b' ' || byte.is_ascii_graphic()) && *byte != b'=' && !ends_with_blank;
            let width = if plain { 1 } else { 3 };
            if column + width > 75 {
                out.extend_from_slice(b"=\n");
                column = 0;
            }
            if plain {
                out.push(*byte);
            } else {
                out.extend_from_slice(format!("={byte:02X}").as_bytes());
            }
            column += width;
        }
    }
    out
}

/// Base64 in lines of 76 characters, each with its line end.
pub fn base64_lines(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let lines = text.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned() + "\n");
    lines.collect()
}

/// How header words are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WordStyle {
    /// `=?UTF-8?Q?...?=`
    Utf8Q,
    /// `=?UTF-8?B?...?=`
    Utf8B,
    /// `=?iso-8859-1?Q?...?=`, or windows-1252 where needed.
    Latin1Q,
}

/// A header text: as it is when ASCII, else a row of encoded words of 75 characters at most, one a line.
pub fn header_words(text: &str, style: WordStyle) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    all_words(text, style)
}

/// A header text as encoded words, ASCII or not (Takeout labels are written so).
pub fn all_words(text: &str, style: WordStyle) -> String {
    let mut words = Vec::new();
    let mut current = String::new();
    for character in text.chars() {
        let longer = format!("{current}{character}");
        if encoded_word(&longer, style).len() > 66 {
            words.push(encoded_word(&current, style));
            current = character.to_string();
        } else {
            current = longer;
        }
    }
    words.push(encoded_word(&current, style));
    words.join("\n ")
}

fn encoded_word(text: &str, style: WordStyle) -> String {
    match style {
        WordStyle::Utf8B => format!("=?UTF-8?B?{}?=", STANDARD.encode(text)),
        WordStyle::Utf8Q => format!("=?UTF-8?Q?{}?=", q_letters(text.as_bytes())),
        WordStyle::Latin1Q => match (latin1(text), windows1252(text)) {
            (Some(bytes), _) => format!("=?iso-8859-1?Q?{}?=", q_letters(&bytes)),
            (None, Some(bytes)) => format!("=?Windows-1252?Q?{}?=", q_letters(&bytes)),
            (None, None) => encoded_word(text, WordStyle::Utf8B),
        },
    }
}

fn q_letters(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        b' ' => "_".to_owned(),
        byte if byte.is_ascii_alphanumeric() || b",-/!*".contains(byte) => char::from(*byte).to_string(),
        byte => format!("={byte:02X}"),
    };
    bytes.iter().map(letter).collect()
}

/// A folder name in the modified UTF-7 of IMAP (RFC 3501, section 5.1.3).
pub fn modified_utf7(name: &str) -> String {
    let mut out = String::new();
    let mut wide: Vec<u8> = Vec::new();
    let flush = |wide: &mut Vec<u8>, out: &mut String| {
        if !wide.is_empty() {
            let text = STANDARD.encode(&wide).trim_end_matches('=').replace('/', ",");
            *out += &format!("&{text}-");
            wide.clear();
        }
    };
    for unit in name.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if (b' '..=b'~').contains(&byte) => {
                flush(&mut wide, &mut out);
                out += &if byte == b'&' { "&-".to_owned() } else { char::from(byte).to_string() };
            }
            _ => wide.extend_from_slice(&unit.to_be_bytes()),
        }
    }
    flush(&mut wide, &mut out);
    out
}
