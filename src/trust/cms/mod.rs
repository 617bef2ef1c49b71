//! Cryptographic Message Syntax (RFC 5652): signed data read leniently and checked strictly, and detached signatures made with a key from a
//! PKCS#12 file.

mod attributes;
mod certificate_id;
mod check;
mod identity;
mod pkcs12;
mod sign;
mod signed_data;

pub use check::{Fault, Signed};
pub use identity::{Identity, Pkcs12Error};
pub use sign::{SignError, sign_detached};
pub use signed_data::{SignedData, Signer, SignerId};
