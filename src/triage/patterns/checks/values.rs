//! Whether a value is what an assignment gives a secret, or only code, a name or a word about passwords.

use data_encoding::{BASE32_NOPAD, BASE64};

use crate::triage::patterns::entropy::shannon;

/// Values (lower case) that a password field holds in forms, schemas and code, but no password has.
const NO_PASSWORDS: [&str; 42] = [
    "password",
    "passwd",
    "pass",
    "pwd",
    "yourpassword",
    "your password",
    "string",
    "str",
    "text",
    "null",
    "none",
    "nil",
    "true",
    "false",
    "undefined",
    "required",
    "optional",
    "hidden",
    "input",
    "not-set",
    "notset",
    "unset",
    "empty",
    "value",
    "token",
    "default",
    "prompt",
    "ask",
    "yes",
    "no",
    "char",
    "void",
    "const",
    "self",
    "this",
    "username",
    "user",
    "login",
    "is",
    "the",
    "and",
    "for",
];

/// RFC 4648 section 6: at least ten bytes, blanks and padding skipped, either case.
pub(super) fn is_base32(value: &str) -> bool {
    let symbols: String = value.chars().filter(|c| !c.is_whitespace() && *c != '-' && *c != '=').collect();
    let symbols = symbols.to_ascii_uppercase();
    let whole = symbols.len() / 8 * 8;
    symbols.len() >= 16 && BASE32_NOPAD.decode(&symbols.as_bytes()[..whole]).is_ok()
}

/// RFC 4648 section 4, with its padding: at least sixteen bytes.
pub(super) fn is_base64(value: &str) -> bool {
    BASE64.decode(value.as_bytes()).is_ok_and(|bytes| bytes.len() >= 16)
}

/// Base64 of `user:password` in printable characters (RFC 7617).
pub(super) fn is_basic_auth(value: &str) -> bool {
    let padded =
        format!("{}{}", value.trim_end_matches('='), "=".repeat((4 - value.trim_end_matches('=').len() % 4) % 4));
    let decoded = BASE64.decode(padded.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.is_some_and(|pair| {
        pair.split_once(':').is_some_and(|(_, password)| !password.is_empty()) && !pair.chars().any(char::is_control)
    })
}

/// Whether a value may be a password: no word about passwords, no code, not the name of a variable.
pub(super) fn is_password(value: &str) -> bool {
    let value = value.trim();
    let lower = value.to_lowercase();
    let distinct = lower.chars().collect::<std::collections::BTreeSet<char>>().len();
    value.len() >= 4
        && distinct >= 3
        && !NO_PASSWORDS.contains(&lower.as_str())
        && !is_code(value)
        && !is_selector(value)
}

/// Whether what stands where an address or a command has its password may be one.
pub(super) fn is_url_password(value: &str) -> bool {
    const WORDS: [&str; 11] =
        ["password", "passwd", "pass", "pwd", "yourpassword", "mdp", "port", "8080", "null", "none", "undefined"];
    let lower = value.to_ascii_lowercase();
    let variable = value.starts_with(['$', '{', '<', '[', '%']) && !value.starts_with("%4")
        || value.contains("#{")
        || value.contains("...");
    value.len() >= 3
        && !WORDS.contains(&lower.as_str())
        && !variable
        && !is_cut_out(value)
        && value.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

/// `password=mdp)` at the end of a call, `[votre identifiant]`: the end of something that began before.
fn is_cut_out(value: &str) -> bool {
    let name = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let rest = value.strip_suffix(')').or(value.strip_suffix(']')).unwrap_or_default();
    !rest.is_empty() && !rest.contains(['(', '[']) && name(rest)
}

/// Whether the argument of an option may be a password.
pub(super) fn is_option(value: &str) -> bool {
    is_password(value) && !value.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'.' | b'-'))
}

/// Calls, members, types, options: what stands on the right of `password =` in source code.
fn is_code(value: &str) -> bool {
    const BEGINNINGS: [&str; 18] = [
        "process.env",
        "os.environ",
        "os.getenv",
        "getenv",
        "env.",
        "env[",
        "$_",
        "$(",
        "self.",
        "this.",
        "request.",
        "req.",
        "params",
        "config.",
        "settings.",
        "new ",
        "function",
        "async ",
    ];
    let lower = value.to_ascii_lowercase();
    BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning))
        || value.starts_with(['+', '.', ',', ';', ')'])
        || is_call(value)
        || is_member(value)
}

/// `name(...`, `a->b`, `a::b`, `a[b]`.
fn is_call(value: &str) -> bool {
    let name = value.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')).count();
    let after = &value[name..];
    name > 0
        && (after.starts_with('(') && name > 2
            || after.starts_with("->")
            || after.starts_with("::")
            || after.starts_with('['))
}

/// `object.field.field`, all of letters: no password looks like that.
fn is_member(value: &str) -> bool {
    value.contains('.')
        && value
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_'))
}

/// `#add-password`, `.input-password`, `/forgot/password`, `http://...`, `users#edit_password`.
fn is_selector(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let about = ["password", "passwd", "mot de passe"].iter().any(|word| lower.contains(word));
    about && (value.starts_with(['.', '$', '@', ':', '-', '%']) || value.contains(['/', '#', ' ']))
        || value.starts_with('/') && value[1..].contains('/')
        || lower.starts_with("http://")
        || lower.starts_with("https://")
}

/// Whether a value may be a key or a token: letters with digits or both cases, random, no path, no name in words.
pub(super) fn is_random(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let enough = value.len() >= 16 && digits >= 2 && letters >= 4 && shannon(value) >= 3.0;
    enough && !is_counted_up(value) && !is_code(value) && !is_path_or_name(value)
}

/// Whether somebody counted or went along the keyboard instead of drawing lots: `1234567890`, `abcdefg`, `a1b2c3d4`.
fn is_counted_up(value: &str) -> bool {
    const ROWS: [&str; 5] = ["1234567890", "a1b2c3d4", "abcdef12", "qwertyu", "azertyu"];
    /// So many letters that follow each other in the alphabet do not come by chance.
    const LETTERS: usize = 7;
    let lower = value.to_ascii_lowercase();
    let follows = |a: &u8, b: &u8| a.is_ascii_lowercase() && b.is_ascii_lowercase() && a + 1 == *b;
    ROWS.iter().any(|row| lower.contains(row)) || lower.as_bytes().chunk_by(follows).any(|run| run.len() >= LETTERS)
}

/// A path, or a name of several words.
fn is_path_or_name(value: &str) -> bool {
    let parts = |separator: char| {
        value.split(separator).filter(|part| part.len() > 1 && part.bytes().all(|b| b.is_ascii_alphabetic())).count()
    };
    value.contains("://")
        || value.starts_with('/')
        || parts('/') > 2
        || parts('-') > 2
        || parts('_') > 2
        || parts('.') > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_words_are_no_passwords() {
        for value in [
            "password",
            "os.environ['X']",
            "getPassword()",
            "self.password",
            "#add-password",
            "creating-a-strong/password",
            "user.name",
            "$_POST[x]",
            "row->password",
            "aaaa",
            "abc",
        ] {
            assert!(!is_password(value), "{value}");
        }
        for value in ["hunter2", "VMware1!", "open_sesame", "goodspec", "P@ss.w0rd", "whiteduke", "correct horse"] {
            assert!(is_password(value), "{value}");
        }
    }

    #[test]
    fn the_end_of_a_call_or_of_a_placeholder_is_no_password() {
        assert!(!is_url_password("mdp)"));
        assert!(!is_url_password("identifiant]"));
        assert!(is_url_password("Zxcvbnm12)"));
        assert!(is_url_password("ab(c)"));
    }

    #[test]
    fn names_and_paths_are_no_keys() {
        assert!(is_random("951bc382db9abad29c68634761dd6e19"));
        assert!(!is_random("my-service-account-name-2"));
        assert!(!is_random("/etc/ssl/private/key01.pem"));
        assert!(!is_random("aaaaaaaaaaaaaaaaaaaaaa11"));
        assert!(!is_random("abcdefg98765+QKWZX"));
        assert!(!is_random("tok-QwErTyU-4471-zz9"));
        assert!(is_random("abcdxyz98765+QKWZX"));
    }

    #[test]
    fn encodings_are_told() {
        assert!(is_base32("JBSW Y3DP EHPK 3PXP"));
        assert!(!is_base32("JBSWY3DP"));
        assert!(is_basic_auth("QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        assert!(!is_basic_auth("QWxhZGRpbg=="));
        assert!(is_base64("AAECAwQFBgcICQoLDA0ODw=="));
    }
}
