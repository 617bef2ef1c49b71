//! Whether a word that may be a label stands for itself: no piece of a longer word, of a program, of `password policy`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern::pattern;
use super::window::Window;

/// `password policy`, `gestionnaire de mots de passe`, `one-time passcode`: about passwords, or one that serves once.
pub(super) fn is_spoken_of(window: &Window, range: &Range<usize>) -> bool {
    static AFTER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"^[\s-](?:hash\w*|strength|hints?|policy|policies|managers?|fields?|length|generators?|prompts?|columns?|colonnes?|table|tables|box|entry|expiry|expiration|recovery|rotation|spray\w*|attacks?|database|dumps?|",
            r"complexity|requirements?|rules?|auth\w*|entropy|crack\w*|fatigue|hygiene|less|protected|protection|dialog|safe\b|sanitaire|navigo|culture)\b"
        ))
    });
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:politique|gestionnaire|generateur|indice|force|champ|robustesse|complexite|hachage|hash|one-time|single-use|boarding|season|day|mountain|colonne|column|champs)\s(?:d[eu]s?\s)?(?:vos\s|votre\s)?$",
        )
    });
    AFTER.is_match(window.text(range.end..range.end + 24))
        || BEFORE.is_match(window.text(range.start.saturating_sub(40)..range.start))
        || window.text(range.clone()) == "passwd" && window.text(range.start.saturating_sub(5)..range.start) == "sudo "
}

/// Not a piece of a longer word, of a name in a program, of a path.
pub(super) fn stands_alone(window: &Window, range: &Range<usize>) -> bool {
    let before = range.start.checked_sub(1).map_or(b' ', |at| window.at(at));
    let before_that = range.start.checked_sub(2).map_or(b' ', |at| window.at(at));
    let emphasis = before == b'_' && (before_that == b'_' || before_that == b' ' || before_that == b'\n');
    let option = before == b'-' && (before_that == b'-' || before_that.is_ascii_alphanumeric());
    let arrow = before == b'>' && before_that == b'-';
    if (before == b'_' && !emphasis)
        || option
        || arrow
        || matches!(before, b'$' | b'@' | b'\\' | b'.' | b'%' | b'#' | b'+')
    {
        return false;
    }
    // `cfg["password"]` names a place.
    if matches!(before, b'"' | b'\'') && before_that == b'[' {
        return false;
    }
    let (after, after_that) = (window.at(range.end), window.at(range.end + 1));
    match after {
        b'_' => emphasis,
        b'-' => !after_that.is_ascii_alphanumeric(),
        b'@' | b'+' => false,
        b'/' => !after_that.is_ascii_alphanumeric(),
        b'.' => !after_that.is_ascii_alphabetic() || window.at(range.start) == b'm',
        b'(' => after_that == b' ' || after_that.is_ascii_alphabetic() && window.at(range.start) == b'm',
        _ => true,
    }
}
