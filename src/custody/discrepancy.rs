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
    /// a time-stamp token that cannot be read
    TokenUnreadable,
    /// a token that stamps other bytes
    TokenImprint,
    /// a token whose signature is wrong
    TokenSignature,
    /// a token whose certificate is missing or another
    TokenCertificate,
    /// a token by a certificate that is not made for time-stamps
    TokenUsage,
    /// a token by a certificate that was not valid then
    TokenExpired,
    /// a token by an authority that the roots given do not vouch for
    TokenChain,
    /// the token of the message tree is that of other messages
    MessageTree,
    /// an OpenPGP signature that is wrong, or whose key may not sign
    OpenPgpSignature,
    /// a CMS signature whose certificate is missing or another
    CmsCertificate,
    /// a CMS signature over other bytes
    CmsContent,
    /// a CMS signature that is wrong
    CmsSignature,
    /// a CMS signature by somebody whom the certificates given do not vouch for
    CmsChain,
    /// an evidence record that cannot be read
    RecordUnreadable,
    /// an evidence record by another hash than SHA-256
    RecordAlgorithm,
    /// an evidence record about encrypted data
    RecordEncrypted,
    /// an evidence record whose hash tree was renewed: not read here
    RecordTreeRenewal,
    /// an evidence record whose hash tree cannot be one
    RecordTree,
    /// an evidence record of another message
    RecordOtherMessage,
    /// an evidence record whose tree does not lead to its token
    RecordImprint,
    /// an evidence record whose renewal does not cover the token before it
    RecordRenewal,
    /// a file of a hand-over package is missing, added or altered
    PackageSums,
    /// `transfer.json` cannot be read or tells of other files
    PackageTransfer,
    /// the letter does not say what `transfer.json` says
    PackageLetter,
    /// the journal is not the one that was handed over
    PackageJournal,
    /// the signature over `transfer.json` is wrong
    PackageSignature,
}

impl Fault {
    /// Every fault, in the order of the documentation.
    pub const ALL: [Fault; 53] = [
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
        Fault::TokenUnreadable,
        Fault::TokenImprint,
        Fault::TokenSignature,
        Fault::TokenCertificate,
        Fault::TokenUsage,
        Fault::TokenExpired,
        Fault::TokenChain,
        Fault::MessageTree,
        Fault::OpenPgpSignature,
        Fault::CmsCertificate,
        Fault::CmsContent,
        Fault::CmsSignature,
        Fault::CmsChain,
        Fault::RecordUnreadable,
        Fault::RecordAlgorithm,
        Fault::RecordEncrypted,
        Fault::RecordTreeRenewal,
        Fault::RecordTree,
        Fault::RecordOtherMessage,
        Fault::RecordImprint,
        Fault::RecordRenewal,
        Fault::PackageSums,
        Fault::PackageTransfer,
        Fault::PackageLetter,
        Fault::PackageJournal,
        Fault::PackageSignature,
    ];

    /// The fault that has this permanent word.
    pub fn of_word(word: &str) -> Option<Fault> {
        Fault::ALL.into_iter().find(|fault| fault.as_str() == word)
    }

    /// Whether it is one of something that was added after the seal: what was sealed may be intact all the same.
    pub fn is_of_a_proof(self) -> bool {
        let place = |fault: Fault| Fault::ALL.iter().position(|one| *one == fault);
        (place(Fault::ProofUnreadable)..=place(Fault::CmsChain)).contains(&place(self))
    }

    /// Whether it is one of a hand-over package, not of an archive.
    pub fn is_of_a_package(self) -> bool {
        self.as_str().starts_with("package-")
    }

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
            Fault::TokenUnreadable => "token-unreadable",
            Fault::TokenImprint => "token-imprint",
            Fault::TokenSignature => "token-signature",
            Fault::TokenCertificate => "token-certificate",
            Fault::TokenUsage => "token-usage",
            Fault::TokenExpired => "token-expired",
            Fault::TokenChain => "token-chain",
            Fault::MessageTree => "message-tree",
            Fault::OpenPgpSignature => "openpgp-signature",
            Fault::CmsCertificate => "cms-certificate",
            Fault::CmsContent => "cms-content",
            Fault::CmsSignature => "cms-signature",
            Fault::CmsChain => "cms-chain",
            Fault::RecordUnreadable => "record-unreadable",
            Fault::RecordAlgorithm => "record-algorithm",
            Fault::RecordEncrypted => "record-encrypted",
            Fault::RecordTreeRenewal => "record-tree-renewal",
            Fault::RecordTree => "record-tree",
            Fault::RecordOtherMessage => "record-other-message",
            Fault::RecordImprint => "record-imprint",
            Fault::RecordRenewal => "record-renewal",
            Fault::PackageSums => "package-sums",
            Fault::PackageTransfer => "package-transfer",
            Fault::PackageLetter => "package-letter",
            Fault::PackageJournal => "package-journal",
            Fault::PackageSignature => "package-signature",
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
