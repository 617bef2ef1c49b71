//! The links of a message: those of its HTML, addresses written out in its texts and in attached pages and PDFs, and what QR codes say.

use std::ops::Range;

use super::url::Url;
use crate::message::mail::{Mail, PlaceKind, Text};

/// More links of one message than this are not looked at.
pub const MOST: usize = 100;
/// So much of one text is searched for addresses written out (bytes).
const SEARCHED: usize = 64 << 10;
/// More texts than this are not searched.
const MOST_TEXTS: usize = 64;

/// How a link comes to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// a link of HTML: what is shown may differ from where it leads
    Html,
    /// written out
    Written,
    /// said by a QR code
    Qr,
    /// in an attached file
    File,
}

/// A link of a message.
#[derive(Debug, Clone)]
pub struct Found<'a> {
    /// which of [`Mail::texts`]
    pub text: usize,
    /// where it, or what is shown for it, stands there
    pub span: Range<usize>,
    /// what is shown; empty for a picture
    pub shown: &'a str,
    /// how it comes to be there
    pub origin: Origin,
    /// where it leads, wrappings of mail gateways taken off
    pub url: Url,
}

/// The links that the author of the message put there, in order; not those that are quoted.
pub fn links(mail: &Mail) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    for (number, text) in mail.texts.iter().enumerate().take(MOST_TEXTS) {
        let left = MOST.saturating_sub(found.len());
        match text.place.kind {
            PlaceKind::Header => {}
            PlaceKind::Plain | PlaceKind::Raw => found.extend(written(number, text, Origin::Written).take(left)),
            PlaceKind::Html => {
                found.extend(linked(number, text).take(left));
                let left = MOST.saturating_sub(found.len());
                found.extend(written(number, text, Origin::Written).take(left / 4));
            }
            PlaceKind::Qr => found.extend(written(number, text, Origin::Qr).take(left)),
            PlaceKind::Attachment => found.extend(written(number, text, Origin::File).take(left / 4)),
        }
    }
    found
}

fn linked(number: usize, text: &Text) -> impl Iterator<Item = Found<'_>> {
    text.links.iter().take(MOST).filter(|link| !text.is_quoted(link.shown.start)).filter_map(move |link| {
        let url = Url::parse(&link.target)?.unwrapped();
        let shown = text.content.get(link.shown.clone()).unwrap_or_default();
        Some(Found { text: number, span: link.shown.clone(), shown, origin: Origin::Html, url })
    })
}

fn written(number: usize, text: &Text, origin: Origin) -> impl Iterator<Item = Found<'_>> {
    let content = &text.content[..text.content.floor_char_boundary(SEARCHED)];
    content.match_indices("://").take(MOST).filter_map(move |(at, _)| {
        let before = content.get(..at)?.as_bytes();
        let scheme = ["https", "http"].into_iter().find(|scheme| {
            let start = before.len().saturating_sub(scheme.len());
            before.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(scheme.as_bytes()))
        })?;
        let start = at - scheme.len();
        let end = content.get(start..)?.find(ends_link).map_or(content.len(), |length| start + length);
        let link = content.get(start..end)?.trim_end_matches(['.', ',', ';', ')', ']', '!', '\'', '»']);
        // What is shown of a link of HTML is looked at with it.
        let is_shown = || text.links.iter().take(MOST).any(|link| link.shown.contains(&start));
        if text.is_quoted(start) || is_shown() {
            return None;
        }
        let (url, span) = (Url::parse(link)?.unwrapped(), start..start + link.len());
        Some(Found { text: number, span, shown: "", origin, url })
    })
}

fn ends_link(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\u{a0}' | '`' | '|' | '«')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::mail::Link;

    #[test]
    fn links_are_gathered_once_and_not_from_what_is_quoted() {
        let content = "Voir https://a.example/x. et (http://b.example/y) ou ici\n> http://quoted.example/";
        let shown = content.find("ici").unwrap_or_default();
        let quoted = content.find("> ").unwrap_or_default();
        let mut text = Text { quoted: vec![quoted..content.len()], ..Text::plain(content) };
        text.place.kind = PlaceKind::Html;
        text.links.push(Link { shown: shown..shown + 3, target: "https://c.example/z".to_owned() });
        let mail = Mail { texts: vec![text], ..Mail::default() };
        let hosts: Vec<(String, &str)> = links(&mail).into_iter().map(|link| (link.url.host, link.shown)).collect();
        let expected = [("c.example", "ici"), ("a.example", ""), ("b.example", "")];
        assert_eq!(hosts, expected.map(|(host, shown)| (host.to_owned(), shown)));
    }

    #[test]
    fn work_is_bounded() {
        let mail = Mail { texts: vec![Text::plain("http://a.example/ ".repeat(100_000))], ..Mail::default() };
        assert_eq!(links(&mail).len(), MOST);
    }
}
