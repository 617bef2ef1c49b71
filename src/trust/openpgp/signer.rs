//! Whose signature counts: the policy of signers, judged at the time of the signature.

use pgp::packet::{KeyFlags, PublicKey, PublicSubkey};
use pgp::types::{KeyDetails, PublicParams};

use super::components::{Bound, Primary, lapsed};
use super::moment::Moment;
use super::strength::hash_is_strong;
use super::{Certificate, Refusal};

/// A key of a certificate that may have made a signature.
#[derive(Clone, Copy)]
pub(super) enum SignerKey<'a> {
    Primary(&'a PublicKey),
    Subkey(&'a pgp::composed::SignedPublicSubKey),
}

impl<'a> SignerKey<'a> {
    /// All keys of the certificate.
    pub(super) fn all(certificate: &'a Certificate) -> impl Iterator<Item = SignerKey<'a>> {
        let subkeys = certificate.key.public_subkeys.iter().map(SignerKey::Subkey);
        std::iter::once(SignerKey::Primary(&certificate.key.primary_key)).chain(subkeys)
    }

    /// The bare packet.
    pub(super) fn packet(self) -> Packet<'a> {
        match self {
            SignerKey::Primary(key) => Packet::Primary(key),
            SignerKey::Subkey(subkey) => Packet::Subkey(&subkey.key),
        }
    }
}

/// The packet of a key.
#[derive(Clone, Copy)]
pub(super) enum Packet<'a> {
    Primary(&'a PublicKey),
    Subkey(&'a PublicSubkey),
}

impl Packet<'_> {
    pub(super) fn details(&self) -> &dyn KeyDetails {
        match self {
            Packet::Primary(key) => *key,
            Packet::Subkey(key) => *key,
        }
    }

    /// Verifies a signature over a digest.
    pub(super) fn verify(
        &self,
        hash: pgp::crypto::hash::HashAlgorithm,
        digest: &[u8],
        signature: &pgp::types::SignatureBytes,
    ) -> bool {
        use pgp::types::VerifyingKey as _;
        match self {
            Packet::Primary(key) => key.verify(hash, digest, signature).is_ok(),
            Packet::Subkey(key) => key.verify(hash, digest, signature).is_ok(),
        }
    }
}

/// Everything that speaks against a signature of `key` at the moment; nothing if it counts.
pub(super) fn refusals(certificate: &Certificate, key: SignerKey<'_>, moment: Moment) -> Vec<Refusal> {
    let primary = match Primary::of(certificate, moment) {
        Ok(primary) => primary,
        Err(refusals) => return refusals,
    };
    let refused = match key {
        SignerKey::Primary(key) => (!meant_for_signing(primary.flags.as_ref(), key)).then(|| not_for_signing(key)),
        SignerKey::Subkey(subkey) => subkey_refusal(certificate, subkey, moment),
    };
    refused.into_iter().collect()
}

fn subkey_refusal(
    certificate: &Certificate,
    subkey: &pgp::composed::SignedPublicSubKey,
    moment: Moment,
) -> Option<Refusal> {
    let primary = &certificate.key.primary_key;
    let bound = match Bound::of(primary, subkey, moment) {
        Ok(bound) => bound,
        Err(refusal) => return Some(refusal),
    };
    if !meant_for_signing(bound.flags.as_ref(), &subkey.key) {
        return Some(not_for_signing(&subkey.key));
    }
    // Without the subkey's own consent, somebody could adopt a stranger's signing key and claim that person's signatures.
    let agreed = bound
        .binding
        .embedded_signature()
        .filter(|back| !lapsed(back, moment.at) && back.hash_alg().is_some_and(hash_is_strong))
        .is_some_and(|back| back.verify_primary_key_binding(&subkey.key, primary).is_ok());
    (!agreed).then(|| Refusal::NoBackSignature { key: subkey.key.fingerprint().into() })
}

fn not_for_signing(key: &impl KeyDetails) -> Refusal {
    Refusal::NotForSigning { key: key.fingerprint().into() }
}

/// By the flags; without flags by the algorithm, as `gpg` does.
fn meant_for_signing(flags: Option<&KeyFlags>, key: &impl KeyDetails) -> bool {
    let can = !matches!(
        key.public_params(),
        PublicParams::ECDH(_) | PublicParams::X25519(_) | PublicParams::X448(_) | PublicParams::Elgamal(_)
    );
    can && flags.is_none_or(KeyFlags::sign)
}
