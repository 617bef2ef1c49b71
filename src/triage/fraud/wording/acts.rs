//! What a folded text says: its words as concepts, and concepts near each other as acts. Nearness is counted in words; the end of a
//! sentence counts as some more.

use std::ops::Range;

use super::lexicon::{Act, Concepts, Gives, LEXICON, Lexicon};

/// The end of a sentence is as far as so many words.
const SENTENCE: u32 = 3;
/// So many concepts of a text are looked at.
const MOST_SEEN: usize = 6000;
/// So many neighbours on each side of a concept are.
const NEAR: usize = 40;
/// No act reaches farther (words).
const FARTHEST: u32 = 40;

/// A concept seen in a text.
#[derive(Debug, Clone, Copy)]
struct Seen {
    concept: u8,
    /// number of its word
    place: u32,
    start: u32,
    end: u32,
}

impl Seen {
    fn bit(&self) -> Concepts {
        1 << self.concept
    }
}

/// An act found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// id of its signal
    pub(super) id: &'static str,
    /// its bytes in the folded text
    pub(super) span: Range<usize>,
}

/// The acts of a folded text: of each signal the first place.
pub(super) fn acts(text: &[u8]) -> Vec<Found> {
    let lexicon: &'static Lexicon = &LEXICON;
    let mut seen = concepts(lexicon, text);
    make(lexicon, &mut seen);
    let mut found: Vec<Found> = Vec::new();
    for (number, anchor) in seen.iter().enumerate() {
        let beginning = &lexicon.beginning[usize::from(anchor.concept)];
        if beginning.is_empty() {
            continue;
        }
        let around = Around::of(&seen, number);
        for act in beginning.iter().filter_map(|act| lexicon.acts.get(usize::from(*act))) {
            let Gives::Signal(id) = &act.gives else { continue };
            if around.may(act)
                && !found.iter().any(|known| known.id == id)
                && let Some(span) = fits(act, &seen, number)
            {
                let rest = text[span.end..].iter().take_while(|byte| !matches!(byte, b' ' | b'\n'));
                let end = span.end + rest.count();
                found.push(Found { id, span: span.start..end });
            }
        }
    }
    found
}

/// Every word of the text that stands for something, in order.
fn concepts(lexicon: &Lexicon, text: &[u8]) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut at = 0;
    let mut place = 0;
    let mut digits_until = 0;
    while at < text.len() && seen.len() < MOST_SEEN {
        let first = seen.len();
        lexicon.words_at(text, at, |concept, end| {
            let (start, end) = (at as u32, end as u32);
            match seen[first..].iter_mut().find(|known| known.concept == concept) {
                Some(known) => known.end = end,
                None => seen.push(Seen { concept, place, start, end }),
            }
        });
        if text[at].is_ascii_digit() && at >= digits_until {
            let (end, count) = digits(text, at);
            digits_until = end;
            if (9..=13).contains(&count) {
                seen.push(Seen { concept: lexicon.phone, place, start: at as u32, end: end as u32 });
            }
        }
        if let Some(end) = iban(&text[at..]) {
            seen.push(Seen { concept: lexicon.iban, place, start: at as u32, end: (at + end) as u32 });
        }
        let start = at;
        let mut address = false;
        while at < text.len() && !matches!(text[at], b' ' | b'\n') {
            address |= text[at] == b'@';
            at += 1;
        }
        if address {
            seen.push(Seen { concept: lexicon.address, place, start: start as u32, end: at as u32 });
        }
        place += if text.get(at) == Some(&b'\n') { 1 + SENTENCE } else { 1 };
        at += 1;
    }
    seen
}

/// How many digits stand in the words that are all digits from here on, and where they end.
fn digits(text: &[u8], start: usize) -> (usize, usize) {
    let run = text[start..].iter().take(24).take_while(|byte| byte.is_ascii_digit() || **byte == b' ').count();
    let count = text[start..start + run].iter().filter(|byte| byte.is_ascii_digit()).count();
    (start + run, count)
}

/// The length of an IBAN (ISO 13616) that begins here: two letters, two digits, in all 15 to 34 letters and digits, perhaps in groups of four.
fn iban(text: &[u8]) -> Option<usize> {
    let start = text.get(..4)?;
    if !(start[..2].iter().all(u8::is_ascii_lowercase) && start[2..].iter().all(u8::is_ascii_digit)) {
        return None;
    }
    let mut signs = 0;
    let mut last_blank = 0;
    for (at, byte) in text.iter().take(45).enumerate() {
        match byte {
            b'0'..=b'9' | b'a'..=b'z' => signs += 1,
            b' ' if (at - last_blank == 4 && last_blank == 0) || at - last_blank == 5 => last_blank = at,
            _ => return (signs >= 15).then_some(at),
        }
    }
    (signs >= 15).then_some(text.len().min(45))
}

/// Adds the concepts that acts make, wherever they fit.
fn make(lexicon: &Lexicon, seen: &mut Vec<Seen>) {
    let mut made = Vec::new();
    for number in 0..seen.len() {
        let anchor = seen[number];
        if anchor.bit() & lexicon.making == 0 {
            continue;
        }
        for maker in &lexicon.makers {
            if let Gives::Concept(concept) = maker.gives
                && maker.all.first().is_some_and(|first| anchor.bit() & first != 0)
                && let Some(span) = fits(maker, seen, number)
            {
                made.push(Seen { concept, place: anchor.place, start: span.start as u32, end: span.end as u32 });
            }
        }
    }
    if !made.is_empty() {
        seen.append(&mut made);
        seen.sort_by_key(|seen| (seen.place, seen.start));
        seen.truncate(MOST_SEEN);
    }
}

/// What stands within so many words of a concept, to tell quickly which acts cannot be there.
struct Around {
    close: Concepts,
    near: Concepts,
    all: Concepts,
}

impl Around {
    const CLOSE: u32 = 8;
    const NEAR: u32 = 16;

    fn of(seen: &[Seen], number: usize) -> Around {
        let place = seen[number].place;
        let mut around = Around { close: 0, near: 0, all: 0 };
        for (_, other) in neighbours(seen, number, FARTHEST) {
            let far = other.place.abs_diff(place);
            around.all |= other.bit();
            around.near |= if far <= Around::NEAR { other.bit() } else { 0 };
            around.close |= if far <= Around::CLOSE { other.bit() } else { 0 };
        }
        around
    }

    fn may(&self, act: &Act) -> bool {
        let there = if act.within <= Around::CLOSE {
            self.close
        } else if act.within <= Around::NEAR {
            self.near
        } else {
            self.all
        };
        act.all.iter().skip(1).all(|group| there & group != 0)
    }
}

/// What stands at most `within` words from a concept, itself not among them.
fn neighbours(seen: &[Seen], number: usize, within: u32) -> impl Iterator<Item = (usize, &Seen)> {
    let place = seen[number].place;
    let far = move |other: &&Seen| other.place.abs_diff(place) <= within;
    let before = seen[number.saturating_sub(NEAR)..number].iter().rev().take_while(far).count();
    let after = seen[number..seen.len().min(number + NEAR + 1)].iter().take_while(far).count();
    let start = number - before;
    let window = seen[start..number + after].iter().enumerate();
    window.map(move |(at, seen)| (at + start, seen)).filter(move |(at, _)| *at != number)
}

/// Whether an act stands at a concept that it begins with: the bytes from its first word to its last.
fn fits(act: &Act, seen: &[Seen], number: usize) -> Option<Range<usize>> {
    let anchor = seen.get(number)?;
    let (mut start, mut end) = (anchor.start, anchor.end);
    let (mut after, mut place) = (number, anchor.place);
    for group in act.all.iter().skip(1) {
        let wanted = |(at, other): &(usize, &Seen)| {
            other.bit() & group != 0
                && (other.start >= anchor.end || other.end <= anchor.start)
                && (!act.ordered || *at > after)
        };
        let near = neighbours(seen, number, act.within).filter(wanted);
        let (at, other) = near.min_by_key(|(_, other)| other.place.abs_diff(place))?;
        (after, place) = if act.ordered { (at, other.place) } else { (number, anchor.place) };
        start = start.min(other.start);
        end = end.max(other.end);
    }
    let refused = act.none != 0 && neighbours(seen, number, act.within).any(|(_, other)| other.bit() & act.none != 0);
    (!refused).then_some(start as usize..end as usize)
}
