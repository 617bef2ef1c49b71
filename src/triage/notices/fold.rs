//! A text made comparable: lower case, no accents, one kind of apostrophe, hyphen and blank, one sentence a line, and for every byte
//! where it came from. Quoted text, signatures and what a reader would not see are left out.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::message::mail::Text;

/// A line longer than this goes on in the next one (bytes).
const WRAPPED: usize = 60;

/// The folded text of a message.
#[derive(Debug, Default)]
pub struct Folded {
    /// sentences, each ended by a line feed
    pub text: String,
    /// for each byte of `text`, the byte of the original it stands for; only where that was asked for
    origin: Vec<u32>,
    /// bytes of the original
    length: usize,
}

impl Folded {
    /// The new text of `text`, folded; about `limit` bytes of it at most.
    pub fn of(text: &Text, limit: usize) -> Folded {
        Folder::new(limit, false).fold(text)
    }

    /// The same, and where each byte of it came from.
    pub fn with_origin(text: &Text, limit: usize) -> Folded {
        Folder::new(limit, true).fold(text)
    }

    /// A line by itself.
    pub fn line(line: &str) -> Folded {
        Folded::of(&Text::plain(line), 1024)
    }

    /// The bytes of the original that a range of the folded text stands for.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize| self.origin.get(at).map_or(self.length, |&at| at as usize);
        place(range.start)..place(range.end).max(place(range.start))
    }

    /// How many words there are.
    pub fn words(&self) -> usize {
        self.text.bytes().filter(|byte| matches!(byte, b' ' | b'\n')).count()
    }

    /// The sentences, each with where it stands.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        memchr::memchr_iter(b'\n', self.text.as_bytes()).map(move |end| {
            let sentence = start..end;
            start = end + 1;
            sentence
        })
    }
}

struct Folder {
    out: Vec<u8>,
    origin: Vec<u32>,
    with_origin: bool,
    limit: usize,
    /// where the line of the original started
    line: usize,
}

impl Folder {
    fn new(limit: usize, with_origin: bool) -> Folder {
        Folder { out: Vec::with_capacity(limit.min(4096) + 8), origin: Vec::new(), with_origin, limit, line: 0 }
    }

    fn fold(mut self, text: &Text) -> Folded {
        let mut left_out: Vec<&Range<usize>> = text.quoted.iter().chain(&text.hidden).chain(&text.signature).collect();
        left_out.sort_by_key(|range| (range.start, range.end));
        let mut at = 0;
        for range in left_out {
            if self.out.len() >= self.limit {
                break;
            }
            self.add(text.content.get(at..range.start.max(at)).unwrap_or_default(), at);
            self.end_sentence(range.start);
            at = at.max(range.end);
        }
        self.add(text.content.get(at..).unwrap_or_default(), at);
        self.end_sentence(text.content.len());
        Folded {
            text: String::from_utf8(self.out).unwrap_or_default(),
            origin: self.origin,
            length: text.content.len(),
        }
    }

    fn push(&mut self, byte: u8, at: usize) {
        self.out.push(byte);
        if self.with_origin {
            self.origin.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
    }

    fn push_char(&mut self, c: char, at: usize) {
        c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.push(byte, at));
    }

    fn add(&mut self, piece: &str, start: usize) {
        let bytes = piece.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if self.out.len() >= self.limit {
                return;
            }
            let next = bytes.get(at + 1);
            match byte {
                b'a'..=b'z' | b'0'..=b'9' => self.push(byte, start + at),
                b'A'..=b'Z' => self.push(byte.to_ascii_lowercase(), start + at),
                b'\n' => self.line_end(piece.get(at + 1..).unwrap_or_default(), start + at),
                b'.' | b'!' | b';' if next.is_none_or(u8::is_ascii_whitespace) => {
                    self.push(byte, start + at);
                    self.end_sentence(start + at + 1);
                }
                b'_' | b' ' | b'\t' | b'\r' | 11 | 12 => self.blank(start + at),
                0x20..0x7f => self.push(byte, start + at),
                0..=0x7f => {}
                _ => {
                    let Some(c) = piece.get(at..).and_then(|rest| rest.chars().next()) else { return };
                    self.add_other(c, start + at);
                    at += c.len_utf8() - 1;
                }
            }
            at += 1;
        }
    }

    /// A line that was only wrapped goes on.
    fn line_end(&mut self, rest: &str, at: usize) {
        let next = rest.trim_start_matches([' ', '\t']).chars().next();
        let long = at.saturating_sub(self.line) > WRAPPED;
        self.line = at;
        let goes_on = next.is_some_and(|c| c.is_lowercase() || (long && c.is_alphanumeric()));
        if goes_on { self.blank(at) } else { self.end_sentence(at) }
    }

    fn blank(&mut self, at: usize) {
        if self.out.last().is_some_and(|last| !matches!(last, b' ' | b'\n')) {
            self.push(b' ', at);
        }
    }

    fn end_sentence(&mut self, at: usize) {
        if self.out.last() == Some(&b' ') {
            self.out.pop();
            self.origin.pop();
        }
        if self.out.last().is_some_and(|last| *last != b'\n') {
            self.push(b'\n', at);
        }
    }

    fn add_other(&mut self, c: char, at: usize) {
        match c {
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => self.push(b'e', at),
            'à' | 'â' | 'ä' | 'À' | 'Â' => self.push(b'a', at),
            'ç' | 'Ç' => self.push(b'c', at),
            'î' | 'ï' | 'Î' => self.push(b'i', at),
            'ô' | 'ö' | 'Ô' => self.push(b'o', at),
            'ù' | 'û' | 'ü' => self.push(b'u', at),
            '\u{a0}' | '\u{202f}' | '\u{2009}' => self.blank(at),
            '’' | '‘' | '‛' | 'ʼ' | '´' | '′' => self.push(b'\'', at),
            '‐' | '‑' | '‒' | '–' | '—' | '―' => self.push(b'-', at),
            '«' | '»' | '“' | '”' | '„' => self.push(b'"', at),
            '·' | '⋅' | '•' | '‧' | '∙' => self.push(b'.', at),
            'œ' | 'Œ' => b"oe".iter().for_each(|&byte| self.push(byte, at)),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{34f}' => {}
            c => {
                let plain = std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
                plain.for_each(|c| if c.is_whitespace() { self.blank(at) } else { self.push_char(c, at) });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_apostrophes_and_blanks_are_one_kind() {
        let folded = Folded::line("L’ADRESSE\u{a0}e‑mail  a\u{301} été modifiée, Cœur");
        assert_eq!(folded.text, "l'adresse e-mail a ete modifiee, coeur\n");
    }

    #[test]
    fn a_wrapped_line_goes_on_and_a_short_one_ends() {
        let text = Text::plain("Bonjour,\nVotre mot de passe\na été modifié. Merci\n\nL’équipe x.example ici");
        let folded = Folded::of(&text, 4096);
        assert_eq!(folded.text, "bonjour,\nvotre mot de passe a ete modifie.\nmerci\nl'equipe x.example ici\n");
        assert_eq!(folded.words(), 12);
    }

    #[test]
    fn a_range_leads_back_to_the_original() {
        let text = Text { quoted: vec![0..8], ..Text::plain("> é été\nMot de passe changé") };
        assert_eq!(&text.content[0..8], "> é ét");
        let text = Text { quoted: vec![0..10], ..text };
        let folded = Folded::with_origin(&text, 4096);
        let at = folded.text.find("change").unwrap();
        assert_eq!(&text.content[folded.original(at..at + 6)], "changé");
    }

    #[test]
    fn no_more_is_folded_than_asked_for() {
        assert!(Folded::of(&Text::plain("é ".repeat(100_000)), 4096).text.len() <= 4098);
    }
}
