//! The words of a finding: what kind it is, how urgent, where it stands. The words in the output are permanent.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What a finding is about (DESIGN section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Kind {
    Fraud,
    AttackerSent,
    Secret,
    Notice,
    Rule,
    Template,
    Junk,
    Sensitive,
    Access,
    InitialAccess,
    Contact,
}

impl Kind {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Fraud => "fraud",
            Kind::AttackerSent => "attacker-sent",
            Kind::Secret => "secret",
            Kind::Notice => "notice",
            Kind::Rule => "rule",
            Kind::Template => "template",
            Kind::Junk => "junk",
            Kind::Sensitive => "sensitive",
            Kind::Access => "access",
            Kind::InitialAccess => "initial-access",
            Kind::Contact => "contact",
        }
    }
}

impl Severity {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

    /// 0 to 100, for a hit that is certain.
    pub fn weight(self) -> u32 {
        match self {
            Severity::Info => 5,
            Severity::Low => 25,
            Severity::Medium => 50,
            Severity::High => 75,
            Severity::Critical => 100,
        }
    }
}

/// How urgent it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Hit {
    /// About the message as a whole.
    pub fn of_message(rule: &str, confidence: u8, facts: Vec<(&'static str, String)>) -> Hit {
        Hit { rule: rule.to_owned(), severity: None, confidence, text: None, span: 0..0, value: None, facts }
    }
}

/// What a detector found in one message, before it is told: the rule, where, how sure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// id of the rule
    pub rule: String,
    /// where the rule's own severity does not fit this case
    pub severity: Option<Severity>,
    /// how sure, 0 to 100
    pub confidence: u8,
    /// which of [`crate::message::mail::Mail::texts`]; none where it is about the message as a whole
    pub text: Option<usize>,
    /// bytes of that text that show it
    pub span: Range<usize>,
    /// the secret itself where there is one: hashed and masked in the output
    pub value: Option<String>,
    /// what else is known: permanent lower-case words (`login`, `service`, `host`, `url`, `account`, `ip`, `device`, `place`, `time`)
    pub facts: Vec<(&'static str, String)>,
}
