//! From bytes to the time-stamps of a record: strict, and never more work than its size.

use super::syntax::{Algorithm, ArchiveTimeStamp, EvidenceRecord};
use super::{Complaint, MOST_BYTES, Stamp};
use crate::digest::Sha256;
use crate::trust::der::{Malformed, Reader, definite, oid, tag};
use crate::trust::hash_tree::ReducedTree;

/// The DER NULL that many write as the parameters of SHA-256, and that must be taken (RFC 5754 section 2).
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

/// All but the tokens is DER where writing it again gives the same bytes.
pub(super) fn decode(bytes: &[u8]) -> Result<EvidenceRecord, Complaint> {
    if bytes.len() > MOST_BYTES {
        return Err(unreadable(format!("it has {} bytes, more than {MOST_BYTES}", bytes.len())));
    }
    let mut reader = Reader::new(bytes);
    let record = EvidenceRecord::read(&mut reader).map_err(unreadable)?;
    if !reader.is_empty() {
        return Err(unreadable(format!("{} bytes follow it", reader.rest().len())));
    }
    if record.to_der() != bytes {
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
    if !is_signed_data(&found.time_stamp).map_err(unreadable)? {
        return Err(unreadable("its time-stamp is not CMS signed data"));
    }
    Ok(Stamp { tree: ReducedTree::new(lists), token: found.time_stamp.clone() })
}

/// Whether the token is a ContentInfo of signed data (RFC 5652 section 3); what is signed is not looked at.
fn is_signed_data(token: &[u8]) -> Result<bool, Malformed> {
    let token = definite(token)?;
    let mut parts = Reader::whole(&token, tag::SEQUENCE, "its time-stamp is not CMS")?.inside();
    let content_type = parts.object("its time-stamp has no content type")?;
    let mut content = parts.take(tag::context(0), "its time-stamp has no content")?.inside();
    content.any()?;
    content.end("its time-stamp has more than one content")?;
    parts.end("its time-stamp has too many parts")?;
    Ok(content_type == oid::SIGNED_DATA)
}

fn digest(octets: &[u8]) -> Result<Sha256, Complaint> {
    let raw: [u8; 32] =
        octets.try_into().map_err(|_| Complaint::Tree("a hash that has not the 32 bytes of SHA-256"))?;
    Ok(Sha256::from(raw))
}

fn is_sha256(algorithm: &Algorithm) -> bool {
    algorithm.identifier == oid::SHA256.as_bytes() && algorithm.parameters.as_deref().is_none_or(|given| given == NULL)
}

/// The object identifier in dots, also where its numbers are larger than ours are.
fn name(algorithm: &Algorithm) -> String {
    dotted(&algorithm.identifier).unwrap_or_else(|| "of a very long identifier".to_owned())
}

fn dotted(identifier: &[u8]) -> Option<String> {
    if identifier.len() > LONGEST_SHOWN {
        return None;
    }
    let (mut numbers, mut number) = (Vec::new(), 0u128);
    for octet in identifier {
        number = number.checked_mul(128)? | u128::from(octet & 0x7f);
        if octet & 0x80 == 0 {
            numbers.push(number);
            number = 0;
        }
    }
    // The first two numbers are written as one: 40 times the first, which is at most 2, and the second.
    let (both, others) = numbers.split_first()?;
    let first = (both / 40).min(2);
    Some(others.iter().fold(format!("{first}.{}", both - 40 * first), |name, number| format!("{name}.{number}")))
}

const LONGEST_SHOWN: usize = 64;

fn unreadable(why: impl std::fmt::Display) -> Complaint {
    Complaint::Unreadable(why.to_string())
}
