//! Packing DEFLATE (RFC 1951) for mail: fast on base64, in which there is nothing to find, and on thousands of short messages.
//!
//! One look-up a position, steps that grow where nothing is found, codes made for each part (dynamic Huffman), no table to clear
//! between two messages. The same bytes always give the same stream. Unpacking, which meets hostile bytes, is left to flate2.

mod bits;
mod huffman;
mod matches;

use bits::Bits;
use huffman::Code;
use matches::{Finder, Sequence};

/// Symbols of literals and lengths (RFC 1951 section 3.2.5); two more exist in no stream.
const LITERALS: usize = 286;
/// Symbols of distances.
const DISTANCES: usize = 30;
/// The symbol that ends a part.
const END: usize = 256;
/// Longest code of a literal or length: four literals then fit into what [`Bits`] holds.
const LITERAL_LIMIT: usize = 14;
/// Longest code of a distance.
const DISTANCE_LIMIT: usize = 15;
/// Longest code of a code length.
const LENGTH_LIMIT: usize = 7;
/// The order in which the lengths of the code length code stand (RFC 1951 section 3.2.7).
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/// Bytes that one stored part can hold.
const STORED: usize = 0xFFFF;

/// A packer with its tables, to be kept from one message to the next.
#[derive(Default)]
pub struct Deflater {
    finder: Finder,
    sequences: Vec<Sequence>,
    out: Vec<u8>,
}

impl Deflater {
    /// A piece of a stream, packed without looking at what came before. All but the last end on a byte (with an empty stored
    /// part), so that pieces made apart can be joined.
    pub fn deflate(&mut self, bytes: &[u8], last: bool) -> Vec<u8> {
        let worst = bytes.len() + bytes.len() / 256 + 1024;
        if self.out.len() < worst {
            self.out.resize(worst, 0);
        }
        let mut bits = Bits::new(&mut self.out);
        self.finder.begin(bytes);
        let mut start = 0;
        while start < bytes.len() {
            let end = self.finder.next_part(bytes, start, &mut self.sequences);
            let part = Part::new(&bytes[start..end], &self.sequences);
            part.write(last && end == bytes.len(), &mut bits);
            start = end;
        }
        if !last || bytes.is_empty() {
            write_stored(b"", last, &mut bits);
        }
        bits.finish().to_vec()
    }
}

/// A part of a stream under codes of its own.
struct Part<'a> {
    bytes: &'a [u8],
    sequences: &'a [Sequence],
    literals: Code<LITERALS>,
    distances: Code<DISTANCES>,
    header: Header,
    size: u64,
}

impl<'a> Part<'a> {
    fn new(bytes: &'a [u8], sequences: &'a [Sequence]) -> Part<'a> {
        let (literal_counts, distance_counts, extra) = count(bytes, sequences);
        let literals = Code::new(&literal_counts, LITERAL_LIMIT);
        let distances = Code::new(&distance_counts, DISTANCE_LIMIT);
        let header = Header::new(&literals, &distances);
        let size = header.size + extra + literals.size(&literal_counts) + distances.size(&distance_counts);
        Part { bytes, sequences, literals, distances, header, size }
    }

    fn write(&self, last: bool, bits: &mut Bits<'_>) {
        let stored = 8 * (self.bytes.len() + 5 * self.bytes.len().div_ceil(STORED)) as u64;
        if self.size >= stored {
            let pieces = self.bytes.len().div_ceil(STORED);
            let pieces = self.bytes.chunks(STORED).zip(1..).map(|(piece, number)| (piece, number == pieces));
            return pieces.for_each(|(piece, is_last)| write_stored(piece, last && is_last, bits));
        }
        bits.put(u64::from(last) | 2 << 1, 3);
        self.header.write(bits);
        let mut rest = self.bytes;
        for sequence in self.sequences {
            let (literals, after) = rest.split_at(sequence.literals as usize);
            self.write_literals(literals, bits);
            rest = &after[usize::from(sequence.length)..];
            if sequence.length > 0 {
                self.write_match(sequence, bits);
            }
        }
        self.literals.put(END, bits);
        bits.flush();
    }

    fn write_literals(&self, literals: &[u8], bits: &mut Bits<'_>) {
        let mut fours = literals.chunks_exact(4);
        for four in fours.by_ref() {
            four.iter().for_each(|&byte| self.literals.put(usize::from(byte), bits));
            bits.flush();
        }
        fours.remainder().iter().for_each(|&byte| self.literals.put(usize::from(byte), bits));
        bits.flush();
    }

    fn write_match(&self, sequence: &Sequence, bits: &mut Bits<'_>) {
        let (symbol, extra) = length_symbol(sequence.length);
        self.literals.put(symbol, bits);
        bits.put(u64::from(extra.value), extra.width);
        let (symbol, extra) = distance_symbol(sequence.distance);
        self.distances.put(symbol, bits);
        bits.put(u64::from(extra.value), extra.width);
        bits.flush();
    }
}

fn write_stored(bytes: &[u8], last: bool, bits: &mut Bits<'_>) {
    bits.put(u64::from(last), 3);
    bits.align();
    let length = bytes.len() as u16;
    bits.bytes(&length.to_le_bytes());
    bits.bytes(&(!length).to_le_bytes());
    bits.bytes(bytes);
}

/// How often each symbol is used, and the extra bits of all.
fn count(bytes: &[u8], sequences: &[Sequence]) -> ([u32; LITERALS], [u32; DISTANCES], u64) {
    // Four counters for each byte: one alone would wait for itself in runs of the same letter.
    let mut four = [[0u32; 256]; 4];
    let (mut lengths, mut distances, mut bits) = ([0u32; LITERALS], [0u32; DISTANCES], 0u64);
    let mut rest = bytes;
    for sequence in sequences {
        let (literals, after) = rest.split_at(sequence.literals as usize);
        let mut fours = literals.chunks_exact(4);
        for bytes in fours.by_ref() {
            (0..4).for_each(|lane| four[lane][usize::from(bytes[lane])] += 1);
        }
        fours.remainder().iter().for_each(|&byte| four[0][usize::from(byte)] += 1);
        rest = &after[usize::from(sequence.length)..];
        if sequence.length > 0 {
            let (symbol, extra) = length_symbol(sequence.length);
            lengths[symbol] += 1;
            bits += u64::from(extra.width);
            let (symbol, extra) = distance_symbol(sequence.distance);
            distances[symbol] += 1;
            bits += u64::from(extra.width);
        }
    }
    (0..256).for_each(|byte| lengths[byte] = four.iter().map(|lane| lane[byte]).sum());
    lengths[END] = 1;
    (lengths, distances, bits)
}

/// Bits that follow a symbol.
#[derive(Clone, Copy)]
struct Extra {
    value: u32,
    width: u32,
}

/// RFC 1951 section 3.2.5: each power of two from 4 on is cut into four, for lengths from 3, the last symbol being 258 alone.
fn length_symbol(length: u16) -> (usize, Extra) {
    if length == matches::LONGEST as u16 {
        return (285, Extra { value: 0, width: 0 });
    }
    let value = u32::from(length) - 3;
    if value < 8 {
        return (257 + value as usize, Extra { value: 0, width: 0 });
    }
    let width = value.ilog2() - 2;
    let symbol = 257 + 4 * width + (value >> width);
    (symbol as usize, Extra { value: value & ((1 << width) - 1), width })
}

/// The same for distances from 1, each power of two cut into two.
fn distance_symbol(distance: u16) -> (usize, Extra) {
    let value = u32::from(distance) - 1;
    if value < 4 {
        return (value as usize, Extra { value: 0, width: 0 });
    }
    let width = value.ilog2() - 1;
    let symbol = 2 * width + (value >> width);
    (symbol as usize, Extra { value: value & ((1 << width) - 1), width })
}

/// The code lengths of both codes, run-length coded (RFC 1951 section 3.2.7).
struct Header {
    literals: usize,
    distances: usize,
    runs: Vec<(u8, Extra)>,
    code: Code<19>,
    lengths: usize,
    size: u64,
}

impl Header {
    fn new(literals: &Code<LITERALS>, distances: &Code<DISTANCES>) -> Header {
        let (literals, distances) = (literals.lengths(257), distances.lengths(1));
        let runs = runs(&[literals, distances].concat());
        let mut counts = [0; 19];
        runs.iter().for_each(|(symbol, _)| counts[usize::from(*symbol)] += 1);
        let code = Code::new(&counts, LENGTH_LIMIT);
        let used = |&&symbol: &&usize| code.length(symbol) > 0;
        let lengths = 19 - ORDER.iter().rev().take_while(|symbol| !used(symbol)).count();
        let extra: u64 = runs.iter().map(|(_, extra)| u64::from(extra.width)).sum();
        let size = 3 + 14 + 3 * lengths as u64 + code.size(&counts) + extra;
        Header { literals: literals.len(), distances: distances.len(), runs, code, lengths, size }
    }

    fn write(&self, bits: &mut Bits<'_>) {
        bits.put(self.literals as u64 - 257, 5);
        bits.put(self.distances as u64 - 1, 5);
        bits.put(self.lengths as u64 - 4, 4);
        bits.flush();
        for symbol in &ORDER[..self.lengths] {
            bits.put(self.code.length(*symbol) as u64, 3);
            bits.flush();
        }
        for (symbol, extra) in &self.runs {
            self.code.put(usize::from(*symbol), bits);
            bits.put(u64::from(extra.value), extra.width);
            bits.flush();
        }
    }
}

/// Symbols 0 to 15 are lengths; 16 repeats the one before 3 to 6 times; 17 and 18 are 3 to 10 and 11 to 138 zeros.
fn runs(lengths: &[u8]) -> Vec<(u8, Extra)> {
    let none = Extra { value: 0, width: 0 };
    let mut runs = Vec::with_capacity(lengths.len());
    for run in lengths.chunk_by(|a, b| a == b) {
        let (length, mut left) = (run[0], run.len() as u32);
        if length > 0 {
            runs.push((length, none));
            left -= 1;
        }
        while left >= 3 {
            let (symbol, least, most, width) = match length {
                0 if left >= 11 => (18, 11, 138, 7),
                0 => (17, 3, 10, 3),
                _ => (16, 3, 6, 2),
            };
            let taken = left.min(most);
            runs.push((symbol, Extra { value: taken - least, width }));
            left -= taken;
        }
        (0..left).for_each(|_| runs.push((length, none)));
    }
    runs
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::*;

    fn unpacked(stream: &[u8]) -> Vec<u8> {
        let mut back = Vec::new();
        flate2::read::DeflateDecoder::new(stream).read_to_end(&mut back).unwrap();
        back
    }

    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1u64;
        let mut next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    /// The numbers that a decoder would read from a symbol and its extra bits: base values of RFC 1951 section 3.2.5.
    #[test]
    fn every_length_and_distance_has_its_symbol() {
        let mut base = 3;
        let mut bases = Vec::new();
        for symbol in 0..28u32 {
            bases.push(base);
            base += 1 << (symbol / 4).saturating_sub(1);
        }
        for length in 3..258u16 {
            let (symbol, extra) = length_symbol(length);
            assert_eq!((bases[symbol - 257] + extra.value, extra.value >> extra.width), (u32::from(length), 0));
        }
        assert_eq!(length_symbol(258).0, 285);
        let (mut base, mut bases) = (1, Vec::new());
        for symbol in 0..30u32 {
            bases.push(base);
            base += 1 << (symbol / 2).saturating_sub(1);
        }
        for distance in 1..32768u16 {
            let (symbol, extra) = distance_symbol(distance);
            assert_eq!((bases[symbol] + extra.value, extra.value >> extra.width), (u32::from(distance), 0));
        }
    }

    #[test]
    fn hard_inputs_come_back() {
        let far = [&b"once upon a time"[..], &noise(32767 - 16), b"once upon a time", b"12345678"].concat();
        let too_far = [&b"once upon a time"[..], &noise(32768), b"once upon a time", b"12345678"].concat();
        let inputs = [vec![], vec![7], vec![b'a'; 1_000_000], noise(200_000), far, too_far, b"ab".repeat(40_000)];
        let mut deflater = Deflater::default();
        for input in &inputs {
            let stream = deflater.deflate(input, true);
            assert_eq!(&unpacked(&stream), input);
            assert!(stream.len() <= input.len() + 5 * (input.len() / STORED + 2), "never much longer");
            let open = [deflater.deflate(input, false), deflater.deflate(b"end", true)].concat();
            assert_eq!(unpacked(&open), [&input[..], b"end"].concat());
        }
    }

    #[test]
    fn what_was_packed_before_changes_nothing() {
        let mail = "Bonjour Solenn, veuillez trouver ci-joint la facture.\r\n".repeat(50);
        let alone = Deflater::default().deflate(mail.as_bytes(), true);
        let mut used = Deflater::default();
        for other in [noise(100_000), mail.clone().into_bytes(), mail[7..].into()] {
            used.deflate(&other, true);
            assert_eq!(used.deflate(mail.as_bytes(), true), alone);
        }
        assert!(alone.len() < mail.len() / 10);
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(words in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..12), 1..20),
                               order in prop::collection::vec(any::<prop::sample::Index>(), 0..2000), cut in any::<prop::sample::Index>()) {
            let text: Vec<u8> = order.iter().flat_map(|word| words[word.index(words.len())].clone()).collect();
            let (one, other) = text.split_at(cut.index(text.len() + 1));
            let mut deflater = Deflater::default();
            let joined = [deflater.deflate(one, false), deflater.deflate(other, true)].concat();
            prop_assert_eq!(unpacked(&joined), text.clone());
            prop_assert_eq!(unpacked(&deflater.deflate(&text, true)), text);
        }
    }
}
