//! Who may be written to: the policy of recipients.

use chrono::{DateTime, Utc};
use pgp::packet::{KeyFlags, PublicKey, PublicSubkey};
use pgp::types::{KeyDetails, PublicParams};

use super::components::{Bound, Primary, flags};
use super::guard::guarded;
use super::moment::{Moment, date, seconds};
use super::{Certificate, Fingerprint, Note, Refusal, strength};

/// A key that was found fit to encrypt to, of a certificate judged at a time.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The fingerprint of the certificate: what people compare.
    pub certificate: Fingerprint,
    /// The fingerprint of the key that is encrypted to.
    pub key: Fingerprint,
    /// Its algorithm: `ECDH Curve25519`.
    pub algorithm: String,
    /// The certificate's user ids, as they stand.
    pub user_ids: Vec<String>,
    /// When the key, or the certificate, expires, whichever comes first.
    pub expires: Option<DateTime<Utc>>,
    /// What a person should know before trusting it.
    pub notes: Vec<Note>,
    pub(super) packet: KeyPacket,
}

#[derive(Debug, Clone)]
pub(super) enum KeyPacket {
    Primary(PublicKey),
    Subkey(PublicSubkey),
}

/// A key that may be encrypted to.
struct Candidate {
    born: i64,
    expires: Option<i64>,
    packet: KeyPacket,
}

impl Certificate {
    /// The newest key that may be encrypted to at `now`, or all reasons why there is none.
    pub fn recipient(&self, now: DateTime<Utc>) -> Result<Recipient, Vec<Refusal>> {
        let judged = guarded(|| Ok(judge(self, Moment::now(now))));
        judged.unwrap_or_else(|_| Err(vec![Refusal::NoSelfSignature]))
    }
}

fn judge(certificate: &Certificate, moment: Moment) -> Result<Recipient, Vec<Refusal>> {
    let primary = Primary::of(certificate, moment)?;
    let key = &certificate.key.primary_key;
    let mut best = None;
    if meant_for_encryption(primary.flags.as_ref(), key) && primary.flags.is_some() {
        best =
            Some(Candidate { born: seconds(key.created_at()), expires: None, packet: KeyPacket::Primary(key.clone()) });
    }
    let mut refusals = Vec::new();
    for subkey in &certificate.key.public_subkeys {
        match Bound::of(key, subkey, moment) {
            Ok(bound) if meant_for_encryption(bound.flags.as_ref(), &subkey.key) => {
                let born = seconds(subkey.key.created_at());
                if best.as_ref().is_none_or(|best| best.born <= born) {
                    best =
                        Some(Candidate { born, expires: bound.expires, packet: KeyPacket::Subkey(subkey.key.clone()) });
                }
            }
            Ok(_) => (),
            // A subkey whose flags say that it is for something else is not what was missed.
            Err(refusal)
                if subkey
                    .signatures
                    .iter()
                    .any(|binding| meant_for_encryption(flags(binding).as_ref(), &subkey.key)) =>
            {
                refusals.push(refusal);
            }
            Err(_) => (),
        }
    }
    match best {
        Some(best) => Ok(recipient(certificate, primary, best)),
        None if refusals.is_empty() => Err(vec![Refusal::NoEncryptionKey]),
        None => Err(refusals),
    }
}

fn recipient(certificate: &Certificate, primary: Primary, best: Candidate) -> Recipient {
    let (key, algorithm) = match &best.packet {
        KeyPacket::Primary(key) => (key.fingerprint(), strength::algorithm(key)),
        KeyPacket::Subkey(key) => (key.fingerprint(), strength::algorithm(key)),
    };
    Recipient {
        certificate: certificate.fingerprint(),
        key: key.into(),
        algorithm,
        user_ids: certificate.user_ids(),
        expires: primary.expires.into_iter().chain(best.expires).min().map(date),
        notes: primary.notes,
        packet: best.packet,
    }
}

/// By the flags; without flags by the algorithm, as `gpg` does.
fn meant_for_encryption(flags: Option<&KeyFlags>, key: &impl KeyDetails) -> bool {
    let can = matches!(
        key.public_params(),
        PublicParams::RSA(_)
            | PublicParams::ECDH(_)
            | PublicParams::X25519(_)
            | PublicParams::X448(_)
            | PublicParams::Elgamal(_)
    );
    can && flags.is_none_or(|flags| flags.encrypt_comms() || flags.encrypt_storage())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trust::openpgp::{RevocationReason, testing};

    fn words(name: &str, day: &str) -> Vec<&'static str> {
        match testing::certificate(name).recipient(testing::day(day)) {
            Ok(_) => Vec::new(),
            Err(refusals) => refusals.iter().map(Refusal::word).collect(),
        }
    }

    #[test]
    fn each_unfit_certificate_has_exactly_its_reason() {
        let cases = [
            ("good", "2024-03-01", vec![]),
            ("good", "2023-12-31", vec!["not-yet-valid", "no-self-signature"]),
            ("expired", "2024-01-31", vec![]),
            ("expired", "2024-03-01", vec!["expired"]),
            ("subkey-expired", "2024-01-31", vec![]),
            ("subkey-expired", "2024-03-01", vec!["subkey-expired"]),
            ("superseded", "2024-02-01", vec![]),
            ("superseded", "2024-03-02", vec!["revoked"]),
            ("compromised", "2024-02-01", vec!["revoked"]),
            ("appointee", "2024-06-01", vec!["revoked-by-appointee"]),
            ("sign-only", "2024-03-01", vec!["no-encryption-key"]),
            ("certify-only", "2024-03-01", vec!["no-encryption-key"]),
            ("signing-subkey", "2024-03-01", vec!["no-encryption-key"]),
            ("weak", "2024-03-01", vec!["weak-key"]),
            ("dsa", "2024-03-01", vec!["weak-key"]),
            ("sha1", "2024-03-01", vec!["weak-self-signature"]),
        ];
        for (name, day, expected) in cases {
            assert_eq!(words(name, day), expected, "{name} on {day}");
        }
    }

    #[test]
    fn the_reason_carries_its_facts() {
        let refused = |name| testing::certificate(name).recipient(testing::day("2024-06-01")).unwrap_err();
        let on = testing::day("2024-03-01");
        assert_eq!(refused("superseded"), [Refusal::Revoked { on, reason: RevocationReason::Superseded }]);
        let certificate = testing::certificate("weak").fingerprint();
        assert_eq!(refused("weak"), [Refusal::WeakKey { key: certificate, algorithm: "RSA 1024".into() }]);
    }

    #[test]
    fn the_subkey_for_encryption_is_taken() {
        let certificate = testing::certificate("good");
        let recipient = certificate.recipient(testing::day("2024-03-01")).unwrap();
        assert_eq!(recipient.certificate, certificate.fingerprint());
        assert_ne!(recipient.key, recipient.certificate);
        assert_eq!(recipient.algorithm, "ECDH Curve25519");
        assert_eq!(recipient.user_ids, ["Scelle test, good <good@scelle.example>"]);
        assert_eq!((recipient.expires, recipient.notes), (None, vec![]));
    }

    #[test]
    fn a_subkey_somebody_added_is_not_taken() {
        // The primary key and user id of one, the subkey with its binding of another.
        let strange = testing::joined(&[("sign-only", 0..3), ("good", 3..5)]);
        let refusals = strange.recipient(testing::day("2024-03-01")).unwrap_err();
        assert_eq!(refusals.iter().map(Refusal::word).collect::<Vec<_>>(), ["subkey-not-bound"]);
    }

    #[test]
    fn a_strangers_revocation_is_told_and_does_not_count() {
        let strange = testing::joined(&[("good", 0..1), ("superseded", 1..2), ("good", 1..5)]);
        let recipient = strange.recipient(testing::day("2024-06-01")).unwrap();
        let by = testing::certificate("superseded").fingerprint().to_string();
        assert_eq!(recipient.notes, [Note::RevocationNotVerified { by }]);
    }

    #[test]
    fn a_user_id_that_was_exchanged_is_no_self_signature() {
        let strange = testing::joined(&[("good", 0..1), ("sign-only", 1..2), ("good", 2..5)]);
        assert_eq!(strange.recipient(testing::day("2024-03-01")).unwrap_err(), [Refusal::NoSelfSignature]);
    }
}
