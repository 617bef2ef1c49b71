//! DEFLATE in parallel (blocks joined by empty stored parts, as pigz does), and whether it is worth it.

use std::cell::RefCell;

use rayon::prelude::*;

use super::deflate::Deflater;
use crate::evidence::chunk::Chunk;
use crate::evidence::original::OpenOriginal;

/// Bytes tried at each of [`SAMPLES`] places of a large file.
const SAMPLE: usize = 64 * 1024;
const SAMPLES: u64 = 8;

thread_local! {
    /// Making a packer costs more than packing a short message.
    static DEFLATER: RefCell<Deflater> = RefCell::default();
}

/// One block of a DEFLATE stream. All but the last end on a byte, so that blocks made apart can be joined.
pub fn deflate_block(bytes: &[u8], last: bool) -> Vec<u8> {
    DEFLATER.with_borrow_mut(|deflater| deflater.deflate(bytes, last))
}

/// The blocks of consecutive pieces, compressed on all cores, in order.
pub fn deflate_blocks(chunks: &[Chunk]) -> Vec<Vec<u8>> {
    chunks.par_iter().map(|chunk| deflate_block(chunk.fresh(), chunk.is_last())).collect()
}

/// Whether compressed bytes are enough smaller (3 %) to be worth unpacking.
pub fn is_worth_it(compressed: u64, size: u64) -> bool {
    compressed < size - size / 32
}

/// Judges a large file by samples spread over it.
pub fn seems_worth_it(original: &OpenOriginal) -> bool {
    let size = original.before.size;
    let mut tried = (0u64, 0u64);
    for place in 0..SAMPLES {
        let mut sample = vec![0; SAMPLE];
        let offset = (size.saturating_sub(SAMPLE as u64)) / (SAMPLES - 1) * place;
        let there = original.probe(offset, &mut sample);
        tried.0 += deflate_block(&sample[..there], true).len() as u64;
        tried.1 += there as u64;
    }
    is_worth_it(tried.0, tried.1)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::evidence::chunk::Chunks;

    #[test]
    fn joined_blocks_are_one_stream() {
        let text: Vec<u8> = (0..3_000_000u32).flat_map(|i| (i / 7 % 251).to_string().into_bytes()).collect();
        let mut mail = text[..100_000].to_vec();
        let coded = b"JVBERi0xLjQKJcOkw7zDtsOfCjIgMCBvYmoKPDwvTGVuZ3RoIDMgMCBSL0ZpbHRlci9GbGF0ZURl\r\n";
        (0..30_000).for_each(|_| mail.extend_from_slice(coded));
        mail.extend_from_slice(&text);
        let text = mail;
        for length in [0, 1, 1 << 20, 1_500_000, text.len()] {
            let chunks: Vec<Chunk> = Chunks::new(&text[..length]).collect();
            let stream = deflate_blocks(&chunks).concat();
            let mut back = Vec::new();
            flate2::read::DeflateDecoder::new(&stream[..]).read_to_end(&mut back).unwrap();
            assert_eq!(back, text[..length]);
        }
    }

    #[test]
    fn noise_is_stored() {
        let mut seed = 1u64;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 33) as u8
        })
        .take(100_000)
        .collect();
        let block = deflate_block(&noise, true);
        assert!(!is_worth_it(block.len() as u64, noise.len() as u64));
        let mail = "Bonjour Solenn, veuillez trouver ci-joint la facture.\r\n".repeat(100);
        assert!(is_worth_it(deflate_block(mail.as_bytes(), true).len() as u64, mail.len() as u64));
    }
}
