//! What lies beside an archive: its journal, its hash file, and the folder they all stand in. FORMAT.md section 8.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::digest::Sha256;

/// The journal beside an archive.
pub fn journal_path(archive: &Path) -> PathBuf {
    archive.with_extension("custody.jsonl")
}

/// The hash file beside an archive.
pub fn hash_path(archive: &Path) -> PathBuf {
    let mut name = archive.as_os_str().to_owned();
    name.push(".sha256");
    PathBuf::from(name)
}

/// The folder a file stands in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Writes the new hash file of `target`, for `sha256sum -c`.
pub fn write_hash_file(target: &Path, digest: &Sha256) -> io::Result<()> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut file = OpenOptions::new().write(true).create_new(true).open(hash_path(target))?;
    writeln!(file, "{digest}  {name}")?;
    file.sync_all()
}

/// The digest that the hash file of `target` tells, as it stands there: its first word, empty where there is none.
///
/// # Errors
/// Where there is no such file, or it cannot be read.
pub fn told_digest(target: &Path) -> io::Result<String> {
    let text = fs::read_to_string(hash_path(target))?;
    Ok(text.split_whitespace().next().unwrap_or_default().to_owned())
}

/// Makes what was created, renamed or removed in a folder durable.
pub fn flush_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
