//! The filters that pack PDF streams (ISO 32000-1 section 7.4), each within the budget. Filters of pictures are left to who shows pictures.

use flate2::read::{DeflateDecoder, ZlibDecoder};
use weezl::BitOrder;
use weezl::decode::Configuration;

use super::super::super::mail::LimitKind;
use super::super::gather::Gathering;
use super::escape::hexadecimal;
use super::file::Pdf;
use super::lexer::{Dict, Object};

/// A stream packed more often is not read.
const CHAIN: usize = 4;

/// A filter and its parameters.
#[derive(Debug, Clone)]
pub struct Filter {
    /// its name, long form
    pub name: Vec<u8>,
    early: bool,
    predictor: usize,
    row: usize,
    pixel: usize,
}

/// The filters of a stream in the order in which they are undone.
pub fn of(pdf: &mut Pdf<'_>, dict: &Dict) -> Vec<Filter> {
    let list = |object: Object| match object {
        Object::Array(array) => array,
        Object::Null => Vec::new(),
        one => vec![one],
    };
    let names = list(pdf.value(dict, "Filter"));
    let parameters = list(pdf.value(dict, "DecodeParms"));
    let mut filters = Vec::new();
    for (index, name) in names.iter().take(CHAIN + 1).enumerate() {
        let Object::Name(name) = pdf.resolve(name) else { continue };
        let given = parameters.get(index).map_or(Object::Null, |given| pdf.resolve(given));
        let given = given.dict().cloned().unwrap_or_default();
        let mut number = |key: &str, default: usize| pdf.value(&given, key).size().unwrap_or(default).min(1 << 24);
        let (colors, bits, columns) =
            (number("Colors", 1).min(32), number("BitsPerComponent", 8).min(16), number("Columns", 1));
        let early = number("EarlyChange", 1) != 0;
        let (row, pixel) = ((columns * colors * bits).div_ceil(8), (colors * bits).div_ceil(8));
        filters.push(Filter { name, early, predictor: number("Predictor", 1), row, pixel });
    }
    filters
}

/// Undoes the filters; none where one is not of those that pack plain bytes.
pub fn unpack(mut bytes: Vec<u8>, filters: &[Filter], gathering: &mut Gathering<'_>, name: &str) -> Option<Vec<u8>> {
    if filters.len() > CHAIN {
        gathering.limit(LimitKind::Damaged, name);
        return None;
    }
    for filter in filters {
        bytes = match filter.name.as_slice() {
            b"FlateDecode" | b"Fl" => flate(&bytes, gathering, name),
            b"LZWDecode" | b"LZW" => lzw(&bytes, filter.early, gathering, name),
            b"ASCIIHexDecode" | b"AHx" => hexadecimal(&bytes[..memchr::memchr(b'>', &bytes).unwrap_or(bytes.len())]),
            b"ASCII85Decode" | b"A85" => ascii85(&bytes),
            b"RunLengthDecode" | b"RL" => run_length(&bytes, gathering, name),
            b"Crypt" => bytes,
            _ => return None,
        };
        if filter.predictor >= 10 {
            bytes = unpredicted(&bytes, filter.row, filter.pixel);
        }
    }
    Some(bytes)
}

/// zlib; where its head is damaged, what stands behind it. What came out before a flaw is kept: readers show it.
fn flate(bytes: &[u8], gathering: &mut Gathering<'_>, name: &str) -> Vec<u8> {
    let has_head = bytes.first().is_some_and(|first| first & 0x0f == 8);
    if has_head {
        gathering.unpack(ZlibDecoder::new(bytes), name)
    } else {
        gathering.unpack(DeflateDecoder::new(bytes), name)
    }
    .bytes
}

fn lzw(bytes: &[u8], early: bool, gathering: &mut Gathering<'_>, name: &str) -> Vec<u8> {
    let configuration = if early {
        Configuration::with_tiff_size_switch(BitOrder::Msb, 8)
    } else {
        Configuration::new(BitOrder::Msb, 8)
    };
    let mut decoder = configuration.build();
    let (mut unpacked, mut at, mut room) = (Vec::new(), 0, vec![0; 1 << 16]);
    loop {
        let step = decoder.decode_bytes(&bytes[at..], &mut room);
        at += step.consumed_in;
        unpacked.extend_from_slice(&room[..step.consumed_out]);
        let more = matches!(step.status, Ok(weezl::LzwStatus::Ok)) && step.consumed_in + step.consumed_out > 0;
        if !gathering.spend(step.consumed_out as u64, name) || !more {
            return unpacked;
        }
    }
}

fn run_length(bytes: &[u8], gathering: &mut Gathering<'_>, name: &str) -> Vec<u8> {
    let (mut unpacked, mut at) = (Vec::new(), 0);
    while let Some(&length) = bytes.get(at) {
        at += 1;
        match length {
            0..=127 => {
                let end = (at + usize::from(length) + 1).min(bytes.len());
                unpacked.extend_from_slice(&bytes[at..end]);
                at = end;
            }
            128 => break,
            _ => {
                let Some(&byte) = bytes.get(at) else { break };
                unpacked.resize(unpacked.len() + 257 - usize::from(length), byte);
                at += 1;
            }
        }
        if unpacked.len() as u64 > gathering.budget.unpacked {
            break;
        }
    }
    gathering.spend(unpacked.len() as u64, name);
    unpacked
}

fn ascii85(bytes: &[u8]) -> Vec<u8> {
    let (mut unpacked, mut group, mut count) = (Vec::with_capacity(bytes.len() * 4 / 5), 0_u32, 0);
    for &byte in bytes {
        match byte {
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    unpacked.extend_from_slice(&group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            b'z' if count == 0 => unpacked.extend_from_slice(&[0; 4]),
            b'~' => break,
            _ => {}
        }
    }
    if count > 1 {
        let filled = (count..5).fold(group, |group, _| group.wrapping_mul(85).wrapping_add(84));
        unpacked.extend_from_slice(&filled.to_be_bytes()[..count - 1]);
    }
    unpacked
}

/// Undoes the predictors of PNG (section 7.4.4.4): each row begins with the number of its own.
fn unpredicted(bytes: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut rows: Vec<u8> = Vec::with_capacity(bytes.len());
    for packed in bytes.chunks(row + 1) {
        let (Some(&kind), start) = (packed.first(), rows.len()) else { break };
        for (at, &byte) in packed[1..].iter().enumerate() {
            let before =
                |back: usize| start.checked_sub(back).and_then(|start| rows.get(start + at)).copied().unwrap_or(0);
            let left = if at >= pixel { rows[start + at - pixel] } else { 0 };
            let (up, corner) = (before(row), if at >= pixel { before(row + pixel) } else { 0 });
            let guess = match kind {
                1 => left,
                2 => up,
                3 => (u16::from(left).midpoint(u16::from(up))) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            };
            rows.push(byte.wrapping_add(guess));
        }
    }
    rows
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let far = |from: u8| (guess - i16::from(from)).abs();
    match () {
        () if far(left) <= far(up) && far(left) <= far(corner) => left,
        () if far(up) <= far(corner) => up,
        () => corner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::attached::Budget;

    fn filter(name: &str) -> Filter {
        Filter { name: name.as_bytes().to_vec(), early: true, predictor: 1, row: 1, pixel: 1 }
    }

    fn unpacked(bytes: &[u8], filters: &[Filter], room: u64) -> (Option<Vec<u8>>, usize) {
        let mut budget = Budget { unpacked: room, ..Budget::default() };
        let mut gathering = Gathering::new("1", &mut budget);
        let bytes = unpack(bytes.to_vec(), filters, &mut gathering, "x");
        (bytes, gathering.opened.limits.len())
    }

    #[test]
    fn each_filter_gives_the_bytes_back() {
        let lzw =
            weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8).encode(&b"abab".repeat(3000)).unwrap();
        assert_eq!(unpacked(&lzw, &[filter("LZWDecode")], 1 << 20), (Some(b"abab".repeat(3000)), 0));
        assert_eq!(unpacked(b"87cURD]i,\"Ebo80~>", &[filter("A85")], 99).0.as_deref(), Some(&b"Hello World!"[..]));
        assert_eq!(unpacked(b"48 65>", &[filter("AHx")], 99).0.as_deref(), Some(&b"He"[..]));
        assert_eq!(unpacked(b"\x01ab\xfec\x80", &[filter("RL")], 99).0.as_deref(), Some(&b"abccc"[..]));
        let up = Filter { predictor: 12, row: 3, ..filter("AHx") };
        assert_eq!(unpacked(b"02010203 02010101>", &[up], 99).0.as_deref(), Some(&[1, 2, 3, 2, 3, 4][..]));
    }

    #[test]
    fn no_filter_unpacks_more_than_there_is_room_for() {
        let lzw = weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8).encode(&vec![0; 1 << 20]).unwrap();
        assert!(unpacked(&lzw, &[filter("LZWDecode")], 1000).0.is_some_and(|bytes| bytes.len() <= 1 << 16));
        let run = b"\x81a".repeat(1000);
        assert!(unpacked(&run, &[filter("RL")], 1000).0.is_some_and(|bytes| bytes.len() < 2000));
        assert_eq!(unpacked(b"x", &vec![filter("AHx"); 5], 1000), (None, 1));
        assert_eq!(unpacked(b"x", &[filter("DCTDecode")], 1000), (None, 0));
    }
}
