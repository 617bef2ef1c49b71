//! Receipts: both ends hold the same head; what pins a journal shows where it was cut.

use std::fs;

use super::Desk;
use crate::gnupg::Gnupg;

const JOURNAL: &str = "case/case.custody.jsonl";
const THEIRS: &str = "got/case-handover-001/case.custody.jsonl";
const RECEIPT: &str = "got/case-handover-001/case.receipt-001.json";

/// A case handed over by alice and received by cert, with signatures of both.
fn handed_over() -> (Desk, Gnupg) {
    let (desk, gnupg) = (Desk::sealed(), Gnupg::new());
    desk.person(&gnupg, "alice");
    let cert = desk.person(&gnupg, "cert");
    let to = ["handover", "case", "--to", "cert.asc", "--fingerprint", &cert];
    desk.run(&[&to[..], &["--sign", "alice.secret.asc", "--passphrase-file", "alice.pw"]].concat()).ended(0);
    let receive = ["receive", "case/case.handover-001.tar.gpg", "--key", "cert.secret.asc", "-o", "got"];
    let sign = ["--sign", "cert.secret.asc", "--passphrase-file", "cert.pw", "--receiver", "CERT X"];
    desk.run(&[&receive[..], &sign].concat()).ended(0);
    (desk, gnupg)
}

#[test]
fn both_ends_hold_the_same_head() {
    let (desk, gnupg) = handed_over();
    let said = gnupg.verify(&desk.read(&format!("{RECEIPT}.asc")), &desk.read(RECEIPT));
    assert!(said.contains("GOODSIG"), "{said}");
    let before = desk.read(JOURNAL);
    let log = |more: &[&str]| desk.run(&[&["log", "receipt", RECEIPT, "case"], more].concat());
    let ran = log(&["--signer", "cert.asc"]).ended(0);
    ran.says(&["Receipt of CERT X (intact) added: both journals have the same head", "verified"]);
    assert!(desk.read(JOURNAL) == desk.read(THEIRS), "line for line");
    assert!(desk.read(JOURNAL).starts_with(&before));
    let once = desk.read(JOURNAL);
    log(&[]).ended(0).says(&["is in the journal already", "give the signer’s certificate with --signer"]);
    assert!(desk.read(JOURNAL) == once);
    // Where the sender went on in between, an own entry tells of it.
    fs::write(desk.path(JOURNAL), before).unwrap();
    desk.run(&["log", "add", "case", "the judge called"]).ended(0);
    log(&["--signer", "cert.asc"]).ended(0).says(&["noted in an entry of its own, because the journal had gone on"]);
    let (action, note) = desk.noted(JOURNAL).pop().unwrap();
    assert!(action == "receipt" && note.contains("hand-over 001 by CERT X: intact"), "{note}");
    desk.run(&["log", "verify", "case"]).ended(0);
}

#[test]
fn a_receipt_with_a_wrong_signature_is_not_noted() {
    let (desk, _gnupg) = handed_over();
    let before = desk.read(JOURNAL);
    let forged = desk.text(RECEIPT).replace("CERT X", "CERT Y");
    fs::write(desk.path(RECEIPT), forged).unwrap();
    let ran = desk.run(&["log", "receipt", RECEIPT, "case", "--signer", "cert.asc"]).ended(1);
    ran.says(&["is wrong (bad): nothing was noted"]);
    assert!(desk.read(JOURNAL) == before);
    let signature = desk.read(&format!("{RECEIPT}.asc"));
    fs::write(desk.path(&format!("{RECEIPT}.asc")), "hello").unwrap();
    let ran = desk.run(&["log", "receipt", RECEIPT, "case", "--signer", "cert.asc"]).ended(1);
    ran.says(&["is wrong (not-openpgp): nothing was noted"]);
    fs::write(desk.path(&format!("{RECEIPT}.asc")), signature).unwrap();
    fs::write(desk.path("none.json"), "{}").unwrap();
    desk.run(&["log", "receipt", "none.json", "case"]).ended(3).says(&["none.json is no receipt"]);
    desk.run(&["log", "receipt", "case/case.handover-001.json", "case"]).ended(3).says(&["is no receipt"]);
    assert!(desk.read(JOURNAL) == before);
}

#[test]
fn a_receipt_of_another_case_is_not_noted() {
    let (desk, _gnupg) = handed_over();
    desk.seal("other", &["--case-id", "another"]).ended(0);
    let before = desk.read("other/other.custody.jsonl");
    desk.run(&["log", "receipt", RECEIPT, "other", "--signer", "cert.asc"]).ended(3);
    assert!(desk.read("other/other.custody.jsonl") == before);
}

#[test]
fn a_journal_cut_short_is_told_by_what_pins_it() {
    let (desk, _gnupg) = handed_over();
    desk.run(&["log", "receipt", RECEIPT, "case", "--signer", "cert.asc"]).ended(0);
    for name in ["", ".asc"] {
        fs::copy(desk.path(&format!("{RECEIPT}{name}")), desk.path(&format!("case/case.receipt-001.json{name}")))
            .unwrap();
    }
    let verify = || desk.run(&["log", "verify", "case", "--signer", "alice.asc", "--signer", "cert.asc"]);
    let sound = ["Pinned up to entry ", "by the seal of case.zip", "by the transfer case.handover-001.json"];
    verify().ended(0).says(&sound).says(&["by the receipt case.receipt-001.json", "verified"]);
    let journal = desk.text(JOURNAL);
    let lines: Vec<&str> = journal.split_inclusive('\n').collect();
    let cut = |keep: usize| fs::write(desk.path(JOURNAL), lines[..keep].concat()).unwrap();
    let is_cut =
        |ran: &super::Ran, pin: &str| ran.out.lines().any(|line| line.contains(pin) && line.contains("journal-cut"));
    cut(lines.len() - 1);
    let ran = verify().ended(1).says(&["case.receipt-001.json is not in the journal", "(journal-cut)"]);
    assert!(ran.out.contains("The chain is intact"), "the chain alone does not show it: {}", ran.out);
    assert!(is_cut(&ran, "case.receipt-001.json") && !is_cut(&ran, "case.handover-001.json"), "{}", ran.out);
    cut(lines.len() - 2);
    let ran = verify().ended(1);
    assert!(is_cut(&ran, "case.receipt-001.json") && is_cut(&ran, "case.handover-001.json"), "{}", ran.out);
    // Cut, then gone on as if nothing had been: the count is right again, the head is not.
    for note in ["one", "two", "three"] {
        desk.run(&["log", "add", "case", note]).ended(0);
    }
    verify().ended(1).says(&["journal-cut"]);
    // A pin whose signature is wrong pins nothing.
    fs::write(desk.path(JOURNAL), &journal).unwrap();
    let transfer = desk.text("case/case.handover-001.json");
    fs::write(desk.path("case/case.handover-001.json"), transfer.replace("\"number\": 1", "\"number\":  1")).unwrap();
    verify().ended(1).says(&["WRONG SIGNATURE (bad)", "by the receipt case.receipt-001.json"]);
    fs::write(desk.path("case/case.handover-001.json.asc"), "hello").unwrap();
    verify().ended(1).says(&["WRONG SIGNATURE (not-openpgp)", "by the receipt case.receipt-001.json"]);
}
