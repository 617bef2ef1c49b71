//! Indicators that the user brings (domains, addresses, IPs, URLs, hashes, IBANs): each place where one is seen, in texts, links, header
//! fields and files.

use std::ops::Range;

use super::{Detector, Found, Seen};
use crate::message::mail::Limit;
use crate::triage::finding::Hit;
use crate::triage::patterns::indicators::{IndicatorKind, Indicators, Sighting};

/// The detector.
pub struct Sightings {
    indicators: Indicators,
}

impl Sightings {
    /// Of these indicators.
    pub fn new(indicators: Indicators) -> Sightings {
        Sightings { indicators }
    }

    fn hit(&self, number: usize, text: Option<usize>, span: Range<usize>) -> Hit {
        let indicator = &self.indicators.all()[number];
        let facts =
            vec![("indicator", indicator.value.clone()), ("list", format!("{}:{}", indicator.list, indicator.line))];
        Hit { rule: rule(indicator.kind).to_owned(), severity: None, confidence: 95, text, span, value: None, facts }
    }

    fn scan(&self, text: &str, name: &str, found: &mut Found) -> Vec<Sighting> {
        let mut sightings = Vec::new();
        if let Some(kind) = self.indicators.scan(text, &mut sightings).limit {
            found.limits.push(Limit { kind, name: name.to_owned() });
        }
        sightings
    }
}

fn rule(kind: IndicatorKind) -> &'static str {
    match kind {
        IndicatorKind::Ip | IndicatorKind::Network => "indicator.ip",
        IndicatorKind::Domain => "indicator.domain",
        IndicatorKind::Email => "indicator.address",
        IndicatorKind::Url => "indicator.url",
        IndicatorKind::Iban => "indicator.iban",
        IndicatorKind::Hash => "indicator.hash",
    }
}

impl Detector for Sightings {
    fn name(&self) -> &'static str {
        "sightings"
    }

    fn look(&self, seen: Seen<'_>, found: &mut Found) {
        for (number, text) in seen.mail.texts.iter().enumerate() {
            for sighting in self.scan(&text.content, &text.place.name, found) {
                found.hits.push(self.hit(sighting.indicator, Some(number), sighting.span));
            }
            for link in &text.links {
                for sighting in self.scan(&link.target, &text.place.name, found) {
                    found.hits.push(self.hit(sighting.indicator, Some(number), link.shown.clone()));
                }
            }
        }
        for field in &seen.mail.headers {
            for sighting in self.scan(&field.value, &field.name, found) {
                let mut hit = self.hit(sighting.indicator, None, 0..0);
                hit.facts.push(("field", field.name.clone()));
                found.hits.push(hit);
            }
        }
        for file in &seen.mail.files {
            let digest = file.sha256.map(|digest| digest.to_string()).unwrap_or_default();
            if let Some(number) = self.indicators.matches_hash(&digest) {
                let mut hit = self.hit(number, None, 0..0);
                hit.facts.extend([("file", file.name.clone()), ("part", file.part.clone())]);
                found.hits.push(hit);
            }
        }
    }
}
