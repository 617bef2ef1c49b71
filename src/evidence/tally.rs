//! The reconciliation: what was seen, what became a message, what was rejected, what is defective. Counted per file, folder and
//! for the whole; candidates = messages + rejected, always.

use std::ops::AddAssign;

/// The counts of one file, folder or run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// places where a message could start
    pub candidates: u64,
    /// places where one does
    pub messages: u64,
    /// places where none does
    pub rejected: u64,
    /// messages with at least one defect
    pub defective: u64,
}

impl Tally {
    /// Whether nothing was lost between the counts.
    pub fn balances(&self) -> bool {
        self.candidates == self.messages + self.rejected && self.defective <= self.messages
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.candidates += other.candidates;
        self.messages += other.messages;
        self.rejected += other.rejected;
        self.defective += other.defective;
    }
}
