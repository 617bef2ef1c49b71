//! Digest and signature algorithms by their identifiers (RFC 4055, 5754, 5758). SHA-1 is recognised, so that it can be named in a refusal.

use const_oid::ObjectIdentifier;
use sha2::Digest as _;

use super::key::SignatureFault;
use crate::trust::der::{Malformed, Reader, Value, oid, plain, tag};

/// A digest algorithm of the SHA family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigestAlgorithm {
    /// Broken for signatures since 2017; still in old certificate identifiers.
    Sha1,
    /// 32 bytes.
    Sha256,
    /// 48 bytes.
    Sha384,
    /// 64 bytes.
    Sha512,
}

impl DigestAlgorithm {
    /// By its identifier.
    pub fn from_oid(identifier: ObjectIdentifier) -> Option<DigestAlgorithm> {
        [DigestAlgorithm::Sha1, DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512]
            .into_iter()
            .find(|algorithm| algorithm.oid() == identifier)
    }

    /// Its identifier.
    pub fn oid(self) -> ObjectIdentifier {
        match self {
            DigestAlgorithm::Sha1 => oid::SHA1,
            DigestAlgorithm::Sha256 => oid::SHA256,
            DigestAlgorithm::Sha384 => oid::SHA384,
            DigestAlgorithm::Sha512 => oid::SHA512,
        }
    }

    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            DigestAlgorithm::Sha1 => "SHA-1",
            DigestAlgorithm::Sha256 => "SHA-256",
            DigestAlgorithm::Sha384 => "SHA-384",
            DigestAlgorithm::Sha512 => "SHA-512",
        }
    }

    /// The digest of `bytes`.
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            DigestAlgorithm::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
            DigestAlgorithm::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
            DigestAlgorithm::Sha384 => sha2::Sha384::digest(bytes).to_vec(),
            DigestAlgorithm::Sha512 => sha2::Sha512::digest(bytes).to_vec(),
        }
    }

    /// Reads an AlgorithmIdentifier. `Err` names an algorithm that is not known here.
    pub fn read(identifier: &Value<'_>) -> Result<DigestAlgorithm, SignatureFault> {
        let algorithm = identifier.inside().object("a digest algorithm")?;
        DigestAlgorithm::from_oid(algorithm).ok_or_else(|| SignatureFault::Unsupported(algorithm.to_string()))
    }

    /// As an AlgorithmIdentifier without parameters.
    pub fn identifier(self) -> Vec<u8> {
        plain(self.oid())
    }
}

/// How a signature was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2).
    Rsa(DigestAlgorithm),
    /// RSASSA-PSS with MGF1 over the same digest (RFC 8017 section 8.1); the salt's length in bytes.
    RsaPss(DigestAlgorithm, usize),
    /// ECDSA (RFC 5758).
    Ecdsa(DigestAlgorithm),
}

impl SignatureAlgorithm {
    /// Reads an AlgorithmIdentifier. CMS may name only the kind of key, the digest standing beside it (RFC 5754 section 3).
    pub fn read(identifier: &Value<'_>, beside: Option<DigestAlgorithm>) -> Result<SignatureAlgorithm, SignatureFault> {
        use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
        let mut reader = identifier.inside();
        let algorithm = reader.object("a signature algorithm")?;
        let unsupported = || SignatureFault::Unsupported(algorithm.to_string());
        let sorts = [
            (oid::RSA_SHA1, SignatureAlgorithm::Rsa(Sha1)),
            (oid::RSA_SHA256, SignatureAlgorithm::Rsa(Sha256)),
            (oid::RSA_SHA384, SignatureAlgorithm::Rsa(Sha384)),
            (oid::RSA_SHA512, SignatureAlgorithm::Rsa(Sha512)),
            (oid::ECDSA_SHA1, SignatureAlgorithm::Ecdsa(Sha1)),
            (oid::ECDSA_SHA256, SignatureAlgorithm::Ecdsa(Sha256)),
            (oid::ECDSA_SHA384, SignatureAlgorithm::Ecdsa(Sha384)),
            (oid::ECDSA_SHA512, SignatureAlgorithm::Ecdsa(Sha512)),
        ];
        if let Some((_, found)) = sorts.iter().find(|(identifier, _)| *identifier == algorithm) {
            return Ok(*found);
        }
        match (algorithm, beside) {
            (oid::RSA_PSS, _) => pss(&mut reader),
            (oid::RSA, Some(digest)) => Ok(SignatureAlgorithm::Rsa(digest)),
            (oid::EC_KEY, Some(digest)) => Ok(SignatureAlgorithm::Ecdsa(digest)),
            _ => Err(unsupported()),
        }
    }

    /// The digest that is signed.
    pub fn digest(self) -> DigestAlgorithm {
        match self {
            SignatureAlgorithm::Rsa(digest)
            | SignatureAlgorithm::RsaPss(digest, _)
            | SignatureAlgorithm::Ecdsa(digest) => digest,
        }
    }
}

/// RSASSA-PSS-params (RFC 4055 section 3.1): what is absent is SHA-1, MGF1 with SHA-1, 20 bytes, trailer 1.
fn pss(after_algorithm: &mut Reader<'_>) -> Result<SignatureAlgorithm, SignatureFault> {
    let mut parameters = after_algorithm.sequence("RSA-PSS without parameters")?;
    let first = |value: Value<'_>| -> Result<DigestAlgorithm, SignatureFault> {
        DigestAlgorithm::read(&value.inside().take(tag::SEQUENCE, "a digest of RSA-PSS")?)
    };
    let digest = parameters.maybe(tag::context(0))?.map_or(Ok(DigestAlgorithm::Sha1), first)?;
    let mask = match parameters.maybe(tag::context(1))? {
        None => DigestAlgorithm::Sha1,
        Some(value) => {
            let mut function = value.inside().sequence("a mask function of RSA-PSS")?;
            let name = function.object("a mask function of RSA-PSS")?;
            if name != oid::MGF1 {
                return Err(SignatureFault::Unsupported(name.to_string()));
            }
            DigestAlgorithm::read(&function.take(tag::SEQUENCE, "a digest of MGF1")?)?
        }
    };
    let salt = parameters.maybe(tag::context(2))?.map_or(Ok(20), |value| number(value, "a salt length of RSA-PSS"))?;
    let trailer = parameters.maybe(tag::context(3))?.map_or(Ok(1), |value| number(value, "a trailer of RSA-PSS"))?;
    if mask != digest || trailer != 1 || salt > 512 {
        return Err(SignatureFault::Unsupported("RSA-PSS with unusual parameters".to_owned()));
    }
    Ok(SignatureAlgorithm::RsaPss(digest, salt as usize))
}

fn number(explicit: Value<'_>, what: &'static str) -> Result<u32, Malformed> {
    explicit.inside().take(tag::INTEGER, what)?.small().ok_or(Malformed(what))
}
