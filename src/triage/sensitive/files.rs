//! Attached files by their names, and by what their texts say they are.

use std::collections::BTreeMap;

use super::documents;
use super::lexicon::{LEXICON, Saying};
use crate::message::mail::{File, Mail};
use crate::triage::file_texts::FileTexts;
use crate::triage::filename::FileName;
use crate::triage::finding::{Hit, Severity};

/// Endings of files that can hold a document, a picture of one, or several.
const DOCUMENTS: [&str; 38] = [
    "pdf", "doc", "docx", "docm", "dot", "dotx", "xls", "xlsx", "xlsm", "xlsb", "ods", "odt", "odp", "rtf", "txt",
    "csv", "ppt", "pptx", "md", "pages", "numbers", "jpg", "jpeg", "png", "heic", "heif", "tif", "tiff", "bmp", "webp",
    "gif", "zip", "7z", "rar", "gz", "msg", "xps", "json",
];

/// What a file is taken for.
struct Taken {
    rule: &'static str,
    severity: Option<Severity>,
    confidence: u8,
    called: String,
    /// the text, and where its title stands
    at: Option<(usize, std::ops::Range<usize>)>,
}

/// Appends one hit for each kind of document and attached file, however many members are of the kind.
pub fn hits(mail: &Mail, hits: &mut Vec<Hit>) {
    let texts = FileTexts::of(mail);
    let mut told: BTreeMap<(&str, &str, &str), (usize, usize)> = BTreeMap::new();
    for file in &mail.files {
        let name = FileName::of(&file.name);
        for taken in taken(&texts, file, &name) {
            let (place, count) = told.entry((taken.rule, &file.part, name.outer)).or_insert((hits.len(), 0));
            *count += 1;
            if *place == hits.len() {
                hits.push(hit(file, taken));
            }
        }
    }
    for (place, count) in told.into_values().filter(|(_, count)| *count > 1) {
        hits[place].facts.push(("count", count.to_string()));
    }
}

fn hit(file: &File, taken: Taken) -> Hit {
    let facts = vec![("file", file.name.clone()), ("part", file.part.clone()), ("document", taken.called)];
    let (text, span) = taken.at.map_or((None, 0..0), |(text, span)| (Some(text), span));
    let Taken { rule, severity, confidence, .. } = taken;
    Hit { rule: rule.to_owned(), severity, confidence, text, span, value: None, facts }
}

fn taken(texts: &FileTexts<'_>, file: &File, name: &FileName<'_>) -> Vec<Taken> {
    // The name of an attached message is its subject; calendars and signatures hold nothing of the kind.
    const OTHER: [&str; 3] = ["message/rfc822", "text/calendar", "text/vcard"];
    if OTHER.contains(&file.real.as_str()) {
        return Vec::new();
    }
    let mut all: Vec<Taken> = by_ending(texts, file, name).or_else(|| by_name(name)).into_iter().collect();
    if let Some((number, text)) = texts.of_file(file) {
        for document in documents::recognise(text) {
            match all.iter_mut().find(|taken| taken.rule == document.rule) {
                // Name and text say the same.
                Some(taken) => taken.confidence = 95,
                None => all.push(Taken {
                    rule: document.rule,
                    severity: document.severity,
                    confidence: 75,
                    called: document.called.to_owned(),
                    at: Some((number, document.title)),
                }),
            }
        }
    }
    all
}

/// What the ending or the whole name says.
fn by_ending(texts: &FileTexts<'_>, file: &File, name: &FileName<'_>) -> Option<Taken> {
    let (ending, base) = (name.ending(), name.base.to_lowercase());
    let taken = |rule, called: String| Taken { rule, severity: None, confidence: 85, called, at: None };
    if let Some(whole) = LEXICON.files.iter().find(|whole| whole.names.contains(&base)) {
        return Some(taken(whole.rule.as_str(), base));
    }
    let holds = |words: &[String]| {
        let holds = |text: &str| words.iter().any(|word| text.contains(word.as_str()));
        words.is_empty() || texts.of_file(file).is_some_and(|(_, text)| holds(text))
    };
    let known = LEXICON.endings.iter().find(|known| known.endings.contains(&ending) && holds(&known.holding))?;
    Some(taken(known.rule.as_str(), format!(".{ending}")))
}

/// What the words of the name say; of several families the first in the lexicon.
fn by_name(name: &FileName<'_>) -> Option<Taken> {
    let (words, ending) = (name.words(), name.ending());
    let mut families: BTreeMap<usize, (bool, String)> = BTreeMap::new();
    let mut against = Vec::new();
    for found in LEXICON.in_names.find_overlapping_iter(&words) {
        let word = || words[found.range()].trim().to_owned();
        match LEXICON.sayings[found.pattern().as_usize()] {
            Saying::Form => return None,
            Saying::Against(family) => against.push(family),
            Saying::For(family) => families.entry(family).or_insert_with(|| (false, word())).0 = false,
            Saying::Low(family) => {
                families.entry(family).or_insert_with(|| (true, word()));
            }
        }
    }
    let fits = |family: &usize| match LEXICON.names[*family].endings.as_slice() {
        [] => DOCUMENTS.contains(&ending.as_str()),
        endings => endings.contains(&ending),
    };
    let (family, (low, called)) = families.into_iter().find(|(family, _)| fits(family) && !against.contains(family))?;
    let severity = low.then_some(Severity::Low);
    Some(Taken { rule: LEXICON.names[family].rule.as_str(), severity, confidence: 75, called, at: None })
}
