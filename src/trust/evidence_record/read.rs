//! From bytes to the time-stamps of a record: strict, and never more work than its size.

use rasn_cms::{CONTENT_SIGNED_DATA, ContentInfo};
use rasn_pkix::AlgorithmIdentifier;

use super::syntax::{ArchiveTimeStamp, EvidenceRecord, SHA256};
use super::{Complaint, MOST_BYTES, Stamp};
use crate::digest::Sha256;
use crate::trust::hash_tree::ReducedTree;

/// The DER NULL that many write as the parameters of SHA-256.
const NULL: &[u8] = &[5, 0];

/// The time-stamps of the one chain, at least one.
pub(super) fn stamps(bytes: &[u8]) -> Result<Vec<Stamp>, Complaint> {
    let record = decode(bytes)?;
    if record.version != 1 {
        return Err(unreadable(format!("version {} is not 1", record.version)));
    }
    if record.encryption_info.is_some() {
        return Err(Complaint::Encrypted);
    }
    if !record.digest_algorithms.iter().any(is_sha256) {
        return Err(match record.digest_algorithms.first() {
            Some(other) => Complaint::Algorithm(name(other)),
            None => unreadable("it names no hash algorithm"),
        });
    }
    match record.chains.as_slice() {
        [chain] if !chain.is_empty() => chain.iter().map(stamp).collect(),
        [] | [_] => Err(unreadable("it holds no time-stamp")),
        chains => Err(Complaint::TreeRenewal(chains.len())),
    }
}

/// Tokens may be BER, so the whole is read as BER; the rest is DER where writing it again gives the same bytes.
pub(super) fn decode(bytes: &[u8]) -> Result<EvidenceRecord, Complaint> {
    if bytes.len() > MOST_BYTES {
        return Err(unreadable(format!("it has {} bytes, more than {MOST_BYTES}", bytes.len())));
    }
    let (record, rest) = rasn::ber::decode_with_remainder::<EvidenceRecord>(bytes).map_err(unreadable)?;
    if !rest.is_empty() {
        return Err(unreadable(format!("{} bytes follow it", rest.len())));
    }
    if rasn::der::encode(&record).map_err(unreadable)? != bytes {
        return Err(unreadable("it is not DER"));
    }
    Ok(record)
}

fn stamp(found: &ArchiveTimeStamp) -> Result<Stamp, Complaint> {
    if let Some(other) = found.digest_algorithm.as_ref().filter(|algorithm| !is_sha256(algorithm)) {
        return Err(Complaint::Algorithm(name(other)));
    }
    let lists = match &found.reduced_hashtree {
        Some(lists) if lists.is_empty() => return Err(Complaint::Tree("a tree without a list")),
        Some(lists) => {
            lists.iter().map(|list| list.iter().map(|hash| digest(hash)).collect()).collect::<Result<_, _>>()?
        }
        None => Vec::new(),
    };
    let token = found.time_stamp.as_bytes().to_vec();
    let (content, rest) = rasn::ber::decode_with_remainder::<ContentInfo>(&token).map_err(unreadable)?;
    if !rest.is_empty() || *content.content_type != *CONTENT_SIGNED_DATA {
        return Err(unreadable("its time-stamp is not CMS signed data"));
    }
    Ok(Stamp { tree: ReducedTree::new(lists), token })
}

fn digest(octets: &[u8]) -> Result<Sha256, Complaint> {
    let raw: [u8; 32] =
        octets.try_into().map_err(|_| Complaint::Tree("a hash that has not the 32 bytes of SHA-256"))?;
    Ok(Sha256::from(raw))
}

fn is_sha256(algorithm: &AlgorithmIdentifier) -> bool {
    *algorithm.algorithm == *SHA256 && algorithm.parameters.as_ref().is_none_or(|given| given.as_bytes() == NULL)
}

/// The object identifier, in dots.
fn name(algorithm: &AlgorithmIdentifier) -> String {
    algorithm.algorithm.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

fn unreadable(why: impl std::fmt::Display) -> Complaint {
    Complaint::Unreadable(why.to_string())
}
