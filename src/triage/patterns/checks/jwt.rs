//! The head of a JSON Web Token (RFC 7519) says what it is: Base64url of a JSON object with `alg`.

use data_encoding::BASE64URL_NOPAD;

/// A longer part is not decoded.
const LONGEST_PART: usize = 16 * 1024;

/// Whether `token` has a JOSE header (RFC 7515 section 4, RFC 7516) that names an algorithm.
pub(super) fn is_token(token: &str) -> bool {
    // One that was copied badly has a head that is no longer JSON, but still speaks of its algorithm.
    head(token).is_some_and(|head| String::from_utf8_lossy(&head).contains("\"alg\""))
}

/// Whether what stands before the first `.` is Base64 of a JSON object.
pub(super) fn has_json_head(token: &str) -> bool {
    head(token).is_some_and(|head| serde_json::from_slice::<serde_json::Map<_, serde_json::Value>>(&head).is_ok())
}

/// Claims of a token that opens something (RFC 7519 section 4.1, RFC 8693); the tokens of tracking and unsubscribe links have none.
const GRANTS: [&str; 8] =
    ["\"exp\"", "\"aud\"", "\"scope", "\"scp\"", "\"role", "\"azp\"", "\"permissions\"", "\"nonce\""];

/// Whether the token says that it grants something, or until when.
pub(super) fn grants(token: &str) -> bool {
    let claims = token.split('.').nth(1).and_then(decode);
    claims.is_some_and(|claims| {
        let claims = String::from_utf8_lossy(&claims).into_owned();
        GRANTS.iter().any(|claim| claims.contains(claim))
    })
}

/// Whether what stands at `start` is part of a link.
pub(super) fn is_in_link(text: &str, start: usize) -> bool {
    const FARTHEST: usize = 1024;
    let before = &text[text.floor_char_boundary(start.saturating_sub(FARTHEST))..start];
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>')).next().unwrap_or("");
    word.contains("://")
}

fn head(token: &str) -> Option<Vec<u8>> {
    let start = token.find("eyJ").or_else(|| token.find("ewo"))?;
    decode(token[start..].split(['.', '|']).next()?)
}

/// Base64 of either alphabet; one that was cut or copied badly may have stray bits at its end.
fn decode(part: &str) -> Option<Vec<u8>> {
    let part = part.trim_end_matches('=').replace('+', "-").replace('/', "_");
    if part.len() > LONGEST_PART {
        return None;
    }
    let mut lenient = data_encoding::Specification::new();
    lenient.symbols.push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    lenient.check_trailing_bits = false;
    BASE64URL_NOPAD.decode(part.as_bytes()).ok().or_else(|| lenient.encoding().ok()?.decode(part.as_bytes()).ok())
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

    #[test]
    fn a_token_that_only_tracks_is_told_from_one_that_grants() {
        let encode = |claims: &str| format!("eyJhbGciOiJIUzI1NiJ9.{}.c2ln", BASE64URL_NOPAD.encode(claims.as_bytes()));
        assert!(grants(&encode(r#"{"sub":"1","exp":1790000000}"#)));
        assert!(!grants(&encode(r#"{"emailId":"1","iat":1790000000}"#)));
        let text = "see https://t.example/x?token=eyJ and eyJ";
        assert!(is_in_link(text, text.find("eyJ").unwrap()));
        assert!(!is_in_link(text, text.rfind("eyJ").unwrap()));
    }
}
