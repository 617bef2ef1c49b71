//! Pieces of a file on their way to hashing, splitting, compressing and writing: read once, shared, never copied again.

use std::io::{self, Read};
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

    /// Offset in the file of the first byte of [`Chunk::all`].
    pub fn base(&self) -> u64 {
        self.base
    }

    /// Whether the file ends with this piece.
    pub fn is_last(&self) -> bool {
        self.last
    }
}

/// Cuts what a reader gives into [`Chunk`]s.
#[derive(Debug)]
pub struct Chunks<R> {
    reader: R,
    tail: Vec<u8>,
    base: u64,
    done: bool,
}

impl<R: Read> Chunks<R> {
    /// Reads from the start of a file.
    pub fn new(reader: R) -> Chunks<R> {
        Chunks { reader, tail: Vec::new(), base: 0, done: false }
    }

    fn read_next(&mut self) -> io::Result<Chunk> {
        let overlap = self.tail.len();
        let mut bytes = std::mem::take(&mut self.tail);
        bytes.reserve_exact(FRESH);
        let read = self.reader.by_ref().take(FRESH as u64).read_to_end(&mut bytes)?;
        self.done = read < FRESH;
        let base = self.base;
        if !self.done {
            let keep = bytes.len().saturating_sub(OVERLAP);
            self.tail = Vec::with_capacity(OVERLAP + FRESH);
            self.tail.extend_from_slice(&bytes[keep..]);
            self.base += keep as u64;
        }
        Ok(Chunk { bytes: Arc::new(bytes), overlap, base, last: self.done })
    }
}

impl<R: Read> Iterator for Chunks<R> {
    type Item = io::Result<Chunk>;

    /// The next piece; the last one may be empty of new bytes. After an error there is nothing more.
    fn next(&mut self) -> Option<io::Result<Chunk>> {
        if self.done {
            return None;
        }
        let chunk = self.read_next();
        self.done |= chunk.is_err();
        Some(chunk)
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
                let chunk = chunk.unwrap();
                let base = chunk.base() as usize;
                assert_eq!(chunk.all(), &file[base..base + chunk.all().len()]);
                seen.extend_from_slice(chunk.fresh());
                lasts += usize::from(chunk.is_last());
            }
            assert_eq!((seen, lasts), (file, 1), "{length}");
        }
    }
}
