//! What attached files show by their names, their types and their text: pages that open elsewhere, programs, false endings.

mod names;
mod pages;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::message::mail::{File, Mail, PlaceKind};
use crate::triage::fraud::links::{Found, Origin};
use crate::triage::signal::Signal;

/// More files than this are not looked at.
const MOST: usize = 500;
/// A document with fewer letters and digits has next to nothing to read.
const NEXT_TO_NOTHING: usize = 600;

/// What the files of a message show, each signal once; `links` are those of the message.
pub fn signals(mail: &Mail, links: &[Found<'_>]) -> Vec<Signal> {
    let mut found = Vec::new();
    for file in mail.files.iter().take(MOST) {
        let ids = names::signals(file);
        found.extend(ids.into_iter().map(|id| Signal::of_message(id, file.name.as_str())));
    }
    pages::signals(mail, &mut found);
    locked(mail, &mut found);
    documents(mail, links, &mut found);
    let mut known = BTreeSet::new();
    found.retain(|signal: &Signal| known.insert(signal.id));
    found
}

/// The name of a file without those that hold it.
fn base(name: &str) -> &str {
    let inner = name.rsplit('!').next().unwrap_or(name);
    inner.rsplit(['/', '\\']).next().unwrap_or(inner)
}

/// The ending of a name, lower case; empty where it has none.
fn ending(name: &str) -> String {
    base(name).trim_end().rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase())
}

/// An archive that only the password in the message opens: no filter could look into it.
fn locked(mail: &Mail, found: &mut Vec<Signal>) {
    let is_archive = |file: &&File| file.encrypted && !matches!(ending(&file.name).as_str(), "pdf");
    let Some(file) = mail.files.iter().take(MOST).find(is_archive) else { return };
    const WORDS: [&str; 7] = ["mot de passe", "password", "passwort", "passcode", "contraseña", "senha", "code :"];
    let bodies = mail.texts.iter().filter(|text| matches!(text.place.kind, PlaceKind::Plain | PlaceKind::Html)).take(8);
    let told = bodies.into_iter().any(|text| {
        let start = text.content[..text.content.floor_char_boundary(16 << 10)].to_lowercase();
        WORDS.iter().any(|word| start.contains(word))
    });
    found.push(Signal::of_message(if told { "attachment.locked" } else { "attachment.encrypted" }, file.name.as_str()));
}

/// A PDF with next to nothing to read and a link.
fn documents(mail: &Mail, links: &[Found<'_>], found: &mut Vec<Signal>) {
    let is_pdf = |name: &str| ending(name) == "pdf";
    for link in links.iter().filter(|link| matches!(link.origin, Origin::File | Origin::Qr)) {
        let Some(text) = mail.texts.get(link.text).filter(|text| is_pdf(&text.place.name)) else { continue };
        let same = |other: &&crate::message::mail::Text| {
            other.place.name == text.place.name && other.place.kind == PlaceKind::Attachment
        };
        let letters: usize = mail
            .texts
            .iter()
            .filter(same)
            .take(8)
            .map(|text| {
                text.content[..text.content.floor_char_boundary(8 << 10)]
                    .chars()
                    .filter(|c| c.is_alphanumeric())
                    .count()
            })
            .sum();
        if letters < NEXT_TO_NOTHING {
            return found.push(Signal::at("attachment.pdf-link", link.text, link.span.clone(), link.url.host.as_str()));
        }
    }
}
