//! A notice that somebody pasted into a letter, or that lies in an attached file: sender and tone say nothing there, so that only a
//! sentence that says it all counts, and only with what a notice carries: the link, the code, the address.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use crate::message::mail::{PlaceKind, Text};

use super::fold::Folded;
use super::lexicon::{Concepts, LEXICON, Pattern};
use super::stated::without_split;
use super::weight::CODE;
use super::wording::Wording;

/// So many places of a text are looked at.
const PLACES: usize = 16;
/// So much is read before and after a place (bytes).
const BEFORE: usize = 240;
const AFTER: usize = 400;

/// What stands near every one of them: ASCII and without a first letter that may be a capital, so that neither accents nor capitals
/// matter and the search runs at the speed of memory.
static PLACE: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let near = [
        "/reset",
        "eset?",
        "eset-pass",
        "eset_pass",
        "word-reset",
        "nitialiser votre",
        "nitialisation d",
        "eset your",
        "rification est",
        "erification code",
        "code de v",
        "ecurity code",
        "code de s",
        "ne-time",
        "sage unique",
        "orwarding rule",
        "gle de transfert",
        "ransfert automatique",
        "edirection automatique",
        "orwarding address",
    ];
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(near).expect("because the words are few")
});

static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)https?://[^\s<>"']+"#).expect("because a test finds one"));
/// What the link of a reset has in it.
const RESETS: [&str; 9] =
    ["reset", "reinitiali", "recover", "password", "passwd", "mot-de-passe", "motdepasse", "mdp", "token="];
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
        .expect("because a test finds one")
});

/// A notice inside another text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embedded {
    /// the rule
    pub rule: String,
    /// bytes of the text that say it
    pub span: Range<usize>,
    /// what it states
    pub facts: Vec<(&'static str, String)>,
}

/// What is looked for inside a text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sought {
    /// nothing but codes
    pub only_codes: bool,
    /// codes in what is quoted count as well: it was forwarded
    pub forwarded: bool,
}

/// The first notice inside a text.
pub fn embedded(text: &Text, sought: Sought) -> Option<Embedded> {
    if matches!(text.place.kind, PlaceKind::Header | PlaceKind::Raw) {
        return None;
    }
    let mut read = 0;
    let places = PLACE.find_iter(&text.content).take(PLACES).map(|place| place.start());
    for place in places {
        let window = around(&text.content, place);
        if window.end <= read || (text.is_quoted(place) && !sought.forwarded) || text.is_hidden(place) {
            continue;
        }
        read = window.end;
        let only_codes = sought.only_codes || text.is_quoted(place);
        if let Some(found) = in_window(text, window).filter(|found| !only_codes || found.rule == CODE) {
            return Some(found);
        }
    }
    None
}

/// The lines around a place, not beyond an empty one.
fn around(content: &str, place: usize) -> Range<usize> {
    let start = without_split(content, place.saturating_sub(BEFORE));
    let end = without_split(content, place + AFTER);
    let start = content.get(start..place).and_then(|before| before.rfind("\n\n")).map_or(start, |at| start + at + 2);
    let end = content.get(place..end).and_then(|after| after.find("\n\n")).map_or(end, |at| place + at);
    start..end
}

fn in_window(text: &Text, window: Range<usize>) -> Option<Embedded> {
    let content = text.content.get(window.clone())?;
    let piece = Text::plain(content);
    let folded = Folded::with_origin(&piece, BEFORE + AFTER);
    let wording = Wording::of(&folded);
    wording.said.iter().filter(|said| !said.personal).find_map(|said| {
        // The letter around it may speak of a flight or a parcel; whether the code is one for these is said beside it.
        let others = if LEXICON.patterns.get(said.pattern)?.rule == CODE {
            concepts_beside(&folded, said.sentence)
        } else {
            wording.concepts
        };
        let counts = |pattern: &&Pattern| pattern.strength >= 50 && pattern.unless & others == 0;
        let pattern = LEXICON.patterns.get(said.pattern).filter(counts)?;
        let facts = match pattern.rule.as_str() {
            "notice.reset-requested" => vec![("url", reset_link(content)?)],
            "notice.forwarding-enabled" => vec![("account", ADDRESS.find(content)?.as_str().to_lowercase())],
            CODE if wording.has("digits") => Vec::new(),
            _ => return None,
        };
        let span = folded.original(said.span.clone());
        Some(Embedded { rule: pattern.rule.clone(), span: window.start + span.start..window.start + span.end, facts })
    })
}

/// The concepts of a sentence and of those before and after it.
fn concepts_beside(folded: &Folded, sentence: usize) -> Concepts {
    let beside: Vec<Range<usize>> = folded.sentences().skip(sentence.saturating_sub(1)).take(3).collect();
    let beside = if sentence == 0 { beside.get(..2).unwrap_or(&beside) } else { &beside };
    let range = beside.first().map_or(0, |first| first.start)..beside.last().map_or(0, |last| last.end);
    let seen = LEXICON.find(folded).into_iter().filter(|seen| range.contains(&seen.start));
    seen.fold(0, |all, seen| all | seen.concept)
}

fn reset_link(content: &str) -> Option<String> {
    let resets = |link: &str| RESETS.iter().any(|word| link.to_ascii_lowercase().contains(word));
    LINK.find_iter(content).map(|link| link.as_str()).find(|link| resets(link)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Option<String> {
        embedded(&Text::plain(text), Sought::default()).map(|found| found.rule)
    }

    #[test]
    fn a_pasted_notice_is_found_wherever_it_stands() {
        let letter = "Bonjour,\n\nvoici ce que nous avons reçu.\n\n".to_owned() + &"Le chantier avance. ".repeat(300);
        let notice = "Réinitialisation de votre mot de passe\nVous avez demandé à réinitialiser votre mot de\npasse : https://login.atelier.example/reset?token=x1y2";
        let text = format!("{letter}\n\n{notice}\n\nCordialement");
        let found = embedded(&Text::plain(text.clone()), Sought::default()).unwrap();
        assert_eq!(found.rule, "notice.reset-requested");
        assert_eq!(found.facts, [("url", "https://login.atelier.example/reset?token=x1y2".to_owned())]);
        assert!(text[found.span].contains("mot de passe"));
        assert_eq!(
            rule("Your verification code is 482913. It expires in 10 minutes.").as_deref(),
            Some("notice.verification-code")
        );
        let forwarding = "Une règle de transfert automatique a été créée : tous les messages sont redirigés vers copie@boite.example";
        assert_eq!(rule(forwarding).as_deref(), Some("notice.forwarding-enabled"));
        assert_eq!(
            rule("A forwarding rule was created: all messages are redirected to copy@box.example").as_deref(),
            Some("notice.forwarding-enabled")
        );
    }

    #[test]
    fn talk_is_not_a_notice() {
        assert_eq!(rule("We should reset your password on the test server, I will send the link."), None);
        assert_eq!(rule("Pour réinitialiser votre mot de passe, appelez le 4512."), None);
        assert_eq!(rule("Le transfert automatique a été activé pendant l’absence de Paul."), None);
        let quoted = Text {
            quoted: vec![0..60],
            ..Text::plain("> Your verification code is 482913. It expires in 10 minutes.")
        };
        assert_eq!(embedded(&quoted, Sought::default()), None);
        assert_eq!(
            embedded(&quoted, Sought { forwarded: true, ..Sought::default() }).map(|found| found.rule).as_deref(),
            Some(CODE)
        );
    }

    #[test]
    fn what_a_code_is_for_is_said_beside_it() {
        let code = "Votre code de vérification est 482913. Il expire dans 10 minutes.";
        let far = format!("Le vol part à midi.\nPour le reste rien de neuf.\n{code}\nÀ demain.\nL’hôtel est réservé.");
        assert_eq!(rule(&far).as_deref(), Some(CODE));
        assert_eq!(rule(&format!("Votre colis vous attend au point relais.\n{code}")), None);
    }
}
