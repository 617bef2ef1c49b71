//! ToUnicode maps (ISO 32000-1 section 9.10.3): which text a code of a font stands for.

use std::collections::BTreeMap;

use super::lexer::{Lexer, Token};

/// A code stands for at most so many UTF-16 units: a ligature, not a page.
const UNITS: usize = 8;
/// A map of more ranges is cut.
const RANGES: usize = 1 << 16;

/// A map.
#[derive(Debug, Clone, Default)]
pub struct CMap {
    /// last code and text of the first, by first code
    ranges: BTreeMap<u32, (u32, String)>,
    /// bytes a code, where the map says it
    pub width: Option<usize>,
}

impl CMap {
    /// Reads a map; what cannot be read is left out.
    pub fn read(source: &[u8]) -> CMap {
        let mut cmap = CMap::default();
        let mut lexer = Lexer::new(source, 0);
        while let Some(token) = lexer.token() {
            match token {
                Token::Keyword(b"begincodespacerange") => {
                    if let Some(Token::Text(first)) = lexer.token() {
                        cmap.width = Some(cmap.width.unwrap_or(0).max(first.len()).clamp(1, 4));
                    }
                }
                Token::Keyword(b"beginbfchar") => cmap.characters(&mut lexer),
                Token::Keyword(b"beginbfrange") => cmap.of_ranges(&mut lexer),
                _ => {}
            }
        }
        cmap
    }

    /// Writes the text of a code; false where the map does not know it.
    pub fn write(&self, code: u32, out: &mut String) -> bool {
        let Some((first, (last, text))) = self.ranges.range(..=code).next_back() else { return false };
        if code > *last {
            return false;
        }
        let Some(end) = text.chars().next_back() else { return true };
        let Some(moved) = u32::from(end).checked_add(code - first).and_then(char::from_u32) else { return false };
        out.push_str(&text[..text.len() - end.len_utf8()]);
        out.push(moved);
        true
    }

    fn characters(&mut self, lexer: &mut Lexer<'_>) {
        while let (Some(Token::Text(code)), Some(Token::Text(text))) = (lexer.token(), lexer.token()) {
            self.enter(code_of(&code), code_of(&code), &text);
        }
    }

    fn of_ranges(&mut self, lexer: &mut Lexer<'_>) {
        while let (Some(Token::Text(first)), Some(Token::Text(last))) = (lexer.token(), lexer.token()) {
            let (first, last) = (code_of(&first), code_of(&last));
            match lexer.token() {
                Some(Token::Text(text)) => self.enter(first, last, &text),
                Some(Token::ArrayOpen) => {
                    let mut code = first;
                    while let Some(Token::Text(text)) = lexer.token() {
                        self.enter(code, code, &text);
                        code = code.saturating_add(1);
                    }
                }
                _ => return,
            }
        }
    }

    fn enter(&mut self, first: u32, last: u32, text: &[u8]) {
        if self.ranges.len() < RANGES {
            let units: Vec<u16> = text
                .chunks(2)
                .take(UNITS)
                .map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)))
                .collect();
            self.ranges.insert(first, (last, String::from_utf16_lossy(&units).replace('\0', "")));
        }
    }
}

/// The number of a code of up to four bytes.
pub fn code_of(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |code, byte| code << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_ranges_are_looked_up() {
        let source = b"1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0003> <0020> <0004> <00660066> endbfchar \
                       2 beginbfrange <0041> <0043> <0061> <0050> <0051> [<00E9> <20AC>] endbfrange";
        let cmap = CMap::read(source);
        let text = |code| {
            let mut text = String::new();
            cmap.write(code, &mut text).then_some(text)
        };
        assert_eq!(cmap.width, Some(2));
        assert_eq!(
            [text(3), text(4), text(0x42), text(0x50), text(0x51)].map(Option::unwrap),
            [" ", "ff", "b", "é", "€"]
        );
        assert_eq!([text(2), text(0x44), text(0xffff)], [None, None, None]);
    }

    #[test]
    fn a_hostile_map_is_no_trouble() {
        let cmap = CMap::read(b"1 beginbfrange <00> <FFFFFFFF> <D800> <01> <00> [ endbfrange 1 beginbfchar <");
        let mut text = String::new();
        cmap.write(u32::MAX, &mut text);
        assert!(text.len() < 8);
    }
}
