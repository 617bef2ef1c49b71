//! The only place where an original is opened: for reading, never through a link, never waiting on a pipe.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, SecondsFormat, Utc};

/// So many bytes beyond the size a file had when it was opened are still read: one that grows faster than it is read would never
/// end.
pub const GROWTH: u64 = 16 * 1024 * 1024;

/// How much of a file the formats may look at to recognise it.
pub const HEAD: usize = 8 * 1024;

/// What the file system says of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp {
    /// bytes
    pub size: u64,
    /// last change of the content, RFC 3339, UTC
    pub modified: String,
    /// last change of the inode, RFC 3339, UTC; empty where the system has none
    pub changed: String,
    /// creation, RFC 3339, UTC; empty where the system has none
    pub created: String,
}

impl Stamp {
    fn of(meta: &Metadata) -> Stamp {
        Stamp {
            size: meta.len(),
            modified: meta.modified().map(time).unwrap_or_default(),
            changed: inode_changed(meta),
            created: meta.created().map(time).unwrap_or_default(),
        }
    }

    /// Whether a file with this stamp may hold other bytes than one with the `other`.
    pub fn differs(&self, other: &Stamp) -> bool {
        (self.size, &self.modified, &self.changed) != (other.size, &other.modified, &other.changed)
    }
}

fn time(time: SystemTime) -> String {
    DateTime::<Utc>::from(time).to_rfc3339_opts(SecondsFormat::Nanos, true)
}

#[cfg(unix)]
fn inode_changed(meta: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    let changed = DateTime::from_timestamp(meta.ctime(), meta.ctime_nsec() as u32);
    changed.map(|time| time.to_rfc3339_opts(SecondsFormat::Nanos, true)).unwrap_or_default()
}

#[cfg(not(unix))]
fn inode_changed(_: &Metadata) -> String {
    String::new()
}

/// An original, open.
#[derive(Debug)]
pub struct OpenOriginal {
    file: File,
    /// what the file system said when it was opened
    pub before: Stamp,
}

impl OpenOriginal {
    /// Opens for reading. Refuses what is not a regular file, also where it has become one since the survey.
    pub fn open(path: &Path) -> io::Result<OpenOriginal> {
        let file = open_read_only(path)?;
        let meta = file.metadata()?;
        if !meta.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "no longer a regular file"));
        }
        read_ahead(&file, meta.len());
        Ok(OpenOriginal { file, before: Stamp::of(&meta) })
    }

    /// What the file system says now.
    pub fn stamp(&self) -> io::Result<Stamp> {
        self.file.metadata().map(|meta| Stamp::of(&meta))
    }

    /// The bytes from the start, to the end or to [`GROWTH`] beyond the size before. Independent of every other reader and probe of the same file.
    pub fn reader(&self) -> impl Read + Send + '_ {
        FromStart { file: &self.file, offset: 0 }.take(self.before.size.saturating_add(GROWTH))
    }

    /// Fills `into` from `offset`; returns how many bytes there were. A failure reads as the end of the file.
    pub fn probe(&self, offset: u64, into: &mut [u8]) -> usize {
        let mut filled = 0;
        while filled < into.len() {
            match read_at(&self.file, &mut into[filled..], offset + filled as u64) {
                Ok(read) if read > 0 => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                _ => break,
            }
        }
        filled
    }
}

/// Reads a file without its cursor, so that several threads can read it at once.
struct FromStart<'a> {
    file: &'a File,
    offset: u64,
}

impl Read for FromStart<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = read_at(self.file, into, self.offset)?;
        self.offset += read as u64;
        Ok(read)
    }
}

#[cfg(unix)]
fn open_read_only(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    // A SOURCE given as a link was resolved by the survey; a file that has become a link since is not followed.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let opened = match leave_access_time(path, flags) {
        Some(opened) => opened,
        None => rustix::fs::open(path, flags, Mode::empty())?,
    };
    Ok(File::from(opened))
}

/// Tells the system that a file will be read from start to end; a short one is read at once anyway.
#[cfg(unix)]
fn read_ahead(file: &File, size: u64) {
    if size > 1 << 20 {
        let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::Sequential);
    }
}

#[cfg(not(unix))]
fn read_ahead(_: &File, _: u64) {}

/// Opens so that reading leaves the time of last access as it is, where the system lets us: only for the owner and root.
#[cfg(target_os = "linux")]
fn leave_access_time(path: &Path, flags: rustix::fs::OFlags) -> Option<std::os::fd::OwnedFd> {
    rustix::fs::open(path, flags | rustix::fs::OFlags::NOATIME, rustix::fs::Mode::empty()).ok()
}

#[cfg(all(unix, not(target_os = "linux")))]
fn leave_access_time(_: &Path, _: rustix::fs::OFlags) -> Option<std::os::fd::OwnedFd> {
    None
}

#[cfg(not(unix))]
fn open_read_only(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// One read at `offset`, wherever the file's own cursor is (on Windows the cursor moves: nobody may rely on it).
pub fn read_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::read_at(file, into, offset);
    #[cfg(windows)]
    return std::os::windows::fs::FileExt::seek_read(file, into, offset);
}

/// The first [`HEAD`] bytes of a file; empty where it cannot be read (reading it in full will say why).
pub fn head(path: &Path) -> Vec<u8> {
    let mut bytes = vec![0; HEAD];
    let there = OpenOriginal::open(path).map_or(0, |original| original.probe(0, &mut bytes));
    bytes.truncate(there);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_grows_without_end_is_not_read_without_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mbox");
        std::fs::write(&path, "From a@b Mon Mar  2 09:12:13 2026\n").unwrap();
        let original = OpenOriginal::open(&path).unwrap();
        let writer = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
        writer.set_len(original.before.size + 1000).unwrap();
        assert_eq!(io::copy(&mut original.reader(), &mut io::sink()).unwrap(), original.before.size + 1000);
        writer.set_len(1 << 40).unwrap();
        assert_eq!(io::copy(&mut original.reader(), &mut io::sink()).unwrap(), original.before.size + GROWTH);
        assert!(original.stamp().unwrap().differs(&original.before));
    }
}
