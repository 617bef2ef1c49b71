//! A hand-over package without its encryption: what is packed comes out again, each tampering is one complaint, and the receipt gives both
//! ends the same head.

#![allow(clippy::unwrap_used, reason = "a missing entry fails the test")]

mod support;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use scelle::custody::acquire::Options;
use scelle::custody::beside::journal_path;
use scelle::custody::clock::{Clock, ClockSource, Zone};
use scelle::custody::discrepancy::Fault;
use scelle::custody::facts::{CaseFacts, Surroundings};
use scelle::custody::handover::pack::{Outgoing, pack};
use scelle::custody::handover::receipt::{self, Noted, Received};
use scelle::custody::handover::transfer::{Listed, Recipient, Transfer};
use scelle::custody::handover::{HandoverError, unpack};
use scelle::custody::journal::{Action, Journal, NewEntry};
use scelle::custody::seal::{SealPlan, seal};
use scelle::digest::Sha256;
use scelle::evidence::source;
use support::{letter, mbox};

fn clock() -> Clock {
    Clock::new(ClockSource::of_epoch(support::EPOCH).unwrap(), Zone::UTC)
}

/// A sealed archive with a triage folder beside it.
fn case(folder: &Path) -> (PathBuf, Sha256) {
    let export = folder.join("export");
    fs::create_dir(&export).unwrap();
    fs::write(export.join("INBOX.mbox"), mbox((1..4).map(letter))).unwrap();
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
    let (proofs, withheld) =
        (vec!["META-INF/timestamp001.tst: time-stamp of 2026-11-25T10:00:00Z by CN=T".to_owned()], Vec::new());
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
    let letter = fs::read_to_string(out.path().join("BORDEREAU.txt")).unwrap();
    for told in [
        &seal.to_string(),
        "complaint 12/2026",
        "CERT {SEAL} <cert@cert.example>",
        "A1B2 C3D4 A1B2 C3D4 A1B2 C3D4 A1B2 C3D4 A1B2 C3D4",
    ] {
        assert_eq!(letter.matches(told).count(), 2, "{told}: once in each language");
    }
    assert_eq!(letter.matches("openssl ts -verify").count(), 2);
    assert!(letter.contains("META-INF/timestamp001.tst : horodatage du 2026-11-25T10:00:00Z par CN=T"), "{letter}");
    assert_eq!(letter.matches("timestamp001.tst: time-stamp of 2026-11-25T10:00:00Z by CN=T").count(), 1);
    assert!(!letter.replace("CERT {SEAL}", "").contains('{'), "a place was left unfilled");
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
    let mut letter = sound.clone();
    let text = String::from_utf8(letter[at("BORDEREAU.txt")].1.clone()).unwrap();
    letter[at("BORDEREAU.txt")].1 = text.replace("A. Martin", "B. Martin").into_bytes();
    with_true_sums(&mut letter);
    assert_eq!(complaints(&tar_of(&letter)), vec![Fault::PackageLetter]);
    let mut garbled = sound.clone();
    garbled[at("transfer.json")].1 = b"{}".to_vec();
    with_true_sums(&mut garbled);
    assert_eq!(complaints(&tar_of(&garbled)), vec![Fault::PackageTransfer]);
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
