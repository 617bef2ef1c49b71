//! What can be wrong with an evidence record: a permanent word each, for reports and machines.

/// Why an evidence record proves nothing about a message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Complaint {
    /// No evidence record of RFC 4998, version 1, in DER; or too large.
    #[error("the evidence record cannot be read: {0}")]
    Unreadable(String),
    /// A hash other than SHA-256 is used.
    #[error("the evidence record uses the hash algorithm {0}; only SHA-256 is read")]
    Algorithm(String),
    /// The record is about encrypted data (encryptionInfo, RFC 4998 section 6).
    #[error("the evidence record is about encrypted data, which is not supported")]
    Encrypted,
    /// The hash tree was renewed (several chains, RFC 4998 section 5.2): needs the message and a second algorithm.
    #[error("the hash tree of the evidence record was renewed ({0} chains), which is not supported")]
    TreeRenewal(usize),
    /// The reduced hash tree cannot be one.
    #[error("the hash tree of the evidence record is malformed: {0}")]
    Tree(&'static str),
    /// The record is about another message.
    #[error("the evidence record is about another message")]
    OtherMessage,
    /// The tree does not lead to what the token stamps.
    #[error("the hash tree does not lead to the digest that its time-stamp token covers")]
    Imprint,
    /// A renewal (counted from 1) does not cover the token before it.
    #[error("renewal {0} of the time-stamp does not cover the token before it")]
    Renewal(usize),
}

impl Complaint {
    /// The permanent word of this complaint.
    pub fn word(&self) -> &'static str {
        match self {
            Complaint::Unreadable(_) => "record-unreadable",
            Complaint::Algorithm(_) => "record-algorithm",
            Complaint::Encrypted => "record-encrypted",
            Complaint::TreeRenewal(_) => "record-tree-renewal",
            Complaint::Tree(_) => "record-tree",
            Complaint::OtherMessage => "record-other-message",
            Complaint::Imprint => "record-imprint",
            Complaint::Renewal(_) => "record-renewal",
        }
    }
}
