//! IBANs of a list in texts, in whatever groups they are written: `FR76 3000 6000 ...`, `FR76-3000-6000`.

use super::{Indicators, MOST_SIGHTINGS, Sighting};

/// Longest IBAN (ISO 13616).
const LONGEST: usize = 34;

/// Appends the sightings of IBANs.
pub(super) fn sightings(text: &str, indicators: &Indicators, found: &mut Vec<Sighting>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    while from + 4 <= bytes.len() && found.len() <= MOST_SIGHTINGS {
        let begins = bytes[from].is_ascii_alphabetic()
            && bytes[from + 1].is_ascii_alphabetic()
            && !text[..from].chars().next_back().is_some_and(char::is_alphanumeric);
        if begins && let Some(sighting) = sighting(text, from, indicators) {
            from = sighting.span.end;
            found.push(sighting);
            continue;
        }
        from = text.ceil_char_boundary(from + 1);
    }
}

fn sighting(text: &str, from: usize, indicators: &Indicators) -> Option<Sighting> {
    let mut compact = String::with_capacity(LONGEST);
    let mut chars = text[from..].char_indices().peekable();
    let mut blanks = 0;
    while let Some((at, c)) = chars.next() {
        match c {
            c if c.is_ascii_alphanumeric() => {
                compact.push(c.to_ascii_uppercase());
                blanks = 0;
            }
            ' ' | '-' | '\u{a0}' | '\u{202f}' | '\t' | '.' if blanks < 2 => {
                blanks += 1;
                continue;
            }
            _ => return None,
        }
        let plausible = match compact.len() {
            3 | 4 => c.is_ascii_digit(),
            length => length <= LONGEST,
        };
        if !plausible {
            return None;
        }
        let over = !chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if over
            && indicators.iban_lengths.contains(&compact.len())
            && let Some(place) = indicators.ibans.get(&compact)
        {
            return Some(Sighting { indicator: *place, span: from..from + at + c.len_utf8() });
        }
    }
    None
}
