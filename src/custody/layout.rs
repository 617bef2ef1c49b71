//! Names in the archive: all ASCII, short, safe on Windows; true names stand in `sources.csv` only. FORMAT.md sections 2 and 3.

use std::path::Path;

use crate::evidence::format::{Claim, Kind};

/// First entry.
pub const MIMETYPE: &str = "mimetype";
/// Its content (ETSI EN 319 162-1, section 4.3.3.1).
pub const MIMETYPE_CONTENT: &[u8] = b"application/vnd.etsi.asic-e+zip";
/// The file whose digest is the seal.
pub const ASIC_MANIFEST: &str = "META-INF/ASiCManifest001.xml";
/// Its time-stamp, which it names before there is one.
pub const TIMESTAMP: &str = "META-INF/timestamp001.tst";
/// The time-stamp of the message tree.
pub const MESSAGE_TREE: &str = "META-INF/message-tree.tst";

/// Files of the bag, below its folder.
pub mod bag {
    /// who, when, where, with what
    pub const ACQUISITION: &str = "custody/acquisition.json";
    /// everything found in the export
    pub const SOURCES: &str = "custody/sources.csv";
    /// every message
    pub const MESSAGES: &str = "custody/messages.csv";
    /// what is wrong
    pub const DEFECTS: &str = "custody/defects.csv";
    /// counts
    pub const RECONCILIATION: &str = "custody/reconciliation.csv";
    /// the journal up to the seal
    pub const JOURNAL: &str = "custody/journal.jsonl";
    /// how to check without scelle
    pub const VERIFY: &str = "custody/VERIFY.txt";
    /// RFC 8493 section 2.1.1
    pub const DECLARATION: &str = "bagit.txt";
    /// RFC 8493 section 2.2.2
    pub const INFO: &str = "bag-info.txt";
    /// RFC 8493 section 2.1.3
    pub const MANIFEST: &str = "manifest-sha256.txt";
    /// RFC 8493 section 2.2.1
    pub const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
    /// on request
    pub const MANIFEST_512: &str = "manifest-sha512.txt";
    /// on request
    pub const TAG_MANIFEST_512: &str = "tagmanifest-sha512.txt";
    /// Mailbag section 5.3
    pub const MAILBAG: &str = "mailbag.csv";
}

/// The bag's folder for a case id.
pub fn bag_name(case: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let name: String = case.chars().map(safe).take(64).collect();
    let name = name.trim_matches(['.', '-']);
    match name {
        "" => "case".to_owned(),
        name if is_reserved(name) => format!("case-{name}"),
        name => name.to_owned(),
    }
}

/// Names that Windows keeps for devices, whatever their extension, and those of the archive itself.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered =
        |device: &str| stem.strip_prefix(device).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "meta-inf" | MIMETYPE) || numbered("com") || numbered("lpt")
}

/// The folder of `data/` a kind goes to; companions go where the mailbox is.
pub fn kind_folder(kind: Kind, mailbox: Kind) -> &'static str {
    match kind {
        Kind::Mbox => "mbox",
        Kind::Eml => "eml",
        Kind::Pst => "pst",
        Kind::Msg => "msg",
        Kind::Companion if mailbox == Kind::Companion => "eml",
        Kind::Companion => kind_folder(mailbox, Kind::Companion),
    }
}

/// The path in the bag of the original with this number, from 1.
pub fn data_path(number: u64, claim: &Claim, mailbox: Kind, original: &Path) -> String {
    let folder = kind_folder(claim.kind, mailbox);
    format!("data/{folder}/{:03}/{number:07}.{}", (number - 1) / 1000, extension(claim.kind, original))
}

/// Extensions of data that nothing runs by a double click.
const HARMLESS: [&str; 30] = [
    "txt", "csv", "tsv", "json", "jsonl", "xml", "log", "dat", "sieve", "html", "htm", "ics", "vcf", "pdf", "png",
    "jpg", "jpeg", "gif", "zip", "gz", "tar", "tgz", "7z", "rar", "msf", "plist", "sig", "asc", "md", "yaml",
];

fn extension(kind: Kind, original: &Path) -> String {
    let own = original.extension().and_then(|ext| ext.to_str()).unwrap_or_default().to_ascii_lowercase();
    match kind {
        Kind::Mbox => "mbox".to_owned(),
        Kind::Eml => "eml".to_owned(),
        Kind::Msg => "msg".to_owned(),
        Kind::Pst if own == "ost" => own,
        Kind::Pst => "pst".to_owned(),
        Kind::Companion if HARMLESS.contains(&own.as_str()) => own,
        Kind::Companion => "bin".to_owned(),
    }
}

/// Whether a name may stand in an archive: FORMAT.md section 2, rule 5.
pub fn is_safe_name(name: &str) -> bool {
    let safe = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/');
    name.bytes().all(safe) && name.split('/').all(|part| !part.is_empty() && part != ".." && !part.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        assert_eq!(bag_name("Affaire n° 12/2026"), "Affaire-n--12-2026");
        assert_eq!(bag_name("..."), "case");
        assert_eq!(bag_name("nul"), "case-nul");
        assert_eq!(bag_name("COM1.x"), "case-COM1.x");
        assert_eq!(bag_name("comment"), "comment");
        let path = data_path(1001, &Claim::mbox("x"), Kind::Mbox, Path::new("é.mbox"));
        assert_eq!(path, "data/mbox/001/0001001.mbox");
        let exe = data_path(2, &Claim::opaque(Kind::Companion, None), Kind::Eml, Path::new("a.EXE"));
        assert_eq!(exe, "data/eml/000/0000002.bin");
        assert!(is_safe_name(&path) && !is_safe_name("a//b") && !is_safe_name("../b") && !is_safe_name("é"));
    }
}
