//! Enough of Rust's grammar to find every path in a source file, wherever it stands: in a `use`, an expression, a type, a
//! macro. Comments, strings and lifetimes are left out; `#[cfg(test)]` items can be.

/// A token of interest; all other signs are there one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// an identifier, a keyword or a number
    Word(String),
    /// `::`
    Colons,
    /// any other character
    Sign(char),
}

use Token::{Colons, Sign, Word};

/// The tokens of a source file.
pub fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let rest = &chars[at..];
        let taken = match rest {
            ['/', '/', ..] => rest.iter().take_while(|&&c| c != '\n').count(),
            ['/', '*', ..] => block_comment(rest),
            ['"', ..] => string(rest),
            ['\'', ..] => quote(rest),
            [':', ':', ..] => push(&mut out, Colons, 2),
            [c, ..] if is_word(*c) => {
                let length = rest.iter().take_while(|&&c| is_word(c)).count();
                let word: String = rest[..length].iter().collect();
                match raw_string(&word, &rest[length..]) {
                    Some(more) => length + more,
                    None => push(&mut out, Word(word), length),
                }
            }
            [c, ..] if c.is_whitespace() => 1,
            [c, ..] => push(&mut out, Sign(*c), 1),
            [] => break,
        };
        at += taken;
    }
    out
}

fn push(out: &mut Vec<Token>, token: Token, length: usize) -> usize {
    out.push(token);
    length
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn block_comment(rest: &[char]) -> usize {
    let (mut at, mut depth) = (2, 1);
    while depth > 0 && at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => (at, depth) = (at + 2, depth + 1),
            ['*', '/', ..] => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
    }
    at
}

fn string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// A character, or a lifetime with its name.
fn quote(rest: &[char]) -> usize {
    match rest {
        ['\'', '\\', ..] => 3 + rest[3..].iter().take_while(|&&c| c != '\'').count() + 1,
        ['\'', _, '\'', ..] => 3,
        _ => 1 + rest[1..].iter().take_while(|&&c| is_word(c)).count(),
    }
}

/// What follows the word `r` or `br`, if it is a raw string; `b"` and `c"` are plain strings after a word of no interest.
fn raw_string(word: &str, rest: &[char]) -> Option<usize> {
    if !matches!(word, "r" | "br" | "cr") {
        return None;
    }
    let hashes = rest.iter().take_while(|&&c| c == '#').count();
    if rest.get(hashes) != Some(&'"') {
        return None;
    }
    let mut end = vec!['"'];
    end.resize(1 + hashes, '#');
    let body = &rest[hashes + 1..];
    let length = body.windows(end.len()).position(|window| window == end)?;
    Some(hashes + 1 + length + end.len())
}

/// The tokens without the items marked `#[cfg(test)]`.
pub fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mark = self::tokens("#[cfg(test)]");
    let (mut out, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if tokens[at..].starts_with(&mark) {
            at += mark.len() + item_length(&tokens[at + mark.len()..]);
        } else {
            out.push(tokens[at].clone());
            at += 1;
        }
    }
    out
}

/// To the `;` or the closing brace of the item that begins here.
fn item_length(tokens: &[Token]) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Sign('{' | '(' | '[') => depth += 1,
            Sign('}' | ')' | ']') => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(token, Sign(';' | '}')) {
            return at + 1;
        }
    }
    tokens.len()
}

/// Every path, with `use` trees taken apart and `self`, `super` and the crate's own name resolved for a file that is the module
/// `module`: `crate` comes first where a path is one of this crate.
pub fn paths(tokens: &[Token], module: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let (mut depth, mut inline): (usize, Vec<(usize, String)>) = (0, Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        let mut raw = Vec::new();
        let mut next = at + 1;
        match &tokens[at..] {
            [Word(word), ..] if word == "use" => next = at + 1 + use_tree(&tokens[at + 1..], &[], &mut raw),
            [Word(word), Word(name), Sign('{'), ..] if word == "mod" => inline.push((depth, name.clone())),
            [Word(_), Colons, ..] if starts_path(tokens, at) => {
                let path = straight_path(&tokens[at..]);
                next = at + path.len() * 2 - 1;
                raw.push(path);
            }
            [Sign('{'), ..] => depth += 1,
            [Sign('}'), ..] => {
                depth = depth.saturating_sub(1);
                inline.retain(|(outside, _)| *outside < depth);
            }
            _ => {}
        }
        let here: Vec<String> = module.iter().chain(inline.iter().map(|(_, name)| name)).cloned().collect();
        found.extend(raw.into_iter().map(|path| resolve(path, &here)));
        at = next;
    }
    found
}

fn starts_path(tokens: &[Token], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|at| &tokens[at]);
    match before(1) {
        Some(Colons) => !matches!(before(2), Some(Word(_) | Sign('>'))),
        _ => true,
    }
}

/// `a::b::c` from its first word.
fn straight_path(tokens: &[Token]) -> Vec<String> {
    let mut path = Vec::new();
    for pair in tokens.chunks(2) {
        match pair {
            [Word(word), Colons] => path.push(word.clone()),
            [Word(word), ..] => {
                path.push(word.clone());
                break;
            }
            _ => break,
        }
    }
    path
}

/// Takes a tree of `use` apart into `found`; returns its length in tokens.
fn use_tree(tokens: &[Token], prefix: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = prefix.to_vec();
    let mut at = 0;
    loop {
        match tokens.get(at) {
            Some(Word(word)) if word == "as" => at += 1,
            Some(Word(word)) => {
                if !matches!(at.checked_sub(1).map(|at| &tokens[at]), Some(Word(_))) {
                    path.push(word.clone());
                }
                at += 1;
            }
            Some(Sign('*')) => {
                path.push("*".to_owned());
                at += 1;
            }
            Some(Colons) => at += 1,
            Some(Sign('{')) => {
                at += 1;
                while !matches!(tokens.get(at), Some(Sign('}')) | None) {
                    at += use_tree(&tokens[at..], &path, found);
                    at += usize::from(tokens.get(at) == Some(&Sign(',')));
                }
                return at + 1;
            }
            _ => {
                found.push(path);
                return at;
            }
        }
    }
}

fn resolve(path: Vec<String>, here: &[String]) -> Vec<String> {
    let (mut at, mut own) = (0, here.to_vec());
    match path.first().map(String::as_str) {
        Some("crate" | "scelle") => (at, own) = (1, Vec::new()),
        Some("self" | "super") => {
            for step in path.iter().take_while(|step| matches!(step.as_str(), "self" | "super")) {
                at += 1;
                if step == "super" {
                    own.pop();
                }
            }
        }
        _ => return path,
    }
    let rest = path.into_iter().skip(at).filter(|step| step != "self");
    std::iter::once("crate".to_owned()).chain(own).chain(rest).collect()
}
