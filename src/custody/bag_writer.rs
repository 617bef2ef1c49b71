//! The bag as it grows: every entry goes into the zip, into the manifest of the bag that it belongs to, and into the ASiC manifest.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::acquire::{BLOCKS, Digests, Options, SMALL};
use super::asic;
use super::compress;
use super::layout::{self, bag};
use super::ledger::{SPILL, manifest_line};
use super::zip_write::{EntryFacts, Method, ZipWriter};
use crate::digest::{Hasher, Sha256, Sha512};
use crate::evidence::chunk::{Chunk, Chunks};

/// An archive being filled.
pub struct BagWriter {
    /// the zip file
    pub zip: ZipWriter,
    /// the bag's folder
    pub name: String,
    options: Options,
    /// where the archive will be
    folder: PathBuf,
    /// references of the ASiC manifest
    references: BufWriter<File>,
    tag_manifest: Vec<u8>,
    tag_manifest_512: Option<Vec<u8>>,
}

impl BagWriter {
    /// Starts with `mimetype`; `folder` is where the archive will be.
    pub fn new(file: File, name: String, folder: &Path, options: Options) -> io::Result<BagWriter> {
        let mut zip = ZipWriter::new(file);
        let content = layout::MIMETYPE_CONTENT;
        let size = content.len() as u64;
        let facts = EntryFacts { crc: crc32fast::hash(content), compressed: size, size };
        zip.write_whole(layout::MIMETYPE, Method::Stored, facts, content.to_vec().into())?;
        let mut references = BufWriter::with_capacity(SPILL, tempfile::tempfile_in(folder)?);
        asic::write_head(&mut references)?;
        asic::write_reference(&mut references, layout::MIMETYPE, &Sha256::of(content))?;
        let tag_manifest_512 = options.sha512.then(Vec::new);
        let (folder, tag_manifest) = (folder.to_owned(), Vec::new());
        Ok(BagWriter { zip, name, options, folder, references, tag_manifest, tag_manifest_512 })
    }

    /// The name in the zip of a file of the bag.
    pub fn entry_name(&self, file: &str) -> String {
        format!("{}/{file}", self.name)
    }

    /// Refers to an original that was written.
    pub fn stored(&mut self, file: &str, digests: &Digests) -> io::Result<()> {
        let entry = self.entry_name(file);
        asic::write_reference(&mut self.references, &entry, &digests.sha256)
    }

    /// Adds a tag file whose bytes are here.
    pub fn add_tag_bytes(&mut self, name: &str, bytes: Vec<u8>) -> io::Result<()> {
        let digests = self.write_bytes(&self.entry_name(name), bytes)?;
        self.refer_to_tag(name, &digests)
    }

    /// Adds a tag file from a temporary file.
    pub fn add_tag(&mut self, name: &str, file: File) -> io::Result<()> {
        let digests = self.write_file(&self.entry_name(name), file)?;
        self.refer_to_tag(name, &digests)
    }

    fn refer_to_tag(&mut self, name: &str, digests: &Digests) -> io::Result<()> {
        manifest_line(&mut self.tag_manifest, &mut self.tag_manifest_512, digests, name)?;
        self.stored(name, digests)
    }

    /// Adds the tag manifests and the ASiC manifest, then the central directory. Returns the file, the seal, and the digest of the
    /// file.
    pub fn finish(mut self) -> io::Result<(File, Sha256, Sha256)> {
        let manifests = [
            (bag::TAG_MANIFEST, Some(std::mem::take(&mut self.tag_manifest))),
            (bag::TAG_MANIFEST_512, self.tag_manifest_512.take()),
        ];
        for (name, manifest) in manifests {
            let Some(bytes) = manifest else { continue };
            let digests = self.write_bytes(&self.entry_name(name), bytes)?;
            self.stored(name, &digests)?;
        }
        asic::write_tail(&mut self.references)?;
        self.references.flush()?;
        let mut manifest = self.references.get_ref().try_clone()?;
        manifest.seek(SeekFrom::Start(0))?;
        let seal = self.write_file(layout::ASIC_MANIFEST, manifest)?.sha256;
        let (file, digest) = self.zip.finish()?;
        Ok((file, seal, digest))
    }

    fn write_file(&mut self, entry: &str, mut file: File) -> io::Result<Digests> {
        let size = file.metadata()?.len();
        if size <= SMALL {
            let mut bytes = Vec::with_capacity(size as usize);
            file.read_to_end(&mut bytes)?;
            return self.write_bytes(entry, bytes);
        }
        let packed = pack(file, &self.folder, self.options)?;
        self.zip.begin(entry, packed.method, packed.facts.size, Some(packed.facts))?;
        for chunk in Chunks::new(packed.file) {
            self.zip.write(chunk.piece())?;
        }
        self.zip.end(packed.facts)?;
        Ok(packed.digests)
    }

    fn write_bytes(&mut self, entry: &str, bytes: Vec<u8>) -> io::Result<Digests> {
        let sha512 = self.options.sha512.then(|| Sha512::of(&bytes));
        let digests = Digests { sha256: Sha256::of(&bytes), sha512 };
        let (crc, size) = (crc32fast::hash(&bytes), bytes.len() as u64);
        let block = compress::deflate_block(&bytes, true);
        let deflate = !self.options.store && compress::is_worth_it(block.len() as u64, size);
        let (method, bytes) = if deflate { (Method::Deflate, block) } else { (Method::Stored, bytes) };
        let facts = EntryFacts { crc, compressed: bytes.len() as u64, size };
        self.zip.write_whole(entry, method, facts, bytes.into())?;
        Ok(digests)
    }
}

struct Packed {
    file: File,
    method: Method,
    facts: EntryFacts,
    digests: Digests,
}

/// A large tag file made ready beforehand, so that its header is right from the start and the archive can be hashed while it is
/// written.
fn pack(mut file: File, folder: &Path, options: Options) -> io::Result<Packed> {
    let mut sha256 = Hasher::new();
    let mut sha512 = options.sha512.then(Sha512::hasher);
    let mut crc = crc32fast::Hasher::new();
    let mut facts = EntryFacts::default();
    let mut packed = BufWriter::new(tempfile::tempfile_in(folder)?);
    let mut chunks = Chunks::new(&mut file);
    loop {
        let side_by_side: Vec<Chunk> = chunks.by_ref().take(BLOCKS).collect();
        for chunk in &side_by_side {
            sha256.update(chunk.fresh());
            sha512.iter_mut().for_each(|hasher| hasher.update(chunk.fresh()));
            crc.update(chunk.fresh());
            facts.size += chunk.fresh().len() as u64;
        }
        if !options.store {
            for block in compress::deflate_blocks(&side_by_side) {
                facts.compressed += block.len() as u64;
                packed.write_all(&block)?;
            }
        }
        if side_by_side.len() < BLOCKS {
            break;
        }
    }
    if let Some(failure) = chunks.failure() {
        return Err(failure);
    }
    let digests = Digests { sha256: sha256.finish(), sha512: sha512.map(|hasher| hasher.finish()) };
    facts.crc = crc.finalize();
    let (method, mut file) = match options.store {
        true => (Method::Stored, file),
        false => (Method::Deflate, packed.into_inner().map_err(|error| error.into_error())?),
    };
    if options.store {
        facts.compressed = facts.size;
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(Packed { file, method, facts, digests })
}
