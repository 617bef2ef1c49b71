//! A secret key as its owner keeps it: locked with a passphrase or not.

use pgp::composed::{PublicOrSecret, SignedSecretKey};
use pgp::types::{KeyDetails as _, Password, S2kParams, SecretParams, StringToKey};

use super::guard::guarded;
use super::{Certificate, Fingerprint, OpenPgpError, armor};

const EXPECTED: &str = "an OpenPGP secret key";

/// A secret key with its certificate. Its secret numbers are overwritten in memory when it is dropped; `Debug` does not show them.
#[derive(Clone)]
pub struct SecretKey {
    pub(super) key: SignedSecretKey,
    certificate: Certificate,
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretKey({})", self.fingerprint())
    }
}

impl SecretKey {
    /// All secret keys in `bytes`: binary, or one or several armoured blocks. Public keys between them are passed over; at least one secret
    /// key, or an error.
    pub fn read_all(bytes: &[u8]) -> Result<Vec<SecretKey>, OpenPgpError> {
        let mut keys = Vec::new();
        for block in armor::blocks(bytes, EXPECTED)? {
            keys.extend(guarded(|| in_block(&block))?);
        }
        if keys.is_empty() {
            return Err(OpenPgpError::NotOpenPgp { expected: EXPECTED, cause: "no secret key in it".into() });
        }
        Ok(keys)
    }

    /// The certificate that belongs to the key.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The fingerprint of the primary key.
    pub fn fingerprint(&self) -> Fingerprint {
        self.certificate.fingerprint()
    }

    /// True while a secret in it needs the passphrase.
    pub fn is_locked(&self) -> bool {
        self.parts().any(|params| params.is_encrypted() && !is_stub(params))
    }

    /// Opens every secret in the key with `passphrase`. Nothing changes if it opens none; stubs (smart card, offline primary) are left.
    pub fn unlock(&mut self, passphrase: &str) -> Result<(), OpenPgpError> {
        let locked = self.parts().filter(|params| params.is_encrypted() && !is_stub(params)).count();
        if locked == 0 {
            return Ok(());
        }
        let passphrase = Password::from(passphrase);
        let print = self.fingerprint();
        guarded(|| {
            let mut opened = 0;
            let primary = &mut self.key.primary_key;
            if primary.secret_params().is_encrypted() && !is_stub(primary.secret_params()) {
                opened += usize::from(primary.remove_password(&passphrase).is_ok());
            }
            for subkey in &mut self.key.secret_subkeys {
                if subkey.key.secret_params().is_encrypted() && !is_stub(subkey.key.secret_params()) {
                    opened += usize::from(subkey.key.remove_password(&passphrase).is_ok());
                }
            }
            if opened == 0 { Err(OpenPgpError::WrongPassphrase(print)) } else { Ok(()) }
        })
    }

    fn parts(&self) -> impl Iterator<Item = &SecretParams> {
        let subkeys = self.key.secret_subkeys.iter().map(|subkey| subkey.key.secret_params());
        std::iter::once(self.key.primary_key.secret_params()).chain(subkeys)
    }
}

/// True for what `gpg` writes where the secret is elsewhere: a private string-to-key specifier without any secret (`gnu-dummy`).
pub(super) fn is_stub(params: &SecretParams) -> bool {
    let SecretParams::Encrypted(encrypted) = params else { return false };
    let s2k = match encrypted.string_to_key_params() {
        S2kParams::Aead { s2k, .. } | S2kParams::Cfb { s2k, .. } | S2kParams::MalleableCfb { s2k, .. } => s2k,
        S2kParams::Unprotected | S2kParams::LegacyCfb { .. } => return false,
    };
    matches!(s2k, StringToKey::Private { .. })
}

fn in_block(block: &[u8]) -> Result<Vec<SecretKey>, OpenPgpError> {
    let wrong = |error: pgp::errors::Error| OpenPgpError::NotOpenPgp { expected: EXPECTED, cause: error.to_string() };
    let mut found = Vec::new();
    for key in PublicOrSecret::from_bytes_many(block).map_err(wrong)? {
        if let PublicOrSecret::Secret(key) = key.map_err(wrong)? {
            check_version(&key)?;
            found.push(SecretKey { certificate: Certificate { key: key.to_public_key() }, key });
        }
    }
    Ok(found)
}

fn check_version(key: &SignedSecretKey) -> Result<(), OpenPgpError> {
    match key.primary_key.version() {
        pgp::types::KeyVersion::V4 | pgp::types::KeyVersion::V6 => Ok(()),
        version => Err(OpenPgpError::NotSupported(format!("secret keys of version {}", u8::from(version)))),
    }
}
