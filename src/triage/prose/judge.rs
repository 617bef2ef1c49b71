//! The judgement: from a label and what stands around it to the passwords it gives, each with a belief from 0 to 100.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label::{Family, Label};
use super::lexicon::LEXICON;
use super::link::{Candidate, Link};
use super::pattern::pattern;
use super::shape::{Shape, shape};
use super::window::Window;
use super::{before, context, login, pair, table, tail};

/// A password that is believed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judged {
    /// characters of the window
    pub(super) value: Range<usize>,
    pub(super) login: Option<Range<usize>>,
    /// the row of a table or list names it
    pub(super) service: Option<Range<usize>>,
    /// 0 to 99
    pub(super) belief: u8,
}

/// What is believed less is not told.
const THRESHOLD: i32 = 60;

/// The passwords that a label gives; `bounds` is where their logins may stand.
pub(super) fn judge(window: &Window, label: &Label, bounds: &Range<usize>) -> Vec<Judged> {
    let mut found = Vec::new();
    if label.family == Family::Access {
        found.extend(pair::pairs(window, label).iter().filter_map(|pair| of_pair(window, label, pair)));
        if found.is_empty() && label.strength >= 30 {
            found.extend(cells(window, label, table::rows(window, label), Link::Verb));
        }
        if found.is_empty() {
            found.extend(cells(window, label, table::list(window, label), Link::Line));
        }
        return found;
    }
    if label.family == Family::Wifi && label.strength < 20 {
        // `Wi-Fi : CAFE-GUEST / Xy12!`: not a login but the name of the network.
        let pairs = pair::pairs(window, label);
        let networks = pairs.iter().filter_map(|pair| of_pair(window, label, pair));
        found.extend(networks.map(|judged| Judged { service: judged.login.clone(), login: None, ..judged }));
    }
    if label.plural {
        found.extend(cells(window, label, table::list(window, label), Link::SignLine));
    }
    let mut headed = false;
    if found.is_empty() && !matches!(label.family, Family::Lock) {
        found.extend(cells(window, label, table::rows(window, label), Link::Verb));
        headed = found.is_empty() && table::is_head(window, label);
    }
    if found.is_empty() && !headed {
        found.extend(best(window, label, bounds));
    }
    if found.is_empty() && label.family == Family::Pin {
        found.extend(judge(window, &as_access(label), bounds));
    }
    if found.is_empty() {
        found.extend(reversed(window, label, bounds));
    }
    if found.is_empty() && !headed {
        found.extend(words(window, label));
    }
    found
}

/// The label as one that announces a login and its password: `codes d'accès : bob / Xy12!`.
fn as_access(label: &Label) -> Label {
    Label { family: Family::Access, ..label.clone() }
}

fn of_pair(window: &Window, label: &Label, pair: &pair::Pair) -> Option<Judged> {
    // Behind `admin` alone the pair must be set apart: `root/uid0` is a path.
    let apart = window.text(pair.login.end..pair.password.start).starts_with([' ', ':']);
    if label.range.is_empty() && pair.shape < Shape::Sure && !(apart && pair.weight >= 18) {
        return None;
    }
    let as_candidate = Candidate {
        range: pair.password.clone(),
        quoted: false,
        link: Link::Sign,
        shape: pair.shape,
        words: 0,
        last: true,
        told: false,
        end: pair.end,
    };
    let belief = label.strength + pair.weight + pair.shape.weight() - 5 + context::weight(window, label, &as_candidate);
    judged(pair.password.clone(), Some(pair.login.clone()), None, belief)
}

fn judged(
    value: Range<usize>,
    login: Option<Range<usize>>,
    service: Option<Range<usize>>,
    belief: i32,
) -> Option<Judged> {
    let told = u8::try_from(belief.clamp(0, 99)).unwrap_or(99);
    (belief >= THRESHOLD).then_some(Judged { value, login, service, belief: told })
}

fn cells(window: &Window, label: &Label, cells: Vec<table::Cell>, link: Link) -> Vec<Judged> {
    let judged = cells.into_iter().filter_map(|cell| {
        let shape = match label.family {
            Family::Pin if super::code::is_code(window.text(cell.value.clone())) => Shape::Mixed,
            Family::Pin => Shape::Never,
            _ => shape(&window.written(cell.value.clone()), window.text(cell.value.clone())),
        };
        let known = if cell.login.is_some() { 10 } else { 0 };
        let least = if cell.login.is_some() { Shape::Word } else { Shape::Digits };
        let belief = label.strength + link.weight(0) + shape.weight() + known;
        (shape >= least).then(|| judged(cell.value, cell.login, cell.service, belief)).flatten()
    });
    judged.collect()
}

/// The most believed run behind the label, the first of equals.
fn best(window: &Window, label: &Label, bounds: &Range<usize>) -> Option<Judged> {
    let mut best: Option<Judged> = None;
    for candidate in tail::candidates(window, label) {
        let value = value_of(window, label, &candidate);
        let login = login::login(window, &label.range, &value, bounds.clone());
        let belief = belief(window, label, &candidate, login.is_some());
        let same = login.as_ref() == Some(&value);
        if let Some(judged) = judged(value, login, None, belief).filter(|_| !same)
            && best.as_ref().is_none_or(|known| judged.belief > known.belief)
        {
            best = Some(judged);
        }
    }
    best
}

fn belief(window: &Window, label: &Label, candidate: &Candidate, login: bool) -> i32 {
    let plain = matches!(candidate.shape, Shape::Word | Shape::Common);
    let mut belief = label.strength + candidate.link.weight(candidate.words) + candidate.shape.weight();
    belief += if candidate.quoted { 15 } else { 0 };
    belief += match candidate.last {
        true if candidate.link >= Link::Verb => 10,
        true => 0,
        false if candidate.shape == Shape::Word => -30,
        // `secret partagé entre deux personnes`
        false if plain && candidate.link == Link::Sign && only_letters(window, candidate) => -32,
        false if plain => -12,
        false => 0,
    };
    belief += if candidate.told && candidate.shape < Shape::Mixed { 12 } else { 0 };
    belief += if login && candidate.link >= Link::Line { 8 } else { 0 };
    if candidate.shape == Shape::Digits && candidate.range.len() >= 6 {
        belief += 5;
    }
    if candidate.shape == Shape::Word && !candidate.quoted {
        // A word alone is a password only behind a sign on its line, or beside a login.
        belief -= match candidate.link {
            Link::Sign => candidate.words * 6,
            Link::Verb => 5 + candidate.words * 4,
            _ => 15,
        };
    }
    belief + context::weight(window, label, candidate)
}

fn only_letters(window: &Window, candidate: &Candidate) -> bool {
    window.text(candidate.range.clone()).bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The value without what the sentence adds to it.
fn value_of(window: &Window, label: &Label, candidate: &Candidate) -> Range<usize> {
    static ASKED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\W*(?:is|was|are|does|can|could|did|est-ce|c'est bien|c'est toujours|tu confirmes|vous confirmez|peux-tu|pouvez-vous|quel|and is|et c'est|do)\b|\bc'est bien\b|\btoujours\b",
        )
    });
    let mut range = candidate.range.clone();
    if candidate.quoted {
        return range;
    }
    let last = window.at(range.end - 1);
    let only = |sign: u8| window.text(range.clone()).bytes().filter(|&low| low == sign).count() == 1;
    let said = window.text(context::sentence_start(window, label.range.start)..range.start);
    let asked = last == b'?' && only(b'?') && ASKED.is_match(said);
    if asked || label.family == Family::Pin && matches!(last, b'!' | b'?') {
        range.end -= 1;
    }
    if label.family == Family::Pin { digit_groups(window, range) } else { range }
}

/// `48 21`, `1234 5678`: a code in groups.
fn digit_groups(window: &Window, range: Range<usize>) -> Range<usize> {
    let digits = |range: Range<usize>| range.len() >= 2 && window.text(range).bytes().all(|byte| byte.is_ascii_digit());
    let mut end = range.end;
    while digits(range.clone()) && range.len() <= 4 && window.at(end) == b' ' && end - range.start < 8 {
        let next = end + 1..window.token_end(end + 1);
        let bare = next.start..next.start + window.text(next.clone()).trim_end_matches(['.', ',', ';', ')']).len();
        if !digits(bare.clone()) || bare.len() != range.len() {
            break;
        }
        end = bare.end;
    }
    range.start..end
}

fn reversed(window: &Window, label: &Label, bounds: &Range<usize>) -> Option<Judged> {
    if label.family == Family::Pin {
        let run = before::code(window, label).filter(|_| label.strength >= 26)?;
        return judged(run.range, None, None, label.strength + 35);
    }
    if !matches!(label.family, Family::Password | Family::Passphrase | Family::Wifi) {
        return None;
    }
    let (run, shape) = before::candidate(window, label)?;
    let login = login::login(window, &(run.range.start..run.range.start), &run.range, bounds.clone());
    judged(run.range, login, None, label.strength + 5 + shape.weight())
}

/// Several words that have the rest of their line to themselves behind a sign: `Password: Whistle Stop Cafe`.
fn words(window: &Window, label: &Label) -> Option<Judged> {
    static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:\s[a-z][^\n:=.,;!?]{0,40})?\s?[:=]\s?(?P<words>[a-z0-9][a-z0-9'-]*(?: [a-z0-9][a-z0-9'-]*){1,7})[.!]?\s*$",
        )
    });
    if !matches!(label.family, Family::Password | Family::Passphrase | Family::Wifi) || label.strength < 26 {
        return None;
    }
    let place = label.range.end..window.line_end(label.range.end);
    let found = SIGNED.captures(window.text(place.clone()))?;
    let words = found.name("words")?;
    let range = place.start + words.start()..place.start + words.end();
    let said = words.as_str().split(' ').filter(|word| LEXICON.never.contains(*word)).count();
    let count = words.as_str().split(' ').count();
    let written = window.written(range.clone());
    let capitals =
        written.split(' ').filter(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())).count();
    let phrase = label.family == Family::Passphrase && count >= 3;
    (said == 0 && (phrase || capitals == count)).then(|| judged(range, None, None, label.strength + 36)).flatten()
}
