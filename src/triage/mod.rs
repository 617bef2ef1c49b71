//! What matters in the messages of a mailbox, and why: rules, detectors, findings. Nothing here changes evidence, and no secret that is
//! found is ever tried against its service.

pub mod finding;
pub mod prose;
pub mod rule;
