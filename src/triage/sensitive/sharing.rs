//! Links to shared files, by the hosts and paths of `data/sharing.toml`; Nextcloud and ownCloud stand on anybody's host and are known by
//! their paths. Nothing is ever fetched.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use memchr::memmem;
use serde::Deserialize;

use crate::message::mail::Mail;
use crate::triage::finding::Hit;

/// More links of one message than this are not told.
const MOST: usize = 40;
/// Longer addresses are cut.
const LONGEST: usize = 2048;

/// Names of hosts that are there to share files.
const SHARING: [&str; 8] = ["cloud", "depot", "drive", "fichiers", "files", "partage", "share", "sharing"];

static SERVICES: LazyLock<Services> = LazyLock::new(Services::load);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    service: Vec<Service>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    name: String,
    hosts: Vec<String>,
    paths: Vec<String>,
}

struct Services {
    by_host: HashMap<String, usize>,
    services: Vec<(String, Vec<String>)>,
}

impl Services {
    fn load() -> Services {
        let written: Written =
            toml::from_str(include_str!("../data/sharing.toml")).expect("because a test reads the file");
        let (mut by_host, mut services) = (HashMap::new(), Vec::new());
        for (number, service) in written.service.into_iter().enumerate() {
            by_host.extend(service.hosts.into_iter().map(|host| (host, number)));
            services.push((service.name, service.paths));
        }
        Services { by_host, services }
    }

    /// The service that shares a file at this address.
    fn of(&self, host: &str, path: &str) -> Option<&str> {
        let mut suffix = host;
        loop {
            if let Some(&number) = self.by_host.get(suffix) {
                let (name, paths) = &self.services[number];
                let path = path.as_bytes();
                let shared = paths.iter().any(|pattern| begins(path, pattern.as_bytes()));
                return shared.then_some(name.as_str());
            }
            match suffix.split_once('.') {
                Some((_, rest)) => suffix = rest,
                None => break,
            }
        }
        is_cloud(host, path).then_some("Nextcloud")
    }
}

/// Shares of Nextcloud and ownCloud: `/s/TOKEN`, `/index.php/s/TOKEN`, below a folder or not. Fifteen characters that are no word, on any
/// host; any token where the host says what it is or `index.php` stands before.
fn is_cloud(host: &str, path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let Some((folder, rest)) = path.split_once("/s/").filter(|(folder, _)| folder.matches('/').count() < 3) else {
        return false;
    };
    let token = rest.split('/').next().unwrap_or_default();
    let has = |kind: fn(&u8) -> bool| token.as_bytes().iter().any(kind);
    let says = |label: &str| SHARING.contains(&label);
    let sure = ["nextcloud", "owncloud", "nuage"].iter().any(|name| host.contains(name)) || host.split('.').any(says);
    if sure || folder.ends_with("/index.php") {
        return token.len() >= 4;
    }
    let is_token = token.len() == 15 && token.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_token && has(u8::is_ascii_lowercase) && (has(u8::is_ascii_uppercase) || has(u8::is_ascii_digit))
}

/// Whether a path begins as `pattern` says: `*` is one part of a path, `@` one that has a digit among six characters or more.
fn begins(path: &[u8], pattern: &[u8]) -> bool {
    let Some((&wanted, pattern)) = pattern.split_first() else { return true };
    let part = match wanted {
        b'*' => path.iter().take_while(|byte| !matches!(byte, b'/' | b'?')).count(),
        b'@' => path.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count(),
        _ => return path.first() == Some(&wanted) && begins(&path[1..], pattern),
    };
    if wanted == b'@' && (part < 6 || !path[..part].iter().any(u8::is_ascii_digit)) {
        return false;
    }
    // What follows the part in the pattern may stand in it too: `/:*:/`.
    (1..=part).rev().any(|end| begins(&path[end..], pattern))
}

/// Appends the links to shared files of a message, each once.
pub fn hits(mail: &Mail, hits: &mut Vec<Hit>) {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for (number, text) in mail.texts.iter().enumerate() {
        for link in &text.links {
            tell(&link.target, number, link.shown.clone(), &mut known, hits);
        }
        for at in memmem::find_iter(text.content.as_bytes(), b"://") {
            if known.len() >= MOST {
                return;
            }
            if let Some(span) = address(&text.content, at) {
                tell(&text.content[span.clone()], number, span, &mut known, hits);
            }
        }
    }
}

fn tell(url: &str, text: usize, span: Range<usize>, known: &mut BTreeSet<String>, hits: &mut Vec<Hit>) {
    let url = unwrapped(url);
    let Some((scheme, rest)) = url.split_once("://") else { return };
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].split_once(':').map_or(&rest[..end], |(host, _)| host);
    let path = &rest[end..];
    if path.len() < 2 || host.len() > 253 {
        return;
    }
    let host = host.to_ascii_lowercase();
    let Some(service) = SERVICES.of(host.trim_start_matches("www."), path) else { return };
    if known.len() < MOST && known.insert(url.clone().into_owned()) {
        let facts = vec![("service", service.to_owned()), ("url", url.into_owned())];
        let rule = "sensitive.share-link".to_owned();
        hits.push(Hit { rule, severity: None, confidence: 85, text: Some(text), span, value: None, facts });
    }
}

/// The address around a `://`; what ends a sentence is no part of it.
fn address(text: &str, at: usize) -> Option<Range<usize>> {
    let start = ["https", "http"].iter().find_map(|scheme| {
        let start = at.checked_sub(scheme.len())?;
        text.get(start..at).is_some_and(|there| there.eq_ignore_ascii_case(scheme)).then_some(start)
    })?;
    let rest = &text[start..text.floor_char_boundary((start + LONGEST).min(text.len()))];
    let end = rest.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"'`|\\^{}«»”“’".contains(c));
    let url = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*', '>']);
    Some(start..start + url.len())
}

/// Mail filters that wrap addresses into their own.
static WRAPPERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let hosts = ["safelinks.protection.outlook.com/", "urldefense.com/", "urlsand.com/", "google.com/url"];
    // Their first letters are too common to be looked for first.
    let builder = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).prefilter(false).build(hosts);
    builder.expect("because they are few")
});

/// What a mail filter wrapped into an address of its own (`?url=https%3A%2F%2F...`).
fn unwrapped(url: &str) -> Cow<'_, str> {
    let cut = &url[..url.floor_char_boundary(LONGEST.min(url.len()))];
    if !WRAPPERS.is_match(cut) {
        return Cow::Borrowed(cut);
    }
    let inner = ["url=", "u=", "q="].iter().find_map(|name| {
        let rest = &cut[cut.find(&format!("?{name}http")).or_else(|| cut.find(&format!("&{name}http")))? + 1..];
        Some(decoded(rest[name.len()..].split('&').next()?))
    });
    inner.map_or(Cow::Borrowed(cut), Cow::Owned)
}

/// Percent-decoding (RFC 3986 section 2.1).
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let pair = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        let byte = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::mail::Text;

    fn services(text: &str) -> Vec<String> {
        let mail = Mail { texts: vec![Text::plain(text)], ..Mail::default() };
        let mut found = Vec::new();
        hits(&mail, &mut found);
        found.into_iter().map(|hit| hit.facts[0].1.clone()).collect()
    }

    #[test]
    fn shared_files_are_told_from_pages_of_the_service() {
        let shared = [
            ("https://societe.sharepoint.com/sites/compta/Documents/a.xlsx", "SharePoint"),
            ("<https://1drv.ms/x/s!AbCdEf>.", "OneDrive"),
            ("https://docs.google.com/spreadsheets/d/1AbC/edit#gid=0", "Google Docs"),
            ("https://wetransfer.com/downloads/0a1b2c3d", "WeTransfer"),
            ("https://app.box.com/s/abcdef1234", "Box"),
            ("https://mega.nz/file/AbCd#key", "Mega"),
            ("https://www.grosfichiers.com/a1b2c3d4e5f", "GrosFichiers"),
            ("https://kdrive.infomaniak.com/app/share/12/0a1b", "kDrive"),
            ("https://drive.proton.me/urls/ABCD#x", "Proton Drive"),
            ("https://www.icloud.com/iclouddrive/0aB#a", "iCloud"),
            ("https://fichiers.mairie.example/s/Ab3dEfGh1jKlMn0", "Nextcloud"),
            ("https://nextcloud.asso.example/s/budget-2026", "Nextcloud"),
            ("https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwe.tl%2Ft-AbCd&data=05", "WeTransfer"),
        ];
        for (url, service) in shared {
            assert_eq!(services(&format!("Voir {url} merci")), [service], "{url}");
        }
        for url in [
            "https://www.dropbox.com/login",
            "https://www.grosfichiers.com/aide-envoi",
            "https://www.box.com/pricing",
            "https://mega.nz/pro",
            "https://boutique.example/s/abcdefghijklmno",
            "https://sharepoint.com.evil.example/:f:/x",
            "ftp://1drv.ms/x/s!Ab",
        ] {
            assert_eq!(services(url), [""; 0], "{url}");
        }
    }

    #[test]
    fn a_link_is_told_once_and_many_are_bounded() {
        assert_eq!(services("https://we.tl/t-AbC https://we.tl/t-AbC").len(), 1);
        let many: String = (0..500).map(|number| format!("https://we.tl/t-{number} ")).collect();
        assert_eq!(services(&many).len(), MOST);
    }
}
