//! custody
pub mod clock;
pub mod journal;
mod journal_break;
mod journal_entry;
mod journal_file;
pub mod journal_table;
