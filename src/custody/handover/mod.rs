//! An archive on its way from one holder to another: the encrypted package, its letter, and the receipt. FORMAT.md section 13.

pub mod letter;
pub mod pack;
pub mod receipt;
pub mod redact;
pub mod transfer;
pub mod unpack;

use std::io;
use std::path::PathBuf;

use super::journal::JournalError;

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
}
