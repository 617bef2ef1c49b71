//! The signed attributes that pin the signer's certificate (RFC 2634 with SHA-1, RFC 5035 with any digest): without them somebody else's
//! certificate over the same key could be put in its place.

use super::attributes::Attributes;
use super::check::Fault;
use crate::trust::der::{Reader, Value, oid, sequence, tag};
use crate::trust::x509::{Certificate, DigestAlgorithm, Name, Serial};

/// The strongest digest by which the attributes pin `signer`; nothing if there are none. A mismatch is an error.
pub(super) fn pinned(attributes: &Attributes, signer: &Certificate) -> Result<Option<DigestAlgorithm>, Fault> {
    let mut strongest = None;
    if let Some(value) = attributes.value(oid::SIGNING_CERTIFICATE)? {
        strongest = Some(matches(first(&value)?, DigestAlgorithm::Sha1, signer)?);
    }
    if let Some(value) = attributes.value(oid::SIGNING_CERTIFICATE_V2)? {
        let mut id = first(&value)?;
        let algorithm =
            id.maybe(tag::SEQUENCE)?.map_or(Ok(DigestAlgorithm::Sha256), |value| DigestAlgorithm::read(&value))?;
        strongest = Some(matches(id, algorithm, signer)?);
    }
    Ok(strongest)
}

/// The first certificate identifier, which is the signer's.
fn first<'a>(attribute: &Value<'a>) -> Result<Reader<'a>, Fault> {
    Ok(attribute.inside().sequence("a list of signing certificates")?.sequence("a signing certificate")?)
}

/// Digest, and issuer and serial number if they are there.
fn matches(mut id: Reader<'_>, algorithm: DigestAlgorithm, signer: &Certificate) -> Result<DigestAlgorithm, Fault> {
    let digest = id.take(tag::OCTETS, "a signing certificate's digest")?.contents;
    if algorithm.of(signer.der()) != digest {
        return Err(Fault::OtherCertificate);
    }
    if let Some(named) = id.maybe(tag::SEQUENCE)? {
        let mut named = named.inside();
        let issuers = named.sequence("a signing certificate's issuer")?.all(8, "a signing certificate's issuer")?;
        let serial = Serial::new(named.integer("a signing certificate's serial number")?);
        let issuer = |name: &Value<'_>| {
            name.tag == tag::context(4) && Name::read_inside(name).is_ok_and(|name| &name == signer.issuer())
        };
        if serial != *signer.serial() || !issuers.iter().any(issuer) {
            return Err(Fault::OtherCertificate);
        }
    }
    Ok(algorithm)
}

/// signingCertificateV2 for SHA-256 (the default, which DER leaves out), as the value of the attribute.
pub(super) fn signing_certificate_v2(signer: &Certificate) -> Vec<u8> {
    use crate::trust::der::{context, integer, octets};
    let issuer = sequence(&[&context(4, &[signer.issuer().der()])]);
    let named = sequence(&[&issuer, &integer(signer.serial().octets())]);
    let id = sequence(&[&octets(signer.fingerprint().as_bytes()), &named]);
    sequence(&[&sequence(&[&id])])
}
