//! The ASN.1 of evidence records (RFC 4998 appendix B), as it is read and as it is written. What we do not look into is kept as it is, so
//! that what was read can be written again and compared: that is how DER is insisted on outside the tokens.

use super::Stamp;
use crate::digest::Sha256;
use crate::trust::der::{Malformed, Reader, context, definite, integer, octets, oid, sequence, set_of, tag, wrap};

#[derive(Clone, Debug)]
pub(super) struct EvidenceRecord {
    pub version: u32,
    pub digest_algorithms: Vec<Algorithm>,
    pub crypto_infos: Option<Vec<Attribute>>,
    pub encryption_info: Option<EncryptionInfo>,
    pub chains: Vec<Vec<ArchiveTimeStamp>>,
}

/// The contents of an OBJECT IDENTIFIER. As octets, so that others' may be as long, and their numbers as large, as they like.
pub(super) type Identifier = Vec<u8>;

/// An AlgorithmIdentifier; its parameters as they stand.
#[derive(Clone, Debug)]
pub(super) struct Algorithm {
    pub identifier: Identifier,
    pub parameters: Option<Vec<u8>>,
}

/// An Attribute; its values as they stand.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    pub kind: Identifier,
    pub values: Vec<Vec<u8>>,
}

#[derive(Clone, Debug)]
pub(super) struct EncryptionInfo {
    pub kind: Identifier,
    pub value: Vec<u8>,
}

#[derive(Clone, Debug)]
pub(super) struct ArchiveTimeStamp {
    pub digest_algorithm: Option<Algorithm>,
    pub attributes: Option<Vec<Attribute>>,
    pub reduced_hashtree: Option<Vec<Vec<Vec<u8>>>>,
    /// A ContentInfo, as it stands.
    pub time_stamp: Vec<u8>,
}

impl EvidenceRecord {
    /// A record with one time-stamp.
    pub fn of(stamp: &Stamp) -> EvidenceRecord {
        EvidenceRecord {
            version: 1,
            digest_algorithms: vec![Algorithm::sha256()],
            crypto_infos: None,
            encryption_info: None,
            chains: vec![vec![ArchiveTimeStamp::of(stamp)]],
        }
    }

    /// The next value must be a record.
    pub fn read(reader: &mut Reader<'_>) -> Result<EvidenceRecord, Malformed> {
        let mut parts = reader.sequence("it is not an evidence record")?;
        let version = parts.take(tag::INTEGER, "it has no version")?.small().ok_or(Malformed("its version is none"))?;
        let digest_algorithms = all(parts.sequence("it has no list of hash algorithms")?, Algorithm::read)?;
        let crypto_infos =
            parts.maybe(tag::context(0))?.map(|infos| all(infos.inside(), Attribute::read)).transpose()?;
        let encryption_info =
            parts.maybe(tag::context(1))?.map(|info| EncryptionInfo::of_parts(info.inside())).transpose()?;
        let chains = all(parts.sequence("it has no time-stamps")?, |reader| {
            all(reader.sequence("a chain of time-stamps is not one")?, ArchiveTimeStamp::read)
        })?;
        parts.end("it has too many parts")?;
        Ok(EvidenceRecord { version, digest_algorithms, crypto_infos, encryption_info, chains })
    }

    pub fn to_der(&self) -> Vec<u8> {
        let chain = |chain: &Vec<ArchiveTimeStamp>| sequence(&[&each(chain, ArchiveTimeStamp::to_der)]);
        let parts = [
            integer(&self.version.to_be_bytes()),
            sequence(&[&each(&self.digest_algorithms, Algorithm::to_der)]),
            self.crypto_infos.as_ref().map_or_else(Vec::new, |infos| context(0, &[&each(infos, Attribute::to_der)])),
            self.encryption_info.as_ref().map_or_else(Vec::new, |info| context(1, &[&object(&info.kind), &info.value])),
            sequence(&[&each(&self.chains, chain)]),
        ];
        sequence(&[&parts.concat()])
    }
}

impl Algorithm {
    /// SHA-256 without parameters, as RFC 5754 section 2 wants it written.
    pub fn sha256() -> Algorithm {
        Algorithm { identifier: oid::SHA256.as_bytes().to_vec(), parameters: None }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Algorithm, Malformed> {
        Algorithm::of_parts(reader.sequence("an algorithm is not one")?)
    }

    fn of_parts(mut parts: Reader<'_>) -> Result<Algorithm, Malformed> {
        let identifier = identifier(&mut parts)?;
        let parameters = if parts.is_empty() { None } else { Some(any(&mut parts)?) };
        parts.end("an algorithm has too many parts")?;
        Ok(Algorithm { identifier, parameters })
    }

    fn parts(&self) -> Vec<u8> {
        [&object(&self.identifier), self.parameters.as_deref().unwrap_or_default()].concat()
    }

    fn to_der(&self) -> Vec<u8> {
        sequence(&[&self.parts()])
    }
}

impl Attribute {
    fn read(reader: &mut Reader<'_>) -> Result<Attribute, Malformed> {
        let mut parts = reader.sequence("an attribute is not one")?;
        let kind = identifier(&mut parts)?;
        let values = all(parts.take(tag::SET, "an attribute has no values")?.inside(), any)?;
        parts.end("an attribute has too many parts")?;
        Ok(Attribute { kind, values })
    }

    fn to_der(&self) -> Vec<u8> {
        let values: Vec<&[u8]> = self.values.iter().map(Vec::as_slice).collect();
        sequence(&[&object(&self.kind), &set_of(&values)])
    }
}

impl EncryptionInfo {
    fn of_parts(mut parts: Reader<'_>) -> Result<EncryptionInfo, Malformed> {
        let info = EncryptionInfo { kind: identifier(&mut parts)?, value: any(&mut parts)? };
        parts.end("encryptionInfo has too many parts")?;
        Ok(info)
    }
}

impl ArchiveTimeStamp {
    pub fn of(stamp: &Stamp) -> ArchiveTimeStamp {
        let octets = |digest: &Sha256| digest.as_bytes().to_vec();
        let lists: Vec<Vec<Vec<u8>>> =
            stamp.tree.lists().iter().map(|list| list.iter().map(octets).collect()).collect();
        ArchiveTimeStamp {
            digest_algorithm: Some(Algorithm::sha256()),
            attributes: None,
            reduced_hashtree: (!lists.is_empty()).then_some(lists),
            time_stamp: stamp.token.clone(),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<ArchiveTimeStamp, Malformed> {
        let mut parts = reader.sequence("a time-stamp is not one")?;
        let digest_algorithm =
            parts.maybe(tag::context(0))?.map(|value| Algorithm::of_parts(value.inside())).transpose()?;
        let attributes = parts.maybe(tag::context(1))?.map(|set| all(set.inside(), Attribute::read)).transpose()?;
        let reduced_hashtree = parts.maybe(tag::context(2))?.map(|lists| all(lists.inside(), hashes)).transpose()?;
        // The token may be BER, whose end only `definite` finds: it must be all that is left.
        Reader::whole(&definite(parts.rest())?, tag::SEQUENCE, "a time-stamp has no token")?;
        Ok(ArchiveTimeStamp { digest_algorithm, attributes, reduced_hashtree, time_stamp: parts.rest().to_vec() })
    }

    fn to_der(&self) -> Vec<u8> {
        let list = |list: &Vec<Vec<u8>>| sequence(&[&each(list, |hash| octets(hash))]);
        let parts = [
            self.digest_algorithm.as_ref().map_or_else(Vec::new, |algorithm| context(0, &[&algorithm.parts()])),
            self.attributes.as_ref().map_or_else(Vec::new, |attributes| {
                let mut sorted: Vec<Vec<u8>> = attributes.iter().map(Attribute::to_der).collect();
                sorted.sort_unstable();
                context(1, &[&sorted.concat()])
            }),
            self.reduced_hashtree.as_ref().map_or_else(Vec::new, |lists| context(2, &[&each(lists, list)])),
            self.time_stamp.clone(),
        ];
        sequence(&[&parts.concat()])
    }
}

fn hashes(reader: &mut Reader<'_>) -> Result<Vec<Vec<u8>>, Malformed> {
    let hash = |reader: &mut Reader<'_>| Ok(reader.take(tag::OCTETS, "a hash is not one")?.contents.to_vec());
    all(reader.sequence("a list of hashes is not one")?, hash)
}

/// All that is left in `reader`.
fn all<'a, T>(
    mut reader: Reader<'a>,
    read: impl Fn(&mut Reader<'a>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let mut values = Vec::new();
    while !reader.is_empty() {
        values.push(read(&mut reader)?);
    }
    Ok(values)
}

/// The next value, whatever it is, as it stands.
fn any(reader: &mut Reader<'_>) -> Result<Vec<u8>, Malformed> {
    match reader.any()? {
        value if value.tag == END_OF_CONTENTS => Err(Malformed("a value has the tag of none")),
        value => Ok(value.whole.to_vec()),
    }
}

/// What BER closes an indefinite length with (X.690 section 8.1.5).
const END_OF_CONTENTS: u8 = 0;

/// The next value must be an object identifier in DER: numbers of seven bits an octet, none begun with zeros, none cut off.
fn identifier(reader: &mut Reader<'_>) -> Result<Identifier, Malformed> {
    let octets = reader.take(tag::OBJECT, "an object identifier is missing")?.contents;
    let mut begins = true;
    for octet in octets {
        if begins && *octet == MORE_FOLLOWS {
            return Err(Malformed("an object identifier is not in DER"));
        }
        begins = octet & MORE_FOLLOWS == 0;
    }
    if octets.is_empty() || !begins {
        return Err(Malformed("an object identifier is not one"));
    }
    Ok(octets.to_vec())
}

const MORE_FOLLOWS: u8 = 0x80;

fn object(identifier: &Identifier) -> Vec<u8> {
    wrap(tag::OBJECT, &[identifier])
}

/// What `write` makes of each, one after the other.
fn each<T>(values: &[T], write: impl Fn(&T) -> Vec<u8>) -> Vec<u8> {
    values.iter().flat_map(write).collect()
}
