//! The words of splitting: how a file is framed, what a run of bytes is, why a line begins a message or does not, and who is told.
//! The words that stand in sealed archives are permanent.

/// How a file is cut into messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// many messages, each after a postmark line
    Mbox,
    /// the file is one message, perhaps after a postmark line
    Single,
    /// a line with a length, a message, a property list (Apple Mail)
    Emlx,
    /// the file is the anchor of a message whose rest is in other files (pffexport)
    Anchor,
    /// no message is read from this file
    Opaque,
}

/// The rule that found a message's start. The words are permanent: they stand in sealed archives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitRule {
    /// a postmark that ends with a date
    Dated,
    /// the first line of the file, without date
    DatelessStart,
    /// a known form without date
    Dateless,
    /// the file is the message
    WholeFile,
    /// the file after its first line is the message
    WholeFileAfterPostmark,
    /// the length line of an emlx
    Emlx,
    /// the header file of a pffexport message
    Pffexport,
}

impl SplitRule {
    /// The word that stands in the archive.
    pub fn as_str(self) -> &'static str {
        match self {
            SplitRule::Dated => "dated",
            SplitRule::DatelessStart => "dateless-start",
            SplitRule::Dateless => "dateless",
            SplitRule::WholeFile => "whole-file",
            SplitRule::WholeFileAfterPostmark => "whole-file-after-postmark",
            SplitRule::Emlx => "emlx",
            SplitRule::Pffexport => "pffexport",
        }
    }
}

/// Why a candidate is no boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reject {
    /// neither a date nor a known form
    NoDate,
    /// a form without date, not after an empty line
    NoBlankLineBefore,
    /// a form without date, and no header field follows
    NoHeaderAfter,
    /// a `Content-Length` that was believed covers it
    InsideContentLength,
    /// a line too long for a postmark
    LineTooLong,
}

impl Reject {
    /// The word that stands in the archive.
    pub fn as_str(self) -> &'static str {
        match self {
            Reject::NoDate => "no-date",
            Reject::NoBlankLineBefore => "no-blank-line-before",
            Reject::NoHeaderAfter => "no-header-after",
            Reject::InsideContentLength => "inside-content-length",
            Reject::LineTooLong => "line-too-long",
        }
    }
}

/// What a run of bytes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// what precedes the first message
    Leading,
    /// a postmark or length line
    Postmark,
    /// a message
    Message,
    /// the line end between two messages
    Separator,
    /// what follows the last message (emlx)
    Trailing,
}

/// A message whose last byte has been told.
#[derive(Debug)]
pub struct MessageEnd<'a> {
    /// offset of its first byte in the file
    pub offset: u64,
    /// bytes
    pub length: u64,
    /// how its start was found
    pub rule: SplitRule,
    /// its header with the empty line that ends it, or the first [`HEADER_KEPT`] bytes
    pub header: &'a [u8],
    /// whether the empty line was seen within what is kept
    pub header_complete: bool,
    /// bytes announced beyond the end of the file (emlx)
    pub missing: u64,
}

/// Who is told.
pub trait SpanSink {
    /// The next bytes, all of one kind; a message comes in as many pieces as needed.
    fn bytes(&mut self, span: Span, bytes: &[u8]);
    /// The message ends here.
    fn message_end(&mut self, end: MessageEnd<'_>);
    /// A candidate that is no boundary: its line without its line end, at most [`LONGEST_LINE`] bytes of it.
    fn rejected(&mut self, offset: u64, line: &[u8], reason: Reject);
}

/// Looks at a file away from the stream: fills `into` from `offset`, returns how many bytes there were.
pub type Probe<'a> = dyn FnMut(u64, &mut [u8]) -> usize + 'a;
