//! Words joined by hyphens: those of a language (`case-sensitive`, `porte-a-porte`), names (`Jean-Pierre`), and those that somebody made up.

use super::lexicon::LEXICON;
use super::shape::SAID;

/// Two words that both have a capital and nothing else, as names have.
pub(super) fn is_title(written: &str) -> bool {
    let parts = written.split(['-', '_', '.', '+', ',', '\'']);
    let title = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase)
    };
    parts.clone().count() == 2 && parts.into_iter().all(title)
}

/// Words of a language that are written with a hyphen: `case-sensitive`, `elle-meme`.
pub(super) fn is_compound(bare: &str) -> bool {
    const FIRST: [&str; 40] = [
        "self", "case", "time", "pre", "non", "re", "auto", "read", "write", "user", "system", "hard", "plain",
        "built", "long", "short", "anti", "semi", "multi", "cross", "sub", "super", "half", "low", "high", "well",
        "co", "mid", "back", "full", "peut", "vice", "sous", "sur", "contre", "mi", "demi", "ex", "e", "in",
    ];
    const LAST: [&str; 24] = [
        "meme", "memes", "ci", "la", "moi", "toi", "il", "elle", "nous", "vous", "lui", "leur", "le", "les", "on",
        "ils", "elles", "je", "tu", "ce", "based", "in", "up", "out",
    ];
    let Some((first, rest)) = bare.split_once('-') else { return false };
    let last = rest.rsplit('-').next().unwrap_or_default();
    FIRST.contains(&first)
        || LAST.contains(&last)
        || first.len() >= 3 && LEXICON.never.contains(first)
        || SAID.is_match(last)
}

/// Two to four plain words joined by hyphens that are no words of a language.
pub(super) fn is_hyphened(bare: &str) -> bool {
    let letters = |part: &str| part.len() >= 3 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    // `porte-a-porte`, `end-to-end` are words, `mousse-au-chocolat` may be a value.
    let parts: Vec<&str> = bare.split(['-', '_']).collect();
    let linked = parts.iter().any(|part| ["a", "to", "de", "of", "the", "by", "t"].contains(part));
    let long = parts.iter().filter(|part| letters(part)).count();
    (2..=4).contains(&parts.len())
        && !linked
        && long >= 2
        && letters(parts[0])
        && bare.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_language_are_told_from_others() {
        for word in ["case-sensitive", "peut-etre", "elle-meme", "log-in", "re-enter", "auto-generated"] {
            assert!(is_compound(word), "{word}");
        }
        for word in ["sneak-peek", "croissant-beurre", "mousse-au-chocolat", "creeper_boom"] {
            assert!(is_hyphened(word) && !is_compound(word), "{word}");
        }
        assert!(!is_hyphened("end-to-end") && !is_hyphened("porte-a-porte"));
        assert!(is_title("Jean-Pierre") && !is_title("ufYq-Copieur") && !is_title("ship-it-Friday"));
    }
}
