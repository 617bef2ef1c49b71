//! Lines, rows and elements of hostile tables, each of bounded length: an endless one must be told, not held in memory.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A line of a manifest is never longer: a digest, two blanks, a name.
pub const MANIFEST_LINE: u64 = 8 * 1024;
/// An element or a text of the ASiC manifest is never longer.
pub const XML_EVENT: u64 = 64 * 1024;
/// A row of a table is never longer: the main headers of a header of at most 256 KiB, the paths, the parts of a message.
pub const TABLE_ROW: u64 = 16 * 1024 * 1024;
/// A journal is never larger: some 100 000 entries.
pub const JOURNAL: u64 = 64 * 1024 * 1024;

/// A reader that fails where more is read than was allowed since [`Allowance::renew`] was last called.
#[derive(Debug)]
pub struct Bounded<R> {
    inner: R,
    allowance: Allowance,
}

/// How much may still be read; shared with whoever knows where the next piece begins.
#[derive(Debug, Clone)]
pub struct Allowance {
    left: Arc<AtomicU64>,
    most: u64,
}

impl Allowance {
    /// `most` bytes for each piece.
    pub fn new(most: u64) -> Allowance {
        Allowance { left: Arc::new(AtomicU64::new(most)), most }
    }

    /// A new piece begins.
    pub fn renew(&self) {
        self.left.store(self.most, Ordering::Relaxed);
    }

    fn left(&self) -> io::Result<usize> {
        match self.left.load(Ordering::Relaxed) {
            0 => {
                Err(io::Error::new(io::ErrorKind::InvalidData, format!("longer than {} bytes in one piece", self.most)))
            }
            left => Ok(usize::try_from(left).unwrap_or(usize::MAX)),
        }
    }

    fn take(&self, bytes: usize) {
        let left = self.left.load(Ordering::Relaxed);
        self.left.store(left.saturating_sub(bytes as u64), Ordering::Relaxed);
    }
}

impl<R> Bounded<R> {
    /// Reads `inner` under `allowance`.
    pub fn new(inner: R, allowance: &Allowance) -> Bounded<R> {
        Bounded { inner, allowance: allowance.clone() }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let want = into.len().min(self.allowance.left()?);
        let read = self.inner.read(&mut into[..want])?;
        self.allowance.take(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let left = self.allowance.left()?;
        let there = self.inner.fill_buf()?;
        Ok(&there[..there.len().min(left)])
    }

    fn consume(&mut self, bytes: usize) {
        self.inner.consume(bytes);
        self.allowance.take(bytes);
    }
}

/// Calls `take` with every line, its line feed left out, until it returns false; fails at a line that is too long.
pub fn each_line(reader: impl BufRead, most: u64, mut take: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
    let allowance = Allowance::new(most);
    let mut reader = Bounded::new(reader, &allowance);
    let mut line = Vec::new();
    loop {
        line.clear();
        allowance.renew();
        if reader.read_until(b'\n', &mut line)? == 0 || !take(line.strip_suffix(b"\n").unwrap_or(&line)) {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_line_is_not_held() {
        let mut lines = Vec::new();
        let endless = io::BufReader::new(b"one\ntwo\n".chain(io::repeat(b'x')));
        let ended = each_line(endless, 100, |line| {
            lines.push(line.to_vec());
            true
        });
        assert_eq!(lines, [b"one", b"two"]);
        assert!(ended.unwrap_err().to_string().contains("longer than 100 bytes"));
        let mut lines = 0;
        each_line(io::BufReader::new(io::repeat(b'\n')), 100, |_| {
            lines += 1;
            lines < 1000
        })
        .unwrap();
        assert_eq!(lines, 1000);
    }
}
