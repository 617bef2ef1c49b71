//! Records over invented tokens: what is written is read and proven; what is changed is refused with its own word, never a panic.

use rasn::prelude::*;
use rasn_pkix::AlgorithmIdentifier;

use super::syntax::{ArchiveTimeStamp, EncryptionInfo, EvidenceRecord as Syntax, SHA256};
use super::*;
use crate::trust::hash_tree::HashTree;

fn digest(name: &str) -> Sha256 {
    Sha256::of(name.as_bytes())
}

/// A ContentInfo of signed data in which nothing stands but `imprint`.
fn token(imprint: &Sha256) -> Vec<u8> {
    let head = [0x30, 47, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2, 0xa0, 34, 4, 32];
    [&head[..], imprint.as_bytes()].concat()
}

/// Reads what [`token`] writes, also within one written with indefinite length.
fn imprint(token: &[u8]) -> Option<Sha256> {
    let place = token.windows(2).position(|pair| pair == [4, 32])? + 2;
    let raw: [u8; 32] = token.get(place..place + 32)?.try_into().ok()?;
    Some(Sha256::from(raw))
}

fn leaves(count: usize) -> Vec<Sha256> {
    (0..count).map(|n| digest(&n.to_string())).collect()
}

fn record(count: usize, leaf: &Sha256) -> EvidenceRecord {
    let tree = HashTree::over(leaves(count)).unwrap();
    EvidenceRecord::new(tree.reduced(leaf).unwrap(), &token(&tree.root())).unwrap()
}

/// The ASN.1 of a record of three messages, for changing it; its message is `0`.
fn syntax() -> Syntax {
    rasn::der::decode(&record(3, &digest("0")).to_der()).unwrap()
}

fn word(syntax: &Syntax) -> &'static str {
    let read = EvidenceRecord::read(&rasn::der::encode(syntax).unwrap());
    read.and_then(|record| record.check(&digest("0"), imprint)).map_or_else(|complaint| complaint.word(), |_| "proven")
}

fn first(syntax: &mut Syntax) -> &mut ArchiveTimeStamp {
    &mut syntax.chains[0][0]
}

#[test]
fn a_record_proves_its_message_and_no_other() {
    for count in [1, 2, 3, 7, 100] {
        let root = HashTree::over(leaves(count)).unwrap().root();
        for leaf in leaves(count) {
            let record = EvidenceRecord::read(&record(count, &leaf).to_der()).unwrap();
            assert_eq!(record.check(&leaf, imprint), Ok(root));
            assert_eq!(record.check(&digest("another"), imprint), Err(Complaint::OtherMessage));
            assert_eq!(record.tokens().collect::<Vec<_>>(), [token(&root)]);
        }
    }
}

#[test]
fn the_bytes_of_the_smallest_record() {
    let leaf = digest("0");
    let sha256 = [0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
    // version 1, {SHA-256}, one sequence of one chain of one time-stamp: [0] SHA-256, and the token as it was given
    let version_and_algorithms = [&[2, 1, 1, 0x30, 13][..], &sha256].concat();
    let stamps = [&[0x30, 66, 0x30, 64, 0x30, 62, 0xa0, 11][..], &sha256[2..], &token(&leaf)].concat();
    let expected = [&[0x30, 86][..], &version_and_algorithms, &stamps].concat();
    assert_eq!(record(1, &leaf).to_der(), expected);
}

#[test]
fn each_change_has_its_word() {
    let other =
        AlgorithmIdentifier { algorithm: ObjectIdentifier::new(vec![1, 3, 14, 3, 2, 26]).unwrap(), parameters: None };
    let changed = |change: &dyn Fn(&mut Syntax)| {
        let mut syntax = syntax();
        change(&mut syntax);
        word(&syntax)
    };
    let hashes =
        |names: &[&str]| names.iter().map(|name| digest(name).as_bytes().to_vec().into()).collect::<Vec<OctetString>>();

    assert_eq!(changed(&|_| ()), "proven");
    assert_eq!(changed(&|s| s.version = 2), "record-unreadable");
    assert_eq!(changed(&|s| s.digest_algorithms.clear()), "record-unreadable");
    assert_eq!(changed(&|s| s.digest_algorithms = vec![other.clone()]), "record-algorithm");
    assert_eq!(changed(&|s| s.digest_algorithms.push(other.clone())), "proven");
    assert_eq!(changed(&|s| first(s).digest_algorithm = Some(other.clone())), "record-algorithm");
    assert_eq!(changed(&|s| first(s).digest_algorithm = None), "proven");
    assert_eq!(
        changed(&|s| s.encryption_info = Some(EncryptionInfo { kind: SHA256.into(), value: Any::new(vec![5, 0]) })),
        "record-encrypted"
    );
    assert_eq!(changed(&|s| s.chains.clear()), "record-unreadable");
    assert_eq!(changed(&|s| s.chains[0].clear()), "record-unreadable");
    assert_eq!(changed(&|s| s.chains.push(s.chains[0].clone())), "record-tree-renewal");
    assert_eq!(changed(&|s| first(s).reduced_hashtree = Some(Vec::new())), "record-tree");
    assert_eq!(changed(&|s| first(s).reduced_hashtree = Some(vec![vec![vec![0; 31].into()]])), "record-tree");
    assert_eq!(changed(&|s| first(s).reduced_hashtree.as_mut().unwrap().push(Vec::new())), "record-tree");
    assert_eq!(changed(&|s| first(s).reduced_hashtree = None), "record-other-message");
    assert_eq!(changed(&|s| first(s).reduced_hashtree = Some(vec![hashes(&["1", "2"])])), "record-other-message");
    assert_eq!(changed(&|s| first(s).reduced_hashtree = Some(vec![hashes(&["0", "1"])])), "record-imprint");
    assert_eq!(changed(&|s| first(s).time_stamp = Any::new(token(&digest("else")))), "record-imprint");
    assert_eq!(changed(&|s| first(s).time_stamp = Any::new(vec![0x30, 0])), "record-unreadable");
}

#[test]
fn a_renewal_must_cover_the_token_before_it() {
    let renewed = |covered: &[u8], others: &[&str]| {
        let covered = Sha256::of(covered);
        let all = HashTree::over(others.iter().map(|name| digest(name)).chain([covered]).collect()).unwrap();
        let renewed = record(3, &digest("0")).renewed(all.reduced(&covered).unwrap(), &token(&all.root())).unwrap();
        assert_eq!(renewed.tokens().len(), 2);
        renewed.check(&digest("0"), imprint)
    };
    let before = token(&HashTree::over(leaves(3)).unwrap().root());
    for others in [&[][..], &["x", "y", "z"]] {
        assert_eq!(renewed(&before, others), Ok(HashTree::over(leaves(3)).unwrap().root()));
        assert_eq!(renewed(&before[1..], others), Err(Complaint::Renewal(1)));
    }
}

#[test]
fn a_token_in_ber_is_kept_as_it_is() {
    let root = digest("0");
    let der = token(&root);
    let ber = [&[0x30, 0x80], &der[2..], &[0, 0]].concat();
    let record = EvidenceRecord::new(HashTree::over(vec![root]).unwrap().reduced(&root).unwrap(), &ber).unwrap();
    let record = EvidenceRecord::read(&record.to_der()).unwrap();
    assert_eq!(record.tokens().collect::<Vec<_>>(), [ber]);
    assert_eq!(record.check(&root, imprint), Ok(root));
}

#[test]
fn what_is_not_der_or_not_all_is_unreadable() {
    let der = record(3, &digest("0")).to_der();
    for end in 0..der.len() {
        assert_eq!(EvidenceRecord::read(&der[..end]).unwrap_err().word(), "record-unreadable");
    }
    let longer = [&der[..], &[0]].concat();
    let long_length = [&[0x30, 0x82, 0, der[2]][..], &der[3..]].concat();
    let indefinite = [&[0x30, 0x80][..], &der[3..], &[0, 0]].concat();
    let huge = vec![0; MOST_BYTES + 1];
    let deep = [0x30, 0x80].repeat(MOST_BYTES / 2);
    assert_eq!(der[..2], [0x30, 0x81], "what the three lines above rely on");
    for wrong in [longer, long_length, indefinite, huge, deep] {
        assert_eq!(EvidenceRecord::read(&wrong).unwrap_err().word(), "record-unreadable");
    }
    assert_eq!(EvidenceRecord::new(ReducedTree::new(Vec::new()), b"no token").unwrap_err().word(), "record-unreadable");
}

#[test]
fn no_flipped_bit_outside_the_token_leaves_the_proof_whole() {
    let (leaf, root) = (digest("0"), HashTree::over(leaves(7)).unwrap().root());
    let der = record(7, &leaf).to_der();
    let before_token = der.len() - token(&root).len();
    for bit in 0..der.len() * 8 {
        let mut wrong = der.clone();
        wrong[bit / 8] ^= 1 << (bit % 8);
        if let Ok(found) = EvidenceRecord::read(&wrong).and_then(|record| record.check(&leaf, imprint)) {
            assert!(bit / 8 >= before_token, "bit {bit}");
            assert_eq!(found, root);
        }
    }
}
