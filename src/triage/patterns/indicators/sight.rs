//! Whether letters that equal an indicator are one: `notevil.example` is not `evil.example`, and `evil.example.com` neither.

use std::ops::Range;

use super::{Indicator, IndicatorKind};

/// What is looked for in texts for an indicator. A URL is the same with any scheme, and with or without a slash at its end.
pub(super) fn word(indicator: &Indicator) -> &str {
    match indicator.kind {
        IndicatorKind::Url => without_scheme(&indicator.value).trim_end_matches('/'),
        _ => &indicator.value,
    }
}

fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

/// Whether what stands around `span` leaves it a sighting of the indicator.
pub(super) fn is_one(text: &str, span: Range<usize>, indicator: &Indicator) -> bool {
    let before = text[..span.start].chars().next_back();
    let mut after = text[span.end..].chars();
    let (next, second) = (after.next(), after.next());
    let hash = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_alphanumeric());
    match indicator.kind {
        IndicatorKind::Hash => hash(before) && hash(next),
        IndicatorKind::Email => {
            !before.is_some_and(|c| is_of_name(c) || ".+%=/".contains(c)) && ends_domain(next, second)
        }
        IndicatorKind::Url => {
            let wanted = word(indicator);
            let host = wanted.find(['/', '?', '#']).unwrap_or(wanted.len());
            let exact = text.get(span.start + host..span.end) == Some(&wanted[host..]);
            let whole = if host == wanted.len() {
                ends_domain(next, second)
            } else {
                !next.is_some_and(|c| is_of_name(c) || c == '%')
            };
            exact && whole && (is_after_escape(text, span.start) || !before.is_some_and(|c| is_of_name(c) || c == '.'))
        }
        _ => (is_after_escape(text, span.start) || !before.is_some_and(is_of_name)) && ends_domain(next, second),
    }
}

/// What a label of a domain is made of.
fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

/// Whether a domain is over: no more of its last label follows, and no further label. A full stop of a sentence is none.
fn ends_domain(next: Option<char>, second: Option<char>) -> bool {
    match next {
        Some('.') => !second.is_some_and(char::is_alphanumeric),
        Some(c) => !is_of_name(c),
        None => true,
    }
}

/// `%2F`, `%3D` and their kin in a link.
fn is_after_escape(text: &str, start: usize) -> bool {
    let bytes = &text.as_bytes()[start.saturating_sub(3)..start];
    matches!(bytes, [b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}
