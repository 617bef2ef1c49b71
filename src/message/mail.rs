//! The decoded view of one message as triage looks at it: every field in order, addresses, the way it came, each text it carries with
//! its place, each file. These are the words; [`super::decode_mail::decode_mail`] fills them. Offsets count bytes of [`Text::content`] (UTF-8).

use std::net::IpAddr;
use std::ops::Range;

use crate::digest::Sha256;
use crate::evidence::header::MainHeaders;

/// A message, decoded. Nothing in it is safe for a terminal, and nothing in it is evidence: the bytes are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mail {
    /// every field in order, duplicates kept
    pub headers: Vec<HeaderField>,
    /// the main fields, decoded
    pub main: MainHeaders,
    /// who wrote it: `From`, `Sender`, `Reply-To`, `To`, `Cc`, `Bcc`, `Return-Path`, in the order of the fields
    pub addresses: Vec<Address>,
    /// how it came
    pub route: Route,
    /// every text in it: the subject, the bodies, what attachments hold
    pub texts: Vec<Text>,
    /// every file in it, nested ones after the one that holds them
    pub files: Vec<File>,
    /// what was not looked at, because it is larger or deeper than the bounds allow, or cannot be decoded
    pub limits: Vec<Limit>,
    /// where two parsers read this message differently (duplicate fields, tricks)
    pub disagreements: Vec<Disagreement>,
}

impl Mail {
    /// The addresses of one field.
    pub fn addresses_of(&self, field: AddressField) -> impl Iterator<Item = &Address> {
        self.addresses.iter().filter(move |address| address.field == field)
    }

    /// The first value of a field, decoded.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name)).map(|field| field.value.as_str())
    }
}

/// One header field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderField {
    /// as written
    pub name: String,
    /// unfolded, RFC 2047 words decoded
    pub value: String,
}

/// Which field an address stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum AddressField {
    From,
    Sender,
    ReplyTo,
    To,
    Cc,
    Bcc,
    ReturnPath,
}

/// One mailbox of an address field (RFC 5322 section 3.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// the field
    pub field: AddressField,
    /// display name, decoded; empty where there is none
    pub name: String,
    /// the group it is listed in; empty where it is in none
    pub group: String,
    /// what stands before the last `@`; as written
    pub local: String,
    /// the domain in ASCII (punycode), lower case
    pub domain: String,
    /// the domain as a person reads it; the same as `domain` where no label is punycode
    pub domain_unicode: String,
}

impl Address {
    /// `local@domain`, the domain in ASCII; lower case.
    pub fn email(&self) -> String {
        format!("{}@{}", self.local.to_lowercase(), self.domain)
    }
}

/// The way a message came, as its header tells it: any field below the first hop of one's own server may be forged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Route {
    /// `Received` fields, the newest first
    pub hops: Vec<Hop>,
    /// where it was handed in: `X-Originating-IP` and its kin, else the first public address of the oldest hop that has one
    pub originating_ip: Option<IpAddr>,
    /// `User-Agent` or `X-Mailer`
    pub user_agent: Option<String>,
    /// offset of the `Date` field as written (`+0100`)
    pub zone: Option<String>,
    /// results of `Authentication-Results`, `ARC-Authentication-Results` and `Received-SPF` (RFC 8601), the topmost first
    pub authentication: Vec<AuthResult>,
}

/// One `Received` field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hop {
    /// the name after `from`
    pub from: String,
    /// the name after `by`
    pub by: String,
    /// the first address in brackets or parentheses of the `from` clause
    pub ip: Option<IpAddr>,
    /// RFC 3339, UTC; empty where it cannot be read
    pub date_utc: String,
}

/// One result of an authentication method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthResult {
    /// `spf`, `dkim`, `dmarc`, `arc` ...; lower case
    pub method: String,
    /// `pass`, `fail`, `softfail`, `none` ...; lower case
    pub result: String,
    /// the domain it speaks of (`header.from`, `header.d`, `smtp.mailfrom`); empty where not said
    pub domain: String,
}

/// A text and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// where
    pub place: Place,
    /// the text, decoded; line ends are LF
    pub content: String,
    /// what is quoted of other messages, in order, disjoint
    pub quoted: Vec<Range<usize>>,
    /// the signature of the new text
    pub signature: Option<Range<usize>>,
    /// what a reader would not see (HTML), in order, disjoint
    pub hidden: Vec<Range<usize>>,
    /// links (HTML), in order
    pub links: Vec<Link>,
    /// zero-width characters that were left out of it (HTML)
    pub zero_width: u32,
}

impl Text {
    /// A plain text, with nothing known of it.
    pub fn plain(content: impl Into<String>) -> Text {
        let place = Place { part: "1".to_owned(), kind: PlaceKind::Plain, name: String::new() };
        Text { place, content: content.into(), ..Text::default() }
    }

    /// Whether the byte at `offset` is quoted from another message.
    pub fn is_quoted(&self, offset: usize) -> bool {
        self.quoted.iter().any(|range| range.contains(&offset))
    }

    /// Whether the byte at `offset` is hidden from a reader.
    pub fn is_hidden(&self, offset: usize) -> bool {
        self.hidden.iter().any(|range| range.contains(&offset))
    }
}

/// Where a text stands in its message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// the path of the part, IMAP style (RFC 3501 section 6.4.5): `1`, `2.1`; empty for the header
    pub part: String,
    /// what it is
    pub kind: PlaceKind,
    /// the name of the header field; or the file, with the member in it after `!`: `projet.zip!conf/.env`
    pub name: String,
}

/// What a text is. The words stand in `findings.jsonl` and are permanent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// a header field
    Header,
    /// a text/plain body
    #[default]
    Plain,
    /// a text/html body
    Html,
    /// the text of an attached file, or of a member of one
    Attachment,
    /// what a QR code says
    Qr,
    /// bytes that could not be decoded, read as text
    Raw,
}

impl PlaceKind {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceKind::Header => "header",
            PlaceKind::Plain => "text",
            PlaceKind::Html => "html",
            PlaceKind::Attachment => "attachment",
            PlaceKind::Qr => "qr",
            PlaceKind::Raw => "raw",
        }
    }
}

/// A link in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// where its shown text stands in [`Text::content`]; empty where nothing is shown
    pub shown: Range<usize>,
    /// where it leads, as written (entities undone)
    pub target: String,
}

/// A file in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// the part it stands in
    pub part: String,
    /// as the sender calls it, decoded; for a member `archive.zip!path`; empty where it has no name
    pub name: String,
    /// the type its sender declares, lower case; empty where none is declared (members)
    pub declared: String,
    /// the type its bytes tell, `application/zip`; empty where they tell nothing
    pub real: String,
    /// bytes, decoded
    pub size: u64,
    /// of the decoded bytes; none where they were not all read
    pub sha256: Option<Sha256>,
    /// it cannot be opened without a password
    pub encrypted: bool,
    /// it is shown in the text, not attached
    pub inline: bool,
    /// what in it does something when it is opened, each once, in the order of [`Active`]
    pub active: Vec<Active>,
}

/// What in a file does something when it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Active {
    /// a script, or an event that runs one (HTML, SVG)
    Script,
    /// a form that sends what is written into it
    Form,
    /// a field for a password
    PasswordField,
    /// it leads elsewhere by itself (`meta refresh`)
    Redirect,
    /// macros: a VBA project, or sheets of Excel 4.0 macros
    Macros,
    /// a template that is fetched from outside the document
    RemoteTemplate,
    /// files embedded in a notebook
    Embedded,
}

/// What was not looked at. Each is told as a defect of the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// which bound, or what failed
    pub kind: LimitKind,
    /// the part or the file; empty for the whole message
    pub name: String,
}

/// Which bound was reached. The words are permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LimitKind {
    /// the message is longer than is decoded: only its start was
    MessageSize,
    /// the header is longer, or has more fields, than is decoded
    Header,
    /// too many parts, or parts in parts: read as raw text
    Nesting,
    /// too many files, or members of them
    Files,
    /// it unpacks to more bytes than are looked at
    Unpacked,
    /// archives in archives, deeper than is looked at
    Depth,
    /// a picture with more pixels, or more pictures, than are looked at
    Picture,
    /// it cannot be decoded or is damaged
    Damaged,
    /// more candidates for a rule than are judged
    Candidates,
}

impl LimitKind {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            LimitKind::MessageSize => "message-size",
            LimitKind::Header => "header-size",
            LimitKind::Nesting => "nesting",
            LimitKind::Files => "files",
            LimitKind::Unpacked => "unpacked-size",
            LimitKind::Depth => "archive-depth",
            LimitKind::Picture => "picture",
            LimitKind::Damaged => "damaged",
            LimitKind::Candidates => "candidates",
        }
    }
}

/// A field that mail-parser and mailparse read differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// `from`, `to`, `cc`, `subject`, `date`, `content-type`
    pub field: &'static str,
    /// what mail-parser reads
    pub first: String,
    /// what mailparse reads
    pub second: String,
}
