//! What the engine finds and does not, and that no text makes it stumble or work without bound.

use proptest::prelude::*;

use super::*;
use crate::message::mail::LimitKind;

fn set() -> PatternSet {
    PatternSet::compile(secret_rules().unwrap()).unwrap()
}

/// For tests of many texts.
static RULES: std::sync::OnceLock<PatternSet> = std::sync::OnceLock::new();

fn found(set: &PatternSet, text: &str) -> Vec<(String, String)> {
    let mut hits = Vec::new();
    set.scan(text, &mut hits);
    hits.iter().map(|hit| (set.rules()[hit.rule].id.clone(), text[hit.secret.clone()].to_owned())).collect()
}

fn rule(id: &str, keywords: &[&str], regex: &str) -> Rule {
    let keywords: Vec<String> = keywords.iter().map(|word| format!("{word:?}")).collect();
    let text = format!(
        "[[rule]]\nid = '{id}'\nkind = 'secret'\naction = '6.a'\nseverity = 'high'\nreason = {{ fr = 'x', en = 'x' }}\n\
         keywords = [{}]\nregex = \'\'\'{regex}\'\'\'\n",
        keywords.join(", ")
    );
    parse_rules("test.toml", &text).unwrap().remove(0)
}

#[test]
fn there_are_as_many_formats_as_promised() {
    assert!(secret_rules().unwrap().len() >= 220);
}

#[test]
fn the_most_telling_of_several_rules_is_told() {
    let set = set();
    let text = "export STRIPE_SECRET_KEY='sk_live_b7Gd2Kp9QxW4sVn8Zc3Lt6Ry'";
    assert_eq!(
        found(&set, text),
        [("secret.stripe.secret-key".to_owned(), "sk_live_b7Gd2Kp9QxW4sVn8Zc3Lt6Ry".to_owned())]
    );
}

#[test]
fn a_failed_checksum_lowers_the_confidence_and_a_good_one_raises_it() {
    let set = set();
    let confidence = |text: &str| {
        let mut hits = Vec::new();
        set.scan(text, &mut hits);
        hits.iter().map(|hit| (hit.confidence, hit.checked)).collect::<Vec<_>>()
    };
    assert_eq!(confidence("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"), [(95, Checked::Passed)]);
    assert_eq!(confidence("ghp_Qm7VxT2cLr9sKd4BzW0pNfY8uHj3Ea2kLop0"), [(45, Checked::Failed)]);
}

#[test]
fn named_groups_and_checks_tell_more_than_the_secret() {
    let set = set();
    let mut hits = Vec::new();
    set.scan("https://bob:Tr0ub4dor@intranet.acme.example/ AKIARZPUZDIKAA32CXEZ", &mut hits);
    assert_eq!(hits[0].facts, [("login", "bob".to_owned()), ("host", "intranet.acme.example".to_owned())]);
    assert_eq!(hits[1].facts, [("account", "123456789012".to_owned())]);
}

#[test]
fn ordinary_things_of_mail_are_no_secrets() {
    let set = set();
    for text in [
        "Message-ID: <CAF4Kz8+Q1x9mZ7yT3pL0bN5vR2wS6dH8jK4cG@mail.acme.example>",
        "Content-Type: multipart/mixed; boundary=\"----=_Part_8Gq2Lx9Zt4Rb7Vn1_1712.1766\"",
        "https://click.acme.example/track?u=8f3a9c1b7d2e4f60a5b8c7d9e1f2a3b4&id=QmFzZTY0VmFsdWVPZkFMaW5r",
        "https://acme.example/unsubscribe/eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImJvYiIsImlhdCI6MX0.c2lnbmF0dXJlX29mX3RoZV9saW5r",
        "DKIM-Signature: v=1; a=rsa-sha256; d=acme.example; s=k1; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00lszZVoG4ZHRNiYzR",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "cid:image001.png@01DA8F2C.5B7E3A90 and 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "api_key = YOUR_API_KEY, token: <token>, password = \"changeme\", DB_PASSWORD=${DB_PASSWORD}, password=%PASSWORD%",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    ] {
        assert_eq!(found(&set, text), [], "{text}");
    }
}

#[test]
fn a_rule_with_a_detector_is_left_to_it() {
    let mut detected = rule("notice.x", &["x"], "");
    detected.detector = "notice".to_owned();
    let set = PatternSet::compile([detected, rule("secret.x.y", &["acme-"], "acme-[0-9]{4}")]).unwrap();
    assert_eq!(set.rules().len(), 2);
    assert_eq!(found(&set, "x acme-1234"), [("secret.x.y".to_owned(), "acme-1234".to_owned())]);
}

#[test]
fn a_match_may_begin_long_before_its_keyword_and_among_letters_of_several_bytes() {
    let set = PatternSet::compile([rule("secret.x.y", &["key"], "[0-9]{4}é{0,200}key[0-9]{2}")]).unwrap();
    let text = format!("é{}1234{}key56é", "é".repeat(700), "é".repeat(200));
    assert_eq!(found(&set, &text).len(), 1);
}

#[test]
fn a_wrong_rule_is_refused_by_its_id() {
    for (regex, expected) in [("(", "rule secret.x.y: "), ("", "neither a regex nor a detector")] {
        let error = PatternSet::compile([rule("secret.x.y", &["x"], regex)]).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn hostile_texts_are_bounded_and_said_to_be() {
    let set = set();
    let keywords: String = set.rules().iter().flat_map(|rule| rule.keywords.iter().map(String::as_str)).collect();
    for part in ["AKIA", "eyJ", "password='", "-----BEGIN RSA PRIVATE KEY-----\n", "sk-", keywords.as_str()] {
        let text = part.repeat((1 << 18) / part.len());
        let mut hits = Vec::new();
        set.scan(&text, &mut hits);
        assert!(hits.len() <= 20_000, "{part}");
    }
    let many = "password = 'Tr0ub4dor'\n".repeat(1_500);
    let mut hits = Vec::new();
    let scanned = set.scan(&many, &mut hits);
    assert_eq!((hits.len(), scanned.limit), (1_000, Some(LimitKind::Candidates)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_makes_it_stumble(
        parts in proptest::collection::vec(prop_oneof![
            Just("password"), Just(" = "), Just("'"), Just("é"), Just("\n"), Just("eyJ"), Just("."), Just("://a:b@"), Just("😀"), Just("secret"),
            Just("-----BEGIN PRIVATE KEY-----"), Just("token"), Just("\u{212a}ey"), Just("A"), Just("9f8e7d6c5b4a3210"), Just("http"),
        ], 0..60)
    ) {
        let text = parts.concat();
        let set = RULES.get_or_init(set);
        let mut hits = Vec::new();
        set.scan(&text, &mut hits);
        for hit in &hits {
            prop_assert!(text.get(hit.span.clone()).is_some() && text.get(hit.secret.clone()).is_some());
            prop_assert!(hit.span.start <= hit.secret.start && hit.secret.end <= hit.span.end);
        }
    }
}
