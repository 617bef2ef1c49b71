//! Passwords in tables and lists: a row of labels over rows of values, labels and values each on a line of their own, a heading over
//! `name : password` lines.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label::{Family, Label};
use super::pair::{self, is_login};
use super::pattern::pattern;
use super::value::run_at;
use super::window::Window;

/// A value in its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) value: Range<usize>,
    pub(super) login: Option<Range<usize>>,
    /// what the row or line is named after
    pub(super) service: Option<Range<usize>>,
    pub(super) quoted: bool,
}

const MOST_ROWS: usize = 12;

static LOGIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:log-?in|logon|identifiants?|id|user ?names?|user|utilisateurs?|comptes?|account|e-?mail|courriel|nom d'utilisateur|adresse(?: e?-?mail)?)\b",
    )
});
static SERVICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:services?|applications?|appli|outils?|tools?|systems?|systemes?|logiciels?|sites?|quoi|plateformes?|acces|ssid|reseau|nom|name|serveur|server|app|machine)\b",
    )
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:log-?in|identifiants?|id|user ?names?|user|utilisateur|compte|account|e-?mail|mot de passe|mdp|password|pass|pwd|url|site|lien|adresse|service|serveur|server|host|port|nom d'utilisateur|role|profil|nom|name|application|code|pin)(?:[\s/](?:de\s|d'|du\s)?[a-z'()]+){0,2}\s?[:*]*\s*$",
    )
});

/// The values of the rows below a row of labels.
pub(super) fn rows(window: &Window, label: &Label) -> Vec<Cell> {
    let heads = cells(window, window.line_start(label.range.start));
    let Some(column) = heads.iter().position(|head| head.contains(&label.range.start)) else { return Vec::new() };
    if heads.len() < 2 || heads[column].len() > label.range.len() + 24 {
        return upright(window, label).into_iter().collect();
    }
    let head = |regex: &Regex| heads.iter().position(|head| regex.is_match(window.text(head.clone())));
    let (login, service) = (head(&LOGIN), head(&SERVICE));
    let mut found = Vec::new();
    let mut line = window.line_end(label.range.end) + 1;
    while found.len() < MOST_ROWS && line < window.len() {
        let row = cells(window, line);
        let text = window.text(line..window.line_end(line));
        line = window.line_end(line) + 1;
        let rule = text.bytes().all(|byte| matches!(byte, b'-' | b'|' | b'+' | b':' | b'=' | b' ' | b'\t'));
        if rule && (found.is_empty() || !text.trim().is_empty()) {
            continue;
        }
        let Some(value) = row.get(column).filter(|cell| !cell.is_empty() && row.len() + 1 >= heads.len()) else {
            break;
        };
        let mut run = run_at(window, value.start);
        run.range.end = run.range.end.min(value.end);
        let within = |cell: Range<usize>| {
            let run = run_at(window, cell.start).range;
            run.start..run.end.min(cell.end)
        };
        let other =
            |column: Option<usize>| column.and_then(|column| row.get(column).cloned()).filter(|cell| !cell.is_empty());
        let login = other(login).map(within).filter(|range| is_login(window.text(range.clone())));
        if run.end >= value.end && !text.contains("://\t") {
            found.push(Cell { value: run.range, login, service: other(service), quoted: run.quoted });
        }
    }
    found
}

/// Whether the label is the head of a column: other heads beside it, a row of as many cells below.
pub(super) fn is_heading(window: &Window, label: &Label) -> bool {
    let heads = cells(window, window.line_start(label.range.start));
    let line = window.line_end(label.range.end) + 1;
    if heads.len() < 2 || heads.len() > 8 || line >= window.len() {
        return false;
    }
    let is_label =
        |head: &Range<usize>| LABEL.is_match(window.text(head.clone())) || SERVICE.is_match(window.text(head.clone()));
    heads.iter().all(is_label) && cells(window, line).len() == heads.len()
}

/// The cells of the line that starts at `line`, blanks cut off. Separated by tabs, bars, or two blanks and more, else by semicolons or commas.
fn cells(window: &Window, line: usize) -> Vec<Range<usize>> {
    let text = window.text(line..window.line_end(line));
    let count = |separator: u8| text.bytes().filter(|&byte| byte == separator).count();
    let separator = [b'\t', b'|', b';', b','].into_iter().find(|&separator| count(separator) > 0);
    let mut found = Vec::new();
    let mut start = 0;
    let ends: Vec<(usize, usize)> = match separator {
        Some(separator) if separator != b',' || !text.contains(' ') => {
            text.bytes().enumerate().filter(|(_, byte)| *byte == separator).map(|(at, _)| (at, at + 1)).collect()
        }
        _ => wide_gaps(text),
    };
    for (end, next) in ends.into_iter().chain([(text.len(), text.len())]) {
        found.push(trimmed(window, line + start..line + end));
        start = next;
    }
    // A table of Markdown has a bar at both ends.
    if separator == Some(b'|') && found.len() > 2 && found.first().is_some_and(Range::is_empty) {
        found.remove(0);
    }
    if separator == Some(b'|') && found.last().is_some_and(Range::is_empty) {
        found.pop();
    }
    found.truncate(24);
    found
}

fn wide_gaps(text: &str) -> Vec<(usize, usize)> {
    static GAP: LazyLock<Regex> = LazyLock::new(|| pattern(r"\S(?P<gap>\s{2,})\S"));
    let gaps = GAP.captures_iter(text).filter_map(|found| found.name("gap").map(|gap| (gap.start(), gap.end())));
    gaps.take(24).collect()
}

fn trimmed(window: &Window, range: Range<usize>) -> Range<usize> {
    let text = window.text(range.clone());
    let start = range.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

/// Labels one below the other, then their values in the same order.
fn upright(window: &Window, label: &Label) -> Option<Cell> {
    let own = window.line_start(label.range.start);
    let is_label = |line: usize| LABEL.is_match(window.text(line..window.line_end(line)));
    if !is_label(own) {
        return None;
    }
    let mut first = own;
    let mut before = 0;
    while before < 6 && first > 0 && is_label(window.line_start(first - 1)) {
        first = window.line_start(first - 1);
        before += 1;
    }
    let mut lines = vec![];
    let mut line = own;
    while lines.len() < 16 && line < window.len() {
        let range = trimmed(window, line..window.line_end(line));
        line = window.line_end(line) + 1;
        if !range.is_empty() {
            lines.push(range);
        }
    }
    let below = lines.iter().take_while(|range| is_label(window.line_start(range.start))).count();
    let labels = before + below;
    let run = run_at(window, lines.get(labels)?.start);
    let alone = run.end >= lines.get(labels)?.end;
    (labels >= 2 && alone).then(|| {
        let login = LOGIN.is_match(window.text(first..window.line_end(first)));
        let login = lines.get(below).filter(|_| login && before > 0).cloned();
        Cell { value: run.range, login, service: None, quoted: run.quoted }
    })
}

/// `Voici les mots de passe :`, then a line for each: `Sage : Xy12!`.
pub(super) fn list(window: &Window, label: &Label) -> Vec<Cell> {
    static ITEM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^\s*(?:[-*+]|\d[.)])?\s*(?P<name>[a-z0-9][a-z0-9'& ./()-]{0,40}?)\s?(?::|=|->|-)\s*")
    });
    let end = window.line_end(label.range.end);
    let rest = window.text(label.range.end..end).trim();
    let heading = rest.is_empty() || rest.ends_with([':', '.']);
    let access = label.family == Family::Access;
    // `Liste des acces (confidentiel)`: a line of its own, then names with a login and a password each.
    let own = rest.len() <= 40 && label.range.start - window.line_start(label.range.start) <= 24 && !rest.contains(':');
    let only_pairs = !(heading && (label.plural || access && label.strength >= 20));
    if only_pairs && !(access && (heading || own)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let (mut line, mut empty) = (end + 1, 0);
    while found.len() < MOST_ROWS && line < window.len() && empty < 2 {
        let text = window.text(line..window.line_end(line));
        let start = line;
        line = window.line_end(line) + 1;
        if text.trim().is_empty() {
            empty += 1;
            continue;
        }
        let Some(item) = ITEM.captures(text) else { break };
        let (Some(whole), Some(name)) = (item.get(0), item.name("name")) else { break };
        let run = run_at(window, start + whole.end());
        // Their own labels are judged by themselves.
        let scheme = window.text(run.range.clone()).starts_with("//");
        if scheme || LABEL.is_match(name.as_str()) || run.range.is_empty() {
            break;
        }
        let service = Some(start + name.start()..start + name.end());
        if let Some(pair) = pair::apart(window, start + whole.end()) {
            found.push(Cell { value: pair.password, login: Some(pair.login), service, quoted: false });
            continue;
        }
        let alone = window.text(run.end..line - 1).trim().is_empty();
        if only_pairs {
            break;
        }
        if alone {
            found.push(Cell { value: run.range, login: None, service, quoted: run.quoted });
        }
    }
    found
}
