//! Which algorithms are strong enough to be relied on.

use pgp::crypto::hash::HashAlgorithm;
use pgp::types::{EcdhPublicParams, EcdsaPublicParams, KeyDetails, KeyVersion, PublicParams};
use rsa::traits::PublicKeyParts as _;

use super::Refusal;

/// RSA keys below this many bits are refused.
const RSA_BITS: usize = 2048;
/// RSA keys above this many bits only cost time.
const RSA_BITS_MOST: usize = 16384;

/// What a key is made of.
enum Strength {
    Good(String),
    Weak(String),
    Unknown(String),
}

/// The name of the key's algorithm: `RSA 3072`, `Ed25519`, `ECDH P-256`.
pub(super) fn algorithm(key: &impl KeyDetails) -> String {
    match strength(key) {
        Strength::Good(name) | Strength::Weak(name) | Strength::Unknown(name) => name,
    }
}

/// Why the key is too weak or unknown, if it is.
pub(super) fn refusal(key: &impl KeyDetails) -> Option<Refusal> {
    let print = key.fingerprint().into();
    match strength(key) {
        Strength::Good(_) => None,
        Strength::Weak(algorithm) => Some(Refusal::WeakKey { key: print, algorithm }),
        Strength::Unknown(algorithm) => Some(Refusal::UnknownAlgorithm { key: print, algorithm }),
    }
}

fn strength(key: &impl KeyDetails) -> Strength {
    if !matches!(key.version(), KeyVersion::V4 | KeyVersion::V6) {
        return Strength::Weak(format!("version {}", u8::from(key.version())));
    }
    match key.public_params() {
        PublicParams::RSA(params) => match params.key.n().bits() {
            bits if bits < RSA_BITS => Strength::Weak(format!("RSA {bits}")),
            bits if bits > RSA_BITS_MOST => Strength::Unknown(format!("RSA {bits}")),
            bits => Strength::Good(format!("RSA {bits}")),
        },
        PublicParams::DSA(_) => Strength::Weak("DSA".into()),
        PublicParams::Elgamal(_) => Strength::Weak("ElGamal".into()),
        PublicParams::ECDSA(params) => ecdsa(params),
        PublicParams::ECDH(params) => ecdh(params),
        PublicParams::EdDSALegacy(_) => match key.version() {
            KeyVersion::V4 => Strength::Good("Ed25519".into()),
            _ => Strength::Unknown("EdDSA".into()),
        },
        PublicParams::Ed25519(_) => Strength::Good("Ed25519".into()),
        PublicParams::X25519(_) => Strength::Good("X25519".into()),
        PublicParams::Ed448(_) => Strength::Good("Ed448".into()),
        PublicParams::X448(_) => Strength::Good("X448".into()),
        _ => Strength::Unknown(format!("{:?}", key.algorithm())),
    }
}

fn ecdsa(params: &EcdsaPublicParams) -> Strength {
    match params {
        EcdsaPublicParams::P256 { .. } => Strength::Good("ECDSA P-256".into()),
        EcdsaPublicParams::P384 { .. } => Strength::Good("ECDSA P-384".into()),
        EcdsaPublicParams::P521 { .. } => Strength::Good("ECDSA P-521".into()),
        EcdsaPublicParams::Secp256k1 { .. } => Strength::Unknown("ECDSA secp256k1".into()),
        EcdsaPublicParams::Unsupported { curve, .. } => Strength::Unknown(format!("ECDSA {curve}")),
    }
}

fn ecdh(params: &EcdhPublicParams) -> Strength {
    match params {
        EcdhPublicParams::Curve25519Legacy { .. } => Strength::Good("ECDH Curve25519".into()),
        EcdhPublicParams::P256 { .. } => Strength::Good("ECDH P-256".into()),
        EcdhPublicParams::P384 { .. } => Strength::Good("ECDH P-384".into()),
        EcdhPublicParams::P521 { .. } => Strength::Good("ECDH P-521".into()),
        EcdhPublicParams::Brainpool256 { .. } => Strength::Unknown("ECDH brainpoolP256r1".into()),
        EcdhPublicParams::Brainpool384 { .. } => Strength::Unknown("ECDH brainpoolP384r1".into()),
        EcdhPublicParams::Brainpool512 { .. } => Strength::Unknown("ECDH brainpoolP512r1".into()),
        EcdhPublicParams::Unsupported { curve, .. } => Strength::Unknown(format!("ECDH {curve}")),
    }
}

/// True for hash algorithms without known collisions (RFC 9580 section 9.5).
pub(super) fn hash_is_strong(hash: HashAlgorithm) -> bool {
    use HashAlgorithm::{Sha3_256, Sha3_512, Sha224, Sha256, Sha384, Sha512};
    matches!(hash, Sha256 | Sha384 | Sha512 | Sha224 | Sha3_256 | Sha3_512)
}
