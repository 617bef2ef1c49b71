//! The services of `data/services.toml`: what they call themselves, and the domains they write from and link to.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use super::fold::Folded;
use crate::triage::domain::{is_below, is_public_provider};

/// All of them.
pub static SERVICES: LazyLock<Services> = LazyLock::new(Services::load);

/// One service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// as shown
    pub name: String,
    /// names that can mean nothing else; folded
    pub aliases: Vec<String>,
    /// names that are ordinary words too; folded
    #[serde(default)]
    pub short: Vec<String>,
    /// its domains, with all below them
    pub domains: Vec<String>,
    /// software that anybody runs on any domain
    #[serde(default)]
    pub self_hosted: bool,
    /// it never writes of an account by way of others
    #[serde(default)]
    pub bank: bool,
}

impl Service {
    /// Whether a host is one of this service.
    pub fn shares_domain(&self, host: &str) -> bool {
        self.domains.iter().any(|domain| is_below(host, domain))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    carriers: Vec<String>,
    lures: Vec<String>,
    baits: Vec<String>,
    service: Vec<Service>,
}

/// The services, ready to be looked up.
#[derive(Debug)]
pub struct Services {
    carriers: Vec<String>,
    /// words beside a name in a host that promise the service itself
    pub lures: Vec<String>,
    /// those of them that an honest name hardly has
    pub baits: Vec<String>,
    services: Vec<Service>,
    finder: AhoCorasick,
    /// for each name in the finder: its service, and whether it is an ordinary word too
    names: Vec<(usize, bool)>,
    owners: BTreeMap<String, usize>,
}

/// Words beside a name that make it the name of whoever keeps an account.
const KEEPERS: [&str; 26] = [
    "compte",
    "account",
    "accounts",
    "identifiant",
    "team",
    "equipe",
    "support",
    "security",
    "securite",
    "service",
    "services",
    "client",
    "profil",
    "profile",
    "id",
    "espace",
    "assistance",
    "notification",
    "notifications",
    "alert",
    "alerte",
    "center",
    "centre",
    "customer",
    "mot",
    "password",
];
/// Words after a name that make it a program.
const PROGRAMS: [&str; 9] =
    ["chrome", "authenticator", "edge", "windows", "play", "browser", "maps", "fonts", "analytics"];

impl Services {
    fn load() -> Services {
        let file: File = toml::from_str(include_str!("../data/services.toml")).expect("because a test reads the file");
        let (mut words, mut names, mut owners) = (Vec::new(), Vec::new(), BTreeMap::new());
        for (number, service) in file.service.iter().enumerate() {
            for (list, ordinary) in [(&service.aliases, false), (&service.short, true)] {
                words.extend(list.iter().cloned());
                names.extend(list.iter().map(|_| (number, ordinary)));
            }
            for domain in &service.domains {
                owners.entry(domain.clone()).or_insert(number);
            }
        }
        let finder = AhoCorasick::new(words).expect("because the names are few");
        let File { carriers, lures, baits, service: services } = file;
        Services { carriers, lures, baits, services, finder, names, owners }
    }

    /// Every service, in the order of the file.
    pub fn all(&self) -> &[Service] {
        &self.services
    }

    /// The service that has exactly this domain.
    pub fn of_domain(&self, domain: &str) -> Option<&Service> {
        self.services.get(*self.owners.get(domain)?)
    }

    /// The service that a domain, or one above it, belongs to.
    pub fn owner_of(&self, domain: &str) -> Option<&Service> {
        let above = domain.match_indices('.').map(|(at, _)| domain.get(at + 1..).unwrap_or_default());
        std::iter::once(domain).chain(above.take(8)).find_map(|domain| self.of_domain(domain))
    }

    /// Whether anybody can open a mailbox there.
    pub fn is_freemail(&self, domain: &str) -> bool {
        is_public_provider(domain) || is_below(domain, "onmicrosoft.com") || is_below(domain, "firebaseapp.com")
    }

    /// Whether links there say nothing of the sender.
    pub fn is_carrier(&self, host: &str) -> bool {
        self.carriers.iter().any(|carrier| is_below(host, carrier))
    }

    /// The service that a sender's name speaks of.
    pub fn named_in_display(&self, shown: &Folded) -> Option<&Service> {
        let all = shown.text.trim_end_matches(['\n', ' ', '.', ',', '_']);
        self.first(shown, |ordinary, name, beside| !ordinary || beside || name == all)
    }

    /// The service that a subject speaks of.
    pub fn named_in_subject(&self, subject: &Folded) -> Option<&Service> {
        self.first(subject, |ordinary, _, beside| !ordinary || beside)
    }

    /// The service that a text says an account is with.
    pub fn named_as_account(&self, body: &Folded) -> Option<&Service> {
        self.first(body, |_, _, beside| beside)
    }

    /// The bank that a text names anywhere.
    pub fn bank_named(&self, body: &Folded) -> Option<&Service> {
        self.first(body, |ordinary, _, beside| !ordinary || beside).filter(|service| service.bank)
    }

    fn first(&self, folded: &Folded, counts: impl Fn(bool, &str, bool) -> bool) -> Option<&Service> {
        let text = folded.text.as_str();
        let inside = |at: usize| {
            text.as_bytes().get(at).is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte >= 0x80 || byte == b'@')
        };
        let found = self.finder.find_overlapping_iter(text).find_map(|found| {
            let &(service, ordinary) = self.names.get(found.pattern().as_usize())?;
            let (start, end) = (found.start(), found.end());
            if (start > 0 && (inside(start - 1) || text.as_bytes().get(start - 1) == Some(&b'.'))) || inside(end) {
                return None;
            }
            let next = text
                .get(end..)?
                .split(|c: char| !c.is_alphanumeric())
                .find(|word| !word.is_empty())
                .unwrap_or_default();
            let apart = text.get(end..)?.starts_with([' ', '-', '_']);
            if apart && PROGRAMS.contains(&next) {
                return None;
            }
            let before = text
                .get(..start)?
                .trim_end_matches([' ', '\'', '"'])
                .rsplit(|c: char| !c.is_alphanumeric())
                .next()
                .unwrap_or_default();
            let beside = KEEPERS.contains(&before) || (apart && KEEPERS.contains(&next));
            counts(ordinary, text.get(start..end)?, beside).then_some(service)
        });
        self.services.get(found?)
    }
}

/// The part of a host name that one organisation registers, near enough: the last two labels, three below `co.uk` and its like.
pub fn organisation(host: &str) -> &str {
    const SECOND: [&str; 12] = ["co", "com", "org", "net", "gov", "gouv", "ac", "asso", "edu", "go", "or", "ne"];
    let dots: Vec<usize> = host.rmatch_indices('.').map(|(at, _)| at).take(3).collect();
    let from = |number: usize| dots.get(number).map_or(host, |at| host.get(at + 1..).unwrap_or(host));
    let two = from(1);
    let (second, top) = two.split_once('.').unwrap_or((two, ""));
    if top.len() == 2 && SECOND.contains(&second) { from(2) } else { two }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organisations_are_told_apart() {
        let cases = [
            ("a.b.example.com", "example.com"),
            ("mail.impots.gouv.fr", "impots.gouv.fr"),
            ("x.co.uk", "x.co.uk"),
            ("localhost", "localhost"),
            ("", ""),
        ];
        for (host, expected) in cases {
            assert_eq!(organisation(host), expected);
        }
        assert_eq!(SERVICES.owner_of("mail.instagram.com").map(|service| service.name.as_str()), Some("Instagram"));
        assert!(SERVICES.owner_of("notgithub.com").is_none());
        assert!(SERVICES.owner_of("github.com.evil.example").is_none());
    }

    #[test]
    fn a_name_counts_where_it_names_the_keeper_of_an_account() {
        let display = |name: &str| SERVICES.named_in_display(&Folded::line(name)).map(|service| service.name.as_str());
        assert_eq!(display("Équipe des comptes Microsoft 365"), Some("Microsoft"));
        assert_eq!(display("Orange"), Some("Orange"));
        assert_eq!(display("Service client Orange"), Some("Orange"));
        assert_eq!(display("Le Clos des Orange"), None);
        assert_eq!(display("Paul d’Amazonie"), None);
        let body = |text: &str| SERVICES.named_as_account(&Folded::line(text)).map(|service| service.name.as_str());
        assert_eq!(body("Nouvelle connexion depuis Google Chrome sous Microsoft Windows"), None);
        assert_eq!(body("votre compte Free a été suspendu"), Some("Free"));
    }

    #[test]
    fn the_names_are_folded() {
        for name in SERVICES.services.iter().flat_map(|service| service.aliases.iter().chain(&service.short)) {
            assert_eq!(Folded::line(name).text.trim_end(), name.as_str());
        }
    }
}
