//! A login and its password given together behind one label: `identifiants : bob / Xy12!`, `log in with admin / Xy12!`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label::{Family, Label};
use super::lexicon::LEXICON;
use super::pattern::pattern;
use super::shape::{Shape, shape};
use super::value::run_at;
use super::window::Window;

/// Two runs side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) login: Range<usize>,
    pub(super) password: Range<usize>,
    pub(super) shape: Shape,
    /// how strongly the form of the pair says that it is one, 0 to 30
    pub(super) weight: i32,
    pub(super) end: usize,
}

/// What joins a label, or the name of what it opens, with the pair.
static SIGN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\s?(?:=>|->|:|=|--?)\s*\n?\s*|\s?\(|\s(?:avec|with|using|sont|are|were|was|etaient|est|is|as|c'est|en tant que|par)\s(?:les?\s|the\s|l'|user\s|login\s|utilisateur\s|identifiants?\s|credentials?\s|compte\s|account\s)*:?\s?",
    )
});
/// `bob / Xy12!`, `bob:Xy12!`, `bob et Xy12!`, `bob, Xy12!`, one on each line.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?P<slash>\s*[/|]\s*|\t+)|(?P<colon>\s*:\s*|\s*->\s*|\s*=>\s*|\s?=\s)|(?P<word>\s(?:et|and|puis|then|\+|&)\s)|(?P<dash>\s+-\s+)|(?P<comma>\s?[,;]\s)|(?P<line>\s*\n\s*)|(?P<blank>\s+))",
    )
});

/// Characters of the name between a label and the sign, at most.
const LONGEST_NAME: usize = 60;

/// Labels of their own, where a colon or line end follows.
const LABELS: [&str; 22] = [
    "username",
    "user",
    "login",
    "identifiant",
    "utilisateur",
    "server",
    "serveur",
    "host",
    "compte",
    "account",
    "site",
    "port",
    "client",
    "abonne",
    "number",
    "numero",
    "name",
    "code",
    "profil",
    "profile",
    "pseudo",
    "reseau",
];

/// The pairs that follow a label; more than one in a list.
pub(super) fn pairs(window: &Window, label: &Label) -> Vec<Pair> {
    let rest = window.text(label.range.end..label.range.end + 400);
    let mut found = Vec::new();
    let Some(sign) = SIGN.find(rest).filter(|sign| is_name(&rest[..sign.start()])) else {
        return directly(window, label);
    };
    let strong = sign.as_str().contains([':', '=']);
    let mut at = skip_bullet(window, label.range.end + sign.end());
    while found.len() < 8 {
        let Some(pair) = pair_at(window, at, if strong { 30 } else { 22 }) else { break };
        let end = pair.end;
        found.push(pair);
        let line = window.line_end(end);
        if !window.text(end..line).trim().is_empty() || line + 1 >= window.len() {
            break;
        }
        at = skip_bullet(window, line + 1);
    }
    if found.is_empty() { directly(window, label) } else { found }
}

/// Whether the words before a sign may name what the label opens.
fn is_name(words: &str) -> bool {
    words.len() <= LONGEST_NAME && !words.contains(['\n', ':', '='])
}

/// `login bob / Xy12!`: no sign at all.
fn directly(window: &Window, label: &Label) -> Vec<Pair> {
    let at = window.skip_blanks(label.range.end);
    let found = pair_at(window, at, 18)
        .or_else(|| alone_on_next_line(window, label))
        .or_else(|| if label.strength >= 20 && !label.range.is_empty() { before(window, label) } else { None });
    found.into_iter().collect()
}

/// A pair that has the line below the label to itself.
fn alone_on_next_line(window: &Window, label: &Label) -> Option<Pair> {
    let line = window.line_end(label.range.end) + 1;
    let pair = pair_at(window, skip_bullet(window, line), 18)?;
    window.text(pair.end..window.line_end(line)).trim().is_empty().then_some(pair)
}

/// `use bob/Xy12! to sign in`.
fn before(window: &Window, label: &Label) -> Option<Pair> {
    let start = label.range.start.saturating_sub(60);
    let said = window.text(start..label.range.start);
    let slash = said.rfind('/')?;
    let login = said[..slash].trim_end();
    let login = start + login.rfind([' ', '\n', '\t']).map_or(0, |at| at + 1);
    let pair = pair_at(window, login, 14)?;
    (pair.shape >= Shape::Mixed && pair.end <= label.range.start).then_some(pair)
}

fn skip_bullet(window: &Window, at: usize) -> usize {
    let mut at = at;
    while matches!(window.at(at), b' ' | b'\t') || matches!(window.at(at), b'-' | b'*') && window.at(at + 1) == b' ' {
        at += 1;
    }
    at
}

fn pair_at(window: &Window, at: usize, weight: i32) -> Option<Pair> {
    let quoted = run_at(window, at);
    let login = if quoted.quoted { quoted.range.clone() } else { login_run(window, at)? };
    let after_login = if quoted.quoted { quoted.end } else { login.end };
    if !is_login(window.text(login.clone())) {
        return None;
    }
    let between = BETWEEN.captures(window.text(after_login..after_login + 24))?;
    let length = between.get(0)?.end();
    let certain = between.name("slash").is_some();
    // Only an address says by itself that it is a login.
    if between.name("blank").is_some() && !window.text(login.clone()).contains('@') {
        return None;
    }
    let names = LABELS.contains(&window.text(login.clone()));
    if names && !certain {
        return None;
    }
    let run = run_at(window, after_login + length);
    let low = window.text(run.range.clone());
    let shape = shape(&window.written(run.range.clone()), low);
    let loose = !certain && between.name("colon").is_none();
    let least = if loose { Shape::Mixed } else { Shape::Common };
    let number = shape == Shape::Digits && certain && low.len() >= 4;
    // `and/or`, `him/her`: words on both sides are no pair.
    let same = window.text(login.clone()) == low;
    let least = if certain && weight >= 30 && shape == Shape::Hyphen { Shape::Hyphen } else { least };
    // `bob / mot de passe : ...`: a label of its own.
    let label =
        matches!(window.at(run.range.end), b':' | b'=') || window.text(run.range.end..run.range.end + 2) == " :";
    let nested = label || low.contains('/') || low.starts_with(['-', '%']) || is_address(low);
    if nested || !(shape >= least || number) || same && shape < Shape::Common {
        return None;
    }
    let form = if certain {
        0
    } else if loose {
        -10
    } else {
        -4
    };
    Some(Pair { login, shape, weight: weight + form, end: run.end, password: run.range })
}

/// A pair with a sign between that has the rest of its line to itself.
pub(super) fn apart(window: &Window, at: usize) -> Option<Pair> {
    let pair = pair_at(window, at, 30)?;
    let line = window.text(pair.login.start..window.line_end(pair.end));
    let rest = window.text(pair.end..window.line_end(pair.end)).trim();
    (pair.weight >= 26 && line.len() <= 140 && (rest.len() <= 1 || rest.starts_with('('))).then_some(pair)
}

/// `l'identifiant c'est bob, le mdp marmelade.`: one plain word right behind the label, where a login was told before it.
pub(super) fn is_second_half(window: &Window, label: &Label, value: &Range<usize>) -> bool {
    static LOGIN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:log-?in|identifiants?|id|user ?(?:name)?|utilisateur|pseudo)\s?(?::|=|c'?est\b|c\b|is\b|est\b|\s[a-z0-9._@-]+\b)[^\n]{0,60}$",
        )
    });
    let announced = label.family == Family::Password && label.strength >= 30 && !label.plural;
    let ends = matches!(window.at(value.end), b'.' | b',' | b';' | b'\n' | b')');
    let word = value.len() >= 6 && window.text(value.clone()).bytes().all(|byte| byte.is_ascii_alphabetic());
    let start = label.range.start;
    announced && ends && word && LOGIN.is_match(window.text(start.saturating_sub(90)..start))
}

fn login_run(window: &Window, at: usize) -> Option<Range<usize>> {
    let end = window.token_end(at).min(at + 65);
    let token = window.text(at..end);
    // `bob/Xy12!` and `bob:Xy12!` in one.
    let cut = token.find(['/', ':', '|']).filter(|&cut| cut > 0 && !token[cut..].starts_with("://"));
    let end = cut.map_or(end, |cut| at + cut);
    let end = at + window.text(at..end).trim_end_matches([',', ';']).len();
    (end > at + 1).then_some(at..end)
}

/// `name@place` with nothing else in it.
pub(super) fn is_address(low: &str) -> bool {
    let letters = |part: &str, least| part.len() >= least && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    low.split_once('@').is_some_and(|(name, place)| letters(name, 4) && letters(place, 3))
}

/// Whether the folded run may be the name of an account.
pub(super) fn is_login(low: &str) -> bool {
    let signs = |byte: u8| byte.is_ascii_alphanumeric() || b"._-@+\\".contains(&byte);
    let of_signs = low.bytes().all(signs) && low.bytes().any(|byte| byte.is_ascii_alphanumeric());
    let word =
        LEXICON.never.contains(low) && !matches!(low, "user" | "test" | "username" | "identifiant" | "utilisateur");
    let label = matches!(
        low,
        "id" | "ld" | "agent" | "http" | "https" | "password" | "mdp" | "pass" | "pwd" | "email" | "mail" | "url"
    );
    // An address of the network is no login.
    let address = low.split('.').count() == 4 && low.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (2..=64).contains(&low.len())
        && !address
        && of_signs
        && !word
        && !label
        && !low.ends_with(['.', '-'])
        && !low.starts_with("www.")
}
