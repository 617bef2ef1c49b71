//! Rules between the reading of their file and the judgement, which comes when the whole mailbox was seen; and what is told of them.

use serde::{Deserialize, Serialize};

use super::judge::{Surroundings, judge};
use super::model::MailboxRule;
use super::{LONGEST, read};
use crate::digest::Sha256;
use crate::triage::excerpt::excerpt;
use crate::triage::hindsight::Verdict;
use crate::triage::record::{DefectRecord, FindingRecord, MessageRecord, WhereRecord};
use crate::triage::rulebook::Rulebook;
use crate::triage::settings::SettingFile;
use crate::triage::traits::Traits;

/// The word of `where.kind` for a place in a file that is no message.
const KIND: &str = "setting";

/// A rule and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRule {
    file: String,
    /// its path in the export, where that is another one
    path: String,
    sha256: Sha256,
    length: u64,
    rule: MailboxRule,
    excerpt: String,
}

/// Reads the rules of a file; returns what could not be read of it.
pub fn rules_of(file: &SettingFile, keep: &mut dyn FnMut(KeptRule)) -> Vec<DefectRecord> {
    let mut send = |rule: MailboxRule, text: &str| {
        keep(KeptRule {
            file: file.file.clone(),
            path: file.path.clone(),
            sha256: file.sha256,
            length: file.length,
            excerpt: excerpt(text, &rule.span, &[]),
            rule,
        });
    };
    let outcome = read(&file.path, &file.bytes, &mut send);
    let altered = file.sealed.is_some_and(|sealed| sealed != file.sha256);
    let said = [
        (file.length > LONGEST as u64, "file-size"),
        (outcome.too_many, "candidates"),
        (outcome.damaged, "damaged"),
        (altered, "altered"),
    ];
    let told = said.iter().filter(|(holds, _)| *holds && outcome.format.is_some());
    told.map(|(_, kind)| defect(file, kind)).collect()
}

fn defect(file: &SettingFile, kind: &str) -> DefectRecord {
    let (kind, name) = (kind.to_owned(), file.path.clone());
    DefectRecord { sha256: file.sha256, file: file.file.clone(), offset: 0, kind, name }
}

/// Audit logs tell UTC and do not say so.
fn in_utc(time: &str) -> String {
    let bare = time.len() == 19 && time.as_bytes().get(10) == Some(&b'T');
    if bare { format!("{time}Z") } else { time.to_owned() }
}

impl KeptRule {
    /// What is to be told of it, if anything.
    pub fn finding(&self, around: &Surroundings<'_>, book: &Rulebook) -> Option<FindingRecord> {
        let verdict = judge(&self.rule, around)?;
        let span = &self.rule.span;
        let place = WhereRecord {
            part: String::new(),
            kind: KIND.to_owned(),
            name: self.rule.name.clone().unwrap_or_default(),
            offset: span.start as u64,
            length: span.len() as u64,
        };
        let path = if self.path == self.file { "" } else { self.path.as_str() };
        let verdict = Verdict { place, excerpt: self.excerpt.clone(), ..verdict }.with("file", path);
        verdict.record(book, &self.message(), &Traits::default())
    }

    /// The file in the place of a message.
    fn message(&self) -> MessageRecord {
        let empty = String::new;
        MessageRecord {
            sha256: self.sha256,
            file: self.file.clone(),
            offset: 0,
            length: self.length,
            folder: empty(),
            role: "other".to_owned(),
            date: in_utc(&self.rule.made.time),
            from: self.rule.made.by.clone(),
            to: empty(),
            cc: empty(),
            subject: empty(),
            message_id: empty(),
            severity: None,
            kinds: Vec::new(),
            score: 0,
            defects: Vec::new(),
        }
    }
}
