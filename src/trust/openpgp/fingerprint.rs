//! The fingerprint of a key as a type: what people compare before they trust a certificate.

use std::fmt;

/// The fingerprint of a key: 20 bytes (version 4) or 32 (version 6), RFC 9580 section 5.5.4.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(Vec<u8>);

/// The text is not a fingerprint (40 or 64 hexadecimal digits, blanks, `:` and `-` between groups and a leading `0x` allowed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a fingerprint (40 or 64 hexadecimal digits expected)")]
pub struct NotAFingerprint;

impl Fingerprint {
    /// The raw bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Upper-case groups of four digits, as a person reads them out: `0123 4567 ...`.
    pub fn grouped(&self) -> String {
        let groups: Vec<String> =
            self.0.chunks(2).map(|pair| pair.iter().map(|byte| format!("{byte:02X}")).collect()).collect();
        groups.join(" ")
    }
}

/// All digits, upper case, without blanks.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

impl From<pgp::types::Fingerprint> for Fingerprint {
    fn from(raw: pgp::types::Fingerprint) -> Fingerprint {
        Fingerprint(raw.as_bytes().to_vec())
    }
}

impl std::str::FromStr for Fingerprint {
    type Err = NotAFingerprint;

    /// Accepts what people copy: upper or lower case, groups set apart by blanks, `:` or `-`, a leading `0x`.
    fn from_str(text: &str) -> Result<Fingerprint, NotAFingerprint> {
        let text = text.trim();
        let text = text.strip_prefix("0x").unwrap_or(text);
        let digits: Vec<u8> = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != ':' && *c != '-')
            .map(|c| c.to_digit(16).map(|digit| digit as u8).ok_or(NotAFingerprint))
            .collect::<Result<_, _>>()?;
        if digits.len() != 40 && digits.len() != 64 {
            return Err(NotAFingerprint);
        }
        Ok(Fingerprint(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_four_and_back() {
        let print: Fingerprint = "0x00112233445566778899aabbccddeeff00112233".parse().unwrap();
        assert_eq!(print.grouped(), "0011 2233 4455 6677 8899 AABB CCDD EEFF 0011 2233");
        assert_eq!(print.grouped().parse(), Ok(print.clone()));
        assert_eq!(print.to_string().parse(), Ok(print));
        assert_eq!("0011 2233".parse::<Fingerprint>(), Err(NotAFingerprint));
        assert_eq!("é011".parse::<Fingerprint>(), Err(NotAFingerprint));
    }
}
