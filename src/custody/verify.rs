//! Whether an archive is what it was when it was sealed: every line of the reject list (FORMAT.md section 9), every message
//! hashed again, in one pass over the file, on all cores, in bounded memory.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufReader, Read};
use std::path::Path;

use serde::Deserialize;

use super::archive::SealedArchive;
use super::asic;
use super::beside::journal_path;
use super::bounded::{JOURNAL, MANIFEST_LINE, each_line};
use super::discrepancy::{Discrepancy, Fault, KEPT};
use super::journal::Journal;
use super::layout::{self, bag};
use super::proofs::check::{self, Proof, Trusted};
use super::proofs::name::ProofName;
use super::proofs::{manifest, tree};
use super::recheck::{check_entries, read_large};
use super::zip_read::{ZipEntry, ZipReader};
use crate::digest::{Hasher, Sha256};

/// An ASiC manifest may refer to twice as many entries as there are, and so many more.
const MISSING: usize = 100_000;

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
    /// tokens and signatures that were added after the seal, as far as they are sound
    pub proofs: Vec<Proof>,
    /// entries of the journal beside the archive; none where there is no such file
    pub companion: Option<u64>,
}

impl Verdict {
    /// Nothing found yet.
    fn of(zip: &ZipReader, expected: Option<Sha256>) -> Verdict {
        Verdict {
            seal: None,
            seal_was_given: expected.is_some(),
            discrepancies: Vec::new(),
            more: 0,
            entries: zip.entries().len() as u64,
            messages: 0,
            proofs: Vec::new(),
            companion: None,
        }
    }

    pub(super) fn add(&mut self, discrepancies: impl IntoIterator<Item = Discrepancy>) {
        for discrepancy in discrepancies {
            if self.discrepancies.len() < KEPT {
                self.discrepancies.push(discrepancy);
            } else {
                self.more += 1;
            }
        }
    }

    /// Whether what was sealed is as it was: faults of what was added later do not count.
    pub fn content_is_intact(&self) -> bool {
        self.more == 0 && self.discrepancies.iter().all(|found| found.kind.is_of_a_proof())
    }

    pub(super) fn fault(&mut self, kind: Fault, entry: &str, detail: impl Into<String>) {
        self.add([Discrepancy::new(kind, entry, detail)]);
    }
}

/// Checks the archive at `path` for somebody who trusts nobody beforehand: see [`verify_with`].
pub fn verify(path: &Path, expected: Option<Sha256>, progress: &(dyn Fn(u64) + Sync)) -> io::Result<Verdict> {
    verify_with(path, expected, &Trusted::default(), progress)
}

/// Checks the archive at `path`; `expected` is the seal that was written down, `trusted` whom its reader trusts. `progress` is told of the
/// bytes checked.
pub fn verify_with(
    path: &Path,
    expected: Option<Sha256>,
    trusted: &Trusted,
    progress: &(dyn Fn(u64) + Sync),
) -> io::Result<Verdict> {
    let (zip, faults) = ZipReader::open(path)?;
    let mut verdict = Verdict::of(&zip, expected);
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
    check_proofs(path, &zip, trusted, &mut verdict);
    Ok(verdict)
}

/// The seal of an archive and what was added after it, without the content: for an archive whose whole file is known to be as it was.
///
/// # Errors
/// Where it cannot be read.
pub fn proofs_of(path: &Path, trusted: &Trusted) -> io::Result<Verdict> {
    let (zip, faults) = ZipReader::open(path)?;
    let mut verdict = Verdict::of(&zip, None);
    verdict.add(faults);
    references(&zip, &mut verdict);
    check_proofs(path, &zip, trusted, &mut verdict);
    Ok(verdict)
}

/// What was added after the seal.
fn check_proofs(path: &Path, zip: &ZipReader, trusted: &Trusted, verdict: &mut Verdict) {
    let Some(seal) = verdict.seal else { return };
    let (standing, faults) = manifest::standing(zip, seal);
    verdict.add(faults);
    // Where the messages are not what was sealed that is told already.
    let intact = !verdict.discrepancies.iter().any(|found| {
        matches!(found.kind, Fault::MessageAltered | Fault::MessagesTable | Fault::AlteredEntry | Fault::MissingEntry)
    });
    let root = || {
        let archive = SealedArchive::open(path).ok().filter(|_| intact)?;
        tree::of(&archive).ok().flatten().map(|tree| tree.root())
    };
    let (proofs, faults) = check::check(zip, &standing, &root, trusted);
    verdict.proofs = proofs;
    verdict.add(faults);
}

/// Entry names and digests, in the order of the ASiC manifest.
pub(super) type References = Vec<(String, Sha256)>;

fn references(zip: &ZipReader, verdict: &mut Verdict) -> Option<References> {
    let Some(entry) = zip.entry(layout::ASIC_MANIFEST) else {
        verdict.fault(Fault::Manifest, layout::ASIC_MANIFEST, "is not there");
        return None;
    };
    let mut hashing = HashingReader { content: zip.content(entry), hasher: Hasher::new() };
    // An archive may have lost entries, but a manifest of far more than there are is not read to its end.
    let most = 2 * zip.entries().len() + MISSING;
    let references = asic::read(BufReader::new(&mut hashing), most);
    let drained = io::copy(&mut hashing, &mut io::sink());
    if let Some(cause) = drained.err().map(|error| error.to_string()).or(references.as_ref().err().cloned()) {
        verdict.fault(Fault::Manifest, layout::ASIC_MANIFEST, cause);
    }
    verdict.seal = Some(hashing.hasher.finish());
    references.ok().map(|manifest| manifest.references)
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
    let mut is_sealed = false;
    for ZipEntry { name, .. } in zip.entries() {
        match name.as_str() {
            layout::ASIC_MANIFEST => is_sealed = true,
            name if ProofName::of(name).is_some() => {
                if !is_sealed {
                    verdict.fault(Fault::Order, name, "stands before what it is made over");
                }
            }
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

fn check_mimetype(zip: &ZipReader, verdict: &mut Verdict) {
    let Some(entry) = zip.entry(layout::MIMETYPE) else { return };
    let mut content = Vec::new();
    let read = zip.content(entry).take(256).read_to_end(&mut content);
    if read.is_err() || content != layout::MIMETYPE_CONTENT {
        verdict.fault(Fault::Mimetype, layout::MIMETYPE, "does not hold what it must");
    }
}

/// The ASiC manifest and what was added behind it must be sound entries, though no reference of the seal tells of them.
fn check_unreferenced(zip: &ZipReader, verdict: &mut Verdict) {
    let added = |entry: &&ZipEntry| entry.name == layout::ASIC_MANIFEST || ProofName::of(&entry.name).is_some();
    for entry in zip.entries().iter().filter(added) {
        let seen = read_large(&mut zip.content(entry), entry, &|_| (), drop);
        verdict.add(seen.compare(entry, Sha256::ZERO, Sha256::ZERO));
    }
}

/// The bag's folder: where `bagit.txt` lies.
pub(super) fn bag_of(references: &References) -> Option<&str> {
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
        // Only names that are there are kept, and a manifest does not go on beyond them: it may be endless.
        let (mut listed, mut lines) = (HashSet::new(), 0);
        let read = each_line(BufReader::new(zip.content(entry)), MANIFEST_LINE, |line| {
            let Some((digest, name)) = manifest_line(line) else {
                verdict.fault(Fault::Bag, manifest, "has a line that is none of a manifest");
                return false;
            };
            lines += 1;
            if lines > references.len() {
                verdict.fault(Fault::Bag, manifest, "has more lines than there are files");
                return false;
            }
            match digests.get_key_value(format!("{prefix}{name}").as_str()) {
                Some((_, sealed)) if **sealed != digest => {
                    verdict.fault(Fault::Bag, manifest, format!("{name}: with another digest"));
                    listed.insert(name);
                }
                Some(_) => {
                    if let Some(twice) = listed.replace(name) {
                        verdict.fault(Fault::Bag, manifest, format!("{twice}: listed twice"));
                    }
                }
                None => verdict.fault(Fault::Bag, manifest, format!("{name}: not there")),
            }
            true
        });
        if let Err(failure) = read {
            verdict.fault(Fault::Bag, manifest, format!("cannot be read: {failure}"));
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

fn manifest_line(line: &[u8]) -> Option<(Sha256, String)> {
    let (digest, name) = std::str::from_utf8(line).ok()?.split_once("  ")?;
    Some((digest.parse().ok()?, name.to_owned()))
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
        let entry = zip.entry(&format!("{bag_name}/{name}")).filter(|entry| entry.facts.size <= JOURNAL)?;
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
