//! Fraud: what in a message speaks for it or against it, and what all of it together comes to.

pub mod wording;
