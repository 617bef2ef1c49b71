//! Names that an intruder gives so that nobody looks twice: a dot, a blank, one letter, the same sign again and again.

use super::folded::{fold, words};
use super::lexicon::lexicon;

/// Whether the name of a rule or a folder is odd.
pub fn is_odd(name: &str) -> bool {
    let folded = fold(name);
    let letters: Vec<char> = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let alphabetic = letters.iter().filter(|c| c.is_alphabetic()).count();
    let same = letters.windows(2).all(|pair| pair[0] == pair[1]);
    // Two capitals are an abbreviation: HR, PO, RH.
    let abbreviation = name.trim().chars().count() == 2 && name.trim().chars().all(char::is_uppercase) && !same;
    letters.is_empty()
        || (alphabetic == 0 && letters.len() < 4)
        || (letters.len() <= 4 && same)
        || (letters.len() <= 2 && !abbreviation)
        || is_random(name)
}

/// Letters that nobody can speak: a long run without vowels, or small letters and digits mixed.
fn is_random(name: &str) -> bool {
    let word = name.trim();
    let small = word.len() >= 5 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let vowels = word.bytes().filter(|byte| b"aeiouy".contains(byte)).count();
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let inner_digit = word.trim_end_matches(|c: char| c.is_ascii_digit()).bytes().any(|byte| byte.is_ascii_digit());
    small && (vowels == 0 || (digits >= 2 && inner_digit && vowels * 5 <= word.len()))
}

/// Whether a name says nothing of what the rule is for.
pub fn is_generic(name: &str) -> bool {
    lexicon().generic.contains(&fold(name))
}

/// Whether a name says what is asked or where it goes: it shares a word with it.
pub fn says(name: &str, asked: &str) -> bool {
    let (name, asked) = (fold(name), fold(asked));
    let stem = |word: &str| word.chars().take(5).collect::<String>();
    let asked: std::collections::HashSet<String> =
        words(&asked).into_iter().filter(|word| word.len() >= 3).map(stem).collect();
    words(&name).into_iter().filter(|word| word.len() >= 3).map(stem).any(|word| asked.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_and_ordinary_names() {
        for odd in
            [".", "..", " ", "", ",,", "a", "xx", "--", ";", "1", "...", "zzz", "xkcdqrt", "a1b2c3d4x", "ab", "…"]
        {
            assert!(is_odd(odd), "{odd:?}");
        }
        for ordinary in [
            "Factures",
            "HR",
            "PO",
            "CSE",
            "Jira",
            "RH 2024",
            "newsletter",
            "Fnac",
            "2024",
            "GitHub",
            "DMARC",
            "Équipe",
        ] {
            assert!(!is_odd(ordinary), "{ordinary:?}");
        }
        assert!(says("Factures reçues", "words: facture; move") && !says("Clients", "from: mairie RSS"));
        assert!(is_generic("New Rule") && !is_generic("Clients"));
    }
}
