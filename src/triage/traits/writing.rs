//! How a text is written, and what it names: language, signature, telephone numbers, hosts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;
use whatlang::{Detector, Lang};

use super::digest;
use crate::message::mail::{Mail, PlaceKind, Text};

/// Bytes of the new text whose language is looked at.
const LOOKED_AT: usize = 600;
/// Bytes of one text in which telephone numbers are looked for.
const SEARCHED: usize = 16 << 10;
/// A text with fewer characters tells no language.
const SHORTEST: usize = 40;

/// More languages would be taken for each other in the few words of a mail.
static LANGUAGES: LazyLock<Detector> = LazyLock::new(|| {
    Detector::with_allowlist(vec![
        Lang::Fra,
        Lang::Eng,
        Lang::Deu,
        Lang::Spa,
        Lang::Ita,
        Lang::Nld,
        Lang::Por,
        Lang::Pol,
        Lang::Rus,
        Lang::Ara,
    ])
});

/// Of the text that its author wrote.
#[derive(Debug, Default)]
pub struct Writing {
    /// ISO 639-3; empty where it cannot be told
    pub language: String,
    /// digest of the signature; 0 where there is none
    pub signature: u64,
    /// digest of the new text without its greeting; 0 where it is short
    pub text: u64,
}

/// Of the first body.
pub fn of(mail: &Mail) -> Writing {
    let Some(body) = mail.texts.iter().find(|text| is_body(text)) else { return Writing::default() };
    let new = new_text(body);
    let sample = &new[..new.floor_char_boundary(LOOKED_AT)];
    let asked = sample.chars().count() >= SHORTEST;
    let known = asked.then(|| LANGUAGES.detect(sample)).flatten().filter(whatlang::Info::is_reliable);
    let signature = body.signature.clone().map_or("", |range| &body.content[range]);
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    Writing {
        language: known.map(|known| known.lang().code().to_owned()).unwrap_or_default(),
        signature: digest(&folded(signature)),
        text: if new.len() >= SHORTEST { digest(&folded(without_greeting(&new))) } else { 0 },
    }
}

fn is_body(text: &Text) -> bool {
    matches!(text.place.kind, PlaceKind::Plain | PlaceKind::Html)
}

/// A text without a first line that may be a greeting: who writes the same to many changes the name.
fn without_greeting(text: &str) -> &str {
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let greets = first.chars().count() < SHORTEST && rest.len() >= SHORTEST;
    if greets { rest } else { text }
}

/// What is neither quoted nor signature.
fn new_text(text: &Text) -> String {
    let mut out = String::new();
    let mut from = 0;
    let mut left_out: Vec<_> = text.quoted.iter().chain(&text.signature).collect();
    left_out.sort_by_key(|range| range.start);
    for range in left_out {
        out.push_str(text.content.get(from..range.start).unwrap_or_default());
        from = from.max(range.end);
        if out.len() > 1 << 16 {
            break;
        }
    }
    out.push_str(text.content.get(from..).unwrap_or_default());
    out.truncate(out.floor_char_boundary(1 << 16));
    out
}

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    let french = r"0[1-9](?:[ .\u{a0}\u{202f}-]?[0-9]{2}){4}";
    let abroad = r"(?:\+|00)[1-9][0-9]{0,2}(?:[ .()\u{a0}\u{202f}-]{0,2}[0-9]{1,4}){2,6}";
    Regex::new(&format!(r"(?-u:\b){french}(?-u:\b)|{abroad}(?-u:\b)")).expect("because a test matches with it")
});

/// Telephone numbers that the author wrote, digits only, `+33` and `0033` as `0`.
pub fn phones(mail: &Mail, most: usize) -> Vec<String> {
    let mut found = BTreeSet::new();
    for text in mail.texts.iter().filter(|text| is_body(text)) {
        let content = &text.content[..text.content.floor_char_boundary(SEARCHED)];
        for number in PHONE.find_iter(content).filter(|number| !text.is_quoted(number.start())).take(most) {
            let digits: String = number.as_str().chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            let digits = digits.strip_prefix("00").map(|rest| format!("+{rest}")).unwrap_or(digits);
            let national = digits.strip_prefix("+33").map(|rest| format!("0{}", rest.trim_start_matches('0')));
            found.insert(national.unwrap_or(digits));
        }
    }
    found.into_iter().take(most).collect()
}

/// Where links of the new text lead: hosts in ASCII, lower case.
pub fn hosts(mail: &Mail, most: usize) -> Vec<String> {
    let mut found = BTreeSet::new();
    for text in mail.texts.iter().filter(|text| is_body(text) || text.place.kind == PlaceKind::Qr) {
        let shown = text.links.iter().filter(|link| !text.is_quoted(link.shown.start));
        found.extend(shown.filter_map(|link| host(&link.target)));
        let content = &text.content[..text.content.floor_char_boundary(SEARCHED)];
        let places = memmem::find_iter(content.as_bytes(), b"://");
        for at in places.filter(|at| !text.is_quoted(*at)).take(most) {
            let scheme = if content[..at].ends_with('s') { "https" } else { "http" };
            found.extend(host(&format!("{scheme}{}", &content[at..content.floor_char_boundary(at + 300)])));
        }
        if found.len() >= most {
            break;
        }
    }
    found.into_iter().take(most).collect()
}

/// The host of a web address.
fn host(url: &str) -> Option<String> {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"))?;
    let authority = rest.split(['/', '?', '#', ' ', '\n', '\t', '"', '<', '>', '\'']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.trim_end_matches(['.', ',', ')', ';']);
    let ascii = if host.is_ascii() { host.to_ascii_lowercase() } else { idna::domain_to_ascii(host).ok()? };
    (ascii.contains('.') && ascii.len() <= 253).then_some(ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_and_hosts_of_the_new_text() {
        let content =
            "Appelez le 01 99 00 12 34 ou +33 6 39 98 12 34, voir https://www.societe.example/x.\n> 01 99 00 99 99\n";
        let quoted = vec![content.find('>').unwrap_or_default()..content.len()];
        let mail = Mail { texts: vec![Text { quoted, ..Text::plain(content) }], ..Mail::default() };
        assert_eq!(phones(&mail, 9), ["0199001234", "0639981234"]);
        assert_eq!(hosts(&mail, 9), ["www.societe.example"]);
    }

    #[test]
    fn the_language_is_that_of_the_new_text() {
        let mail = Mail {
            texts: vec![Text::plain(
                "Bonjour, voici la facture du mois de mars, merci de la régler avant la fin de la semaine.",
            )],
            ..Mail::default()
        };
        assert_eq!(of(&mail).language, "fra");
        assert_ne!(of(&mail).text, 0);
    }
}
