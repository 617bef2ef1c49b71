//! What joins a label with a run of characters that may be its value, and how much each weighs.

use std::ops::Range;

use super::shape::Shape;

/// What joins a label with a run, the strongest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Link {
    /// words stand between
    Far,
    /// nothing: the run follows
    Next,
    /// the run stands on the next line
    Line,
    /// `to`, `use`: an action gives it
    Giver,
    /// `est`, `is`
    Verb,
    /// `:` at the end of a line, the run on another
    SignLine,
    /// `:`, `=`
    Sign,
}

impl Link {
    /// How much it weighs.
    pub(super) fn weight(self, words: i32) -> i32 {
        match self {
            Link::Far => -3 - 2 * words,
            Link::Next => 5,
            Link::Line => 10,
            Link::Giver => 8 - words,
            Link::Verb => 20,
            Link::SignLine => 26,
            Link::Sign => 30,
        }
    }
}

/// A run that may be the value of a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) range: Range<usize>,
    pub(super) quoted: bool,
    pub(super) link: Link,
    pub(super) shape: Shape,
    /// words between the label and the sign or verb that joins
    pub(super) words: i32,
    /// the sentence or line ends behind it
    pub(super) last: bool,
    /// where the text goes on
    pub(super) end: usize,
}
