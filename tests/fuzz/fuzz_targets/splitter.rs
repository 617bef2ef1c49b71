//! Any bytes, cut in every way: the spans cover the file, the counts balance, the digests are those of the slices, the simple
//! reading of the rules agrees. The first byte says how the rest is read; bit 7 puts it across the edge of a piece.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz splitter`

#![no_main]
#![allow(clippy::unwrap_used, reason = "a target stops at what it did not expect")]

#[allow(dead_code, reason = "each test takes what it needs of the harness")]
#[path = "../../cut/mod.rs"]
mod cut;
#[allow(dead_code, reason = "each test takes what it needs of the second reading")]
#[path = "../../reference/mod.rs"]
mod reference;

use libfuzzer_sys::fuzz_target;
use scelle::evidence::chunk::FRESH;
use scelle::evidence::format::Claim;
use scelle::evidence::splitter::Framing;

fuzz_target!(|data: &[u8]| {
    let Some((&how, rest)) = data.split_first() else { return };
    let across;
    let file = if how & 0x80 == 0 {
        rest
    } else {
        across = put_across_an_edge(rest, how);
        &across
    };
    let framing = match how & 3 {
        1 => Framing::Single,
        2 => Framing::Emlx,
        3 => Framing::Anchor,
        _ => Framing::Mbox,
    };
    let found = cut::cut(file, framing);
    assert_eq!(cut::cut_whole(file, framing), found, "in one piece");
    let claim = Claim { framing, ..Claim::mbox("x") };
    let (messages, _, tally) = cut::read(&claim, file);
    assert!(tally.balances());
    assert_eq!((messages.len() as u64, found.rejected.len() as u64), (tally.messages, tally.rejected));
    match framing {
        Framing::Mbox => {
            let expected = reference::split(file);
            assert_eq!((&found.messages, &found.rejected), (&expected.messages, &expected.rejected));
            assert_eq!(reference::candidates(file).len() as u64, tally.candidates);
        }
        _ => assert_eq!((tally.candidates, tally.messages), (1, 1)),
    }
});

/// The bytes behind filler, so that they begin up to 4 KiB before the end of the first piece, or before its look-ahead.
fn put_across_an_edge(bytes: &[u8], how: u8) -> Vec<u8> {
    let edge = if how & 0x40 == 0 { FRESH } else { FRESH - 4096 };
    let before = usize::from((how >> 2) & 0xf) * 256 + usize::from(bytes.first().copied().unwrap_or(0));
    let mut file = b"From - \nA: b\n\n".to_vec();
    file.resize(edge - before, b'x');
    file.push(b'\n');
    file.extend_from_slice(bytes);
    file
}
