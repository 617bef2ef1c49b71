//! Codes of the shortest total length within a limit, canonical as DEFLATE wants them (RFC 1951 section 3.2.2).

use super::bits::Bits;

/// A code for `N` symbols.
pub(super) struct Code<const N: usize> {
    /// the bits of each symbol, in the order they are written; above them, how many
    bits: [u32; N],
    lengths: [u8; N],
}

impl<const N: usize> Code<N> {
    /// From how often each symbol is used; no code is longer than `limit`. At least two symbols get a code, so that it is complete.
    pub(super) fn new(counts: &[u32; N], limit: usize) -> Code<N> {
        let mut used = [0u64; N];
        let mut number = 0;
        for (symbol, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            used[number] = u64::from(count) << 16 | symbol as u64;
            number += 1;
        }
        for spare in (0..N).filter(|&symbol| counts[symbol] == 0).take(2usize.saturating_sub(number)) {
            used[number] = 1 << 16 | spare as u64;
            number += 1;
        }
        let used = &mut used[..number];
        used.sort_unstable();
        let mut lengths = [0; N];
        let mut longest_first = used.iter().map(|entry| (entry & 0xFFFF) as usize);
        for (length, count) in numbers_of_lengths(used, limit).into_iter().enumerate().rev() {
            longest_first.by_ref().take(count as usize).for_each(|symbol| lengths[symbol] = length as u8);
        }
        Code { bits: canonical(&lengths), lengths }
    }

    #[inline(always)]
    pub(super) fn put(&self, symbol: usize, bits: &mut Bits<'_>) {
        let entry = self.bits[symbol];
        bits.put(u64::from(entry & 0xFFFF), entry >> 16);
    }

    pub(super) fn length(&self, symbol: usize) -> u8 {
        self.lengths[symbol]
    }

    /// The lengths up to the last symbol in use, at least `least` of them.
    pub(super) fn lengths(&self, least: usize) -> &[u8] {
        let unused = self.lengths.iter().rev().take_while(|length| **length == 0).count();
        &self.lengths[..(N - unused).max(least)]
    }

    /// Bits that so many symbols take.
    pub(super) fn size(&self, counts: &[u32; N]) -> u64 {
        counts.iter().zip(&self.lengths).map(|(&count, &length)| u64::from(count) * u64::from(length)).sum()
    }
}

/// How many codes there are of each length, for entries sorted by their count (above the low 16 bits).
fn numbers_of_lengths(sorted: &[u64], limit: usize) -> [u32; 16] {
    let mut numbers = [0u32; 16];
    depths(sorted, |depth| numbers[depth.min(limit)] += 1);
    // Codes cut to the limit are too many: each step takes one away there and makes a shorter one into two.
    let full = 1u32 << limit;
    let mut taken: u32 = (1..=limit).map(|length| numbers[length] << (limit - length)).sum();
    while taken > full {
        let shorter = (1..limit).rev().find(|&length| numbers[length] > 0).unwrap_or(1);
        numbers[limit] -= 1;
        numbers[shorter] -= 1;
        numbers[shorter + 1] += 2;
        taken -= 1;
    }
    numbers
}

/// Huffman's tree over at least two sorted entries: tells the depth of each leaf. Leaves and inner nodes are two sorted rows, the
/// smallest is at the head of one of them; only the parent of each node is kept.
fn depths(sorted: &[u64], mut tell: impl FnMut(usize)) {
    let leaves = sorted.len();
    let mut weights = [0u64; 288];
    let mut parents = [0u16; 2 * 288];
    let (mut leaf, mut inner) = (0, 0);
    for node in 0..leaves - 1 {
        for _ in 0..2 {
            let from_leaves = leaf < leaves && (inner == node || sorted[leaf] >> 16 <= weights[inner]);
            let (child, weight) = match from_leaves {
                true => (leaf, sorted[leaf] >> 16),
                false => (leaves + inner, weights[inner]),
            };
            leaf += usize::from(from_leaves);
            inner += usize::from(!from_leaves);
            parents[child] = node as u16;
            weights[node] += weight;
        }
    }
    let mut inner_depths = [0u8; 288];
    for node in (0..leaves - 2).rev() {
        inner_depths[node] = inner_depths[usize::from(parents[leaves + node])].saturating_add(1);
    }
    parents[..leaves].iter().for_each(|&parent| tell(usize::from(inner_depths[usize::from(parent)]) + 1));
}

fn canonical<const N: usize>(lengths: &[u8; N]) -> [u32; N] {
    let mut numbers = [0u16; 16];
    lengths.iter().filter(|length| **length > 0).for_each(|&length| numbers[usize::from(length)] += 1);
    let mut next = [0u16; 16];
    for length in 1..16 {
        next[length] = (next[length - 1] + numbers[length - 1]) << 1;
    }
    let mut bits = [0; N];
    for (symbol, &length) in lengths.iter().enumerate().filter(|(_, length)| **length > 0) {
        let reversed = next[usize::from(length)].reverse_bits() >> (16 - u32::from(length));
        bits[symbol] = u32::from(length) << 16 | u32::from(reversed);
        next[usize::from(length)] += 1;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_complete_and_within_the_limit() {
        let mut fibonacci = [0u32; 40];
        (fibonacci[0], fibonacci[1]) = (1, 1);
        (2..40).for_each(|i| fibonacci[i] = fibonacci[i - 1] + fibonacci[i - 2]);
        for (counts, limit) in [(fibonacci, 15), (fibonacci, 7), ([0; 40], 7), ([1; 40], 6)] {
            let code = Code::new(&counts, limit);
            let longest = usize::from(code.lengths.into_iter().max().unwrap());
            assert!(longest <= limit, "{longest} > {limit}");
            let kraft: f64 = code.lengths.iter().filter(|l| **l > 0).map(|&l| 0.5f64.powi(i32::from(l))).sum();
            assert_eq!(kraft, 1.0);
            assert!((0..40).all(|symbol| counts[symbol] == 0 || code.lengths[symbol] > 0));
        }
    }

    #[test]
    fn the_example_of_the_rfc() {
        // RFC 1951 section 3.2.2: lengths (3, 3, 3, 3, 3, 2, 4, 4) for ABCDEFGH.
        let reversed = canonical(&[3, 3, 3, 3, 3, 2, 4, 4]);
        let bits = ["010", "011", "100", "101", "110", "00", "1110", "1111"];
        let expected = bits.map(|code| code.chars().rev().collect::<String>());
        let expected = expected.map(|code| (code.len() as u32) << 16 | u32::from_str_radix(&code, 2).unwrap());
        assert_eq!(reversed, expected);
    }
}
