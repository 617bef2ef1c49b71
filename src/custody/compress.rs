//! DEFLATE in parallel (blocks joined by full flushes, as pigz does), and whether it is worth it.
//!
//! Two thirds of a mailbox are attachments in base64, in which there is nothing to find but that a character has six bits: such
//! runs are coded by Huffman codes only (miniz_oxide), which is faster and as small; the rest is searched for repetitions (zlib-rs).

use std::cell::RefCell;
use std::io;
use std::ops::Range;

use flate2::{Compress, Compression, FlushCompress, Status};
use miniz_oxide::deflate::core::{self as miniz, CompressorOxide, TDEFLFlush, TDEFLStatus};
use rayon::prelude::*;

use crate::evidence::chunk::Chunk;
use crate::evidence::original::OpenOriginal;

/// What repeats in text is near: a higher level costs much and gains little.
const LEVEL: Compression = Compression::new(2);
/// Bytes tried at each of [`SAMPLES`] places of a large file.
const SAMPLE: usize = 64 * 1024;
const SAMPLES: u64 = 8;
/// What is judged to be base64 or not.
const WINDOW: usize = 16 * 1024;

/// One block of a DEFLATE stream. All but the last end on a byte, so that blocks made apart can be joined.
pub fn deflate_block(bytes: &[u8], last: bool) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() / 8 * 7 + 256);
    let runs = runs(bytes);
    let final_run = runs.len() - 1;
    for (position, (is_base64, range)) in runs.into_iter().enumerate() {
        let last = last && position == final_run;
        match is_base64 {
            true => code_only(&bytes[range], last, &mut out)?,
            false => search(&bytes[range], last, &mut out)?,
        }
    }
    Ok(out)
}

/// The bytes cut where base64 begins and ends, roughly; at least one run.
fn runs(bytes: &[u8]) -> Vec<(bool, Range<usize>)> {
    let mut runs: Vec<(bool, Range<usize>)> = Vec::new();
    for start in (0..bytes.len().max(1)).step_by(WINDOW) {
        let end = bytes.len().min(start + WINDOW);
        let is_base64 = end - start == WINDOW && is_base64(&bytes[start..end]);
        match runs.last_mut() {
            Some((kind, range)) if *kind == is_base64 => range.end = end,
            _ => runs.push((is_base64, start..end)),
        }
    }
    runs
}

/// Judged by a few places: a wrong answer costs some bytes, never the content.
fn is_base64(window: &[u8]) -> bool {
    let coded = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'\r' | b'\n');
    let is_coded = |place: &[u8]| {
        let lines = memchr::memchr_iter(b'\n', place).count();
        place.iter().all(coded) && (3..=12).contains(&lines)
    };
    window.chunks(WINDOW / 8).all(|eighth| is_coded(&eighth[..384]))
}

fn code_only(bytes: &[u8], last: bool, out: &mut Vec<u8>) -> io::Result<()> {
    const HUFFMAN_ONLY: i32 = 2;
    let mut compressor = CompressorOxide::new(miniz::create_comp_flags_from_zip_params(1, -15, HUFFMAN_ONLY));
    let (flush, wanted) = match last {
        true => (TDEFLFlush::Finish, TDEFLStatus::Done),
        false => (TDEFLFlush::Full, TDEFLStatus::Okay),
    };
    let start = out.len();
    out.resize(start + bytes.len() + bytes.len() / 8 + 1024, 0);
    let (status, read, written) = miniz::compress(&mut compressor, bytes, &mut out[start..], flush);
    out.truncate(start + written);
    if status != wanted || read != bytes.len() {
        return Err(io::Error::other("a block could not be compressed"));
    }
    Ok(())
}

thread_local! {
    /// Making a stream costs more than compressing a short message.
    static STREAM: RefCell<Compress> = RefCell::new(Compress::new(LEVEL, false));
}

fn search(bytes: &[u8], last: bool, out: &mut Vec<u8>) -> io::Result<()> {
    let flush = if last { FlushCompress::Finish } else { FlushCompress::Full };
    STREAM.with_borrow_mut(|stream| {
        stream.reset();
        loop {
            let taken = stream.total_in() as usize;
            out.reserve((bytes.len() - taken) / 2 + 1024);
            let status = stream.compress_vec(&bytes[taken..], out, flush).map_err(io::Error::other)?;
            let all_taken = stream.total_in() as usize == bytes.len();
            let done = if last { status == Status::StreamEnd } else { all_taken && out.len() < out.capacity() };
            if done {
                return Ok(());
            }
        }
    })
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
        let mut mail = text[..100_000].to_vec();
        let coded = b"JVBERi0xLjQKJcOkw7zDtsOfCjIgMCBvYmoKPDwvTGVuZ3RoIDMgMCBSL0ZpbHRlci9GbGF0ZURl\r\n";
        (0..30_000).for_each(|_| mail.extend_from_slice(coded));
        mail.extend_from_slice(&text);
        assert!(runs(&mail).iter().any(|(is_base64, _)| *is_base64), "the attachment is known as such");
        let text = mail;
        for length in [0, 1, 1 << 20, 1_500_000, text.len()] {
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
