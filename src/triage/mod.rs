//! What matters in the messages of a mailbox, and why: rules, detectors, findings. Nothing here changes evidence, and no secret that is
//! found is ever tried against its service.
//!
//! [`run::triage`] reads a [`feed`] of messages, decodes each, lets every one of the [`detectors`] look at it and tells the [`record`]s in
//! the order of the mailbox; [`group`] then brings together what is the same secret quoted again.

pub mod baseline;
pub mod detectors;
pub mod domain;
mod excerpt;
pub mod feed;
mod file_texts;
mod filename;
pub mod finding;
pub mod fraud;
pub mod group;
pub mod hindsight;
mod initial_access;
pub mod judge;
pub mod mailbox_rules;
pub mod notices;
pub mod patterns;
pub mod prose;
pub mod record;
pub mod rule;
pub mod rulebook;
pub mod run;
mod sensitive;
pub mod settings;
pub mod signal;
pub mod story;
pub mod traits;
pub mod trial;
