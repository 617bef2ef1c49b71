//! Messages for the tests: built by hand, or read from a file the plain way, without the decoder that the program uses.

use std::path::Path;

use mailparse::{MailAddr, MailHeaderMap as _, ParsedMail};

use crate::message::mail::{AddressField, AuthResult, HeaderField, Link, Mail, Place, PlaceKind, Text};
use crate::triage::notices::example::address;

/// A message from `from` with a subject and bodies.
pub fn letter(from: &str, subject: &str, bodies: Vec<Text>) -> Mail {
    super::example::letter(from, "Paul Atelier <paul@atelier.example>", subject, bodies)
}

/// A text as it comes out of HTML.
pub fn html(content: &str, links: &[&str]) -> Text {
    let place = Place { part: "1".to_owned(), kind: PlaceKind::Html, name: String::new() };
    let links = links.iter().map(|target| Link { shown: 0..0, target: (*target).to_owned() }).collect();
    Text { place, links, ..Text::plain(content) }
}

/// A message from a file.
pub fn read(path: &Path) -> Mail {
    let raw = std::fs::read(path).unwrap();
    let Ok(parsed) = mailparse::parse_mail(&raw) else { return Mail::default() };
    let mut mail = Mail::default();
    for header in &parsed.headers {
        mail.headers.push(HeaderField { name: header.get_key(), value: header.get_value() });
    }
    mail.main.subject = parsed.headers.get_first_value("Subject").unwrap_or_default();
    mail.texts.push(subject_text(&mail.main.subject));
    for (name, field) in [("From", AddressField::From), ("Reply-To", AddressField::ReplyTo), ("To", AddressField::To)] {
        let value = parsed.headers.get_first_value(name).unwrap_or_default();
        add_addresses(&mut mail, field, &value);
    }
    for value in parsed.headers.get_all_values("Authentication-Results") {
        mail.route.authentication.extend(results(&value));
    }
    add_texts(&parsed, &mut mail, 0);
    mail
}

fn subject_text(subject: &str) -> Text {
    Text {
        place: Place { part: String::new(), kind: PlaceKind::Header, name: "Subject".to_owned() },
        ..Text::plain(subject)
    }
}

fn add_addresses(mail: &mut Mail, field: AddressField, value: &str) {
    let Ok(list) = mailparse::addrparse(value) else {
        mail.addresses.push(address(field, value));
        return;
    };
    for one in list.iter() {
        if let MailAddr::Single(one) = one {
            let name = one.display_name.as_deref().unwrap_or_default();
            mail.addresses.push(address(field, &format!("{name} <{}>", one.addr)));
        }
    }
}

fn results(value: &str) -> Vec<AuthResult> {
    let word = |text: &str| {
        text.split(|c: char| c.is_whitespace() || ";()".contains(c)).next().unwrap_or_default().to_lowercase()
    };
    let named = |name: &str, text: &str| text.split_once(name).map(|(_, rest)| word(rest)).unwrap_or_default();
    value
        .split(';')
        .filter_map(|clause| {
            let (method, rest) = clause.trim().split_once('=')?;
            let domain = ["header.from=", "header.d=", "smtp.mailfrom="]
                .iter()
                .map(|name| named(name, rest))
                .find(|found| !found.is_empty());
            let domain = domain.unwrap_or_default().rsplit('@').next().unwrap_or_default().to_owned();
            Some(AuthResult { method: method.to_lowercase(), result: word(rest), domain })
        })
        .collect()
}

fn add_texts(part: &ParsedMail<'_>, mail: &mut Mail, depth: usize) {
    if depth < 10 {
        part.subparts.iter().for_each(|part| add_texts(part, mail, depth + 1));
    }
    let kind = part.ctype.mimetype.as_str();
    if !part.subparts.is_empty() || !["text/plain", "text/html"].contains(&kind) {
        return;
    }
    let body = part.get_body().unwrap_or_default().replace('\r', "");
    mail.texts.push(if kind == "text/html" { from_html(&body) } else { with_quotes(&body) });
}

fn with_quotes(body: &str) -> Text {
    let mut text = Text::plain(body);
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        if line.starts_with('>') {
            text.quoted.push(at..at + line.len());
        }
        at += line.len();
    }
    text
}

fn from_html(body: &str) -> Text {
    let without =
        |body: &str, pattern: &str, by: &str| regex::Regex::new(pattern).unwrap().replace_all(body, by).into_owned();
    let links = regex::Regex::new(r#"(?is)<a\b[^>]*?href\s*=\s*["']?([^"'\s>]+)"#).unwrap();
    let links: Vec<String> = links.captures_iter(body).map(|found| found[1].replace("&amp;", "&")).collect();
    let body = without(body, r"(?is)<(style|script|title)\b.*?</(style|script|title)>|<!--.*?-->", "");
    let body = without(&body, r"\s+", " ");
    let body = without(&body, r"(?is)<(br|/p|/div|/tr|/td|/h\d|/li|/table)\b[^>]*>", "\n");
    let body = without(&body, r"(?s)<[^>]*>", "");
    let body = ["&nbsp;", "&#160;", "&zwnj;", "&#847;"].iter().fold(body, |body, entity| body.replace(entity, " "));
    let body = body
        .replace("&#39;", "'")
        .replace("&rsquo;", "’")
        .replace("&eacute;", "é")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    html(&body, &links.iter().map(String::as_str).collect::<Vec<_>>())
}
