//! A certificate as it was encoded, and what it says. The signed part is kept byte for byte.

use std::fmt;
use std::ops::Range;

use chrono::{DateTime, Utc};

use super::algorithm::SignatureAlgorithm;
use super::extensions::Extensions;
use super::key::{PublicKey, SignatureFault};
use super::name::Name;
use crate::digest::Sha256;
use crate::trust::der::{Malformed, Reader, Value, read_time, tag};

/// An X.509 certificate (RFC 5280 section 4.1).
#[derive(Debug, Clone)]
pub struct Certificate {
    der: Vec<u8>,
    /// Where the signed part lies in `der`.
    signed: Range<usize>,
    serial: Serial,
    issuer: Name,
    subject: Name,
    validity: [DateTime<Utc>; 2],
    key: Vec<u8>,
    extensions: Option<Extensions>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
}

/// A serial number; it is compared as a number and shown in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serial(Vec<u8>);

impl Serial {
    /// From the contents of an INTEGER.
    pub fn new(octets: &[u8]) -> Serial {
        // 0x00ff and 0xff are different numbers (255 and -1) only in theory: serials are positive, and some issuers forget the zero.
        Serial(crate::trust::der::magnitude(octets).to_vec())
    }

    /// Most significant octet first, without leading zeros.
    pub fn octets(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { f.write_str("00") } else { f.write_str(&data_encoding::HEXUPPER.encode(&self.0)) }
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Certificate) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl Certificate {
    /// Reads one certificate, with nothing after it.
    pub fn from_der(der: &[u8]) -> Result<Certificate, Malformed> {
        let mut outer = Reader::whole(der, tag::SEQUENCE, "a certificate")?.inside();
        let body = outer.take(tag::SEQUENCE, "a certificate's signed part")?;
        let algorithm = outer.take(tag::SEQUENCE, "a certificate's signature algorithm")?;
        let signature = outer.take(tag::BIT_STRING, "a certificate's signature")?.bits()?;
        outer.end("a certificate has too many parts")?;

        let mut inner = body.inside();
        inner.maybe(tag::context(0))?;
        let serial = Serial::new(inner.integer("a certificate's serial number")?);
        if inner.take(tag::SEQUENCE, "a certificate's algorithm")?.whole != algorithm.whole {
            return Err(Malformed("a certificate names two signature algorithms"));
        }
        let issuer = Name::read(&inner.any()?)?;
        let mut validity = inner.sequence("a certificate's validity")?;
        let validity = [read_time(&validity.any()?)?, read_time(&validity.any()?)?];
        let subject = Name::read(&inner.any()?)?;
        let key = inner.take(tag::SEQUENCE, "a certificate's key")?.whole.to_vec();
        let start = body.whole.as_ptr() as usize - der.as_ptr() as usize;
        Ok(Certificate {
            der: der.to_vec(),
            signed: start..start + body.whole.len(),
            serial,
            issuer,
            subject,
            validity,
            key,
            extensions: extensions(inner)?,
            algorithm: algorithm.whole.to_vec(),
            signature: signature.to_vec(),
        })
    }

    /// The encoding as it was read.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// SHA-256 of the encoding: the fingerprint that tools show.
    pub fn fingerprint(&self) -> Sha256 {
        Sha256::of(&self.der)
    }

    /// Who holds the key.
    pub fn subject(&self) -> &Name {
        &self.subject
    }

    /// Who vouches for it.
    pub fn issuer(&self) -> &Name {
        &self.issuer
    }

    /// The number that its issuer gave it.
    pub fn serial(&self) -> &Serial {
        &self.serial
    }

    /// The first moment at which it is valid.
    pub fn not_before(&self) -> DateTime<Utc> {
        self.validity[0]
    }

    /// The last second in which it is valid.
    pub fn not_after(&self) -> DateTime<Utc> {
        self.validity[1]
    }

    /// Whether it is valid at that time, by its own dates.
    pub fn valid_at(&self, moment: DateTime<Utc>) -> bool {
        // The last second counts whole: a token has fractions, a certificate has not.
        self.validity[0] <= moment && moment.timestamp() <= self.validity[1].timestamp()
    }

    /// What its extensions say; nothing for a certificate without any (version 1).
    pub fn extensions(&self) -> Option<&Extensions> {
        self.extensions.as_ref()
    }

    /// Its key.
    pub fn public_key(&self) -> Result<PublicKey, SignatureFault> {
        PublicKey::from_spki(&self.key)
    }

    /// Whether issuer and subject are the same.
    pub fn is_self_issued(&self) -> bool {
        self.issuer == self.subject
    }

    /// Whether the key of `issuer` signed this certificate. Names and usage are not looked at.
    pub fn signed_by(&self, issuer: &Certificate) -> Result<(), SignatureFault> {
        let algorithm = Reader::new(&self.algorithm).any()?;
        let algorithm = SignatureAlgorithm::read(&algorithm, None)?;
        issuer.public_key()?.verify(algorithm, &self.der[self.signed.clone()], &self.signature)
    }
}

/// What may follow the key: unique identifiers (never seen), then the extensions.
fn extensions(mut rest: Reader<'_>) -> Result<Option<Extensions>, Malformed> {
    for unique in [1, 2] {
        rest.maybe(tag::context_primitive(unique))?;
    }
    let Some(wrapper) = rest.maybe(tag::context(3))? else { return Ok(None) };
    rest.end("a certificate has too many parts")?;
    let list: Value<'_> = Reader::whole(wrapper.contents, tag::SEQUENCE, "a certificate's extensions")?;
    Extensions::read(&list).map(Some)
}
