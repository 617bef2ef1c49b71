//! Where the head of a journal stands outside of it: what was sealed, handed over or acknowledged. A journal that lost its end no longer
//! agrees with these. FORMAT.md section 13.

use std::fs;
use std::path::{Path, PathBuf};

use super::receipt::Receipt;
use super::signature_path;
use super::transfer::{Head, Transfer, names};
use crate::custody::beside::folder_of;
use crate::custody::journal::{Action, Entry, Journal};
use crate::digest::Sha256;

/// A receipt or a transfer is never larger.
const LARGEST: u64 = 64 << 20;

/// A head that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// the file it stands in
    pub path: PathBuf,
    /// what kind of file that is
    pub kind: PinKind,
    /// how long the journal was, and its head then
    pub head: Head,
    /// the detached signature over the file, where there is one
    pub signature: Option<PathBuf>,
    /// of a receipt: where the journal stood before it, and the digest of its file, by which an own entry may tell of it
    pub receipt: Option<(Head, Sha256)>,
}

/// What pins a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinKind {
    /// the sealed archive
    Seal,
    /// a transfer, by its sender
    Transfer,
    /// a receipt, by its writer
    Receipt,
}

/// What pins the journal at `journal`, among the files beside it; sorted by length.
pub fn beside(journal: &Path) -> Vec<Pin> {
    let Ok(entries) = fs::read_dir(folder_of(journal)) else { return Vec::new() };
    let name = journal.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = name.strip_suffix(".custody.jsonl").unwrap_or(&name);
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    let mut pins: Vec<Pin> = paths.iter().filter_map(|path| of(path, stem)).collect();
    pins.sort_by_key(|pin| pin.head.entries);
    pins
}

fn of(path: &Path, stem: &str) -> Option<Pin> {
    let name = path.file_name()?.to_str()?;
    let rest = name.strip_prefix(stem).unwrap_or_default();
    let is_transfer = name == names::TRANSFER || rest.starts_with(".handover-") && rest.ends_with(".json");
    let is_receipt = rest.starts_with(".receipt-") && rest.ends_with(".json");
    if !(is_transfer || is_receipt) || fs::metadata(path).ok()?.len() > LARGEST {
        return None;
    }
    let json = fs::read(path).ok()?;
    let (kind, head, receipt) = match is_receipt {
        true => {
            let receipt = Receipt::read(&json).ok()?;
            let noted = (receipt.journal_before, Sha256::of(&json));
            (PinKind::Receipt, acknowledged(&receipt), Some(noted))
        }
        false => (PinKind::Transfer, serde_json::from_slice::<Transfer>(&json).ok()?.journal, None),
    };
    let signature = Some(signature_path(path)).filter(|path| path.is_file());
    Some(Pin { path: path.to_owned(), kind, head, signature, receipt })
}

impl Pin {
    /// Whether a journal agrees with it: it had that head; or, where it had gone on before a receipt came, the head before the receipt, and
    /// an entry of its own tells of that. The head that is pinned.
    pub fn agrees(&self, journal: &Journal) -> Option<Head> {
        if agrees(journal, self.head) {
            return Some(self.head);
        }
        let (before, sha256) = self.receipt?;
        let told = |entry: &Entry| entry.action == Action::Receipt && entry.sha256 == Some(sha256);
        (agrees(journal, before) && journal.entries().iter().any(told)).then_some(before)
    }

    /// Whether it is a receipt that a journal, sound up to where it was, says nothing of: not noted yet, or cut off again.
    pub fn is_not_noted(&self, journal: &Journal) -> bool {
        self.receipt.is_some_and(|(before, _)| before.entries == journal.len() && agrees(journal, before))
    }
}

/// The head with the line of the receipt.
pub fn acknowledged(receipt: &Receipt) -> Head {
    let entries = receipt.journal_before.entries + 1;
    Head { entries, head: Sha256::of(receipt.journal_line.as_bytes()) }
}

/// Whether a journal had this head when it was so long.
pub fn agrees(journal: &Journal, head: Head) -> bool {
    if head.entries == 0 {
        return head.head == Sha256::ZERO;
    }
    let bytes = journal.bytes();
    let mut lines = bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let place = usize::try_from(head.entries - 1).unwrap_or(usize::MAX);
    lines.nth(place).is_some_and(|line| Sha256::of(line) == head.head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::clock::{Moment, Zone};
    use crate::custody::journal::NewEntry;

    #[test]
    fn a_journal_cut_short_no_longer_agrees() {
        let moment = Moment::new("2026-08-03T07:05:09Z".parse().unwrap(), Zone::UTC);
        let mut journal = Journal::empty();
        let mut heads = vec![Head { entries: 0, head: journal.head() }];
        for object in ["a", "b", "c"] {
            let (actor, object) = ("x".to_owned(), object.to_owned());
            journal.append(&moment, NewEntry { action: Action::Note, actor, object, sha256: None, note: None });
            heads.push(Head::of(&journal));
        }
        assert!(heads.iter().all(|head| agrees(&journal, *head)));
        let bytes = journal.bytes();
        let cut = bytes[..bytes.len() - 1].iter().rposition(|&byte| byte == b'\n').unwrap() + 1;
        let (shorter, breaks) = Journal::parse(&bytes[..cut]);
        assert_eq!(breaks, vec![], "the chain alone does not show it");
        assert!(agrees(&shorter, heads[2]) && !agrees(&shorter, heads[3]));
        assert!(!agrees(&journal, Head { entries: 2, head: heads[1].head }));
    }
}
