//! What a run of characters looks like: surely a password, perhaps one, a word of the sentence, or never one (a mask, a placeholder,
//! a path, a date, source code).

use std::sync::LazyLock;

use regex::Regex;

use super::compound::{is_compound, is_hyphened, is_title};
use super::lexicon::LEXICON;
use super::pattern::pattern;

/// From never to surely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// never a password
    Never,
    /// a word of the sentence that says something about passwords
    Said,
    /// a word like any other
    Word,
    /// digits only
    Digits,
    /// a reference (`KB-1234`), or capitals within (`SharePoint`)
    Name,
    /// two plain words and a hyphen (`beurre-sucre`)
    Hyphen,
    /// words joined, with capitals where no name has them (`ship-it-Friday`)
    Joined,
    /// a plain word that is a common password
    Common,
    /// letters and digits, or letters and signs
    Mixed,
    /// words joined by signs
    Phrase,
    /// nothing but a password looks like it
    Sure,
}

impl Shape {
    /// How much it weighs, 0 to 40.
    pub(super) fn weight(self) -> i32 {
        match self {
            Shape::Never | Shape::Said => -100,
            Shape::Word => 5,
            Shape::Digits => 20,
            Shape::Name | Shape::Hyphen => 20,
            Shape::Joined => 26,
            Shape::Mixed | Shape::Common | Shape::Phrase => 30,
            Shape::Sure => 40,
        }
    }
}

const SHORTEST: usize = 4;
const LONGEST: usize = 64;

static NEVER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?x) ^(?: https?:.* | www\..* | mailto:.* | ftp:.* | s?ftps?://.* | .*://.* ",
        // addresses, hosts, files, paths
        r" | [\w.+-]+@[\w-]+(?:\.[\w-]+)+ | (?:[\w-]+\.)+(?:com|org|net|fr|eu|example|test|local|lan|io|info|be|ch|de|uk|co|gov|edu|biz|dev|app|php|html?|txt|pdf|docx?|xlsx?|pptx?|zip|7z|rar|exe|conf|cfg|ini|json|ya?ml|xml|c|h|py|rs|js|sh|md|log|csv|kdbx|gz|tar|png|jpe?g)(?:/.*)?",
        r" | /[\w.-]+(?:/.*)? | ~/.* | [a-z]:\\.* | \.{1,2}/.* | \w+/\w+/[\w/.-]*(?:\#\w*)? | \d{1,3}(?:\.\d{1,3}){3}(?::\d+)?",
        // dates, times, amounts, ordinals, versions, references of the text
        r" | \d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} | \d{1,2}[h:]\d{0,2}(?::\d\d)? | [\d.,]+(?:[%€$£]|eur|usd|k|mo|go|ko|gb|mb|kb|px|em|pt|ms|min|mn|h|j|s|x|am|pm|bits?|e|er|eme|th|st|nd|rd)",
        r" | v?\d+(?:\.\d+)+ | n°?\d+ | \#\d+ | [\#*]+",
        // marks of a program, places to be filled
        r" | .*(?:\(\)|\$\{|\$\(|\{\{|\}\}|::|->|\[\]|=>|==|!=|&&|\|\||%s|%\(|\{\d?\}).* | \\\\.* | [\d.,]+[kmg]?(?:bps|bit/s|o/s|hz|ghz|mhz|khz|wh?|kwh|kg|cm|mm|km|m2|dpi|fps) | \$\w+ | %\w+% | \w+\((?:\D.*)? | \w+\[.*\]?.* | [\w.]+\.\w+\(.* | self\..* | os\.environ.* | process\.env.* | env\..* | request\..*",
        r" | <.*>? | \[.*\]? | \{[^}]*\}? | >.* | [0-9a-f]{8}-[0-9a-f]{4}-.* | (?:[0-9a-f]{4}-){2,}[0-9a-f]{8,} | [a-z_][a-z0-9_]*=[\x22'].* | \w+[:\\]\S*\[[^\]]* | \(.*\)? | .*(?:\.\.\.|…).* | 802\.11.* | cve-\d.* | @\w+ | %[a-z].* | --?[a-z][\w-]+ | :[\w-]+: | \\[nt].*",
        // pieces of a program: an interpolation, an index, the name of a variable
        r" | ,.* | .*\#\{.* | .*\['.* | .*\$\w+\[.* | \w+_(?:password|passwd|passphrase|pwd|mdp|secret) | (?:password|passwd)_\w+",
        r" | (?:your|my|the|votre|mon|ton|le|new|old|some|user|db|any|un|nouveau)[_-]?(?:pass(?:word|wd|phrase|code)?|pwd|mdp|mot[_-]?de[_-]?passe|secret|pin)(?:[_-]?here|[_-]?ici)? ",
        // attributes of HTML, types of a database, rows of a list of values
        r" | (?:name|id|type|class|value|placeholder|autocomplete|href|style|for|action|method|src|width|height)=.* | (?:n?(?:var)?char2?|int|integer|text|decimal|numeric|(?:var)?binary|bigint|blob|float)\(\d*\)[,;.]? | (?:[^;]*;)?\d{4,};.*",
        r" | (?:tls|ssl|http)v?[-\d.]+ | [a-z]+=(?:pass|fail|none|neutral|softfail)",
        r" | (?:insert|enter|replace|put)[_-].* | .*(?:placeholder|_here|redacted|censored|masked|masque).* )$"
    ))
});
/// What a program computes rather than a value: `$(...)`, `getenv("X")`, `process.env.X`, `p['x']`.
static EXPRESSION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:['\x22]?\s?[.+]\s?)?(?:\$[({\w].*[\[({>].*|[\w.:>-]+\((?:\D.*)?|\w+\[.+|(?:process\.env|os\.environ|self|env|request|config|this|settings|params)[.\[].*)$",
    )
});
static MASK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^.{0,3}(?:\*{3,}|x{4,}|#{3,}|_{3,}|-{3,}|\.{3,}|\^{3,}|\?{3,}|={3,}|~{3,}|0{6,}).{0,3}$|\*{4,}|x{6,}")
});
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[A-Z]{1,4}[-_ ]?\d+$"));
/// `-ment`, `-tion`: what is said, not what is typed.
pub(super) static SAID: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:ement|amment|emment|tion|tions|sion|able|ables|ible|ibles|ly|ed|ing|ful|ous|ive|less|ness|ity|ite|ites|ees|age|ages|eux|euse|ement)$",
    )
});

/// The shape of a run as written, with its folded form.
pub(super) fn shape(written: &str, low: &str) -> Shape {
    let length = written.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) || MASK.is_match(low) || NEVER.is_match(low) {
        return Shape::Never;
    }
    let bare = low.trim_end_matches(['!', '?', '.', ',', ';', ':']);
    if LEXICON.never.contains(bare) || LEXICON.never.contains(bare.trim_start_matches("l'").trim_start_matches("d'")) {
        return Shape::Said;
    }
    if LEXICON.common.contains(low)
        || LEXICON.common.contains(low.trim_end_matches(['!', '1', '2', '3', '*'])) && bare != low
    {
        return Shape::Common;
    }
    by_classes(written, low, bare)
}

/// Whether a program computes it.
pub(super) fn is_expression(low: &str) -> bool {
    EXPRESSION.is_match(low)
}

/// The shape of words between quotes.
pub(super) fn phrase(low: &str) -> Shape {
    let words = low.split(' ').count();
    let said = low.split(' ').filter(|word| LEXICON.never.contains(*word)).count();
    match () {
        () if words > 8 || low.contains(['\n', '<', '[']) => Shape::Never,
        () if low.bytes().any(|byte| byte.is_ascii_digit()) && said == 0 => Shape::Mixed,
        () if said * 2 > words => Shape::Said,
        () => Shape::Word,
    }
}

fn by_classes(written: &str, low: &str, bare: &str) -> Shape {
    let count = |test: fn(&char) -> bool| written.chars().filter(test).count();
    let (upper, lower, digits) = (count(|c| c.is_uppercase()), count(|c| c.is_lowercase()), count(|c| c.is_numeric()));
    let letters = upper + lower;
    // A sign at the very end may belong to the sentence.
    let strong = bare.bytes().filter(|byte| b"!@#$%^&*?+=~<>|\\".contains(byte)).count();
    let joints = bare.bytes().filter(|byte| b"-_.,:;/'".contains(byte)).count();
    let foreign = !written.is_ascii() && digits == 0 && strong == 0;
    let parts = bare.split(['-', '_', '.', '+']).filter(|part| part.len() >= 3).count();
    match () {
        () if letters == 0 && digits == low.len() => Shape::Digits,
        () if letters == 0 && digits > 0 => {
            if strong > 0 && digits >= 4 {
                Shape::Mixed
            } else {
                Shape::Never
            }
        }
        () if letters == 0 => {
            if strong >= 4 && low.len() >= 6 && distinct(low) >= 4 {
                Shape::Mixed
            } else {
                Shape::Never
            }
        }
        () if digits > 0 && strong > 0 && low.len() >= 6 => Shape::Sure,
        () if digits > 0 && joints > 0 && upper > 0 && lower > 0 && low.len() >= 8 => Shape::Sure,
        () if digits > 0 && is_scattered(written) && low.len() >= 6 => Shape::Sure,
        () if upper > 0 && lower == 0 && REFERENCE.is_match(written) => Shape::Name,
        () if digits > 0 && low.starts_with("l'") => Shape::Word,
        () if digits > 0 => Shape::Mixed,
        () if strong > 0 && !bare.starts_with('*') => Shape::Mixed,
        () if joints >= 2 && parts >= 3 && !foreign => Shape::Phrase,
        () if bare.contains(['_', '/', '\'']) && joints == 1 => {
            if bare.contains('_') {
                match () {
                    () if upper > 0 && lower > 0 => Shape::Mixed,
                    () if is_hyphened(bare) && !bare.split('_').any(|part| LEXICON.never.contains(part)) => {
                        Shape::Hyphen
                    }
                    () => Shape::Name,
                }
            } else if bare.contains('/') && upper >= 2 && lower >= 2 {
                Shape::Name
            } else {
                Shape::Said
            }
        }
        () if joints > 0 && has_inner_capital(written) && lower >= 2 => {
            // `Jean-Pierre` may be a name, `ufYq-Copieur` is none.
            if is_title(written) { Shape::Name } else { Shape::Joined }
        }
        () if is_compound(bare) => Shape::Said,
        () if has_inner_capital(written) && lower >= 2 => Shape::Name,
        () if foreign => Shape::Said,
        () if is_hyphened(bare) => Shape::Hyphen,
        () if foreign || SAID.is_match(bare) => Shape::Said,
        () => Shape::Word,
    }
}

fn distinct(low: &str) -> usize {
    let mut bytes = low.as_bytes().to_vec();
    bytes.sort_unstable();
    bytes.dedup();
    bytes.len()
}

/// Digits and letters of both cases that change places more than `Soleil2024` does.
fn is_scattered(written: &str) -> bool {
    let class = |c: char| match c {
        c if c.is_uppercase() => 1,
        c if c.is_lowercase() => 2,
        c if c.is_numeric() => 3,
        _ => 4,
    };
    let classes: Vec<i32> = written.chars().filter(|c| c.is_alphanumeric()).map(class).collect();
    let changes = classes.windows(2).filter(|pair| pair[0] != pair[1]).count();
    changes >= 4 || changes >= 3 && written.chars().next().is_some_and(|c| c.is_lowercase() || c.is_numeric())
}

fn has_inner_capital(written: &str) -> bool {
    written.chars().skip(1).any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(written: &str) -> Shape {
        shape(written, &written.to_lowercase())
    }

    #[test]
    fn passwords_look_like_passwords() {
        for sure in ["Xy12!a", "Varlope!29Ponant", "Rabot&Ciseau-88", "Chene-Massif-2025!", "k7Qp2zLm", "tr0ub4dor&3"] {
            assert_eq!(of(sure), Shape::Sure, "{sure}");
        }
        for mixed in ["Soleil2024", "hunter2", "Soleil2024!", "p@ssage"] {
            assert_eq!(of(mixed), Shape::Mixed, "{mixed}");
        }
        assert_eq!(
            (of("cheval-pile-agrafe-correct"), of("azerty"), of("482613")),
            (Shape::Phrase, Shape::Common, Shape::Digits)
        );
    }

    #[test]
    fn sentences_and_programs_do_not() {
        let never = [
            "********",
            "xxxxxx",
            "<password>",
            "[mot",
            "${PASSWORD}",
            "/etc/shadow",
            "getpass()",
            "https://a.test/x",
            "a@b.test",
            "12/03/2025",
            "14h30",
            "your_password",
            "votre_mot_de_passe",
            "vpn.example.test",
            "12,50€",
            "abc",
            "...",
            "192.0.2.1",
        ];
        for text in never {
            assert_eq!(of(text), Shape::Never, "{text}");
        }
        for said in ["required", "hashed", "obligatoire", "temporairement", "sha-256"] {
            assert_eq!(of(said), Shape::Said, "{said}");
        }
        assert_eq!((of("swordfisch"), of("DotNetNuke"), of("KB-1234")), (Shape::Word, Shape::Name, Shape::Name));
    }
}
