//! Tests of a Sieve script: what a rule looks for. `anyof` and `allof` both just add up; what is negated asks nothing that an ordinary
//! message would not have.

use super::{Token, Words};
use crate::triage::mailbox_rules::model::Conditions;

/// Tests in tests deeper than this are not read.
const DEEPEST: usize = 32;

/// What a test asks.
#[derive(Debug, Clone, Default)]
pub struct Condition {
    pub(super) conditions: Conditions,
    /// it can never be true: the rule is switched off
    pub never: bool,
}

impl Condition {
    /// What `else` asks: nothing.
    pub fn rest() -> Condition {
        Condition { conditions: Conditions { everything: true, ..Conditions::default() }, never: false }
    }

    /// Both.
    pub fn and(&self, other: &Condition) -> Condition {
        let mut both = self.clone();
        both.add(other);
        both.never |= other.never;
        both
    }

    fn add(&mut self, other: &Condition) {
        let (mine, more) = (&mut self.conditions, &other.conditions);
        mine.words.add_all(more.words.iter());
        mine.senders.add_all(more.senders.iter());
        mine.recipients.add_all(more.recipients.iter());
        mine.marks.add_all(more.marks.iter());
        mine.others.add_all(more.others.iter());
        mine.everything |= more.everything;
    }

    /// As a rule tells it: what asks for everything and for something else asks for that.
    pub fn asked(&self) -> Conditions {
        let everything = self.conditions.is_empty() || self.conditions.everything && self.only_others();
        Conditions { everything, ..self.conditions.clone() }
    }

    fn only_others(&self) -> bool {
        let asked = &self.conditions;
        asked.words.is_empty() && asked.senders.is_empty() && asked.recipients.is_empty() && asked.marks.is_empty()
    }
}

impl Words<'_> {
    /// Reads one test, or a list of them in parentheses.
    pub(super) fn test(&mut self, depth: usize) -> Condition {
        let Some(Token::Word(_)) = self.peek() else {
            self.damaged = true;
            return Condition::default();
        };
        let Some(Token::Word(word)) = self.next() else { return Condition::default() };
        if depth > DEEPEST {
            self.damaged = true;
            return Condition::default();
        }
        match word.as_str() {
            "not" => {
                let inner = self.test(depth + 1);
                // `not false` is true; what is excluded still leaves nearly everything.
                Condition { never: inner.conditions.everything && inner.conditions.is_empty(), ..Condition::rest() }
            }
            "anyof" | "allof" => self.several(word == "allof", depth),
            "true" => Condition::rest(),
            "false" => Condition { never: true, ..Condition::default() },
            _ => self.single(&word),
        }
    }

    fn several(&mut self, all: bool, depth: usize) -> Condition {
        let mut sum = Condition::default();
        if !self.next_is(b'(') {
            self.damaged = true;
            return sum;
        }
        let (mut never, mut any) = (false, false);
        loop {
            let one = self.test(depth + 1);
            never |= one.never;
            any |= !one.never;
            sum.add(&one);
            if !self.next_is(b',') {
                break;
            }
        }
        self.damaged |= !self.next_is(b')');
        sum.never = if all { never } else { !any };
        sum
    }

    /// A test with its arguments: lists of strings in brackets or single ones, of which the last holds what is looked for.
    fn single(&mut self, word: &str) -> Condition {
        let mut lists: Vec<Vec<String>> = Vec::new();
        let (mut tags, mut open) = (Vec::new(), false);
        while let Some(token) = self.peek() {
            match token {
                Token::Tag(_) | Token::Number | Token::Text(_) | Token::Sign(b'[' | b']') => {}
                Token::Sign(b',') if open => {}
                _ => break,
            }
            match self.next() {
                Some(Token::Sign(b'[')) => {
                    open = true;
                    lists.push(Vec::new());
                }
                Some(Token::Sign(b']')) => open = false,
                Some(Token::Tag(tag)) => tags.push(tag),
                Some(Token::Text(text)) => {
                    let text = self.filled(&text);
                    match lists.last_mut().filter(|_| open) {
                        Some(list) if list.len() < 1000 => list.push(text),
                        Some(_) => {}
                        None => lists.push(vec![text]),
                    }
                }
                _ => {}
            }
        }
        Condition { conditions: asked(word, &tags, &lists), never: false }
    }
}

fn asked(word: &str, tags: &[String], lists: &[Vec<String>]) -> Conditions {
    let mut conditions = Conditions::default();
    // A comparator (`:comparator "i;octet"`) and a body transform come before what is looked for.
    let keys = lists.last().map(Vec::as_slice).unwrap_or_default();
    let fields: Vec<String> = match lists {
        [.., fields, _] => fields.iter().map(|field| field.to_lowercase()).collect(),
        _ => Vec::new(),
    };
    let matches = tags.iter().any(|tag| tag == "matches" || tag == "regex");
    let bare = |key: &String| if matches { key.trim_matches(['*', '?']).trim().to_owned() } else { key.clone() };
    let keys: Vec<String> = keys.iter().map(bare).collect();
    let texts = || keys.iter().map(String::as_str);
    let everything = keys.iter().any(String::is_empty) || keys.iter().all(|key| key == "@" || key == ".");
    match word {
        "header" | "address" | "envelope" | "string" | "hasflag" => {
            let is = |names: &[&str]| fields.iter().any(|field| names.contains(&field.as_str()));
            if everything {
                conditions.everything = true;
            } else if is(&["from", "sender", "reply-to", "return-path", "envelope-from"]) {
                conditions.senders.add_all(texts());
            } else if is(&["to", "cc", "bcc", "resent-to", "delivered-to", "x-original-to"]) {
                conditions.recipients.add_all(texts());
            } else if is(&["subject", "comments", "keywords"]) || fields.is_empty() {
                conditions.words.add_all(texts());
            } else {
                let marks: Vec<String> =
                    keys.iter().map(|key| format!("{} {key}", fields.first().map_or("", String::as_str))).collect();
                conditions.marks.add_all(marks.iter().map(String::as_str));
            }
        }
        "body" => match everything {
            true => conditions.everything = true,
            false => conditions.words.add_all(texts()),
        },
        "exists" => {
            let usual = ["from", "to", "subject", "date", "message-id", "received"];
            match keys.iter().all(|key| usual.contains(&key.to_lowercase().as_str())) {
                true => conditions.everything = true,
                false => conditions.marks.add_all(texts()),
            }
        }
        "size" | "currentdate" | "date" => conditions.others.add(word),
        _ => conditions.others.add_all(texts().chain([word])),
    }
    conditions
}
