//! The rules tried out: their own examples, wordings of services in both languages, genuine and imitated senders, people who only talk
//! of passwords, and the labelled mail beside the project where it is there.

mod corpus;
mod judged;
mod letter;
mod services;
mod wordings;

use super::*;
use crate::triage::finding::Kind;
use example::example;
use letter::{html, letter};

#[derive(serde::Deserialize)]
struct File {
    rule: Vec<Rule>,
}

fn rules() -> Vec<Rule> {
    toml::from_str::<File>(RULES).unwrap().rule
}

fn hits(mail: &Mail, role: Role) -> Vec<Hit> {
    let (rules, mut out) = (rules(), Vec::new());
    notices(mail, &NoticeContext { role, rules: &rules }, &mut out);
    out
}

/// The rule that a message sets off; empty where it sets off none.
fn rule_of(mail: &Mail) -> String {
    hits(mail, Role::Inbox).first().map(|hit| hit.rule.clone()).unwrap_or_default()
}

fn fact(hit: &Hit, name: &str) -> String {
    hit.facts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

#[test]
fn every_rule_finds_its_examples_and_not_its_counter_examples() {
    let mut wrong = Vec::new();
    for rule in rules() {
        assert_eq!(
            (rule.detector.as_str(), rule.kind),
            ("notices", if rule.id == IMITATION { Kind::Fraud } else { Kind::Notice })
        );
        let found =
            rule.examples.iter().map(|text| (rule_of(&example(text)), text)).filter(|(found, _)| *found != rule.id);
        wrong.extend(found.map(|(found, text)| format!("{}: {found:?}: {text}", rule.id)));
        let not = |found: &str| if rule.id == IMITATION { found != IMITATION } else { found.is_empty() };
        let found =
            rule.counter_examples.iter().map(|text| (rule_of(&example(text)), text)).filter(|(found, _)| !not(found));
        wrong.extend(found.map(|(found, text)| format!("{}: not {found:?}: {text}", rule.id)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_pattern_speaks_for_a_rule() {
    let rules = rules();
    for pattern in &lexicon::LEXICON.patterns {
        assert!(rules.iter().any(|rule| rule.id == pattern.rule), "{}", pattern.rule);
    }
}

#[test]
fn what_a_notice_states_is_told() {
    let text = "Bonjour,\n\nUn nouvel appareil s’est connecté à votre compte paul@atelier.example.\n\nDate : 3 mars 2026 à 23:51\n\
                Adresse IP : 203.0.113.7\nLieu : Lyon, France\nAppareil : Firefox sous Linux\n\nhttps://github.com/settings/security";
    let mail = letter("GitHub <noreply@github.com>", "Nouvelle connexion à votre compte", vec![Text::plain(text)]);
    let [hit] = hits(&mail, Role::Deleted).try_into().unwrap();
    assert_eq!((hit.rule.as_str(), hit.severity), ("notice.new-sign-in", Some(Severity::High)));
    let facts = [
        ("service", "GitHub"),
        ("account", "paul@atelier.example"),
        ("time", "3 mars 2026 à 23:51"),
        ("ip", "203.0.113.7"),
        ("place", "Lyon, France"),
        ("device", "Firefox sous Linux"),
        ("url", "https://github.com/settings/security"),
    ];
    assert_eq!(hit.facts, facts.map(|(name, value)| (name, value.to_owned())));
    let shown = &mail.texts[hit.text.unwrap()].content[hit.span];
    assert!(shown.contains("nouvel appareil"), "{shown}");
}

#[test]
fn where_a_notice_lies_decides_how_urgent_it_is() {
    let mail = letter(
        "Service <noreply@service.example>",
        "Votre mot de passe a été modifié",
        vec![Text::plain("Bonjour,\n\nC’est fait.")],
    );
    let severity = |role| hits(&mail, role).first().map(|hit| hit.severity);
    assert_eq!(severity(Role::Inbox), Some(None));
    assert_eq!(severity(Role::Junk), Some(Some(Severity::Critical)));
    assert_eq!(severity(Role::Sent), None);
    assert_eq!(hits(&mail, Role::Inbox)[0].text, Some(0), "the subject says it");
}

#[test]
fn quoted_and_hidden_words_are_not_said() {
    let content = "> Votre mot de passe a été modifié.\nOn en parle demain.";
    let quoted = Text { quoted: vec![0..content.find("On").unwrap()], ..Text::plain(content) };
    assert_eq!(rule_of(&letter("Ann <ann@atelier.example>", "Atelier", vec![quoted])), "");
    let hidden = Text { hidden: vec![0..content.find("On").unwrap()], ..html(content, &[]) };
    assert_eq!(rule_of(&letter("Ann <ann@atelier.example>", "Atelier", vec![hidden])), "");
}

#[test]
fn a_hostile_text_costs_little() {
    let long = "mot de passe réinitialisé ".repeat(40_000);
    let links: Vec<String> = (0..20_000).map(|number| format!("https://h{number}.example/")).collect();
    let text = html(&long, &links.iter().map(String::as_str).collect::<Vec<_>>());
    let mail = letter("x", &long, vec![text.clone(), text.clone(), text]);
    let _ = hits(&mail, Role::Inbox);
}

#[test]
fn a_code_that_a_person_passes_on_is_told_also_where_it_was_sent() {
    let code = "Your verification code is 482913. It expires in 10 minutes.";
    let from = |from: &str, subject: &str, text: &str| letter(from, subject, vec![Text::plain(text)]);
    let rule = |mail: &Mail, role: Role| hits(mail, role).pop().map(|hit| (hit.rule, hit.severity));
    let passed = |severity| Some(("notice.code-passed-on".to_owned(), severity));
    let ben = "Ben Carter <ben.carter@client.example>";
    assert_eq!(rule(&from(ben, "Re: portal", code), Role::Inbox), passed(None));
    assert_eq!(rule(&from("Portal <no-reply@portal.example>", "Code", code), Role::Inbox).unwrap().0, weight::CODE);
    // The owner's own mail, whatever the name; nothing else in it is a notice.
    let own = "Paul <paul@atelier.example>";
    assert_eq!(rule(&from(own, "code", code), Role::Sent), passed(Some(Severity::High)));
    assert_eq!(rule(&from(own, "code", "J’ai reçu le code : 482193"), Role::Sent), passed(Some(Severity::High)));
    assert_eq!(rule(&from(own, "code", code), Role::Drafts), None);
    assert_eq!(rule(&from(own, "x", "Le mot de passe de votre compte client a bien été modifié."), Role::Sent), None);
    // A forwarded notice is quoted, and passed on; one that an answer quotes is not.
    let quoted = |subject: &str| {
        let start = "Voilà.\n\n";
        let text =
            Text { quoted: vec![start.len()..start.len() + code.len()], ..Text::plain(format!("{start}{code}")) };
        letter(ben, subject, vec![text])
    };
    assert_eq!(rule(&quoted("Fwd: Your code"), Role::Inbox), passed(None));
    assert_eq!(rule(&quoted("Fwd: Your Google verification code"), Role::Inbox), passed(None));
    assert_eq!(rule(&from(own, "Microsoft account code", code), Role::Sent), passed(Some(Severity::High)));
    assert_eq!(rule(&quoted("Re: Your code"), Role::Inbox), None);
}

#[test]
fn a_service_is_told_with_a_code_that_was_passed_on_but_no_account() {
    let text = "Salut,\n\nje viens de recevoir le code Google par SMS : 904417";
    let mail = letter("Léa Morin <lea.morin@client.example>", "Re: compte", vec![Text::plain(text)]);
    let [hit] = hits(&mail, Role::Inbox).try_into().unwrap();
    assert_eq!((fact(&hit, "service").as_str(), fact(&hit, "account").as_str()), ("Google", ""));
}
