//! Files that cannot be opened without a password: what is in them was not looked at. Whether the password is told elsewhere in the
//! thread is found when all messages were seen ([`crate::triage::group`]).

use super::{Detector, Found, Seen};
use crate::message::mail::File;
use crate::triage::finding::{Hit, Severity};

/// The detector.
pub struct EncryptedFiles;

impl Detector for EncryptedFiles {
    fn name(&self) -> &'static str {
        "encrypted-files"
    }

    fn look(&self, seen: Seen<'_>, found: &mut Found) {
        tell(&seen.mail.files, found);
    }
}

fn tell(files: &[File], found: &mut Found) {
    // Whoever writes the password beside the file wants it opened by its reader and by no filter.
    let told = found.hits.iter().any(|hit| hit.rule.starts_with("secret.password"));
    for file in files.iter().filter(|file| file.encrypted) {
        let facts = vec![("file", file.name.clone()), ("part", file.part.clone())];
        let severity = told.then_some(Severity::Medium);
        found.hits.push(Hit { severity, ..Hit::of_message("file.encrypted", 90, facts) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_beside_the_file_makes_it_graver() {
        let file = File {
            part: "2".to_owned(),
            name: "a.zip!a.pdf".to_owned(),
            declared: String::new(),
            real: String::new(),
            size: 1,
            sha256: None,
            encrypted: true,
            inline: false,
            active: Vec::new(),
        };
        let mut found = Found::default();
        tell(std::slice::from_ref(&file), &mut found);
        assert_eq!(found.hits[0].severity, None);
        let password = Hit { rule: "secret.password.file".to_owned(), ..found.hits[0].clone() };
        let mut found = Found { hits: vec![password], ..Found::default() };
        tell(&[file], &mut found);
        assert_eq!(found.hits[1].severity, Some(Severity::Medium));
    }
}
