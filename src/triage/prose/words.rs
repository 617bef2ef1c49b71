//! A value of several words without quotes: `Password : Whistle Stop Cafe`, `passphrase: seven tired owls drink tea`.

use super::lexicon::LEXICON;
use super::window::Window;

/// Words in one value, at most.
const MOST: usize = 8;
/// A letter's end rather than a value.
const CLOSING: [&str; 24] = [
    "ask",
    "contact",
    "demander",
    "demande",
    "see",
    "check",
    "cf",
    "same",
    "idem",
    "tbc",
    "cordialement",
    "merci",
    "thanks",
    "regards",
    "cheers",
    "bises",
    "bisous",
    "bonne",
    "best",
    "kind",
    "bien",
    "envoye",
    "sent",
    "voir",
];

/// Where the value that starts at `start` ends, if it is the rest of its line and looks like one: words with capitals or a number
/// among them (`Vendange 2019`), or, where a phrase is announced, small words none of which speaks of passwords.
pub(super) fn end(window: &Window, start: usize, phrase: bool) -> Option<usize> {
    let line_end = window.line_end(start).min(start + 80);
    let low = window.text(start..line_end).trim_end();
    // A phrase may end before its line does.
    let cut = low.find(". ").filter(|_| phrase);
    let low = low[..cut.unwrap_or(low.len())].trim_end_matches(['.', ',', ';']);
    let words: Vec<&str> = low.split(' ').collect();
    let least = if cut.is_some() { 4 } else { 2 };
    if !(least..=MOST).contains(&words.len()) || words.iter().any(|word| !is_plain(word)) {
        return None;
    }
    let end = start + low.len();
    let known = words.iter().filter(|word| LEXICON.never.contains(**word) || CLOSING.contains(*word)).count();
    let first = words.first().is_some_and(|word| LEXICON.never.contains(*word));
    let closing = words.iter().any(|word| CLOSING.contains(word));
    if phrase && words.len() >= 4 && !first && !closing && known * 2 <= words.len() {
        return Some(end);
    }
    if phrase
        && words.len() >= 3
        && (known == 0 || known * 4 <= words.len() || known * 3 <= words.len() && words.len() >= 6)
    {
        return Some(end);
    }
    let mut at = start;
    let titled = words.iter().filter(|word| {
        let first = window.chars.get(at).copied().unwrap_or(' ');
        at += word.len() + 1;
        first.is_uppercase() || first.is_numeric()
    });
    let all_titled = titled.count() == words.len();
    let numbers = words.iter().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit())).count();
    let letters = words.first().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let refused = words.iter().any(|word| CLOSING.contains(word));
    ((known == 0 || known == 1 && !refused && words.len() >= 3)
        && letters
        && all_titled
        && words.len() <= 5
        && (numbers <= 1 && (words.len() >= 3 || numbers == 1)))
        .then_some(end)
}

/// Letters or digits, with at most a sign of the end.
fn is_plain(word: &str) -> bool {
    let bare = word.trim_end_matches(['!', '?']);
    !bare.is_empty()
        && (bare.bytes().all(|byte| byte.is_ascii_alphabetic()) || bare.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, phrase: bool) -> Option<usize> {
        let mut window = Window::default();
        window.fill(text, 0, 0, 200);
        end(&window, 0, phrase)
    }

    #[test]
    fn several_words_are_a_value_only_where_they_look_like_one() {
        for text in ["Whistle Stop Cafe", "Vendange 2019", "Old Mill Lane"] {
            assert_eq!(value(text, false), Some(text.len()), "{text}");
        }
        for text in ["Please Contact The Helpdesk", "ask Tom", "Kind Regards Tom", "Xy12! thanks", "Varech"] {
            assert_eq!(value(text, false), None, "{text}");
        }
        assert_eq!(value("seven tired owls drink tea\nrest", true), Some(26));
        assert_eq!(value("use four random words please", true), None);
    }
}
