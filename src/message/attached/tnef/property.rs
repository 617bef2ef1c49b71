//! The MAPI properties of a TNEF attribute (MS-OXTNEF section 2.1.3.4): those that hold text, names and data.

use encoding_rs::UTF_16LE;

/// A property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property<'a> {
    /// its tag without the type
    pub id: u16,
    /// its type: 0x1e and 0x1f are strings, 0x0d an object, 0x102 bytes
    pub kind: u16,
    /// its value, the first of several
    pub value: &'a [u8],
}

/// Reads values from bytes.
struct Values<'a> {
    bytes: &'a [u8],
}

impl<'a> Values<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    fn word(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    /// A value of so many bytes, filled up to four.
    fn sized(&mut self) -> Option<&'a [u8]> {
        let length = self.word()? as usize;
        let value = self.take(length)?;
        self.take(self.bytes.len().min((4 - length % 4) % 4))?;
        Some(value)
    }
}

/// The properties in an attribute, as far as they can be read.
pub fn read(bytes: &[u8]) -> Vec<Property<'_>> {
    let mut values = Values { bytes };
    let count = values.word().unwrap_or(0);
    let mut properties = Vec::new();
    for _ in 0..count {
        let Some(property) = one(&mut values) else { break };
        properties.push(property);
    }
    properties
}

fn one<'a>(values: &mut Values<'a>) -> Option<Property<'a>> {
    let tag = values.word()?;
    let (kind, id) = (tag as u16, (tag >> 16) as u16);
    if id >= 0x8000 {
        values.take(16)?;
        if values.word()? == 0 { values.word().map(|_| ()) } else { values.sized().map(|_| ()) }?;
    }
    let (several, base) = (kind & 0x1000 != 0, kind & 0x0fff);
    let counted = several || matches!(base, 0x0d | 0x1e | 0x1f | 0x102);
    let count = if counted { values.word()? } else { 1 };
    let mut first = None;
    for _ in 0..count {
        let value = match base {
            0x02 | 0x03 | 0x04 | 0x0a | 0x0b | 0x01 => values.take(4)?,
            0x05 | 0x06 | 0x07 | 0x14 | 0x40 => values.take(8)?,
            0x48 => values.take(16)?,
            0x0d | 0x1e | 0x1f | 0x102 => values.sized()?,
            _ => return None,
        };
        first = first.or(Some(value));
    }
    Some(Property { id, kind: base, value: first.unwrap_or_default() })
}

impl Property<'_> {
    /// The text of a string property; 8-bit strings in `encoding`.
    pub fn text(&self, encoding: &'static encoding_rs::Encoding) -> Option<String> {
        let text = match self.kind {
            0x1e => encoding.decode_without_bom_handling(self.value).0,
            0x1f => UTF_16LE.decode_without_bom_handling(self.value).0,
            _ => return None,
        };
        Some(text.trim_end_matches('\0').to_owned())
    }
}
