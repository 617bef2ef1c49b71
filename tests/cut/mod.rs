//! A harness for the splitter: collects what is told of a file and asserts, as it is told, that the spans are in order, cover
//! the file, and say what is there.

use std::io::Read;
use std::ops::Range;
use std::sync::Arc;

use scelle::digest::Sha256;
use scelle::evidence::chunk::{Chunk, Chunks};
use scelle::evidence::defect::Defect;
use scelle::evidence::format::Claim;
use scelle::evidence::reader::{Message, OriginalReader, Told};
use scelle::evidence::splitter::{Framing, MessageEnd, Probe, Reject, Span, SpanSink, SplitRule, Splitter};
use scelle::evidence::tally::Tally;

/// What was told of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// the pieces of one joined: `L`eading, `P`ostmark, `M`essage, `S`eparator, `T`railing
    pub spans: Vec<(char, Range<usize>)>,
    /// offset, length and rule
    pub messages: Vec<(u64, u64, SplitRule)>,
    /// offset and reason
    pub rejected: Vec<(u64, Reject)>,
    /// bytes announced beyond the end of the file
    pub missing: u64,
}

struct Collector<'a> {
    file: &'a [u8],
    told: usize,
    in_message: Option<usize>,
    cut: Cut,
}

impl SpanSink for Collector<'_> {
    fn bytes(&mut self, span: Span, bytes: &[u8]) {
        let range = self.told..self.told + bytes.len();
        assert!(!bytes.is_empty() && self.file.get(range.clone()) == Some(bytes), "{span:?} told at {range:?}");
        let kind = match span {
            Span::Leading => 'L',
            Span::Postmark => 'P',
            Span::Message => 'M',
            Span::Separator => 'S',
            Span::Trailing => 'T',
        };
        // A postmark and a separator are told whole, the rest in pieces.
        let joins = matches!(kind, 'L' | 'T') || self.in_message.is_some();
        match self.cut.spans.last_mut() {
            Some((last, joined)) if *last == kind && joins => joined.end = range.end,
            _ => self.cut.spans.push((kind, range.clone())),
        }
        assert!(kind != 'S' || matches!(bytes, b"\n" | b"\r\n"), "a separator is one line end, not {bytes:?}");
        assert!(kind == 'M' || self.in_message.is_none(), "{span:?} inside a message at {range:?}");
        if kind == 'M' {
            self.in_message.get_or_insert(range.start);
        }
        self.told = range.end;
    }

    fn message_end(&mut self, end: MessageEnd<'_>) {
        let start = self.in_message.take().unwrap_or(self.told);
        assert_eq!(
            (end.offset, end.length),
            (start as u64, (self.told - start) as u64),
            "a message is what was told of it"
        );
        let message = &self.file[start..self.told];
        assert!(message.starts_with(end.header), "a header begins its message");
        assert!(!end.header_complete || end.header.ends_with(b"\n"), "a complete header ends with its empty line");
        self.cut.messages.push((end.offset, end.length, end.rule));
        self.cut.missing += end.missing;
    }

    fn rejected(&mut self, offset: u64, line: &[u8], reason: Reject) {
        assert!(self.file[offset as usize..].starts_with(line) && line.starts_with(b"From "));
        assert!(self.cut.rejected.last().is_none_or(|last| last.0 < offset), "candidates come in order");
        self.cut.rejected.push((offset, reason));
    }
}

/// Cuts a file read in pieces.
pub fn cut(file: &[u8], framing: Framing) -> Cut {
    cut_reading(file, file, framing)
}

/// Cuts a file that `reader` gives.
pub fn cut_reading(file: &[u8], reader: impl Read, framing: Framing) -> Cut {
    cut_chunks(file, Chunks::new(reader), framing)
}

/// Cuts a file given in one piece.
pub fn cut_whole(file: &[u8], framing: Framing) -> Cut {
    cut_chunks(file, std::iter::once(Chunk::whole(Arc::new(file.to_vec()))), framing)
}

fn cut_chunks(file: &[u8], chunks: impl Iterator<Item = Chunk>, framing: Framing) -> Cut {
    let mut splitter = Splitter::new(framing);
    let mut collector = Collector { file, told: 0, in_message: None, cut: Cut::default() };
    for chunk in chunks {
        splitter.push(&chunk, &mut |offset, into| probe(file, offset, into), &mut collector);
    }
    assert_eq!((collector.told, collector.in_message), (file.len(), None), "every byte is told, every message ended");
    collector.cut
}

/// Reads a file as the acquisition does, and recomputes the digest of each message from its slice.
pub fn read(claim: &Claim, file: &[u8]) -> (Vec<Message>, Vec<Defect>, Tally) {
    read_from(claim, file, file, &mut |offset, into| probe(file, offset, into))
}

/// The same, the bytes and the looks away from the stream taken from elsewhere: they must be those of `file`.
pub fn read_from(
    claim: &Claim,
    file: &[u8],
    source: impl Read,
    probe: &mut Probe<'_>,
) -> (Vec<Message>, Vec<Defect>, Tally) {
    let mut reader = OriginalReader::new(claim, None);
    let mut told = Vec::new();
    for chunk in Chunks::new(source) {
        told.extend(reader.push(&chunk, probe));
    }
    let (rest, tally) = reader.finish();
    told.extend(rest);
    let (mut messages, mut defects) = (Vec::new(), Vec::new());
    for told in told {
        match told {
            Told::Message(message) => messages.push(*message),
            Told::Defect(defect) => defects.push(defect),
        }
    }
    for message in &messages {
        let slice = &file[message.offset as usize..][..message.length as usize];
        assert_eq!(message.sha256, Sha256::of(slice), "the digest of {} bytes at {}", message.length, message.offset);
    }
    (messages, defects, tally)
}

fn probe(file: &[u8], offset: u64, into: &mut [u8]) -> usize {
    let rest = usize::try_from(offset).ok().and_then(|offset| file.get(offset..)).unwrap_or_default();
    let there = rest.len().min(into.len());
    into[..there].copy_from_slice(&rest[..there]);
    there
}
