//! Numbers and documents that are told, and what only resembles them. All are invented.

use super::*;
use crate::message::mail::{File, Mail, Place, Text};
use crate::triage::file_texts::FileTexts;

fn numbers_in(text: &str) -> Vec<(String, Option<Severity>)> {
    let mut found = Found::default();
    in_text(0, &Text::plain(text), &mut found);
    found.hits.into_iter().map(|hit| (hit.rule, hit.severity)).collect()
}

fn file(name: &str) -> File {
    File {
        part: "2".to_owned(),
        name: name.to_owned(),
        declared: String::new(),
        real: String::new(),
        size: 1,
        sha256: None,
        encrypted: false,
        inline: false,
        active: Vec::new(),
    }
}

fn of_files(names: &[&str], text: Option<&str>) -> Vec<(String, Vec<(&'static str, String)>)> {
    let place = |name: &str| Place { part: "2".to_owned(), kind: PlaceKind::Attachment, name: name.to_owned() };
    let texts = text.map(|text| Text { place: place(names[0]), content: text.to_owned(), ..Text::default() });
    let files = names.iter().map(|name| file(name)).collect();
    let mail = Mail { files, texts: texts.into_iter().collect(), ..Mail::default() };
    assert!(text.is_none() || FileTexts::of(&mail).of_file(&mail.files[0]).is_some());
    let mut found = Vec::new();
    files::hits(&mail, &mut found);
    found.into_iter().map(|hit| (hit.rule, hit.facts)).collect()
}

#[test]
fn a_table_of_numbers_is_one_finding_and_all_are_masked() {
    let table = "Nom;N° sécu\nMoreau;185057800608491\nRoux;2 69 05 2A 001 024 09\nPetit;294037512000591\n";
    let mut found = Found::default();
    in_text(0, &Text::plain(table), &mut found);
    assert_eq!(found.hits.len(), 1, "{:?}", found.hits);
    let hit = &found.hits[0];
    assert_eq!((hit.rule.as_str(), hit.value.as_deref()), ("sensitive.nir", Some("185057800608491")));
    assert!(hit.facts.contains(&("count", "3".to_owned())));
    assert!(found.masked.iter().any(|value| value == "2 69 05 2A 001 024 09"));
}

#[test]
fn keys_alone_speak_only_together() {
    assert_eq!(numbers_in("185057800608491"), []);
    assert_eq!(numbers_in("185057800608491 269052A00102409 294037512000591").len(), 1);
}

#[test]
fn other_long_numbers_are_no_cards() {
    for text in [
        "Réf. 4974018426193757",
        "IMEI 4974 0184 2619 3757",
        "carte 4242 4242 4242 4242",
        "4974018426193757 4974018426193757",
        "carte 49740184261937571",
        "id_4974018426193757 carte",
        "carte SIM 8933 0184 2619 3757",
        "carte, IBAN ES50 9962 4974 0184 2619 3757",
    ] {
        assert_eq!(numbers_in(text), [], "{text}");
    }
    assert_eq!(numbers_in("4974 0184 2619 3757"), [("sensitive.card".to_owned(), Some(Severity::Low))]);
}

#[test]
fn lines_that_machines_read_are_checked() {
    let paper = "sensitive.identity-paper".to_owned();
    let card = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    assert_eq!(numbers_in(card), [(paper, None)]);
    assert_eq!(numbers_in(&card.replace("7408122F", "7408123F")), []);
    assert_eq!(numbers_in(&"<<".repeat(100_000)), []);
}

#[test]
fn an_archive_of_payslips_is_one_finding() {
    let names = ["paie.zip", "paie.zip!Bulletin de paie Moreau.pdf", "paie.zip!BulletinPaie_Roux.pdf"];
    let found = of_files(&names, None);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].0 == "sensitive.payroll" && found[0].1.contains(&("count", "2".to_owned())));
}

#[test]
fn a_document_is_known_by_its_text_whatever_its_name() {
    let slip = "BULLETIN DE PAIE\nSalaire de base 2 000,00\nCOTISATIONS\nNET À PAYER 1 540,22";
    assert_eq!(of_files(&["scan0001.pdf"], Some(slip))[0].0, "sensitive.payroll");
    assert_eq!(of_files(&["scan0001.pdf"], Some("Le bulletin de paie et le salaire de base")), []);
    let late = format!("{}{slip}", "mot ".repeat(2000));
    assert_eq!(of_files(&["scan0001.pdf"], Some(&late)), []);
}

#[test]
fn keys_are_told_from_certificates() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE";
    assert_eq!(of_files(&["serveur.pem"], Some(key))[0].0, "sensitive.key-store");
    assert_eq!(of_files(&["serveur.pem"], Some("-----BEGIN CERTIFICATE-----\nMIIE")), []);
}

#[test]
fn hostile_digits_are_linear() {
    for unit in ["1", "1 ", "4974 ", "1.1-", "A1", "FR76 ", "12AB"] {
        numbers_in(&unit.repeat(300_000));
    }
}
