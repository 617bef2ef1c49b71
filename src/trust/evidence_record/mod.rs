//! Evidence records (RFC 4998): the proof, in one file of DER, that one message was under a dated hash tree. Written with one
//! time-stamp; read also with renewals of the time-stamp. Whether a token is genuine is the business of whoever reads tokens.

mod complaint;
mod read;
mod syntax;
#[cfg(test)]
mod tests;

pub use complaint::Complaint;

use crate::digest::Sha256;
use crate::trust::hash_tree::{NotProven, ReducedTree};

/// The largest record that is read: its tokens are some kilobytes, its tree some hundred bytes.
pub const MOST_BYTES: usize = 1 << 20;

/// An evidence record with one chain of time-stamps over SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRecord {
    der: Vec<u8>,
    /// At least one; each after the first renews the one before.
    stamps: Vec<Stamp>,
}

/// An ArchiveTimeStamp: a token and what leads from one digest to its imprint.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    tree: ReducedTree,
    token: Vec<u8>,
}

impl EvidenceRecord {
    /// The record of the message that `tree` was reduced for. `token` is the time-stamp token over the tree's root (RFC 3161: a CMS
    /// ContentInfo), which is embedded byte for byte.
    pub fn new(tree: ReducedTree, token: &[u8]) -> Result<EvidenceRecord, Complaint> {
        let stamp = Stamp { tree, token: token.to_vec() };
        EvidenceRecord::read(&syntax::EvidenceRecord::of(&stamp).to_der())
    }

    /// Reads a record of at most [`MOST_BYTES`]. All but the tokens must be DER; nothing may follow.
    pub fn read(bytes: &[u8]) -> Result<EvidenceRecord, Complaint> {
        Ok(EvidenceRecord { der: bytes.to_vec(), stamps: read::stamps(bytes)? })
    }

    /// The record with its time-stamp renewed (RFC 4998 section 5.2): `token` stamps the root that `tree` gives for the SHA-256 of the last
    /// token; a `tree` without lists where it stamps that alone.
    pub fn renewed(&self, tree: ReducedTree, token: &[u8]) -> Result<EvidenceRecord, Complaint> {
        let stamp = Stamp { tree, token: token.to_vec() };
        let mut record = read::decode(&self.der)?;
        if let Some(chain) = record.chains.last_mut() {
            chain.push(syntax::ArchiveTimeStamp::of(&stamp));
        }
        EvidenceRecord::read(&record.to_der())
    }

    /// The record as DER (as far as the tokens are), exactly as read.
    pub fn to_der(&self) -> Vec<u8> {
        self.der.clone()
    }

    /// The tokens, oldest first, each a CMS ContentInfo as its authority wrote it. The first dates the message, each next one the
    /// token before it; the caller verifies them all, and that each was made while the one before was still good.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.stamps.iter().map(|stamp| stamp.token.as_slice())
    }

    /// The reduced hash tree under the first token.
    pub fn tree(&self) -> &ReducedTree {
        // `read` makes no record without a stamp.
        &self.stamps[0].tree
    }

    /// Whether the record shows that the message with digest `leaf` is under its tokens; gives the root under the first of them, which
    /// is the same for all messages of one tree. `imprint_of` tells the SHA-256 a token stamps, `None` where it stamps none.
    pub fn check(&self, leaf: &Sha256, imprint_of: impl Fn(&[u8]) -> Option<Sha256>) -> Result<Sha256, Complaint> {
        let mut covered = *leaf;
        let mut first_root = None;
        for (renewals, stamp) in self.stamps.iter().enumerate() {
            let root = stamp.tree.root_for(&covered).map_err(|why| complaint_about(why, renewals))?;
            let imprint = imprint_of(&stamp.token).ok_or(Complaint::Imprint)?;
            if root != imprint {
                let direct = stamp.tree.lists().is_empty();
                return Err(match renewals {
                    0 if direct => Complaint::OtherMessage,
                    0 => Complaint::Imprint,
                    _ => Complaint::Renewal(renewals),
                });
            }
            first_root.get_or_insert(root);
            covered = Sha256::of(&stamp.token);
        }
        first_root.ok_or(Complaint::Imprint)
    }
}

fn complaint_about(why: NotProven, renewals: usize) -> Complaint {
    match why {
        NotProven::Malformed(what) => Complaint::Tree(what),
        NotProven::OtherMessage if renewals == 0 => Complaint::OtherMessage,
        NotProven::OtherMessage => Complaint::Renewal(renewals),
    }
}
