//! Time-stamps by openssl, read and judged by us and by openssl; each thing wrong is told as exactly that.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

#[path = "trust/openssl.rs"]
mod openssl;

use std::fs;
use std::time::Duration;

use chrono::Timelike as _;
use openssl::{Authority, content_of, request, signed_by_cms};
use scelle::trust::timestamp::http::{HttpError, Patience, post};
use scelle::trust::timestamp::{Failure, Response, ResponseError, Token, Trust};
use scelle::trust::x509::Anchors;

const DATA: &[u8] = b"META-INF/ASiCManifest001.xml stands here";

fn words(token: &Token, data: &[u8], anchors: &Anchors) -> Vec<&'static str> {
    token.verify_bytes(data, &[], Some(anchors)).complaints.iter().map(|complaint| complaint.word()).collect()
}

#[test]
fn tokens_of_each_kind_prove_the_time() {
    for key in ["rsa", "p256", "p384"] {
        let authority = Authority::new(&["--key", key]);
        for options in [
            &[][..],
            &["--digits", "3", "--accuracy", "--ordering", "--name"],
            &["--digits", "6", "--ess", "sha1", "--md", "sha384"],
            &["--md", "sha512", "--ess", "sha512"],
        ] {
            let token = authority.token(DATA, options);
            let found = token.verify_bytes(DATA, &[], Some(&authority.anchors()));
            assert_eq!(found.complaints, [], "{key} {options:?}");
            let Trust::Path(path) = &found.trust else { panic!("{:?}", found.trust) };
            let names: Vec<_> = path.iter().map(|certificate| certificate.subject().short()).collect();
            assert_eq!(names, ["Example Time-stamp Authority", "Example Intermediate", "Example Root"]);
            authority.judge(token.der(), DATA).unwrap();
        }
    }
}

#[test]
fn what_a_token_says_is_read() {
    let authority = Authority::new(&["--key", "p256"]);
    let token = authority.token(DATA, &["--digits", "6", "--accuracy", "--ordering", "--name"]);
    assert_eq!(token.authority().unwrap(), "CN=Example Time-stamp Authority,O=Example Trust,C=FR");
    assert_eq!(token.policy().to_string(), "1.3.6.1.4.1.32473.1");
    assert_eq!(token.accuracy().unwrap().to_string(), "1.5001 s");
    assert!(token.ordering());
    assert_ne!(token.time().nanosecond(), 0, "a token within the first microsecond of a second");
    assert_eq!(token.nonce(), request(DATA).nonce.as_deref());
    let bare = authority.token(DATA, &[]);
    assert_eq!((bare.accuracy(), bare.ordering(), bare.time().nanosecond()), (None, false, 0));
    assert_eq!(bare.authority(), token.authority(), "the certificate's subject, where the token says nothing");
}

#[test]
fn without_anchors_the_path_is_not_proven_and_nothing_is_wrong() {
    let authority = Authority::new(&["--key", "p256"]);
    let found = authority.token(DATA, &[]).verify_bytes(DATA, &[], None);
    assert!(found.is_sound());
    assert_eq!(found.trust, Trust::NoAnchors);
    assert_eq!(found.signed.unwrap().certificate.subject().short(), "Example Time-stamp Authority");
}

#[test]
fn a_wrong_certificate_is_one_complaint() {
    let flaws = [
        ("no-eku", "token-usage"),
        ("other-eku", "token-usage"),
        ("not-alone", "token-usage"),
        ("not-critical", "token-usage"),
        ("key-usage", "token-usage"),
        ("expired", "token-expired"),
        ("not-yet", "token-expired"),
        ("no-ca", "token-chain"),
        ("pathlen", "token-chain"),
        ("inner-expired", "token-chain"),
        ("critical", "token-chain"),
    ];
    for (flaw, word) in flaws {
        let authority = Authority::new(&["--key", "p256", "--flaw", flaw]);
        // `openssl ts -reply` refuses to sign with a certificate of the wrong usage; cms is not so particular.
        let content = content_of(&Authority::new(&["--key", "p256"]).token(DATA, &[]));
        let token = signed_by_cms(&authority, &content, &["-cades"]);
        assert_eq!(words(&token, DATA, &authority.anchors()), [word], "{flaw}");
        assert!(authority.judge(token.der(), DATA).is_err(), "{flaw}");
    }
}

#[test]
fn other_roots_and_missing_certificates_are_told() {
    let authority = Authority::new(&["--key", "p256"]);
    let token = authority.token(DATA, &[]);
    assert_eq!(words(&token, b"other bytes", &authority.anchors()), ["token-imprint"]);
    assert_eq!(words(&token, DATA, &Authority::new(&["--key", "p384"]).anchors()), ["token-chain"]);
    let mut unasked = request(DATA);
    unasked.certificates = false;
    let bare = authority.answer(&unasked, &[]).token_for(&unasked).unwrap();
    assert_eq!(words(&bare, DATA, &authority.anchors()), ["token-certificate"]);
    let along: Vec<_> = ["tsa.pem", "inner.pem"]
        .iter()
        .flat_map(|name| Anchors::from_pem(&fs::read(authority.path(name)).unwrap()).unwrap().certificates().to_vec())
        .collect();
    assert!(bare.verify_bytes(DATA, &along, Some(&authority.anchors())).is_sound());
    let unpinned = signed_by_cms(&authority, &content_of(&token), &[]);
    assert_eq!(words(&unpinned, DATA, &authority.anchors()), ["token-certificate"]);
}

#[test]
fn tokens_in_ber_with_pss_and_key_identifiers_are_read() {
    let authority = Authority::new(&["--key", "rsa", "--pss"]);
    let content = content_of(&authority.token(DATA, &[]));
    for options in
        [&["-cades", "-stream", "-indef"][..], &["-cades", "-keyid"], &["-cades", "-keyopt", "rsa_padding_mode:pss"]]
    {
        let token = signed_by_cms(&authority, &content, options);
        assert_eq!(words(&token, DATA, &authority.anchors()), [""; 0], "{options:?}");
        authority.judge_cms(token.der());
    }
    let weak = signed_by_cms(&authority, &content, &["-cades", "-md", "sha1"]);
    assert_eq!(words(&weak, DATA, &authority.anchors()), ["token-signature"]);
    assert!(weak.verify_bytes(DATA, &[], None).complaints[0].to_string().contains("SHA-1"));
}

#[test]
fn an_answer_to_another_request_is_refused() {
    let authority = Authority::new(&["--key", "p256"]);
    let asked = request(DATA);
    let answer = authority.answer(&asked, &[]);
    let refused = |request: &scelle::trust::timestamp::Request| match answer.clone().token_for(request) {
        Err(ResponseError::Other(complaint)) => complaint.word(),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&request(b"other bytes")), "token-imprint");
    let mut other = asked.clone();
    other.nonce = Some(vec![1]);
    assert_eq!(refused(&other), "token-nonce");
    let mut other = asked.clone();
    other.policy = Some("1.3.6.1.4.1.32473.2".parse().unwrap());
    assert_eq!(refused(&other), "token-policy");
    authority.answer(&other, &[]).token_for(&other).unwrap();
}

#[test]
fn a_refusal_is_told_in_words() {
    let authority = Authority::new(&["--key", "p256"]);
    let mut asked = request(DATA);
    asked.policy = Some("1.3.6.1.4.1.32473.3".parse().unwrap());
    let Err(ResponseError::Refused(status)) = authority.answer(&asked, &[]).token_for(&asked) else {
        panic!("granted")
    };
    assert_eq!(status.failures, [Failure::UnacceptedPolicy]);
    let told = status.to_string();
    assert!(
        told.starts_with("rejected: it does not stamp under the policy") && told.contains("Requested policy"),
        "{told}"
    );
}

#[test]
fn over_http() {
    let authority = Authority::new(&["--key", "p256"]);
    let server = authority.serve(&["--digits", "2"]);
    let asked = request(DATA);
    let ask = |path: &str| post(&format!("{}{path}", server.url), &asked.to_der(), PATIENCE);
    for path in ["", "redirect/3"] {
        let answer = Response::from_der(&ask(path).unwrap()).unwrap();
        assert!(answer.token_for(&asked).unwrap().verify_bytes(DATA, &[], Some(&authority.anchors())).is_sound());
    }
    assert!(matches!(ask("redirect/4"), Err(HttpError::Redirects(_))));
    assert!(matches!(ask("500"), Err(HttpError::Status(_, 500))));
    assert!(matches!(ask("html"), Err(HttpError::NotAnAnswer(_, kind)) if kind == "text/html"));
    assert!(matches!(ask("huge"), Err(HttpError::TooLarge(_))));
    assert!(matches!(ask("slow"), Err(HttpError::TimedOut(_))));
    let empty = Response::from_der(&ask("empty").unwrap()).unwrap();
    assert_eq!(empty.token_for(&asked).unwrap_err(), ResponseError::NoToken);
}

const PATIENCE: Patience = Patience { connect: Duration::from_secs(2), whole: Duration::from_secs(2) };

/// The proxy stands in the environment, so it is a process of its own that asks: this test once more.
#[test]
fn through_a_proxy() {
    const BEHIND: &str = "http://tsa.invalid/";
    if std::env::var_os("ASKS_THROUGH_PROXY").is_some() {
        let asked = request(DATA);
        let answer = Response::from_der(&post(BEHIND, &asked.to_der(), PATIENCE).unwrap()).unwrap();
        answer.token_for(&asked).unwrap();
        return;
    }
    let proxy = Authority::new(&["--key", "p256"]).serve(&[]);
    let asked = |address: &str, no_proxy: &str| {
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command.args(["through_a_proxy", "--exact"]).env("ASKS_THROUGH_PROXY", "1");
        command.env("http_proxy", address).env("no_proxy", no_proxy);
        command.output().unwrap().status.success()
    };
    let bare = proxy.url.trim_start_matches("http://").trim_end_matches('/');
    for (address, no_proxy) in [(proxy.url.as_str(), ""), (bare, "other.invalid,")] {
        assert!(asked(address, no_proxy), "the proxy is asked, which alone knows the host");
    }
    for (address, no_proxy) in [(bare, ".invalid"), ("", ""), ("socks5://127.0.0.1:1", "")] {
        assert!(!asked(address, no_proxy), "the host is asked, which is not there");
    }
}

#[test]
fn nobody_at_the_address() {
    let told = |url: &str| post(url, b"", PATIENCE).unwrap_err();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(matches!(told(&format!("http://{free}/")), HttpError::Refused(_)));
    assert!(matches!(told("http://nowhere.invalid/"), HttpError::HostNotFound(..)));
    assert!(matches!(told("https://tsa.example/"), HttpError::Https(_)));
    assert!(matches!(told("ftp://tsa.example/"), HttpError::Address(_)));
    assert!(matches!(told("http://"), HttpError::Address(_)));
}
