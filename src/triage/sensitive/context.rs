//! The words near a number: what it is said to be.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// `text` without accents, lower case, every run of other characters one blank; a blank before and after.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 2);
    plain.push(' ');
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        if c.is_alphanumeric() {
            plain.extend(c.to_lowercase());
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    if !plain.ends_with(' ') {
        plain.push(' ');
    }
    plain
}

/// The words in the `length` bytes before `at`; none where numbers stand among numbers.
pub fn before(text: &str, at: usize, length: usize) -> String {
    let window = &text[text.ceil_char_boundary(at.saturating_sub(length))..at];
    let letters = window.bytes().filter(u8::is_ascii_alphabetic).count();
    if letters < 2 { String::new() } else { plain(window) }
}

/// The words in the `length` bytes after `at`.
pub fn after(text: &str, at: usize, length: usize) -> String {
    plain(&text[at..text.floor_char_boundary((at + length).min(text.len()))])
}

/// Whether one of `words` stands in a plain text; a word that ends with a blank stands there whole.
pub fn says(plain: &str, words: &[&str]) -> bool {
    words.iter().any(|word| plain.contains(word))
}
