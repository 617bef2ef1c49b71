//! One message read for a person. The bytes were written by an attacker: decoding is bounded in size, nesting and time, and runs on
//! a stack of its own, because dropping some 40 000 nested messages overflows a usual one and aborts the process.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use super::decode::{self, Decoded};
use super::mail::LimitKind;
use super::prepare::{Prepared, prepare};
use crate::evidence::header::MainHeaders;

/// More bytes than this of one message are not decoded.
pub const LONGEST: usize = 32 * 1024 * 1024;
/// Enough for the deepest nesting that [`LONGEST`] bytes can hold.
const STACK: usize = 256 * 1024 * 1024;
/// Decoding that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A message as a person reads it. Nothing in it is safe for a terminal yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// every field in order, duplicates kept: name, and decoded value
    pub headers: Vec<(String, String)>,
    /// the main fields
    pub main: MainHeaders,
    /// the text of the body
    pub text: String,
    /// what is attached, messages in messages included
    pub attachments: Vec<Attachment>,
    /// what the reader must know of this view
    pub notes: Vec<Note>,
}

/// Something attached to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// as the sender calls it; empty where it has no name
    pub name: String,
    /// the declared type: `application/pdf`; empty where none is declared
    pub kind: String,
    /// bytes once decoded
    pub size: u64,
    /// in how many messages in messages it is: 0 for the message itself
    pub level: usize,
    /// its sender, date and subject where it is a message
    pub message: Option<Attached>,
}

/// What an attached message says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attached {
    /// address of the sender
    pub from: String,
    /// RFC 3339
    pub date: String,
    /// its subject
    pub subject: String,
}

/// What the reader must know of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// the text was made from HTML
    FromHtml,
    /// there is an HTML version too, which may say something else
    HtmlToo,
    /// only the first [`LONGEST`] bytes were decoded
    Cut,
    /// too many nested parts: the text is the body as it stands
    TooNested,
    /// it could not be decoded: the text is the body as it stands
    NotDecoded,
}

/// Decodes a message. Never panics, whatever the bytes are.
pub fn view(raw: &[u8]) -> View {
    let kept = &raw[..raw.len().min(LONGEST)];
    let Prepared { header, body: start, parse } = prepare(kept);
    let headers = header.fields.iter().map(|field| (lossy(field.name), field.decoded())).collect();
    let mut view = View { headers, main: header.main(), ..View::default() };
    if kept.len() < raw.len() {
        view.notes.push(Note::Cut);
    }
    let decoded = match parse {
        Ok(bytes) => on_a_large_stack(bytes.into_owned()),
        Err(LimitKind::Nesting) => Err(Note::TooNested),
        Err(_) => Err(Note::NotDecoded),
    };
    match decoded {
        Ok(decoded) => {
            (view.text, view.attachments) = (decoded.text, decoded.attachments);
            view.notes.extend(decoded.notes);
        }
        Err(note) => {
            view.text = decode::text_of_bytes(&kept[start..]);
            if !raw.is_empty() {
                view.notes.push(note);
            }
        }
    }
    view
}

/// The text of a body that stands in a file of its own (pffexport): HTML is told by the name.
pub fn part_text(name: &str, bytes: &[u8]) -> String {
    let text = decode::text_of_bytes(&bytes[..bytes.len().min(LONGEST)]);
    if name.to_ascii_lowercase().ends_with(".html") { decode::text_of_html(&text) } else { text }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn on_a_large_stack(bytes: Vec<u8>) -> Result<Decoded, Note> {
    let (sender, decoded) = channel();
    let decoding = move || {
        let _ = sender.send(decode::decode(&bytes));
    };
    let started = thread::Builder::new().name("decode".to_owned()).stack_size(STACK).spawn(decoding);
    let answer = started.ok().and_then(|_| decoded.recv_timeout(PATIENCE).ok());
    answer.flatten().ok_or(Note::NotDecoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(raw: &[u8]) -> String {
        view(raw).text.trim_end().to_owned()
    }

    #[test]
    fn charsets_and_transfer_encodings_are_undone() {
        assert_eq!(text_of(b"Subject: x\n\nre\xe7u \x80\n"), "reçu €");
        assert_eq!(text_of(b"Content-Type: text/plain; charset=utf-8\n\nre\xe7u\n"), "reçu");
        assert_eq!(text_of(b"Content-Type: text/plain; charset=windows-1252\r\n\r\nre\xe7u \x80\r\n"), "reçu €");
        let base64 =
            b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nVmlyZW1lbnQgcmXDp3Ug4oKs\n";
        assert_eq!(text_of(base64), "Virement reçu €");
        let quoted = b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nre=E7u =\nhier\n";
        assert_eq!(text_of(quoted), "reçu hier");
    }

    #[test]
    fn what_stands_before_the_header_does_not_hide_it() {
        let starts: [&[u8]; 5] =
            [b"\xef\xbb\xbf", b"From a@b Mon\n", b">From a@b Mon\r\n", b"\xef\xbb\xbfFrom a@b Mon\n", b""];
        for start in starts {
            let raw = [start, b"Content-Type: text/html\nSubject: x\n\n<p>a <b>b</b></p>"].concat();
            let view = view(&raw);
            assert_eq!((view.main.subject.as_str(), view.text.trim()), ("x", "a b"), "{start:?}");
            assert_eq!(view.notes, [Note::FromHtml]);
        }
    }

    #[test]
    fn a_missing_empty_line_loses_no_body() {
        let view = view(b"Subject: x\nX: 1\nthis is text\nand: more\n");
        assert_eq!((view.headers.len(), view.text.trim()), (2, "this is text\nand: more"));
        assert_eq!(text_of(b"just text\n"), "just text");
        assert_eq!(text_of(b"\n\njust text\n"), "\n\njust text");
        assert_eq!(super::view(b""), View::default());
        assert_eq!(super::view(b"Subject: only\n").text, "");
    }

    const MIXED: &str = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\
        Content-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain\n\nplain\n--c\n\
        Content-Type: text/html\n\n<p>other</p>\n--c--\n--b\nContent-Type: application/pdf; name=\"=?utf-8?Q?=C3=A9.pdf?=\"\n\
        Content-Transfer-Encoding: base64\nContent-Disposition: attachment\n\nJVBERi0=\n--b\nContent-Type: message/rfc822\n\n\
        From: Eve <eve@evil.test>\nSubject: inner\nContent-Type: multipart/mixed; boundary=d\n\n--d\n\ninner text\n--d\n\
        Content-Type: text/csv; name=a.csv\nContent-Disposition: attachment\n\n1,2\n--d--\n--b--\n";

    #[test]
    fn parts_are_listed_messages_in_messages_too() {
        let view = view(MIXED.as_bytes());
        assert_eq!(view.text.trim(), "plain");
        assert_eq!(view.notes, [Note::HtmlToo]);
        let listed: Vec<_> =
            view.attachments.iter().map(|part| (part.level, part.kind.as_str(), &*part.name)).collect();
        assert_eq!(listed, [(0, "application/pdf", "é.pdf"), (0, "message/rfc822", ""), (1, "text/csv", "a.csv")]);
        assert_eq!(view.attachments[0].size, 5);
        let inner = view.attachments[1].message.as_ref().unwrap();
        assert_eq!((inner.from.as_str(), inner.subject.as_str()), ("eve@evil.test", "inner"));
    }

    fn nested(levels: usize) -> Vec<u8> {
        let mut raw = b"Subject: x\n".to_vec();
        for _ in 0..levels {
            raw.extend_from_slice(b"Content-Type: message/rfc822\n\n");
        }
        raw.extend_from_slice(b"Subject: y\n\ntext\n");
        raw
    }

    #[test]
    fn deep_nesting_is_refused_and_would_be_survived() {
        let raw = nested(50_000);
        let view = view(&raw);
        assert_eq!(view.notes, [Note::TooNested]);
        assert!(view.text.starts_with("Content-Type: message/rfc822") && view.attachments.is_empty());
        let decoded = on_a_large_stack(nested(50_000)).unwrap();
        assert_eq!(decoded.attachments.len(), 10_000);
        assert_eq!(super::view(&nested(20)).attachments.len(), 20);
    }

    #[test]
    fn a_long_message_is_cut() {
        let mut raw = b"Subject: x\n\n".to_vec();
        raw.resize(LONGEST + 10, b'a');
        let view = view(&raw);
        assert_eq!(view.notes, [Note::Cut]);
        assert!(view.text.len() <= LONGEST);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn no_bytes_prevent_a_view(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
            view(&bytes);
            let mut cut = MIXED.as_bytes().to_vec();
            cut.truncate(bytes.len() * 3);
            cut.extend(bytes);
            view(&cut);
        }
    }
}
