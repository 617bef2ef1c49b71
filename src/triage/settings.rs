//! The files of an export that are no messages and may hold rules or settings of the mailbox: from a sealed archive, or from an export that
//! is not sealed, in order and one at a time.

use std::collections::HashMap;
use std::io::{self, Read};

use super::feed::{Feed, Lost};
use super::mailbox_rules::{LONGEST, may_hold_rules};
use crate::custody::archive::{ArchiveError, SealedArchive};
use crate::custody::extract::{TrueName, true_names};
use crate::digest::{Hasher, Sha256};
use crate::evidence::format::Kind;
use crate::evidence::original::OpenOriginal;
use crate::evidence::source::Survey;
use crate::evidence::splitter::Framing;

/// A file.
#[derive(Debug)]
pub struct SettingFile {
    /// as findings name it: its path in the archive or in the export
    pub file: String,
    /// its path in the export, escaped
    pub path: String,
    /// its first bytes: at most [`LONGEST`]
    pub bytes: Vec<u8>,
    /// its length
    pub length: u64,
    /// of all its bytes
    pub sha256: Sha256,
    /// what was sealed, where it was
    pub sealed: Option<Sha256>,
}

/// Reads every such file of `feed`. Returns what could not be read.
pub fn read<E: From<ArchiveError>>(
    feed: Feed<'_>,
    send: &mut dyn FnMut(SettingFile) -> Result<(), E>,
) -> Result<Vec<Lost>, E> {
    match feed {
        Feed::Sealed(archive) => read_archive(archive, send),
        Feed::Export(survey) => read_export(survey, send),
    }
}

fn read_archive<E: From<ArchiveError>>(
    archive: &SealedArchive,
    send: &mut dyn FnMut(SettingFile) -> Result<(), E>,
) -> Result<Vec<Lost>, E> {
    let names: HashMap<String, TrueName> = true_names(archive, |name| may_hold_rules(&name.path))?;
    let mut names: Vec<TrueName> = names.into_values().filter(|name| !name.file.is_empty()).collect();
    names.sort_by(|a, b| a.file.cmp(&b.file));
    let mut lost = Vec::new();
    for name in names {
        let read = archive.file(&name.file).map_err(io::Error::other).and_then(whole);
        match read {
            Ok((bytes, length, sha256)) => {
                let sealed = Some(name.sha256);
                send(SettingFile { file: name.file, path: name.path, bytes, length, sha256, sealed })?;
            }
            Err(failure) => lost.push(Lost { file: name.file, why: failure.to_string() }),
        }
    }
    Ok(lost)
}

fn read_export<E>(survey: &Survey, send: &mut dyn FnMut(SettingFile) -> Result<(), E>) -> Result<Vec<Lost>, E> {
    let mut lost = Vec::new();
    for (position, original) in survey.files.iter().enumerate() {
        let opaque = original.claim.framing == Framing::Opaque && original.claim.kind == Kind::Companion;
        let file = survey.name_of(position);
        if !opaque || !may_hold_rules(&file) {
            continue;
        }
        let read = OpenOriginal::open(&survey.path(original)).and_then(|open| whole(open.reader()));
        match read {
            Ok((bytes, length, sha256)) => {
                send(SettingFile { path: file.clone(), file, bytes, length, sha256, sealed: None })?;
            }
            Err(failure) => lost.push(Lost { file, why: failure.to_string() }),
        }
    }
    Ok(lost)
}

/// The first bytes, the length and the digest of all of them.
fn whole(mut content: impl Read) -> io::Result<(Vec<u8>, u64, Sha256)> {
    let mut bytes = Vec::new();
    content.by_ref().take(LONGEST as u64).read_to_end(&mut bytes)?;
    let mut hasher = Hasher::new();
    hasher.update(&bytes);
    let rest = io::copy(&mut content, &mut hasher)?;
    let length = bytes.len() as u64 + rest;
    Ok((bytes, length, hasher.finish()))
}
