//! What services tell of an account: resets, sign-ins, second factors ([`crate::triage::notices`]).

use super::{Detector, Found, Seen};
use crate::triage::notices::{NoticeContext, notices};
use crate::triage::rule::Rule;

/// Data rules for what stands in a notice (`data/access.toml`).
const PARTS: [&str; 2] = ["notice.reset-link", "notice.one-time-code"];

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
        let before = found.hits.len();
        notices(seen.mail, &NoticeContext { role: seen.role, rules: &self.rules }, &mut found.hits);
        if found.hits.len() > before {
            // The link or the code is part of the notice that was recognised.
            found.hits.retain(|hit| !PARTS.contains(&hit.rule.as_str()));
        }
    }
}
