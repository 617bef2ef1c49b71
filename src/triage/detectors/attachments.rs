//! Attached files by which an intruder may have got in ([`crate::triage::initial_access`]).

use super::{Detector, Found, Seen};
use crate::triage::initial_access;

/// The detector.
pub struct Attachments;

impl Detector for Attachments {
    fn name(&self) -> &'static str {
        "attachments"
    }

    fn look(&self, seen: Seen<'_>, found: &mut Found) {
        initial_access::hits(seen.mail, seen.role, &mut found.hits);
    }
}
