//! A time-stamp token (RFC 3161 section 2.4.2): signed data around a TSTInfo. What it says is readable here, and proven by `verify`.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use const_oid::ObjectIdentifier;

use super::imprint::Imprint;
use crate::trust::cms::SignedData;
use crate::trust::der::{Malformed, Reader, Value, magnitude, oid, read_time, tag};
use crate::trust::x509::{Name, Serial};

/// A token, and what it says.
#[derive(Debug, Clone)]
pub struct Token {
    der: Vec<u8>,
    signed: SignedData,
    content: Vec<u8>,
    policy: ObjectIdentifier,
    imprint: Imprint,
    serial: Serial,
    time: DateTime<Utc>,
    accuracy: Option<Accuracy>,
    ordering: bool,
    nonce: Option<Vec<u8>>,
    authority: Option<String>,
}

/// How far the true time may be from the token's, before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accuracy(pub TimeDelta);

impl fmt::Display for Accuracy {
    /// In seconds, with as many decimals as needed: `0.5 s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, micros) = (self.0.num_seconds(), self.0.subsec_nanos() / 1000);
        if micros == 0 {
            return write!(f, "{seconds} s");
        }
        let decimals = format!("{micros:06}");
        write!(f, "{seconds}.{} s", decimals.trim_end_matches('0'))
    }
}

impl Token {
    /// Reads a token (a ContentInfo, not the answer around it), in DER or BER, at most 1 MiB, with nothing after it.
    pub fn from_der(bytes: &[u8]) -> Result<Token, Malformed> {
        let signed = SignedData::from_der(bytes)?;
        if signed.content_type != oid::TST_INFO {
            return Err(Malformed("signed data, but not a time-stamp"));
        }
        let content = signed.content.clone().ok_or(Malformed("a time-stamp without content"))?;
        if signed.signers.len() != 1 {
            return Err(Malformed("a time-stamp that is not signed by one authority"));
        }
        let body = content.clone();
        let mut info = Reader::whole(&body, tag::SEQUENCE, "a time-stamp's content")?.inside();
        if info.integer("a time-stamp's version")? != [1] {
            return Err(Malformed("a time-stamp of an unknown version"));
        }
        let policy = info.object("a time-stamp's policy")?;
        let imprint = Imprint::read(&info.take(tag::SEQUENCE, "an imprint")?)?;
        let serial = Serial::new(info.integer("a time-stamp's serial number")?);
        let time = read_time(&info.take(tag::GENERALIZED_TIME, "a time-stamp's time")?)?;
        let accuracy = info.maybe(tag::SEQUENCE)?.map(|value| accuracy(&value)).transpose()?;
        let ordering = info.maybe(tag::BOOLEAN)?.is_some_and(|value| value.contents != [0]);
        let nonce = info.maybe(tag::INTEGER)?.map(|value| magnitude(value.contents).to_vec());
        let authority = info.maybe(tag::context(0))?.map(|value| authority(&value)).transpose()?.flatten();
        info.maybe(tag::context(1))?;
        info.end("a time-stamp has too many parts")?;
        Ok(Token {
            der: bytes.to_vec(),
            signed,
            content,
            policy,
            imprint,
            serial,
            time,
            accuracy,
            ordering,
            nonce,
            authority,
        })
    }

    /// The token as it was read: what is kept in an archive.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The digest that it stamps.
    pub fn imprint(&self) -> &Imprint {
        &self.imprint
    }

    /// The policy it was issued under.
    pub fn policy(&self) -> ObjectIdentifier {
        self.policy
    }

    /// Its number at this authority.
    pub fn serial(&self) -> &Serial {
        &self.serial
    }

    /// When the authority signed it, with the fraction of a second if there is one (genTime).
    pub fn time(&self) -> DateTime<Utc> {
        self.time
    }

    /// How exact that time is, if the authority says so.
    pub fn accuracy(&self) -> Option<Accuracy> {
        self.accuracy
    }

    /// Whether tokens of this authority can be ordered by their time alone.
    pub fn ordering(&self) -> bool {
        self.ordering
    }

    /// The number of the request that it answers.
    pub fn nonce(&self) -> Option<&[u8]> {
        self.nonce.as_deref()
    }

    /// The authority's name: as it calls itself in the token, or else the subject of its certificate, if that is inside.
    pub fn authority(&self) -> Option<String> {
        let signer = &self.signed.signers.first()?;
        let certificate = || self.signed.certificates.iter().find(|certificate| signer.is(certificate));
        self.authority.clone().or_else(|| certificate().map(|certificate| certificate.subject().to_string()))
    }

    pub(super) fn signed(&self) -> &SignedData {
        &self.signed
    }

    pub(super) fn content(&self) -> &[u8] {
        &self.content
    }
}

/// Accuracy: seconds, `[0]` thousandths, `[1]` millionths.
fn accuracy(value: &Value<'_>) -> Result<Accuracy, Malformed> {
    const WHAT: Malformed = Malformed("an accuracy");
    let mut reader = value.inside();
    let mut part = |tag: u8| -> Result<i64, Malformed> {
        reader.maybe(tag)?.map_or(Ok(0), |value| value.small().map(i64::from).ok_or(WHAT))
    };
    let (seconds, millis, micros) =
        (part(tag::INTEGER)?, part(tag::context_primitive(0))?, part(tag::context_primitive(1))?);
    Ok(Accuracy(TimeDelta::seconds(seconds) + TimeDelta::milliseconds(millis) + TimeDelta::microseconds(micros)))
}

/// The tsa field: a GeneralName in an explicit tag. A directory name is shown; e-mail, DNS name and URI too; others are not.
fn authority(value: &Value<'_>) -> Result<Option<String>, Malformed> {
    let name = value.inside().any()?;
    Ok(match name.tag {
        DIRECTORY_NAME => Some(Name::read_inside(&name)?.to_string()),
        EMAIL | DNS | URI => Some(String::from_utf8_lossy(name.contents).into_owned()),
        _ => None,
    })
}

const EMAIL: u8 = tag::context_primitive(1);
const DNS: u8 = tag::context_primitive(2);
const DIRECTORY_NAME: u8 = tag::context(4);
const URI: u8 = tag::context_primitive(6);
