//! What `verify` finds: the reject list of FORMAT.md section 9, as values.

use std::fmt;

use serde::{Serialize, Serializer};

/// More discrepancies than this, of an archive or of one part of it, are not kept.
pub const KEPT: usize = 10_000;

/// A line of the reject list. The words are permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// no end of central directory where it must be
    NotAZip,
    /// bytes before the first entry
    PrefixedData,
    /// bytes after the end, or a comment
    TrailingData,
    /// bytes between two entries
    Gap,
    /// two entries share bytes
    Overlap,
    /// two entries have one name, case ignored
    DuplicateName,
    /// a name that section 2 forbids
    BadName,
    /// encryption, a foreign method or extra field, a data descriptor
    UnsupportedEntry,
    /// local and central header differ
    HeaderMismatch,
    /// not first, not stored, not once, not the right content
    Mimetype,
    /// entries stand in another order than their references
    Order,
    /// an entry that the ASiC manifest does not refer to
    NotReferenced,
    /// a reference without entry
    MissingEntry,
    /// an entry whose SHA-256 is not the one referred to
    AlteredEntry,
    /// an entry whose CRC-32 is not that of its header
    Crc,
    /// an entry that is longer or shorter than its header says
    Size,
    /// the ASiC manifest cannot be read
    Manifest,
    /// a bag manifest misses, adds or contradicts an entry
    Bag,
    /// a slice of messages.csv whose SHA-256 is another
    MessageAltered,
    /// a slice beyond the end of its file, or in no file
    MessageOutOfFile,
    /// messages.csv cannot be read, is out of order, overlaps, or counts otherwise
    MessagesTable,
    /// the hash chain of the journal
    JournalBroken,
    /// head or count differ from acquisition.json
    JournalCut,
    /// the seal is not the one given
    SealMismatch,
    /// the journal beside the archive does not continue the sealed one
    Companion,
    /// a token, signature or later manifest that cannot be read
    ProofUnreadable,
    /// a later manifest misses, adds or contradicts an entry, or is not followed by what it is for
    ProofManifest,
    /// a file of a hand-over package is missing, added or altered
    PackageSums,
    /// `transfer.json` cannot be read or tells of other files
    PackageTransfer,
    /// the letter does not say what `transfer.json` says
    PackageLetter,
    /// the journal is not the one that was handed over
    PackageJournal,
}

impl Fault {
    /// Every fault, in the order of the documentation.
    pub const ALL: [Fault; 31] = [
        Fault::NotAZip,
        Fault::PrefixedData,
        Fault::TrailingData,
        Fault::Gap,
        Fault::Overlap,
        Fault::DuplicateName,
        Fault::BadName,
        Fault::UnsupportedEntry,
        Fault::HeaderMismatch,
        Fault::Mimetype,
        Fault::Order,
        Fault::NotReferenced,
        Fault::MissingEntry,
        Fault::AlteredEntry,
        Fault::Crc,
        Fault::Size,
        Fault::Manifest,
        Fault::Bag,
        Fault::MessageAltered,
        Fault::MessageOutOfFile,
        Fault::MessagesTable,
        Fault::JournalBroken,
        Fault::JournalCut,
        Fault::SealMismatch,
        Fault::Companion,
        Fault::ProofUnreadable,
        Fault::ProofManifest,
        Fault::PackageSums,
        Fault::PackageTransfer,
        Fault::PackageLetter,
        Fault::PackageJournal,
    ];

    /// The permanent word.
    pub fn as_str(self) -> &'static str {
        match self {
            Fault::NotAZip => "not-a-zip",
            Fault::PrefixedData => "prefixed-data",
            Fault::TrailingData => "trailing-data",
            Fault::Gap => "gap",
            Fault::Overlap => "overlap",
            Fault::DuplicateName => "duplicate-name",
            Fault::BadName => "bad-name",
            Fault::UnsupportedEntry => "unsupported-entry",
            Fault::HeaderMismatch => "header-mismatch",
            Fault::Mimetype => "mimetype",
            Fault::Order => "order",
            Fault::NotReferenced => "not-referenced",
            Fault::MissingEntry => "missing-entry",
            Fault::AlteredEntry => "altered-entry",
            Fault::Crc => "crc",
            Fault::Size => "size",
            Fault::Manifest => "manifest",
            Fault::Bag => "bag",
            Fault::MessageAltered => "message-altered",
            Fault::MessageOutOfFile => "message-out-of-file",
            Fault::MessagesTable => "messages-table",
            Fault::JournalBroken => "journal-broken",
            Fault::JournalCut => "journal-cut",
            Fault::SealMismatch => "seal-mismatch",
            Fault::Companion => "companion",
            Fault::ProofUnreadable => "proof-unreadable",
            Fault::ProofManifest => "proof-manifest",
            Fault::PackageSums => "package-sums",
            Fault::PackageTransfer => "package-transfer",
            Fault::PackageLetter => "package-letter",
            Fault::PackageJournal => "package-journal",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One difference between an archive and what it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Discrepancy {
    /// which line of the reject list
    pub kind: Fault,
    /// the entry concerned, empty where it is the whole archive
    pub entry: String,
    /// what exactly, in English
    pub detail: String,
}

impl Discrepancy {
    /// A discrepancy of an entry.
    pub fn new(kind: Fault, entry: impl Into<String>, detail: impl Into<String>) -> Discrepancy {
        Discrepancy { kind, entry: entry.into(), detail: detail.into() }
    }
}
