//! The examples of the rules as messages: a text alone, or fields (`From`, `To`, `Subject`), an empty line and a text.

use crate::message::mail::{Address, AddressField, Mail, Place, PlaceKind, Text};

/// Whose mailbox the examples are from.
const OWNER: &str = "Paul Atelier <paul@atelier.example>";
/// Who sends an example that names no sender.
const SENDER: &str = "Service <service@client.example>";

/// An example as a message.
pub fn example(text: &str) -> Mail {
    let is_field = |line: &str| ["From: ", "To: ", "Subject: "].iter().any(|name| line.starts_with(name));
    let (head, body) = text.split_once("\n\n").filter(|(head, _)| head.lines().all(is_field)).unwrap_or(("", text));
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
    letter(
        field("From: ").unwrap_or(SENDER),
        field("To: ").unwrap_or(OWNER),
        field("Subject: ").unwrap_or_default(),
        vec![Text::plain(body)],
    )
}

/// A message with these fields and bodies.
pub fn letter(from: &str, to: &str, subject: &str, bodies: Vec<Text>) -> Mail {
    let mut mail = Mail::default();
    mail.main.subject = subject.to_owned();
    mail.addresses = vec![address(AddressField::From, from), address(AddressField::To, to)];
    let place = Place { part: String::new(), kind: PlaceKind::Header, name: "Subject".to_owned() };
    mail.texts = vec![Text { place, ..Text::plain(subject) }];
    mail.texts.extend(bodies);
    mail
}

/// `Name <local@domain>`, or the address alone.
pub fn address(field: AddressField, written: &str) -> Address {
    let (name, email) = written.rsplit_once('<').unwrap_or(("", written));
    let email = email.trim_end_matches(['>', ' ']);
    let (local, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let domain = domain.to_lowercase();
    Address {
        field,
        name: name.trim().to_owned(),
        group: String::new(),
        local: local.to_owned(),
        domain_unicode: domain.clone(),
        domain,
    }
}
