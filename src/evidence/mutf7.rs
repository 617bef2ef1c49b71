//! Modified UTF-7, the form in which IMAP servers write mailbox names (RFC 3501, section 5.1.3) and which survives as
//! folder and file names in exports of Maildir, Dovecot, Cyrus and Thunderbird.
//!
//! Reading is strict: a name has one encoding only, so two folders never decode to one name, and `/` cannot be hidden.

use base64::Engine as _;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};

/// The alphabet with `,` in the place of `/`; no `=`, and bits left over must be zero.
const BASE64: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// The name that `name` encodes, when it is valid modified UTF-7 with at least one shift (`&…-`; `&-` is an ampersand).
///
/// `None` says that `name` stays as it is: no shift, characters other than printable ASCII, a shift that is not ended,
/// bad base64, padding bits that are not zero, an unpaired surrogate, and what the RFC forbids so that a name has one
/// form: printable ASCII inside a shift, or a shift that directly follows another.
pub fn decode(name: &str) -> Option<String> {
    if !name.contains('&') || !name.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    let mut just_shifted = false;
    while let Some((plain, from_shift)) = rest.split_once('&') {
        out.push_str(plain);
        let (shifted, after) = from_shift.split_once('-')?;
        if shifted.is_empty() {
            out.push('&');
        } else if just_shifted && plain.is_empty() {
            return None;
        } else {
            out.push_str(&decode_shift(shifted)?);
        }
        just_shifted = !shifted.is_empty();
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// What stands between `&` and `-`: UTF-16, most significant byte first, in base64.
fn decode_shift(shifted: &str) -> Option<String> {
    let raw = BASE64.decode(shifted).ok()?;
    let (pairs, odd) = raw.as_chunks::<2>();
    if !odd.is_empty() {
        return None;
    }
    let text: String =
        char::decode_utf16(pairs.iter().map(|&pair| u16::from_be_bytes(pair))).collect::<Result<_, _>>().ok()?;
    (!text.contains(|c| matches!(c, ' '..='~'))).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_real_folders() {
        for (name, decoded) in [
            ("&AMk-l&AOk-ments envoy&AOk-s", "Éléments envoyés"),
            ("Bo&AO4-te d'envoi", "Boîte d'envoi"),
            ("&U,BTFw-", "台北"),
            ("~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"),
            ("Entw&APw-rfe", "Entwürfe"),
            ("Gel&APY-schte Elemente", "Gelöschte Elemente"),
        ] {
            assert_eq!(decode(name).as_deref(), Some(decoded), "{name}");
        }
    }

    #[test]
    fn an_ampersand_is_a_shift_of_nothing() {
        assert_eq!(decode("a&-b").as_deref(), Some("a&b"));
        assert_eq!(decode("&-&-").as_deref(), Some("&&"));
        assert_eq!(decode("&AOk-&-&AOk-").as_deref(), Some("é&é"));
        assert_eq!(decode("&AOk--&AOk-").as_deref(), Some("é-é"));
    }

    #[test]
    fn characters_beyond_the_first_plane_are_surrogate_pairs() {
        assert_eq!(decode("&2D3eAA-").as_deref(), Some("😀"));
        for unpaired in ["&2D0-", "&3gA-", "&3gDYPQ-", "&2D0-&3gA-", "&2D0A6Q-"] {
            assert_eq!(decode(unpaired), None, "{unpaired}");
        }
    }

    #[test]
    fn a_name_without_shift_stays_as_it_is() {
        for name in ["", "Sent", "a-b", "Éléments envoyés"] {
            assert_eq!(decode(name), None, "{name}");
        }
    }

    #[test]
    fn a_malformed_name_stays_as_it_is() {
        for (name, why) in [
            ("R&D", "no end of shift"),
            ("&AMk", "no end of shift"),
            ("R&D-", "one base64 digit is not a byte"),
            ("R & D - 2024", "blanks are not base64"),
            ("&AMk=-", "padding is not written"),
            ("&U/BTFw-", "/ is not of this alphabet"),
            ("&AMl-", "padding bits are not zero"),
            ("&AMkA-", "an odd number of bytes"),
            ("&AA-", "an odd number of bytes"),
            ("&AC8-", "a hidden /"),
            ("&AMkAYQ-", "ASCII inside a shift"),
            ("&U,BTFw-&ZeVnLIqe-", "a superfluous shift (the example of the RFC)"),
            ("&Jjo!", "no shift back to ASCII (the example of the RFC)"),
            ("é&AMk-", "not ASCII outside the shift"),
            ("a\n&AMk-", "a control character"),
        ] {
            assert_eq!(decode(name), None, "{name}: {why}");
        }
    }
}
