//! What the subject and the first lines of a message say, sentence by sentence: which notice they sound like and how much, and what
//! speaks against a notice.

use std::ops::Range;
use std::sync::LazyLock;

use super::fold::Folded;
use super::hearsay::{asks, quotations, without_quoted};
use super::lexicon::{Concepts, LEXICON, Lexicon, Pattern, Seen};
use super::numbers::{is_a_count, one_time_code};

/// Shop talk after so many sentences is a footer.
const FIRST: usize = 10;
/// Surveys, advice and links to help after so many sentences are a footer.
const NEAR: usize = 6;

/// A sentence no longer than this may be a code and nothing else (bytes).
const BARE_CODE: usize = 12;

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
    /// a person speaks of himself in it
    pub personal: bool,
    /// it speaks to the reader, or of an account
    pub addressed: bool,
    /// it only asks, or speaks of a case that may arise
    pub supposed: bool,
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
    /// concepts of trackers, digests, surveys, training, advertising, how-tos: each counts once
    pub elsewhere: u32,
    other_worlds: Concepts,
    /// a sentence asks to hand over a secret
    pub asks: bool,
    /// lines that tell how many there are of something: `Failed sign-ins: 1,208`
    pub counts: usize,
    /// words in it
    pub words: usize,
}

impl Wording {
    /// Reads a folded text.
    pub fn of(folded: &Folded) -> Wording {
        let lexicon = &*LEXICON;
        let mut seen = lexicon.find(folded);
        without_quoted(&mut seen, &quotations(folded));
        let mut wording = Wording { words: folded.words(), ..Wording::default() };
        let mut rest = seen.as_slice();
        for (number, sentence) in folded.sentences().enumerate() {
            let (here, later) = rest.split_at(rest.partition_point(|seen| seen.start < sentence.end));
            rest = later;
            wording.counts += usize::from(is_a_count(folded.text.get(sentence.clone()).unwrap_or_default()));
            if here.is_empty() {
                let bare = sentence.len() <= BARE_CODE && one_time_code(folded, sentence, lexicon).is_some();
                wording.concepts |= if bare { lexicon.bit("digits") } else { 0 };
            } else {
                wording.add_sentence(lexicon, folded, here, number, sentence);
            }
        }
        wording.elsewhere = wording.other_worlds.count_ones();
        wording
    }

    /// Whether any of the concepts of this name is in it.
    pub fn has(&self, name: &str) -> bool {
        self.concepts & LEXICON.bit(name) != 0
    }

    fn add_sentence(&mut self, lexicon: &Lexicon, folded: &Folded, seen: &[Seen], number: usize, span: Range<usize>) {
        let marks = &*MARKS;
        let mut concepts = seen.iter().fold(0, |all, seen| all | seen.concept);
        let code = (concepts & marks.coded != 0).then(|| one_time_code(folded, span.clone(), lexicon)).flatten();
        concepts |= code.map_or(0, |code| code.concept);
        self.concepts |= concepts;
        let personal = concepts & marks.personal != 0;
        self.personal += usize::from(personal);
        self.familiar += usize::from(concepts & marks.familiar != 0);
        self.other_worlds |= if number < NEAR { concepts & marks.elsewhere } else { 0 };
        self.asks |= concepts & marks.never == 0 && (concepts & marks.asks != 0 || marks.demanded(concepts));
        self.other_business += usize::from(concepts & marks.business != 0 && number < FIRST);
        let possible =
            |pattern: &Pattern| concepts & pattern.none == 0 && pattern.all.iter().all(|group| group & concepts != 0);
        let mut patterns = lexicon.patterns.iter().enumerate().filter(|(_, pattern)| possible(pattern)).peekable();
        if patterns.peek().is_none() {
            return;
        }
        let asked = if concepts & marks.answered == 0 { asks(folded, span.clone()) } else { span.start };
        let placed = Placed::all(folded, span.clone(), seen.iter().copied().chain(code));
        let (words, addressed) = (placed.words, concepts & marks.addressed != 0);
        let fitting = patterns.filter_map(|(number, pattern)| Some((number, pattern, placed.fit(pattern, asked)?)));
        for (pattern, _, supposed) in fitting.filter(|(_, pattern, supposed)| !(*supposed && pattern.states)) {
            self.said.push(Said {
                pattern,
                sentence: number,
                span: span.clone(),
                words,
                personal,
                addressed,
                supposed,
            });
        }
    }
}

/// Concepts that count for or against a notice whatever the pattern.
struct Marks {
    coded: Concepts,
    personal: Concepts,
    familiar: Concepts,
    business: Concepts,
    /// of another world than account notices
    elsewhere: Concepts,
    /// it speaks to the reader or of an account
    addressed: Concepts,
    /// a question of services: whether it was the reader, whether he forgot
    answered: Concepts,
    /// a case that may arise
    supposed: Concepts,
    /// wants a secret
    asks: Concepts,
    /// wants something, and what would be a secret
    demand: Concepts,
    item: Concepts,
    /// it warns of those who would ask
    never: Concepts,
}

impl Marks {
    fn demanded(&self, concepts: Concepts) -> bool {
        concepts & self.demand != 0 && concepts & self.item != 0
    }
}

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let bits = |names: &[&str]| names.iter().fold(0, |all, name| all | LEXICON.bit(name));
    Marks {
        coded: bits(&["vcode", "codeish", "password"]),
        personal: bits(&["firstperson"]),
        familiar: bits(&["familiar"]),
        business: bits(&["business", "setup", "policy", "ours"]),
        elsewhere: bits(&[
            "elsewhere",
            "tracker",
            "survey",
            "training",
            "digest",
            "selling",
            "howto",
            "outdoors",
            "planned",
        ]),
        addressed: bits(&["your", "notyou", "forgot", "request", "link"]),
        answered: bits(&["notyou", "forgot"]),
        supposed: bits(&["supposed"]),
        asks: bits(&["asks"]),
        demand: bits(&["demand"]),
        item: bits(&["item"]),
        never: bits(&["never"]),
    }
});

/// The concepts of a sentence, each with the number of its word.
struct Placed {
    seen: Vec<(Seen, usize)>,
    words: usize,
}

impl Placed {
    fn all(folded: &Folded, sentence: Range<usize>, seen: impl Iterator<Item = Seen>) -> Placed {
        let text = folded.text.as_bytes().get(sentence.clone()).unwrap_or_default();
        let blanks: Vec<usize> = memchr::memchr_iter(b' ', text).map(|at| at + sentence.start).collect();
        let place = |seen: Seen| (seen, blanks.partition_point(|&blank| blank < seen.start));
        Placed { seen: seen.map(place).collect(), words: blanks.len() + 1 }
    }

    /// Whether a pattern fits only what may happen (after `if`, or before `asked`, where a question ends); none where it does not fit.
    fn fit(&self, pattern: &Pattern, asked: usize) -> Option<bool> {
        let (first, others) = pattern.all.split_first()?;
        let supposed = self.seen.iter().find(|(seen, _)| seen.concept & MARKS.supposed != 0);
        let supposed = supposed.map_or(usize::MAX, |(seen, _)| seen.start);
        let of = |group: Concepts| self.seen.iter().filter(move |(seen, _)| seen.concept & group != 0);
        let near = |(anchor, word): &(Seen, usize), group: Concepts| {
            of(group).any(|(other, at)| {
                word.abs_diff(*at) <= pattern.within && (other.start, other.end) != (anchor.start, anchor.end)
            })
        };
        // Few anchors are tried: a sentence that repeats one word thousands of times must not cost the square of it.
        let mut fitting = of(*first).take(8).filter(|anchor| others.iter().all(|&group| near(anchor, group)));
        let (anchor, _) = fitting.next()?;
        Some(anchor.start >= supposed || anchor.start < asked)
    }
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
        assert!(!rules("Ce n’est pas vous qui avez modifié le mot de passe ?").contains(&"notice.password-changed"));
        assert!(rules("Nous avons reçu une demande de changement de mot de passe").contains(&"notice.reset-requested"));
    }

    #[test]
    fn a_word_said_a_thousand_times_costs_little() {
        let text = "password ".repeat(400) + &"reset ".repeat(90);
        assert!(Wording::of(&Folded::line(&text)).words > 100);
    }
}
