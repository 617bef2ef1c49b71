//! What is shown of a link against where it leads.

use super::gather::Found;
use super::target::Letter;
use crate::triage::domain::registrable;
use crate::triage::fraud::brands::BRANDS;
use crate::triage::fraud::hosts::HOSTS;

/// The signal of a link whose text names another host than it leads to.
pub fn signal(link: &Found<'_>, letter: &Letter) -> Option<&'static str> {
    if !link.url.is_web() {
        return None;
    }
    let shown = shown_host(link.shown)?;
    let (says, leads) = (registrable(&shown), link.url.registrable());
    if says == leads {
        return None;
    }
    let one_owner = BRANDS.owner_of(&shown).is_some_and(|brand| brand.owns(&link.url.host));
    // Newsletters count clicks at their own host, at their mailer's, or behind a short address.
    let counted = says == letter.from && (HOSTS.tracking.has_host(&link.url.host) || letter.bulk);
    let same_name = says.split('.').next() == leads.split('.').next();
    if one_owner || counted || same_name || leads_on(link, says) || link.url.host == "t.co" {
        return None;
    }
    if BRANDS.owner_of(&shown).is_some() { Some("link.shown-brand") } else { Some("link.shown-other") }
}

/// A redirection to the host that is shown.
fn leads_on(link: &Found<'_>, says: &str) -> bool {
    link.url.inner().is_some_and(|inner| inner.registrable() == says)
}

/// The host that a text shows: an address, or a name of a host with nothing else.
fn shown_host(shown: &str) -> Option<String> {
    let shown = shown.trim().trim_matches(['<', '>', '"', '«', '»', '[', ']', '(', ')', ' ', '\u{a0}']);
    if shown.is_empty() || shown.len() > 2048 || shown.contains(char::is_whitespace) || shown.contains('@') {
        return None;
    }
    let lower = shown.to_lowercase();
    let bare = ["https://", "http://"].iter().find_map(|scheme| lower.strip_prefix(scheme));
    let host = bare.unwrap_or(&lower).split(['/', '?', '#', ':']).next()?.trim_end_matches('.');
    let ascii = if host.is_ascii() { host.to_owned() } else { idna::domain_to_ascii(host).ok()? };
    let letters =
        ascii.rsplit('.').next().is_some_and(|top| top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic()));
    // `facture.pdf` and `Node.js` are no hosts; without "www." only what can be one is.
    let sure = bare.is_some() || ascii.starts_with("www.");
    (ascii.contains('.') && letters && (sure || (HOSTS.can_exist(&ascii) && !is_file(&ascii)))).then_some(ascii)
}

fn is_file(name: &str) -> bool {
    const ENDINGS: &[&str] =
        &["zip", "mov", "pl", "py", "sh", "rs", "md", "so", "ps", "ai", "cc", "java", "app", "doc"];
    name.rsplit('.').next().is_some_and(|ending| ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_from_what_is_shown() {
        for (shown, expected) in [
            ("https://www.banque.example/espace", Some("www.banque.example")),
            ("www.banque.example", Some("www.banque.example")),
            ("Banque.example/aide", Some("banque.example")),
            ("Voir www.banque.example", None),
            ("facture.pdf", None),
            ("archive.zip", None),
            ("M. Durand", None),
            ("jean@banque.example", None),
        ] {
            assert_eq!(shown_host(shown).as_deref(), expected, "{shown}");
        }
    }
}
