//! The word lists of `words.toml`, ready to be asked.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// Each list as one run of words between blanks.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    common: String,
    never: String,
    fillers: String,
    copulas: String,
    givers: String,
    pointing: String,
    services: String,
    entering: String,
    handing: String,
    opening: String,
}

/// What kinds of words stand around a password.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// plain words that are common passwords
    pub(super) common: HashSet<String>,
    /// words of the sentence, never a password without a sign of it
    pub(super) never: HashSet<String>,
    /// words that may stand between a label and its password
    pub(super) fillers: HashSet<String>,
    /// words that join a label with its password
    pub(super) copulas: HashSet<String>,
    /// words of an action that gives a password
    pub(super) givers: HashSet<String>,
    /// words of `never` that name what a password opens
    pub(super) services: HashSet<String>,
    /// words that point at what follows as a thing or a person
    pub(super) pointing: HashSet<String>,
    /// words of somebody who enters a password, or of something that asks for one
    pub(super) entering: HashSet<String>,
    /// words that say what something is
    pub(super) handing: HashSet<String>,
    /// all that may stand right before a password: the two above, fillers, words for what opens
    pub(super) before: HashSet<String>,
}

/// The lists, read once.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    // A test reads the file too: it is part of the program.
    let file: File = toml::from_str(include_str!("words.toml")).unwrap_or_default();
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    Lexicon {
        common: words(&file.common),
        never: words(&file.never),
        fillers: words(&file.fillers),
        copulas: words(&file.copulas),
        givers: words(&file.givers),
        services: words(&file.services),
        pointing: words(&file.pointing),
        entering: words(&file.entering),
        handing: words(&file.handing),
        before: words(&[&*file.entering, &file.handing, &file.fillers, &file.opening].join(" ")),
    }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read_and_folded() {
        assert!(LEXICON.common.contains("azerty") && LEXICON.never.contains("oublie"));
        let all = [&LEXICON.common, &LEXICON.never, &LEXICON.fillers, &LEXICON.copulas, &LEXICON.givers];
        for word in all.into_iter().flatten() {
            assert_eq!(*word, word.to_lowercase());
        }
    }
}
