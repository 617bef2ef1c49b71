//! Which account a notice is about: the address or user name in its text, else whom it was sent to.

use std::sync::LazyLock;

use regex::Regex;

use crate::message::mail::{AddressField, Mail};

use super::services::organisation;

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[A-Za-z0-9._%+*•-]{1,64}@[A-Za-z0-9*•.-]{1,190}\.[A-Za-z*]{2,24}").expect("because a test finds one")
});

/// `compte KERBRAT29`, `espace pro KERBRAT29`, `account jdoe`: a name with a digit, a dot or capitals.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?i:compte|account|espace(?: client| pro| personnel)?|identifiant|utilisateur|user(?:name)?|login)\s*:?\s+[«“\x22']?\s?([A-Za-z][A-Za-z0-9._-]{2,39})")
        .expect("because a test finds one")
});

/// The address or user name that the text says, else the address it was sent to.
pub fn account(mail: &Mail, content: &str) -> Option<String> {
    let from = mail.addresses_of(AddressField::From).next().map_or("", |from| organisation(&from.domain));
    let recipients: Vec<String> = mail.addresses_of(AddressField::To).map(|to| to.email()).collect();
    let said: Vec<&str> = ADDRESS.find_iter(content).take(50).map(|found| found.as_str()).collect();
    if let Some(own) = recipients.iter().find(|own| said.iter().any(|said| said.eq_ignore_ascii_case(own))) {
        return Some(own.clone());
    }
    let masked = said.iter().find(|said| said.contains(['*', '•']));
    if let Some(masked) = masked {
        return Some((*masked).to_owned());
    }
    let name = NAMED
        .captures_iter(content)
        .take(50)
        .filter_map(|found| found.get(1))
        .map(|name| name.as_str().trim_end_matches('.'));
    let mut name = name.filter(|name| {
        name.len() > 2 && (name.contains(|c: char| c.is_ascii_digit()) || name.contains('.') || is_shouted(name))
    });
    if let Some(name) = name.next() {
        return Some(name.to_owned());
    }
    let mut foreign = said
        .iter()
        .map(|said| said.to_lowercase())
        .filter(|said| said.rsplit('@').next().map(organisation) != Some(from));
    let other = foreign.next();
    other
        .filter(|_| recipients.is_empty())
        .or_else(|| recipients.first().cloned())
        .or_else(|| mail.header("Delivered-To").map(|to| to.trim().to_lowercase()))
}

fn is_shouted(name: &str) -> bool {
    name.len() > 3 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}
