//! The messages of one file of an archive, hashed again from `messages.csv` while the file streams past.

use super::archive::MessageRow;
use super::discrepancy::{Discrepancy, Fault, KEPT};
use super::layout::bag;
use crate::digest::{Hasher, Sha256};

/// What messages.csv says of one message.
#[derive(Debug, Clone)]
pub struct Slice {
    offset: u64,
    length: u64,
    sha256: Sha256,
    file: String,
}

impl From<MessageRow> for Slice {
    fn from(row: MessageRow) -> Slice {
        Slice { offset: row.offset, length: row.length, sha256: row.sha256, file: row.file }
    }
}

impl Slice {
    /// Whether the message is the whole file.
    pub fn is_whole(&self, size: u64) -> bool {
        self.offset == 0 && self.length == size
    }

    fn out_of_file(&self) -> Discrepancy {
        let detail = format!("message {} at offset {} with {} bytes", self.sha256, self.offset, self.length);
        Discrepancy::new(Fault::MessageOutOfFile, &self.file, detail)
    }

    /// Compares with a digest computed elsewhere.
    pub fn compare(&self, found: Sha256) -> Option<Discrepancy> {
        (found != self.sha256).then(|| {
            let detail = format!("message {} at offset {}: SHA-256 is {found}", self.sha256, self.offset);
            Discrepancy::new(Fault::MessageAltered, &self.file, detail)
        })
    }
}

/// Hashes the slices of one file.
pub struct SliceHasher<I> {
    slices: I,
    current: Option<(Slice, Hasher)>,
    position: u64,
    end_of_last: u64,
    faults: Vec<Discrepancy>,
}

impl<I: Iterator<Item = Slice>> SliceHasher<I> {
    /// Over slices in the order of their offsets.
    pub fn new(slices: I) -> SliceHasher<I> {
        let mut hasher = SliceHasher { slices, current: None, position: 0, end_of_last: 0, faults: Vec::new() };
        hasher.next_slice();
        hasher
    }

    /// Takes the next bytes of the file.
    pub fn update(&mut self, mut bytes: &[u8]) {
        while let Some((slice, hasher)) = &mut self.current {
            let skip = slice.offset.saturating_sub(self.position).min(bytes.len() as u64);
            bytes = &bytes[skip as usize..];
            self.position += skip;
            let left = (slice.offset + slice.length).saturating_sub(self.position);
            if self.position < slice.offset || (bytes.is_empty() && left > 0) {
                return;
            }
            let taken = left.min(bytes.len() as u64);
            hasher.update(&bytes[..taken as usize]);
            bytes = &bytes[taken as usize..];
            self.position += taken;
            if taken < left {
                return;
            }
            self.finish_slice();
        }
        self.position += bytes.len() as u64;
    }

    /// After the last byte: what is wrong.
    pub fn finish(mut self) -> Vec<Discrepancy> {
        while let Some((slice, _)) = self.current.take() {
            self.fault(slice.out_of_file());
            self.next_slice();
        }
        self.faults
    }

    /// Keeps what is wrong, up to more than anybody reads.
    fn fault(&mut self, found: Discrepancy) {
        if self.faults.len() < KEPT {
            self.faults.push(found);
        }
    }

    fn finish_slice(&mut self) {
        if let Some((slice, hasher)) = self.current.take() {
            slice.compare(hasher.finish()).into_iter().for_each(|found| self.fault(found));
        }
        self.next_slice();
    }

    fn next_slice(&mut self) {
        while let Some(slice) = self.slices.next() {
            let Some(end) = slice.offset.checked_add(slice.length) else {
                self.fault(slice.out_of_file());
                continue;
            };
            if slice.offset < self.end_of_last {
                let detail = format!("message {} at offset {} overlaps the one before", slice.sha256, slice.offset);
                self.fault(Discrepancy::new(Fault::MessagesTable, bag::MESSAGES, detail));
                continue;
            }
            self.end_of_last = end;
            self.current = Some((slice, Hasher::new()));
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(offset: u64, bytes: &[u8]) -> Slice {
        Slice { offset, length: bytes.len() as u64, sha256: Sha256::of(bytes), file: "f".into() }
    }

    fn faults(slices: Vec<Slice>, file: &[u8], step: usize) -> Vec<Fault> {
        let mut hasher = SliceHasher::new(slices.into_iter());
        file.chunks(step).for_each(|piece| hasher.update(piece));
        hasher.finish().into_iter().map(|fault| fault.kind).collect()
    }

    #[test]
    fn slices_are_hashed_whatever_the_pieces() {
        let file = b"0123456789abcdef";
        for step in 1..=16 {
            let slices = vec![slice(0, b""), slice(1, b"123"), slice(4, b"45"), slice(6, b""), slice(10, b"abcdef")];
            assert_eq!(faults(slices, file, step), [], "{step}");
            assert_eq!(faults(vec![slice(1, b"124")], file, step), [Fault::MessageAltered]);
            assert_eq!(faults(vec![slice(12, b"cdefg")], file, step), [Fault::MessageOutOfFile]);
            assert_eq!(faults(vec![slice(1, b"123"), slice(3, b"3")], file, step), [Fault::MessagesTable]);
        }
        assert_eq!(faults(vec![slice(0, b"")], b"", 1), [Fault::MessageOutOfFile]);
    }
}
