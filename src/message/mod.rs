//! The decoded view of one message, for people and for triage: its fields in order, its text, what is attached. The evidence is
//! the bytes; what is here is only one reading of them. mail-parser (RFC 5322, MIME) has its home in this folder.

mod address;
pub mod attached;
mod decode;
pub mod decode_mail;
mod flowed;
pub mod html;
pub mod mail;
mod prepare;
mod route;
mod thread;
pub mod view;
mod witness;
