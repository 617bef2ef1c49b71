//! What a person must see first: the weightiest findings, and the accounts to reset. Kept while findings pass by, in bounded memory.

use crate::triage::finding::{Kind, Severity};
use crate::triage::notices::accounts::{AccountEvidence, AccountTable};
use crate::triage::record::FindingRecord;
use crate::triage::rule::Both;

/// So many findings are kept.
const KEPT: usize = 20;

/// So many of one rule and one subject, and so many of one kind: a burst must not hide the rest.
const ALIKE: usize = 2;
/// see [`ALIKE`]
const OF_A_KIND: usize = 5;

/// What to see first.
#[derive(Debug, Default)]
pub struct Highlights {
    /// the weightiest, in the order of weight, then of the mailbox
    pub first: Vec<FindingRecord>,
    /// accounts to reset or to consider compromised
    pub accounts: AccountTable,
}

impl Highlights {
    /// Takes a finding that is told.
    pub fn see(&mut self, finding: &FindingRecord) {
        self.account(finding);
        if finding.severity < Severity::Medium {
            return;
        }
        let alike =
            |kept: &&FindingRecord| kept.rule == finding.rule && kept.message.subject == finding.message.subject;
        if self.first.iter().filter(alike).count() >= ALIKE {
            return;
        }
        let at = self.first.partition_point(|kept| weight(kept) >= weight(finding));
        self.first.insert(at, finding.clone());
        let is_kind = |kept: &FindingRecord| kept.kind == finding.kind;
        if self.first.iter().filter(|kept| is_kind(kept)).count() > OF_A_KIND
            && let Some(last) = self.first.iter().rposition(is_kind)
        {
            self.first.remove(last);
        }
        self.first.truncate(KEPT);
    }

    fn account(&mut self, finding: &FindingRecord) {
        let service = finding.first_fact(&["service", "host", "url", "ssid"]);
        let account = finding.first_fact(&["account", "login"]);
        let known = !service.is_empty() || !account.is_empty();
        if !known || !matches!(finding.kind, Kind::Notice | Kind::Secret) {
            return;
        }
        let reason = Both { fr: finding.reason_fr.clone(), en: finding.reason_en.clone() };
        self.accounts.add(&AccountEvidence {
            service,
            account,
            rule: &finding.rule,
            severity: finding.severity,
            reason: &reason,
            message: &finding.message.sha256,
            date: &finding.message.date,
        });
    }
}

fn weight(finding: &FindingRecord) -> (Severity, u8) {
    (finding.severity, finding.confidence)
}
