//! PKIStatusInfo (RFC 3161 section 2.4.2): whether the authority granted, and why not.

use std::fmt;

use crate::trust::der::{Malformed, Value, tag};

/// What the authority answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// PKIStatus: 0 and 1 are granted.
    pub code: u32,
    /// What the authority says in words, in its own language; nothing if it says nothing.
    pub text: String,
    /// PKIFailureInfo, those that the standard knows.
    pub failures: Vec<Failure>,
}

/// PKIFailureInfo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// badAlg (0)
    #[error("it does not know the digest algorithm")]
    BadAlgorithm,
    /// badRequest (2)
    #[error("it does not allow or support what was asked")]
    BadRequest,
    /// badDataFormat (5)
    #[error("it cannot read the request")]
    BadDataFormat,
    /// timeNotAvailable (14)
    #[error("its source of time is not available")]
    TimeNotAvailable,
    /// unacceptedPolicy (15)
    #[error("it does not stamp under the policy that was asked for")]
    UnacceptedPolicy,
    /// unacceptedExtension (16)
    #[error("it does not support an extension of the request")]
    UnacceptedExtension,
    /// addInfoNotAvailable (17)
    #[error("it does not understand or have the additional information that was asked for")]
    AddInfoNotAvailable,
    /// systemFailure (25)
    #[error("a failure of its own system")]
    SystemFailure,
}

const FAILURES: [(usize, Failure); 8] = [
    (0, Failure::BadAlgorithm),
    (2, Failure::BadRequest),
    (5, Failure::BadDataFormat),
    (14, Failure::TimeNotAvailable),
    (15, Failure::UnacceptedPolicy),
    (16, Failure::UnacceptedExtension),
    (17, Failure::AddInfoNotAvailable),
    (25, Failure::SystemFailure),
];

impl Status {
    /// Whether there should be a token.
    pub fn is_granted(&self) -> bool {
        self.code <= 1
    }

    pub(super) fn read(value: &Value<'_>) -> Result<Status, Malformed> {
        let mut reader = value.inside();
        let code = reader.take(tag::INTEGER, "a status")?.small().ok_or(Malformed("a status"))?;
        let mut text = String::new();
        if let Some(list) = reader.maybe(tag::SEQUENCE)? {
            let lines = list.inside().all(16, "a status of too many texts")?;
            let lines: Vec<_> = lines.iter().map(|line| String::from_utf8_lossy(line.contents)).collect();
            text = lines.join(" ").chars().take(1000).collect();
        }
        let failures = reader.maybe(tag::BIT_STRING)?.map(|value| failures(value.contents)).unwrap_or_default();
        Ok(Status { code, text, failures })
    }
}

fn failures(bits: &[u8]) -> Vec<Failure> {
    let set = |bit: usize| bits.get(1 + bit / 8).is_some_and(|octet| octet & (0x80 >> (bit % 8)) != 0);
    FAILURES.iter().filter(|(bit, _)| set(*bit)).map(|(_, failure)| *failure).collect()
}

impl fmt::Display for Status {
    /// `rejected: it cannot read the request ("Bad request format.")`. The text is the authority's: make it harmless before a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.code {
            0 => "granted",
            1 => "granted with changes",
            2 => "rejected",
            3 => "waiting",
            4 => "revocation is near",
            5 => "revoked",
            _ => "an unknown status",
        })?;
        for (index, failure) in self.failures.iter().enumerate() {
            write!(f, "{} {failure}", if index == 0 { ":" } else { "," })?;
        }
        if self.text.is_empty() { Ok(()) } else { write!(f, " (\"{}\")", self.text) }
    }
}
