//! The first look at a text, at the speed of memory: where a word begins that may name a password. Nothing is folded or allocated.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::triggers::{DATES, ENTERING, QUOTES, SPELT};

/// What a word of the text may lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stem {
    /// `passe`, `password`, `mdp`, `pwd`
    Password,
    /// `code`, `pin`, `puk`, `digicode`
    Code,
    /// `wifi`, `wpa`, `ssid`
    Wifi,
    /// `identifiants`, `accès`, `login`
    Access,
    /// `p:` behind `u:`
    Initial,
    /// `admin`, `root`
    Root,
    /// `protégé par`, `to open the zip`
    Lock,
    /// `tapez «`, `using "`
    Quoted,
    /// `all lower case`, `tout attaché`
    Spelt,
    /// `your date of birth`
    Dated,
}

/// Small letters; the automaton does not mind the case of ASCII letters.
const STEMS: [(&str, Stem); 79] = [
    ("p/w", Stem::Password),
    ("p:", Stem::Initial),
    ("p :", Stem::Initial),
    ("p=", Stem::Initial),
    ("admin", Stem::Root),
    ("root", Stem::Root),
    ("pass", Stem::Password),
    ("pasw", Stem::Password),
    ("paswd", Stem::Password),
    ("paso", Stem::Password),
    ("pase", Stem::Password),
    ("psw", Stem::Password),
    ("pssw", Stem::Password),
    ("mdp", Stem::Password),
    ("mpd", Stem::Password),
    ("m.d.p", Stem::Password),
    ("pwd", Stem::Password),
    ("pw", Stem::Password),
    ("phrase", Stem::Password),
    ("code", Stem::Code),
    ("pin", Stem::Code),
    ("puk", Stem::Code),
    ("combinai", Stem::Code),
    ("combinat", Stem::Code),
    ("codeword", Stem::Code),
    ("alarm", Stem::Code),
    ("lockbox", Stem::Code),
    ("key safe", Stem::Code),
    ("keysafe", Stem::Code),
    ("sesam", Stem::Code),
    ("s\u{e9}sam", Stem::Code),
    ("mot secr", Stem::Code),
    ("mot de s\u{e9}c", Stem::Code),
    ("mot magi", Stem::Code),
    ("security w", Stem::Code),
    ("secret w", Stem::Code),
    ("magic w", Stem::Code),
    ("memorable", Stem::Code),
    ("mot m\u{e9}mo", Stem::Code),
    ("safe w", Stem::Code),
    ("wifi", Stem::Wifi),
    ("wi-fi", Stem::Wifi),
    ("wi\u{2011}fi", Stem::Wifi),
    ("wpa", Stem::Wifi),
    ("ssid", Stem::Wifi),
    ("wlan", Stem::Wifi),
    ("network key", Stem::Wifi),
    ("network name", Stem::Wifi),
    ("livebox", Stem::Wifi),
    ("freebox", Stem::Wifi),
    ("bbox-", Stem::Wifi),
    ("network:", Stem::Wifi),
    ("seau :", Stem::Wifi),
    ("seau\u{a0}:", Stem::Wifi),
    ("psk", Stem::Wifi),
    ("identifiant", Stem::Access),
    ("credential", Stem::Access),
    ("creds", Stem::Access),
    ("login", Stem::Access),
    ("log in", Stem::Access),
    ("log on", Stem::Access),
    ("logon", Stem::Access),
    ("logg", Stem::Access),
    ("sign in", Stem::Access),
    ("acces", Stem::Access),
    ("acc\u{e8}s", Stem::Access),
    ("ACC\u{c8}S", Stem::Access),
    ("access", Stem::Access),
    ("connect", Stem::Access),
    ("connexion", Stem::Access),
    ("user", Stem::Access),
    ("utilisateur", Stem::Access),
    ("compte", Stem::Access),
    ("account", Stem::Access),
    ("prot", Stem::Lock),
    ("encrypted", Stem::Lock),
    ("chiffr", Stem::Lock),
    ("ouvr", Stem::Lock),
    ("unlock", Stem::Lock),
];

/// Others that open something; apart because the table above is full of the commoner ones.
const LOCKS: [&str; 14] = [
    "pour entrer",
    "y entrer",
    "to get in",
    "to open",
    "open the",
    "open it",
    "unzip",
    "opens",
    "extract",
    "zipper",
    "decrypt",
    "verrouill",
    "compresser",
    "locked",
];

static AUTOMATON: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let quoted = ENTERING.iter().flat_map(|word| QUOTES.iter().map(move |quote| format!("{word} {quote}")));
    let words =
        STEMS.iter().map(|(word, _)| *word).chain(LOCKS).chain(SPELT).chain(DATES).map(str::to_owned).chain(quoted);
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(words)
        .ok()
});

/// Where words begin that may lead to a password, in order.
pub(super) fn stems(content: &str) -> impl Iterator<Item = (usize, Stem)> + '_ {
    let found = AUTOMATON.iter().flat_map(move |automaton| automaton.find_iter(content));
    found.filter_map(move |found| {
        let stem = stem(found.pattern().as_usize());
        is_whole(content.as_bytes(), found.start(), found.end(), stem).then_some((found.start(), stem))
    })
}

/// The stem of the pattern with this number.
fn stem(pattern: usize) -> Stem {
    const ALL_STEMS: usize = STEMS.len();
    const AFTER_LOCKS: usize = ALL_STEMS + LOCKS.len();
    const AFTER_SPELT: usize = AFTER_LOCKS + SPELT.len();
    const AFTER_DATES: usize = AFTER_SPELT + DATES.len();
    match pattern {
        0..ALL_STEMS => STEMS[pattern].1,
        ALL_STEMS..AFTER_LOCKS => Stem::Lock,
        AFTER_LOCKS..AFTER_SPELT => Stem::Spelt,
        AFTER_SPELT..AFTER_DATES => Stem::Dated,
        _ => Stem::Quoted,
    }
}

/// Whether what stands on both sides allows it to be the word that is meant.
fn is_whole(bytes: &[u8], start: usize, end: usize, stem: Stem) -> bool {
    let before = start.checked_sub(1).map_or(b' ', |at| bytes[at]);
    let after = bytes.get(end).copied().unwrap_or(b' ');
    let word = &bytes[start..end];
    let joined = matches!(before, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'$' | b'@' | b'\\' | b'.' | b'/');
    match stem {
        Stem::Root if !is_followed(bytes, end) => false,
        Stem::Access | Stem::Lock if !has_sign(bytes, end, stem) => false,
        // What such a code opens with has digits; only words that are spoken have none.
        Stem::Code if !SPOKEN.contains(&word[0].to_ascii_lowercase()) && !has_digits(bytes, start, end) => false,
        // `motdepasse`, `digicode`, `passcode` are written in one; `compass`, `encode`, `trespass` are not meant.
        Stem::Password if joined => {
            ends_with(&bytes[..start], &[b"de", b"mot", b"/", b"."]) && !after.is_ascii_whitespace()
        }
        Stem::Code if joined => ends_with(&bytes[..start], &[b"digi", b"/"]),
        Stem::Lock if joined => {
            word.eq_ignore_ascii_case(b"verrouill") || ends_with(&bytes[..start], &[b"\xa9", b"de", b"de-"])
        }
        Stem::Access
        | Stem::Wifi
        | Stem::Lock
        | Stem::Initial
        | Stem::Root
        | Stem::Spelt
        | Stem::Quoted
        | Stem::Dated
            if joined =>
        {
            false
        }
        Stem::Password if word.len() == 2 || word.ends_with(b"dp") => !after.is_ascii_alphanumeric() || after == b's',
        Stem::Code if word.len() == 3 => !after.is_ascii_alphanumeric() || matches!(after, b's' | b'S'),
        Stem::Code if word.len() == 4 => !after.is_ascii_alphabetic() || matches!(after, b's' | b'S'),
        _ => true,
    }
}

/// First letters of `sésame`, `security word`, `mot magique`.
const SPOKEN: [u8; 2] = [b's', b'm'];

/// Whether what follows may hold a login and a password, or what a file opens with: without a digit or a sign it does not.
fn has_sign(bytes: &[u8], end: usize, stem: Stem) -> bool {
    // `use bob/Xy12! to log in`.
    let back = if stem == Stem::Access { 60 } else { 0 };
    let rest = &bytes[end.saturating_sub(back)..bytes.len().min(end + 140)];
    let between = |byte: &u8| *byte == b':' || stem == Stem::Access && matches!(byte, b'/' | b'|' | b'\n');
    rest.iter().any(|byte| byte.is_ascii_digit() || b"!@#$%^&*_+=~".contains(byte) || between(byte))
}

/// Whether a digit stands near, or a sign that says that what follows is told.
fn has_digits(bytes: &[u8], start: usize, end: usize) -> bool {
    // `code word`, `mot de code`.
    let said = bytes[end..].get(1..5).is_some_and(|next| next.eq_ignore_ascii_case(b"word"))
        || ends_with(&bytes[..start], &[b"mot de "]);
    if said {
        return true;
    }
    let near = &bytes[start.saturating_sub(100)..bytes.len().min(end + 160)];
    let behind = &bytes[end..bytes.len().min(end + 60)];
    near.iter().any(u8::is_ascii_digit) || behind.iter().any(|byte| matches!(byte, b':' | b'='))
}

/// `admin / ...`, `root: ...`, `admin et ...`: the word, then what may join it with a password.
fn is_followed(bytes: &[u8], end: usize) -> bool {
    let rest = &bytes[end..bytes.len().min(end + 24)];
    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let blanks = rest[letters..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let next = rest.get(letters + blanks).copied().unwrap_or(b' ').to_ascii_lowercase();
    matches!(next, b'/' | b':' | b'-' | b'=' | 0xc2) || blanks > 0 && matches!(next, b'e' | b'a' | b'p')
}

fn ends_with(bytes: &[u8], endings: &[&[u8]]) -> bool {
    endings.iter().any(|end| bytes.len() >= end.len() && bytes[bytes.len() - end.len()..].eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_met_where_they_begin() {
        let met = |text: &str| stems(text).map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(met("Mot de Passe, MDP, digicode 12B"), [7, 14, 23]);
        assert_eq!(met("motdepasse:"), [5]);
        // Without a digit near it no code is given.
        assert!(met("le digicode de l'immeuble est en panne").is_empty());
        assert!(met("trespass encode spinning compass pinned mdpx").is_empty());
        assert_eq!(stems(&"password= ".repeat(3)).count(), 3);
    }
}
