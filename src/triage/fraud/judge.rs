//! All signals of a message together: their weights are added to the odds that any message is a fraud. Signals of one group alone are not
//! enough, whatever they weigh: no single word, link or name makes a fraud.

use std::collections::{BTreeMap, BTreeSet};

use super::history;
use crate::triage::finding::Severity;
use crate::triage::hindsight::{Looked, Verdict};
use crate::triage::record::{SignRecord, WhereRecord};
use crate::triage::signal::{self, SignalGroup, SignalRule};
use crate::triage::traits::Sign;

/// Log odds that a message is a fraud when nothing speaks for or against it.
const PRIOR: f32 = -4.0;
/// Log odds from which a finding is told at all, as `low`; from which it is `medium` and `high`.
const TOLD: f32 = -1.5;
const MEDIUM: f32 = 0.0;
const HIGH: f32 = 3.0;
/// Signals that are told.
const MOST_TOLD: usize = 12;

/// A sign with what is known of its signal.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// where it stands
    pub sign: Sign,
    /// what it is
    pub rule: &'static SignalRule,
}

/// All signals of a message, each once: where one stands several times, its first place.
pub fn signals(looked: Looked<'_>) -> Vec<Weighed> {
    let mut known = BTreeSet::new();
    let all = looked.traits.signals.iter().cloned().chain(history::signs(looked));
    let weighed = all.filter_map(|sign| Some(Weighed { rule: signal::get(&sign.id)?, sign }));
    let mut weighed: Vec<Weighed> = weighed.filter(|weighed| known.insert(weighed.rule.id.as_str())).collect();
    weighed.sort_by(|a, b| b.rule.weight.total_cmp(&a.rule.weight));
    weighed
}

/// Whether a message is a fraud, and which.
pub fn judge(looked: Looked<'_>) -> Option<Verdict> {
    let signals = signals(looked);
    let odds = PRIOR + signals.iter().map(|weighed| weighed.rule.weight).sum::<f32>();
    if odds < TOLD {
        return None;
    }
    let speaking = signals.iter().filter(|weighed| weighed.rule.weight > 0.3);
    let groups: BTreeSet<SignalGroup> = speaking.map(|weighed| weighed.rule.group).collect();
    let severity = match groups.len() {
        0 | 1 => Severity::Low,
        _ if odds >= HIGH => Severity::High,
        _ if odds >= MEDIUM => Severity::Medium,
        _ => Severity::Low,
    };
    let first = signals.iter().find(|weighed| !weighed.sign.excerpt.is_empty()).map(|weighed| &weighed.sign);
    Some(Verdict {
        severity: Some(severity),
        place: first.map_or_else(WhereRecord::message, |sign| sign.place.clone()),
        excerpt: first.map(|sign| sign.excerpt.clone()).unwrap_or_default(),
        signals: signals.iter().take(MOST_TOLD).map(told).collect(),
        ..Verdict::of(family(&signals), confidence(odds))
    })
}

/// The probability, as a percentage.
fn confidence(odds: f32) -> u8 {
    (100.0 / (1.0 + (-odds).exp())).round() as u8
}

fn told(weighed: &Weighed) -> SignRecord {
    let Weighed { sign, rule } = weighed;
    SignRecord {
        id: rule.id.clone(),
        weight: (rule.weight * 10.0).round() / 10.0,
        about: sign.about.clone(),
        excerpt: sign.excerpt.clone(),
        reason_fr: rule.reason.fr.clone(),
        reason_en: rule.reason.en.clone(),
    }
}

/// The id of the rule whose signals weigh most together; the first of equals in the alphabet.
fn family(signals: &[Weighed]) -> &'static str {
    let mut weights: BTreeMap<&'static str, f32> = BTreeMap::new();
    for weighed in signals {
        for fraud in &weighed.rule.frauds {
            *weights.entry(fraud.as_str()).or_default() += weighed.rule.weight.max(0.0);
        }
    }
    let heaviest = weights.into_iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
    heaviest.and_then(|(fraud, _)| super::rule_of(fraud)).unwrap_or(super::GENERAL)
}
