//! Originals, read-only: which files an export holds, what each one is, and where each message in it starts and ends.
//!
//! Nothing here writes. [`source::survey`] walks the export and lets the [`format::FORMATS`] claim each file;
//! [`reader::OriginalReader`] takes the bytes of one file as they stream past and tells of messages, rejected
//! boundaries and defects. Errors are for what could not be done, [`defect::Defect`]s for what is wrong in the originals.

pub mod chunk;
pub mod defect;
pub mod format;
pub mod formats;
pub mod header;
pub mod mutf7;
pub mod original;
pub mod postmark;
pub mod reader;
pub mod role;
pub mod source;
pub mod span;
pub mod splitter;
pub mod tally;
mod window;

use std::io;
use std::path::PathBuf;

/// What keeps an export from being read at all.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The source named on the command line cannot be looked at.
    #[error("cannot open {}: {cause}", path.display())]
    Source {
        /// the SOURCE argument
        path: PathBuf,
        /// what the system said
        #[source]
        cause: io::Error,
    },
    /// There is not one file below the sources.
    #[error("no file to preserve in {}", path.display())]
    Empty {
        /// the first SOURCE argument
        path: PathBuf,
    },
    /// One source lies inside another, so that its files would be counted twice.
    #[error("{} is inside {}: name only the outer one", inner.display(), outer.display())]
    Nested {
        /// the source that would be read twice
        inner: PathBuf,
        /// the source that already holds it
        outer: PathBuf,
    },
}
