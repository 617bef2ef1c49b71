//! What services tell of an account: resets, sign-ins, second factors ([`crate::triage::notices`]).

use super::{Detector, Found, Seen};
use crate::triage::notices::{NoticeContext, notices};
use crate::triage::rule::Rule;

/// The detector.
pub struct Notices {
    rules: Vec<Rule>,
}

impl Notices {
    /// With the severities of these rules.
    pub fn new(rules: &[Rule]) -> Notices {
        Notices { rules: rules.iter().filter(|rule| rule.detector == "notices").cloned().collect() }
    }
}

impl Detector for Notices {
    fn name(&self) -> &'static str {
        "notices"
    }

    fn look(&self, seen: Seen<'_>, found: &mut Found) {
        notices(seen.mail, &NoticeContext { role: seen.role, rules: &self.rules }, &mut found.hits);
    }
}
