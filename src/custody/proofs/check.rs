//! What was added to an archive, judged: time-stamps, signatures, and the manifests they were made over. FORMAT.md section 10.

use std::io::Read;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::manifest::{self, Standing};
use super::name::ProofName;
use crate::custody::discrepancy::{Discrepancy, Fault};
use crate::custody::zip_read::ZipReader;
use crate::digest::Sha256;
use crate::trust::cms::{Fault as CmsFault, SignedData};
use crate::trust::openpgp::{self, DetachedSignatures, SignatureReport, Verdict};
use crate::trust::timestamp::{Complaint, Imprint, Token, Trust};
use crate::trust::x509::Anchors;

/// What the reader of the evidence trusts beforehand.
#[derive(Debug, Clone, Default)]
pub struct Trusted {
    /// roots of time-stamp authorities; none where none were given
    pub authorities: Option<Anchors>,
    /// OpenPGP certificates of those who may have signed
    pub signers: Vec<openpgp::Certificate>,
    /// X.509 certificates of those who may have signed, or of their authorities
    pub signer_authorities: Option<Anchors>,
    /// today
    pub now: DateTime<Utc>,
}

/// Something that was added to an archive, as far as it is sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// its entry
    pub entry: String,
    /// what it is made over
    pub over: String,
    /// what it says
    #[serde(flatten)]
    pub says: Says,
    /// whether somebody whom the reader trusts stands behind it
    pub trusted: bool,
}

/// What a proof says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Says {
    /// a time-stamp: it was there at `time`
    TimeStamp {
        /// with a fraction of a second where the token has one
        time: DateTime<Utc>,
        /// how exact, as the authority says
        accuracy: Option<String>,
        /// the authority's name
        authority: String,
        /// the object identifier of its policy
        policy: String,
    },
    /// an OpenPGP signature
    OpenPgpSignature {
        /// the permanent word of what was found
        verdict: String,
        /// the certificate, or the key that the signature names
        fingerprint: String,
        /// when it says it was made
        time: Option<DateTime<Utc>>,
    },
    /// a signature by certificate
    CmsSignature {
        /// the certificate's subject
        signer: String,
        /// SHA-256 of the certificate
        fingerprint: Sha256,
        /// when it says it was made
        time: Option<DateTime<Utc>>,
    },
}

impl Proof {
    /// For letters and records, in English: entry, colon, what it says.
    pub fn in_words(&self) -> String {
        let at = |time: &Option<DateTime<Utc>>| time.map(|time| format!(" of {}", shown(&time))).unwrap_or_default();
        let says = match &self.says {
            Says::TimeStamp { time, authority, .. } => format!("time-stamp of {} by {authority}", shown(time)),
            Says::OpenPgpSignature { fingerprint, time, .. } => {
                format!("OpenPGP signature{} by {fingerprint}", at(time))
            }
            Says::CmsSignature { signer, time, .. } => format!("signature{} by {signer}", at(time)),
        };
        format!("{}: {says}", self.entry)
    }
}

/// A time of a token, as it is told: RFC 3339 in UTC, with a fraction where there is one.
pub fn shown(time: &DateTime<Utc>) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// Judges all that stands in `META-INF/` of `zip`. `root` gives the root of the message tree, where the messages can be read.
pub fn check(
    zip: &ZipReader,
    standing: &[Standing],
    root: &dyn Fn() -> Option<Sha256>,
    trusted: &Trusted,
) -> (Vec<Proof>, Vec<Discrepancy>) {
    let mut proofs = Vec::new();
    let mut faults = manifest::check(standing);
    for entry in standing {
        let Some(name) = entry.proof() else { continue };
        let over = match name {
            ProofName::Manifest(_) => continue,
            ProofName::MessageTree => root().map(|root| ("the message tree".to_owned(), root, &[][..])),
            name => name.over().and_then(|over| manifest_of(standing, over)),
        };
        let Some((over, digest, bytes)) = over else { continue };
        let judged = match name {
            ProofName::Timestamp(_) | ProofName::MessageTree => token(entry, digest, trusted),
            ProofName::OpenPgp(_) => match zip.entry(&over) {
                Some(manifest) => openpgp_signature(entry, zip.content(manifest), trusted),
                None => continue,
            },
            _ => cms_signature(entry, bytes, trusted),
        };
        match judged {
            Ok(says) => proofs.extend(says.into_iter().map(|(says, trusted)| Proof {
                entry: entry.name.clone(),
                over: over.clone(),
                says,
                trusted,
            })),
            Err(fault) if name == ProofName::MessageTree && fault.kind == Fault::TokenImprint => {
                let detail = "is the time-stamp of another set of messages";
                faults.push(Discrepancy::new(Fault::MessageTree, &entry.name, detail));
            }
            Err(fault) => faults.push(fault),
        }
    }
    (proofs, faults)
}

/// The name, digest and bytes of a manifest.
fn manifest_of(standing: &[Standing], name: ProofName) -> Option<(String, Sha256, &[u8])> {
    let name = name.to_string();
    let found = standing.iter().find(|entry| entry.name == name)?;
    Some((name, found.sha256, &found.bytes))
}

/// A token over something with this digest.
///
/// # Errors
/// What is wrong with it.
pub fn token_says(
    name: &str,
    der: &[u8],
    digest: Sha256,
    authorities: Option<&Anchors>,
) -> Result<(Says, bool), Discrepancy> {
    let wrong = |complaint: Complaint| Discrepancy::new(fault_of(complaint.word()), name, complaint.to_string());
    let token = Token::from_der(der).map_err(|malformed| wrong(Complaint::Unreadable(malformed)))?;
    let verification = token.verify(&Imprint::from(digest), &[], authorities);
    if let Some(complaint) = verification.complaints.into_iter().next() {
        return Err(wrong(complaint));
    }
    let says = Says::TimeStamp {
        time: token.time(),
        accuracy: token.accuracy().map(|accuracy| accuracy.to_string()),
        authority: token.authority().unwrap_or_default(),
        policy: token.policy().to_string(),
    };
    Ok((says, matches!(verification.trust, Trust::Path(_))))
}

fn token(entry: &Standing, digest: Sha256, trusted: &Trusted) -> Result<Vec<(Says, bool)>, Discrepancy> {
    Ok(vec![token_says(&entry.name, &entry.bytes, digest, trusted.authorities.as_ref())?])
}

fn openpgp_signature(entry: &Standing, over: impl Read, trusted: &Trusted) -> Result<Vec<(Says, bool)>, Discrepancy> {
    let unreadable =
        |why: openpgp::OpenPgpError| Discrepancy::new(Fault::ProofUnreadable, &entry.name, why.to_string());
    let signatures = DetachedSignatures::read(&entry.bytes).map_err(unreadable)?;
    let reports = signatures.verify(over, &trusted.signers, trusted.now).map_err(unreadable)?;
    if let Some(wrong) = reports.iter().find(|report| report.verdict.is_wrong()) {
        return Err(Discrepancy::new(Fault::OpenPgpSignature, &entry.name, why(&wrong.verdict)));
    }
    Ok(reports.iter().map(openpgp_says).collect())
}

/// What a verified signature comes to, and whether its signer is one of those given.
pub fn openpgp_says(report: &SignatureReport) -> (Says, bool) {
    let claimed =
        || report.claim.issuer.as_ref().map(ToString::to_string).or_else(|| report.claim.issuer_key_id.clone());
    let fingerprint = match &report.verdict {
        Verdict::Good { certificate, .. } => certificate.to_string(),
        _ => claimed().unwrap_or_default(),
    };
    let verdict = report.verdict.word().to_owned();
    (Says::OpenPgpSignature { verdict, fingerprint, time: report.claim.created }, report.verdict.is_good())
}

/// A wrong verdict in words: the permanent one, and the reasons where there are some.
pub fn why(verdict: &Verdict) -> String {
    match verdict {
        Verdict::SignerNotValid { refusals, .. } => {
            let reasons: Vec<String> = refusals.iter().map(ToString::to_string).collect();
            format!("{}: {}", verdict.word(), reasons.join("; "))
        }
        _ => verdict.word().to_owned(),
    }
}

fn cms_signature(entry: &Standing, over: &[u8], trusted: &Trusted) -> Result<Vec<(Says, bool)>, Discrepancy> {
    let unreadable = |why: String| Discrepancy::new(Fault::ProofUnreadable, &entry.name, why);
    let signed = SignedData::from_der(&entry.bytes).map_err(|malformed| unreadable(malformed.to_string()))?;
    let signer = signed.signers.first().ok_or_else(|| unreadable("nobody signed".to_owned()))?;
    let wrong = |fault: CmsFault| Discrepancy::new(fault_of(fault.word()), &entry.name, fault.to_string());
    let anchors = trusted.signer_authorities.as_ref();
    let further = anchors.map(Anchors::certificates).unwrap_or_default();
    let proven = signed.check(signer, over, further).map_err(wrong)?;
    let time = proven.claimed_time.unwrap_or(trusted.now);
    let is_trusted = match anchors {
        Some(anchors) => {
            let path = anchors.path(&proven.certificate, &signed.certificates, time);
            path.map_err(|no_path| Discrepancy::new(Fault::CmsChain, &entry.name, no_path.to_string()))?;
            true
        }
        None => false,
    };
    let certificate = &proven.certificate;
    let (signer, fingerprint) = (certificate.subject().to_string(), certificate.fingerprint());
    Ok(vec![(Says::CmsSignature { signer, fingerprint, time: proven.claimed_time }, is_trusted)])
}

/// The fault that has this permanent word.
fn fault_of(word: &str) -> Fault {
    Fault::of_word(word).unwrap_or(Fault::ProofUnreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_token_and_of_a_signature_has_its_fault() {
        let tokens = ["token-unreadable", "token-imprint", "token-signature", "token-certificate", "token-usage"];
        let more = ["token-expired", "token-chain", "cms-certificate", "cms-content", "cms-signature"];
        for word in tokens.into_iter().chain(more) {
            assert_eq!(fault_of(word).as_str(), word);
        }
    }
}
