//! Account notices: a service tells that a password, a second factor, an address or a key of an account was asked for, changed or used.
//! No word fires by itself: what the subject and the first sentences say is weighed with who sent it and how a person would write.
//! A notice whose sender and links are not those of the service it names is an imitation.

mod account;
pub mod accounts;
mod embedded;
#[cfg(test)]
mod example;
mod fold;
mod given_code;
mod hearsay;
mod lexicon;
mod links;
pub mod lookalike;
mod numbers;
mod origin;
mod passed_on;
mod sender;
pub mod services;
mod stated;
mod thread;
mod weight;
mod wording;

#[cfg(test)]
mod tests;

use crate::evidence::role::Role;
use crate::message::mail::{Mail, PlaceKind, Text};
use crate::triage::finding::{Hit, Severity};
use crate::triage::rule::Rule;

use embedded::Sought;
use fold::Folded;
use origin::{Case, Origin, Pressure};
use passed_on::Giver;
use sender::Sender;
use thread::Thread;
use weight::{CODE, Weighed};
use wording::Wording;

/// The rules, as data.
pub const RULES: &str = include_str!("../data/notices.toml");

/// So much of the new text is read (bytes, folded).
const READ: usize = 4096;
/// So many bodies of a message are read: the alternatives of one text.
const BODIES: usize = 3;
/// How sure a notice inside something else is, 0 to 100.
const PASTED: u8 = 55;
/// The rule for what only poses as a notice.
const IMITATION: &str = "notice.imitation";

/// What is to be known from outside the message.
#[derive(Debug, Clone, Copy)]
pub struct NoticeContext<'a> {
    /// what the folder it lies in is for
    pub role: Role,
    /// the rules with `detector = "notices"`, for their severities
    pub rules: &'a [Rule],
}

/// Finds what a message tells about an account: one hit at most, the kind that it speaks of most.
pub fn notices(mail: &Mail, context: &NoticeContext<'_>, out: &mut Vec<Hit>) {
    if matches!(context.role, Role::Drafts | Role::Templates) {
        return;
    }
    let (sender, thread) = (Sender::of(mail), Thread::of(mail));
    let giver = Giver::of(&sender, &thread, context.role);
    let told = || if giver.is_owner { None } else { of_the_message(mail, context, &sender, &thread) };
    let inside = || inside(mail, context, (&sender, &thread), giver.sought());
    let found = giver.told(mail).or_else(told).or_else(inside);
    out.extend(found.map(|hit| giver.passes_on(hit, |rule| severity(context, rule))));
}

/// The message itself is a notice.
fn of_the_message(mail: &Mail, context: &NoticeContext<'_>, sender: &Sender<'_>, thread: &Thread<'_>) -> Option<Hit> {
    if thread.is_conversation() && !sender.automated {
        return None;
    }
    let subject = Folded::line(thread.subject);
    let about = Wording::of(&subject);
    let mut best: Option<(Weighed, usize, Folded)> = None;
    let mut keep = |weighed: Option<Weighed>, text: usize, folded: Folded| {
        let Some(weighed) = weighed else { return };
        if best.as_ref().is_none_or(|(known, ..)| weighed.score > known.score) {
            best = Some((weighed, text, folded));
        }
    };
    let mut read = false;
    for (number, text) in mail.texts.iter().enumerate().filter(|(_, text)| is_body(text)).take(BODIES) {
        let folded = Folded::of(text, READ);
        read |= !folded.text.is_empty();
        let said = Wording::of(&folded);
        keep(weight::weigh(&about, &said, sender, thread, !text.links.is_empty()), number, folded);
    }
    if !read {
        keep(weight::weigh(&about, &Wording::default(), sender, thread, false), 0, Folded::default());
    }
    let (weighed, text, folded) = best?;
    hit(mail, context, sender, &subject, weighed, text, &folded)
}

/// A notice is pasted into it, or lies in a file of it.
fn inside(
    mail: &Mail,
    context: &NoticeContext<'_>,
    (sender, thread): (&Sender<'_>, &Thread<'_>),
    sought: Sought,
) -> Option<Hit> {
    let mut texts = mail.texts.iter().enumerate();
    let (text, found) = texts.find_map(|(number, text)| Some((number, embedded::embedded(text, sought)?)))?;
    let (mut rule, mut facts) = (found.rule, found.facts);
    // Who forwards a code does not pose as its service.
    let passed_on = rule == CODE && (sought.only_codes || sought.forwarded);
    if mail.texts.get(text).is_some_and(is_body) && !thread.is_conversation() && !passed_on {
        let hosts: Vec<String> = links::targets(mail).into_iter().map(|link| link.host).collect();
        let subject = Folded::line(thread.subject);
        let (body, pressure) = (Folded::default(), Pressure::default());
        let case = Case { mail, sender, subject: &subject, body: &body, hosts: &hosts, pressure };
        if let Origin::Imitation { service, .. } = case.origin() {
            facts.insert(0, ("service", service));
            rule = IMITATION.to_owned();
        }
    }
    let severity = severity(context, &rule);
    Some(Hit { rule, severity, confidence: PASTED, text: Some(text), span: found.span, value: None, facts })
}

fn is_body(text: &Text) -> bool {
    matches!(text.place.kind, PlaceKind::Plain | PlaceKind::Html) && text.place.name.is_empty()
}

fn hit(
    mail: &Mail,
    context: &NoticeContext<'_>,
    sender: &Sender<'_>,
    subject: &Folded,
    weighed: Weighed,
    text: usize,
    folded: &Folded,
) -> Option<Hit> {
    let links = links::targets(mail);
    let hosts: Vec<String> = links.iter().map(|link| link.host.clone()).collect();
    let origin = Case { mail, sender, subject, body: folded, hosts: &hosts, pressure: weighed.pressure }.origin();
    let sure = weighed.confidence();
    let (rule, service, confidence) = match origin {
        // Nothing has happened to an account, or too little is said of it: only who imitates a service speaks so.
        Origin::Genuine(_) | Origin::Plain(_) if weighed.rule == IMITATION || !weighed.is_enough() => return None,
        Origin::Genuine(service) => (weighed.rule, service, sure),
        Origin::Plain(service) => (weighed.rule, service, sure.saturating_sub(15)),
        Origin::Imitation { service, confidence } => (IMITATION.to_owned(), service, confidence),
    };
    let subject_text = mail
        .texts
        .iter()
        .position(|text| text.place.kind == PlaceKind::Header && text.place.name.eq_ignore_ascii_case("subject"));
    let (text, span) = match (weighed.span, subject_text) {
        (Some(span), _) => {
            (text, Folded::with_origin(mail.texts.get(text).unwrap_or(&Text::default()), READ).original(span))
        }
        (None, Some(subject)) => (subject, 0..mail.texts.get(subject).map_or(0, |text| text.content.len())),
        (None, None) => (text, 0..0),
    };
    let mut facts = vec![("service", service)];
    facts.retain(|(_, service)| !service.is_empty());
    let shown =
        mail.texts.get(text).filter(|text| is_body(text)).or_else(|| mail.texts.iter().find(|text| is_body(text)));
    facts.extend(stated::stated(mail, shown.unwrap_or(&Text::default())));
    facts.extend(links.into_iter().find(|link| link.web).map(|link| ("url", link.target)));
    let severity = severity(context, &rule);
    Some(Hit { rule, severity, confidence, text: Some(text), span, value: None, facts })
}

/// A notice that was thrown away, or hidden where nobody looks, weighs one step more: intruders do that.
fn severity(context: &NoticeContext<'_>, rule: &str) -> Option<Severity> {
    let hidden = matches!(context.role, Role::Deleted | Role::Junk | Role::Quarantine | Role::Hiding);
    if !hidden || rule == IMITATION {
        return None;
    }
    let base = context.rules.iter().find(|known| known.id == rule)?.severity;
    Some(match base {
        Severity::Info => Severity::Low,
        Severity::Low => Severity::Medium,
        Severity::Medium => Severity::High,
        Severity::High | Severity::Critical => Severity::Critical,
    })
}
