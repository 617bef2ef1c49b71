//! Whether an archive is what it was when it was sealed: every line of the reject list (FORMAT.md section 9), every message
//! hashed again, in one pass over the file, on all cores, in bounded memory.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use rayon::prelude::*;
use serde::Deserialize;

use super::archive::{MessageRow, SealedArchive};
use super::asic;
use super::discrepancy::{Discrepancy, Fault};
use super::journal::Journal;
use super::layout::{self, bag};
use super::seal::journal_path;
use super::slices::{Slice, SliceHasher};
use super::zip_read::{Content, ZipEntry, ZipReader};
use crate::digest::{Hasher, Sha256};
use crate::evidence::chunk::{Chunk, Chunks};

/// Entries up to this size are checked many at a time.
const SMALL: u64 = 4 * 1024 * 1024;
const BATCH_FILES: usize = 512;
const BATCH_BYTES: u64 = 16 * 1024 * 1024;
/// More discrepancies than this are counted, not kept.
const KEPT: usize = 10_000;

/// What is said of an archive.
#[derive(Debug)]
pub struct Verdict {
    /// the digest of its ASiC manifest; none where there is no such file
    pub seal: Option<Sha256>,
    /// whether a seal was given to compare with
    pub seal_was_given: bool,
    /// what is wrong, in the order of the archive
    pub discrepancies: Vec<Discrepancy>,
    /// how many more there are
    pub more: u64,
    /// entries checked
    pub entries: u64,
    /// messages hashed again
    pub messages: u64,
    /// tokens and signatures that are there and were not read
    pub unread: Vec<String>,
    /// entries of the journal beside the archive; none where there is no such file
    pub companion: Option<u64>,
}

impl Verdict {
    fn add(&mut self, discrepancies: impl IntoIterator<Item = Discrepancy>) {
        for discrepancy in discrepancies {
            if self.discrepancies.len() < KEPT {
                self.discrepancies.push(discrepancy);
            } else {
                self.more += 1;
            }
        }
    }

    fn fault(&mut self, kind: Fault, entry: &str, detail: impl Into<String>) {
        self.add([Discrepancy::new(kind, entry, detail)]);
    }
}

/// Checks the archive at `path`; `expected` is the seal that was written down. `progress` is told of the bytes checked.
pub fn verify(path: &Path, expected: Option<Sha256>, progress: &(dyn Fn(u64) + Sync)) -> io::Result<Verdict> {
    let (zip, faults) = ZipReader::open(path)?;
    let mut verdict = Verdict {
        seal: None,
        seal_was_given: expected.is_some(),
        discrepancies: Vec::new(),
        more: 0,
        entries: zip.entries().len() as u64,
        messages: 0,
        unread: Vec::new(),
        companion: None,
    };
    verdict.add(faults);
    if zip.entries().is_empty() {
        return Ok(verdict);
    }
    let references = references(&zip, &mut verdict);
    if let (Some(expected), Some(seal)) = (expected, verdict.seal)
        && expected != seal
    {
        verdict.fault(Fault::SealMismatch, layout::ASIC_MANIFEST, format!("the seal is {seal}, not {expected}"));
    }
    check_mimetype(&zip, &mut verdict);
    check_unreferenced(&zip, &mut verdict);
    // Without references nothing is known to be sealed: all else would only repeat that.
    let Some(references) = references else { return Ok(verdict) };
    compare_names(&zip, &references, &mut verdict);
    check_manifests(&zip, &references, &mut verdict);
    check_entries(path, &zip, &references, &mut verdict, progress);
    check_journal(path, &zip, &references, &mut verdict);
    Ok(verdict)
}

type References = Vec<(String, Sha256)>;

fn references(zip: &ZipReader, verdict: &mut Verdict) -> Option<References> {
    let Some(entry) = zip.entry(layout::ASIC_MANIFEST) else {
        verdict.fault(Fault::Manifest, layout::ASIC_MANIFEST, "is not there");
        return None;
    };
    let mut hashing = HashingReader { content: zip.content(entry), hasher: Hasher::new() };
    let references = asic::read(BufReader::new(&mut hashing));
    let drained = io::copy(&mut hashing, &mut io::sink());
    if let Some(cause) = drained.err().map(|error| error.to_string()).or(references.as_ref().err().cloned()) {
        verdict.fault(Fault::Manifest, layout::ASIC_MANIFEST, cause);
    }
    verdict.seal = Some(hashing.hasher.finish());
    references.ok()
}

struct HashingReader<R> {
    content: R,
    hasher: Hasher,
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(into)?;
        self.hasher.update(&into[..read]);
        Ok(read)
    }
}

/// Entries and references must be the same, in the same order.
fn compare_names(zip: &ZipReader, references: &References, verdict: &mut Verdict) {
    let referenced: HashSet<&str> = references.iter().map(|(name, _)| name.as_str()).collect();
    let mut standing = Vec::with_capacity(references.len());
    for ZipEntry { name, .. } in zip.entries() {
        match name.as_str() {
            layout::ASIC_MANIFEST => {}
            name if layout::RESERVED.contains(&name) => check_unread(zip, name, verdict),
            name if referenced.contains(name) => standing.push(name),
            name => verdict.fault(Fault::NotReferenced, name, "is not part of what was sealed"),
        }
    }
    let there: HashSet<&str> = standing.iter().copied().collect();
    for (name, _) in references.iter().filter(|(name, _)| !there.contains(name.as_str())) {
        verdict.fault(Fault::MissingEntry, name, "was sealed and is not there");
    }
    let expected = references.iter().map(|(name, _)| name.as_str()).filter(|name| there.contains(name));
    if let Some((found, _)) = standing.iter().zip(expected).find(|(found, expected)| *found != expected) {
        verdict.fault(Fault::Order, found, "does not stand where it stood when it was sealed");
    }
}

/// A token or signature of a later version: a sound entry of a sound size, its content not understood.
fn check_unread(zip: &ZipReader, name: &str, verdict: &mut Verdict) {
    verdict.unread.push(name.to_owned());
    let Some(entry) = zip.entry(name).filter(|entry| entry.facts.size <= SMALL) else {
        return verdict.fault(Fault::Size, name, "is larger than a token or signature can be");
    };
    let (seen, sha256, _) = read_small(zip, entry);
    verdict.add(seen.compare(entry, sha256, sha256));
}

fn check_mimetype(zip: &ZipReader, verdict: &mut Verdict) {
    let Some(entry) = zip.entry(layout::MIMETYPE) else { return };
    let mut content = Vec::new();
    let read = zip.content(entry).take(256).read_to_end(&mut content);
    if read.is_err() || content != layout::MIMETYPE_CONTENT {
        verdict.fault(Fault::Mimetype, layout::MIMETYPE, "does not hold what it must");
    }
}

/// The ASiC manifest and what may stand beside it must be sound entries, though nothing refers to them.
fn check_unreferenced(zip: &ZipReader, verdict: &mut Verdict) {
    for name in [layout::ASIC_MANIFEST].iter().chain(&layout::RESERVED) {
        let Some(entry) = zip.entry(name) else { continue };
        let seen = read_large(&mut zip.content(entry), entry, &|_| (), drop);
        verdict.add(seen.compare(entry, Sha256::ZERO, Sha256::ZERO));
    }
}

fn bag_of(references: &References) -> Option<&str> {
    references.iter().find_map(|(name, _)| name.strip_suffix(bag::DECLARATION)?.strip_suffix('/'))
}

/// The bag's manifests must list the same files with the same digests as the ASiC manifest.
fn check_manifests(zip: &ZipReader, references: &References, verdict: &mut Verdict) {
    let Some(bag_name) = bag_of(references) else {
        return verdict.fault(Fault::Bag, bag::DECLARATION, "is not there: this is no bag");
    };
    let digests: HashMap<&str, &Sha256> = references.iter().map(|(name, digest)| (name.as_str(), digest)).collect();
    let prefix = format!("{bag_name}/");
    for (manifest, is_payload) in [(bag::MANIFEST, true), (bag::TAG_MANIFEST, false)] {
        let Some(entry) = zip.entry(&format!("{prefix}{manifest}")) else {
            verdict.fault(Fault::Bag, manifest, "is not there");
            continue;
        };
        let mut listed = HashSet::new();
        for line in BufReader::new(zip.content(entry)).lines() {
            let Some((digest, name)) = line.ok().and_then(|line| manifest_line(&line)) else {
                verdict.fault(Fault::Bag, manifest, "has a line that is none of a manifest");
                break;
            };
            if digests.get(format!("{prefix}{name}").as_str()).is_none_or(|sealed| **sealed != digest) {
                verdict.fault(Fault::Bag, manifest, format!("{name}: not there, or with another digest"));
            }
            if let Some(twice) = listed.replace(name) {
                verdict.fault(Fault::Bag, manifest, format!("{twice}: listed twice"));
            }
        }
        let belongs = |name: &str| {
            let own = [bag::TAG_MANIFEST, bag::TAG_MANIFEST_512].contains(&name);
            name.starts_with("data/") == is_payload && !own
        };
        let below = references.iter().filter_map(|(name, _)| name.strip_prefix(&prefix)).filter(|name| belongs(name));
        for name in below.filter(|name| !listed.contains(*name)) {
            verdict.fault(Fault::Bag, manifest, format!("does not list {name}"));
        }
    }
}

fn manifest_line(line: &str) -> Option<(Sha256, String)> {
    let (digest, name) = line.split_once("  ")?;
    Some((digest.parse().ok()?, name.to_owned()))
}

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

fn check_entries(
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
        let slices: Vec<Slice> = std::iter::from_fn(|| rows.of_file(file)).collect();
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
struct Seen {
    crc: u32,
    size: u64,
    unused: u64,
    failure: Option<io::Error>,
}

impl Seen {
    fn compare(&self, entry: &ZipEntry, found: Sha256, sealed: Sha256) -> Vec<Discrepancy> {
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

fn read_large(
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

#[derive(Deserialize)]
struct Acquisition {
    counts: Counts,
    journal: Head,
}

#[derive(Deserialize)]
struct Counts {
    messages: u64,
}

#[derive(Deserialize)]
struct Head {
    entries: u64,
    head: Sha256,
}

fn check_journal(path: &Path, zip: &ZipReader, references: &References, verdict: &mut Verdict) {
    let Some(bag_name) = bag_of(references) else { return };
    let read = |name: &str| {
        let entry = zip.entry(&format!("{bag_name}/{name}")).filter(|entry| entry.facts.size < 1 << 30)?;
        let mut bytes = Vec::new();
        zip.content(entry).take(entry.facts.size).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    };
    let (sealed, breaks) = Journal::parse(&read(bag::JOURNAL).unwrap_or_default());
    for damage in breaks {
        verdict.fault(Fault::JournalBroken, bag::JOURNAL, damage.to_string());
    }
    match read(bag::ACQUISITION).and_then(|bytes| serde_json::from_slice::<Acquisition>(&bytes).ok()) {
        None => verdict.fault(Fault::JournalCut, bag::ACQUISITION, "cannot be read"),
        Some(told) => {
            if (told.journal.entries, told.journal.head) != (sealed.len(), sealed.head()) {
                let detail = format!("{} entries, {} were sealed", sealed.len(), told.journal.entries);
                verdict.fault(Fault::JournalCut, bag::JOURNAL, detail);
            }
            if told.counts.messages != verdict.messages {
                let detail = format!("{} messages, {} were sealed", verdict.messages, told.counts.messages);
                verdict.fault(Fault::MessagesTable, bag::MESSAGES, detail);
            }
        }
    }
    check_companion(&journal_path(path), &sealed, verdict);
}

fn check_companion(companion: &Path, sealed: &Journal, verdict: &mut Verdict) {
    if !companion.exists() {
        return;
    }
    let name = companion.file_name().unwrap_or_default().to_string_lossy().into_owned();
    match Journal::open(companion) {
        Err(error) => verdict.fault(Fault::Companion, &name, error.to_string()),
        Ok((journal, breaks)) => {
            verdict.companion = Some(journal.len());
            if let Some(damage) = breaks.first() {
                verdict.fault(Fault::Companion, &name, damage.to_string());
            }
            if !journal.starts_with(sealed) {
                verdict.fault(Fault::Companion, &name, "does not continue the sealed journal");
            }
        }
    }
}
