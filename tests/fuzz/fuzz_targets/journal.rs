//! The custody journal: any bytes are read without panic and kept as they are; what is written is read back sound; and what is
//! added to a sound journal continues it.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz journal`

#![no_main]
#![allow(clippy::unwrap_used, reason = "a target stops at what it did not expect")]

use libfuzzer_sys::fuzz_target;
use scelle::custody::clock::{Clock, ClockSource, Moment, Zone};
use scelle::custody::journal::{Action, Journal, NewEntry};
use scelle::digest::Sha256;

fuzz_target!(|data: &[u8]| {
    let (read, breaks) = Journal::parse(data);
    assert!(read.bytes() == data, "what was read is kept to the byte");
    if breaks.is_empty() {
        let mut lines: Vec<&[u8]> = data.split(|&b| b == b'\n').collect();
        assert!(lines.pop().unwrap().is_empty(), "a sound journal ends with a line feed");
        assert_eq!((read.len(), read.entries().len()), (lines.len() as u64, lines.len()));
        assert_eq!(read.head(), lines.last().map_or(Sha256::ZERO, |line| Sha256::of(line)));
        let mut longer = read.clone();
        longer.append(&moment(), note(data));
        assert!(longer.starts_with(&read));
        assert_eq!(Journal::parse(&longer.bytes()), (longer, Vec::new()));
    }
    let mut written = Journal::empty();
    for text in data.split(|&b| b == b'\n') {
        written.append(&moment(), note(text));
    }
    assert_eq!(Journal::parse(&written.bytes()), (written, Vec::new()), "what is written is read back");
});

fn moment() -> Moment {
    let source = ClockSource::of_epoch("1785740709").unwrap();
    Clock::new(source, "Europe/Paris".parse::<Zone>().unwrap()).now()
}

fn note(text: &[u8]) -> NewEntry {
    let text = String::from_utf8_lossy(text).into_owned();
    NewEntry { action: Action::Note, actor: text.clone(), object: text.clone(), sha256: None, note: Some(text) }
}
