//! Regular expressions of Go (RE2 syntax, as gitleaks files have them) in the syntax of the regex crates: where the same sign means
//! something else there, it is written otherwise. What cannot be is left for the compiler to refuse.

/// The expression with the same meaning.
///
/// # Errors
/// What in it has no counterpart.
pub(super) fn translate(go: &str) -> Result<String, String> {
    let mut translation =
        Translation { rest: go, out: String::with_capacity(go.len() + 16), in_class: false, last: None };
    while let Some(c) = translation.next() {
        translation.step(c)?;
    }
    Ok(translation.out)
}

struct Translation<'a> {
    rest: &'a str,
    out: String,
    in_class: bool,
    /// the sign before, where it stood without a backslash
    last: Option<char>,
}

impl Translation<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn step(&mut self, c: char) -> Result<(), String> {
        let last = self.last.replace(c);
        match c {
            '\\' => {
                self.last = None;
                return self.escape();
            }
            '[' if !self.in_class => self.open_class(),
            '[' => self.bracket_in_class(),
            ']' if self.in_class => {
                self.in_class = false;
                self.out.push(']');
            }
            // Set operations of the regex crates; plain characters in Go.
            '&' | '~' if self.in_class => self.out.extend(['\\', c]),
            '-' if self.in_class && last == Some('-') => self.out.push_str("\\-"),
            '{' if !self.in_class && !is_repetition(self.rest) => self.out.push_str("\\{"),
            c => self.out.push(c),
        }
        Ok(())
    }

    fn open_class(&mut self) {
        self.in_class = true;
        self.out.push('[');
        if let Some(rest) = self.rest.strip_prefix('^') {
            self.rest = rest;
            self.out.push('^');
        }
        // A bracket that comes first closes nothing.
        if let Some(rest) = self.rest.strip_prefix(']') {
            self.rest = rest;
            self.out.push_str("\\]");
        }
    }

    /// `[:alpha:]` stays; any other bracket is a plain character in Go, and a nested class in the regex crates.
    fn bracket_in_class(&mut self) {
        let name = self.rest.strip_prefix(':').and_then(|rest| rest.find(":]").map(|end| end + 3));
        match name.filter(|end| self.rest[1..end - 2].bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'^')) {
            Some(end) => {
                self.out.push('[');
                self.out.push_str(&self.rest[..end]);
                self.rest = &self.rest[end..];
            }
            None => self.out.push_str("\\["),
        }
    }

    fn escape(&mut self) -> Result<(), String> {
        let Some(c) = self.next() else { return Err("it ends with a backslash".to_owned()) };
        match c {
            'Q' => self.quoted(),
            'E' => {}
            'C' => return Err("\\C (a single byte) is not supported".to_owned()),
            'd' => self.class("0-9", false),
            'D' => self.class("0-9", true),
            's' => self.class("\\t\\n\\f\\r ", false),
            'S' => self.class("\\t\\n\\f\\r ", true),
            'w' => self.class("0-9A-Za-z_", false),
            'W' => self.class("0-9A-Za-z_", true),
            'b' if !self.in_class => self.out.push_str("(?-u:\\b)"),
            '0'..='7' => self.octal(c),
            '<' | '>' => self.out.push(c),
            c => self.out.extend(['\\', c]),
        }
        Ok(())
    }

    /// Everything up to `\E` is meant as written.
    fn quoted(&mut self) {
        let (literal, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
        self.out.push_str(&regex_syntax::escape(literal));
        self.rest = rest;
    }

    /// The classes of Go are of ASCII.
    fn class(&mut self, members: &str, negated: bool) {
        match (self.in_class, negated) {
            (true, false) => self.out.push_str(members),
            (_, true) => self.out.push_str(&format!("[^{members}]")),
            (false, false) => self.out.push_str(&format!("[{members}]")),
        }
    }

    fn octal(&mut self, first: char) {
        let mut value = first.to_digit(8).unwrap_or(0);
        let digits = self.rest.bytes().take(2).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
        for digit in self.rest[..digits].chars() {
            value = value * 8 + digit.to_digit(8).unwrap_or(0);
        }
        self.rest = &self.rest[digits..];
        self.out.push_str(&format!("\\x{{{value:x}}}"));
    }
}

/// Whether what follows a brace makes it a repetition: `3}`, `3,}`, `3,5}`.
fn is_repetition(after: &str) -> bool {
    let Some((inside, _)) = after.split_once('}') else { return false };
    let (least, most) = inside.split_once(',').unwrap_or((inside, ""));
    !least.is_empty() && least.bytes().chain(most.bytes()).all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_go_means_is_kept() {
        for (go, expected) in [
            (r"(?i)\bkey\b", r"(?i)(?-u:\b)key(?-u:\b)"),
            (r"[\w.=-]{10,150}", r"[0-9A-Za-z_.=-]{10,150}"),
            (r"\d{4}\s+\S", r"[0-9]{4}[\t\n\f\r ]+[^\t\n\f\r ]"),
            (r"[^\W_]", r"[^[^0-9A-Za-z_]_]"),
            (r"\$\{(?:[A-Z]+)}", r"\$\{(?:[A-Z]+)}"),
            (r"a{x}", r"a\{x}"),
            (r"[[\]&&]", r"[\[\]\&\&]"),
            (r"[]a]", r"[\]a]"),
            (r"[[:alnum:]_]", r"[[:alnum:]_]"),
            (r"\Qa.b\E+", r"a\.b+"),
            (r"\<x\>", "<x>"),
            (r"\101", r"\x{41}"),
        ] {
            assert_eq!(translate(go).as_deref(), Ok(expected), "{go}");
            assert!(regex::Regex::new(expected).is_ok(), "{expected}");
        }
        assert!(translate(r"\C").is_err());
    }
}
