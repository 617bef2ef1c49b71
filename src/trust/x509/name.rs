//! Distinguished names: shown as text (RFC 4514), compared as RFC 5280 section 7.1 wants it (encoding, case and blanks do not matter).

use std::fmt;

use const_oid::ObjectIdentifier;

use crate::trust::der::{Malformed, Value, tag};

/// A distinguished name.
#[derive(Debug, Clone)]
pub struct Name {
    der: Vec<u8>,
    /// Outermost first, as encoded; each with its sort and text.
    parts: Vec<Vec<(ObjectIdentifier, Text)>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Text {
    Read(String),
    /// Of a sort of value that is no text: its encoding.
    Opaque(Vec<u8>),
}

/// The most parts that a name may have.
const MOST: usize = 64;

impl Name {
    /// Reads a Name value.
    pub fn read(value: &Value<'_>) -> Result<Name, Malformed> {
        if value.tag != tag::SEQUENCE {
            return Err(Malformed("a name is not one"));
        }
        let mut parts = Vec::new();
        for set in value.inside().all(MOST, "a name of too many parts")? {
            if set.tag != tag::SET {
                return Err(Malformed("a name is not one"));
            }
            let attributes = set.inside().all(MOST, "a name of too many parts")?;
            parts.push(attributes.iter().map(attribute).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(Name { der: value.whole.to_vec(), parts })
    }

    /// Reads the Name in an explicit tag, as GeneralName carries it.
    pub(crate) fn read_inside(wrapper: &Value<'_>) -> Result<Name, Malformed> {
        Name::read(&wrapper.inside().any()?)
    }

    /// The encoding as it was read.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The common name, or else the last part, or else nothing: how somebody is called on a screen.
    pub fn short(&self) -> &str {
        let texts = || {
            self.parts.iter().flatten().filter_map(|(sort, text)| match text {
                Text::Read(text) => Some((*sort, text.as_str())),
                Text::Opaque(_) => None,
            })
        };
        let common = texts().rfind(|(sort, _)| *sort == COMMON_NAME);
        common.or_else(|| texts().next_back()).map_or("", |(_, text)| text)
    }

    fn canonical(&self) -> impl Iterator<Item = Vec<(ObjectIdentifier, Text)>> + '_ {
        self.parts.iter().map(|part| {
            let folded = |text: &Text| match text {
                Text::Read(text) => Text::Read(text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()),
                opaque => opaque.clone(),
            };
            part.iter().map(|(sort, text)| (*sort, folded(text))).collect()
        })
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        self.der == other.der || (self.parts.len() == other.parts.len() && self.canonical().eq(other.canonical()))
    }
}

impl Eq for Name {}

impl fmt::Display for Name {
    /// As RFC 4514 writes it: innermost first, `CN=...,O=...`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().rev().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            for (index, (sort, text)) in part.iter().enumerate() {
                if index > 0 {
                    f.write_str("+")?;
                }
                match (keyword(*sort), text) {
                    (Some(word), Text::Read(text)) => write!(f, "{word}={}", escaped(text))?,
                    (None, Text::Read(text)) => write!(f, "{sort}={}", escaped(text))?,
                    (_, Text::Opaque(bytes)) => write!(f, "{sort}=#{}", data_encoding::HEXLOWER.encode(bytes))?,
                }
            }
        }
        Ok(())
    }
}

fn attribute(value: &Value<'_>) -> Result<(ObjectIdentifier, Text), Malformed> {
    let mut reader = value.inside();
    let sort = reader.object("a name's attribute")?;
    let value = reader.any()?;
    Ok((sort, text(&value).map_or_else(|| Text::Opaque(value.whole.to_vec()), Text::Read)))
}

/// The text of a string value (X.690 section 8.23), nothing if it is of another type or not well-formed.
fn text(value: &Value<'_>) -> Option<String> {
    let bytes = value.contents;
    match value.tag {
        tag::UTF8 => String::from_utf8(bytes.to_vec()).ok(),
        // NumericString, PrintableString, IA5String, VisibleString
        0x12 | 0x13 | 0x16 | 0x1a => bytes.is_ascii().then(|| bytes.iter().map(|byte| char::from(*byte)).collect()),
        // TeletexString is Latin-1 wherever it occurs
        0x14 => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        // UniversalString
        0x1c if bytes.len().is_multiple_of(4) => {
            bytes.chunks(4).map(|four| char::from_u32(u32::from_be_bytes(four.try_into().ok()?))).collect()
        }
        // BMPString
        0x1e if bytes.len().is_multiple_of(2) => {
            let units: Vec<u16> = bytes.chunks(2).map(|two| u16::from(two[0]) << 8 | u16::from(two[1])).collect();
            String::from_utf16(&units).ok()
        }
        _ => None,
    }
}

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// The keywords of RFC 4514 section 3, and those that certificates of services carry besides.
fn keyword(sort: ObjectIdentifier) -> Option<&'static str> {
    const KEYWORDS: [(&str, &str); 15] = [
        ("2.5.4.3", "CN"),
        ("2.5.4.4", "SN"),
        ("2.5.4.5", "serialNumber"),
        ("2.5.4.6", "C"),
        ("2.5.4.7", "L"),
        ("2.5.4.8", "ST"),
        ("2.5.4.9", "STREET"),
        ("2.5.4.10", "O"),
        ("2.5.4.11", "OU"),
        ("2.5.4.12", "title"),
        ("2.5.4.42", "GN"),
        ("2.5.4.97", "organizationIdentifier"),
        ("0.9.2342.19200300.100.1.1", "UID"),
        ("0.9.2342.19200300.100.1.25", "DC"),
        ("1.2.840.113549.1.9.1", "emailAddress"),
    ];
    KEYWORDS
        .iter()
        .find(|(dotted, _)| ObjectIdentifier::new(dotted).is_ok_and(|known| known == sort))
        .map(|(_, word)| *word)
}

/// RFC 4514 section 2.4; control characters as hexadecimal pairs, so that a name cannot move on a terminal.
fn escaped(text: &str) -> String {
    let mut shown = String::new();
    let last = text.chars().count().saturating_sub(1);
    for (index, c) in text.chars().enumerate() {
        match c {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' => shown.extend(['\\', c]),
            '#' | ' ' if index == 0 => shown.extend(['\\', c]),
            ' ' if index == last => shown.extend(['\\', c]),
            c if c.is_control() => {
                let mut buffer = [0; 4];
                c.encode_utf8(&mut buffer).bytes().for_each(|byte| shown.push_str(&format!("\\{byte:02X}")));
            }
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trust::der::{Reader, object, sequence, set_of, wrap};

    fn name(parts: &[(&str, u8, &[u8])]) -> Name {
        let sets: Vec<Vec<u8>> = parts
            .iter()
            .map(|(sort, tag, text)| {
                set_of(&[&sequence(&[&object(ObjectIdentifier::new(sort).unwrap()), &wrap(*tag, &[text])])])
            })
            .collect();
        let der = sequence(&sets.iter().map(Vec::as_slice).collect::<Vec<_>>());
        Name::read(&Reader::new(&der).any().unwrap()).unwrap()
    }

    #[test]
    fn shown_innermost_first_and_escaped() {
        let name = name(&[
            ("2.5.4.6", 0x13, b"FR"),
            ("2.5.4.10", 0x0c, "Église, Ltd\n".as_bytes()),
            ("2.5.4.3", 0x1e, b"\0T\0S\0A"),
        ]);
        assert_eq!(name.to_string(), "CN=TSA,O=Église\\, Ltd\\0A,C=FR");
        assert_eq!(name.short(), "TSA");
    }

    #[test]
    fn encoding_case_and_blanks_do_not_matter() {
        let one = name(&[("2.5.4.10", 0x13, b"Some  Authority "), ("2.5.4.3", 0x0c, b"x")]);
        assert_eq!(one, name(&[("2.5.4.10", 0x0c, b"some authority"), ("2.5.4.3", 0x0c, b"X")]));
        assert_ne!(one, name(&[("2.5.4.10", 0x0c, b"some authority")]));
        assert_ne!(one, name(&[("2.5.4.10", 0x0c, b"someauthority"), ("2.5.4.3", 0x0c, b"X")]));
    }
}
