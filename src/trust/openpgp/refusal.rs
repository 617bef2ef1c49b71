//! Why a key is not used: each reason has a permanent word and the facts a person needs to understand it.

use chrono::{DateTime, Utc};

use super::Fingerprint;

/// Why a certificate, or one of its keys, may not be used at the time judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The certificate (its primary key) is not yet valid.
    #[error("the certificate is valid only from {from}")]
    NotYetValid {
        /// When the primary key was made.
        from: DateTime<Utc>,
    },
    /// The certificate has expired.
    #[error("the certificate expired on {on}")]
    Expired {
        /// When it expired.
        on: DateTime<Utc>,
    },
    /// The certificate was revoked by its owner: the revocation signature was verified.
    #[error("the certificate was revoked by its owner on {on} ({reason})")]
    Revoked {
        /// When the revocation was made.
        on: DateTime<Utc>,
        /// The reason given.
        reason: RevocationReason,
    },
    /// A revocation by somebody the owner appointed for it, whose certificate is not at hand to verify it.
    #[error("the certificate was revoked by the appointed revoker {by} (not verified, taken as true)")]
    RevokedByAppointee {
        /// The fingerprint of the appointed revoker.
        by: Fingerprint,
    },
    /// No signature of the primary key over a user id or over itself can be verified (all absent, wrong, expired or revoked).
    #[error("the certificate carries no valid signature of its own")]
    NoSelfSignature,
    /// The certificate's own signatures all use a broken hash algorithm.
    #[error("the certificate's own signatures use {hash}, which is broken")]
    WeakSelfSignature {
        /// `SHA1`, `MD5`.
        hash: String,
    },
    /// The certificate has no key for the purpose wanted: encryption.
    #[error("the certificate has no key for encryption")]
    NoEncryptionKey,
    /// The certificate has no key for the purpose wanted: signing.
    #[error("the certificate has no key for signing")]
    NoSigningKey,
    /// The key that made the signature is not meant for signing.
    #[error("the key {key} is not meant for signing")]
    NotForSigning {
        /// The key.
        key: Fingerprint,
    },
    /// A subkey not yet valid.
    #[error("the subkey {key} is valid only from {from}")]
    SubkeyNotYetValid {
        /// The subkey.
        key: Fingerprint,
        /// When it was made.
        from: DateTime<Utc>,
    },
    /// A subkey that expired.
    #[error("the subkey {key} expired on {on}")]
    SubkeyExpired {
        /// The subkey.
        key: Fingerprint,
        /// When it expired.
        on: DateTime<Utc>,
    },
    /// A subkey revoked by its owner.
    #[error("the subkey {key} was revoked by its owner on {on} ({reason})")]
    SubkeyRevoked {
        /// The subkey.
        key: Fingerprint,
        /// When.
        on: DateTime<Utc>,
        /// The reason given.
        reason: RevocationReason,
    },
    /// No binding signature of the primary key over the subkey can be verified: anybody may have added it.
    #[error("the subkey {key} is not bound to the certificate by a valid signature")]
    SubkeyNotBound {
        /// The subkey.
        key: Fingerprint,
    },
    /// The subkey is bound by signatures with a broken hash algorithm only.
    #[error("the subkey {key} is bound with {hash}, which is broken")]
    SubkeyWeakBinding {
        /// The subkey.
        key: Fingerprint,
        /// `SHA1`, `MD5`.
        hash: String,
    },
    /// A signing subkey did not itself agree to belong to the certificate (missing or wrong back signature, RFC 9580 section 5.2.1.11).
    #[error("the signing subkey {key} has no valid back signature")]
    NoBackSignature {
        /// The subkey.
        key: Fingerprint,
    },
    /// The key is too weak: RSA below 2048 bits, DSA, ElGamal, version 3.
    #[error("the key {key} is too weak ({algorithm})")]
    WeakKey {
        /// The key.
        key: Fingerprint,
        /// `RSA 1024`, `DSA`.
        algorithm: String,
    },
    /// The algorithm or curve is not one this program knows or accepts.
    #[error("the key {key} uses an algorithm that is not accepted ({algorithm})")]
    UnknownAlgorithm {
        /// The key.
        key: Fingerprint,
        /// Its name or number.
        algorithm: String,
    },
}

impl Refusal {
    /// The permanent word of the reason.
    pub fn word(&self) -> &'static str {
        match self {
            Refusal::NotYetValid { .. } => "not-yet-valid",
            Refusal::Expired { .. } => "expired",
            Refusal::Revoked { .. } => "revoked",
            Refusal::RevokedByAppointee { .. } => "revoked-by-appointee",
            Refusal::NoSelfSignature => "no-self-signature",
            Refusal::WeakSelfSignature { .. } => "weak-self-signature",
            Refusal::NoEncryptionKey => "no-encryption-key",
            Refusal::NoSigningKey => "no-signing-key",
            Refusal::NotForSigning { .. } => "not-for-signing",
            Refusal::SubkeyNotYetValid { .. } => "subkey-not-yet-valid",
            Refusal::SubkeyExpired { .. } => "subkey-expired",
            Refusal::SubkeyRevoked { .. } => "subkey-revoked",
            Refusal::SubkeyNotBound { .. } => "subkey-not-bound",
            Refusal::SubkeyWeakBinding { .. } => "subkey-weak-binding",
            Refusal::NoBackSignature { .. } => "no-back-signature",
            Refusal::WeakKey { .. } => "weak-key",
            Refusal::UnknownAlgorithm { .. } => "unknown-algorithm",
        }
    }
}

/// The reason an owner gives for a revocation (RFC 9580 section 5.2.3.31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RevocationReason {
    /// None, or one we do not know: taken as a compromise.
    #[error("no reason given")]
    NotGiven,
    /// A newer key is used instead.
    #[error("superseded")]
    Superseded,
    /// The secret part was stolen: signatures of any date are void.
    #[error("compromised")]
    Compromised,
    /// No longer used.
    #[error("no longer used")]
    Retired,
}

impl RevocationReason {
    /// True where signatures made before the revocation stand.
    pub(super) fn spares_the_past(self) -> bool {
        matches!(self, RevocationReason::Superseded | RevocationReason::Retired)
    }

    /// The permanent word of the reason.
    pub fn word(self) -> &'static str {
        match self {
            RevocationReason::NotGiven => "not-given",
            RevocationReason::Superseded => "superseded",
            RevocationReason::Compromised => "compromised",
            RevocationReason::Retired => "retired",
        }
    }
}

/// What a person should know of a key that is used all the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Note {
    /// The certificate carries a revocation that is not the owner's, nor an appointed revoker's, or whose signature is wrong. Anybody can
    /// add one, so it does not count, but the owner should be asked.
    #[error("the certificate carries a revocation that cannot be verified (made by {by})")]
    RevocationNotVerified {
        /// The key id or fingerprint of its maker, in hexadecimal, as it claims; empty if it claims none.
        by: String,
    },
}

impl Note {
    /// The permanent word of the note.
    pub fn word(&self) -> &'static str {
        match self {
            Note::RevocationNotVerified { .. } => "revocation-not-verified",
        }
    }
}
