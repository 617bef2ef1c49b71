//! The steps of an intrusion, and which findings belong to each.

use serde::Serialize;

use super::StepText;
use crate::digest::Sha256;
use crate::triage::finding::{Kind, Severity};
use crate::triage::record::FindingRecord;
use crate::triage::rule::Both;

/// The steps, in the order in which they happen.
pub(super) const ORDER: [&str; 7] = ["phishing", "sign-in", "foothold", "rule", "reset", "fraud-sent", "deletion"];
/// Messages that are named for a step.
const NAMED: usize = 10;

/// A step of the story.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// `phishing` `sign-in` `foothold` `rule` `reset` `fraud-sent` `deletion`
    pub id: String,
    /// whether anything was found
    pub found: bool,
    /// what happened
    pub title: Both,
    /// what it means that nothing was found
    pub missing: Option<Both>,
    /// messages of this step
    pub count: u64,
    /// dates of the first and the last of them
    pub first: String,
    /// see `first`
    pub last: String,
    /// the first of them, in the order of time
    pub messages: Vec<StoryMessage>,
}

/// A message of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct StoryMessage {
    pub date: String,
    pub sha256: Sha256,
    pub folder: String,
    pub role: String,
    pub from: String,
    pub to: String,
    pub subject: String,
    /// the rule that put it here
    pub rule: String,
    /// what it is about: an address, an IBAN, the name of a rule; may be empty
    pub about: String,
}

#[derive(Debug, Default)]
struct Gathered {
    count: u64,
    first: String,
    last: String,
    messages: Vec<StoryMessage>,
}

/// What was gathered for each step.
#[derive(Debug, Default)]
pub(super) struct Steps {
    gathered: [Gathered; ORDER.len()],
    intrusion: bool,
}

impl Steps {
    /// Takes a finding.
    pub fn see(&mut self, finding: &FindingRecord) {
        let serious = finding.severity >= Severity::Medium;
        self.intrusion |= serious && matches!(finding.kind, Kind::AttackerSent | Kind::Rule)
            || finding.rule == "access.sign-in" && finding.severity >= Severity::High;
        for step in steps_of(finding) {
            if let Some(position) = ORDER.iter().position(|known| *known == step) {
                self.gathered[position].take(finding);
            }
        }
    }

    /// Whether somebody else used the account.
    pub fn is_intrusion(&self) -> bool {
        self.intrusion
    }

    /// The steps that were found, and those whose absence says something.
    pub fn tell(self, texts: &[StepText]) -> Vec<Step> {
        let told = self.gathered.into_iter().zip(texts).filter_map(|(gathered, text)| {
            let found = gathered.count > 0;
            (found || text.missing.is_some()).then(|| Step {
                id: text.id.clone(),
                found,
                title: text.title.clone(),
                missing: text.missing.clone().filter(|_| !found),
                count: gathered.count,
                first: gathered.first,
                last: gathered.last,
                messages: gathered.messages,
            })
        });
        told.collect()
    }
}

/// The steps that a finding belongs to.
fn steps_of(finding: &FindingRecord) -> Vec<&'static str> {
    let serious = finding.severity >= Severity::Medium;
    let deleted = finding.message.role == "deleted";
    let mut steps = Vec::new();
    match finding.kind {
        Kind::InitialAccess if finding.rule == "initial-access.phishing" && finding.severity >= Severity::High => {
            steps.push("phishing");
        }
        Kind::Rule if serious => steps.push("rule"),
        Kind::AttackerSent if serious && finding.rule != "attacker.draft" && finding.rule != "attacker.template" => {
            steps.push("fraud-sent");
            if deleted {
                steps.push("deletion");
            }
        }
        Kind::Notice => {
            steps.extend(step_of_notice(&finding.rule));
            if deleted && serious {
                steps.push("deletion");
            }
        }
        _ => {}
    }
    steps
}

fn step_of_notice(rule: &str) -> Option<&'static str> {
    match rule.strip_prefix("notice.")? {
        "new-sign-in" | "suspicious-activity" | "account-locked" => Some("sign-in"),
        rule if rule.starts_with("mfa") || rule.starts_with("recovery") || rule.starts_with("security-key") => {
            Some("foothold")
        }
        "app-linked" | "email-changed" | "phone-changed" => Some("foothold"),
        rule if rule.starts_with("forwarding") => Some("rule"),
        rule if rule.starts_with("reset") || rule.starts_with("password") => Some("reset"),
        _ => None,
    }
}

/// Facts that say what a finding is about, the one that says most first.
const ABOUT: [&str; 8] = ["to", "name", "iban", "device", "ip", "account", "service", "host"];

impl Gathered {
    fn take(&mut self, finding: &FindingRecord) {
        let (message, date) = (&finding.message, &finding.message.date);
        if self.messages.iter().any(|known| known.sha256 == message.sha256) {
            return;
        }
        self.count += 1;
        if !date.is_empty() && (self.first.is_empty() || *date < self.first) {
            self.first.clone_from(date);
        }
        if *date > self.last {
            self.last.clone_from(date);
        }
        let told = StoryMessage {
            date: date.clone(),
            sha256: message.sha256,
            folder: message.folder.clone(),
            role: message.role.clone(),
            from: message.from.clone(),
            to: message.to.clone(),
            subject: message.subject.clone(),
            rule: finding.rule.clone(),
            about: finding.first_fact(&ABOUT).to_owned(),
        };
        let at = self.messages.partition_point(|known| known.date <= told.date);
        if at < NAMED {
            self.messages.insert(at, told);
            self.messages.truncate(NAMED);
        }
    }
}
