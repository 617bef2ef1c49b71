//! `transfer.json`: what was handed over, to whom, why, and where the journal stood. FORMAT.md section 13.

use serde::{Deserialize, Serialize};

use crate::custody::journal::Journal;
use crate::digest::Sha256;

/// The value of `format`.
pub const FORMAT: &str = "scelle-transfer-1";
/// The value of `tool`: whose wording the letter has.
pub const TOOL: &str = concat!("scelle ", env!("CARGO_PKG_VERSION"));
/// Names in a package, below its folder.
pub mod names {
    /// the letter
    pub const LETTER: &str = "BORDEREAU.txt";
    /// the transfer, for machines
    pub const TRANSFER: &str = "transfer.json";
    /// its signature
    pub const SIGNATURE: &str = "transfer.json.asc";
    /// hashes of all files before it
    pub const SUMS: &str = "SHA256SUMS";
}

/// A transfer. FORMAT.md section 13 tells what each field holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Transfer {
    pub format: String,
    pub tool: String,
    pub case: String,
    pub number: u32,
    pub utc: String,
    pub local: String,
    pub zone: String,
    pub sender: String,
    pub recipients: Vec<Recipient>,
    pub purpose: String,
    pub authority: String,
    pub seal: Sha256,
    pub archive: Listed,
    pub journal: Head,
    pub proofs: Vec<String>,
    pub files: Vec<Listed>,
    pub withheld: Vec<String>,
}

/// Somebody a package is encrypted to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// of the certificate, hexadecimal
    pub fingerprint: String,
    /// as the certificate names them
    pub user_ids: Vec<String>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// its name below the package's folder
    pub name: String,
    /// bytes
    pub size: u64,
    /// of its bytes
    pub sha256: Sha256,
}

/// Where a journal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// entries
    pub entries: u64,
    /// digest of the last line
    pub head: Sha256,
}

impl Head {
    /// Where `journal` stands now.
    pub fn of(journal: &Journal) -> Head {
        Head { entries: journal.len(), head: journal.head() }
    }
}

impl Transfer {
    /// As it stands in the package.
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("because it holds only strings, numbers and digests");
        json.push(b'\n');
        json
    }
}

/// What files of the transfer with this number are called, before the ending.
pub fn stem(archive_stem: &str, number: u32) -> String {
    format!("{archive_stem}.handover-{number:03}")
}

/// The folder that everything in the package lies in.
pub fn folder(archive_stem: &str, number: u32) -> String {
    format!("{archive_stem}-handover-{number:03}")
}
