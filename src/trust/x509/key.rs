//! Public keys (RFC 5280 section 4.1.2.7) and whether a signature is theirs. RSA below 2048 bits and SHA-1 are refused by name.

use rsa::pkcs1::DecodeRsaPublicKey as _;
use rsa::traits::PublicKeyParts as _;
use rsa::{BigUint, Pkcs1v15Sign, Pss, RsaPublicKey};
use signature::hazmat::PrehashVerifier as _;

use super::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::trust::der::{Malformed, Reader, oid, tag};

/// Why a signature is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    /// The signature is not of this key over these bytes.
    #[error("the signature does not match")]
    Wrong,
    /// Known, and too weak to prove anything.
    #[error("{0} is too weak to prove anything")]
    Weak(String),
    /// Not known here; the identifier is told.
    #[error("unknown algorithm or key: {0}")]
    Unsupported(String),
    /// Not the structure it should be.
    #[error("unreadable: {0}")]
    Malformed(#[from] Malformed),
}

/// A key that signatures are checked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// RSA, 2048 to 8192 bits.
    Rsa(RsaPublicKey),
    /// ECDSA on P-256.
    P256(p256::ecdsa::VerifyingKey),
    /// ECDSA on P-384.
    P384(p384::ecdsa::VerifyingKey),
}

const LARGEST_RSA: usize = 8192;
const SMALLEST_RSA: usize = 2048;

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo.
    pub fn from_spki(der: &[u8]) -> Result<PublicKey, SignatureFault> {
        let mut info = Reader::whole(der, tag::SEQUENCE, "a public key")?.inside();
        let mut algorithm = info.sequence("a public key's algorithm")?;
        let bits = info.take(tag::BIT_STRING, "a public key's bits")?.bits()?;
        match algorithm.object("a public key's algorithm")? {
            oid::RSA | oid::RSA_PSS => rsa_key(bits),
            oid::EC_KEY => match algorithm.object("an elliptic curve")? {
                oid::P256 => {
                    p256::ecdsa::VerifyingKey::from_sec1_bytes(bits).map(PublicKey::P256).map_err(|_| NO_POINT)
                }
                oid::P384 => {
                    p384::ecdsa::VerifyingKey::from_sec1_bytes(bits).map(PublicKey::P384).map_err(|_| NO_POINT)
                }
                curve => Err(SignatureFault::Unsupported(format!("elliptic curve {curve}"))),
            },
            other => Err(SignatureFault::Unsupported(other.to_string())),
        }
    }

    /// As people write it: `RSA 2048`, `P-256`.
    pub fn name(&self) -> String {
        match self {
            PublicKey::Rsa(key) => format!("RSA {}", key.n().bits()),
            PublicKey::P256(_) => "P-256".to_owned(),
            PublicKey::P384(_) => "P-384".to_owned(),
        }
    }

    /// Whether `signature` is of this key over `message`.
    pub fn verify(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureFault> {
        let digest = algorithm.digest();
        let Some((pkcs1, pss)) = paddings(digest) else {
            return Err(SignatureFault::Weak("a signature with SHA-1".to_owned()));
        };
        let hashed = digest.of(message);
        let right = match (self, algorithm) {
            (PublicKey::Rsa(key), SignatureAlgorithm::Rsa(_)) => key.verify(pkcs1, &hashed, signature).is_ok(),
            (PublicKey::Rsa(key), SignatureAlgorithm::RsaPss(_, salt)) => {
                // What does not fit into the key cannot be its signature; the crate is not asked.
                let room = key.size() >= hashed.len() + salt + 2;
                room && key.verify(pss(salt), &hashed, signature).is_ok()
            }
            (PublicKey::P256(key), SignatureAlgorithm::Ecdsa(_)) => p256::ecdsa::DerSignature::from_bytes(signature)
                .is_ok_and(|signature| key.verify_prehash(&hashed, &signature).is_ok()),
            (PublicKey::P384(key), SignatureAlgorithm::Ecdsa(_)) => p384::ecdsa::DerSignature::from_bytes(signature)
                .is_ok_and(|signature| key.verify_prehash(&hashed, &signature).is_ok()),
            _ => false,
        };
        if right { Ok(()) } else { Err(SignatureFault::Wrong) }
    }
}

const NO_POINT: SignatureFault = SignatureFault::Malformed(Malformed("a public key is no point of its curve"));

fn rsa_key(bits: &[u8]) -> Result<PublicKey, SignatureFault> {
    const NO_KEY: Malformed = Malformed("an RSA key is not one");
    // The crate's own reader refuses above 4096 bits; roots of 8192 exist.
    if let Ok(key) = RsaPublicKey::from_pkcs1_der(bits) {
        return sized(key);
    }
    let mut numbers = Reader::whole(bits, tag::SEQUENCE, "an RSA key")?.inside();
    let modulus = BigUint::from_bytes_be(numbers.integer("an RSA key's modulus")?);
    let exponent = BigUint::from_bytes_be(numbers.integer("an RSA key's exponent")?);
    sized(RsaPublicKey::new_with_max_size(modulus, exponent, LARGEST_RSA).map_err(|_| NO_KEY)?)
}

fn sized(key: RsaPublicKey) -> Result<PublicKey, SignatureFault> {
    let bits = key.n().bits();
    if bits < SMALLEST_RSA {
        Err(SignatureFault::Weak(format!("an RSA key of {bits} bits")))
    } else {
        Ok(PublicKey::Rsa(key))
    }
}

type Paddings = (Pkcs1v15Sign, fn(usize) -> Pss);

/// How RSA pads a digest, PKCS#1 v1.5 and PSS with a salt of so many bytes; nothing for SHA-1, whose signatures prove nothing.
fn paddings(digest: DigestAlgorithm) -> Option<Paddings> {
    Some(match digest {
        DigestAlgorithm::Sha1 => return None,
        DigestAlgorithm::Sha256 => (Pkcs1v15Sign::new::<sha2::Sha256>(), Pss::new_with_salt::<sha2::Sha256>),
        DigestAlgorithm::Sha384 => (Pkcs1v15Sign::new::<sha2::Sha384>(), Pss::new_with_salt::<sha2::Sha384>),
        DigestAlgorithm::Sha512 => (Pkcs1v15Sign::new::<sha2::Sha512>(), Pss::new_with_salt::<sha2::Sha512>),
    })
}
