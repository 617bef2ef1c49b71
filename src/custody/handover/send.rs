//! The package written: packed on one thread, encrypted on another, renamed into place only when all of it is there.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::thread;

use rand::{CryptoRng, RngCore};

use super::pack::{Outgoing, Packed, pack};
use super::transfer::{Listed, Transfer, stem};
use super::{HandoverError, signature_path, write_beside};
use crate::custody::beside::write_hash_file;
use crate::digest::Hasher;
use crate::trust::openpgp::{Content, Recipient, encrypt};

/// What was made.
#[derive(Debug)]
pub struct Sent {
    /// the encrypted package
    pub package: PathBuf,
    /// its size and digest
    pub listed: Listed,
    /// the letter beside it; the transfer for machines stands there too
    pub letter: PathBuf,
    /// what it holds
    pub transfer: Transfer,
}

/// Packs and encrypts into `folder`, with the letter, the transfer and the hash file beside it. Nothing stands under the final name before it is whole.
///
/// # Errors
/// Also where a file of that name is there.
pub fn send(
    plan: &Outgoing<'_>,
    folder: &Path,
    recipients: &[Recipient],
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<Sent, HandoverError> {
    let called = stem(&plan.archive.file_stem().unwrap_or_default().to_string_lossy(), plan.number);
    let tar_name = format!("{called}.tar");
    let package = folder.join(format!("{tar_name}.gpg"));
    let letter_path = folder.join(format!("{called}.txt"));
    let told_path = folder.join(format!("{called}.json"));
    let fail = |path: &Path| {
        let path = path.to_owned();
        move |cause| HandoverError::Write { path, cause }
    };
    for path in [&package, &letter_path, &told_path] {
        if path.exists() {
            return Err(fail(path)(io::ErrorKind::AlreadyExists.into()));
        }
    }
    let part = tempfile::Builder::new().prefix(&format!(".{called}.")).suffix(".part").tempfile_in(folder);
    let mut part = part.map_err(fail(&package))?;
    let (packed, listed) = write_package(plan, part.as_file_mut(), &tar_name, recipients, rng)?;
    part.as_file().sync_all().map_err(fail(&package))?;
    part.persist_noclobber(&package).map_err(|error| fail(&package)(error.error))?;
    write_hash_file(&package, &listed.sha256).map_err(fail(&package))?;
    write_beside(&letter_path, packed.letter.as_bytes())?;
    write_beside(&told_path, &packed.transfer.to_json())?;
    if let Some(signature) = &packed.signature {
        write_beside(&signature_path(&told_path), signature)?;
    }
    Ok(Sent { package, listed, letter: letter_path, transfer: packed.transfer })
}

/// Packs on one thread and encrypts on this one, into `file`.
fn write_package(
    plan: &Outgoing<'_>,
    file: &mut File,
    tar_name: &str,
    recipients: &[Recipient],
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<(Packed, Listed), HandoverError> {
    let name = format!("{tar_name}.gpg");
    let fail = |cause| HandoverError::Write { path: PathBuf::from(&name), cause };
    let mut out = HashingWriter { inner: BufWriter::with_capacity(1 << 20, file), hasher: Hasher::new(), written: 0 };
    let (reader, writer) = io::pipe().map_err(fail)?;
    let content = Content { file_name: tar_name, time: plan.clock.now().instant() };
    let (packed, encrypted) = thread::scope(|scope| {
        let packing = scope.spawn(move || pack(plan, BufWriter::with_capacity(1 << 20, writer)));
        let encrypted = encrypt(reader, &mut out, recipients, content, rng);
        (packing.join().expect("because packing does not panic"), encrypted)
    });
    // Where packing failed the other end saw a short plaintext, and where encrypting failed the pipe broke: the cause comes first.
    let packed = match (packed, encrypted) {
        (Ok(packed), Ok(_)) => packed,
        (Err(HandoverError::Write { .. }) | Ok(_), Err(cause)) => return Err(cause.into()),
        (Err(cause), _) => return Err(cause),
    };
    out.flush().map_err(fail)?;
    let (size, sha256) = (out.written, out.hasher.finish());
    Ok((packed, Listed { name, size, sha256 }))
}

/// What is written, counted and hashed.
struct HashingWriter<W> {
    inner: W,
    hasher: Hasher,
    written: u64,
}

impl<W: Write> Write for HashingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
