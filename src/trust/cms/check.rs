//! Whether a signer signed: certificate, content type, digest, the signature over the original attributes, and the certificate pinned by them.

use chrono::{DateTime, Utc};

use super::certificate_id;
use super::signed_data::{SignedData, Signer};
use crate::trust::der::{Malformed, Reader, oid, read_time, tag};
use crate::trust::x509::{Certificate, DigestAlgorithm, SignatureAlgorithm, SignatureFault};

/// What is proven of one signer: the holder of this certificate's key signed this content. Whether the certificate is trusted is another
/// question ([`crate::trust::x509::Anchors::path`]).
#[derive(Debug, Clone)]
pub struct Signed {
    /// The signer's certificate.
    pub certificate: Certificate,
    /// When the signer says it was signed; proven by nothing.
    pub claimed_time: Option<DateTime<Utc>>,
    /// The digest by which the signature pins its certificate, if it does.
    pub pinned_by: Option<DigestAlgorithm>,
    /// How it was signed.
    pub algorithm: SignatureAlgorithm,
}

/// Why a signer is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The certificate that the signer names is not there.
    #[error("the signer's certificate is not there")]
    NoCertificate,
    /// The signature pins another certificate than the one that is there.
    #[error("the signature was made for another certificate")]
    OtherCertificate,
    /// The content was altered.
    #[error("the content is not the one that was signed")]
    OtherContent,
    /// The signature is not of this key, too weak, or unreadable.
    #[error(transparent)]
    Signature(#[from] SignatureFault),
}

impl From<Malformed> for Fault {
    fn from(malformed: Malformed) -> Fault {
        Fault::Signature(SignatureFault::Malformed(malformed))
    }
}

impl Fault {
    /// A permanent word for each sort of fault.
    pub fn word(&self) -> &'static str {
        match self {
            Fault::NoCertificate | Fault::OtherCertificate => "cms-certificate",
            Fault::OtherContent => "cms-content",
            Fault::Signature(_) => "cms-signature",
        }
    }
}

impl SignedData {
    /// Checks one signer over `content` (the one inside, or the detached one). Certificates are those inside, then `further` ones.
    ///
    /// The attributes' signature is checked before their digest is compared: altered attributes are told as such, altered content too.
    pub fn check(&self, signer: &Signer, content: &[u8], further: &[Certificate]) -> Result<Signed, Fault> {
        let all = || self.certificates.iter().chain(further).filter(|certificate| signer.is(certificate));
        let first = all().next().ok_or(Fault::NoCertificate)?;
        let attributes = signer.attributes.as_ref().ok_or(Malformed("a signer without signed attributes"))?;
        let digest = DigestAlgorithm::read(&Reader::new(&signer.digest_algorithm).any()?)?;
        let algorithm = SignatureAlgorithm::read(&Reader::new(&signer.signature_algorithm).any()?, Some(digest))?;
        // The same name and number may be on several certificates; one whose key fits is the signer's.
        let fits = |certificate: &Certificate| {
            certificate.public_key()?.verify(algorithm, attributes.signed(), &signer.signature)
        };
        let certificate = match all().find(|certificate| fits(certificate).is_ok()) {
            Some(certificate) => certificate,
            None => return Err(fits(first).err().unwrap_or(SignatureFault::Wrong).into()),
        };
        let kind = attributes.value(oid::CONTENT_TYPE)?.ok_or(Malformed("a signer without content type"))?;
        if kind.tag != tag::OBJECT || kind.object()? != self.content_type {
            return Err(Fault::OtherContent);
        }
        let signed = attributes.value(oid::MESSAGE_DIGEST)?.ok_or(Malformed("a signer without message digest"))?;
        if digest == DigestAlgorithm::Sha1 {
            return Err(SignatureFault::Weak("a digest with SHA-1".to_owned()).into());
        }
        if signed.tag != tag::OCTETS || signed.contents != digest.of(content) {
            return Err(Fault::OtherContent);
        }
        let pinned_by = certificate_id::pinned(attributes, certificate)?;
        let claimed_time = attributes.value(oid::SIGNING_TIME)?.and_then(|value| read_time(&value).ok());
        Ok(Signed { certificate: certificate.clone(), claimed_time, pinned_by, algorithm })
    }
}
