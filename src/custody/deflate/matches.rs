//! What was there before: repeated strings of the last 32 KiB, found by one look-up a position.

/// Distances reach that far (RFC 1951 section 2).
const WINDOW: usize = 32 * 1024;
/// Longest match (RFC 1951 section 3.2.5).
pub(super) const LONGEST: usize = 258;
/// Shorter ones gain too little for the time they take.
const SHORTEST: usize = 5;
/// A match that far away must be longer by one: its distance costs more bits.
const FAR: usize = 4 * 1024;
/// Logarithm of the number of slots: 128 KiB, to stay near the processor.
const SLOTS: u32 = 15;
/// A part with codes of its own ends after so many bytes.
const PART: usize = 48 * 1024;
/// After so many (as a power of two) positions without a match the step grows by one.
const PATIENCE: u32 = 4;

/// Literals, then a match; the last of a part has length 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sequence {
    pub(super) literals: u32,
    pub(super) length: u16,
    pub(super) distance: u16,
}

/// Where each hash was seen last. Positions go on from input to input, so that what an earlier one left is known by its age and the
/// table need not be cleared.
pub(super) struct Finder {
    slots: Box<[u32; 1 << SLOTS]>,
    /// the number of the first byte of the input
    base: u32,
    /// the number after its last byte
    end: u32,
}

impl Default for Finder {
    fn default() -> Finder {
        Finder { slots: Box::new([0; 1 << SLOTS]), base: 0, end: 1 }
    }
}

impl Finder {
    /// Forgets the input before.
    pub(super) fn begin(&mut self, bytes: &[u8]) {
        let length = bytes.len() as u32;
        if self.end.checked_add(length).is_none() {
            self.slots.fill(0);
            self.end = 1;
        }
        self.base = self.end;
        self.end += length;
    }

    /// The sequences of the part that begins at `start`; returns where it ends.
    pub(super) fn next_part(&mut self, bytes: &[u8], start: usize, sequences: &mut Vec<Sequence>) -> usize {
        sequences.clear();
        let end = if bytes.len() - start < PART + PART / 4 { bytes.len() } else { start + PART };
        let bytes = &bytes[..end];
        let (mut at, mut told) = (start, start);
        let mut misses = 0u32;
        while let Some(word) = word_at(bytes, at) {
            let Some((distance, length)) = self.look_up(bytes, at, word) else {
                misses += 1;
                at += 1 + (misses >> PATIENCE) as usize;
                continue;
            };
            misses = 0;
            sequences.push(Sequence { literals: (at - told) as u32, length: length as u16, distance: distance as u16 });
            at += length;
            told = at;
            if let Some(word) = word_at(bytes, at - 2) {
                self.slots[slot(word)] = self.base + at as u32 - 2;
            }
        }
        sequences.push(Sequence { literals: (end - told) as u32, length: 0, distance: 0 });
        end
    }

    /// The match at `at`, if one is worth it; notes the position.
    #[inline(always)]
    fn look_up(&mut self, bytes: &[u8], at: usize, word: u64) -> Option<(usize, usize)> {
        let here = self.base + at as u32;
        let there = std::mem::replace(&mut self.slots[slot(word)], here);
        let distance = (here - there) as usize;
        if there < self.base || distance > WINDOW - 1 || word_at(bytes, at - distance) != Some(word) {
            return None;
        }
        let length = SHORTEST + common(&bytes[at - distance + SHORTEST..], &bytes[at + SHORTEST..], LONGEST - SHORTEST);
        (length > SHORTEST || distance < FAR).then_some((distance, length))
    }
}

/// The [`SHORTEST`] bytes at a position, at the upper end; none in the last eight bytes.
#[inline(always)]
fn word_at(bytes: &[u8], at: usize) -> Option<u64> {
    const REST: usize = 64 - 8 * SHORTEST;
    bytes.get(at..)?.first_chunk().map(|word| u64::from_le_bytes(*word) << REST)
}

#[inline(always)]
fn slot(word: u64) -> usize {
    (word.wrapping_mul(0x9E37_79B1_85EB_CA87) >> (64 - SLOTS)) as usize
}

/// How many bytes both begin with, at most `most`.
#[inline(always)]
fn common(one: &[u8], other: &[u8], most: usize) -> usize {
    let most = most.min(other.len());
    let mut same = 0;
    while let (Some(a), Some(b)) = (one[same..].first_chunk::<8>(), other[same..most].first_chunk::<8>()) {
        let differing = u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
        if differing != 0 {
            return same + differing.trailing_zeros() as usize / 8;
        }
        same += 8;
    }
    same + one[same..].iter().zip(&other[same..most]).take_while(|(a, b)| a == b).count()
}
