//! JSON read where it stands: every value has its place in the text, nothing is built before it is asked for, and what was cut off or is
//! damaged can still be read up to there (RFC 8259). No recursion: depth is only counted.

use std::ops::Range;

/// More members of one object than this are not looked at.
const MOST_MEMBERS: usize = 4096;
/// More values of one list of texts than this are not looked at.
const MOST_TEXTS: usize = 256;

/// The values of an array, of an object, or of a text of values one after the other (JSON lines).
#[derive(Debug)]
pub struct Values<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    keyed: bool,
    closing: Option<u8>,
    done: bool,
    /// something is missing or does not belong there
    pub damaged: bool,
}

/// The values of a text: one, or one a line.
pub fn roots(text: &str) -> Values<'_> {
    Values { text, at: 0, end: text.len(), keyed: false, closing: None, done: false, damaged: false }
}

/// The elements of the array, or the members of the object, at `span`.
pub fn inside(text: &str, span: Range<usize>) -> Values<'_> {
    let keyed = text.as_bytes().get(span.start) == Some(&b'{');
    let closing = Some(if keyed { b'}' } else { b']' });
    Values { text, at: span.start + 1, end: span.end, keyed, closing, done: false, damaged: false }
}

impl Iterator for Values<'_> {
    /// key, where it has one, and value
    type Item = (Range<usize>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        self.skip(|byte| byte == b',');
        if self.done {
            return None;
        }
        if self.at >= self.end || Some(bytes[self.at]) == self.closing {
            self.done = true;
            self.damaged |= self.at >= self.end && self.closing.is_some();
            return None;
        }
        let key = match self.keyed {
            true => self.key()?,
            false => 0..0,
        };
        let (end, whole) = value_end(bytes, self.at, self.end);
        let value = self.at..end;
        self.damaged |= !whole;
        self.done = end <= self.at;
        self.at = end;
        (!value.is_empty()).then_some((key, value))
    }
}

impl Values<'_> {
    fn skip(&mut self, also: impl Fn(u8) -> bool) {
        let rest = &self.text.as_bytes()[self.at.min(self.end)..self.end];
        let blank = |byte: &u8| byte.is_ascii_whitespace() || also(*byte);
        self.at += rest.iter().take_while(|byte| blank(byte)).count();
    }

    fn key(&mut self) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let (end, whole) = value_end(bytes, self.at, self.end);
        let key = self.at..end;
        self.at = end;
        self.skip(|_| false);
        if bytes[key.start] != b'"' || !whole || self.at >= self.end || bytes[self.at] != b':' {
            (self.done, self.damaged) = (true, true);
            return None;
        }
        self.at += 1;
        self.skip(|_| false);
        if self.at >= self.end {
            (self.done, self.damaged) = (true, true);
            return None;
        }
        Some(key)
    }
}

/// Where the value at `at` ends, and whether it is whole.
fn value_end(bytes: &[u8], at: usize, end: usize) -> (usize, bool) {
    match bytes[at] {
        b'"' => string_end(bytes, at, end),
        b'{' | b'[' => container_end(bytes, at, end),
        _ => {
            let stops = |byte: &u8| byte.is_ascii_whitespace() || b",:]}{[\"".contains(byte);
            let length = bytes[at..end].iter().take_while(|byte| !stops(byte)).count();
            let word = &bytes[at..at + length];
            let known = [&b"true"[..], b"false", b"null"].contains(&word);
            let number = word.first().is_some_and(|first| first.is_ascii_digit() || *first == b'-');
            (at + length, known || number)
        }
    }
}

fn string_end(bytes: &[u8], at: usize, end: usize) -> (usize, bool) {
    let mut here = at + 1;
    while let Some(next) = memchr::memchr2(b'"', b'\\', &bytes[here.min(end)..end]) {
        here += next;
        if bytes[here] == b'"' {
            return (here + 1, true);
        }
        here += 2;
    }
    (end, false)
}

fn container_end(bytes: &[u8], at: usize, end: usize) -> (usize, bool) {
    let (mut here, mut depth) = (at, 0_usize);
    while here < end {
        match bytes[here] {
            b'"' => {
                here = string_end(bytes, here, end).0;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        here += 1;
        if depth == 0 {
            return (here, true);
        }
    }
    (end, false)
}

/// An object: its members by name.
#[derive(Debug)]
pub struct Object<'a> {
    text: &'a str,
    /// where it stands
    pub span: Range<usize>,
    members: Vec<(String, Range<usize>)>,
    /// it is cut off or damaged
    pub damaged: bool,
}

impl<'a> Object<'a> {
    /// None where the value at `span` is no object.
    pub fn of(text: &'a str, span: Range<usize>) -> Option<Object<'a>> {
        if text.as_bytes().get(span.start) != Some(&b'{') {
            return None;
        }
        let mut values = inside(text, span.clone());
        let mut members = Vec::new();
        for (key, value) in values.by_ref().take(MOST_MEMBERS) {
            if key.len() <= 256 {
                members.push((string(text, &key).to_lowercase(), value));
            }
        }
        Some(Object { text, span, members, damaged: values.damaged })
    }

    /// Where the value of a member stands; `name` in lower case.
    pub fn place(&self, name: &str) -> Option<Range<usize>> {
        self.members.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    /// Whether it has all these members; names in lower case.
    pub fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.place(name).is_some())
    }

    /// A member that is an object.
    pub fn object(&self, name: &str) -> Option<Object<'a>> {
        Object::of(self.text, self.place(name)?)
    }

    /// The texts of a member: see [`texts`].
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.place(name).map(|span| texts(self.text, span)).unwrap_or_default()
    }

    /// The first text of a member; empty where there is none.
    pub fn first(&self, name: &str) -> String {
        self.texts(name).into_iter().next().unwrap_or_default()
    }

    /// Whether a member is true.
    pub fn is_true(&self, name: &str) -> bool {
        self.first(name).eq_ignore_ascii_case("true")
    }

    /// The object at a place in this one.
    pub fn inner(&self, span: Range<usize>) -> Option<Object<'a>> {
        Object::of(self.text, span)
    }

    /// All members.
    pub fn members(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.members.iter().map(|(name, span)| (name.as_str(), span.clone()))
    }

    /// The elements of a member that is an array.
    pub fn elements(&self, name: &str) -> impl Iterator<Item = Range<usize>> {
        let array = self.place(name).filter(|span| self.text.as_bytes()[span.start] == b'[');
        array.into_iter().flat_map(|span| inside(self.text, span).map(|(_, value)| value))
    }
}

/// What a value says: a string, a number or a word; of an array what its elements say; of an object its address, else its texts.
pub fn texts(text: &str, span: Range<usize>) -> Vec<String> {
    let mut out = Vec::new();
    let mut left = vec![(span, 0)];
    while let Some((span, depth)) = left.pop() {
        if out.len() >= MOST_TEXTS || depth > 4 {
            continue;
        }
        match text.as_bytes()[span.start] {
            b'[' => {
                let elements: Vec<_> =
                    inside(text, span).map(|(_, value)| (value, depth + 1)).take(MOST_TEXTS).collect();
                left.extend(elements.into_iter().rev());
            }
            b'{' => {
                if let Some(object) = Object::of(text, span) {
                    let named = ["emailaddress", "address", "smtpaddress"].iter().find_map(|name| object.place(name));
                    let all = || object.members.iter().map(|(_, value)| value.clone()).take(MOST_TEXTS);
                    match named {
                        Some(value) => left.push((value, depth + 1)),
                        None => {
                            left.extend(all().map(|value| (value, depth + 1)).collect::<Vec<_>>().into_iter().rev())
                        }
                    }
                }
            }
            b'"' => out.push(string(text, &span)),
            _ if &text[span.clone()] == "null" => {}
            _ => out.push(text[span].to_owned()),
        }
    }
    out
}

/// A string without its quotes and escapes; what cannot be undone stays as it stands.
pub fn string(text: &str, span: &Range<usize>) -> String {
    let raw = &text[span.clone()];
    serde_json::from_str(raw).unwrap_or_else(|_| raw.trim_matches('"').to_owned())
}

/// How deep records are looked for in arrays and objects.
const DEEPEST: usize = 8;

/// Gives every object of the text to `take`, outer ones first; where it returns true, what is in that object is not looked at. Returns
/// whether the text is whole.
pub fn walk(text: &str, take: &mut dyn FnMut(&Object<'_>) -> bool) -> bool {
    let mut whole = true;
    let mut stack = vec![roots(text)];
    while let Some(values) = stack.last_mut() {
        let Some((_, value)) = values.next() else {
            whole &= !values.damaged;
            stack.pop();
            continue;
        };
        let first = text.as_bytes()[value.start];
        let container = match Object::of(text, value.clone()) {
            Some(object) => !take(&object),
            None => first == b'[',
        };
        if container && stack.len() < DEEPEST {
            stack.push(inside(text, value));
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_places_and_texts() {
        let text =
            r#"{"a": ["x", {"emailAddress": {"name": "N", "address": "n@e.example"}}, 3, null], "b": "q\"\u00e9"}"#;
        let object = Object::of(text, 0..text.len()).unwrap();
        assert_eq!(object.texts("a"), ["x", "n@e.example", "3"]);
        assert_eq!(object.first("b"), "q\"é");
        assert!(!object.damaged && object.has(&["a", "b"]) && !object.has(&["c"]));
    }

    #[test]
    fn what_is_cut_off_is_read_up_to_there() {
        let text = "[{\"n\": 1}, {\"n\": 2}, {\"n\": 3, \"m\": \"abc";
        let mut seen = Vec::new();
        let whole = walk(text, &mut |object| {
            seen.push(object.first("n"));
            true
        });
        assert!(!whole);
        assert_eq!(seen, ["1", "2", "3"]);
        let whole = walk("{\"n\":1}\n{\"n\":2}\n", &mut |_| true);
        assert!(whole);
    }

    #[test]
    fn hostile_texts_end() {
        for text in
            ["[".repeat(1 << 20), "{\"a\":".repeat(200_000), "\"".repeat(99_999), "[1:2}".repeat(1000), "\\\"{".into()]
        {
            let mut count = 0_u32;
            walk(&text, &mut |_| {
                count += 1;
                false
            });
            for at in 0..20.min(text.len()) {
                let _ = Object::of(&text, at..text.len()).map(|object| object.texts("a"));
            }
        }
    }
}
