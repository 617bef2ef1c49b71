//! The receipt: what the receiver found, and the line that both journals get. FORMAT.md section 13.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::pins::agrees;
use super::transfer::{Head, Listed, Transfer};
use crate::custody::beside::folder_of;
use crate::custody::clock::Moment;
use crate::custody::discrepancy::Discrepancy;
use crate::custody::journal::{Action, Entry, Journal, JournalError, NewEntry};
use crate::digest::Sha256;

/// The value of `format`.
pub const FORMAT: &str = "scelle-receipt-1";

/// A receipt. FORMAT.md section 13 tells what each field holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Receipt {
    pub format: String,
    pub case: String,
    pub number: u32,
    pub utc: String,
    pub local: String,
    pub zone: String,
    pub receiver: String,
    pub package: Listed,
    pub seal: Option<Sha256>,
    pub archive_sha256: Sha256,
    pub verdict: String,
    pub discrepancies: Vec<String>,
    pub journal_before: Head,
    pub journal_line: String,
}

/// What the receiver knows at the end.
pub struct Received<'a> {
    /// what the sender says
    pub transfer: &'a Transfer,
    /// the package as it came
    pub package: Listed,
    /// the archive's own digest, computed by the receiver
    pub archive_sha256: Sha256,
    /// the seal as the receiver found it
    pub seal: Option<Sha256>,
    /// all that is wrong
    pub discrepancies: &'a [Discrepancy],
    /// who receives
    pub receiver: &'a str,
}

/// The word of a verdict.
fn verdict(discrepancies: &[Discrepancy]) -> String {
    if discrepancies.is_empty() { "intact" } else { "altered" }.to_owned()
}

/// Adds the receipt to the journal that came with the archive, and writes it down.
///
/// # Errors
/// [`JournalError`] where that journal is damaged or cannot be written.
pub fn acknowledge(received: &Received<'_>, journal: &Path, now: &Moment) -> Result<Receipt, JournalError> {
    let transfer = received.transfer;
    let note = format!(
        "hand-over {:03} received: {}, SHA-256 of the package {}",
        transfer.number,
        verdict(received.discrepancies),
        received.package.sha256
    );
    let new = NewEntry {
        action: Action::Receipt,
        actor: received.receiver.to_owned(),
        object: transfer.archive.name.clone(),
        sha256: Some(received.archive_sha256),
        note: Some(note),
    };
    let (before, _) = Journal::open(journal)?;
    let entry = Journal::append_to_file(journal, now, new)?;
    let told = |found: &Discrepancy| format!("{} {}: {}", found.kind, found.entry, found.detail);
    Ok(Receipt {
        format: FORMAT.to_owned(),
        case: transfer.case.clone(),
        number: transfer.number,
        utc: now.utc(),
        local: now.local(),
        zone: now.zone_name().to_owned(),
        receiver: received.receiver.to_owned(),
        package: received.package.clone(),
        seal: received.seal,
        archive_sha256: received.archive_sha256,
        verdict: verdict(received.discrepancies),
        discrepancies: received.discrepancies.iter().take(100).map(told).collect(),
        journal_before: Head::of(&before),
        journal_line: String::from_utf8_lossy(&entry.line()).into_owned(),
    })
}

impl Receipt {
    /// As it is written.
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("because it holds only strings, numbers and digests");
        json.push(b'\n');
        json
    }

    /// Reads one; says in words why it is none.
    pub fn read(json: &[u8]) -> Result<Receipt, String> {
        let receipt: Receipt = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        if receipt.format != FORMAT {
            return Err(format!("is of format {}", receipt.format));
        }
        // The line is to stand in another's journal.
        let line = Entry::read(receipt.journal_line.as_bytes());
        let says_the_same = line.is_ok_and(|(entry, _)| {
            (entry.action, entry.actor, entry.sha256)
                == (Action::Receipt, receipt.receiver.clone(), Some(receipt.archive_sha256))
        });
        if says_the_same { Ok(receipt) } else { Err("its journal_line is not that of this receipt".to_owned()) }
    }
}

/// The name of a receipt beside an archive.
pub fn path_beside(archive: &Path, number: u32) -> PathBuf {
    let stem = archive.file_stem().unwrap_or_default().to_string_lossy();
    folder_of(archive).join(format!("{stem}.receipt-{number:03}.json"))
}

/// What came of adding a receipt to the sender's journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noted {
    /// the very line of the receiver: both journals have the same head
    SameHead(Head),
    /// the journal went on in between: an own entry tells of the receipt
    OwnEntry(Head),
    /// the line is there already
    Already(Head),
    /// neither the head that it continues nor the archive that it acknowledges is in this journal: nothing was added
    OtherCase,
}

/// Adds a receipt to the sender's journal.
///
/// # Errors
/// [`JournalError`] where that journal is damaged or cannot be written.
pub fn note(
    receipt: &Receipt,
    sha256: Sha256,
    journal: &Path,
    now: &Moment,
    actor: &str,
) -> Result<Noted, JournalError> {
    let (standing, _) = Journal::open(journal)?;
    let line = receipt.journal_line.as_bytes();
    if standing.bytes().split(|&byte| byte == b'\n').any(|there| there == line) {
        return Ok(Noted::Already(Head::of(&standing)));
    }
    if Head::of(&standing) == receipt.journal_before && Journal::append_line_to_file(journal, line)? {
        return Ok(Noted::SameHead(Head::of(&Journal::open(journal)?.0)));
    }
    let is_of_ours = |entry: &Entry| entry.action == Action::Transfer && entry.sha256 == Some(receipt.archive_sha256);
    if !agrees(&standing, receipt.journal_before) && !standing.entries().iter().any(is_of_ours) {
        return Ok(Noted::OtherCase);
    }
    let text = format!(
        "receipt of hand-over {:03} by {}: {}; their journal: {} entries, head {}",
        receipt.number,
        receipt.receiver,
        receipt.verdict,
        receipt.journal_before.entries + 1,
        Sha256::of(line)
    );
    let object = format!("receipt-{:03}", receipt.number);
    let new =
        NewEntry { action: Action::Receipt, actor: actor.to_owned(), object, sha256: Some(sha256), note: Some(text) };
    Journal::append_to_file(journal, now, new)?;
    Ok(Noted::OwnEntry(Head::of(&Journal::open(journal)?.0)))
}
