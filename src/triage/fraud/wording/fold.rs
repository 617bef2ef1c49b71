//! A text made comparable: words in small letters without accents, one blank between two, a line feed where a sentence or a paragraph
//! ends. Letters that only look Latin become what they look like, what has no width goes; how often that was needed is counted.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What a byte of ASCII is to a reader of words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// stands in the folded text, as its small letter
    Word,
    Blank,
    /// ends a sentence where a blank follows
    Stop,
    Newline,
    /// an amount follows or precedes
    Dollar,
    /// nothing to see
    Control,
    Other,
}

const CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut all = [Class::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        all[byte] = match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'@' | b'%' | b'_' => Class::Word,
            b'\n' => Class::Newline,
            b'.' | b'!' | b'?' | b';' => Class::Stop,
            b'$' => Class::Dollar,
            b'\t' | b'\r' | 11 | 12 | 0x20..=0x7e => Class::Blank,
            _ => Class::Control,
        };
        byte += 1;
    }
    all
}

/// The small letter of what stands in words; 0 for all else.
const SMALL: [u8; 256] = {
    let mut all = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        all[byte] = if matches!(CLASSES[byte], Class::Word) { (byte as u8).to_ascii_lowercase() } else { 0 };
        byte += 1;
    }
    all
};

/// The folded text of parts of a text.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// ASCII words, and letters of other scripts as UTF-8
    pub(super) text: Vec<u8>,
    /// from which byte of `text` on which byte of the original is meant, where that is not the next one
    jumps: Vec<(u32, u32)>,
    /// words in which letters of two alphabets that look alike are mixed
    pub(super) mixed: usize,
    /// letters of a mathematical or full-width alphabet
    pub(super) styled: usize,
    /// characters without width between two letters
    pub(super) widthless: usize,
}

impl Folded {
    /// Folds these parts of a text; about `limit` bytes at most.
    pub(super) fn of(content: &str, parts: &[Range<usize>], limit: usize) -> Folded {
        let mut folder = Folder { out: Folded::default(), delta: usize::MAX, ascii: false, foreign: false };
        folder.out.text.reserve(limit.min(content.len()) + 8);
        for part in parts {
            folder.add(content, part.clone(), limit);
            folder.end_sentence(part.end);
        }
        folder.out
    }

    /// The byte of the original that a byte of the folded text stands for.
    pub(super) fn origin(&self, at: usize) -> usize {
        let before = self.jumps.partition_point(|(folded, _)| *folded as usize <= at);
        let jump = before.checked_sub(1).and_then(|last| self.jumps.get(last));
        jump.map_or(at, |(folded, original)| *original as usize + (at - *folded as usize))
    }
}

struct Folder {
    out: Folded,
    /// how far the original is ahead
    delta: usize,
    /// the word has ASCII letters
    ascii: bool,
    /// the word has letters of another alphabet that look like ASCII
    foreign: bool,
}

impl Folder {
    fn push(&mut self, byte: u8, at: usize) {
        self.jump(at);
        self.out.text.push(byte);
    }

    /// Letters and digits of ASCII.
    fn run(&mut self, run: &[u8], at: usize) {
        self.jump(at);
        self.ascii |= run.iter().any(u8::is_ascii_alphabetic);
        self.out.text.extend(run.iter().map(|byte| SMALL[usize::from(*byte)]));
    }

    /// Remembers where the original is, if not where it was expected.
    fn jump(&mut self, at: usize) {
        let here = self.out.text.len();
        let delta = at.wrapping_sub(here);
        if delta != self.delta {
            self.delta = delta;
            self.out.jumps.push((u32::try_from(here).unwrap_or(u32::MAX), u32::try_from(at).unwrap_or(u32::MAX)));
        }
    }

    fn blank(&mut self, at: usize) {
        if self.foreign {
            self.out.mixed += usize::from(self.ascii);
            self.foreign = false;
        }
        self.ascii = false;
        if self.out.text.last().is_some_and(|last| !matches!(last, b' ' | b'\n')) {
            self.push(b' ', at);
        }
    }

    fn end_sentence(&mut self, at: usize) {
        self.blank(at);
        if let Some(last) = self.out.text.last_mut()
            && *last == b' '
        {
            *last = b'\n';
        }
    }

    fn add(&mut self, content: &str, part: Range<usize>, limit: usize) {
        let bytes = content.as_bytes().get(..part.end).unwrap_or_default();
        let mut at = part.start;
        while let Some(&byte) = bytes.get(at) {
            if self.out.text.len() >= limit {
                return;
            }
            let blank_follows = bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
            match CLASSES[usize::from(byte)] {
                Class::Word => {
                    let rest = &bytes[at..bytes.len().min(at + limit - self.out.text.len())];
                    let run = rest.iter().position(|byte| SMALL[usize::from(*byte)] == 0).unwrap_or(rest.len());
                    self.run(&rest[..run], at);
                    at += run;
                    continue;
                }
                Class::Stop if blank_follows => self.end_sentence(at),
                Class::Blank | Class::Stop => self.blank(at),
                Class::Newline if ends_paragraph(bytes, at + 1) => self.end_sentence(at),
                Class::Newline => self.blank(at),
                Class::Dollar => self.word("usd", at),
                Class::Control => {}
                Class::Other => {
                    let Some(c) = content.get(at..).and_then(|rest| rest.chars().next()) else { return };
                    self.other(c, at, bytes.get(at + c.len_utf8()).is_some_and(u8::is_ascii_alphabetic));
                    at += c.len_utf8() - 1;
                }
            }
            at += 1;
        }
    }

    fn word(&mut self, word: &str, at: usize) {
        self.blank(at);
        word.bytes().for_each(|byte| self.push(byte, at));
        self.blank(at);
    }

    fn other(&mut self, c: char, at: usize, letter_follows: bool) {
        match c {
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => self.push(b'e', at),
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'À' | 'Â' => self.push(b'a', at),
            'ç' | 'Ç' => self.push(b'c', at),
            'î' | 'ï' | 'í' | 'Î' => self.push(b'i', at),
            'ô' | 'ö' | 'ó' | 'õ' | 'Ô' => self.push(b'o', at),
            'ù' | 'û' | 'ü' | 'ú' => self.push(b'u', at),
            'ñ' => self.push(b'n', at),
            'œ' | 'Œ' => b"oe".iter().for_each(|&byte| self.push(byte, at)),
            'ß' => b"ss".iter().for_each(|&byte| self.push(byte, at)),
            '€' => self.word("eur", at),
            '£' => self.word("gbp", at),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{34f}' => {
                let inside = letter_follows && self.out.text.last().is_some_and(u8::is_ascii_alphabetic);
                self.out.widthless += usize::from(inside);
            }
            '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}' => self.blank(at),
            c => match looks_like(c) {
                Some(letter) => {
                    self.foreign = true;
                    self.push(letter, at);
                }
                None => self.decomposed(c, at),
            },
        }
    }

    fn decomposed(&mut self, c: char, at: usize) {
        let styled = matches!(c, '\u{1d00}'..='\u{1d7f}' | '\u{1d400}'..='\u{1d7ff}' | '\u{ff21}'..='\u{ff5a}');
        self.out.styled += usize::from(styled);
        for plain in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            if plain.is_alphanumeric() {
                plain.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.push(byte, at));
            } else {
                self.blank(at);
            }
        }
    }
}

/// Whether only blanks, or a bullet, stand in the line that begins at `at`.
fn ends_paragraph(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..bytes.len().min(at + 40)).unwrap_or_default();
    match rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')) {
        Some(byte) => matches!(byte, b'\n' | b'-' | b'*'),
        None => rest.len() < 40,
    }
}

/// The Latin letter that a Cyrillic or Greek one looks like.
fn looks_like(c: char) -> Option<u8> {
    Some(match c {
        'а' | 'А' | 'α' | 'Α' => b'a',
        'В' | 'Β' => b'b',
        'с' | 'С' | 'ϲ' => b'c',
        'ԁ' => b'd',
        'е' | 'Е' | 'Ε' => b'e',
        'ɡ' => b'g',
        'һ' | 'Н' | 'Η' => b'h',
        'і' | 'І' | 'ι' | 'Ι' => b'i',
        'ј' | 'Ј' => b'j',
        'К' | 'κ' | 'Κ' => b'k',
        'ӏ' | 'Ӏ' => b'l',
        'М' | 'Μ' => b'm',
        'Ν' => b'n',
        'о' | 'О' | 'ο' | 'Ο' => b'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => b'p',
        'ԛ' => b'q',
        'ѕ' | 'Ѕ' => b's',
        'Т' | 'Τ' => b't',
        'ν' => b'v',
        'ԝ' => b'w',
        'х' | 'Х' | 'χ' | 'Χ' => b'x',
        'у' | 'У' | 'Υ' => b'y',
        'Ζ' => b'z',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Folded {
        Folded::of(text, &[0..text.len()], 4096)
    }

    fn read(text: &str) -> String {
        String::from_utf8(folded(text).text).unwrap()
    }

    #[test]
    fn words_are_told_apart_and_sentences_end() {
        assert_eq!(
            read("L’ADRESSE\u{a0}e‑mail  a été\nmodifiée, Cœur. Fin"),
            "l adresse e mail a ete modifiee coeur\nfin\n"
        );
        assert_eq!(read("1.234,56 € or $5"), "1 234 56 eur or usd 5\n");
        assert_eq!(read("a\n\nb\n- c\nd"), "a\nb\nc d\n");
        assert_eq!(read(""), "");
    }

    #[test]
    fn letters_that_look_latin_are_read_so_and_counted() {
        let text = folded("Votre cоmpte v\u{200b}irement 𝗯𝗮𝗻𝗸");
        assert_eq!(String::from_utf8_lossy(&text.text), "votre compte virement bank\n");
        assert_eq!((text.mixed, text.widthless, text.styled), (1, 1, 4));
        assert_eq!(folded("Привет, как дела").mixed, 0);
    }

    #[test]
    fn a_place_leads_back_to_the_original() {
        let text = "> été\nMot de   passe changé";
        let folded = Folded::of(text, &[8..text.len()], 4096);
        let at = folded.text.windows(6).position(|six| six == b"change").unwrap();
        assert_eq!(&text[folded.origin(at)..folded.origin(at + 6)], "changé");
    }

    #[test]
    fn no_more_is_folded_than_asked_for() {
        let text = "é ".repeat(100_000);
        assert!(Folded::of(&text, &[0..text.len()], 4096).text.len() <= 4100);
    }
}
