//! X.509 certificates (RFC 5280): read leniently, judged strictly. What a certificate says, whether a signature is of its key, and whether
//! a path leads from it to a root that the reader of the evidence trusts.

mod algorithm;
mod anchors;
mod certificate;
mod extensions;
mod key;
mod name;
mod path;

pub use algorithm::{DigestAlgorithm, SignatureAlgorithm};
pub use anchors::{Anchors, AnchorsError};
pub use certificate::{Certificate, Serial};
pub use extensions::{ExtendedKeyUsage, Extensions, KeyUsage};
pub use key::{PublicKey, SignatureFault};
pub use name::Name;
pub use path::NoPath;
