//! The one home of SHA-256 (FIPS 180-4): a digest is a type here, never a string or a byte array.
//!
//! Everything that is sealed, listed or compared is compared by [`Sha256`]; nothing else imports `sha2`.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::Digest as _;

/// A SHA-256 digest: 32 bytes, shown and read as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// The digest before the first link of a hash chain: 32 zero bytes.
    pub const ZERO: Sha256 = Sha256([0; 32]);

    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Sha256 {
        Sha256(sha2::Sha256::digest(bytes).into())
    }

    /// The 32 raw bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first 12 hexadecimal digits: how a message is called on a screen.
    pub fn short(&self) -> String {
        self.to_string()[..12].to_owned()
    }

    /// Base64 of the raw bytes, as `ds:DigestValue` wants it (XML Signature, section 4.4.3.6).
    pub fn base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads what [`Sha256::base64`] writes.
    pub fn from_base64(text: &str) -> Result<Sha256, NotADigest> {
        let raw = STANDARD.decode(text.trim()).map_err(|_| NotADigest)?;
        raw.try_into().map(Sha256).map_err(|_| NotADigest)
    }

    /// Sixteen groups of four digits, so that a person can copy the digest by hand.
    pub fn grouped(&self) -> String {
        let hex = self.to_string();
        let groups: Vec<&str> = (0..16).map(|group| &hex[group * 4..group * 4 + 4]).collect();
        groups.join(" ")
    }
}

/// The 32 raw bytes, as binary formats hold them.
impl From<[u8; 32]> for Sha256 {
    fn from(raw: [u8; 32]) -> Sha256 {
        Sha256(raw)
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256({self})")
    }
}

/// Lower-case hexadecimal digits, in pieces of 32 bytes: a digest is written some ten times for each original.
fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.chunks(32).try_for_each(|piece| {
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(piece) {
            pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        let digits = &digits[..piece.len() * 2];
        f.write_str(std::str::from_utf8(digits).expect("because hexadecimal digits are ASCII"))
    })
}

/// The text is not a SHA-256 digest (64 hexadecimal digits, blanks, `:` and `-` between groups allowed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 digest (64 hexadecimal digits expected)")]
pub struct NotADigest;

impl FromStr for Sha256 {
    type Err = NotADigest;

    /// Accepts what people copy: upper or lower case, digits in groups set apart by blanks, `:` or `-`.
    fn from_str(text: &str) -> Result<Sha256, NotADigest> {
        let mut nibbles = Vec::with_capacity(64);
        for c in text.chars().filter(|c| !c.is_whitespace() && *c != ':' && *c != '-') {
            nibbles.push(c.to_digit(16).ok_or(NotADigest)? as u8);
        }
        if nibbles.len() != 64 {
            return Err(NotADigest);
        }
        let mut raw = [0u8; 32];
        for (byte, pair) in raw.iter_mut().zip(nibbles.chunks(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        Ok(Sha256(raw))
    }
}

impl Serialize for Sha256 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Sha256, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A digest being computed over bytes that arrive piece by piece.
#[derive(Clone, Default)]
pub struct Hasher(sha2::Sha256);

impl Hasher {
    /// A hasher that has seen nothing.
    pub fn new() -> Hasher {
        Hasher::default()
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all bytes taken.
    pub fn finish(self) -> Sha256 {
        Sha256(self.0.finalize().into())
    }
}

/// So that a stream can be copied into it.
impl std::io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A SHA-512 digest, for those who ask for a second algorithm.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sha512([u8; 64]);

impl Sha512 {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Sha512 {
        Sha512(sha2::Sha512::digest(bytes).into())
    }

    /// A hasher that has seen nothing.
    pub fn hasher() -> Hasher512 {
        Hasher512::default()
    }
}

impl fmt::Display for Sha512 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for Sha512 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha512({self})")
    }
}

/// A SHA-512 digest being computed.
#[derive(Clone, Default)]
pub struct Hasher512(sha2::Sha512);

impl Hasher512 {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all bytes taken.
    pub fn finish(self) -> Sha512 {
        Sha512(self.0.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vector_of_abc() {
        let digest = Sha256::of(b"abc");
        assert_eq!(digest.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let mut hasher = Hasher::new();
        hasher.update(b"a");
        hasher.update(b"bc");
        assert_eq!(hasher.finish(), digest);
    }

    #[test]
    fn a_digest_copied_by_hand_is_read_back() {
        let digest = Sha256::of(b"abc");
        assert_eq!(digest.grouped().to_uppercase().parse(), Ok(digest));
        assert_eq!(Sha256::from_base64(&digest.base64()), Ok(digest));
        assert_eq!("ba78".parse::<Sha256>(), Err(NotADigest));
        assert_eq!("zz".repeat(32).parse::<Sha256>(), Err(NotADigest));
    }
}
