//! A link taken apart as a browser takes it apart (WHATWG URL, near enough), and what stands in it: other addresses, an e-mail address.

use std::borrow::Cow;

use data_encoding::BASE64URL_NOPAD;

use super::sought::Sought;
use crate::triage::domain::registrable;
use crate::triage::fraud::hosts::HOSTS;

/// So much of a link is looked at (bytes).
const LONGEST: usize = 4096;

/// A link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Url {
    /// lower case: `https`, `mailto`, `javascript`, `data` ...
    pub scheme: String,
    /// what stands before an `@`; for `mailto` the local part
    pub user: String,
    /// in ASCII, lower case; for `mailto` the domain; empty for `data` and `javascript`
    pub host: String,
    /// where it is written
    pub port: Option<u16>,
    /// with what follows: query and fragment
    pub path: String,
}

impl Url {
    /// Takes a link apart; none for one without a host that a browser would open, a relative one, or another scheme.
    pub fn parse(written: &str) -> Option<Url> {
        let kept = &written[..written.floor_char_boundary(LONGEST)];
        let written = without_breaks(kept.trim());
        let (scheme, rest) = match written.strip_prefix("//") {
            Some(rest) => ("https".to_owned(), rest),
            None => written.split_once(':').map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest))?,
        };
        match scheme.as_str() {
            "http" | "https" => Url::web(scheme, rest),
            "mailto" => {
                let (address, path) = rest.split_once('?').unwrap_or((rest, ""));
                let address = percent_decoded(address);
                let (user, domain) = address.trim().rsplit_once('@')?;
                let (user, host) = (user.to_lowercase(), domain.trim_end_matches('.').to_lowercase());
                Some(Url { scheme, user, host, port: None, path: path.to_owned() })
            }
            "javascript" | "vbscript" | "data" => Some(Url { scheme, path: rest.to_owned(), ..Url::default() }),
            _ => None,
        }
    }

    fn web(scheme: String, rest: &str) -> Option<Url> {
        let rest = rest.trim_start_matches(['/', '\\']);
        let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (user, place) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !place.starts_with('[') => (host, port.parse().ok()),
            _ => (place, None),
        };
        let host = percent_decoded(host);
        let host = host.trim_end_matches('.');
        let ascii = if host.is_ascii() { host.to_lowercase() } else { idna::domain_to_ascii(host).ok()? };
        let odd = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`');
        let whole = !ascii.is_empty() && ascii.len() <= 253 && !ascii.contains(odd);
        let is_host = whole && (ascii.contains('.') || ascii.starts_with('[') || number(&ascii).is_some());
        is_host.then(|| Url { scheme, user: user.to_owned(), host: ascii, port, path: path.replace('\\', "/") })
    }

    /// Whether a browser opens it as a page of a host.
    pub fn is_web(&self) -> bool {
        matches!(self.scheme.as_str(), "http" | "https")
    }

    /// The part of the host that somebody registered.
    pub fn registrable(&self) -> &str {
        registrable(&self.host)
    }

    /// Whether the host is an IP address, in whichever of its spellings.
    pub fn is_ip(&self) -> bool {
        let four = self.host.split('.').count() == 4 && self.host.split('.').all(|part| number(part).is_some());
        self.is_web() && (self.host.starts_with('[') || four || number(&self.host).is_some())
    }

    /// The link that a mail gateway wrapped in its own, where that can be read.
    pub fn unwrapped(self) -> Url {
        if !self.is_web() || !HOSTS.wrappers.has_host(&self.host) {
            return self;
        }
        // Proofpoint writes `-` for `%` and `_` for `/` (version 2), or the link between `__` (version 3).
        let v2 = self.path.contains("/v2/").then(|| self.path.replace('-', "%").replace('_', "/"));
        let v3 = self.path.split_once("/v3/__").map(|(_, rest)| rest.split("__").next().unwrap_or(rest).to_owned());
        let path = v3.or(v2).unwrap_or_else(|| self.path.clone());
        inner(&path).unwrap_or(self)
    }

    /// The first address of a host that stands within it, plain or in base64.
    pub fn inner(&self) -> Option<Url> {
        inner(&self.path)
    }

    /// Whether one of these addresses stands within it: plain, in base64 or in hexadecimal.
    pub fn names(&self, addresses: &[Sought]) -> bool {
        // What is shorter than an address cannot hold one.
        if self.path.len() < 8 || addresses.is_empty() {
            return false;
        }
        let decoded = percent_decoded(&self.path);
        let lower = decoded.to_lowercase();
        addresses.iter().any(|address| address.stands_in(&decoded, &lower))
    }
}

/// What a browser leaves out of a link.
fn without_breaks(written: &str) -> Cow<'_, str> {
    let is_break = |c: char| matches!(c, '\t' | '\n' | '\r' | '\0');
    if written.bytes().any(|byte| is_break(char::from(byte))) {
        Cow::Owned(written.replace(is_break, ""))
    } else {
        Cow::Borrowed(written)
    }
}

/// A number as browsers read it in a host: decimal, hexadecimal or octal.
fn number(part: &str) -> Option<u64> {
    match part.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten(),
    }
}

fn inner(path: &str) -> Option<Url> {
    let once = percent_decoded(path);
    let decoded = percent_decoded(&once);
    let plain = memchr::memchr2_iter(b'h', b'H', decoded.as_bytes()).find(|at| begins_link(&decoded.as_bytes()[*at..]));
    let end =
        |rest: &str| rest.find(|c: char| c.is_whitespace() || matches!(c, '&' | '"' | '<' | '>')).unwrap_or(rest.len());
    if let Some(url) = plain.and_then(|at| decoded.get(at..)).and_then(|rest| Url::parse(rest.get(..end(rest))?)) {
        return Some(url);
    }
    // "http" in base64
    let at = path.find("aHR0c")?;
    let coded = path.get(at..)?;
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    let length = coded.bytes().take(LONGEST).take_while(|byte| letter(*byte)).count();
    let coded: String = coded.get(..length / 4 * 4)?.replace('+', "-").replace('/', "_");
    Url::parse(&String::from_utf8_lossy(&BASE64URL_NOPAD.decode(coded.as_bytes()).ok()?))
}

fn begins_link(text: &[u8]) -> bool {
    let begins = |scheme: &[u8]| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    begins(b"https:/") || begins(b"http:/")
}

/// `%2F` undone, once.
pub fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).filter(|_| byte == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(written: &str) -> String {
        Url::parse(written).map(|url| url.host).unwrap_or_default()
    }

    #[test]
    fn links_are_read_as_a_browser_reads_them() {
        for (written, expected) in [
            ("HTTPS://banque.example@pirate.test:8443/x", "pirate.test"),
            ("https:\\\\pirate.test\\banque.example", "pirate.test"),
            (" ht\ntps://pira\tte.test?x", "pirate.test"),
            ("//pirate.test/x", "pirate.test"),
            ("https://p%69rate.test/", "pirate.test"),
            ("https://société.example/", "xn--socit-esab.example"),
            ("mailto:a@pirate.test?subject=x@y", "pirate.test"),
            ("tel:0199001234", ""),
            ("/relative", ""),
            ("http://name/", ""),
        ] {
            assert_eq!(host(written), expected, "{written}");
        }
        for (written, expected) in [
            ("http://192.0.2.7/x", true),
            ("http://3221225991/", true),
            ("http://0xc0000207/", true),
            ("http://[2001:db8::1]/", true),
            ("http://1.2.3.example/", false),
        ] {
            assert_eq!(Url::parse(written).map(|url| url.is_ip()), Some(expected), "{written}");
        }
    }

    #[test]
    fn links_within_links_are_found() {
        let inner = |written: &str| Url::parse(written).and_then(|url| url.inner()).map(|url| url.host);
        for written in [
            "https://a.example/r?u=https%3A%2F%2Fpirate.test%2Fx&b=1",
            "https://a.example/r?u=https%253A%252F%252Fpirate.test%252Fx",
            "https://a.example/r/http://pirate.test/x",
            "https://a.example/r?u=a1aHR0cHM6Ly9waXJhdGUudGVzdC9sb2dpbg&x=1",
        ] {
            assert_eq!(inner(written).as_deref(), Some("pirate.test"), "{written}");
        }
        assert_eq!(inner("https://a.example/x?u=1"), None);
        for written in [
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fpirate.test%2Fx&data=05",
            "https://urldefense.com/v3/__https://pirate.test/x__;!!abc",
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__pirate.test_x&d=abc",
        ] {
            assert_eq!(Url::parse(written).map(|url| url.unwrapped().host).as_deref(), Some("pirate.test"));
        }
    }

    #[test]
    fn the_address_of_the_recipient_is_found_in_a_link() {
        let names = |written: &str| {
            Url::parse(written).is_some_and(|url| url.names(&[Sought::of("jean.valjean@acme.example")]))
        };
        assert!(names("https://a.test/x?e=jean.valjean@acme.example"));
        assert!(names("https://a.test/x#Jean.Valjean%40acme.example"));
        assert!(names("https://a.test/x#amVhbi52YWxqZWFuQGFjbWUuZXhhbXBsZQ=="));
        assert!(names("https://a.test/x?e=jean.valjean"));
        assert!(!names("https://a.test/x?e=marie.curie@acme.example"));
    }
}
