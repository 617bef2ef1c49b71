//! mail-parser asked for the text and the attachments of one message. Called on a large stack only ([`super::view`]).

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::view::{Attached, Attachment, Note};

/// More attachments than this are not listed.
const LISTED: usize = 10_000;

/// What mail-parser made of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub attachments: Vec<Attachment>,
    pub notes: Vec<Note>,
}

/// Decodes; none where mail-parser finds no message.
pub fn decode(raw: &[u8]) -> Option<Decoded> {
    let message = MessageParser::default().parse(raw)?;
    let mut decoded = Decoded::default();
    let html = |id: &u32| message.part(*id).is_some_and(|part| matches!(part.body, PartType::Html(_)));
    let shown = if message.text_body.is_empty() { &message.html_body } else { &message.text_body };
    let texts: Vec<String> =
        shown.iter().filter_map(|id| message.part(*id)).filter_map(|part| text(&message, part)).collect();
    decoded.text = texts.join("\n");
    if shown.iter().any(html) {
        decoded.notes.push(Note::FromHtml);
    } else if message.html_body.iter().any(html) {
        decoded.notes.push(Note::HtmlToo);
    }
    decoded.attachments = attachments(&message);
    Some(decoded)
}

fn text(message: &Message<'_>, part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Text(text) => Some(repaired(message, part, text).into_owned()),
        PartType::Html(html) => Some(text_of_html(&repaired(message, part, html))),
        _ => None,
    }
}

/// mail-parser puts U+FFFD where bytes are not what the part says. Where the part says nothing, or UTF-8, they mostly are
/// windows-1252.
pub fn repaired<'a>(message: &Message<'_>, part: &MessagePart<'_>, text: &'a str) -> Cow<'a, str> {
    let charset = part.content_type().and_then(|kind| kind.attribute("charset")).unwrap_or_default();
    let said = encoding_rs::Encoding::for_label(charset.as_bytes());
    let trusted = said.is_some_and(|said| said != encoding_rs::UTF_8 && !charset.eq_ignore_ascii_case("us-ascii"));
    if trusted || !text.contains(char::REPLACEMENT_CHARACTER) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text_of_bytes(&decoded_bytes(message, part)))
}

/// The bytes of a part with its transfer encoding undone and nothing else; as they stand where it cannot be.
pub fn decoded_bytes<'a>(message: &'a Message<'_>, part: &MessagePart<'_>) -> Cow<'a, [u8]> {
    let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let bytes = match part.encoding {
        Encoding::None => None,
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
    };
    bytes.map_or(Cow::Borrowed(raw), Cow::Owned)
}

/// Bytes of unknown charset: UTF-8, else windows-1252.
pub fn text_of_bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// HTML without its markup.
pub fn text_of_html(html: &str) -> String {
    super::html::to_text(html).content
}

/// The attachments of the message and of the messages in it, in the order in which they stand. No recursion: the nesting is the
/// sender's choice.
fn attachments(message: &Message<'_>) -> Vec<Attachment> {
    let mut listed = Vec::new();
    let mut waiting = vec![(message, message.attachments.iter(), 0)];
    while let Some((message, ids, level)) = waiting.last_mut() {
        let (message, level) = (*message, *level);
        let Some(id) = ids.next() else {
            waiting.pop();
            continue;
        };
        if listed.len() == LISTED {
            break;
        }
        let Some(part) = message.part(*id) else { continue };
        listed.push(attachment(part, level));
        if let PartType::Message(inner) = &part.body {
            waiting.push((inner, inner.attachments.iter(), level + 1));
        }
    }
    listed
}

fn attachment(part: &MessagePart<'_>, level: usize) -> Attachment {
    let kind = part.content_type().map(|kind| match kind.subtype() {
        Some(subtype) => format!("{}/{subtype}", kind.ctype()),
        None => kind.ctype().to_owned(),
    });
    let (size, message) = match &part.body {
        PartType::Message(inner) => (part.offset_end.saturating_sub(part.offset_body) as usize, Some(attached(inner))),
        _ => (part.contents().len(), None),
    };
    Attachment {
        name: part.attachment_name().unwrap_or_default().to_owned(),
        kind: kind.unwrap_or_default().to_ascii_lowercase(),
        size: size as u64,
        level,
        message,
    }
}

fn attached(message: &Message<'_>) -> Attached {
    let from = message.from().and_then(|from| from.first()).and_then(|first| first.address());
    Attached {
        from: from.unwrap_or_default().to_owned(),
        date: message.date().map(ToString::to_string).unwrap_or_default(),
        subject: message.subject().unwrap_or_default().to_owned(),
    }
}
