//! Writing the zip file (APPNOTE.TXT 6.3.10): sequentially, deterministically, and hashed while it is written.
//!
//! The zip crate cannot do the last: it goes back to complete each local header, so that the archive must be read again to
//! be hashed. Here a header is written complete where the entry is known beforehand; where it was not, it is mended and
//! the archive is hashed at the end by reading it again. No data descriptors: Java's stream reader refuses them.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::digest::{Hasher, Sha256};
use crate::evidence::chunk::Piece;

/// How an entry is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// as it is
    Stored,
    /// DEFLATE (RFC 1951)
    Deflate,
}

impl Method {
    /// The number in the headers (APPNOTE 4.4.5).
    pub fn number(self) -> u16 {
        match self {
            Method::Stored => 0,
            Method::Deflate => 8,
        }
    }
}

/// What the headers say of an entry's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EntryFacts {
    /// CRC-32 of the content
    pub crc: u32,
    /// bytes in the archive
    pub compressed: u64,
    /// bytes of the content
    pub size: u64,
}

/// 1980-01-01 00:00:00 (APPNOTE 4.4.6): zip times have no zone, the true ones are in `sources.csv`.
pub const FIXED_TIME: u16 = 0;
/// See [`FIXED_TIME`].
pub const FIXED_DATE: u16 = 0x21;

/// Unix, APPNOTE 4.5 (4.4.2).
pub const MADE_BY_UNIX: u16 = 3 << 8 | 45;
/// A regular file, rw-r--r-- (external attributes, 4.4.15).
pub const PLAIN_FILE: u32 = 0o100644 << 16;
/// From this foreseen size on the local header has room for 64-bit sizes, in case the file is longer than foreseen.
const ROOMY: u64 = 0xE000_0000;
const FULL_32: u64 = u32::MAX as u64;
/// Bytes of short pieces gathered before they are written.
const GATHERED: usize = 256 * 1024;

/// An archive being written.
#[derive(Debug)]
pub struct ZipWriter {
    file: File,
    /// short pieces, written and hashed together: waking the hashing thread for each would cost more than hashing it
    gathered: Vec<u8>,
    position: u64,
    entries: u64,
    central: Vec<u8>,
    open: Option<OpenEntry>,
    hashing: Option<HashThread>,
}

#[derive(Debug)]
struct OpenEntry {
    name: String,
    method: Method,
    expected: EntryFacts,
    offset: u64,
    roomy: bool,
}

impl ZipWriter {
    /// Starts at the beginning of an empty file that can be read as well.
    pub fn new(file: File) -> ZipWriter {
        let (gathered, central) = (Vec::with_capacity(GATHERED), Vec::new());
        ZipWriter { file, gathered, position: 0, entries: 0, central, open: None, hashing: Some(HashThread::start()) }
    }

    /// Writes an entry whose bytes are all here.
    pub fn write_whole(&mut self, name: &str, method: Method, facts: EntryFacts, bytes: Piece) -> io::Result<()> {
        self.begin(name, method, facts.size, Some(facts))?;
        self.write(bytes)?;
        self.end(facts)
    }

    /// Starts an entry of about `size` bytes; `expected` is what [`ZipWriter::end`] will probably be told, where it is foreseen.
    pub fn begin(&mut self, name: &str, method: Method, size: u64, expected: Option<EntryFacts>) -> io::Result<()> {
        if expected.is_none() {
            self.hashing = None; // the header will have to be mended
        }
        let roomy = size >= ROOMY;
        let expected = expected.unwrap_or_default();
        let entry = OpenEntry { name: name.to_owned(), method, expected, offset: self.position, roomy };
        let header = entry.local_header(expected);
        self.open = Some(entry);
        self.write(header.into())
    }

    /// Writes the next bytes of the entry, as they are to stand in the archive.
    pub fn write(&mut self, bytes: Piece) -> io::Result<()> {
        self.position += bytes.len() as u64;
        if self.gathered.len() + bytes.len() > GATHERED {
            self.write_gathered()?;
        }
        if bytes.len() > GATHERED {
            return self.write_now(bytes);
        }
        self.gathered.extend_from_slice(&bytes);
        Ok(())
    }

    fn write_gathered(&mut self) -> io::Result<()> {
        let gathered = std::mem::replace(&mut self.gathered, Vec::with_capacity(GATHERED));
        self.write_now(gathered.into())
    }

    fn write_now(&mut self, bytes: Piece) -> io::Result<()> {
        self.file.write_all(&bytes)?;
        if let Some(hashing) = &self.hashing {
            hashing.send(bytes);
        }
        Ok(())
    }

    /// Ends the entry. Where `actual` is not what was expected, its header is mended.
    pub fn end(&mut self, actual: EntryFacts) -> io::Result<()> {
        let Some(entry) = self.open.take() else { return Ok(()) };
        if !entry.roomy && actual.size.max(actual.compressed) >= FULL_32 {
            let cause = format!("{}: grew beyond 4 GiB while it was read; seal again", entry.name);
            return Err(io::Error::other(cause));
        }
        if actual != entry.expected {
            self.hashing = None;
            self.write_gathered()?;
            self.file.seek(SeekFrom::Start(entry.offset))?;
            self.file.write_all(&entry.local_header(actual))?;
            self.file.seek(SeekFrom::Start(self.position))?;
        }
        self.entries += 1;
        entry.write_central_header(actual, &mut self.central);
        Ok(())
    }

    /// Writes the central directory; returns the file, flushed to the disk, and the digest of all of it.
    pub fn finish(mut self) -> io::Result<(File, Sha256)> {
        let start = self.position;
        let mut central = std::mem::take(&mut self.central);
        let size = central.len() as u64;
        push_end_of_central_directory(&mut central, self.entries, start, size);
        self.write(central.into())?;
        self.write_gathered()?;
        let mut file = self.file;
        file.sync_all()?;
        let digest = match self.hashing.take() {
            Some(hashing) => hashing.finish(),
            None => hash_file(&mut file)?,
        };
        Ok((file, digest))
    }
}

impl OpenEntry {
    fn version(&self) -> u16 {
        if self.roomy || self.offset >= FULL_32 { 45 } else { 20 }
    }

    fn local_header(&self, facts: EntryFacts) -> Vec<u8> {
        let mut out = Vec::with_capacity(64 + self.name.len());
        push32(&mut out, 0x0403_4b50);
        push16(&mut out, self.version());
        self.push_common(&mut out, facts, self.roomy, self.roomy);
        push16(&mut out, self.name.len() as u16);
        push16(&mut out, if self.roomy { 20 } else { 0 });
        out.extend_from_slice(self.name.as_bytes());
        if self.roomy {
            push16(&mut out, 1);
            push16(&mut out, 16);
            push64(&mut out, facts.size);
            push64(&mut out, facts.compressed);
        }
        out
    }

    /// Flags, method, time, CRC and sizes: the same in both headers.
    fn push_common(&self, out: &mut Vec<u8>, facts: EntryFacts, wide_size: bool, wide_compressed: bool) {
        push16(out, 0);
        push16(out, self.method.number());
        push16(out, FIXED_TIME);
        push16(out, FIXED_DATE);
        push32(out, facts.crc);
        push32(out, if wide_compressed { u32::MAX } else { facts.compressed as u32 });
        push32(out, if wide_size { u32::MAX } else { facts.size as u32 });
    }

    fn write_central_header(&self, facts: EntryFacts, out: &mut Vec<u8>) {
        let wide = [facts.size, facts.compressed, self.offset].map(|value| (value, value >= FULL_32));
        let extra: Vec<u64> = wide.iter().filter(|(_, wide)| *wide).map(|(value, _)| *value).collect();
        push32(out, 0x0201_4b50);
        push16(out, MADE_BY_UNIX);
        push16(out, self.version());
        self.push_common(out, facts, wide[0].1, wide[1].1);
        push16(out, self.name.len() as u16);
        push16(out, if extra.is_empty() { 0 } else { 4 + 8 * extra.len() as u16 });
        [0u16, 0, 0].iter().for_each(|&value| push16(out, value)); // comment, disk, internal attributes
        push32(out, PLAIN_FILE);
        push32(out, if wide[2].1 { u32::MAX } else { self.offset as u32 });
        out.extend_from_slice(self.name.as_bytes());
        if !extra.is_empty() {
            push16(out, 1);
            push16(out, 8 * extra.len() as u16);
            extra.iter().for_each(|&value| push64(out, value));
        }
    }
}

/// A STORED entry that is to stand at `offset`: its local header and bytes, and its central header.
pub fn stored_entry(name: &str, bytes: &[u8], offset: u64) -> (Vec<u8>, Vec<u8>) {
    let size = bytes.len() as u64;
    let facts = EntryFacts { crc: crc32fast::hash(bytes), compressed: size, size };
    let entry = OpenEntry { name: name.to_owned(), method: Method::Stored, expected: facts, offset, roomy: false };
    let mut central = Vec::new();
    entry.write_central_header(facts, &mut central);
    ([entry.local_header(facts), bytes.to_vec()].concat(), central)
}

/// The records after the central directory (APPNOTE 4.3.14 to 4.3.16), without comment.
pub fn push_end_of_central_directory(out: &mut Vec<u8>, entries: u64, start: u64, size: u64) {
    if entries >= 0xFFFF || start >= FULL_32 || size >= FULL_32 {
        push32(out, 0x0606_4b50);
        push64(out, 44);
        push16(out, MADE_BY_UNIX);
        push16(out, 45);
        push64(out, 0); // two disk numbers
        push64(out, entries);
        push64(out, entries);
        push64(out, size);
        push64(out, start);
        push32(out, 0x0706_4b50);
        push32(out, 0);
        push64(out, start + size);
        push32(out, 1);
    }
    push32(out, 0x0605_4b50);
    push32(out, 0);
    push16(out, entries.min(0xFFFF) as u16);
    push16(out, entries.min(0xFFFF) as u16);
    push32(out, size.min(FULL_32) as u32);
    push32(out, start.min(FULL_32) as u32);
    push16(out, 0);
}

fn push16(out: &mut Vec<u8>, value: u16) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn push32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn push64(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// The digest of a file from its start.
pub fn hash_file(file: &mut File) -> io::Result<Sha256> {
    file.seek(SeekFrom::Start(0))?;
    let mut hasher = Hasher::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match io::Read::read(file, &mut buffer) {
            Ok(0) => return Ok(hasher.finish()),
            Ok(read) => hasher.update(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// A thread that hashes what it is sent.
#[derive(Debug)]
struct HashThread {
    pieces: SyncSender<Piece>,
    thread: JoinHandle<Sha256>,
}

impl HashThread {
    fn start() -> HashThread {
        let (pieces, received) = sync_channel::<Piece>(8);
        let thread = thread::spawn(move || {
            let mut hasher = Hasher::new();
            received.iter().for_each(|piece| hasher.update(&piece));
            hasher.finish()
        });
        HashThread { pieces, thread }
    }

    fn send(&self, piece: Piece) {
        // The thread ends only when this sender is dropped.
        let _ = self.pieces.send(piece);
    }

    fn finish(self) -> Sha256 {
        drop(self.pieces);
        self.thread.join().expect("because hashing bytes cannot panic")
    }
}
