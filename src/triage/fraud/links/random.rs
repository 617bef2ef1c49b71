//! Words that nobody made up by hand: `hrusmgyi`, `x7k2p9qd`.

/// Whether a word (letters and digits) looks like chance. Words shorter than eight letters never do.
pub fn is_random(word: &str) -> bool {
    if word.starts_with("xn--") {
        return false;
    }
    let word: Vec<u8> = word.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect();
    if word.len() < 8 || word.len() > 256 {
        return false;
    }
    let is_vowel = |byte: &u8| b"aeiouy".contains(byte);
    let letters = word.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let vowels = word.iter().filter(|byte| is_vowel(byte)).count();
    let changes = word.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    let (mut run, mut longest) = (0, 0);
    for byte in &word {
        run = if byte.is_ascii_alphabetic() && !is_vowel(byte) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let mixed = changes >= 3 && letters >= 3;
    let unspeakable =
        (letters >= 8 && vowels * 10 < letters) || (letters >= 10 && longest >= 5 && vowels * 5 < letters);
    mixed || unspeakable
}

/// Whether capitals stand in a word as nobody writes them: `hrUsmGyi`, `WhZxzIW`.
pub fn is_oddly_written(word: &str) -> bool {
    if !(5..=64).contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    let rises = word.as_bytes().windows(2).filter(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let (rises, first) = (rises.count(), word.as_bytes()[0]);
    let ends_high = word.bytes().next_back().is_some_and(|byte| byte.is_ascii_uppercase());
    (first.is_ascii_lowercase() && rises >= 2) || (rises >= 1 && ends_high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_by_chance() {
        for (word, odd) in [
            ("hrUsmGyi", true),
            ("WhZxzIW", true),
            ("msMqrRsA", true),
            ("JeanPaul", false),
            ("noReply", false),
            ("SERVICE", false),
            ("info", false),
        ] {
            assert_eq!(is_oddly_written(word), odd, "{word}");
        }
    }

    #[test]
    fn chance_is_told_from_words() {
        for word in ["hrsmgxktpl", "zlldvcctvsjdcdo", "dt76w6eej9lz6go6fo4v", "x7k2p9qd", "w641yscjpn4vgo9z"] {
            assert!(is_random(word), "{word}");
        }
        for word in [
            "fournitures",
            "atelierdurand",
            "angstschweiss",
            "service2024",
            "contact",
            "strength",
            "freshrpms",
            "2024",
            "jean.valjean",
        ] {
            assert!(!is_random(word), "{word}");
        }
    }
}
