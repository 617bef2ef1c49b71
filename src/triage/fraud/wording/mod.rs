//! What a message asks for, and how it says it. No word is a signal: an act is, several words near each other, in seven languages; the
//! words and acts are data (`data/fraud-words.toml`, `fraud-acts.toml`, `fraud-manner.toml`, `fraud-pretexts.toml`). What is quoted in a reply says nothing of
//! its sender, what is forwarded little.

mod acts;
mod fold;
mod lexicon;
mod manner;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::message::mail::{Mail, PlaceKind, Text};
use crate::triage::signal::{self, Signal};

use fold::Folded;

/// So much of a body is read (bytes, folded).
const BODY: usize = 8 * 1024;
/// So much of the text of an attachment is.
const ATTACHMENT: usize = 4 * 1024;
/// So many texts of a message are read.
const TEXTS: usize = 8;
/// An act of at least this weight in a forwarded text is told.
const STRONG: f32 = 1.0;

/// What is asked in a message, and how: each signal once, at its first place, in the order of their ids.
pub fn signals(mail: &Mail) -> Vec<Signal> {
    let mut found = Signals::new();
    manner::of_message(mail, &mut found);
    let subject = mail.texts.iter().position(is_subject);
    let lead = subject.and_then(|at| mail.texts.get(at)).map_or("", |text| text.content.as_str());
    let mut bodies = false;
    let readable = mail.texts.iter().enumerate().filter(|(_, text)| text.place.kind != PlaceKind::Header);
    for (number, text) in readable.take(TEXTS) {
        let is_body = matches!(text.place.kind, PlaceKind::Plain | PlaceKind::Html | PlaceKind::Raw);
        let lead = if is_body { lead } else { "" };
        bodies |= is_body;
        read(Reading { text, number, lead, subject, limit: if is_body { BODY } else { ATTACHMENT } }, &mut found);
    }
    if let (false, Some(at)) = (bodies, subject) {
        let nothing = Text::plain("");
        read(Reading { text: &nothing, number: at, lead, subject, limit: BODY }, &mut found);
    }
    found.into_values().collect()
}

/// The signals of a message, by id.
type Signals = BTreeMap<&'static str, Signal>;

fn is_subject(text: &Text) -> bool {
    text.place.kind == PlaceKind::Header && text.place.part.is_empty() && text.place.name == "Subject"
}

/// A text to be read, after the subject.
struct Reading<'a> {
    text: &'a Text,
    number: usize,
    lead: &'a str,
    /// which text is the subject
    subject: Option<usize>,
    limit: usize,
}

fn read(reading: Reading<'_>, found: &mut Signals) {
    let Reading { text, number, lead, subject, limit } = reading;
    let head = Folded::of(lead, &whole(lead), 1024);
    let body = Folded::of(&text.content, &new_parts(text), limit);
    manner::of_text(&body, number, found);
    let mut joined = head.text.clone();
    joined.extend_from_slice(&body.text);
    for act in acts::acts(&joined) {
        let signal = match (act.span.end.checked_sub(head.text.len()), subject) {
            (None | Some(0), Some(at)) => Signal::at(act.id, at, original(&head, act.span, lead), ""),
            _ => {
                let start = act.span.start.saturating_sub(head.text.len());
                let span = start..act.span.end.saturating_sub(head.text.len());
                Signal::at(act.id, number, original(&body, span, &text.content), "")
            }
        };
        found.entry(act.id).or_insert(signal);
    }
    if !text.quoted.is_empty() && manner::forwards(lead, text) {
        read_forwarded(text, number, limit, found);
    }
}

/// A forwarded text asks for what its first sender wants; that is worth one weak signal.
fn read_forwarded(text: &Text, number: usize, limit: usize, found: &mut Signals) {
    let body = Folded::of(&text.content, &text.quoted, limit);
    let strong = |id: &str| signal::get(id).is_some_and(|rule| rule.weight >= STRONG);
    if let Some(act) = acts::acts(&body.text).into_iter().find(|act| strong(act.id)) {
        let about = act.id.trim_start_matches("wording.");
        let span = original(&body, act.span, &text.content);
        found.entry("wording.forwarded").or_insert(Signal::at("wording.forwarded", number, span, about));
    }
}

fn original(folded: &Folded, span: Range<usize>, content: &str) -> Range<usize> {
    let start = folded.origin(span.start).min(content.len());
    let last = folded.origin(span.end.saturating_sub(1)).min(content.len());
    let end = (last + 1..=content.len()).find(|at| content.is_char_boundary(*at)).unwrap_or(content.len());
    start..end.max(start)
}

fn whole(content: &str) -> Vec<Range<usize>> {
    std::iter::once(0..content.len()).collect()
}

/// What the sender wrote and a reader sees: no quotes, no signature, nothing hidden.
fn new_parts(text: &Text) -> Vec<Range<usize>> {
    let mut left_out: Vec<&Range<usize>> = text.quoted.iter().chain(&text.hidden).chain(&text.signature).collect();
    left_out.sort_by_key(|range| (range.start, range.end));
    let mut parts = Vec::new();
    let mut at = 0;
    for range in left_out {
        if range.start > at {
            parts.push(at..range.start);
        }
        at = at.max(range.end);
    }
    if at < text.content.len() {
        parts.push(at..text.content.len());
    }
    parts
}
