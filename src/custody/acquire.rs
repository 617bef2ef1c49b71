//! One original on its way into the archive: read once, and in that one pass hashed, split into messages, compressed and
//! written. Small files are taken many at a time on all cores; a large one is a pipeline of threads.

use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

use rayon::prelude::*;

use super::compress;
use super::zip_write::{EntryFacts, Method, ZipWriter};
use crate::digest::{Hasher, Sha256, Sha512};
use crate::evidence::chunk::{Chunk, Chunks, Piece};
use crate::evidence::defect::{Defect, DefectKind};
use crate::evidence::format::Claim;
use crate::evidence::original::{OpenOriginal, Stamp};
use crate::evidence::reader::{OriginalReader, Told};
use crate::evidence::tally::Tally;

/// Files up to this size are held in memory whole.
pub const SMALL: u64 = 4 * 1024 * 1024;
/// Pieces compressed side by side.
pub const BLOCKS: usize = 8;

/// How originals are stored and what is computed of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// never compress
    pub store: bool,
    /// SHA-512 as well
    pub sha512: bool,
    /// read every original a second time and compare
    pub reread: bool,
}

/// The digests of one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digests {
    /// always
    pub sha256: Sha256,
    /// on request
    pub sha512: Option<Sha512>,
}

/// What was learned of an original while it was stored.
#[derive(Debug)]
pub struct Acquired {
    /// of the bytes stored
    pub digests: Digests,
    /// bytes stored
    pub size: u64,
    /// what the file system said before and after
    pub before: Stamp,
    /// see `before`
    pub after: Stamp,
    /// digest of a second reading, where there was one
    pub second: Option<Sha256>,
    /// counts of the whole file
    pub tally: Tally,
}

/// A small original ready to be written, or why it cannot be.
pub struct Prepared {
    method: Method,
    facts: EntryFacts,
    bytes: Piece,
    /// what was learned
    pub acquired: Acquired,
    /// its messages and defects
    pub told: Vec<Told>,
}

/// Reads a small original to its end and does all that can be done before writing.
pub fn prepare(path: &Path, claim: &Claim, options: Options) -> io::Result<Prepared> {
    let original = OpenOriginal::open(path)?;
    let mut bytes = Vec::with_capacity(original.before.size.min(SMALL * 2) as usize + 1);
    let failure = original.reader().read_to_end(&mut bytes).err();
    let chunk = Chunk::whole(bytes.into());
    let digests = digest_of(chunk.fresh(), options);
    let mut reader = OriginalReader::new(claim, Some(digests.sha256));
    let mut probe = |offset: u64, into: &mut [u8]| chunk.copy(offset, into);
    let mut told = reader.push(&chunk, &mut probe);
    let (rest, tally) = reader.finish();
    told.extend(rest);
    let size = chunk.fresh().len() as u64;
    let (method, bytes) = pack(&chunk, options);
    let facts = EntryFacts { crc: crc32fast::hash(chunk.fresh()), compressed: bytes.len() as u64, size };
    let acquired = conclude(original, digests, size, tally, failure, options, &mut told)?;
    Ok(Prepared { method, facts, bytes, acquired, told })
}

fn pack(chunk: &Chunk, options: Options) -> (Method, Piece) {
    if !options.store && !chunk.fresh().is_empty() {
        let block = compress::deflate_block(chunk.fresh(), true);
        if compress::is_worth_it(block.len() as u64, chunk.fresh().len() as u64) {
            return (Method::Deflate, block.into());
        }
    }
    (Method::Stored, chunk.piece())
}

fn digest_of(bytes: &[u8], options: Options) -> Digests {
    Digests { sha256: Sha256::of(bytes), sha512: options.sha512.then(|| Sha512::of(bytes)) }
}

impl Prepared {
    /// Writes it as the entry `name`.
    pub fn write(self, name: &str, zip: &mut ZipWriter) -> io::Result<(Acquired, Vec<Told>)> {
        zip.write_whole(name, self.method, self.facts, self.bytes)?;
        Ok((self.acquired, self.told))
    }
}

/// Compares the file with what it was before reading; a failure to read and a change are defects.
fn conclude(
    original: OpenOriginal,
    digests: Digests,
    size: u64,
    tally: Tally,
    failure: Option<io::Error>,
    options: Options,
    told: &mut Vec<Told>,
) -> io::Result<Acquired> {
    let before = original.before.clone();
    let after = original.stamp()?;
    if let Some(failure) = failure {
        let detail = format!("reading stopped here: {failure}");
        told.push(Told::Defect(Defect { kind: DefectKind::Unreadable, offset: size, length: 0, detail }));
    }
    let changed = after.differs(&before) || size != before.size;
    let second = if changed || options.reread { Some(hash_again(&original)) } else { None };
    if changed || second.is_some_and(|second| second != digests.sha256) {
        let detail = format!("{} bytes before, {size} stored, {} after", before.size, after.size);
        told.push(Told::Defect(Defect::of_file(DefectKind::ChangedWhileRead, detail)));
    }
    Ok(Acquired { digests, size, before, after, second, tally })
}

fn hash_again(original: &OpenOriginal) -> Sha256 {
    let mut hasher = Hasher::new();
    let chunks = Chunks::new(original.reader());
    // What cannot be read again ends the second reading, as it ended the first.
    chunks.for_each(|chunk| hasher.update(chunk.fresh()));
    hasher.finish()
}

/// Reads a large original to its end through a pipeline: one thread reads, one hashes the file, one finds and hashes the
/// messages, this one compresses and writes. `tell` is called as the messages end, `progress` with bytes read.
pub fn stream(
    path: &Path,
    claim: &Claim,
    options: Options,
    name: &str,
    zip: &mut ZipWriter,
    tell: &mut dyn FnMut(Told) -> io::Result<()>,
    progress: &dyn Fn(u64),
) -> Result<Acquired, StreamFailure> {
    let original = OpenOriginal::open(path).map_err(StreamFailure::Source)?;
    let mut told = Vec::new();
    let streamed = thread::scope(|scope| {
        let (to_hash, hashed) = sync_channel::<Chunk>(4);
        let (to_split, split) = sync_channel::<Chunk>(4);
        let (to_write, written) = sync_channel::<Chunk>(4);
        let (telling, told) = channel::<Vec<Told>>();
        let original = &original;
        let reading = scope.spawn(move || read_to_all(original, &[to_hash, to_split, to_write]));
        let hashing = scope.spawn(move || hash_all(hashed, options));
        let splitting = scope.spawn(move || split_all(original, claim, split, telling));
        let written = write_entry(original, options, name, zip, written, progress, &mut || {
            told.try_iter().flatten().try_for_each(&mut *tell)
        });
        let failure = reading.join().expect(NO_PANIC);
        let digests = hashing.join().expect(NO_PANIC);
        let tally = splitting.join().expect(NO_PANIC);
        let size = written.map_err(StreamFailure::Target)?;
        told.try_iter().flatten().try_for_each(&mut *tell).map_err(StreamFailure::Target)?;
        Ok((digests, size, tally, failure))
    });
    let (digests, size, tally, failure) = streamed?;
    let acquired =
        conclude(original, digests, size, tally, failure, options, &mut told).map_err(StreamFailure::Source)?;
    told.into_iter().try_for_each(tell).map_err(StreamFailure::Target)?;
    Ok(acquired)
}

const NO_PANIC: &str = "because the threads of the pipeline do not panic";

/// Which end of the pipeline failed.
#[derive(Debug)]
pub enum StreamFailure {
    /// the original could not be opened
    Source(io::Error),
    /// the archive could not be written
    Target(io::Error),
}

fn read_to_all(original: &OpenOriginal, takers: &[SyncSender<Chunk>]) -> Option<io::Error> {
    let mut chunks = Chunks::new(original.reader());
    for chunk in chunks.by_ref() {
        // A taker that is gone has failed: the others need not go on.
        if takers.iter().any(|taker| taker.send(chunk.clone()).is_err()) {
            return None;
        }
    }
    chunks.failure()
}

fn hash_all(chunks: Receiver<Chunk>, options: Options) -> Digests {
    let mut sha256 = Hasher::new();
    let mut sha512 = options.sha512.then(Sha512::hasher);
    for chunk in chunks {
        sha256.update(chunk.fresh());
        sha512.iter_mut().for_each(|hasher| hasher.update(chunk.fresh()));
    }
    Digests { sha256: sha256.finish(), sha512: sha512.map(|hasher| hasher.finish()) }
}

fn split_all(
    original: &OpenOriginal,
    claim: &Claim,
    chunks: Receiver<Chunk>,
    telling: std::sync::mpsc::Sender<Vec<Told>>,
) -> Tally {
    let mut reader = OriginalReader::new(claim, None);
    let mut probe = |offset: u64, into: &mut [u8]| original.probe(offset, into);
    for chunk in chunks {
        let told = reader.push(&chunk, &mut probe);
        if !told.is_empty() && telling.send(told).is_err() {
            break;
        }
    }
    let (rest, tally) = reader.finish();
    let _ = telling.send(rest);
    tally
}

/// Writes one entry from the pieces; returns the bytes of its content.
fn write_entry(
    original: &OpenOriginal,
    options: Options,
    name: &str,
    zip: &mut ZipWriter,
    chunks: Receiver<Chunk>,
    progress: &dyn Fn(u64),
    between: &mut dyn FnMut() -> io::Result<()>,
) -> io::Result<u64> {
    let deflate = !options.store && compress::seems_worth_it(original);
    let size = original.before.size;
    let expected = (!deflate).then(|| EntryFacts { crc: crc_beforehand(original), compressed: size, size });
    let method = if deflate { Method::Deflate } else { Method::Stored };
    zip.begin(name, method, size, expected)?;
    let mut crc = crc32fast::Hasher::new();
    let mut actual = EntryFacts::default();
    let mut waiting = Vec::with_capacity(BLOCKS);
    for chunk in chunks {
        crc.update(chunk.fresh());
        actual.size += chunk.fresh().len() as u64;
        progress(chunk.fresh().len() as u64);
        between()?;
        if !deflate {
            zip.write(chunk.piece())?;
            continue;
        }
        let last = chunk.is_last();
        waiting.push(chunk);
        if last || waiting.len() == BLOCKS {
            for block in compress::deflate_blocks(&waiting) {
                actual.compressed += block.len() as u64;
                zip.write(block.into())?;
            }
            waiting.clear();
        }
    }
    actual.crc = crc.finalize();
    if !deflate {
        actual.compressed = actual.size;
    }
    zip.end(actual)?;
    Ok(actual.size)
}

/// The CRC-32 of a file that is about to be stored as it is: with it the local header is right from the start, and the archive
/// can be hashed while it is written. A file that changes meanwhile only costs that advantage.
fn crc_beforehand(original: &OpenOriginal) -> u32 {
    const RANGE: u64 = 64 << 20;
    let ranges: Vec<u64> = (0..original.before.size.div_ceil(RANGE)).collect();
    let sums: Vec<crc32fast::Hasher> =
        ranges.into_par_iter().map(|range| crc_of_range(original, range * RANGE, RANGE)).collect();
    let mut all = crc32fast::Hasher::new();
    sums.iter().for_each(|sum| all.combine(sum));
    all.finalize()
}

fn crc_of_range(original: &OpenOriginal, start: u64, length: u64) -> crc32fast::Hasher {
    let mut sum = crc32fast::Hasher::new();
    let mut buffer = vec![0; 256 << 10];
    let mut offset = start;
    while offset < start + length {
        let want = buffer.len().min((start + length - offset) as usize);
        let read = original.probe(offset, &mut buffer[..want]);
        if read == 0 {
            break;
        }
        sum.update(&buffer[..read]);
        offset += read as u64;
    }
    sum
}
