//! What the certificate's own signatures say about its keys at a time: which hold, since when, until when, for what. Every signature that
//! counts is verified here; the newest valid one decides (RFC 9580 section 5.2.3.10).

use pgp::composed::SignedPublicSubKey;
use pgp::packet::{KeyFlags, PublicKey, Signature, SignatureType, SubpacketData};
use pgp::types::{KeyDetails as _, Tag};

use super::moment::{Moment, date, seconds};
use super::refusal::{Note, Refusal, RevocationReason};
use super::{Certificate, strength};

/// A user id longer than this (bytes) is no name; hashing it again for each signature would only cost time.
const LONGEST_USER_ID: usize = 4096;

/// The primary key as it stands at a moment, where nothing speaks against the certificate as a whole.
pub(super) struct Primary {
    /// What the key may do; `None` if its owner does not say.
    pub flags: Option<KeyFlags>,
    /// In seconds since 1970.
    pub expires: Option<i64>,
    /// What a person should know.
    pub notes: Vec<Note>,
}

/// A subkey as it stands at a moment.
pub(super) struct Bound<'a> {
    /// What the key may do; `None` if its owner does not say.
    pub flags: Option<KeyFlags>,
    /// The binding signature that decides.
    pub binding: &'a Signature,
    /// In seconds since 1970.
    pub expires: Option<i64>,
}

impl Primary {
    /// Judges the certificate as a whole; all reasons against it at once.
    pub(super) fn of(certificate: &Certificate, moment: Moment) -> Result<Primary, Vec<Refusal>> {
        let primary = &certificate.key.primary_key;
        let mut refusals = Vec::new();
        let born = seconds(primary.created_at());
        if born > moment.at {
            refusals.push(Refusal::NotYetValid { from: date(born) });
        }
        refusals.extend(strength::refusal(primary));
        let notes = revocations(certificate, moment, &mut refusals);
        let (flags, expires) = match self_signatures(certificate, moment) {
            Ok(deciding) => {
                let expires = deciding.iter().find_map(|signature| life(signature)).map(|life| born + life);
                (deciding.iter().find_map(|signature| flags(signature)), expires)
            }
            Err(refusal) => {
                refusals.push(refusal);
                (None, None)
            }
        };
        if let Some(end) = expires.filter(|end| *end <= moment.at) {
            refusals.push(Refusal::Expired { on: date(end) });
        }
        if refusals.is_empty() { Ok(Primary { flags, expires, notes }) } else { Err(refusals) }
    }
}

impl<'a> Bound<'a> {
    /// Judges a subkey; the certificate as a whole is judged by [`Primary::of`].
    pub(super) fn of(
        primary: &PublicKey,
        subkey: &'a SignedPublicSubKey,
        moment: Moment,
    ) -> Result<Bound<'a>, Refusal> {
        let key = subkey.key.fingerprint().into();
        let of_type = |wanted| subkey.signatures.iter().filter(move |signature| signature.typ() == Some(wanted));
        let verified = |signature: &&Signature| signature.verify_subkey_binding(primary, &subkey.key).is_ok();
        let born = seconds(subkey.key.created_at());
        if born > moment.at {
            return Err(Refusal::SubkeyNotYetValid { key, from: date(born) });
        }
        for revocation in of_type(SignatureType::SubkeyRevocation).filter(verified) {
            if let Some((on, reason)) = counting(revocation, moment) {
                return Err(Refusal::SubkeyRevoked { key, on: date(on), reason });
            }
        }
        let bindings = of_type(SignatureType::SubkeyBinding).collect();
        let binding = match newest(bindings, primary, moment, |signature| verified(&signature)) {
            Newest::Strong(binding) => binding,
            Newest::Weak(hash) => return Err(Refusal::SubkeyWeakBinding { key, hash }),
            Newest::None => return Err(Refusal::SubkeyNotBound { key }),
        };
        let expires = life(binding).map(|life| born + life);
        if let Some(end) = expires.filter(|end| *end <= moment.at) {
            return Err(Refusal::SubkeyExpired { key, on: date(end) });
        }
        if let Some(refusal) = strength::refusal(&subkey.key) {
            return Err(refusal);
        }
        Ok(Bound { flags: flags(binding), binding, expires })
    }
}

/// The verified revocations go to `refusals`, those that cannot be verified come back as notes.
fn revocations(certificate: &Certificate, moment: Moment, refusals: &mut Vec<Refusal>) -> Vec<Note> {
    let primary = &certificate.key.primary_key;
    let mut notes = Vec::new();
    for revocation in &certificate.key.details.revocation_signatures {
        if revocation.verify_key(primary).is_ok() {
            refusals.extend(counting(revocation, moment).map(|(on, reason)| Refusal::Revoked { on: date(on), reason }));
        } else if let Some(by) = appointee(certificate, revocation) {
            refusals.push(Refusal::RevokedByAppointee { by });
        } else {
            notes.push(Note::RevocationNotVerified { by: claimed_maker(revocation) });
        }
    }
    notes.dedup();
    notes
}

/// The revoker the owner appointed (in a verified signature over the key, RFC 9580 section 5.2.3.23) that `revocation` claims to be of.
fn appointee(certificate: &Certificate, revocation: &Signature) -> Option<super::Fingerprint> {
    let details = &certificate.key.details;
    let appointed = details
        .direct_signatures
        .iter()
        .filter(|signature| signature.verify_key(&certificate.key.primary_key).is_ok())
        .flat_map(|signature| signature.config().into_iter().flat_map(|config| config.hashed_subpackets()))
        .filter_map(|subpacket| match &subpacket.data {
            SubpacketData::RevocationKey(key) => Some(key.fingerprint.to_vec()),
            _ => None,
        });
    for print in appointed {
        let by_fingerprint = revocation.issuer_fingerprint().iter().any(|issuer| issuer.as_bytes() == print);
        let by_id = revocation.issuer_key_id().iter().any(|id| print.ends_with(id.as_ref()));
        if by_fingerprint || by_id {
            return pgp::types::Fingerprint::new(pgp::types::KeyVersion::V4, &print).ok().map(super::Fingerprint::from);
        }
    }
    None
}

/// Who a signature says made it: the fingerprint, else the key id, else nothing.
fn claimed_maker(signature: &Signature) -> String {
    let print = signature.issuer_fingerprint().first().map(|print| format!("{print:X}"));
    print
        .or_else(|| signature.issuer_key_id().first().map(|id| data_encoding::HEXUPPER.encode(id.as_ref())))
        .unwrap_or_default()
}

/// When and why a verified revocation was made, if it counts at the moment: one that spares the past counts only after it was made.
fn counting(revocation: &Signature, moment: Moment) -> Option<(i64, RevocationReason)> {
    use pgp::packet::RevocationCode;
    let reason = match revocation.revocation_reason_code() {
        Some(RevocationCode::KeySuperseded) => RevocationReason::Superseded,
        Some(RevocationCode::KeyCompromised) => RevocationReason::Compromised,
        Some(RevocationCode::KeyRetired) => RevocationReason::Retired,
        _ => RevocationReason::NotGiven,
    };
    let on = revocation.created().map(seconds).unwrap_or_default();
    (!reason.spares_the_past() || on <= moment.at).then_some((on, reason))
}

/// The signatures that decide about the primary key, the more important first: of the primary user id, then over the key itself (the
/// other way round for version 6, RFC 9580 section 10.1.2).
fn self_signatures(certificate: &Certificate, moment: Moment) -> Result<Vec<&Signature>, Refusal> {
    let primary = &certificate.key.primary_key;
    let details = &certificate.key.details;
    let mut weak = None;
    let mut keep = |found: Newest<'_>| match found {
        Newest::Strong(_) | Newest::None => (),
        Newest::Weak(hash) => weak = Some(hash),
    };
    let mut of_users: Vec<&Signature> = Vec::new();
    for user in details.users.iter().filter(|user| user.id.id().len() <= LONGEST_USER_ID) {
        let verified = |signature: &Signature| signature.verify_certification(primary, Tag::UserId, &user.id).is_ok();
        // A revocation of the user id stands among its certifications: the newest of both decides.
        match newest(user.signatures.iter().collect(), primary, moment, verified) {
            Newest::Strong(signature) if signature.typ() == Some(SignatureType::CertRevocation) => (),
            Newest::Strong(signature) => of_users.push(signature),
            other => keep(other),
        }
    }
    of_users.sort_by_key(|signature| std::cmp::Reverse((signature.is_primary(), signature.created().map(seconds))));
    let direct =
        details.direct_signatures.iter().filter(|signature| signature.typ() == Some(SignatureType::Key)).collect();
    let over_key = match newest(direct, primary, moment, |signature| signature.verify_key(primary).is_ok()) {
        Newest::Strong(signature) => Some(signature),
        other => {
            keep(other);
            None
        }
    };
    let of_user = of_users.first().copied();
    let version_6 = primary.version() == pgp::types::KeyVersion::V6;
    let deciding = if version_6 { [over_key, of_user] } else { [of_user, over_key] };
    let deciding: Vec<&Signature> = deciding.into_iter().flatten().collect();
    match (deciding.is_empty(), weak) {
        (false, _) => Ok(deciding),
        (true, Some(hash)) => Err(Refusal::WeakSelfSignature { hash }),
        (true, None) => Err(Refusal::NoSelfSignature),
    }
}

/// The newest valid signature of several.
enum Newest<'a> {
    Strong(&'a Signature),
    /// None with a sound hash algorithm; the name of the broken one.
    Weak(String),
    None,
}

/// The newest that holds at the moment; if all were made later (a certificate keeps only its latest signatures, as `gpg` exports them), the
/// oldest of those.
fn newest<'a>(
    mut candidates: Vec<&'a Signature>,
    primary: &PublicKey,
    moment: Moment,
    verified: impl Fn(&Signature) -> bool,
) -> Newest<'a> {
    let made = |signature: &Signature| signature.created().map(seconds);
    candidates.retain(|signature| made(signature).is_some_and(|made| made <= moment.now.max(moment.at)));
    candidates.sort_by_key(|signature| {
        let made = made(signature).unwrap_or_default();
        // Of two made in the same second, a revocation wins.
        let revokes = signature.typ() == Some(SignatureType::CertRevocation);
        if made <= moment.at { (0, -made, !revokes) } else { (1, made, !revokes) }
    });
    let mut weak = None;
    for candidate in candidates {
        let Some(hash) = candidate.hash_alg() else { continue };
        let revokes = candidate.typ() == Some(SignatureType::CertRevocation);
        if lapsed(candidate, moment.at) {
            continue;
        }
        if !strength::hash_is_strong(hash) && !revokes {
            // Not verified (the crate refuses to, for some keys): it would not count either way, and this explains why.
            if names(candidate, primary) {
                weak.get_or_insert(hash.to_string());
            }
        } else if verified(candidate) {
            return Newest::Strong(candidate);
        }
    }
    weak.map_or(Newest::None, Newest::Weak)
}

/// True if the signature says that `primary` made it.
fn names(signature: &Signature, primary: &PublicKey) -> bool {
    signature.issuer_fingerprint().contains(&&primary.fingerprint())
        || signature.issuer_key_id().contains(&&primary.legacy_key_id())
}

/// True if the signature itself (not the key) has an end and it has come.
pub(super) fn lapsed(signature: &Signature, at: i64) -> bool {
    let life = signature.signature_expiration_time().map(|life| i64::from(life.as_secs())).filter(|life| *life != 0);
    match (signature.created(), life) {
        (Some(made), Some(life)) => seconds(made) + life <= at,
        _ => false,
    }
}

/// How long the key lives from its creation, in seconds, as the signature says; zero means for ever.
fn life(signature: &Signature) -> Option<i64> {
    signature.key_expiration_time().map(|life| i64::from(life.as_secs())).filter(|life| *life != 0)
}

/// The key flags the signature really carries, not the crate's default.
pub(super) fn flags(signature: &Signature) -> Option<KeyFlags> {
    signature.config()?.hashed_subpackets().find_map(|subpacket| match &subpacket.data {
        SubpacketData::KeyFlags(flags) => Some(flags.clone()),
        _ => None,
    })
}
