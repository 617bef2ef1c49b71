//! Adding entries to a sealed archive in place: nothing before the central directory is touched, and whatever interrupts it, the archive
//! can be put back. FORMAT.md section 10.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::custody::beside::{flush_folder, folder_of, hash_path, write_hash_file};
use crate::custody::discrepancy::Discrepancy;
use crate::custody::zip_read::ZipReader;
use crate::custody::zip_write::{hash_file, push_end_of_central_directory, stored_entry};
use crate::digest::Sha256;

/// An entry to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// its name in the archive
    pub name: String,
    /// its content
    pub bytes: Vec<u8>,
}

/// Why nothing was added.
#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    /// the archive or a file beside it cannot be read or written; the archive is as it was
    #[error("cannot add to {}: {cause}", path.display())]
    Io {
        /// the archive
        path: PathBuf,
        /// what the system said
        cause: io::Error,
    },
    /// the archive is damaged: nothing is added to it
    #[error("{} is damaged ({}: {}): nothing is added to it", path.display(), first.kind, first.detail)]
    Damaged {
        /// the archive
        path: PathBuf,
        /// the first thing that is wrong
        first: Discrepancy,
    },
    /// an entry of that name is there
    #[error("{} has an entry {name} already", path.display())]
    Taken {
        /// the archive
        path: PathBuf,
        /// the entry
        name: String,
    },
}

/// Adds entries to the archive at `path`, in this order, and writes its hash file again; the digest of the whole file as it is then.
///
/// # Errors
/// The archive is then as it was, unless the system refuses even to write back what was there: the rescue file then stays.
pub fn attach(path: &Path, additions: &[Addition]) -> Result<Sha256, AttachError> {
    restore(path)?;
    let fail = |cause| AttachError::Io { path: path.to_owned(), cause };
    let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(fail)?;
    file.lock().map_err(fail)?;
    let (zip, faults) = ZipReader::open(path).map_err(fail)?;
    if let Some(first) = faults.into_iter().next() {
        return Err(AttachError::Damaged { path: path.to_owned(), first });
    }
    if let Some(taken) = additions.iter().find(|addition| zip.entry(&addition.name).is_some()) {
        return Err(AttachError::Taken { path: path.to_owned(), name: taken.name.clone() });
    }
    let directory = zip.directory();
    let mut old_end = Vec::new();
    file.seek(SeekFrom::Start(directory.start)).and_then(|_| file.read_to_end(&mut old_end)).map_err(fail)?;
    let old_directory = &old_end[..(directory.end - directory.start) as usize];
    let new_end = end_with(additions, directory.start, old_directory, zip.entries().len() as u64);
    let rescue = rescue_path(path, directory.start);
    write_new(&rescue, &old_end).map_err(fail)?;
    if let Err(cause) = replace_end(&mut file, directory.start, &new_end) {
        replace_end(&mut file, directory.start, &old_end).map_err(fail)?;
        let _ = fs::remove_file(&rescue);
        return Err(fail(cause));
    }
    finish(path, &mut file, &rescue).map_err(fail)
}

/// The added entries, the central directory with them, and its end records: what stands from `start` on.
fn end_with(additions: &[Addition], start: u64, old_directory: &[u8], entries: u64) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), old_directory.to_vec());
    for addition in additions {
        let (local, central) = stored_entry(&addition.name, &addition.bytes, start + out.len() as u64);
        out.extend_from_slice(&local);
        directory.extend_from_slice(&central);
    }
    let (at, size) = (start + out.len() as u64, directory.len() as u64);
    out.append(&mut directory);
    push_end_of_central_directory(&mut out, entries + additions.len() as u64, at, size);
    out
}

fn replace_end(file: &mut File, start: u64, end: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(start))?;
    file.write_all(end)?;
    file.set_len(start + end.len() as u64)?;
    file.sync_all()
}

/// Writes the hash file of an archive that is whole, then gives up the rescue file.
fn finish(path: &Path, file: &mut File, rescue: &Path) -> io::Result<Sha256> {
    let digest = hash_file(file)?;
    let beside = hash_path(path);
    if fs::symlink_metadata(&beside).is_ok() {
        fs::remove_file(&beside)?;
    }
    write_hash_file(path, &digest)?;
    fs::remove_file(rescue)?;
    flush_folder(folder_of(path))?;
    Ok(digest)
}

/// Ends what an interrupted addition left: the archive as it was before, or, where all was written, its hash file. True where there was
/// something to end.
///
/// # Errors
/// [`AttachError::Io`] where the system refuses.
pub fn restore(path: &Path) -> Result<bool, AttachError> {
    let fail = |cause| AttachError::Io { path: path.to_owned(), cause };
    let Some((rescue, start)) = rescue_of(path).map_err(fail)? else { return Ok(false) };
    let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(fail)?;
    file.lock().map_err(fail)?;
    let (_, faults) = ZipReader::open(path).map_err(fail)?;
    if !faults.is_empty() {
        let old_end = fs::read(&rescue).map_err(fail)?;
        replace_end(&mut file, start, &old_end).map_err(fail)?;
    }
    finish(path, &mut file, &rescue).map_err(fail)?;
    Ok(true)
}

/// Whether an addition to the archive at `path` was interrupted: the rescue file it left.
pub fn interrupted(path: &Path) -> Option<PathBuf> {
    rescue_of(path).ok().flatten().map(|(rescue, _)| rescue)
}

fn rescue_path(path: &Path, offset: u64) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{offset}.rescue"))
}

fn rescue_of(path: &Path) -> io::Result<Option<(PathBuf, u64)>> {
    let prefix = format!(".{}.", path.file_name().unwrap_or_default().to_string_lossy());
    for entry in fs::read_dir(folder_of(path))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let offset = name.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(".rescue"));
        if let Some(offset) = offset.and_then(|digits| digits.parse().ok()) {
            return Ok(Some((entry.path(), offset)));
        }
    }
    Ok(None)
}

/// A rescue file is worth something only once it is on the disk, under a name that says where it belongs.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut file = File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, path)?;
    flush_folder(folder_of(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::zip_write::{EntryFacts, Method, ZipWriter};

    fn archive(folder: &Path) -> PathBuf {
        let path = folder.join("c.zip");
        let file = File::options().read(true).write(true).create_new(true).open(&path).unwrap();
        let mut zip = ZipWriter::new(file);
        for (name, bytes) in
            [("mimetype", &b"application/vnd.etsi.asic-e+zip"[..]), ("c/data/mbox/000/1.mbox", b"mail")]
        {
            let size = bytes.len() as u64;
            let facts = EntryFacts { crc: crc32fast::hash(bytes), compressed: size, size };
            zip.write_whole(name, Method::Stored, facts, bytes.to_vec().into()).unwrap();
        }
        let (_, digest) = zip.finish().unwrap();
        write_hash_file(&path, &digest).unwrap();
        path
    }

    fn addition(name: &str) -> Addition {
        Addition { name: name.to_owned(), bytes: name.as_bytes().to_vec() }
    }

    fn hash_file_says(path: &Path) -> String {
        fs::read_to_string(hash_path(path)).unwrap()
    }

    #[test]
    fn nothing_before_the_directory_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = archive(folder.path());
        let before = fs::read(&path).unwrap();
        let start = ZipReader::open(&path).unwrap().0.directory().start as usize;
        for (count, names) in [(4, &["META-INF/a", "META-INF/b"][..]), (5, &["META-INF/c"])] {
            let additions: Vec<Addition> = names.iter().map(|name| addition(name)).collect();
            let digest = attach(&path, &additions).unwrap();
            let (zip, faults) = ZipReader::open(&path).unwrap();
            assert_eq!((zip.entries().len(), faults), (count, vec![]));
            let after = fs::read(&path).unwrap();
            assert_eq!(after[..start], before[..start]);
            assert_eq!(hash_file_says(&path), format!("{}  c.zip\n", Sha256::of(&after)));
            assert_eq!(digest, Sha256::of(&after));
        }
        let (zip, _) = ZipReader::open(&path).unwrap();
        let mut content = String::new();
        zip.content(zip.entry("META-INF/c").unwrap()).read_to_string(&mut content).unwrap();
        assert_eq!(content, "META-INF/c");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no rescue file is left");
    }

    #[test]
    fn what_is_taken_or_damaged_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = archive(folder.path());
        attach(&path, &[addition("META-INF/a")]).unwrap();
        let sound = fs::read(&path).unwrap();
        let refused = attach(&path, &[addition("META-INF/b"), addition("META-INF/a")]);
        assert!(matches!(refused, Err(AttachError::Taken { name, .. }) if name == "META-INF/a"));
        assert_eq!(fs::read(&path).unwrap(), sound);
        let longer = [&sound[..], b"x"].concat();
        fs::write(&path, &longer).unwrap();
        assert!(matches!(attach(&path, &[addition("META-INF/b")]), Err(AttachError::Damaged { .. })));
        assert_eq!(fs::read(&path).unwrap(), longer);
    }

    #[test]
    fn an_interrupted_addition_is_put_back_or_ended() {
        let folder = tempfile::tempdir().unwrap();
        let path = archive(folder.path());
        let (before, hash) = (fs::read(&path).unwrap(), hash_file_says(&path));
        let start = ZipReader::open(&path).unwrap().0.directory().start;
        let rescue = rescue_path(&path, start);
        attach(&path, &[addition("META-INF/a")]).unwrap();
        let after = fs::read(&path).unwrap();
        for cut in [start as usize + 1, start as usize + 40, after.len() - 1] {
            fs::write(&path, &after[..cut]).unwrap();
            fs::write(&rescue, &before[start as usize..]).unwrap();
            assert_eq!(interrupted(&path), Some(rescue.clone()));
            assert!(restore(&path).unwrap());
            assert_eq!((fs::read(&path).unwrap(), hash_file_says(&path)), (before.clone(), hash.clone()));
            assert_eq!(interrupted(&path), None);
        }
        fs::write(&path, &after).unwrap();
        fs::write(&rescue, &before[start as usize..]).unwrap();
        attach(&path, &[addition("META-INF/b")]).unwrap();
        let (zip, faults) = ZipReader::open(&path).unwrap();
        assert_eq!((zip.entries().len(), faults), (4, vec![]), "what was whole stays");
        assert!(!restore(&path).unwrap());
    }
}
