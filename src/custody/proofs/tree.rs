//! The tree over all messages of an archive (FORMAT.md section 11).

use crate::custody::archive::{ArchiveError, SealedArchive};
use crate::trust::hash_tree::HashTree;

/// The tree over the messages; none where there is none.
///
/// # Errors
/// Where the table of messages cannot be read.
pub fn of(archive: &SealedArchive) -> Result<Option<HashTree>, ArchiveError> {
    let leaves: Result<Vec<_>, _> = archive.messages()?.map(|row| row.map(|row| row.sha256)).collect();
    Ok(HashTree::over(leaves?))
}
