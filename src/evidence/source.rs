//! The export as a list: every file below the sources, in a fixed order, each claimed by a format; and everything that could
//! not be a file of evidence (links, pipes, loops, what may not be read), so that nothing is left out in silence.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::EvidenceError;
use super::defect::DefectKind;
use super::format::{self, Candidate, Claim};
use super::original;
use crate::text;

/// A SOURCE argument.
#[derive(Debug, Clone)]
pub struct Root {
    /// as given
    pub path: PathBuf,
    /// its own name, as context for the formats: `Maildir`, `Sent.mbox`
    pub name: PathBuf,
    real: PathBuf,
    is_file: bool,
}

impl Root {
    fn locate(&self, relative: &Path) -> PathBuf {
        if self.is_file { self.real.clone() } else { self.path.join(relative) }
    }
}

/// A file to preserve.
#[derive(Debug, Clone)]
pub struct Original {
    /// which of the roots it is below
    pub root: usize,
    /// its path below the root; the file name where the root is a file
    pub relative: PathBuf,
    /// bytes when the export was surveyed
    pub size: u64,
    /// what it is
    pub claim: Claim,
}

/// Something that is no file of evidence or could not be looked at.
#[derive(Debug, Clone)]
pub struct Skipped {
    /// which of the roots it is below
    pub root: usize,
    /// its path below the root
    pub relative: PathBuf,
    /// why
    pub kind: DefectKind,
    /// what exactly
    pub detail: String,
}

/// What an export holds.
#[derive(Debug)]
pub struct Survey {
    /// the SOURCE arguments, in the order given
    pub roots: Vec<Root>,
    /// every file, root by root, in the order of their paths
    pub files: Vec<Original>,
    /// what was left out
    pub skipped: Vec<Skipped>,
}

impl Survey {
    /// Where a file is on this machine.
    pub fn path(&self, original: &Original) -> PathBuf {
        let root = &self.roots[original.root];
        root.locate(&original.relative)
    }

    /// What a file is called in tables: its path below the SOURCE, escaped; after the SOURCE where there are several.
    pub fn name_of(&self, position: usize) -> String {
        let original = &self.files[position];
        let root = &self.roots[original.root];
        match self.roots.len() {
            1 => text::escape_path(&original.relative),
            _ if root.is_file => text::escape_path(&root.path),
            _ => text::escape_path(&root.path.join(&original.relative)),
        }
    }

    /// What the files of [`Survey::parts_of`] are called, set apart by blanks, so that blanks in their names are escaped.
    pub fn part_names(&self, parts: &[usize]) -> String {
        parts.iter().map(|&part| self.name_of(part).replace(' ', "\\x20")).collect::<Vec<_>>().join(" ")
    }

    /// The sum of the sizes.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }

    /// Positions in [`Survey::files`] of the files that belong to the message anchored at `position` (pffexport).
    pub fn parts_of(&self, position: usize) -> Vec<usize> {
        let anchor = &self.files[position];
        let Some(folder) = anchor.relative.parent() else { return Vec::new() };
        let with = |file: &Original| file.root == anchor.root && file.relative.starts_with(folder);
        let before = self.files[..position].iter().rev().take_while(|file| with(file)).count();
        let after = self.files[position + 1..].iter().take_while(|file| with(file)).count();
        (position - before..=position + after).filter(|&part| part != position).collect()
    }
}

/// Lists and claims everything below `sources`.
pub fn survey(sources: &[PathBuf]) -> Result<Survey, EvidenceError> {
    refuse_nested(sources)?;
    let mut survey = Survey { roots: Vec::new(), files: Vec::new(), skipped: Vec::new() };
    for source in sources {
        let cause = |cause| EvidenceError::Source { path: source.clone(), cause };
        let meta = fs::metadata(source).map_err(cause)?;
        let absolute = fs::canonicalize(source).map_err(cause)?;
        let name = PathBuf::from(absolute.file_name().unwrap_or(OsStr::new("export")));
        survey.roots.push(Root { path: source.clone(), name, real: absolute, is_file: !meta.is_dir() });
        let found = if meta.is_dir() { list_folder(&mut survey) } else { list_file(&mut survey, &meta) };
        claim_all(&mut survey, found);
    }
    if survey.files.is_empty() && survey.skipped.is_empty() {
        return Err(EvidenceError::Empty { path: sources.first().cloned().unwrap_or_default() });
    }
    Ok(survey)
}

fn refuse_nested(sources: &[PathBuf]) -> Result<(), EvidenceError> {
    let mut real: Vec<(PathBuf, &PathBuf)> = Vec::new();
    for source in sources {
        let path = fs::canonicalize(source).map_err(|cause| EvidenceError::Source { path: source.clone(), cause })?;
        real.push((path, source));
    }
    real.sort();
    match real.windows(2).find(|pair| pair[1].0.starts_with(&pair[0].0)) {
        Some(pair) => Err(EvidenceError::Nested { inner: pair[1].1.clone(), outer: pair[0].1.clone() }),
        None => Ok(()),
    }
}

type Found = Vec<(PathBuf, u64)>;

fn list_file(survey: &mut Survey, meta: &fs::Metadata) -> Found {
    let name = survey.roots.last().map(|root| root.name.clone()).unwrap_or_default();
    if meta.is_file() {
        return vec![(name, meta.len())];
    }
    skip(survey, name, DefectKind::Special, "not a regular file".to_owned());
    Vec::new()
}

fn list_folder(survey: &mut Survey) -> Found {
    let root = survey.roots.last().map(|root| root.path.clone()).unwrap_or_default();
    let mut found = Found::new();
    for entry in WalkDir::new(&root).follow_links(false).sort_by_file_name() {
        match entry {
            // The root itself may be a link: it was named, so it is followed.
            Ok(entry) if entry.file_type().is_dir() || entry.depth() == 0 => {}
            Ok(entry) => {
                let relative = entry.path().strip_prefix(&root).unwrap_or(entry.path()).to_owned();
                sort_out(survey, &mut found, relative, &entry);
            }
            Err(error) => {
                let path = error.path().unwrap_or(&root);
                let relative = path.strip_prefix(&root).unwrap_or(path).to_owned();
                let kind = if error.loop_ancestor().is_some() { DefectKind::Loop } else { DefectKind::Unreadable };
                let detail = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
                skip(survey, relative, kind, detail);
            }
        }
    }
    found
}

fn sort_out(survey: &mut Survey, found: &mut Found, relative: PathBuf, entry: &walkdir::DirEntry) {
    let kind = entry.file_type();
    if kind.is_symlink() {
        let target = fs::read_link(entry.path()).unwrap_or_default();
        let target = text::escape_bytes(target.as_os_str().as_encoded_bytes());
        return skip(survey, relative, DefectKind::Symlink, format!("a link to {target}, not followed"));
    }
    if !kind.is_file() {
        return skip(survey, relative, DefectKind::Special, "a pipe, socket or device, not opened".to_owned());
    }
    match entry.metadata() {
        Ok(meta) => found.push((relative, meta.len())),
        Err(error) => skip(survey, relative, DefectKind::Unreadable, error.to_string()),
    }
}

fn skip(survey: &mut Survey, relative: PathBuf, kind: DefectKind, detail: String) {
    let root = survey.roots.len() - 1;
    survey.skipped.push(Skipped { root, relative, kind, detail });
}

fn claim_all(survey: &mut Survey, found: Found) {
    let position = survey.roots.len() - 1;
    let root = &survey.roots[position];
    let tree = Tree { paths: &found };
    // On all cores: each file is opened and its first bytes are looked at.
    let claims: Vec<Claim> = found
        .par_iter()
        .map(|(relative, size)| {
            let path = root.locate(relative);
            let read_head = || original::head(&path);
            let candidate = Candidate::new(&root.name, relative, *size, &tree, &read_head);
            format::claim(&candidate)
        })
        .collect();
    let files = found.into_iter().zip(claims);
    let files = files.map(|((relative, size), claim)| Original { root: position, relative, size, claim });
    survey.files.extend(files);
}

/// The files below one root, to ask about neighbours.
#[derive(Debug)]
pub struct Tree<'a> {
    paths: &'a [(PathBuf, u64)],
}

impl<'a> Tree<'a> {
    /// Over paths sorted component by component, as the walk gives them.
    pub fn new(paths: &'a [(PathBuf, u64)]) -> Tree<'a> {
        Tree { paths }
    }

    /// Whether there is such a file.
    pub fn has_file(&self, path: &Path) -> bool {
        self.paths.binary_search_by(|(there, _)| there.as_path().cmp(path)).is_ok()
    }

    /// Whether some file is below this folder.
    pub fn has_folder(&self, path: &Path) -> bool {
        let first = self.paths.partition_point(|(there, _)| there.as_path() < path);
        self.paths.get(first).is_some_and(|(there, _)| there.starts_with(path))
    }

    /// Whether there is a file in the same folder whose name begins with the last component of `path`.
    pub fn has_beginning(&self, path: &Path) -> bool {
        let first = self.paths.partition_point(|(there, _)| there.as_path() < path);
        let start = path.file_name().unwrap_or_default().as_encoded_bytes();
        self.paths.get(first).is_some_and(|(there, _)| {
            let name = there.file_name().unwrap_or_default().as_encoded_bytes();
            there.parent() == path.parent() && name.starts_with(start)
        })
    }

    /// The files below a folder.
    pub fn below(&self, folder: &'a Path) -> impl Iterator<Item = &'a Path> {
        let first = self.paths.partition_point(|(there, _)| there.as_path() < folder);
        self.paths[first..].iter().map(|(there, _)| there.as_path()).take_while(move |there| there.starts_with(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_found() {
        let paths: Vec<(PathBuf, u64)> = ["INBOX", "INBOX.msf", "INBOX.sbd/Sent", "a/b"].map(|p| (p.into(), 0)).into();
        let tree = Tree::new(&paths);
        assert!(tree.has_file(Path::new("INBOX.msf")));
        assert!(!tree.has_file(Path::new("Sent.msf")));
        assert!(tree.has_folder(Path::new("INBOX.sbd")));
        assert!(!tree.has_folder(Path::new("b")));
        assert_eq!(tree.below(Path::new("INBOX.sbd")).count(), 1);
    }

    #[test]
    fn a_source_inside_another_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("x");
        fs::write(&inner, "A: b\n\n").unwrap();
        let error = survey(&[inner.clone(), folder.path().to_owned()]).unwrap_err();
        assert!(matches!(error, EvidenceError::Nested { .. }), "{error}");
        assert_eq!(survey(&[inner]).unwrap().files.len(), 1);
    }

    #[test]
    fn an_empty_export_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(survey(&[folder.path().to_owned()]), Err(EvidenceError::Empty { .. })));
    }
}
