//! Domains that look like others: the skeleton of a domain (letters that look alike are one), whether one domain resembles another, and an
//! index that answers this for many known domains at once. Only the registered part is compared: anybody may put anything before it.

use std::borrow::Cow;
use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::hosts::HOSTS;
use crate::triage::domain::registrable;

/// In what way one domain resembles another, the likeliest deceit first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resemblance {
    /// `arnazon` for `amazon`, `paypa1` for `paypal`, letters of another script
    SameLook,
    /// one letter more, less, other, or two exchanged
    OneEdit,
    /// a word more or less: `acme-securite` for `acme`
    AddedWord,
    /// the same below another suffix: `acme.top` for `acme.fr`
    OtherSuffix,
}

/// Labels shorter than this are like many others by chance.
const SHORTEST_EDITED: usize = 5;
const SHORTEST: usize = 4;
/// The longest label of the DNS (RFC 1035 section 2.3.4).
const LONGEST: usize = 63;

/// What a domain looks like: scripts folded to the Latin letters they resemble (UTS 39), `rn` to `m`, `vv` to `w`, digits to letters.
pub fn skeleton(domain: &str) -> String {
    let unicode: Cow<'_, str> =
        if domain.contains("xn--") { idna::domain_to_unicode(domain).0.into() } else { domain.into() };
    let lower = unicode.to_lowercase();
    let latin: Cow<'_, str> = match lower.is_ascii() {
        true => lower.as_str().into(),
        // Accents are taken off one by one, because UTS 39 keeps them.
        false => lower.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(prototype).collect::<String>().into(),
    };
    folded(&latin)
}

/// What a letter looks like; ASCII is left as it is, because UTS 39 makes `rn` of `m`.
fn prototype(c: char) -> Vec<char> {
    if c.is_ascii() {
        return vec![c];
    }
    let mut buffer = [0; 4];
    unicode_security::skeleton(c.encode_utf8(&mut buffer)).flat_map(char::to_lowercase).collect()
}

fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '0' => 'o',
            '1' | 'i' | '|' | '!' => 'l',
            '3' => 'e',
            '5' => 's',
            c => c,
        };
        match (out.chars().next_back(), c) {
            (Some('r'), 'n') => {
                out.pop();
                out.push('m');
            }
            (Some('v'), 'v') => {
                out.pop();
                out.push('w');
            }
            _ => out.push(c),
        }
    }
    out
}

/// Whether somebody may take the first domain for the second.
pub fn resembles(candidate: &str, known: &str) -> bool {
    resemblance(candidate, known).is_some()
}

/// In what way the first domain resembles the second; none where it does not, or is the same.
pub fn resemblance(candidate: &str, known: &str) -> Option<Resemblance> {
    let (candidate, known) = (registrable(candidate), registrable(known));
    let (label, suffix) = candidate.split_once('.')?;
    let (known_label, known_suffix) = known.split_once('.')?;
    if candidate == known || label.len() > LONGEST || known_label.len() > LONGEST {
        return None;
    }
    if label == known_label {
        return (label.len() >= SHORTEST && suffix != known_suffix).then_some(Resemblance::OtherSuffix);
    }
    let (looks, known_looks) = (skeleton(label), skeleton(known_label));
    if differ_in_number(label, known_label) || looks.len().min(known_looks.len()) < SHORTEST {
        return None;
    }
    if looks == known_looks {
        return Some(Resemblance::SameLook);
    }
    if looks.len().min(known_looks.len()) >= SHORTEST_EDITED && one_edit(&looks, &known_looks) {
        return Some(Resemblance::OneEdit);
    }
    let more = reduced(&looks).any(|less| less == known_looks) || lured(&looks).any(|less| less == known_looks);
    (more || reduced(&known_looks).any(|less| less == looks)).then_some(Resemblance::AddedWord)
}

/// `agence75` and `agence77` are neighbours, not imitations.
fn differ_in_number(a: &str, b: &str) -> bool {
    let digits = |label: &str| label.bytes().any(|byte| byte.is_ascii_digit());
    let letters = |label: &str| label.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    digits(a) && digits(b) && letters(a) == letters(b)
}

/// One letter more, less or other, or two neighbours exchanged.
fn one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let before = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[before..], &b[before..]);
    let after = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - after], &b[..b.len() - after]);
    match (a, b) {
        ([a, c], [b, d]) => a == d && b == c,
        _ => a.len() <= 1 && b.len() <= 1,
    }
}

/// The label with one of its words left out, each in turn.
fn reduced(label: &str) -> impl Iterator<Item = String> {
    let words: Vec<&str> = label.split('-').take(8).collect();
    let count = if words.len() > 1 { words.len() } else { 0 };
    let without = move |left_out: usize| {
        let kept = words.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, word)| *word);
        kept.collect::<Vec<_>>().join("-")
    };
    (0..count).map(without).filter(|less| less.len() >= SHORTEST)
}

/// The label without a word of frauds written to it: `acmesecurite`. The words are in skeleton too.
fn lured(label: &str) -> impl Iterator<Item = String> {
    let cut = |at: usize| label.split_at_checked(at);
    let front = (SHORTEST..label.len()).filter_map(move |at| cut(at).filter(|(_, rest)| HOSTS.is_lure(rest)));
    let back = (3..label.len()).filter_map(move |at| cut(at).filter(|(start, _)| HOSTS.is_lure(start)));
    let found = front.map(|(less, _)| less).chain(back.map(|(_, less)| less));
    found.map(|less| less.trim_matches('-').to_owned()).filter(|less| less.len() >= SHORTEST)
}

/// Domains that are known, ready to be asked which of them another resembles.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// registered parts, in the order given
    domains: Vec<String>,
    same: HashSet<String>,
    /// digests of what a label can be mistaken for, each with its domain; sorted
    keys: Vec<(u32, u32)>,
}

/// Of those that share a key no more than this are compared.
const MOST_COMPARED: usize = 32;

impl Known {
    /// Of these domains; only their registered parts count. The order decides between equals.
    pub fn of<'a>(domains: impl IntoIterator<Item = &'a str>) -> Known {
        let mut known = Known::default();
        for domain in domains {
            let domain = registrable(domain);
            let Some((label, _)) = domain.split_once('.').filter(|(label, _)| label.len() <= LONGEST) else { continue };
            if !known.same.insert(domain.to_owned()) {
                continue;
            }
            let number = known.domains.len() as u32;
            let looks = skeleton(label);
            known.keys.extend(deletions(&looks).chain(reduced(&looks)).map(|key| (digest(&key), number)));
            known.domains.push(domain.to_owned());
        }
        known.keys.sort_unstable();
        known.keys.dedup();
        known
    }

    /// The domain that this one resembles most; none where it is known itself, or resembles none.
    pub fn resembled(&self, candidate: &str) -> Option<(&str, Resemblance)> {
        let candidate = registrable(candidate);
        let (label, _) = candidate.split_once('.').filter(|(label, _)| label.len() <= LONGEST)?;
        if self.same.contains(candidate) {
            return None;
        }
        let looks = skeleton(label);
        let keys = deletions(&looks).chain(reduced(&looks)).chain(lured(&looks)).map(|key| digest(&key));
        let found = keys.flat_map(|key| self.with_key(key)).filter_map(|number| {
            let domain = self.domains.get(number as usize)?;
            Some((resemblance(candidate, domain)?, number))
        });
        let (how, number) = found.min()?;
        Some((self.domains.get(number as usize)?.as_str(), how))
    }

    fn with_key(&self, key: u32) -> impl Iterator<Item = u32> {
        let from = self.keys.partition_point(|(known, _)| *known < key);
        let rest = self.keys.get(from..).unwrap_or_default().iter();
        rest.take_while(move |(known, _)| *known == key).take(MOST_COMPARED).map(|(_, number)| *number)
    }
}

/// A label, and what is left of it without each of its letters: two labels one edit apart have one of these in common.
fn deletions(label: &str) -> impl Iterator<Item = String> {
    let cut = if label.len() >= SHORTEST_EDITED { label.chars().count() } else { 0 };
    let without = |left_out: usize| {
        label.chars().enumerate().filter(|(at, _)| *at != left_out).map(|(_, c)| c).collect::<String>()
    };
    std::iter::once(label.to_owned()).chain((0..cut).map(without))
}

/// FNV-1a, 32 bits: a collision costs one comparison.
fn digest(key: &str) -> u32 {
    key.bytes().fold(0x811c_9dc5, |digest, byte| (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::Resemblance::*;
    use super::*;

    #[test]
    fn what_looks_alike_has_one_skeleton() {
        for (a, b) in [
            ("arnazon.com", "amazon.com"),
            ("paypa1.com", "paypal.com"),
            ("paypai.com", "paypal.com"),
            ("rnicr0soft.com", "microsoft.com"),
            ("vvise.com", "wise.com"),
            // Cyrillic letters, as text and as they stand in the DNS
            ("аррӏе.com", "apple.com"),
            ("xn--80ak6aa92e.com", "apple.com"),
            ("société.example", "societe.example"),
        ] {
            assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
        }
        assert_ne!(skeleton("orange.fr"), skeleton("grange.fr"));
    }

    #[test]
    fn imitations_are_told_from_neighbours() {
        for (candidate, known, how) in [
            ("fournitures-de1vaux.example", "fournitures-delvaux.example", Some(SameLook)),
            ("fournitures-dlevaux.example", "fournitures-delvaux.example", Some(OneEdit)),
            ("fourniture-delvaux.test", "fournitures-delvaux.example", Some(OneEdit)),
            ("scierie-durand-facturation.example", "scierie-durand.example", Some(AddedWord)),
            ("sci-des-tanneurs.example", "sci-tanneurs.example", Some(AddedWord)),
            ("secure-dupontbois.example", "dupontbois.example", Some(AddedWord)),
            ("dupontboissecurite.example", "dupontbois.example", Some(AddedWord)),
            ("mail.dupontbois.test", "dupontbois.example", Some(OtherSuffix)),
            ("mail.dupontbois.example", "www.dupontbois.example", None),
            ("agence75.example", "agence77.example", None),
            ("abc.test", "abd.example", None),
            ("martin.example", "morin.example", None),
            ("com", "example", None),
        ] {
            assert_eq!(resemblance(candidate, known), how, "{candidate} {known}");
            assert_eq!(resembles(candidate, known), how.is_some());
        }
    }

    #[test]
    fn the_index_gives_what_comparing_each_would_give() {
        let many: Vec<String> = (0..5000).map(|n| format!("firme{}x{n}.example", n % 97)).collect();
        let named = ["durand-bois.example", "acmecorp.test", "société.example", "hotel-du-lac.example"];
        let known = Known::of(many.iter().map(String::as_str).chain(named));
        for (candidate, expected) in [
            ("durandbois.example", Some(("durand-bois.example", OneEdit))),
            ("durand-bols.example", Some(("durand-bois.example", SameLook))),
            ("acrnecorp.test", Some(("acmecorp.test", SameLook))),
            ("acmecorp.example", Some(("acmecorp.test", OtherSuffix))),
            ("acmecorplogin.example", Some(("acmecorp.test", AddedWord))),
            ("acmecrop.test", Some(("acmecorp.test", OneEdit))),
            ("hotel-lac.example", Some(("hotel-du-lac.example", AddedWord))),
            ("www.acmecorp.test", None),
            ("unknown-firm.example", None),
        ] {
            assert_eq!(known.resembled(candidate), expected, "{candidate}");
        }
        assert_eq!(Known::default().resembled("acmecorp.test"), None);
    }
}
