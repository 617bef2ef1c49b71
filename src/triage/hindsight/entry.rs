//! How the intruder came in: the phishing that came before the first act.

use super::{Looked, Verdict};
use crate::digest::Sha256;
use crate::triage::finding::{Kind, Severity};
use crate::triage::record::FindingRecord;

/// Seconds before the first act in which the phishing is looked for.
const BEFORE: i64 = 30 * 86_400;
/// A notice is written after the act, and clocks differ.
const SLACK: i64 = 3_600;
/// Those that ask for credentials are likelier than any other.
const ASKING: [&str; 2] = ["fraud.credentials", "notice.imitation"];
/// Frauds by which a password or a session is taken.
const TAKING: [&str; 8] = [
    "fraud.credentials",
    "fraud.link",
    "fraud.suspicious",
    "fraud.impersonation",
    "fraud.delivery",
    "fraud.refund",
    "fraud.invoice",
    "notice.imitation",
];

/// Messages by which the intruder may have come in.
#[derive(Debug, Default)]
pub struct Entry {
    /// whether it asks for credentials, date, message; in the order of the mailbox
    candidates: Vec<(bool, i64, Sha256)>,
    first_act: Option<i64>,
    last: Option<Sha256>,
}

/// More candidates than this are not kept.
const MOST: usize = 100_000;

impl Entry {
    /// Takes a message that came in.
    pub fn note(&mut self, looked: Looked<'_>) {
        if let (true, Some(at), true) = (is_phishing(looked), looked.traits.at, self.candidates.len() < MOST) {
            let asks = looked.findings.iter().any(|finding| ASKING.contains(&finding.rule.as_str()));
            self.candidates.push((asks, at, looked.message.sha256));
        }
    }

    /// When the first act of the intruder is known.
    pub fn settle(&mut self, first_act: Option<i64>) {
        self.first_act = first_act;
        let Some(first) = first_act else { return };
        let before = self.candidates.iter().filter(|(_, at, _)| *at <= first + SLACK && *at >= first - BEFORE);
        self.last = before.max_by_key(|(asks, at, _)| (*asks, *at)).map(|(_, _, message)| *message);
    }

    /// Whether a message came before the first act and may have opened the door; the last one is the likeliest.
    pub fn judge(&self, looked: Looked<'_>) -> Option<Verdict> {
        let (first, at) = (self.first_act?, looked.traits.at?);
        if !is_phishing(looked) || at > first + SLACK || at < first - BEFORE {
            return None;
        }
        let is_last = self.last == Some(looked.message.sha256);
        let (severity, confidence) = if is_last { (Severity::High, 80) } else { (Severity::Low, 40) };
        Some(Verdict { severity: Some(severity), ..Verdict::of("initial-access.phishing", confidence) })
    }
}

fn is_phishing(looked: Looked<'_>) -> bool {
    let mut found = looked.findings.iter().filter(|finding| finding.severity >= Severity::Medium);
    let takes = |finding: &FindingRecord| match finding.kind {
        Kind::Fraud => TAKING.contains(&finding.rule.as_str()),
        kind => kind == Kind::InitialAccess,
    };
    !looked.own && found.any(takes)
}
