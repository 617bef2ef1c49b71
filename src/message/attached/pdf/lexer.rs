//! The words of PDF (ISO 32000-1 section 7.2 and 7.3) and the objects made of them. Lenient: what cannot be read ends the object, and
//! [`Lexer::at`] tells where.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::escape::{hexadecimal, number, unescaped, unescaped_name};

/// Objects in objects are read down to here.
const DEPTH: u8 = 32;
/// An object of more parts is cut: each part takes more room in memory than its one or two bytes in the file.
const PARTS: u32 = 1 << 18;

/// A dictionary, by key without its slash.
pub type Dict = BTreeMap<Vec<u8>, Object>;

/// An object.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs)]
pub enum Object {
    #[default]
    Null,
    Bool(bool),
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    /// number of an indirect object; its generation is not looked at
    Reference(u32),
}

impl Object {
    pub fn number(&self) -> Option<f64> {
        if let Object::Number(number) = self { Some(*number) } else { None }
    }

    /// A count or offset.
    pub fn size(&self) -> Option<usize> {
        self.number().filter(|number| (0.0..9e15).contains(number)).map(|number| number as usize)
    }

    pub fn name(&self) -> Option<&[u8]> {
        if let Object::Name(name) = self { Some(name) } else { None }
    }

    pub fn dict(&self) -> Option<&Dict> {
        if let Object::Dict(dict) = self { Some(dict) } else { None }
    }
}

/// A word.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Token<'a> {
    Number(f64),
    Name(Cow<'a, [u8]>),
    Text(Cow<'a, [u8]>),
    Keyword(&'a [u8]),
    ArrayOpen,
    ArrayClose,
    DictOpen,
    DictClose,
}

/// Reads words from bytes.
#[derive(Debug, Clone)]
pub struct Lexer<'a> {
    data: &'a [u8],
    /// the next byte to read
    pub at: usize,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0x0c | 0)
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'a> Lexer<'a> {
    pub fn new(data: &'a [u8], at: usize) -> Lexer<'a> {
        Lexer { data, at }
    }

    /// Skips white space and comments.
    pub fn skip_space(&mut self) {
        while let Some(&byte) = self.data.get(self.at) {
            if is_space(byte) {
                self.at += 1;
            } else if byte == b'%' {
                let rest = &self.data[self.at..];
                self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            } else {
                return;
            }
        }
    }

    /// The next word; none at the end.
    pub fn token(&mut self) -> Option<Token<'a>> {
        loop {
            self.skip_space();
            let byte = *self.data.get(self.at)?;
            let double = self.data.get(self.at + 1) == Some(&byte);
            self.at += 1;
            return Some(match byte {
                b'/' => Token::Name(unescaped_name(self.regular())),
                b'(' => Token::Text(self.literal()),
                b'<' if double => {
                    self.at += 1;
                    Token::DictOpen
                }
                b'<' => Token::Text(Cow::Owned(self.hexadecimal())),
                b'>' if double => {
                    self.at += 1;
                    Token::DictClose
                }
                b'[' => Token::ArrayOpen,
                b']' => Token::ArrayClose,
                b'>' | b')' | b'{' | b'}' => continue,
                _ => {
                    self.at -= 1;
                    let word = self.regular();
                    if matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.') {
                        Token::Number(number(word))
                    } else {
                        Token::Keyword(word)
                    }
                }
            });
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = &self.data[self.at..];
        let length = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A string in parentheses, the opening one read.
    fn literal(&mut self) -> Cow<'a, [u8]> {
        let start = self.at;
        let (mut open, mut plain) = (1_u32, true);
        while let Some(&byte) = self.data.get(self.at) {
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    plain = false;
                    self.at += 1;
                }
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                break;
            }
        }
        self.at = self.at.min(self.data.len());
        let inside = &self.data[start..(self.at - usize::from(open == 0)).max(start)];
        if plain { Cow::Borrowed(inside) } else { Cow::Owned(unescaped(inside)) }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let rest = &self.data[self.at..];
        let length = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        self.at = (self.at + length + 1).min(self.data.len());
        hexadecimal(&rest[..length])
    }

    /// The next object; none where there is none, or it cannot be read.
    pub fn object(&mut self) -> Option<Object> {
        let token = self.token()?;
        self.object_of(token, 0, &mut PARTS.clone())
    }

    fn object_of(&mut self, token: Token<'a>, depth: u8, parts: &mut u32) -> Option<Object> {
        *parts = parts.checked_sub(1)?;
        if depth > DEPTH {
            return None;
        }
        Some(match token {
            Token::Number(number) => self.reference(number).unwrap_or(Object::Number(number)),
            Token::Name(name) => Object::Name(name.into_owned()),
            Token::Text(text) => Object::Text(text.into_owned()),
            Token::Keyword(b"true") => Object::Bool(true),
            Token::Keyword(b"false") => Object::Bool(false),
            Token::Keyword(b"null") => Object::Null,
            Token::ArrayOpen => {
                let mut array = Vec::new();
                loop {
                    match self.token()? {
                        Token::ArrayClose => break Object::Array(array),
                        token => array.push(self.object_of(token, depth + 1, parts)?),
                    }
                }
            }
            Token::DictOpen => {
                let mut dict = Dict::new();
                loop {
                    let key = match self.token()? {
                        Token::DictClose => break Object::Dict(dict),
                        Token::Name(key) => key.into_owned(),
                        _ => return None,
                    };
                    let value = self.token()?;
                    if value == Token::DictClose {
                        break Object::Dict(dict);
                    }
                    dict.insert(key, self.object_of(value, depth + 1, parts)?);
                }
            }
            Token::Keyword(_) | Token::ArrayClose | Token::DictClose => return None,
        })
    }

    /// `12 0 R`, its first number read.
    fn reference(&mut self, number: f64) -> Option<Object> {
        if number < 0.0 || number.fract() != 0.0 || number > f64::from(u32::MAX) {
            return None;
        }
        let mut ahead = self.clone();
        ahead.skip_space();
        if !ahead.data.get(ahead.at)?.is_ascii_digit() {
            return None;
        }
        ahead.regular();
        ahead.skip_space();
        if ahead.data.get(ahead.at) != Some(&b'R') || ahead.data.get(ahead.at + 1).is_some_and(|byte| is_regular(*byte))
        {
            return None;
        }
        self.at = ahead.at + 1;
        Some(Object::Reference(number as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(source: &str) -> Option<Object> {
        Lexer::new(source.as_bytes(), 0).object()
    }

    #[test]
    fn objects_are_read_as_written() {
        let name = |name: &str| Object::Name(name.as_bytes().to_vec());
        let text = |text: &[u8]| Object::Text(text.to_vec());
        let cases = [
            ("12 0 R", Object::Reference(12)),
            ("-1.5 x", Object::Number(-1.5)),
            ("/A#20b", name("A b")),
            ("(a(b)\\)\\101\\\nc)", text(b"a(b))Ac")),
            ("<48 65 6C6>", text(b"Hel`")),
            (
                "[1 2 R 3/x true null % c\n]",
                Object::Array(vec![
                    Object::Reference(1),
                    Object::Number(3.0),
                    name("x"),
                    Object::Bool(true),
                    Object::Null,
                ]),
            ),
            (
                "<</K<</L 1>>>>",
                Object::Dict(Dict::from([(
                    b"K".to_vec(),
                    Object::Dict(Dict::from([(b"L".to_vec(), Object::Number(1.0))])),
                )])),
            ),
        ];
        for (source, expected) in cases {
            assert_eq!(object(source), Some(expected), "{source}");
        }
        for broken in ["", "[1", "<< /A", "<< 1 2 >>", "endobj", &"[".repeat(10_000)] {
            assert_eq!(object(broken), None, "{broken}");
        }
        assert_eq!(object("(unclosed\\"), Some(text(b"unclosed")));
    }
}
