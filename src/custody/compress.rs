//! DEFLATE in parallel (blocks joined by full flushes, as pigz does), and whether it is worth it.

use std::io;

use flate2::{Compress, Compression, FlushCompress, Status};
use rayon::prelude::*;

use crate::evidence::chunk::Chunk;
use crate::evidence::original::OpenOriginal;

/// Mail is base64 for the most part: a low level gives nearly all there is to gain.
const LEVEL: Compression = Compression::new(2);
/// Bytes tried at each of [`SAMPLES`] places of a large file.
const SAMPLE: usize = 64 * 1024;
const SAMPLES: u64 = 8;

/// One block of a DEFLATE stream. All but the last end on a byte, so that blocks made apart can be joined.
pub fn deflate_block(bytes: &[u8], last: bool) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() / 8 * 7 + 256);
    let mut stream = Compress::new(LEVEL, false);
    let flush = if last { FlushCompress::Finish } else { FlushCompress::Full };
    loop {
        let taken = stream.total_in() as usize;
        let status = stream.compress_vec(&bytes[taken..], &mut out, flush).map_err(io::Error::other)?;
        let all_taken = stream.total_in() as usize == bytes.len();
        let done = if last { status == Status::StreamEnd } else { all_taken && out.len() < out.capacity() };
        if done {
            return Ok(out);
        }
        out.reserve(out.capacity() / 4 + 1024);
    }
}

/// The blocks of consecutive pieces, compressed on all cores, in order.
pub fn deflate_blocks(chunks: &[Chunk]) -> io::Result<Vec<Vec<u8>>> {
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
        let Ok(block) = deflate_block(&sample[..there], true) else { return false };
        tried.0 += block.len() as u64;
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
        for length in [0, 1, 1 << 20, text.len()] {
            let chunks: Vec<Chunk> = Chunks::new(&text[..length]).collect();
            let stream = deflate_blocks(&chunks).unwrap().concat();
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
        let block = deflate_block(&noise, true).unwrap();
        assert!(!is_worth_it(block.len() as u64, noise.len() as u64));
        let mail = "Bonjour Solenn, veuillez trouver ci-joint la facture.\r\n".repeat(100);
        assert!(is_worth_it(deflate_block(mail.as_bytes(), true).unwrap().len() as u64, mail.len() as u64));
    }
}
