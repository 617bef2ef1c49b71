//! The decoded view of one message, for people and for triage: its fields in order, its text, what is attached. The evidence is
//! the bytes; what is here is only one reading of them. mail-parser (RFC 5322, MIME) has its home in this folder.

pub mod attached;
mod decode;
pub mod mail;
pub mod view;
