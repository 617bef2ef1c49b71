//! The heads and ends of clauses around a label: where it begins one, what orders a value, where the next sentence still speaks of it.

use super::label::Label;
use super::window::Window;

/// Orders that give a value.
pub(super) const ORDERS: [&str; 20] = [
    "type",
    "tape",
    "tapez",
    "taper",
    "use",
    "utilise",
    "utilisez",
    "try",
    "essaie",
    "essayez",
    "enter",
    "entre",
    "entrez",
    "mets",
    "mettez",
    "mis",
    "put",
    "saisis",
    "saisissez",
    "rentre",
];

/// A sentence that begins so goes on about the password.
pub(super) const GOES_ON: [&str; 18] = [
    "c'est",
    "il est",
    "it is",
    "it's",
    "le nouveau",
    "the new",
    "nouveau",
    "new ",
    "voici",
    "le voici",
    "here",
    "utilise",
    "use ",
    "ce sera",
    "maintenant",
    "desormais",
    "now ",
    "a partir",
];

/// Whether a label begins its clause: `..., mot de passe Xy12`, `(password Xy12)`.
pub(super) fn is_clause_head(window: &Window, label: &Label) -> bool {
    let line = window.text(window.line_start(label.range.start)..label.range.start).trim_end();
    line.is_empty()
        || line.ends_with([',', ';', ':', '(', '-', '/', '|', '.', '>', '+', '*'])
        || [" et", " and", " puis", " then", " &"].iter().any(|word| line.ends_with(word))
}

/// `le.;65858;97df`: the cell that the label stands in ends within this run.
pub(super) fn ends_cell(token: &str) -> bool {
    let words = token.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'.').count();
    words > 0 && token[words..].starts_with(';') && token.len() > words + 1
}
