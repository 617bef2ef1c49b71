//! A detached signature (RFC 5652) that any tool verifies: signed attributes with content type, digest, time and the pinned certificate.

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;

use super::certificate_id::signing_certificate_v2;
use super::identity::Identity;
use crate::trust::der::{self, context, integer, object, octets, oid, plain, sequence, set_of, tag, time_of_signing};
use crate::trust::x509::SignatureFault;

/// Why nothing was signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot sign: {0}")]
pub struct SignError(#[from] SignatureFault);

/// Signs `content`, which is not put inside. `moment` is what the signer says of the time. The same arguments give the same bytes.
pub fn sign_detached(identity: &Identity, content: &[u8], moment: DateTime<Utc>) -> Result<Vec<u8>, SignError> {
    let digest = identity.digest();
    let attributes = set_of(&[
        &attribute(oid::CONTENT_TYPE, &object(oid::DATA)),
        &attribute(oid::MESSAGE_DIGEST, &octets(&digest.of(content))),
        &attribute(oid::SIGNING_TIME, &time_of_signing(moment)),
        &attribute(oid::SIGNING_CERTIFICATE_V2, &signing_certificate_v2(identity.certificate())),
    ]);
    let signature = identity.sign(&attributes)?;
    let algorithm = match (identity.is_rsa(), digest) {
        // RFC 5754 section 3.2: RSA with NULL, ECDSA with nothing.
        (true, _) => sequence(&[&object(oid::RSA_SHA256), &[tag::NULL, 0]]),
        (false, crate::trust::x509::DigestAlgorithm::Sha384) => plain(oid::ECDSA_SHA384),
        (false, _) => plain(oid::ECDSA_SHA256),
    };
    let certificate = identity.certificate();
    let id = sequence(&[certificate.issuer().der(), &integer(certificate.serial().octets())]);
    // Signed as a SET, carried as [0]: one octet differs.
    let mut carried = attributes;
    carried[0] = tag::context(0);
    let version = integer(&[1]);
    let signer = sequence(&[&version, &id, &digest.identifier(), &carried, &algorithm, &octets(&signature)]);
    let mut certificates: Vec<&[u8]> = vec![certificate.der()];
    certificates.extend(identity.chain().iter().map(|certificate| certificate.der()));
    certificates.sort_unstable();
    let data = sequence(&[
        &version,
        &set_of(&[&digest.identifier()]),
        &sequence(&[&object(oid::DATA)]),
        &context(0, &certificates),
        &set_of(&[&signer]),
    ]);
    Ok(sequence(&[&object(oid::SIGNED_DATA), &context(0, &[&data])]))
}

fn attribute(name: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    sequence(&[&object(name), &der::wrap(tag::SET, &[value])])
}
