//! A detached signature: what `gpg --verify FILE.asc FILE` checks (RFC 9580 section 10.4).

use std::io::Read;

use chrono::{DateTime, Utc};
use pgp::composed::{ArmorOptions, DetachedSignature, SubpacketConfig};
use pgp::crypto::hash::HashAlgorithm;
use pgp::packet::{Subpacket, SubpacketData};
use pgp::types::{EcdsaPublicParams, KeyDetails, KeyVersion, Password, PublicParams, SecretParams, SigningKey};
use rand::{CryptoRng, RngCore};

use super::guard::{guarded, library};
use super::moment::{Moment, seconds, stamp};
use super::secret_key::is_stub;
use super::signer::{SignerKey, refusals};
use super::{OpenPgpError, Refusal, SecretKey};

/// Signs everything `data` gives, as made at `time`: an armoured detached signature over binary data, with SHA-512 (the curve's own hash
/// for P-256 and P-384). The newest key of `key` that may sign at `time` is taken; the secret must be unlocked. Keys of version 6 give
/// version 6 signatures, which `gpg` does not read.
pub fn sign_detached(
    key: &SecretKey,
    data: impl Read,
    time: DateTime<Utc>,
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<String, OpenPgpError> {
    let mut source = Watched { inner: data, failed: None };
    let signed = guarded(|| match choose(key, time)? {
        Chosen::Primary => sign(&key.key.primary_key, &mut source, time, rng),
        Chosen::Subkey(index) => sign(&key.key.secret_subkeys[index].key, &mut source, time, rng),
    });
    match source.failed {
        Some(error) => Err(OpenPgpError::Read(error)),
        None => signed,
    }
}

enum Chosen {
    Primary,
    Subkey(usize),
}

fn choose(key: &SecretKey, time: DateTime<Utc>) -> Result<Chosen, OpenPgpError> {
    let certificate = key.certificate();
    let mut against = Vec::new();
    let mut unusable = None;
    let mut candidates = Vec::new();
    let mut consider = |signer: SignerKey<'_>, params: &SecretParams, chosen: Chosen| {
        let refused = refusals(certificate, signer, Moment::now(time));
        if !refused.is_empty() {
            against.extend(refused);
        } else if is_stub(params) {
            unusable.get_or_insert(OpenPgpError::SecretAbsent(signer.packet().details().fingerprint().into()));
        } else if params.is_encrypted() {
            unusable = Some(OpenPgpError::Locked(key.fingerprint()));
        } else {
            candidates.push((seconds(signer.packet().details().created_at()), chosen));
        }
    };
    consider(SignerKey::Primary(&certificate.key.primary_key), key.key.primary_key.secret_params(), Chosen::Primary);
    for (index, secret) in key.key.secret_subkeys.iter().enumerate() {
        let public = secret.signed_public_key();
        consider(SignerKey::Subkey(&public), secret.key.secret_params(), Chosen::Subkey(index));
    }
    against.dedup();
    // A key for another purpose is not what speaks against signing, where something else does.
    if against.iter().any(|refusal| !matches!(refusal, Refusal::NotForSigning { .. })) {
        against.retain(|refusal| !matches!(refusal, Refusal::NotForSigning { .. }));
    } else {
        against = vec![Refusal::NoSigningKey];
    }
    // `max_by_key` takes the last of equals: a subkey before the primary key.
    let newest = candidates.into_iter().max_by_key(|(born, _)| *born).map(|(_, chosen)| chosen);
    newest.ok_or(unusable.unwrap_or(OpenPgpError::CannotSign(against)))
}

fn sign(
    key: &impl SigningKey,
    data: impl Read,
    time: DateTime<Utc>,
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<String, OpenPgpError> {
    let made = stamp(time).ok_or_else(|| OpenPgpError::NotSupported("a date before 1970 or after 2106".into()))?;
    let subpacket = |data| Subpacket::regular(data).map_err(library);
    let hashed = vec![
        subpacket(SubpacketData::IssuerFingerprint(key.fingerprint()))?,
        Subpacket::critical(SubpacketData::SignatureCreationTime(made)).map_err(library)?,
    ];
    let unhashed = match key.version() {
        KeyVersion::V4 => vec![subpacket(SubpacketData::IssuerKeyId(key.legacy_key_id()))?],
        _ => Vec::new(),
    };
    let subpackets = SubpacketConfig::UserDefined { hashed, unhashed };
    let hash = hash_for(key);
    let signature =
        DetachedSignature::sign_binary_data_with_subpackets(rng, key, &Password::empty(), hash, data, subpackets);
    let signature = signature.map_err(library)?;
    signature.to_armored_string(ArmorOptions { headers: None, include_checksum: true }).map_err(library)
}

/// SHA-512, but for ECDSA the hash as long as the curve's numbers (RFC 9580 section 5.2.3.3 asks for at least that; more is cut off).
fn hash_for(key: &impl KeyDetails) -> HashAlgorithm {
    match key.public_params() {
        PublicParams::ECDSA(EcdsaPublicParams::P256 { .. }) => HashAlgorithm::Sha256,
        PublicParams::ECDSA(EcdsaPublicParams::P384 { .. }) => HashAlgorithm::Sha384,
        _ => HashAlgorithm::Sha512,
    }
}

/// Remembers the reader's own error, which the library would wrap beyond recognition.
struct Watched<R> {
    inner: R,
    failed: Option<std::io::Error>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.inner.read(buffer) {
            Err(error) if error.kind() != std::io::ErrorKind::Interrupted => {
                let copy = std::io::Error::from(error.kind());
                self.failed = Some(error);
                Err(copy)
            }
            other => other,
        }
    }
}
