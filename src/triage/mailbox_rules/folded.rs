//! Texts as they are compared: lower case, without accents, straight quotes, single blanks.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A text as it is compared.
pub fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        '’' | '‘' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        c => c,
    };
    let folded: String = text.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).map(plain).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a folded text, letters and digits.
pub fn words(folded: &str) -> Vec<&str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}
