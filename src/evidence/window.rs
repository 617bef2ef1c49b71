//! What the splitter sees of a file at one time, with absolute offsets: lines, blank lines, candidates.

use memchr::{memchr, memmem};

/// A window on the file, with absolute offsets.
pub(super) struct View<'a> {
    pub(super) base: u64,
    pub(super) bytes: &'a [u8],
    pub(super) last: bool,
}

pub(super) struct Line<'a> {
    /// without its line end
    pub(super) text: &'a [u8],
    /// offset of the next line
    pub(super) next: u64,
}

impl<'a> View<'a> {
    pub(super) fn end(&self) -> u64 {
        self.base + self.bytes.len() as u64
    }

    pub(super) fn at(&self, offset: u64) -> usize {
        (offset.clamp(self.base, self.end()) - self.base) as usize
    }

    pub(super) fn slice(&self, from: u64, until: u64) -> &'a [u8] {
        let from = self.at(from);
        &self.bytes[from..self.at(until).max(from)]
    }

    pub(super) fn line(&self, offset: u64) -> Line<'a> {
        let rest = &self.bytes[self.at(offset)..];
        let (line, next) = match memchr(b'\n', rest) {
            Some(end) => (&rest[..end], offset + end as u64 + 1),
            None => (rest, self.end()),
        };
        Line { text: line.trim_ascii_end_cr(), next }
    }

    /// The first line that begins with `From ` at or after `from` and before `limit`.
    pub(super) fn next_candidate(&self, from: u64, limit: u64) -> Option<u64> {
        let after_mark = BYTE_ORDER_MARK.len() as u64;
        let starts = [from, after_mark.max(from)];
        if let Some(start) = starts.into_iter().find(|&start| start < limit && self.is_candidate(start)) {
            return Some(start);
        }
        let rest = &self.bytes[self.at(from)..];
        let found = from + memmem::find(rest, b"\nFrom ")? as u64 + 1;
        (found < limit).then_some(found)
    }

    /// Whether a line starts here, and with `From `.
    pub(super) fn is_candidate(&self, offset: u64) -> bool {
        let (before, rest) = self.bytes.split_at(self.at(offset));
        let after_mark = self.base == 0 && before == BYTE_ORDER_MARK;
        rest.starts_with(b"From ") && (offset == 0 || after_mark || before.ends_with(b"\n"))
    }

    pub(super) fn blank_line_before(&self, offset: u64) -> bool {
        let before = &self.bytes[..self.at(offset)];
        before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n")
    }

    /// Offset of the line end that stands right before `offset`.
    pub(super) fn line_end_before(&self, offset: u64) -> u64 {
        let before = &self.bytes[..self.at(offset)];
        offset - if before.ends_with(b"\r\n") { 2 } else { u64::from(before.ends_with(b"\n")) }
    }

    /// Where the file's last message ends: before a final empty line, which is a separator.
    pub(super) fn final_blank_line(&self, start: u64) -> u64 {
        let end = self.end();
        let content = self.line_end_before(end);
        if self.blank_line_before(end) && content >= start { content } else { end }
    }
}

/// UTF-8's.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

trait TrimCr {
    fn trim_ascii_end_cr(&self) -> &[u8];
}

impl TrimCr for [u8] {
    fn trim_ascii_end_cr(&self) -> &[u8] {
        self.strip_suffix(b"\r").unwrap_or(self)
    }
}
