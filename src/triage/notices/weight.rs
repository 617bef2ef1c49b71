//! Weighs what a message says against how it looks: a program's short message counts for a notice, a conversation, a newsletter or a
//! long letter counts against it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::IMITATION;
use super::lexicon::{Concepts, LEXICON, Pattern};
use super::origin::Pressure;
use super::sender::Sender;
use super::services::SERVICES;
use super::thread::Thread;
use super::wording::{Said, Wording};

/// From here on it is a notice.
const ENOUGH: i32 = 50;
/// From here on it is told where its sender is an impostor.
const NEARLY: i32 = 25;
/// A text of no more words is a title or a bare message: whom it speaks to goes without saying.
const SHORT: usize = 16;
/// So many lines with a number are a report of many accounts.
const MANY: usize = 3;
/// Sentences of a body that count fully, those that count less, and no more after them.
const FIRST: usize = 12;
const LAST: usize = 25;
/// The rule for codes.
pub const CODE: &str = "notice.verification-code";

/// What happens to an account.
static EVENTS: LazyLock<Concepts> = LazyLock::new(|| {
    let names = ["changed", "added", "removed", "enabled", "disabled", "replaced", "notyou"];
    names.iter().fold(0, |all, name| all | LEXICON.bit(name))
});

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
    let tallies = tallied(subject, body, &Context::of(subject, body, sender, thread));
    let talk = of_other_things(subject, body, thread);
    let circumstances = for_a_notice(subject, body, sender, links) - against(subject, body, sender, thread);
    let says = |name| subject.has(name) || body.has(name);
    let (expires, asks) = (says("expiry"), subject.asks || body.asks);
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

/// For each rule how much the sentences speak for it.
fn tallied(subject: &Wording, body: &Wording, context: &Context) -> BTreeMap<&'static str, Tally> {
    let mut tallies = BTreeMap::new();
    for said in &subject.said {
        add(&mut tallies, &Sentence { said, text: subject, context, in_body: false }, 12);
    }
    for said in body.said.iter().filter(|said| said.sentence < LAST) {
        let bonus = match said.sentence {
            0 | 1 => 8,
            2..=4 => 4,
            5..FIRST => 0,
            _ => -15,
        };
        add(&mut tallies, &Sentence { said, text: body, context, in_body: true }, bonus);
    }
    tallies
}

fn add(tallies: &mut BTreeMap<&'static str, Tally>, sentence: &Sentence<'_>, bonus: i32) {
    let Some(pattern) = LEXICON.patterns.get(sentence.said.pattern).filter(|pattern| sentence.counts_for(pattern))
    else {
        return;
    };
    let tally = tallies.entry(pattern.rule.as_str()).or_default();
    let value = pattern.strength + bonus - sentence.about_nobody(pattern);
    if sentence.in_body && value > tally.best_in_body {
        tally.best_in_body = value;
        tally.span = Some(sentence.said.span.clone());
    }
    tally.also += if tally.best > 0 { 3 } else { 0 };
    tally.best = tally.best.max(value);
}

/// What the whole message says of one of its sentences.
struct Context {
    concepts: Concepts,
    /// it speaks to the reader
    addressed: bool,
    /// it speaks of other things
    plain: bool,
    /// a program or a known service sent it, or it asks whether it was the reader
    trusted: bool,
}

impl Context {
    fn of(subject: &Wording, body: &Wording, sender: &Sender<'_>, thread: &Thread<'_>) -> Context {
        let says = |name| subject.has(name) || body.has(name);
        let business = subject.other_business + body.other_business > 0;
        Context {
            concepts: subject.concepts | body.concepts,
            addressed: says("your"),
            plain: thread.tracker || business || subject.elsewhere + body.elsewhere > 0,
            trusted: sender.automated || is_known(sender) || says("notyou") || says("robot"),
        }
    }
}

/// A sentence that sounds like a notice, in its message.
struct Sentence<'a> {
    said: &'a Said,
    /// the subject or the body it stands in
    text: &'a Wording,
    context: &'a Context,
    in_body: bool,
}

impl Sentence<'_> {
    fn counts_for(&self, pattern: &Pattern) -> bool {
        let (said, words, context) = (self.said, self.text.words, self.context);
        // The title of a service's mail to its reader says enough with one word; otherwise what says little must stand nearly alone.
        let titled = !self.in_body && context.trusted && said.addressed && context.concepts & *EVENTS != 0;
        let weak = is_weak(pattern);
        let longest = match pattern.strength {
            ..=30 if pattern.rule == IMITATION => 40,
            ..=30 if titled => 12,
            ..=30 => 3,
            31..=48 => 30,
            _ => 60,
        };
        let fits =
            pattern.unless & context.concepts == 0 && (pattern.given == 0 || pattern.given & context.concepts != 0);
        let only_talk = (said.supposed && (!context.trusted || words > 2 * SHORT))
            || (said.personal && (!context.trusted || !self.in_body));
        fits && !only_talk && said.words <= longest && (!weak || titled || (words <= 60 && !context.plain))
    }

    /// Nobody is spoken to: it may be about somebody else's account.
    fn about_nobody(&self, pattern: &Pattern) -> i32 {
        let at_length = self.in_body && self.said.words > 4 && self.text.words > SHORT;
        match () {
            () if is_weak(pattern) || self.said.addressed => 0,
            () if self.context.trusted => 15 * i32::from(at_length && !self.context.addressed),
            () if at_length && !self.context.addressed => 60,
            () if at_length => 40,
            () => 20,
        }
    }
}

/// It says little by itself.
fn is_weak(pattern: &Pattern) -> bool {
    pattern.strength <= 30
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
        + elsewhere(subject.elsewhere, 55)
        + elsewhere(body.elsewhere, 45)
        + 90 * i32::from(thread.tracker)
        + 90 * i32::from(body.counts >= MANY)
}

/// The first sign of another world weighs most.
fn elsewhere(signs: u32, first: i32) -> i32 {
    match i32::try_from(signs.min(5)).unwrap_or(5) {
        0 => 0,
        signs => first + 15 * (signs - 1),
    }
}
