//! Data rules: whatever has a regular expression, looked for in every text of a message and in where its links lead.

use super::{Detector, Found, Seen};
use crate::message::mail::{Limit, Text};
use crate::triage::finding::{Hit, Severity};
use crate::triage::patterns::{PatternHit, PatternSet, RuleError};
use crate::triage::rule::Rule;

/// What is believed less than this is told as low, whatever it would open.
const BELIEVED: u8 = 40;

/// The detector.
pub struct Patterns {
    set: PatternSet,
}

impl Patterns {
    /// With these rules; those that other detectors judge are passed over.
    pub fn new(rules: &[Rule]) -> Result<Patterns, RuleError> {
        let own = |rule: &&Rule| !rule.regex.is_empty() && rule.detector.is_empty();
        let rules = rules.iter().filter(own).cloned();
        Ok(Patterns { set: PatternSet::compile(rules)? })
    }

    fn look_at(&self, number: usize, text: &Text, found: &mut Found) {
        let mut hits = Vec::new();
        self.scan(&text.content, &text.place.name, &mut hits, found);
        found.hits.extend(hits.drain(..).map(|hit| self.hit(number, &text.content, hit, None)));
        for link in &text.links {
            self.scan(&link.target, &text.place.name, &mut hits, found);
            let shown = link.shown.clone();
            found.hits.extend(hits.drain(..).map(|hit| self.hit(number, &link.target, hit, Some(shown.clone()))));
        }
    }

    fn scan(&self, text: &str, name: &str, hits: &mut Vec<PatternHit>, found: &mut Found) {
        if let Some(kind) = self.set.scan(text, hits).limit {
            found.limits.push(Limit { kind, name: name.to_owned() });
        }
    }

    /// `shown` is where a link stands in whose target the match is.
    fn hit(&self, number: usize, text: &str, hit: PatternHit, shown: Option<std::ops::Range<usize>>) -> Hit {
        let value = text.get(hit.secret.clone()).unwrap_or_default().to_owned();
        let rule = &self.set.rules()[hit.rule];
        let mut facts = hit.facts;
        if shown.is_some() {
            facts.push(("in", "link".to_owned()));
        }
        Hit {
            rule: rule.id.clone(),
            severity: (hit.confidence < BELIEVED).then(|| rule.severity.min(Severity::Low)),
            confidence: hit.confidence,
            text: Some(number),
            span: shown.unwrap_or(hit.span),
            value: Some(value),
            facts,
        }
    }
}

impl Detector for Patterns {
    fn name(&self) -> &'static str {
        "patterns"
    }

    fn look(&self, seen: Seen<'_>, found: &mut Found) {
        seen.mail.texts.iter().enumerate().for_each(|(number, text)| self.look_at(number, text, found));
    }
}
