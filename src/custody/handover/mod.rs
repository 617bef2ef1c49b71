//! An archive on its way from one holder to another: the encrypted package, its letter, and the receipt. FORMAT.md section 13.

pub mod accept;
pub mod letter;
pub mod pack;
pub mod pins;
pub mod receipt;
pub mod redact;
pub mod send;
pub mod transfer;
pub mod unpack;

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::beside::{flush_folder, folder_of};
use super::journal::JournalError;
use crate::trust::openpgp::OpenPgpError;

/// Why a package cannot be made, or opened.
#[derive(Debug, thiserror::Error)]
pub enum HandoverError {
    /// a file cannot be read
    #[error("cannot read {}: {cause}", path.display())]
    Read {
        /// the file
        path: PathBuf,
        /// what the system said
        cause: io::Error,
    },
    /// a file cannot be written
    #[error("cannot write {}: {cause}", path.display())]
    Write {
        /// the file
        path: PathBuf,
        /// what the system said
        cause: io::Error,
    },
    /// the archive is not the one its hash file tells of
    #[error("{} has the SHA-256 {found}, its hash file says {told}: verify it before it leaves", path.display())]
    Altered {
        /// the archive
        path: PathBuf,
        /// of its bytes
        found: String,
        /// in the hash file
        told: String,
    },
    /// what was decrypted is no package of ours
    #[error("this is no hand-over package: {detail}")]
    NotAPackage {
        /// what is wrong
        detail: String,
    },
    /// the journal cannot be read or written
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// it cannot be encrypted or decrypted
    #[error(transparent)]
    OpenPgp(#[from] OpenPgpError),
}

/// Where the detached signature over a file stands.
pub fn signature_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".asc");
    PathBuf::from(name)
}

/// Writes a new file and waits until it is on the disk; never over another.
///
/// # Errors
/// [`HandoverError::Write`].
pub fn write_beside(path: &Path, bytes: &[u8]) -> Result<(), HandoverError> {
    let written = File::create_new(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        flush_folder(folder_of(path))
    });
    written.map_err(|cause| HandoverError::Write { path: path.to_owned(), cause })
}
