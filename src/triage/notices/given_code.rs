//! Where somebody gives a one-time code in his own words: he says that it came to him, hands it over in haste, or answers with the bare
//! number to who asked. Codes of doors, parcels and shops are others.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::message::mail::Text;

use super::fold::Folded;
use super::lexicon::{Concepts, LEXICON, Seen};
use super::numbers::one_time_code;
use super::stated::without_split;

/// So much of the new text, and of what it answers, is read (bytes, folded).
const READ: usize = 4096;
const ASKED: usize = 1500;
/// So much is searched for a word that announces a code.
const SEARCHED: usize = 16 * 1024;
/// So many sentences are looked at.
const SENTENCES: usize = 200;
/// How far the word may stand before the number and behind it (bytes).
const BEFORE: usize = 60;
const BEHIND: usize = 24;
/// A sentence of so many words holds its code and nothing else; so short is an answer that only gives a number.
const BARE: usize = 3;
const ANSWER: usize = 15;
/// A number with fewer digits is a code only where it is said to have been received.
const DIGITS: usize = 6;

static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).build(["code", "otp"]).expect("because the words are few")
});

/// Sets of concepts.
struct Marks {
    named: Concepts,
    received: Concepts,
    handed: Concepts,
    urgent: Concepts,
    /// what one signs in to
    signin: Concepts,
    /// other codes, and talk of codes
    other: Concepts,
    /// what a question for it says: that it comes, or how
    sent: Concepts,
}

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let bits = |names: &[&str]| names.iter().fold(0, |all, name| all | LEXICON.bit(name));
    Marks {
        named: bits(&["vcode"]),
        received: bits(&["gotcode"]),
        handed: bits(&["handover"]),
        urgent: bits(&["urgent"]),
        signin: bits(&["signin", "twofactor", "account"]),
        other: bits(&["othercode", "thingcode", "selling", "training", "never", "recoverycode"]),
        sent: bits(&["vcode", "gotcode", "codecomes"]),
    }
});

/// Who writes.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    /// it looks like somebody, or people write to each other
    pub person: bool,
    /// it answers a message
    pub answers: bool,
}

/// The sentence that gives a code: bytes of the text.
pub fn given_code(text: &Text, writer: Writer) -> Option<Range<usize>> {
    let start = text.content.get(..without_split(&text.content, SEARCHED))?;
    let number = |start: &str| start.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= 3);
    if !WORDS.is_match(start) || !number(start) {
        return None;
    }
    let letter = Letter::of(text);
    let told = (0..letter.sentences.len()).find(|&number| letter.tells(number, writer));
    let span = told.or_else(|| letter.answers(text).filter(|_| writer.answers))?;
    Some(letter.folded.original(letter.sentences.get(span)?.clone()))
}

/// The new text, sentence by sentence.
struct Letter {
    folded: Folded,
    sentences: Vec<Range<usize>>,
    seen: Vec<Seen>,
}

impl Letter {
    fn of(text: &Text) -> Letter {
        let folded = Folded::with_origin(text, READ);
        let sentences = folded.sentences().take(SENTENCES).collect();
        let seen = LEXICON.find(&folded);
        Letter { folded, sentences, seen }
    }

    fn said(&self, number: usize) -> &str {
        self.sentences.get(number).and_then(|range| self.folded.text.get(range.clone())).unwrap_or_default()
    }

    /// The concepts of a sentence; none where there is no such one.
    fn concepts(&self, number: Option<usize>) -> Concepts {
        let Some(range) = number.and_then(|number| self.sentences.get(number)) else { return 0 };
        let from = self.seen.partition_point(|seen| seen.start < range.start);
        let here = self.seen.get(from..).unwrap_or_default().iter().take_while(|seen| seen.start < range.end);
        here.fold(0, |all, seen| all | seen.concept)
    }

    fn code(&self, number: usize) -> Option<Range<usize>> {
        let code = one_time_code(&self.folded, self.sentences.get(number)?.clone(), &LEXICON)?;
        Some(code.start..code.end)
    }

    /// Whether the sentence gives a code that was received, or that lets somebody in.
    fn tells(&self, number: usize, writer: Writer) -> bool {
        let Some(code) = self.code(number) else { return false };
        let bare = self.said(number).split(' ').count() <= BARE;
        let before = number.checked_sub(1).filter(|_| bare);
        let own = self.concepts(Some(number)) | self.concepts(before);
        let near = own | self.concepts(number.checked_sub(1)) | self.concepts(Some(number + 1));
        let called = self.is_called_a_code(number, &code) || before.is_some_and(|before| has_word(self.said(before)));
        let long = digits(self.folded.text.get(code).unwrap_or_default()) >= DIGITS;
        let has = |marks: Concepts| own & marks != 0;
        if has(MARKS.other) {
            return false;
        }
        if called && has(MARKS.received) {
            return true;
        }
        // Who does not say that it came to him says beside it what it is for.
        let lets_in = near & (MARKS.urgent | MARKS.signin) != 0;
        let handed = called && long && (has(MARKS.handed) && lets_in || has(MARKS.urgent));
        // `otp` alone says too little of a short number.
        let named = has(MARKS.named) && (long || self.said(number).contains("code"));
        writer.person && near & MARKS.other == 0 && (handed || named)
    }

    /// Whether `code` is said close to the number.
    fn is_called_a_code(&self, number: usize, code: &Range<usize>) -> bool {
        let Some(sentence) = self.sentences.get(number) else { return false };
        let from = code.start.saturating_sub(BEFORE).max(sentence.start);
        let until = (code.end + BEHIND).min(sentence.end);
        let lossy = |range: Range<usize>| {
            String::from_utf8_lossy(self.folded.text.as_bytes().get(range).unwrap_or_default()).into_owned()
        };
        has_word(&lossy(from..code.start)) || has_word(&lossy(code.end..until))
    }

    /// A short answer that gives a number to a message that asked for the code that comes.
    fn answers(&self, text: &Text) -> Option<usize> {
        if self.folded.words() > ANSWER {
            return None;
        }
        let number = (0..self.sentences.len()).find(|&number| {
            let long = |code: Range<usize>| digits(self.folded.text.get(code).unwrap_or_default()) >= DIGITS;
            self.code(number).is_some_and(long) && self.concepts(Some(number)) & MARKS.other == 0
        })?;
        let quoted = text.content.get(text.quoted.first()?.clone())?;
        let question = Letter::of(&Text::plain(unmarked(quoted)));
        let asks = |number: &usize| {
            let concepts = question.concepts(Some(*number));
            has_word(question.said(*number)) && concepts & MARKS.sent != 0 && concepts & MARKS.other == 0
        };
        (0..question.sentences.len()).any(|number| asks(&number)).then_some(number)
    }
}

/// The first lines of a quotation without the marks that begin them.
fn unmarked(quoted: &str) -> String {
    let start = quoted.get(..without_split(quoted, ASKED)).unwrap_or_default();
    start.lines().map(|line| line.trim_start_matches(['>', ' ', '|'])).collect::<Vec<_>>().join("\n")
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Whether a code is spoken of.
fn has_word(said: &str) -> bool {
    said.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| matches!(word, "code" | "codes" | "otp" | "passcode"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: Writer = Writer { person: true, answers: true };
    const ANYBODY: Writer = Writer { person: false, answers: false };

    fn given(text: &str, writer: Writer) -> Option<String> {
        let text = Text::plain(text);
        given_code(&text, writer).map(|span| text.content[span].to_owned())
    }

    #[test]
    fn what_somebody_received_is_passed_on() {
        for text in [
            "Salut,\n\nj’ai reçu le code : 482193. Dis-moi si c’est bon.",
            "Voilà le code que je viens de recevoir par SMS :\n\n482 193\n\nBises",
            "Here's the code they texted me: 4471, does it work?",
            "I just got the code from Google, 904417.",
            "904417, c’est le code que j’ai reçu sur mon téléphone",
        ] {
            assert!(given(text, ANYBODY).is_some(), "{text}");
        }
    }

    #[test]
    fn a_person_need_not_say_where_it_came_from() {
        for text in [
            "ton code 2FA c'est 448102 dépêche il expire dans 20 sec",
            "Voici le code pour te connecter : 558204",
            "The verification code is 719 204.",
            "use this code 482193 before it expires",
        ] {
            assert!(given(text, PERSON).is_some(), "{text}");
            assert_eq!(given(text, ANYBODY), None, "{text}");
        }
    }

    #[test]
    fn a_bare_number_answers_who_asked_for_the_code() {
        let answer = |new: &str, question: &str| {
            let content = format!("{new}\n\n{question}");
            let text = Text { quoted: vec![new.len() + 2..content.len()], ..Text::plain(content) };
            given_code(&text, PERSON).map(|span| text.content[span].to_owned())
        };
        let asked = "> Peux-tu me renvoyer le code à 6 chiffres que tu vas recevoir par SMS ?";
        assert_eq!(answer("482193", asked).as_deref(), Some("482193"));
        let asked = "> Could you send me the code you just received? I was locked out of my account.";
        assert_eq!(answer("Sure, it's 482193\nTom", asked).as_deref(), Some("Sure, it's 482193"));
        assert_eq!(answer("482193", "> Quel est le code de l’alarme ?"), None);
        assert_eq!(answer("482193", "> Quel est le numéro de la facture ?"), None);
    }

    #[test]
    fn other_codes_and_talk_of_codes_are_not() {
        for text in [
            "J’ai reçu le code de la porte par SMS : 4471",
            "J’ai bien reçu le colis, code de retrait 552104",
            "Le code postal est 29900, le code client 482193.",
            "I got the promo code by text: 482193",
            "Je n’ai pas encore reçu le code, la commande est la 482193 de mardi dernier et elle n’est toujours pas partie",
            "The error code is 482193 and it expires the session",
            "Le code de la salle est 482193, vite",
            "Votre rendez-vous est confirmé. Votre code de confirmation : 552031.",
            "Utilisez ce code avant dimanche : 202611. Valable sur tout le site.",
            "Otp le et 91242.",
            "La facture 482193 est partie, le code suivra.",
            "We received your payment of 4821 euros.",
            "En formation : un faux message dit « votre code de vérification est 482193 ».",
        ] {
            assert_eq!(given(text, PERSON), None, "{text}");
        }
    }
}
