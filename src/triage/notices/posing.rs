//! Hosts that pose as a known service: with its name or its whole domain in their own, or with a name that only looks like it.

use super::services::{SERVICES, Service, organisation};

/// Words that are written onto a name without a hyphen: `securepaypal`, `netflixbilling`.
const DRESS: [&str; 22] = [
    "secure", "security", "securite", "login", "signin", "account", "accounts", "compte", "verify", "verif", "support",
    "online", "client", "service", "auth", "billing", "alert", "alerte", "info", "mail", "team", "help",
];

/// The service that a host poses as; none for hosts of services that we know.
pub fn posed(host: &str) -> Option<&'static Service> {
    if host.is_empty() || host.len() > 253 || SERVICES.owner_of(host).is_some() {
        return None;
    }
    if let Some(inside) = whole_domain_inside(host) {
        return Some(inside);
    }
    let own = organisation(host).split('.').next().unwrap_or_default();
    let shown = punycode_shown(own);
    let words = shown.split(['-', '_']).take(8);
    words.chain(std::iter::once(shown.as_str())).find_map(named).or_else(|| beginning_with_a_name(&shown))
}

/// `paypal.com.evil.example`: all labels of a domain, and the name of another below them.
fn whole_domain_inside(host: &str) -> Option<&'static Service> {
    let labels: Vec<&str> = host.split('.').take(12).collect();
    let pairs = labels.windows(2).take(labels.len().saturating_sub(3));
    pairs.map(|pair| pair.join(".")).find_map(|domain| SERVICES.owner_of(&domain))
}

/// `credit-agricole-clients`, `bankofamericaonline`: a long name can hardly begin a word by chance.
fn beginning_with_a_name(label: &str) -> Option<&'static Service> {
    let joined: String = label.chars().filter(|c| c.is_alphanumeric()).collect();
    SERVICES.names_for_hosts().find_map(|(name, service)| {
        let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        (bare.len() >= 8 && !service.self_hosted && joined.starts_with(&bare)).then_some(service)
    })
}

/// A word of a host name that is a service's name, is dressed up with another word, or looks like it.
fn named(word: &str) -> Option<&'static Service> {
    let looks = skeleton(word);
    let undressed = DRESS.iter().find_map(|dress| word.strip_prefix(dress).or_else(|| word.strip_suffix(dress)));
    SERVICES.names_for_hosts().find_map(|(name, service)| {
        let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let same = word == bare || undressed == Some(bare.as_str());
        let alike = bare.len() >= 5 && word != bare && looks == skeleton(&bare);
        // Software that anybody runs is named in many an honest host.
        let poses = alike || (same && bare.len() >= 4 && !service.self_hosted);
        poses.then_some(service)
    })
}

/// Letters and digits that the eye takes for one another become one.
fn skeleton(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.replace("rn", "m").replace("vv", "w").chars() {
        out.push(match c {
            '0' | 'о' | 'ο' | 'ö' | 'ó' => 'o',
            '1' | 'i' | '|' | 'і' | 'ı' | 'í' | 'ï' => 'l',
            '3' | 'е' | 'é' | 'è' | 'ë' => 'e',
            '4' | 'а' | 'à' | 'á' | 'ä' => 'a',
            '5' | 'ѕ' => 's',
            '7' => 't',
            'р' => 'p',
            'с' | 'ç' => 'c',
            'у' => 'y',
            'х' => 'x',
            other => other,
        });
    }
    out
}

/// The letters behind an international label (RFC 5891); the label itself where it is none.
fn punycode_shown(label: &str) -> String {
    idna::domain_to_unicode(label).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_foreign_hosts_are_seen() {
        let posed = |host: &str| posed(host).map(|service| service.name.as_str());
        for (host, name) in [
            ("hsbc-newpayee.example", "HSBC"),
            ("mastod0n.test", "Mastodon"),
            ("rnicrosoft.example", "Microsoft"),
            ("paypa1.test", "PayPal"),
            ("securepaypal.example", "PayPal"),
            ("www.github.com.evil.example", "GitHub"),
            ("dropbox-files.example", "Dropbox"),
            ("credit-agricole-clients.example", "Crédit Agricole"),
        ] {
            assert_eq!(posed(host), Some(name), "{host}");
        }
    }

    #[test]
    fn honest_hosts_are_left_alone() {
        for host in [
            "mastodon.example",
            "gitlab.company.example",
            "cloud.example",
            "github.com",
            "github.company.example",
            "le-clos-des-orange.example",
            "mon-espace.example",
        ] {
            assert!(posed(host).is_none(), "{host}");
        }
    }
}
