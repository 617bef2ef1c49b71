//! MessageImprint (RFC 3161 section 2.4.1): the digest that is stamped.

use crate::digest::Sha256;
use crate::trust::der::{Malformed, Value, object, octets, sequence, tag};
use crate::trust::x509::DigestAlgorithm;

/// The digest of the stamped bytes, whatever these are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// How it was computed.
    pub algorithm: DigestAlgorithm,
    /// The digest.
    pub digest: Vec<u8>,
}

impl Imprint {
    /// Of bytes.
    pub fn of(algorithm: DigestAlgorithm, bytes: &[u8]) -> Imprint {
        Imprint { algorithm, digest: algorithm.of(bytes) }
    }

    /// Reads a MessageImprint.
    pub(super) fn read(value: &Value<'_>) -> Result<Imprint, Malformed> {
        let mut reader = value.inside();
        let identifier = reader.sequence("an imprint's algorithm")?.object("an imprint's algorithm")?;
        let algorithm = DigestAlgorithm::from_oid(identifier).ok_or(Malformed("an imprint of an unknown algorithm"))?;
        let digest = reader.take(tag::OCTETS, "an imprint")?.contents.to_vec();
        reader.end("an imprint has too many parts")?;
        Ok(Imprint { algorithm, digest })
    }

    /// As it is sent; the parameters are NULL as OpenSSL writes them, for authorities that compare bytes.
    pub(super) fn to_der(&self) -> Vec<u8> {
        let algorithm = sequence(&[&object(self.algorithm.oid()), &[tag::NULL, 0]]);
        sequence(&[&algorithm, &octets(&self.digest)])
    }
}

impl From<Sha256> for Imprint {
    fn from(digest: Sha256) -> Imprint {
        Imprint { algorithm: DigestAlgorithm::Sha256, digest: digest.as_bytes().to_vec() }
    }
}
