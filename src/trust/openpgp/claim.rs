//! What a signature says of itself, proven or not.

use chrono::{DateTime, Utc};
use pgp::packet::Signature;

use super::Fingerprint;
use super::moment::{date, seconds};

/// What a signature says of itself. Unproven until it was verified with the issuer's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The fingerprint of the key (often a subkey) said to have made it.
    pub issuer: Option<Fingerprint>,
    /// Its key id, 16 upper-case hexadecimal digits, where the signature names one.
    pub issuer_key_id: Option<String>,
    /// When it says it was made.
    pub created: Option<DateTime<Utc>>,
    /// The hash algorithm: `SHA512`.
    pub hash: String,
}

impl Claim {
    pub(super) fn of(signature: &Signature) -> Claim {
        Claim {
            issuer: signature.issuer_fingerprint().first().map(|print| Fingerprint::from((*print).clone())),
            issuer_key_id: signature.issuer_key_id().first().map(|id| data_encoding::HEXUPPER.encode(id.as_ref())),
            created: signature.created().map(|made| date(seconds(made))),
            hash: signature.hash_alg().map(|hash| hash.to_string()).unwrap_or_default(),
        }
    }
}
