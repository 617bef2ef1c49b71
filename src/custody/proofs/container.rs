//! Small ASiC-S containers (ETSI EN 319 162-1 section 4.3): one object with what proves its time, to be shown without the archive.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::custody::beside::{flush_folder, folder_of};
use crate::custody::zip_write::{EntryFacts, Method, ZipWriter};
use crate::digest::Sha256;

/// The content of `mimetype`.
pub const SIMPLE: &[u8] = b"application/vnd.etsi.asic-s+zip";
/// The token in a container that proves the time of its object.
pub const TIMESTAMP: &str = "META-INF/timestamp.tst";
/// The evidence record in a container that proves the time of its object.
pub const EVIDENCE_RECORD: &str = "META-INF/evidencerecord.ers";
/// Bytes copied at a time.
const PIECE: usize = 256 << 10;

/// Writes the new container at `path`: `mimetype`, then the object, then what proves it.
///
/// # Errors
/// Also where something has that name: it is left alone.
pub fn write_new(path: &Path, object: (&str, &mut dyn Read), proof: (&str, &[u8])) -> io::Result<Sha256> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = tempfile::Builder::new().prefix(&format!(".{name}.")).suffix(".part").tempfile_in(folder_of(path))?;
    let (file, part) = part.into_parts();
    let mut zip = ZipWriter::new(file);
    write_whole(&mut zip, "mimetype", SIMPLE)?;
    copy(&mut zip, object.0, object.1)?;
    write_whole(&mut zip, proof.0, proof.1)?;
    let (_, digest): (File, Sha256) = zip.finish()?;
    part.persist_noclobber(path).map_err(|error| error.error)?;
    flush_folder(folder_of(path))?;
    Ok(digest)
}

fn write_whole(zip: &mut ZipWriter, name: &str, bytes: &[u8]) -> io::Result<()> {
    let size = bytes.len() as u64;
    let facts = EntryFacts { crc: crc32fast::hash(bytes), compressed: size, size };
    zip.write_whole(name, Method::Stored, facts, bytes.to_vec().into())
}

fn copy(zip: &mut ZipWriter, name: &str, content: &mut dyn Read) -> io::Result<()> {
    zip.begin(name, Method::Stored, 0, None)?;
    let (mut crc, mut size) = (crc32fast::Hasher::new(), 0);
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        if content.take(PIECE as u64).read_to_end(&mut piece)? == 0 {
            break;
        }
        crc.update(&piece);
        size += piece.len() as u64;
        zip.write(piece.into())?;
    }
    zip.end(EntryFacts { crc: crc.finalize(), compressed: size, size })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::zip_read::ZipReader;

    #[test]
    fn a_container_is_a_strict_zip_of_three_entries() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.asics");
        let object = vec![7; PIECE + 5];
        write_new(&path, ("message.eml", &mut &object[..]), ("META-INF/evidencerecord.ers", b"record")).unwrap();
        let (zip, faults) = ZipReader::open(&path).unwrap();
        // The MIME type is told by name only there.
        assert_eq!(faults, vec![]);
        let names: Vec<&str> = zip.entries().iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["mimetype", "message.eml", "META-INF/evidencerecord.ers"]);
        let mut content = Vec::new();
        zip.content(zip.entry("message.eml").unwrap()).read_to_end(&mut content).unwrap();
        assert_eq!(content, object);
        let again = write_new(&path, ("a", &mut &b""[..]), ("b", b""));
        assert_eq!(again.unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    }
}
