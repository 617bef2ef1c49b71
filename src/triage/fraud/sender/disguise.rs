//! Writing that is meant to be read by people and not by filters: letters of other scripts among Latin ones, mathematical letters, unseen
//! characters and piled-up accents within words.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::triage::fraud::brands::is_unseen;

/// So many characters of a line are looked at.
const LOOKED_AT: usize = 300;

/// Whether a line is written so that a filter reads something else than a person.
pub fn is_disguised(line: &str) -> bool {
    let line: String = line.chars().take(LOOKED_AT).collect();
    line.chars().filter(|c| is_ornament(*c)).count() >= 3 || line.split_whitespace().any(is_disguised_word)
}

/// Letters that no language is written in: mathematical and full-width ones, letters in circles and squares.
fn is_ornament(c: char) -> bool {
    matches!(c, '\u{1d400}'..='\u{1d7ff}' | '\u{ff21}'..='\u{ff5a}' | '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}')
}

fn is_disguised_word(word: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c);
    let twin = |c: char| matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}' | '\u{530}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}');
    let count = |is: &dyn Fn(char) -> bool| word.chars().filter(|c| is(*c)).count();
    let letters = count(&latin);
    let unseen = word.trim_matches(is_unseen).chars().filter(|c| is_unseen(*c) && *c != '\u{200d}').count();
    // Accents that stay apart when all that can be are composed.
    let piled = word.nfc().filter(|c| is_combining_mark(*c) && *c != '\u{fe0f}' && *c != '\u{20e3}').count();
    (letters >= 2 && count(&twin) >= 1) || (letters >= 3 && unseen >= 1) || (letters >= 3 && piled >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disguises_are_told_from_languages() {
        for line in ["Раypal", "𝐘𝐨𝐮𝐫 account", "d͏o͏n͏o͏treply", "Net\u{200b}flix", "Ａmazon ＷＩＮ", "a͓m͓a͓zon"]
        {
            assert!(is_disguised(line), "{line}");
        }
        for line in [
            "Hélène Œuvré",
            "Привет мир",
            "Ελλάδα 2026",
            "e\u{301}te\u{301}",
            "👩‍💻 Équipe",
            "日本語メール",
            "naïve",
            "5 µm",
        ] {
            assert!(!is_disguised(line), "{line}");
        }
    }
}
