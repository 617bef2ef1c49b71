//! Verification of detached signatures, one or several over the same data.

use std::io::Read;

use chrono::{DateTime, Utc};
use pgp::packet::{Packet, PacketParser, Signature};

use super::data_hash::DataHash;
use super::guard::guarded;
use super::moment::{Moment, seconds};
use super::signer::{SignerKey, refusals};
use super::{Certificate, Claim, Fingerprint, OpenPgpError, Refusal, armor, components, strength};

const EXPECTED: &str = "an OpenPGP signature";

/// More signatures over one file are refused: each costs a pass of its hash.
pub(super) const MOST_SIGNATURES: usize = 64;

/// The signatures of one file.
#[derive(Debug, Clone)]
pub struct DetachedSignatures {
    signatures: Vec<Signature>,
}

/// What was found of one signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureReport {
    /// What the signature says of itself; proven only where the verdict is not [`Verdict::UnknownSigner`], [`Verdict::Bad`],
    /// [`Verdict::WeakHash`] or [`Verdict::NotSupported`].
    pub claim: Claim,
    /// What was found.
    pub verdict: Verdict,
}

/// What the verification of one signature found. [`Verdict::word`] is permanent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The signature is right, and its key was valid at the time it says.
    Good {
        /// The certificate it was verified with.
        certificate: Fingerprint,
        /// The key of it that made it.
        key: Fingerprint,
    },
    /// The signature does not fit the data: data or signature were altered.
    Bad,
    /// None of the given certificates has the key: nothing is proven.
    UnknownSigner,
    /// The signature is arithmetically right, but its key may not sign at the time it says.
    SignerNotValid {
        /// The certificate it was verified with.
        certificate: Fingerprint,
        /// The key of it that made it.
        key: Fingerprint,
        /// Why not.
        refusals: Vec<Refusal>,
    },
    /// Right, but the signature itself had an end, which has come.
    Lapsed {
        /// The certificate it was verified with.
        certificate: Fingerprint,
    },
    /// Right, but it says it was made after today.
    FromTheFuture {
        /// The certificate it was verified with.
        certificate: Fingerprint,
    },
    /// Over a digest of a broken algorithm, so that other data may have the same: not verified.
    WeakHash {
        /// `SHA1`, `MD5`.
        hash: String,
    },
    /// A version, type or algorithm this program cannot verify.
    NotSupported,
}

impl Verdict {
    /// True only for a right signature of a key that was valid at its time.
    pub fn is_good(&self) -> bool {
        matches!(self, Verdict::Good { .. })
    }

    /// The permanent word of the verdict.
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Good { .. } => "good",
            Verdict::Bad => "bad",
            Verdict::UnknownSigner => "unknown-signer",
            Verdict::SignerNotValid { .. } => "signer-not-valid",
            Verdict::Lapsed { .. } => "lapsed",
            Verdict::FromTheFuture { .. } => "from-the-future",
            Verdict::WeakHash { .. } => "weak-hash",
            Verdict::NotSupported => "not-supported",
        }
    }
}

impl DetachedSignatures {
    /// The signatures in `bytes`: binary, or one or several armoured blocks. At least one, or an error.
    pub fn read(bytes: &[u8]) -> Result<DetachedSignatures, OpenPgpError> {
        let mut signatures = Vec::new();
        for block in armor::blocks(bytes, EXPECTED)? {
            guarded(|| read_block(&block, &mut signatures))?;
        }
        if signatures.is_empty() {
            return Err(OpenPgpError::NotOpenPgp { expected: EXPECTED, cause: "no signature in it".into() });
        }
        Ok(DetachedSignatures { signatures })
    }

    /// What the signatures say of themselves, unproven.
    pub fn claims(&self) -> Vec<Claim> {
        self.signatures.iter().map(Claim::of).collect()
    }

    /// Reads `data` once, to its end, and verifies each signature over it. Keys are judged at the time each signature says it was made;
    /// `now` is today: a compromise published since then counts, and a signature from the future does not.
    pub fn verify(
        &self,
        data: impl Read,
        certificates: &[Certificate],
        now: DateTime<Utc>,
    ) -> Result<Vec<SignatureReport>, OpenPgpError> {
        let mut hashes: Vec<Option<DataHash>> = self.signatures.iter().map(DataHash::for_signature).collect();
        read_through(data, &mut hashes)?;
        let each = self.signatures.iter().zip(hashes);
        each.map(|(signature, hash)| guarded(|| Ok(report(signature, hash, certificates, now.timestamp())))).collect()
    }
}

fn read_block(block: &[u8], signatures: &mut Vec<Signature>) -> Result<(), OpenPgpError> {
    let wrong = |cause: String| OpenPgpError::NotOpenPgp { expected: EXPECTED, cause };
    for packet in PacketParser::new(block) {
        match packet.map_err(|error| wrong(error.to_string()))? {
            Packet::Signature(signature) => signatures.push(signature),
            Packet::Marker(_) | Packet::Padding(_) => (),
            _ => return Err(wrong("another kind of packet in it".into())),
        }
        if signatures.len() > MOST_SIGNATURES {
            return Err(wrong(format!("more than {MOST_SIGNATURES} signatures")));
        }
    }
    Ok(())
}

fn read_through(mut data: impl Read, hashes: &mut [Option<DataHash>]) -> Result<(), OpenPgpError> {
    let mut buffer = vec![0; 256 << 10];
    loop {
        match data.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => hashes.iter_mut().flatten().for_each(|hash| hash.update(&buffer[..read])),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => (),
            Err(error) => return Err(OpenPgpError::Read(error)),
        }
    }
}

/// Judges one signature whose data went through `hash`; `None` where the data cannot be hashed as it wants.
pub(super) fn report(
    signature: &Signature,
    hash: Option<DataHash>,
    certificates: &[Certificate],
    now: i64,
) -> SignatureReport {
    let claim = Claim::of(signature);
    let digest = hash.and_then(|hash| hash.finish(signature));
    let verdict = match digest {
        Some(digest) => verdict(signature, &claim, &digest, certificates, now),
        None => Verdict::NotSupported,
    };
    SignatureReport { claim, verdict }
}

fn verdict(signature: &Signature, claim: &Claim, digest: &[u8], certificates: &[Certificate], now: i64) -> Verdict {
    let (Some(config), Some(numbers)) = (signature.config(), signature.signature()) else {
        return Verdict::NotSupported;
    };
    let mut candidates = certificates
        .iter()
        .flat_map(|certificate| SignerKey::all(certificate).map(move |key| (certificate, key)))
        .filter(|(_, key)| is_issuer(claim, *key))
        .peekable();
    if candidates.peek().is_none() {
        return Verdict::UnknownSigner;
    }
    // Before the arithmetic, which the crate refuses for such a digest.
    if !strength::hash_is_strong(config.hash_alg) {
        return Verdict::WeakHash { hash: config.hash_alg.to_string() };
    }
    let Some((certificate, key)) = candidates.find(|(_, key)| key.packet().verify(config.hash_alg, digest, numbers))
    else {
        return Verdict::Bad;
    };
    let by = certificate.fingerprint();
    let Some(made) = signature.created().map(seconds) else { return Verdict::Bad };
    if made > now {
        return Verdict::FromTheFuture { certificate: by };
    }
    if components::lapsed(signature, now) {
        return Verdict::Lapsed { certificate: by };
    }
    let print = key.packet().details().fingerprint().into();
    let refusals = refusals(certificate, key, Moment { at: made, now });
    if refusals.is_empty() {
        Verdict::Good { certificate: by, key: print }
    } else {
        Verdict::SignerNotValid { certificate: by, key: print, refusals }
    }
}

/// True if the signature names this key, by fingerprint where it has one, else by key id.
fn is_issuer(claim: &Claim, key: SignerKey<'_>) -> bool {
    let packet = key.packet();
    match (&claim.issuer, &claim.issuer_key_id) {
        (Some(issuer), _) => Fingerprint::from(packet.details().fingerprint()) == *issuer,
        (None, Some(id)) => data_encoding::HEXUPPER.encode(packet.details().legacy_key_id().as_ref()) == *id,
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trust::openpgp::testing;

    const DATA: &[u8] = b"sealed\n";

    fn verdict_of(signature: &str, certificate: &str, data: &[u8], now: &str) -> Verdict {
        let signatures = DetachedSignatures::read(&testing::file(&format!("{signature}.sig.asc"))).unwrap();
        let reports = signatures.verify(data, &[testing::certificate(certificate)], testing::day(now)).unwrap();
        assert_eq!(reports.len(), 1);
        reports[0].verdict.clone()
    }

    fn why(verdict: &Verdict) -> Vec<&'static str> {
        match verdict {
            Verdict::SignerNotValid { refusals, .. } => refusals.iter().map(Refusal::word).collect(),
            other => vec![other.word()],
        }
    }

    #[test]
    fn the_key_is_judged_at_the_time_of_the_signature() {
        let today = "2025-01-01";
        let cases = [
            ("good", "good", "good"),
            ("good.text", "good", "good"),
            ("good.sha1", "good", "weak-hash"),
            ("good", "superseded", "unknown-signer"),
            // Expired since, revoked since as superseded: what was signed before stands.
            ("expired", "expired", "good"),
            ("superseded", "superseded", "good"),
            ("superseded.late", "superseded", "revoked"),
            // A thief can write any date: nothing stands.
            ("compromised", "compromised", "revoked"),
            ("compromised.late", "compromised", "revoked"),
            ("signing-subkey", "signing-subkey", "good"),
        ];
        for (signature, certificate, expected) in cases {
            let verdict = verdict_of(signature, certificate, DATA, today);
            assert_eq!(why(&verdict), [expected], "{signature} by {certificate}");
        }
    }

    #[test]
    fn other_data_is_a_bad_signature() {
        assert_eq!(verdict_of("good", "good", b"sealed", "2025-01-01"), Verdict::Bad);
        assert_eq!(verdict_of("good.text", "good", b"sealed\r\n", "2025-01-01").word(), "good");
    }

    #[test]
    fn a_signature_after_today_is_told() {
        assert_eq!(verdict_of("good", "good", DATA, "2024-01-31").word(), "from-the-future");
    }

    #[test]
    fn claims_are_read_without_a_certificate() {
        let claims = DetachedSignatures::read(&testing::file("good.sig.asc")).unwrap().claims();
        assert_eq!(claims[0].issuer, Some(testing::certificate("good").fingerprint()));
        assert_eq!(claims[0].created, Some(testing::day("2024-02-01")));
    }

    #[test]
    fn several_signatures_in_one_file() {
        let both = [testing::file("good.sig.asc"), testing::file("superseded.sig.asc")].concat();
        let signatures = DetachedSignatures::read(&both).unwrap();
        let reports =
            signatures.verify(DATA, &[testing::certificate("superseded")], testing::day("2025-01-01")).unwrap();
        let words: Vec<&str> = reports.iter().map(|report| report.verdict.word()).collect();
        assert_eq!(words, ["unknown-signer", "good"]);
    }

    #[test]
    fn a_signing_subkey_without_its_own_consent_does_not_count() {
        // Somebody adopts a stranger's signing subkey: bound, but the binding is by another primary key.
        let thief = testing::joined(&[("sign-only", 0..3), ("signing-subkey", 3..5)]);
        let signatures = DetachedSignatures::read(&testing::file("signing-subkey.sig.asc")).unwrap();
        let reports = signatures.verify(DATA, &[thief], testing::day("2025-01-01")).unwrap();
        assert_eq!(why(&reports[0].verdict), ["subkey-not-bound"]);
    }
}
