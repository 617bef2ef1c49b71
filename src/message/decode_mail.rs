//! One message decoded for triage: [`decode_mail`] fills a [`Mail`]. All work is bounded by counts, so that the same bytes give the same
//! view on every machine. mail-parser reads the structure; the bytes it must not see (too nested, no header) are read as raw text.

use std::borrow::Cow;

use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::attached::{self, Attached, Budget};
use super::mail::{File, HeaderField, Limit, LimitKind, Mail, Place, PlaceKind, Text};
use super::prepare::{Prepared, prepare};
use super::{address, decode, flowed, html, route, thread, witness};

/// More bytes than this of one message are not decoded.
pub const LONGEST: usize = 128 * 1024 * 1024;
/// More fields than this are not kept.
const MOST_FIELDS: usize = 10_000;
/// More texts than this of one message are not looked at one by one.
const MOST_TEXTS: usize = 5_000;
/// Messages in messages (in attachments) deeper than this are not opened.
const DEEPEST: usize = 8;
/// So much of what cannot be decoded is read as raw text.
const RAW: usize = 32 * 1024 * 1024;

/// Decodes a message. Never panics, whatever the bytes are; call it on a stack of some MiB.
pub fn decode_mail(raw: &[u8]) -> Mail {
    let mut budget = Budget::default();
    let mut mail = Mail::default();
    decode_into(&mut mail, raw, "", 0, &mut budget);
    mail
}

/// Decodes a message that an export keeps in several files: its header (or none), then bodies and attachments by name (pffexport).
pub fn decode_parts(header: &[u8], parts: &[(String, Vec<u8>)]) -> Mail {
    let mut budget = Budget::default();
    let mut mail = Mail::default();
    decode_into(&mut mail, header, "", 0, &mut budget);
    mail.texts.retain(|text| text.place.kind == PlaceKind::Header);
    for (number, (name, bytes)) in parts.iter().enumerate() {
        let part = (number + 1).to_string();
        let base = name.rsplit('/').next().unwrap_or(name);
        match base {
            "Message.txt" => push_plain(&mut mail, &part, &decode::text_of_bytes(bytes)),
            "Message.html" => push_html(&mut mail, &part, &decode::text_of_bytes(bytes)),
            _ => open(&mut mail, Attached { part: &part, name, declared: "", bytes, inline: false }, 0, &mut budget),
        }
    }
    mail
}

fn decode_into(mail: &mut Mail, raw: &[u8], prefix: &str, depth: usize, budget: &mut Budget) {
    let kept = &raw[..raw.len().min(LONGEST)];
    if kept.len() < raw.len() {
        mail.limits.push(Limit { kind: LimitKind::MessageSize, name: prefix.to_owned() });
    }
    let Prepared { header, body, parse } = prepare(kept);
    if depth == 0 {
        if header.fields.len() > MOST_FIELDS {
            mail.limits.push(Limit { kind: LimitKind::Header, name: String::new() });
        }
        let fields = header.fields.iter().take(MOST_FIELDS);
        let name = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        mail.headers = fields.map(|field| HeaderField { name: name(field.name), value: field.decoded() }).collect();
        mail.main = header.main();
    }
    let subject = if depth == 0 { mail.main.subject.clone() } else { header.main().subject };
    if !subject.is_empty() {
        let place = Place { part: prefix.to_owned(), kind: PlaceKind::Header, name: "Subject".to_owned() };
        mail.texts.push(Text { place, content: subject, ..Text::default() });
    }
    let parsed = match &parse {
        Ok(bytes) => MessageParser::default().parse(bytes.as_ref()).ok_or(LimitKind::Damaged),
        Err(kind) => Err(*kind),
    };
    match parsed {
        Ok(message) => {
            if depth == 0 {
                mail.addresses = address::addresses(&message);
                mail.route = route::route(&mail.headers, Some(&message));
                mail.disagreements = witness::disagreements(message.raw_message(), &message);
            }
            Walk { mail, budget, depth }.message(&message, prefix);
        }
        Err(kind) => {
            if depth == 0 {
                mail.route = route::route(&mail.headers, None);
            }
            if !raw.is_empty() {
                mail.limits.push(Limit { kind, name: prefix.to_owned() });
            }
            push_raw(mail, &kept[body..], prefix);
        }
    }
}

struct Walk<'m, 'b> {
    mail: &'m mut Mail,
    budget: &'b mut Budget,
    depth: usize,
}

impl Walk<'_, '_> {
    /// Every part of the message and of the messages in it, in the order in which they stand. No recursion: the nesting is the sender's
    /// choice.
    fn message(&mut self, message: &Message<'_>, prefix: &str) {
        let mut waiting: Vec<(&Message<'_>, u32, String)> = vec![(message, 0, prefix.to_owned())];
        while let Some((message, id, path)) = waiting.pop() {
            let Some(part) = message.part(id) else { continue };
            match &part.body {
                PartType::Multipart(children) => {
                    let numbered = children.iter().enumerate().rev();
                    waiting.extend(numbered.map(|(number, &child)| (message, child, below(&path, number + 1))));
                }
                PartType::Message(inner) => {
                    let path = leaf(&path, id);
                    self.list_message(part, inner, &path);
                    waiting.push((inner, 0, path));
                }
                _ if self.mail.texts.len() + self.mail.files.len() >= MOST_TEXTS => {
                    self.limit_once(LimitKind::Files);
                    let from = part.offset_header as usize;
                    push_raw(self.mail, message.raw_message.get(from..).unwrap_or_default(), &path);
                    return;
                }
                _ => self.leaf(message, part, &leaf(&path, id)),
            }
        }
    }

    fn limit_once(&mut self, kind: LimitKind) {
        if !self.mail.limits.iter().any(|limit| limit.kind == kind && limit.name.is_empty()) {
            self.mail.limits.push(Limit { kind, name: String::new() });
        }
    }

    fn list_message(&mut self, part: &MessagePart<'_>, inner: &Message<'_>, path: &str) {
        let name = part.attachment_name().or_else(|| inner.subject()).unwrap_or_default().to_owned();
        let size = u64::from(part.offset_end.saturating_sub(part.offset_body));
        let declared = kind_of(part);
        let file = File {
            part: path.to_owned(),
            name,
            declared,
            real: "message/rfc822".to_owned(),
            size,
            sha256: None,
            encrypted: false,
            inline: false,
            active: Vec::new(),
        };
        self.mail.files.push(file);
        if let Some(subject) = inner.subject().filter(|subject| !subject.is_empty()) {
            let place = Place { part: path.to_owned(), kind: PlaceKind::Header, name: "Subject".to_owned() };
            self.mail.texts.push(Text { place, content: subject.to_owned(), ..Text::default() });
        }
    }

    fn leaf(&mut self, message: &Message<'_>, part: &MessagePart<'_>, path: &str) {
        let disposition = part.content_disposition();
        let attached = disposition.is_some_and(|disposition| disposition.is_attachment());
        let name = part.attachment_name().unwrap_or_default();
        let is_body = !attached && name.is_empty();
        match &part.body {
            PartType::Text(text) if is_body => {
                let text = decode::repaired(message, part, text);
                let text = flowed::unfold(part.content_type(), text);
                push_plain(self.mail, path, &text);
            }
            PartType::Html(text) if is_body => push_html(self.mail, path, &decode::repaired(message, part, text)),
            body => {
                let bytes = match body {
                    // The bytes as attached, not as mail-parser read their charset.
                    PartType::Text(_) | PartType::Html(_) => decode::decoded_bytes(message, part),
                    _ => Cow::Borrowed(part.contents()),
                };
                let inline = matches!(body, PartType::InlineBinary(_)) && !attached;
                if part.is_encoding_problem && part.encoding != Encoding::None && bytes.is_empty() {
                    self.mail.limits.push(Limit { kind: LimitKind::Damaged, name: shown_name(name, path) });
                }
                let declared = kind_of(part);
                let file = Attached { part: path, name, declared: &declared, bytes: &bytes, inline };
                open(self.mail, file, self.depth, self.budget);
            }
        }
    }
}

fn shown_name(name: &str, path: &str) -> String {
    if name.is_empty() { path.to_owned() } else { name.to_owned() }
}

/// Opens a file and takes what is in it; messages in it are decoded as messages.
fn open(mail: &mut Mail, file: Attached<'_>, depth: usize, budget: &mut Budget) {
    let opened = attached::open(file, budget);
    mail.files.extend(opened.files);
    mail.texts.extend(opened.texts);
    mail.limits.extend(opened.limits);
    for (name, bytes) in opened.messages {
        if depth + 1 >= DEEPEST {
            mail.limits.push(Limit { kind: LimitKind::Depth, name });
        } else {
            decode_into(mail, &bytes, file.part, depth + 1, budget);
        }
    }
}

fn kind_of(part: &MessagePart<'_>) -> String {
    let kind = part.content_type().map(|kind| match kind.subtype() {
        Some(subtype) => format!("{}/{subtype}", kind.ctype()),
        None => kind.ctype().to_owned(),
    });
    kind.unwrap_or_default().to_ascii_lowercase()
}

/// Part numbers as IMAP gives them (RFC 3501 section 6.4.5).
fn below(path: &str, number: usize) -> String {
    if path.is_empty() { number.to_string() } else { format!("{path}.{number}") }
}

/// A message that is no multipart has one part, `1`.
fn leaf(path: &str, id: u32) -> String {
    if id == 0 { below(path, 1) } else { path.to_owned() }
}

fn push_plain(mail: &mut Mail, part: &str, text: &str) {
    let content = with_line_feeds(text).into_owned();
    if content.trim().is_empty() {
        return;
    }
    let thread::Repeated { quoted, signature } = thread::repeated(&content, &[]);
    let place = Place { part: part.to_owned(), kind: PlaceKind::Plain, name: String::new() };
    mail.texts.push(Text { place, content, quoted, signature, ..Text::default() });
}

fn push_html(mail: &mut Mail, part: &str, text: &str) {
    let html::HtmlText { content, links, hidden, quoted, zero_width } = html::to_text(text);
    if content.is_empty() && links.is_empty() {
        return;
    }
    let thread::Repeated { quoted, signature } = thread::repeated(&content, &quoted);
    let place = Place { part: part.to_owned(), kind: PlaceKind::Html, name: String::new() };
    mail.texts.push(Text { place, content, quoted, signature, hidden, links, zero_width });
}

/// Bytes that were not decoded, as text, so that what stands in them openly is still found.
fn push_raw(mail: &mut Mail, bytes: &[u8], part: &str) {
    let kept = &bytes[..bytes.len().min(RAW)];
    if kept.len() < bytes.len() {
        mail.limits.push(Limit { kind: LimitKind::MessageSize, name: part.to_owned() });
    }
    let content = with_line_feeds(&decode::text_of_bytes(kept)).into_owned();
    if !content.trim().is_empty() {
        let place = Place { part: part.to_owned(), kind: PlaceKind::Raw, name: String::new() };
        mail.texts.push(Text { place, content, ..Text::default() });
    }
}

/// Line ends as LF, in one pass: the text may be as long as a message.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'\r', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = rest[at + 1..].strip_prefix('\n').unwrap_or(&rest[at + 1..]);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(mail: &Mail) -> Vec<String> {
        let told =
            |text: &Text| format!("{} {} {:?}", text.place.part, text.place.kind.as_str(), text.content.trim_end());
        mail.texts.iter().map(told).collect()
    }

    #[test]
    fn parts_are_numbered_and_nested_messages_are_walked() {
        let raw = "Subject: s\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\
            Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nplain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>html\r\n--b--\r\n\
            --a\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\ninner\r\n--a--\r\n";
        let mail = decode_mail(raw.as_bytes());
        assert_eq!(
            places(&mail),
            [" header \"s\"", "1.1 text \"plain\"", "1.2 html \"html\"", "2 header \"in\"", "2.1 text \"inner\""]
        );
        assert_eq!((mail.files.len(), mail.limits.len()), (1, 0));
        assert_eq!(places(&decode_mail(b"Subject: s\n\nx\ry\r\nz")), [" header \"s\"", "1 text \"x\\ny\\nz\""]);
    }

    #[test]
    fn what_cannot_be_decoded_is_read_as_it_stands() {
        let mail = decode_mail(b"no header here, mdp : x");
        assert_eq!(places(&mail), [" raw \"no header here, mdp : x\""]);
        assert_eq!(mail.limits[0].kind, LimitKind::Damaged);
        let nested = (0..2000).fold(String::from("Subject: n\n"), |s, i| {
            s + &format!("Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n")
        }) + "leaf";
        let mail = decode_mail(nested.as_bytes());
        assert_eq!(mail.limits[0].kind, LimitKind::Nesting);
        assert!(
            mail.texts.last().is_some_and(|text| text.place.kind == PlaceKind::Raw && text.content.ends_with("leaf"))
        );
        assert!(decode_mail(b"").limits.is_empty());
    }

    #[test]
    fn many_parts_end_in_raw_text() {
        let raw = String::from("Subject: n\nContent-Type: multipart/mixed; boundary=b\n\n")
            + &"--b\n\nx\n".repeat(20_000)
            + "--b\n\nlast\n--b--\n";
        let mail = decode_mail(raw.as_bytes());
        assert_eq!(mail.limits, [Limit { kind: LimitKind::Files, name: String::new() }]);
        assert!(mail.texts.last().is_some_and(|text| text.content.contains("last")));
    }
}
