//! How a message is made: its subject, letters that are not what they look like, hidden text, the name it calls its reader by, and
//! whether it forwards another or comes from a list.

use crate::message::mail::{AddressField, Mail, PlaceKind, Text};
use crate::triage::signal::Signal;

use super::fold::Folded;
use super::{Signals, is_subject, whole};

/// Hidden text longer than this (bytes) is no preview line.
const HIDDEN: usize = 600;
/// The greeting stands in the first so many bytes.
const GREETING: usize = 160;

/// What stands at the start of a forward, folded.
const FORWARDED: [&str; 10] = [
    "forwarded",
    "transfere",
    "transmis",
    "weitergeleitet",
    "reenviado",
    "inoltrato",
    "encaminhada",
    "doorgestuurd",
    "forward",
    "tr ",
];

/// What the message as a whole shows.
pub(super) fn of_message(mail: &Mail, found: &mut Signals) {
    let mut tell = |signal: Signal| {
        found.entry(signal.id).or_insert(signal);
    };
    match mail.texts.iter().enumerate().find(|(_, text)| is_subject(text)) {
        Some((number, text)) => subject(number, &text.content, &mut tell),
        None => tell(Signal::of_message("wording.bare-subject", "")),
    }
    if mail.header("List-Id").or_else(|| mail.header("List-Post")).is_some() {
        tell(Signal::of_message("wording.list", ""));
    }
    for (number, text) in mail.texts.iter().enumerate().filter(|(_, text)| text.place.kind == PlaceKind::Html) {
        let hidden = text.hidden.iter().map(std::iter::ExactSizeIterator::len).sum::<usize>();
        if hidden > HIDDEN
            && let Some(first) = text.hidden.first()
        {
            tell(Signal::at("wording.hidden-text", number, first.clone(), ""));
        }
    }
    if let Some((number, name)) = greeted_by_address(mail) {
        tell(Signal::at("wording.address-greeting", number, 0..0, name));
    }
}

fn subject(number: usize, subject: &str, tell: &mut impl FnMut(Signal)) {
    let at = |id| Signal::at(id, number, 0..subject.len(), "");
    let folded = Folded::of(subject, &whole(subject), 1024);
    if folded
        .text
        .split(u8::is_ascii_whitespace)
        .all(|word| matches!(word, b"" | b"re" | b"fwd" | b"fw" | b"tr" | b"aw" | b"sv"))
    {
        tell(at("wording.bare-subject"));
    }
    let sign = |c: &char| matches!(c, '!' | '*' | '$' | '€' | '£' | '>' | '<' | '=' | '~' | '^' | '|' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    if subject.chars().filter(sign).count() >= 3 {
        tell(at("wording.subject-symbols"));
    }
    let upper = subject.chars().filter(|c| c.is_uppercase()).count();
    if upper >= 10 && !subject.chars().any(char::is_lowercase) {
        tell(at("wording.shouting"));
    }
    letters(&folded, number, 1, tell);
    if folded.widthless + subject.matches('\u{ad}').count() > 0 {
        tell(at("wording.zero-width"));
    }
}

/// How the letters of a text are made.
pub(super) fn of_text(folded: &Folded, number: usize, found: &mut Signals) {
    let mut tell = |signal: Signal| {
        found.entry(signal.id).or_insert(signal);
    };
    letters(folded, number, 2, &mut tell);
    if folded.widthless >= 3 {
        tell(Signal::at("wording.zero-width", number, 0..0, ""));
    }
}

fn letters(folded: &Folded, number: usize, least: usize, tell: &mut impl FnMut(Signal)) {
    if folded.mixed >= least {
        tell(Signal::at("wording.homoglyphs", number, 0..0, ""));
    }
    if folded.styled >= 4 * least {
        tell(Signal::at("wording.styled-letters", number, 0..0, ""));
    }
}

/// `Dear camille.roussel,`: what stands before the `@` of the recipient, where it is not a first name.
fn greeted_by_address(mail: &Mail) -> Option<(usize, String)> {
    let names: Vec<String> = mail
        .addresses_of(AddressField::To)
        .map(|address| address.local.to_lowercase())
        .filter(|local| local.len() >= 4 && local.bytes().any(|byte| !byte.is_ascii_alphabetic()))
        .take(4)
        .collect();
    let bodies =
        mail.texts.iter().enumerate().filter(|(_, text)| matches!(text.place.kind, PlaceKind::Plain | PlaceKind::Html));
    for (number, text) in bodies.take(2) {
        let start: String = text.content.trim_start().chars().take(GREETING).collect::<String>().to_lowercase();
        let greeting = start.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let called = |name: &&String| {
            let start = greeting.find(name.as_str()).filter(|_| greeting.len() < 80);
            start.is_some_and(|at| greeting.get(..at).is_some_and(is_greeting))
        };
        if let Some(name) = names.iter().find(called) {
            return Some((number, name.clone()));
        }
    }
    None
}

/// Nothing, or a word or two that greet.
fn is_greeting(before: &str) -> bool {
    const GREETINGS: [&str; 20] = [
        "",
        "bonjour",
        "bonsoir",
        "cher",
        "chere",
        "hello",
        "hi",
        "dear",
        "hey",
        "attn",
        "attention",
        "hallo",
        "guten tag",
        "hola",
        "ola",
        "ciao",
        "beste",
        "liebe",
        "estimado",
        "salut",
    ];
    GREETINGS.contains(&before.trim_matches([' ', ',', ':', '*', '-', '(']))
}

/// Whether a text hands on another message: its subject says so, or the first line of what it quotes.
pub(super) fn forwards(subject: &str, text: &Text) -> bool {
    let subject = subject.trim_start().to_lowercase();
    if ["fwd:", "fw:", "tr:", "tr :", "wg:", "rv:", "i:", "enc:", "fwd :"]
        .iter()
        .any(|start| subject.starts_with(start))
    {
        return true;
    }
    let Some(quoted) = text.quoted.first() else { return false };
    let start: String = text.content.get(quoted.clone()).unwrap_or_default().chars().take(80).collect();
    let folded = Folded::of(&start, &whole(&start), 200);
    let folded = String::from_utf8_lossy(&folded.text);
    FORWARDED.iter().any(|word| folded.contains(word))
}
