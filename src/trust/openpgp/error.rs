//! Why an OpenPGP operation could not be done. What a verification or a policy finds is not here: those are values
//! ([`Verdict`](super::Verdict), [`Refusal`](super::Refusal)).

use super::{Fingerprint, Refusal};

/// Why an OpenPGP operation could not be done. [`OpenPgpError::word`] gives a permanent word for scripts.
#[derive(Debug, thiserror::Error)]
pub enum OpenPgpError {
    /// The input could not be read.
    #[error("cannot read the input: {0}")]
    Read(#[source] std::io::Error),
    /// The output could not be written.
    #[error("cannot write the output: {0}")]
    Write(#[source] std::io::Error),
    /// The bytes are not what was expected (a certificate, a secret key, a signature, an encrypted message).
    #[error("not {expected}: {cause}")]
    NotOpenPgp {
        /// What was looked for: `an OpenPGP certificate`.
        expected: &'static str,
        /// What the parser says.
        cause: String,
    },
    /// A file of keys or signatures is larger than any honest one.
    #[error("larger than {limit} bytes: not a file of keys or signatures")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A secret key stands where a certificate (public key) is wanted.
    #[error("a secret key stands where a certificate (public key) is wanted: {0}")]
    SecretKeyGiven(Fingerprint),
    /// The passphrase opens no part of the secret key.
    #[error("wrong passphrase for the secret key {0}")]
    WrongPassphrase(Fingerprint),
    /// The secret key is locked and no passphrase was given.
    #[error("the secret key {0} is locked: its passphrase is needed")]
    Locked(Fingerprint),
    /// The file holds only stubs (of a smart card or an offline primary key) where the secret is wanted.
    #[error("the secret part of {0} is not in the file (smart card or offline key)")]
    SecretAbsent(Fingerprint),
    /// No key of the certificate may sign at that time.
    #[error("no key may sign: {}", list(.0))]
    CannotSign(Vec<Refusal>),
    /// The recipients' list is empty.
    #[error("no recipient")]
    NoRecipient,
    /// A file name does not fit a literal data packet (255 bytes, RFC 9580 section 5.9).
    #[error("the file name is longer than 255 bytes")]
    FileNameTooLong,
    /// The message is not encrypted.
    #[error("the message is not encrypted")]
    NotEncrypted,
    /// The message is encrypted without protection against alteration (packet type 9), which is refused.
    #[error("encrypted without integrity protection (old OpenPGP): refused, because an alteration would not be seen")]
    NoIntegrity,
    /// None of the secret keys opens the message.
    #[error("encrypted to other keys ({})", recipients_list(.recipients, *.passwords))]
    NoMatchingKey {
        /// The key ids, in hexadecimal, the message names; `0000000000000000` is an unnamed recipient.
        recipients: Vec<String>,
        /// How many passwords would open it too.
        passwords: usize,
    },
    /// The message ends before its end.
    #[error("the encrypted message is truncated: nothing of it may be taken as good")]
    Truncated,
    /// The message was altered (modification detection code or AEAD tag do not match).
    #[error("the encrypted message was altered or is damaged: nothing of it may be taken as good")]
    Altered,
    /// What stands inside of the encryption is not an OpenPGP message, or more than one, or is nested too deep.
    #[error("what was encrypted is not one OpenPGP message: {0}")]
    Malformed(String),
    /// The plaintext is larger than the caller allows.
    #[error("the plaintext is larger than {limit} bytes")]
    PlaintextTooLarge {
        /// The caller's limit, in bytes.
        limit: u64,
    },
    /// The key or message uses what this program does not support.
    #[error("not supported: {0}")]
    NotSupported(String),
    /// The OpenPGP library failed on valid input, or gave up on hostile input.
    #[error("the OpenPGP library failed: {0}")]
    Library(String),
}

impl OpenPgpError {
    /// The permanent word of the error, for scripts and records.
    pub fn word(&self) -> &'static str {
        match self {
            OpenPgpError::Read(_) => "cannot-read",
            OpenPgpError::Write(_) => "cannot-write",
            OpenPgpError::NotOpenPgp { .. } => "not-openpgp",
            OpenPgpError::TooLarge { .. } => "too-large",
            OpenPgpError::SecretKeyGiven(_) => "secret-key-given",
            OpenPgpError::WrongPassphrase(_) => "wrong-passphrase",
            OpenPgpError::Locked(_) => "key-locked",
            OpenPgpError::SecretAbsent(_) => "secret-absent",
            OpenPgpError::CannotSign(_) => "cannot-sign",
            OpenPgpError::NoRecipient => "no-recipient",
            OpenPgpError::FileNameTooLong => "file-name-too-long",
            OpenPgpError::NotEncrypted => "not-encrypted",
            OpenPgpError::NoIntegrity => "no-integrity-protection",
            OpenPgpError::NoMatchingKey { .. } => "no-matching-key",
            OpenPgpError::Truncated => "truncated",
            OpenPgpError::Altered => "altered",
            OpenPgpError::Malformed(_) => "malformed-content",
            OpenPgpError::PlaintextTooLarge { .. } => "plaintext-too-large",
            OpenPgpError::NotSupported(_) => "not-supported",
            OpenPgpError::Library(_) => "library-failed",
        }
    }
}

fn list(refusals: &[Refusal]) -> String {
    refusals.iter().map(Refusal::to_string).collect::<Vec<_>>().join("; ")
}

fn recipients_list(recipients: &[String], passwords: usize) -> String {
    let keys = recipients.join(", ");
    if passwords == 0 { keys } else { format!("{keys}; or {passwords} password(s)") }
}
