//! Findings told to people and to machines. Nothing here judges; nothing here changes evidence.

pub mod baseline;
pub mod highlights;
pub mod jsonl;
pub mod rules_page;
mod spool;
pub mod totals;
