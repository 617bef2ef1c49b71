//! The words of `data/fraud-words.toml`, and the acts that are made of them. Every word of a text is looked up once, in a tree of letters.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A set of concepts, one bit each.
pub(super) type Concepts = u128;

/// The words and acts. A test reads the same files.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(&FILES.map(read)));

/// What is asked; how, and what speaks against a fraud.
const FILES: [&str; 4] = [
    include_str!("../../data/fraud-words.toml"),
    include_str!("../../data/fraud-acts.toml"),
    include_str!("../../data/fraud-manner.toml"),
    include_str!("../../data/fraud-pretexts.toml"),
];

/// Concepts that no word list makes: they are seen by their shape.
const SHAPES: [&str; 3] = ["address", "phone", "ibanno"];

/// The letters, digits and the blank of a folded text.
const LETTERS: usize = 40;
/// The blank among them.
const BLANK: usize = 37;
/// See [`Lexicon::third`].
const ALSO_SHORT: u16 = u16::MAX;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    concept: BTreeMap<String, String>,
    #[serde(default)]
    act: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// the signal it gives, or the concept it makes
    gives: String,
    all: Vec<String>,
    #[serde(default)]
    none: String,
    within: u32,
    #[serde(default)]
    ordered: bool,
}

fn read(text: &str) -> File {
    toml::from_str(text).expect("because a test reads the same files")
}

/// Concepts that together say something.
#[derive(Debug)]
pub(super) struct Act {
    /// the signal; a concept makes other acts
    pub(super) gives: Gives,
    /// of each one must be there; the first is looked for
    pub(super) all: Vec<Concepts>,
    /// none of these may be near
    pub(super) none: Concepts,
    /// words between the first and each other one, at most
    pub(super) within: u32,
    /// the others follow the first, in this order
    pub(super) ordered: bool,
}

/// What an act is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gives {
    /// id of a signal
    Signal(String),
    /// a concept of its own
    Concept(u8),
}

/// The words and acts, ready to use.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// for each node of the tree, the next one by letter; 0 is none
    next: Vec<[u16; LETTERS]>,
    /// for each node, which of `ends`
    end: Vec<u16>,
    /// the node that the first three letters lead to; 0 is none, [`ALSO_SHORT`] that a word of one or two may end before
    third: Vec<u16>,
    /// concepts whose words end here, and whether the word must end too
    ends: Vec<Vec<(u8, bool)>>,
    /// acts that make concepts, all of them of words
    pub(super) makers: Vec<Act>,
    /// acts that give signals
    pub(super) acts: Vec<Act>,
    /// for each concept, the acts that begin with it
    pub(super) beginning: Vec<Vec<u16>>,
    /// what a maker begins with
    pub(super) making: Concepts,
    /// the shape of a mail address
    pub(super) address: u8,
    /// the shape of a telephone number
    pub(super) phone: u8,
    /// the shape of an IBAN
    pub(super) iban: u8,
}

/// Which letter of the tree a byte is; 0 is none.
const LETTER: [u8; 256] = {
    let mut all = [0; 256];
    let mut byte = 0;
    while byte < 26 {
        all[byte + b'a' as usize] = byte as u8 + 1;
        byte += 1;
    }
    byte = 0;
    while byte < 10 {
        all[byte + b'0' as usize] = byte as u8 + 27;
        byte += 1;
    }
    all[b' ' as usize] = BLANK as u8;
    all[b'%' as usize] = 38;
    all
};

fn letter(byte: u8) -> usize {
    usize::from(LETTER[usize::from(byte)])
}

impl Lexicon {
    fn of(files: &[File]) -> Lexicon {
        let mut names: Vec<&str> = SHAPES.to_vec();
        names.extend(files.iter().flat_map(|file| file.concept.keys()).map(String::as_str));
        for act in files.iter().flat_map(|file| &file.act).filter(|act| !act.gives.contains('.')) {
            if !names.contains(&act.gives.as_str()) {
                names.push(&act.gives);
            }
        }
        let number = |name: &str| names.iter().position(|known| *known == name).map_or(127, |at| at.min(127) as u8);
        let mut lexicon = Lexicon {
            next: vec![[0; LETTERS]],
            end: vec![0],
            third: Vec::new(),
            ends: vec![Vec::new()],
            makers: Vec::new(),
            acts: Vec::new(),
            beginning: vec![Vec::new(); 128],
            making: 0,
            address: number("address"),
            phone: number("phone"),
            iban: number("ibanno"),
        };
        for (name, words) in files.iter().flat_map(|file| &file.concept) {
            for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
                lexicon.add(word.trim_end_matches('*'), number(name), !word.ends_with('*'));
            }
        }
        let mask =
            |names: &str| names.split('|').filter(|name| !name.is_empty()).fold(0, |all, name| all | 1 << number(name));
        for written in files.iter().flat_map(|file| &file.act) {
            let signal = written.gives.contains('.');
            let gives =
                if signal { Gives::Signal(written.gives.clone()) } else { Gives::Concept(number(&written.gives)) };
            let all: Vec<Concepts> = written.all.iter().map(|names| mask(names)).collect();
            let act = Act { gives, all, none: mask(&written.none), within: written.within, ordered: written.ordered };
            if signal { lexicon.acts.push(act) } else { lexicon.makers.push(act) }
        }
        lexicon.index();
        lexicon.shorten();
        lexicon
    }

    /// Fills `third`.
    fn shorten(&mut self) {
        let may_end = |node: u16, next: usize| {
            let ends = &self.ends[usize::from(self.end[usize::from(node)])];
            ends.iter().any(|(_, whole)| !whole || matches!(next, 0 | BLANK))
        };
        let step = |node: u16, letter: usize| if node == 0 { 0 } else { self.next[usize::from(node)][letter] };
        let mut third = Vec::with_capacity(LETTERS * LETTERS * LETTERS);
        for first in 0..LETTERS {
            let one = self.next[0][first];
            for second in 0..LETTERS {
                let two = step(one, second);
                for letter in 0..LETTERS {
                    let short = (one != 0 && may_end(one, second)) || (two != 0 && may_end(two, letter));
                    third.push(if short { ALSO_SHORT } else { step(two, letter) });
                }
            }
        }
        self.third = third;
    }

    fn index(&mut self) {
        self.making = self.makers.iter().filter_map(|maker| maker.all.first()).fold(0, |all, first| all | first);
        for (number, act) in self.acts.iter().enumerate() {
            let first = act.all.first().copied().unwrap_or(0);
            for (concept, acts) in self.beginning.iter_mut().enumerate() {
                if first & (1 << concept) != 0 {
                    acts.push(number as u16);
                }
            }
        }
    }

    fn add(&mut self, word: &str, concept: u8, whole: bool) {
        let mut node = 0;
        for byte in word.bytes() {
            let letter = letter(byte);
            let fresh = self.next.len();
            let Some(slot) = self.next.get_mut(node).and_then(|row| row.get_mut(letter)) else { return };
            if *slot == 0 {
                let Ok(number) = u16::try_from(fresh) else { return };
                *slot = number;
                node = fresh;
                self.next.push([0; LETTERS]);
                self.end.push(0);
            } else {
                node = usize::from(*slot);
            }
        }
        if self.end[node] == 0 {
            self.end[node] = self.ends.len() as u16;
            self.ends.push(Vec::new());
        }
        self.ends[usize::from(self.end[node])].push((concept, whole));
    }

    /// The concepts whose words begin at `start`, each with where its longest word ends.
    pub(super) fn words_at(&self, text: &[u8], start: usize, mut each: impl FnMut(u8, usize)) {
        let here = |at: usize| text.get(at).map_or(0, |byte| letter(*byte));
        let (first, second, letter3) = (here(start), here(start + 1), here(start + 2));
        let third = self.third[(first * LETTERS + second) * LETTERS + letter3];
        let (mut node, mut at) = match third {
            0 => return,
            ALSO_SHORT => (usize::from(self.next[0][first]), start),
            node => (usize::from(node), start + 2),
        };
        while node != 0 {
            if self.end[node] != 0 {
                let ends = text.get(at + 1).is_none_or(|next| matches!(next, b' ' | b'\n'));
                for (concept, whole) in &self.ends[usize::from(self.end[node])] {
                    if ends || !whole {
                        each(*concept, at + 1);
                    }
                }
            }
            at += 1;
            node = usize::from(self.next[node][here(at)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::Folded;
    use super::*;
    use crate::triage::signal;

    #[test]
    fn words_are_folded_and_every_name_is_known() {
        let files = FILES.map(read);
        let mut known: Vec<&str> = SHAPES.to_vec();
        known.extend(files.iter().flat_map(|file| file.concept.keys()).map(String::as_str));
        known.extend(
            files.iter().flat_map(|file| &file.act).map(|act| act.gives.as_str()).filter(|gives| !gives.contains('.')),
        );
        known.sort_unstable();
        known.dedup();
        assert!(known.len() <= 126, "{} concepts", known.len());
        for word in files.iter().flat_map(|file| file.concept.values()).flat_map(|words| words.split(',')) {
            let word = word.trim().trim_end_matches('*');
            let folded = Folded::of(word, &[0..word.len()], 100);
            assert_eq!(String::from_utf8_lossy(&folded.text).trim_end(), word, "not folded");
        }
        for act in files.iter().flat_map(|file| &file.act) {
            for name in act.all.iter().flat_map(|names| names.split('|')).chain(act.none.split('|')) {
                assert!(name.is_empty() || known.contains(&name), "{name} of {}", act.gives);
            }
            assert!(!act.gives.contains('.') || signal::get(&act.gives).is_some(), "no signal {}", act.gives);
            assert!(!act.all.is_empty());
        }
    }

    #[test]
    fn the_tree_is_not_full() {
        assert!(LEXICON.next.len() < 60_000);
        assert!(LEXICON.acts.len() > 50);
    }
}
