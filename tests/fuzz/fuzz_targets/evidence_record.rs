//! Evidence records (RFC 4998): any bytes are read without panic and without much memory; what is read is kept to the byte, can be
//! checked and renewed.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz evidence_record`

#![no_main]
#![allow(clippy::unwrap_used, reason = "a target stops at what it did not expect")]

use libfuzzer_sys::fuzz_target;
use scelle::digest::Sha256;
use scelle::trust::evidence_record::EvidenceRecord;
use scelle::trust::hash_tree::ReducedTree;

fuzz_target!(|data: &[u8]| {
    let Ok(record) = EvidenceRecord::read(data) else { return };
    assert_eq!(record.to_der(), data, "what was read is kept");
    let leaf = record.tree().lists().first().and_then(|list| list.first().copied()).unwrap_or(Sha256::ZERO);
    let root = record.tree().root_for(&leaf).ok();
    if let Ok(found) = record.check(&leaf, |_| root) {
        assert_eq!(Some(found), root);
    }
    let token = record.tokens().next().unwrap().to_vec();
    let renewed = record.renewed(ReducedTree::new(Vec::new()), &token).unwrap();
    assert_eq!(renewed.tokens().len(), record.tokens().len() + 1);
});
