//! What a token proves of a digest: its signature, its certificate and what that may be used for, and whether it leads to somebody trusted.

use super::complaint::{Complaint, Misuse};
use super::imprint::Imprint;
use super::token::Token;
use crate::trust::cms::{Fault, Signed};
use crate::trust::der::oid;
use crate::trust::x509::{Anchors, Certificate, DigestAlgorithm, ExtendedKeyUsage};

/// What was found. The token proves what it says if there are no complaints and trust leads to an anchor.
#[derive(Debug, Clone)]
pub struct Verification {
    /// What is wrong: nothing, or the first thing in the order signature, imprint, certificate, usage, validity, path.
    pub complaints: Vec<Complaint>,
    /// The certificate whose key made the signature, once that is proven.
    pub signed: Option<Signed>,
    /// Whether somebody trusted vouches for that certificate.
    pub trust: Trust,
}

/// What is known of the authority's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// No anchors were given: the certificate may be anybody's.
    NoAnchors,
    /// The path from the authority's certificate (first) to an anchor (last), all valid at the token's time.
    Path(Vec<Certificate>),
    /// Nothing, because of a complaint.
    NotProven,
}

impl Verification {
    /// Whether nothing is wrong. Without anchors this still says nothing of who signed.
    pub fn is_sound(&self) -> bool {
        self.complaints.is_empty()
    }
}

impl Token {
    /// Checks the token over `imprint`, the digest of the bytes in question (in the token's algorithm: [`Token::imprint`] says which).
    /// `further` are certificates beside those in the token. Each thing wrong is one complaint: what follows from it is not told again.
    pub fn verify(&self, imprint: &Imprint, further: &[Certificate], anchors: Option<&Anchors>) -> Verification {
        let mut signed = None;
        let (complaints, trust) = match self.proven(imprint, further, anchors, &mut signed) {
            Ok(trust) => (Vec::new(), trust),
            Err(complaint) => (vec![complaint], Trust::NotProven),
        };
        Verification { complaints, signed, trust }
    }

    /// Checks the token over the stamped bytes themselves.
    pub fn verify_bytes(&self, bytes: &[u8], further: &[Certificate], anchors: Option<&Anchors>) -> Verification {
        self.verify(&Imprint::of(self.imprint().algorithm, bytes), further, anchors)
    }

    fn proven(
        &self,
        imprint: &Imprint,
        further: &[Certificate],
        anchors: Option<&Anchors>,
        found: &mut Option<Signed>,
    ) -> Result<Trust, Complaint> {
        let beside: Vec<Certificate> =
            further.iter().chain(anchors.iter().flat_map(|anchors| anchors.certificates())).cloned().collect();
        let signer = self.signed().signers.first().ok_or(Complaint::NoCertificate)?;
        let signed = self.signed().check(signer, self.content(), &beside).map_err(|fault| match fault {
            Fault::NoCertificate => Complaint::NoCertificate,
            Fault::OtherCertificate => Complaint::OtherCertificate,
            Fault::OtherContent => Complaint::Altered,
            Fault::Signature(fault) => Complaint::Signature(fault),
        })?;
        let signed = found.insert(signed);
        let authority = &signed.certificate;
        if self.imprint() != imprint {
            return Err(Complaint::OtherImprint);
        }
        if imprint.algorithm == DigestAlgorithm::Sha1 {
            return Err(Complaint::WeakImprint);
        }
        signed.pinned_by.ok_or(Complaint::CertificateNotPinned)?;
        misuse(authority).map_or(Ok(()), |misuse| Err(Complaint::Usage(authority.subject().to_string(), misuse)))?;
        if !authority.valid_at(self.time()) {
            return Err(Complaint::Expired(
                authority.subject().to_string(),
                authority.not_before(),
                authority.not_after(),
            ));
        }
        let Some(anchors) = anchors else { return Ok(Trust::NoAnchors) };
        let between: Vec<Certificate> = self.signed().certificates.iter().chain(further).cloned().collect();
        Ok(Trust::Path(anchors.path(authority, &between, self.time())?))
    }
}

/// RFC 3161 section 2.3: timeStamping, critical and alone. Key usage, if there, as OpenSSL wants it: to sign and nothing else.
fn misuse(certificate: &Certificate) -> Option<Misuse> {
    // Of version 1, without extensions: no purpose is named.
    let Some(extensions) = certificate.extensions() else { return Some(Misuse::None) };
    let Some(ExtendedKeyUsage { critical, purposes }) = &extensions.extended_key_usage else {
        return Some(Misuse::None);
    };
    if !purposes.contains(&oid::TIME_STAMPING) {
        return Some(Misuse::Other);
    }
    if purposes.len() > 1 {
        return Some(Misuse::NotAlone);
    }
    if !critical {
        return Some(Misuse::NotCritical);
    }
    extensions.key_usage.is_some_and(|usage| !usage.only_signs()).then_some(Misuse::KeyUsage)
}
