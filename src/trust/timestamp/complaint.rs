//! What can be wrong with a token. Each sort has a permanent word, by which results and scripts know it.

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;

use crate::trust::der::Malformed;
use crate::trust::x509::{NoPath, SignatureFault};

/// Why a token proves nothing, or less than it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Complaint {
    /// Not a token.
    #[error("not a time-stamp token: {0}")]
    Unreadable(#[from] Malformed),
    /// The token stamps other bytes.
    #[error("the token stamps other bytes than these")]
    OtherImprint,
    /// The digest that the token stamps can be forged, so it stamps nothing.
    #[error("the token stamps a digest with SHA-1, which is too weak to prove anything")]
    WeakImprint,
    /// The signature is wrong, too weak, or of an unknown sort.
    #[error("the token's signature: {0}")]
    Signature(SignatureFault),
    /// What the token says was altered after it was signed.
    #[error("the token was altered after it was signed")]
    Altered,
    /// The authority's certificate is not in the token, nor among those given.
    #[error("the certificate of the time-stamp authority is not there")]
    NoCertificate,
    /// The token does not pin its certificate (RFC 3161 section 2.4.2 demands it).
    #[error("the token does not say which certificate it was signed with")]
    CertificateNotPinned,
    /// The token pins another certificate.
    #[error("the token was signed with another certificate than the one that is there")]
    OtherCertificate,
    /// The certificate is not one of a time-stamp authority (RFC 3161 section 2.3).
    #[error("the certificate {0} is not made for time-stamps: {1}")]
    Usage(String, Misuse),
    /// The authority's certificate was not valid at the token's time.
    #[error("the certificate {0} was valid from {1} to {2}, not at the token's time")]
    Expired(String, DateTime<Utc>, DateTime<Utc>),
    /// No path from the authority's certificate to a trusted one.
    #[error("no path to a trusted certificate: {0}")]
    Chain(#[from] NoPath),
    /// The answer does not carry the request's nonce: it may be an old answer to somebody else.
    #[error("the answer does not carry the number (nonce) of the request")]
    OtherNonce,
    /// The answer is under another policy than the one that was asked for.
    #[error("the answer is under the policy {0}, asked for was {1}")]
    OtherPolicy(ObjectIdentifier, ObjectIdentifier),
}

/// Why a certificate is not one of a time-stamp authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misuse {
    /// No extended key usage.
    #[error("it has no extended key usage")]
    None,
    /// The extended key usage is not critical.
    #[error("its extended key usage is not critical")]
    NotCritical,
    /// timeStamping is not in the extended key usage.
    #[error("its extended key usage is not timeStamping")]
    Other,
    /// Other purposes stand beside timeStamping.
    #[error("its extended key usage allows other things beside timeStamping")]
    NotAlone,
    /// The key usage allows other things than to sign.
    #[error("its key usage is not that of a key that only signs")]
    KeyUsage,
}

impl Complaint {
    /// The permanent word.
    pub fn word(&self) -> &'static str {
        match self {
            Complaint::Unreadable(_) => "token-unreadable",
            Complaint::OtherImprint | Complaint::WeakImprint => "token-imprint",
            Complaint::Signature(_) | Complaint::Altered => "token-signature",
            Complaint::NoCertificate | Complaint::CertificateNotPinned | Complaint::OtherCertificate => {
                "token-certificate"
            }
            Complaint::Usage(..) => "token-usage",
            Complaint::Expired(..) => "token-expired",
            Complaint::Chain(_) => "token-chain",
            Complaint::OtherNonce => "token-nonce",
            Complaint::OtherPolicy(..) => "token-policy",
        }
    }
}
