//! One message shown without the others: its exact bytes with the evidence record that leads from it to the time-stamp of all. FORMAT.md
//! section 12.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::check::{Says, shown, token_says};
use super::container;
use crate::custody::archive::{ArchiveError, MessageRow, SealedArchive};
use crate::custody::discrepancy::Discrepancy;
use crate::custody::layout::MESSAGE_TREE;
use crate::digest::Sha256;
use crate::trust::evidence_record::{Complaint, EvidenceRecord};
use crate::trust::hash_tree::HashTree;

/// The name of the message in its container.
pub const MESSAGE: &str = "message.eml";

/// Why a message cannot be disclosed.
#[derive(Debug, thiserror::Error)]
pub enum DiscloseError {
    /// the archive cannot be read
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// no token over the messages: nothing dates a single one
    #[error("the messages of the archive have no time-stamp")]
    NotStamped,
    /// the token is not sound, or not over these messages
    #[error("{}: {}", .0.entry, .0.detail)]
    Token(Discrepancy),
    /// the record cannot be made
    #[error("{0}")]
    Record(#[from] Complaint),
    /// something cannot be written
    #[error("cannot write {}: {cause}", path.display())]
    Write {
        /// the file
        path: PathBuf,
        /// what the system said
        cause: io::Error,
    },
}

/// An archive whose messages can be disclosed.
#[derive(Debug)]
pub struct Discloser<'a> {
    archive: &'a SealedArchive,
    tree: HashTree,
    token: Vec<u8>,
    time: String,
    authority: String,
}

/// What was written for a message.
#[derive(Debug)]
pub struct Disclosed {
    /// the container
    pub container: PathBuf,
    /// what it proves, in words
    pub text: PathBuf,
    /// the message
    pub sha256: Sha256,
}

impl<'a> Discloser<'a> {
    /// Reads the digests of all messages and the token over them.
    ///
    /// # Errors
    /// Where there is no token, or it does not fit.
    pub fn of(archive: &'a SealedArchive) -> Result<Discloser<'a>, DiscloseError> {
        let token = archive.proof(MESSAGE_TREE).ok_or(DiscloseError::NotStamped)?;
        let tree = super::tree::of(archive)?.ok_or(DiscloseError::NotStamped)?;
        let (says, _) = token_says(MESSAGE_TREE, &token, tree.root(), None).map_err(DiscloseError::Token)?;
        let (time, authority) = match says {
            Says::TimeStamp { time, authority, .. } => (shown(&time), authority),
            _ => Default::default(),
        };
        Ok(Discloser { archive, tree, token, time, authority })
    }

    /// Writes the container of a message and the text beside it into `folder`, which is there; never over another file.
    ///
    /// # Errors
    /// [`DiscloseError`]; nothing is left then under the final names but what was written before.
    pub fn disclose(&self, row: &MessageRow, folder: &Path) -> Result<Disclosed, DiscloseError> {
        let missing = || DiscloseError::Record(Complaint::OtherMessage);
        let reduced = self.tree.reduced(&row.sha256).ok_or_else(missing)?;
        let steps = steps(reduced.lists(), &row.sha256);
        let record = EvidenceRecord::new(reduced, &self.token)?.to_der();
        let container = folder.join(format!("{}.asics", row.id));
        let fail = |path: &Path| {
            let path = path.to_owned();
            move |cause| DiscloseError::Write { path, cause }
        };
        let mut message = self.archive.message(row)?;
        container::write_new(&container, (MESSAGE, &mut message), (container::EVIDENCE_RECORD, &record))
            .map_err(fail(&container))?;
        let token = folder.join(format!("{}.tst", row.id));
        write(&token, &self.token).map_err(fail(&token))?;
        let text = folder.join(format!("{}.txt", row.id));
        write(&text, self.text(row, &steps).as_bytes()).map_err(fail(&text))?;
        Ok(Disclosed { container, text, sha256: row.sha256 })
    }

    fn text(&self, row: &MessageRow, steps: &str) -> String {
        include_str!("disclosure.txt")
            .replace("{ID}", &row.id)
            .replace("{SHA256}", &row.sha256.to_string())
            .replace("{LENGTH}", &row.length.to_string())
            .replace("{TIME}", &self.time)
            .replace("{ROOT}", &self.tree.root().to_string())
            .replace("{STEPS}", steps)
            .replace("{AUTHORITY}", &crate::text::one_line(&self.authority))
    }
}

/// The hashes on the way to the root, nearest the message first, for a shell.
fn steps(lists: &[Vec<Sha256>], leaf: &Sha256) -> String {
    let siblings = lists.iter().flatten().filter(|hash| *hash != leaf);
    siblings.map(|hash| format!("    {hash} \\\n")).collect()
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
