//! What only all messages together tell. The same secret in several messages: which finding is its first place, and which only quote it.
//! A forward to one address that many messages bear traces of: one finding with its places.
//! A file that cannot be opened: in which message of its conversation a password is told. Findings pass by twice and are not kept
//! in memory; what is kept is a digest and a number for each secret, and the places that quote.

use std::collections::HashMap;

use super::record::{Elsewhere, FindingRecord};
use crate::digest::Sha256;

/// More quoting places of one finding than this are not listed.
const MOST_PLACES: usize = 1000;

/// What is known of the secrets after the first pass.
#[derive(Debug, Default)]
pub struct Groups {
    count: usize,
    /// secret -> number of the finding that tells it: the first that is not quoted, else the first
    tellers: HashMap<Sha256, (usize, bool)>,
    quoting: HashMap<usize, Vec<Elsewhere>>,
    /// conversation -> the message in which a password is told, and whether it is said to be that of a file
    passwords: HashMap<String, (Sha256, bool)>,
}

/// What a file that cannot be opened is told by.
const ENCRYPTED: &str = "file.encrypted";
/// What the password of a file is told by; other passwords count where there is none.
const FILE_PASSWORD: &str = "secret.password.file";
/// What the trace of a forward is told by.
const FORWARD_TRACE: &str = "rule.forward-trace";

/// What findings of the same thing have in common, and whether this one need not be told where another is.
fn common(finding: &FindingRecord) -> Option<(Sha256, bool)> {
    if finding.rule == FORWARD_TRACE {
        let target = Some(finding.fact("to")).filter(|target| !target.is_empty())?;
        return Some((Sha256::of(format!("{FORWARD_TRACE} {target}").as_bytes()), true));
    }
    finding.value_sha256.map(|value| (value, finding.quoted))
}

impl Groups {
    /// First pass: every finding in order.
    pub fn see(&mut self, finding: &FindingRecord) {
        let number = self.count;
        self.count += 1;
        if finding.rule.starts_with("secret.password") && !finding.thread.is_empty() {
            let of_a_file = finding.rule == FILE_PASSWORD;
            let known = self.passwords.entry(finding.thread.clone()).or_insert((finding.message.sha256, of_a_file));
            if of_a_file && !known.1 {
                *known = (finding.message.sha256, true);
            }
        }
        let Some((value, quoted)) = common(finding) else { return };
        let teller = self.tellers.entry(value).or_insert((number, quoted));
        if teller.1 && !quoted {
            *teller = (number, false);
        }
    }

    /// Second pass, every finding in order with its number from 0: collects the places that only quote.
    pub fn collect(&mut self, number: usize, finding: &FindingRecord) {
        let Some(teller) = self.teller_of(number, finding) else { return };
        let places = self.quoting.entry(teller).or_default();
        if places.len() < MOST_PLACES {
            places.push(Elsewhere {
                sha256: finding.message.sha256,
                file: finding.message.file.clone(),
                offset: finding.message.offset,
                folder: finding.message.folder.clone(),
                role: finding.message.role.clone(),
                place: finding.place.clone(),
            });
        }
    }

    /// Third pass: the finding as it is to be told; none where another tells it.
    pub fn told(&mut self, number: usize, mut finding: FindingRecord) -> Option<FindingRecord> {
        if self.teller_of(number, &finding).is_some() {
            return None;
        }
        finding.also.extend(self.quoting.remove(&number).unwrap_or_default());
        if finding.rule == ENCRYPTED
            && let Some((message, _)) = self.passwords.get(&finding.thread)
        {
            finding.facts.insert("password_in".to_owned(), message.short().into());
        }
        Some(finding)
    }

    /// Which other finding tells the secret of this one.
    fn teller_of(&self, number: usize, finding: &FindingRecord) -> Option<usize> {
        let (value, quoted) = common(finding)?;
        let teller = self.tellers.get(&value)?.0;
        (quoted && teller != number).then_some(teller)
    }
}
