//! Where messages start and end, held against FORMAT.md section 6: a table of dialects, a second and slower reading of the
//! rules (`reference`) that must agree on any bytes, and the offsets that MimeKit publishes for its own samples.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod corpus;
#[allow(dead_code, reason = "each test takes what it needs of the harness")]
mod cut;
mod reference;

use std::io::Read;
use std::sync::Arc;

use cut::{Cut, cut, cut_reading, cut_whole, read};
use proptest::prelude::*;
use scelle::evidence::chunk::{Chunk, Chunks, FRESH, OVERLAP};
use scelle::evidence::defect::DefectKind;
use scelle::evidence::format::Claim;
use scelle::evidence::splitter::{Framing, Reject, SplitRule};

const DATED: &str = "From a@b Mon Mar  2 09:12:13 2026\n";

/// A part of a file as it must be told.
#[derive(Debug, Clone, Copy)]
enum Part {
    Lead(&'static str),
    Mark(&'static str),
    Mail(SplitRule, &'static str),
    Gap(&'static str),
    Tail(&'static str),
}

use Part::{Gap, Lead, Mail, Mark, Tail};
use SplitRule::{Dated, Dateless, DatelessStart, Emlx, WholeFile, WholeFileAfterPostmark};

impl Part {
    fn text(&self) -> &'static str {
        match self {
            Lead(text) | Mark(text) | Mail(_, text) | Gap(text) | Tail(text) => text,
        }
    }
}

/// Cuts the parts put together, and wants them back.
#[track_caller]
fn check(name: &str, framing: Framing, parts: &[Part], rejected: &[(&str, Reject)]) {
    let file: String = parts.iter().map(Part::text).collect();
    let found = cut(file.as_bytes(), framing);
    let mut offset = 0;
    let mut messages = Vec::new();
    for part in parts {
        if let Mail(rule, text) = part {
            messages.push((offset as u64, text.len() as u64, *rule));
        }
        offset += part.text().len();
    }
    assert_eq!(found.messages, messages, "{name}: messages of {file:?}");
    let told: Vec<(&str, Reject)> = found.rejected.iter().map(|&(at, why)| (line_at(&file, at), why)).collect();
    assert_eq!(told, rejected, "{name}: rejected in {file:?}");
    let kinds: Vec<(char, &str)> = parts.iter().filter(|p| !p.text().is_empty()).map(|p| (kind(p), p.text())).collect();
    let spans: Vec<(char, &str)> = found.spans.iter().map(|(span, range)| (*span, &file[range.clone()])).collect();
    assert_eq!(spans, kinds, "{name}: spans of {file:?}");
}

fn kind(part: &Part) -> char {
    match part {
        Lead(_) => 'L',
        Mark(_) => 'P',
        Mail(..) => 'M',
        Gap(_) => 'S',
        Tail(_) => 'T',
    }
}

fn line_at(file: &str, offset: u64) -> &str {
    file[offset as usize..].lines().next().unwrap_or_default()
}

#[track_caller]
fn mbox(name: &str, parts: &[Part], rejected: &[(&str, Reject)]) {
    check(name, Framing::Mbox, parts, rejected);
}

const A: Part = Mail(Dated, "Subject: a\n\nfirst\n");
const B: Part = Mail(Dated, "Subject: b\n\nsecond\n");
const MARK: Part = Mark(DATED);
const BLANK: Part = Gap("\n");

#[test]
fn dated_postmarks() {
    mbox("two messages", &[MARK, A, BLANK, MARK, B, BLANK], &[]);
    mbox(
        "no blank line before: the line end alone is between them",
        &[MARK, Mail(Dated, "Subject: a\n\nfirst"), BLANK, MARK, B],
        &[],
    );
    for line in [
        "From a@b Mon Mar 02 09:12:13 +0100 2026\n",
        "From a@b Mon Mar 02 09:12:13 CET 2026\n",
        "From a@b Mon Mar 02 09:12:13 2026 -0500\n",
        "From a@b Mon, 2 Mar 2026 09:12:13 +0100\n",
        "From a@b 2 Mar 26 09:12 GMT\n",
        "From a b <c> Mon Mar  2 09:12:13 2026 remote from host\n",
        "From \"a@b\" Mon Mar  2 09:12:13 2026\n",
        "From - Mon Mar  2 09:12:13 2026\n",
        "From 1844347792267117879@xxx Mon Mar 02 09:12:13 +0000 2026\n",
    ] {
        mbox(line, &[Mark(line), A, BLANK, Mark(line), B], &[]);
    }
}

#[test]
fn dateless_postmarks() {
    let (first, next) = (Mail(DatelessStart, "Subject: a\n\nfirst\n"), Mail(Dateless, "Subject: b\n\nsecond\n"));
    for line in ["From \n", "From - \n", "From -\n", "From 1844347792267117879@xxx\n", "From ???@???\n"] {
        mbox(line, &[Mark(line), first, BLANK, Mark(line), next, BLANK], &[]);
        let tight = Mail(DatelessStart, "Subject: a\n\nfirst");
        mbox("the writer is known: no blank line needed", &[Mark(line), tight, BLANK, Mark(line), next], &[]);
        mbox("after a dated one", &[MARK, A, BLANK, Mark(line), next], &[]);
    }
    let other = Mail(Dated, "Subject: a\n\nfirst\nFrom - \nSubject: b\n");
    mbox("another writer's form, no blank line", &[MARK, other], &[("From - ", Reject::NoBlankLineBefore)]);
    let body = Mail(Dated, "Subject: a\n\nfirst\n\nFrom - \nno field here\n");
    mbox("no field after", &[MARK, body], &[("From - ", Reject::NoHeaderAfter)]);
    mbox("any first line", &[Mark("From a@b\n"), first], &[]);
    mbox("a quoted postmark after it", &[Mark("From -\n"), Mail(DatelessStart, ">From x\nA: b\n")], &[]);
    mbox("a first line alone", &[Lead("From a@b\nprose\n")], &[("From a@b", Reject::NoHeaderAfter)]);
}

#[test]
fn prose_and_quotes_are_no_boundary() {
    let prose = Mail(Dated, "Subject: a\n\nhello\n\nFrom now on: we meet\nSubject: x\n");
    mbox("prose", &[MARK, prose], &[("From now on: we meet", Reject::NoDate)]);
    let quoted = Mail(Dated, "Subject: a\n\n>From a@b Mon Mar  2 09:12:13 2026\n>>From x\n");
    mbox("mboxrd", &[MARK, quoted, BLANK, MARK, B], &[]);
    let indented = Mail(Dated, "Subject: a\n\n From a@b Mon Mar  2 09:12:13 2026\nFrom: x\nFromage \n");
    mbox("not at the start of a line", &[MARK, indented], &[]);
    let bare_cr = Mail(Dated, "Subject: a\n\nx\rFrom a@b Mon Mar  2 09:12:13 2026\n");
    mbox("a lone CR ends no line", &[MARK, bare_cr], &[]);
}

#[test]
fn line_ends_and_first_bytes() {
    let mark = Mark("From a@b Mon Mar  2 09:12:13 2026\r\n");
    let (a, b) = (Mail(Dated, "Subject: a\r\n\r\nfirst\r\n"), Mail(Dated, "Subject: b\r\n\r\nsecond\r\n"));
    mbox("CRLF", &[mark, a, Gap("\r\n"), mark, b, Gap("\r\n")], &[]);
    let dash = Mark("From - \r\n");
    let (first, next) = (Mail(DatelessStart, "A: b\r\n\r\nx\r\n"), Mail(Dateless, "C: d\r\n\r\ny\r\n"));
    mbox("CRLF, no date", &[dash, first, Gap("\r\n"), dash, next], &[]);
    mbox("BOM", &[Lead("\u{feff}"), MARK, A, BLANK, MARK, B], &[]);
    mbox("BOM and blank lines", &[Lead("\u{feff}\r\n\n"), MARK, A], &[]);
    mbox("BOM, no date", &[Lead("\u{feff}"), Mark("From x\n"), Mail(DatelessStart, "A: b\n")], &[]);
    mbox("blank lines", &[Lead("\n \t\n\n"), Mark("From x\n"), Mail(DatelessStart, "A: b\n")], &[]);
    mbox("bytes before", &[Lead("garbage\n"), MARK, A], &[]);
    let text = "prose\n\nFrom here on\nX: y\n";
    mbox("no postmark at all", &[Lead(text)], &[("From here on", Reject::NoDate)]);
    let nul = Mail(Dated, "Subject: a\0\n\n\0\0\nfirst\n");
    mbox("NUL bytes", &[MARK, nul, BLANK, MARK, B], &[]);
    let mark_nul = Mark("From a\0b Mon Mar  2 09:12:13 2026\n");
    mbox("NUL in the postmark", &[mark_nul, A], &[]);
    mbox("an empty file", &[], &[]);
    mbox("a BOM alone", &[Lead("\u{feff}")], &[]);
}

#[test]
fn the_end_of_the_file() {
    mbox("no final newline", &[MARK, Mail(Dated, "Subject: a\n\nfirst")], &[]);
    mbox("no final blank line", &[MARK, A], &[]);
    mbox("a final blank line", &[MARK, A, BLANK], &[]);
    mbox("two: one is the message's", &[MARK, Mail(Dated, "Subject: a\n\nfirst\n\n"), BLANK], &[]);
    mbox("a header only, at the end", &[MARK, Mail(Dated, "Subject: a\n"), BLANK], &[]);
    mbox("a header only, in the middle", &[MARK, Mail(Dated, "Subject: a\n"), BLANK, MARK, B], &[]);
    mbox(
        "a header without its empty line",
        &[MARK, Mail(Dated, "Subject: a"), BLANK, MARK, Mail(Dated, "B: c\n")],
        &[],
    );
    mbox("zero bytes", &[MARK, Mail(Dated, ""), MARK, Mail(Dated, ""), BLANK, MARK, Mail(Dated, "")], &[]);
    mbox("a postmark without line end", &[Mark("From a@b Mon Mar  2 09:12:13 2026"), Mail(Dated, "")], &[]);
    mbox("the word alone", &[MARK, Mail(Dated, "A: b\n\nx\nFrom ")], &[("From ", Reject::NoHeaderAfter)]);
}

#[test]
fn a_content_length_that_leads_to_a_boundary_is_believed() {
    const INNER: &str = "From a@b Mon Mar  2 09:12:13 2026";
    let first = Mail(Dated, "Content-Length: 48\n\nforwarded:\n\nFrom a@b Mon Mar  2 09:12:13 2026\nx\n");
    let covered = [(INNER, Reject::InsideContentLength)];
    mbox("cl2, then another message", &[MARK, first, BLANK, MARK, B], &covered);
    mbox("cl2, at the end of the file", &[MARK, first, BLANK], &covered);
    let twice = [covered[0], covered[0]];
    mbox("cl2, twice", &[MARK, first, BLANK, MARK, first], &twice);
    let at_once = Mail(Dated, "Content-Length: 36\n\nFrom a@b Mon Mar  2 09:12:13 2026\nx\n");
    mbox("the body begins with the covered line", &[MARK, at_once, BLANK, MARK, B], &covered);
    let crlf = Mail(Dated, "Content-Length: 38\r\n\r\nFrom a@b Mon Mar  2 09:12:13 2026\r\nx\r\n");
    let mark = Mark("From a@b Mon Mar  2 09:12:13 2026\r\n");
    mbox("the same in CRLF", &[mark, crlf, Gap("\r\n"), mark, B], &covered);
    let none = Mail(Dated, "Content-Length: 0\n");
    mbox("no body, then one that covers", &[MARK, none, BLANK, MARK, first, BLANK, MARK, B], &covered);
}

#[test]
fn a_content_length_that_leads_nowhere_is_not() {
    let with = |length: &str, body: &str| format!("{DATED}Content-Length: {length}\n\n{body}");
    let two = format!("x\n\n{DATED}A: b\n\ny\n");
    for length in ["18446744073709551615", "18446744073709551500", "99999999999999999999", "-1", "", "40", "9"] {
        let file = with(length, &two);
        assert_eq!(cut(file.as_bytes(), Framing::Mbox).messages.len(), 2, "length {length:?}");
    }
    // A run of empty lines in a body is no boundary.
    let blank = format!("x\n\n{DATED}A: b\n\nmany empty lines\n\n\n\n\n\n\n\n\nmore\n");
    for length in 30..blank.len() - 1 {
        let file = with(&length.to_string(), &blank);
        assert_eq!(cut(file.as_bytes(), Framing::Mbox).messages.len(), 2, "length {length}");
    }
    // Nor is a candidate that the rules reject where the field leads.
    for line in ["From - \nprose", "From ???@???\nprose", "From now on\nA: b"] {
        let body = format!("x\n\n{DATED}A: b\n\ny\n");
        let file = with(&body.len().to_string(), &format!("{body}\n{line}\nz\n"));
        assert_eq!(cut(file.as_bytes(), Framing::Mbox).messages.len(), 2, "{line:?}");
    }
}

/// Forges a field in the second message that leads exactly to the fourth: the third must be found.
fn forged_after(first: &str) -> Cut {
    let hidden = format!("\n{DATED}Subject: hidden\n\nz\n");
    let body = format!("x\n{hidden}");
    let file = format!("{first}{DATED}Content-Length: {}\n\n{body}\n{DATED}Subject: last\n\n", body.len());
    cut(file.as_bytes(), Framing::Mbox)
}

#[test]
fn a_forged_content_length_does_not_hide_the_next_message() {
    for (name, first) in [
        ("a file without lengths", format!("{DATED}Subject: a\n\nx\n\n")),
        ("the first has a header only", format!("{DATED}Subject: a\n\n")),
        ("the first has no empty line", format!("{DATED}Subject: a\n")),
        ("the first is empty", DATED.to_owned()),
        ("the first has a length and no body", format!("{DATED}Content-Length: 7\n\n")),
        ("the first has a length that is wrong", format!("{DATED}Content-Length: 7\n\nx\n\n")),
        ("a header too long to keep", format!("{DATED}{}\n", "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyy\n".repeat(9000))),
    ] {
        let found = forged_after(&first);
        assert_eq!(found.messages.len(), 4, "{name}");
        assert!(found.rejected.is_empty(), "{name}: {:?}", found.rejected);
    }
    // Where every elder has a sound field, a forged one is believed: what it hides is listed as rejected.
    for first in [format!("{DATED}Content-Length: 2\n\nx\n\n"), String::new()] {
        let found = forged_after(&first);
        assert_eq!(found.rejected.len(), 1);
        assert_eq!(found.rejected[0].1, Reject::InsideContentLength, "{first:?}");
    }
}

#[test]
fn a_line_too_long_is_no_postmark_wherever_it_stands() {
    for length in [2000, 20_000] {
        let long = format!("From {} Mon Mar  2 09:12:13 2026\n", "x".repeat(length));
        for before in [0, FRESH - 5000, FRESH - 4097, FRESH - 1500, FRESH - 3] {
            let filler = body_of(before.max(DATED.len() + 12) - DATED.len() - 12);
            let file = format!("{DATED}Subject: a\n{filler}\n{long}Subject: b\n\nx\n");
            let found = cut(file.as_bytes(), Framing::Mbox);
            assert_eq!(found.messages.len(), 1);
            let at = file.find(&long).unwrap() as u64;
            assert_eq!(found.rejected, [(at, Reject::LineTooLong)], "{length} at {at}");
            assert_eq!(cut_whole(file.as_bytes(), Framing::Mbox), found, "{length} at {at}");
        }
    }
}

/// `length` bytes of body lines that hold no candidate, the first empty, the last ended.
fn body_of(length: usize) -> String {
    let mut body = "\n".to_owned() + &"0123456789abcde\n".repeat(length / 16 + 1);
    body.truncate(length.max(1) - 1);
    body.push('\n');
    body
}

#[test]
fn a_postmark_may_stand_across_any_edge() {
    let edges = [FRESH - 4096, FRESH - OVERLAP, FRESH, 2 * FRESH - 4096, 2 * FRESH];
    let (dated, dash) = (DATED.to_owned(), "From - \n".to_owned());
    let crlf = DATED.replace('\n', "\r\n");
    for edge in edges {
        for (mark, gap, step) in [(&dated, "\n", 1), (&dash, "\n", 1), (&crlf, "\r\n", 3)] {
            for shift in (0..45).step_by(if edge > FRESH { 7 } else { step }) {
                let head = format!("{mark}Subject: a\n");
                let body = body_of(edge + 5 - shift - head.len() - gap.len());
                let start = head.len() + body.len() + gap.len();
                let file = format!("{head}{body}{gap}{mark}Subject: b\n\nsecond\n");
                let found = cut(file.as_bytes(), Framing::Mbox);
                let second = (start + mark.len()) as u64;
                let first = (mark.len() as u64, (start - gap.len() - mark.len()) as u64);
                let slices: Vec<(u64, u64)> = found.messages.iter().map(|&(at, length, _)| (at, length)).collect();
                assert_eq!(slices, [first, (second, file.len() as u64 - second)], "{mark:?} at {start}");
                assert!(found.rejected.is_empty());
            }
        }
    }
}

#[test]
fn more_than_a_piece_of_blank_lines_is_still_the_start() {
    let file = "\n".repeat(FRESH + 100) + "From x\nSubject: a\n\nfirst\n";
    let found = cut(file.as_bytes(), Framing::Mbox);
    let start = FRESH as u64 + 107;
    assert_eq!(found.messages, [(start, 18, DatelessStart)]);
}

#[test]
fn files_of_one_message() {
    let one = |name: &str, parts: &[Part]| check(name, Framing::Single, parts, &[]);
    one("plain", &[Mail(WholeFile, "Subject: a\n\nx\n\n")]);
    one("postmark", &[MARK, Mail(WholeFileAfterPostmark, "Subject: a\n\nx\n\n")]);
    one("CRLF postmark", &[Mark("From a\r\n"), Mail(WholeFileAfterPostmark, "Subject: a\r\n\r\n")]);
    one("quoted postmark", &[Mark(">From a\n"), Mail(WholeFileAfterPostmark, "Subject: a\n\n")]);
    one("obsolete field", &[Mail(WholeFile, "From : a@b\nSubject: a\n\n")]);
    one("field", &[Mail(WholeFile, "From: a@b\nSubject: a\n\n")]);
    one("BOM", &[Mail(WholeFile, "\u{feff}Subject: a\n\nx")]);
    one("BOM and postmark", &[Mail(WholeFile, "\u{feff}From a\nSubject: a\n\nx")]);
    one("a later postmark is text", &[Mail(WholeFile, "A: b\n\nFrom a@b Mon Mar  2 09:12:13 2026\nC: d\n")]);
    one("a postmark alone", &[Mark("From a"), Mail(WholeFileAfterPostmark, "")]);
    one("empty", &[Mail(WholeFile, "")]);
}

#[test]
fn files_with_a_length_line() {
    let emlx = |name: &str, parts: &[Part]| check(name, Framing::Emlx, parts, &[]);
    emlx("exact", &[Mark("6         \n"), Mail(Emlx, "A: b\n\n"), Tail("<?xml>\n")]);
    emlx("no plist", &[Mark("6\r\n"), Mail(Emlx, "A: b\n\n")]);
    emlx("zero", &[Mark("0\n"), Mail(Emlx, ""), Tail("<?xml>\n")]);
    emlx("too long", &[Mark("7\n"), Mail(Emlx, "A: b\n\n")]);
    emlx("far too long", &[Mark("18446744073709551615\n"), Mail(Emlx, "A: b\n\n")]);
    emlx("more than a number", &[Mail(WholeFile, "18446744073709551616\nA: b\n\n")]);
    emlx("garbage", &[Mail(WholeFile, "six\nA: b\n\n")]);
    emlx("empty", &[Mail(WholeFile, "")]);
    let missing = |file: &str| cut(file.as_bytes(), Framing::Emlx).missing;
    assert_eq!((missing("6\nA: b\n\n"), missing("9\nA: b\n\n"), missing("six\n")), (0, 3, 0));
}

#[test]
fn a_length_line_may_lead_beyond_the_first_piece() {
    for length in [FRESH - 9, FRESH, FRESH + 1, 2 * FRESH - 8, 2 * FRESH] {
        let body = body_of(length - 5);
        let file = format!("{length:8}\nA: b\n{body}<?xml>\n");
        let found = cut(file.as_bytes(), Framing::Emlx);
        assert_eq!(found.messages, [(9, length as u64, Emlx)]);
        assert_eq!(found.spans.last().unwrap(), &('T', 9 + length..file.len()));
    }
}

#[test]
fn defects_of_mailbox_files_are_told() {
    let kinds = |file: &str| -> Vec<(DefectKind, u64, u64)> {
        let (_, defects, _) = read(&Claim::mbox("x"), file.as_bytes());
        defects.iter().map(|defect| (defect.kind, defect.offset, defect.length)).collect()
    };
    assert_eq!(kinds(&format!("\n\ngarbage\n{DATED}A: b\n\n")), [(DefectKind::BytesBeforeFirstPostmark, 0, 10)]);
    assert_eq!(kinds(&format!("\u{feff}\n\n{DATED}A: b\n\n")), []);
    let rejected = (DefectKind::RejectedBoundary, 2, 8);
    let leading = (DefectKind::BytesBeforeFirstPostmark, 0, 14);
    assert_eq!(kinds("\n\nFrom now\nx\n\n"), [rejected, leading]);
    assert_eq!(kinds(""), []);
    assert_eq!(kinds(DATED), [(DefectKind::EmptyMessage, DATED.len() as u64, 0)]);
}

#[test]
fn attachments_are_counted_wherever_the_pieces_are_cut() {
    let part = "Content-Disposition: attachment; filename=x\n";
    let shout = "CONTENT-DISPOSITION:\tATTACHMENT\n";
    for (name, message, count) in [
        ("in the last bytes", format!("A: b\n\n--b\n{part}\nx\n--b--\n"), 1),
        ("the first line", part.to_owned(), 1),
        ("in capitals", format!("A: b\n{shout}\nx\n"), 1),
        ("folded", "A: b\nContent-Disposition:\r\n attachment\n".to_owned(), 1),
        ("inline", "A: b\nContent-Disposition: inline\nX-Content-Disposition: attachment\n".to_owned(), 0),
        ("between rejected lines", format!("A: b\n\nFrom x\n{part}From x\n{part}From x\nFrom x\n{part}"), 3),
    ] {
        let (messages, ..) = read(&Claim::mbox("x"), format!("{DATED}{message}").as_bytes());
        assert_eq!(messages[0].attachments, count, "{name}");
        let (messages, ..) = read(&Claim::mbox("x"), format!("{DATED}{message}\n\n{DATED}A: b\n\n").as_bytes());
        assert_eq!((messages[0].attachments, messages[1].attachments), (count, 0), "{name}");
    }
    for shift in 0..130 {
        let head = format!("{DATED}A: b\n");
        let file = format!("{head}{}{part}\nx\n", body_of(FRESH - 4098 - shift - head.len()));
        assert_eq!(read(&Claim::mbox("x"), file.as_bytes()).0[0].attachments, 1, "{shift}");
    }
}

#[test]
fn a_known_digest_is_used_only_where_the_message_is_the_file() {
    use scelle::digest::Sha256;
    use scelle::evidence::reader::{OriginalReader, Told};
    for (file, whole) in [("A: b\n\nx", true), ("From a\nA: b\n\nx", false), (">From a\nA: b\n", false), ("", true)] {
        let claim = Claim::single("x");
        let mut reader = OriginalReader::new(&claim, Some(Sha256::of(file.as_bytes())));
        let told = reader.push(&Chunk::whole(Arc::new(file.into())), &mut |_, _| 0);
        let digests: Vec<Sha256> =
            told.iter().filter_map(|t| if let Told::Message(m) = t { Some(m.sha256) } else { None }).collect();
        let message = if whole { file } else { &file[file.find('\n').unwrap() + 1..] };
        assert_eq!(digests, [Sha256::of(message.as_bytes())], "{file:?}");
    }
}

#[test]
fn offsets_that_mimekit_publishes() {
    let Some(folder) = corpus::corpus("formats/mbox") else { return };
    for (name, count) in [("content-length", 29), ("issue1189", 4)] {
        let file = format!("jstedfast+MimeKit__UnitTests__TestData__mbox__{name}.mbox.txt");
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let offsets = std::fs::read(folder.join(format!("{name}.unix-offsets.json"))).unwrap();
        let offsets: serde_json::Value = serde_json::from_slice(&offsets).unwrap();
        let number = |entry: &serde_json::Value, field: &str| entry[field].as_u64().unwrap();
        let entries = offsets.as_array().unwrap().iter();
        let published: Vec<(u64, u64, u64)> = entries
            .map(|e| (number(e, "mboxMarkerOffset"), number(e, "beginOffset"), number(e, "endOffset")))
            .collect();
        let found = cut(&bytes, Framing::Mbox);
        let marks = found.spans.iter().filter(|(kind, _)| *kind == 'P').map(|(_, range)| range.start as u64);
        let ours: Vec<(u64, u64, u64)> =
            marks.zip(&found.messages).map(|(mark, &(offset, length, _))| (mark, offset, offset + length)).collect();
        assert_eq!((ours.len(), ours), (count, published), "{name}");
    }
}

#[test]
fn mimekit_simple_mbox_holds_three_messages() {
    let Some(folder) = corpus::corpus("formats/mbox") else { return };
    let bytes = std::fs::read(folder.join("jstedfast+MimeKit__UnitTests__TestData__mbox__simple.mbox.txt")).unwrap();
    let rules: Vec<SplitRule> = cut(&bytes, Framing::Mbox).messages.iter().map(|message| message.2).collect();
    assert_eq!(rules, [DatelessStart, Dateless, Dateless]);
}

/// A line of a hostile mailbox. `Length(k, less)` becomes a field that leads to the k-th candidate after it, less some bytes.
#[derive(Debug, Clone)]
enum Line {
    Text(Vec<u8>),
    Length(usize, usize),
}

fn line() -> impl Strategy<Value = Line> {
    let fixed = prop::sample::select(vec![
        "From a@b Mon Mar  2 09:12:13 2026",
        "From a@b Mon Mar  2 09:12:13 2026",
        "From a@b Mon, 2 Mar 2026 09:12:13 +0100",
        "From ",
        "From - ",
        "From 18@xxx",
        "From ???@???",
        "From now on we meet",
        ">From a@b Mon Mar  2 09:12:13 2026",
        "Subject: a",
        "Subject: a",
        "Content-Length: 18446744073709551615",
        "Content-Length: 10",
        "Content-Disposition: attachment; filename=x",
        " folded",
        "body",
        "",
        "",
        "",
    ]);
    prop_oneof![
        12 => fixed.prop_map(|text| Line::Text(text.into())),
        3 => (0usize..4, 0usize..4).prop_map(|(k, less)| Line::Length(k, less)),
        1 => prop::collection::vec(any::<u8>(), 0..40).prop_map(Line::Text),
        1 => (900usize..1200).prop_map(|n| Line::Text(["From ", &"x".repeat(n), " Mon Mar  2 09:12:13 2026"].concat().into())),
    ]
}

fn mailbox(lines: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    let ends = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\r", ""]);
    let start =
        prop::sample::select(vec!["", "", DATED, DATED, "From - \n", "\u{feff}", "\n\n", "\u{feff}\r\n", "x\n"]);
    let lines = prop::collection::vec((line(), ends.clone()), lines);
    // Half of the mailboxes keep to one line end, so that their headers end and their lengths are right.
    let parts = (start, lines, prop::option::of(prop::sample::select(vec!["\n", "\r\n"])));
    parts.prop_map(|(start, lines, same)| {
        let lines = lines.into_iter().map(|(line, end)| (line, same.unwrap_or(end)));
        write_mailbox(start, &lines.collect::<Vec<_>>())
    })
}

const FIELD: &str = "Content-Length: ";

fn write_mailbox(start: &str, lines: &[(Line, &str)]) -> Vec<u8> {
    let mut bytes = start.as_bytes().to_vec();
    let mut lengths = Vec::new();
    for (line, end) in lines {
        match line {
            Line::Text(text) => bytes.extend(text),
            Line::Length(k, less) => {
                lengths.push((bytes.len() + FIELD.len(), *k, *less));
                bytes.extend(format!("{FIELD}000000").bytes());
            }
        }
        bytes.extend(end.bytes());
    }
    let candidates = reference::candidates(&bytes);
    for (at, k, less) in lengths {
        let rest = &bytes[at..];
        let after = |end: &[u8]| Some(memchr::memmem::find(rest, end)? + end.len());
        let Some(body) = after(b"\n\n").into_iter().chain(after(b"\r\n\r\n")).min() else { continue };
        let body = at + body;
        let leads_to = candidates.iter().copied().filter(|&c| c >= body).nth(k).unwrap_or(bytes.len());
        let digits = format!("{:06}", leads_to.saturating_sub(body + less));
        bytes[at..at + 6].copy_from_slice(digits.as_bytes());
    }
    bytes
}

/// Gives bytes in small and uneven portions.
struct Dribble<'a> {
    rest: &'a [u8],
    portions: std::iter::Cycle<std::vec::IntoIter<usize>>,
}

impl Read for Dribble<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let portion = self.portions.next().unwrap_or(1).min(into.len()).min(self.rest.len());
        let (now, later) = self.rest.split_at(portion);
        into[..portion].copy_from_slice(now);
        self.rest = later;
        Ok(portion)
    }
}

/// Fails after its bytes.
struct Broken<'a>(&'a [u8]);

impl Read for Broken<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.0.is_empty() {
            return Err(std::io::Error::other("the disk is bad here"));
        }
        self.0.read(into)
    }
}

#[test]
fn what_could_be_read_before_a_failure_is_cut_like_a_file_that_ends_there() {
    let head = format!("{DATED}Subject: a\n");
    for length in [0, 40, FRESH - 1, FRESH, FRESH + 1] {
        let file = head.clone() + &body_of(length);
        let found = cut_reading(file.as_bytes(), Broken(file.as_bytes()), Framing::Mbox);
        assert_eq!(found, cut(file.as_bytes(), Framing::Mbox), "{length}");
        let mut chunks = Chunks::new(Broken(file.as_bytes()));
        assert_eq!(chunks.by_ref().filter(Chunk::is_last).count(), 1, "{length}");
        assert!(chunks.failure().is_some(), "{length}");
    }
}

/// Everything that must hold of an mbox, whatever its bytes: what [`cut`] asserts, the other reading of the rules, the counts.
fn hold_mbox(file: &[u8]) {
    let found = cut(file, Framing::Mbox);
    let expected = reference::split(file);
    assert_eq!((&found.messages, &found.rejected), (&expected.messages, &expected.rejected));
    let candidates = reference::candidates(file).len();
    assert_eq!(candidates, found.messages.len() + found.rejected.len());
    assert_eq!(cut_whole(file, Framing::Mbox), found, "in one piece");
    let (messages, _, tally) = read(&Claim::mbox("x"), file);
    assert!(tally.balances());
    let counts = (candidates as u64, found.messages.len() as u64, found.rejected.len() as u64);
    assert_eq!((tally.candidates, tally.messages, tally.rejected), counts);
    let slices: Vec<_> = messages.iter().map(|message| (message.offset, message.length, message.split)).collect();
    assert_eq!(slices, found.messages);
    for message in &messages {
        let slice = &file[message.offset as usize..][..message.length as usize];
        assert_eq!(message.attachments, reference::attachments(slice), "{:?}", String::from_utf8_lossy(slice));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mailbox(file in mailbox(0..24)) {
        hold_mbox(&file);
    }

    #[test]
    fn any_bytes(file in prop::collection::vec(prop::sample::select(b"From \n\r:a".to_vec()), 0..60)) {
        hold_mbox(&file);
    }

    #[test]
    fn any_file_of_one_message(file in mailbox(0..6), length in any::<Option<u16>>()) {
        let file = match length {
            Some(length) => [format!("{}\n", length % 400).as_bytes(), &file].concat(),
            None => file,
        };
        for (framing, claim) in [
            (Framing::Single, Claim::single("x")),
            (Framing::Anchor, Claim { framing: Framing::Anchor, ..Claim::single("x") }),
            (Framing::Emlx, Claim { framing: Framing::Emlx, ..Claim::single("x") }),
        ] {
            let found = cut(&file, framing);
            prop_assert_eq!((found.messages.len(), found.rejected.len()), (1, 0));
            let (messages, _, tally) = read(&claim, &file);
            prop_assert_eq!((tally.candidates, tally.messages, tally.rejected), (1, 1, 0));
            let message = &messages[0];
            let end = (message.offset + message.length) as usize;
            prop_assert_eq!((message.offset, message.length, message.split), found.messages[0]);
            prop_assert!(framing == Framing::Emlx || end == file.len());
            prop_assert!(framing != Framing::Anchor || message.offset == 0);
        }
    }

    #[test]
    fn short_reads_change_nothing(file in mailbox(0..24), portions in prop::collection::vec(1usize..9, 1..5)) {
        let dribble = Dribble { rest: &file, portions: portions.into_iter().cycle() };
        prop_assert_eq!(cut_reading(&file, dribble, Framing::Mbox), cut(&file, Framing::Mbox));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// The hostile lines stand across the edges of pieces: FRESH, the look-ahead of 4096 bytes before it, the overlap.
    #[test]
    fn any_mailbox_across_an_edge(
        file in mailbox(4..40),
        edge in prop::sample::select(vec![FRESH, FRESH - 4096, FRESH - OVERLAP, 2 * FRESH - 4096]),
        shift in 0usize..900,
        repeat in 1usize..12,
        dribbled in prop::option::weighted(0.1, 500usize..70_000),
    ) {
        let filler = body_of(edge - shift);
        let big = [filler.as_bytes(), &file.repeat(repeat)].concat();
        let big = if shift % 2 == 0 { [DATED.as_bytes(), &big].concat() } else { big };
        hold_mbox(&big);
        if let Some(portion) = dribbled {
            let dribble = Dribble { rest: &big, portions: vec![portion, 1, 17].into_iter().cycle() };
            prop_assert_eq!(cut_reading(&big, dribble, Framing::Mbox), cut(&big, Framing::Mbox));
        }
    }
}
