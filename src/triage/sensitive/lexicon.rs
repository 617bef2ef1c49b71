//! The words of `data/sensitive-words.toml`, as they are looked for in names and in documents.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use serde::Deserialize;

use crate::triage::finding::Severity;

/// The words.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    not: Vec<Not>,
    name: Vec<Name>,
    ending: Vec<Ending>,
    file: Vec<Whole>,
    document: Vec<Document>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Not {
    words: Vec<String>,
}

/// Words of file names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// the rule they speak for
    pub rule: String,
    words: Vec<String>,
    /// those of them that weigh little
    #[serde(default)]
    low: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    /// the only endings; none for those of any document
    #[serde(default)]
    pub endings: Vec<String>,
}

/// Endings that say enough.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    /// the rule they speak for
    pub rule: String,
    /// lower case
    pub endings: Vec<String>,
    /// of which one must stand in the text of the file; none where it need not be a text
    #[serde(default)]
    pub holding: Vec<String>,
}

/// Whole names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whole {
    /// the rule they speak for
    pub rule: String,
    /// lower case
    pub names: Vec<String>,
}

/// What a kind of document says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// the rule it speaks for
    pub rule: String,
    /// what it is
    pub called: String,
    /// where it is not that of the rule
    #[serde(default)]
    pub severity: Option<Severity>,
    titles: Vec<String>,
    fields: Vec<String>,
    /// how many different fields it must have beside a title
    pub needed: usize,
}

/// What a word of a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saying {
    /// it is nobody's data
    Form,
    /// it speaks for the family of this number
    For(usize),
    /// the same, quietly
    Low(usize),
    /// it speaks against that family
    Against(usize),
}

/// A word of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// which document
    pub document: usize,
    /// it names it
    pub title: bool,
    /// which of its words
    pub word: usize,
}

/// The words, ready to use.
pub struct Lexicon {
    /// words of names: found in ` plain words `
    pub in_names: AhoCorasick,
    /// what each of those says
    pub sayings: Vec<Saying>,
    /// the families, the first of equal severity is told
    pub names: Vec<Name>,
    /// endings
    pub endings: Vec<Ending>,
    /// whole names
    pub files: Vec<Whole>,
    /// words of documents, ASCII letters of either case alike
    pub in_documents: AhoCorasick,
    /// what each of those means; one word may stand in several documents
    pub terms: Vec<Vec<Term>>,
    /// the documents
    pub documents: Vec<Document>,
}

impl Lexicon {
    fn load() -> Lexicon {
        let written: Written =
            toml::from_str(include_str!("../data/sensitive-words.toml")).expect("because a test reads the file");
        let (mut patterns, mut sayings) = (Vec::new(), Vec::new());
        let mut say = |word: &str, saying| {
            // A word with `*` may go on.
            patterns.push(format!(" {}{}", word.trim_end_matches('*'), if word.ends_with('*') { "" } else { " " }));
            sayings.push(saying);
        };
        written.not.iter().flat_map(|not| &not.words).for_each(|word| say(word, Saying::Form));
        for (number, name) in written.name.iter().enumerate() {
            for word in &name.words {
                say(word, if name.low.contains(word) { Saying::Low(number) } else { Saying::For(number) });
            }
            name.not.iter().for_each(|word| say(word, Saying::Against(number)));
        }
        let (words, terms) = terms(&written.document);
        Lexicon {
            in_names: AhoCorasick::new(&patterns).expect("because the words are few"),
            sayings,
            names: written.name,
            endings: written.ending,
            files: written.file,
            in_documents: AhoCorasickBuilder::new()
                .ascii_case_insensitive(true)
                .kind(Some(AhoCorasickKind::DFA))
                .build(&words)
                .expect("because the words are few"),
            terms,
            documents: written.document,
        }
    }
}

/// Every way in which a word of a document is written, each once, with all that it means.
fn terms(documents: &[Document]) -> (Vec<String>, Vec<Vec<Term>>) {
    let mut known: std::collections::BTreeMap<String, Vec<Term>> = std::collections::BTreeMap::new();
    for (document, written) in documents.iter().enumerate() {
        let titles = written.titles.iter().map(|word| (word, true));
        let all = titles.chain(written.fields.iter().map(|word| (word, false)));
        for (number, (word, title)) in all.enumerate() {
            for spelling in spellings(word) {
                known.entry(spelling).or_default().push(Term { document, title, word: number });
            }
        }
    }
    known.into_iter().unzip()
}

/// With accents, with accents in capitals, without any.
fn spellings(word: &str) -> std::collections::BTreeSet<String> {
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::is_combining_mark;
    let upper = word.chars().map(|c| if c.is_ascii() { c } else { c.to_uppercase().next().unwrap_or(c) }).collect();
    let bare = word.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    [word.to_owned(), upper, bare].into()
}
