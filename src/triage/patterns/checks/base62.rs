//! Tokens of GitHub and npm: after the prefix and its `_` stand thirty random characters and the CRC-32 of those, in base 62, six digits.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Whether the last six characters are the checksum of what stands between the prefix and them.
pub(super) fn has_crc32(token: &str) -> bool {
    let body = token.rsplit_once('_').map_or(token, |(_, body)| body);
    let Some(split) = body.len().checked_sub(6).filter(|split| *split > 0 && body.is_char_boundary(*split)) else {
        return false;
    };
    let (random, sum) = body.split_at(split);
    checksum(random) == sum
}

/// CRC-32 (ISO-HDLC) in base 62, filled up to six digits.
fn checksum(random: &str) -> String {
    let mut rest = crc32fast::hash(random.as_bytes());
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(rest % 62) as usize];
        rest /= 62;
    }
    digits.iter().map(|digit| char::from(*digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_ends_with_its_checksum() {
        let random = "Qm7VxT2cLr9sKd4BzW0pNfY8uHj3Ea";
        let token = format!("ghp_{random}{}", checksum(random));
        // Computed with Python's zlib.crc32.
        assert_eq!(checksum(random), "2kLopY");
        assert!(has_crc32(&token));
        assert!(!has_crc32(&token.replace("2kLopY", "2kLop0")));
        assert!(!has_crc32("ghp_"));
    }
}
