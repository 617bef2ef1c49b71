//! The names that may be added to an archive after the seal, and what each of them is. FORMAT.md section 10.

use std::fmt;

/// An entry that may stand behind the sealed ones. Numbers are those in the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProofName {
    /// `META-INF/ASiCManifestNNN.xml`, from 002
    Manifest(u32),
    /// `META-INF/timestampNNN.tst`: over the manifest of that number
    Timestamp(u32),
    /// `META-INF/message-tree.tst`
    MessageTree,
    /// `META-INF/openpgp.asc` (1) or `META-INF/openpgpNNN.asc` (from 002): over the first manifest
    OpenPgp(u32),
    /// `META-INF/signatureNNN.p7s`, from 002: over the manifest of that number
    Cms(u32),
}

/// More proofs than this are not added to an archive.
pub const MOST: u32 = 999;

impl ProofName {
    /// What an entry of this name is; none where it is no proof.
    pub fn of(entry: &str) -> Option<ProofName> {
        let name = entry.strip_prefix("META-INF/")?;
        let number = |prefix: &str, suffix: &str| {
            let digits = name.strip_prefix(prefix)?.strip_suffix(suffix)?;
            let three = digits.len() == 3 && digits.bytes().all(|digit| digit.is_ascii_digit());
            digits.parse::<u32>().ok().filter(|&number| three && number > 0)
        };
        let later = |number: &u32| *number > 1;
        match name {
            "message-tree.tst" => Some(ProofName::MessageTree),
            "openpgp.asc" => Some(ProofName::OpenPgp(1)),
            _ => None,
        }
        .or_else(|| number("timestamp", ".tst").map(ProofName::Timestamp))
        .or_else(|| number("ASiCManifest", ".xml").filter(later).map(ProofName::Manifest))
        .or_else(|| number("openpgp", ".asc").filter(later).map(ProofName::OpenPgp))
        .or_else(|| number("signature", ".p7s").filter(later).map(ProofName::Cms))
    }

    /// The manifest that this is made over; none for a manifest and for the message tree.
    pub fn over(self) -> Option<ProofName> {
        match self {
            ProofName::Timestamp(number) | ProofName::Cms(number) => Some(ProofName::Manifest(number)),
            ProofName::OpenPgp(_) => Some(ProofName::Manifest(1)),
            ProofName::Manifest(_) | ProofName::MessageTree => None,
        }
    }
}

impl fmt::Display for ProofName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProofName::Manifest(number) => write!(f, "META-INF/ASiCManifest{number:03}.xml"),
            ProofName::Timestamp(number) => write!(f, "META-INF/timestamp{number:03}.tst"),
            ProofName::MessageTree => f.write_str("META-INF/message-tree.tst"),
            ProofName::OpenPgp(1) => f.write_str("META-INF/openpgp.asc"),
            ProofName::OpenPgp(number) => write!(f, "META-INF/openpgp{number:03}.asc"),
            ProofName::Cms(number) => write!(f, "META-INF/signature{number:03}.p7s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::layout::{ASIC_MANIFEST, MESSAGE_TREE, TIMESTAMP};

    #[test]
    fn names_are_read_as_they_are_written() {
        let all = [
            ProofName::Manifest(2),
            ProofName::Timestamp(1),
            ProofName::Timestamp(12),
            ProofName::MessageTree,
            ProofName::OpenPgp(1),
            ProofName::OpenPgp(2),
            ProofName::Cms(3),
        ];
        for name in all {
            assert_eq!(ProofName::of(&name.to_string()), Some(name));
        }
        assert_eq!(ProofName::Timestamp(1).to_string(), TIMESTAMP);
        assert_eq!(ProofName::MessageTree.to_string(), MESSAGE_TREE);
        assert_eq!(ProofName::Manifest(1).to_string(), ASIC_MANIFEST);
        let none = ["timestamp001.tst", ASIC_MANIFEST, "META-INF/timestamp1.tst", "META-INF/openpgp001.asc"];
        for name in none.into_iter().chain(["META-INF/signature001.p7s", "META-INF/timestamp000.tst", "META-INF/x"]) {
            assert_eq!(ProofName::of(name), None, "{name}");
        }
    }
}
