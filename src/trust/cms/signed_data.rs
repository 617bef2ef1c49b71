//! SignedData (RFC 5652 section 5) as it is met: BER, certificates in any order or not there at all. Nothing is believed yet.

use const_oid::ObjectIdentifier;

use super::attributes::Attributes;
use crate::trust::der::{Malformed, Reader, Value, definite, oid, tag};
use crate::trust::x509::{Certificate, Name, Serial};

/// What is signed, by whom, with which certificates beside it.
#[derive(Debug, Clone)]
pub struct SignedData {
    /// What the content is said to be.
    pub content_type: ObjectIdentifier,
    /// The content, if it is inside (a detached signature has it elsewhere).
    pub content: Option<Vec<u8>>,
    /// The certificates that could be read; others are passed over.
    pub certificates: Vec<Certificate>,
    /// The signers.
    pub signers: Vec<Signer>,
}

/// One SignerInfo.
#[derive(Debug, Clone)]
pub struct Signer {
    /// Which certificate.
    pub id: SignerId,
    /// AlgorithmIdentifier of the digest over the content.
    pub(super) digest_algorithm: Vec<u8>,
    pub(super) attributes: Option<Attributes>,
    /// AlgorithmIdentifier of the signature.
    pub(super) signature_algorithm: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

/// How a signer names its certificate.
#[derive(Debug, Clone)]
pub enum SignerId {
    /// By issuer and serial number.
    IssuerSerial(Name, Serial),
    /// By the identifier of its key.
    KeyId(Vec<u8>),
}

const MOST_CERTIFICATES: usize = 64;
const MOST_SIGNERS: usize = 16;

impl SignedData {
    /// Reads a ContentInfo that holds SignedData, in DER or BER, at most 1 MiB, with nothing after it.
    pub fn from_der(bytes: &[u8]) -> Result<SignedData, Malformed> {
        let bytes = definite(bytes)?;
        let mut info = Reader::whole(&bytes, tag::SEQUENCE, "signed data (CMS)")?.inside();
        if info.object("a content type")? != oid::SIGNED_DATA {
            return Err(Malformed("CMS, but not signed data"));
        }
        let wrapper = info.take(tag::context(0), "signed data")?;
        let mut data = Reader::whole(wrapper.contents, tag::SEQUENCE, "signed data")?.inside();
        data.integer("a version of signed data")?;
        data.take(tag::SET, "digest algorithms of signed data")?;
        let (content_type, content) = content(data.sequence("a signed content")?)?;
        let (mut certificates, mut signers) = (Vec::new(), None);
        while !data.is_empty() {
            let part = data.any()?;
            match part.tag {
                CERTIFICATES if certificates.is_empty() => certificates = readable(&part)?,
                REVOCATION_LISTS => {}
                tag::SET if signers.is_none() => signers = Some(part),
                _ => return Err(Malformed("an unexpected part of signed data")),
            }
        }
        let signers = signers.ok_or(Malformed("signed data without signers"))?;
        let signers = signers.inside().all(MOST_SIGNERS, "too many signers")?;
        let signers = signers.iter().map(Signer::read).collect::<Result<_, _>>()?;
        Ok(SignedData { content_type, content, certificates, signers })
    }
}

const CERTIFICATES: u8 = tag::context(0);
const REVOCATION_LISTS: u8 = tag::context(1);

fn content(mut reader: Reader<'_>) -> Result<(ObjectIdentifier, Option<Vec<u8>>), Malformed> {
    let content_type = reader.object("a signed content's type")?;
    let content = match reader.maybe(tag::context(0))? {
        None => None,
        Some(wrapper) => Some(Reader::whole(wrapper.contents, tag::OCTETS, "a signed content")?.contents.to_vec()),
    };
    reader.end("a signed content has too many parts")?;
    Ok((content_type, content))
}

/// Those of a set of certificates that can be read. Attribute certificates and odd ones prove nothing here, and harm nothing.
fn readable(set: &Value<'_>) -> Result<Vec<Certificate>, Malformed> {
    let all = set.inside().all(MOST_CERTIFICATES, "too many certificates")?;
    Ok(all.iter().filter_map(|one| Certificate::from_der(one.whole).ok()).collect())
}

impl Signer {
    fn read(value: &Value<'_>) -> Result<Signer, Malformed> {
        if value.tag != tag::SEQUENCE {
            return Err(Malformed("a signer is not one"));
        }
        let mut reader = value.inside();
        reader.integer("a signer's version")?;
        let id = reader.any()?;
        let id = match id.tag {
            tag::SEQUENCE => {
                let mut parts = id.inside();
                SignerId::IssuerSerial(
                    Name::read(&parts.any()?)?,
                    Serial::new(parts.integer("a signer's serial number")?),
                )
            }
            KEY_ID => SignerId::KeyId(id.contents.to_vec()),
            _ => return Err(Malformed("a signer names no certificate")),
        };
        let digest_algorithm = reader.take(tag::SEQUENCE, "a signer's digest algorithm")?.whole.to_vec();
        let attributes = reader.maybe(tag::context(0))?.map(|value| Attributes::read(&value)).transpose()?;
        let signature_algorithm = reader.take(tag::SEQUENCE, "a signer's signature algorithm")?.whole.to_vec();
        let signature = reader.take(tag::OCTETS, "a signature")?.contents.to_vec();
        reader.maybe(tag::context(1))?;
        reader.end("a signer has too many parts")?;
        Ok(Signer { id, digest_algorithm, attributes, signature_algorithm, signature })
    }

    /// Whether this is the certificate that the signer names.
    pub fn is(&self, certificate: &Certificate) -> bool {
        match &self.id {
            SignerId::IssuerSerial(issuer, serial) => certificate.issuer() == issuer && certificate.serial() == serial,
            SignerId::KeyId(id) => certificate
                .extensions()
                .and_then(|extensions| extensions.subject_key_id.as_ref())
                .is_some_and(|key| key == id),
        }
    }
}

const KEY_ID: u8 = tag::context_primitive(0);
