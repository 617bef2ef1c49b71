//! What speaks for a fraud, or against one, in a message: each signal has a permanent id, a weight and a sentence in both languages. They
//! are data (`data/signals-*.toml`); code says where they stand. No signal is enough by itself: [`super::fraud`] adds them up.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::rule::Both;
use super::traits::Sign;

/// The files of signals, one for each part of a message that they look at.
const FILES: [&str; 7] = [
    include_str!("data/signals-wording.toml"),
    include_str!("data/signals-links.toml"),
    include_str!("data/signals-sender.toml"),
    include_str!("data/signals-payment.toml"),
    include_str!("data/signals-history.toml"),
    include_str!("data/signals-intruder.toml"),
    include_str!("data/signals-rules.toml"),
];

/// What a signal looks at. Signals of one group repeat each other; a fraud needs signals of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum SignalGroup {
    /// what is asked, and how
    Wording,
    /// where links lead
    Link,
    /// who seems to write, and who does
    Sender,
    /// accounts and amounts
    Payment,
    /// files
    Attachment,
    /// what the mailbox knows of the sender, or does not
    History,
    /// how the owner is used to write
    Habit,
    /// rules and settings of the mailbox
    Rule,
}

/// What a signal is, as it stands in a TOML file (`[[signal]]`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignalRule {
    /// permanent: `wording.bank-change`
    pub id: String,
    /// what it looks at
    pub group: SignalGroup,
    /// which frauds it is typical of, the last words of ids of rules: `bank-change` of `fraud.bank-change`; empty: any
    #[serde(default)]
    pub frauds: Vec<String>,
    /// log odds that it adds; negative where it speaks against a fraud. Fitted, see docs/ACCURACY.md
    pub weight: f32,
    /// what was seen, a short sentence
    pub reason: Both,
}

/// A signal in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// of a [`SignalRule`]
    pub id: &'static str,
    /// which of [`crate::message::mail::Mail::texts`]; none where it is about the message as a whole
    pub text: Option<usize>,
    /// bytes of that text
    pub span: Range<usize>,
    /// what it is about, where that says more: a host, an IBAN, an address; else empty
    pub about: String,
}

impl Signal {
    /// About the message as a whole.
    pub fn of_message(id: &'static str, about: impl Into<String>) -> Signal {
        Signal { id, text: None, span: 0..0, about: about.into() }
    }

    /// At a place of a text.
    pub fn at(id: &'static str, text: usize, span: Range<usize>, about: impl Into<String>) -> Signal {
        Signal { id, text: Some(text), span, about: about.into() }
    }
}

/// A sign with what is known of its signal.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// where it stands
    pub sign: Sign,
    /// what it is
    pub rule: &'static SignalRule,
}

impl Weighed {
    /// None where there is no such signal.
    pub fn of(sign: Sign) -> Option<Weighed> {
        let rule = get(&sign.id);
        debug_assert!(rule.is_some(), "there is no signal {}", sign.id);
        rule.map(|rule| Weighed { sign, rule })
    }
}

static ALL: LazyLock<BTreeMap<String, SignalRule>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        #[serde(default)]
        signal: Vec<SignalRule>,
    }
    let rules = |text: &&str| toml::from_str::<File>(text).expect("because a test reads the same files").signal;
    FILES.iter().flat_map(rules).map(|rule| (rule.id.clone(), rule)).collect()
});

/// Every signal, by id.
pub fn all() -> impl Iterator<Item = &'static SignalRule> {
    ALL.values()
}

/// The signal with this id.
pub fn get(id: &str) -> Option<&'static SignalRule> {
    ALL.get(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_signal_is_there_twice_and_each_says_why_in_both_languages() {
        let count: usize = FILES.iter().map(|text| text.matches("[[signal]]").count()).sum();
        assert_eq!(count, all().count());
        for rule in all() {
            assert!(!rule.reason.fr.is_empty() && !rule.reason.en.is_empty(), "{}", rule.id);
            assert!(rule.weight.is_finite(), "{}", rule.id);
        }
    }
}
