//! Hosts that say something by themselves (`data/hosts.toml`): short addresses, free hosting, forms, redirections, cheap suffixes; and the
//! words that frauds make domains of.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::lookalike::skeleton;
use crate::triage::domain::registrable;

/// All of them.
pub static HOSTS: LazyLock<Hosts> = LazyLock::new(Hosts::load);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    shorteners: Vec<String>,
    hosting: Vec<String>,
    ipfs: Vec<String>,
    forms: Vec<String>,
    tunnels: Vec<String>,
    redirectors: Vec<String>,
    tracking: Vec<String>,
    wrappers: Vec<String>,
    suffixes: Vec<String>,
    lures: Vec<String>,
    offices: HashSet<String>,
}

/// Hosts, some with the start of a path.
#[derive(Debug, Default)]
pub struct Places {
    all: HashSet<String>,
    /// the hosts of those with a path
    with_path: HashSet<String>,
}

impl Places {
    fn of(list: Vec<String>) -> Places {
        let with_path =
            list.iter().filter_map(|place| place.split_once('/')).map(|(host, _)| host.to_owned()).collect();
        Places { all: list.into_iter().collect(), with_path }
    }

    /// Whether the host, or one above it, is among them.
    pub fn has_host(&self, host: &str) -> bool {
        above(host).any(|host| self.all.contains(host))
    }

    /// The same, or a host with the start of this path.
    pub fn has(&self, host: &str, path: &str) -> bool {
        if self.has_host(host) {
            return true;
        }
        let Some(host) = above(host).find(|host| self.with_path.contains(*host)) else { return false };
        let path = path.trim_start_matches('/').to_ascii_lowercase();
        // `forms`, `amp/s`, `search?btni`: an entry has one or two steps.
        let ends = path.match_indices(['/', '?', '&', '=']).map(|(at, _)| at).chain([path.len()]).take(3);
        let mut starts = ends.filter_map(|end| path.get(..end)).filter(|start| !start.is_empty());
        starts.any(|start| self.all.contains(format!("{host}/{start}").as_str()))
    }
}

/// The host and all above it, the nearest first; so many at most.
fn above(host: &str) -> impl Iterator<Item = &str> {
    let below = host.match_indices('.').filter_map(|(at, _)| host.get(at + 1..));
    std::iter::once(host).chain(below).take(16)
}

/// The lists.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Hosts {
    pub shorteners: Places,
    pub hosting: Places,
    pub ipfs: Places,
    pub forms: Places,
    pub tunnels: Places,
    pub redirectors: Places,
    pub tracking: Places,
    pub wrappers: Places,
    suffixes: HashSet<String>,
    lures: HashSet<String>,
    lure_looks: HashSet<String>,
    offices: HashSet<String>,
}

/// Top-level domains for tests, documentation and one's own network (RFC 2606, RFC 6761, RFC 8375): nobody can register them.
const RESERVED: [&str; 12] = [
    "example",
    "test",
    "invalid",
    "localhost",
    "local",
    "localdomain",
    "lan",
    "home",
    "internal",
    "intranet",
    "corp",
    "arpa",
];

impl Hosts {
    fn load() -> Hosts {
        let file: File = toml::from_str(include_str!("../data/hosts.toml")).expect("because a test reads the file");
        Hosts {
            shorteners: Places::of(file.shorteners),
            hosting: Places::of(file.hosting),
            ipfs: Places::of(file.ipfs),
            forms: Places::of(file.forms),
            tunnels: Places::of(file.tunnels),
            redirectors: Places::of(file.redirectors),
            tracking: Places::of(file.tracking),
            wrappers: Places::of(file.wrappers),
            suffixes: file.suffixes.into_iter().collect(),
            lure_looks: file.lures.iter().map(|word| skeleton(word)).collect(),
            offices: file.offices,
            lures: file.lures.into_iter().collect(),
        }
    }

    /// Whether the word, or what looks like it, is one that frauds make domains of.
    pub fn is_lure(&self, word: &str) -> bool {
        self.lures.contains(word) || self.lure_looks.contains(word)
    }

    /// Whether names of offices are made of the word: `service`, `HR`.
    pub fn is_of_office(&self, word: &str) -> bool {
        self.offices.contains(word)
    }

    /// The words of frauds in the registered label of a domain, where it is written in words.
    pub fn lures_in(&self, domain: &str) -> usize {
        let label = registrable(domain).split('.').next().unwrap_or_default();
        label.split('-').take(16).map(|word| self.lures_of(word)).sum()
    }

    /// One for a word of frauds, two for two of them written as one.
    fn lures_of(&self, word: &str) -> usize {
        let is_lure = |word: &str| self.lures.contains(word);
        let two = || (3..word.len().min(40)).filter_map(|at| word.split_at_checked(at));
        match () {
            () if is_lure(word) => 1,
            () if two().any(|(start, end)| is_lure(start) && is_lure(end)) => 2,
            () => 0,
        }
    }

    /// Whether the suffix of a domain costs next to nothing.
    pub fn is_cheap(&self, host: &str) -> bool {
        host.rsplit('.').next().is_some_and(|suffix| self.suffixes.contains(suffix))
    }

    /// Whether a domain can exist: two labels or more below a suffix that is one.
    pub fn can_exist(&self, domain: &str) -> bool {
        let Some((_, top)) = domain.rsplit_once('.') else { return false };
        let Some(suffix) = psl::suffix(domain.as_bytes()) else { return false };
        // Below a private suffix (`iki.fi`) somebody may write from the suffix itself.
        let below = psl::domain_str(domain).is_some() || suffix.typ() == Some(psl::Type::Private);
        RESERVED.contains(&top) || (suffix.is_known() && below)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_below_and_with_their_path() {
        assert!(HOSTS.hosting.has_host("acme-login.pages.dev") && !HOSTS.hosting.has_host("pages.dev.example"));
        assert!(HOSTS.forms.has("docs.google.com", "/forms/d/e/x/viewform"));
        assert!(!HOSTS.forms.has("docs.google.com", "/document/d/x"));
        assert!(HOSTS.redirectors.has("www.google.com", "/url?q=https://a.example"));
        assert!(HOSTS.redirectors.has("www.bing.com", "/ck/a?!&p=x"));
        assert!(!HOSTS.redirectors.has("www.google.com", "/maps/place"));
    }

    #[test]
    fn domains_that_cannot_exist_are_known() {
        for (domain, can) in [
            ("societe.example", true),
            ("mail.societe.co.uk", true),
            ("bradesco", false),
            ("gmail.qec", false),
            ("co.uk", false),
            ("", false),
        ] {
            assert_eq!(HOSTS.can_exist(domain), can, "{domain}");
        }
        assert_eq!(HOSTS.lures_in("www.account-security-desk.example"), 3);
        assert!(HOSTS.is_cheap("a.top") && !HOSTS.is_cheap("a.fr"));
    }
}
