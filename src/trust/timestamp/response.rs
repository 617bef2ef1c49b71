//! TimeStampResp (RFC 3161 section 2.4.2), what the authority answers, checked against what was asked.

use super::complaint::Complaint;
use super::request::Request;
use super::status::Status;
use super::token::Token;
use crate::trust::der::{LARGEST, Malformed, Reader, definite, tag};

/// An authority's answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// Whether it was granted.
    pub status: Status,
    token: Option<Token>,
}

/// Why an answer gives no token for a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResponseError {
    /// Not a time-stamp answer.
    #[error("not a time-stamp answer: {0}")]
    Malformed(#[from] Malformed),
    /// The authority refuses.
    #[error("the time-stamp authority answers: {0}")]
    Refused(Status),
    /// Granted, but no token in it.
    #[error("the time-stamp authority grants the request and sends no token")]
    NoToken,
    /// The token is not for this request.
    #[error("{0}")]
    Other(Complaint),
}

impl Response {
    /// Reads an answer (`application/timestamp-reply`), at most 1 MiB.
    pub fn from_der(bytes: &[u8]) -> Result<Response, Malformed> {
        if bytes.len() > LARGEST {
            return Err(Malformed("larger than 1 MiB"));
        }
        // The token is taken as it stands: only what is around it may have to be made definite.
        let outer = Reader::whole(bytes, tag::SEQUENCE, "");
        let whole;
        let mut reader = match outer {
            Ok(outer) => outer.inside(),
            Err(_) => {
                whole = definite(bytes)?;
                Reader::whole(&whole, tag::SEQUENCE, "a time-stamp answer")?.inside()
            }
        };
        let status = Status::read(&reader.take(tag::SEQUENCE, "a status")?)?;
        let token = if reader.is_empty() { None } else { Some(Token::from_der(reader.rest())?) };
        Ok(Response { status, token })
    }

    /// The token, if it is granted and for this request. What it proves is [`Token::verify`]'s matter.
    pub fn token_for(self, request: &Request) -> Result<Token, ResponseError> {
        let token = self.granted()?;
        match token.answers(request) {
            Some(complaint) => Err(ResponseError::Other(complaint)),
            None => Ok(token),
        }
    }

    /// The token, if it is granted, whatever it is for.
    pub fn granted(self) -> Result<Token, ResponseError> {
        if !self.status.is_granted() {
            return Err(ResponseError::Refused(self.status));
        }
        self.token.ok_or(ResponseError::NoToken)
    }
}

impl Token {
    /// What in the token is not as it was asked for, if anything: imprint, nonce, policy.
    pub fn answers(&self, request: &Request) -> Option<Complaint> {
        if self.imprint() != &request.imprint {
            return Some(Complaint::OtherImprint);
        }
        // An authority that leaves out the nonce has not answered this request either.
        if request.nonce.is_some() && self.nonce() != request.nonce.as_deref() {
            return Some(Complaint::OtherNonce);
        }
        let asked = request.policy?;
        (self.policy() != asked).then(|| Complaint::OtherPolicy(self.policy(), asked))
    }
}
