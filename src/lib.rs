//! scelle preserves the exported mailbox of a compromised account: it copies the originals byte for byte, hashes every
//! file and every message, and seals them in an archive that anybody can verify with stock tools.
//!
//! The modules stand in floors; each imports only lower ones (`tests/architecture.rs` holds them to it):
//!
//! | floor | module | what it owns |
//! |---|---|---|
//! | 0 | [`digest`], [`text`], [`lang`] | the digest type, terminal-safe text, the message catalogue |
//! | 1 | [`evidence`] | originals, read-only: where they are, what they are, where each message starts and ends |
//! | 1 | [`trust`] | OpenPGP, trusted time, hash trees: what convinces somebody who trusts neither us nor the operator |
//! | 2 | [`custody`] and [`message`] | the sealed archive, the only writer of evidence; the decoded view of one message |
//! | 3 | [`triage`] | rules, detectors, findings |
//! | 4 | [`report`] | findings told to people and to machines |
//! | 5 | [`cli`] | one file a command |

pub mod digest;
pub mod lang;
pub mod text;

pub mod evidence;
pub mod trust;

pub mod custody;
pub mod message;

pub mod triage;

pub mod report;

pub mod cli;
