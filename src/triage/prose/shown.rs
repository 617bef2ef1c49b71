//! A password shown as it is typed, whatever it looks like: between quotes behind a word that enters it (`type "open sesame"`), or with
//! an explanation of how it is spelt (`it's marmalade, all lower case`). Found from that word, or from that explanation.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::context;
use super::cue;
use super::judge::Judged;
use super::lexicon::LEXICON;
use super::pattern::pattern;
use super::scene;
use super::shape::{Shape, phrase, shape};
use super::value::{self, run_at};
use super::window::Window;

/// Words in such a value, at most.
const MOST_WORDS: usize = 7;

/// Words that enter something; the others only say what it is, or with what.
static ENTERING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:tape|saisi|mis|entre|met|repon|utilis|choisi|type|enter|using|use|answer|put|dis|dites|donne|set to|changed to|should be|must be|is still)",
    )
});
/// The sentence tells of opening something.
static OPENED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:mots?\s(?:de passe|magique|secret)|mdp|pass|passwords?|pass ?phrase|passcode|phrases?|pwd?|pw|log(?:s|ged|ging)?[ -]?(?:in|on)|sign(?:s|ed)? in|ouvr\w+|opens?|opened|unlock\w*|let (?:you|me|us|him|her) in|get in(?:to)?|verrou\w*|deverrouill\w*|debloqu\w+|locked|acces|access",
        r"|connect\w*|connexion|entrer|rentrer|protege\w*|protected|chiffre\w*|encrypted|identifi\w+|credentials?|wi-?fi|reseau|cles?|keys?|admin|session|compte|account|key|secret|question|root|sudo|it (?:asks|wants|will ask|needs)|asks|asked|asks? (?:you )?for|(?:te|vous|on)?\s?(?:le )?demande\w*)\b"
    ))
});
/// What is typed there finds or picks something; it opens nothing.
static PICKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:search\w*|recherche\w*|cherche\w*|google|menu|onglet|tab|bouton|button|cli(?:c|qu)\w*|click\w*|select\w*|selectionn\w*|objet|subject|filter|filtre|commande|command|terminal|prompt|error|erreur|message|affich\w*|displays?|says|reads|called|named|appel\w+|nomm\w+|intitul\w*|titled?|label\w*|column|colonne|hashtag|barre d'adresse|address bar|url|reply|repondez stop|reply stop|yes|oui)\b",
    )
});
/// The words around an explanation of how something is spelt.
static SPELT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?P<lead>[\s,;(.-]*(?:\b(?:le tout|tout|toute|all|all in|tout en|en|in|ecrit|ecrite|written|spelt|spelled|typed|avec|sans|with|without|no|no capitals?|pas de|a|un|une|the|les?|la|des|one|as|but|mais|et|and|no|yes|oui|just|juste|petit|bien|exactly|exactement|two|deux|trois|three|plus|c'est|it's|d'un seul|en un seul|only|using)\s)*)",
        r"(?:lower[ -]?case|upper[ -]?case|minuscules?|majuscules?|maj\b|capitals?|caps\b|attache\b|attachee?s?|espaces?|spaces?|spacing|accents?|tirets?|hyphens?|dash(?:es)?|underscores?|one word|un mot|seul mot|slash(?:es)?|dots?|exclamation|point d'exclamation|tenant|gaps|brackets|apostrophes?|tout court)\b"
    ))
});
/// Rules of spelling, and what is said of keys: nobody gives a password in such a sentence.
static OF_KEYS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:caps lock|verr\.? maj|verrouillage maj\w*|touche maj\w*|shift|au moins|at least|minimum|doit|doivent|must|should|need to|needs|contain\w*|conten\w+|comport\w+|respect\w*|sensible|sensitive|iban|siret|names?|surname|noms?|prenoms?|initials|initiales|titre|title|heading|filename|fichiers? nomme|venue|capital (?:letter|city|gain|cost|expend)\w*|en lettres|block capitals?|lettres capitales|formulaire|form\b|plaque)\b",
    )
});

/// The password between quotes behind the word at the window's anchor.
pub(super) fn quoted(window: &Window) -> Option<Judged> {
    let ahead = window.text(window.anchor..window.anchor + 18);
    let mark = ahead.find(['"', '`', '*']).or_else(|| ahead.find(" '").map(|at| at + 1))?;
    let run = value::quoted(window, window.anchor + mark)?;
    let low = window.text(run.range.clone());
    let words = low.split(' ').count();
    let shape = if words > 1 {
        phrase(low)
    } else {
        shape(&window.written(run.range.clone()), low.trim_end_matches(['.', ',']))
    };
    let known = low.split(' ').filter(|word| LEXICON.never.contains(*word)).count();
    if words > MOST_WORDS || shape <= Shape::Said || low.len() > 44 || known * 2 >= words {
        return None;
    }
    let made = match shape {
        Shape::Sure => 20,
        Shape::Mixed | Shape::Common => 16,
        Shape::Word if words == 1 => 4,
        Shape::Name => 6,
        _ => 10,
    };
    let entering = if ENTERING.is_match(ahead) { 30 } else { 24 };
    let behind = window.text(run.end..run.end + 70);
    let spelt = if is_spelt(behind) { 22 } else { 0 };
    let (start, end) = (context::sentence_start(window, window.anchor), phrase_end(window, run.end));
    // `should be "Xy12"` is no rule.
    let said = window.text(start..run.range.start).replace("should be", "it is");
    let sentence = format!("{said} {}", window.text(run.end..end));
    let opened = match () {
        () if OPENED.is_match(&sentence) => 14,
        () if spelt > 0 || scene::weight(&sentence) > 0 => 6,
        () => -12,
    };
    let field = if cue::is_field(&sentence) { 14 } else { 0 };
    let picked = if PICKED.is_match(&sentence) { -34 } else { 0 };
    let scene = scene(window, &run.range).max(if spelt > 0 { 0 } else { scene::NOWHERE });
    let belief = entering + made + spelt + opened.max(field) + picked + scene + against(window, &sentence, &run.range);
    Judged::of_told(run.range, None, belief)
}

/// The password that the explanation at the window's anchor is about.
pub(super) fn spelt(window: &Window) -> Option<Judged> {
    let start = context::sentence_start(window, window.anchor).max(window.anchor.saturating_sub(150));
    let found =
        SPELT.find_iter(window.text(start..window.anchor + 24)).find(|found| start + found.end() > window.anchor)?;
    let sentence = window.text(start..phrase_end(window, window.anchor));
    if OF_KEYS.is_match(sentence) {
        return None;
    }
    let stop = start + found.start();
    let (range, handed) = before(window, start, stop).or_else(|| behind(window, start + found.end()))?;
    let near = scene(window, &range);
    let opened = if OPENED.is_match(sentence) { 14 } else { 0 };
    let belief = 24 + handed + near + opened + against(window, sentence, &range);
    Judged::of_told(range, None, belief)
}

fn scene(window: &Window, range: &Range<usize>) -> i32 {
    scene::weight(window.text(range.start.saturating_sub(220)..range.end + 120))
}

fn against(window: &Window, sentence: &str, range: &Range<usize>) -> i32 {
    let line = window.text(window.line_start(range.start)..window.line_end(range.end));
    let rule = if context::is_rule(sentence) { -55 } else { 0 };
    let story = if context::is_story(sentence) { -55 } else { 0 };
    rule + story + if context::is_program(line) { -40 } else { 0 }
}

/// Whether what stands behind a value explains how it is spelt.
fn is_spelt(behind: &str) -> bool {
    SPELT.find(behind).is_some_and(|found| found.start() <= 16)
}

/// Where the phrase that goes on at `from` ends.
fn phrase_end(window: &Window, from: usize) -> usize {
    let text = window.text(from..from + 100);
    from + text.find([';', '!', '?', '\n']).or_else(|| text.find(". ")).unwrap_or(text.len())
}

/// The value that ends at `stop`, right before its explanation, and how surely it is handed over.
fn before(window: &Window, start: usize, stop: usize) -> Option<(Range<usize>, i32)> {
    let said = window.text(start..stop).trim_end_matches([' ', ',', ';', '(', '-', '.', '\n', ':']);
    let end = start + said.len();
    if let Some(mark) = said.chars().last().filter(|mark| matches!(mark, '"' | '`' | '\'' | '*')) {
        let open = said[..said.len() - 1].rfind(mark)?;
        let run = value::quoted(window, start + open)?;
        return (!run.range.is_empty() && phrase(window.text(run.range.clone())) > Shape::Said)
            .then_some((run.range, 30));
    }
    let token = start + said.rfind([' ', '\n', '\t']).map_or(0, |at| at + 1);
    let last = run_at(window, token);
    let look = shape(&window.written(last.range.clone()), window.text(last.range.clone()));
    if look >= Shape::Hyphen {
        let weight = if look >= Shape::Mixed { 34 } else { 24 };
        return Some((last.range, weight));
    }
    handed_over(window, start, end).or_else(|| {
        // A sentence of its own: `Brown Sugar 71, with gaps.`
        let first = start + said.len() - said.trim_start().len();
        let words = said.split_whitespace().count();
        let titled = window.chars.get(first).is_some_and(|c| c.is_uppercase());
        let number = said.bytes().any(|byte| byte.is_ascii_digit());
        (titled && number && (2..=5).contains(&words) && is_phrase(said.trim())).then_some((first..end, 24))
    })
}

/// What stands behind the last word that hands something over, up to `end`.
fn handed_over(window: &Window, start: usize, end: usize) -> Option<(Range<usize>, i32)> {
    let said = window.text(start..end);
    let mut at = said.len();
    for _ in 0..=MOST_WORDS {
        at = said[..at].trim_end().rfind([' ', '\n', '\t'])?;
        let rest = said[at..].trim_start();
        let first = start + said.len() - rest.len();
        let words = rest.split_whitespace().count();
        let weight = cue::words(&said[..=at]);
        if weight > 0 && words <= MOST_WORDS && is_phrase(rest) {
            return Some((first..end, if words > 1 { weight + 8 } else { weight }));
        }
    }
    None
}

/// `all lower case: marmalade`, `lower case with spaces, is seven owls`.
fn behind(window: &Window, from: usize) -> Option<(Range<usize>, i32)> {
    static JOINED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[^.\n:=]{0,40}?(?:\)?\s?[:=]\s*|,?\s(?:is|c'est|est)\s*:?\s*)"));
    let joined = JOINED.find(window.text(from..from + 60))?;
    let at = from + joined.end();
    let run = run_at(window, at);
    if run.quoted {
        return (phrase(window.text(run.range.clone())) > Shape::Said).then_some((run.range, 30));
    }
    let line = window.text(at..window.line_end(at).min(at + 60)).trim_end_matches(['.', ' ', ',']);
    let line = line.split(['.', ',', ';', '(']).next()?.trim_end();
    is_phrase(line).then_some((at..at + line.len(), 20))
}

/// A word or a few that do not speak of passwords.
fn is_phrase(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let known = words.split_whitespace().filter(|word| LEXICON.never.contains(word.trim_matches(['\'', '"']))).count();
    let plain = !words.contains(['(', ')', ':', '=', '/', '@', '"', '\n', ',', ';', '[', '<', '?']);
    let least = if count == 1 { 4 } else { 7 };
    plain && words.len() >= least && (count <= MOST_WORDS && known * 2 < count)
}
