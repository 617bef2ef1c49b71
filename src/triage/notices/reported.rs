//! What a sentence itself says, without what it only mentions: words in quotation marks, and codes that are no codes for signing in.

use std::ops::Range;

use super::fold::Folded;
use super::lexicon::{Concepts, Seen};

/// What follows `your code` where it is none for signing in: `votre code de retrait`, `your code promo`.
const NARROWED: [&str; 18] = [
    "de",
    "d",
    "du",
    "des",
    "confidentiel",
    "promo",
    "client",
    "postal",
    "pin",
    "barre",
    "barres",
    "qr",
    "wifi",
    "avantage",
    "parrain",
    "cadeau",
    "parrainage",
    "review",
];

/// The concepts of a sentence that are not only mentioned in it.
pub fn reported(folded: &Folded, sentence: Range<usize>, seen: &[Seen], code: Concepts) -> Vec<Seen> {
    let quotes = quotations(&folded.text, sentence);
    let quoted = |seen: &Seen| {
        let next = quotes.partition_point(|quote| quote.end <= seen.start);
        quotes.get(next).is_some_and(|quote| quote.start <= seen.start && seen.end <= quote.end)
    };
    let kept = seen.iter().filter(|seen| !(quoted(seen) || seen.concept == code && is_narrowed(&folded.text, seen)));
    kept.copied().collect()
}

/// What stands between two quotation marks, where it is more than one word: one word is most often a name.
fn quotations(text: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let inside = text.as_bytes().get(sentence.clone()).unwrap_or_default();
    let marks: Vec<usize> = memchr::memchr_iter(b'"', inside).map(|at| at + sentence.start).collect();
    let pairs = marks.chunks_exact(2).filter_map(|pair| Some(*pair.first()?..*pair.last()?));
    pairs
        .filter(|range| text.get(range.start + 1..range.end).is_some_and(|quote| quote.trim().contains([' ', '-'])))
        .collect()
}

fn is_narrowed(text: &str, seen: &Seen) -> bool {
    let said = text.get(seen.start..seen.end).unwrap_or_default();
    let any = matches!(said, "votre code" | "your code" | "ce code" | "this code");
    let next = || text.get(seen.end..)?.strip_prefix(' ')?.split(|c: char| !c.is_alphanumeric()).next();
    any && next().is_some_and(|next| NARROWED.contains(&next))
}

#[cfg(test)]
mod tests {
    use super::super::wording::Wording;
    use super::*;

    fn speaks(text: &str) -> bool {
        !Wording::of(&Folded::line(text)).said.is_empty()
    }

    #[test]
    fn a_mention_is_no_report() {
        assert!(speaks("Your account is locked"));
        assert!(!speaks("Eleven of us clicked on \"your account is locked\" again"));
        assert!(!speaks("Page 4 montre un vrai « mot de passe modifié » et un faux"));
        assert!(speaks("L’application « Social Boost » a été associée à votre compte"));
        assert!(!speaks("Nous ne vous demanderons jamais votre mot de passe ni votre code de validation"));
    }

    #[test]
    fn a_code_for_something_else_is_none_for_signing_in() {
        assert!(speaks("Votre code est 4471"));
        assert!(speaks("Votre code de connexion : 447182"));
        assert!(!speaks("Votre code de retrait : 4471"));
    }
}
