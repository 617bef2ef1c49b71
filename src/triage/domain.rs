//! Domains as people own them: the part that somebody registered, and providers where anybody may have an address.

use std::collections::HashSet;
use std::sync::LazyLock;

static PUBLIC: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("data/mail-providers.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// The part of a domain (ASCII, lower case) that somebody registered: `example.co.uk` of `mail.example.co.uk`. The domain itself where it
/// is a public suffix or none is known.
pub fn registrable(domain: &str) -> &str {
    let domain = domain.trim_end_matches('.');
    psl::domain_str(domain).unwrap_or(domain)
}

/// Whether a host is the domain, or one below it.
pub fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Whether anybody can get an address at this domain: Gmail, Orange, La Poste ...
pub fn is_public_provider(domain: &str) -> bool {
    PUBLIC.contains(registrable(domain)) || PUBLIC.contains(domain)
}

/// The domain of an address, lower case; empty where there is none.
pub fn domain_of(email: &str) -> &str {
    email.rsplit_once('@').map_or("", |(_, domain)| domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registered_part_is_found_and_providers_are_known() {
        assert_eq!(registrable("mail.societe.co.uk"), "societe.co.uk");
        assert_eq!(registrable("www.societe.example"), "societe.example");
        assert_eq!(registrable("com"), "com");
        assert!(is_below("mail.societe.example", "societe.example") && is_below("societe.example", "societe.example"));
        assert!(!is_below("autresociete.example", "societe.example"));
        assert!(
            is_public_provider("gmail.com")
                && is_public_provider("orange.fr")
                && !is_public_provider("societe.example")
        );
    }
}
