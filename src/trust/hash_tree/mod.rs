//! The hash tree over all messages (RFC 4998 section 4.2): one time-stamp over its root dates every message, and each can be shown
//! alone with the few hashes that lead from it to the root. docs/FORMAT.md defines the tree so that others can compute it again.

mod reduced;

pub use reduced::{NotProven, ReducedTree};

use crate::digest::{Hasher, Sha256};

/// A binary hash tree over the SHA-256 of messages. It holds all its nodes: 64 bytes a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashTree {
    /// The leaves first; the last level is the root alone.
    levels: Vec<Vec<Sha256>>,
    root: Sha256,
}

#[allow(clippy::len_without_is_empty, reason = "a tree without leaves is never made")]
impl HashTree {
    /// The tree over `leaves`, in any order; of equal ones it holds one. `None` where there is no leaf: nothing can be stamped then.
    pub fn over(mut leaves: Vec<Sha256>) -> Option<HashTree> {
        leaves.sort_unstable();
        leaves.dedup();
        let mut levels = vec![leaves];
        loop {
            match levels.last()?.as_slice() {
                [] => return None,
                &[root] => return Some(HashTree { levels, root }),
                level => {
                    let above = level_above(level);
                    levels.push(above);
                }
            }
        }
    }

    /// What a time-stamp is asked for.
    pub fn root(&self) -> Sha256 {
        self.root
    }

    /// How many leaves there are: different messages, at least one.
    pub fn len(&self) -> usize {
        self.levels.first().map_or(0, Vec::len)
    }

    /// What leads from `leaf` to the root; `None` where the tree does not hold it.
    pub fn reduced(&self, leaf: &Sha256) -> Option<ReducedTree> {
        let index = self.levels.first()?.binary_search(leaf).ok()?;
        let siblings = siblings(index as u64, self.len() as u64)
            .map(|(level, place)| self.levels.get(level)?.get(place as usize).copied())
            .collect::<Option<Vec<Sha256>>>()?;
        Some(ReducedTree::from_siblings(leaf, &siblings))
    }
}

/// Pairs from the first node on become one node each; an odd last node is carried up as it is.
fn level_above(level: &[Sha256]) -> Vec<Sha256> {
    level
        .chunks(2)
        .map(|pair| match pair {
            [odd] => *odd,
            pair => node(pair),
        })
        .collect()
}

/// The node above `children`: SHA-256 of their hashes in binary ascending order, one after the other.
fn node(children: &[Sha256]) -> Sha256 {
    let mut sorted = children.to_vec();
    sorted.sort_unstable();
    let mut hasher = Hasher::new();
    sorted.iter().for_each(|child| hasher.update(child.as_bytes()));
    hasher.finish()
}

/// How many nodes each level of a tree over `leaves` has, the leaves first, the root last.
fn widths(leaves: u64) -> impl Iterator<Item = u64> {
    std::iter::successors(Some(leaves), |width| (*width > 1).then(|| width.div_ceil(2)))
}

/// Where the siblings stand on the way up from leaf `index` in a tree over `leaves`: level and place in it. A level in which the
/// way is carried up has none.
fn siblings(index: u64, leaves: u64) -> impl Iterator<Item = (usize, u64)> {
    widths(leaves).enumerate().filter_map(move |(level, width)| {
        let sibling = (index >> level) ^ 1;
        (sibling < width).then_some((level, sibling))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digests of `0`, `1` ... as decimal numbers.
    fn leaves(count: usize) -> Vec<Sha256> {
        (0..count).map(|n| Sha256::of(n.to_string().as_bytes())).collect()
    }

    fn pair(a: Sha256, b: Sha256) -> Sha256 {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        Sha256::of(&[*low.as_bytes(), *high.as_bytes()].concat())
    }

    #[test]
    fn small_trees_are_what_the_definition_says() {
        assert_eq!(HashTree::over(Vec::new()), None);
        let mut sorted = leaves(5);
        sorted.sort();
        let [a, b, c, d, e] = sorted[..] else { panic!("five leaves") };
        assert_eq!(HashTree::over(vec![a]).unwrap().root(), a);
        assert_eq!(HashTree::over(vec![b, a]).unwrap().root(), pair(a, b));
        assert_eq!(HashTree::over(vec![c, a, b]).unwrap().root(), pair(pair(a, b), c));
        let tree = HashTree::over(vec![e, d, c, b, a, c, a]).unwrap();
        assert_eq!(tree.root(), pair(pair(pair(a, b), pair(c, d)), e));
        assert_eq!(tree.len(), 5);
        assert_eq!(tree.reduced(&e).unwrap().lists().len(), 1, "the odd leaf meets its first sibling under the root");
    }

    #[test]
    fn every_leaf_of_every_small_tree_leads_to_the_root() {
        for count in 1..=70 {
            let tree = HashTree::over(leaves(count)).unwrap();
            assert_eq!(tree.len(), count);
            for leaf in leaves(count) {
                let reduced = tree.reduced(&leaf).unwrap();
                assert_eq!(reduced.root_for(&leaf), Ok(tree.root()));
                assert!(reduced.lists().iter().skip(1).all(|list| list.len() == 1));
                assert!(reduced.lists().first().is_none_or(|list| list.len() == 2 && list[0] < list[1]));
            }
            assert_eq!(tree.reduced(&Sha256::of(b"another")), None);
        }
    }

    #[test]
    fn the_order_of_the_messages_and_copies_change_nothing() {
        let mut backwards = leaves(1000);
        backwards.reverse();
        backwards.extend(leaves(10));
        assert_eq!(HashTree::over(backwards), HashTree::over(leaves(1000)));
    }
}
