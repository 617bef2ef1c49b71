//! The messages of one original, told while its bytes stream past: where each is, its digest, its main headers, its folder and
//! role, what is wrong with it. Memory is bounded by one header ([`super::splitter::HEADER_KEPT`]).

use super::chunk::Chunk;
use super::defect::{Defect, DefectKind};
use super::format::Claim;
use super::header::{self, Header, MainHeaders};
use super::role::Role;
use super::splitter::{Framing, HEADER_KEPT, MessageEnd, Probe, Reject, Span, SpanSink, SplitRule, Splitter};
use super::tally::Tally;
use crate::digest::{Hasher, Sha256};
use crate::text;

/// A message of an original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// offset of its first byte in the file
    pub offset: u64,
    /// bytes
    pub length: u64,
    /// of exactly these bytes
    pub sha256: Sha256,
    /// how its start was found
    pub split: SplitRule,
    /// as the export names it, decoded
    pub folder: String,
    /// what that folder is for, and what the message's own flags say
    pub role: Role,
    /// Maildir letters or the Mozilla status
    pub flags: String,
    /// what a person knows it by
    pub headers: MainHeaders,
    /// parts marked as attachments
    pub attachments: u32,
    /// what is wrong with it
    pub defects: Vec<DefectKind>,
}

/// What is told of an original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// the next message
    Message(Box<Message>),
    /// something is wrong, or a candidate was rejected
    Defect(Defect),
}

/// Reads one original.
pub struct OriginalReader<'c> {
    splitter: Splitter,
    state: State<'c>,
}

struct State<'c> {
    claim: &'c Claim,
    hashing: Hashing,
    attachments: AttachmentCounter,
    tally: Tally,
    leading: u64,
    /// whether the leading bytes are more than a byte order mark and blank lines
    leading_text: bool,
    told: Vec<Told>,
}

enum Hashing {
    /// the message is the file, whose digest is known
    Known(Sha256),
    Running(Hasher),
}

impl<'c> OriginalReader<'c> {
    /// `whole` is the digest of the whole file where it is known beforehand: a message that is the file is then not hashed twice.
    pub fn new(claim: &'c Claim, whole: Option<Sha256>) -> OriginalReader<'c> {
        let hashing = match whole {
            Some(digest) if claim.framing != Framing::Mbox => Hashing::Known(digest),
            _ => Hashing::Running(Hasher::new()),
        };
        let (attachments, tally) = (AttachmentCounter::default(), Tally::default());
        let state = State { claim, hashing, attachments, tally, leading: 0, leading_text: false, told: Vec::new() };
        OriginalReader { splitter: Splitter::new(claim.framing), state }
    }

    /// Takes the next piece of the file; `probe` looks at the file away from the stream. Returns what there is to tell.
    pub fn push(&mut self, chunk: &Chunk, probe: &mut Probe<'_>) -> Vec<Told> {
        if self.state.claim.framing == Framing::Opaque {
            return Vec::new();
        }
        if let Hashing::Known(_) = self.state.hashing
            && !(chunk.is_last() && chunk.base() == 0 && is_whole_message(self.state.claim, chunk))
        {
            self.state.hashing = Hashing::Running(Hasher::new());
        }
        self.splitter.push(chunk, probe, &mut self.state);
        std::mem::take(&mut self.state.told)
    }

    /// After the last piece: what is to be said of the whole file, and its counts.
    pub fn finish(mut self) -> (Vec<Told>, Tally) {
        let claim = self.state.claim;
        if let Some((kind, detail)) = claim.notice {
            self.state.defect(Defect::of_file(kind, detail));
        }
        if self.state.leading_text && claim.framing == Framing::Mbox {
            let detail = "bytes that belong to no message";
            let length = self.state.leading;
            self.state.defect(Defect {
                kind: DefectKind::BytesBeforeFirstPostmark,
                offset: 0,
                length,
                detail: detail.into(),
            });
        }
        (self.state.told, self.state.tally)
    }
}

/// Whether a file held in one piece is its one message, no postmark or length line before it.
fn is_whole_message(claim: &Claim, chunk: &Chunk) -> bool {
    let first = chunk.all().split(|&b| b == b'\n').next().unwrap_or_default();
    match claim.framing {
        Framing::Anchor => true,
        Framing::Single => !header::is_postmark_line(first.strip_suffix(b"\r").unwrap_or(first)),
        Framing::Emlx | Framing::Mbox | Framing::Opaque => false,
    }
}

impl State<'_> {
    fn defect(&mut self, defect: Defect) {
        self.told.push(Told::Defect(defect));
    }

    fn finish_digest(&mut self) -> Sha256 {
        match std::mem::replace(&mut self.hashing, Hashing::Running(Hasher::new())) {
            Hashing::Known(digest) => digest,
            Hashing::Running(hasher) => hasher.finish(),
        }
    }

    fn place(&self, header: &Header<'_>) -> Place {
        let mut place =
            Place { folder: self.claim.folder.to_string(), role: self.claim.role, flags: self.claim.flags.to_string() };
        if self.claim.labelled
            && let Some(field) = header.first("X-Gmail-Labels")
        {
            let labels = field.decoded();
            let labels: Vec<&str> = labels.split(',').map(|label| label.trim().trim_matches('"')).collect();
            place.role = Role::of_labels(labels.iter().copied());
            place.folder = labels.join(", ");
        }
        if let Some(status) = self.mozilla_status(header) {
            if u32::from_str_radix(&status, 16).is_ok_and(|bits| bits & MOZILLA_EXPUNGED != 0) {
                place.role = Role::Deleted;
            }
            place.flags = format!("mozilla:{}", text::one_line(&status));
        }
        place
    }

    /// Mozilla writes its status above everything else in an mbox; further down or elsewhere a sender has written it.
    fn mozilla_status(&self, header: &Header<'_>) -> Option<String> {
        let above = header.fields.iter().take(3).find(|field| field.is("X-Mozilla-Status"));
        above.filter(|_| self.claim.framing == Framing::Mbox).map(|field| field.decoded())
    }

    fn message_defects(end: &MessageEnd<'_>, header: &Header<'_>) -> Vec<DefectKind> {
        let mut defects = match end.length {
            0 => vec![DefectKind::EmptyMessage],
            _ => header.defects.clone(),
        };
        if end.header.len() >= HEADER_KEPT && !end.header_complete {
            defects.retain(|kind| *kind != DefectKind::NoBlankLine);
            defects.push(DefectKind::HeaderTooLong);
        }
        if end.missing > 0 {
            defects.push(DefectKind::LengthBeyondFile);
        }
        defects
    }
}

struct Place {
    folder: String,
    role: Role,
    flags: String,
}

/// `nsMsgMessageFlags::Expunged`: deleted, but still in the file until it is compacted.
const MOZILLA_EXPUNGED: u32 = 0x0008;

impl SpanSink for State<'_> {
    fn bytes(&mut self, span: Span, bytes: &[u8]) {
        match span {
            Span::Message => {
                if let Hashing::Running(hasher) = &mut self.hashing {
                    hasher.update(bytes);
                }
                self.attachments.push(bytes);
            }
            Span::Leading => {
                self.leading_text |= !is_blank(bytes);
                self.leading += bytes.len() as u64;
            }
            Span::Postmark | Span::Separator | Span::Trailing => {}
        }
    }

    fn message_end(&mut self, end: MessageEnd<'_>) {
        let sha256 = self.finish_digest();
        let header = header::parse(end.header);
        let outlook = is_outlook_headers(self.claim, end.header);
        let defects = if outlook { Vec::new() } else { State::message_defects(&end, &header) };
        for &kind in &defects {
            let detail = describe(kind, &end);
            self.told.push(Told::Defect(Defect { kind, offset: end.offset, length: end.length, detail }));
        }
        let Place { folder, role, flags } = self.place(&header);
        self.tally += Tally { candidates: 1, messages: 1, rejected: 0, defective: u64::from(!defects.is_empty()) };
        self.told.push(Told::Message(Box::new(Message {
            offset: end.offset,
            length: end.length,
            sha256,
            split: end.rule,
            folder,
            role,
            flags,
            headers: if outlook { outlook_headers(end.header) } else { header.main() },
            attachments: std::mem::take(&mut self.attachments).finish(),
            defects,
        })));
    }

    fn rejected(&mut self, offset: u64, line: &[u8], reason: Reject) {
        self.tally += Tally { candidates: 1, messages: 0, rejected: 1, defective: 0 };
        let shown = text::escape_bytes(&line[..line.len().min(120)]);
        let detail = format!("{}: {shown}", reason.as_str());
        self.defect(Defect { kind: DefectKind::RejectedBoundary, offset, length: line.len() as u64, detail });
    }
}

fn is_blank(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.iter().all(u8::is_ascii_whitespace)
}

fn describe(kind: DefectKind, end: &MessageEnd<'_>) -> String {
    match kind {
        DefectKind::LengthBeyondFile => format!("{} bytes announced are not in the file", end.missing),
        DefectKind::HeaderTooLong => format!("main headers read from its first {HEADER_KEPT} bytes"),
        DefectKind::EmptyMessage => "zero bytes".to_owned(),
        DefectKind::NoHeader => "does not begin with a header field".to_owned(),
        DefectKind::NoBlankLine => "the header ends at a line that is no field, without an empty line".to_owned(),
        DefectKind::ByteOrderMark => "begins with EF BB BF".to_owned(),
        DefectKind::NulBytes => "NUL bytes in the header".to_owned(),
        _ => String::new(),
    }
}

/// The main headers of a pffexport message that was never on the internet: `OutlookHeaders.txt`, lines of `Name:`, tabs, value.
fn outlook_headers(block: &[u8]) -> MainHeaders {
    let block = String::from_utf8_lossy(block);
    let fields: Vec<(&str, &str)> = block.lines().filter_map(|line| line.split_once(':')).collect();
    let text = |name: &str| {
        let field = fields.iter().find(|(there, _)| *there == name);
        field.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let date = text("Client submit time");
    MainHeaders {
        from: format!("{} <{}>", text("Sender name"), text("Sender email address")),
        subject: text("Subject"),
        date_utc: outlook_time(&date).unwrap_or_default(),
        date,
        ..MainHeaders::default()
    }
}

/// Whether an anchor is `OutlookHeaders.txt`, which begins with the kind of item.
fn is_outlook_headers(claim: &Claim, block: &[u8]) -> bool {
    claim.framing == Framing::Anchor && block.starts_with(b"Message:")
}

/// `Sep 30, 2021 17:30:56.000000000 UTC`
fn outlook_time(time: &str) -> Option<String> {
    let whole = time.split('.').next()?;
    let moment = chrono::NaiveDateTime::parse_from_str(whole, "%b %d, %Y %H:%M:%S").ok()?;
    Some(moment.and_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
}

/// Counts the lines `Content-Disposition: attachment`, nested messages included, in a stream of pieces. A line is judged by the
/// [`WINDOW`] bytes from the line feed before it, so it does not matter where the pieces are cut.
struct AttachmentCounter {
    count: u32,
    /// the last bytes, fewer than a window: what starts there is not judged yet
    tail: Vec<u8>,
}

const DISPOSITION: &[u8] = b"\ncontent-disposition:";
const WINDOW: usize = 64;

impl Default for AttachmentCounter {
    fn default() -> AttachmentCounter {
        // The first line of a message is a line too.
        AttachmentCounter { count: 0, tail: b"\n".to_vec() }
    }
}

impl AttachmentCounter {
    fn push(&mut self, bytes: &[u8]) {
        let old = self.tail.len();
        self.tail.extend_from_slice(&bytes[..bytes.len().min(WINDOW - 1)]);
        self.count += count_in(&self.tail, old.min((self.tail.len() + 1).saturating_sub(WINDOW)));
        self.count += count_in(bytes, (bytes.len() + 1).saturating_sub(WINDOW));
        if bytes.len() >= WINDOW {
            self.tail.clear();
            self.tail.extend_from_slice(&bytes[bytes.len() - (WINDOW - 1)..]);
        } else {
            self.tail.drain(..self.tail.len().saturating_sub(WINDOW - 1));
        }
    }

    fn finish(self) -> u32 {
        self.count + count_in(&self.tail, self.tail.len())
    }
}

/// How many such lines start before `until`.
fn count_in(bytes: &[u8], until: usize) -> u32 {
    let starts = memchr::memchr_iter(b'\n', &bytes[..until]);
    starts.filter(|&at| is_attachment(&bytes[at..bytes.len().min(at + WINDOW)])).count() as u32
}

fn is_attachment(line: &[u8]) -> bool {
    let Some((name, value)) = line.split_at_checked(DISPOSITION.len()) else { return false };
    name.eq_ignore_ascii_case(DISPOSITION)
        && value.trim_ascii_start().get(..10).is_some_and(|word| word.eq_ignore_ascii_case(b"attachment"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn role_of(claim: &Claim, file: &str) -> Role {
        let mut reader = OriginalReader::new(claim, None);
        let told = reader.push(&Chunk::whole(Arc::new(file.as_bytes().to_vec())), &mut |_, _| 0);
        let mut roles = told.into_iter().filter_map(|told| match told {
            Told::Message(message) => Some(message.role),
            Told::Defect(_) => None,
        });
        roles.next().unwrap_or(Role::Other)
    }

    #[test]
    fn only_mozilla_says_that_a_message_is_deleted() {
        let post = "From - Mon Mar 02 09:12:13 2026\n";
        let theirs = "X-Mozilla-Status: 0009\nX-Mozilla-Status2: 00000000\n";
        let received = "Return-Path: <a@b>\nReceived: x\nDKIM-Signature: y\n";
        let inbox = Claim::mbox("INBOX");
        assert_eq!(role_of(&inbox, &format!("{post}{theirs}{received}\nx\n")), Role::Deleted);
        assert_eq!(role_of(&inbox, &format!("{post}{received}{theirs}\nx\n")), Role::Inbox, "written by the sender");
        assert_eq!(role_of(&Claim::single("INBOX"), &format!("{theirs}{received}\nx\n")), Role::Inbox);
    }
}
