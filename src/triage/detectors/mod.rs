//! The judges: each looks at one decoded message and tells its hits. A new one is one file here and one line in [`all`].

mod attachments;
mod encrypted_files;
mod forward_traces;
mod notices;
mod patterns;
mod prose;
mod readings;
mod sensitive;
mod sightings;
mod user_rules;

use super::finding::Hit;
use super::patterns::RuleError;
use super::patterns::gitleaks::{GitleaksRule, UserRules};
use super::patterns::indicators::Indicators;
use super::rulebook::Rulebook;
use crate::custody::archive::MessageRow;
use crate::evidence::role::Role;
use crate::message::mail::{Limit, Mail};

/// A message as detectors see it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// where it stands and its main headers
    pub row: &'a MessageRow,
    /// what its folder is for
    pub role: Role,
    /// decoded
    pub mail: &'a Mail,
}

/// What a detector found.
#[derive(Debug, Default)]
pub struct Found {
    /// in the order in which they stand
    pub hits: Vec<Hit>,
    /// secrets that no hit tells by themselves, to be masked beside those that are told
    pub masked: Vec<String>,
    /// bounds that were reached
    pub limits: Vec<Limit>,
}

/// Judges messages one by one; several at once on different threads.
pub trait Detector: Send + Sync {
    /// The word in the `detector` field of its rules.
    fn name(&self) -> &'static str;
    /// Looks at a message.
    fn look(&self, seen: Seen<'_>, found: &mut Found);
}

/// What the user brings besides the rules of the program.
#[derive(Debug, Default)]
pub struct Brought {
    /// rules of a gitleaks file; they are in the book too
    pub rules: Vec<GitleaksRule>,
    /// indicators to be seen
    pub indicators: Option<Indicators>,
}

/// Every detector, in the order in which they look.
pub fn all(book: &Rulebook, brought: Brought) -> Result<Vec<Box<dyn Detector>>, RuleError> {
    let mut detectors: Vec<Box<dyn Detector>> = vec![
        Box::new(patterns::Patterns::new(book.rules())?),
        Box::new(prose::Prose),
        Box::new(notices::Notices::new(book.rules())),
        Box::new(encrypted_files::EncryptedFiles),
        Box::new(attachments::Attachments),
        Box::new(sensitive::Sensitive),
        Box::new(readings::Readings),
        Box::new(forward_traces::ForwardTraces),
    ];
    if !brought.rules.is_empty() {
        detectors.push(Box::new(user_rules::User::new(UserRules::compile(brought.rules)?)));
    }
    if let Some(indicators) = brought.indicators {
        detectors.push(Box::new(sightings::Sightings::new(indicators)));
    }
    Ok(detectors)
}
