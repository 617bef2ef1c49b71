//! What a sentence says without stating it: in quotes, as a question, as a case that may arise. A notice states what happened.

use std::ops::Range;

use super::fold::Folded;
use super::lexicon::Seen;

/// A longer quotation is a stray mark (bytes).
const LONGEST: usize = 300;

/// The quoted passages of two words and more, in order. Names of one word in quotes (`« Nuage »`) are no talk of others.
pub fn quotations(folded: &Folded) -> Vec<Range<usize>> {
    let bytes = folded.text.as_bytes();
    let mut found = Vec::new();
    let mut open: Option<(usize, u8)> = None;
    for (at, mark) in memchr::memchr2_iter(b'"', b'\'', bytes).map(|at| (at, bytes.get(at).copied().unwrap_or(0))) {
        let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let (before, after) = (letter(at.checked_sub(1)), letter(Some(at + 1)));
        open = open.filter(|(start, _)| at - start <= LONGEST);
        match open {
            Some((start, with)) if with == mark && (mark == b'"' || !after) => {
                let inside = start + 1..at;
                let text = folded.text.get(inside.clone()).unwrap_or_default();
                if text.split_whitespace().count() > 1 {
                    found.push(inside);
                }
                open = None;
            }
            // An apostrophe inside a word, and the mark of inches, open nothing.
            None if before || (mark == b'\'' && !after) => {}
            None => open = Some((at, mark)),
            Some(_) => {}
        }
    }
    found
}

/// Leaves out what is quoted.
pub fn without_quoted(seen: &mut Vec<Seen>, quotations: &[Range<usize>]) {
    if quotations.is_empty() {
        return;
    }
    seen.retain(|seen| {
        let next = quotations.partition_point(|quoted| quoted.end < seen.end);
        quotations.get(next).is_none_or(|quoted| quoted.start > seen.start)
    });
}

/// Where the last question in a sentence ends; its start where there is none.
pub fn asks(folded: &Folded, sentence: Range<usize>) -> usize {
    let start = sentence.start;
    let text = folded.text.get(sentence).unwrap_or_default();
    start
        + text
            .rfind('?')
            .filter(|at| !text.get(at + 1..).unwrap_or_default().starts_with(char::is_alphanumeric))
            .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<String> {
        let folded = Folded::line(text);
        quotations(&folded).into_iter().map(|range| folded.text[range].trim().to_owned()).collect()
    }

    #[test]
    fn quotations_are_found_in_every_kind_of_marks() {
        assert_eq!(quoted("our fake \"account is locked\" mail"), ["account is locked"]);
        assert_eq!(quoted("le faux « compte bloqué » circule"), ["compte bloque"]);
        assert_eq!(quoted("the fake ‘account locked’ mail"), ["account locked"]);
        assert_eq!(quoted("l’accès à l’espace d’aujourd’hui, users' accounts"), [""; 0]);
        assert_eq!(quoted("une clé nommée « bureau », un écran 13\" et un autre 15\" là"), [""; 0]);
    }

    #[test]
    fn questions_end_with_their_mark() {
        assert_eq!(asks(&Folded::line("Votre compte a été piraté ?"), 0..27), 26);
        assert_eq!(asks(&Folded::line("https://x.example/?a=1"), 0..22), 0);
    }
}
