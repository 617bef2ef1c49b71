//! Whom frauds and the intruder's mail reached: they must be warned.

use super::intruder::Intruder;
use super::{Looked, Verdict};
use crate::evidence::role::Role;
use crate::triage::finding::{Kind, Severity};

/// Addresses that are named in one finding; all are in `contacts.jsonl`.
const NAMED: usize = 50;

/// Whether a message reached people who must be warned, or is an answer of one of them.
pub fn judge(looked: Looked<'_>, intruder: &Intruder) -> Option<Verdict> {
    if !looked.own {
        let answers = looked.traits.answers.iter().any(|&id| intruder.mail.wrote(id));
        if answers {
            return Some(answer(looked));
        }
    }
    let serious =
        |kind: Kind| looked.findings.iter().any(|found| found.kind == kind && found.severity >= Severity::Medium);
    let foreign = looked.own && serious(Kind::AttackerSent);
    // A draft or a template reached nobody.
    let sent = !matches!(looked.role, Role::Drafts | Role::Templates | Role::Outbox);
    if !sent || !(foreign || serious(Kind::Fraud)) {
        return None;
    }
    let owner = &looked.baseline.owner;
    let reached = looked.traits.to.iter().map(|person| person.email.as_str());
    let (inside, outside): (Vec<&str>, Vec<&str>) =
        reached.filter(|email| !owner.is_address(email)).partition(|email| owner.is_internal(email));
    if inside.is_empty() && (outside.is_empty() || !looked.own) {
        return None;
    }
    let (rule, severity) = match (looked.own, outside.is_empty()) {
        (true, false) => ("contact.reached", Severity::High),
        (true, true) => ("contact.reached", Severity::Medium),
        (false, _) => ("contact.also-received", Severity::Low),
    };
    let list = |people: &[&str]| people.iter().take(NAMED).copied().collect::<Vec<_>>().join(" ");
    let verdict = Verdict { severity: Some(severity), ..Verdict::of(rule, 90) };
    let outside = if looked.own { outside } else { Vec::new() };
    let verdict = verdict.with("inside", list(&inside)).with("outside", list(&outside));
    Some(verdict.with("people", (inside.len() + outside.len()).to_string()))
}

/// Somebody answered the intruder. Where the answer was put away, its author was never answered by the owner.
fn answer(looked: Looked<'_>) -> Verdict {
    let hidden = matches!(looked.role, Role::Deleted | Role::Hiding | Role::Junk);
    let severity = if hidden { Severity::High } else { Severity::Medium };
    let verdict = Verdict { severity: Some(severity), ..Verdict::of("contact.answered", 85) };
    verdict.with("outside", looked.traits.from.email.as_str())
}
