//! What is in a PKCS#12 file (RFC 7292): its MAC checked, its bags opened. Only PBES2 is decrypted (RFC 8018).

use const_oid::ObjectIdentifier;
use hmac::{Hmac, Mac as _};
use pkcs5::EncryptionScheme;
use pkcs5::pbes2::Kdf;
use sha2::Digest;

use super::identity::Pkcs12Error;
use crate::trust::der::{Malformed, Reader, Value, definite, oid, tag};
use crate::trust::x509::{Certificate, DigestAlgorithm};

/// Keys in PKCS#8, and certificates.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) keys: Vec<Vec<u8>>,
    pub(super) certificates: Vec<Certificate>,
}

const MOST: usize = 64;
/// Rounds that take a minute; tools write two thousand to a million.
const MOST_ROUNDS: u32 = 10_000_000;
/// Blocks of 128 bytes that scrypt may hold: 128 MiB.
const MOST_BLOCKS: u64 = 1 << 20;

/// Checks the MAC and opens all bags.
pub(super) fn open(bytes: &[u8], password: &str) -> Result<Contents, Pkcs12Error> {
    let bytes = definite(bytes)?;
    let mut file = Reader::whole(&bytes, tag::SEQUENCE, "a PKCS#12 file")?.inside();
    file.integer("a version")?;
    let mut safe = file.sequence("the contents")?;
    if safe.object("the contents' type")? != oid::DATA {
        return Err(Malformed("signed with a key instead of a password").into());
    }
    let wrapper = safe.take(tag::context(0), "the contents")?;
    let safe = Reader::whole(wrapper.contents, tag::OCTETS, "the contents")?.contents;
    if let Some(mac) = file.maybe(tag::SEQUENCE)? {
        check_mac(&mac, safe, password)?;
    }
    let mut contents = Contents::default();
    let safe = definite(safe)?;
    for part in Reader::whole(&safe, tag::SEQUENCE, "the contents")?.inside().all(MOST, "too many parts")? {
        let mut part = part.inside();
        let kind = part.object("a part's type")?;
        let wrapper = part.take(tag::context(0), "a part")?;
        match kind {
            oid::DATA => contents.add(Reader::whole(wrapper.contents, tag::OCTETS, "a part")?.contents, password)?,
            oid::ENCRYPTED_DATA => contents.add(&encrypted_data(wrapper.contents, password)?, password)?,
            _ => return Err(Malformed("a part is encrypted for a key instead of a password").into()),
        }
    }
    Ok(contents)
}

impl Contents {
    /// The bags of one SafeContents; those that are neither keys nor certificates are passed over.
    fn add(&mut self, bags: &[u8], password: &str) -> Result<(), Pkcs12Error> {
        let bags = definite(bags)?;
        for bag in Reader::whole(&bags, tag::SEQUENCE, "a list of bags")?.inside().all(MOST, "too many bags")? {
            let mut bag = bag.inside();
            let kind = bag.object("a bag's type")?;
            let value = bag.take(tag::context(0), "a bag")?.contents;
            match kind {
                oid::KEY_BAG => self.keys.push(value.to_vec()),
                oid::SHROUDED_KEY_BAG => {
                    let mut key = Reader::whole(value, tag::SEQUENCE, "an encrypted key")?.inside();
                    let scheme = key.take(tag::SEQUENCE, "an encrypted key's method")?;
                    let ciphertext = key.take(tag::OCTETS, "an encrypted key")?.contents;
                    self.keys.push(decrypt(&scheme, ciphertext, password)?);
                }
                oid::CERT_BAG => self.certificates.extend(certificate(value)?),
                _ => {}
            }
        }
        Ok(())
    }
}

fn certificate(bag: &[u8]) -> Result<Option<Certificate>, Malformed> {
    let mut bag = Reader::whole(bag, tag::SEQUENCE, "a certificate bag")?.inside();
    if bag.object("a certificate bag's type")? != oid::X509_CERTIFICATE {
        return Ok(None);
    }
    let wrapper = bag.take(tag::context(0), "a certificate bag")?;
    let der = Reader::whole(wrapper.contents, tag::OCTETS, "a certificate bag")?.contents;
    Certificate::from_der(der).map(Some)
}

/// EncryptedData (RFC 5652 section 8), decrypted.
fn encrypted_data(der: &[u8], password: &str) -> Result<Vec<u8>, Pkcs12Error> {
    let mut data = Reader::whole(der, tag::SEQUENCE, "an encrypted part")?.inside();
    data.integer("an encrypted part's version")?;
    let mut content = data.sequence("an encrypted part")?;
    content.object("an encrypted part's type")?;
    let scheme = content.take(tag::SEQUENCE, "an encrypted part's method")?;
    let ciphertext = content.any()?;
    let ciphertext = match ciphertext.tag {
        PRIMITIVE => ciphertext.contents.to_vec(),
        // In pieces, as BER allows.
        CONSTRUCTED => {
            let pieces = ciphertext.inside().all(1 << 16, "an encrypted part in too many pieces")?;
            pieces.iter().flat_map(|piece| piece.contents).copied().collect()
        }
        _ => return Err(Malformed("an encrypted part").into()),
    };
    decrypt(&scheme, &ciphertext, password)
}

const PRIMITIVE: u8 = tag::context_primitive(0);
const CONSTRUCTED: u8 = tag::context(0);

fn decrypt(scheme: &Value<'_>, ciphertext: &[u8], password: &str) -> Result<Vec<u8>, Pkcs12Error> {
    let name = scheme.inside().object("an encryption method")?;
    let old = || Pkcs12Error::OldEncryption(old_name(name));
    if name != oid::PBES2 {
        return Err(old());
    }
    let scheme = EncryptionScheme::try_from(scheme.whole).map_err(|_| old())?;
    let bearable = match scheme.pbes2().map(|parameters| &parameters.kdf) {
        Some(Kdf::Pbkdf2(parameters)) => parameters.iteration_count <= MOST_ROUNDS,
        Some(Kdf::Scrypt(parameters)) => {
            let blocks = parameters.cost_parameter.saturating_mul(u64::from(parameters.block_size));
            blocks <= MOST_BLOCKS && blocks.saturating_mul(u64::from(parameters.parallelization)) <= MOST_BLOCKS * 16
        }
        _ => true,
    };
    if !bearable {
        return Err(Pkcs12Error::TooMuchWork);
    }
    scheme.decrypt(password, ciphertext).map_err(|_| Pkcs12Error::WrongPassword)
}

/// The methods of RFC 7292 appendix C, by the names that tools show.
fn old_name(name: ObjectIdentifier) -> String {
    let known = match name.to_string().strip_prefix("1.2.840.113549.1.12.1.") {
        Some("1" | "2") => "RC4",
        Some("3" | "4") => "3DES",
        Some("5" | "6") => "RC2",
        _ => return name.to_string(),
    };
    known.to_owned()
}

/// MacData: HMAC over the contents, its key by the derivation of RFC 7292 appendix B.
fn check_mac(mac: &Value<'_>, contents: &[u8], password: &str) -> Result<(), Pkcs12Error> {
    let mut parts = mac.inside();
    let mut digest = parts.sequence("a MAC")?;
    let algorithm = digest.take(tag::SEQUENCE, "a MAC's digest")?;
    let name = algorithm.inside().object("a MAC's digest")?;
    let expected = digest.take(tag::OCTETS, "a MAC")?.contents;
    let salt = parts.take(tag::OCTETS, "a MAC's salt")?.contents;
    let rounds =
        parts.maybe(tag::INTEGER)?.map_or(Some(1), |value| value.small()).ok_or(Malformed("a MAC's rounds"))?;
    if rounds > MOST_ROUNDS {
        return Err(Pkcs12Error::TooMuchWork);
    }
    let password = password_octets(password);
    let right = match DigestAlgorithm::from_oid(name) {
        Some(DigestAlgorithm::Sha1) => {
            let key = mac_key::<sha1::Sha1>(64, salt, &password, rounds);
            Hmac::<sha1::Sha1>::new_from_slice(&key)
                .is_ok_and(|mac| mac.chain_update(contents).verify_slice(expected).is_ok())
        }
        Some(DigestAlgorithm::Sha256) => {
            let key = mac_key::<sha2::Sha256>(64, salt, &password, rounds);
            Hmac::<sha2::Sha256>::new_from_slice(&key)
                .is_ok_and(|mac| mac.chain_update(contents).verify_slice(expected).is_ok())
        }
        Some(DigestAlgorithm::Sha384) => {
            let key = mac_key::<sha2::Sha384>(128, salt, &password, rounds);
            Hmac::<sha2::Sha384>::new_from_slice(&key)
                .is_ok_and(|mac| mac.chain_update(contents).verify_slice(expected).is_ok())
        }
        Some(DigestAlgorithm::Sha512) => {
            let key = mac_key::<sha2::Sha512>(128, salt, &password, rounds);
            Hmac::<sha2::Sha512>::new_from_slice(&key)
                .is_ok_and(|mac| mac.chain_update(contents).verify_slice(expected).is_ok())
        }
        None => return Err(Pkcs12Error::OldEncryption(format!("MAC {name}"))),
    };
    if right { Ok(()) } else { Err(Pkcs12Error::WrongPassword) }
}

/// A BMPString with its terminating zero (appendix B.1).
fn password_octets(password: &str) -> Vec<u8> {
    password.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect()
}

/// Appendix B.2 for a key as long as the digest, which is one block: nothing of the later blocks is needed.
fn mac_key<D: Digest>(block: usize, salt: &[u8], password: &[u8], rounds: u32) -> Vec<u8> {
    let filled = |bytes: &[u8]| -> Vec<u8> {
        let length = bytes.len().div_ceil(block) * block;
        bytes.iter().copied().cycle().take(length).collect()
    };
    const FOR_A_MAC: u8 = 3;
    let first = D::new().chain_update(vec![FOR_A_MAC; block]).chain_update(filled(salt)).chain_update(filled(password));
    let mut key = first.finalize();
    for _ in 1..rounds {
        key = D::digest(&key);
    }
    key.to_vec()
}
