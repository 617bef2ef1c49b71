//! TNEF, the `winmail.dat` of Outlook (MS-OXTNEF): the text of its message, the files attached to it, messages attached to it. Checksums
//! are not looked at.

mod lzfu;
mod property;

use encoding_rs::{Encoding, WINDOWS_1252};
use property::Property;

use super::super::mail::LimitKind;
use super::gather::{DEPTH, Found, Gathering};
use super::{charset, html, rtf};

/// The first four bytes of a file.
pub const SIGNATURE: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];
/// What a message object begins with, before the TNEF in it.
const OBJECT_ID: usize = 16;

/// An attribute: whether of an attachment, id, data.
struct Attributes<'a> {
    bytes: &'a [u8],
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<(u16, &'a [u8])> {
        let (&[_level, low, high, _, _, a, b, c, d], rest) = self.bytes.split_first_chunk::<9>()?;
        let length = u32::from_le_bytes([a, b, c, d]) as usize;
        // A cut file still has the start of its last attribute.
        let (data, rest) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        self.bytes = rest.get(2..).unwrap_or_default();
        Some((u16::from_le_bytes([low, high]), data))
    }
}

/// A file attached.
#[derive(Default)]
struct Attachment<'a> {
    title: String,
    long_name: Option<String>,
    declared: String,
    data: Option<&'a [u8]>,
    message: Option<&'a [u8]>,
}

/// Reads a file.
pub fn open(gathering: &mut Gathering<'_>, found: &Found<'_>) {
    let mut reading = Reading { encoding: WINDOWS_1252, text: String::new(), attachments: Vec::new() };
    let Some(attributes) = found.bytes.get(6..) else { return gathering.limit(LimitKind::Damaged, found.name) };
    let end = Attributes { bytes: attributes }.fold(6, |end, (_, data)| end + 9 + data.len() + 2);
    for (id, data) in (Attributes { bytes: attributes }) {
        reading.attribute(id, data, gathering, found.name);
    }
    if found.bytes.len() < end {
        gathering.limit(LimitKind::Damaged, found.name);
    }
    gathering.text(found.name, charset::line_feeds(reading.text));
    for attachment in reading.attachments {
        if !attachment.open(gathering, found) {
            return;
        }
    }
}

struct Reading<'a> {
    encoding: &'static Encoding,
    text: String,
    attachments: Vec<Attachment<'a>>,
}

impl<'a> Reading<'a> {
    fn attribute(&mut self, id: u16, data: &'a [u8], gathering: &mut Gathering<'_>, name: &str) {
        match id {
            // attOemCodepage, attSubject, attBody, attMsgProps
            0x9007 => self.encoding = codepage(data),
            0x8004 | 0x800c => self.line(&self.string(data)),
            0x9003 => self.message(&property::read(data), gathering, name),
            // attAttachRendData begins an attachment; then attAttachTitle, attAttachData, attAttachment
            0x9002 => self.attachments.push(Attachment::default()),
            0x8010 => self.last().title = self.string(data),
            0x800f => self.last().data = Some(data),
            0x9005 => self.properties(&property::read(data)),
            _ => {}
        }
    }

    fn string(&self, data: &[u8]) -> String {
        self.encoding.decode_without_bom_handling(data).0.trim_end_matches('\0').to_owned()
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn last(&mut self) -> &mut Attachment<'a> {
        if self.attachments.is_empty() {
            self.attachments.push(Attachment::default());
        }
        let last = self.attachments.len() - 1;
        &mut self.attachments[last]
    }

    /// The text of the message: subject, plain body, HTML, compressed RTF.
    fn message(&mut self, properties: &[Property<'_>], gathering: &mut Gathering<'_>, name: &str) {
        for property in properties {
            match property.id {
                0x0037 | 0x1000 => {
                    let text = property.text(self.encoding).unwrap_or_default();
                    self.line(&text);
                }
                0x1013 => {
                    let source = property.text(self.encoding).or_else(|| charset::decode(property.value));
                    self.line(&html::html_text(&source.unwrap_or_default()));
                }
                0x1009 => {
                    let Some(bytes) = lzfu::unpack(property.value, gathering.budget.unpacked) else { continue };
                    gathering.spend(bytes.len() as u64, name);
                    match rtf::read(&bytes) {
                        rtf::Content::Text(text) => self.line(&text),
                        rtf::Content::Html(source) => self.line(&html::html_text(&source)),
                    }
                }
                _ => {}
            }
        }
    }

    fn properties(&mut self, properties: &[Property<'a>]) {
        let encoding = self.encoding;
        for property in properties {
            let text = property.text(encoding);
            let last = self.last();
            match property.id {
                0x3707 => last.long_name = text,
                0x3704 if last.title.is_empty() => last.title = text.unwrap_or_default(),
                0x370e => last.declared = text.unwrap_or_default().to_lowercase(),
                0x3701 if property.kind == 0x0d => last.message = property.value.get(OBJECT_ID..),
                0x3701 => last.data = Some(property.value),
                _ => {}
            }
        }
    }
}

impl Attachment<'_> {
    /// Opens it; false where no more files are listed.
    fn open(&self, gathering: &mut Gathering<'_>, outer: &Found<'_>) -> bool {
        let own = self.long_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&self.title);
        let name = format!("{}!{own}", outer.name);
        let Some(bytes) = self.message.or(self.data) else { return true };
        if outer.depth >= DEPTH {
            gathering.limit(LimitKind::Depth, &name);
            return false;
        }
        gathering.file(&Found {
            name: &name,
            declared: &self.declared,
            bytes,
            whole: None,
            inline: false,
            depth: outer.depth + 1,
        })
    }
}

fn codepage(data: &[u8]) -> &'static Encoding {
    let number = data.first_chunk::<4>().map_or(0, |number| u32::from_le_bytes(*number));
    let label = if number == 65001 { "utf-8".to_owned() } else { format!("windows-{number}") };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}
