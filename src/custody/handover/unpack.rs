//! A hand-over package opened: its files written below one new folder while they are decrypted, then compared with what the sender said of
//! them. Nothing is taken for good before the decryption has ended well.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};

use super::transfer::{FORMAT, Head, Listed, TOOL, Transfer, names};
use super::{HandoverError, letter};
use crate::custody::discrepancy::{Discrepancy, Fault};
use crate::custody::journal::Journal;
use crate::digest::{Hasher, Sha256};

/// More files than this are in no package of ours.
const MOST_FILES: usize = 10_000;
/// The list, the letter and the transfer are shorter.
const LONGEST_TEXT: u64 = 16 << 20;

/// What was in a package.
#[derive(Debug)]
pub struct Unpacked {
    /// the folder's name in the package
    pub folder: String,
    /// the files, by name
    pub files: BTreeMap<String, Listed>,
}

/// Writes the files of the tar `plaintext` below `into`, which is empty.
///
/// # Errors
/// Where it is no package, or cannot be written: what is below `into` is then worth nothing.
pub fn unpack(mut plaintext: impl Read, into: &Path) -> Result<Unpacked, HandoverError> {
    let not_ours = |detail: &str| HandoverError::NotAPackage { detail: detail.to_owned() };
    let unreadable = |cause: io::Error| HandoverError::NotAPackage { detail: cause.to_string() };
    let mut tar = tar::Archive::new(plaintext.by_ref());
    let (mut folder, mut files) = (None::<String>, BTreeMap::new());
    for entry in tar.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        if entry.header().entry_type() != tar::EntryType::Regular {
            return Err(not_ours("it holds something that is no plain file"));
        }
        let path = entry.path().map_err(unreadable)?.into_owned();
        let (own, name) = split(&path).ok_or_else(|| not_ours("a file name that is not allowed"))?;
        if *folder.get_or_insert_with(|| own.clone()) != own || files.len() >= MOST_FILES {
            return Err(not_ours("more than one folder, or too many files"));
        }
        let size = entry.size();
        let listed = write_one(&mut entry, &into.join(&name), &name, size)?;
        if files.insert(name, listed).is_some() {
            return Err(not_ours("two files of one name"));
        }
    }
    io::copy(&mut plaintext, &mut io::sink()).map_err(unreadable)?;
    let folder = folder.ok_or_else(|| not_ours("it holds no file"))?;
    Ok(Unpacked { folder, files })
}

/// The folder and the name below it; none where a path is anything else than plain names, one or two deep.
fn split(path: &Path) -> Option<(String, String)> {
    let plain = |component: Component<'_>| match component {
        Component::Normal(name) => {
            name.to_str().filter(|name| !name.starts_with('.') && is_plain(name)).map(str::to_owned)
        }
        _ => None,
    };
    let parts: Option<Vec<String>> = path.components().map(plain).collect();
    match parts?.as_slice() {
        [folder, name @ ..] if matches!(name.len(), 1 | 2) => Some((folder.clone(), name.join("/"))),
        _ => None,
    }
}

/// Characters that mean nothing to a shell, a terminal or Windows.
fn is_plain(name: &str) -> bool {
    !name.ends_with('.') && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn write_one(content: &mut impl Read, path: &Path, name: &str, size: u64) -> Result<Listed, HandoverError> {
    let fail = |cause| HandoverError::Write { path: path.to_owned(), cause };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    let mut out = BufWriter::with_capacity(1 << 20, File::create_new(path).map_err(fail)?);
    let (mut hasher, mut buffer, mut left) = (Hasher::new(), vec![0; 256 << 10], size);
    while left > 0 {
        let read =
            content.read(&mut buffer).map_err(|cause| HandoverError::NotAPackage { detail: cause.to_string() })?;
        if read == 0 {
            return Err(HandoverError::NotAPackage { detail: format!("{name} ends too soon") });
        }
        hasher.update(&buffer[..read]);
        out.write_all(&buffer[..read]).map_err(fail)?;
        left -= read as u64;
    }
    out.flush().and_then(|()| out.get_ref().sync_all()).map_err(fail)?;
    Ok(Listed { name: name.to_owned(), size, sha256: hasher.finish() })
}

/// Compares what was unpacked below `into` with what the sender said of it; the transfer, where it can be read.
pub fn check(unpacked: &Unpacked, into: &Path) -> (Option<Transfer>, Vec<Discrepancy>) {
    let mut faults = check_sums(unpacked, into);
    let read = |name: &str| read_text(&into.join(name)).map_err(|error| error.to_string());
    let transfer = read(names::TRANSFER)
        .and_then(|text| serde_json::from_str::<Transfer>(&text).map_err(|error| error.to_string()))
        .and_then(readable);
    let transfer = match transfer {
        Ok(transfer) => transfer,
        Err(why) => {
            faults.push(Discrepancy::new(Fault::PackageTransfer, names::TRANSFER, format!("cannot be read: {why}")));
            return (None, faults);
        }
    };
    // What the list of hashes has told is not told again.
    if faults.is_empty() {
        faults.extend(check_transfer(&transfer, unpacked));
        let is_signed = unpacked.files.contains_key(names::SIGNATURE);
        if !read(names::LETTER).is_ok_and(|letter| says_the_same(&letter, &transfer, is_signed)) {
            faults.push(Discrepancy::new(Fault::PackageLetter, names::LETTER, "does not say what transfer.json says"));
        }
        faults.extend(check_journal(&transfer, into));
    }
    (Some(transfer), faults)
}

/// Whether a letter is that of a transfer: to the byte where this version wrote it, else in all that is compared with something.
fn says_the_same(letter: &str, transfer: &Transfer, is_signed: bool) -> bool {
    if transfer.tool == TOOL {
        return letter == letter::of(transfer, is_signed);
    }
    let hashes = [transfer.seal, transfer.archive.sha256, transfer.journal.head].map(|digest| digest.to_string());
    let names = [&transfer.case, &transfer.sender, &transfer.purpose, &transfer.authority];
    hashes.iter().chain(names).all(|fact| letter.contains(&*crate::text::one_line(fact)))
}

/// A transfer that may be acted on: the archive's name, by which files are opened and a journal is continued, stays in the folder.
fn readable(transfer: Transfer) -> Result<Transfer, String> {
    let name = &transfer.archive.name;
    if transfer.format != FORMAT {
        return Err(format!("is of format {}", transfer.format));
    }
    match !name.is_empty() && !name.starts_with('.') && is_plain(name) {
        true => Ok(transfer),
        false => Err("names an archive outside of the package".to_owned()),
    }
}

fn read_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(LONGEST_TEXT).read_to_string(&mut text)?;
    Ok(text)
}

/// `SHA256SUMS` must list every other file with its digest.
fn check_sums(unpacked: &Unpacked, into: &Path) -> Vec<Discrepancy> {
    let fault = |name: &str, detail: &str| Discrepancy::new(Fault::PackageSums, name, detail);
    let Ok(text) = read_text(&into.join(names::SUMS)) else {
        return vec![fault(names::SUMS, "cannot be read")];
    };
    let mut faults = Vec::new();
    let mut told: BTreeMap<&str, &str> =
        text.lines().filter_map(|line| line.split_once("  ")).map(|(digest, name)| (name, digest)).collect();
    for (name, file) in unpacked.files.iter().filter(|(name, _)| *name != names::SUMS) {
        match told.remove(name.as_str()) {
            Some(digest) if digest.parse() == Ok::<Sha256, _>(file.sha256) => {}
            Some(_) => faults.push(fault(name, "is not what the list of hashes tells of")),
            None => faults.push(fault(name, "is not in the list of hashes")),
        }
    }
    faults.extend(told.keys().map(|name| fault(name, "is listed and is not there")));
    faults
}

/// `transfer.json` must list every file that was packed before it.
fn check_transfer(transfer: &Transfer, unpacked: &Unpacked) -> Vec<Discrepancy> {
    let own = [names::TRANSFER, names::SIGNATURE, names::LETTER, names::SUMS];
    let there = unpacked.files.values().filter(|file| !own.contains(&file.name.as_str()));
    let told: BTreeMap<&str, &Listed> = transfer.files.iter().map(|file| (file.name.as_str(), file)).collect();
    let same = there.clone().count() == told.len()
        && there.clone().all(|file| told.get(file.name.as_str()) == Some(&file))
        && told.get(transfer.archive.name.as_str()) == Some(&&transfer.archive);
    let fault = Discrepancy::new(Fault::PackageTransfer, names::TRANSFER, "lists other files than there are");
    if same { Vec::new() } else { vec![fault] }
}

fn check_journal(transfer: &Transfer, into: &Path) -> Vec<Discrepancy> {
    let path = journal_of(transfer, into);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let fault = |detail: String| vec![Discrepancy::new(Fault::PackageJournal, &name, detail)];
    match Journal::open(&path) {
        Err(error) => fault(error.to_string()),
        Ok((_, breaks)) if !breaks.is_empty() => fault(breaks[0].to_string()),
        Ok((journal, _)) if Head::of(&journal) != transfer.journal => fault(format!(
            "{} entries with another head than the {} handed over",
            journal.len(),
            transfer.journal.entries
        )),
        Ok(_) => Vec::new(),
    }
}

/// The journal that travelled with an archive.
pub fn journal_of(transfer: &Transfer, into: &Path) -> PathBuf {
    crate::custody::beside::journal_path(&into.join(&transfer.archive.name))
}
