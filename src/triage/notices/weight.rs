//! Weighs what a message says against how it looks: a program's short message counts for a notice, a conversation, a newsletter or a
//! long letter counts against it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::message::mail::Mail;

use super::lexicon::LEXICON;
use super::sender::Sender;
use super::services::SERVICES;
use super::wording::{Said, Wording};

/// From here on it is a notice.
const ENOUGH: i32 = 50;
/// Sentences of a body that count fully, those that count less, and no more after them.
const FIRST: usize = 12;
const LAST: usize = 25;

/// What the header says of the conversation that a message is part of.
#[derive(Debug)]
pub struct Thread<'a> {
    /// the subject without `Re:` and its kin
    pub subject: &'a str,
    /// an answer
    reply: bool,
    /// it names the message that it answers
    answers: bool,
    /// passed on
    forward: bool,
    /// from a mailing list
    list: bool,
    /// the title of an issue: `[acme/tools] … (#412)`
    tracker: bool,
}

impl<'a> Thread<'a> {
    /// Reads the header.
    pub fn of(mail: &'a Mail) -> Thread<'a> {
        let mut thread = Thread {
            subject: mail.main.subject.trim(),
            reply: false,
            answers: false,
            forward: false,
            list: false,
            tracker: false,
        };
        for field in &mail.headers {
            match field.name.as_str() {
                name if name.eq_ignore_ascii_case("In-Reply-To") || name.eq_ignore_ascii_case("References") => {
                    thread.answers |= !field.value.trim().is_empty();
                }
                name if name.eq_ignore_ascii_case("List-Post") || name.eq_ignore_ascii_case("Mailing-List") => {
                    thread.list = true
                }
                name if name.eq_ignore_ascii_case("Precedence") => {
                    thread.list |= field.value.trim().eq_ignore_ascii_case("list")
                }
                _ => {}
            }
        }
        thread.reply = thread.answers;
        while let Some((prefix, rest)) = thread.subject.split_once(':') {
            match prefix.trim().to_ascii_lowercase().as_str() {
                "re" | "aw" | "sv" | "antw" | "rép" | "rep" => thread.reply = true,
                "fw" | "fwd" | "tr" | "wg" | "i" => thread.forward = true,
                _ => break,
            }
            thread.subject = rest.trim();
        }
        thread.tracker = is_of_a_tracker(thread.subject);
        thread
    }

    /// People write to each other.
    pub fn is_conversation(&self) -> bool {
        self.answers || self.list
    }
}

/// `[owner/project]` before, or `(#412)`, `(PR !18)`, `WEB-231` in it: the name of a piece of work, not what happened.
fn is_of_a_tracker(subject: &str) -> bool {
    let before = subject.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or("", |(before, _)| before);
    let numbered = |word: &str| {
        let number = word.trim_matches(['(', ')', '[', ']', ':', ',']).strip_prefix(['#', '!']);
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let key = |word: &str| {
        let (project, number) = word.trim_matches(['(', ')', '[', ']', ':', ',']).split_once('-').unwrap_or_default();
        (2..=10).contains(&project.len())
            && project.bytes().all(|byte| byte.is_ascii_uppercase())
            && (1..=6).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    (before.contains('/') && !before.contains(' '))
        || subject.split_whitespace().take(60).any(|word| numbered(word) || key(word))
}

/// The rule that a message speaks for most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// its id
    pub rule: String,
    /// how much, from [`ENOUGH`]
    pub score: i32,
    /// the sentence of the body that says it, in the folded text; none where the subject does
    pub span: Option<Range<usize>>,
}

impl Weighed {
    /// 0 to 100.
    pub fn confidence(&self) -> u8 {
        u8::try_from(self.score.clamp(45, 97)).unwrap_or(97)
    }
}

#[derive(Debug, Clone, Default)]
struct Tally {
    best: i32,
    best_in_body: i32,
    also: i32,
    span: Option<Range<usize>>,
}

/// Weighs the subject and one body; none where that is no notice.
pub fn weigh(
    subject: &Wording,
    body: &Wording,
    sender: &Sender<'_>,
    thread: &Thread<'_>,
    links: bool,
) -> Option<Weighed> {
    if subject.said.is_empty() && body.said.is_empty() {
        return None;
    }
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for said in &subject.said {
        add(&mut tallies, said, subject, 12, false);
    }
    for said in body.said.iter().filter(|said| said.sentence < LAST) {
        let bonus = match said.sentence {
            0 | 1 => 8,
            2..=4 => 4,
            5..FIRST => 0,
            _ => -15,
        };
        add(&mut tallies, said, body, bonus, true);
    }
    let circumstances = for_a_notice(subject, body, sender, links) - against(subject, body, sender, thread);
    let expiry = 40 * i32::from(subject.has("expiry") || body.has("expiry"));
    let other_code = 60 * i32::from(subject.has("othercode") || body.has("othercode"));
    let weighed = tallies.into_iter().map(|(rule, tally)| {
        let alone = match rule {
            super::IMITATION => 0,
            "notice.verification-code" => expiry + other_code,
            _ => expiry,
        };
        let score = tally.best + tally.also.min(10) + circumstances - alone;
        Weighed { rule: rule.to_owned(), score, span: tally.span }
    });
    // Of equals the first by name, so that the answer is always the same; the words of impostors only where there is no other.
    let rank = |weighed: &Weighed| (weighed.rule != super::IMITATION, weighed.score);
    weighed
        .filter(|weighed| weighed.score >= ENOUGH)
        .reduce(|best, next| if rank(&next) > rank(&best) { next } else { best })
}

fn add(tallies: &mut BTreeMap<&str, Tally>, said: &Said, text: &Wording, bonus: i32, in_body: bool) {
    let Some(pattern) = LEXICON.patterns.get(said.pattern) else { return };
    // What says little by itself must stand nearly alone.
    let longest = match pattern.strength {
        ..=30 => 7,
        31..=48 => 30,
        _ => 60,
    };
    if said.words > longest || (pattern.strength <= 30 && text.words > 60) {
        return;
    }
    let tally = tallies.entry(pattern.rule.as_str()).or_default();
    let value = pattern.strength + bonus;
    if in_body && value > tally.best_in_body {
        tally.best_in_body = value;
        tally.span = Some(said.span.clone());
    }
    tally.also += if tally.best > 0 { 3 } else { 0 };
    tally.best = tally.best.max(value);
}

fn for_a_notice(subject: &Wording, body: &Wording, sender: &Sender<'_>, links: bool) -> i32 {
    let known = SERVICES.owner_of(sender.domain).is_some() && !SERVICES.is_freemail(sender.domain);
    let short = match body.words {
        ..=12 => 25,
        13..=60 => 17,
        61..=120 => 6,
        _ => 0,
    };
    let says = |name: &str| body.has(name) || subject.has(name);
    short
        + 12 * i32::from(sender.automated)
        + 12 * i32::from(known)
        + 8 * i32::from(says("notyou"))
        + 4 * i32::from(links || says("digits"))
}

fn against(subject: &Wording, body: &Wording, sender: &Sender<'_>, thread: &Thread<'_>) -> i32 {
    let count = |number: usize| i32::try_from(number.min(10)).unwrap_or(10);
    let personal = count(subject.personal + body.personal);
    let personal = match (sender.automated, personal) {
        (_, 0) => 0,
        (true, times) => (6 * times).min(18),
        (false, times) => (35 + 10 * times).min(75),
    };
    let long = match body.words {
        501.. => 20,
        251..=500 => 10,
        _ => 0,
    };
    let alone = i32::from(subject.said.is_empty() && body.words > 120);
    personal
        + (6 * count(subject.familiar + body.familiar)).min(18)
        + (10 * count(body.other_business)).min(40)
        + 25 * count(subject.other_business)
        + if sender.automated { long } else { 2 * long }
        + 12 * alone
        + (45 * count(subject.elsewhere + body.elsewhere)).min(90)
        + 90 * i32::from(thread.tracker)
        + 40 * i32::from(thread.list)
        + 30 * i32::from(thread.reply)
        + 15 * i32::from(thread.forward)
}
