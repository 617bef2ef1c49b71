//! Names and addresses of the sender: whom the name says, whom the address is of, and whether that fits.

use std::sync::LazyLock;

use regex::Regex;

use super::Sent;
use super::disguise::is_disguised;
use crate::message::mail::{Address, AddressField};
use crate::triage::domain::{is_public_provider, registrable};
use crate::triage::fraud::brands::BRANDS;
use crate::triage::fraud::hosts::HOSTS;
use crate::triage::fraud::links;
use crate::triage::signal::Signal;

static DOMAIN: LazyLock<Regex> = LazyLock::new(|| {
    let label = "[a-z0-9](?:[a-z0-9-]{0,62})";
    Regex::new(&format!(r"(?i)(?:[a-z0-9._%+-]{{1,64}}@)?\b(?:{label}\.){{1,5}}[a-z]{{2,18}}\b"))
        .expect("because a test matches with it")
});

/// Looks at `From` and at the subject.
pub fn look(sent: &mut Sent<'_>) {
    let mail = sent.mail;
    let (mut count, mut bare) = (0, 0);
    for address in mail.addresses_of(AddressField::From) {
        count += 1;
        bare += usize::from(address.domain.is_empty());
    }
    let Some(from) = sent.from else {
        if sent.received && mail.header("From").is_some() {
            sent.tell("sender.malformed", "");
        }
        return;
    };
    if !from.domain.is_empty() && !HOSTS.can_exist(&from.domain) {
        sent.tell("sender.impossible-domain", from.domain.as_str());
    } else if !from.domain.is_empty() {
        domain(sent, from);
    }
    if sent.received && (count > 1 || bare > 0) {
        sent.tell("sender.malformed", "");
    }
    let shown = shown(sent);
    name(sent, from, &shown);
    brand(sent, from, &shown);
    subject(sent);
}

/// All that `From` shows as a name: a broken field is read as several, and a name without an address as an address.
fn shown(sent: &Sent<'_>) -> String {
    let all = sent.mail.addresses_of(AddressField::From).take(8);
    let names =
        all.map(
            |from| {
                if from.domain.is_empty() && from.name.is_empty() { from.local.as_str() } else { from.name.as_str() }
            },
        );
    names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ")
}

fn domain(sent: &mut Sent<'_>, from: &Address) {
    let domain = from.domain.as_str();
    if links::is_disguised(domain) {
        sent.tell("sender.punycode", from.domain_unicode.as_str());
    }
    if HOSTS.hosting.has_host(domain) {
        sent.tell("sender.hosting", domain);
    }
    match BRANDS.owner_of(domain) {
        _ if is_public_provider(domain) => {}
        Some(_) if sent.authentic => sent.tell("sender.brand-itself", domain),
        Some(_) => {}
        None if BRANDS.imitated_by(domain).is_some() => sent.tell("sender.look-alike", domain),
        None if BRANDS.borrowed_by(domain).is_some() => sent.tell("sender.brand-in-domain", domain),
        None => {
            if HOSTS.lures_in(domain) >= 2 {
                sent.tell("sender.lure-domain", domain);
            }
            let label = registrable(domain).split('.').next().unwrap_or_default();
            let below = domain.strip_suffix(registrable(domain)).unwrap_or_default();
            let random = links::is_random(label) || below.split('.').any(links::is_random);
            if random && !HOSTS.hosting.has_host(domain) {
                sent.tell("sender.random-domain", domain);
            }
        }
    }
    if HOSTS.is_cheap(domain) {
        sent.tell("sender.suffix", domain);
    }
    let one_word = from.local.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let odd = from.local.split(['.', '-', '_', '+']).take(8).any(links::is_oddly_written);
    if ((one_word && links::is_random(&from.local)) || odd) && !sent.list {
        sent.tell("sender.random-name", from.email());
    }
}

/// What the display name says of an address or of an office.
fn name(sent: &mut Sent<'_>, from: &Address, name: &str) {
    if name.is_empty() {
        return;
    }
    if is_disguised(name) {
        sent.tell("sender.disguised-name", "");
    }
    if name.chars().any(is_pictograph) {
        sent.tell("sender.pictures-in-name", "");
    }
    let name = &name[..name.floor_char_boundary(256)];
    let other = DOMAIN.find_iter(name).find(|found| {
        let host = found.as_str().rsplit('@').next().unwrap_or_default().to_lowercase();
        let differs = registrable(&host) != sent.from_domain && HOSTS.can_exist(&host);
        let one_owner = BRANDS.owner_of(&host).is_some_and(|brand| brand.owns(&from.domain));
        let same_name = registrable(&host).split('.').next() == sent.from_domain.split('.').next();
        differs
            && !one_owner
            && !same_name
            && (found.as_str().contains('@') || psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known()))
    });
    if let Some(other) = other.filter(|_| !sent.list) {
        sent.tell("sender.name-holds-address", other.as_str());
    }
    if is_office(name) && is_public_provider(&from.domain) {
        sent.tell("sender.office-at-provider", name);
    }
}

/// Names of offices, not of persons: words of them fill the whole name.
fn is_office(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let linking = |word: &&str| word.len() <= 3 && !["dg", "pdg", "ceo", "cfo", "hr", "rh", "it"].contains(word);
    !words.is_empty() && words.iter().all(|word| HOSTS.is_of_office(word)) && !words.iter().all(linking)
}

/// A name or a subject of a brand over an address that is not the brand's.
fn brand(sent: &mut Sent<'_>, from: &Address, shown: &str) {
    if sent.list {
        return;
    }
    let owner = BRANDS.owner_of(&from.domain);
    // "Julie via WeTransfer", written by the service: services name other brands all the time.
    let by_service = owner.is_some() && !is_public_provider(&from.domain);
    if let Some(brand) = BRANDS.named(shown) {
        let own = brand.owns(&from.domain) || owner.is_some_and(|owner| owner.name == brand.name);
        let own = own && !(is_public_provider(&from.domain) && brand.name != shown);
        let in_name_of_others = by_service && sent.authentic;
        if !own && !in_name_of_others {
            sent.tell("sender.brand-name", brand.name.as_str());
        }
        return;
    }
    let subject = sent.mail.main.subject.as_str();
    let answers = ["In-Reply-To", "References"].iter().any(|name| sent.header(name).is_some());
    if !by_service
        && !answers
        && let Some(brand) = BRANDS.named_within(subject)
        && !brand.owns(&from.domain)
    {
        sent.found.push(in_subject(sent, "sender.brand-in-subject", &brand.name));
    }
}

fn subject(sent: &mut Sent<'_>) {
    let subject = sent.mail.main.subject.as_str();
    if is_disguised(subject) {
        sent.found.push(in_subject(sent, "sender.disguised-subject", ""));
    }
    let lower = subject.to_lowercase();
    let to = sent.mail.addresses_of(AddressField::To).take(3);
    let mut real = to.filter(|to| to.domain.contains('.')).map(Address::email);
    if let Some(email) = real.find(|email| lower.contains(email.as_str())).filter(|_| sent.received) {
        sent.found.push(in_subject(sent, "sender.recipient-in-subject", &email));
    }
}

/// A signal at the subject.
fn in_subject(sent: &Sent<'_>, id: &'static str, about: &str) -> Signal {
    let is_subject = |place: &crate::message::mail::Place| place.part.is_empty() && place.name == "Subject";
    match sent.mail.texts.iter().position(|text| is_subject(&text.place)) {
        Some(text) => Signal::at(id, text, 0..sent.mail.texts[text].content.len(), about),
        None => Signal::of_message(id, about),
    }
}

/// Pictures among the letters.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1f0ff}')
}
