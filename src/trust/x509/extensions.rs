//! The extensions that decide what a certificate may be used for (RFC 5280 section 4.2).

use const_oid::ObjectIdentifier;

use crate::trust::der::{Malformed, Reader, Value, oid, tag};

/// What the extensions say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extensions {
    /// basicConstraints: whether it is an authority's, and how many authorities may stand below.
    pub authority: Option<(bool, Option<u32>)>,
    /// keyUsage
    pub key_usage: Option<KeyUsage>,
    /// extKeyUsage
    pub extended_key_usage: Option<ExtendedKeyUsage>,
    /// subjectKeyIdentifier
    pub subject_key_id: Option<Vec<u8>>,
    /// Critical ones that are not understood here: such a certificate must not be relied on.
    pub unknown_critical: Vec<ObjectIdentifier>,
}

/// The bits of keyUsage, first bit highest (RFC 5280 section 4.2.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyUsage(u16);

impl KeyUsage {
    /// keyCertSign
    pub fn signs_certificates(self) -> bool {
        self.0 & 1 << (15 - 5) != 0
    }

    /// digitalSignature or nonRepudiation (contentCommitment)
    pub fn signs(self) -> bool {
        self.0 & SIGNS != 0
    }

    /// Nothing but digitalSignature and nonRepudiation
    pub fn only_signs(self) -> bool {
        self.signs() && self.0 & !SIGNS == 0
    }
}

const SIGNS: u16 = 0b11 << 14;

/// extKeyUsage (RFC 5280 section 4.2.1.12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendedKeyUsage {
    /// Whether the extension is critical.
    pub critical: bool,
    /// The purposes.
    pub purposes: Vec<ObjectIdentifier>,
}

/// Critical or not, these do not forbid what is done here: names and where to find lists; policies are not asked for.
const HARMLESS: [ObjectIdentifier; 5] =
    [oid::SUBJECT_ALT_NAME, oid::ISSUER_ALT_NAME, oid::CRL_POINTS, oid::POLICIES, oid::AUTHORITY_KEY_ID];

const MOST: usize = 128;

impl Extensions {
    /// Reads the SEQUENCE of extensions. One that occurs twice is an error.
    pub fn read(list: &Value<'_>) -> Result<Extensions, Malformed> {
        let (mut extensions, mut seen) = (Extensions::default(), Vec::new());
        for extension in list.inside().all(MOST, "too many extensions")? {
            let mut reader = extension.inside();
            let name = reader.object("an extension's name")?;
            if seen.contains(&name) {
                return Err(Malformed("an extension occurs twice"));
            }
            seen.push(name);
            let critical = reader.maybe(tag::BOOLEAN)?.is_some_and(|value| value.contents != [0]);
            let value = reader.take(tag::OCTETS, "an extension's value")?;
            extensions.take(name, critical, value.contents)?;
        }
        Ok(extensions)
    }

    fn take(&mut self, name: ObjectIdentifier, critical: bool, value: &[u8]) -> Result<(), Malformed> {
        match name {
            oid::BASIC_CONSTRAINTS => self.authority = Some(basic_constraints(value)?),
            oid::KEY_USAGE => self.key_usage = Some(key_usage(value)?),
            oid::EXTENDED_KEY_USAGE => {
                let list = Reader::whole(value, tag::SEQUENCE, "an extended key usage")?.inside();
                let purposes = list.all(MOST, "too many purposes")?;
                let purposes = purposes.iter().map(Value::object).collect::<Result<_, _>>()?;
                self.extended_key_usage = Some(ExtendedKeyUsage { critical, purposes });
            }
            oid::SUBJECT_KEY_ID => {
                let id = Reader::whole(value, tag::OCTETS, "a key identifier")?;
                self.subject_key_id = Some(id.contents.to_vec());
            }
            other if critical && !HARMLESS.contains(&other) => self.unknown_critical.push(other),
            _ => {}
        }
        Ok(())
    }
}

fn basic_constraints(value: &[u8]) -> Result<(bool, Option<u32>), Malformed> {
    let mut reader = Reader::whole(value, tag::SEQUENCE, "basic constraints")?.inside();
    let authority = reader.maybe(tag::BOOLEAN)?.is_some_and(|value| value.contents != [0]);
    let length = match reader.maybe(tag::INTEGER)? {
        None => None,
        Some(number) => Some(number.small().ok_or(Malformed("basic constraints"))?),
    };
    Ok((authority, length))
}

fn key_usage(value: &[u8]) -> Result<KeyUsage, Malformed> {
    let bits = Reader::whole(value, tag::BIT_STRING, "a key usage")?.contents;
    match *bits {
        [_] => Ok(KeyUsage(0)),
        [_, first] => Ok(KeyUsage(u16::from(first) << 8)),
        [_, first, second] => Ok(KeyUsage(u16::from(first) << 8 | u16::from(second))),
        _ => Err(Malformed("a key usage")),
    }
}
