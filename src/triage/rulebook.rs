//! All rules that scelle knows by itself, from the TOML files in `data/`: one line here for each file.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::rule::Rule;
use crate::digest::Sha256;

/// The files, as they stand in the program.
const FILES: [(&str, &str); 1] = [("message.toml", include_str!("data/message.toml"))];

/// Why rules cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RulebookError {
    /// a file is no TOML of rules
    #[error("{file}: {cause}")]
    Syntax {
        /// the file
        file: String,
        /// what is wrong, and where
        cause: Box<toml::de::Error>,
    },
    /// two rules have one id
    #[error("{file}: the rule {id} is there twice")]
    Twice {
        /// the file of the second
        file: String,
        /// the id
        id: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<Rule>,
}

/// Rules by id.
#[derive(Debug, Clone, Default)]
pub struct Rulebook {
    rules: Vec<Rule>,
    by_id: BTreeMap<String, usize>,
    digest: Option<Sha256>,
}

impl Rulebook {
    /// The rules that come with the program.
    pub fn built_in() -> Result<Rulebook, RulebookError> {
        let mut book = Rulebook::default();
        for (file, text) in FILES {
            book.add_file(file, text)?;
        }
        let all: Vec<u8> = FILES.iter().flat_map(|(_, text)| text.bytes()).collect();
        book.digest = Some(Sha256::of(&all));
        Ok(book)
    }

    fn add_file(&mut self, file: &str, text: &str) -> Result<(), RulebookError> {
        let syntax = |cause| RulebookError::Syntax { file: file.to_owned(), cause: Box::new(cause) };
        let RuleFile { rule } = toml::from_str(text).map_err(syntax)?;
        rule.into_iter().try_for_each(|rule| self.add(file, rule))
    }

    /// Adds a rule from `file`.
    pub fn add(&mut self, file: &str, rule: Rule) -> Result<(), RulebookError> {
        let id = rule.id.clone();
        if self.by_id.insert(id.clone(), self.rules.len()).is_some() {
            return Err(RulebookError::Twice { file: file.to_owned(), id });
        }
        self.rules.push(rule);
        Ok(())
    }

    /// In the order of the files.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.by_id.get(id).map(|&position| &self.rules[position])
    }

    /// SHA-256 of the built-in files one after the other: which rules a triage was done with.
    pub fn digest(&self) -> Option<Sha256> {
        self.digest
    }
}
