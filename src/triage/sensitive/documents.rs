//! Documents by what they say: a title at their beginning, and the fields that such a document has.

use std::collections::BTreeSet;

use super::lexicon::{LEXICON, Term};
use crate::triage::finding::Severity;

/// So much of a document is looked at: what it is stands at its beginning.
const LOOKED_AT: usize = 16 << 10;
/// The title stands in the first bytes.
const HEAD: usize = 3000;

/// What a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// the rule it speaks for
    pub rule: &'static str,
    /// its name
    pub called: &'static str,
    /// where it is not that of the rule
    pub severity: Option<Severity>,
    /// where its title stands
    pub title: std::ops::Range<usize>,
}

/// What the text of an attached file is, in the order of the lexicon.
pub fn recognise(text: &str) -> Vec<Recognised> {
    let text = &text[..text.floor_char_boundary(LOOKED_AT.min(text.len()))];
    let mut titles: Vec<Option<std::ops::Range<usize>>> = vec![None; LEXICON.documents.len()];
    let mut fields: BTreeSet<(usize, usize)> = BTreeSet::new();
    for found in LEXICON.in_documents.find_overlapping_iter(text) {
        let (start, end) = (found.start(), found.end());
        if !is_whole(text.as_bytes(), start, end) {
            continue;
        }
        for &Term { document, title, word } in &LEXICON.terms[found.pattern().as_usize()] {
            match title {
                true if start < HEAD => {
                    titles[document].get_or_insert(start..end);
                }
                true => {}
                false => {
                    fields.insert((document, word));
                }
            }
        }
    }
    let recognised = titles.into_iter().enumerate().filter_map(|(number, title)| {
        let document = &LEXICON.documents[number];
        let fields = fields.range((number, 0)..(number + 1, 0)).count();
        let (rule, called) = (document.rule.as_str(), document.called.as_str());
        (fields >= document.needed).then_some(())?;
        Some(Recognised { rule, called, severity: document.severity, title: title? })
    });
    recognised.collect()
}

fn is_whole(text: &[u8], start: usize, end: usize) -> bool {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0xc3);
    !is_letter(start.checked_sub(1).and_then(|at| text.get(at))) && !is_letter(text.get(end))
}
