//! What is kept on disk between the looks at a mailbox: records one after the other, written once, read as often as needed.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::marker::PhantomData;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::NamedTempFile;

/// Bytes of the buffers.
const BUFFER: usize = 1 << 18;

/// Records being written (length as four bytes, then postcard). The file disappears with it.
#[derive(Debug)]
pub struct Spool<T> {
    file: BufWriter<NamedTempFile>,
    of: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned> Spool<T> {
    /// In a folder.
    pub fn new(folder: &Path) -> io::Result<Spool<T>> {
        let file = tempfile::Builder::new().prefix(".spool.").suffix(".part").tempfile_in(folder)?;
        Ok(Spool { file: BufWriter::with_capacity(BUFFER, file), of: PhantomData })
    }

    /// Appends a record.
    pub fn push(&mut self, record: &T) -> io::Result<()> {
        let bytes = postcard::to_stdvec(record).map_err(io::Error::other)?;
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(&bytes)
    }

    /// All records, in order.
    pub fn read(&mut self) -> io::Result<Reading<T>> {
        self.file.flush()?;
        let file = self.file.get_ref().reopen()?;
        Ok(Reading { file: BufReader::with_capacity(BUFFER, file), bytes: Vec::new(), of: PhantomData })
    }
}

/// Records being read.
#[derive(Debug)]
pub struct Reading<T> {
    file: BufReader<File>,
    bytes: Vec<u8>,
    of: PhantomData<T>,
}

impl<T: DeserializeOwned> Iterator for Reading<T> {
    type Item = io::Result<T>;

    fn next(&mut self) -> Option<io::Result<T>> {
        let mut length = [0; 4];
        match self.file.read_exact(&mut length) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return None,
            Err(error) => return Some(Err(error)),
            Ok(()) => {}
        }
        self.bytes.resize(u32::from_le_bytes(length) as usize, 0);
        let read = self.file.read_exact(&mut self.bytes);
        Some(read.and_then(|()| postcard::from_bytes(&self.bytes).map_err(io::Error::other)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what cannot be written fails the test")]
    use super::*;

    #[test]
    fn what_is_written_is_read_in_order_as_often_as_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool: Spool<(u32, String)> = Spool::new(folder.path()).unwrap();
        let records: Vec<(u32, String)> = (0..5000).map(|number| (number, "x".repeat(number as usize % 97))).collect();
        records.iter().for_each(|record| spool.push(record).unwrap());
        for _ in 0..2 {
            assert_eq!(spool.read().unwrap().collect::<io::Result<Vec<_>>>().unwrap(), records);
        }
    }
}
