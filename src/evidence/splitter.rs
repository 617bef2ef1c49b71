//! Where each message of a file starts and ends, found while the bytes stream past. FORMAT.md section 6 is the rule.
//!
//! Every byte belongs to exactly one span; the spans are told in order and cover the file (a property test holds it to that).
//! Memory: the header of the current message, at most [`HEADER_KEPT`] bytes.

use super::chunk::{Chunk, OVERLAP};
use super::header;
use super::postmark::{self, Form, LONGEST_LINE};
pub use super::span::{Framing, MessageEnd, Probe, Reject, Span, SpanSink, SplitRule};
use super::window::{BYTE_ORDER_MARK, View};

/// How much of a message's header is kept to read its main fields from.
pub const HEADER_KEPT: usize = 256 * 1024;

/// A candidate nearer than this to the end of a piece waits for the next piece.
const LOOKAHEAD: usize = 4096;
const _: () = assert!(LOOKAHEAD > LONGEST_LINE + 1024 && OVERLAP > LOOKAHEAD + LONGEST_LINE);

struct Current {
    start: u64,
    rule: SplitRule,
    header: Vec<u8>,
    header_complete: bool,
    /// whether its `Content-Length` was believed or not, which needs a whole header
    weighed: bool,
}

impl Current {
    fn new(start: u64, rule: SplitRule) -> Current {
        Current { start, rule, header: Vec::new(), header_complete: false, weighed: false }
    }
}

/// Cuts one file.
pub struct Splitter {
    framing: Framing,
    /// every byte before is told
    told: u64,
    /// every candidate that starts before is judged
    judged: u64,
    current: Option<Current>,
    /// whether all that is told is a byte order mark and blank lines
    blank_so_far: bool,
    /// form of the file's first postmark
    writer: Option<Form>,
    /// candidates before are covered by a Content-Length
    covered_until: u64,
    /// whether every message so far had a Content-Length that led to a boundary
    lengths_hold: bool,
    /// emlx: where the message ends
    stop: Option<u64>,
}

impl Splitter {
    /// A splitter at the start of a file.
    pub fn new(framing: Framing) -> Splitter {
        Splitter {
            framing,
            told: 0,
            judged: 0,
            current: None,
            blank_so_far: true,
            writer: None,
            covered_until: 0,
            lengths_hold: true,
            stop: None,
        }
    }

    /// Takes the next piece.
    pub fn push(&mut self, chunk: &Chunk, probe: &mut Probe<'_>, sink: &mut dyn SpanSink) {
        let view = View { base: chunk.base(), bytes: chunk.all(), last: chunk.is_last() };
        match self.framing {
            Framing::Opaque => self.told = view.end(),
            Framing::Mbox => self.push_mbox(&view, probe, sink),
            Framing::Single | Framing::Anchor | Framing::Emlx => self.push_single(&view, sink),
        }
    }

    fn push_mbox(&mut self, view: &View<'_>, probe: &mut Probe<'_>, sink: &mut dyn SpanSink) {
        let limit = if view.last { view.end() } else { view.end().saturating_sub(LOOKAHEAD as u64) };
        while let Some(candidate) = view.next_candidate(self.judged, limit) {
            self.judged = candidate + 1;
            // The header of the current message must be known: its Content-Length may cover this candidate.
            self.tell(view, view.line_end_before(candidate), probe, sink);
            self.weigh_header_that_ends_at(view, candidate, probe);
            let line = view.line(candidate);
            match self.judge(view, candidate, line.text) {
                Err(reason) => sink.rejected(candidate, &line.text[..line.text.len().min(LONGEST_LINE)], reason),
                Ok(rule) => {
                    self.writer.get_or_insert(postmark::form(line.text));
                    self.start_message(view, candidate, line.next, rule, probe, sink);
                }
            }
        }
        self.judged = self.judged.max(limit);
        if view.last {
            self.finish_mbox(view, probe, sink);
        } else {
            // The last two bytes may turn out to be a separator.
            self.tell(view, limit.saturating_sub(2), probe, sink);
        }
    }

    fn judge(&self, view: &View<'_>, candidate: u64, line: &[u8]) -> Result<SplitRule, Reject> {
        if candidate < self.covered_until {
            return Err(Reject::InsideContentLength);
        }
        if line.len() > LONGEST_LINE {
            return Err(Reject::LineTooLong);
        }
        let form = postmark::form(line);
        if form == Form::Dated {
            return Ok(SplitRule::Dated);
        }
        let at_start = self.current.is_none() && self.blank_so_far && self.is_blank(view.slice(self.told, candidate));
        if form == Form::Unknown && !at_start {
            return Err(Reject::NoDate);
        }
        if !postmark::looks_like_header(view.line(view.line(candidate).next).text) {
            return Err(Reject::NoHeaderAfter);
        }
        let known_writer = matches!(form, Form::Dateless(_)) && self.writer == Some(form);
        match form {
            _ if at_start => Ok(SplitRule::DatelessStart),
            _ if known_writer || view.blank_line_before(candidate) => Ok(SplitRule::Dateless),
            _ => Err(Reject::NoBlankLineBefore),
        }
    }

    fn start_message(
        &mut self,
        view: &View<'_>,
        postmark: u64,
        body: u64,
        rule: SplitRule,
        probe: &mut Probe<'_>,
        sink: &mut dyn SpanSink,
    ) {
        let separator = if self.current.is_some() { view.line_end_before(postmark).max(self.told) } else { postmark };
        self.tell(view, separator, probe, sink);
        self.end_message(sink);
        sink_bytes(sink, Span::Separator, view.slice(separator, postmark));
        sink_bytes(sink, Span::Postmark, view.slice(postmark, body));
        self.told = body;
        self.judged = self.judged.max(body);
        self.current = Some(Current::new(body, rule));
    }

    fn finish_mbox(&mut self, view: &View<'_>, probe: &mut Probe<'_>, sink: &mut dyn SpanSink) {
        let end = view.end();
        let separator = match &self.current {
            Some(current) => view.final_blank_line(current.start).max(self.told),
            None => end,
        };
        self.tell(view, separator, probe, sink);
        self.end_message(sink);
        sink_bytes(sink, Span::Separator, view.slice(separator, end));
        self.told = end;
    }

    fn push_single(&mut self, view: &View<'_>, sink: &mut dyn SpanSink) {
        if self.current.is_none() && self.told == 0 {
            let (start, rule) = self.single_start(view);
            sink_bytes(sink, Span::Postmark, view.slice(0, start));
            self.told = start;
            self.current = Some(Current::new(start, rule));
        }
        let stop = self.stop.unwrap_or(u64::MAX).min(view.end());
        self.tell(view, stop, &mut |_, _| 0, sink);
        if self.stop.is_some_and(|stop| stop <= view.end()) || view.last {
            self.end_message(sink);
            sink_bytes(sink, Span::Trailing, view.slice(self.told, view.end()));
            self.told = view.end();
        }
    }

    /// Where the message of a one-message file starts, from its first line.
    fn single_start(&mut self, view: &View<'_>) -> (u64, SplitRule) {
        let line = view.line(0);
        match self.framing {
            Framing::Anchor => (0, SplitRule::Pffexport),
            Framing::Emlx => match std::str::from_utf8(line.text).ok().and_then(|text| text.trim().parse::<u64>().ok())
            {
                Some(length) => {
                    self.stop = Some(line.next.saturating_add(length));
                    (line.next, SplitRule::Emlx)
                }
                None => (0, SplitRule::WholeFile),
            },
            _ if header::is_postmark_line(line.text) => (line.next, SplitRule::WholeFileAfterPostmark),
            _ => (0, SplitRule::WholeFile),
        }
    }

    /// Tells the bytes up to `until`, which all belong to what is current.
    fn tell(&mut self, view: &View<'_>, until: u64, probe: &mut Probe<'_>, sink: &mut dyn SpanSink) {
        if until <= self.told {
            return;
        }
        let bytes = view.slice(self.told, until);
        self.blank_so_far = self.blank_so_far && self.is_blank(bytes);
        self.told = until;
        let Some(current) = &mut self.current else {
            let kind = if self.stop.is_some() { Span::Trailing } else { Span::Leading };
            return sink_bytes(sink, kind, bytes);
        };
        sink_bytes(sink, Span::Message, bytes);
        if !current.header_complete && current.header.len() < HEADER_KEPT {
            let body = current.take_header(bytes);
            if let (Some(body), Framing::Mbox) = (body, self.framing) {
                self.weigh_content_length(body, probe);
            }
        }
    }

    fn end_message(&mut self, sink: &mut dyn SpanSink) {
        let Some(current) = self.current.take() else { return };
        self.lengths_hold &= current.weighed;
        sink.message_end(MessageEnd {
            offset: current.start,
            length: self.told - current.start,
            rule: current.rule,
            header: &current.header,
            header_complete: current.header_complete,
            missing: self.stop.map_or(0, |stop| stop.saturating_sub(self.told)),
        });
    }

    /// The empty line that ends a header may be all that stands before a candidate: it is not told yet, because it could be the
    /// separator, but the `Content-Length` above it may cover the candidate.
    fn weigh_header_that_ends_at(&mut self, view: &View<'_>, candidate: u64, probe: &mut Probe<'_>) {
        let Some(current) = &self.current else { return };
        let empty_line = view.slice(self.told, candidate);
        let ends_here = !current.header_complete
            && !empty_line.is_empty()
            && current.header.len() + empty_line.len() <= HEADER_KEPT
            && (current.header.is_empty() || current.header.ends_with(b"\n"));
        if ends_here {
            self.weigh_content_length(candidate, probe);
        }
    }

    /// Believes a `Content-Length` only where a boundary or the end of the file lies exactly there, and only while every
    /// message before had such a field too: a message can forge its own field, not those of its elders.
    fn weigh_content_length(&mut self, body: u64, probe: &mut Probe<'_>) {
        let Some(current) = self.current.as_mut().filter(|current| !current.weighed) else { return };
        current.weighed = true;
        if !self.lengths_hold {
            return;
        }
        let end = header::content_length(&current.header).and_then(|length| body.checked_add(length));
        match end.filter(|&end| self.leads_to_boundary(end, probe)) {
            Some(end) => self.covered_until = end,
            None => self.lengths_hold = false,
        }
    }

    /// Whether the file ends at `end` or a boundary stands there, at once or after the line ends that set messages apart.
    fn leads_to_boundary(&self, end: u64, probe: &mut Probe<'_>) -> bool {
        let mut bytes = [0u8; LOOKAHEAD];
        // What precedes tells whether a line starts there, and whether the line before is empty.
        let base = end.saturating_sub(3);
        let there = probe(base, &mut bytes);
        let view = View { base, bytes: &bytes[..there], last: there < bytes.len() };
        if view.end() < end {
            return false;
        }
        let line_ends = view.slice(end, end.saturating_add(4)).iter().take_while(|&&b| b == b'\n' || b == b'\r');
        let candidate = end + line_ends.count() as u64;
        let at_end_of_file = candidate == view.end();
        at_end_of_file
            || (view.is_candidate(candidate) && self.judge(&view, candidate, view.line(candidate).text).is_ok())
    }

    /// Whether the bytes that come next are blank, a byte order mark at the start of the file left aside.
    fn is_blank(&self, bytes: &[u8]) -> bool {
        let mark = if self.told == 0 { BYTE_ORDER_MARK } else { b"" };
        bytes.strip_prefix(mark).unwrap_or(bytes).iter().all(u8::is_ascii_whitespace)
    }
}

impl Current {
    /// Keeps header bytes; returns the offset of the body once the empty line has been seen.
    fn take_header(&mut self, bytes: &[u8]) -> Option<u64> {
        let before = self.header.len();
        let room = HEADER_KEPT - before;
        self.header.extend_from_slice(&bytes[..bytes.len().min(room)]);
        let end = header::end_of_header(&self.header, before.saturating_sub(3))?;
        self.header.truncate(end);
        self.header_complete = true;
        Some(self.start + end as u64)
    }
}

fn sink_bytes(sink: &mut dyn SpanSink, span: Span, bytes: &[u8]) {
    if !bytes.is_empty() {
        sink.bytes(span, bytes);
    }
}
