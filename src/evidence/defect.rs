//! What is wrong in the originals, as recorded values: a defect never stops the work. FORMAT.md section 7 lists the kinds.

use std::fmt;

/// A kind of defect. The words are permanent: they stand in sealed archives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DefectKind {
    /// the file could not be opened or read to its end
    Unreadable,
    /// a symbolic link, not followed
    Symlink,
    /// a pipe, socket or device, not opened
    Special,
    /// a folder that contains itself
    Loop,
    /// size, time or content differ after reading
    ChangedWhileRead,
    /// a `From ` line that is no boundary
    RejectedBoundary,
    /// an mbox that does not begin with a postmark
    BytesBeforeFirstPostmark,
    /// a mailbox file without a message
    NoMessage,
    /// a message of zero bytes
    EmptyMessage,
    /// the message does not begin with a header field
    NoHeader,
    /// header and body are not set apart by an empty line
    NoBlankLine,
    /// the header is larger than what is kept of it
    HeaderTooLong,
    /// a byte order mark before the first field
    ByteOrderMark,
    /// NUL bytes in the header
    NulBytes,
    /// an emlx that announces more bytes than it has
    LengthBeyondFile,
    /// made by a converter, not the bytes the server held
    Derived,
    /// preserved, but its messages are not read
    NotRead,
    /// the name is not UTF-8
    PathNotUtf8,
}

impl DefectKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [DefectKind; 18] = [
        DefectKind::Unreadable,
        DefectKind::Symlink,
        DefectKind::Special,
        DefectKind::Loop,
        DefectKind::ChangedWhileRead,
        DefectKind::RejectedBoundary,
        DefectKind::BytesBeforeFirstPostmark,
        DefectKind::NoMessage,
        DefectKind::EmptyMessage,
        DefectKind::NoHeader,
        DefectKind::NoBlankLine,
        DefectKind::HeaderTooLong,
        DefectKind::ByteOrderMark,
        DefectKind::NulBytes,
        DefectKind::LengthBeyondFile,
        DefectKind::Derived,
        DefectKind::NotRead,
        DefectKind::PathNotUtf8,
    ];

    /// The word that stands in the archive.
    pub fn as_str(self) -> &'static str {
        match self {
            DefectKind::Unreadable => "unreadable",
            DefectKind::Symlink => "symlink",
            DefectKind::Special => "special",
            DefectKind::Loop => "loop",
            DefectKind::ChangedWhileRead => "changed-while-read",
            DefectKind::RejectedBoundary => "rejected-boundary",
            DefectKind::BytesBeforeFirstPostmark => "bytes-before-first-postmark",
            DefectKind::NoMessage => "no-message",
            DefectKind::EmptyMessage => "empty-message",
            DefectKind::NoHeader => "no-header",
            DefectKind::NoBlankLine => "no-blank-line",
            DefectKind::HeaderTooLong => "header-too-long",
            DefectKind::ByteOrderMark => "byte-order-mark",
            DefectKind::NulBytes => "nul-bytes",
            DefectKind::LengthBeyondFile => "length-beyond-file",
            DefectKind::Derived => "derived",
            DefectKind::NotRead => "not-read",
            DefectKind::PathNotUtf8 => "path-not-utf8",
        }
    }

    /// Whether evidence could not be stored, or kept changing: the run must not end as if all had gone well.
    pub fn is_loss(self) -> bool {
        use DefectKind::{ChangedWhileRead, Loop, Special, Symlink, Unreadable};
        matches!(self, Unreadable | Symlink | Special | Loop | ChangedWhileRead)
    }
}

impl fmt::Display for DefectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// what kind of thing
    pub kind: DefectKind,
    /// offset in the file, bytes from 0
    pub offset: u64,
    /// bytes concerned; 0 where the whole file is
    pub length: u64,
    /// what exactly, in English, already harmless on a terminal
    pub detail: String,
}

impl Defect {
    /// A defect of a whole file.
    pub fn of_file(kind: DefectKind, detail: impl Into<String>) -> Defect {
        Defect { kind, offset: 0, length: 0, detail: detail.into() }
    }
}
