//! Files that cannot be opened without a password: what is in them was not looked at. Whether the password is told elsewhere in the
//! thread is found when all messages were seen ([`crate::triage::group`]).

use super::{Detector, Found, Seen};
use crate::triage::finding::Hit;

/// The detector.
pub struct EncryptedFiles;

impl Detector for EncryptedFiles {
    fn name(&self) -> &'static str {
        "encrypted-files"
    }

    fn look(&self, seen: Seen<'_>, found: &mut Found) {
        for file in seen.mail.files.iter().filter(|file| file.encrypted) {
            let facts = vec![("file", file.name.clone()), ("part", file.part.clone())];
            found.hits.push(Hit::of_message("file.encrypted", 90, facts));
        }
    }
}
