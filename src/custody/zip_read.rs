//! Reading the zip file strictly: everything that zip readers forgive, and an attacker can hide behind, is told. FORMAT.md
//! section 2 is the rule.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::Range;
use std::path::Path;

use flate2::bufread::DeflateDecoder;

use super::discrepancy::{Discrepancy, Fault, KEPT};
use super::layout;
use super::zip_write::{
    EntryFacts, FIXED_DATE, FIXED_TIME, MADE_BY_UNIX, Method, PLAIN_FILE, push_end_of_central_directory,
};
use crate::evidence::original::read_at;

const END: usize = 22;
const END_64: usize = 56;
const LOCATOR_64: usize = 20;
const CENTRAL: usize = 46;
const LOCAL: usize = 30;
const CENTRAL_SIGNATURE: u32 = 0x0201_4b50;
/// A central directory larger than this is none of ours (some 10 million entries).
const LARGEST_DIRECTORY: u64 = 2 << 30;

/// An entry as the central directory tells of it.
#[derive(Debug, Clone)]
pub struct ZipEntry {
    /// its name
    pub name: String,
    /// how it is stored
    pub method: Method,
    /// CRC and sizes
    pub facts: EntryFacts,
    header: u64,
    data: u64,
}

/// An archive open for reading.
#[derive(Debug)]
pub struct ZipReader {
    file: File,
    entries: Vec<ZipEntry>,
    by_name: HashMap<String, usize>,
    directory: Range<u64>,
}

impl ZipReader {
    /// Opens an archive; what is wrong with its structure is told beside it. Where it is no zip at all there are no entries.
    pub fn open(path: &Path) -> io::Result<(ZipReader, Vec<Discrepancy>)> {
        let file = File::open(path)?;
        let mut audit = Audit { size: file.metadata()?.len(), file: &file, faults: Vec::new(), directory: 0..0 };
        let entries = audit.run()?;
        let (faults, directory) = (audit.faults, audit.directory);
        let by_name = entries.iter().enumerate().map(|(position, entry)| (entry.name.clone(), position)).collect();
        Ok((ZipReader { file, entries, by_name, directory }, faults))
    }

    /// Where the central directory stands in the file, its end records left out.
    pub fn directory(&self) -> Range<u64> {
        self.directory.clone()
    }

    /// In the order they stand in the file.
    pub fn entries(&self) -> &[ZipEntry] {
        &self.entries
    }

    /// The entry called `name`.
    pub fn entry(&self, name: &str) -> Option<&ZipEntry> {
        self.by_name.get(name).map(|&position| &self.entries[position])
    }

    /// The content of an entry, unpacked, not compared with anything.
    pub fn content(&self, entry: &ZipEntry) -> Content<'_> {
        let raw = Slice { file: &self.file, offset: entry.data, left: entry.facts.compressed };
        match entry.method {
            Method::Stored => Content::Stored(raw),
            Method::Deflate => {
                Content::Deflate(Box::new(DeflateDecoder::new(BufReader::with_capacity(128 << 10, raw))))
            }
        }
    }
}

/// The bytes of an entry.
pub enum Content<'a> {
    /// as they stand
    Stored(Slice<'a>),
    /// being inflated
    Deflate(Box<DeflateDecoder<BufReader<Slice<'a>>>>),
}

impl Content<'_> {
    /// Bytes of the entry that were not needed to unpack it: something is hidden there.
    pub fn unused(&self) -> u64 {
        match self {
            Content::Stored(slice) => slice.left,
            Content::Deflate(decoder) => decoder.get_ref().get_ref().left + decoder.get_ref().buffer().len() as u64,
        }
    }
}

impl Read for Content<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Content::Stored(slice) => slice.read(into),
            Content::Deflate(decoder) => decoder.read(into),
        }
    }
}

/// A part of a file, read without moving the file's own cursor.
pub struct Slice<'a> {
    file: &'a File,
    offset: u64,
    left: u64,
}

impl Read for Slice<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let want = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = read_at(self.file, &mut into[..want], self.offset)?;
        self.offset += read as u64;
        self.left -= read as u64;
        Ok(read)
    }
}

struct Audit<'a> {
    file: &'a File,
    size: u64,
    faults: Vec<Discrepancy>,
    directory: Range<u64>,
}

struct Directory {
    start: u64,
    size: u64,
    entries: u64,
}

struct Central {
    entry: ZipEntry,
    /// method, flags, time, date, version needed: what the local header must repeat
    common: [u16; 5],
}

impl Audit<'_> {
    fn fault(&mut self, kind: Fault, entry: &str, detail: impl Into<String>) {
        // One more than a verdict keeps, so that it says there are more.
        if self.faults.len() <= KEPT {
            self.faults.push(Discrepancy::new(kind, entry, detail));
        }
    }

    /// At most `length` bytes; none beyond the end, however far.
    fn bytes(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        if offset >= self.size {
            return Ok(Vec::new());
        }
        let mut bytes = Vec::with_capacity(length);
        Slice { file: self.file, offset, left: length as u64 }.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn run(&mut self) -> io::Result<Vec<ZipEntry>> {
        let Some(directory) = self.directory()? else { return Ok(Vec::new()) };
        self.directory = directory.start..directory.start + directory.size;
        let bytes = self.bytes(directory.start, directory.size as usize)?;
        let mut central = self.central_headers(&bytes, &directory);
        central.sort_by_key(|central| central.entry.header);
        self.names(&central);
        self.local_headers(&mut central, directory.start)?;
        Ok(central.into_iter().map(|central| central.entry).collect())
    }

    fn directory(&mut self) -> io::Result<Option<Directory>> {
        let Some(at) = self.find_end()? else {
            self.fault(Fault::NotAZip, "", "no end of central directory: not a zip file, or cut off");
            return Ok(None);
        };
        let end = self.bytes(at, END)?;
        let (after, comment) = (self.size - at - END as u64, get16(&end, 20));
        if after > 0 || comment > 0 {
            self.fault(
                Fault::TrailingData,
                "",
                format!("{after} bytes after the end, a comment of {comment} announced"),
            );
        }
        let (mut directory, mut end_of_directory) = (
            Directory { entries: get16(&end, 10).into(), size: get32(&end, 12).into(), start: get32(&end, 16).into() },
            at,
        );
        let wide = directory.entries == 0xFFFF
            || directory.start == u64::from(u32::MAX)
            || directory.size == u64::from(u32::MAX);
        let locator_at = at.checked_sub((LOCATOR_64 + END_64) as u64).filter(|_| wide);
        if let Some(there) = locator_at {
            let end_64 = self.bytes(there, END_64 + LOCATOR_64)?;
            if get32(&end_64, 0) == 0x0606_4b50
                && get32(&end_64, END_64) == 0x0706_4b50
                && get64(&end_64, END_64 + 8) == there
            {
                directory =
                    Directory { entries: get64(&end_64, 32), size: get64(&end_64, 40), start: get64(&end_64, 48) };
                end_of_directory = there;
            }
        }
        let mut expected = Vec::with_capacity(END_64 + LOCATOR_64 + END);
        push_end_of_central_directory(&mut expected, directory.entries, directory.start, directory.size);
        let comment_length = expected.split_off(expected.len() - 2).len();
        if self.bytes(end_of_directory, (at - end_of_directory) as usize + END - comment_length)? != expected {
            self.fault(Fault::NotAZip, "", "the end records are not those of one file with so many entries");
        }
        self.is_in_place(&directory, end_of_directory).map(|in_place| in_place.then_some(directory))
    }

    /// Whether the directory starts where the end record says. Bytes before the archive move it, bytes after the directory leave
    /// it in place.
    fn is_in_place(&mut self, directory: &Directory, end: u64) -> io::Result<bool> {
        let says = "the central directory is not where the end of the file says";
        let gap = directory.start.checked_add(directory.size).and_then(|sum| end.checked_sub(sum));
        let Some(gap) = gap.filter(|_| directory.size <= LARGEST_DIRECTORY) else {
            self.fault(Fault::NotAZip, "", says);
            return Ok(false);
        };
        if gap == 0 {
            return Ok(true);
        }
        let begins = |bytes: Vec<u8>| get32(&bytes, 0) == CENTRAL_SIGNATURE;
        if begins(self.bytes(directory.start, 4)?) {
            self.fault(Fault::Gap, "", format!("{gap} bytes between the central directory and its end"));
            return Ok(true);
        }
        let moved = begins(self.bytes(directory.start + gap, 4)?);
        let kind = if moved { Fault::PrefixedData } else { Fault::NotAZip };
        self.fault(kind, "", format!("{gap} bytes too many: {says}"));
        Ok(false)
    }

    /// Offset of the end record: at the very end, or before data that was added.
    fn find_end(&self) -> io::Result<Option<u64>> {
        let from = self.size.saturating_sub((1 << 20) + END as u64);
        let tail = self.bytes(from, (self.size - from) as usize)?;
        let found = memchr::memmem::rfind(&tail, &0x0605_4b50u32.to_le_bytes());
        Ok(found.filter(|&at| at + END <= tail.len()).map(|at| from + at as u64))
    }

    fn central_headers(&mut self, bytes: &[u8], directory: &Directory) -> Vec<Central> {
        let mut headers = Vec::new();
        let mut count = 0;
        let mut rest = bytes;
        while rest.len() >= CENTRAL && get32(rest, 0) == CENTRAL_SIGNATURE {
            let [name, extra, comment] = [28, 30, 32].map(|at| usize::from(get16(rest, at)));
            let Some((header, after)) = rest.split_at_checked(CENTRAL + name + extra + comment) else { break };
            let shown = String::from_utf8_lossy(&header[CENTRAL..CENTRAL + name]).into_owned();
            if comment > 0 {
                self.fault(Fault::UnsupportedEntry, &shown, "has a comment");
            }
            headers.extend(self.central_header(header, shown, &header[CENTRAL + name..CENTRAL + name + extra]));
            count += 1;
            rest = after;
        }
        if !rest.is_empty() || count != directory.entries {
            let detail = format!("{} entries announced, {count} read, {} bytes left", directory.entries, rest.len());
            self.fault(Fault::NotAZip, "", detail);
        }
        headers
    }

    fn central_header(&mut self, header: &[u8], name: String, extra: &[u8]) -> Option<Central> {
        let common = [10, 8, 12, 14, 6].map(|at| get16(header, at));
        let method = match common[0] {
            0 => Method::Stored,
            8 => Method::Deflate,
            other => {
                self.fault(Fault::UnsupportedEntry, &name, format!("method {other}"));
                return None;
            }
        };
        if common[1] != 0 {
            self.fault(Fault::UnsupportedEntry, &name, format!("flags {:#06x}", common[1]));
        }
        let is_plain = get16(header, 4) == MADE_BY_UNIX && get32(header, 34) == 0 && get32(header, 38) == PLAIN_FILE;
        if !is_plain || !matches!(common[4], 20 | 45) || common[2..4] != [FIXED_TIME, FIXED_DATE] {
            self.fault(
                Fault::UnsupportedEntry,
                &name,
                "maker, attributes, disk, time or version is not that of a plain entry",
            );
        }
        let narrow = [24, 20, 42].map(|at| get32(header, at));
        let Some([size, compressed, offset]) = widen(narrow, extra) else {
            self.fault(Fault::UnsupportedEntry, &name, "an extra field that is not zip64");
            return None;
        };
        let facts = EntryFacts { crc: get32(header, 16), compressed, size };
        Some(Central { entry: ZipEntry { name, method, facts, header: offset, data: 0 }, common })
    }

    fn names(&mut self, central: &[Central]) {
        let mut seen = HashMap::with_capacity(central.len());
        for Central { entry, .. } in central {
            if !layout::is_safe_name(&entry.name) {
                self.fault(Fault::BadName, &entry.name, "a name that an archive must not have");
            }
            if seen.insert(entry.name.to_ascii_lowercase(), ()).is_some() {
                self.fault(Fault::DuplicateName, &entry.name, "stands more than once");
            }
        }
        let first_is_mimetype = central.first().is_some_and(|first| first.entry.name == layout::MIMETYPE);
        let mimetypes = central.iter().filter(|central| central.entry.name == layout::MIMETYPE).count();
        if !first_is_mimetype || mimetypes > 1 {
            self.fault(Fault::Mimetype, layout::MIMETYPE, "is not the first entry, or not the only one of its name");
        }
    }

    fn local_headers(&mut self, central: &mut [Central], directory: u64) -> io::Result<()> {
        let mut expected = 0;
        for Central { entry, common } in central {
            if entry.header != expected {
                let (kind, detail) = match entry.header.cmp(&expected) {
                    std::cmp::Ordering::Less => (Fault::Overlap, "shares bytes with the entry before".to_owned()),
                    _ if expected == 0 => {
                        (Fault::PrefixedData, format!("{} bytes before the first entry", entry.header))
                    }
                    _ => (Fault::Gap, format!("{} bytes before it belong to no entry", entry.header - expected)),
                };
                self.fault(kind, &entry.name, detail);
            }
            self.local_header(entry, common)?;
            expected = entry.data.saturating_add(entry.facts.compressed).max(expected);
        }
        if expected > directory {
            self.fault(Fault::Overlap, "", "the last entry reaches into the central directory");
        } else if expected < directory {
            self.fault(
                Fault::Gap,
                "",
                format!("{} bytes between the last entry and the central directory", directory - expected),
            );
        }
        Ok(())
    }

    fn local_header(&mut self, entry: &mut ZipEntry, common: &[u16; 5]) -> io::Result<()> {
        let header = self.bytes(entry.header, LOCAL + entry.name.len() + 64)?;
        if header.len() < LOCAL || get32(&header, 0) != 0x0403_4b50 {
            self.fault(Fault::HeaderMismatch, &entry.name, "no local header where the central directory says");
            return Ok(());
        }
        let [name, extra] = [26, 28].map(|at| usize::from(get16(&header, at)));
        entry.data = entry.header + (LOCAL + name + extra) as u64;
        let local_name = header.get(LOCAL..LOCAL + name).unwrap_or_default();
        let local_extra = header.get(LOCAL + name..LOCAL + name + extra).unwrap_or_default();
        let facts = widen([get32(&header, 22), get32(&header, 18), 0], local_extra)
            .map(|[size, compressed, _]| EntryFacts { crc: get32(&header, 14), compressed, size });
        let same = local_name == entry.name.as_bytes() && [8, 6, 10, 12, 4].map(|at| get16(&header, at)) == *common;
        if !same || facts != Some(entry.facts) {
            self.fault(Fault::HeaderMismatch, &entry.name, "local and central header differ");
        }
        if entry.name == layout::MIMETYPE && (extra > 0 || entry.method != Method::Stored) {
            self.fault(Fault::Mimetype, layout::MIMETYPE, "has an extra field or is compressed");
        }
        Ok(())
    }
}

/// The 64-bit values of `[size, compressed, offset]` (APPNOTE 4.5.3); None where the extra field is another or does not fit.
fn widen(narrow: [u32; 3], extra: &[u8]) -> Option<[u64; 3]> {
    let mut values = extra;
    if !extra.is_empty() {
        let (head, rest) = extra.split_at_checked(4)?;
        if get16(head, 0) != 1 || usize::from(get16(head, 2)) != rest.len() {
            return None;
        }
        values = rest;
    }
    let mut wide = [0; 3];
    for (wide, narrow) in wide.iter_mut().zip(narrow) {
        *wide = u64::from(narrow);
        if narrow == u32::MAX && !values.is_empty() {
            let (value, rest) = values.split_at_checked(8)?;
            (*wide, values) = (get64(value, 0), rest);
        }
    }
    values.is_empty().then_some(wide)
}

fn get16(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn get32(bytes: &[u8], at: usize) -> u32 {
    u32::from(get16(bytes, at)) | u32::from(get16(bytes, at + 2)) << 16
}

fn get64(bytes: &[u8], at: usize) -> u64 {
    u64::from(get32(bytes, at)) | u64::from(get32(bytes, at + 4)) << 32
}
