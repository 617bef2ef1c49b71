//! The manifests that are added after the seal: each refers to all that stands in `META-INF/` before it, so that what is made over it
//! renews or confirms the whole. FORMAT.md section 10.

use std::io::Read;

use super::name::ProofName;
use crate::custody::asic;
use crate::custody::discrepancy::{Discrepancy, Fault};
use crate::custody::layout;
use crate::custody::zip_read::{ZipEntry, ZipReader};
use crate::digest::Sha256;

/// No token, signature or later manifest is larger.
pub const LARGEST: u64 = 1 << 20;

/// An entry of `META-INF/`, in the order of the archive.
#[derive(Debug, Clone)]
pub struct Standing {
    /// its name
    pub name: String,
    /// its content; empty for the sealed manifest, which may be large, and for what is larger than [`LARGEST`]
    pub bytes: Vec<u8>,
    /// the digest of its content
    pub sha256: Sha256,
}

impl Standing {
    /// What it is; none for the sealed manifest.
    pub fn proof(&self) -> Option<ProofName> {
        ProofName::of(&self.name)
    }
}

/// What stands in `META-INF/` of an archive whose seal is `seal`; an entry that cannot be read or is too large is told.
pub fn standing(zip: &ZipReader, seal: Sha256) -> (Vec<Standing>, Vec<Discrepancy>) {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for entry in zip.entries() {
        if entry.name == layout::ASIC_MANIFEST {
            found.push(Standing { name: entry.name.clone(), bytes: Vec::new(), sha256: seal });
        } else if ProofName::of(&entry.name).is_some() {
            match read_whole(zip, entry) {
                Ok(bytes) => found.push(Standing { name: entry.name.clone(), sha256: Sha256::of(&bytes), bytes }),
                Err(why) => faults.push(Discrepancy::new(Fault::ProofUnreadable, &entry.name, why)),
            }
        }
    }
    (found, faults)
}

/// The content of a small entry; why it cannot be had, in words.
pub(super) fn read_whole(zip: &ZipReader, entry: &ZipEntry) -> Result<Vec<u8>, String> {
    if entry.facts.size > LARGEST {
        return Err(format!("is larger than {LARGEST} bytes"));
    }
    let mut bytes = Vec::new();
    zip.content(entry).take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The number of the next manifest.
pub fn next_number(standing: &[Standing]) -> u32 {
    let number = |standing: &Standing| match standing.proof() {
        Some(ProofName::Manifest(number)) => Some(number),
        _ => None,
    };
    standing.iter().filter_map(number).max().unwrap_or(1) + 1
}

/// The manifest that `proof` is to be made over: it refers to all that stands there now.
pub fn write(proof: ProofName, standing: &[Standing]) -> Vec<u8> {
    let mime_type = match proof {
        ProofName::Cms(_) => asic::CMS_TYPE,
        _ => asic::TOKEN_TYPE,
    };
    let mut out = Vec::new();
    let written = asic::write_head_for(&mut out, &proof.to_string(), mime_type)
        .and_then(|()| {
            standing.iter().try_for_each(|entry| asic::write_reference(&mut out, &entry.name, &entry.sha256))
        })
        .and_then(|()| asic::write_tail(&mut out));
    written.expect("because writing into memory cannot fail");
    out
}

/// Compares each later manifest with what stands before it, and with what must follow it.
pub fn check(standing: &[Standing]) -> Vec<Discrepancy> {
    let mut faults = Vec::new();
    let mut expected = 2;
    for (position, entry) in standing.iter().enumerate() {
        let mut fault = |detail: String| faults.push(Discrepancy::new(Fault::ProofManifest, &entry.name, detail));
        match entry.proof() {
            Some(ProofName::Manifest(number)) => {
                if number != expected {
                    fault(format!("stands where ASiCManifest{expected:03}.xml must stand"));
                }
                expected = number + 1;
                let next = standing.get(position + 1).map(|next| next.name.as_str());
                check_one(entry, number, &standing[..position], next).into_iter().for_each(fault);
            }
            Some(proof @ (ProofName::Timestamp(2..) | ProofName::Cms(_))) => {
                let before = position.checked_sub(1).and_then(|before| standing[before].proof());
                if before != proof.over() {
                    fault("does not stand behind the manifest that it is made over".to_owned());
                }
            }
            _ => {}
        }
    }
    faults
}

fn check_one(entry: &Standing, number: u32, before: &[Standing], next: Option<&str>) -> Vec<String> {
    let manifest = match asic::read(&entry.bytes[..], before.len() + 1) {
        Ok(manifest) => manifest,
        Err(why) => return vec![format!("cannot be read: {why}")],
    };
    let mut faults = Vec::new();
    let allowed = [ProofName::Timestamp(number), ProofName::Cms(number)].map(|proof| proof.to_string());
    if !allowed.contains(&manifest.proof) || next != Some(&manifest.proof) {
        faults.push(format!("names {} and is followed by {}", manifest.proof, next.unwrap_or("nothing")));
    }
    let there: Vec<(String, Sha256)> = before.iter().map(|entry| (entry.name.clone(), entry.sha256)).collect();
    if manifest.references != there {
        let wrong = there.iter().find(|entry| !manifest.references.contains(entry));
        let wrong = wrong.or_else(|| manifest.references.iter().find(|entry| !there.contains(entry)));
        let name = wrong.map_or("the order", |(name, _)| name);
        faults.push(format!("does not refer to what stands before it: {name}"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: ProofName, bytes: &[u8]) -> Standing {
        Standing { name: name.to_string(), bytes: bytes.to_vec(), sha256: Sha256::of(bytes) }
    }

    fn sound() -> Vec<Standing> {
        let mut all = vec![
            Standing { name: layout::ASIC_MANIFEST.to_owned(), bytes: Vec::new(), sha256: Sha256::of(b"seal") },
            entry(ProofName::Timestamp(1), b"token"),
            entry(ProofName::OpenPgp(1), b"signature"),
        ];
        for proof in [ProofName::Cms(2), ProofName::Timestamp(3)] {
            let manifest = write(proof, &all);
            all.push(entry(ProofName::Manifest(next_number(&all)), &manifest));
            all.push(entry(proof, b"made over it"));
        }
        all
    }

    fn told(standing: &[Standing]) -> Vec<String> {
        check(standing).into_iter().map(|fault| format!("{} {}", fault.entry, fault.detail)).collect()
    }

    #[test]
    fn what_is_written_passes() {
        assert_eq!(told(&sound()), Vec::<String>::new());
        assert_eq!(next_number(&sound()), 4);
    }

    #[test]
    fn each_change_is_told_once() {
        let mut altered = sound();
        altered[1] = entry(ProofName::Timestamp(1), b"another token");
        assert_eq!(told(&altered).len(), 2, "both later manifests contradict it");
        let without = |position: usize| {
            let mut all = sound();
            all.remove(position);
            told(&all)
        };
        assert!(without(6)[0].contains("is followed by nothing"));
        assert!(without(5)[0].contains("timestamp003.tst does not stand behind"));
        let mut moved = sound();
        moved.swap(1, 2);
        assert!(told(&moved)[0].contains("the order"), "{:?}", told(&moved));
        let mut junk = sound();
        junk[3] = entry(ProofName::Manifest(2), b"<x/>");
        assert!(told(&junk)[0].contains("cannot be read"));
    }
}
