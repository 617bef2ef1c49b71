//! Records over invented tokens: what is written is read and proven; what is changed is refused with its own word, never a panic.

use super::syntax::{Algorithm, ArchiveTimeStamp, Attribute, EncryptionInfo, EvidenceRecord as Syntax};
use super::*;
use crate::trust::der::{Reader, oid};
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
    Syntax::read(&mut Reader::new(&record(3, &digest("0")).to_der())).unwrap()
}

fn word(syntax: &Syntax) -> &'static str {
    let read = EvidenceRecord::read(&syntax.to_der());
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
    let other = Algorithm { identifier: oid::SHA1.as_bytes().to_vec(), parameters: None };
    let changed = |change: &dyn Fn(&mut Syntax)| {
        let mut syntax = syntax();
        change(&mut syntax);
        word(&syntax)
    };
    let hashes = |names: &[&str]| names.iter().map(|name| digest(name).as_bytes().to_vec()).collect::<Vec<_>>();

    assert_eq!(changed(&|_| ()), "proven");
    assert_eq!(changed(&|s| s.version = 2), "record-unreadable");
    assert_eq!(changed(&|s| s.digest_algorithms.clear()), "record-unreadable");
    assert_eq!(changed(&|s| s.digest_algorithms = vec![other.clone()]), "record-algorithm");
    assert_eq!(changed(&|s| s.digest_algorithms.push(other.clone())), "proven");
    assert_eq!(changed(&|s| first(s).digest_algorithm = Some(other.clone())), "record-algorithm");
    assert_eq!(changed(&|s| first(s).digest_algorithm = None), "proven");
    assert_eq!(
        changed(
            &|s| s.encryption_info = Some(EncryptionInfo { kind: oid::SHA256.as_bytes().to_vec(), value: vec![5, 0] })
        ),
        "record-encrypted"
    );
    assert_eq!(changed(&|s| s.chains.clear()), "record-unreadable");
    assert_eq!(changed(&|s| s.chains[0].clear()), "record-unreadable");
    assert_eq!(changed(&|s| s.chains.push(s.chains[0].clone())), "record-tree-renewal");
    assert_eq!(changed(&|s| first(s).reduced_hashtree = Some(Vec::new())), "record-tree");
    assert_eq!(changed(&|s| first(s).reduced_hashtree = Some(vec![vec![vec![0; 31]]])), "record-tree");
    assert_eq!(changed(&|s| first(s).reduced_hashtree.as_mut().unwrap().push(Vec::new())), "record-tree");
    assert_eq!(changed(&|s| first(s).reduced_hashtree = None), "record-other-message");
    assert_eq!(changed(&|s| first(s).reduced_hashtree = Some(vec![hashes(&["1", "2"])])), "record-other-message");
    assert_eq!(changed(&|s| first(s).reduced_hashtree = Some(vec![hashes(&["0", "1"])])), "record-imprint");
    assert_eq!(changed(&|s| first(s).time_stamp = token(&digest("else"))), "record-imprint");
    assert_eq!(changed(&|s| first(s).time_stamp = vec![0x30, 0]), "record-unreadable");
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

/// A record of three messages with attributes in both places that may hold them.
fn with_attributes() -> Syntax {
    // 2.999.1, an example, and 2.25 with a number of 35 bits
    let (example, large) = (vec![0x88, 0x37, 1], vec![0x69, 0x81, 0x80, 0x80, 0x80, 0]);
    let attribute = |kind: &Vec<u8>, values: &[&[u8]]| Attribute {
        kind: kind.clone(),
        values: values.iter().map(|one| one.to_vec()).collect(),
    };
    let mut syntax = syntax();
    syntax.digest_algorithms[0].parameters = Some(vec![5, 0]);
    syntax.crypto_infos = Some(vec![attribute(&example, &[&[4, 1, 7], &[4, 1, 9]])]);
    first(&mut syntax).attributes = Some(vec![attribute(&example, &[&[5, 0]]), attribute(&large, &[])]);
    syntax
}

#[test]
fn what_is_not_looked_into_is_kept_by_a_renewal() {
    let before = with_attributes();
    let record = EvidenceRecord::read(&before.to_der()).unwrap();
    let covered = Sha256::of(record.tokens().next().unwrap());
    let renewed = record.renewed(ReducedTree::new(Vec::new()), &token(&covered)).unwrap();
    assert_eq!(renewed.check(&digest("0"), imprint), Ok(HashTree::over(leaves(3)).unwrap().root()));
    let after = Syntax::read(&mut Reader::new(&renewed.to_der())).unwrap();
    assert_eq!(after.chains[0].len(), 2);
    let shortened = Syntax { chains: vec![vec![after.chains[0][0].clone()]], ..after };
    assert_eq!(shortened.to_der(), before.to_der());
}

#[test]
fn what_ber_allows_and_der_does_not_is_unreadable() {
    let not_der = Complaint::Unreadable("it is not DER".into());
    let der = with_attributes().to_der();
    let place = der.windows(6).position(|bytes| bytes == [4, 1, 7, 4, 1, 9]).unwrap();
    let out_of_order = [&der[..place], &[4, 1, 9, 4, 1, 7], &der[place + 6..]].concat();
    assert_eq!(EvidenceRecord::read(&out_of_order), Err(not_der.clone()));
    let der = record(1, &digest("0")).to_der();
    assert_eq!(der[..5], [0x30, 86, 2, 1, 1], "what the two lines below rely on");
    for longer in [&[0x30, 87, 2, 2, 0, 1][..], &[0x30, 87, 2, 0x81, 1, 1]] {
        assert_eq!(EvidenceRecord::read(&[longer, &der[5..]].concat()), Err(not_der.clone()));
    }
    for identifier in [&[0x2a, 0x80, 3][..], &[0x80, 3], &[0x2a, 0x83], &[]] {
        let mut syntax = with_attributes();
        first(&mut syntax).attributes.as_mut().unwrap()[0].kind = identifier.to_vec();
        assert_eq!(word(&syntax), "record-unreadable", "the object identifier {identifier:?}");
    }
    let mut syntax = with_attributes();
    syntax.digest_algorithms[0].parameters = Some(vec![0, 0]);
    assert_eq!(word(&syntax), "record-unreadable", "the end of contents is no value");
}

#[test]
fn an_algorithm_is_named_in_dots() {
    let named = |identifier: &[u8]| {
        let mut syntax = syntax();
        syntax.digest_algorithms[0].identifier = identifier.to_vec();
        EvidenceRecord::read(&syntax.to_der()).unwrap_err()
    };
    let largest = [&[0x69, 0x83][..], &[0xff; 17], &[0x7f]].concat();
    for (identifier, name) in [
        (oid::SHA1.as_bytes(), "1.3.14.3.2.26"),
        (&[0x88, 0x37, 1], "2.999.1"),
        (&largest, "2.25.340282366920938463463374607431768211455"),
        (&[&largest[..], &[0x84, 0x80], &[0x80; 16], &[0]].concat(), "of a very long identifier"),
        (&[7; 1000], "of a very long identifier"),
    ] {
        assert_eq!(named(identifier), Complaint::Algorithm(name.to_owned()));
    }
}
