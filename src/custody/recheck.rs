//! Every entry of an archive hashed again, and every message in it, in one pass: small entries many at a time on all cores, a large
//! one through a pipeline of threads.

use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use rayon::prelude::*;

use super::archive::{MessageRow, SealedArchive};
use super::discrepancy::{Discrepancy, Fault};
use super::layout::bag;
use super::slices::{Slice, SliceHasher};
use super::verify::{References, Verdict, bag_of};
use super::zip_read::{Content, ZipEntry, ZipReader};
use crate::digest::{Hasher, Sha256};
use crate::evidence::chunk::{Chunk, Chunks};

/// Entries up to this size are checked many at a time.
const SMALL: u64 = 4 * 1024 * 1024;
/// `From -` and a line feed.
const SHORTEST_POSTMARK: u64 = 7;
const BATCH_FILES: usize = 512;
const BATCH_BYTES: u64 = 16 * 1024 * 1024;

/// One entry to check, with what it must be.
struct Task<'a> {
    entry: &'a ZipEntry,
    sha256: Sha256,
    slices: Vec<Slice>,
}

/// The rows of messages.csv, taken file by file.
struct Rows<'a> {
    rows: Box<dyn Iterator<Item = MessageRow> + Send + 'a>,
    next: Option<MessageRow>,
    taken: u64,
}

impl Rows<'_> {
    fn of_file(&mut self, file: &str) -> Option<Slice> {
        self.next.as_ref().filter(|row| row.file == file)?;
        self.taken += 1;
        std::mem::replace(&mut self.next, self.rows.next()).map(Slice::from)
    }
}

/// Checks all entries that are referred to, and the messages in them.
pub(super) fn check_entries(
    path: &Path,
    zip: &ZipReader,
    references: &References,
    verdict: &mut Verdict,
    progress: &(dyn Fn(u64) + Sync),
) {
    let archive = SealedArchive::open(path);
    let mut damage = None;
    let rows = archive.as_ref().ok().and_then(|archive| archive.messages().ok());
    let (told, damages) = sync_channel(1);
    let rows: Box<dyn Iterator<Item = MessageRow> + Send> = match rows {
        Some(rows) => Box::new(rows.map_while(move |row| row.map_err(|error| told.try_send(error.to_string())).ok())),
        None => {
            damage = Some("cannot be read".to_owned());
            Box::new(std::iter::empty())
        }
    };
    let mut rows = Rows { rows, next: None, taken: 0 };
    rows.next = rows.rows.next();
    let prefix = bag_of(references).map(|bag| format!("{bag}/")).unwrap_or_default();
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for (name, sha256) in references {
        let Some(entry) = zip.entry(name) else { continue };
        let file = name.strip_prefix(&prefix).unwrap_or(name);
        if entry.facts.size > SMALL {
            check_batch(zip, std::mem::take(&mut batch), verdict, progress);
            bytes = 0;
            let found = check_large(zip, entry, *sha256, &mut rows, file, progress);
            verdict.add(found);
            continue;
        }
        // No file holds more messages than that; further rows are told as rows without a file.
        let most = (entry.facts.size / SHORTEST_POSTMARK + 1) as usize;
        let slices: Vec<Slice> = std::iter::from_fn(|| rows.of_file(file)).take(most).collect();
        bytes += entry.facts.size + 200 * slices.len() as u64;
        batch.push(Task { entry, sha256: *sha256, slices });
        if batch.len() >= BATCH_FILES || bytes >= BATCH_BYTES {
            check_batch(zip, std::mem::take(&mut batch), verdict, progress);
            bytes = 0;
        }
    }
    check_batch(zip, batch, verdict, progress);
    verdict.messages = rows.taken;
    if let Some(row) = rows.next.take() {
        let detail = format!("message {} in {}: no such file there, or rows out of order", row.sha256, row.file);
        verdict.fault(Fault::MessagesTable, bag::MESSAGES, detail);
    }
    drop(rows);
    if let Some(damage) = damage.or_else(|| damages.try_recv().ok()) {
        verdict.fault(Fault::MessagesTable, bag::MESSAGES, damage);
    }
}

fn check_batch(zip: &ZipReader, batch: Vec<Task<'_>>, verdict: &mut Verdict, progress: &(dyn Fn(u64) + Sync)) {
    let check = |task: Task<'_>| {
        let found = check_small(zip, &task);
        progress(task.entry.facts.compressed);
        found
    };
    let found: Vec<Vec<Discrepancy>> = batch.into_par_iter().map(check).collect();
    verdict.add(found.into_iter().flatten());
}

fn check_small(zip: &ZipReader, task: &Task<'_>) -> Vec<Discrepancy> {
    let entry = task.entry;
    let (seen, sha256, bytes) = read_small(zip, entry);
    let mut found = seen.compare(entry, sha256, task.sha256);
    match task.slices.as_slice() {
        [slice] if slice.is_whole(seen.size) => found.extend(slice.compare(sha256)),
        [] => {}
        slices => {
            let mut hasher = SliceHasher::new(slices.iter().cloned());
            hasher.update(&bytes);
            found.extend(hasher.finish());
        }
    }
    found
}

fn read_small(zip: &ZipReader, entry: &ZipEntry) -> (Seen, Sha256, Vec<u8>) {
    let mut bytes = Vec::with_capacity(entry.facts.size as usize);
    let mut content = zip.content(entry);
    // One byte more than announced is enough to know that it lies.
    let read = content.by_ref().take(entry.facts.size.saturating_add(1)).read_to_end(&mut bytes);
    let sha256 = Sha256::of(&bytes);
    let seen =
        Seen { crc: crc32fast::hash(&bytes), size: bytes.len() as u64, unused: content.unused(), failure: read.err() };
    (seen, sha256, bytes)
}

/// What was seen of an entry's bytes.
pub(super) struct Seen {
    crc: u32,
    size: u64,
    unused: u64,
    failure: Option<io::Error>,
}

impl Seen {
    pub(super) fn compare(&self, entry: &ZipEntry, found: Sha256, sealed: Sha256) -> Vec<Discrepancy> {
        let mut faults = Vec::new();
        let mut fault = |kind, detail: String| faults.push(Discrepancy::new(kind, &entry.name, detail));
        if let Some(failure) = &self.failure {
            fault(Fault::AlteredEntry, format!("cannot be unpacked: {failure}"));
        } else if found != sealed {
            fault(Fault::AlteredEntry, format!("SHA-256 is {found}, sealed was {sealed}"));
        }
        if self.failure.is_none() && self.crc != entry.facts.crc {
            fault(Fault::Crc, "CRC-32 differs from the header".to_owned());
        }
        if self.failure.is_none() && (self.size != entry.facts.size || self.unused != 0) {
            fault(
                Fault::Size,
                format!("{} bytes announced, {} found, {} not used", entry.facts.size, self.size, self.unused),
            );
        }
        faults
    }
}

/// A pipeline for one large entry: this thread reads and unpacks, one hashes the entry, one hashes its messages.
fn check_large(
    zip: &ZipReader,
    entry: &ZipEntry,
    sealed: Sha256,
    rows: &mut Rows<'_>,
    file: &str,
    progress: &(dyn Fn(u64) + Sync),
) -> Vec<Discrepancy> {
    thread::scope(|scope| {
        let (to_hash, hashed) = sync_channel::<Chunk>(4);
        let (to_slice, sliced) = sync_channel::<Chunk>(4);
        let hashing = scope.spawn(move || hash_all(hashed));
        let slicing = scope.spawn(move || {
            let mut hasher = SliceHasher::new(std::iter::from_fn(|| rows.of_file(file)));
            sliced.into_iter().for_each(|chunk| hasher.update(chunk.fresh()));
            hasher.finish()
        });
        let mut content = zip.content(entry);
        let seen = read_large(&mut content, entry, progress, |chunk| {
            let _ = to_hash.send(chunk.clone());
            let _ = to_slice.send(chunk);
        });
        drop((to_hash, to_slice));
        let found = hashing.join().expect(NO_PANIC);
        let mut faults = seen.compare(entry, found, sealed);
        faults.extend(slicing.join().expect(NO_PANIC));
        faults
    })
}

const NO_PANIC: &str = "because the threads of the pipeline do not panic";

fn hash_all(chunks: Receiver<Chunk>) -> Sha256 {
    let mut hasher = Hasher::new();
    chunks.into_iter().for_each(|chunk| hasher.update(chunk.fresh()));
    hasher.finish()
}

/// Reads an entry of any size; `send` is given its pieces.
pub(super) fn read_large(
    content: &mut Content<'_>,
    entry: &ZipEntry,
    progress: &(dyn Fn(u64) + Sync),
    mut send: impl FnMut(Chunk),
) -> Seen {
    let mut crc = crc32fast::Hasher::new();
    let mut size = 0;
    let mut chunks = Chunks::new(content.by_ref().take(entry.facts.size.saturating_add(1)));
    for chunk in chunks.by_ref() {
        crc.update(chunk.fresh());
        size += chunk.fresh().len() as u64;
        let share =
            u128::from(entry.facts.compressed) * chunk.fresh().len() as u128 / u128::from(entry.facts.size.max(1));
        progress(share as u64);
        send(chunk);
    }
    let failure = chunks.failure();
    Seen { crc: crc.finalize(), size, unused: content.unused(), failure }
}
