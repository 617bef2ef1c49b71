//! Originals taken out of an archive again: the exact bytes of messages, hashed against `messages.csv` while they are written, never
//! over another file.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::archive::{ArchiveError, MessageRow, SealedArchive};
use super::bounded::{Allowance, Bounded, TABLE_ROW};
use super::layout::bag;
use super::zip_read::Content;
use super::zip_write::hash_file;
use crate::digest::{Hasher, Sha256};

/// The `split` of messages that are several files.
pub const IN_PARTS: &str = "pffexport";

/// Why something could not be taken out.
#[derive(Debug, thiserror::Error)]
pub enum ExtractError {
    /// the archive cannot be read
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// the file cannot be written
    #[error("cannot write {}", path.display())]
    Write {
        /// the file
        path: PathBuf,
        /// what the system said
        #[source]
        cause: io::Error,
    },
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// it is there: written now, or the same bytes from before
    Done {
        /// where
        path: PathBuf,
        /// of its bytes
        sha256: Sha256,
    },
    /// the bytes are not those that were sealed; nothing was left
    Altered {
        /// where it would have been
        path: PathBuf,
        /// what was sealed
        sealed: Sha256,
    },
    /// another file has that name; it was left alone
    InTheWay {
        /// its name
        path: PathBuf,
    },
}

/// The true name of an original, from `sources.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TrueName {
    /// path below the SOURCE, escaped
    pub path: String,
    /// its file in the bag
    pub file: String,
    /// of its bytes
    #[serde(deserialize_with = "digest")]
    pub sha256: Sha256,
}

/// Rows of what could not be stored have no digest.
fn digest<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Sha256, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(text.parse().unwrap_or(Sha256::ZERO))
}

/// The true names of the originals whose file in the bag is `wanted`.
pub fn true_names(
    archive: &SealedArchive,
    wanted: impl Fn(&TrueName) -> bool,
) -> Result<HashMap<String, TrueName>, ArchiveError> {
    let mut names = HashMap::new();
    let allowance = Allowance::new(TABLE_ROW);
    let table = Bounded::new(archive.file(bag::SOURCES)?, &allowance);
    for row in csv::Reader::from_reader(table).into_deserialize::<TrueName>() {
        allowance.renew();
        let name = row.map_err(|error| ArchiveError::Damaged {
            path: PathBuf::from(archive.bag()),
            entry: bag::SOURCES.to_owned(),
            detail: error.to_string(),
        })?;
        if wanted(&name) {
            names.insert(name.file.clone(), name);
        }
    }
    Ok(names)
}

/// Takes messages out into a folder. Given them in archive order, each original is unpacked once.
pub struct Extractor<'a> {
    archive: &'a SealedArchive,
    folder: &'a Path,
    open: Option<Open<'a>>,
    done: HashSet<Sha256>,
    names: Option<HashMap<String, TrueName>>,
    folders: HashMap<Sha256, Vec<Vec<Sha256>>>,
}

struct Open<'a> {
    file: String,
    content: Content<'a>,
    position: u64,
}

impl<'a> Extractor<'a> {
    /// Into `folder`, which must exist.
    pub fn new(archive: &'a SealedArchive, folder: &'a Path) -> Extractor<'a> {
        let (done, folders) = (HashSet::new(), HashMap::new());
        Extractor { archive, folder, open: None, done, names: None, folders }
    }

    /// Takes a message out; nothing where the same bytes were taken out before in this run.
    pub fn take(&mut self, row: &MessageRow) -> Result<Vec<Outcome>, ExtractError> {
        if row.split == IN_PARTS {
            return self.take_parts(row);
        }
        if !self.done.insert(row.sha256) {
            return Ok(Vec::new());
        }
        let path = self.folder.join(format!("{}.eml", row.sha256.short()));
        let reader = self.reader(row)?;
        write_verified(&path, reader, row.sha256).map(|outcome| vec![outcome])
    }

    /// The bytes of a message, going on in the file that is open if it stands there further on.
    fn reader(&mut self, row: &MessageRow) -> Result<impl Read + use<'_, 'a>, ArchiveError> {
        let open = match self.open.take() {
            Some(open) if open.file == row.file && open.position <= row.offset => open,
            _ => Open { file: row.file.clone(), content: self.archive.file(&row.file)?, position: 0 },
        };
        let open = self.open.insert(open);
        let gap = row.offset - open.position;
        Ok(Slice { open, gap, left: row.length })
    }

    /// A message in several files: into a folder of its own, under their true names made safe.
    fn take_parts(&mut self, row: &MessageRow) -> Result<Vec<Outcome>, ExtractError> {
        let mut files = vec![row.file.as_str()];
        files.extend(row.parts.split_whitespace());
        let names = match self.names.take() {
            Some(names) => names,
            None => true_names(self.archive, |name| is_of_an_item(&name.path))?,
        };
        let mut parts: Vec<(TrueName, &str)> =
            files.into_iter().map(|file| (names.get(file).cloned().unwrap_or_else(|| nameless(file)), file)).collect();
        self.names = Some(names);
        parts[0].0.sha256 = row.sha256;
        let digests: Vec<Sha256> = parts.iter().map(|(name, _)| name.sha256).collect();
        let copies = self.folders.entry(row.sha256).or_default();
        if copies.contains(&digests) {
            return Ok(Vec::new());
        }
        copies.push(digests);
        let suffix = if copies.len() > 1 { format!("-{}", copies.len()) } else { String::new() };
        let folder = self.folder.join(format!("{}{suffix}", row.sha256.short()));
        fs::create_dir_all(&folder).map_err(|cause| ExtractError::Write { path: folder.clone(), cause })?;
        let mut taken = HashSet::new();
        parts
            .into_iter()
            .map(|(name, file)| {
                let path = folder.join(unused(safe_base_name(&name.path), &mut taken));
                write_verified(&path, self.archive.file(file)?, name.sha256)
            })
            .collect()
    }
}

struct Slice<'s, 'a> {
    open: &'s mut Open<'a>,
    gap: u64,
    left: u64,
}

impl Read for Slice<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.gap > 0 {
            let skipped = io::copy(&mut self.open.content.by_ref().take(self.gap), &mut io::sink())?;
            self.open.position += skipped;
            self.left = if skipped < self.gap { 0 } else { self.left };
            self.gap = 0;
        }
        let want = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = self.open.content.read(&mut into[..want])?;
        self.open.position += read as u64;
        self.left -= read as u64;
        Ok(read)
    }
}

/// Writes `reader` to the new file `path` if its bytes have this digest.
fn write_verified(path: &Path, mut reader: impl Read, sealed: Sha256) -> Result<Outcome, ExtractError> {
    let fail = |cause| ExtractError::Write { path: path.to_owned(), cause };
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut part = tempfile::Builder::new().prefix(".").suffix(".part").tempfile_in(folder).map_err(fail)?;
    let mut hasher = Hasher::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                hasher.update(&buffer[..read]);
                part.write_all(&buffer[..read]).map_err(fail)?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if is_damage(&error) => return Ok(Outcome::Altered { path: path.to_owned(), sealed }),
            Err(cause) => return Err(ArchiveError::Read { path: path.to_owned(), cause }.into()),
        }
    }
    if hasher.finish() != sealed {
        return Ok(Outcome::Altered { path: path.to_owned(), sealed });
    }
    match part.persist_noclobber(path) {
        Ok(_) => Ok(Outcome::Done { path: path.to_owned(), sha256: sealed }),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            let same =
                fs::File::open(path).and_then(|mut there| hash_file(&mut there)).is_ok_and(|there| there == sealed);
            let path = path.to_owned();
            Ok(if same { Outcome::Done { path, sha256: sealed } } else { Outcome::InTheWay { path } })
        }
        Err(error) => Err(fail(error.error)),
    }
}

/// Whether reading failed because the packed bytes are not what they were.
fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
}

/// Whether an original is below a folder `MessageNNNNN` of pffexport.
fn is_of_an_item(path: &str) -> bool {
    path.split('/').any(|part| part.len() == 12 && part.starts_with("Message"))
}

fn nameless(file: &str) -> TrueName {
    TrueName { path: file.to_owned(), file: file.to_owned(), sha256: Sha256::ZERO }
}

/// The last component of an escaped path as a name that is safe on every system and in every shell listing: at most 100 characters,
/// no separators, control characters or reserved names, no dot or hyphen at the start.
fn safe_base_name(path: &str) -> String {
    let base = path.rsplit('/').next().unwrap_or_default();
    let safe = |c: char| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        c if matches!(crate::text::one_line(c.encode_utf8(&mut [0; 4])), std::borrow::Cow::Owned(_)) => '_',
        c => c,
    };
    let name: String = base.chars().map(safe).take(100).collect();
    let name = name.trim_end_matches(['.', ' ']).trim_start();
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let device = ["con", "prn", "aux", "nul"].contains(&stem.as_str())
        || (stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")));
    match name {
        "" => "_".to_owned(),
        name if device || name.starts_with(['.', '-']) => format!("_{name}"),
        name => name.to_owned(),
    }
}

/// `name`, or `2-name` and so on where another file has it, case ignored.
fn unused(name: String, taken: &mut HashSet<String>) -> String {
    let mut tried = name.clone();
    let mut number = 2;
    while !taken.insert(tried.to_lowercase()) {
        tried = format!("{number}-{name}");
        number += 1;
    }
    tried
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_safe() {
        let named = |path: &str| safe_base_name(path);
        assert_eq!(named("Top/Message00001/Attachments/1_façade mer.png"), "1_façade mer.png");
        assert_eq!(named("a/b\\x0ac\\\\d"), "b_x0ac__d");
        assert_eq!(named("a/-rf"), "_-rf");
        assert_eq!(named("a/.bashrc"), "_.bashrc");
        assert_eq!(named("a/NUL.txt"), "_NUL.txt");
        assert_eq!(named("a/x\u{202e}fdp.exe. "), "x_fdp.exe");
        assert_eq!(named("a/.."), "_");
        assert_eq!(named("a/"), "_");
        let mut taken = HashSet::new();
        let names = ["a.txt", "A.TXT", "a.txt"].map(|name| unused(name.to_owned(), &mut taken));
        assert_eq!(names, ["a.txt", "2-A.TXT", "3-a.txt"]);
    }

    #[test]
    fn bytes_are_verified_and_nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.eml");
        let sha256 = Sha256::of(b"abc");
        let altered = write_verified(&path, &b"abd"[..], sha256).unwrap();
        assert_eq!(altered, Outcome::Altered { path: path.clone(), sealed: sha256 });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let done = Outcome::Done { path: path.clone(), sha256 };
        assert_eq!(write_verified(&path, &b"abc"[..], sha256).unwrap(), done);
        assert_eq!(write_verified(&path, &b"abc"[..], sha256).unwrap(), done);
        fs::write(&path, b"mine").unwrap();
        assert_eq!(write_verified(&path, &b"abc"[..], sha256).unwrap(), Outcome::InTheWay { path: path.clone() });
        assert_eq!(fs::read(&path).unwrap(), b"mine");
    }
}
