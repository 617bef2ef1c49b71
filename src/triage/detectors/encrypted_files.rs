//! Files that cannot be opened without a password: what is in them was not looked at. Whether the password is told elsewhere in the
//! thread is found when all messages were seen ([`crate::triage::group`]).

use super::{Detector, Found, Seen};
use crate::triage::finding::{Hit, Severity};

/// The detector.
pub struct EncryptedFiles;

impl Detector for EncryptedFiles {
    fn name(&self) -> &'static str {
        "encrypted-files"
    }

    fn look(&self, seen: Seen<'_>, found: &mut Found) {
        // Whoever writes the password beside the file wants it opened by this reader and by no filter.
        let told = found.hits.iter().any(|hit| hit.rule.starts_with("secret.password"));
        for file in seen.mail.files.iter().filter(|file| file.encrypted) {
            found.hits.push(Hit {
                rule: "file.encrypted".to_owned(),
                severity: told.then_some(Severity::Medium),
                confidence: 90,
                text: None,
                span: 0..0,
                value: None,
                facts: vec![("file", file.name.clone()), ("part", file.part.clone())],
            });
        }
    }
}
