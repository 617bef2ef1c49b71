//! Names that frauds borrow, and the domains that are truly theirs: the services whose notices we know (`data/services.toml`) and those
//! that are only imitated (`data/brands.toml`).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::hosts::HOSTS;
use super::lookalike::{Known, Resemblance, skeleton};
use crate::triage::domain::{is_below, registrable};

/// All of them.
pub static BRANDS: LazyLock<Brands> = LazyLock::new(Brands::load);

/// A brand. Other fields of the files are of no use here.
#[derive(Debug, Deserialize)]
pub struct Brand {
    /// as shown
    pub name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
    /// its domains, with all below them
    #[serde(default)]
    pub domains: Vec<String>,
    /// software that anybody runs on any domain
    #[serde(default)]
    self_hosted: bool,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    keepers: HashSet<String>,
    #[serde(default, alias = "service")]
    brand: Vec<Brand>,
}

/// The brands, ready to be looked up.
#[derive(Debug, Default)]
pub struct Brands {
    brands: Vec<Brand>,
    /// words around a name that leave it the name: "Netflix support team"
    keepers: HashSet<String>,
    finder: Option<AhoCorasick>,
    /// for each name in the finder: its brand
    named: Vec<usize>,
    /// names that are ordinary words too
    short: BTreeMap<String, usize>,
    owners: HashMap<String, usize>,
    /// label of the registered part of a domain
    names: HashMap<String, usize>,
    /// label of a domain or a name in one word, as it looks
    labels: HashMap<String, usize>,
    imitated: Known,
}

/// A name must be so long to be found within a word of a host.
const WITHIN: usize = 8;
/// More of a text than this is not searched for names (bytes).
const SEARCHED: usize = 512;

impl Brand {
    /// Whether a host is one of this brand.
    pub fn owns(&self, host: &str) -> bool {
        self.domains.iter().any(|domain| is_below(host, domain))
    }
}

impl Brands {
    fn load() -> Brands {
        let read = |text| toml::from_str::<File>(text).expect("because a test reads the files");
        let mut brands = read(include_str!("../data/services.toml")).brand;
        let File { keepers, brand: more } = read(include_str!("../data/brands.toml"));
        more.into_iter().for_each(|brand| add(&mut brands, brand));
        let mut found = Brands { keepers, ..Brands::default() };
        let mut words = Vec::new();
        for (number, brand) in brands.iter().enumerate() {
            found.take_domains(number, brand);
            if !brand.self_hosted {
                found.take_names(number, brand, &mut words);
            }
        }
        // A name that is an ordinary word is none within a host; a word of one letter or three is none either.
        for name in found.short.keys() {
            found.labels.remove(&skeleton(name));
        }
        found.labels.retain(|label, _| label.len() >= 4 && !HOSTS.is_lure(label));
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
        found.finder = Some(finder.expect("because the names are few"));
        let imitable = brands.iter().filter(|brand| !brand.self_hosted).flat_map(|brand| &brand.domains);
        let plain = imitable.map(String::as_str).filter(|domain| {
            let label = registrable(domain).split('.').next().unwrap_or_default();
            label.len() >= 6 && !found.short.contains_key(label) && !HOSTS.is_lure(label) && domain.contains('.')
        });
        found.imitated = Known::of(plain);
        found.brands = brands;
        found
    }

    fn take_domains(&mut self, number: usize, brand: &Brand) {
        for domain in &brand.domains {
            self.owners.entry(domain.clone()).or_insert(number);
            if let Some((label, _)) = registrable(domain).split_once('.').filter(|(label, _)| label.len() >= 4) {
                self.names.entry(label.to_owned()).or_insert(number);
            }
        }
    }

    fn take_names(&mut self, number: usize, brand: &Brand, words: &mut Vec<String>) {
        for alias in brand.aliases.iter().map(|alias| folded(alias)) {
            self.labels.entry(skeleton(&alias.replace(' ', ""))).or_insert(number);
            words.push(format!(" {alias} "));
            self.named.push(number);
        }
        for alias in brand.short.iter().filter(|alias| alias.len() > 1) {
            self.short.entry(folded(alias)).or_insert(number);
        }
    }

    fn get(&self, number: usize) -> Option<&Brand> {
        self.brands.get(number)
    }

    /// The brand that a host belongs to; a domain of its name below the suffix of another country counts as its own.
    pub fn owner_of(&self, host: &str) -> Option<&Brand> {
        let above = host.match_indices('.').filter_map(|(at, _)| host.get(at + 1..));
        let owner = std::iter::once(host).chain(above).take(16).find_map(|host| self.owners.get(host));
        owner.and_then(|number| self.get(*number)).or_else(|| self.abroad(host))
    }

    fn abroad(&self, host: &str) -> Option<&Brand> {
        const ANYBODYS: [&str; 14] =
            ["co", "cc", "tk", "ml", "ga", "cf", "gq", "me", "io", "ai", "ws", "pw", "su", "to"];
        let (label, suffix) = registrable(host).split_once('.')?;
        let country = suffix.rsplit('.').next().is_some_and(|top| top.len() == 2 && !ANYBODYS.contains(&top));
        self.names.get(label).filter(|_| country && !HOSTS.is_lure(label)).and_then(|number| self.get(*number))
    }

    /// The brand that a sender's name says it is.
    pub fn named(&self, shown: &str) -> Option<&Brand> {
        let folded = folded(shown);
        let within = format!(" {folded} ");
        let finder = self.finder.as_ref()?;
        let found = finder.find(&within).and_then(|found| self.named.get(found.pattern().as_usize()));
        let rest = || folded.split(' ').filter(|word| !self.keepers.contains(*word)).collect::<Vec<_>>().join(" ");
        found.or_else(|| self.short.get(&rest())).and_then(|number| self.get(*number))
    }

    /// The brand that a text names, by a name that can mean nothing else.
    pub fn named_within(&self, text: &str) -> Option<&Brand> {
        let found = self.finder.as_ref()?.find(&format!(" {} ", folded(text)))?;
        self.get(*self.named.get(found.pattern().as_usize())?)
    }

    /// The brand whose name stands in a host of somebody else: `paypal.login.example`, `secure-netflix.example`.
    pub fn borrowed_by(&self, host: &str) -> Option<&Brand> {
        let suffix = psl::suffix_str(host).unwrap_or_default();
        let own = host.strip_suffix(suffix).unwrap_or(host).trim_end_matches('.');
        let mut lured = false;
        let mut ordinary = None;
        for label in own.split('.').take(16).filter(|label| label.len() <= 63) {
            let looks = skeleton(label);
            let joined = looks.replace('-', "");
            for word in looks.split('-').take(16).chain([joined.as_str()]) {
                if let Some(number) = self.labels.get(word).or_else(|| self.within(word)) {
                    return self.get(*number);
                }
            }
            for word in label.split('-').take(16) {
                lured |= HOSTS.is_lure(word);
                ordinary = ordinary.or_else(|| self.short.get(word));
            }
        }
        // An ordinary word is a name only beside a word of frauds: `orange-facture`.
        ordinary.filter(|_| lured).and_then(|number| self.get(*number))
    }

    /// A name at the start or end of a word, where it is long, or what is left is a word of frauds.
    fn within(&self, word: &str) -> Option<&usize> {
        let cuts = (4..word.len()).filter_map(|at| word.split_at_checked(at));
        let fits = |name: &str, rest: &str| name.len() >= WITHIN || HOSTS.is_lure(rest);
        cuts.take(60).find_map(|(start, end)| {
            let front = self.labels.get(start).filter(|_| fits(start, end));
            front.or_else(|| self.labels.get(end).filter(|_| fits(end, start)))
        })
    }

    /// The domain of a brand that a host looks like.
    pub fn imitated_by(&self, host: &str) -> Option<&str> {
        let (domain, how) = self.imitated.resembled(host)?;
        matches!(how, Resemblance::SameLook | Resemblance::OneEdit).then_some(domain)
    }
}

/// Adds a brand, or what the one of its name lacks.
fn add(brands: &mut Vec<Brand>, brand: Brand) {
    match brands.iter_mut().find(|known| known.name == brand.name) {
        Some(known) => {
            known.aliases.extend(brand.aliases);
            known.domains.extend(brand.domains);
        }
        None => brands.push(brand),
    }
}

/// Letters and digits only, without accents and ornaments, words apart by one blank.
fn folded(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(SEARCHED)];
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c) && !is_unseen(*c)).flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if c.is_alphanumeric() {
            out.push_str(&latin(c));
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn latin(c: char) -> String {
    let mut buffer = [0; 4];
    unicode_security::skeleton(c.encode_utf8(&mut buffer)).flat_map(char::to_lowercase).collect()
}

/// Characters that take no room.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(brand: Option<&Brand>) -> &str {
        brand.map_or("", |brand| brand.name.as_str())
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        for (shown, expected) in [
            ("PayPal Service Client", "PayPal"),
            ("𝐏𝐚𝐲𝐏𝐚𝐥", "PayPal"),
            ("Рaypal", "PayPal"),
            ("N\u{200b}etflix", "Netflix"),
            ("Mondial Relay - Suivi", "Mondial Relay"),
            ("Orange", "Orange"),
            ("Service client Orange", "Orange"),
            ("Orange Martin", ""),
            ("Jean Free", ""),
            ("Paul Martin", ""),
            ("Paypalm Beach", ""),
        ] {
            assert_eq!(name(BRANDS.named(shown)), expected, "{shown}");
        }
    }

    #[test]
    fn names_in_hosts_of_others_are_found() {
        for (host, expected) in [
            ("paypal.com.login.example", "PayPal"),
            ("secure-netflix.example", "Netflix"),
            ("netflixbilling.example", "Netflix"),
            ("suivi-mondial-relay.example", "Mondial Relay"),
            ("espace-orange-facture.example", "Orange"),
            ("orangerie.example", ""),
            ("orange-et-citron.example", ""),
            ("pineapple.example", ""),
            ("atelier-durand.example", ""),
        ] {
            assert_eq!(name(BRANDS.borrowed_by(host)), expected, "{host}");
        }
    }

    #[test]
    fn owners_and_imitations() {
        assert_eq!(name(BRANDS.owner_of("www.paypal.com")), "PayPal");
        assert_eq!(name(BRANDS.owner_of("paypal.pt")), "PayPal");
        assert_eq!(name(BRANDS.owner_of("paypal.cc")), "");
        assert_eq!(name(BRANDS.owner_of("paypal.com.example")), "");
        assert_eq!(BRANDS.imitated_by("rnicrosoft.com"), Some("microsoft.com"));
        assert_eq!(BRANDS.imitated_by("www.paypol.com"), Some("paypal.com"));
        assert_eq!(BRANDS.imitated_by("atelier.example"), None);
    }
}
