//! How a message came, as its header tells it: hops, where it was handed in, program, zone, authentication results.

use std::net::IpAddr;

use mail_parser::{DateTime, HeaderValue, Host, Message};

use super::mail::{AuthResult, HeaderField, Hop, Route};

/// More hops or results than this are not kept: real mail has a dozen.
const MOST: usize = 100;

/// Fields in which servers and webmails note who handed a message in, the surest first.
const ORIGINATING: [&str; 8] = [
    "X-Originating-IP",
    "X-MS-Exchange-Organization-OriginalClientIPAddress",
    "X-Originating-Client-IP",
    "X-Sender-IP",
    "X-Client-IP",
    "X-SenderIP",
    "X-Remote-IP",
    "X-Source-IP",
];

/// Reads the route from the fields; `message` is none where mail-parser could not be asked.
pub fn route(headers: &[HeaderField], message: Option<&Message<'_>>) -> Route {
    let first = |name: &str| {
        headers.iter().find(|field| field.name.eq_ignore_ascii_case(name)).map(|field| field.value.as_str())
    };
    let hops: Vec<Hop> = message.map(hops).unwrap_or_default();
    let noted = ORIGINATING.iter().filter_map(|name| first(name)).find_map(address_in);
    let oldest = || hops.iter().rev().filter_map(|hop| hop.ip).find(is_public);
    Route {
        originating_ip: noted.or_else(oldest),
        user_agent: first("User-Agent").or_else(|| first("X-Mailer")).map(str::to_owned),
        zone: first("Date").and_then(zone),
        authentication: authentication(headers),
        hops,
    }
}

fn hops(message: &Message<'_>) -> Vec<Hop> {
    let received = message.headers().iter().filter_map(|header| match &header.value {
        HeaderValue::Received(received) => Some(received),
        _ => None,
    });
    let hop = |received: &mail_parser::Received<'_>| Hop {
        from: name(received.from.as_ref()),
        by: name(received.by.as_ref()),
        ip: received.from_ip.or(match received.from {
            Some(Host::IpAddr(ip)) => Some(ip),
            _ => None,
        }),
        date_utc: received.date.as_ref().map(in_utc).unwrap_or_default(),
    };
    received.take(MOST).map(|received| hop(received)).collect()
}

fn name(host: Option<&Host<'_>>) -> String {
    match host {
        Some(Host::Name(name)) => name.to_string(),
        Some(Host::IpAddr(ip)) => ip.to_string(),
        None => String::new(),
    }
}

/// RFC 3339 in UTC; empty where the moment is out of range.
pub fn in_utc(date: &DateTime) -> String {
    let moment = chrono::DateTime::from_timestamp(date.to_timestamp(), 0);
    moment.map(|moment| moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)).unwrap_or_default()
}

/// The first IP address in a field: `[203.0.113.77]`, `203.0.113.77:4711`, `IPv6:2001:db8::1`.
fn address_in(value: &str) -> Option<IpAddr> {
    let pieces = value.split(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ',' | ';' | '"'));
    pieces.filter(|piece| piece.len() >= 2 && piece.len() <= 64).find_map(|piece| {
        let piece = piece.strip_prefix("IPv6:").unwrap_or(piece);
        piece.parse().ok().or_else(|| piece.rsplit_once(':').and_then(|(ip, _)| ip.parse().ok()))
    })
}

/// Whether an address can be that of somebody on the internet (the documentation ranges too: examples use them).
pub fn is_public(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let shared = a == 100 && (64..128).contains(&b);
            !(ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_broadcast()
                || shared)
        }
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_public(&IpAddr::V4(ip)),
            None => {
                let first = ip.segments()[0];
                !(ip.is_loopback() || ip.is_unspecified() || (first & 0xfe00) == 0xfc00 || (first & 0xffc0) == 0xfe80)
            }
        },
    }
}

/// `+0200` of `Mon, 30 Mar 2026 01:02:03 +0200 (CEST)`.
fn zone(date: &str) -> Option<String> {
    let zone = date.split_whitespace().rev().find(|word| !word.starts_with('(') && !word.ends_with(')'))?;
    let digits = zone.strip_prefix(['+', '-']).unwrap_or("");
    let offset = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    let named = ["GMT", "UT", "UTC", "Z"].contains(&zone);
    (offset || named).then(|| if named { "+0000".to_owned() } else { zone.to_owned() })
}

fn authentication(headers: &[HeaderField]) -> Vec<AuthResult> {
    let mut results = Vec::new();
    for field in headers {
        match field.name.to_ascii_lowercase().as_str() {
            "authentication-results" | "arc-authentication-results" => results_of(&field.value, &mut results),
            "received-spf" => {
                let result = field.value.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
                results.push(AuthResult { method: "spf".to_owned(), result, domain: String::new() });
            }
            _ => {}
        }
        if results.len() >= MOST {
            break;
        }
    }
    results.truncate(MOST);
    results
}

/// `mx.example; dkim=pass header.d=a.test; spf=fail smtp.mailfrom=x@b.test` (RFC 8601 section 2.2). Comments are left out.
fn results_of(value: &str, results: &mut Vec<AuthResult>) {
    for part in without_comments(value).split(';') {
        let mut words = part.split_whitespace();
        let Some((method, result)) = words.next().and_then(|word| word.split_once('=')) else { continue };
        if !method.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'/') {
            continue;
        }
        let properties = words.filter_map(|word| word.split_once('='));
        let domain =
            properties.filter(|(name, _)| is_identity(name)).map(|(_, value)| value).next().unwrap_or_default();
        let domain = domain.rsplit('@').next().unwrap_or_default().trim_matches('"').to_ascii_lowercase();
        let method = method.split('/').next().unwrap_or_default().to_ascii_lowercase();
        results.push(AuthResult { method, result: result.to_ascii_lowercase(), domain });
    }
}

fn is_identity(property: &str) -> bool {
    ["header.d", "header.i", "header.from", "smtp.mailfrom", "smtp.helo", "smtp.mail"].contains(&property)
}

fn without_comments(value: &str) -> String {
    let mut depth = 0u32;
    value
        .chars()
        .filter(|&c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, value: &str) -> HeaderField {
        HeaderField { name: name.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn results_are_read() {
        let value = "mx.example (v=1; x); dkim=pass (2048 bit) header.d=A.test header.s=s1; spf=softfail smtp.mailfrom=x@b.test; dmarc=fail";
        let route = route(&[field("Authentication-Results", value), field("Received-SPF", "Pass (x)")], None);
        let told: Vec<String> =
            route.authentication.iter().map(|r| format!("{} {} {}", r.method, r.result, r.domain)).collect();
        assert_eq!(told, ["dkim pass a.test", "spf softfail b.test", "dmarc fail ", "spf pass "]);
    }

    #[test]
    fn the_place_of_handing_in_is_found() {
        let ip = |value: &str| route(&[field("X-Originating-IP", value)], None).originating_ip.map(|ip| ip.to_string());
        assert_eq!(ip("[203.0.113.77]").as_deref(), Some("203.0.113.77"));
        assert_eq!(ip("203.0.113.77:25").as_deref(), Some("203.0.113.77"));
        assert_eq!(ip("[IPv6:2001:db8::1]").as_deref(), Some("2001:db8::1"));
        assert_eq!(ip("unknown"), None);
    }

    #[test]
    fn zones_are_offsets() {
        assert_eq!(zone("Mon, 30 Mar 2026 01:02:03 +0200 (CEST)").as_deref(), Some("+0200"));
        assert_eq!(zone("Mon, 30 Mar 2026 01:02:03 GMT").as_deref(), Some("+0000"));
        assert_eq!(zone("yesterday"), None);
    }
}
