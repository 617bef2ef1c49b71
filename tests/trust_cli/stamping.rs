//! Time-stamps: at sealing, afterwards, carried by hand; what an authority that fails costs; what a reader is told.

use std::fs;
use std::net::TcpListener;

use super::openssl::{Authority, run};
use super::support::repack::Parts;
use super::{Desk, PASSPHRASE, authority};
use crate::gnupg::Gnupg;

/// `openssl ts -verify` must accept the token over these bytes.
fn judged(token: &[u8], data: &[u8]) {
    authority().judge(token, data).unwrap();
}

#[test]
fn a_run_signs_and_stamps_what_it_sealed() {
    let (desk, gnupg) = (Desk::new(), Gnupg::new());
    let fingerprint = desk.person(&gnupg, "alice");
    let (server, root) = (authority().serve(&["--digits", "3", "--accuracy"]), authority().path("root.pem"));
    let how = ["--tsa", &server.url, "--tsa-ca", &root, "--sign", "alice.secret.asc", "--passphrase-file", "alice.pw"];
    let ran = desk.run(&[&["run", "INBOX.mbox", "--case", "case", "--no-input", "--no-triage"], &how[..]].concat());
    let ran = ran.ended(0).says(&["INTACT. ", "are those that were sealed", "vouched for by your root certificates"]);
    assert_eq!(desk.added("case/case.zip"), ["openpgp.asc", "timestamp001.tst", "message-tree.tst"]);
    desk.hash_file_is_right("case");
    let manifest = desk.unzip("case/case.zip", "META-INF/ASiCManifest001.xml");
    judged(&desk.unzip("case/case.zip", "META-INF/timestamp001.tst"), &manifest);
    let said = gnupg.verify(&desk.unzip("case/case.zip", "META-INF/openpgp.asc"), &manifest);
    assert!(said.contains("GOODSIG") && said.contains(&fingerprint), "{said}");
    assert_eq!(desk.words(&["case", "--signer", "alice.asc"], 0).0, "intact-vouched");
    let noted = desk.noted("case/case.custody.jsonl");
    let actions: Vec<&str> = noted.iter().map(|(action, _)| action.as_str()).collect();
    assert!(actions.ends_with(&["sign", "timestamp", "verify"]), "{noted:?}");
    assert!(noted.iter().any(|(_, note)| note.contains(&fingerprint)), "{noted:?}");
    let archive = String::from_utf8_lossy(&desk.read("case/case.zip")).into_owned();
    for told in [&archive, &desk.text("case/case.custody.jsonl"), &ran.out, &ran.err] {
        assert!(!told.contains(PASSPHRASE), "a passphrase is nowhere");
    }
}

#[test]
fn what_is_told_of_a_stamped_archive_is_that_of_the_file_as_it_is() {
    let desk = Desk::new();
    let server = authority().serve(&[]);
    let told = desk.seal("case", &["--json", "--tsa", &server.url]).ended(0).out;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let bytes = desk.read("case/case.zip");
    assert_eq!(told["archive_sha256"], scelle::digest::Sha256::of(&bytes).to_string());
    assert_eq!(told["archive_size"], bytes.len());
    desk.hash_file_is_right("case");
}

#[test]
fn a_time_stamp_changes_no_sealed_byte_and_a_second_renews_the_first() {
    let desk = Desk::sealed();
    let before = desk.read("case/case.zip");
    let start = Parts::of(&before).pack().central[0];
    let server = authority().serve(&["--digits", "6"]);
    let stamp = || desk.run(&["timestamp", "case", "--tsa", &server.url, "--tsa-ca", &authority().path("root.pem")]);
    stamp().ended(0).says(&["existed on", "vouched for by your root certificates"]);
    let once = desk.read("case/case.zip");
    assert!(once[..start] == before[..start], "nothing before the old central directory");
    assert_eq!(desk.added("case/case.zip"), ["timestamp001.tst", "message-tree.tst"]);
    desk.hash_file_is_right("case");
    stamp().ended(0);
    let twice = desk.read("case/case.zip");
    let later = Parts::of(&once).pack().central[0];
    assert!(twice[..later] == once[..later], "nor at the second time");
    let added = ["timestamp001.tst", "message-tree.tst", "ASiCManifest002.xml", "timestamp002.tst"];
    assert_eq!(desk.added("case/case.zip"), added);
    desk.hash_file_is_right("case");
    for number in ["001", "002"] {
        let [token, manifest] = [format!("timestamp{number}.tst"), format!("ASiCManifest{number}.xml")]
            .map(|name| desk.unzip("case/case.zip", &format!("META-INF/{name}")));
        judged(&token, &manifest);
    }
    let verdict = desk.verdict(&["case", "--tsa-ca", &authority().path("root.pem")], 0);
    assert_eq!(verdict["verdict"], "intact-vouched");
    let proofs = verdict["proofs"].as_array().unwrap();
    let over: Vec<&str> = proofs.iter().map(|proof| proof["over"].as_str().unwrap()).collect();
    assert_eq!(over, ["META-INF/ASiCManifest001.xml", "the message tree", "META-INF/ASiCManifest002.xml"]);
    assert!(proofs.iter().all(|proof| proof["kind"] == "time-stamp" && proof["trusted"] == true), "{proofs:?}");
    run("unzip", &["-tqq", desk.path("case/case.zip").to_str().unwrap()]);
}

/// `openssl ts -verify -digest` takes the root that the shell lines of a disclosure print; here it is told by verify alone.
#[test]
fn the_seal_with_its_time_stands_beside_the_archive() {
    let desk = Desk::stamped();
    let root = authority().path("root.pem");
    let container = "case/case.seal.asics";
    desk.run(&["verify", container, "--tsa-ca", &root]).ended(0).says(&["INTACT. ASiCManifest001.xml; the seal is"]);
    assert_eq!(desk.words(&[container, "--tsa-ca", &root], 0).0, "intact-vouched");
    assert_eq!(desk.words(&[container], 0).0, "intact-unvouched");
    let seal = desk.verdict(&["case"], 0)["seal"].clone();
    assert_eq!(desk.verdict(&[container], 0)["sha256"], seal);
    let object = desk.unzip(container, "ASiCManifest001.xml");
    assert!(object == desk.unzip("case/case.zip", "META-INF/ASiCManifest001.xml"));
    judged(&desk.unzip(container, "META-INF/timestamp.tst"), &object);
    let mut parts = Parts::of(&desk.read(container));
    parts.replace("ASiCManifest001.xml", "0000001.mbox", "0000002.mbox");
    fs::write(desk.path("forged.asics"), parts.pack().bytes).unwrap();
    assert_eq!(desk.words(&["forged.asics"], 1), ("proof-wrong".to_owned(), vec!["token-imprint".to_owned()]));
    desk.run(&["verify", "forged.asics"]).ended(1).says(&["THE PROOF DOES NOT HOLD", "token-imprint"]);
}

/// What `tsa.py` answers to a request in a file.
fn answer(desk: &Desk, request: &str, response: &str) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/trust/tsa.py");
    let [request, response] = [request, response].map(|name| desk.path(name).to_str().unwrap().to_owned());
    run("python3", &[script, "reply", authority().directory.to_str().unwrap(), &request, &response]);
}

#[test]
fn requests_and_answers_are_carried_by_hand() {
    let desk = Desk::sealed();
    desk.seal("other", &["--case-id", "another"]).ended(0);
    let asked = desk.run(&["timestamp", "case", "--request", "x.tsq"]).ended(0);
    let lines: Vec<&str> = asked.out.lines().map(str::trim).collect();
    let asked = lines.iter().filter(|line| line.starts_with("curl ")).copied().collect::<Vec<_>>();
    assert_eq!(asked.len(), 2, "one for the seal, one for the messages: {lines:?}");
    let come_back = *lines.last().unwrap();
    desk.run(&["timestamp", "case", "--request", "x.tsq"]).ended(3).says(&["x.tsq"]);
    desk.run(&["timestamp", "other", "--request", "o.tsq"]).ended(0);
    answer(&desk, "o.tsq", "o.tsr");
    let before = desk.read("case/case.zip");
    desk.run(&["timestamp", "case", "--response", "o.tsr"]).ended(3).says(&["stamps something else than this archive"]);
    // The same question with another number: an answer to somebody else, or an old one.
    desk.run(&["timestamp", "case", "--request", "y.tsq"]).ended(0);
    answer(&desk, "y.tsq", "y.tsr");
    fs::copy(desk.path("y.tsr"), desk.path("x.tsr")).unwrap();
    desk.run(&["timestamp", "case", "--response", "x.tsr"]).ended(3).says(&["x.tsr", "nonce"]);
    fs::write(desk.path("x.tsr"), b"<p>Sign in").unwrap();
    desk.run(&["timestamp", "case", "--response", "x.tsr"]).ended(3).says(&["x.tsr"]);
    assert!(desk.read("case/case.zip") == before, "what is refused changes nothing");
    // The lines that were printed do what they say.
    let server = authority().serve(&[]);
    for line in &asked {
        desk.shell(&line.replace("AUTHORITY-URL", &server.url)).ended(0);
    }
    desk.shell(come_back).ended(0);
    assert_eq!(desk.added("case/case.zip"), ["timestamp001.tst", "message-tree.tst"]);
    assert_eq!(desk.words(&["case", "--tsa-ca", &authority().path("root.pem")], 0).0, "intact-vouched");
    desk.run(&["timestamp", "case", "--response", "x.tsr"]).ended(3).says(&["or what is stamped already"]);
    // Without the request beside it the answer is known by what it stamps.
    fs::remove_file(desk.path("o.tsq")).unwrap();
    desk.run(&["timestamp", "other", "--response", "o.tsr"]).ended(0);
    assert_eq!(desk.added("other/other.zip"), ["timestamp001.tst"]);
}

#[test]
fn an_authority_that_fails_costs_only_the_time_stamp() {
    let desk = Desk::new();
    let server = authority().serve(&[]);
    let nobody = format!("http://{}/", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let https = server.url.replace("http:", "https:");
    let at = |path: &str| format!("{}{path}", server.url);
    let cases = [
        ("status", at("500"), "answers HTTP 500"),
        ("slow", at("slow"), "no answer in time"),
        ("page", at("html"), "not a time-stamp answer but text/html"),
        ("none", at("empty"), "token"),
        ("down", nobody, "the connection is refused"),
        ("tls", https, "https is not spoken here, and not needed"),
    ];
    for (folder, url, why) in cases {
        let ran = desk.seal(folder, &["--tsa", &url, "--tsa-timeout", "1"]).ended(4);
        let ran = ran.says(&["The archive is sealed, but the time-stamp failed", why]);
        let again = ran.err.lines().find(|line| line.contains("scelle timestamp ") && line.contains("--tsa")).unwrap();
        assert_eq!(again.split_once(": ").unwrap().1, format!("scelle timestamp {folder}/{folder}.zip --tsa {url}"));
        assert_eq!(desk.words(&[folder], 0), ("intact-unvouched".to_owned(), vec![]), "{folder}");
        assert_eq!(desk.added(&format!("{folder}/{folder}.zip")), [""; 0]);
        desk.hash_file_is_right(folder);
        if folder == "status" {
            desk.shell(&again.split_once(": ").unwrap().1.replace("/500", "/")).ended(0);
            assert_eq!(desk.added("status/status.zip"), ["timestamp001.tst", "message-tree.tst"]);
        }
        let before = desk.read(&format!("{folder}/{folder}.zip"));
        desk.run(&["timestamp", folder, "--tsa", &url, "--tsa-timeout", "1"]).ended(3).says(&[why]);
        assert!(desk.read(&format!("{folder}/{folder}.zip")) == before, "{folder}");
    }
}

/// A token that the reader's roots do not vouch for is not put in.
#[test]
fn a_token_of_another_authority_is_not_put_in() {
    let desk = Desk::sealed();
    let (server, roots) = (authority().serve(&[]), Authority::new(&["--key", "p384"]).path("root.pem"));
    let ran = desk.run(&["timestamp", "case", "--tsa", &server.url, "--tsa-ca", &roots]);
    ran.ended(3).says(&["no path to a trusted certificate", "token-chain"]);
    assert_eq!(desk.added("case/case.zip"), [""; 0]);
}

#[test]
fn verify_says_what_is_proven_and_what_is_not() {
    let desk = Desk::stamped();
    let (root, others) = (authority().path("root.pem"), Authority::new(&["--key", "p384"]).path("root.pem"));
    let seal = desk.verdict(&["case"], 0)["seal"].as_str().unwrap().to_owned();
    let told = |arguments: &[&str], code: i32| {
        let (verdict, wrong) = desk.words(&[&["case"], arguments].concat(), code);
        (verdict, wrong.join(" "))
    };
    let pair = |verdict: &str, wrong: &str| (verdict.to_owned(), wrong.to_owned());
    assert_eq!(told(&[], 0), pair("intact-unvouched", ""));
    assert_eq!(told(&["--tsa-ca", &root], 0), pair("intact-vouched", ""));
    assert_eq!(told(&["--seal", &seal], 0), pair("intact-seal-matches", ""));
    assert_eq!(told(&["--seal", &seal, "--tsa-ca", &root], 0), pair("intact-seal-matches", ""));
    assert_eq!(told(&["--tsa-ca", &others], 1), pair("proof-wrong", "token-chain token-chain"));
    assert_eq!(told(&["--seal", &"0".repeat(64), "--tsa-ca", &root], 1), pair("altered", "seal-mismatch"));
    let says = |arguments: &[&str], code: i32, pieces: &[&str]| {
        desk.run(&[&["verify", "case"], arguments].concat()).ended(code).says(pieces);
    };
    says(&[], 0, &["nothing outside vouches for date or origin", "nothing says that this authority is the true one"]);
    says(&["--tsa-ca", &root], 0, &["as attested below the seal", "Example Time-stamp Authority"]);
    says(&["--tsa-ca", &others], 1, &["CONTENT INTACT, but 2 proofs that were added do not hold", "token-chain"]);
    // The journal keeps the same verdict.
    let noted: Vec<String> =
        desk.noted("case/case.custody.jsonl").into_iter().rev().take(3).map(|(_, note)| note).collect();
    assert_eq!(
        noted,
        ["content intact, proofs that do not hold: 2", "intact, vouched for by a proof", "intact, unvouched"]
    );
    let mut parts = Parts::of(&desk.read("case/case.zip"));
    let entry = String::from_utf8(parts.entries[1].name.clone()).unwrap();
    parts.replace(&entry, "facture 5", "facture 6");
    fs::write(desk.path("case/case.zip"), parts.pack().bytes).unwrap();
    assert_eq!(told(&["--tsa-ca", &root], 1), pair("altered", "altered-entry message-altered"));
    says(&["--tsa-ca", &root], 1, &["ALTERED", "altered-entry"]);
    desk.run(&["verify", "case", "--tsa-ca", "INBOX.mbox"]).ended(3).says(&["INBOX.mbox"]);
}

/// A power cut while a token was being added: verify tells it, the next addition puts the archive back, and so do the two lines of
/// FORMAT.md section 10.
#[test]
fn an_interrupted_addition_is_told_and_put_back() {
    let desk = Desk::sealed();
    let server = authority().serve(&[]);
    let before = desk.read("case/case.zip");
    desk.run(&["timestamp", "case", "--tsa", &server.url]).ended(0);
    let after = desk.read("case/case.zip");
    let start = Parts::of(&before).pack().central[0];
    let rescue = format!("case/.case.zip.{start}.rescue");
    let interrupt = || {
        fs::write(desk.path(&rescue), &before[start..]).unwrap();
        fs::write(desk.path("case/case.zip"), &after[..start + 300]).unwrap();
    };
    interrupt();
    desk.run(&["verify", "case"]).ended(1).says(&["An addition to this archive was interrupted", &rescue]);
    let by_hand = format!("truncate -s {start} case.zip && cat .case.zip.{start}.rescue >> case.zip");
    desk.shell(&format!("cd case && {by_hand}")).ended(0);
    assert!(desk.read("case/case.zip") == before);
    interrupt();
    desk.run(&["timestamp", "case", "--tsa", &server.url]).ended(0);
    assert_eq!(desk.added("case/case.zip"), ["timestamp001.tst", "message-tree.tst"]);
    desk.hash_file_is_right("case");
    assert!(!desk.path(&rescue).exists());
    assert_eq!(desk.words(&["case"], 0), ("intact-unvouched".to_owned(), vec![]));
}
