//! What a file is, by its bytes: never by its name or what its sender declares, but where text alone cannot tell (a calendar, a message).

use super::super::mail::Active;
use super::charset;
use super::tnef::SIGNATURE;

/// What is in a file, and so who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// text of the type named
    Text(&'static str),
    /// iCalendar or vCard: text in folded lines
    Calendar(&'static str),
    /// HTML
    Html,
    /// a message (RFC 5322)
    Message,
    /// zip, and what is made of it: which, its members tell
    Zip,
    /// gzip
    Gzip,
    /// tar
    Tar,
    /// PDF
    Pdf,
    /// RTF
    Rtf,
    /// OLE2: which, its streams tell
    Ole,
    /// TNEF
    Tnef,
    /// a picture of a format we make
    Picture(&'static str),
    /// it holds files that we cannot open
    Closed(&'static str),
    /// something else, known by its first bytes
    Other(&'static str),
    /// nothing known
    Unknown,
}

impl Kind {
    /// The media type; empty where nothing is known.
    pub fn mime(self) -> &'static str {
        match self {
            Kind::Text(mime) | Kind::Calendar(mime) | Kind::Closed(mime) | Kind::Picture(mime) | Kind::Other(mime) => {
                mime
            }
            Kind::Html => "text/html",
            Kind::Message => "message/rfc822",
            Kind::Zip => "application/zip",
            Kind::Gzip => "application/gzip",
            Kind::Tar => "application/x-tar",
            Kind::Pdf => "application/pdf",
            Kind::Rtf => "application/rtf",
            Kind::Ole => "application/x-ole-storage",
            Kind::Tnef => "application/ms-tnef",
            Kind::Unknown => "",
        }
    }

    /// Whether files may stand in it.
    pub fn holds_files(self) -> bool {
        matches!(self, Kind::Zip | Kind::Gzip | Kind::Tar)
    }
}

/// A OneNote section (MS-ONESTORE).
pub const ONENOTE: &str = "application/onenote";
/// SVG: a picture that is a text, and may hold scripts.
pub const SVG: &str = "image/svg+xml";

/// What the files embedded in a notebook begin with: the GUID of a FileDataStoreObject (MS-ONESTORE section 2.6.13).
const EMBEDDED: [u8; 16] =
    [0xe7, 0x16, 0xe3, 0xbd, 0x65, 0x26, 0x11, 0x45, 0xa4, 0xc4, 0x8d, 0x4d, 0x0b, 0x7a, 0x9e, 0xac];

/// Whether files stand in a notebook.
pub fn embedded(bytes: &[u8]) -> Vec<Active> {
    memchr::memmem::find(bytes, &EMBEDDED).map(|_| Active::Embedded).into_iter().collect()
}

/// What only its first bytes tell and no crate of ours knows: shortcuts (MS-SHLLINK), help, notebooks, disks.
fn rare(bytes: &[u8]) -> Option<&'static str> {
    const STARTS: [(&[u8], &str); 5] = [
        (&[0x4c, 0, 0, 0, 1, 0x14, 2, 0], "application/x-ms-shortcut"),
        (b"ITSF\x03\0\0\0", "application/vnd.ms-htmlhelp"),
        (&[0xe4, 0x52, 0x5c, 0x7b, 0x8c, 0xd8, 0xa7, 0x4d], ONENOTE),
        (b"vhdxfile", "application/x-vhdx"),
        (b"conectix", "application/x-vhd"),
    ];
    // ISO 9660 and UDF begin with sixteen empty sectors.
    let disk = bytes.get(0x8001..0x8006).filter(|id| matches!(*id, b"CD001" | b"BEA01"));
    let start = STARTS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, mime)| *mime);
    start.or(disk.map(|_| "application/x-iso9660-image"))
}

/// `%PDF-` may stand in the first kilobyte (ISO 32000-1 annex H).
const PDF_WITHIN: usize = 1024;

/// What `bytes` are.
pub fn of(bytes: &[u8], name: &str) -> Kind {
    let start = &bytes[..bytes.len().min(PDF_WITHIN)];
    match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => return Kind::Zip,
        [0x1f, 0x8b, 8, ..] => return Kind::Gzip,
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => return Kind::Ole,
        _ if bytes.starts_with(&SIGNATURE) => return Kind::Tnef,
        _ if bytes.starts_with(b"{\\rt") => return Kind::Rtf,
        _ if bytes.get(257..262) == Some(b"ustar") => return Kind::Tar,
        _ if memchr::memmem::find(start, b"%PDF-").is_some() => return Kind::Pdf,
        _ => {}
    }
    if let Some(mime) = rare(bytes) {
        return Kind::Other(mime);
    }
    let known = infer::get(start).map(|known| known.mime_type());
    match known {
        Some(mime) if PICTURES.contains(&mime) => Kind::Picture(mime),
        Some(mime) if CLOSED.contains(&mime) => Kind::Closed(mime),
        // Keys and certificates in PEM have a type of their own and are text all the same.
        _ if charset::is_text(bytes) => text(bytes, name),
        Some(mime) if !mime.starts_with("text/") && mime != "application/x-tar" => Kind::Other(mime),
        _ => Kind::Unknown,
    }
}

/// Pictures searched for codes.
const PICTURES: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp"];

/// Archives that none of our crates opens.
const CLOSED: [&str; 10] = [
    "application/x-7z-compressed",
    "application/vnd.rar",
    "application/x-bzip2",
    "application/x-xz",
    "application/x-lzip",
    "application/x-compress",
    "application/zstd",
    "application/vnd.ms-cab-compressed",
    "application/x-cpio",
    "application/x-unix-archive",
];

/// What a text is: by how it begins, then by the ending of its name.
fn text(bytes: &[u8], name: &str) -> Kind {
    let head = charset::decode(&bytes[..bytes.len().min(4096)]).unwrap_or_default();
    let head = head.trim_start();
    let begins = |word: &str| head.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    match () {
        () if begins("BEGIN:VCALENDAR") => Kind::Calendar("text/calendar"),
        () if begins("BEGIN:VCARD") => Kind::Calendar("text/vcard"),
        () if is_html(head) => Kind::Html,
        () if is_message(head) => Kind::Message,
        () if is_svg(head) => Kind::Text(SVG),
        () if begins("<?xml") => Kind::Text("text/xml"),
        () if begins("#!") => Kind::Text("text/x-script"),
        () if is_json(head) => Kind::Text("application/json"),
        () => Kind::Text(by_ending(name)),
    }
}

fn by_ending(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "csv" => "text/csv",
        "md" => "text/markdown",
        "yaml" | "yml" => "application/yaml",
        "json" => "application/json",
        "xml" => "text/xml",
        _ => "text/plain",
    }
}

fn is_json(head: &str) -> bool {
    let rest = |open: char| head.strip_prefix(open).map(str::trim_start);
    rest('{').is_some_and(|rest| rest.starts_with(['"', '}']))
        || rest('[').is_some_and(|rest| rest.starts_with(['{', '[', '"', ']']) && rest.contains('"'))
}

/// A document type, or a tag that only HTML has, at the start (past comments of XML and of the browser).
fn is_html(head: &str) -> bool {
    const TAGS: [&str; 9] =
        ["<!doctype html", "<html", "<head", "<body", "<table", "<div", "<meta", "<script", "<title"];
    let after_comment = |head: &str| {
        head.strip_prefix("<?xml")
            .or(head.strip_prefix("<!--"))
            .and_then(|rest| rest.find('>').map(|end| head.len() - rest.len() + end + 1))
    };
    let mut head = head;
    while let Some(end) = after_comment(head) {
        head = head[end..].trim_start();
    }
    TAGS.iter().any(|tag| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)))
}

/// The root element, past a declaration, comments and a document type.
fn is_svg(head: &str) -> bool {
    head.starts_with("<svg") || head.starts_with("<?xml") && head.contains("<svg") || head.starts_with("<!DOCTYPE svg")
}

/// Two header fields or more at the start, one of them of mail. A file with one such line (`Subject: ...` of a note) is a text.
fn is_message(head: &str) -> bool {
    const FIELDS: [&str; 12] = [
        "received",
        "return-path",
        "delivered-to",
        "from",
        "date",
        "subject",
        "message-id",
        "mime-version",
        "content-type",
        "to",
        "x-mozilla-status",
        "dkim-signature",
    ];
    let (mut fields, mut of_mail) = (0, 0);
    let lines = head.lines().enumerate().skip_while(|(at, line)| *at == 0 && line.starts_with("From "));
    for (_, line) in lines {
        if line.starts_with([' ', '\t']) && fields > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { break };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            break;
        }
        fields += 1;
        of_mail += usize::from(FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field)));
    }
    // A note may begin with "From: ... To: ... Subject: ..." too: then it is read as the message it quotes.
    fields >= 2 && of_mail >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_apart_by_how_they_begin() {
        let cases: [(&str, &str, Kind); 12] = [
            ("a.txt", "From: a@b.example\nTo: c@d.example\nSubject: x\n\nbody", Kind::Message),
            ("a.bin", "From a@b.example Mon Jan  1 00:00:00 2024\nFrom: a@b.example\nDate: x\n\nbody", Kind::Message),
            ("a.txt", "Subject: not a message, a note\nmore", Kind::Text("text/plain")),
            ("a.txt", "host: db.example\nuser: root\n", Kind::Text("text/plain")),
            ("a", "<!-- x --><HTML><p>a", Kind::Html),
            ("a", "<?xml version=\"1.0\"?><!DOCTYPE html><html>", Kind::Html),
            ("a", "<?xml version=\"1.0\"?><a/>", Kind::Text("text/xml")),
            ("a", "{\n \"a\": 1}", Kind::Text("application/json")),
            ("a.ini", "[section]\nx=1", Kind::Text("text/plain")),
            ("a.csv", "login;pass", Kind::Text("text/csv")),
            ("a", "BEGIN:VCARD\r\nFN:x", Kind::Calendar("text/vcard")),
            ("a", "#!/bin/sh\n", Kind::Text("text/x-script")),
        ];
        for (name, text, kind) in cases {
            assert_eq!(of(text.as_bytes(), name), kind, "{text}");
        }
    }
}
