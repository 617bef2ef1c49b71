//! How the intruder came in: the phishing that came before the first act.

use super::{Looked, Verdict};
use crate::digest::Sha256;
use crate::triage::finding::{Kind, Severity};
use crate::triage::record::FindingRecord;

/// Seconds before the first act in which the phishing is looked for.
const BEFORE: i64 = 30 * 86_400;
/// A notice is written after the act, and clocks differ.
const SLACK: i64 = 3_600;
/// The same for a message that hardly looks like a fraud.
const SHORTLY: i64 = 3 * 86_400;
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

/// How likely a message opened the door, the likeliest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likelihood {
    /// it leads somewhere, and looks a little like a fraud: only where nothing better came, and shortly before the first act
    Hint,
    Phishing,
    /// see [`ASKING`]
    Asks,
}

/// Messages by which the intruder may have come in.
#[derive(Debug, Default)]
pub struct Entry {
    /// in the order of the mailbox
    candidates: Vec<(Likelihood, i64, Sha256)>,
    first_act: Option<i64>,
    last: Option<Sha256>,
}

/// More candidates than this are not kept.
const MOST: usize = 100_000;

impl Entry {
    /// Takes a message that came in.
    pub fn note(&mut self, looked: Looked<'_>) {
        if let (Some(likelihood), Some(at), true) = (likelihood(looked), looked.traits.at, self.candidates.len() < MOST)
        {
            self.candidates.push((likelihood, at, looked.message.sha256));
        }
    }

    /// When the first act of the intruder is known.
    pub fn settle(&mut self, first_act: Option<i64>) {
        self.first_act = first_act;
        let Some(first) = first_act else { return };
        let before = self.candidates.iter().filter(|(likelihood, at, _)| is_before(*likelihood, *at, first));
        self.last = before.max_by_key(|(likelihood, at, _)| (*likelihood, *at)).map(|(_, _, message)| *message);
    }

    /// Whether a message came before the first act and may have opened the door; the last one is the likeliest.
    pub fn judge(&self, looked: Looked<'_>) -> Option<Verdict> {
        let (likelihood, first, at) = (likelihood(looked)?, self.first_act?, looked.traits.at?);
        let (severity, confidence) = match (likelihood, self.last == Some(looked.message.sha256)) {
            _ if !is_before(likelihood, at, first) => return None,
            (Likelihood::Hint, false) => return None,
            (Likelihood::Hint, true) => (Severity::Medium, 50),
            (_, true) => (Severity::High, 80),
            (_, false) => (Severity::Low, 40),
        };
        Some(Verdict { severity: Some(severity), ..Verdict::of("initial-access.phishing", confidence) })
    }
}

/// Whether it came so shortly before the first act that it may have led to it.
fn is_before(likelihood: Likelihood, at: i64, first: i64) -> bool {
    let before = if likelihood == Likelihood::Hint { SHORTLY } else { BEFORE };
    at <= first + SLACK && at >= first - before
}

fn likelihood(looked: Looked<'_>) -> Option<Likelihood> {
    let takes = |finding: &&FindingRecord| match finding.kind {
        Kind::Fraud => TAKING.contains(&finding.rule.as_str()),
        kind => kind == Kind::InitialAccess,
    };
    let found: Vec<&FindingRecord> = looked.findings.iter().filter(takes).filter(|_| !looked.own).collect();
    let serious = || found.iter().filter(|finding| finding.severity >= Severity::Medium);
    if serious().any(|finding| ASKING.contains(&finding.rule.as_str())) {
        return Some(Likelihood::Asks);
    }
    if serious().next().is_some() {
        return Some(Likelihood::Phishing);
    }
    (!found.is_empty() && leads_to_a_stranger(looked)).then_some(Likelihood::Hint)
}

/// Whether a link leads to a site of nobody whom the owner writes to.
fn leads_to_a_stranger(looked: Looked<'_>) -> bool {
    let (baseline, hosts) = (looked.baseline, &looked.traits.hosts);
    hosts.iter().any(|host| {
        let written = baseline.people.party_at(host).is_some_and(|party| party.written.count > 0);
        !written && !baseline.owner.is_internal_domain(host)
    })
}
