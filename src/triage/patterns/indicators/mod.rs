//! Lists of indicators that a responder brings (`--indicators`): domains, addresses, IPs, URLs, hashes, IBANs, as plain text or CSV, also in the
//! defanged forms of reports (`hxxp://evil[.]example`). Each sighting in a text is told with its place.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::RuleError;
use super::engine::Scanned;
use crate::message::mail::LimitKind;

mod iban;
mod network;
mod read;
mod sight;

use network::Networks;

/// Sightings told of one text.
const MOST_SIGHTINGS: usize = 10_000;

/// What an indicator is. The words stand in the output and are permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IndicatorKind {
    /// a domain, with its subdomains and the addresses at it
    Domain,
    /// an e-mail address
    Email,
    /// an IPv4 or IPv6 address
    Ip,
    /// a network of them (CIDR, RFC 4632)
    Network,
    /// a URL, whatever its scheme
    Url,
    /// 32, 40 or 64 hexadecimal digits
    Hash,
    /// an international bank account number (ISO 13616)
    Iban,
}

impl IndicatorKind {
    /// The word in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            IndicatorKind::Domain => "domain",
            IndicatorKind::Email => "email",
            IndicatorKind::Ip => "ip",
            IndicatorKind::Network => "network",
            IndicatorKind::Url => "url",
            IndicatorKind::Hash => "hash",
            IndicatorKind::Iban => "iban",
        }
    }
}

/// One indicator of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// what it is
    pub kind: IndicatorKind,
    /// refanged; lower case, but for the path of a URL and an IBAN
    pub value: String,
    /// the list it comes from
    pub list: String,
    /// the line there, from 1
    pub line: usize,
}

/// An indicator seen in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// which of [`Indicators::all`]
    pub indicator: usize,
    /// bytes of the text
    pub span: Range<usize>,
}

/// Indicators, ready to be looked for.
#[derive(Debug, Default)]
pub struct Indicators {
    all: Vec<Indicator>,
    unread: Vec<(String, usize)>,
    /// what is looked for letter by letter: domains, addresses, URLs, hashes
    words: Option<AhoCorasick>,
    /// for each word its indicator
    owners: Vec<usize>,
    exact: HashMap<String, usize>,
    ips: HashMap<IpAddr, usize>,
    networks: Networks,
    ibans: HashMap<String, usize>,
    iban_lengths: HashSet<usize>,
}

impl Indicators {
    /// Reads one list; `name` is what errors and [`Indicator::list`] call it, and `.csv` at its end makes it CSV.
    ///
    /// # Errors
    /// [`RuleError::File`] where no indicator is in it.
    pub fn load(name: &str, bytes: &[u8]) -> Result<Indicators, RuleError> {
        Indicators::load_all([(name, bytes)])
    }

    /// Reads several lists as one. An indicator that stands in several is the one of the first.
    ///
    /// # Errors
    /// [`RuleError::File`] for the first list without an indicator, and where there are more than can be looked for.
    pub fn load_all<'a>(lists: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Indicators, RuleError> {
        let mut indicators = Indicators::default();
        for (name, bytes) in lists {
            let of_file = |message: &str| RuleError::File { file: name.to_owned(), message: message.to_owned() };
            let list = read::read(name, bytes);
            if list.found.is_empty() {
                return Err(of_file(
                    "no indicator in it: domains, addresses, IPs, URLs, hashes or IBANs were expected",
                ));
            }
            indicators.unread.extend(list.unread.into_iter().map(|line| (name.to_owned(), line)));
            list.found.into_iter().for_each(|indicator| indicators.add(indicator));
        }
        indicators.build()?;
        Ok(indicators)
    }

    fn add(&mut self, indicator: Indicator) {
        let key = format!("{} {}", indicator.kind.as_str(), indicator.value);
        let place = self.all.len();
        if self.exact.contains_key(&key) {
            return;
        }
        self.exact.insert(key, place);
        match indicator.kind {
            IndicatorKind::Ip => {
                if let Ok(ip) = indicator.value.parse() {
                    self.ips.insert(ip, place);
                }
            }
            IndicatorKind::Network => self.networks.insert(&indicator.value, place),
            IndicatorKind::Iban => {
                self.iban_lengths.insert(indicator.value.len());
                self.ibans.insert(indicator.value.clone(), place);
            }
            _ => self.owners.push(place),
        }
        self.all.push(indicator);
    }

    fn build(&mut self) -> Result<(), RuleError> {
        let words: Vec<&str> = self.owners.iter().map(|place| sight::word(&self.all[*place])).collect();
        if !words.is_empty() {
            let built = AhoCorasick::builder().ascii_case_insensitive(true).build(&words);
            self.words = Some(built.map_err(|error| RuleError::of_rule("indicators", error))?);
        }
        Ok(())
    }

    /// The indicators, in the order of their lists.
    pub fn all(&self) -> &[Indicator] {
        &self.all
    }

    /// Lines that hold no indicator (list, line from 1); comments and empty lines are not counted.
    pub fn unread(&self) -> &[(String, usize)] {
        &self.unread
    }

    /// The indicator that is this hash (hexadecimal, any case).
    pub fn matches_hash(&self, digest: &str) -> Option<usize> {
        self.exact.get(&format!("hash {}", digest.trim().to_ascii_lowercase())).copied()
    }

    /// The indicator that is this IP, or a network with it.
    pub fn matches_ip(&self, ip: IpAddr) -> Option<usize> {
        self.ips.get(&ip).copied().or_else(|| self.networks.find(ip))
    }

    /// Appends each sighting in `text`, by place.
    pub fn scan(&self, text: &str, sightings: &mut Vec<Sighting>) -> Scanned {
        let mut found = Vec::new();
        if let Some(words) = &self.words {
            for word in words.find_overlapping_iter(text) {
                let place = self.owners[word.pattern().as_usize()];
                if sight::is_one(text, word.start()..word.end(), &self.all[place]) {
                    found.push(Sighting { indicator: place, span: word.start()..word.end() });
                }
                if found.len() > MOST_SIGHTINGS {
                    break;
                }
            }
        }
        if !self.ips.is_empty() || !self.networks.is_empty() {
            let seen = |(ip, span)| self.matches_ip(ip).map(|indicator| Sighting { indicator, span });
            found.extend(network::addresses(text).filter_map(seen).take(MOST_SIGHTINGS + 1));
        }
        if !self.ibans.is_empty() {
            iban::sightings(text, self, &mut found);
        }
        found.sort_by_key(|sighting| (sighting.span.start, sighting.span.end, sighting.indicator));
        let limit = (found.len() > MOST_SIGHTINGS).then_some(LimitKind::Candidates);
        found.truncate(MOST_SIGHTINGS);
        sightings.append(&mut found);
        Scanned { limit }
    }
}

#[cfg(test)]
mod tests;
