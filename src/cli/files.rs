//! Names of files that commands share, and what is said where they are not what is needed.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::session::Session;
use crate::custody::archive::{ArchiveError, SealedArchive};
use crate::custody::beside::journal_path;
use crate::lang::Value;
use crate::text::one_line;

/// The archive meant by an argument: the file itself, or the one archive in a case folder. Where a folder holds several zip files,
/// those without a journal beside them do not count.
pub fn archive(session: &Session, argument: &Path) -> anyhow::Result<PathBuf> {
    if !argument.is_dir() {
        return Ok(argument.to_owned());
    }
    let all = with_extension(argument, ".zip")?;
    let with_journal: Vec<&PathBuf> = all.iter().filter(|path| journal_path(path).exists()).collect();
    match (all.as_slice(), with_journal.as_slice()) {
        ([one], _) => Ok(one.clone()),
        (_, [one]) => Ok((*one).clone()),
        ([], _) => Err(session.error("no-archive", &[("folder", shown(argument))])),
        _ => Err(several_archives(session, argument, all.len())),
    }
}

/// The error of a folder that holds more than one archive.
pub fn several_archives(session: &Session, folder: &Path, count: usize) -> anyhow::Error {
    session.error("several-archives", &[("folder", shown(folder)), ("count", Value::Count(count as u64))])
}

/// The archive meant by an argument, open.
pub fn open(session: &Session, argument: &Path) -> anyhow::Result<(PathBuf, SealedArchive)> {
    let path = archive(session, argument)?;
    let archive = SealedArchive::open(&path).map_err(|error| said(session, error))?;
    Ok((path, archive))
}

/// The files of a folder whose names end so, sorted.
pub fn with_extension(folder: &Path, ending: &str) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let ends = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(ending));
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(ends)
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    Ok(found)
}

/// A path, made harmless.
pub fn path_text(path: &Path) -> String {
    one_line(&path.display().to_string()).into_owned()
}

/// A path as a variable of a text.
pub fn shown(path: &Path) -> Value {
    path_text(path).into()
}

/// What went wrong with an archive, in the user's language; the cause stays below it.
pub fn said(session: &Session, error: ArchiveError) -> anyhow::Error {
    let text = match &error {
        ArchiveError::Read { path, .. } => session.text("archive-unreadable", &[("path", shown(path))]),
        ArchiveError::NotOurs { path, detail } => {
            session.text("archive-not-ours", &[("path", shown(path)), ("detail", detail.as_str().into())])
        }
        ArchiveError::Damaged { path, entry, detail } => {
            let variables =
                [("path", shown(path)), ("entry", entry.as_str().into()), ("detail", detail.as_str().into())];
            session.text("archive-damaged", &variables)
        }
        ArchiveError::NoSuchMessage { id } => session.text("id-unknown", &[("id", id.as_str().into())]),
        ArchiveError::BadId { id } => session.text("id-bad", &[("id", id.as_str().into())]),
        ArchiveError::Ambiguous { id, matches } => {
            let count = Value::Count(matches.len() as u64);
            let listed = matches.iter().take(20).map(|digest| format!("\n  {digest}")).collect::<String>();
            session.text("id-ambiguous", &[("id", id.as_str().into()), ("count", count)]) + &listed
        }
    };
    match error {
        ArchiveError::Read { cause, .. } => anyhow::Error::new(cause).context(text),
        _ => anyhow::Error::msg(text),
    }
}
