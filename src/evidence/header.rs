//! The header of a message as it stands: field by field, in order, duplicates kept; and its main fields decoded.
//!
//! mailparse (the second witness of DESIGN section 4) decodes RFC 2047 words and dates; the cutting into fields is ours,
//! because a byte order mark, a quoted postmark or a missing empty line must not lose the first field.

use chrono::{DateTime, SecondsFormat};

use super::defect::DefectKind;
use super::postmark;

/// The fields that a person knows a message by. Empty where the message has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MainHeaders {
    /// `From`, decoded
    pub from: String,
    /// `To`, decoded
    pub to: String,
    /// `Cc`, decoded
    pub cc: String,
    /// `Date` as written
    pub date: String,
    /// `Date` in UTC (RFC 3339), empty where it cannot be read
    pub date_utc: String,
    /// `Subject`, decoded
    pub subject: String,
    /// `Message-ID` as written
    pub message_id: String,
    /// `Content-Type` as written
    pub content_type: String,
}

/// One header field as it stands in the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    /// the name, without blanks before the colon
    pub name: &'a [u8],
    /// what follows the colon, folded lines and their line ends included, the last line end left out
    pub value: &'a [u8],
}

impl Field<'_> {
    /// Whether the field is called `name`, in any case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// The value unfolded (RFC 5322 section 2.2.3), RFC 2047 words decoded; bytes that are not UTF-8 read as windows-1252.
    pub fn decoded(&self) -> String {
        let lines = self.value.split(|byte| matches!(byte, b'\r' | b'\n'));
        let mut unfolded = Vec::with_capacity(self.value.len());
        lines.for_each(|line| unfolded.extend_from_slice(line));
        let text = match String::from_utf8(unfolded) {
            Ok(text) => text,
            Err(raw) => encoding_rs::WINDOWS_1252.decode(raw.as_bytes()).0.into_owned(),
        };
        let text = text.trim();
        if !text.contains("=?") {
            return text.to_owned();
        }
        decode_words(text)
    }
}

/// mailparse decodes the RFC 2047 words of the runs of ASCII; what stands between them in UTF-8 is kept as it is.
fn decode_words(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    for run in text.chunk_by_ascii() {
        match run.contains("=?") {
            true => decode_run(run, &mut decoded),
            false => decoded.push_str(run),
        }
    }
    decoded.trim().to_owned()
}

/// mailparse needs the square of a field's length: a long one is decoded in pieces.
const PIECE: usize = 1024;

fn decode_run(run: &str, decoded: &mut String) {
    let inner = run.trim();
    decoded.push_str(&run[..run.len() - run.trim_start().len()]);
    let mut rest = inner;
    let mut after_word = false;
    while !rest.is_empty() {
        let (piece, next) = cut_at_blank(rest);
        // Blanks between two encoded words are not part of the text (RFC 2047 section 6.2).
        if rest.len() < inner.len() && !(after_word && piece.starts_with("=?")) {
            decoded.push(' ');
        }
        match mailparse::parse_header(format!("X:{piece}").as_bytes()) {
            Ok((header, _)) => decoded.push_str(&header.get_value()),
            Err(_) => decoded.push_str(piece),
        }
        (after_word, rest) = (piece.ends_with("?="), next);
    }
    decoded.push_str(&run[run.trim_end().len().max(run.len() - run.trim_start().len())..]);
}

/// At most about [`PIECE`] bytes, cut at the last blank in them; the rest without that blank.
fn cut_at_blank(text: &str) -> (&str, &str) {
    if text.len() <= PIECE {
        return (text, "");
    }
    let cut = text[..PIECE].rfind([' ', '\t']).or_else(|| text.find([' ', '\t'])).unwrap_or(text.len());
    (text[..cut].trim_end(), text[cut..].trim_start())
}

trait ChunkByAscii {
    /// The text cut where ASCII meets what is not.
    fn chunk_by_ascii(&self) -> impl Iterator<Item = &str>;
}

impl ChunkByAscii for str {
    fn chunk_by_ascii(&self) -> impl Iterator<Item = &str> {
        let runs = self.as_bytes().chunk_by(|a, b| a.is_ascii() == b.is_ascii());
        runs.filter_map(|run| std::str::from_utf8(run).ok())
    }
}

/// The header cut into fields.
#[derive(Debug)]
pub struct Header<'a> {
    /// in order, duplicates kept
    pub fields: Vec<Field<'a>>,
    /// what is wrong with it
    pub defects: Vec<DefectKind>,
}

/// Cuts a header block. Stops at the empty line, or at the first line that is no field.
pub fn parse(block: &[u8]) -> Header<'_> {
    let mut defects = Vec::new();
    let mut rest = block;
    if let Some(after) = rest.strip_prefix(b"\xef\xbb\xbf") {
        defects.push(DefectKind::ByteOrderMark);
        rest = after;
    }
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut ended = false;
    while !rest.is_empty() {
        let (line, after) = cut_field(rest);
        let text = trim_line_end(line);
        if text.is_empty() {
            ended = true;
            break;
        }
        if let Some(field) = as_field(text) {
            fields.push(field);
        } else if !(fields.is_empty() && is_postmark_line(text)) {
            break;
        }
        rest = after;
    }
    if fields.is_empty() {
        defects.push(DefectKind::NoHeader);
    } else if !ended && !rest.is_empty() {
        defects.push(DefectKind::NoBlankLine);
    }
    if memchr::memchr(0, block).is_some() {
        defects.push(DefectKind::NulBytes);
    }
    Header { fields, defects }
}

impl Header<'_> {
    /// The first field called `name`.
    pub fn first(&self, name: &str) -> Option<&Field<'_>> {
        self.fields.iter().find(|field| field.is(name))
    }

    fn text(&self, name: &str) -> String {
        self.first(name).map(Field::decoded).unwrap_or_default()
    }

    /// The main fields, decoded.
    pub fn main(&self) -> MainHeaders {
        let date = self.text("Date");
        MainHeaders {
            from: self.text("From"),
            to: self.text("To"),
            cc: self.text("Cc"),
            date_utc: date_in_utc(&date).unwrap_or_default(),
            date,
            subject: self.text("Subject"),
            message_id: self.text("Message-ID"),
            content_type: self.text("Content-Type"),
        }
    }
}

/// A date of RFC 5322 (or what mailers make of it) in UTC, RFC 3339.
pub fn date_in_utc(date: &str) -> Option<String> {
    // mailparse gives 0 where it finds no date at all.
    let seconds = mailparse::dateparse(date).ok().filter(|&seconds| seconds != 0 || date.contains("70"))?;
    let moment = DateTime::from_timestamp(seconds, 0)?;
    Some(moment.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// The number of a `Content-Length` field.
pub fn content_length(block: &[u8]) -> Option<u64> {
    let header = parse(block);
    let field = header.first("Content-Length")?;
    std::str::from_utf8(field.value).ok()?.trim().parse().ok()
}

/// Offset right after the empty line that ends a header, looking from `from` on. A block that begins with an empty line ends
/// there.
pub fn end_of_header(block: &[u8], from: usize) -> Option<usize> {
    if from == 0 {
        if block.starts_with(b"\n") {
            return Some(1);
        }
        if block.starts_with(b"\r\n") {
            return Some(2);
        }
    }
    let mut at = from;
    while let Some(found) = memchr::memchr(b'\n', &block[at..]) {
        at += found + 1;
        match &block[at..] {
            [b'\n', ..] => return Some(at + 1),
            [b'\r', b'\n', ..] => return Some(at + 2),
            _ => {}
        }
    }
    None
}

/// Whether the first line of a one-message file is a postmark rather than a field: `From ` or `>From ` with no colon right after
/// the word (`From : a@b` is an obsolete field, RFC 5322 section 4.5).
pub fn is_postmark_line(line: &[u8]) -> bool {
    let line = line.strip_prefix(b">").unwrap_or(line);
    line.len() <= postmark::LONGEST_LINE
        && line.starts_with(b"From ")
        && !line[4..].trim_ascii_start().starts_with(b":")
}

fn trim_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// One field with its folded lines; the rest.
fn cut_field(block: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    loop {
        end += memchr::memchr(b'\n', &block[end..]).map_or(block.len() - end, |found| found + 1);
        let folded = matches!(block.get(end), Some(b' ' | b'\t')) && !trim_line_end(&block[..end]).is_empty();
        if end == block.len() || !folded {
            return block.split_at(end);
        }
    }
}

fn as_field(text: &[u8]) -> Option<Field<'_>> {
    let colon = memchr::memchr(b':', text)?;
    let name = text[..colon].trim_ascii_end();
    let sound = !name.is_empty() && name.iter().all(|b| b.is_ascii_graphic());
    sound.then(|| Field { name, value: &text[colon + 1..] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_in_order_with_duplicates() {
        let header = parse(b"Received: a\r\n\tb\r\nX: 1\r\nX: 2\r\n\r\nbody: no");
        let names: Vec<_> = header.fields.iter().map(|f| String::from_utf8_lossy(f.name)).collect();
        assert_eq!(names, ["Received", "X", "X"]);
        assert_eq!(header.fields[0].decoded(), "a\tb");
        assert!(header.defects.is_empty());
    }

    #[test]
    fn the_first_field_is_not_lost() {
        assert_eq!(parse(b"\xef\xbb\xbfSubject: x\n\n").main().subject, "x");
        assert_eq!(parse(b">From a@b Mon\nSubject: x\n\n").main().subject, "x");
        assert_eq!(parse(b"From a@b Mon\nSubject: x\n\n").main().subject, "x");
        assert_eq!(parse(b"From : a@b\n\n").main().from, "a@b");
    }

    #[test]
    fn words_dates_and_foreign_bytes() {
        let block =
            "Subject: =?iso-8859-1?Q?Virement_re=E7u?= =?utf-8?B?4oKs?=\nDate: Mon, 30 Mar 2026 01:02:03 +0200\n\n";
        let main = parse(block.as_bytes()).main();
        assert_eq!(main.subject, "Virement reçu€");
        assert_eq!(main.date_utc, "2026-03-29T23:02:03Z");
        assert_eq!(["", "yesterday", "30 Mar"].map(date_in_utc), [None, None, None]);
        assert_eq!(date_in_utc("Thu, 1 Jan 1970 00:00:00 +0000").as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(parse(b"Subject: re\xe7u\n\n").main().subject, "reçu");
        assert_eq!(parse("Subject: reçu\n\n".as_bytes()).main().subject, "reçu");
        assert_eq!(parse("Subject: reçu =?utf-8?Q?=C3=A9?=\n\n".as_bytes()).main().subject, "reçu é");
    }

    #[test]
    fn a_long_field_is_decoded_in_pieces_as_if_in_one() {
        let words = "=?utf-8?Q?=C3=A9t=C3=A9_?=\n ".repeat(20_000);
        let block = format!("Subject: {words}fin\n\n");
        assert_eq!(parse(block.as_bytes()).main().subject, "été ".repeat(20_000) + " fin");
        let plain = format!("Subject: =?utf-8?Q?=C3=A9?= {}\n\n", "a bc ".repeat(1000));
        assert_eq!(parse(plain.as_bytes()).main().subject, format!("é {}", "a bc ".repeat(1000)).trim());
        assert_eq!(
            parse(format!("Subject: =?utf-8?Q?{}?=\n\n", "a".repeat(5000)).as_bytes()).main().subject,
            "a".repeat(5000)
        );
    }

    #[test]
    fn a_missing_empty_line_and_no_header_are_told() {
        assert_eq!(parse(b"A: b\nthis is text\n").defects, [DefectKind::NoBlankLine]);
        assert_eq!(parse(b"just text\n").defects, [DefectKind::NoHeader]);
        assert_eq!(parse(b"A: b\n").defects, []);
    }

    #[test]
    fn the_end_of_a_header_is_found_across_pieces() {
        assert_eq!(end_of_header(b"A: b\r\n\r\nx", 0), Some(8));
        assert_eq!(end_of_header(b"A: b\n\nx", 3), Some(6));
        assert_eq!(end_of_header(b"\nx", 0), Some(1));
        assert_eq!(end_of_header(b"A: b\nC: d", 0), None);
    }
}
