//! Passwords given in French and English sentences, in `label : value` pairs, tables and lists. A cheap look finds the words that may
//! announce one ([`stems`]); in a small folded [`window`] the label, what joins it with a run of characters, the look of that run and
//! the words around are weighed ([`judge`]). Nothing fires on one word; what it opens and for whom is told with it.

mod before;
mod code;
mod compound;
mod context;
mod cue;
mod dated;
mod dialled;
mod judge;
mod kinds;
mod label;
mod lexicon;
mod link;
mod login;
mod look;
mod made_up;
mod pair;
mod pattern;
mod rules;
mod scene;
mod service;
mod shape;
mod shown;
mod standing;
mod stems;
mod table;
mod tail;
mod told;
mod triggers;
mod turn;
mod unlabelled;
mod value;
mod window;
mod words;

use std::ops::Range;

use crate::message::mail::Text;
use crate::triage::finding::{Hit, Severity};

use stems::Stem;
use window::Window;

/// A password, and what it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// id of the rule in `data/prose.toml`
    pub rule: &'static str,
    /// bytes of the text that show it: label, value, login
    pub span: Range<usize>,
    /// the password, entities of HTML undone
    pub value: String,
    /// bytes of the text it stands for
    pub value_span: Range<usize>,
    /// whose it is
    pub login: Option<String>,
    /// what it is said to open
    pub service: Option<String>,
    /// a host or an address of the network
    pub host: Option<String>,
    /// a link beside it
    pub url: Option<String>,
    /// how sure, 0 to 99
    pub confidence: u8,
    /// how urgent
    pub severity: Severity,
}

/// Labels that are judged in one text, at most.
const MOST_LABELS: usize = 2_000;
/// Bytes before and after a word that are looked at.
const BACK: usize = 320;
const AHEAD: usize = 560;
/// The same for the first look.
const NARROW: (usize, usize) = (80, 140);
/// The same where a password is shown as it is typed.
const SHOWN: (usize, usize) = (240, 240);

/// Adds the passwords that `text` gives, in order; false where it announces more than are judged.
pub fn credentials(text: &Text, out: &mut Vec<Credential>) -> bool {
    let first = out.len();
    let mut judged = 0;
    // Where the last label and the last value end: what is before belongs to others.
    let (mut label_end, mut value_end) = (0, 0);
    let (mut narrow, mut wide) = (Window::default(), Window::default());
    for (at, stem) in stems::stems(&text.content) {
        if at < label_end {
            continue;
        }
        judged += 1;
        if judged > MOST_LABELS {
            return false;
        }
        let found = if matches!(stem, Stem::Quoted | Stem::Spelt | Stem::Dated) {
            wide.fill(&text.content, at, SHOWN.0, SHOWN.1);
            shown_at(&wide, stem)
        } else {
            narrow.fill(&text.content, at, NARROW.0, NARROW.1);
            if !is_worth_a_look(&narrow, stem) {
                continue;
            }
            wide.fill(&text.content, at, BACK, AHEAD);
            look(&wide, stem, value_end, &mut label_end)
        };
        for credential in found {
            let known =
                out[first..].iter_mut().rev().take(24).find(|known| overlap(&known.value_span, &credential.value_span));
            match known {
                Some(known) if better(&credential, known) => *known = credential,
                Some(_) => {}
                None => {
                    value_end = value_end.max(credential.value_span.end);
                    out.push(credential);
                }
            }
        }
    }
    let all = unlabelled::add(text, &mut wide, first, out);
    out[first..].sort_by_key(|credential| credential.value_span.start);
    all
}

/// The passwords of [`credentials`] as hits of the text numbered `text_index`; false where it announces more than are judged.
pub fn hits(text_index: usize, text: &Text, out: &mut Vec<Hit>) -> bool {
    let mut found = Vec::new();
    let all = credentials(text, &mut found);
    out.extend(found.into_iter().map(|credential| {
        let facts = [
            ("login", credential.login),
            ("service", credential.service),
            ("host", credential.host),
            ("url", credential.url),
        ];
        Hit {
            rule: credential.rule.to_owned(),
            severity: Some(credential.severity),
            confidence: credential.confidence,
            text: Some(text_index),
            span: credential.span,
            value: Some(credential.value),
            facts: facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
        }
    }));
    all
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Of two readings of one value the surer; of equals the one that knows whose it is.
fn better(new: &Credential, known: &Credential) -> bool {
    let knows = |credential: &Credential| credential.login.is_some() as u8 + credential.service.is_some() as u8;
    (new.confidence, knows(new)) > (known.confidence, knows(known))
}

fn look(window: &Window, stem: Stem, value_end: usize, label_end: &mut usize) -> Vec<Credential> {
    let Some(label) = label::at_anchor(window, stem) else { return Vec::new() };
    // A word within a link announces nothing.
    let token = (0..label.range.start).rev().find(|&i| window::is_space(window.at(i))).map_or(0, |i| i + 1);
    let before = window.text(token..label.range.start);
    if before.contains("://") || before.ends_with('/') && before.contains('.') {
        return Vec::new();
    }
    *label_end = window.bytes(label.range.clone()).end.max(window.bytes(window.anchor..window.anchor + 1).end);
    let bounds = bounds(window, &label.range, value_end);
    let found = judge::judge(window, &label, &bounds);
    found.into_iter().map(|judged| credential(window, &label, &bounds, judged)).collect()
}

/// What a word that enters something between quotes, the name of a date, or an explanation of how it is spelt, shows.
fn shown_at(window: &Window, stem: Stem) -> Vec<Credential> {
    let judged = match stem {
        Stem::Dated => dated::dated(window),
        Stem::Quoted => shown::quoted(window),
        _ => shown::spelt(window),
    };
    let sure = judged.filter(|judged| i32::from(judged.belief) >= judge::THRESHOLD);
    let label = |judged: &judge::Judged| label::nothing(label::Family::Password, judged.value.start);
    sure.into_iter().map(|judged| credential(window, &label(&judged), &(0..window.len()), judged)).collect()
}

/// Whether a narrow window shows a label, and one of the words that stand in many a sentence (`user`, `compte`) a pair too: most
/// words go no further.
fn is_worth_a_look(narrow: &Window, stem: Stem) -> bool {
    let Some(label) = label::at_anchor(narrow, stem) else { return false };
    let weak = label.family == label::Family::Access && label.strength < 20;
    !weak || !pair::pairs(narrow, &label).is_empty() || !table::list(narrow, &label).is_empty()
}

/// Where what belongs to the label may stand: behind the last value, within paragraphs that touch.
fn bounds(window: &Window, label: &Range<usize>, value_end: usize) -> Range<usize> {
    let after_value = (0..label.start).rev().find(|&i| window.bytes(i..i + 1).start < value_end).map_or(0, |i| i + 1);
    let gap = |&i: &usize| window.text(i..i + 3) == "\n\n\n";
    let gap = (after_value..label.start).rev().find(gap).unwrap_or(after_value);
    gap..window.len()
}

fn credential(window: &Window, label: &label::Label, bounds: &Range<usize>, mut judged: judge::Judged) -> Credential {
    let opens = service::opens(window, &label.range, &judged.value, bounds.clone());
    let written = |range: Range<usize>| {
        let text = window.written(range);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut named = judged.service.clone().or(opens.service);
    // One word is not both: of a wireless network it is the name, else the login.
    if named == judged.login {
        let line = window.text(window.line_start(label.range.start)..judged.value.start);
        if rules::is_wireless(line) { judged.login = None } else { named = None }
    }
    let (rule, severity) = rules::rule(window, label, &judged);
    let thing = || if rule == "secret.pin" { code::opened(window, &label.range, &judged.value) } else { None };
    let service = named.or_else(thing);
    let all = [Some(label.range.clone()), Some(judged.value.clone()), judged.login.clone()];
    let (start, end) =
        all.iter().flatten().fold((usize::MAX, 0), |(start, end), range| (start.min(range.start), end.max(range.end)));
    Credential {
        rule,
        span: window.bytes(start..end),
        value: window.written(judged.value.clone()),
        value_span: window.bytes(judged.value),
        login: judged.login.map(written),
        service: service.map(written),
        host: opens.host.map(written),
        url: opens.url.map(written),
        confidence: judged.belief,
        severity,
    }
}

#[cfg(test)]
mod tests;
