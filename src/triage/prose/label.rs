//! A label: the words that say that a password follows, their kind, and how surely they mean one.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::code;
use super::pattern::pattern;
use super::standing::{is_spoken_of, stands_alone};
use super::stems::Stem;
use super::window::Window;

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// a password
    Password,
    /// several words
    Passphrase,
    /// a few digits: a door, a card, a telephone
    Pin,
    /// the key of a wireless network
    Wifi,
    /// a login and its password
    Access,
    /// what opens a protected file
    Lock,
}

/// Words that announce a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) family: Family,
    /// characters of the window
    pub(super) range: Range<usize>,
    /// how surely a password is meant, 0 to 30
    pub(super) strength: i32,
    /// more than one is announced
    pub(super) plural: bool,
}

static PASSWORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?x) (?P<strong> \bm(?:[dot]{1,3}s?|o)[\s-]*(?:(?:d\ ?e?s?|e|du|dde)[\s-]*)?pas{1,3}e?s?\b",
        r" | \bpa?s{1,3}[\ -]?w(?:or|ro|o|r|ir|pr|orr)?ds?\b | \bpas{1,2}wor(?:t|s)?\b | \bpas{1,2}[ow]rds?\b | \bpas{1,2}owrds?\b",
        r" | \bm\.\ ?d\.\ ?p\b\.? | \bm[dp][dp]s?\b | \bpwds?\b | \bpswd?\b | \bp/w\b )",
        r" | (?P<phrase> \bpass[\ -]?phrases?\b | \bphrases?\s(?:de\spasse|secretes?|de\srecuperation|d'acces)\b ) | (?P<named> \b(?:la|the|ta|votre|your|une|a)\s(?:nouvelle\s|new\s)?phrase\b )",
        r" | (?P<code> \bpass[\ -]?codes?\b | \bpws?\b )",
        r" | (?P<weak> \bpass\b | \bpasse\b )"
    ))
});

static WIFI_KEY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?x) \b(?:cle|key|code|psk)s?\s(?:de\s)?(?:la\s|l'|du\s|d'|securite\s|reseau\s|acces\s|the\s|for\s){0,4}(?:wi-?fi|wpa[23]?|wep|wlan|hotspot)\b(?:[\ -](?:personal|psk|[0-9]))?",
        r" | \b(?:wi-?fi|wpa[23]?(?:-psk)?|wep|wlan)[\ -](?:key|code|cle|psk)\b | \b(?:network|security)\skey\b",
        r" | \bpsk\b"
    ))
});
static KEY_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:la )?(?:cle|key|code)(?: de securite| reseau| secrete)?\s?(?:[:=]|c'est|est\b|is\b)",
        r"|(?:[,;/(|+-]|\bet|\band|\bavec|\bwith)\s?(?:la |le |the )?(?:cle|key)(?: de securite)?\s[a-z0-9]",
        r"|\b(?:cle|key)(?: de securite)?\s[a-z0-9._-]{0,24}[0-9]"
    ))
});

static ACCESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?x) \b(?:identifiants?|id|log-?ins?|user(?:\ ?name)?s?|utilisateur|compte|e-?mail|account|logon)\s?(?:/|et|and|&|\+|-|,)\s?(?:l[ae]\s|the\s|du\s|ton\s|votre\s|your\s)?(?:mots?\sde\spasses?|mdp|pass(?:word|e)?s?|pwd?)\b",
        r" | \b(?:identifiants?|codes?)\s(?:de\sconnexion|d'acces|d'identification|sont|est)\b | \bidentifiants?\b | \blog-?ins?\b | \bcredentials?\b | \bcreds?\b",
        r" | \blog(?:ged|ging)?[\ -]?[io]n(?:to)?\b | \bsign\sin\b | \bacces\b | \baccess\b | \bconnexion\b | \bconnect(?:e[rzs]?|ion)?(?:[-\ ](?:toi|vous|te))?\b",
        r" | \busers?\b | \butilisateurs?\b | \bcomptes?\b | \baccounts?\b"
    ))
});

static LOCK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?x) \b(?:protege|chiffre|crypte|verrouille)e?s?\s(?:par|avec) | \b(?:protected|encrypted|locked|secured)\s(?:with|using)\b",
        r" | \b(?:open|unlock|unzip|extract|decrypt|ouvr(?:e|ez|ir)|dezippe[rz]?|decompresse[rz]?|deverrouille[rz]?|dechiffre[rz]?)\s(?:l')?(?:[a-z]+\s){1,3}(?:with|using|avec)\b",
        r" | \b(?:protege|chiffre|verrouille)e?s?,\s(?:comme|toujours|as)\b[^:.\n(]{0,24} | \bprotegee?s?\b",
        r" | \b(?:s'|l')ouvr(?:e|ir)\savec\b | \b(?:unlock|open|decrypt|extract)(?:s|ed)?\s(?:it\s|them\s)?(?:with|using)\b",
        r" | \bpour\s(?:y\s)?(?:entrer|rentrer|ouvrir)\b | \bto\sget\sin\b | \b(?:to\s)?(?:ouvrir|ouvrez|ouvre|open|unlock|unzip|extract|decrypt|deverrouiller|dechiffrer|dezipper|decompresser)\b"
    ))
});

/// `mes codes Netflix : u p`.
static CODES: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bcodes\b"));
/// `admin / Xy12!` names the login itself.
static ROOT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:admin(?:istrat(?:or|eur))?(?:\s(?:panel|console|page|area))?|root)\s?(?:/|:|=|et\s|and\s|puis\s|-\s)",
    )
});

/// The label that the stem at the window's anchor belongs to.
pub(super) fn at_anchor(window: &Window, stem: Stem) -> Option<Label> {
    match stem {
        Stem::Password => password(window),
        Stem::Code => code::label(window)
            .or_else(|| around(window, &WIFI_KEY, 44).map(|range| plain(Family::Wifi, range, 30)))
            .or_else(|| around(window, &CODES, 0).map(|range| plain(Family::Access, range, 16))),
        Stem::Initial => initial(window),
        Stem::Root => root(window),
        Stem::Wifi => wifi(window),
        Stem::Access => access(window),
        Stem::Lock => lock(window),
        Stem::Quoted | Stem::Spelt | Stem::Dated => None,
    }
}

/// `login`, `identifiants` say more than `user`, `compte`, `access`, which stand in many a sentence.
fn access(window: &Window) -> Option<Label> {
    static COMMON: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:users?|utilisateurs?|comptes?|accounts?|access|acces|connexion|connect)$"));
    let range = around(window, &ACCESS, 24)?;
    let within = window.at(range.end) == b'-' && window.at(range.end + 1).is_ascii_alphanumeric();
    let strength = if COMMON.is_match(window.text(range.clone())) { 14 } else { 25 };
    (!within).then(|| plain(Family::Access, range, strength))
}

/// `admin / Xy12!`, but not `l'administrateur et Jean`.
fn root(window: &Window) -> Option<Label> {
    let start = around(window, &ROOT, 0)?.start;
    let before = window.text(start.saturating_sub(4)..start);
    let person = ["l'", "the ", "les ", "an ", "un "].iter().any(|article| before.ends_with(article));
    // `l'admin => bob => Xy12!`: what is opened, its login, its password.
    static CHAIN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[a-z]+(?:\s[a-z]+)?\s?(?:=>|->|=|:)\s?[a-z0-9._@-]+\s?(?:=>|->|/|=)\s?[^\s]"));
    if CHAIN.is_match(window.text(start..start + 90)) {
        let length = window.text(start..start + 20).bytes().take_while(u8::is_ascii_alphabetic).count();
        // So are the steps through a menu: only a certain look tells them apart.
        return Some(plain(Family::Access, start..start + length, 8));
    }
    // `Home / Admin / Users` is a way through pages.
    if before.trim_end().ends_with(['/', '>', '\\']) {
        return None;
    }
    (!person).then(|| plain(Family::Access, start..start, 25))
}

/// `u: bob p: Xy12!`.
fn initial(window: &Window) -> Option<Label> {
    static USER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:^|[\s(,])(?:u|l|id|user|login)\s?[:=]\s?\S+[\s,;/]+$"));
    let before = window.text(window.anchor.saturating_sub(70)..window.anchor);
    USER.is_match(before).then(|| plain(Family::Password, window.anchor..window.anchor + 1, 25))
}

fn plain(family: Family, range: Range<usize>, strength: i32) -> Label {
    Label { family, range, strength, plural: false }
}

/// No label at all, at the place where a password stands.
pub(super) fn nothing(family: Family, at: usize) -> Label {
    plain(family, at..at, 0)
}

/// The first match of `regex` that covers the anchor and begins at most `back` characters before it.
pub(super) fn around(window: &Window, regex: &Regex, back: usize) -> Option<Range<usize>> {
    let (start, end) = (window.anchor.saturating_sub(back), window.anchor + 60);
    let text = window.text(start..end);
    let found = regex.find_iter(text).find(|found| start + found.end() > window.anchor)?;
    (start + found.start() <= window.anchor).then(|| start + found.start()..start + found.end())
}

fn password(window: &Window) -> Option<Label> {
    let range = around(window, &PASSWORD, 14)?;
    // `password-protected: Xy12!` says no more than `protected by`.
    let protected = window.text(range.end..range.end + 11);
    if let Some(word) = PROTECTED.find(protected) {
        return Some(plain(Family::Lock, range.start..range.end + word.end(), 24));
    }
    if !stands_alone(window, &range) || is_spoken_of(window, &range) {
        return None;
    }
    let captures = PASSWORD.captures(window.text(range.clone()))?;
    let (family, strength) = match () {
        // A typing error for `mdp`, and the name of a program.
        () if window.text(range.clone()) == "mpd" => (Family::Password, 24),
        // `le clavier était passé en qwerty`
        () if is_happening(window, &range) => return None,
        () if captures.name("strong").is_some() => (Family::Password, 30),
        () if captures.name("named").is_some() => (Family::Passphrase, 22),
        () if captures.name("phrase").is_some() => (Family::Passphrase, 30),
        () if captures.name("code").is_some() => (Family::Password, 28),
        () if is_qualified(window, &range) => (Family::Password, 26),
        // `dmarc=pass` is a result.
        () if range.start > 0 && window.at(range.start - 1) == b'=' => return None,
        () => (Family::Password, 20),
    };
    // `login/mdp : u / p` announces both.
    let pair = around(window, &ACCESS, 40).filter(|pair| pair.end >= range.end && pair.start < range.start);
    if let Some(pair) = pair {
        return Some(plain(Family::Access, pair, 30));
    }
    let words = window.text(range.clone());
    let plural = words.ends_with('s') && !words.ends_with("pass") || words.starts_with("mots");
    Some(Label { family, range, strength, plural })
}

/// What opens a file and is no password.
static PROGRAMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s(?:the |a |an |le |la |un |une |l'|votre |your |ton |ta )?(?:win|word|excel|office|outlook|power|acrobat|adobe|7|libre|open|note|photo|visual|internet|firefox|chrome|version|key|cle|badge|tool|php|python|java|vlc|gimp|auto|sql|pdf|zip|mot|mdp|pass|pgp|gpg|rsa|aes|tls|ssl)",
    )
});
static PROTECTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s-]protected\b"));

/// `est passé en`, `a été passé`: somebody or something has passed.
fn is_happening(window: &Window, range: &Range<usize>) -> bool {
    let before = window.text(range.start.saturating_sub(7)..range.start);
    let verb = [" est ", " etait ", " ete ", " a ", " suis ", " es ", " sont ", " ont ", " ai ", "'ai ", " as "];
    window.text(range.clone()) == "passe"
        && window.chars.get(range.end - 1).is_some_and(|last| *last == 'é')
        && verb.iter().any(|verb| before.ends_with(verb))
}

/// `new pass`: a word before says that it is no other pass.
fn is_qualified(window: &Window, range: &Range<usize>) -> bool {
    let before = window.text(range.start.saturating_sub(12)..range.start);
    let words = ["new ", "temp ", "admin ", "default ", "root ", "old ", "mon ", "ton ", "nouveau ", "my ", "votre "];
    let session = window.text(window.line_start(range.start).max(range.start.saturating_sub(40))..range.start);
    let of_login = ["session", "user", "login", "compte"].iter().any(|word| session.contains(word));
    of_login || words.iter().any(|word| before.ends_with(word))
}

fn wifi(window: &Window) -> Option<Label> {
    if let Some(range) = around(window, &WIFI_KEY, 44) {
        return Some(plain(Family::Wifi, range, 30));
    }
    let after = window.text(window.anchor..window.anchor + 120);
    if let Some(found) = KEY_AFTER.find(after).filter(|found| !after[..found.start()].contains("pass")) {
        let word =
            ["cle", "key", "code"].into_iter().filter_map(|word| found.as_str().find(word).map(|at| at + word.len()));
        let end = found.start() + word.min().unwrap_or(0);
        return Some(plain(Family::Wifi, window.anchor + found.start()..window.anchor + end, 30));
    }
    // Only the name of the network: what follows may be its key, if it looks like one and no better label comes.
    let line = window.text(window.anchor..window.line_end(window.anchor).min(window.anchor + 120));
    let better = ["mdp", "pass", "pwd", "cle", "key", "code"].iter().any(|word| line.contains(word));
    let end = window.anchor + line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(line.len());
    let named = !["ssid", "wpa", "network", "reseau"].iter().any(|word| line.starts_with(word));
    (!better && named).then(|| plain(Family::Wifi, window.anchor..end, 15))
}

fn lock(window: &Window) -> Option<Label> {
    let range = around(window, &LOCK, 8)?;
    let rest = window.text(range.end..range.end + 60);
    let better = ["mot de passe", "mdp", "passw", "pwd", "passphrase", "code"].iter().any(|word| rest.contains(word));
    let words = window.text(range.clone());
    let strength = match () {
        () if words.contains(" it ") => 26,
        // `pour entrer : Xy12!`
        () if (words.starts_with("pour ") || words.starts_with("to "))
            && window.text(range.end..range.end + 2).trim_start().starts_with(':') =>
        {
            26
        }
        // `open the zip with Xy12!`, but not `with Word2016`.
        () if words.starts_with(['o', 'd', 'u', 'e'])
            && words.contains(' ')
            && !words.starts_with("to ")
            && window.at(range.end) == b' ' =>
        {
            if PROGRAMS.is_match(window.text(range.end..range.end + 24)) {
                0
            } else {
                26
            }
        }
        () if words.contains(' ') && !words.starts_with("to ") => 22,
        () => 16,
    };
    (!better).then(|| plain(Family::Lock, range, strength))
}
