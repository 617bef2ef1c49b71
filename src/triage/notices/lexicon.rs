//! The words of `data/notice-words.toml`, all found in one pass, and the patterns over them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::Deserialize;

use super::fold::Folded;

/// A set of concepts, one bit each.
pub type Concepts = u64;

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
    #[serde(default = "anywhere")]
    within: u16,
    strength: i32,
}

fn anywhere() -> u16 {
    u16::MAX
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
    /// words between the first and each other one, at most
    pub within: u16,
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
    /// number of its first word
    pub word: u16,
}

/// The words and patterns, ready to use.
#[derive(Debug)]
pub struct Lexicon {
    finder: AhoCorasick,
    /// for each word: its concept, and whether it must end where a word ends
    entries: Vec<(Concepts, bool)>,
    bits: BTreeMap<String, Concepts>,
    /// the patterns, in the order of the file
    pub patterns: Vec<Pattern>,
}

impl Lexicon {
    fn load() -> Lexicon {
        let file: File =
            toml::from_str(include_str!("../data/notice-words.toml")).expect("because a test reads the file");
        let mut bits = BTreeMap::new();
        let (mut words, mut entries) = (Vec::new(), Vec::new());
        for (number, (name, list)) in file.concept.iter().enumerate() {
            let bit = 1u64.checked_shl(u32::try_from(number).unwrap_or(64)).unwrap_or(0);
            bits.insert(name.clone(), bit);
            for word in list.iter().filter(|word| !word.starts_with('#')) {
                entries.push((bit, !word.ends_with('*')));
                words.push(word.trim_end_matches('*').to_owned());
            }
        }
        let finder =
            AhoCorasick::builder().match_kind(MatchKind::Standard).kind(Some(AhoCorasickKind::DFA)).build(words);
        let finder = finder.expect("because the words are few");
        let mask = |written: &str| written.split('|').filter_map(|name| bits.get(name)).fold(0, |mask, bit| mask | bit);
        let pattern = |written: WrittenPattern| Pattern {
            all: written.all.iter().map(|name| mask(name)).collect(),
            none: written.none.iter().fold(0, |all, name| all | mask(name)),
            rule: written.rule,
            within: written.within,
            strength: written.strength,
        };
        let patterns = file.pattern.into_iter().map(pattern).collect();
        Lexicon { finder, entries, bits, patterns }
    }

    /// The bit of a concept; no bit where there is none of that name.
    pub fn bit(&self, name: &str) -> Concepts {
        self.bits.get(name).copied().unwrap_or(0)
    }

    /// All concepts in a text, in the order in which they end.
    pub fn find(&self, folded: &Folded) -> Vec<Seen> {
        let bytes = folded.text.as_bytes();
        let inside = |at: usize| bytes.get(at).is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte >= 0x80);
        let mut seen = Vec::new();
        for found in self.finder.find_overlapping_iter(bytes) {
            let Some(&(concept, whole)) = self.entries.get(found.pattern().as_usize()) else { continue };
            let left = found.start() > 0 && inside(found.start() - 1);
            if left || (whole && inside(found.end())) {
                continue;
            }
            seen.push(Seen { concept, start: found.start(), end: found.end(), word: folded.word_at(found.start()) });
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
        assert!(file.concept.len() <= 64);
        for word in file.concept.values().flatten().filter(|word| !word.starts_with('#')) {
            let folded = Folded::line(word.trim_end_matches('*'));
            assert_eq!(folded.text.trim_end_matches('\n'), word.trim_end_matches('*'), "not folded");
        }
        for pattern in &file.pattern {
            assert!(!pattern.all.is_empty());
            for name in
                pattern.all.iter().flat_map(|group| group.split('|')).chain(pattern.none.iter().map(String::as_str))
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
