//! Traces of a forward in the header of a message: what Gmail, Exchange, Sieve and mail programs write when they send a message on. Told only
//! where it went to somebody outside the organisation of those it was meant for.

use super::{Detector, Found, Seen};
use crate::message::mail::{AddressField, Mail};
use crate::triage::domain::{domain_of, is_public_provider, registrable};
use crate::triage::finding::{Hit, Severity};
use crate::triage::mailbox_rules::target::addresses;

/// The detector.
pub struct ForwardTraces;

impl Detector for ForwardTraces {
    fn name(&self) -> &'static str {
        "forward-traces"
    }

    fn look(&self, seen: Seen<'_>, found: &mut Found) {
        for trace in traces(seen.mail) {
            let facts = vec![("to", trace.to), ("from", trace.from), ("field", trace.field.to_owned())];
            found.hits.push(Hit {
                rule: "rule.forward-trace".to_owned(),
                severity: (!trace.automatic).then_some(Severity::Low),
                confidence: if trace.automatic { 85 } else { 50 },
                text: None,
                span: 0..0,
                value: None,
                facts: facts.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
            });
        }
    }
}

/// Where a message was sent on to, as one field tells it.
struct Trace {
    field: &'static str,
    to: String,
    from: String,
    /// a rule or a server did it, not a person
    automatic: bool,
}

/// Traces of one message at most.
const MOST: usize = 10;

/// One trace for each address outside.
fn traces(mail: &Mail) -> Vec<Trace> {
    let home = home(mail);
    if home.is_empty() {
        return Vec::new();
    }
    let mut all: Vec<Trace> = Vec::new();
    for field in &mail.headers {
        for trace in trace_of(&field.name, &field.value) {
            let inside = home.iter().any(|email| same_organisation(email, &trace.to));
            // What came in by being forwarded from elsewhere is no forward of this mailbox.
            let known = all.iter().any(|other| other.to == trace.to);
            if !inside && !known && all.len() < MOST {
                all.push(trace);
            }
        }
    }
    all
}

/// Whom the message was meant for: where it was put, else its recipients.
fn home(mail: &Mail) -> Vec<String> {
    let mut home: Vec<String> = Vec::new();
    for field in &mail.headers {
        let name = field.name.to_ascii_lowercase();
        if ["delivered-to", "x-original-to", "envelope-to", "x-forwarded-for"].contains(&name.as_str()) {
            home.extend(addresses(&field.value).into_iter().take(1));
        }
    }
    if home.is_empty() {
        let to = mail.addresses.iter().filter(|address| matches!(address.field, AddressField::To | AddressField::Cc));
        home.extend(to.take(20).map(|address| address.email()));
    }
    home.truncate(50);
    home
}

fn same_organisation(one: &str, other: &str) -> bool {
    let (a, b) = (domain_of(one), domain_of(other));
    one == other || (registrable(a) == registrable(b) && !is_public_provider(a))
}

fn trace_of(name: &str, value: &str) -> Vec<Trace> {
    let told = |field, to: Vec<String>, from: String, automatic| {
        to.into_iter().map(|to| Trace { field, to, from: from.clone(), automatic }).collect()
    };
    match name.to_ascii_lowercase().as_str() {
        "return-path" | "delivered-to" | "x-original-to" | "envelope-to" | "x-forwarded-encrypted" | "sender" => {
            caf(value).into_iter().flat_map(|(from, to)| told("caf", vec![to], from, true)).collect()
        }
        "x-forwarded-to" => told("X-Forwarded-To", addresses(value), String::new(), true),
        "x-forwarded-for" => match addresses(value).as_slice() {
            [from, to @ ..] => told("X-Forwarded-For", to.to_vec(), from.clone(), true),
            [] => Vec::new(),
        },
        "x-sieve-redirected-to" => told("X-Sieve-Redirected-To", addresses(value), String::new(), true),
        "x-ms-exchange-forwardingsmtpaddress" => {
            told("X-MS-Exchange-ForwardingSmtpAddress", addresses(value), String::new(), true)
        }
        "resent-to" => told("Resent-To", addresses(value), String::new(), false),
        _ => Vec::new(),
    }
}

/// `paul+caf_=copy=boite.example@atelier.example`: Gmail's envelope sender of what it forwards for paul to copy@boite.example.
fn caf(value: &str) -> Option<(String, String)> {
    let address = value.trim().trim_matches(['<', '>']).to_lowercase();
    let (local, home) = address.rsplit_once('@')?;
    let (owner, target) = local.split_once("+caf_=")?;
    let (target, domain) = target.rsplit_once('=')?;
    Some((format!("{owner}@{home}"), format!("{target}@{domain}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::decode_mail::decode_mail;

    fn told(header: &str) -> Vec<String> {
        let mail = decode_mail(format!("{header}\nSubject: x\n\ntext\n").as_bytes());
        traces(&mail).into_iter().map(|trace| format!("{} {} {}", trace.field, trace.to, trace.automatic)).collect()
    }

    #[test]
    fn forwards_to_the_outside_are_seen() {
        let header = "Return-Path: <paul+caf_=copie=boite.example@atelier.example>\nX-Forwarded-To: copie@boite.example\nDelivered-To: paul@atelier.example";
        assert_eq!(told(header), ["caf copie@boite.example true"]);
        assert_eq!(
            told("To: paul@atelier.example\nX-Forwarded-For: paul@atelier.example copie@boite.example"),
            ["X-Forwarded-For copie@boite.example true"]
        );
        assert_eq!(
            told("To: paul@atelier.example\nResent-To: claire@boite.example"),
            ["Resent-To claire@boite.example false"]
        );
        assert_eq!(told("To: p@gmail.com\nX-Forwarded-To: q@gmail.com"), ["X-Forwarded-To q@gmail.com true"]);
    }

    #[test]
    fn forwards_inside_and_bounces_are_not() {
        assert!(told("To: paul@atelier.example\nX-Forwarded-To: claire@atelier.example").is_empty());
        assert!(
            told("To: paul@atelier.example\nReturn-Path: <bounce+123=paul=atelier.example@liste.example>").is_empty()
        );
        assert!(told("To: paul@atelier.example\nX-Forwarded-For: 203.0.113.4, 10.0.0.1").is_empty());
        assert!(told("Delivered-To: claire@boite.example\nX-Forwarded-To: claire@boite.example\nX-Forwarded-For: paul@atelier.example claire@boite.example").is_empty());
    }
}
