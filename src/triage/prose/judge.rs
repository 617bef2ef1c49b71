//! The judgement: from a label and what stands around it to the passwords it gives, each with a belief from 0 to 100.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label::{Family, Label};
use super::link::{Candidate, Link};
use super::pattern::pattern;
use super::shape::{Shape, shape};
use super::window::Window;
use super::{before, code, context, login, pair, table, tail};

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
pub(super) const THRESHOLD: i32 = 60;

impl Judged {
    /// The least belief in what no label announces: enough beside another password.
    pub(super) const LEAST: i32 = THRESHOLD - 12;

    /// What no label announces; none where not even another password beside it would make it one.
    pub(super) fn of_told(value: Range<usize>, login: Option<Range<usize>>, belief: i32) -> Option<Judged> {
        let told = u8::try_from(belief.clamp(0, 99)).unwrap_or(99);
        (belief >= Judged::LEAST).then_some(Judged { value, login, service: None, belief: told })
    }
}

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
    if found.is_empty() && !matches!(label.family, Family::Lock) {
        found.extend(cells(window, label, table::rows(window, label), Link::Verb));
        // Its rows hold what there is: a mask too.
        if found.is_empty() && table::is_heading(window, label) {
            return found;
        }
    }
    if found.is_empty() {
        found.extend(best(window, label, bounds));
    }
    if found.is_empty() && label.family == Family::Pin {
        let value = before::code(window, label).filter(|value| code::is_code(window.text(value.clone())));
        found.extend(value.and_then(|value| judged(value, None, None, label.strength + 35)));
    }
    if found.is_empty() && label.family == Family::Pin {
        found.extend(judge(window, &as_access(label), bounds));
        return found;
    }
    if found.is_empty() {
        found.extend(reversed(window, label, bounds));
    }
    found
}

/// The label as one that announces a login and its password: `codes d'accès : bob / Xy12!`.
fn as_access(label: &Label) -> Label {
    Label { family: Family::Access, ..label.clone() }
}

fn of_pair(window: &Window, label: &Label, pair: &pair::Pair) -> Option<Judged> {
    // Behind `admin` alone the pair must be set apart: `root/uid0` is a path.
    let between = window.text(pair.login.end..pair.password.start);
    let apart = between.starts_with([' ', ':']) && pair.weight >= 18;
    let low = window.text(pair.password.clone());
    let signed = low.contains(['!', '#', '$', '&', '*', '+', '?', '@']);
    // `admin:changeme42`, `root/toor123!`.
    let told = pair.shape >= Shape::Common && (between == ":" && low.len() >= 8 || signed);
    if label.range.is_empty() && pair.shape < Shape::Sure && !apart && !told {
        return None;
    }
    let as_candidate = Candidate {
        range: pair.password.clone(),
        quoted: false,
        link: Link::Sign,
        shape: pair.shape,
        words: 0,
        last: true,
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
        false if candidate.quoted => 0,
        false if candidate.shape == Shape::Word => -30,
        // `secret partagé entre deux personnes`
        false if plain && candidate.link == Link::Sign && only_letters(window, candidate) => -32,
        false if plain => -12,
        false => 0,
    };
    belief += if login && candidate.link >= Link::Line { 8 } else { 0 };
    if candidate.shape == Shape::Digits && candidate.range.len() >= 6 {
        belief += 5;
    }
    // `..., password Xy12!` with the label at the head of its phrase, and nothing behind the value.
    let bare =
        candidate.link == Link::Next && candidate.words == 0 && !candidate.quoted && candidate.shape > Shape::Word;
    let purpose = window.text(candidate.end..candidate.end + 6);
    let last = candidate.last || [" pour ", " for ", " sur "].iter().any(|word| purpose.starts_with(word));
    if bare && last && label.strength > 20 && is_set_apart(window, &label.range) {
        belief += if login { 12 } else { 8 };
    }
    // `Minecraft pw creeper_boom`: a note of a few words.
    let telling = match candidate.shape {
        Shape::Digits => (4..=8).contains(&candidate.range.len()),
        Shape::Common => false,
        shape => shape >= Shape::Hyphen,
    };
    let near = candidate.link <= Link::Next && candidate.words <= 2 && telling && !candidate.quoted;
    if near && candidate.last && label.strength >= 28 && is_note(window, label, candidate) {
        belief += 8 + Link::Next.weight(0) - candidate.link.weight(candidate.words);
    }
    if candidate.quoted && candidate.link == Link::Next && candidate.words == 0 {
        belief += 5;
    }
    // `à la demande de mot de passe, dites « conseiller »`: a word for a machine.
    if candidate.quoted && candidate.link <= Link::Giver && candidate.shape == Shape::Word && candidate.words > 1 {
        belief -= 15;
    }
    if candidate.link == Link::Giver && candidate.words <= 1 && candidate.last {
        belief += 6;
    }
    if candidate.shape == Shape::Word && !candidate.quoted && !is_said_word(window, label, candidate) {
        // A word alone is a password only behind a sign on its line, or beside a login.
        belief -= match candidate.link {
            Link::Sign => candidate.words.min(2) * 6,
            // `user bob, password marmalade`: only such a one is a candidate.
            Link::Next => -22,
            // `... est Bougainvillier`: what is said of it has no capital.
            Link::Verb if is_capital(window, candidate) => candidate.words.min(4) * 4,
            Link::Verb => 5 + candidate.words * 4,
            _ => 15,
        };
    }
    belief + context::weight(window, label, candidate)
}

/// Whether the label begins a phrase: behind a sign, a joining word or a line end.
fn is_set_apart(window: &Window, label: &Range<usize>) -> bool {
    let before = window.text(label.start.saturating_sub(24)..label.start);
    let before = before.strip_suffix("le ").or(before.strip_suffix("the ")).unwrap_or(before);
    let bare = before.trim_end_matches([' ', '\t']);
    bare.is_empty() && label.start == 0
        || bare.ends_with([',', ';', ':', '(', '/', '|', '\n', '-', '+', '&', '*', ')'])
        || [" et", " and", " avec", " with", " puis", " then"].iter().any(|word| bare.ends_with(word))
}

/// Whether label and value have a short line to themselves.
fn is_note(window: &Window, label: &Label, candidate: &Candidate) -> bool {
    let line = window.line_start(label.range.start)..window.line_end(candidate.end);
    candidate.end + 2 >= line.end
        && window.line_end(label.range.end) == line.end
        && window.text(line).split_whitespace().count() <= 6
}

/// `code word: marzipan`: a word is what is announced.
fn is_said_word(window: &Window, label: &Label, candidate: &Candidate) -> bool {
    candidate.link >= Link::Verb && code::is_spoken(window.text(label.range.clone()))
}

fn is_capital(window: &Window, candidate: &Candidate) -> bool {
    window.chars.get(candidate.range.start).is_some_and(|c| c.is_uppercase())
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
    let code = label.family == Family::Pin && code::is_code(window.text(range.start..range.end - 1));
    if asked || code && matches!(last, b'!' | b'?') {
        range.end -= 1;
    }
    if label.family == Family::Pin { digit_groups(window, range) } else { range }
}

/// `48 21`, `1234 5678`: a code in groups.
fn digit_groups(window: &Window, range: Range<usize>) -> Range<usize> {
    let digits = |range: Range<usize>| range.len() >= 2 && window.text(range).bytes().all(|byte| byte.is_ascii_digit());
    let mut end = range.end;
    // `A17 92`: the first group may begin with a letter.
    let lettered =
        !range.is_empty() && window.at(range.start).is_ascii_alphabetic() && digits(range.start + 1..range.end);
    while (digits(range.clone()) || lettered) && range.len() <= 4 && window.at(end) == b' ' && end - range.start < 8 {
        let next = end + 1..window.token_end(end + 1);
        let bare = next.start..next.start + window.text(next.clone()).trim_end_matches(['.', ',', ';', ')']).len();
        if !digits(bare.clone()) || bare.len() != range.len() && !lettered {
            break;
        }
        end = bare.end;
    }
    range.start..end
}

fn reversed(window: &Window, label: &Label, bounds: &Range<usize>) -> Option<Judged> {
    if !matches!(label.family, Family::Password | Family::Passphrase | Family::Wifi) {
        return None;
    }
    let (run, shape) = before::candidate(window, label)?;
    let login = login::login(window, &(run.range.start..run.range.start), &run.range, bounds.clone());
    // `ne mettez jamais Xy12! comme mot de passe`
    let said = window.text(context::sentence_start(window, run.range.start)..run.range.start);
    let rule = if context::is_rule(said) { -30 } else { 0 };
    judged(run.range, login, None, label.strength + 5 + shape.weight() + rule)
}
