//! The ASN.1 of evidence records (RFC 4998 appendix A), written with rasn. What we do not look into is kept as it is ([`Any`]), so that
//! what was read can be written again and compared: that is how DER is insisted on outside the tokens.

use rasn::prelude::*;
use rasn_pkix::{AlgorithmIdentifier, Attribute};

use super::{Complaint, Stamp};
use crate::digest::Sha256;

/// SHA-256 (RFC 5754 section 2.2).
pub(super) const SHA256: &Oid = Oid::JOINT_ISO_ITU_T_COUNTRY_US_ORGANIZATION_GOV_CSOR_NIST_ALGORITHMS_HASH_SHA256;

#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq, Eq)]
pub(super) struct EvidenceRecord {
    pub version: u64,
    pub digest_algorithms: SequenceOf<AlgorithmIdentifier>,
    #[rasn(tag(0))]
    pub crypto_infos: Option<SequenceOf<Attribute>>,
    #[rasn(tag(1))]
    pub encryption_info: Option<EncryptionInfo>,
    pub chains: SequenceOf<SequenceOf<ArchiveTimeStamp>>,
}

#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq, Eq)]
pub(super) struct EncryptionInfo {
    pub kind: ObjectIdentifier,
    pub value: Any,
}

#[derive(AsnType, Clone, Debug, Decode, Encode, PartialEq, Eq)]
pub(super) struct ArchiveTimeStamp {
    #[rasn(tag(0))]
    pub digest_algorithm: Option<AlgorithmIdentifier>,
    #[rasn(tag(1))]
    pub attributes: Option<SetOf<Attribute>>,
    #[rasn(tag(2))]
    pub reduced_hashtree: Option<SequenceOf<SequenceOf<OctetString>>>,
    /// A ContentInfo, as it stands.
    pub time_stamp: Any,
}

/// The DER of a record with one time-stamp.
pub(super) fn record_of(stamp: &Stamp) -> Result<Vec<u8>, Complaint> {
    encode(&EvidenceRecord {
        version: 1,
        digest_algorithms: vec![sha256()],
        crypto_infos: None,
        encryption_info: None,
        chains: vec![vec![ArchiveTimeStamp::from(stamp)]],
    })
}

/// The DER of `record` with one more time-stamp at the end of its last chain.
pub(super) fn record_with(mut record: EvidenceRecord, stamp: &Stamp) -> Result<Vec<u8>, Complaint> {
    if let Some(chain) = record.chains.last_mut() {
        chain.push(ArchiveTimeStamp::from(stamp));
    }
    encode(&record)
}

fn encode(record: &EvidenceRecord) -> Result<Vec<u8>, Complaint> {
    rasn::der::encode(record).map_err(|error| Complaint::Unreadable(error.to_string()))
}

impl From<&Stamp> for ArchiveTimeStamp {
    fn from(stamp: &Stamp) -> ArchiveTimeStamp {
        let octets = |digest: &Sha256| OctetString::from(digest.as_bytes().to_vec());
        let lists: Vec<Vec<OctetString>> =
            stamp.tree.lists().iter().map(|list| list.iter().map(octets).collect()).collect();
        ArchiveTimeStamp {
            digest_algorithm: Some(sha256()),
            attributes: None,
            reduced_hashtree: (!lists.is_empty()).then_some(lists),
            time_stamp: Any::new(stamp.token.clone()),
        }
    }
}

/// Without parameters, as RFC 5754 section 2 has it.
fn sha256() -> AlgorithmIdentifier {
    AlgorithmIdentifier { algorithm: SHA256.into(), parameters: None }
}
