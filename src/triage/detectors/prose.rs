//! Passwords that people write to each other in French and English ([`crate::triage::prose`]), in every text of a message.

use super::{Detector, Found, Seen};
use crate::message::mail::{Limit, LimitKind};
use crate::triage::prose;

/// The detector.
pub struct Prose;

impl Detector for Prose {
    fn name(&self) -> &'static str {
        "prose"
    }

    fn look(&self, seen: Seen<'_>, found: &mut Found) {
        for (number, text) in seen.mail.texts.iter().enumerate() {
            if !prose::hits(number, text, &mut found.hits) {
                found.limits.push(Limit { kind: LimitKind::Candidates, name: text.place.name.clone() });
            }
        }
    }
}
