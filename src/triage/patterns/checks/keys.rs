//! Whether what a PEM block holds is a key: the first bytes of the body are enough to tell (RFC 7468, PROTOCOL.key of OpenSSH, RFC 4880).

use data_encoding::BASE64;

/// Bytes of the body that are looked at.
const LOOKED_AT: usize = 96;

/// Whether the block holds a key; none where it is encrypted in a way that shows no structure, or holds no body to judge.
pub(super) fn parses(block: &str) -> Option<bool> {
    let (_, after) = block.split_once("KEY")?;
    let (_, body) = after.split_once("-----")?;
    if body.contains("ENCRYPTED") {
        return None;
    }
    let start = decoded_start(body);
    if block.contains("BEGIN PGP") {
        // An old-format or new-format secret-key packet (tag 5) begins the block.
        return start.first().map(|first| matches!(first, 0x94..=0x97 | 0xc5));
    }
    if start.starts_with(b"openssh-key-v1\0") || start.starts_with(b"SSH PRIVATE KEY") {
        return Some(true);
    }
    (start.len() >= 8).then(|| is_sequence(&start))
}

/// A DER SEQUENCE with a plausible length whose first element is the version, an INTEGER, or another SEQUENCE (X.690).
fn is_sequence(der: &[u8]) -> bool {
    let Some((0x30, rest)) = der.split_first().map(|(tag, rest)| (*tag, rest)) else { return false };
    let inner = match rest {
        [0x81, length, inner @ ..] if *length >= 0x80 => inner,
        [0x82, _, _, inner @ ..] => inner,
        [short, inner @ ..] if *short < 0x80 => inner,
        _ => return false,
    };
    matches!(inner, [0x02, 0x01, 0..=2, ..] | [0x30, ..])
}

/// The first bytes of the Base64 in `body`: what is around it in source code (quotes, `\n`, `+`, blanks) is skipped line by line.
fn decoded_start(body: &str) -> Vec<u8> {
    let mut symbols = String::new();
    for line in body.replace("\\r", "").replace("\\n", "\n").lines() {
        let line = line.trim_matches(|c: char| c.is_whitespace() || "\"'`,;>|".contains(c));
        let line = line.trim_end_matches([' ', '+', '"', '\'', '\\']);
        // Armor headers (`Version: ...`, `Proc-Type: ...`) are no part of the body.
        if line.contains(": ") || line.contains("-----") {
            continue;
        }
        symbols.extend(line.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/')));
        if symbols.len() >= LOOKED_AT {
            break;
        }
    }
    symbols.truncate(symbols.len().min(LOOKED_AT) / 4 * 4);
    BASE64.decode(symbols.as_bytes()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(name: &str, bytes: &[u8]) -> String {
        format!("-----BEGIN {name}-----\n{}\n-----END {name}-----", BASE64.encode(bytes))
    }

    #[test]
    fn a_key_is_known_by_its_first_bytes() {
        let rsa = [0x30, 0x82, 0x04, 0xa4, 0x02, 0x01, 0x00, 0x02, 0x82, 0x01, 0x01, 0x00];
        assert_eq!(parses(&block("RSA PRIVATE KEY", &rsa)), Some(true));
        assert_eq!(parses(&block("OPENSSH PRIVATE KEY", b"openssh-key-v1\0\0\0\0\x04none")), Some(true));
        assert_eq!(parses(&block("PRIVATE KEY", b"not a key at all, only text")), Some(false));
        assert_eq!(parses("-----BEGIN PRIVATE KEY-----\n...\n"), None);
    }

    #[test]
    fn quotes_and_escapes_of_source_code_are_skipped() {
        let rsa = [0x30, 0x82, 0x04, 0xa4, 0x02, 0x01, 0x00, 0x02, 0x82, 0x01, 0x01, 0x00];
        let line = BASE64.encode(&rsa);
        assert_eq!(parses(&format!("-----BEGIN RSA PRIVATE KEY-----\" +\n  \"{line}\" +\n")), Some(true));
        assert_eq!(parses(&format!("-----BEGIN RSA PRIVATE KEY-----\\n{line}\\n-----END")), Some(true));
    }
}
