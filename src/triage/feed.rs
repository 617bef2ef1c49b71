//! The messages to look at, with their bytes, in order and a batch at a time: from a sealed archive, or from an export that is not sealed.
//! The bytes that wait or are worked on are bounded, whatever the mailbox.

use std::collections::HashMap;
use std::io::{self, Read};
use std::sync::{Condvar, Mutex};

use crate::custody::archive::{ArchiveError, MessageRow, SealedArchive};
use crate::custody::extract::{IN_PARTS, TrueName, true_names};
use crate::evidence::chunk::{Chunk, Chunks};
use crate::evidence::format::Claim;
use crate::evidence::original::OpenOriginal;
use crate::evidence::reader::{Message, OriginalReader, Told};
use crate::evidence::source::Survey;
use crate::evidence::splitter::Framing;
use crate::message::decode_mail::LONGEST;
use crate::text::escape_path;

/// Messages of one batch at most.
const MESSAGES: usize = 512;
/// Bytes of one batch, where no single message is longer.
const BYTES: usize = 4 << 20;
/// Bytes that exist at once, where no single message is longer.
const IN_FLIGHT: usize = 24 << 20;
/// Files up to this size are read whole.
const SMALL: u64 = 4 << 20;

/// Where messages come from.
#[derive(Debug, Clone, Copy)]
pub enum Feed<'a> {
    /// a sealed archive
    Sealed(&'a SealedArchive),
    /// files of an export
    Export(&'a Survey),
}

/// A message to look at.
#[derive(Debug)]
pub struct Item {
    /// where it stands and its main headers
    pub row: MessageRow,
    /// its bytes, at most one more than are decoded
    pub bytes: Vec<u8>,
    /// the files that belong to it (pffexport): names, bytes
    pub parts: Vec<(String, Vec<u8>)>,
    /// whether `row` was sealed earlier, so that the bytes must be compared with its digest
    pub sealed: bool,
}

impl Item {
    fn weight(&self) -> usize {
        self.bytes.len() + self.parts.iter().map(|(_, bytes)| bytes.len()).sum::<usize>()
    }
}

/// Messages in order, with how much of the mailbox was read for them.
#[derive(Debug, Default)]
pub struct Batch {
    /// the messages
    pub items: Vec<Item>,
    /// bytes of the mailbox read for this batch
    pub bytes_read: u64,
    weight: usize,
}

/// A file that could not be read, or not to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// its path, escaped
    pub file: String,
    /// why
    pub why: String,
}

/// Bytes that may be in memory at once. A message longer than the bound waits until it is alone.
#[derive(Debug, Default)]
pub struct Gate {
    used: Mutex<usize>,
    freed: Condvar,
}

impl Gate {
    fn enter(&self, weight: usize) {
        let used = self.used.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let full = |used: &mut usize| *used > 0 && *used + weight > IN_FLIGHT;
        let mut used = self.freed.wait_while(used, full).unwrap_or_else(std::sync::PoisonError::into_inner);
        *used += weight;
    }

    /// Nobody needs to wait any more.
    pub fn open(&self) {
        self.leave(usize::MAX);
    }

    /// The bytes of a batch are no longer there.
    pub fn leave(&self, batch_weight: usize) {
        let mut used = self.used.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *used = used.saturating_sub(batch_weight);
        self.freed.notify_all();
    }
}

impl Batch {
    /// What to give back to the [`Gate`].
    pub fn weight(&self) -> usize {
        self.weight
    }
}

/// Reads all messages of `feed`; `send` is given each batch and returns false to stop. Returns what could not be read.
pub fn read(feed: Feed<'_>, gate: &Gate, send: &mut dyn FnMut(Batch) -> bool) -> Result<Vec<Lost>, ArchiveError> {
    let mut filling = Filling { gate, send, batch: Batch::default(), stopped: false };
    let lost = match feed {
        Feed::Sealed(archive) => read_archive(archive, &mut filling).map(|()| Vec::new()),
        Feed::Export(survey) => Ok(read_export(survey, &mut filling)),
    };
    filling.flush();
    lost
}

struct Filling<'a> {
    gate: &'a Gate,
    send: &'a mut dyn FnMut(Batch) -> bool,
    batch: Batch,
    stopped: bool,
}

impl Filling<'_> {
    fn push(&mut self, item: Item) {
        let weight = item.weight();
        if self.batch.items.len() >= MESSAGES || (self.batch.weight > 0 && self.batch.weight + weight > BYTES) {
            self.flush();
        }
        self.batch.weight += weight;
        self.batch.items.push(item);
        if self.batch.weight > BYTES {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let batch = std::mem::take(&mut self.batch);
        if self.stopped || (batch.items.is_empty() && batch.bytes_read == 0) {
            return;
        }
        self.gate.enter(batch.weight);
        self.stopped = !(self.send)(batch);
    }
}

fn read_archive(archive: &SealedArchive, filling: &mut Filling<'_>) -> Result<(), ArchiveError> {
    let mut open: Option<Open<'_>> = None;
    let mut names: Option<HashMap<String, TrueName>> = None;
    for row in archive.messages()? {
        let row = row?;
        if filling.stopped {
            break;
        }
        let mut file = match open.take() {
            Some(open) if open.file == row.file && open.position <= row.offset => open,
            _ => Open { file: row.file.clone(), content: archive.file(&row.file)?, position: 0 },
        };
        // Bytes that cannot be read any more are missing from the message, which then has another digest than was sealed.
        let bytes = file.slice(&row).unwrap_or_default();
        open = Some(file);
        let parts = match row.split == IN_PARTS {
            true => {
                if names.is_none() {
                    names = Some(true_names(archive, |_| true)?);
                }
                sealed_parts(archive, &row, names.as_ref())
            }
            false => Vec::new(),
        };
        filling.batch.bytes_read += row.length;
        filling.push(Item { row, bytes, parts, sealed: true });
    }
    Ok(())
}

struct Open<'a> {
    file: String,
    content: crate::custody::archive::Content<'a>,
    position: u64,
}

impl Open<'_> {
    fn slice(&mut self, row: &MessageRow) -> io::Result<Vec<u8>> {
        let gap = row.offset - self.position;
        self.position += io::copy(&mut self.content.by_ref().take(gap), &mut io::sink())?;
        let kept = row.length.min(LONGEST as u64 + 1);
        let mut bytes = Vec::with_capacity(kept as usize);
        self.position += self.content.by_ref().take(kept).read_to_end(&mut bytes)? as u64;
        self.position += io::copy(&mut self.content.by_ref().take(row.length - kept), &mut io::sink())?;
        Ok(bytes)
    }
}

fn sealed_parts(
    archive: &SealedArchive,
    row: &MessageRow,
    names: Option<&HashMap<String, TrueName>>,
) -> Vec<(String, Vec<u8>)> {
    let mut left = LONGEST as u64;
    let part = |file: &str| {
        let mut bytes = Vec::new();
        let content = archive.file(file).ok()?;
        let _ = content.take(left).read_to_end(&mut bytes);
        left = left.saturating_sub(bytes.len() as u64);
        let name = names.and_then(|names| names.get(file)).map_or(file, |name| name.path.as_str());
        Some((name.to_owned(), bytes))
    };
    row.parts.split_whitespace().filter_map(part).collect()
}

fn read_export(survey: &Survey, filling: &mut Filling<'_>) -> Vec<Lost> {
    let skipped = survey.skipped.iter();
    let mut lost: Vec<Lost> =
        skipped.map(|skipped| Lost { file: escape_path(&skipped.relative), why: skipped.detail.clone() }).collect();
    for (position, original) in survey.files.iter().enumerate() {
        if original.claim.framing == Framing::Opaque || filling.stopped {
            continue;
        }
        if let Err(failure) = read_original(survey, position, filling) {
            lost.push(Lost { file: survey.name_of(position), why: failure.to_string() });
        }
    }
    lost
}

fn read_original(survey: &Survey, position: usize, filling: &mut Filling<'_>) -> io::Result<()> {
    let original = &survey.files[position];
    let open = OpenOriginal::open(&survey.path(original))?;
    let file = survey.name_of(position);
    let parts = match original.claim.framing {
        Framing::Anchor => survey.parts_of(position),
        _ => Vec::new(),
    };
    let mut take = |message: Message, bytes: Vec<u8>, filling: &mut Filling<'_>| {
        let row = MessageRow::of(message, &file, survey.part_names(&parts));
        filling.push(Item { row, bytes, parts: export_parts(survey, &parts), sealed: false });
    };
    if original.size <= SMALL {
        return read_small(&original.claim, &open, filling, &mut take);
    }
    let mut reader = OriginalReader::new(&original.claim, None);
    let mut chunks = Chunks::new(open.reader());
    let slice = |message: Message, chunk: Option<&Chunk>, filling: &mut Filling<'_>| {
        let length = message.length.min(LONGEST as u64 + 1) as usize;
        let bytes = chunk.and_then(|chunk| chunk.slice(message.offset, length)).map(<[u8]>::to_vec);
        // A message that began before the piece is read again.
        let bytes = bytes.unwrap_or_else(|| {
            let mut bytes = vec![0; length];
            let there = open.probe(message.offset, &mut bytes);
            bytes.truncate(there);
            bytes
        });
        take(message, bytes, filling);
    };
    for chunk in chunks.by_ref() {
        filling.batch.bytes_read += chunk.fresh().len() as u64;
        let told = reader.push(&chunk, &mut |offset, into| open.probe(offset, into));
        messages(told).for_each(|message| slice(message, Some(&chunk), filling));
        if filling.stopped {
            return Ok(());
        }
    }
    messages(reader.finish().0).for_each(|message| slice(message, None, filling));
    chunks.failure().map_or(Ok(()), Err)
}

fn messages(told: Vec<Told>) -> impl Iterator<Item = Message> {
    told.into_iter().filter_map(|told| match told {
        Told::Message(message) => Some(*message),
        Told::Defect(_) => None,
    })
}

type Take<'t, 'f> = dyn FnMut(Message, Vec<u8>, &mut Filling<'f>) + 't;

fn read_small<'f>(
    claim: &Claim,
    open: &OpenOriginal,
    filling: &mut Filling<'f>,
    take: &mut Take<'_, 'f>,
) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(open.before.size.min(SMALL) as usize + 1);
    let failure = open.reader().read_to_end(&mut bytes).err();
    filling.batch.bytes_read += bytes.len() as u64;
    let chunk = Chunk::whole(bytes.into());
    let all = chunk.all();
    let mut reader = OriginalReader::new(claim, None);
    let told = reader.push(&chunk, &mut |offset, into| chunk.copy(offset, into));
    for message in messages(told).chain(messages(reader.finish().0)) {
        let range = message.offset as usize..(message.offset + message.length) as usize;
        let bytes = all.get(range).unwrap_or_default();
        take(message, bytes.to_vec(), filling);
    }
    failure.map_or(Ok(()), Err)
}

fn export_parts(survey: &Survey, parts: &[usize]) -> Vec<(String, Vec<u8>)> {
    let mut left = LONGEST as u64;
    let part = |&part: &usize| {
        let original = &survey.files[part];
        let mut bytes = Vec::new();
        let open = OpenOriginal::open(&survey.path(original)).ok()?;
        let _ = open.reader().take(left).read_to_end(&mut bytes);
        left = left.saturating_sub(bytes.len() as u64);
        Some((escape_path(&original.relative), bytes))
    };
    parts.iter().filter_map(part).collect()
}
