//! Names and hosts that only look like those of somebody: a service's name with a word that lures (`paypal-verif`), with other letters
//! (`m1crosoft`), or its whole domain in front of another (`paypal.com.verif.example`). The names come from `data/services.toml`.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::fold::Folded;
use super::services::{SERVICES, Service, organisation};

/// Names shorter than this are not looked for with other letters or inside words (letters).
const TELLING: usize = 5;
/// A name of the reader's own domain from here on is not mistaken for another by chance (letters).
const OWN: usize = 8;
/// So many labels of a host are looked at, from the right.
const LABELS: usize = 12;

/// How much a host looks like one of a service that it is not of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// it has the name among other words
    Named,
    /// it lures: with other letters, with a word that promises, with the whole domain
    Luring,
}

/// A name of a service, ready to be compared.
struct Name {
    service: &'static Service,
    /// letters and digits only
    bare: String,
    /// what a hasty reader sees of it
    bones: String,
    /// it is an ordinary word too
    ordinary: bool,
}

static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let of = |service: &'static Service, name: &String, ordinary| {
        let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        Name { service, bones: skeleton(&bare), bare, ordinary }
    };
    let every = SERVICES.all().iter().flat_map(|service| {
        let ordinary = service.short.iter().map(move |name| of(service, name, true));
        service.aliases.iter().map(move |name| of(service, name, false)).chain(ordinary)
    });
    every.filter(|name| name.bare.len() >= 3).collect()
});

static LURES: LazyLock<Vec<String>> = LazyLock::new(|| SERVICES.lures.iter().map(|lure| skeleton(lure)).collect());

/// The service that a host looks like without being of it.
pub fn of_service(host: &str) -> Option<(&'static Service, Likeness)> {
    if SERVICES.owner_of(host).is_some() || SERVICES.is_carrier(host) || SERVICES.is_freemail(host) {
        return None;
    }
    if let Some(service) = led_by_a_domain(host) {
        return Some((service, Likeness::Luring));
    }
    let label = Label::of(host);
    let mut named = None;
    for name in NAMES.iter() {
        match label.likeness(name) {
            Some(Likeness::Luring) => return Some((name.service, Likeness::Luring)),
            Some(Likeness::Named) => named = named.or(Some((name.service, Likeness::Named))),
            None => {}
        }
    }
    named
}

/// The service whose name a sender's name imitates with other letters: `PayPaI`, `Micros0ft`.
pub fn of_name(shown: &Folded) -> Option<&'static Service> {
    let words = shown.text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= TELLING).take(LABELS);
    words.map(|word| (word, skeleton(word))).find_map(|(word, bones)| {
        let imitates = |name: &&Name| name.bare.len() >= TELLING && name.bones == bones && name.bare != word;
        NAMES.iter().find(imitates).map(|name| name.service)
    })
}

/// Whether a host looks like the reader's own domain without being of it.
pub fn of_home(host: &str, home: &str) -> bool {
    if home.is_empty() || organisation(host) == home {
        return false;
    }
    if leads(host, home) {
        return true;
    }
    let (theirs, own) = (chosen(host), chosen(home));
    theirs != own
        && (own.len() >= TELLING && skeleton(&theirs) == skeleton(&own)
            || own.len() >= OWN && differ_by_one(&theirs, &own))
}

/// Whether the part of a host that its owner chose promises safety or wants something: `club-verify`, `secure-club`; likely where an
/// honest firm may be called so too (`club-services`).
pub fn lure_in(host: &str) -> Option<Likeness> {
    let words = Label::of(host).words;
    let has = |list: &[String]| words.len() > 1 && words.iter().any(|word| list.contains(word));
    match (has(&SERVICES.baits), has(&SERVICES.lures)) {
        (true, _) => Some(Likeness::Luring),
        (_, true) => Some(Likeness::Named),
        _ => None,
    }
}

/// `paypal.com.verif.example`: the domain of a service stands in front of another one.
fn led_by_a_domain(host: &str) -> Option<&'static Service> {
    let labels: Vec<&str> = host.rsplit('.').take(LABELS).collect();
    let domains = (1..labels.len()).flat_map(|end| (end + 2..=labels.len()).map(move |start| (end, start)));
    domains
        .filter_map(|(end, start)| labels.get(end..start))
        .map(|inside| inside.iter().rev().copied().collect::<Vec<_>>().join("."))
        .find_map(|domain| SERVICES.of_domain(&domain))
}

fn leads(host: &str, domain: &str) -> bool {
    domain.contains('.')
        && host.match_indices(domain).any(|(at, _)| {
            let before = at.checked_sub(1).and_then(|at| host.as_bytes().get(at));
            before.is_none_or(|byte| *byte == b'.')
                && host.get(at + domain.len()..).is_some_and(|rest| rest.starts_with('.'))
        })
}

/// The label of a host that its owner chose, as it is shown (RFC 5891).
fn chosen(host: &str) -> String {
    let (shown, _) = idna::domain_to_unicode(host);
    organisation(&shown).split('.').next().unwrap_or_default().to_owned()
}

/// The part of a host that its owner chose, in words.
struct Label {
    words: Vec<String>,
    bones: Vec<String>,
    joined: String,
    /// the bones, joined
    inside: String,
}

impl Label {
    fn of(host: &str) -> Label {
        let label = chosen(host);
        let words: Vec<String> = label.split(['-', '_']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let bones: Vec<String> = words.iter().map(|word| skeleton(word)).collect();
        Label { joined: words.concat(), inside: bones.concat(), bones, words }
    }

    fn likeness(&self, name: &Name) -> Option<Likeness> {
        if self.joined == name.bare {
            return None;
        }
        let telling = name.bare.len() >= TELLING;
        let altered = |(word, bones): (&String, &String)| *word != name.bare && *bones == name.bones;
        if telling && (self.words.iter().zip(&self.bones).any(altered) || self.inside == name.bones) {
            return Some(Likeness::Luring);
        }
        if name.service.self_hosted {
            return None;
        }
        let lures = |rest: &str| LURES.iter().any(|lure| rest.contains(lure.as_str()));
        if let Some(at) = self.words.iter().position(|word| *word == name.bare) {
            let others: String = self
                .bones
                .iter()
                .enumerate()
                .filter(|(number, _)| *number != at)
                .map(|(_, word)| word.as_str())
                .collect();
            return match (lures(&others), name.ordinary) {
                (true, false) => Some(Likeness::Luring),
                (true, true) => Some(Likeness::Named),
                (false, ordinary) => (telling && !ordinary).then_some(Likeness::Named),
            };
        }
        let (before, after) = self.inside.split_once(name.bones.as_str()).filter(|_| telling && !name.ordinary)?;
        (lures(before) || lures(after)).then_some(Likeness::Luring)
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
    fn names_in_other_letters_and_baits_are_told() {
        let name = |shown: &str| of_name(&Folded::line(shown)).map(|service| service.name.as_str());
        assert_eq!(name("PayPaI Security"), Some("PayPal"));
        assert_eq!(name("Équipe Micros0ft"), Some("Microsoft"));
        assert_eq!(name("PayPal"), None);
        assert_eq!(lure_in("club-verify.example"), Some(Likeness::Luring));
        assert_eq!(lure_in("club-clients.example"), Some(Likeness::Named));
        assert_eq!((lure_in("verify.example"), lure_in("le-club.example")), (None, None));
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
