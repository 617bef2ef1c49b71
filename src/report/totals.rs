//! What a triage came to, in numbers that reconcile: messages looked at, with and without findings, defects, findings by kind, severity
//! and rule.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::evidence::role::Role;
use crate::triage::finding::{Kind, Severity};
use crate::triage::record::{DefectRecord, FindingRecord, MessageRecord};

/// The numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// messages looked at: each has one line in `messages.jsonl`
    pub messages: u64,
    /// of these, with at least one finding
    pub with_findings: u64,
    /// of these, with something that was not looked at
    pub with_defects: u64,
    /// lines of `defects.jsonl`
    pub defects: BTreeMap<String, u64>,
    /// messages in spam and quarantine
    pub junk: u64,
    /// of these, linked to a fraud elsewhere
    pub junk_linked: u64,
    /// lines of `findings.jsonl`
    pub findings: u64,
    /// by kind
    pub kinds: BTreeMap<Kind, u64>,
    /// by severity
    pub severities: BTreeMap<Severity, u64>,
    /// by rule
    pub rules: BTreeMap<String, u64>,
}

impl Totals {
    /// Counts what was not looked at.
    pub fn defects(&mut self, defects: &[DefectRecord]) {
        for defect in defects {
            *self.defects.entry(defect.kind.clone()).or_default() += 1;
        }
    }

    /// Counts a message, once all is known of it.
    pub fn message(&mut self, message: &MessageRecord) {
        self.messages += 1;
        self.with_findings += u64::from(!message.kinds.is_empty());
        self.with_defects += u64::from(!message.defects.is_empty());
        self.junk += u64::from(matches!(message.role(), Role::Junk | Role::Quarantine));
        self.junk_linked += u64::from(message.kinds.contains(&Kind::Junk));
    }

    /// Counts a finding that is told.
    pub fn finding(&mut self, finding: &FindingRecord) {
        self.findings += 1;
        *self.kinds.entry(finding.kind).or_default() += 1;
        *self.severities.entry(finding.severity).or_default() += 1;
        *self.rules.entry(finding.rule.clone()).or_default() += 1;
    }
}
