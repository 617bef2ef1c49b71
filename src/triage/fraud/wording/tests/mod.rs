//! What is heard in sentences, in quotes and forwards, and in the letters themselves.

mod said;
mod varied;

use said::{ORDINARY, SAID};
use varied::{NEAR, VARIED};

use super::*;
use crate::message::mail::{Address, AddressField, Place};

fn mail(subject: &str, body: &str) -> Mail {
    let place = Place { part: String::new(), kind: PlaceKind::Header, name: "Subject".to_owned() };
    let subject = Text { place, content: subject.to_owned(), ..Text::default() };
    Mail { texts: vec![subject, Text::plain(body)], ..Mail::default() }
}

fn ids(mail: &Mail) -> Vec<&'static str> {
    signals(mail).iter().map(|signal| signal.id).collect()
}

#[test]
fn sentences_say_what_they_say() {
    let missed: Vec<String> = SAID
        .iter()
        .chain(VARIED)
        .filter(|(id, text)| !ids(&mail("Bonjour", text)).contains(&format!("wording.{id}").as_str()))
        .map(|(id, text)| format!("{id}: {text} -> {:?}", ids(&mail("Bonjour", text))))
        .collect();
    assert!(missed.is_empty(), "{} of {}:\n{}", missed.len(), SAID.len() + VARIED.len(), missed.join("\n"));
}

/// What all signals of a text weigh together.
fn weight(text: &str) -> f32 {
    ids(&mail("Bonjour", text)).into_iter().filter_map(crate::triage::signal::get).map(|rule| rule.weight).sum()
}

#[test]
fn ordinary_sentences_are_no_fraud_even_from_a_stranger() {
    // A stranger's mail begins at some -2.5: weights are fitted, so that a test asks for what they come to.
    for text in ORDINARY.iter().chain(NEAR) {
        assert!(weight(text) < 2.0, "{text}: {} {:?}", weight(text), ids(&mail("Bonjour", text)));
    }
}

#[test]
fn a_place_leads_to_what_was_said() {
    let whole = "Votre boîte mail est pleine";
    assert_eq!(ids(&mail(whole, "")), ["wording.mailbox-full"]);
    let mail = mail("Bonjour", "Bonjour,\n\nNos coordonnées bancaires ont changé : voir le RIB.\n");
    let found = signals(&mail);
    let signal = found.iter().find(|signal| signal.id == "wording.bank-change").unwrap();
    let text = &mail.texts[signal.text.unwrap()].content;
    assert!(
        text[signal.span.clone()].starts_with("Nos coordonnées bancaires ont changé"),
        "{:?}",
        &text[signal.span.clone()]
    );
}

#[test]
fn what_a_reply_quotes_is_not_asked_by_it_and_what_is_forwarded_little() {
    let said = "Bonjour,\n";
    let old = "Our bank details have changed, please pay the invoice to the new account.\n";
    let quoting = |subject: &str| {
        let mut mail = mail(subject, &format!("{said}{old}"));
        mail.texts[1].quoted = vec![said.len()..said.len() + old.len()];
        ids(&mail)
    };
    assert_eq!(quoting("Re: facture"), [""; 0]);
    assert_eq!(quoting("Fwd: facture"), ["wording.forwarded"]);
}

#[test]
fn what_is_hidden_or_signed_is_not_asked() {
    let body = "Bonjour\nPlease buy gift cards today.\n";
    let mut hidden = mail("Bonjour", body);
    hidden.texts[1].hidden = vec![8..body.len()];
    assert_eq!(ids(&hidden), [""; 0]);
    hidden.texts[1].hidden.clear();
    hidden.texts[1].signature = Some(8..body.len());
    assert_eq!(ids(&hidden), [""; 0]);
}

#[test]
fn subjects_and_letters_show_how_a_message_is_made() {
    let subject = |subject: &str| ids(&mail(subject, "x"));
    assert_eq!(subject("Re:"), ["wording.bare-subject"]);
    assert_eq!(subject("VOTRE DOSSIER EN COURS"), ["wording.shouting"]);
    assert_eq!(subject("Offre ***"), ["wording.subject-symbols"]);
    assert_eq!(subject("Votre dоssier"), ["wording.homoglyphs"]);
    assert_eq!(subject("Votre dos\u{200b}sier"), ["wording.zero-width"]);
    assert_eq!(subject("Votre dossier"), [""; 0]);
}

#[test]
fn an_address_in_place_of_a_name_is_seen() {
    let mut mail = mail("Dossier", "Bonjour camille.roussel,\n\nvoir le dossier");
    let (local, domain) = ("camille.roussel".to_owned(), "atelier.example".to_owned());
    let domain_unicode = domain.clone();
    let (name, group) = (String::new(), String::new());
    mail.addresses = vec![Address { field: AddressField::To, name, group, local, domain, domain_unicode }];
    assert_eq!(ids(&mail), ["wording.address-greeting"]);
}

#[test]
fn hostile_texts_cost_little() {
    for word in
        ["urgent ", "pay now your account ", "fr76 9999 ", "a\n", "1 ", "é", "\u{200b}", "nos coordonnées bancaires "]
    {
        let mail = mail(&word.repeat(10_000), &word.repeat(100_000));
        assert!(signals(&mail).len() < 40);
    }
}
