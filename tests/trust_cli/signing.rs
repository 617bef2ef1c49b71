//! Signatures by OpenPGP keys and by certificates; where passphrases come from.

use std::fs;

use super::openssl::{Authority, run};
use super::{Desk, PASSPHRASE, authority};
use crate::gnupg::Gnupg;

#[test]
fn an_openpgp_signature_is_gpgs_too() {
    let (desk, gnupg) = (Desk::sealed(), Gnupg::new());
    let fingerprint = desk.person(&gnupg, "alice");
    let signed = desk.run(&["sign", "case", "--key", "alice.secret.asc", "--passphrase-file", "alice.pw"]).ended(0);
    signed.says(&["Signed: META-INF/openpgp.asc", &fingerprint]);
    desk.hash_file_is_right("case");
    let manifest = desk.unzip("case/case.zip", "META-INF/ASiCManifest001.xml");
    let said = gnupg.verify(&desk.unzip("case/case.zip", "META-INF/openpgp.asc"), &manifest);
    assert!(said.contains("GOODSIG"), "{said}");
    // A second signer signs the same bytes.
    desk.person(&gnupg, "bob");
    desk.run(&["sign", "case", "--key", "bob.secret.asc", "--passphrase-file", "bob.pw"]).ended(0);
    assert_eq!(desk.added("case/case.zip"), ["openpgp.asc", "openpgp002.asc"]);
    let said = gnupg.verify(&desk.unzip("case/case.zip", "META-INF/openpgp002.asc"), &manifest);
    assert!(said.contains("GOODSIG"), "{said}");

    assert_eq!(desk.words(&["case"], 0).0, "intact-unvouched");
    let verdict = desk.verdict(&["case", "--signer", "alice.asc"], 0);
    assert_eq!(verdict["verdict"], "intact-vouched");
    let [one, two] = &verdict["proofs"].as_array().unwrap()[..] else { panic!("{verdict}") };
    assert_eq!((&one["verdict"], &one["trusted"]), (&"good".into(), &true.into()));
    assert_eq!((&two["verdict"], &two["trusted"]), (&"unknown-signer".into(), &false.into()));
    assert_eq!(one["fingerprint"], fingerprint);
    let told = desk.run(&["verify", "case", "--signer", "alice.asc"]).ended(0);
    told.says(&["OpenPGP signature META-INF/openpgp.asc: good, of ", "openpgp002.asc (unknown-signer)"]);
    let told = desk.run(&["verify", "case"]).ended(0);
    told.says(&["nothing is proven without the signer’s certificate: give it with --signer"]);
}

#[test]
fn a_signature_over_something_else_is_told_and_the_content_is_intact() {
    let (desk, gnupg) = (Desk::sealed(), Gnupg::new());
    desk.person(&gnupg, "alice");
    desk.seal("other", &["--case-id", "another"]).ended(0);
    desk.run(&["sign", "other", "--key", "alice.secret.asc", "--passphrase-file", "alice.pw"]).ended(0);
    desk.run(&["sign", "case", "--key", "alice.secret.asc", "--passphrase-file", "alice.pw"]).ended(0);
    let mut parts = super::support::repack::Parts::of(&desk.read("case/case.zip"));
    parts.set("META-INF/openpgp.asc", desk.unzip("other/other.zip", "META-INF/openpgp.asc"));
    fs::write(desk.path("case/case.zip"), parts.pack().bytes).unwrap();
    let wrong = ("proof-wrong".to_owned(), vec!["openpgp-signature".to_owned()]);
    assert_eq!(desk.words(&["case", "--signer", "alice.asc"], 1), wrong);
    let told = desk.run(&["verify", "case", "--signer", "alice.asc"]).ended(1);
    told.says(&["CONTENT INTACT, but a proof that was added does not hold", "openpgp-signature"]);
}

#[test]
fn a_certificate_signs_and_openssl_agrees() {
    let desk = Desk::sealed();
    let authority = authority();
    let [key, certificate, chain] = ["tsa.key", "tsa.pem", "chain.pem"].map(|name| authority.path(name));
    let out = desk.path("alice.p12").to_str().unwrap().to_owned();
    let command = ["pkcs12", "-export", "-inkey", &key, "-in", &certificate, "-certfile", &chain, "-out", &out];
    run("openssl", &[&command[..], &["-passout", &format!("pass:{PASSPHRASE}")]].concat());
    fs::write(desk.path("alice.pw"), format!("{PASSPHRASE}\r\nanother line\n")).unwrap();
    desk.run(&["sign", "case", "--key", "alice.p12", "--passphrase-file", "INBOX.mbox"]).ended(3).says(&["alice.p12"]);
    assert_eq!(desk.added("case/case.zip"), [""; 0]);
    desk.run(&["sign", "case", "--key", "alice.p12", "--passphrase-file", "alice.pw"]).ended(0);
    assert_eq!(desk.added("case/case.zip"), ["ASiCManifest002.xml", "signature002.p7s"]);
    desk.hash_file_is_right("case");
    for name in ["ASiCManifest002.xml", "signature002.p7s"] {
        fs::write(desk.path(name), desk.unzip("case/case.zip", &format!("META-INF/{name}"))).unwrap();
    }
    let judge = "openssl cms -verify -binary -inform DER -in signature002.p7s -content ASiCManifest002.xml -purpose any -out out";
    desk.shell(&format!("{judge} -CAfile {}", authority.path("root.pem"))).ended(0);
    let others = Authority::new(&["--key", "p384"]).path("root.pem");
    assert_eq!(desk.words(&["case"], 0).0, "intact-unvouched");
    for signer in ["root.pem", "tsa.pem"] {
        assert_eq!(desk.words(&["case", "--signer", &authority.path(signer)], 0).0, "intact-vouched", "{signer}");
    }
    let wrong = ("proof-wrong".to_owned(), vec!["cms-chain".to_owned()]);
    assert_eq!(desk.words(&["case", "--signer", &others], 1), wrong);
    let told = desk.run(&["verify", "case"]).ended(0);
    told.says(&["nothing vouches for that certificate", "Example Time-stamp Authority"]);
}

#[test]
fn a_passphrase_is_never_an_argument() {
    let (desk, gnupg) = (Desk::sealed(), Gnupg::new());
    desk.person(&gnupg, "alice");
    let before = desk.read("case/case.zip");
    let sign = |more: &[&str]| desk.run(&[&["sign", "case", "--key", "alice.secret.asc"], more].concat());
    for command in ["sign", "seal", "run", "handover", "receive"] {
        let help = desk.run(&[command, "--help"]).ended(0);
        assert!(!help.out.contains("--passphrase "), "{}", help.out);
        help.says(&["--passphrase-fd", "--passphrase-file"]);
    }
    sign(&["--passphrase", PASSPHRASE]).ended(2);
    // Nobody to ask: the ways to give it are named.
    sign(&[]).ended(3).says(&["alice@people.example", "--passphrase-fd N or --passphrase-file FILE"]);
    sign(&["--passphrase-file", "nowhere"]).ended(3).says(&["Cannot read the passphrase from nowhere"]);
    fs::write(desk.path("wrong.pw"), "wrong\n").unwrap();
    sign(&["--passphrase-file", "wrong.pw"]).ended(3).says(&["wrong passphrase"]);
    sign(&["--passphrase-file", "alice.pw", "--passphrase-fd", "3"]).ended(2);
    sign(&["--passphrase-fd", "9"]).ended(3).says(&["Cannot read the passphrase from /dev/fd/9"]);
    assert!(desk.read("case/case.zip") == before);
    desk.shell("scelle sign case --key alice.secret.asc --passphrase-fd 3 3<alice.pw").ended(0);
    assert_eq!(desk.added("case/case.zip"), ["openpgp.asc"]);
}

/// A key that cannot be opened is told before anything long is begun.
#[test]
fn a_wrong_passphrase_seals_nothing() {
    let (desk, gnupg) = (Desk::new(), Gnupg::new());
    desk.person(&gnupg, "alice");
    fs::write(desk.path("wrong.pw"), "wrong\n").unwrap();
    desk.seal("case", &["--sign", "alice.secret.asc", "--passphrase-file", "wrong.pw"]).ended(3);
    assert_eq!(super::support::names(&desk.path("case")), [""; 0]);
}

#[test]
fn a_key_that_may_not_sign_costs_only_the_signature() {
    let desk = Desk::new();
    // The certificate as a key: nothing secret in it.
    desk.seal("public", &["--sign", &desk.fixture("good.asc")]).ended(3);
    desk.seal("case", &["--sign", &desk.fixture("good.secret.asc")]).ended(0);
    assert_eq!(desk.words(&["case", "--signer", &desk.fixture("good.asc")], 0).0, "intact-vouched");
}

/// A key that expires between two cases: the archive is there all the same.
#[test]
fn a_key_that_has_expired_costs_only_the_signature() {
    let (desk, gnupg) = (Desk::new(), Gnupg::new());
    let then = "--faked-system-time=20240101T000000!";
    gnupg.run(&[then, "--quick-generate-key", "old@people.example", "ed25519", "cert,sign", "1y"], b"");
    fs::write(desk.path("old.asc"), gnupg.run(&["--armor", "--export-secret-keys", "old@people.example"], b""))
        .unwrap();
    let ran = desk.seal("case", &["--sign", "old.asc"]).ended(4);
    ran.says(&["The archive is sealed, but signing failed", "expired", "scelle sign case/case.zip --key KEY"]);
    assert_eq!(desk.words(&["case"], 0), ("intact-unvouched".to_owned(), vec![]));
    desk.run(&["sign", "case", "--key", "old.asc"]).ended(3).says(&["expired"]);
    assert_eq!(desk.added("case/case.zip"), [""; 0]);
}
