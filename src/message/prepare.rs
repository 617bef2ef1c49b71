//! What is done to a message before mail-parser sees it: bounds that keep hostile nesting from it, and mending lest it lose the first
//! field or take the body for a field.

use std::borrow::Cow;

use super::mail::LimitKind;
use crate::evidence::defect::DefectKind;
use crate::evidence::header::{self, Header};

/// A header longer than this is only read so far, and its body not decoded.
pub const LONGEST_HEADER: usize = 1024 * 1024;
/// More attached messages, or more multiparts, than this are not decoded: real mail has a few, a digest some hundreds.
const MOST_PARTS: usize = 1000;

/// A message as far as it can be read without decoding.
pub struct Prepared<'a> {
    /// its fields
    pub header: Header<'a>,
    /// offset of the body
    pub body: usize,
    /// the bytes for mail-parser, or why it must not see them
    pub parse: Result<Cow<'a, [u8]>, LimitKind>,
}

/// Looks at a message; `raw` has been cut to what is to be decoded at most.
pub fn prepare(raw: &[u8]) -> Prepared<'_> {
    let header = header::parse(&raw[..raw.len().min(LONGEST_HEADER)]);
    let body = end_of_header(raw, &header);
    let parse = match () {
        _ if header.fields.is_empty() => Err(LimitKind::Damaged),
        _ if body >= LONGEST_HEADER => Err(LimitKind::Header),
        _ if is_too_nested(raw) => Err(LimitKind::Nesting),
        _ => Ok(mended(raw, &header, body)),
    };
    Prepared { header, body, parse }
}

/// Counts what makes parts in parts, without believing any structure. Each needs a `Content-Type` field of its own, which is much
/// cheaper to count.
fn is_too_nested(raw: &[u8]) -> bool {
    if count_content_types(raw, MOST_PARTS + 1) <= MOST_PARTS {
        return false;
    }
    let too_many = |word: &str| count_ignoring_case(raw, word.as_bytes(), MOST_PARTS + 1) > MOST_PARTS;
    too_many("message/rfc822") || too_many("message/global") || too_many("boundary") || too_many("multipart/digest")
}

fn count_content_types(raw: &[u8], enough: usize) -> usize {
    const FIELD: &[u8] = b"content-type";
    let is_field =
        |start: usize| raw.get(start..start + FIELD.len()).is_some_and(|name| name.eq_ignore_ascii_case(FIELD));
    let lines = std::iter::once(0).chain(memchr::memchr_iter(b'\n', raw).map(|end| end + 1));
    lines.filter(|&start| is_field(start)).take(enough).count()
}

fn count_ignoring_case(raw: &[u8], word: &[u8], enough: usize) -> usize {
    let (first, rest) = (word[0], &word[1..]);
    let starts = memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), raw);
    let begins = |at: &usize| raw.get(at + 1..at + word.len()).is_some_and(|there| there.eq_ignore_ascii_case(rest));
    starts.filter(begins).take(enough).count()
}

/// Offset of the body: after the empty line, or where the header stops without one.
fn end_of_header(raw: &[u8], header: &Header<'_>) -> usize {
    let Some(last) = header.fields.last() else { return 0 };
    // The fields are slices of `raw`.
    let end = (last.value.as_ptr() as usize).saturating_sub(raw.as_ptr() as usize) + last.value.len();
    let rest = raw.get(end..).unwrap_or_default();
    let after_line = |bytes: &[u8]| match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        _ => 0,
    };
    let line_end = after_line(rest);
    (end + line_end + after_line(&rest[line_end..])).min(raw.len())
}

/// The message as mail-parser must be given it, lest it lose the first field (a byte order mark or a postmark before it) or take the
/// body for a field (no empty line).
fn mended<'a>(raw: &'a [u8], header: &Header<'_>, body: usize) -> Cow<'a, [u8]> {
    let start = start_of_header(raw);
    if !header.defects.contains(&DefectKind::NoBlankLine) {
        return Cow::Borrowed(&raw[start..]);
    }
    let mut mended = raw[start.min(body)..body].to_vec();
    mended.extend_from_slice(b"\r\n");
    mended.extend_from_slice(&raw[body..]);
    Cow::Owned(mended)
}

fn start_of_header(raw: &[u8]) -> usize {
    let mut start = if raw.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    while let Some(end) = memchr::memchr(b'\n', &raw[start..]) {
        let line = &raw[start..start + end];
        if !header::is_postmark_line(line.strip_suffix(b"\r").unwrap_or(line)) {
            break;
        }
        start += end + 1;
    }
    start
}
