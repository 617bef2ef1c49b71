//! Data rules at work: keywords and regular expressions over decoded text, checks of what they find without any network, rules of the user
//! (gitleaks files) and lists of indicators. What a rule is stands in [`super::rule`]; the formats of secrets stand in `data/secrets-*.toml`.

use serde::Deserialize;

use super::rule::Rule;

mod anonymous;
mod boundary;
mod checks;
#[cfg(test)]
mod corpus;
mod engine;
mod entropy;
pub mod gitleaks;
mod go_regex;
pub mod indicators;
mod keywords;
mod reach;
mod scan;
mod search;
#[cfg(test)]
mod tests;
mod tried;

pub use checks::{Checked, luhn};
pub use engine::{PatternHit, PatternSet, Scanned};
pub use entropy::{is_placeholder, shannon};
pub use tried::check_rules;

/// The formats of secrets, by family.
pub const SECRETS: [(&str, &str); 12] = [
    ("secrets-forges.toml", include_str!("../data/secrets-forges.toml")),
    ("secrets-clouds.toml", include_str!("../data/secrets-clouds.toml")),
    ("secrets-messaging.toml", include_str!("../data/secrets-messaging.toml")),
    ("secrets-payment.toml", include_str!("../data/secrets-payment.toml")),
    ("secrets-packages.toml", include_str!("../data/secrets-packages.toml")),
    ("secrets-ai.toml", include_str!("../data/secrets-ai.toml")),
    ("secrets-monitoring.toml", include_str!("../data/secrets-monitoring.toml")),
    ("secrets-services.toml", include_str!("../data/secrets-services.toml")),
    ("secrets-databases.toml", include_str!("../data/secrets-databases.toml")),
    ("secrets-keys.toml", include_str!("../data/secrets-keys.toml")),
    ("secrets-identity.toml", include_str!("../data/secrets-identity.toml")),
    ("secrets-generic.toml", include_str!("../data/secrets-generic.toml")),
];

/// Why rules cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// the file is not what it should be; the parser's message names line and column
    #[error("{file}: {message}")]
    File {
        /// the file, or what stands for it
        file: String,
        /// what is wrong, and where
        message: String,
    },
    /// one rule cannot be used
    #[error("rule {id}: {message}")]
    Rule {
        /// the id of the rule
        id: String,
        /// what is wrong with it
        message: String,
    },
}

impl RuleError {
    fn of_rule(id: &str, message: impl ToString) -> RuleError {
        RuleError::Rule { id: id.to_owned(), message: message.to_string() }
    }
}

/// A TOML file of rules.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<Rule>,
}

/// Reads the rules (`[[rule]]`) of a TOML text; `file` is what errors call it.
///
/// # Errors
/// [`RuleError::File`] where the text is not TOML or a rule has a field too many or too few.
pub fn parse_rules(file: &str, text: &str) -> Result<Vec<Rule>, RuleError> {
    let parsed: Result<RuleFile, _> = toml::from_str(text);
    parsed
        .map(|parsed| parsed.rule)
        .map_err(|error| RuleError::File { file: file.to_owned(), message: error.to_string() })
}

/// The formats of secrets that scelle knows, in the order of their files.
///
/// # Errors
/// [`RuleError::File`] where an embedded file is damaged; a test holds that none is.
pub fn secret_rules() -> Result<Vec<Rule>, RuleError> {
    let mut rules = Vec::new();
    for (file, text) in SECRETS {
        rules.extend(parse_rules(file, text)?);
    }
    Ok(rules)
}
