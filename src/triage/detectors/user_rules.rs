//! Rules that the user brings in a gitleaks file: on the decoded texts, with the name of the file where a rule asks for it, and on names
//! alone.

use super::{Detector, Found, Seen};
use crate::message::mail::Limit;
use crate::triage::finding::Hit;
use crate::triage::patterns::gitleaks::UserRules;

/// The detector.
pub struct User {
    rules: UserRules,
}

impl User {
    /// With these rules.
    pub fn new(rules: UserRules) -> User {
        User { rules }
    }

    fn id(&self, number: usize) -> String {
        self.rules.rules()[number].rule.id.clone()
    }
}

impl Detector for User {
    fn name(&self) -> &'static str {
        "user-rules"
    }

    fn look(&self, seen: Seen<'_>, found: &mut Found) {
        let mut hits = Vec::new();
        for (number, text) in seen.mail.texts.iter().enumerate() {
            if let Some(kind) = self.rules.scan(&text.content, &text.place.name, &mut hits).limit {
                found.limits.push(Limit { kind, name: text.place.name.clone() });
            }
            found.hits.extend(hits.drain(..).map(|hit| Hit {
                rule: self.id(hit.rule),
                severity: None,
                confidence: hit.confidence,
                text: Some(number),
                span: hit.span,
                value: text.content.get(hit.secret).map(str::to_owned),
                facts: hit.facts,
            }));
        }
        for file in &seen.mail.files {
            let facts = || vec![("file", file.name.clone()), ("part", file.part.clone())];
            let named = self.rules.named(&file.name).into_iter();
            found.hits.extend(named.map(|rule| Hit::of_message(&self.id(rule), 90, facts())));
        }
    }
}
