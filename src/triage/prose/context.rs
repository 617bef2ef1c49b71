//! What stands around a label and its candidate, and what it does to the belief that a password is given.

use std::sync::LazyLock;

use regex::Regex;

use super::label::{Family, Label};
use super::lexicon::LEXICON;
use super::link::{Candidate, Link};
use super::pattern::pattern;
use super::shape::Shape;
use super::window::Window;

/// Rules that a password must keep to, and examples of it.
static POLICY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:doi(?:t|vent)|devra|devez|must|should|shall|need to|needs to|has to|have to)\s(?:\w+\s){0,2}(?:contenir|comporter|faire|avoir|etre|contain|be|have|include|match|comprendre|changer|change)|\bau moins\b|\bat least\b|\bminimum\b|",
        r"\bcaracteres?\b|\bcharacters?\b|\b(?:de|of|\d|six|huit|dix|douze|eight|ten|twelve) (?:lettres|letters)\b|(?:^|[^.@a-z-])ex[ae]mples?\b|\be\.g\.|\bsuch as\b|\bdu type\b|\bdu genre\b|\bthings like\b|\b(?:words?|something|ones?|it|this) like\b|\bp\. ?ex\b|\bbanni|\bles plus (?:utilises|courants|frequents)|most common|\btop (?:\d+ )?passwords|",
        r"\bn'est pas\b|\bn'etait pas\b|\bis not\b|\bisn't\b|\bwasn't\b|\bjamais\b|\bnever\b|\bdon't use\b|\bn'utilisez pas\b|\bevite[zr]?\b|\bavoid\b"
    ))
});
/// What somebody chose himself, whatever the rules said before it.
static OWN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:j'ai|on a|jai|i|we|i've|i have|nous avons|du coup|so)\s(?:just |donc |simplement |finally |tout )?(?:mis|pris|choisi|utilise|garde|set|used|put|chose|picked|made it|set it to|went with|went for|ended up with|decided on|opte pour)\s(?:it to |for |pour |ca : |with )?$",
    )
});
/// What everybody uses.
static MOST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bl[ea]s? (?:plus|moins) (?:utilise|courant|repandu|frequent|populaire|faible|mauvais|sur|facile)|\b(?:most|least) (?:common|used|popular|secure)|\bworst\b|\bterrible\b|\bbad (?:choice|password|idea)|\bmauvaise? (?:idee|mot|exemple|choix)|\bles pires|\ble pire|most commonly",
    )
});
/// A story is told.
static STORY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:films?|movies?|novel|roman|sitcom|episode|comedy|comedie|quiz|crossword|mots croises|lyrics|paroles|scene \d|blague|joke)\b",
    )
});
/// A password is spoken of, to come by another way or to be made.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:enverra|envoie par|enverrai|envoye|\bsent\b|communiqu|transmet|donnerai|will send|will be sent|be sent|send you|text you|sms\b|par telephone|by phone|separate|separement|autre canal|autre mail|de vive voix|keepass|coffre-fort|vault|",
        r"oubli|forgot|reset link|reinitialiser|choisi|choose|cliquez|click|hash|encrypt|stored|stocke|chiffre en|expire|obligatoire|requis|required|incorrect|invalid|wrong|errone|perdu|lost|compromis|leaked|vole\b|stolen)"
    ))
});
/// A line of a program rather than of a letter.
static PROGRAM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r";\s*$|[{}]\s*$|\bdef \w+\(|^\s*return\b|\bif\s?\(|\bif \w+ [=!]=|->\w|\bself\.|\bconst \w|\bchar \w?\*|\bstruct \w|\bvoid\b|\bint \w+ ?[=;(]|#include|#define|\bvar \w+ ?=|\blet \w+ ?=|\bimport \w|",
        r"^\s*\+\s|^\s*(?:\d+\s+)?[+-]\t|\bfn \w+\(|printf|==|!=|&&|\|\||\w\(\w*\);|\binput\(|\)\s*:$|\blambda\b|\bpublic \w|\bprivate \w+ \w+ ?[=;(]|\bfunction\b ?\w*\(|\bstring \w+ ?=|<\?php|\$\w+ ?=|=> ?'|\bassert\b"
    ))
});
/// One-word values of web forms and prompts follow these.
static PROMPT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\[sudo\]|\b(?:enter|re-?enter|type|confirm|saisissez|entrez|saisir|confirmez|change|changer|changez|choose|choisissez|forgot|forgotten|create|creer|set|retype|new unix)\s(?:\w+\s){0,2}$",
    )
});

/// `the wifi changed, it's now Xy12!`.
static NOW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:it's|it is|c'est|is|est|sera|devient)\s(?:now|maintenant|desormais|dorenavant)\s$|\b(?:now|maintenant|desormais) (?:it's|it is|c'est|is|est)\s$|\bchang[^\n.]{0,24}\b(?:it's|c'est|to|en|par)\s$",
    )
});

const AMBIGUOUS: [&str; 19] = [
    "secret",
    "admin",
    "access",
    "administrateur",
    "administrator",
    "manager",
    "system",
    "computer",
    "internet",
    "guest",
    "oracle",
    "root",
    "invite",
    "demo",
    "master",
    "password",
    "summer",
    "winter",
    "bonjour",
];

/// Points to add to the belief, mostly negative.
pub(super) fn weight(window: &Window, label: &Label, candidate: &Candidate) -> i32 {
    let start = sentence_start(window, label.range.start);
    let until = candidate.range.start.max(label.range.end);
    let said = window.text(start..until);
    let behind = window.text(candidate.end..window.line_end(candidate.end).min(candidate.end + 60));
    let mut weight = 0;
    let most = window.text(start..window.line_end(candidate.end).min(candidate.end + 60));
    let own = OWN.is_match(said);
    if own {
        weight += 15;
    }
    if POLICY.is_match(said) && !own || MOST.is_match(most) {
        weight -= 55;
    }
    if candidate.shape <= Shape::Common && STORY.is_match(most) {
        weight -= 85;
    }
    // `the zip is encrypted, password Xy12!`: what was said before the label is another clause.
    let before = window.text(start..label.range.start);
    let clause = before.rfind([',', ';', ':']).map_or(before, |comma| &before[comma..]);
    if ELSEWHERE.is_match(window.text(label.range.end..until)) || ELSEWHERE.is_match(clause) {
        weight -= if label.family == Family::Pin { 25 } else { 12 };
    }
    if starts_with_unit(behind) {
        weight -= 50;
    }
    let after = window.text(candidate.range.end..candidate.range.end + 30);
    if candidate.shape == Shape::Digits && candidate.link <= Link::Verb && counts(after) {
        weight -= 20;
    }
    if label.family == Family::Pin && counts(after) {
        weight -= 35;
    }
    // `code 404 on the door page`.
    if label.range.len() == 4 && candidate.range.len() == 3 && candidate.link == Link::Next {
        weight -= 10;
    }
    let line = window.text(window.line_start(label.range.start)..window.line_end(label.range.end));
    if is_program(line) {
        weight -= if candidate.quoted { 25 } else { 40 };
    }
    if PROMPT.is_match(window.text(start..label.range.start)) && candidate.link >= Link::SignLine {
        weight -= 12;
    }
    // In India a PIN code is the postcode.
    let postal = window.text(label.range.clone()).starts_with("pin code") && candidate.range.len() == 6;
    // `no-lockout ... password field`: the word for it, not its value.
    let itself = matches!(window.text(candidate.range.clone()), "password" | "passwords" | "mdp" | "pass" | "passwd");
    if itself && !candidate.quoted && candidate.link < Link::Sign {
        weight -= 40;
    }
    // `String password = "password";`: a program that is still to be filled in.
    if candidate.quoted && itself && is_program(line) || is_interpolated(window, label, candidate) {
        weight -= 60;
    }
    // Words of a sentence that happen to be common passwords: `keep your password secret`.
    let common = window.text(candidate.range.clone());
    if candidate.link <= Link::Giver && !candidate.quoted && AMBIGUOUS.contains(&common) {
        weight -= 30;
    }
    if postal && candidate.link <= Link::Giver {
        weight -= 20;
    }
    // Of a code the thing it opens may stand between: `code du cadenas du vélo 9081`.
    if label.family == Family::Pin && candidate.link == Link::Far && label.strength >= 30 && candidate.words <= 3 {
        weight += 10;
    }
    // `PASS: test_foo2` is the result of a test.
    let name = window.text(candidate.range.clone());
    if label.strength <= 20
        && label.family == Family::Password
        && name.contains('_')
        && window.chars.get(candidate.range.clone()).is_some_and(|chars| chars.iter().all(|c| !c.is_uppercase()))
    {
        weight -= 40;
    }
    if label.family == Family::Wifi && label.strength < 20 && candidate.words > 0 {
        let arrow = said.trim_end().ends_with(['>', '=']) && candidate.words <= 3;
        weight += if NOW.is_match(said) {
            20
        } else if arrow {
            0
        } else {
            -40
        };
    }
    if label.family == Family::Pin && candidate.link <= Link::Next && !candidate.last {
        weight -= 4;
    }
    // What opens a thing, or the name of a network, announces too little for anything but a certain look.
    if label.strength < 20 && matches!(label.family, Family::Lock | Family::Wifi) && candidate.shape < Shape::Sure {
        weight -= if label.family == Family::Wifi && candidate.shape >= Shape::Mixed { 0 } else { 40 };
    }
    if label.plural && label.family != Family::Pin {
        weight -= 8;
    }
    weight
}

/// `"password": "$user$suffix"`: a key in quotes, and names of variables that a shell or a template puts together.
fn is_interpolated(window: &Window, label: &Label, candidate: &Candidate) -> bool {
    static VARIABLES: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\$[a-z_]+){2,8}$"));
    let value = &candidate.range;
    let marks = [label.range.end, value.start.saturating_sub(1), value.end];
    marks.iter().all(|&mark| window.at(mark) == b'"') && VARIABLES.is_match(window.text(value.clone()))
}

/// `12 caractères`, `3 fois`: a count, not a code.
fn starts_with_unit(behind: &str) -> bool {
    static UNIT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^[\s-](?:caracteres?|chars?|characters?|minutes?|mn|min|heures?|hours?|h|jours?|days?|fois|times|mois|months?|ans|years?|lettres?|letters?|chiffres?|digits?|euros?|eur|bits?|sign|symbol|tentatives?|attempts?|essais|passwords?|users?|utilisateurs?|comptes?|accounts?|secondes?|seconds?|semaines?|weeks?)\b",
        )
    });
    UNIT.is_match(behind)
}

/// `35435 comments`: a number of things.
fn counts(behind: &str) -> bool {
    let Some(word) = behind.strip_prefix(' ').and_then(|rest| rest.split([' ', ',', '.']).next()) else { return false };
    let letters = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    const VERBS: [&str; 8] = ["prends", "remets", "reponds", "prenez", "fallais", "thanks", "cheers", "regards"];
    letters && word.len() >= 5 && word.ends_with('s') && !LEXICON.never.contains(word) && !VERBS.contains(&word)
}

/// Whether the text tells what passwords must be like.
pub(super) fn is_rule(said: &str) -> bool {
    POLICY.is_match(said) || MOST.is_match(said)
}

/// Whether the text tells a story.
pub(super) fn is_story(said: &str) -> bool {
    STORY.is_match(said)
}

/// Whether the line is one of a program.
pub(super) fn is_program(line: &str) -> bool {
    PROGRAM.is_match(line)
}

/// Whether the text says that a password comes another way, or is to be made.
pub(super) fn is_elsewhere(said: &str) -> bool {
    ELSEWHERE.is_match(said)
}

/// Where the sentence that `at` stands in begins: after a full stop, or after a line end that is no wrap.
pub(super) fn sentence_start(window: &Window, at: usize) -> usize {
    let ends = |&i: &usize| match window.at(i) {
        b'.' | b'!' | b'?' => matches!(window.at(i + 1), b' ' | b'\n' | b'\t'),
        b'\n' => window.at(i.saturating_sub(1)) == b'\n' || i - window.line_start(i) < 48,
        _ => false,
    };
    (at.saturating_sub(200)..at).rev().find(ends).map_or(at.saturating_sub(200), |i| i + 1)
}
