//! Gitleaks files as their users write them.

use super::*;

const FILE: &str = r#"
title = "gitleaks config"
minVersion = "v8.25.0"

[allowlist]
description = "global allow lists"
regexes = ['''(?i)^true|false|null$''', '''^\$\{(?:[A-Z_]+|[a-z_]+)\}$''']
paths = ['''gitleaks\.toml''', '''(?i)\.(?:bmp|gif|jpe?g|png|svg)$''']
stopwords = ["abcdefghijklmnopqrstuvwxyz"]

[[rules]]
id = "acme-token"
description = "Acme token: opens the accounts of Acme"
regex = '''(?i)\b(acme_[a-z0-9]{16})(?:[\x60'"\s;]|\\[nr]|$)'''
entropy = 2.5
keywords = ["acme_"]

[[rules]]
id = "generic-api-key"
description = "Generic key"
regex = '''(?i)[\w.-]{0,50}?(?:access|auth|(?-i:[Aa]pi|API)|key|token)(?:[ \t\w.-]{0,20})[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}([\w.=-]{10,150}|[a-z0-9][a-z0-9+/]{11,}={0,3})(?:[\x60'"\s;]|\\[nr]|$)'''
entropy = 3.5
keywords = ["access", "api", "auth", "key", "token"]
[[rules.allowlists]]
condition = "AND"
regexTarget = "line"
regexes = ['''^\s*//''']
paths = ['''\.rs$''']
[[rules.allowlists]]
regexTarget = "match"
regexes = ['''(?i)api[_.-]?(?:version|id)''']
stopwords = ["sample"]
commits = ["0123456789abcdef0123456789abcdef01234567"]

[[rules]]
id = "pkcs12-file"
description = "A PKCS #12 file"
path = '''(?i)(?:^|/)[^/]+\.p(?:12|fx)$'''

[[rules]]
id = "second-group"
regex = '''(user):([0-9a-f]{8})'''
secretGroup = 2
path = '''\.conf$'''
"#;

fn found(text: &str, path: &str) -> Vec<(String, String)> {
    let rules = UserRules::compile(load(FILE).unwrap()).unwrap();
    let mut hits = Vec::new();
    assert_eq!(rules.scan(text, path, &mut hits), Scanned::default());
    hits.iter().map(|hit| (rules.rules()[hit.rule].rule.id.clone(), text[hit.secret.clone()].to_owned())).collect()
}

fn one(id: &str, secret: &str) -> Vec<(String, String)> {
    vec![(id.to_owned(), secret.to_owned())]
}

#[test]
fn a_whole_file_is_loaded() {
    let rules = load(FILE).unwrap();
    assert_eq!(rules.len(), 4);
    assert_eq!(rules[1].ignored, ["commits"]);
    assert_eq!(rules[0].rule.reason.en, "Rule of the user: Acme token: opens the accounts of Acme");
}

#[test]
fn the_first_group_is_the_secret_and_entropy_counts() {
    assert_eq!(found("x acme_k3j9x0q2m5v8z1b7 y", ""), one("user.acme-token", "acme_k3j9x0q2m5v8z1b7"));
    assert_eq!(found("acme_aaaaaaaaaaaaaaaa", ""), []);
    assert_eq!(found("xacme_k3j9x0q2m5v8z1b7", ""), []);
}

#[test]
fn allowlists_exclude_by_value_line_match_and_word() {
    let text = "auth_token = 9f8a7b6c5d4e3f2a1b0c\n";
    assert_eq!(found(text, "notes.txt"), one("user.generic-api-key", "9f8a7b6c5d4e3f2a1b0c"));
    assert_eq!(found(&format!("// {text}"), "notes.txt").len(), 1, "AND: the path does not hold");
    assert_eq!(found(&format!("// {text}"), "main.rs"), []);
    assert_eq!(found("api_version_key = 9f8a7b6c5d4e3f2a1b0c\n", ""), []);
    assert_eq!(found("auth_token = sample9f8a7b6c5d4e3f2a\n", ""), []);
    assert_eq!(found(text, "picture.PNG"), []);
}

#[test]
fn a_path_narrows_a_rule_or_is_all_of_it() {
    let rules = UserRules::compile(load(FILE).unwrap()).unwrap();
    assert_eq!(rules.named("certs/server.pfx"), [2]);
    assert_eq!(rules.named("server.pem"), [0; 0]);
    assert_eq!(found("user:0a1b2c3d", "app.conf"), one("user.second-group", "0a1b2c3d"));
    assert_eq!(found("user:0a1b2c3d", "app.txt"), []);
}

#[test]
fn what_cannot_be_used_is_refused_by_name() {
    for (text, expected) in [
        ("[extend]\nuseDefault = true\n", "remove [extend]"),
        ("title = 'x'\n", "no [[rules]]"),
        ("[[rules]]\nregex = 'x'\n", "rule number 1 has no id"),
        ("[[rules]]\nid = 'a'\n", "rule a: it has neither regex nor path"),
        ("[[rules]]\nid = 'a'\nregex = '(x'\n", "rule a: "),
        ("[[rules]]\nid = 'a'\nregex = 'x'\n[[rules]]\nid = 'a'\nregex = 'y'\n", "rule a: the id stands twice"),
        ("[[rules]]\nid = 'a'\nregex = 'x'\nsecretGroup = 2\n", "rule a: the regex has no group 2"),
        ("[[rules]]\nid = 'a'\nregex = 'x'\n[[rules.allowlists]]\ncondition = 'XOR'\n", "neither AND nor OR"),
        ("[[rules]\n", "line 1"),
        ("[[rules]]\nid = 'a'\nregex = 'x'\n[rules.required]\nid = 'b'\n", "composite"),
    ] {
        let error = load(text).and_then(UserRules::compile).map(|_| ()).unwrap_err();
        assert!(error.to_string().contains(expected), "{text}: {error}");
    }
}
