//! Whether a rule is an intruder's: what it does, to whom, with which words, under which name, added up as log odds. No action and no word
//! is enough by itself; most mailboxes have rules that move, mark, delete and forward.

mod asked;
mod done;
mod lets_in;
mod surroundings;

pub use surroundings::Surroundings;

use super::model::MailboxRule;
use crate::triage::finding::Severity;
use crate::triage::hindsight::{Verdict, explained};
use crate::triage::signal::Weighed;
use crate::triage::traits::Sign;

/// Log odds that a rule is an intruder's when nothing speaks for or against it.
const PRIOR: f32 = -3.0;
/// Log odds from which a rule is told.
const TOLD: f32 = -0.6;
const MEDIUM: f32 = 0.0;
const HIGH: f32 = 1.8;

/// Signs with what they are about.
#[derive(Debug, Default)]
pub struct Signs(Vec<Sign>);

impl Signs {
    fn add(&mut self, id: &str, about: impl Into<String>) {
        self.0.push(Sign::of_message(id, about));
    }

    fn add_if(&mut self, holds: bool, id: &str, about: impl Into<String>) {
        if holds {
            self.add(id, about);
        }
    }

    fn has(&self, id: &str) -> bool {
        self.0.iter().any(|sign| sign.id == id)
    }
}

/// What is to be said of a rule; nothing where it is ordinary.
pub fn judge(rule: &MailboxRule, around: &Surroundings<'_>) -> Option<Verdict> {
    if !rule.acts() {
        return None;
    }
    let mut signs = Signs::default();
    let deeds = done::deeds(rule, around, &mut signs);
    asked::look(rule, deeds, around, &mut signs);
    lets_in::look(rule, around, &mut signs);
    let id = rule_id(rule, &signs, deeds)?;
    around_it(rule, around, deeds, &mut signs);
    let mut weighed: Vec<Weighed> = signs.0.into_iter().filter_map(Weighed::of).collect();
    weighed.sort_by(|a, b| b.rule.weight.total_cmp(&a.rule.weight));
    let odds = PRIOR + weighed.iter().map(|weighed| weighed.rule.weight).sum::<f32>();
    let severity = match odds {
        odds if odds >= HIGH => Severity::High,
        odds if odds >= MEDIUM => Severity::Medium,
        odds if odds >= TOLD => Severity::Low,
        _ => return None,
    };
    let verdict = Verdict { severity: Some(severity), ..explained(id, odds, &weighed) };
    Some(with_facts(verdict, rule))
}

/// Which rule of the book tells it; none where nothing is done that could harm.
fn rule_id(rule: &MailboxRule, signs: &Signs, deeds: done::Deeds) -> Option<&'static str> {
    let lets_in = ["rule.lets-in-outside", "rule.lets-in-everybody", "rule.lets-in-nobody", "rule.lets-in-unknown"];
    match () {
        () if lets_in.iter().any(|id| signs.has(id)) => Some("rule.delegate"),
        () if deeds.sends_out => Some("rule.forward"),
        () if rule.actions.deletes.is_some() => Some("rule.delete"),
        () if deeds.hides => Some("rule.hide"),
        () if signs.has("rule.reply-account") || signs.has("rule.answers-elsewhere") => Some("rule.suspicious"),
        () => None,
    }
}

/// Its name, whether it is on, from where it was made.
fn around_it(rule: &MailboxRule, around: &Surroundings<'_>, deeds: done::Deeds, signs: &mut Signs) {
    use super::odd_name::{is_generic, is_odd, says};
    let deletes_money = rule.actions.deletes.is_some() && signs.has("rule.money-hidden");
    let telling = ["rule.guard-hidden", "rule.security-hidden", "rule.everything"];
    let harmless = !deletes_money && telling.iter().all(|id| !signs.has(id));
    if let Some(name) = &rule.name {
        let asked = format!("{} {}", rule.conditions.told(), rule.actions.folders.told());
        if is_odd(name) {
            signs.add("rule.odd-name", name.trim());
        } else if is_generic(name) {
            signs.add("rule.generic-name", name.trim());
        } else if harmless && (deeds.hides || deeds.sends_out) && says(name, &asked) {
            signs.add("rule.says-what-it-does", name.trim());
        }
    }
    signs.add_if(rule.disabled, "rule.disabled", "");
    signs.add_if(around.is_unusual(&rule.made.ip), "rule.unusual-ip", rule.made.ip.as_str());
}

fn with_facts(verdict: Verdict, rule: &MailboxRule) -> Verdict {
    let grant = rule.grant.as_ref();
    verdict
        .with("name", rule.name.clone().unwrap_or_default())
        .with("position", rule.position.to_string())
        .with("to", done::targets(rule))
        .with("folder", rule.actions.folders.told())
        .with("conditions", rule.conditions.told())
        .with("actions", rule.actions.told())
        .with("account", grant.map(|grant| grant.who.clone()).unwrap_or_default())
        .with("rights", grant.map(|grant| grant.rights.clone()).unwrap_or_default())
        .with("mailbox", rule.mailbox.as_str())
        .with("operation", rule.made.operation.as_str())
        .with("by", rule.made.by.as_str())
        .with("ip", rule.made.ip.as_str())
        .with("time", rule.made.time.as_str())
        .with("enabled", if rule.disabled { "no" } else { "" })
}

#[cfg(test)]
mod tests;
