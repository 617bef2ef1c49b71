//! The head of a JSON Web Token (RFC 7519) says what it is: Base64url of a JSON object with `alg`.

use data_encoding::BASE64URL_NOPAD;

/// More of a head than this is not decoded.
const LONGEST_HEAD: usize = 16 * 1024;

/// Whether `token` has a JOSE header (RFC 7515 section 4, RFC 7516) that names an algorithm.
pub(super) fn is_token(token: &str) -> bool {
    // One that was copied badly has a head that is no longer JSON, but still speaks of its algorithm.
    head(token).is_some_and(|head| String::from_utf8_lossy(&head).contains("\"alg\""))
}

/// Whether what stands before the first `.` is Base64 of a JSON object.
pub(super) fn has_json_head(token: &str) -> bool {
    head(token).is_some_and(|head| serde_json::from_slice::<serde_json::Map<_, serde_json::Value>>(&head).is_ok())
}

fn head(token: &str) -> Option<Vec<u8>> {
    let start = token.find("eyJ").or_else(|| token.find("ewo"))?;
    let head = token[start..].split(['.', '|']).next()?.trim_end_matches('=');
    let head = head.replace('+', "-").replace('/', "_");
    if head.len() > LONGEST_HEAD {
        return None;
    }
    // A head that was cut or copied badly may have stray bits at its end.
    let mut lenient = data_encoding::Specification::new();
    lenient.symbols.push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    lenient.check_trailing_bits = false;
    let decoded = match BASE64URL_NOPAD.decode(head.as_bytes()) {
        Ok(decoded) => decoded,
        Err(_) => lenient.encoding().ok()?.decode(head.as_bytes()).ok()?,
    };
    Some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_names_its_algorithm() {
        assert!(is_token("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"));
        assert!(!is_token("eyJzdWIiOiIxIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"));
        assert!(has_json_head("eyJzdWIiOiIxIn0.x"));
        assert!(!has_json_head("eyJzdWIi.x"));
    }
}
