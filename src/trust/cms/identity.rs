//! A private key with its certificate, as people are handed it: a PKCS#12 file and a password.

use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey as _;
use signature::hazmat::PrehashSigner as _;

use super::pkcs12;
use crate::trust::der::Malformed;
use crate::trust::x509::{Certificate, DigestAlgorithm, PublicKey, SignatureFault};

/// A key that signs, its certificate, and those of the authorities above it that came along.
pub struct Identity {
    key: Key,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

enum Key {
    Rsa(Box<RsaPrivateKey>),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
}

/// Why a PKCS#12 file gives no identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Pkcs12Error {
    /// Not a PKCS#12 file, or damaged.
    #[error("not a PKCS#12 file: {0}")]
    Malformed(#[from] Malformed),
    /// The password does not open it.
    #[error("the password does not open this file")]
    WrongPassword,
    /// Encrypted in a way that is not read here (RC2, 3DES of old tools).
    #[error(
        "encrypted with an old method ({0}); write it anew with `openssl pkcs12 -legacy -in OLD -nodes | openssl pkcs12 -export -out NEW`"
    )]
    OldEncryption(String),
    /// A key derivation that would take very long.
    #[error("its key derivation asks for more work than any tool writes")]
    TooMuchWork,
    /// No private key, or several.
    #[error("{0} private keys in it, one expected")]
    Keys(usize),
    /// No certificate for the key.
    #[error("no certificate of the private key in it")]
    NoCertificate,
    /// A kind of key that is not signed with here.
    #[error("its private key is none of RSA (2048 bits or more), P-256, P-384")]
    KindOfKey,
}

impl Identity {
    /// Opens a PKCS#12 file (RFC 7292) as OpenSSL 3, Java and Windows write it today: PBES2 with AES, or unencrypted; MAC by SHA-1 or SHA-2.
    pub fn from_pkcs12(bytes: &[u8], password: &str) -> Result<Identity, Pkcs12Error> {
        let contents = pkcs12::open(bytes, password)?;
        let [key] = contents.keys.as_slice() else { return Err(Pkcs12Error::Keys(contents.keys.len())) };
        let key = Key::read(key).ok_or(Pkcs12Error::KindOfKey)?;
        let public = key.public();
        let mut certificates = contents.certificates;
        let own = certificates.iter().position(|certificate| certificate.public_key().is_ok_and(|key| key == public));
        let certificate = certificates.remove(own.ok_or(Pkcs12Error::NoCertificate)?);
        Ok(Identity { key, certificate, chain: certificates })
    }

    /// The certificate of the key.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Further certificates of the file.
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// The digest that this key signs.
    pub(super) fn digest(&self) -> DigestAlgorithm {
        match self.key {
            Key::Rsa(_) | Key::P256(_) => DigestAlgorithm::Sha256,
            Key::P384(_) => DigestAlgorithm::Sha384,
        }
    }

    /// Whether it is an RSA key (its algorithm identifier differs).
    pub(super) fn is_rsa(&self) -> bool {
        matches!(self.key, Key::Rsa(_))
    }

    /// The signature over `message`. The same for the same message: PKCS#1 v1.5, RFC 6979.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureFault> {
        let hashed = self.digest().of(message);
        let failed = || SignatureFault::Unsupported("the key does not sign".to_owned());
        match &self.key {
            Key::Rsa(key) => key.sign(rsa::Pkcs1v15Sign::new::<sha2::Sha256>(), &hashed).map_err(|_| failed()),
            Key::P256(key) => {
                let signature: p256::ecdsa::DerSignature = key.sign_prehash(&hashed).map_err(|_| failed())?;
                Ok(signature.as_bytes().to_vec())
            }
            Key::P384(key) => {
                let signature: p384::ecdsa::DerSignature = key.sign_prehash(&hashed).map_err(|_| failed())?;
                Ok(signature.as_bytes().to_vec())
            }
        }
    }
}

impl Key {
    /// From PKCS#8 (RFC 5208). RSA keys below 2048 bits are not taken: nobody would believe them.
    fn read(pkcs8: &[u8]) -> Option<Key> {
        use rsa::traits::PublicKeyParts as _;
        if let Ok(key) = RsaPrivateKey::from_pkcs8_der(pkcs8) {
            return (key.n().bits() >= 2048).then(|| Key::Rsa(Box::new(key)));
        }
        if let Ok(key) = p256::ecdsa::SigningKey::from_pkcs8_der(pkcs8) {
            return Some(Key::P256(key));
        }
        p384::ecdsa::SigningKey::from_pkcs8_der(pkcs8).ok().map(Key::P384)
    }

    fn public(&self) -> PublicKey {
        match self {
            Key::Rsa(key) => PublicKey::Rsa(key.to_public_key()),
            Key::P256(key) => PublicKey::P256(*key.verifying_key()),
            Key::P384(key) => PublicKey::P384(*key.verifying_key()),
        }
    }
}
