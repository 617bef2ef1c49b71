//! Names of files that commands share.

use std::path::{Path, PathBuf};

use anyhow::bail;

/// The archive meant by an argument: the file itself, or the one archive in a case folder.
pub fn archive(argument: &Path) -> anyhow::Result<PathBuf> {
    if !argument.is_dir() {
        return Ok(argument.to_owned());
    }
    let entries = std::fs::read_dir(argument)?;
    let mut archives: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ext| ext == "zip"))
        .collect();
    archives.sort();
    match archives.as_slice() {
        [one] => Ok(one.clone()),
        [] => bail!("no archive in {}", argument.display()),
        several => bail!("{} archives in {}: name one", several.len(), argument.display()),
    }
}
