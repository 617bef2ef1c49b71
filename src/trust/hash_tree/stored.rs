//! The hash tree as a file, so that one message of many can be shown in a time that hardly grows with their number.
//!
//! A file of N leaves is 32 bytes of header and 32 for each node:
//!
//! | offset | bytes | |
//! |---|---|---|
//! | 0 | 20 | `scelle-message-tree` and a line feed |
//! | 20 | 4 | version, big-endian: 1 |
//! | 24 | 8 | N, big-endian, at least 1 |
//! | 32 | 32 N | level 0: the leaves in strictly ascending order |
//! | ... | | each level above, W nodes having (W+1) div 2 above them, down to the level of one node: the root ends the file |

use std::io::{self, Read, Seek, SeekFrom};

use super::{ReducedTree, node, siblings, widths};
use crate::digest::Sha256;

const MAGIC: &[u8; 20] = b"scelle-message-tree\n";
const VERSION: u32 = 1;
/// Bytes of the header, and of a node.
const UNIT: u64 = 32;
/// More leaves than any archive has; keeps every offset far from the end of 64 bits.
const MOST_LEAVES: u64 = 1 << 48;

/// Why a stored tree cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// The file could not be read.
    #[error("the stored message tree cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The file is no message tree, or it is damaged.
    #[error("the stored message tree is damaged: {0}")]
    Damaged(&'static str),
}

/// A hash tree in a file (or a slice of one), of which only the nodes needed are read. It trusts the root it was opened with, the last
/// node of the file, and nothing else: whoever uses it compares [`StoredTree::root`] with the time-stamp.
#[derive(Debug)]
pub struct StoredTree<R> {
    file: R,
    leaves: u64,
    /// Number of nodes before each level.
    before: Vec<u64>,
    root: Sha256,
}

/// The first 32 bytes of a tree of `leaves`.
pub(super) fn header(leaves: u64) -> [u8; UNIT as usize] {
    let mut header = [0; UNIT as usize];
    header[..20].copy_from_slice(MAGIC);
    header[20..24].copy_from_slice(&VERSION.to_be_bytes());
    header[24..].copy_from_slice(&leaves.to_be_bytes());
    header
}

#[allow(clippy::len_without_is_empty, reason = "a tree without leaves is never stored")]
impl<R: Read + Seek> StoredTree<R> {
    /// Opens a tree that fills `file` from its beginning to its end. Reads the header and the root.
    pub fn open(mut file: R) -> Result<StoredTree<R>, TreeError> {
        let size = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        let mut found = [0; UNIT as usize];
        file.read_exact(&mut found).map_err(|error| cut_off(error, "it is shorter than its header"))?;
        let mut number = [0; 8];
        number.copy_from_slice(&found[24..]);
        let leaves = u64::from_be_bytes(number);
        if found != header(leaves) {
            return Err(TreeError::Damaged("it does not begin as a message tree of version 1"));
        }
        if leaves == 0 || leaves > MOST_LEAVES {
            return Err(TreeError::Damaged("the number of its leaves is impossible"));
        }
        let mut nodes = 0;
        let mut before = Vec::new();
        for width in widths(leaves) {
            before.push(nodes);
            nodes += width;
        }
        if size != UNIT + UNIT * nodes {
            return Err(TreeError::Damaged("its size is not that of a tree with so many leaves"));
        }
        let root = read_node(&mut file, nodes - 1)?;
        Ok(StoredTree { file, leaves, before, root })
    }

    /// The root, as stored.
    pub fn root(&self) -> Sha256 {
        self.root
    }

    /// How many leaves there are, at least one.
    pub fn len(&self) -> u64 {
        self.leaves
    }

    /// What leads from `leaf` to the root, or `None` where the tree does not hold it. Reads some 2 log2(N) nodes, one at a time.
    ///
    /// Both answers are proven against the root: for `None`, the two leaves between which it would stand lead there and are neighbours.
    pub fn reduced(&mut self, leaf: &Sha256) -> Result<Option<ReducedTree>, TreeError> {
        let (mut low, mut high) = (0, self.leaves);
        while low < high {
            let middle = low + (high - low) / 2;
            let found = self.node(0, middle)?;
            match found.cmp(leaf) {
                std::cmp::Ordering::Equal => return self.path(middle, leaf).map(Some),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        for neighbour in [low.checked_sub(1), (low < self.leaves).then_some(low)].into_iter().flatten() {
            let found = self.node(0, neighbour)?;
            self.path(neighbour, &found)?;
        }
        Ok(None)
    }

    /// The way from the leaf at `index` to the root, gone.
    fn path(&mut self, index: u64, leaf: &Sha256) -> Result<ReducedTree, TreeError> {
        let mut way = Vec::new();
        let mut reached = *leaf;
        for (level, place) in siblings(index, self.leaves) {
            let sibling = self.node(level, place)?;
            reached = node(&[reached, sibling]);
            way.push(sibling);
        }
        if reached != self.root {
            return Err(TreeError::Damaged("a leaf does not lead to its root"));
        }
        Ok(ReducedTree::from_siblings(leaf, &way))
    }

    fn node(&mut self, level: usize, place: u64) -> Result<Sha256, TreeError> {
        let before = self.before.get(level).ok_or(TreeError::Damaged("it has fewer levels than leaves need"))?;
        read_node(&mut self.file, before + place)
    }
}

fn read_node(file: &mut (impl Read + Seek), nodes_before: u64) -> Result<Sha256, TreeError> {
    let mut raw = [0; UNIT as usize];
    file.seek(SeekFrom::Start(UNIT + UNIT * nodes_before))?;
    file.read_exact(&mut raw).map_err(|error| cut_off(error, "it ends before its last node"))?;
    Ok(Sha256::from(raw))
}

fn cut_off(error: io::Error, damage: &'static str) -> TreeError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => TreeError::Damaged(damage),
        _ => TreeError::Read(error),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::HashTree;
    use super::*;

    fn leaves(count: usize) -> Vec<Sha256> {
        (0..count).map(|n| Sha256::of(n.to_string().as_bytes())).collect()
    }

    fn stored(count: usize) -> (HashTree, Vec<u8>) {
        let tree = HashTree::over(leaves(count)).unwrap();
        let mut bytes = Vec::new();
        tree.write_to(&mut bytes).unwrap();
        (tree, bytes)
    }

    #[test]
    fn what_was_stored_is_read_back_for_every_leaf() {
        for count in (1..40).chain([1000]) {
            let (tree, bytes) = stored(count);
            let mut read = StoredTree::open(Cursor::new(bytes)).unwrap();
            assert_eq!((read.len(), read.root()), (count as u64, tree.root()));
            for leaf in leaves(count) {
                assert_eq!(read.reduced(&leaf).unwrap(), tree.reduced(&leaf));
            }
            for other in [Sha256::ZERO, Sha256::of(b"another"), Sha256::from([255; 32])] {
                assert_eq!(read.reduced(&other).unwrap(), None);
            }
        }
    }

    #[test]
    fn no_truncation_or_extension_opens() {
        let (_, bytes) = stored(11);
        for end in 0..bytes.len() {
            assert!(matches!(StoredTree::open(Cursor::new(&bytes[..end])), Err(TreeError::Damaged(_))), "{end}");
        }
        assert!(matches!(StoredTree::open(Cursor::new([&bytes[..], &[0; 32]].concat())), Err(TreeError::Damaged(_))));
        for count in [0, 12, 1 << 48, (1 << 48) + 1, u64::MAX] {
            let mut wrong = bytes.clone();
            wrong[24..32].copy_from_slice(&u64::to_be_bytes(count));
            assert!(matches!(StoredTree::open(Cursor::new(wrong)), Err(TreeError::Damaged(_))), "{count}");
        }
    }

    #[test]
    fn a_flipped_bit_never_gives_another_way_or_hides_a_leaf() {
        let (tree, bytes) = stored(11);
        for bit in 0..bytes.len() * 8 {
            let mut wrong = bytes.clone();
            wrong[bit / 8] ^= 1 << (bit % 8);
            let Ok(mut read) = StoredTree::open(Cursor::new(wrong)) else {
                assert!(bit < 32 * 8, "only the header is judged when opening");
                continue;
            };
            assert!(bit >= 32 * 8);
            for leaf in leaves(11) {
                match read.reduced(&leaf) {
                    Ok(found) => assert_eq!(found, tree.reduced(&leaf), "bit {bit}"),
                    Err(error) => assert!(matches!(error, TreeError::Damaged(_))),
                }
            }
        }
    }
}
