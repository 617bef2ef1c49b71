//! Time-stamps and signatures added to a sealed archive: what is to be stamped or signed, and the entries that come of it. FORMAT.md
//! section 10.

use std::io;
use std::path::{Path, PathBuf};

use super::attach::{Addition, AttachError, attach};
use super::container;
use super::manifest::{self, Standing};
use super::name::{MOST, ProofName};
use super::tree;
use crate::custody::archive::{ArchiveError, SealedArchive};
use crate::custody::layout::ASIC_MANIFEST;
use crate::custody::zip_read::ZipReader;
use crate::digest::Sha256;

/// Why nothing was added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// the archive cannot be read
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// the archive cannot be added to
    #[error(transparent)]
    Attach(#[from] AttachError),
    /// the archive cannot be read
    #[error("cannot read {}: {cause}", path.display())]
    Read {
        /// the archive
        path: PathBuf,
        /// what the system said
        cause: io::Error,
    },
    /// what was added before does not hold: nothing is put on top of it
    #[error("{entry}: {detail}: nothing is added on top of that")]
    Unsound {
        /// the entry
        entry: String,
        /// what is wrong
        detail: String,
    },
    /// as many proofs as an archive may have
    #[error("the archive has {MOST} proofs: no more are added")]
    TooMany,
    /// the container that shows the seal cannot be written
    #[error("cannot write {}: {cause}", path.display())]
    Container {
        /// the container
        path: PathBuf,
        /// what the system said
        cause: io::Error,
    },
}

/// What stands in an archive now, and what is to be stamped or signed next.
#[derive(Debug)]
pub struct Ground {
    path: PathBuf,
    standing: Vec<Standing>,
    manifest: Vec<u8>,
    /// the seal
    pub seal: Sha256,
}

impl Ground {
    /// Looks at the archive at `path`.
    ///
    /// # Errors
    /// Where it cannot be read, or what was added before is not sound.
    pub fn of(path: &Path) -> Result<Ground, AddError> {
        super::attach::restore(path)?;
        let archive = SealedArchive::open(path)?;
        let (seal, manifest) = (archive.seal()?, archive.manifest()?);
        let (zip, _) = ZipReader::open(path).map_err(|cause| AddError::Read { path: path.to_owned(), cause })?;
        let (standing, mut faults) = manifest::standing(&zip, seal);
        faults.extend(manifest::check(&standing));
        match faults.into_iter().next() {
            Some(fault) => Err(AddError::Unsound { entry: fault.entry, detail: fault.detail }),
            None => Ok(Ground { path: path.to_owned(), standing, manifest, seal }),
        }
    }

    fn has(&self, name: ProofName) -> bool {
        self.standing.iter().any(|entry| entry.proof() == Some(name))
    }

    /// The next time-stamp: the first is over the sealed manifest; each later one over a new manifest of all that stands there.
    ///
    /// # Errors
    /// [`AddError::TooMany`].
    pub fn time_stamp(&self) -> Result<Pending, AddError> {
        let first = ProofName::Timestamp(1);
        if !self.has(first) {
            return Ok(Pending { name: first, manifest: None, digest: self.seal });
        }
        self.later(ProofName::Timestamp)
    }

    /// The next signature by certificate, over a new manifest.
    ///
    /// # Errors
    /// [`AddError::TooMany`].
    pub fn cms_signature(&self) -> Result<Pending, AddError> {
        self.later(ProofName::Cms)
    }

    fn later(&self, name: impl Fn(u32) -> ProofName) -> Result<Pending, AddError> {
        let number = manifest::next_number(&self.standing);
        if number > MOST {
            return Err(AddError::TooMany);
        }
        let manifest = manifest::write(name(number), &self.standing);
        let digest = Sha256::of(&manifest);
        Ok(Pending { name: name(number), manifest: Some((ProofName::Manifest(number), manifest)), digest })
    }

    /// The time-stamp of the message tree; none where there is one already, or no message.
    ///
    /// # Errors
    /// Where the table of messages cannot be read.
    pub fn message_tree(&self) -> Result<Option<Pending>, AddError> {
        if self.has(ProofName::MessageTree) {
            return Ok(None);
        }
        let tree = tree::of(&SealedArchive::open(&self.path)?)?;
        Ok(tree.map(|tree| Pending { name: ProofName::MessageTree, manifest: None, digest: tree.root() }))
    }

    /// The next OpenPGP signature, over the sealed manifest.
    ///
    /// # Errors
    /// [`AddError::TooMany`].
    pub fn openpgp_signature(&self) -> Result<Pending, AddError> {
        let number = (1..=MOST).find(|number| !self.has(ProofName::OpenPgp(*number))).ok_or(AddError::TooMany)?;
        Ok(Pending { name: ProofName::OpenPgp(number), manifest: None, digest: self.seal })
    }

    /// The bytes that a signature is made over.
    pub fn signed_bytes<'a>(&'a self, pending: &'a Pending) -> &'a [u8] {
        pending.manifest.as_ref().map_or(&self.manifest, |(_, bytes)| bytes)
    }

    /// Adds proofs to the archive; the digest of the whole file as it is then. With a first time-stamp the container that shows the seal
    /// and its time is written beside the archive, where there is none.
    ///
    /// # Errors
    /// The archive is then as it was, but for [`AddError::Container`].
    pub fn add(&self, proofs: Vec<(Pending, Vec<u8>)>) -> Result<Sha256, AddError> {
        let first =
            proofs.iter().find(|(pending, _)| pending.name == ProofName::Timestamp(1)).map(|(_, token)| token.clone());
        let additions: Vec<Addition> =
            proofs.into_iter().flat_map(|(pending, proof)| pending.additions(proof)).collect();
        let digest = attach(&self.path, &additions)?;
        if let Some(token) = first {
            let path = seal_container(&self.path);
            let object = ASIC_MANIFEST.rsplit('/').next().unwrap_or(ASIC_MANIFEST);
            if !path.exists() {
                let written =
                    container::write_new(&path, (object, &mut &self.manifest[..]), (container::TIMESTAMP, &token));
                written.map_err(|cause| AddError::Container { path, cause })?;
            }
        }
        Ok(digest)
    }
}

/// The container beside an archive that shows its seal and the time of it.
pub fn seal_container(archive: &Path) -> PathBuf {
    archive.with_extension("seal.asics")
}

/// A proof that is still to be made.
#[derive(Debug)]
pub struct Pending {
    /// what it will be
    pub name: ProofName,
    manifest: Option<(ProofName, Vec<u8>)>,
    /// what is to be stamped: the digest of the manifest, or the root of the message tree
    pub digest: Sha256,
}

impl Pending {
    fn additions(self, proof: Vec<u8>) -> Vec<Addition> {
        let manifest = self.manifest.map(|(name, bytes)| Addition { name: name.to_string(), bytes });
        manifest.into_iter().chain([Addition { name: self.name.to_string(), bytes: proof }]).collect()
    }
}
