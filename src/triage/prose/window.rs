//! A short stretch of a text, folded for judgement: one small ASCII letter a character (accents, case, typographic signs and
//! no-break spaces undone, quote marks of replies and leftovers of HTML blanked), with the place of each in the text.

use std::ops::Range;

/// What stands around one place of a text. `low`, `chars` and `spans` have the same indices.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// the characters as written (entities undone)
    pub(super) chars: Vec<char>,
    /// the same, folded: ASCII
    low: String,
    /// bytes behind `base`: a window is short
    spans: Vec<(u16, u16)>,
    base: usize,
    /// index of the place it was asked for
    pub(super) anchor: usize,
}

/// More bytes are not taken.
const LONGEST: usize = u16::MAX as usize;

impl Window {
    /// Up to `back` bytes before and `ahead` bytes after the byte `at` of `content`.
    #[cfg(test)]
    pub(super) fn around(content: &str, at: usize, back: usize, ahead: usize) -> Window {
        let mut window = Window::default();
        window.fill(content, at, back, ahead);
        window
    }

    /// Takes up to `back` bytes before and `ahead` bytes after the byte `at` of `content`, in the room of the window before it.
    pub(super) fn fill(&mut self, content: &str, at: usize, back: usize, ahead: usize) {
        let start = content.floor_char_boundary(at.saturating_sub(back));
        let end = content.floor_char_boundary(content.len().min(at + ahead).min(start + LONGEST));
        self.chars.clear();
        self.low.clear();
        self.spans.clear();
        self.base = start;
        let bytes = content.as_bytes();
        // In the middle of a line nobody knows whether a `>` would be a quote mark.
        let mut line_start = start == 0 || bytes[start - 1] == b'\n';
        let mut from = start;
        while from < end {
            let plain = plain(&bytes[from..end]);
            if plain > 0 {
                line_start = self.take(from, &content[from..from + plain], line_start);
                from += plain;
                continue;
            }
            let (length, shown, low) = special(&content[from..end], line_start);
            if let Some(low) = low {
                self.chars.push(shown);
                self.low.push(char::from(low));
                self.spans.push(((from - start) as u16, (from - start + length) as u16));
                line_start = low == b'\n' || (line_start && low == b' ');
            }
            from += length;
        }
        self.anchor = self.spans.partition_point(|span| usize::from(span.0) <= at - start).saturating_sub(1);
    }

    /// Takes a run of characters that stand for themselves; whether a `>` behind it would be a quote mark.
    fn take(&mut self, from: usize, plain: &str, line_start: bool) -> bool {
        let folded = self.low.len();
        self.chars.extend(plain.bytes().map(char::from));
        self.low.push_str(plain);
        self.low[folded..].make_ascii_lowercase();
        let first = (from - self.base) as u16;
        self.spans.extend((first..first + plain.len() as u16).map(|at| (at, at + 1)));
        let line = plain.rfind('\n').map_or(plain, |feed| &plain[feed + 1..]);
        (line_start || line.len() < plain.len()) && line.bytes().all(|byte| byte == b' ')
    }

    /// The folded characters of a range.
    pub(super) fn text(&self, range: Range<usize>) -> &str {
        let end = range.end.min(self.low.len());
        self.low.get(range.start.min(end)..end).unwrap_or_default()
    }

    /// The characters of a range as written.
    pub(super) fn written(&self, range: Range<usize>) -> String {
        self.chars.get(range).unwrap_or_default().iter().collect()
    }

    /// The bytes of the text that a range of characters stands for.
    pub(super) fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: u16| self.base + usize::from(at);
        let at = |index: usize| self.spans.get(index).map_or((0, 0), |span| (place(span.0), place(span.1)));
        if range.is_empty() { at(range.start).0..at(range.start).0 } else { at(range.start).0..at(range.end - 1).1 }
    }

    /// How many characters it has.
    pub(super) fn len(&self) -> usize {
        self.low.len()
    }

    /// The folded character at `index`; a line feed beyond the ends.
    pub(super) fn at(&self, index: usize) -> u8 {
        self.low.as_bytes().get(index).copied().unwrap_or(b'\n')
    }

    /// Index of the first character at or after `from` that is not a blank of the same line.
    pub(super) fn skip_blanks(&self, from: usize) -> usize {
        (from..self.low.len()).find(|&i| !is_blank(self.at(i))).unwrap_or(self.low.len())
    }

    /// Index of the end of the line that `from` stands in.
    pub(super) fn line_end(&self, from: usize) -> usize {
        (from..self.low.len()).find(|&i| self.at(i) == b'\n').unwrap_or(self.low.len())
    }

    /// Index of the start of the line that `from` stands in.
    pub(super) fn line_start(&self, from: usize) -> usize {
        (0..from.min(self.low.len())).rev().find(|&i| self.at(i) == b'\n').map_or(0, |i| i + 1)
    }

    /// Index of the end of the run without white space that starts at `from`.
    pub(super) fn token_end(&self, from: usize) -> usize {
        (from..self.low.len()).find(|&i| is_space(self.at(i))).unwrap_or(self.low.len())
    }
}

/// How many bytes stand for themselves. Whole pieces are looked at together, which compiles to a few vector instructions.
fn plain(bytes: &[u8]) -> usize {
    let whole = |piece: &&[u8]| piece.iter().fold(true, |all, byte| all & is_plain(*byte));
    let pieces: usize = bytes.chunks(32).take_while(whole).map(<[u8]>::len).sum();
    pieces + bytes[pieces..].iter().take_while(|byte| is_plain(**byte)).count()
}

/// ASCII that no mark of HTML or of a reply begins with.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii() && !matches!(byte, b'<' | b'&' | b'>' | b'\r')
}

pub(super) fn is_blank(low: u8) -> bool {
    matches!(low, b' ' | b'\t')
}

pub(super) fn is_space(low: u8) -> bool {
    matches!(low, b' ' | b'\t' | b'\n')
}

/// What a text begins with that is not plain ASCII: how many bytes, what is shown, and that folded.
fn special(text: &str, line_start: bool) -> (usize, char, Option<u8>) {
    let c = text.chars().next().unwrap_or(' ');
    let marked = if matches!(c, '<' | '&') { markup(text) } else { None };
    let (length, shown) = marked.unwrap_or((c.len_utf8(), c));
    let shown = if line_start && shown == '>' { ' ' } else { shown };
    (length, shown, fold(shown))
}

/// A tag or an entity that was left in a text: its length, and what it stands for.
fn markup(text: &str) -> Option<(usize, char)> {
    const ENTITIES: [(&str, char); 9] = [
        ("&nbsp;", ' '),
        ("&#160;", ' '),
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&laquo;", '«'),
        ("&raquo;", '»'),
    ];
    if text.starts_with('&') {
        return ENTITIES.iter().find(|(name, _)| text.starts_with(name)).map(|(name, c)| (name.len(), *c));
    }
    let inner = text.strip_prefix('<')?;
    let end = inner.bytes().take(200).position(|byte| byte == b'>' || byte == b'\n')?;
    if inner.as_bytes()[end] != b'>' {
        return None;
    }
    let name = inner[..end].trim_start_matches('/');
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    let stands_for = match name.as_str() {
        "br" | "p" | "div" | "tr" | "li" | "ul" | "table" | "h1" | "h2" | "h3" => '\n',
        "td" | "th" => '\t',
        "b" | "i" | "u" | "em" | "strong" | "span" | "font" | "code" | "pre" | "tt" | "kbd" | "a" => ' ',
        _ => return None,
    };
    Some((end + 2, stands_for))
}

/// One small ASCII character for each; none for those that nobody sees.
fn fold(c: char) -> Option<u8> {
    Some(match c {
        '\r' => return None,
        c if c.is_ascii() => (c as u8).to_ascii_lowercase(),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0f}' => return None,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => b' ',
        '’' | '‘' | '‚' | 'ʼ' | '´' | '′' => b'\'',
        '“' | '”' | '„' | '«' | '»' | '″' | '‹' | '›' => b'"',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => b'-',
        '→' | '➔' | '➜' | '⇒' | '►' | '▶' | '➡' | '👉' | '⟶' => b'=',
        '：' => b':',
        '•' | '●' | '∙' | '▪' | '◦' | '·' => b'*',
        '│' | '┃' | '¦' => b'|',
        'À'..='Å' | 'à'..='å' => b'a',
        'Ç' | 'ç' => b'c',
        'È'..='Ë' | 'è'..='ë' => b'e',
        'Ì'..='Ï' | 'ì'..='ï' => b'i',
        'Ñ' | 'ñ' => b'n',
        'Ò'..='Ö' | 'ò'..='ö' | 'Œ' | 'œ' | 'Ø' | 'ø' => b'o',
        'Ù'..='Ü' | 'ù'..='ü' => b'u',
        c if c.is_alphabetic() => b'a',
        c if c.is_whitespace() => b' ',
        // Accents that stand alone (decomposed text), pictures.
        '\u{300}'..='\u{36f}' => return None,
        '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' => b' ',
        _ => b'^',
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_filled_again_holds_nothing_of_the_one_before() {
        let mut window = Window::default();
        window.fill("une longue ligne avec un mot de passe", 25, 30, 30);
        window.fill("\n > é mdp", 7, 30, 30);
        assert_eq!((window.text(0..99), window.anchor), ("\n   e mdp", 6));
    }

    #[test]
    fn a_window_folds_and_finds_back() {
        let text = "é> x\n> Mot de\u{a0}passe\u{202f}: <b>Été&amp;7</b>";
        let window = Window::around(text, text.find("passe").unwrap(), 100, 100);
        assert_eq!(window.text(0..window.low.len()), "e> x\n  mot de passe :  ete&7 ");
        assert_eq!(window.text(window.anchor..window.anchor + 5), "passe");
        let at = window.text(0..99).find("ete").unwrap();
        assert_eq!(window.written(at..at + 5), "Été&7");
        assert_eq!(&text[window.bytes(at..at + 5)], "Été&amp;7");
    }
}
