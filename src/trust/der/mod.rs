//! ASN.1 as certificates, signatures and time-stamps use it (X.690): values read as slices of the original bytes, because a signature holds
//! over bytes and not over what a decoder made of them. BER's indefinite lengths are made definite first; everything is bounded.

mod definite;
pub mod oid;
mod read;
mod time;
mod write;

pub use definite::definite;
pub(crate) use read::magnitude;
pub use read::{Reader, Value};
pub use time::{generalized_time, read_time, time_of_signing};
pub use write::{bit_string, context, integer, object, octets, plain, sequence, set_of, wrap};

/// The most bytes that are read as one structure: a time-stamp token is some 6 kB, with a long chain 20.
pub const LARGEST: usize = 1 << 20;
/// How deep values may lie in each other.
pub const DEEPEST: usize = 32;

/// The bytes are not the ASN.1 structure that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(pub &'static str);

/// Tags of X.690 that occur here (universal, with the bit of a constructed value where it belongs).
pub mod tag {
    /// BOOLEAN
    pub const BOOLEAN: u8 = 0x01;
    /// INTEGER
    pub const INTEGER: u8 = 0x02;
    /// BIT STRING
    pub const BIT_STRING: u8 = 0x03;
    /// OCTET STRING
    pub const OCTETS: u8 = 0x04;
    /// NULL
    pub const NULL: u8 = 0x05;
    /// OBJECT IDENTIFIER
    pub const OBJECT: u8 = 0x06;
    /// UTF8String
    pub const UTF8: u8 = 0x0c;
    /// SEQUENCE
    pub const SEQUENCE: u8 = 0x30;
    /// SET
    pub const SET: u8 = 0x31;
    /// UTCTime
    pub const UTC_TIME: u8 = 0x17;
    /// GeneralizedTime
    pub const GENERALIZED_TIME: u8 = 0x18;

    /// `[number]` of a constructed value.
    pub const fn context(number: u8) -> u8 {
        0xa0 | number
    }

    /// `[number]` of a primitive value.
    pub const fn context_primitive(number: u8) -> u8 {
        0x80 | number
    }
}
