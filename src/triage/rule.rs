//! What a rule is: a permanent id, what it is about, the fiche action it serves, how urgent it is, why, and how it is tried out. The rules
//! are data (`data/*.toml`); those with a `detector` are judged by code, the others by their `regex`.

use serde::{Deserialize, Serialize};

use super::finding::{Kind, Severity};

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    /// French
    pub fr: String,
    /// English
    pub en: String,
}

/// One rule, as it stands in a TOML file (`[[rule]]`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// permanent: `secret.github.pat`, `notice.password-changed`
    pub id: String,
    /// what it is about
    pub kind: Kind,
    /// the action of the fiche that it serves: `6.a`, `4.a`
    pub action: String,
    /// how urgent a finding is
    pub severity: Severity,
    /// why a finding matters, one sentence
    pub reason: Both,
    /// what the secret opens, where the rule is about one service: `GitHub`
    #[serde(default)]
    pub service: String,
    /// the detector that judges it; empty where `regex` does
    #[serde(default)]
    pub detector: String,
    /// lower-case words of which one must be in the text before `regex` is tried
    #[serde(default)]
    pub keywords: Vec<String>,
    /// what is looked for (syntax of the regex crate); the group `secret`, else the first group, else all of it is the secret
    #[serde(default)]
    pub regex: String,
    /// a check of the value without any network: `luhn`, `github-crc32`, `jwt` ...; empty where there is none
    #[serde(default)]
    pub check: String,
    /// Shannon entropy in bits a character that the secret must at least have
    #[serde(default)]
    pub entropy: f64,
    /// how sure a hit is, 0 to 100
    #[serde(default = "sure")]
    pub confidence: u8,
    /// texts in which the rule must find something
    #[serde(default)]
    pub examples: Vec<String>,
    /// texts in which it must find nothing
    #[serde(default)]
    pub counter_examples: Vec<String>,
}

fn sure() -> u8 {
    90
}
