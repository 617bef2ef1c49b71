//! The reader of an encrypted message as the `pgp` crate wants it, which remembers what the crate's errors do not tell.

use std::io::{BufRead, BufReader, Read};

/// A buffered reader that keeps its own error and whether more was wanted than there was.
pub(super) struct Source<R> {
    inner: BufReader<R>,
    /// The reader's own error.
    pub failed: Option<std::io::Error>,
    /// True once somebody asked for more at the end.
    pub ended_early: bool,
}

impl<R: Read> Source<R> {
    pub(super) fn new(inner: R) -> Source<R> {
        Source { inner: BufReader::with_capacity(256 << 10, inner), failed: None, ended_early: false }
    }
}

/// The crate asks for it; the content is nobody's business.
impl<R> std::fmt::Debug for Source<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Source")
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        // Twice, because a borrow that is returned from one branch lasts through all.
        while let Err(error) = self.inner.fill_buf() {
            if error.kind() != std::io::ErrorKind::Interrupted {
                let copy = std::io::Error::from(error.kind());
                self.failed = Some(error);
                return Err(copy);
            }
        }
        let buffer = self.inner.fill_buf()?;
        self.ended_early |= buffer.is_empty();
        Ok(buffer)
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let available = self.fill_buf()?;
        let amount = available.len().min(buffer.len());
        buffer[..amount].copy_from_slice(&available[..amount]);
        self.consume(amount);
        Ok(amount)
    }
}
