//! What one link says by itself, wherever it stands: its host, its path, what is in it.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::host::{self, Host};
use super::sought::{Sought, any_of};
use super::url::Url;
use crate::triage::fraud::brands::BRANDS;
use crate::triage::fraud::hosts::HOSTS;
use crate::triage::fraud::lookalike::skeleton;

/// Of whom and to whom the message is, as links are compared with it.
#[derive(Debug, Default)]
pub struct Letter {
    /// registered domain of `From`; empty where there is none
    pub from: String,
    /// addresses of those it was sent to; only those with a real domain
    pub recipients: Vec<Sought>,
    /// it can be unsubscribed from
    pub bulk: bool,
    /// a mailing list passed it on
    pub list: bool,
}

/// The signals of one link.
pub fn signals(url: &Url, letter: &Letter) -> Vec<&'static str> {
    let mut found = Vec::new();
    match url.scheme.as_str() {
        "data" | "javascript" | "vbscript" => found.push("link.script"),
        "http" | "https" => web(url, letter, &mut found),
        _ => {}
    }
    found
}

fn web(url: &Url, letter: &Letter, found: &mut Vec<&'static str>) {
    let host = host::of(&url.host);
    let to_sender = url.registrable() == letter.from;
    if let Some(place) = place(url, &host) {
        found.push(place);
    }
    if !url.user.is_empty() {
        found.push("link.user-info");
    }
    if url.port.is_some_and(|port| ![80, 443].contains(&port)) {
        found.push("link.port");
    }
    if !url.is_ip() && !host.tracking {
        found.extend(&host.signals);
        if !host.owned {
            path(url, letter, found);
        }
    }
    if !(host.tracking || letter.list || is_of_list(&url.path) || (to_sender && letter.bulk))
        && url.names(&letter.recipients)
    {
        found.push("link.recipient");
    }
    if let Some(id) = redirect(url, letter) {
        found.push(id);
    }
}

/// Steps of links with which a list knows its reader.
static OF_LIST: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = ["unsub", "subscri", "optout", "opt-out", "opt_out", "remove", "options/", "preference"];
    any_of(&words)
});

/// Links with which a list, not a fraud, knows its reader.
pub fn is_of_list(path: &str) -> bool {
    OF_LIST.is_match(&path.to_lowercase())
}

/// Where anybody can put something, or hide it.
fn place(url: &Url, host: &Host) -> Option<&'static str> {
    Some(match host.place {
        _ if url.is_ip() => "link.ip",
        Some(place @ ("link.tunnel" | "link.ipfs")) => place,
        _ if url.path.contains("/ipfs/") => "link.ipfs",
        _ if HOSTS.forms.has(&url.host, &url.path) => "link.form",
        Some(place) => place,
        None if HOSTS.hosting.has(&url.host, &url.path) => "link.hosting",
        None => return None,
    })
}

/// What a path at a host that is no brand's asks for, or borrows.
fn path(url: &Url, letter: &Letter, found: &mut Vec<&'static str>) {
    let to_sender = url.registrable() == letter.from;
    let words = asks_to_sign_in(&url.path);
    if words && !letter.bulk && !letter.list && (!to_sender || url.scheme == "http") {
        found.push("link.sign-in");
    }
    if brand_in_path(url) {
        found.push("link.brand-in-path");
    }
}

/// Whether a name is written with letters of another script that look like Latin ones.
pub fn is_disguised(host: &str) -> bool {
    if !host.contains("xn--") {
        return false;
    }
    let unicode = idna::domain_to_unicode(host).0;
    unicode.split('.').filter(|label| !label.is_ascii()).any(|label| {
        let latin = |c: char| c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c);
        let others = label.chars().filter(|c| c.is_alphabetic() && !latin(*c)).count();
        // Wholly in letters of another script that all have a twin, or Latin and others in one word.
        others > 0 && (label.chars().any(latin) || skeleton(label).is_ascii())
    })
}

/// Words of a page where one signs in, as a part of a path.
fn asks_to_sign_in(path: &str) -> bool {
    const WORDS: &[&str] = &[
        "login",
        "logon",
        "signin",
        "sign-in",
        "log-in",
        "connexion",
        "auth",
        "owa",
        "webmail",
        "verify",
        "verif",
        "verification",
        "verifier",
        "password",
        "passwd",
        "identification",
        "office365",
        "o365",
        "wallet",
        "unlock",
    ];
    let path = path.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    path.split(['/', '.', '_', '=']).take(32).any(|step| WORDS.contains(&step))
}

/// The domain of a brand as a step of a path of somebody else's: `evil.example/paypal.com/login`.
fn brand_in_path(url: &Url) -> bool {
    let path = url.path.split(['?', '#']).next().unwrap_or_default();
    path.split('/').take(16).any(|step| {
        let step = step.to_lowercase();
        step.contains('.') && step.len() < 64 && BRANDS.owner_of(&step).is_some_and(|brand| brand.owns(&step))
    })
}

/// A link that leads on to another host.
fn redirect(url: &Url, letter: &Letter) -> Option<&'static str> {
    if HOSTS.redirectors.has(&url.host, &url.path) {
        return Some("link.open-redirect");
    }
    let inner = url.inner()?;
    let path = url.path.to_lowercase();
    let shares = ["share", "intent/", "/web/", "validator", "sharer", "feed", "oauth", "sso", "saml"];
    let elsewhere = inner.registrable() != url.registrable() && inner.registrable() != letter.from;
    let usual = HOSTS.tracking.has_host(&url.host) || shares.iter().any(|word| path.contains(word));
    (elsewhere && !usual).then_some("link.redirect")
}
