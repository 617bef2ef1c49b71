//! By what a message was written: the mail program without its version, and the way it builds a Message-ID.

use crate::triage::domain::{domain_of, registrable};

/// Names of mail programs that stand behind `Mozilla/5.0 (...)`.
const BEHIND_MOZILLA: [&str; 4] = ["Thunderbird", "SeaMonkey", "Postbox", "Betterbird"];

/// The mail program of a `User-Agent` or `X-Mailer` field without its version: `Roundcube Webmail` of `Roundcube Webmail/1.6.1`.
pub fn software(field: &str) -> String {
    if let Some(name) = BEHIND_MOZILLA.iter().find(|name| field.contains(**name)) {
        return (*name).to_owned();
    }
    let name = field.split(['/', '(', '[', ',', ';']).next().unwrap_or_default();
    let is_version = |word: &str| {
        word.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit())
            && !word.eq_ignore_ascii_case("365")
    };
    let words = name.split_whitespace().take_while(|word| !is_version(word)).take(6);
    words.collect::<Vec<_>>().join(" ").chars().take(60).collect()
}

/// How a Message-ID is built: classes of its pieces and who owns its domain, `U@societe.example`. Two messages of one program have mostly
/// the same.
pub fn id_shape(message_id: &str) -> String {
    let bare = message_id.trim().trim_matches(['<', '>']);
    let Some((local, _)) = bare.rsplit_once('@') else { return String::new() };
    // In Base64 the signs stand at random places.
    let base64 = local.contains(['+', '=']);
    let is_of_piece = |c: char| c.is_ascii_alphanumeric() || (base64 && matches!(c, '+' | '=' | '_' | '-' | '/'));
    let mut shape = String::new();
    let mut rest = local;
    while !rest.is_empty() && shape.len() < 24 {
        let end = rest.find(|c: char| !is_of_piece(c)).unwrap_or(rest.len());
        if end == 0 {
            let mark = rest.chars().next().unwrap_or_default();
            shape.push(mark);
            rest = &rest[mark.len_utf8()..];
            continue;
        }
        shape.push(class(&rest[..end]));
        rest = &rest[end..];
    }
    let shape = uuid(local).map_or(shape, str::to_owned);
    format!("{shape}@{}", registrable(&domain_of(bare).to_lowercase()))
}

/// `U` for a UUID in lower case, `V` in upper case, whatever its digits (RFC 9562 section 4).
fn uuid(local: &str) -> Option<&'static str> {
    let lengths = local.split('-').map(str::len);
    let is_hex = local.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    (is_hex && lengths.eq([8, 4, 4, 4, 12]))
        .then(|| if local.bytes().any(|byte| byte.is_ascii_uppercase()) { "V" } else { "U" })
}

/// `X` and `Y` hexadecimal digits in lower and upper case (any length), `n` a short number, `N` a long one, `a` a word, `A` anything longer.
fn class(piece: &str) -> char {
    let is_long = piece.len() > 12;
    let all = |test: fn(&u8) -> bool| piece.as_bytes().iter().all(test);
    if (4..=12).contains(&piece.len()) || is_long {
        if all(u8::is_ascii_digit) && !matches!(piece.len(), 4 | 8 | 12) {
            return if is_long { 'N' } else { 'n' };
        }
        if all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return 'X';
        }
        if all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F')) {
            return 'Y';
        }
    }
    if is_long { 'A' } else { 'a' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_left_out() {
        assert_eq!(software("Roundcube Webmail/1.6.1"), "Roundcube Webmail");
        assert_eq!(software("Microsoft Outlook 16.0"), "Microsoft Outlook");
        assert_eq!(
            software("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.8"),
            "Thunderbird"
        );
        assert_eq!(software("iPhone Mail (20A362)"), "iPhone Mail");
        assert_eq!(software("Zimbra 9.0.0_GA_4612"), "Zimbra");
        assert_eq!(software(""), "");
    }

    #[test]
    fn two_ids_of_one_program_have_one_shape() {
        let thunderbird = [
            "<3f2a9c1e-0b4d-4f6e-9a1b-2c3d4e5f6a7b@societe.example>",
            "<11111111-2222-4333-8444-55555555555a@societe.example>",
        ];
        assert_eq!(id_shape(thunderbird[0]), "U@societe.example");
        assert_eq!(id_shape(thunderbird[1]), "U@societe.example");
        let base64 = ["<CAJ+kq3Z=w_1bX-9@mail.societe.example>", "<CAPx7Y=2a+bQ9ZlW@mail.societe.example>"];
        assert_eq!(id_shape(base64[0]), id_shape(base64[1]));
        assert_eq!(id_shape("no id"), "");
        assert_ne!(id_shape("<0123456789abcdef0123456789abcdef@mail.societe.example>"), id_shape(thunderbird[0]));
    }
}
