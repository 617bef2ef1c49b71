//! Lists of words (`data/mailbox-rule-words.toml`) looked up in one pass over a text: the work depends on the text, not on the lists.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::folded::{fold, words};

/// Words in a row at most.
const LONGEST: usize = 4;

/// Words, whole or by their beginning.
#[derive(Debug, Default)]
pub struct Words {
    whole: HashSet<String>,
    beginnings: HashSet<String>,
    /// lengths of the beginnings
    lengths: Vec<usize>,
}

impl From<Vec<String>> for Words {
    fn from(list: Vec<String>) -> Words {
        let mut words = Words::default();
        for entry in list {
            match entry.strip_suffix('*') {
                Some(beginning) => words.beginnings.insert(joined(beginning)),
                None => words.whole.insert(joined(&entry)),
            };
        }
        words.lengths = words.beginnings.iter().map(String::len).collect();
        words.lengths.sort_unstable();
        words.lengths.dedup();
        words
    }
}

/// An entry as runs of words are compared: its words with single blanks.
fn joined(entry: &str) -> String {
    words(entry).join(" ")
}

impl Words {
    /// The words of the list that stand in a text, in their order, at most `most`.
    pub fn found(&self, text: &str, most: usize) -> Vec<String> {
        let folded = fold(text);
        let all = words(&folded);
        let mut found = Vec::new();
        for start in 0..all.len() {
            let hit = (1..=LONGEST.min(all.len() - start)).rev().find_map(|count| {
                let run = all[start..start + count].join(" ");
                self.has(&run).then_some(run)
            });
            if let Some(run) = hit.filter(|_| found.len() < most)
                && !found.contains(&run)
            {
                found.push(run);
            }
        }
        found
    }

    /// Whether one of the words stands in a text.
    pub fn stand_in(&self, text: &str) -> bool {
        !self.found(text, 1).is_empty()
    }

    /// Whether a run of folded words is one of the list.
    pub fn has(&self, run: &str) -> bool {
        let begins = |&length: &usize| run.get(..length).is_some_and(|beginning| self.beginnings.contains(beginning));
        self.whole.contains(run) || self.lengths.iter().any(begins)
    }
}

/// All lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    money: Vec<String>,
    money_hints: Vec<String>,
    security: Vec<String>,
    security_hints: Vec<String>,
    bounce: Vec<String>,
    guards: Vec<String>,
    bulk: Vec<String>,
    tools: Vec<String>,
    disguises: Vec<String>,
    nobodies: Vec<String>,
    places: Vec<String>,
    generic: Vec<String>,
}

/// All lists, ready to be looked up.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Lexicon {
    pub money: Words,
    pub money_hints: Words,
    pub security: Words,
    pub security_hints: Words,
    pub bounce: Words,
    pub guards: Words,
    pub bulk: Words,
    pub tools: HashSet<String>,
    pub disguises: Words,
    pub nobodies: Words,
    pub places: HashSet<String>,
    pub generic: HashSet<String>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("../data/mailbox-rule-words.toml")).expect("because a test reads the same file");
    Lexicon {
        money: file.money.into(),
        money_hints: file.money_hints.into(),
        security: file.security.into(),
        security_hints: file.security_hints.into(),
        bounce: file.bounce.into(),
        guards: file.guards.into(),
        bulk: file.bulk.into(),
        tools: file.tools.into_iter().collect(),
        disguises: file.disguises.into(),
        nobodies: file.nobodies.into(),
        places: file.places.into_iter().collect(),
        generic: file.generic.into_iter().collect(),
    }
});

/// All lists.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_or_by_their_beginning() {
        let money = &lexicon().money;
        assert_eq!(
            money.found("Re: Changement de RIB, nos coordonnées bancaires", 9),
            ["rib", "coordonnees bancaires", "bancaires"]
        );
        assert!(money.stand_in("FACTURES impayées") && !money.stand_in("manufacture, ribambelle, paysage"));
        assert!(lexicon().security.stand_in("votre mot de passe") && !lexicon().security.stand_in("votre mot"));
        assert!(
            lexicon().guards.stand_in("no-reply@accounts.google.com")
                && !lexicon().guards.stand_in("paul@accountants.example")
        );
    }
}
