//! All signals of a message together: their weights are added to the odds that any message is a fraud. Signals of one group alone are not
//! enough, whatever they weigh: no single word, link or name makes a fraud.

use std::collections::{BTreeMap, BTreeSet};

use super::history;
use crate::triage::finding::Severity;
use crate::triage::hindsight::{Looked, Verdict, explained};
use crate::triage::signal::{SignalGroup, Weighed};
use crate::triage::traits::Sign;

/// Log odds that a message is a fraud when nothing speaks for or against it.
const PRIOR: f32 = -4.0;
/// Log odds from which a finding is told at all, as `low`; from which it is `medium` and `high`.
const TOLD: f32 = -1.5;
const MEDIUM: f32 = 0.0;
const HIGH: f32 = 3.0;

/// Accounts that are not those that were known.
const CHANGED: [&str; 2] = ["history.account-changed", "history.own-account-changed"];
/// A demand of this weight is one that hardly anybody honest makes; two of them need nothing else from these log odds on.
const STRONG: f32 = 1.5;
const CERTAIN: f32 = 1.0;
/// Who warns of frauds says what they say.
const WARNINGS: [&str; 3] = ["wording.awareness", "wording.never-ask", "wording.known-channel"];

/// All signals of a message, each once: where one stands several times, its first place. `habit` is what the owner's habits say of it.
pub fn weighed(looked: Looked<'_>, habit: Vec<Sign>) -> Vec<Weighed> {
    let mut known = BTreeSet::new();
    let all = looked.traits.signals.iter().cloned().chain(history::signs(looked)).chain(habit);
    let mut weighed: Vec<Weighed> =
        all.filter_map(Weighed::of).filter(|weighed| known.insert(weighed.rule.id.as_str())).collect();
    weighed.sort_by(|a, b| b.rule.weight.total_cmp(&a.rule.weight));
    weighed
}

/// Log odds that a message with these signals is a fraud.
pub fn odds(signals: &[Weighed]) -> f32 {
    PRIOR + signals.iter().map(|weighed| weighed.rule.weight).sum::<f32>()
}

/// Whether a message is a fraud, and which.
pub fn judge(looked: Looked<'_>, habit: Vec<Sign>) -> Option<Verdict> {
    let signals = weighed(looked, habit);
    let severity = severity(&signals)?;
    Some(Verdict { severity: Some(severity), ..explained(family(&signals), odds(&signals), &signals) })
}

/// How severe a fraud it is by what it says, whoever wrote it. `link` is the sign of a link that the owner never sent before.
pub fn by_content(looked: Looked<'_>, link: Option<Sign>) -> Option<Severity> {
    severity(&weighed(looked, link.into_iter().collect()))
}

/// Whether it does not hang on one thing: signals of two groups speak for it, or it asks for two things that only frauds ask for.
fn is_told_twice(signals: &[Weighed], odds: f32) -> bool {
    let speaking = signals.iter().filter(|weighed| weighed.rule.weight > 0.3);
    let mut groups: BTreeSet<SignalGroup> = speaking.map(|weighed| weighed.rule.group).collect();
    // An account that differs from those the mailbox knows is seen in the message and in what was before it.
    groups.extend(
        signals.iter().any(|weighed| CHANGED.contains(&weighed.sign.id.as_str())).then_some(SignalGroup::History),
    );
    let strong = |weighed: &&Weighed| weighed.rule.group == SignalGroup::Wording && weighed.rule.weight >= STRONG;
    let warns = || signals.iter().any(|weighed| WARNINGS.contains(&weighed.sign.id.as_str()));
    groups.len() > 1 || (odds >= CERTAIN && signals.iter().filter(strong).count() > 1 && !warns())
}

fn severity(signals: &[Weighed]) -> Option<Severity> {
    let odds = odds(signals);
    if odds < TOLD {
        return None;
    }
    Some(match () {
        () if !is_told_twice(signals, odds) => Severity::Low,
        _ if odds >= HIGH => Severity::High,
        _ if odds >= MEDIUM => Severity::Medium,
        _ => Severity::Low,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ids: &[&str]) -> Option<Severity> {
        severity(&ids.iter().filter_map(|id| Weighed::of(Sign::of_message(id, ""))).collect::<Vec<_>>())
    }

    #[test]
    fn one_demand_is_not_enough_two_are_unless_it_is_a_warning() {
        assert!(of(&["wording.gift-cards"]) < Some(Severity::Medium));
        assert!(of(&["wording.gift-cards", "wording.gift-codes", "wording.urgency"]) >= Some(Severity::Medium));
        let warning = ["wording.gift-cards", "wording.gift-codes", "wording.mail-only", "wording.awareness"];
        assert!(of(&warning) < Some(Severity::Medium));
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn a_changed_account_and_a_stranger_with_the_account_count_twice() {
        assert_eq!(of(&["history.own-account-changed"]), Some(Severity::Medium));
        assert!(of(&["own.foreign", "wording.gift-cards"]) >= Some(Severity::Medium));
        assert_eq!(of(&["own.foreign", "own.put-away", "own.strange-link"]), Some(Severity::Low));
    }
}
