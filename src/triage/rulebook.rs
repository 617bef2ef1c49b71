//! All rules that scelle knows by itself, from the TOML files in `data/`: one line here for each file.

use std::collections::BTreeMap;

use super::patterns::{self, RuleError, parse_rules};
use super::rule::Rule;
use crate::digest::{Hasher, Sha256};

/// The files of the other families; those of the secrets are listed with their engine.
const FILES: [(&str, &str); 10] = [
    ("hindsight.toml", include_str!("data/hindsight.toml")),
    ("attacker.toml", include_str!("data/attacker.toml")),
    ("fraud.toml", include_str!("data/fraud.toml")),
    ("prose.toml", include_str!("data/prose.toml")),
    ("notices.toml", include_str!("data/notices.toml")),
    ("indicators.toml", include_str!("data/indicators.toml")),
    ("initial-access.toml", include_str!("data/initial-access.toml")),
    ("sensitive.toml", include_str!("data/sensitive.toml")),
    ("message.toml", include_str!("data/message.toml")),
    ("mailbox-rules.toml", include_str!("data/mailbox-rules.toml")),
];

/// Rules by id.
#[derive(Debug, Clone, Default)]
pub struct Rulebook {
    rules: Vec<Rule>,
    by_id: BTreeMap<String, usize>,
    digest: Option<Sha256>,
}

impl Rulebook {
    /// The rules that come with the program.
    pub fn built_in() -> Result<Rulebook, RuleError> {
        let mut book = Rulebook::default();
        let mut hasher = Hasher::new();
        for (file, text) in patterns::SECRETS.iter().chain(&FILES) {
            hasher.update(text.as_bytes());
            for rule in parse_rules(file, text)? {
                book.add(rule)?;
            }
        }
        book.digest = Some(hasher.finish());
        Ok(book)
    }

    /// Adds a rule.
    pub fn add(&mut self, rule: Rule) -> Result<(), RuleError> {
        let id = rule.id.clone();
        if self.by_id.insert(id.clone(), self.rules.len()).is_some() {
            return Err(RuleError::Rule { id, message: "is there twice".to_owned() });
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
