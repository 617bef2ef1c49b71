//! Hosts that only look like those of somebody: a service's name with a word that lures (`paypal-verif`), with other letters
//! (`m1crosoft`), or its whole domain in front of another (`paypal.com.verif.example`).

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::services::{SERVICES, Service, organisation};

/// Words beside a name that promise the service itself.
const LURES: [&str; 52] = [
    "secure",
    "security",
    "securite",
    "securepass",
    "login",
    "signin",
    "logon",
    "connexion",
    "connect",
    "verif",
    "verify",
    "verification",
    "account",
    "compte",
    "client",
    "espace",
    "support",
    "service",
    "services",
    "update",
    "billing",
    "payment",
    "paiement",
    "facture",
    "remboursement",
    "refund",
    "alert",
    "alerte",
    "auth",
    "online",
    "confirm",
    "confirmation",
    "access",
    "acces",
    "help",
    "helpdesk",
    "assistance",
    "renouvellement",
    "resolution",
    "newpayee",
    "payee",
    "livraison",
    "delivery",
    "unlock",
    "restore",
    "reset",
    "validation",
    "activation",
    "identite",
    "session",
    "customer",
    "center",
];
/// Names shorter than this are not looked for with other letters or inside words (letters).
const TELLING: usize = 5;
/// A name of the reader's own domain from here on is not mistaken for another by chance (letters).
const OWN: usize = 8;

/// How much a host looks like one of a service that it is not of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// it has the name among other words
    Named,
    /// it lures: with other letters, with a word that promises, with the whole domain
    Luring,
}

/// The service that a host looks like without being of it.
pub fn of_service(host: &str) -> Option<(&'static Service, Likeness)> {
    if SERVICES.owner_of(host).is_some() || SERVICES.is_carrier(host) || SERVICES.is_freemail(host) {
        return None;
    }
    let (shown, _) = idna::domain_to_unicode(host);
    if let Some(service) =
        SERVICES.all().iter().find(|service| service.domains.iter().any(|domain| leads(host, domain)))
    {
        return Some((service, Likeness::Luring));
    }
    let label = organisation(&shown).split('.').next().unwrap_or_default().to_owned();
    let label = Label::of(&label);
    let likeness = |service: &'static Service| {
        let every =
            service.aliases.iter().map(|name| (name, false)).chain(service.short.iter().map(|name| (name, true)));
        let found = every.filter_map(|(name, ordinary)| label.likeness(name, ordinary, service.self_hosted));
        found.max_by_key(|likeness| *likeness == Likeness::Luring).map(|likeness| (service, likeness))
    };
    let mut named = None;
    for found in SERVICES.all().iter().filter_map(likeness) {
        match found.1 {
            Likeness::Luring => return Some(found),
            Likeness::Named => named = named.or(Some(found)),
        }
    }
    named
}

/// Whether a host looks like the reader's own domain without being of it.
pub fn of_home(host: &str, home: &str) -> bool {
    if home.is_empty() || organisation(host) == home {
        return false;
    }
    if leads(host, home) {
        return true;
    }
    let label = |domain: &str| organisation(domain).split('.').next().unwrap_or_default().to_owned();
    let (theirs, own) = (label(&idna::domain_to_unicode(host).0), label(home));
    theirs != own
        && (own.len() >= TELLING && skeleton(&theirs) == skeleton(&own)
            || own.len() >= OWN && differ_by_one(&theirs, &own))
}

/// `paypal.com.verif.example`: the domain stands in front of another one.
fn leads(host: &str, domain: &str) -> bool {
    domain.contains('.')
        && host.match_indices(domain).any(|(at, _)| {
            let before = at.checked_sub(1).and_then(|at| host.as_bytes().get(at));
            before.is_none_or(|byte| *byte == b'.')
                && host.get(at + domain.len()..).is_some_and(|rest| rest.starts_with('.'))
        })
}

/// The part of a host that its owner chose, in words.
struct Label {
    words: Vec<String>,
    joined: String,
}

impl Label {
    fn of(label: &str) -> Label {
        let words: Vec<String> = label.split(['-', '_']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Label { joined: words.concat(), words }
    }

    fn likeness(&self, name: &str, ordinary: bool, self_hosted: bool) -> Option<Likeness> {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        if name.len() < 3 || self.joined == name {
            return None;
        }
        let telling = name.len() >= TELLING;
        let bones = skeleton(&name);
        let altered = |word: &String| telling && *word != name && skeleton(word) == bones;
        if self.words.iter().any(altered) || altered(&self.joined) {
            return Some(Likeness::Luring);
        }
        if self_hosted {
            return None;
        }
        let lured = |rest: &str| LURES.iter().any(|lure| rest.contains(lure));
        if self.words.contains(&name) {
            let others: String = self.words.iter().filter(|word| **word != name).map(String::as_str).collect();
            let lures = lured(&others) && !ordinary;
            return (lures || telling && !ordinary || ordinary && lured(&others)).then_some(if lures {
                Likeness::Luring
            } else {
                Likeness::Named
            });
        }
        let inside = skeleton(&self.joined);
        let rest = inside.split_once(&bones).map(|(before, after)| format!("{before} {after}"));
        let promised = |rest: &String| LURES.iter().any(|lure| rest.contains(&skeleton(lure)));
        (telling && !ordinary).then_some(())?;
        rest.filter(promised).map(|_| Likeness::Luring)
    }
}

/// What a hasty reader sees: letters that look alike are one.
fn skeleton(text: &str) -> String {
    let plain = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let seen: String = plain
        .filter(|c| !matches!(c, '-' | '_'))
        .map(|c| match c {
            '0' | 'о' | 'ο' => 'o',
            '1' | 'i' | '!' | '|' | 'і' | 'ı' | 'ι' => 'l',
            '3' | 'е' | 'ε' => 'e',
            '4' | 'а' | 'α' => 'a',
            '5' | 'ѕ' => 's',
            'с' | 'ϲ' => 'c',
            'р' | 'ρ' => 'p',
            'х' | 'χ' => 'x',
            'у' => 'y',
            'ν' => 'v',
            c => c,
        })
        .collect();
    seen.replace("rn", "m").replace("vv", "w")
}

/// One letter more, less or other.
fn differ_by_one(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let rest = |text: &[u8], at: usize| text.get(at..).unwrap_or_default().to_vec();
    match long.len() - short.len() {
        0 => same < short.len() && rest(short, same + 1) == rest(long, same + 1),
        1 => rest(short, same) == rest(long, same + 1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(host: &str) -> Option<(&str, Likeness)> {
        of_service(host).map(|(service, likeness)| (service.name.as_str(), likeness))
    }

    #[test]
    fn hosts_that_lure_are_told() {
        let cases = [
            ("login.m1crosoft-comptes.example", "Microsoft"),
            ("paypa1.test", "PayPal"),
            ("paypal-resolution.example", "PayPal"),
            ("paypal.com.verif.test", "PayPal"),
            ("securepaypal.example", "PayPal"),
            ("mastod0n.test", "Mastodon"),
            ("hsbc-newpayee.example", "HSBC"),
            ("arnazon.example", "Amazon"),
            ("xn--pple-43d.example", "Apple"),
        ];
        for (host, service) in cases {
            assert_eq!(like(host), Some((service, Likeness::Luring)), "{host}");
        }
    }

    #[test]
    fn hosts_of_others_are_left_alone() {
        for host in [
            "paypal.com",
            "mail.paypal.com",
            "amazonie-tours.example",
            "orange-bleue.example",
            "nextcloud-login.example",
        ] {
            assert_eq!(like(host), None, "{host}");
        }
        assert_eq!(like("github-jobs.example"), Some(("GitHub", Likeness::Named)));
    }

    #[test]
    fn the_own_domain_is_known_by_its_letters() {
        assert!(of_home("mail.atelier-r0ussel.example", "atelier-roussel.example"));
        assert!(of_home("atelier-rousse.example", "atelier-roussel.example"));
        assert!(of_home("atelier-roussel.example.verif.test", "atelier-roussel.example"));
        assert!(!of_home("nuage.atelier-roussel.example", "atelier-roussel.example"));
        assert!(!of_home("atelier-roussel.test", "atelier-roussel.example"));
        assert!(!of_home("ateliers.example", "atelier.example"));
    }
}
