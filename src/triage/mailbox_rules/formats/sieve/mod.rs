//! Sieve scripts (RFC 5228) with the extensions that webmails use: copy, fileinto, imap4flags, vacation, variables, body, envelope, editheader,
//! include, reject. Every branch of an `if`, and every run of actions that stands outside of one, is a rule.

mod actions;
mod names;
mod tests_of;
mod tokens;

use std::collections::BTreeMap;
use std::ops::Range;

use actions::act;
use names::Named;
use tests_of::Condition;
use tokens::{Token, Tokens};

use super::{Reading, SettingText};
use crate::triage::mailbox_rules::model::MailboxRule;

/// Blocks in blocks deeper than this are not read.
const DEEPEST: usize = 32;
/// More variables, or longer ones, are not kept.
const MOST_VARIABLES: usize = 256;

/// Reads a script.
pub fn read(file: &SettingText<'_>, reading: &mut Reading<'_>) -> bool {
    if !is_script(file) {
        return false;
    }
    Script::of(file.text, reading).read();
    true
}

fn is_script(file: &SettingText<'_>) -> bool {
    let extension = file.extension();
    if ["sieve", "siv", "svbin"].contains(&extension.as_str()) || file.parent() == "sieve" {
        return true;
    }
    let starts =
        |line: &str| line.starts_with("require [") || line.starts_with("require \"") || line.starts_with("require[");
    (extension.is_empty() || extension == "txt") && file.text.lines().take(40).any(|line| starts(line.trim_start()))
}

/// The words of a script with one of them ahead, and what was learned while they passed by.
struct Words<'a> {
    tokens: Tokens<'a>,
    ahead: Option<(Token, Range<usize>)>,
    named: Named,
    variables: BTreeMap<String, String>,
    last: Range<usize>,
    damaged: bool,
}

struct Script<'a, 'r, 's> {
    words: Words<'a>,
    reading: &'r mut Reading<'s>,
}

/// Where a command stands.
#[derive(Clone, Default)]
struct Context {
    condition: Condition,
    name: Option<String>,
    depth: usize,
    /// where the outermost rule begins, its name included
    start: Option<usize>,
}

/// Arguments of a command.
#[derive(Default)]
struct Arguments {
    tags: Vec<String>,
    texts: Vec<String>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Words<'a> {
        let (tokens, named) = (Tokens::of(text), Named::of(text));
        Words { tokens, ahead: None, named, variables: BTreeMap::new(), last: 0..0, damaged: false }
    }

    /// The next word; comments are looked at for names and left out.
    fn peek(&mut self) -> Option<&Token> {
        while self.ahead.is_none() {
            match self.tokens.next()? {
                (Token::Comment(text), span) => self.named.see(&text, span),
                other => self.ahead = Some(other),
            }
        }
        self.ahead.as_ref().map(|(token, _)| token)
    }

    fn next(&mut self) -> Option<Token> {
        self.peek()?;
        let (token, span) = self.ahead.take()?;
        self.last = span;
        Some(token)
    }

    fn next_is(&mut self, sign: u8) -> bool {
        let is = self.peek() == Some(&Token::Sign(sign));
        if is {
            self.next();
        }
        is
    }

    /// Where the next word begins.
    fn place(&mut self) -> usize {
        self.peek();
        self.ahead.as_ref().map_or(self.last.end, |(_, span)| span.start)
    }

    /// Roundcube writes a rule that is switched off as `if false # test`.
    fn hidden_test(&mut self, own: &Condition) -> Option<Condition> {
        if !own.never {
            return None;
        }
        self.peek();
        let text = self.named.beside.take()?;
        let mut hidden = Words::of(&text);
        hidden.peek()?;
        let test = hidden.test(0);
        (!hidden.damaged).then_some(Condition { never: true, ..test })
    }

    fn skip_block(&mut self) {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next() {
                Some(Token::Sign(b'{')) => depth += 1,
                Some(Token::Sign(b'}')) => depth -= 1,
                None => return,
                Some(_) => {}
            }
        }
    }

    /// Up to the semicolon.
    fn arguments(&mut self) -> Arguments {
        let mut arguments = Arguments::default();
        loop {
            match self.peek() {
                None | Some(Token::Sign(b'{' | b'}')) => {
                    self.damaged = true;
                    return arguments;
                }
                Some(_) => {}
            }
            match self.next() {
                Some(Token::Sign(b';')) | None => return arguments,
                Some(Token::Tag(tag)) => arguments.tags.push(tag),
                Some(Token::Text(text)) if arguments.texts.len() < 1000 => {
                    let text = self.filled(&text);
                    arguments.texts.push(text);
                }
                Some(_) => {}
            }
        }
    }

    fn assign(&mut self, word: &str, arguments: &Arguments) {
        if let ("set", [name, value, ..]) = (word, arguments.texts.as_slice())
            && self.variables.len() < MOST_VARIABLES
            && value.len() <= 1024
        {
            self.variables.insert(name.to_lowercase(), value.clone());
        }
    }

    /// A text with its variables (RFC 5229) put in, once.
    fn filled(&self, text: &str) -> String {
        if self.variables.is_empty() || !text.contains("${") {
            return text.to_owned();
        }
        let mut pieces = text.split("${");
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let known =
                piece.split_once('}').and_then(|(name, rest)| Some((self.variables.get(&name.to_lowercase())?, rest)));
            match known {
                Some((value, rest)) if out.len() < 1 << 16 => out.extend([value.as_str(), rest]),
                _ => out.extend(["${", piece]),
            }
        }
        out
    }
}

impl<'a, 'r, 's> Script<'a, 'r, 's> {
    fn of(text: &'a str, reading: &'r mut Reading<'s>) -> Script<'a, 'r, 's> {
        Script { words: Words::of(text), reading }
    }

    fn read(mut self) {
        while self.words.peek().is_some() && !self.reading.is_full() {
            self.block(&Context::default());
            // A closing brace that nothing opened.
            self.words.damaged |= self.words.next().is_some();
        }
        if self.words.damaged || self.words.tokens.damaged {
            self.reading.damage();
        }
    }

    /// Commands up to a closing brace or the end.
    fn block(&mut self, context: &Context) {
        let mut loose: Option<MailboxRule> = None;
        loop {
            if matches!(self.words.peek(), None | Some(Token::Sign(b'}'))) {
                break;
            }
            let place = self.words.place();
            let Some(Token::Word(word)) = self.words.next() else {
                self.words.damaged = true;
                continue;
            };
            if word == "if" || word == "elsif" || word == "else" {
                self.tell(&mut loose);
                self.branch(&word, place, context);
                continue;
            }
            let arguments = self.words.arguments();
            if word == "require" || word == "set" {
                self.words.assign(&word, &arguments);
                continue;
            }
            if self.words.named.is_new() && context.depth == 0 {
                self.tell(&mut loose);
            }
            let rule = match loose.take() {
                Some(rule) => rule,
                None => self.begun(place, context),
            };
            loose = Some(self.acted(rule, &word, &arguments));
        }
        self.tell(&mut loose);
    }

    fn begun(&mut self, place: usize, context: &Context) -> MailboxRule {
        let (name, start) = match context.depth {
            0 => self.words.named.take(place),
            _ => (context.name.clone(), context.start.unwrap_or(place)),
        };
        let mut rule = MailboxRule { name, ..MailboxRule::at(start..self.words.last.end) };
        rule.conditions = context.condition.asked();
        rule.disabled = context.condition.never;
        rule
    }

    fn tell(&mut self, loose: &mut Option<MailboxRule>) {
        if let Some(rule) = loose.take() {
            self.reading.push(rule);
        }
    }

    /// `if test { ... }`, and what follows it.
    fn branch(&mut self, word: &str, place: usize, context: &Context) {
        let mut inner = context.clone();
        inner.depth += 1;
        if context.depth == 0 && word == "if" {
            let (name, start) = self.words.named.take(place);
            (inner.name, inner.start) = (name, Some(start));
        } else {
            inner.start = inner.start.or(Some(place));
        }
        let own = match word {
            "else" => Condition::rest(),
            _ => self.words.test(0),
        };
        let own = match self.words.hidden_test(&own) {
            Some(hidden) => hidden,
            None => own,
        };
        inner.condition = context.condition.and(&own);
        if !self.words.next_is(b'{') {
            self.words.damaged = true;
            return;
        }
        if inner.depth > DEEPEST {
            self.words.damaged = true;
            self.words.skip_block();
            return;
        }
        let before = self.reading.count();
        self.block(&inner);
        self.words.damaged |= !self.words.next_is(b'}');
        let told = self.reading.count() - before;
        if told == 0 && context.depth == 0 {
            // A rule that does nothing still counts.
            let rule = MailboxRule {
                name: inner.name.clone(),
                ..MailboxRule::at(inner.start.unwrap_or(place)..self.words.last.end)
            };
            self.reading.push(rule);
        }
    }

    fn acted(&mut self, mut rule: MailboxRule, word: &str, arguments: &Arguments) -> MailboxRule {
        rule.span.end = self.words.last.end;
        act(&mut rule.actions, word, arguments);
        rule
    }
}

#[cfg(test)]
mod tests;
