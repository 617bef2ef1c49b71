//! TimeStampReq (RFC 3161 section 2.4.1), what is sent to the authority: a digest and a number, nothing of the bytes themselves.

use const_oid::ObjectIdentifier;

use super::imprint::Imprint;
use crate::trust::der::{Malformed, Reader, definite, integer, magnitude, object, sequence, tag};

/// What is asked of an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What to stamp.
    pub imprint: Imprint,
    /// The policy to stamp under; nothing: the authority's own.
    pub policy: Option<ObjectIdentifier>,
    /// A number that the answer must repeat, most significant octet first, without leading zeros.
    pub nonce: Option<Vec<u8>>,
    /// Whether the authority's certificates shall be in the token. Ours ask for them: a token must be verifiable by itself.
    pub certificates: bool,
}

impl Request {
    /// To stamp that digest. The nonce is the caller's, from a source of randomness; eight bytes are usual.
    pub fn new(imprint: impl Into<Imprint>, nonce: &[u8]) -> Request {
        Request { imprint: imprint.into(), policy: None, nonce: Some(magnitude(nonce).to_vec()), certificates: true }
    }

    /// The bytes to send (`application/timestamp-query`).
    pub fn to_der(&self) -> Vec<u8> {
        let policy = self.policy.map(object).unwrap_or_default();
        let nonce = self.nonce.as_deref().map(integer).unwrap_or_default();
        let certificates: &[u8] = if self.certificates { &[tag::BOOLEAN, 1, 0xff] } else { &[] };
        sequence(&[&integer(&[1]), &self.imprint.to_der(), &policy, &nonce, certificates])
    }

    /// Reads what was sent, by us or by `openssl ts -query`. Extensions are passed over.
    pub fn from_der(bytes: &[u8]) -> Result<Request, Malformed> {
        let bytes = definite(bytes)?;
        let mut reader = Reader::whole(&bytes, tag::SEQUENCE, "a time-stamp request")?.inside();
        reader.integer("a request's version")?;
        let imprint = Imprint::read(&reader.take(tag::SEQUENCE, "a request's imprint")?)?;
        let policy = reader.maybe(tag::OBJECT)?.map(|value| value.object()).transpose()?;
        let nonce = reader.maybe(tag::INTEGER)?.map(|value| magnitude(value.contents).to_vec());
        let certificates = reader.maybe(tag::BOOLEAN)?.is_some_and(|value| value.contents != [0]);
        reader.maybe(tag::context(0))?;
        reader.end("a request has too many parts")?;
        Ok(Request { imprint, policy, nonce, certificates })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Sha256;

    #[test]
    fn what_is_written_is_read_again() {
        let mut request = Request::new(Sha256::of(b"abc"), &[0, 0xfe, 1]);
        assert_eq!(Request::from_der(&request.to_der()).unwrap(), request);
        request.policy = Some(ObjectIdentifier::new_unwrap("1.2.3.4"));
        request.nonce = None;
        request.certificates = false;
        assert_eq!(Request::from_der(&request.to_der()).unwrap(), request);
        let der = request.to_der();
        assert!((0..der.len()).all(|cut| Request::from_der(&der[..cut]).is_err()));
    }
}
