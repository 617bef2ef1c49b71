//! The words of `data/notice-words.toml`, all found in one pass, and the patterns over them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::Folded;

/// A set of concepts, one bit each.
pub type Concepts = u128;

/// Rules of what is asked for or offered: they may speak of what is to come.
const ASKED: [&str; 3] = ["notice.reset-requested", "notice.verification-code", "notice.imitation"];

/// The words and patterns.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    concept: BTreeMap<String, Vec<String>>,
    pattern: Vec<WrittenPattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPattern {
    rule: String,
    all: Vec<String>,
    #[serde(default)]
    none: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    given: Vec<String>,
    #[serde(default = "anywhere")]
    within: usize,
    strength: i32,
}

fn anywhere() -> usize {
    usize::MAX
}

/// Concepts that together in one sentence say that something happened.
#[derive(Debug)]
pub struct Pattern {
    /// the rule they speak for
    pub rule: String,
    /// of each one must be there
    pub all: Vec<Concepts>,
    /// none of these may
    pub none: Concepts,
    /// none of these may be anywhere in the message
    pub unless: Concepts,
    /// one of these must be anywhere in the message; none where there is nothing to ask for
    pub given: Concepts,
    /// it says that something happened: a question, a case that may arise or other people's affairs do not
    pub states: bool,
    /// words between the first and each other one, at most
    pub within: usize,
    /// how much they say, of 100
    pub strength: i32,
}

/// A concept seen in a text.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// which, as a bit
    pub concept: Concepts,
    /// first byte in the folded text
    pub start: usize,
    /// byte after the last one
    pub end: usize,
}

/// A word of a concept.
#[derive(Debug)]
struct Entry {
    word: String,
    concept: Concepts,
    /// it must end where a word ends
    whole: bool,
}

/// The words and patterns, ready to use.
#[derive(Debug)]
pub struct Lexicon {
    /// for each way a word can begin, whether any does: looked at for every word of a text, so it must stay in the cache
    beginnings: Vec<u64>,
    /// for each 64 ways, how many before them are in use
    ranks: Vec<u16>,
    /// the words, by the way they begin
    entries: Vec<Vec<Entry>>,
    bits: BTreeMap<String, Concepts>,
    /// the patterns, in the order of the file
    pub patterns: Vec<Pattern>,
}

/// Letters and digits are told apart, what ends a word is 0, everything else is one kind.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            letter @ b'a'..=b'z' => letter - b'a' + 1,
            digit @ b'0'..=b'9' => digit - b'0' + 27,
            0x80.. => 63,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

/// The kind of a byte; 0 for none.
fn kind(byte: Option<&u8>) -> usize {
    byte.map_or(0, |byte| usize::from(KINDS[usize::from(*byte)]))
}

/// The first three letters as a number below 2^18. What follows the end of the word does not count.
fn beginning(word: &[u8]) -> usize {
    let first = kind(word.first());
    let second = kind(word.get(1));
    let third = if second == 0 { 0 } else { kind(word.get(2)) };
    first << 12 | second << 6 | third
}

impl Lexicon {
    fn load() -> Lexicon {
        let file: File =
            toml::from_str(include_str!("../data/notice-words.toml")).expect("because a test reads the file");
        let mut lexicon = Lexicon {
            beginnings: vec![0; 1 << 12],
            ranks: Vec::new(),
            entries: Vec::new(),
            bits: BTreeMap::new(),
            patterns: Vec::new(),
        };
        let mut entries: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
        for (number, (name, list)) in file.concept.into_iter().enumerate() {
            let concept = 1u128.checked_shl(u32::try_from(number).unwrap_or(128)).unwrap_or(0);
            lexicon.bits.insert(name, concept);
            list.iter().filter(|word| !word.starts_with('#')).for_each(|word| {
                let (word, whole) = (word.trim_end_matches('*').to_owned(), !word.ends_with('*'));
                entries.entry(beginning(word.as_bytes())).or_default().push(Entry { word, concept, whole });
            });
        }
        lexicon.index(entries);
        lexicon.patterns = file.pattern.into_iter().map(|written| lexicon.pattern(written)).collect();
        lexicon
    }

    fn index(&mut self, entries: BTreeMap<usize, Vec<Entry>>) {
        for beginning in entries.keys() {
            if let Some(bits) = self.beginnings.get_mut(beginning >> 6) {
                *bits |= 1 << (beginning & 63);
            }
        }
        let mut before = 0;
        for bits in &self.beginnings {
            self.ranks.push(before);
            before += bits.count_ones() as u16;
        }
        self.entries = entries.into_values().collect();
    }

    /// The words that begin so.
    fn beginning_with(&self, beginning: usize) -> &[Entry] {
        let (word, bit) = (beginning >> 6, 1u64 << (beginning & 63));
        match (self.beginnings.get(word), self.ranks.get(word)) {
            (Some(bits), Some(rank)) if bits & bit != 0 => {
                let slot = usize::from(*rank) + (bits & (bit - 1)).count_ones() as usize;
                self.entries.get(slot).map_or(&[], Vec::as_slice)
            }
            _ => &[],
        }
    }

    fn pattern(&self, written: WrittenPattern) -> Pattern {
        let mask = |names: &str| names.split('|').fold(0, |mask, name| mask | self.bit(name));
        let any = |names: &[String]| names.iter().fold(0, |all, names| all | mask(names));
        let states = !ASKED.contains(&written.rule.as_str());
        let talk = match written.rule.as_str() {
            _ if !states => mask("theirs|never|artifact|unreal"),
            // A rule that is there says what it will do.
            "notice.forwarding-enabled" => mask("theirs|never|artifact|unreal"),
            _ => mask("later|theirs|never|artifact|unreal"),
        };
        Pattern {
            all: written.all.iter().map(|names| mask(names)).collect(),
            none: any(&written.none) | talk,
            unless: any(&written.unless),
            given: any(&written.given),
            states,
            rule: written.rule,
            within: written.within,
            strength: written.strength,
        }
    }

    /// The bit of a concept; no bit where there is none of that name.
    pub fn bit(&self, name: &str) -> Concepts {
        self.bits.get(name).copied().unwrap_or(0)
    }

    /// All concepts in a text, in the order in which they start.
    pub fn find(&self, folded: &Folded) -> Vec<Seen> {
        let bytes = folded.text.as_bytes();
        let mut seen = Vec::new();
        let mut inside = false;
        for (start, byte) in bytes.iter().enumerate() {
            let starts = !inside;
            inside = kind(Some(byte)) != 0;
            if !starts || !inside {
                continue;
            }
            let rest = bytes.get(start..).unwrap_or_default();
            for entry in self.beginning_with(beginning(rest)) {
                let length = entry.word.len();
                if rest.starts_with(entry.word.as_bytes()) && !(entry.whole && kind(rest.get(length)) != 0) {
                    seen.push(Seen { concept: entry.concept, start, end: start + length });
                }
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_folded_and_every_name_in_a_pattern_exists() {
        let file: File = toml::from_str(include_str!("../data/notice-words.toml")).unwrap();
        assert!(file.concept.len() <= 128);
        for word in file.concept.values().flatten().filter(|word| !word.starts_with('#')) {
            let folded = Folded::line(word.trim_end_matches('*'));
            assert_eq!(folded.text.trim_end_matches('\n'), word.trim_end_matches('*'), "not folded");
        }
        for pattern in &file.pattern {
            assert!(!pattern.all.is_empty());
            for name in pattern
                .all
                .iter()
                .chain(&pattern.none)
                .chain(&pattern.unless)
                .chain(&pattern.given)
                .flat_map(|group| group.split('|'))
            {
                assert!(file.concept.contains_key(name), "{name} of {}", pattern.rule);
            }
        }
    }

    #[test]
    fn words_are_found_whole() {
        let seen = |text: &str| LEXICON.find(&Folded::line(text)).iter().fold(0, |all, seen| all | seen.concept);
        assert!(seen("Votre mot de passe") & LEXICON.bit("password") != 0);
        assert!(seen("reset2fast otpimal") & (LEXICON.bit("reset") | LEXICON.bit("twofactor")) == 0);
    }
}
