//! A sealed archive looked into: its messages as a table, and the exact bytes of each. Nothing here vouches for the archive:
//! that is [`super::verify`].

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::bounded::{Allowance, Bounded, TABLE_ROW};
use super::layout::{self, bag};
use super::zip_read::{ZipEntry, ZipReader};
use crate::digest::{Hasher, Sha256};
use crate::evidence::reader::Message;

pub use super::zip_read::Content;

/// No token or signature is larger.
const LARGEST_PROOF: u64 = 1 << 20;

/// Why an archive cannot be looked into.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// it cannot be opened or read
    #[error("cannot read {}: {cause}", path.display())]
    Read {
        /// the archive
        path: PathBuf,
        /// what the system said
        cause: io::Error,
    },
    /// it is a file, but no archive of ours
    #[error("{} is not an archive made by scelle: {detail}", path.display())]
    NotOurs {
        /// the file
        path: PathBuf,
        /// what is missing
        detail: String,
    },
    /// one of its tables is damaged
    #[error("{entry} in {} is damaged: {detail}", path.display())]
    Damaged {
        /// the archive
        path: PathBuf,
        /// the table
        entry: String,
        /// where and how
        detail: String,
    },
    /// no message has this id
    #[error("no message with id {id}")]
    NoSuchMessage {
        /// as given
        id: String,
    },
    /// several messages have an id that begins so
    #[error("the id {id} is ambiguous: {} messages begin so", matches.len())]
    Ambiguous {
        /// as given
        id: String,
        /// the digests that begin so
        matches: Vec<Sha256>,
    },
    /// the id is no prefix of a digest
    #[error("{id} is no message id: at least 4 hexadecimal digits are needed")]
    BadId {
        /// as given
        id: String,
    },
}

/// A row of `messages.csv`. FORMAT.md section 4 tells what each column holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct MessageRow {
    pub id: String,
    pub file: String,
    pub offset: u64,
    pub length: u64,
    pub sha256: Sha256,
    pub folder: String,
    pub role: String,
    pub flags: String,
    pub from: String,
    pub to: String,
    pub cc: String,
    pub date: String,
    pub date_utc: String,
    pub subject: String,
    pub message_id: String,
    pub split: String,
    pub attachments: u32,
    pub parts: String,
    pub defects: String,
}

impl MessageRow {
    /// The row of a message as it is read from an original called `file`.
    pub fn of(message: Message, file: &str, parts: String) -> MessageRow {
        let headers = message.headers;
        let defects: Vec<&str> = message.defects.iter().map(|kind| kind.as_str()).collect();
        MessageRow {
            id: message.sha256.short(),
            file: file.to_owned(),
            offset: message.offset,
            length: message.length,
            sha256: message.sha256,
            folder: message.folder,
            role: message.role.as_str().to_owned(),
            flags: message.flags,
            from: headers.from,
            to: headers.to,
            cc: headers.cc,
            date: headers.date,
            date_utc: headers.date_utc,
            subject: headers.subject,
            message_id: headers.message_id,
            split: message.split.as_str().to_owned(),
            attachments: message.attachments,
            parts,
            defects: defects.join(" "),
        }
    }
}

/// A row of `reconciliation.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FolderRow {
    pub scope: String,
    pub name: String,
    pub role: String,
    pub files: u64,
    pub candidates: u64,
    pub messages: u64,
    pub rejected: u64,
    pub defective: u64,
}

/// An archive open to be looked into.
#[derive(Debug)]
pub struct SealedArchive {
    path: PathBuf,
    zip: ZipReader,
    bag: String,
}

impl SealedArchive {
    /// Opens `path`. Structural faults are left to `verify`.
    pub fn open(path: &Path) -> Result<SealedArchive, ArchiveError> {
        let (zip, _) = ZipReader::open(path).map_err(|cause| ArchiveError::Read { path: path.to_owned(), cause })?;
        let suffix = format!("/{}", bag::MESSAGES);
        let bag = zip.entries().iter().find_map(|entry| entry.name.strip_suffix(&suffix)).map(str::to_owned);
        let missing =
            || ArchiveError::NotOurs { path: path.to_owned(), detail: format!("it has no {}", bag::MESSAGES) };
        let bag = bag.ok_or_else(missing)?;
        Ok(SealedArchive { path: path.to_owned(), zip, bag })
    }

    /// The bag's folder.
    pub fn bag(&self) -> &str {
        &self.bag
    }

    /// The case's id, as it was sealed; none where `acquisition.json` cannot be read.
    pub fn case_id(&self) -> Option<String> {
        let acquisition: serde_json::Value = serde_json::from_reader(self.file(bag::ACQUISITION).ok()?).ok()?;
        acquisition.pointer("/case/id")?.as_str().map(str::to_owned)
    }

    /// An entry beside the bag (`META-INF/...`) whole, at most a mebibyte of it; none where there is none.
    pub fn proof(&self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.zip.content(self.zip.entry(name)?).take(LARGEST_PROOF).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// The content of a file of the bag (`custody/...`, `data/...`).
    pub fn file(&self, name: &str) -> Result<Content<'_>, ArchiveError> {
        let entry = self.zip.entry(&format!("{}/{name}", self.bag));
        let entry = entry
            .ok_or_else(|| ArchiveError::NotOurs { path: self.path.clone(), detail: format!("it has no {name}") })?;
        Ok(self.zip.content(entry))
    }

    /// The seal as it stands now: the digest of the manifest. Whether the entries agree with it is for `verify` to say.
    pub fn seal(&self) -> Result<Sha256, ArchiveError> {
        let entry = self.manifest_entry()?;
        let mut hasher = Hasher::new();
        let copied = io::copy(&mut self.zip.content(entry), &mut hasher);
        copied.map_err(|cause| ArchiveError::Read { path: self.path.clone(), cause })?;
        Ok(hasher.finish())
    }

    fn manifest_entry(&self) -> Result<&ZipEntry, ArchiveError> {
        let missing = || ArchiveError::NotOurs {
            path: self.path.clone(),
            detail: format!("it has no {}", layout::ASIC_MANIFEST),
        };
        self.zip.entry(layout::ASIC_MANIFEST).ok_or_else(missing)
    }

    /// The sealed manifest, whose digest is the seal.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub fn manifest(&self) -> Result<Vec<u8>, ArchiveError> {
        let entry = self.manifest_entry()?;
        let mut bytes = Vec::new();
        let read = self.zip.content(entry).take(entry.facts.size).read_to_end(&mut bytes);
        read.map_err(|cause| ArchiveError::Read { path: self.path.clone(), cause })?;
        Ok(bytes)
    }

    /// The messages in archive order, one at a time.
    pub fn messages(&self) -> Result<impl Iterator<Item = Result<MessageRow, ArchiveError>> + '_, ArchiveError> {
        self.rows(bag::MESSAGES)
    }

    /// The folders with their counts, then the total.
    pub fn folders(&self) -> Result<Vec<FolderRow>, ArchiveError> {
        self.rows(bag::RECONCILIATION)?.collect()
    }

    fn rows<T: for<'de> Deserialize<'de> + 'static>(
        &self,
        name: &'static str,
    ) -> Result<impl Iterator<Item = Result<T, ArchiveError>> + '_, ArchiveError> {
        let allowance = Allowance::new(TABLE_ROW);
        let rows = csv::Reader::from_reader(Bounded::new(self.file(name)?, &allowance)).into_deserialize();
        let path = self.path.clone();
        Ok(rows.map(move |row| {
            allowance.renew();
            row.map_err(|error: csv::Error| ArchiveError::Damaged {
                path: path.clone(),
                entry: name.to_owned(),
                detail: error.to_string(),
            })
        }))
    }

    /// Every copy of the message whose digest begins with `id`.
    pub fn find(&self, id: &str) -> Result<Vec<MessageRow>, ArchiveError> {
        let wanted = id.trim().to_ascii_lowercase();
        if wanted.len() < 4 || !wanted.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(ArchiveError::BadId { id: id.to_owned() });
        }
        let mut found: Vec<MessageRow> = Vec::new();
        for row in self.messages()? {
            let row = row?;
            if row.sha256.to_string().starts_with(&wanted) {
                found.push(row);
            }
        }
        let mut matches: Vec<Sha256> = found.iter().map(|row| row.sha256).collect();
        matches.sort();
        matches.dedup();
        match matches.len() {
            0 => Err(ArchiveError::NoSuchMessage { id: id.to_owned() }),
            1 => Ok(found),
            _ => Err(ArchiveError::Ambiguous { id: id.to_owned(), matches }),
        }
    }

    /// The exact bytes of a message, as a stream.
    pub fn message(&self, row: &MessageRow) -> Result<impl Read + '_, ArchiveError> {
        let mut content = self.file(&row.file)?;
        let fail = |cause| ArchiveError::Read { path: self.path.clone(), cause };
        let skipped = io::copy(&mut content.by_ref().take(row.offset), &mut io::sink()).map_err(fail)?;
        if skipped != row.offset {
            let detail = format!("{} ends before offset {}", row.file, row.offset);
            return Err(ArchiveError::Damaged { path: self.path.clone(), entry: bag::MESSAGES.to_owned(), detail });
        }
        Ok(content.take(row.length))
    }
}
