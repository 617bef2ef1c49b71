//! A path from a certificate to an anchor (RFC 5280 section 6), at a given time. Certificates come from hostile hands: at most eight in a
//! path, at most 64 signatures tried.

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;

use super::anchors::Anchors;
use super::certificate::Certificate;
use super::key::SignatureFault;

/// Why no path leads to an anchor. Certificates are named by their subject.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPath {
    /// Nobody of that name is among the anchors or the certificates given along.
    #[error("the issuer of {0} is not known: {1}")]
    IssuerUnknown(String, String),
    /// The issuer's key did not sign it.
    #[error("{0} was not signed by {1}: {2}")]
    NotSigned(String, String, SignatureFault),
    /// The issuer's certificate is no authority's (basicConstraints, keyCertSign).
    #[error("{0} may not issue certificates")]
    NoAuthority(String),
    /// More authorities below one than it allows.
    #[error("{0} allows fewer authorities below it")]
    PathLength(String),
    /// Not valid at the time asked about.
    #[error("{0} was valid from {1} to {2} only")]
    NotValid(String, DateTime<Utc>, DateTime<Utc>),
    /// It demands something that is not understood here.
    #[error("{0} has a critical extension that is not understood: {1}")]
    UnknownCritical(String, ObjectIdentifier),
    /// Longer than eight certificates, or too many certificates of one name.
    #[error("too long, or too many ways to try")]
    TooLong,
}

const DEEPEST: usize = 8;
const MOST_TRIED: usize = 64;

impl Anchors {
    /// The path from `leaf` (first) to an anchor (last) over `between`, all valid at `moment`. If there is none: why the most promising
    /// attempt failed. A leaf that is itself an anchor is a path of one.
    pub fn path(
        &self,
        leaf: &Certificate,
        between: &[Certificate],
        moment: DateTime<Utc>,
    ) -> Result<Vec<Certificate>, NoPath> {
        sound(leaf, moment)?;
        let mut search = Search { anchors: self.certificates(), between, moment, tried: 0, failure: None };
        let mut path = vec![leaf];
        if search.extend(&mut path) {
            return Ok(path.into_iter().cloned().collect());
        }
        let unknown = NoPath::IssuerUnknown(leaf.subject().to_string(), leaf.issuer().to_string());
        Err(search.failure.map_or(unknown, |(_, failure)| failure))
    }
}

struct Search<'a> {
    anchors: &'a [Certificate],
    between: &'a [Certificate],
    moment: DateTime<Utc>,
    tried: usize,
    /// The reason that came from farthest along, and how far that was.
    failure: Option<(usize, NoPath)>,
}

impl<'a> Search<'a> {
    /// Goes on from the last certificate of `path`; it ends at an anchor if true.
    fn extend(&mut self, path: &mut Vec<&'a Certificate>) -> bool {
        let Some(&last) = path.last() else { return false };
        if self.anchors.contains(last) {
            return true;
        }
        if path.len() == DEEPEST {
            return self.fail(path.len(), NoPath::TooLong);
        }
        let (anchors, between) = (self.anchors, self.between);
        let issuers = anchors.iter().chain(between).filter(|issuer| issuer.subject() == last.issuer());
        let mut known = false;
        for issuer in issuers.filter(|issuer| *issuer != last) {
            known = true;
            if path.contains(&issuer) {
                continue;
            }
            self.tried += 1;
            if self.tried > MOST_TRIED {
                return self.fail(path.len(), NoPath::TooLong);
            }
            if let Err(failure) = self.step(path, last, issuer) {
                self.fail(path.len(), failure);
                continue;
            }
            path.push(issuer);
            if self.extend(path) {
                return true;
            }
            path.pop();
        }
        if !known {
            self.fail(path.len(), NoPath::IssuerUnknown(last.subject().to_string(), last.issuer().to_string()));
        }
        false
    }

    /// Whether `issuer` may and did issue `last`.
    fn step(&self, path: &[&Certificate], last: &Certificate, issuer: &Certificate) -> Result<(), NoPath> {
        let name = || issuer.subject().to_string();
        last.signed_by(issuer).map_err(|fault| NoPath::NotSigned(last.subject().to_string(), name(), fault))?;
        sound(issuer, self.moment)?;
        match issuer.extensions() {
            // Roots of version 1 have no extensions; being trusted they need none.
            None if self.anchors.contains(issuer) => Ok(()),
            None => Err(NoPath::NoAuthority(name())),
            Some(extensions) => {
                let Some((true, length)) = extensions.authority else { return Err(NoPath::NoAuthority(name())) };
                if extensions.key_usage.is_some_and(|usage| !usage.signs_certificates()) {
                    return Err(NoPath::NoAuthority(name()));
                }
                let below = path.iter().skip(1).filter(|certificate| !certificate.is_self_issued()).count();
                if length.is_some_and(|length| below > length as usize) {
                    Err(NoPath::PathLength(name()))
                } else {
                    Ok(())
                }
            }
        }
    }

    fn fail(&mut self, far: usize, failure: NoPath) -> bool {
        if self.failure.as_ref().is_none_or(|(farthest, _)| far > *farthest) {
            self.failure = Some((far, failure));
        }
        false
    }
}

/// What holds for each certificate of a path.
fn sound(certificate: &Certificate, moment: DateTime<Utc>) -> Result<(), NoPath> {
    let name = || certificate.subject().to_string();
    if !certificate.valid_at(moment) {
        return Err(NoPath::NotValid(name(), certificate.not_before(), certificate.not_after()));
    }
    match certificate.extensions().and_then(|extensions| extensions.unknown_critical.first()) {
        Some(unknown) => Err(NoPath::UnknownCritical(name(), *unknown)),
        None => Ok(()),
    }
}
