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
fn what_a_program_puts_together_is_no_password() {
    let values = |text: &str| found(text).into_iter().map(|credential| credential.value).collect::<Vec<_>>();
    assert_eq!(values("\"password\": \"$store$suffix\","), [""; 0]);
    assert_eq!(values("String password = \"password\";"), [""; 0]);
    assert_eq!(values("\"password\": \"gl$uon$ky\","), ["gl$uon$ky"]);
    assert_eq!(values("Le mot de passe : « $oleil$able »"), ["$oleil$able"]);
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
fn what_no_label_announces_is_found_by_what_hands_it_over() {
    for (text, value) in [
        ("On entre sur le site avec bureau@amicale.example et Cl4vecin&Viole, merci.", "Cl4vecin&Viole"),
        ("The portal wants our email, then Ast3r-Violet in the second box.", "Ast3r-Violet"),
        ("Pour le compte du club c'est maintenant Goéland_77!, avec le tiret bas.", "Goéland_77!"),
        ("Le zip se déverrouille avec Tr0mpette.Bleue", "Tr0mpette.Bleue"),
        ("Caisse du bar\t198.51.100.9\tgerant\tC1tronVert!\tok", "C1tronVert!"),
        ("Composez le 0713 sur le clavier de la porte, puis poussez.", "0713"),
        ("Bike shed 4417. Please shut it.", "4417"),
        ("The alarm at the shop: punch in 9 0 3 3, then wait.", "9 0 3 3"),
        ("Codes des immeubles\n- rue Haute........ 8044A\n- pas de code ailleurs", "8044A"),
    ] {
        let values: Vec<String> = found(text).into_iter().map(|credential| credential.value).collect();
        assert_eq!(values, [value], "{text}");
    }
}

#[test]
fn what_is_shown_as_it_is_typed_is_found_whatever_it_looks_like() {
    for (text, value) in [
        ("Le clavier de la baie est verrouillé, tapez \"noisette\" pour l’ouvrir.", "noisette"),
        ("Sign in as r.dubois using “Paisley Tractor 6” and change it.", "Paisley Tractor 6"),
        (
            "Le blog est protégé : tapez vive les longues siestes, tout en minuscules et avec les espaces.",
            "vive les longues siestes",
        ),
        ("The drive is locked. It's damp otters on a bus, all lower case.", "damp otters on a bus"),
        ("La fiche de paie s’ouvre avec votre date de naissance, soit 15031962.", "15031962"),
        ("The payslip is locked with your date of birth, so in your case 22/07/1959.", "22/07/1959"),
        ("Le site veut bureau@club.example. Et pour entrer : Hirondelle.", "Hirondelle"),
        ("compte insta : l'identifiant c'est le nom du club, le mdp rugbyrugby. Merci", "rugbyrugby"),
        ("le mdp de la télé c toujour lapinou2016 mais pas mon profil", "lapinou2016"),
        ("le terminal du quai refusait quai/P@lan-3T hier", "P@lan-3T"),
        ("panneau de l'alarme : pour entrer faites 8080 puis étoile", "8080"),
        ("Milk site wouldn't take HayBale#2024 any more", "HayBale#2024"),
    ] {
        let values: Vec<String> = found(text).into_iter().map(|credential| credential.value).collect();
        assert_eq!(values, [value], "{text}");
    }
}

#[test]
fn what_is_typed_for_something_else_gives_nothing() {
    for text in [
        "Tapez « imprimante » dans la recherche Windows puis ouvrez les paramètres du compte.",
        "The page says \"Access denied\" when I log in.",
        "Your password must contain an upper case letter and no spaces, such as Abc123!x.",
        "Merci de saisir votre date de naissance au format JJMMAAAA pour ouvrir le PDF.",
        "Patient Durand, date de naissance : 14/07/1958, code postal 29200.",
        "Écrivez votre nom en majuscules, sans accents, sur le formulaire d'accès.",
        "Our account: sort code 22-57-04, safe and sound.",
        "La sauvegarde a échoué, accès refusé par le NAS Synology-DS920.",
        "Identifiez-vous avec votre adresse et votre mot de passe habituels.",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn what_looks_made_up_and_is_not_handed_over_gives_nothing() {
    for text in [
        "Reset it here: https://id.example.test/reset?token=9f8e7d6cAb2 within two hours.",
        "Our account team uses a Gnome2-universe setup for the site.",
        "Votre compte : dossier AZ-55810-H, facture F2024-0093b.",
        "Identifiant client : lm48213-ovh. Le compte est actif.",
        "We store passwords hashed with argon2id and a salt.",
        "Lines open 8am-6pm to change your account password.",
        "if (test_bit(R1BIO_BehindIO, &state)) access the account",
        "The door was replaced in 2019, room 1204, invoice 4417.",
        "The lockers: 1500 units left, door 1204.",
        "Meter E: 44871. Front door painted. Meter G: 09226.",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn beside_another_password_less_is_needed() {
    let values = |text: &str| found(text).into_iter().map(|credential| credential.value).collect::<Vec<_>>();
    assert_eq!(values("Code de l’alarme : 7719, et celle du dépôt avec 2255."), ["7719", "2255"]);
    assert!(values("L’alarme a sonné, et celle du dépôt avec 2255.").is_empty());
}

#[test]
fn what_a_program_computes_is_no_password() {
    for text in [
        "password = $($(dirname $0)/../bin/get-setting LOCAL_DATABASE_PASSWORD)",
        "echo 'password = '.$p['config']['daemon_password'].\"\\n\";",
        "text << \"Password=#{password}, \"",
        "const password = process.env.APP_PASSWORD || \"not-set\"",
        "client.login(user=cfg[\"user\"], password=cfg[\"password\"])\nKeyError: 'password'",
        "put '/forgot' => \"cms/sites/passwords#update\", as: 'update_password'",
        "usernameLabel:\"Email:\",passwordLabel:\"Password:\",rememberMeLabel:\"Remember me:\"",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
    assert_eq!(found("password = 'Ab9!tulipe'\n").len(), 1);
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
