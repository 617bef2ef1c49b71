//! The text of RTF (Rich Text Format 1.9.1): its words in their charset, paragraphs as lines, cells as tabs; fonts, styles, pictures and
//! what only Word reads are left out. HTML that Outlook wrapped in RTF is taken out as it was (MS-OXRTFEX).

use encoding_rs::Encoding;

use super::charset;

/// Groups in groups are followed down to here; deeper ones share the state of the last.
const DEPTH: usize = 256;

/// The text in an RTF document.
#[derive(Debug, PartialEq, Eq)]
pub enum Content {
    /// plain text
    Text(String),
    /// the HTML it was made of
    Html(String),
}

/// Groups whose content is no text of the document.
const LEFT_OUT: [&[u8]; 21] = [
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"objdata",
    b"themedata",
    b"colorschememapping",
    b"latentstyles",
    b"datastore",
    b"listtable",
    b"listoverridetable",
    b"rsidtbl",
    b"generator",
    b"xmlnstbl",
    b"filetbl",
    b"revtbl",
    b"pntext",
    b"blipuid",
    b"mmathPr",
    b"userprops",
];

/// What a group sets, until it ends.
#[derive(Debug, Clone, Copy)]
struct State {
    left_out: bool,
    /// bytes that stand for one `\u` character where it is not understood
    fallback: usize,
    /// in an `htmltag` group, which holds HTML as it was
    in_tag: bool,
    /// in text that RTF readers show in the place of HTML
    instead: bool,
}

struct Reading<'a> {
    source: &'a [u8],
    at: usize,
    state: State,
    outer: Vec<State>,
    beyond: usize,
    encoding: &'static Encoding,
    bytes: Vec<u8>,
    text: String,
    skip: usize,
    of_html: bool,
    surrogate: Option<u16>,
}

/// Reads a document; what comes after a flaw is read as far as it goes.
pub fn read(source: &[u8]) -> Content {
    let state = State { left_out: false, fallback: 1, in_tag: false, instead: false };
    let mut reading = Reading {
        source,
        at: 0,
        state,
        outer: Vec::new(),
        beyond: 0,
        encoding: encoding_rs::WINDOWS_1252,
        bytes: Vec::new(),
        text: String::new(),
        skip: 0,
        of_html: false,
        surrogate: None,
    };
    reading.run();
    if reading.of_html { Content::Html(reading.text) } else { Content::Text(charset::line_feeds(reading.text)) }
}

impl Reading<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.source.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                byte => self.byte(byte),
            }
        }
        self.flush();
    }

    fn open(&mut self) {
        self.skip = 0;
        if self.outer.len() < DEPTH { self.outer.push(self.state) } else { self.beyond += 1 }
    }

    fn close(&mut self) {
        self.skip = 0;
        self.flush();
        match self.beyond {
            0 => self.state = self.outer.pop().unwrap_or(self.state),
            _ => self.beyond -= 1,
        }
    }

    fn shows(&self) -> bool {
        !self.state.left_out && (!self.of_html || self.state.in_tag || !self.state.instead)
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.shows() {
            self.bytes.push(byte);
        }
    }

    fn flush(&mut self) {
        if !self.bytes.is_empty() {
            self.text.push_str(&self.encoding.decode_without_bom_handling(&self.bytes).0);
            self.bytes.clear();
        }
    }

    fn character(&mut self, text: &str) {
        if self.shows() {
            self.flush();
            self.text.push_str(text);
        }
    }

    fn control(&mut self) {
        let Some(&byte) = self.source.get(self.at) else { return };
        if !byte.is_ascii_alphabetic() {
            self.at += 1;
            return self.symbol(byte);
        }
        let rest = &self.source[self.at..];
        let length = rest.iter().take(32).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, rest) = rest.split_at(length);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let number =
            rest[sign..sign + digits].iter().fold(0_i64, |number, digit| number * 10 + i64::from(digit - b'0'));
        let number = (digits > 0).then_some(if sign == 1 { -number } else { number });
        let used = if digits > 0 { sign + digits } else { 0 };
        self.at += length + used + usize::from(rest.get(used) == Some(&b' '));
        self.word(word, number);
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\'' => {
                let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
                if let (Some(high), Some(low)) = (digit(self.source.get(self.at)), digit(self.source.get(self.at + 1)))
                {
                    self.at += 2;
                    self.byte((high * 16 + low) as u8);
                }
            }
            b'*' => {
                // A group that a reader may pass over; of these only HTML and the targets of links are text.
                let rest = &self.source[self.at..];
                let rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
                let kept = [&b"\\htmltag"[..], b"\\fldinst", b"\\shptxt", b"\\footnote", b"\\annotation"];
                self.state.left_out |= !kept.iter().any(|word| rest.starts_with(word));
            }
            b'~' => self.character("\u{a0}"),
            b'_' => self.character("-"),
            b'-' => {}
            b'\r' | b'\n' => self.character("\n"),
            other => self.byte(other),
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i64>) {
        match word {
            b"u" => self.unicode(number.unwrap_or(0)),
            b"uc" => self.state.fallback = number.unwrap_or(1).clamp(0, 16) as usize,
            b"bin" => {
                let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
                self.at = self.at.saturating_add(length).min(self.source.len());
            }
            b"ansicpg" => self.codepage(number.unwrap_or(0)),
            b"mac" => self.encoding = encoding_rs::MACINTOSH,
            b"fromhtml" => self.of_html = true,
            b"htmlrtf" => {
                self.flush();
                self.state.instead = number != Some(0);
            }
            b"htmltag" => self.state.in_tag = true,
            b"par" | b"line" | b"sect" | b"page" if !self.state.in_tag => self.character("\n"),
            b"row" => self.character("\n"),
            b"cell" | b"tab" => self.character("\t"),
            b"lquote" => self.character("‘"),
            b"rquote" => self.character("’"),
            b"ldblquote" => self.character("“"),
            b"rdblquote" => self.character("”"),
            b"bullet" => self.character("•"),
            b"endash" => self.character("–"),
            b"emdash" => self.character("—"),
            _ if LEFT_OUT.contains(&word) => self.state.left_out = true,
            _ => {}
        }
    }

    fn unicode(&mut self, number: i64) {
        let unit = number as u16;
        let units = match self.surrogate.take() {
            Some(high) => vec![high, unit],
            None if (0xd800..0xdc00).contains(&unit) => {
                self.surrogate = Some(unit);
                Vec::new()
            }
            None => vec![unit],
        };
        self.character(&String::from_utf16_lossy(&units));
        self.skip = self.state.fallback;
    }

    fn codepage(&mut self, number: i64) {
        let label = match number {
            65001 => "utf-8".to_owned(),
            932 => "shift_jis".to_owned(),
            936 => "gbk".to_owned(),
            949 => "euc-kr".to_owned(),
            950 => "big5".to_owned(),
            10000 => "macintosh".to_owned(),
            number => format!("windows-{number}"),
        };
        self.encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> String {
        match read(source.as_bytes()) {
            Content::Text(text) | Content::Html(text) => text,
        }
    }

    #[test]
    fn words_characters_and_tables_are_read() {
        let source = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator Riched20;}\f0 Mot de passe : \'c9t\'e9-\u8364?\par
{\pict\wmetafile8 0100090000}{\b admin\cell}S\{3\}cret\cell\row {\uc0\u233 t\u233}\line fin}";
        assert_eq!(text(source), "Mot de passe : Été-€\nadmin\tS{3}cret\t\nété\nfin");
    }

    #[test]
    fn targets_of_links_are_kept() {
        let source = r#"{\rtf1 {\field{\*\fldinst HYPERLINK "https://x.example/"}{\fldrslt ici}}}"#;
        assert_eq!(text(source), "HYPERLINK \"https://x.example/\"ici");
    }

    #[test]
    fn wrapped_html_comes_out_as_it_was() {
        let source = r"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}\htmlrtf \par\htmlrtf0 Zo\'e9{\*\htmltag72 </p>}\htmlrtf {\b x}\htmlrtf0}";
        assert_eq!(read(source.as_bytes()), Content::Html("<p>Zoé</p>".to_owned()));
    }

    #[test]
    fn what_is_broken_is_read_as_far_as_it_goes() {
        assert_eq!(text(&"{".repeat(100_000)), "");
        assert_eq!(text(&"}".repeat(1000)), "");
        assert_eq!(text(r"{\rtf1 avant \bin99999 apr\'"), "avant ");
        assert_eq!(text(r"{\rtf1 a\"), "a");
        assert_eq!(text(r"{\rtf1 \u55357 ?\u56832 ?b}"), "😀b");
    }
}
