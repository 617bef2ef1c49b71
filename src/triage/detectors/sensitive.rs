//! What the intruder could read and the owner must answer for ([`crate::triage::sensitive`]).

use super::{Detector, Found, Seen};
use crate::triage::sensitive;

/// The detector.
pub struct Sensitive;

impl Detector for Sensitive {
    fn name(&self) -> &'static str {
        "sensitive"
    }

    fn look(&self, seen: Seen<'_>, found: &mut Found) {
        sensitive::look(seen, found);
    }
}
