//! Messages that two parsers read differently (DESIGN section 4): the second witness's disagreements, told.

use super::{Detector, Found, Seen};
use crate::triage::finding::Hit;

/// The detector.
pub struct Readings;

impl Detector for Readings {
    fn name(&self) -> &'static str {
        "readings"
    }

    fn look(&self, seen: Seen<'_>, found: &mut Found) {
        let Some(first) = seen.mail.disagreements.first() else { return };
        let fields: Vec<&str> = seen.mail.disagreements.iter().map(|difference| difference.field).collect();
        let facts =
            vec![("fields", fields.join(" ")), ("first", first.first.clone()), ("second", first.second.clone())];
        found.hits.push(Hit::of_message("message.two-readings", 50, facts));
    }
}
