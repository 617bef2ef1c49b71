//! What all links of a message say together: all to one host that is not the sender's, one target under many names, an "unsubscribe" that
//! leads where everything leads, a picture with a link and nothing to read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::gather::{Found, Origin};
use super::sought::any_of;
use super::target::Letter;
use crate::message::mail::{Mail, PlaceKind, Text};
use crate::triage::domain::is_public_provider;
use crate::triage::fraud::brands::BRANDS;
use crate::triage::fraud::hosts::HOSTS;
use crate::triage::signal::Signal;

/// Fewer characters than this to read beside a picture are next to nothing.
const NEXT_TO_NOTHING: usize = 160;
/// So many pages at IP addresses are a site that has no name, as old servers are. A trap has one page.
const PAGES_OF_A_SITE: usize = 6;
/// What is shown of a link that says what it does is shorter (bytes).
const LONGEST_SHOWN: usize = 200;

/// The signals of all links together.
pub fn signals(mail: &Mail, links: &[Found<'_>], letter: &Letter, found: &mut Vec<Signal>) {
    let pages: Vec<&Found<'_>> =
        links.iter().filter(|link| link.origin == Origin::Html && link.url.is_web() && !is_furniture(link)).collect();
    one_target(&pages, found);
    strangers(&pages, letter, found);
    pictures(mail, &pages, found);
    answers_by_mail(links, letter, found);
    if found.iter().any(|signal| signal.id == "link.to-sender") && is_site_without_name(&pages) {
        found.retain(|signal| signal.id != "link.ip");
    }
}

fn is_site_without_name(pages: &[&Found<'_>]) -> bool {
    let paths: BTreeSet<&str> =
        pages.iter().filter(|link| link.url.is_ip()).map(|link| link.url.path.as_str()).collect();
    paths.len() >= PAGES_OF_A_SITE
}

fn at(id: &'static str, link: &Found<'_>) -> Signal {
    Signal::at(id, link.text, link.span.clone(), link.url.host.clone())
}

/// Links that editors of HTML leave behind.
fn is_furniture(link: &Found<'_>) -> bool {
    matches!(link.url.registrable(), "w3.org" | "microsoft.com") && link.shown.is_empty()
}

/// Words of a link with which one is taken off a list, in small letters.
const UNSUBSCRIBE: [&str; 19] = [
    "unsubscribe",
    "unsub ",
    "opt out",
    "opt-out",
    "désabonn",
    "desabonn",
    "désinscri",
    "desinscri",
    "abmelden",
    "abbestellen",
    "austragen",
    "uitschrijven",
    "afmelden",
    "darse de baja",
    "cancelar",
    "descadastr",
    "disiscriv",
    "cancellati",
    "se désabonner",
];

static UNSUBSCRIBES: LazyLock<AhoCorasick> = LazyLock::new(|| any_of(&UNSUBSCRIBE));

/// Whether a link says that one can unsubscribe with it.
pub fn unsubscribes(shown: &str) -> bool {
    // A small letter has at least a third of the bytes of its capital.
    if shown.len() >= 3 * LONGEST_SHOWN {
        return false;
    }
    let shown = shown.to_lowercase();
    shown.len() < LONGEST_SHOWN && UNSUBSCRIBES.is_match(&shown)
}

fn one_target(pages: &[&Found<'_>], found: &mut Vec<Signal>) {
    let mut names: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for link in pages {
        let named = names.entry((link.url.host.as_str(), link.url.path.as_str())).or_default();
        named.insert(link.shown.trim());
    }
    let most = names.iter().max_by_key(|(_, named)| named.len());
    if let Some((target, named)) = most
        && names.len() == 1
        && named.len() >= 3
        && let Some(link) = pages.iter().find(|link| (link.url.host.as_str(), link.url.path.as_str()) == *target)
    {
        found.push(at("link.one-target", link));
    }
    // The whole address is the same, token and all: nobody's address is taken off a list by it.
    let false_one = pages.iter().find(|link| {
        let named = names.get(&(link.url.host.as_str(), link.url.path.as_str()));
        unsubscribes(link.shown) && named.is_some_and(|named| named.iter().any(|name| !unsubscribes(name)))
    });
    found.extend(false_one.map(|link| at("link.false-unsubscribe", link)));
}

/// No link leads to who wrote it, and all lead to one other host.
fn strangers(pages: &[&Found<'_>], letter: &Letter, found: &mut Vec<Signal>) {
    let domains: BTreeSet<&str> = pages.iter().map(|link| link.url.registrable()).collect();
    let Some(first) = pages.first() else { return };
    if letter.from.is_empty() || letter.list || is_public_provider(&letter.from) {
        return;
    }
    let own = BRANDS.owner_of(&letter.from);
    let usual = |link: &&Found<'_>| {
        let same_owner = own.is_some_and(|brand| brand.owns(&link.url.host));
        let same_name = link.url.registrable().split('.').next() == letter.from.split('.').next();
        same_owner || same_name || HOSTS.tracking.has_host(&link.url.host)
    };
    if pages.iter().any(|link| link.url.registrable() == letter.from) {
        found.push(at("link.to-sender", first));
    } else if domains.len() == 1 && !pages.iter().any(usual) {
        found.push(at("link.stranger", first));
    }
}

/// A picture that leads somewhere, and next to nothing to read.
fn pictures(mail: &Mail, pages: &[&Found<'_>], found: &mut Vec<Signal>) {
    let Some(picture) = pages.iter().find(|link| link.shown.is_empty()) else { return };
    let Some(html) = mail.texts.get(picture.text) else { return };
    let mut plain = mail.texts.iter().filter(|text| text.place.kind == PlaceKind::Plain);
    if visible(html) < NEXT_TO_NOTHING && plain.all(|text| visible(text) < 2 * NEXT_TO_NOTHING) {
        found.push(at("link.picture-only", picture));
    }
}

/// Letters and digits that a reader sees, as far as they matter.
fn visible(text: &Text) -> usize {
    let most = text.content.floor_char_boundary(16 << 10);
    let hidden: usize =
        text.hidden.iter().take(1000).filter(|range| range.end <= most).map(ExactSizeIterator::len).sum();
    let letters = text.content.get(..most).unwrap_or_default().chars().filter(|c| c.is_alphanumeric()).count();
    letters.saturating_sub(hidden)
}

/// Buttons that write a mail to a mailbox anybody can open.
fn answers_by_mail(links: &[Found<'_>], letter: &Letter, found: &mut Vec<Signal>) {
    let button = links.iter().find(|link| {
        let elsewhere = link.url.registrable() != letter.from && is_public_provider(&link.url.host);
        link.origin == Origin::Html && link.url.scheme == "mailto" && elsewhere && !link.shown.contains('@')
    });
    found.extend(button.map(|link| at("link.mail-to-public", link)));
}
