//! Stored message trees: any bytes behind a header that fits them are opened or refused without panic, and what a tree gives for a leaf
//! leads to its root.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz stored_tree`

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use scelle::digest::Sha256;
use scelle::trust::hash_tree::StoredTree;

fuzz_target!(|data: &[u8]| {
    let header = [b"scelle-message-tree\n\0\0\0\x01\0\0\0\0\0\0\0", data].concat();
    for file in [data, &header] {
        let Ok(mut tree) = StoredTree::open(Cursor::new(file)) else { continue };
        for bytes in file.chunks_exact(32) {
            let leaf = bytes.try_into().map_or(Sha256::ZERO, |raw: [u8; 32]| Sha256::from(raw));
            if let Ok(Some(reduced)) = tree.reduced(&leaf) {
                assert_eq!(reduced.root_for(&leaf), Ok(tree.root()));
            }
        }
    }
});
