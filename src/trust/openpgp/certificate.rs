//! A certificate: a public key with its user ids, subkeys and signatures, as somebody hands it out.

use chrono::{DateTime, Utc};
use pgp::composed::{PublicOrSecret, SignedPublicKey};
use pgp::types::KeyDetails as _;

use super::components::Primary;
use super::guard::guarded;
use super::moment::{Moment, date, seconds};
use super::{Fingerprint, OpenPgpError, armor, strength};

const EXPECTED: &str = "an OpenPGP certificate";

/// A certificate. Holding one says nothing about its worth: [`Certificate::recipient`](Self::recipient) and the verification of signatures
/// judge it at a time.
#[derive(Debug, Clone)]
pub struct Certificate {
    pub(super) key: SignedPublicKey,
}

impl Certificate {
    /// All certificates in `bytes`: binary, or one or several armoured blocks. At least one, or an error; one that cannot be read is an
    /// error, a secret key too.
    pub fn read_all(bytes: &[u8]) -> Result<Vec<Certificate>, OpenPgpError> {
        let mut certificates = Vec::new();
        for block in armor::blocks(bytes, EXPECTED)? {
            certificates.extend(guarded(|| in_block(&block))?);
        }
        if certificates.is_empty() {
            return Err(OpenPgpError::NotOpenPgp { expected: EXPECTED, cause: "no public key in it".into() });
        }
        Ok(certificates)
    }

    /// The fingerprint of the primary key.
    pub fn fingerprint(&self) -> Fingerprint {
        self.key.fingerprint().into()
    }

    /// The user ids in their order, as they stand (UTF-8 is only usual): whoever shows them makes them safe. Nothing proves them.
    pub fn user_ids(&self) -> Vec<String> {
        self.key.details.users.iter().map(|user| String::from_utf8_lossy(user.id.id()).into_owned()).collect()
    }

    /// When the primary key was made, as it says.
    pub fn created(&self) -> DateTime<Utc> {
        date(seconds(self.key.created_at()))
    }

    /// When the certificate expires, by its newest valid self-signature at `now`; `None` if never or if no such signature is valid.
    pub fn expires(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let work = || Ok(Primary::of(self, Moment::now(now)).ok().and_then(|primary| primary.expires));
        guarded(work).ok().flatten().map(date)
    }

    /// The algorithm of the primary key: `RSA 3072`, `Ed25519`.
    pub fn algorithm(&self) -> String {
        strength::algorithm(&self.key.primary_key)
    }

    /// True if `print` is the fingerprint of the certificate or of one of its subkeys.
    pub fn has_key(&self, print: &Fingerprint) -> bool {
        self.fingerprint() == *print
            || self.key.public_subkeys.iter().any(|subkey| Fingerprint::from(subkey.key.fingerprint()) == *print)
    }
}

fn in_block(block: &[u8]) -> Result<Vec<Certificate>, OpenPgpError> {
    let wrong = |error: pgp::errors::Error| OpenPgpError::NotOpenPgp { expected: EXPECTED, cause: error.to_string() };
    let keys = PublicOrSecret::from_bytes_many(block).map_err(wrong)?;
    keys.map(|key| match key.map_err(wrong)? {
        PublicOrSecret::Public(key) => Ok(Certificate { key }),
        PublicOrSecret::Secret(key) => Err(OpenPgpError::SecretKeyGiven(key.primary_key.fingerprint().into())),
    })
    .collect()
}
