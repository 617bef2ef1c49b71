//! The test keys of `tests/openpgp/` for the unit tests of this folder.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Certificate, armor};

pub(super) fn day(text: &str) -> DateTime<Utc> {
    text.parse::<NaiveDate>().unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc()
}

pub(super) fn file(name: &str) -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/openpgp/");
    std::fs::read(format!("{path}{name}")).unwrap()
}

pub(super) fn certificate(name: &str) -> Certificate {
    Certificate::read_all(&file(&format!("{name}.asc"))).unwrap().remove(0)
}

/// A certificate put together from packets of several.
pub(super) fn joined(pieces: &[(&str, Range<usize>)]) -> Certificate {
    let mut bytes = Vec::new();
    for (name, range) in pieces {
        for packet in &packets(&file(&format!("{name}.asc")))[range.clone()] {
            bytes.extend_from_slice(packet);
        }
    }
    Certificate::read_all(&bytes).unwrap().remove(0)
}

/// The packets of an armoured file, each with its header (old format with one or two bytes of length, as `gpg` writes keys).
fn packets(armoured: &[u8]) -> Vec<Vec<u8>> {
    let binary = armor::blocks(armoured, "a test key").unwrap().concat();
    let mut rest = &binary[..];
    let mut found = Vec::new();
    while let [first, second, third, ..] = *rest {
        let (head, body) = match first & 3 {
            0 => (2, usize::from(second)),
            1 => (3, usize::from(second) << 8 | usize::from(third)),
            _ => panic!("a longer packet"),
        };
        let (packet, after) = rest.split_at(head + body);
        found.push(packet.to_vec());
        rest = after;
    }
    found
}
