//! A text made comparable: lower case, no accents, one kind of apostrophe, hyphen and blank, one sentence a line, and for every byte
//! where it came from. Quoted text, signatures and what a reader would not see are left out.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::message::mail::Text;

/// A text line longer than this goes on in the next one, if that does not look like a new sentence (characters).
const WRAPPED: usize = 60;

/// The folded text of a message.
#[derive(Debug, Default)]
pub struct Folded {
    /// sentences, each ended by a line feed
    pub text: String,
    /// for each byte of `text`, the byte of the original it stands for
    origin: Vec<u32>,
    /// for each byte of `text`, how many words precede it
    word: Vec<u16>,
    /// bytes of the original
    length: usize,
}

impl Folded {
    /// The new text of `text`, folded; at most `limit` bytes of it.
    pub fn of(text: &Text, limit: usize) -> Folded {
        let mut left_out: Vec<Range<usize>> =
            text.quoted.iter().chain(&text.hidden).chain(&text.signature).cloned().collect();
        left_out.sort_by_key(|range| (range.start, range.end));
        let mut folded = Folder::new(limit);
        let mut at = 0;
        for range in left_out {
            folded.add(text.content.get(at..range.start.max(at)).unwrap_or_default(), at);
            folded.end_sentence(range.start);
            at = at.max(range.end);
        }
        folded.add(text.content.get(at..).unwrap_or_default(), at);
        folded.end_sentence(text.content.len());
        Folded { length: text.content.len(), ..folded.out }
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

    /// Which word the byte at `at` belongs to.
    pub fn word_at(&self, at: usize) -> u16 {
        self.word.get(at).or(self.word.last()).copied().unwrap_or(0)
    }

    /// How many words there are.
    pub fn words(&self) -> usize {
        self.word.last().map_or(0, |&last| usize::from(last))
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
    out: Folded,
    limit: usize,
    words: u16,
    /// characters of the line of the original
    column: usize,
}

impl Folder {
    fn new(limit: usize) -> Folder {
        let out = Folded {
            text: String::with_capacity(limit.min(4096)),
            origin: Vec::with_capacity(limit.min(4096)),
            word: Vec::with_capacity(limit.min(4096)),
            length: 0,
        };
        Folder { out, limit, words: 0, column: 0 }
    }

    fn push(&mut self, c: char, at: usize) {
        self.out.text.push(c);
        for _ in 0..c.len_utf8() {
            self.out.origin.push(u32::try_from(at).unwrap_or(u32::MAX));
            self.out.word.push(self.words);
        }
    }

    fn add(&mut self, piece: &str, start: usize) {
        let mut rest = piece.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            if self.out.text.len() >= self.limit {
                return;
            }
            self.column += 1;
            match c {
                'a'..='z' | '0'..='9' => self.push(c, start + at),
                'A'..='Z' => self.push(c.to_ascii_lowercase(), start + at),
                '\n' => self.line_end(piece.get(at + 1..).unwrap_or_default(), start + at),
                '.' | '!' | ';' if rest.peek().is_none_or(|(_, next)| next.is_whitespace()) => {
                    self.push(c, start + at);
                    self.end_sentence(start + at + 1);
                }
                c if c == '_' || c.is_whitespace() => self.blank(start + at),
                c if c.is_ascii() => self.push(c, start + at),
                c => self.add_other(c, start + at),
            }
        }
    }

    /// A line that was only wrapped goes on.
    fn line_end(&mut self, rest: &str, at: usize) {
        let next = rest.trim_start_matches([' ', '\t']).chars().next();
        let goes_on = next.is_some_and(|c| c.is_lowercase() || (self.column > WRAPPED && c.is_alphanumeric()));
        self.column = 0;
        if goes_on { self.blank(at) } else { self.end_sentence(at) }
    }

    fn blank(&mut self, at: usize) {
        if !self.out.text.is_empty() && !self.out.text.ends_with([' ', '\n']) {
            self.words = self.words.saturating_add(1);
            self.push(' ', at);
        }
    }

    fn end_sentence(&mut self, at: usize) {
        if self.out.text.ends_with(' ') {
            self.out.text.pop();
            self.out.origin.pop();
            self.out.word.pop();
        } else if !self.out.text.is_empty() && !self.out.text.ends_with('\n') {
            self.words = self.words.saturating_add(1);
        }
        if !self.out.text.is_empty() && !self.out.text.ends_with('\n') {
            self.push('\n', at);
        }
    }

    fn add_other(&mut self, c: char, at: usize) {
        match c {
            '’' | '‘' | '‛' | 'ʼ' | '´' | '′' => self.push('\'', at),
            '‐' | '‑' | '‒' | '–' | '—' | '―' => self.push('-', at),
            '«' | '»' | '“' | '”' | '„' => self.push('"', at),
            '·' | '⋅' | '•' | '‧' | '∙' => self.push('.', at),
            'œ' | 'Œ' => ['o', 'e'].into_iter().for_each(|c| self.push(c, at)),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{34f}' => {}
            c => {
                let plain = std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
                plain.for_each(|c| if c.is_whitespace() { self.blank(at) } else { self.push(c, at) });
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
        let folded = Folded::of(&text, 4096);
        let at = folded.text.find("change").unwrap();
        assert_eq!(&text.content[folded.original(at..at + 6)], "changé");
    }

    #[test]
    fn no_more_is_folded_than_asked_for() {
        assert!(Folded::of(&Text::plain("é ".repeat(100_000)), 4096).text.len() <= 4098);
    }
}
