//! One message with its evidence record, and each way in which that can be wrong. The record is taken apart by ASN.1 of its own.

use std::sync::OnceLock;

use rasn::prelude::*;
use rasn_pkix::{AlgorithmIdentifier, Attribute};
use scelle::custody::proofs::check::Trusted;
use scelle::custody::proofs::{container, simple};
use scelle::digest::Sha256;
use scelle::trust::evidence_record::EvidenceRecord;
use scelle::trust::hash_tree::HashTree;

use super::proofs::{authority, token};
use super::support::letter;
use super::support::repack::{Part, Parts};

/// RFC 4998 appendix A.
#[derive(AsnType, Clone, Debug, Decode, Encode)]
pub struct Record {
    version: u64,
    digest_algorithms: SequenceOf<AlgorithmIdentifier>,
    #[rasn(tag(0))]
    crypto_infos: Option<SequenceOf<Attribute>>,
    #[rasn(tag(1))]
    encryption_info: Option<EncryptionInfo>,
    chains: SequenceOf<SequenceOf<ArchiveTimeStamp>>,
}

#[derive(AsnType, Clone, Debug, Decode, Encode)]
struct EncryptionInfo {
    kind: ObjectIdentifier,
    value: Any,
}

#[derive(AsnType, Clone, Debug, Decode, Encode)]
struct ArchiveTimeStamp {
    #[rasn(tag(0))]
    digest_algorithm: Option<AlgorithmIdentifier>,
    #[rasn(tag(1))]
    attributes: Option<SetOf<Attribute>>,
    #[rasn(tag(2))]
    reduced_hashtree: Option<SequenceOf<SequenceOf<OctetString>>>,
    time_stamp: Any,
}

fn leaf(number: usize) -> Sha256 {
    Sha256::of(letter(number).as_bytes())
}

/// The record of letter 2 among three, under a real token.
fn sound() -> &'static EvidenceRecord {
    static SOUND: OnceLock<EvidenceRecord> = OnceLock::new();
    SOUND.get_or_init(|| {
        let tree = HashTree::over((1..4).map(leaf).collect()).unwrap();
        EvidenceRecord::new(tree.reduced(&leaf(2)).unwrap(), &token(tree.root())).unwrap()
    })
}

/// What is disclosed.
struct Shown {
    message: String,
    record: Vec<u8>,
}

impl Shown {
    fn sound() -> Shown {
        Shown { message: letter(2), record: sound().to_der() }
    }

    /// Changes the record and writes it again.
    fn change(&mut self, change: impl Fn(&mut Record)) {
        let mut record: Record = rasn::der::decode(&self.record).unwrap();
        change(&mut record);
        self.record = rasn::der::encode(&record).unwrap();
    }

    fn bytes(&self) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.asics");
        let proof = (container::EVIDENCE_RECORD, &self.record[..]);
        container::write_new(&path, ("message.eml", &mut self.message.as_bytes()), proof).unwrap();
        std::fs::read(path).unwrap()
    }
}

fn trusted() -> Trusted {
    Trusted { authorities: Some(authority().anchors()), ..Trusted::default() }
}

/// The words of what is wrong with a container.
fn said(bytes: &[u8]) -> Vec<&'static str> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.asics");
    std::fs::write(&path, bytes).unwrap();
    let verdict = simple::verify(&path, &trusted()).unwrap();
    assert!(verdict.proofs.iter().all(|proof| proof.trusted), "{:?}", verdict.proofs);
    verdict.discrepancies.iter().map(|found| found.kind.as_str()).collect()
}

fn sha1() -> AlgorithmIdentifier {
    AlgorithmIdentifier { algorithm: ObjectIdentifier::new(vec![1, 3, 14, 3, 2, 26]).unwrap(), parameters: None }
}

/// What was done, the word that must be said and no other, and how to do it.
type RecordCase = (&'static str, &'static str, fn(&mut Shown));

const CASES: &[RecordCase] = &[
    ("a record that is none", "record-unreadable", |s| s.record = b"record".to_vec()),
    ("a record cut off", "record-unreadable", |s| s.record.truncate(s.record.len() - 1)),
    ("a record of another version", "record-unreadable", |s| s.change(|record| record.version = 2)),
    ("a record with SHA-1", "record-algorithm", |s| s.change(|record| record.digest_algorithms = vec![sha1()])),
    ("a time-stamp with SHA-1", "record-algorithm", |s| {
        s.change(|record| record.chains[0][0].digest_algorithm = Some(sha1()));
    }),
    ("a record of encrypted data", "record-encrypted", |s| {
        s.change(|record| {
            let kind = record.digest_algorithms[0].algorithm.clone();
            record.encryption_info = Some(EncryptionInfo { kind, value: Any::new(vec![5, 0]) });
        });
    }),
    ("a record with two chains", "record-tree-renewal", |s| {
        s.change(|record| record.chains.push(record.chains[0].clone()));
    }),
    ("a hash of 31 bytes", "record-tree", |s| {
        s.change(|record| record.chains[0][0].reduced_hashtree = Some(vec![vec![vec![0; 31].into()]]));
    }),
    ("a tree without hashes", "record-tree", |s| {
        s.change(|record| record.chains[0][0].reduced_hashtree = Some(Vec::new()));
    }),
    ("a byte of the message", "record-other-message", |s| s.message = letter(2).replace("Bonjour", "Bonsoir")),
    ("another message of the same mailbox, not the neighbour", "record-other-message", |s| s.message = letter(4)),
    ("a hash on the way to the root", "record-imprint", |s| {
        s.change(|record| {
            let lists = record.chains[0][0].reduced_hashtree.as_mut().unwrap();
            let last = lists.last_mut().unwrap().last_mut().unwrap();
            *last = vec![7; 32].into();
        });
    }),
    ("the token of other messages", "record-imprint", |s| {
        s.change(|record| record.chains[0][0].time_stamp = Any::new(token(Sha256::of(b"others"))));
    }),
    ("a renewal of another token", "record-renewal", |s| {
        let others = HashTree::over(vec![leaf(8), leaf(9)]).unwrap();
        let renewed = sound().renewed(others.reduced(&leaf(8)).unwrap(), &token(others.root())).unwrap();
        s.record = renewed.to_der();
    }),
    ("a byte of the token's signature", "token-signature", |s| {
        let last = s.record.last_mut().unwrap();
        *last ^= 1;
    }),
];

/// Every word of a record that a case demands alone.
pub fn words() -> impl Iterator<Item = &'static str> {
    CASES.iter().map(|(_, word, _)| *word)
}

#[test]
fn each_damage_of_a_record_gives_exactly_its_complaint() {
    assert_eq!(said(&Shown::sound().bytes()), [""; 0]);
    let mut failures = Vec::new();
    for (what, expected, damage) in CASES {
        let mut shown = Shown::sound();
        damage(&mut shown);
        let said = said(&shown.bytes());
        if said != [*expected] {
            failures.push(format!("{what}: expected {expected}, got {said:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_renewed_record_is_sound() {
    let covered = Sha256::of(sound().tokens().next().unwrap());
    let tree = HashTree::over(vec![leaf(8), covered]).unwrap();
    let renewed = sound().renewed(tree.reduced(&covered).unwrap(), &token(tree.root())).unwrap();
    assert_eq!(said(&Shown { record: renewed.to_der(), ..Shown::sound() }.bytes()), [""; 0]);
}

/// What a container of one object must be besides.
#[test]
fn each_damage_of_the_container_gives_exactly_its_complaint() {
    let sound = Parts::of(&Shown::sound().bytes());
    let damaged = |damage: fn(&mut Parts)| {
        let mut parts = sound.clone();
        damage(&mut parts);
        said(&parts.pack().bytes)
    };
    assert_eq!(damaged(|_| ()), [""; 0]);
    assert_eq!(damaged(|parts| parts.part("message.eml").crc ^= 1), ["crc"]);
    assert_eq!(damaged(|parts| parts.part(container::EVIDENCE_RECORD).crc ^= 1), ["crc"]);
    assert_eq!(damaged(|parts| parts.part("mimetype").crc ^= 1), ["crc"]);
    assert_eq!(damaged(|parts| parts.part("message.eml").size += 1), ["size"]);
    assert_eq!(damaged(|parts| parts.part(container::EVIDENCE_RECORD).size += 1), ["size"]);
    assert_eq!(damaged(|parts| parts.entries.push(Part::stored("more.txt", b"more"))), ["not-referenced"]);
    assert_eq!(damaged(|parts| drop(parts.entries.pop())), ["not-referenced"]);
    assert_eq!(damaged(|parts| parts.entries[2].name = b"META-INF/signature.p7s".to_vec()), ["not-referenced"]);
    assert_eq!(damaged(|parts| parts.part("mimetype").before = b"#!/bin/sh\n".to_vec()), ["prefixed-data"]);
}

/// Every byte counts: of the zip, the message, the record and the token in it.
#[test]
fn not_one_byte_of_a_container_can_change_unseen() {
    let sound = Shown::sound().bytes();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.asics");
    let mut unseen = Vec::new();
    for place in (0..sound.len()).step_by(11) {
        let mut bytes = sound.clone();
        bytes[place] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        if simple::is_one(&path) && simple::verify(&path, &trusted()).unwrap().discrepancies.is_empty() {
            unseen.push(place);
        }
    }
    assert!(unseen.is_empty(), "{unseen:?} of {}", sound.len());
}
