//! The reduced hash tree (RFC 4998 section 4.2): the hashes needed to go from one leaf to the root, and that way gone (section 4.3).

use super::node;
use crate::digest::Sha256;

/// The `reducedHashtree` of RFC 4998: a list of lists (PartialHashtree). The first holds the leaf and its siblings; to each next one
/// the hash of the list before is added. Without any list the leaf is the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReducedTree {
    lists: Vec<Vec<Sha256>>,
}

/// Why a reduced tree does not lead from a message to a root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotProven {
    /// The message's digest does not stand in the first list.
    #[error("the reduced hash tree is that of another message")]
    OtherMessage,
    /// The lists cannot be a reduced hash tree.
    #[error("the reduced hash tree is malformed: {0}")]
    Malformed(&'static str),
}

impl ReducedTree {
    /// A reduced tree that somebody else made. The lists are judged by [`ReducedTree::root_for`].
    pub fn new(lists: Vec<Vec<Sha256>>) -> ReducedTree {
        ReducedTree { lists }
    }

    /// From the siblings on the way up, nearest the leaf first.
    pub(super) fn from_siblings(leaf: &Sha256, siblings: &[Sha256]) -> ReducedTree {
        let mut lists: Vec<Vec<Sha256>> = siblings.iter().map(|sibling| vec![*sibling]).collect();
        if let Some(first) = lists.first_mut() {
            first.push(*leaf);
            first.sort_unstable();
        }
        ReducedTree { lists }
    }

    /// The lists, the leaf's first; none where the leaf is the root.
    pub fn lists(&self) -> &[Vec<Sha256>] {
        &self.lists
    }

    /// The root that the tree gives for the message with digest `leaf` (RFC 4998 section 4.3, steps 2 and 3).
    ///
    /// A first list that holds the leaf alone is not hashed again, as Bouncy Castle and RFC 6283 (section 3.1.1) have it; we never
    /// write one. A hash that stands twice in a list is refused: the RFC does not say whether it then counts once or twice.
    pub fn root_for(&self, leaf: &Sha256) -> Result<Sha256, NotProven> {
        let Some((first, others)) = self.lists.split_first() else { return Ok(*leaf) };
        if !first.contains(leaf) {
            return Err(NotProven::OtherMessage);
        }
        let start = if first.len() == 1 { *leaf } else { unambiguous_node(first.clone())? };
        others.iter().try_fold(start, |below, list| {
            if list.is_empty() {
                return Err(NotProven::Malformed("an empty list of hashes"));
            }
            unambiguous_node(list.iter().copied().chain([below]).collect())
        })
    }
}

fn unambiguous_node(mut children: Vec<Sha256>) -> Result<Sha256, NotProven> {
    children.sort_unstable();
    if children.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(NotProven::Malformed("a hash stands twice in one list"));
    }
    Ok(node(&children))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(name: &str) -> Sha256 {
        Sha256::of(name.as_bytes())
    }

    #[test]
    fn without_lists_the_leaf_is_the_root() {
        assert_eq!(ReducedTree::new(Vec::new()).root_for(&digest("a")), Ok(digest("a")));
    }

    #[test]
    fn lists_of_more_than_two_in_any_order_are_read() {
        let tree = ReducedTree::new(vec![vec![digest("c"), digest("a"), digest("b")], vec![digest("e"), digest("d")]]);
        let inner = node(&[digest("a"), digest("b"), digest("c")]);
        let root = node(&[digest("d"), digest("e"), inner]);
        assert_eq!(tree.root_for(&digest("a")), Ok(root));
        assert_eq!(tree.root_for(&digest("b")), Ok(root));
        assert_eq!(tree.root_for(&digest("d")), Err(NotProven::OtherMessage), "only the first list shows messages");
    }

    #[test]
    fn a_first_list_of_the_leaf_alone_is_not_hashed_again() {
        let tree = ReducedTree::new(vec![vec![digest("a")], vec![digest("b")]]);
        assert_eq!(tree.root_for(&digest("a")), Ok(node(&[digest("a"), digest("b")])));
    }

    #[test]
    fn what_cannot_be_a_reduced_tree_is_refused() {
        let leaf = digest("a");
        for lists in [vec![vec![leaf, digest("b")], vec![]], vec![vec![leaf, leaf]], vec![vec![leaf], vec![leaf]]] {
            assert!(matches!(ReducedTree::new(lists).root_for(&leaf), Err(NotProven::Malformed(_))));
        }
        assert_eq!(ReducedTree::new(vec![vec![]]).root_for(&leaf), Err(NotProven::OtherMessage));
    }
}
