//! What is wrong in a journal, line by line. A break is an answer, not an error: the readable entries stay readable.

use crate::digest::Sha256;
use crate::lang::{Catalogue, Value};
use crate::text::{cut, one_line};

/// How many terminal columns of a reason or a field name are quoted.
const QUOTED: usize = 120;

/// One thing wrong in a journal. `line` counts every line of the file from 1, as `sed -n 3p` does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// The line is not JSON in UTF-8.
    #[error("Line {line}: not readable as JSON.")]
    NotJson {
        /// Where.
        line: u64,
    },
    /// The line is JSON, but a field of an entry is absent or of another type.
    #[error("Line {line}: not a journal entry ({reason}).")]
    NotAnEntry {
        /// Where.
        line: u64,
        /// Why, in English, harmless to a terminal.
        reason: String,
    },
    /// A field stands more than once in the line, so that two programs may read two different things.
    #[error("Line {line}: the field {field} stands there more than once.")]
    RepeatedField {
        /// Where.
        line: u64,
        /// Its name, harmless to a terminal.
        field: String,
    },
    /// The number of the entry does not follow the one before.
    #[error("Line {line}: entry number {found}, expected {expected}.")]
    WrongNumber {
        /// Where.
        line: u64,
        /// The number before, plus one.
        expected: u64,
        /// The number recorded in the line.
        found: u64,
    },
    /// The digest recorded in `prev` is not that of the line before: that line was changed, or another stood there.
    #[error("Line {line}: the recorded digest of the line before is {found}, expected {expected}.")]
    WrongPrev {
        /// Where.
        line: u64,
        /// The digest of the line before as it stands; zero before the first.
        expected: Sha256,
        /// The digest recorded in the line.
        found: Sha256,
    },
    /// The last line has no line feed: its writing was interrupted, or the end of the file is cut off.
    #[error("Line {line}: the last line is unfinished (no line feed).")]
    UnfinishedLine {
        /// Where.
        line: u64,
    },
    /// A line without content; the chain is read on across it.
    #[error("Line {line}: blank.")]
    BlankLine {
        /// Where.
        line: u64,
    },
    /// The line ends with CR LF: a tool rewrote the line ends. Where nothing else changed, this is the only break.
    #[error("Line {line}: ends with CR LF instead of LF.")]
    CarriageReturn {
        /// Where.
        line: u64,
    },
}

impl Break {
    pub(super) fn not_an_entry(line: u64, reason: &str) -> Break {
        Break::NotAnEntry { line, reason: quoted(reason) }
    }

    pub(super) fn repeated_field(line: u64, field: &str) -> Break {
        Break::RepeatedField { line, field: quoted(field) }
    }

    /// The line of the file, the first being 1.
    pub fn line(&self) -> u64 {
        match self {
            Break::NotJson { line }
            | Break::NotAnEntry { line, .. }
            | Break::RepeatedField { line, .. }
            | Break::WrongNumber { line, .. }
            | Break::WrongPrev { line, .. }
            | Break::UnfinishedLine { line }
            | Break::BlankLine { line }
            | Break::CarriageReturn { line } => *line,
        }
    }

    /// The key of its sentence in the catalogue.
    pub fn key(&self) -> &'static str {
        match self {
            Break::NotJson { .. } => "journal-break-not-json",
            Break::NotAnEntry { .. } => "journal-break-not-an-entry",
            Break::RepeatedField { .. } => "journal-break-repeated-field",
            Break::WrongNumber { .. } => "journal-break-wrong-number",
            Break::WrongPrev { .. } => "journal-break-wrong-prev",
            Break::UnfinishedLine { .. } => "journal-break-unfinished-line",
            Break::BlankLine { .. } => "journal-break-blank-line",
            Break::CarriageReturn { .. } => "journal-break-carriage-return",
        }
    }

    /// Its sentence in the language of `catalogue`.
    pub fn text(&self, catalogue: &Catalogue) -> String {
        let mut variables = vec![("line", Value::Count(self.line()))];
        match self {
            Break::NotAnEntry { reason, .. } => variables.push(("reason", reason.as_str().into())),
            Break::RepeatedField { field, .. } => variables.push(("field", field.as_str().into())),
            Break::WrongNumber { expected, found, .. } => {
                variables.extend([("expected", expected.to_string().into()), ("found", found.to_string().into())]);
            }
            Break::WrongPrev { expected, found, .. } => {
                variables.extend([("expected", expected.to_string().into()), ("found", found.to_string().into())]);
            }
            _ => {}
        }
        catalogue.text(self.key(), &variables)
    }
}

fn quoted(text: &str) -> String {
    cut(&one_line(text), QUOTED).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn every_break_is_told_in_both_languages() {
        let (fr, en) = (Catalogue::new(Lang::Fr), Catalogue::new(Lang::En));
        let (expected, found) = (Sha256::ZERO, Sha256::of(b"abc"));
        let breaks = [
            Break::NotJson { line: 1234567 },
            Break::not_an_entry(2, "missing field `actor`"),
            Break::repeated_field(3, "n\x1b[2J"),
            Break::WrongNumber { line: 4, expected: 1234567, found: u64::MAX },
            Break::WrongPrev { line: 5, expected, found },
            Break::UnfinishedLine { line: 6 },
            Break::BlankLine { line: 7 },
            Break::CarriageReturn { line: 8 },
        ];
        for found in breaks {
            assert_eq!(found.text(&en), found.to_string());
            let french = found.text(&fr);
            assert!(french.starts_with(&format!("Ligne\u{a0}{}\u{a0}: ", found.line())), "{french}");
            assert!(!french.contains(['{', '$', '\x1b']), "{french}");
        }
    }
}
