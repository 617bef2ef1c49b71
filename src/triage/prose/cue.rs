//! The words that hand a password over where no label names it: `wants`, `mets`, `it's now`, a login before it, how it is spelt behind.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lexicon::LEXICON;
use super::pair::is_login;
use super::pattern::pattern;
use super::value::Run;
use super::window::Window;

/// Words between a cue and its value, at most.
const MOST_WORDS: usize = 5;

/// Bytes of such a word, at most.
const LONGEST_CUE: usize = 16;

/// A login, then what joins it with its password: `a@b.example / `, `mon adresse et `, `in as bob with `, `office / `.
static LOGIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?P<address>[a-z0-9][a-z0-9._+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+)[>)\]]?",
        r"|\b(?:mon|ton|son|notre|votre|mes|our|my|your|his|her|their|same|meme|l'|d'|usual|work)\s?(?:adresse|e-?mail|mail|courriel|login|identifiant|username|numero d[e'] ?\w+|matricule)(?:\s(?:perso\w*|pro|address|mail|du bureau|habituel\w*|de \w+))?(?:\s\([^()\n]{1,40}\))?",
        r"|(?:le|la|the|un|your|ton)?\s?(?:(?:staff|employee|member(?:ship)?|student|payroll|client|customer|account|user) (?:number|no|id)|num(?:ero)? d[e'] ?\w+)|\b(?:in as|on as|as|en|est|is|c'est|c|ct|toujours|still|with|avec|login|log ?on|utilisateur|user|username|identifiant)\s?:?\s(?P<named>[a-z][a-z0-9]*[._-]?[a-z0-9._-]*[a-z0-9]))",
        r"\s?(?:[/+|&]|>+|[-=]+>|=|,?\s?(?:et|and|then|puis|plus|avec|with),?\s|[,;.]\s)\s?(?:(?:puis|then|et|and|en dessous|below|underneath|behind|derriere|ensuite|apres|with|avec|the|le|it|il|ca|this|vous|tu|on|wants|veut|mettez|mets|j'ai|i've|remis|put|mis|faut),?\s){0,5}$",
        r"|(?P<bare>[a-z0-9][a-z0-9._+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+)\s{1,4}$"
    ))
});
/// `office / `, `w/ bankstaff / `, `the account domadmin, `: a word, and a sign; a login that has the line before to itself.
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:^|[\s>:=])(?P<slash>[a-z0-9][a-z0-9._-]{1,30})\s/\s$",
        r"|\b(?:account|compte|users?|utilisateur|login|session|uses|uid|-u)\s?:?\s(?P<short>[a-z0-9][a-z0-9._-]{2,30})(?:\s?[,;]\s|\s[:-]\s|:)$",
        r"|:\s(?P<pair>[a-z][a-z0-9._-]{2,30})(?:,|\s-)\s$",
        r"|\((?P<paren>[a-z][a-z0-9._-]{2,30})\s?[,;/]\s$",
        r"|\n\s*(?P<line>[a-z0-9]+[._-][a-z0-9._@-]+)\s*\n\s*$"
    ))
});
/// An option of a command, a variable.
static OPTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\s--?(?:p|pw|pass(?:word)?|pwd|secret)[ =]$|[a-z0-9]_(?:pass(?:wd|word|phrase)?|pwd|pw|mdp|secret)\s?[:=]\s?$",
    )
});
/// What one does to get in, then a sign: `pour entrer : `, `to get in, `, `where it says passphrase: `.
static WAY_IN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:(?:pour|afin d'|to)\s?(?:l'|le\s|la\s|les\s|y\s|se\s|vous\s|te\s|m'|s'|t')?(?:entrer|rentrer|ouvrir|connecter|acceder|deverrouiller|debloquer|identifier|logger|consulter|get (?:in|on|into it|back in)|log (?:in|on)|sign in|open(?: it| them)?|enter|unlock(?: it)?|view it|see it|access(?: it)?|edit(?: it)?)",
        r"|(?:la ou|quand|lorsque|des que|where|when(?:ever)?|once)\s(?:on|il|elle|ca|it|excel|they|he|she)\s(?:vous\s|te\s|t'|l'|le\s|la\s)?(?:demande|reclame|asks?(?: you)?|says|wants|prompts)(?:\s(?:le|la|l'|the|for|a|your|ton|votre|un|une|de|du|reste|what|it|[a-z]+)){0,4})\s?(?:[:,=]|-+>?|\s(?:use|type|enter|tape[rz]?|mets|mettez|put|c'est|it's|is|avec|with))\s*$"
    ))
});
/// What comes out of what was said: `the cat's name and 2019, so `.
static CONCLUDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[,;:.(\s-])(?:donc|soit|a savoir|c'est-a-dire|ce qui (?:fait|donne)|ca (?:fait|donne)|cela (?:fait|donne)|i\.e\.?|ie|so|which (?:makes|gives|is)|that makes|making it|giving)\s?:?\s$",
    )
});
/// A field of a form that has no name: `in the second box`, `dans la 2e case`, `when asked:`.
static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:second|2nd|2e|2eme|deuxieme|seconde|next|bottom|lower|other|autre)\s(?:box|case|field|champ|line|ligne)|(?:when|if|once)\s(?:it\s|excel\s|word\s|windows\s)?(?:asked|asks|prompted|prompts|moans)|(?:quand|lorsqu|s')[a-z' ]{0,8}(?:demande|reclame)|(?:the )?(?:other|second|next|secret) (?:bit|half|part|thing)|(?:l'autre|la seconde|la deuxieme|la 2e) (?:moitie|partie|case)|(?:le|pour le) reste|(?:in|dans) (?:the|la|le) (?:second|deuxieme|seconde)|en dessous|(?:case|champ|ligne|box|field) (?:du bas|en bas|at the bottom)|underneath|(?:a l'|at|on)\s?(?:ouverture|opening))\b",
    )
});
/// A word for what opens, that is no label by itself: `votre clé personnelle`, `the phrase assigned to you is`, `code service`.
static KEYED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^a-z])(?P<other>(?:usb|public|private|pgp|gpg|ssh|api|primary|foreign|registry|product|hot|turn|sort|wrench|allen)\s)?(?:cles?|clefs?|keys?|phrases?|credentials?|secret|word|mot|codes?|lock|sesame)(?:\s(?:[a-z'-]+,?\s?){0,7})?(?:\s?[:=]\s*|(?:\s|^)(?:is|est|sera|suivante?s?\.?|c'est)\s+|\s{2,}|,\s?|\s)$",
    )
});
/// What follows stands on a line of its own, or is shown at last.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:suivante?s?|following|below|dessous|as follows|is|are|est|sont|voici|it|this|here it is)\s?[.:,-]?\s*\n\s*$|\b(?:here it is|here goes|la voici|le voici|voila|there you go|here you go)\s?[:,-]\s*$",
    )
});
/// What somebody writes in a chat, by itself: `mei: omg. Xy12!`.
static CHAT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|\n)(?:\[[0-9:. -]{4,20}\]\s)?[a-z]{2,14}\s?:\s(?:[a-z]{1,6}[.,!]?\s){0,2}$"));
/// The last cell of a row, the end of an item.
static CELL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\s--?\s|\.{3,}\s?|\S[ \t]{2,}|\S[ \t]*(?:\t|\|)[ \t]*)$"));
/// How it is spelt: nothing but a password is explained so.
static SPELT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^[^\n]{0,30}?\b(?:(?:avec|sans|with|without|no|tout en|all|all in|en|in|using)\s(?:les?\s|l[ae]\s|the\s|une?\s|a\s|des\s|two\s|deux\s|ordinary\s)?(?:tirets?|dash(?:es)?|hyphens?|espaces?|spaces?|majuscules?|minuscules?|maj|capitals?|caps|capital \w|lower ?case|upper ?case|zeros?|underscores?|point d'exclamation|exclamation|accents?|slash(?:es)?|dots?|points?|barre|tiret)",
        r"|zero not o|tout attache|en un (?:seul )?mot|one word|case[ -]sensitive|(?:exclamation mark|dashes|hyphens|slashes|tirets) (?:in|between|at|compris|included|entre)|attention (?:a la|aux) majuscules?)\b"
    ))
});

/// What it is for, or for whom.
static PURPOSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[,]?\s(?:for|pour|on|sur)\s(?:the|le|la|les|l'|mon|ma|mes|my|our|ton|ta|votre|notre|your|tout|everything|both|all)\b",
    )
});

/// Whether a login is an address of mail.
fn is_of_address(login: &regex::Captures) -> bool {
    login.name("address").is_some()
}

/// Whether a field of a form that has no name is told of.
pub(super) fn is_field(said: &str) -> bool {
    FIELD.is_match(said)
}

/// What hands a run over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cue {
    /// how surely, 12 to 55
    pub(super) weight: i32,
    /// whose it is
    pub(super) login: Option<Range<usize>>,
}

impl Cue {
    /// Nothing hands it over: it is only what it looks like.
    pub(super) fn of_look() -> Cue {
        Cue { weight: 8, login: None }
    }

    /// A login stands in one with it.
    pub(super) fn of_login(login: Option<Range<usize>>) -> Cue {
        Cue { weight: 28, login }
    }
}

/// Whether the word or sign before the byte `at` may hand over what stands there: a cheap look that most places do not pass.
pub(super) fn may_hand(content: &str, at: usize) -> bool {
    let before = content.as_bytes()[..at].trim_ascii_end();
    let before = before.strip_suffix(b"\"").or(before.strip_suffix(b"(")).unwrap_or(before).trim_ascii_end();
    let word = before.iter().rev().take(LONGEST_CUE + 1).take_while(|byte| is_of_word(**byte)).count();
    let word = &before[before.len() - word..];
    match word {
        [] => before.last().is_some_and(|byte| b":=>/+|,;&-.)*".contains(byte)),
        _ if word.len() > LONGEST_CUE => false,
        _ if !word.is_ascii() => true,
        _ => {
            let low = String::from_utf8_lossy(word).to_ascii_lowercase();
            LEXICON.before.contains(&low)
        }
    }
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'\'' || !byte.is_ascii()
}

/// What hands over `run`, if anything does.
pub(super) fn cue(window: &Window, run: &Run) -> Option<Cue> {
    let start = run.range.start.saturating_sub(110);
    let said = window.text(start..run.range.start).trim_end_matches(['"', '(', '*', '`', '\'']);
    let behind = window.text(run.end..run.end + 70);
    let login = [&LOGIN, &SHORT].into_iter().find_map(|regex| regex.captures(said));
    let field = FIELD.is_match(window.text(start.max(run.range.start.saturating_sub(60))..run.range.start))
        || FIELD.is_match(&behind[..behind.len().min(30)]);
    let spelt = SPELT.is_match(behind);
    let words = words(said);
    let weight = match () {
        () if login.as_ref().is_some_and(is_of_address) => 36,
        () if WAY_IN.is_match(said) => 32,
        () if CONCLUDED.is_match(said) => 24,
        () if login.is_some() => 28,
        () if OPTION.is_match(said) => 32,
        () if words >= 20 || field => words.max(20),
        () if KEYED.captures(said).is_some_and(|found| found.name("other").is_none()) => 20,
        () if ANNOUNCED.is_match(said) && (said.ends_with(' ') || is_alone(window, run)) => 20,
        () if CELL.is_match(said) || CHAT.is_match(said) && ends_line(window, run) => 16,
        () if words > 0 => words,
        () if spelt => 12,
        () => return None,
    };
    let named = login.and_then(|found| {
        ["address", "bare", "named", "short", "slash", "pair", "paren", "line"]
            .into_iter()
            .find_map(|group| found.name(group))
    });
    let named = named.map(|login| start + login.start()..start + login.end());
    // `it's Xy12! for the tablet`
    let purpose = words > 0 && PURPOSE.is_match(behind);
    Some(Cue {
        weight: weight + if spelt { 25 } else { 0 } + if field || purpose { 8 } else { 0 },
        login: named.filter(|login| is_login(window.text(login.clone()))),
    })
}

/// How surely the last words before a run hand it over: somebody enters it, sets it, or says that it is it.
pub(super) fn words(said: &str) -> i32 {
    let mut best = 0;
    for word in said.rsplit(|c: char| c.is_ascii_whitespace()).filter(|word| !word.is_empty()).take(MOST_WORDS) {
        let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '\'');
        let ends = word.ends_with(['.', ',', ';', '?', '!']);
        let signed = word.ends_with([':', '=', '>']);
        best = best.max(if signed { 14 } else { 0 });
        match () {
            () if ends && best == 0 && !(LEXICON.handing.contains(bare) && word.ends_with(',')) => return 0,
            () if ends => return best,
            () if LEXICON.entering.contains(bare) => return best.max(20),
            () if LEXICON.handing.contains(bare) => best = best.max(14),
            () if bare.is_empty() || LEXICON.fillers.contains(bare) => {}
            () => return best,
        }
    }
    best
}

fn ends_line(window: &Window, run: &Run) -> bool {
    window.text(run.end..window.line_end(run.end)).trim().is_empty()
}

fn is_alone(window: &Window, run: &Run) -> bool {
    let line = window.line_start(run.range.start)..window.line_end(run.end);
    window.text(line).trim().len() <= run.end - run.range.start + 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_run_hand_it_over_or_do_not() {
        for (said, weight) in [
            ("then the page wants ", 20),
            ("pour le site c'est maintenant ", 14),
            ("it was changed to ", 20),
            ("the panel: ", 14),
            ("we met near the ", 0),
            ("he wants it. Yesterday ", 0),
        ] {
            assert_eq!(words(&said.to_lowercase()), weight, "{said}");
        }
    }

    #[test]
    fn a_year_needs_a_word_before_it() {
        let handed = |text: &str| may_hand(text, text.len() - 4);
        assert!(handed("tapez donc 1958") && handed("the safe: 1958"));
        assert!(!handed("painted since 1958") && !handed("in spring 1958"));
    }
}
