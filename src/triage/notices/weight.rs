//! Weighs what a message says against how it looks: a program's short message counts for a notice, a conversation, a newsletter or a
//! long letter counts against it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::message::mail::Mail;

use super::IMITATION;
use super::lexicon::{Concepts, LEXICON};
use super::origin::Pressure;
use super::sender::Sender;
use super::services::SERVICES;
use super::wording::{Said, Wording};

/// From here on it is a notice.
const ENOUGH: i32 = 50;
/// A text of no more words is a title or a bare message: whom it speaks to goes without saying.
const SHORT: usize = 16;
/// So many lines with a number are a report of many accounts.
const MANY: usize = 3;
/// The rule for codes.
const CODE: &str = "notice.verification-code";
/// From here on it is told where its sender is an impostor.
const NEARLY: i32 = 25;
/// Sentences of a body that count fully, those that count less, and no more after them.
const FIRST: usize = 12;
const LAST: usize = 25;

/// Fields that trackers and forges set on mail about issues and changes.
const TRACKERS: [&str; 6] =
    ["X-GitHub-Reason", "X-GitLab-Project", "X-Redmine-Project", "X-JIRA", "X-Bugzilla", "X-Gitea-"];
/// How they number them: `(#412)`, `!204`, `[owner/project]`, `(WEB-812)`, `[Bug 4410]`, `LoginError`.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)[#!]\d{1,7}\b|\[[\w.-]{1,60}/[\w.-]{1,60}\]|[\[(][A-Z]{2,10}-\d{1,6}[\])]|\b(?:bug|ticket|inc|ritm|tkt|incident|demande n°) ?#?\d{3,}|\b\w{2,40}(?:Error|Exception)\b")
        .expect("because a test finds one")
});

/// What happens to an account.
static EVENTS: LazyLock<Concepts> = LazyLock::new(|| {
    let names = ["changed", "added", "removed", "enabled", "disabled", "replaced", "notyou"];
    names.iter().fold(0, |all, name| all | LEXICON.bit(name))
});

fn starts_with(name: &str, start: &str) -> bool {
    name.get(..start.len()).is_some_and(|name| name.eq_ignore_ascii_case(start))
}

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
    /// from an issue tracker or a forge: somebody else's words about software
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
                name => thread.tracker |= TRACKERS.iter().any(|tracker| starts_with(name, tracker)),
            }
        }
        thread.tracker |= NUMBERED.is_match(thread.subject);
        thread.reply = thread.answers;
        while let Some((prefix, rest)) = thread.subject.split_once(':') {
            match prefix.trim().to_ascii_lowercase().as_str() {
                "re" | "aw" | "sv" | "antw" | "rép" | "rep" => thread.reply = true,
                "fw" | "fwd" | "tr" | "wg" | "i" => thread.forward = true,
                _ => break,
            }
            thread.subject = rest.trim();
        }
        thread
    }

    /// People write to each other.
    pub fn is_conversation(&self) -> bool {
        self.answers || self.list
    }
}

/// The rule that a message speaks for most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// its id
    pub rule: String,
    /// how much; from [`ENOUGH`] on it is a notice
    pub score: i32,
    /// the same without what shows that it speaks of other things: an impostor writes as he likes
    said: i32,
    /// the sentence of the body that says it, in the folded text; none where the subject does
    pub span: Option<Range<usize>>,
    /// how it presses the reader
    pub pressure: Pressure,
}

impl Weighed {
    /// Whether it says enough by itself to be a notice.
    pub fn is_enough(&self) -> bool {
        self.score >= ENOUGH
    }

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
    let trusted = sender.automated || is_known(sender);
    let context = Context {
        concepts: subject.concepts | body.concepts,
        addressed: subject.has("your") || body.has("your"),
        plain: thread.tracker
            || subject.elsewhere + body.elsewhere > 0
            || subject.other_business + body.other_business > 0,
        trusted: trusted || ["notyou", "robot"].iter().any(|name| subject.has(name) || body.has(name)),
    };
    for said in &subject.said {
        add(&mut tallies, said, subject, &context, 12, false);
    }
    for said in body.said.iter().filter(|said| said.sentence < LAST) {
        let bonus = match said.sentence {
            0 | 1 => 8,
            2..=4 => 4,
            5..FIRST => 0,
            _ => -15,
        };
        add(&mut tallies, said, body, &context, bonus, true);
    }
    let talk = of_other_things(subject, body, thread);
    let circumstances = for_a_notice(subject, body, sender, links) - against(subject, body, sender, thread);
    let expires = subject.has("expiry") || body.has("expiry");
    let says = |name| subject.has(name) || body.has(name);
    let asks = subject.asks || body.asks;
    let pressure = Pressure { asks, by_reply: says("byreply"), threatens: says("threat") };
    let weighed = tallies.into_iter().map(|(rule, tally)| {
        let expiry = 40 * i32::from(expires && rule != IMITATION);
        // A code is written out: whatever else is told, that is what the message is for.
        let code = 12 * i32::from(rule == CODE && body.has("digits"));
        let said = tally.best + tally.also.min(10) + circumstances + code - expiry;
        Weighed { rule: rule.to_owned(), score: said - talk, said, span: tally.span, pressure }
    });
    // What only an imitation says counts where nothing else does. Of equals the first by name, so that the answer is always the same.
    let rank = |weighed: &Weighed| (weighed.rule != IMITATION && weighed.is_enough(), weighed.score, weighed.said);
    weighed
        .filter(|weighed| weighed.said >= NEARLY)
        .reduce(|best, next| if rank(&next) > rank(&best) { next } else { best })
}

/// What the rest of the message says of one of its sentences.
struct Context {
    concepts: Concepts,
    /// it speaks to the reader
    addressed: bool,
    /// it speaks of other things
    plain: bool,
    /// a program or a known service sent it, or it asks whether it was the reader
    trusted: bool,
}

fn add(tallies: &mut BTreeMap<&str, Tally>, said: &Said, text: &Wording, context: &Context, bonus: i32, in_body: bool) {
    let Some(pattern) = LEXICON.patterns.get(said.pattern) else { return };
    // What says little by itself must stand nearly alone.
    let weak = pattern.strength <= 30;
    // The title of a service's mail to its reader says enough with one word.
    let titled = !in_body && context.trusted && said.addressed && context.concepts & *EVENTS != 0;
    let longest = match pattern.strength {
        ..=30 if pattern.rule == IMITATION => 40,
        ..=30 if titled => 12,
        ..=30 => 3,
        31..=48 => 30,
        _ => 60,
    };
    let fits = pattern.unless & context.concepts == 0 && (pattern.given == 0 || pattern.given & context.concepts != 0);
    let only_talk = (said.supposed && (!context.trusted || text.words > 2 * SHORT))
        || (said.personal && (!context.trusted || !in_body));
    if said.words > longest || !fits || only_talk || (weak && !titled && (text.words > 60 || context.plain)) {
        return;
    }
    // Nobody is spoken to: it may be about somebody else's account.
    let at_length = in_body && said.words > 4 && text.words > SHORT;
    let about_nobody = match () {
        () if weak || said.addressed => 0,
        () if context.trusted => 15 * i32::from(at_length && !context.addressed),
        () if at_length && !context.addressed => 60,
        () if at_length => 40,
        () => 20,
    };
    let tally = tallies.entry(pattern.rule.as_str()).or_default();
    let value = pattern.strength + bonus - about_nobody;
    if in_body && value > tally.best_in_body {
        tally.best_in_body = value;
        tally.span = Some(said.span.clone());
    }
    tally.also += if tally.best > 0 { 3 } else { 0 };
    tally.best = tally.best.max(value);
}

fn is_known(sender: &Sender<'_>) -> bool {
    SERVICES.owner_of(sender.domain).is_some() && !SERVICES.is_freemail(sender.domain)
}

fn for_a_notice(subject: &Wording, body: &Wording, sender: &Sender<'_>, links: bool) -> i32 {
    let short = match body.words {
        ..=12 => 25,
        13..=60 => 17,
        61..=120 => 6,
        _ => 0,
    };
    let says = |name: &str| body.has(name) || subject.has(name);
    short
        + 12 * i32::from(sender.automated)
        + 12 * i32::from(is_known(sender))
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
        + if sender.automated { long } else { 2 * long }
        + 12 * alone
        + (35 * i32::from(sender.person) + 30 * i32::from(sender.to_many)) * i32::from(body.words > SHORT)
        + 40 * i32::from(thread.list)
        + 30 * i32::from(thread.reply)
        + 15 * i32::from(thread.forward)
}

/// Shop talk, surveys, training, trackers.
fn of_other_things(subject: &Wording, body: &Wording, thread: &Thread<'_>) -> i32 {
    let count = |number: usize| i32::try_from(number.min(10)).unwrap_or(10);
    (10 * count(body.other_business)).min(40)
        + 25 * count(subject.other_business)
        + elsewhere(subject.elsewhere, 40)
        + elsewhere(body.elsewhere, 35)
        + 90 * i32::from(thread.tracker)
        + 50 * i32::from(body.counts >= MANY)
}

/// The first sign of another world weighs most.
fn elsewhere(signs: u32, first: i32) -> i32 {
    match i32::try_from(signs.min(5)).unwrap_or(5) {
        0 => 0,
        signs => first + 15 * (signs - 1),
    }
}
