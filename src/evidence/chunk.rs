//! Pieces of a file on their way to hashing, splitting, compressing and writing: read once, shared, never copied again.

use std::io::{self, Read};
use std::ops::Deref;
use std::sync::Arc;

/// How many bytes of the previous piece each piece repeats at its start, so that a line is never seen cut in two.
pub const OVERLAP: usize = 16 * 1024;

/// Fresh bytes in a piece.
pub const FRESH: usize = 1024 * 1024;

/// A piece of a file. `bytes[overlap..]` is new; what stands before was the end of the previous piece.
#[derive(Debug, Clone)]
pub struct Chunk {
    bytes: Arc<Vec<u8>>,
    overlap: usize,
    base: u64,
    last: bool,
}

impl Chunk {
    /// A whole file in one piece.
    pub fn whole(bytes: Arc<Vec<u8>>) -> Chunk {
        Chunk { bytes, overlap: 0, base: 0, last: true }
    }

    /// Overlap and new bytes together.
    pub fn all(&self) -> &[u8] {
        &self.bytes
    }

    /// The new bytes.
    pub fn fresh(&self) -> &[u8] {
        &self.bytes[self.overlap..]
    }

    /// The new bytes, shared rather than copied.
    pub fn piece(&self) -> Piece {
        Piece { bytes: Arc::clone(&self.bytes), from: self.overlap }
    }

    /// So many bytes of the file from `offset` on, where all of them are in this piece.
    pub fn slice(&self, offset: u64, length: usize) -> Option<&[u8]> {
        self.from(offset)?.get(..length)
    }

    /// What is in this piece from `offset` of the file on.
    fn from(&self, offset: u64) -> Option<&[u8]> {
        let within = usize::try_from(offset.checked_sub(self.base)?).ok()?;
        self.bytes.get(within..)
    }

    /// Copies bytes of the file from `offset` on, as many as are in this piece; returns how many.
    pub fn copy(&self, offset: u64, into: &mut [u8]) -> usize {
        let rest = self.from(offset).unwrap_or_default();
        let length = rest.len().min(into.len());
        into[..length].copy_from_slice(&rest[..length]);
        length
    }

    /// Offset in the file of the first byte of [`Chunk::all`].
    pub fn base(&self) -> u64 {
        self.base
    }

    /// Whether the file ends with this piece.
    pub fn is_last(&self) -> bool {
        self.last
    }
}

/// Bytes that several threads look at, none copies.
#[derive(Debug, Clone)]
pub struct Piece {
    bytes: Arc<Vec<u8>>,
    from: usize,
}

impl From<Vec<u8>> for Piece {
    fn from(bytes: Vec<u8>) -> Piece {
        Piece { bytes: Arc::new(bytes), from: 0 }
    }
}

impl Deref for Piece {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[self.from..]
    }
}

/// Cuts what a reader gives into [`Chunk`]s. A failure to read ends the file: the last piece holds what could be read, and
/// [`Chunks::failure`] says why there is no more.
#[derive(Debug)]
pub struct Chunks<R> {
    reader: R,
    tail: Vec<u8>,
    base: u64,
    done: bool,
    failure: Option<io::Error>,
}

impl<R: Read> Chunks<R> {
    /// Reads from the start of a file.
    pub fn new(reader: R) -> Chunks<R> {
        Chunks { reader, tail: Vec::new(), base: 0, done: false, failure: None }
    }

    /// Why reading ended before the end of the file.
    pub fn failure(self) -> Option<io::Error> {
        self.failure
    }
}

impl<R: Read> Iterator for Chunks<R> {
    type Item = Chunk;

    /// The next piece; the last one may be empty of new bytes.
    fn next(&mut self) -> Option<Chunk> {
        if self.done {
            return None;
        }
        let overlap = self.tail.len();
        let mut bytes = std::mem::take(&mut self.tail);
        bytes.reserve_exact(FRESH);
        match self.reader.by_ref().take(FRESH as u64).read_to_end(&mut bytes) {
            Ok(read) => self.done = read < FRESH,
            Err(error) => (self.done, self.failure) = (true, Some(error)),
        }
        let base = self.base;
        if !self.done {
            let keep = bytes.len().saturating_sub(OVERLAP);
            self.tail = Vec::with_capacity(OVERLAP + FRESH);
            self.tail.extend_from_slice(&bytes[keep..]);
            self.base += keep as u64;
        }
        Some(Chunk { bytes: Arc::new(bytes), overlap, base, last: self.done })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_bytes_make_the_file_again() {
        for length in [0, 1, FRESH - 1, FRESH, FRESH + 1, 3 * FRESH + 7] {
            let file: Vec<u8> = (0..length).map(|i| (i / 251 + i) as u8).collect();
            let mut seen = Vec::new();
            let mut lasts = 0;
            for chunk in Chunks::new(&file[..]) {
                let base = chunk.base() as usize;
                assert_eq!(chunk.all(), &file[base..base + chunk.all().len()]);
                seen.extend_from_slice(chunk.fresh());
                lasts += usize::from(chunk.is_last());
            }
            assert_eq!((seen, lasts), (file, 1), "{length}");
        }
    }
}
