//! OpenPGP (RFC 9580, RFC 4880): certificates and what may be done with them at a given time, detached signatures, encryption and
//! decryption in a stream. The packets and the arithmetic are the `pgp` crate's; expiry, revocation, purpose and strength of keys are
//! judged here, because that crate does not. No clock, no file, no randomness of its own: all are arguments.

mod armor;
mod certificate;
mod claim;
mod components;
mod data_hash;
mod decrypt;
mod encrypt;
mod error;
mod fingerprint;
mod guard;
#[cfg(test)]
mod hostile;
mod layers;
mod moment;
mod recipient;
mod refusal;
mod seal_stream;
mod secret_key;
mod session_key;
mod sign;
mod signer;
mod source;
mod strength;
#[cfg(test)]
mod testing;
mod verify;

pub use certificate::Certificate;
pub use claim::Claim;
pub use decrypt::{DecryptOptions, Decrypted, Integrity, decrypt};
pub use encrypt::{Content, Encrypted, encrypt};
pub use error::OpenPgpError;
pub use fingerprint::Fingerprint;
pub use recipient::Recipient;
pub use refusal::{Note, Refusal, RevocationReason};
pub use secret_key::SecretKey;
pub use session_key::LockedKey;
pub use sign::sign_detached;
pub use verify::{DetachedSignatures, SignatureReport, Verdict};
