//! Words of a Sieve script (RFC 5228 section 2): identifiers, tags, numbers, strings, multi-line texts, brackets; comments are kept, because
//! webmails write the names of rules into them.

use std::ops::Range;

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// `if`, `fileinto`, `header`
    Word(String),
    /// `:contains`
    Tag(String),
    /// `100K`
    Number,
    /// a string, its escapes undone
    Text(String),
    /// one of `( ) [ ] { } , ;`
    Sign(u8),
    /// `# ...` to the end of the line, or what stands between `/*` and `*/`
    Comment(String),
}

/// The words of a script with their places.
#[derive(Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// something that is no word of the language
    pub damaged: bool,
}

impl<'a> Tokens<'a> {
    /// Of a script.
    pub fn of(text: &'a str) -> Tokens<'a> {
        Tokens { text, at: 0, damaged: false }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn comment(&mut self) -> Option<Token> {
        let rest = self.rest();
        if let Some(line) = rest.strip_prefix('#') {
            let end = line.find('\n').unwrap_or(line.len());
            self.at += 1 + end;
            return Some(Token::Comment(line[..end].to_owned()));
        }
        let inner = rest.strip_prefix("/*")?;
        let end = inner.find("*/");
        self.damaged |= end.is_none();
        let length = end.unwrap_or(inner.len());
        self.at += (2 + length + 2).min(rest.len());
        Some(Token::Comment(inner[..length].to_owned()))
    }

    fn quoted(&mut self) -> Token {
        let mut value = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.at += at + 1;
                    return Token::Text(value);
                }
                '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
                c => value.push(c),
            }
        }
        (self.at, self.damaged) = (self.text.len(), true);
        Token::Text(value)
    }

    /// `text:` and lines to one that is a single dot; a dot before a dot at the start of a line is left out.
    fn multi_line(&mut self) -> Token {
        let rest = self.rest();
        let start = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let mut value = String::new();
        let mut at = start;
        for line in rest[start..].split_inclusive('\n') {
            at += line.len();
            if line.trim_end() == "." {
                self.at += at;
                return Token::Text(value);
            }
            value.push_str(line.strip_prefix("..").map_or(line, |_| &line[1..]));
        }
        (self.at, self.damaged) = (self.text.len(), true);
        Token::Text(value)
    }

    fn word(&mut self) -> Option<Token> {
        let rest = self.rest();
        let tag = rest.starts_with(':');
        let body = &rest[usize::from(tag)..];
        let length = body.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(byte)).count();
        if length == 0 {
            return None;
        }
        let word = body[..length].to_ascii_lowercase();
        if word == "text" && !tag && body[length..].starts_with(':') {
            self.at += length + 1;
            return Some(self.multi_line());
        }
        self.at += length + usize::from(tag);
        Some(match tag {
            true => Token::Tag(word),
            false if word.as_bytes()[0].is_ascii_digit() => Token::Number,
            false => Token::Word(word),
        })
    }
}

impl Iterator for Tokens<'_> {
    type Item = (Token, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            let start = self.at;
            let first = *self.text.as_bytes().get(self.at)?;
            let token = match first {
                b'#' | b'/' => self.comment(),
                b'"' => Some(self.quoted()),
                b'(' | b')' | b'[' | b']' | b'{' | b'}' | b',' | b';' => {
                    self.at += 1;
                    Some(Token::Sign(first))
                }
                _ => self.word(),
            };
            match token {
                Some(token) => return Some((token, start..self.at)),
                None => {
                    self.damaged = true;
                    self.at += self.rest().chars().next().map_or(1, char::len_utf8);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_strings_texts_and_comments() {
        let script = "redirect :copy \"a\\\"b@c.example\"; # rule:[x]\n/* y */ vacation text:\nBonjour\n..\n.\n; if size :over 10K {}";
        let tokens: Vec<Token> = Tokens::of(script).map(|(token, _)| token).collect();
        let text = |text: &str| Token::Text(text.to_owned());
        let word = |text: &str| Token::Word(text.to_owned());
        assert_eq!(
            tokens,
            [
                word("redirect"),
                Token::Tag("copy".into()),
                text("a\"b@c.example"),
                Token::Sign(b';'),
                Token::Comment(" rule:[x]".into()),
                Token::Comment(" y ".into()),
                word("vacation"),
                text("Bonjour\n.\n"),
                Token::Sign(b';'),
                word("if"),
                word("size"),
                Token::Tag("over".into()),
                Token::Number,
                Token::Sign(b'{'),
                Token::Sign(b'}'),
            ]
        );
    }

    #[test]
    fn what_never_ends_is_damaged_and_ends() {
        for script in ["\"abc", "text:\nabc", "/* abc", "é€ if", "text:", ":", "/"] {
            let mut tokens = Tokens::of(script);
            let count = tokens.by_ref().count();
            assert!(tokens.damaged && count <= 2, "{script}");
        }
    }
}
