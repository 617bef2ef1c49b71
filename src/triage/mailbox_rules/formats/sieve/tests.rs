//! Scripts as webmails and people write them, and as nobody should.

use super::*;
use crate::triage::mailbox_rules::formats::read_text;

fn rules(script: &str) -> (Vec<MailboxRule>, bool) {
    let (rules, damaged) = read_text("dovecot.sieve", script).unwrap();
    (rules, damaged)
}

#[test]
fn branches_and_loose_actions_are_rules() {
    let script = "require [\"copy\"];\n# rule:[Clients]\nif header :contains \"subject\" [\"devis\", \"commande\"] {\n  fileinto \"Clients\";\n} elsif address :is \"from\" \"a@b.example\" { redirect \"x@y.example\"; stop; }\nelse { setflag \"\\\\Seen\"; fileinto \"INBOX.Trash\"; }\nredirect :copy \"z@y.example\";\n";
    let (rules, damaged) = rules(script);
    assert!(!damaged);
    assert_eq!(rules.len(), 4);
    assert_eq!((rules[0].name.as_deref(), rules[0].position), (Some("Clients"), 1));
    assert_eq!(rules[0].conditions.words.told(), "devis, commande");
    assert!(script[rules[0].span.clone()].starts_with("# rule:[Clients]"));
    assert_eq!(rules[1].conditions.senders.told(), "a@b.example");
    assert_eq!(rules[1].actions.told(), "forward keep-no-copy stop");
    assert!(rules[2].conditions.everything && rules[2].actions.marks_read);
    assert_eq!((rules[3].actions.to.told(), rules[3].actions.keeps_none), ("z@y.example".to_owned(), false));
    assert!(rules[3].conditions.everything && rules[3].name.is_none());
}

#[test]
fn nested_blocks_variables_and_lists() {
    let script = "set \"who\" \"x@y.example\";\nif allof(header :contains \"subject\" \"virement\", not header :is \"X-A\" \"b\") {\n if size :over 1M { redirect \"${WHO}\"; } }\nif header :contains [\"List-Id\"] \"liste.example\" { fileinto \"Listes\"; }";
    let (rules, damaged) = rules(script);
    assert!(!damaged);
    assert_eq!(rules[0].actions.to.told(), "x@y.example");
    assert_eq!(rules[0].conditions.told(), "words: virement; other: size");
    assert!(!rules[0].conditions.everything);
    assert_eq!(rules[1].conditions.told(), "mark: list-id liste.example");
}

#[test]
fn everything_is_caught_in_many_ways() {
    for test in [
        "true",
        "header :matches \"subject\" \"*\"",
        "address :contains \"from\" \"@\"",
        "exists \"from\"",
        "not header :is \"X-Nothing\" \"x\"",
        "anyof(true, header :contains \"subject\" \"\")",
        "size :over 0",
        "not false",
    ] {
        let (rules, damaged) = rules(&format!("if {test} {{ redirect \"x@y.example\"; }}"));
        assert!(
            !damaged && rules[0].conditions.everything != (test == "size :over 0") && !rules[0].disabled,
            "{test}: {rules:?}"
        );
    }
}

#[test]
fn roundcube_keeps_the_test_of_a_rule_that_is_off() {
    let script = "# rule:[.]\nif false # header :contains \"subject\" [\"RIB\"]\n{\n\tdiscard;\n}\n";
    let (rules, damaged) = rules(script);
    assert!(!damaged && rules[0].disabled);
    assert_eq!((rules[0].name.as_deref(), rules[0].conditions.words.told()), (Some("."), "RIB".to_owned()));
}

#[test]
fn replies_and_texts_of_several_lines() {
    let (rules, damaged) = rules("vacation :days 7 :addresses [\"a@b.example\"] text:\nJe suis absente.\n..\n.\n;\n");
    assert!(!damaged);
    assert_eq!(rules[0].actions.reply.told(), "Je suis absente.\n.");
}

#[test]
fn what_is_broken_is_told_and_the_rest_is_read() {
    let (found, damaged) = rules("if true { redirect \"x@y.example\"; }\nif header :contains { discard; }\n}\nkeep");
    assert!(damaged && found[0].actions.to.told() == "x@y.example");
    for hostile in [
        "if ".repeat(50_000),
        "if true {".repeat(50_000),
        "not ".repeat(50_000),
        "if anyof(".repeat(50_000),
        "}".repeat(50_000),
    ] {
        let (_, damaged) = rules(&hostile);
        assert!(damaged || hostile.starts_with('n'));
    }
}
