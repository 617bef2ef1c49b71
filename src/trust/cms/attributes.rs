//! Signed attributes (RFC 5652 section 11): the bytes that were signed, and the values in them.

use const_oid::ObjectIdentifier;

use crate::trust::der::{Malformed, Reader, Value, tag, wrap};

/// The signed attributes of one signer.
#[derive(Debug, Clone)]
pub struct Attributes {
    /// As they are signed: the original contents, under the tag of a SET.
    signed: Vec<u8>,
    values: Vec<(ObjectIdentifier, Vec<u8>)>,
}

const MOST: usize = 64;

impl Attributes {
    /// Reads the `[0]` of a SignerInfo. An attribute that occurs twice, or has not one value, is an error (section 11).
    pub(super) fn read(value: &Value<'_>) -> Result<Attributes, Malformed> {
        let mut values: Vec<(ObjectIdentifier, Vec<u8>)> = Vec::new();
        for attribute in value.inside().all(MOST, "too many signed attributes")? {
            let mut reader = attribute.inside();
            let name = reader.object("a signed attribute's name")?;
            if values.iter().any(|(known, _)| *known == name) {
                return Err(Malformed("a signed attribute occurs twice"));
            }
            let set = reader.take(tag::SET, "a signed attribute's values")?;
            values.push((name, set.contents.to_vec()));
        }
        // Re-tagged, not written anew: some signers do not sort, and what they signed is what they wrote.
        Ok(Attributes { signed: wrap(tag::SET, &[value.contents]), values })
    }

    /// The bytes that the signature is over.
    pub(super) fn signed(&self) -> &[u8] {
        &self.signed
    }

    /// The one value of an attribute.
    pub(super) fn value(&self, name: ObjectIdentifier) -> Result<Option<Value<'_>>, Malformed> {
        let Some((_, values)) = self.values.iter().find(|(known, _)| *known == name) else { return Ok(None) };
        let mut reader = Reader::new(values);
        let value = reader.any()?;
        reader.end("a signed attribute has several values")?;
        Ok(Some(value))
    }
}
