//! A container of one object and its proof, judged: the seal with its time, or a message with its evidence record.

use std::io::{self, Read};
use std::path::Path;

use super::check::{Proof, Trusted, token_says};
use super::container::{EVIDENCE_RECORD, SIMPLE, TIMESTAMP};
use super::manifest::read_whole;
use crate::custody::discrepancy::{Discrepancy, Fault};
use crate::custody::zip_read::{ZipEntry, ZipReader};
use crate::digest::{Hasher, Sha256};
use crate::trust::evidence_record::EvidenceRecord;
use crate::trust::timestamp::Token;

/// What is said of a container.
#[derive(Debug)]
pub struct SimpleVerdict {
    /// the name of its object
    pub object: String,
    /// the digest of its object
    pub sha256: Option<Sha256>,
    /// what proves its time, where that is sound
    pub proofs: Vec<Proof>,
    /// what is wrong
    pub discrepancies: Vec<Discrepancy>,
}

/// Whether the file at `path` is a container of one object, by its `mimetype`.
pub fn is_one(path: &Path) -> bool {
    let Ok((zip, _)) = ZipReader::open(path) else { return false };
    zip.entry("mimetype").is_some_and(|entry| read_whole(&zip, entry).is_ok_and(|bytes| bytes == SIMPLE))
}

/// Judges the container at `path`.
///
/// # Errors
/// Where it cannot be read.
pub fn verify(path: &Path, trusted: &Trusted) -> io::Result<SimpleVerdict> {
    let (zip, discrepancies) = ZipReader::open(path)?;
    let mut verdict = SimpleVerdict { object: String::new(), sha256: None, proofs: Vec::new(), discrepancies };
    let [mimetype, object, proof] = zip.entries() else {
        verdict.discrepancies.push(Discrepancy::new(Fault::NotReferenced, "", "not one object with one proof"));
        return Ok(verdict);
    };
    verdict.object.clone_from(&object.name);
    let checked = [mimetype, object, proof].map(|entry| hash(&zip, entry));
    let digest = match checked {
        [Ok(_), Ok(digest), Ok(_)] => digest,
        faulty => {
            verdict.discrepancies.extend(faulty.into_iter().filter_map(Result::err));
            return Ok(verdict);
        }
    };
    verdict.sha256 = Some(digest);
    let judged = read_whole(&zip, proof)
        .map_err(|why| Discrepancy::new(Fault::ProofUnreadable, &proof.name, why))
        .and_then(|bytes| judge(&proof.name, &bytes, digest, trusted));
    match judged {
        Ok(says) => verdict.proofs.extend(says.into_iter().map(|(says, trusted)| Proof {
            entry: proof.name.clone(),
            over: object.name.clone(),
            says,
            trusted,
        })),
        Err(fault) => verdict.discrepancies.push(fault),
    }
    Ok(verdict)
}

fn judge(
    name: &str,
    bytes: &[u8],
    digest: Sha256,
    trusted: &Trusted,
) -> Result<Vec<(super::check::Says, bool)>, Discrepancy> {
    let authorities = trusted.authorities.as_ref();
    match name {
        TIMESTAMP => Ok(vec![token_says(name, bytes, digest, authorities)?]),
        EVIDENCE_RECORD => {
            let wrong = |complaint: crate::trust::evidence_record::Complaint| {
                Discrepancy::new(fault_of(complaint.word()), name, complaint.to_string())
            };
            let record = EvidenceRecord::read(bytes).map_err(wrong)?;
            let root = record.check(&digest, imprint).map_err(wrong)?;
            let mut covered = root;
            let mut found = Vec::new();
            for token in record.tokens() {
                found.push(token_says(name, token, imprint(token).unwrap_or(covered), authorities)?);
                covered = Sha256::of(token);
            }
            Ok(found)
        }
        _ => Err(Discrepancy::new(Fault::NotReferenced, name, "is no proof that is known here")),
    }
}

/// The SHA-256 that a token stamps.
fn imprint(token: &[u8]) -> Option<Sha256> {
    let token = Token::from_der(token).ok()?;
    let imprint = token.imprint();
    let digest: [u8; 32] = imprint.digest.as_slice().try_into().ok()?;
    (imprint.algorithm == crate::trust::x509::DigestAlgorithm::Sha256).then(|| Sha256::from(digest))
}

fn fault_of(word: &str) -> Fault {
    Fault::of_word(word).unwrap_or(Fault::RecordUnreadable)
}

fn hash(zip: &ZipReader, entry: &ZipEntry) -> Result<Sha256, Discrepancy> {
    let (mut hasher, mut crc, mut size) = (Hasher::new(), crc32fast::Hasher::new(), 0u64);
    let mut content = zip.content(entry);
    let mut buffer = vec![0; 256 << 10];
    loop {
        let fault = |error: io::Error| Discrepancy::new(Fault::Size, &entry.name, error.to_string());
        let read = content.read(&mut buffer).map_err(fault)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
        crc.update(&buffer[..read]);
        size += read as u64;
    }
    match (crc.finalize() == entry.facts.crc, size == entry.facts.size) {
        (true, true) => Ok(hasher.finish()),
        (false, _) => Err(Discrepancy::new(Fault::Crc, &entry.name, "its CRC-32 is not that of its header")),
        (_, false) => Err(Discrepancy::new(Fault::Size, &entry.name, "is longer or shorter than its header says")),
    }
}
