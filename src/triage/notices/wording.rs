//! What the subject and the first lines of a message say, sentence by sentence: which notice they sound like and how much, and what
//! speaks against a notice.

use std::ops::Range;

use super::fold::Folded;
use super::lexicon::{Concepts, LEXICON, Lexicon, Pattern, Seen};

/// Shop talk after so many sentences is a footer.
const FIRST: usize = 10;

/// A sentence that sounds like a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// number of the pattern in the lexicon
    pub pattern: usize,
    /// which sentence of its text, from 0
    pub sentence: usize,
    /// its bytes in the folded text
    pub span: Range<usize>,
    /// its words
    pub words: usize,
}

/// What a text says.
#[derive(Debug, Default)]
pub struct Wording {
    /// sentences that sound like notices: of each, every pattern that fits
    pub said: Vec<Said>,
    /// all concepts in it
    pub concepts: Concepts,
    /// sentences in which a person speaks of himself or asks a favour
    pub personal: usize,
    /// sentences that say `tu`
    pub familiar: usize,
    /// sentences of shops, of the first steps with an account, of policies and advice
    pub other_business: usize,
    /// words in it
    pub words: usize,
}

impl Wording {
    /// Reads a folded text.
    pub fn of(folded: &Folded) -> Wording {
        let lexicon = &*LEXICON;
        let seen = lexicon.find(folded);
        let mut wording = Wording { words: folded.words(), ..Wording::default() };
        let mut rest = seen.as_slice();
        for (number, sentence) in folded.sentences().enumerate() {
            let (here, later) = rest.split_at(rest.partition_point(|seen| seen.end <= sentence.end));
            rest = later;
            if !here.is_empty() {
                wording.add_sentence(lexicon, folded, here.to_vec(), number, sentence);
            }
        }
        wording
    }

    /// Whether any of the concepts of this name is in it.
    pub fn has(&self, name: &str) -> bool {
        self.concepts & LEXICON.bit(name) != 0
    }

    fn add_sentence(
        &mut self,
        lexicon: &Lexicon,
        folded: &Folded,
        mut seen: Vec<Seen>,
        number: usize,
        span: Range<usize>,
    ) {
        let mut concepts = seen.iter().fold(0, |all, seen| all | seen.concept);
        if concepts & (lexicon.bit("vcode") | lexicon.bit("password")) != 0 {
            if let Some(code) = one_time_code(folded, span.clone(), lexicon) {
                concepts |= code.concept;
                seen.push(code);
            }
        }
        self.concepts |= concepts;
        let personal = concepts & lexicon.bit("firstperson") != 0;
        self.personal += usize::from(personal);
        self.familiar += usize::from(concepts & lexicon.bit("familiar") != 0);
        let business = lexicon.bit("business") | lexicon.bit("setup") | lexicon.bit("policy") | lexicon.bit("ours");
        self.other_business += usize::from(concepts & business != 0 && number < FIRST);
        let words = usize::from(folded.word_at(span.end).saturating_sub(folded.word_at(span.start)));
        for (pattern, wanted) in lexicon.patterns.iter().enumerate() {
            if fits(wanted, concepts, &seen) {
                self.said.push(Said { pattern, sentence: number, span: span.clone(), words });
            }
        }
    }
}

fn fits(pattern: &Pattern, concepts: Concepts, seen: &[Seen]) -> bool {
    if concepts & pattern.none != 0 || pattern.all.iter().any(|group| group & concepts == 0) {
        return false;
    }
    let Some((first, others)) = pattern.all.split_first() else { return false };
    let of = |group: Concepts| seen.iter().filter(move |seen| seen.concept & group != 0);
    let near = |anchor: &Seen, group: Concepts| {
        let apart = |other: &Seen| anchor.word.abs_diff(other.word) <= pattern.within;
        of(group).any(|other| apart(other) && (other.start, other.end) != (anchor.start, anchor.end))
    };
    // Few anchors are tried: a sentence that repeats one word thousands of times must not cost the square of it.
    of(*first).take(8).any(|anchor| others.iter().all(|&group| near(anchor, group)))
}

/// Four to eight digits that stand alone (`482913`, `G-482913`, `730 114`), no year, no part of an address, date or phone number.
fn one_time_code(folded: &Folded, sentence: Range<usize>, lexicon: &Lexicon) -> Option<Seen> {
    let bytes = folded.text.as_bytes();
    let mut at = sentence.start;
    while at < sentence.end {
        if !bytes.get(at)?.is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        let mut digits = 0;
        while bytes.get(at).is_some_and(|byte| {
            byte.is_ascii_digit() || (matches!(byte, b' ' | b'-') && digits == 3 && at - start == 3)
        }) {
            digits += usize::from(bytes.get(at)?.is_ascii_digit());
            at += 1;
        }
        let joined =
            |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"/.:-_@%+".contains(byte));
        let before = start.checked_sub(1).and_then(|before| bytes.get(before));
        let alone = before.is_none_or(|byte| !joined(Some(byte)) || matches!(byte, b'-' | b':'))
            && (!joined(bytes.get(at))
                || matches!(bytes.get(at), Some(b'.' | b':')) && !bytes.get(at + 1).is_some_and(u8::is_ascii_digit));
        let year =
            digits == 4 && (bytes.get(start..start + 2) == Some(b"19") || bytes.get(start..start + 2) == Some(b"20"));
        if alone && !year && (4..=8).contains(&digits) {
            return Some(Seen { concept: lexicon.bit("digits"), start, end: at, word: folded.word_at(start) });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Vec<&'static str> {
        let wording = Wording::of(&Folded::line(text));
        wording.said.iter().map(|said| LEXICON.patterns[said.pattern].rule.as_str()).collect()
    }

    #[test]
    fn the_concepts_of_one_sentence_belong_together() {
        assert!(rules("Votre mot de passe a été modifié").contains(&"notice.password-changed"));
        assert!(!rules("Choisissez un mot de passe. Le menu a été modifié.").contains(&"notice.password-changed"));
        assert!(
            !rules("Ce n’est pas vous qui avez modifié le mot de passe ?").contains(&"notice.password-changed")
        );
        assert!(rules("Nous avons reçu une demande de changement de mot de passe").contains(&"notice.reset-requested"));
    }

    #[test]
    fn a_code_is_not_a_year_nor_a_piece_of_an_address() {
        let code = |text: &str| Wording::of(&Folded::line(text)).has("digits");
        assert!(code("482913 est votre code de vérification"));
        assert!(code("Your verification code is: G-482913."));
        assert!(code("votre code : 730 114"));
        assert!(!code("your code of 2026"));
        assert!(!code("your code, 192.0.2.1234 or 2026-03-04 or 01 99 00 81 00"));
    }

    #[test]
    fn a_word_said_a_thousand_times_costs_little() {
        let text = "password ".repeat(400) + &"reset ".repeat(90);
        assert!(Wording::of(&Folded::line(&text)).words > 100);
    }
}
