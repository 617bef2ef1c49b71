//! The plaintext of a hand-over package: a tar written in one pass, each file hashed while it goes by. The archive goes first, so that
//! what is said of it in the journal, the letter and the list of hashes is what was really packed.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::transfer::{FORMAT, Head, Listed, Recipient, TOOL, Transfer, folder, names};
use super::{HandoverError, letter, redact};
use crate::custody::beside::{hash_path, journal_path, told_digest};
use crate::custody::clock::Clock;
use crate::custody::journal::{Action, Journal, NewEntry};
use crate::digest::{Hasher, Sha256};

/// Signs `transfer.json`: an armoured detached signature.
pub type Signer<'a> = dyn Fn(&[u8]) -> Result<Vec<u8>, io::Error> + Sync + 'a;

/// What is to be packed.
pub struct Outgoing<'a> {
    /// the archive
    pub archive: &'a Path,
    /// of the case
    pub case: &'a str,
    /// of this transfer
    pub number: u32,
    /// who hands over
    pub sender: &'a str,
    /// who acts at the keyboard, for the journal
    pub actor: &'a str,
    /// to whom
    pub recipients: &'a [Recipient],
    /// why
    pub purpose: &'a str,
    /// on what authority
    pub authority: &'a str,
    /// the seal
    pub seal: Sha256,
    /// tokens and signatures in the archive, each in words
    pub proofs: &'a [String],
    /// the folder of the triage that travels
    pub triage: Option<&'a Path>,
    /// whether what a secret looks like is left out of the triage
    pub redact_secrets: bool,
    /// what does not travel
    pub withheld: &'a [String],
    /// signs the transfer
    pub signer: Option<&'a Signer<'a>>,
    /// the clock
    pub clock: &'a Clock,
    /// told of the bytes read
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// What was packed.
#[derive(Debug)]
pub struct Packed {
    /// the transfer
    pub transfer: Transfer,
    /// the letter
    pub letter: String,
    /// the signature over the transfer
    pub signature: Option<Vec<u8>>,
}

/// Packs into `out` and notes the transfer in the journal.
pub fn pack(plan: &Outgoing<'_>, out: impl Write) -> Result<Packed, HandoverError> {
    let stem = plan.archive.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let now = plan.clock.now();
    let mtime = u64::try_from(now.instant().timestamp()).unwrap_or_default();
    let mut packer =
        Packer { tar: tar::Builder::new(out), folder: folder(&stem, plan.number), mtime, listed: Vec::new() };
    let archive = packer.add_file(plan.archive, &file_name(plan.archive), plan.progress)?;
    is_what_was_told(plan.archive, &archive)?;
    for companion in [hash_path(plan.archive), plan.archive.with_extension("seal.asics")] {
        if companion.is_file() {
            packer.add_file(&companion, &file_name(&companion), &|_| ())?;
        }
    }
    if let Some(triage) = plan.triage {
        pack_triage(&mut packer, triage, plan.redact_secrets)?;
    }
    let journal = journal_path(plan.archive);
    Journal::append_to_file(&journal, &now, entry(plan, &archive))?;
    let (journal, _) = Journal::open(&journal)?;
    packer.add_bytes(&file_name(&journal_path(plan.archive)), &journal.bytes())?;
    let transfer = Transfer {
        format: FORMAT.to_owned(),
        tool: TOOL.to_owned(),
        case: plan.case.to_owned(),
        number: plan.number,
        utc: now.utc(),
        local: now.local(),
        zone: now.zone_name().to_owned(),
        sender: plan.sender.to_owned(),
        recipients: plan.recipients.to_vec(),
        purpose: plan.purpose.to_owned(),
        authority: plan.authority.to_owned(),
        seal: plan.seal,
        archive,
        journal: Head::of(&journal),
        proofs: plan.proofs.to_vec(),
        files: packer.listed.clone(),
        withheld: plan.withheld.to_vec(),
    };
    let json = transfer.to_json();
    packer.add_bytes(names::TRANSFER, &json)?;
    let signature = plan.signer.map(|signer| signer(&json)).transpose();
    let signature = signature.map_err(|cause| write_error(names::SIGNATURE, cause))?;
    if let Some(signature) = &signature {
        packer.add_bytes(names::SIGNATURE, signature)?;
    }
    let letter = letter::of(&transfer, signature.is_some());
    packer.add_bytes(names::LETTER, letter.as_bytes())?;
    packer.finish()?;
    Ok(Packed { transfer, letter, signature })
}

fn entry(plan: &Outgoing<'_>, archive: &Listed) -> NewEntry {
    let whom: Vec<String> = plan
        .recipients
        .iter()
        .map(|recipient| format!("{} ({})", recipient.user_ids.join(", "), recipient.fingerprint))
        .collect();
    let withheld = if plan.withheld.is_empty() { "nothing".to_owned() } else { plan.withheld.join(", ") };
    let note = format!(
        "hand-over {:03} to {}; purpose: {}; authority: {}; withheld: {withheld}; seal {}",
        plan.number,
        whom.join(" and "),
        plan.purpose,
        plan.authority,
        plan.seal
    );
    let (actor, object) = (plan.actor.to_owned(), archive.name.clone());
    NewEntry { action: Action::Transfer, actor, object, sha256: Some(archive.sha256), note: Some(note) }
}

/// The archive must be the one that its hash file tells of, where there is one.
fn is_what_was_told(path: &Path, archive: &Listed) -> Result<(), HandoverError> {
    let Ok(told) = told_digest(path) else { return Ok(()) };
    let found = archive.sha256.to_string();
    if told == found { Ok(()) } else { Err(HandoverError::Altered { path: path.to_owned(), found, told }) }
}

fn pack_triage(packer: &mut Packer<impl Write>, triage: &Path, redact_secrets: bool) -> Result<(), HandoverError> {
    let read = |cause| HandoverError::Read { path: triage.to_owned(), cause };
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(triage).map_err(read)? {
        let path = entry.map_err(read)?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    let is_revealed = redact_secrets && redact::is_revealed(triage).map_err(read)?;
    for path in files {
        let name = format!("triage/{}", file_name(&path));
        if redact_secrets && redact::applies(&path) {
            let mut redacted = redact::redacted(&path, is_revealed)
                .map_err(|cause| HandoverError::Read { path: path.clone(), cause })?;
            packer.add_open(&mut redacted, &path, &name, &|_| ())?;
        } else {
            packer.add_file(&path, &name, &|_| ())?;
        }
    }
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn write_error(name: &str, cause: io::Error) -> HandoverError {
    HandoverError::Write { path: PathBuf::from(name), cause }
}

struct Packer<W: Write> {
    tar: tar::Builder<W>,
    folder: String,
    mtime: u64,
    listed: Vec<Listed>,
}

impl<W: Write> Packer<W> {
    fn add_file(&mut self, path: &Path, name: &str, progress: &dyn Fn(u64)) -> Result<Listed, HandoverError> {
        let mut file = File::open(path).map_err(|cause| HandoverError::Read { path: path.to_owned(), cause })?;
        self.add_open(&mut file, path, name, progress)
    }

    fn add_open(
        &mut self,
        file: &mut File,
        path: &Path,
        name: &str,
        progress: &dyn Fn(u64),
    ) -> Result<Listed, HandoverError> {
        let fail = |cause| HandoverError::Read { path: path.to_owned(), cause };
        let size = file.metadata().map_err(fail)?.len();
        self.add(name, size, file, progress).map_err(fail)
    }

    fn add_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<Listed, HandoverError> {
        self.add(name, bytes.len() as u64, bytes, &|_| ()).map_err(|cause| write_error(name, cause))
    }

    fn add(&mut self, name: &str, size: u64, content: impl Read, progress: &dyn Fn(u64)) -> io::Result<Listed> {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::Regular);
        header.set_size(size);
        header.set_mode(0o644);
        header.set_mtime(self.mtime);
        let mut hashing = Hashing { content: content.take(size), hasher: Hasher::new(), read: 0, progress };
        self.tar.append_data(&mut header, format!("{}/{name}", self.folder), &mut hashing)?;
        if hashing.read != size {
            return Err(io::Error::other("became shorter while it was read"));
        }
        let listed = Listed { name: name.to_owned(), size, sha256: hashing.hasher.finish() };
        self.listed.push(listed.clone());
        Ok(listed)
    }

    fn finish(mut self) -> Result<(), HandoverError> {
        let sums: String = self.listed.iter().map(|file| format!("{}  {}\n", file.sha256, file.name)).collect();
        self.add_bytes(names::SUMS, sums.as_bytes())?;
        let finished = self.tar.into_inner().and_then(|mut out| out.flush());
        finished.map_err(|cause| write_error(names::SUMS, cause))
    }
}

struct Hashing<'a, R> {
    content: R,
    hasher: Hasher,
    read: u64,
    progress: &'a dyn Fn(u64),
}

impl<R: Read> Read for Hashing<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(into)?;
        self.hasher.update(&into[..read]);
        self.read += read as u64;
        (self.progress)(read as u64);
        Ok(read)
    }
}
