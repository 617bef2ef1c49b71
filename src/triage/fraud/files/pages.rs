//! Attached pages (HTML, SVG): what a browser would do with them. A report or a plan is a page too; one that runs hidden code, asks for a
//! password or leads away at once is not.

use std::collections::BTreeSet;

use super::ending;
use crate::message::mail::{File, Mail, PlaceKind, Text};
use crate::triage::signal::Signal;

/// So much of a page is looked at (bytes).
const LOOKED_AT: usize = 256 << 10;
/// More pages than this are not looked at.
const MOST: usize = 16;

/// The signals of the attached pages of a message.
pub fn signals(mail: &Mail, found: &mut Vec<Signal>) {
    let mut pages = mail.files.iter().filter(|file| is_page(file)).take(MOST);
    // What a reader sees of a message is a file too, where it has a name.
    if let Some(first) = pages.by_ref().find(|file| !file.inline) {
        let svg = ending(&first.name) == "svg" || first.declared.contains("svg");
        let id = if svg { "attachment.svg" } else { "attachment.html" };
        found.push(Signal::of_message(id, first.name.as_str()));
    }
    let files = mail.files.iter().filter(|file| is_page(file)).take(500);
    let places: BTreeSet<(&str, &str)> = files.map(|file| (file.part.as_str(), file.name.as_str())).collect();
    let texts = mail.texts.iter().enumerate().filter(|(_, text)| {
        let place = (text.place.part.as_str(), text.place.name.as_str());
        text.place.kind == PlaceKind::Attachment && places.contains(&place)
    });
    for (number, text) in texts.take(MOST) {
        for (id, at, length) in of_page(text) {
            found.push(Signal::at(id, number, at..at + length, text.place.name.as_str()));
        }
    }
}

fn is_page(file: &File) -> bool {
    let named = matches!(ending(&file.name).as_str(), "html" | "htm" | "shtml" | "xhtml" | "svg" | "xht" | "mht");
    named || (file.real == "text/html" && !file.inline && !file.name.is_empty()) || file.declared == "image/svg+xml"
}

/// Code that hides what it is.
const SMUGGLING: &[&str] = &[
    "atob(",
    "unescape(",
    "fromcharcode",
    "createobjecturl",
    "mssaveoropenblob",
    "new blob(",
    "eval(",
    "document.write(",
    "decodeuricomponent(",
    "data:application/",
    "charcodeat",
    "parseint(",
    "crypto-js",
    "aes.decrypt",
];
/// What leads away.
const LEAVING: &[&str] = &[
    "location.href",
    "location.replace",
    "window.location",
    "location.assign",
    "document.location",
    ";url=",
    "; url=",
    "window.open(",
    "location=",
    "<foreignobject",
    "top.location",
];
/// What asks for a password.
const ASKING: &[&str] = &[
    "type=\"password\"",
    "type='password'",
    "type=password",
    "mot de passe",
    "password",
    "passwort",
    "contraseña",
    "senha",
];

/// What code does that hides what it is, what leads away, what asks for a password: id, place, length.
fn of_page(text: &Text) -> Vec<(&'static str, usize, usize)> {
    let content = &text.content[..text.content.floor_char_boundary(LOOKED_AT)];
    let lower = content.to_ascii_lowercase();
    let first = |words: &[&str]| words.iter().filter_map(|word| Some((lower.find(word)?, word.len()))).min();
    let judged = [
        ("attachment.hides-code", SMUGGLING),
        ("attachment.leads-away", LEAVING),
        ("attachment.asks-password", ASKING),
    ];
    judged.iter().filter_map(|(id, words)| first(words).map(|(at, length)| (*id, at, length))).collect()
}
