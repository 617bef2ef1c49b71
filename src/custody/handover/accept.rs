//! A package received: decrypted and unpacked in one stream into a folder that gets its name only when the decryption ended well, then
//! compared with what its sender says of it, verified, and acknowledged.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::thread;

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use super::HandoverError;
use super::transfer::{Listed, Transfer, names};
use super::unpack::{self, Unpacked};
use crate::custody::beside::flush_folder;
use crate::custody::discrepancy::{Discrepancy, Fault};
use crate::digest::{Hasher, Sha256};
use crate::trust::openpgp::{
    Certificate, DecryptOptions, DetachedSignatures, LockedKey, OpenPgpError, SecretKey, SignatureReport, decrypt,
};

/// What a receiver has.
pub struct Incoming<'a> {
    /// the package
    pub package: &'a Path,
    /// keys that may open it
    pub keys: &'a [SecretKey],
    /// certificates of those who may have signed the transfer
    pub signers: &'a [Certificate],
    /// today
    pub now: DateTime<Utc>,
    /// told of the bytes read
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// What came out of a package.
#[derive(Debug)]
pub struct Accepted {
    /// the folder that its files are in now
    pub folder: PathBuf,
    /// the package as it came
    pub package: Listed,
    /// what its files are, as they came
    pub files: BTreeMap<String, Listed>,
    /// what its sender says; none where that cannot be read
    pub transfer: Option<Transfer>,
    /// the signatures over that, where there are any
    pub signatures: Vec<SignatureReport>,
    /// what is wrong with the package; the archive in it is verified apart
    pub discrepancies: Vec<Discrepancy>,
}

impl Accepted {
    /// The digest of the file of that name as it came; zeros where there is none.
    pub fn archive_sha256(&self, name: &str) -> Sha256 {
        self.files.get(name).map_or(Sha256::ZERO, |file| file.sha256)
    }
}

/// Decrypts and unpacks below `into`.
///
/// # Errors
/// Where it cannot be decrypted, was altered or is no package: nothing of it is left then.
pub fn accept(
    incoming: &Incoming<'_>,
    passphrase: &mut dyn FnMut(&LockedKey) -> Option<Zeroizing<String>>,
    into: &Path,
) -> Result<Accepted, HandoverError> {
    let write = |cause| HandoverError::Write { path: into.to_owned(), cause };
    std::fs::create_dir_all(into).map_err(write)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".receiving.");
    // What was encrypted is nobody else's business on this machine either.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let part = builder.tempdir_in(into).map_err(write)?;
    let (package, unpacked) = decrypt_into(incoming, passphrase, part.path())?;
    let folder = into.join(&unpacked.folder);
    if folder.exists() {
        return Err(HandoverError::Write { path: folder, cause: io::ErrorKind::AlreadyExists.into() });
    }
    let (transfer, mut discrepancies) = unpack::check(&unpacked, part.path());
    let signatures = match discrepancies.is_empty() && unpacked.files.contains_key(names::SIGNATURE) {
        true => signatures(incoming, part.path(), &mut discrepancies),
        false => Vec::new(),
    };
    std::fs::rename(part.path(), &folder).map_err(write)?;
    let _ = part.keep();
    flush_folder(into).map_err(write)?;
    Ok(Accepted { folder, package, files: unpacked.files, transfer, signatures, discrepancies })
}

fn decrypt_into(
    incoming: &Incoming<'_>,
    passphrase: &mut dyn FnMut(&LockedKey) -> Option<Zeroizing<String>>,
    into: &Path,
) -> Result<(Listed, Unpacked), HandoverError> {
    let read = |cause| HandoverError::Read { path: incoming.package.to_owned(), cause };
    let file = File::open(incoming.package).map_err(read)?;
    let mut message = Counting {
        inner: BufReader::with_capacity(1 << 20, file),
        hasher: Hasher::new(),
        read: 0,
        progress: incoming.progress,
    };
    let (reader, mut writer) = io::pipe().map_err(read)?;
    let options = DecryptOptions { most_plaintext: None, certificates: &[], now: incoming.now };
    let (decrypted, unpacked) = thread::scope(|scope| {
        let unpacking = scope.spawn(move || unpack::unpack(BufReader::with_capacity(1 << 20, reader), into));
        let decrypted = decrypt(&mut message, incoming.keys, passphrase, &options, &mut writer);
        drop(writer);
        (decrypted, unpacking.join().expect("because unpacking does not panic"))
    });
    // What was decrypted counts only if the end was reached; a plaintext that is no package breaks the pipe.
    let unpacked = match (decrypted, unpacked) {
        (Ok(_), unpacked) => unpacked?,
        (Err(OpenPgpError::Write(_)), Err(cause)) => return Err(cause),
        (Err(cause), _) => return Err(cause.into()),
    };
    io::copy(&mut message, &mut io::sink()).map_err(read)?;
    let name = incoming.package.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((Listed { name, size: message.read, sha256: message.hasher.finish() }, unpacked))
}

/// The signatures over `transfer.json`; a wrong one is a discrepancy, one of an unknown signer proves nothing and is none.
fn signatures(incoming: &Incoming<'_>, folder: &Path, discrepancies: &mut Vec<Discrepancy>) -> Vec<SignatureReport> {
    let read = |name: &str| std::fs::read(folder.join(name)).map_err(|error| error.to_string());
    let reports = read(names::SIGNATURE).and_then(|signature| {
        let signatures = DetachedSignatures::read(&signature).map_err(|error| error.to_string())?;
        let transfer = read(names::TRANSFER)?;
        signatures.verify(&transfer[..], incoming.signers, incoming.now).map_err(|error| error.to_string())
    });
    match reports {
        Ok(reports) => {
            let wrong = reports.iter().filter(|report| report.verdict.is_wrong());
            let told =
                wrong.map(|report| Discrepancy::new(Fault::PackageSignature, names::SIGNATURE, report.verdict.word()));
            discrepancies.extend(told);
            reports
        }
        Err(why) => {
            discrepancies.push(Discrepancy::new(Fault::PackageSignature, names::SIGNATURE, why));
            Vec::new()
        }
    }
}

/// What is read, counted and hashed.
struct Counting<'a, R> {
    inner: R,
    hasher: Hasher,
    read: u64,
    progress: &'a (dyn Fn(u64) + Sync),
}

impl<R: Read> Read for Counting<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.hasher.update(&into[..read]);
        self.read += read as u64;
        (self.progress)(read as u64);
        Ok(read)
    }
}
