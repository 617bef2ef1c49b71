//! The judgement measured on its development set, the examples of its rules, bounds.

use super::*;

fn found(text: &str) -> Vec<Credential> {
    let mut out = Vec::new();
    credentials(&Text::plain(text), &mut out);
    out
}

#[test]
fn the_development_set_is_judged_as_it_should_be() {
    let lines = include_str!("../../../tests/data/prose-dev.jsonl").lines();
    let (mut given, mut missed, mut none, mut alarms) = (0, vec![], 0, vec![]);
    for line in lines {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let (text, value) = (case["text"].as_str().unwrap(), case["value"].as_str().unwrap());
        let found = found(text);
        if case["label"] == 1 {
            given += 1;
            missed.extend((!found.iter().any(|credential| credential.value == value)).then_some(text.to_owned()));
        } else {
            none += 1;
            alarms.extend(found.first().map(|credential| format!("{text}: {}", credential.value)));
        }
    }
    assert!(given >= 150 && none >= 250);
    assert!(missed.len() * 100 <= given * 5, "{} of {given} missed: {missed:#?}", missed.len());
    assert!(alarms.len() * 100 <= none, "{} of {none} are alarms: {alarms:#?}", alarms.len());
}

#[test]
fn each_rule_finds_its_examples_and_leaves_the_others() {
    #[derive(serde::Deserialize)]
    struct File {
        rule: Vec<crate::triage::rule::Rule>,
    }
    let file: File = toml::from_str(include_str!("../data/prose.toml")).unwrap();
    assert_eq!(file.rule.len(), 5);
    for rule in file.rule {
        for example in &rule.examples {
            let found = found(example);
            let hit = found.iter().find(|credential| credential.rule == rule.id);
            assert!(hit.is_some(), "{}: {example}: {found:?}", rule.id);
            assert_eq!(hit.unwrap().severity, rule.severity);
        }
        for counter in &rule.counter_examples {
            assert_eq!(found(counter), [], "{}: {counter}", rule.id);
        }
    }
}

#[test]
fn login_and_service_are_one_finding_with_the_password() {
    let cases = [
        (
            "Votre accès VPN est prêt :\nServeur : vpn.kerbrat.example\nLogin : slegoff\nMot de passe : Rabot&88",
            "slegoff",
            "",
            "vpn.kerbrat.example",
            "",
        ),
        (
            "C'est https://pro.banque.example/\nidentifiant : KERBRAT29\nmdp : Varlope!29",
            "KERBRAT29",
            "",
            "",
            "https://pro.banque.example/",
        ),
        ("mot de passe du portail fournisseur : Ormeau$8x", "", "portail fournisseur", "", ""),
        ("the password for the staging server is Maple2030", "", "staging server", "", ""),
        ("log in with admin / Otter77", "admin", "", "", ""),
        ("Service;login;mdp\nSage;slegoff;Tourteau!5", "slegoff", "Sage", "", ""),
        ("mdp root sur srv-01 : Falaise#11", "", "", "srv-01", ""),
    ];
    for (text, login, service, host, url) in cases {
        let found = found(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let told = |value: &Option<String>| value.clone().unwrap_or_default();
        assert_eq!(told(&found[0].login), login, "{text}");
        if !service.is_empty() {
            assert_eq!(told(&found[0].service), service, "{text}");
        }
        assert_eq!((told(&found[0].host), told(&found[0].url)), (host.to_owned(), url.to_owned()), "{text}");
    }
}

#[test]
fn a_link_is_no_password_and_an_address_of_the_network_no_login() {
    let asked = "Vous avez oublié votre mot de passe ? Cliquez ici pour en créer un nouveau : ";
    for link in
        ["https://pro.armor.example/mdp/9a77-exemple", "pro.armor.example/mdp/9a77-exemple", "/mdp/9a77-exemple"]
    {
        let text = format!("{asked}{link}\nDemande effectuée depuis l'adresse 203.0.113.77.");
        assert_eq!(found(&text), [], "{text}");
    }
    let found = found("Connexion depuis 203.0.113.77, mot de passe : Xy12!abc");
    assert_eq!((found.len(), found[0].login.as_deref()), (1, None));
}

#[test]
fn a_table_with_masks_gives_nothing_and_a_note_gives_its_last_word() {
    assert_eq!(found("System\tUser\tPassword\nPayroll\tpay01\t********"), []);
    for (text, value) in [
        ("Minecraft pw creeper_boom", "creeper_boom"),
        ("user till3, code 8124", "8124"),
        ("Press 1492 then the bell, that's the entry code.", "1492"),
        ("Password : Whistle Stop Cafe", "Whistle Stop Cafe"),
        ("Code portillon : A17 92", "A17 92"),
        ("Paie : voir ci-dessous\nListe des accès\n\nPaie : rh / Fiche!88", "Fiche!88"),
        ("> le code de la porte ?\n\nOui, code 74B3.", "74B3"),
    ] {
        let values: Vec<String> = found(text).into_iter().map(|credential| credential.value).collect();
        assert_eq!(values, [value], "{text}");
    }
}

#[test]
fn what_a_mail_program_writes_of_a_message_gives_nothing() {
    let text = "Subject:\t\tVotre mot de passe expire aujourd'hui : action requise\nSender name:\t\tSupport Microsoft 365\nSender email address:\tsupport@m365.example\n";
    assert_eq!(found(text), []);
    assert_eq!(found("Your password has expired: Action Required Now"), []);
    let pin = found("C'est bien le code PIN 4826 ?\nRéponds vite !");
    assert_eq!((pin.len(), pin[0].value.as_str()), (1, "4826"));
}

#[test]
fn what_is_shown_is_where_it_stands() {
    let text = "Bonjour,\n> login : bob\n> mot de passe\u{a0}: <b>Été&amp;7x!</b>\n";
    let found = found(text);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].value.as_str(), &text[found[0].value_span.clone()]), ("Été&7x!", "Été&amp;7x!"));
    assert!(text[found[0].span.clone()].starts_with("bob") && text[found[0].span.clone()].ends_with("7x!"));
}

#[test]
fn candidates_are_bounded_and_nothing_is_quadratic() {
    let mut out = Vec::new();
    assert!(!credentials(&Text::plain("password= ".repeat(400_000)), &mut out));
    assert!(!credentials(&Text::plain("mdp : Xy12!a ".repeat(400_000)), &mut out));
    assert!(out.len() <= MOST_LABELS + 8);
    assert!(credentials(&Text::plain("a".repeat(4_000_000)), &mut out));
    assert!(credentials(&Text::plain("<".repeat(400_000) + "mdp"), &mut out));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn no_text_is_too_odd(text in "(mot de passe|mdp|login|code|wifi|[:='\"«» \n\t|*/<>().é€]|[a-zA-Z0-9!]{1,8}){0,40}") {
        let mut out = Vec::new();
        credentials(&Text::plain(text.clone()), &mut out);
        for credential in out {
            proptest::prop_assert!(text.get(credential.span).is_some() && text.get(credential.value_span).is_some());
            proptest::prop_assert!(!credential.value.is_empty());
        }
    }
}
