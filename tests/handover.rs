//! A hand-over package without its encryption: what is packed comes out again, each tampering is one complaint, and the receipt gives both
//! ends the same head.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a missing entry fails the test")]

mod support;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use scelle::custody::acquire::Options;
use scelle::custody::beside::journal_path;
use scelle::custody::clock::{Clock, ClockSource, Zone};
use scelle::custody::discrepancy::Fault;
use scelle::custody::facts::{CaseFacts, Surroundings};
use scelle::custody::handover::accept::{Incoming, accept};
use scelle::custody::handover::pack::{Outgoing, pack};
use scelle::custody::handover::receipt::{self, Noted, Received};
use scelle::custody::handover::transfer::{Listed, Recipient, Transfer};
use scelle::custody::handover::{HandoverError, letter, unpack};
use scelle::custody::journal::{Action, Journal, NewEntry};
use scelle::custody::seal::{SealPlan, seal};
use scelle::digest::Sha256;
use scelle::evidence::source;
use scelle::trust::openpgp::{Certificate, Content, SecretKey, encrypt, sign_detached};
use support::mbox;

fn clock() -> Clock {
    Clock::new(ClockSource::of_epoch(support::EPOCH).unwrap(), Zone::UTC)
}

/// A sealed archive with a triage folder beside it.
fn case(folder: &Path) -> (PathBuf, Sha256) {
    let export = folder.join("export");
    fs::create_dir(&export).unwrap();
    fs::write(export.join("INBOX.mbox"), mbox((1..4).map(support::letter))).unwrap();
    fs::create_dir(folder.join("triage")).unwrap();
    let secret = r#"{"kind":"secret","excerpt":"mdp : Hiver2026","value_sha256":"00"}"#;
    fs::write(folder.join("triage/findings.jsonl"), format!("{secret}\n")).unwrap();
    let target = folder.join("case.zip");
    let plan = SealPlan {
        survey: &source::survey(&[export]).unwrap(),
        facts: &CaseFacts::default(),
        case_id: "case",
        surroundings: &Surroundings::default(),
        target: &target,
        options: Options::default(),
        clock: &clock(),
        progress: &|_| (),
    };
    let seal = seal(&plan).unwrap().seal;
    (target, seal)
}

fn packed(folder: &Path, archive: &Path, seal: Sha256) -> Result<(Vec<u8>, Transfer), HandoverError> {
    let recipients =
        [Recipient { fingerprint: "A1B2C3D4".repeat(5), user_ids: vec!["CERT {SEAL} <cert@cert.example>".to_owned()] }];
    let (proofs, withheld) = (vec!["META-INF/timestamp001.tst: 2026-11-25".to_owned()], Vec::new());
    let mut tar = Vec::new();
    let plan = Outgoing {
        archive,
        case: "case",
        number: 1,
        sender: "A. Martin",
        actor: "amartin",
        recipients: &recipients,
        purpose: "analysis",
        authority: "complaint 12/2026",
        seal,
        proofs: &proofs,
        triage: Some(&folder.join("triage")),
        redact_secrets: true,
        withheld: &withheld,
        signer: None,
        clock: &clock(),
        progress: &|_| (),
    };
    let packed = pack(&plan, &mut tar)?;
    Ok((tar, packed.transfer))
}

/// The files of a tar, in order.
fn files(tar: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = tar::Archive::new(tar);
    let read = |entry: std::io::Result<tar::Entry<'_, &[u8]>>| {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (name, bytes)
    };
    archive.entries().unwrap().map(read).collect()
}

fn tar_of(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, &bytes[..]).unwrap();
    }
    tar.into_inner().unwrap()
}

/// The list of hashes as it must be for these files.
fn with_true_sums(files: &mut [(String, Vec<u8>)]) {
    let name = |path: &str| path.split_once('/').unwrap().1.to_owned();
    let line = |(path, bytes): &(String, Vec<u8>)| format!("{}  {}\n", Sha256::of(bytes), name(path));
    let last = files.len() - 1;
    files[last].1 = files[..last].iter().map(line).collect::<String>().into_bytes();
}

fn complaints(tar: &[u8]) -> Vec<Fault> {
    let folder = tempfile::tempdir().unwrap();
    let unpacked = unpack::unpack(tar, folder.path()).unwrap();
    unpack::check(&unpacked, folder.path()).1.iter().map(|found| found.kind).collect()
}

#[test]
fn what_is_packed_comes_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, seal) = case(folder.path());
    let (tar, transfer) = packed(folder.path(), &archive, seal).unwrap();
    let out = tempfile::tempdir().unwrap();
    let unpacked = unpack::unpack(&tar[..], out.path()).unwrap();
    assert_eq!(unpack::check(&unpacked, out.path()), (Some(transfer.clone()), vec![]));
    assert_eq!(fs::read(out.path().join("case.zip")).unwrap(), fs::read(&archive).unwrap());
    let journal = Journal::open(&journal_path(&archive)).unwrap().0;
    let last = journal.entries().last().unwrap();
    assert_eq!((&last.action, last.sha256), (&Action::Transfer, Some(transfer.archive.sha256)));
    assert_eq!((transfer.journal.entries, transfer.journal.head), (journal.len(), journal.head()));
    let findings = fs::read_to_string(out.path().join("triage/findings.jsonl")).unwrap();
    assert!(!findings.contains("Hiver2026"), "{findings}");
    let told_to_people = fs::read_to_string(out.path().join("BORDEREAU.txt")).unwrap();
    for told in [
        &seal.to_string(),
        "complaint 12/2026",
        "CERT {SEAL} <cert@cert.example>",
        "A1B2 C3D4 A1B2 C3D4 A1B2 C3D4 A1B2 C3D4 A1B2 C3D4",
    ] {
        assert_eq!(told_to_people.matches(told).count(), 2, "{told}: once in each language");
    }
    assert_eq!(told_to_people.matches("openssl ts -verify").count(), 2);
    assert!(!told_to_people.replace("CERT {SEAL}", "").contains('{'), "a place was left unfilled");
}

#[test]
fn each_tampering_is_one_complaint() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, seal) = case(folder.path());
    let (tar, _) = packed(folder.path(), &archive, seal).unwrap();
    let sound = files(&tar);
    assert_eq!(complaints(&tar_of(&sound)), vec![]);
    let at = |ending: &str| sound.iter().position(|(name, _)| name.ends_with(ending)).unwrap();
    for ending in ["case.zip", "findings.jsonl", "custody.jsonl", "transfer.json", "BORDEREAU.txt"] {
        let mut altered = sound.clone();
        altered[at(ending)].1.push(b' ');
        assert_eq!(complaints(&tar_of(&altered)), vec![Fault::PackageSums], "{ending}");
        altered.remove(at(ending));
        if ending != "transfer.json" {
            assert_eq!(complaints(&tar_of(&altered)), vec![Fault::PackageSums], "{ending} is missing");
        }
    }
    let mut added = sound.clone();
    added.insert(0, ("case-handover-001/more.txt".to_owned(), b"more".to_vec()));
    assert_eq!(complaints(&tar_of(&added)), vec![Fault::PackageSums]);
    with_true_sums(&mut added);
    assert_eq!(complaints(&tar_of(&added)), vec![Fault::PackageTransfer]);
    let mut forged = sound.clone();
    let text = String::from_utf8(forged[at("BORDEREAU.txt")].1.clone()).unwrap();
    forged[at("BORDEREAU.txt")].1 = text.replace("A. Martin", "B. Martin").into_bytes();
    with_true_sums(&mut forged);
    assert_eq!(complaints(&tar_of(&forged)), vec![Fault::PackageLetter]);
    let mut garbled = sound.clone();
    garbled[at("transfer.json")].1 = b"{}".to_vec();
    with_true_sums(&mut garbled);
    assert_eq!(complaints(&tar_of(&garbled)), vec![Fault::PackageTransfer]);
}

/// The journal of a package replaced by a sound one, and everything that tells of it made right but the head.
#[test]
fn a_journal_other_than_the_one_handed_over_is_one_complaint() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, seal) = case(folder.path());
    let (tar, transfer) = packed(folder.path(), &archive, seal).unwrap();
    let sound = files(&tar);
    let at = |ending: &str| sound.iter().position(|(name, _)| name.ends_with(ending)).unwrap();
    let with_journal = |journal: Vec<u8>| {
        let mut altered = sound.clone();
        let mut told = transfer.clone();
        let listed = told.files.iter_mut().find(|file| file.name == "case.custody.jsonl").unwrap();
        (listed.size, listed.sha256) = (journal.len() as u64, Sha256::of(&journal));
        altered[at("custody.jsonl")].1 = journal;
        altered[at("transfer.json")].1 = told.to_json();
        altered[at("BORDEREAU.txt")].1 = letter::of(&told, false).into_bytes();
        with_true_sums(&mut altered);
        complaints(&tar_of(&altered))
    };
    let journal = sound[at("custody.jsonl")].1.clone();
    assert_eq!(with_journal(journal.clone()), vec![]);
    let lines: Vec<&[u8]> = journal.split_inclusive(|&byte| byte == b'\n').collect();
    let cut = lines[..lines.len() - 1].concat();
    assert_eq!(with_journal(cut), vec![Fault::PackageJournal], "the last line, the transfer, cut off");
    let broken = String::from_utf8(journal).unwrap().replacen("case.zip", "else.zip", 1).into_bytes();
    assert_eq!(with_journal(broken), vec![Fault::PackageJournal], "a line altered");
    assert_eq!(with_journal(Vec::new()), vec![Fault::PackageJournal], "an empty one");
}

/// A file of `tests/openpgp`.
fn openpgp_file(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openpgp").join(name)).unwrap()
}

/// What somebody who trusts `good.asc` and has its key says of a package of these files.
fn accepted(files: &[(String, Vec<u8>)]) -> (Vec<Fault>, Vec<&'static str>) {
    let certificates = Certificate::read_all(&openpgp_file("good.asc")).unwrap();
    let now = clock().now().instant();
    let recipients = [certificates[0].recipient(now).unwrap()];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.handover-001.tar.gpg");
    let content = Content { file_name: "case.handover-001.tar", time: now };
    let mut message = fs::File::create(&path).unwrap();
    encrypt(&tar_of(files)[..], &mut message, &recipients, content, &mut rand::rngs::OsRng).unwrap();
    let keys = SecretKey::read_all(&openpgp_file("good.secret.asc")).unwrap();
    let incoming = Incoming { package: &path, keys: &keys, signers: &certificates, now, progress: &|_| () };
    let accepted = accept(&incoming, &mut |_| None, &folder.path().join("got")).unwrap();
    let words = accepted.signatures.iter().map(|report| report.verdict.word()).collect();
    (accepted.discrepancies.iter().map(|found| found.kind).collect(), words)
}

#[test]
fn a_wrong_signature_over_the_transfer_is_one_complaint() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, seal) = case(folder.path());
    let (tar, transfer) = packed(folder.path(), &archive, seal).unwrap();
    let unsigned = files(&tar);
    assert_eq!(accepted(&unsigned), (vec![], vec![]));
    let key = SecretKey::read_all(&openpgp_file("good.secret.asc")).unwrap().remove(0);
    let sign = |bytes: &[u8]| {
        sign_detached(&key, bytes, clock().now().instant(), &mut rand::rngs::OsRng).unwrap().into_bytes()
    };
    let at = unsigned.iter().position(|(name, _)| name.ends_with("transfer.json")).unwrap();
    let with_signature = |signature: Vec<u8>| {
        let mut files = unsigned.clone();
        files.insert(at + 1, ("case-handover-001/transfer.json.asc".to_owned(), signature));
        files[at + 2].1 = letter::of(&transfer, true).into_bytes();
        with_true_sums(&mut files);
        accepted(&files)
    };
    assert_eq!(with_signature(sign(&transfer.to_json())), (vec![], vec!["good"]));
    let other = with_signature(sign(b"another transfer"));
    assert_eq!(other, (vec![Fault::PackageSignature], vec!["bad"]));
    assert_eq!(with_signature(b"hello".to_vec()), (vec![Fault::PackageSignature], vec![]));
    // By somebody whom the receiver does not know: nothing is proven, nothing is wrong.
    assert_eq!(with_signature(openpgp_file("signing-subkey.sig.asc")), (vec![], vec!["unknown-signer"]));
}

/// The name decides which file is opened and which journal is continued.
#[test]
fn a_transfer_that_names_an_archive_elsewhere_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, seal) = case(folder.path());
    let (tar, transfer) = packed(folder.path(), &archive, seal).unwrap();
    let sound = files(&tar);
    let at = sound.iter().position(|(name, _)| name.ends_with("transfer.json")).unwrap();
    for name in ["/etc/case.zip", "../case.zip", "triage/case.zip", "..", ".case.zip", "", "case\\x.zip"] {
        let mut told = transfer.clone();
        told.archive.name = name.to_owned();
        let mut altered = sound.clone();
        altered[at].1 = told.to_json();
        with_true_sums(&mut altered);
        let out = tempfile::tempdir().unwrap();
        let unpacked = unpack::unpack(&tar_of(&altered)[..], out.path()).unwrap();
        let (read, faults) = unpack::check(&unpacked, out.path());
        let kinds: Vec<Fault> = faults.iter().map(|found| found.kind).collect();
        assert_eq!((read, kinds), (None, vec![Fault::PackageTransfer]), "{name}");
    }
}

#[test]
fn what_is_no_package_is_refused() {
    let refused = |tar: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        let result = unpack::unpack(tar, folder.path());
        assert!(matches!(result, Err(HandoverError::NotAPackage { .. })), "{result:?}");
    };
    refused(b"");
    refused(&[0x41; 2048]);
    for name in ["a/b/c/d", "a/ b", "a/.hidden", "a", "a/é", "a/b."] {
        refused(&tar_of(&[(name.to_owned(), b"x".to_vec())]));
    }
    refused(&tar_of(&[("a/x".to_owned(), vec![]), ("b/x".to_owned(), vec![])]));
    let mut outside = tar_of(&[("a/xxxxx".to_owned(), b"x".to_vec())]);
    outside[..7].copy_from_slice(b"../../x");
    refused(&outside);
}

#[test]
fn a_package_that_ends_too_soon_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, seal) = case(folder.path());
    let (tar, _) = packed(folder.path(), &archive, seal).unwrap();
    let out = tempfile::tempdir().unwrap();
    assert!(matches!(unpack::unpack(&tar[..2000], out.path()), Err(HandoverError::NotAPackage { .. })));
}

#[test]
fn an_archive_that_is_not_what_its_hash_file_tells_does_not_leave() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, seal) = case(folder.path());
    fs::write(folder.path().join("case.zip.sha256"), format!("{}  case.zip\n", Sha256::ZERO)).unwrap();
    let before = fs::read(journal_path(&archive)).unwrap();
    assert!(matches!(packed(folder.path(), &archive, seal), Err(HandoverError::Altered { .. })));
    assert_eq!(fs::read(journal_path(&archive)).unwrap(), before, "nothing is noted as handed over");
}

#[test]
fn the_receipt_gives_both_ends_the_same_head() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, seal) = case(folder.path());
    let (tar, transfer) = packed(folder.path(), &archive, seal).unwrap();
    let out = tempfile::tempdir().unwrap();
    unpack::unpack(&tar[..], out.path()).unwrap();
    let theirs = unpack::journal_of(&transfer, out.path());
    let received = Received {
        transfer: &transfer,
        package: Listed { name: "p".to_owned(), size: 1, sha256: Sha256::of(b"p") },
        archive_sha256: transfer.archive.sha256,
        seal: Some(seal),
        discrepancies: &[],
        receiver: "CERT",
    };
    let written = receipt::acknowledge(&received, &theirs, &clock().now()).unwrap();
    let read = receipt::Receipt::read(&written.to_json()).unwrap();
    assert_eq!(read, written);
    // Its line goes into a journal: it says what the receipt says and nothing else.
    for (from, to) in [("\"receipt\"", "\"note\""), ("\"CERT\"", "\"the judge\""), ("\"sha256\":\"", "\"sha256\":\"0")]
    {
        let mut forged = written.clone();
        forged.journal_line = written.journal_line.replacen(from, to, 1);
        assert_ne!(forged, written, "{from}");
        assert!(receipt::Receipt::read(&forged.to_json()).unwrap_err().contains("journal_line"), "{from}");
    }
    let ours = journal_path(&archive);
    let before = fs::read(&ours).unwrap();
    let note = || receipt::note(&read, Sha256::ZERO, &ours, &clock().now(), "amartin").unwrap();
    assert!(matches!(note(), Noted::SameHead(_)));
    assert_eq!(fs::read(&ours).unwrap(), fs::read(&theirs).unwrap());
    assert!(matches!(note(), Noted::Already(_)));
    fs::write(&ours, before).unwrap();
    let more =
        NewEntry { action: Action::Note, actor: "a".to_owned(), object: "b".to_owned(), sha256: None, note: None };
    Journal::append_to_file(&ours, &clock().now(), more).unwrap();
    let Noted::OwnEntry(head) = note() else { unreachable!("the line does not fit") };
    let (journal, breaks) = Journal::open(&ours).unwrap();
    assert_eq!((breaks, journal.head()), (vec![], head.head));
    let theirs = Journal::open(&theirs).unwrap().0;
    assert!(journal.entries().last().unwrap().note.as_ref().unwrap().contains(&theirs.head().to_string()));
}
