//! Packages to others: who is refused as a recipient and why, what arrives, what is refused on arrival.

use std::fs;

use super::support::names;
use super::{Desk, PASSPHRASE};
use crate::gnupg::Gnupg;

const WHY: [&str; 6] = ["--purpose", "analysis", "--authority", "complaint 12/2026", "--sender", "A. Martin"];

/// `scelle handover case` to `cert.asc`, whose fingerprint is confirmed.
fn hand_over(desk: &Desk, fingerprint: &str, more: &[&str]) -> String {
    let to = ["handover", "case", "--to", "cert.asc", "--fingerprint", fingerprint];
    let ran = desk.run(&[&to, &WHY[..], &["--json"], more].concat()).ended(0);
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["transfer"]["purpose"], "analysis");
    told["package"].as_str().unwrap().to_owned()
}

#[test]
fn a_recipient_that_is_not_good_is_refused_with_the_reason() {
    let desk = Desk::sealed();
    let refused = [
        ("expired", "(expired)"),
        ("compromised", "(revoked)"),
        ("superseded", "(revoked)"),
        ("sign-only", "(no-encryption-key)"),
        ("certify-only", "(no-encryption-key)"),
        ("weak", "(weak-key)"),
        ("subkey-expired", "(subkey-expired)"),
    ];
    let (before, journal) = (names(&desk.path("case")), desk.read("case/case.custody.jsonl"));
    for (name, word) in refused {
        let path = desk.fixture(&format!("{name}.asc"));
        let ran = desk.run(&["handover", "case", "--to", &path, "--fingerprint", &"00".repeat(20)]).ended(3);
        ran.says(&["refused as a recipient", word]);
        // One bad recipient among good ones stops all.
        let ran = desk.run(&["handover", "case", "--to", &desk.fixture("good.asc"), "--to", &path]).ended(3);
        ran.says(&["refused as a recipient", word]);
    }
    let good = desk.fixture("good.asc");
    let ran = desk.run(&["handover", "case", "--to", &good]).ended(3);
    ran.says(&["fingerprint not confirmed", "give it with --fingerprint"]);
    let ran = desk.run(&["handover", "case", "--to", &good, "--fingerprint", &"AB".repeat(20)]).ended(3);
    ran.says(&["fingerprint not confirmed"]);
    desk.run(&["handover", "case", "--to", &good, "--fingerprint", "1234"]).ended(2);
    desk.run(&["handover", "case", "--to", "INBOX.mbox"]).ended(3).says(&["INBOX.mbox"]);
    desk.run(&["handover", "case"]).ended(2);
    assert_eq!(names(&desk.path("case")), before);
    assert!(desk.read("case/case.custody.jsonl") == journal, "nothing is noted as handed over");
}

#[test]
fn a_package_arrives_whole_and_gpg_opens_it_too() {
    let (desk, gnupg) = (Desk::stamped(), Gnupg::new());
    let (alice, cert) = (desk.person(&gnupg, "alice"), desk.person(&gnupg, "cert"));
    let how = ["--sign", "alice.secret.asc", "--passphrase-file", "alice.pw"];
    let package = hand_over(&desk, &cert, &how);
    assert_eq!(package, "case/case.handover-001.tar.gpg");
    desk.shell("cd case && sha256sum --quiet -c case.handover-001.tar.gpg.sha256").ended(0);
    let said = gnupg.verify(&desk.read("case/case.handover-001.json.asc"), &desk.read("case/case.handover-001.json"));
    assert!(said.contains("GOODSIG") && said.contains(&alice), "{said}");
    let receive = ["receive", &package, "--key", "cert.secret.asc", "--passphrase-file", "cert.pw", "-o", "got"];
    let got = desk.run(&[&receive[..], &["--signer", "alice.asc", "--receiver", "CERT X"]].concat()).ended(0);
    got.says(&["RECEIVED, INTACT", "A. Martin", "transfer.json: good, of ", "case.receipt-001.json"]);
    let folder = "got/case-handover-001";
    assert_eq!(names(&desk.path("got")), ["case-handover-001"]);
    assert!(desk.read(&format!("{folder}/case.zip")) == desk.read("case/case.zip"));
    assert!(desk.text(&format!("{folder}/BORDEREAU.txt")) == desk.text("case/case.handover-001.txt"));
    desk.shell(&format!("cd {folder} && sha256sum --quiet -c SHA256SUMS")).ended(1);
    // The receipt went into the journal that came: nothing else differs from the list.
    let listed = desk.shell(&format!("cd {folder} && sha256sum -c SHA256SUMS 2>&1 | grep -v ': OK'"));
    assert!(listed.out.starts_with("case.custody.jsonl: FAILED"), "{}", listed.out);
    // A second time the folder is there: it is left alone.
    let before = desk.read(&format!("{folder}/case.custody.jsonl"));
    desk.run(&receive).ended(3);
    assert!(desk.read(&format!("{folder}/case.custody.jsonl")) == before);
    let (tar, said) = decrypted_by_gpg(&gnupg, &desk.read(&package));
    assert!(said.contains("GOODMDC") && tar.windows(18).any(|bytes| bytes == b"case-handover-001/"), "{said}");
}

fn decrypted_by_gpg(gnupg: &Gnupg, message: &[u8]) -> (Vec<u8>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("message");
    fs::write(&path, message).unwrap();
    let status = folder.path().join("status");
    let arguments = ["--status-file", status.to_str().unwrap(), "--decrypt", path.to_str().unwrap()];
    let tar = gnupg.run_with(PASSPHRASE, &arguments, b"");
    (tar, fs::read_to_string(status).unwrap())
}

#[test]
fn what_cannot_be_opened_leaves_nothing() {
    let (desk, gnupg) = (Desk::sealed(), Gnupg::new());
    let cert = desk.person(&gnupg, "cert");
    desk.person(&gnupg, "judge");
    let package = hand_over(&desk, &cert, &[]);
    let whole = desk.read(&package);
    let receive = |file: &str, key: &str, passphrase: &str| {
        desk.run(&["receive", file, "--key", key, "--passphrase-file", passphrase, "-o", "got"])
    };
    let nothing = |ran: super::Ran, why: &str| {
        ran.ended(3).says(&[why]);
        assert_eq!(names(&desk.path("got")), [""; 0], "{why}");
    };
    fs::write(desk.path("wrong.pw"), "wrong\n").unwrap();
    nothing(receive(&package, "judge.secret.asc", "judge.pw"), "none of the keys given opens this file");
    nothing(receive(&package, "cert.secret.asc", "wrong.pw"), "wrong passphrase");
    for end in [whole.len() - 1, whole.len() - 30, whole.len() / 2, 200, 1] {
        fs::write(desk.path("cut.gpg"), &whole[..end]).unwrap();
        let ran = receive("cut.gpg", "cert.secret.asc", "cert.pw").ended(3);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        assert_eq!(names(&desk.path("got")), [""; 0], "{end}: {}", ran.err);
    }
    fs::write(desk.path("cut.gpg"), &whole[..whole.len() / 2]).unwrap();
    nothing(receive("cut.gpg", "cert.secret.asc", "cert.pw"), "the encrypted file is incomplete");
    for place in [whole.len() / 3, whole.len() / 2, whole.len() - 200, whole.len() - 10] {
        let mut altered = whole.clone();
        altered[place] ^= 1;
        fs::write(desk.path("altered.gpg"), altered).unwrap();
        nothing(receive("altered.gpg", "cert.secret.asc", "cert.pw"), "the encrypted file was altered or damaged");
    }
    nothing(receive("INBOX.mbox", "cert.secret.asc", "cert.pw"), "not encrypted with OpenPGP");
    receive(&package, "cert.secret.asc", "cert.pw").ended(0);
}

/// The key that signs the receipt is opened before anything is received: what was received once cannot be received again.
#[test]
fn a_key_that_cannot_sign_the_receipt_is_told_before() {
    let (desk, gnupg) = (Desk::sealed(), Gnupg::new());
    let cert = desk.person(&gnupg, "cert");
    let package = hand_over(&desk, &cert, &[]);
    for key in ["cert.asc", "nowhere.asc"] {
        let receive = ["receive", &package, "--key", "cert.secret.asc", "--passphrase-file", "cert.pw", "-o", "got"];
        desk.run(&[&receive[..], &["--sign", key]].concat()).ended(3);
        assert!(!desk.path("got/case-handover-001").exists(), "{key}");
    }
}

/// One passphrase for the key that opens and the key that signs, from a pipe that gives it once.
#[test]
fn a_passphrase_from_a_pipe_is_read_once() {
    let (desk, gnupg) = (Desk::sealed(), Gnupg::new());
    let cert = desk.person(&gnupg, "cert");
    let package = hand_over(&desk, &cert, &[]);
    let keys = "--key cert.secret.asc --sign cert.secret.asc --passphrase-fd 3";
    desk.shell(&format!("scelle receive {package} -o got {keys} 3< <(cat cert.pw)")).ended(0);
    assert!(desk.path("got/case-handover-001/case.receipt-001.json.asc").exists());
}

/// What somebody else packs and gpg encrypts: `change` is a shell line run where the package is unpacked.
fn forged(desk: &Desk, gnupg: &Gnupg, change: &str) -> super::Ran {
    let cert = desk.person(gnupg, "cert");
    let package = hand_over(desk, &cert, &[]);
    fs::write(desk.path("p.tar"), decrypted_by_gpg(gnupg, &desk.read(&package)).0).unwrap();
    let all = "tar cf ../q.tar --format=ustar --owner=0 --group=0 case-handover-001/*";
    desk.shell(&format!("mkdir u && cd u && tar xf ../p.tar && (cd case-handover-001 && {change}) && {all}")).ended(0);
    let message = gnupg.run(&["-z", "0", "--recipient", "cert@people.example", "--encrypt"], &desk.read("q.tar"));
    fs::write(desk.path("q.gpg"), message).unwrap();
    desk.run(&["receive", "q.gpg", "--key", "cert.secret.asc", "--passphrase-file", "cert.pw", "-o", "got"])
}

const SUMS: &str = "sha256sum $(ls | grep -v SHA256SUMS) > SHA256SUMS";

#[test]
fn a_package_that_gpg_made_is_received() {
    let (desk, gnupg) = (Desk::sealed(), Gnupg::new());
    forged(&desk, &gnupg, SUMS).ended(0).says(&["RECEIVED, INTACT"]);
}

#[test]
fn a_package_without_its_archive_or_journal_is_told_as_altered() {
    for missing in ["case.zip", "case.custody.jsonl"] {
        let (desk, gnupg) = (Desk::sealed(), Gnupg::new());
        let ran = forged(&desk, &gnupg, &format!("rm {missing}")).ended(1);
        ran.says(&["package-sums", missing, "is listed and is not there"]);
    }
    let (desk, gnupg) = (Desk::sealed(), Gnupg::new());
    let ran = forged(&desk, &gnupg, &format!("sed -i s/acquire/acquire2/ case.custody.jsonl && {SUMS}")).ended(1);
    ran.says(&["package-transfer"]);
}

/// A sender who names a file of ours as its archive gets nothing written there.
#[test]
fn a_package_does_not_reach_out_of_its_folder() {
    let (desk, gnupg) = (Desk::sealed(), Gnupg::new());
    desk.seal("mine", &["--case-id", "mine"]).ended(0);
    let before = desk.read("mine/mine.custody.jsonl");
    let target = desk.path("mine/mine.zip").to_str().unwrap().to_owned();
    let change = format!("sed -i 's,\"name\": \"case.zip\",\"name\": \"{target}\",' transfer.json && {SUMS}");
    forged(&desk, &gnupg, &change).ended(1).says(&["package-transfer"]);
    assert!(desk.read("mine/mine.custody.jsonl") == before, "the journal of another case");
    assert!(!desk.path("mine/mine.receipt-001.json").exists());
}

#[test]
fn what_stays_at_home_does_not_travel() {
    let (desk, gnupg) = (Desk::new(), Gnupg::new());
    let cert = desk.person(&gnupg, "cert");
    desk.run(&["run", "INBOX.mbox", "--case", "case", "--no-input", "--reveal"]).ended(0);
    let secret = "Hiver-2026!xK";
    assert!(desk.text("case/triage/findings.jsonl").contains(secret), "{}", desk.text("case/triage/findings.jsonl"));
    for (number, more) in [("001", "--redact-secrets"), ("002", "--without=triage")] {
        let package = hand_over(&desk, &cert, &[more]);
        let receive = ["receive", &package, "--key", "cert.secret.asc", "--passphrase-file", "cert.pw", "-o", "got"];
        desk.run(&receive).ended(0);
        let triage = format!("got/case-handover-{number}/triage");
        assert_eq!(desk.path(&triage).exists(), more == "--redact-secrets");
        if more == "--redact-secrets" {
            for name in names(&desk.path(&triage)) {
                let bytes = desk.read(&format!("{triage}/{name}"));
                assert!(!String::from_utf8_lossy(&bytes).contains(secret), "{name}");
            }
        }
    }
}

#[test]
fn an_altered_archive_does_not_leave() {
    let desk = Desk::sealed();
    let mut bytes = desk.read("case/case.zip");
    bytes[500] ^= 1;
    fs::write(desk.path("case/case.zip"), bytes).unwrap();
    let good = desk.fixture("good.asc");
    let print = scelle::trust::openpgp::Certificate::read_all(&fs::read(&good).unwrap()).unwrap()[0].fingerprint();
    let print = print.to_string();
    let hand_over = || {
        let ran = desk.run(&["handover", "case", "--to", &good, "--fingerprint", &print]);
        assert!(!names(&desk.path("case")).iter().any(|name| name.contains("handover")), "{}", ran.out);
        assert!(desk.noted("case/case.custody.jsonl").iter().all(|(action, _)| action != "transfer"));
        ran
    };
    // It differs from what its hash file tells; without that file its content is looked at.
    hand_over().ended(1).says(&["ALTERED"]);
    fs::remove_file(desk.path("case/case.zip.sha256")).unwrap();
    hand_over().ended(1).says(&["ALTERED", "The archive is not intact: nothing was prepared."]);
}
