//! Finding the secret key that opens a message.

use pgp::composed::PlainSessionKey;
use pgp::packet::PublicKeyEncryptedSessionKey;
use pgp::types::{DecryptionKey, EskType, KeyDetails, Password, PkeskVersion, SecretParams};
use zeroize::Zeroizing;

use super::secret_key::is_stub;
use super::{Fingerprint, OpenPgpError, SecretKey};

/// A passphrase is asked for this often for one key.
const ATTEMPTS: u32 = 3;

/// A locked key a passphrase is asked for.
#[derive(Debug, Clone)]
pub struct LockedKey {
    /// The fingerprint of its certificate.
    pub certificate: Fingerprint,
    /// The key of it that the message is encrypted to.
    pub key: Fingerprint,
    /// The first user id, as it stands.
    pub user_id: String,
    /// 1 for the first time, more after a wrong passphrase; 3 at most.
    pub attempt: u32,
}

/// The session key, and the fingerprint of the key that opened it.
pub(super) struct Opened {
    pub session_key: PlainSessionKey,
    pub by: Fingerprint,
}

/// Tries every key the packets name; keys that are open before those that need a passphrase.
pub(super) fn open(
    packets: &[PublicKeyEncryptedSessionKey],
    keys: &[SecretKey],
    ask: &mut dyn FnMut(&LockedKey) -> Option<Zeroizing<String>>,
) -> Result<Option<Opened>, OpenPgpError> {
    let pairs = || packets.iter().flat_map(|packet| keys.iter().map(move |key| (packet, key)));
    let mut wrong = None;
    for locked in [false, true] {
        for (packet, key) in pairs() {
            for part in parts(key).filter(|part| part.params.is_encrypted() == locked && !is_stub(part.params)) {
                if !part.is_named_by(packet) {
                    continue;
                }
                match attempt(packet, key, &part, ask) {
                    Ok(Some(opened)) => return Ok(Some(opened)),
                    Ok(None) => (),
                    Err(error) => wrong = Some(error),
                }
            }
        }
    }
    let stub = pairs().find_map(|(packet, key)| {
        parts(key).find(|part| is_stub(part.params) && part.is_named_by(packet)).map(|part| part.fingerprint())
    });
    match (wrong, stub) {
        (Some(error), _) => Err(error),
        (None, Some(print)) => Err(OpenPgpError::SecretAbsent(print)),
        (None, None) => Ok(None),
    }
}

/// One key packet with a secret.
struct Part<'a> {
    params: &'a SecretParams,
    packet: PartPacket<'a>,
}

enum PartPacket<'a> {
    Primary(&'a pgp::packet::SecretKey),
    Subkey(&'a pgp::packet::SecretSubkey),
}

fn parts(key: &SecretKey) -> impl Iterator<Item = Part<'_>> {
    let primary = &key.key.primary_key;
    let subkeys = key.key.secret_subkeys.iter().map(|subkey| &subkey.key);
    std::iter::once(Part { params: primary.secret_params(), packet: PartPacket::Primary(primary) })
        .chain(subkeys.map(|subkey| Part { params: subkey.secret_params(), packet: PartPacket::Subkey(subkey) }))
}

impl Part<'_> {
    fn fingerprint(&self) -> Fingerprint {
        match self.packet {
            PartPacket::Primary(key) => key.fingerprint().into(),
            PartPacket::Subkey(key) => key.fingerprint().into(),
        }
    }

    fn is_named_by(&self, packet: &PublicKeyEncryptedSessionKey) -> bool {
        match self.packet {
            PartPacket::Primary(key) => packet.match_identity(key),
            PartPacket::Subkey(key) => packet.match_identity(key),
        }
    }

    /// The outer error is a wrong passphrase, the inner one a packet that is not for this key.
    fn decrypt(
        &self,
        packet: &PublicKeyEncryptedSessionKey,
        passphrase: &Password,
    ) -> Result<Option<PlainSessionKey>, ()> {
        let kind = match packet.version() {
            PkeskVersion::V3 => EskType::V3_4,
            PkeskVersion::V6 => EskType::V6,
            PkeskVersion::Other(_) => return Ok(None),
        };
        let Ok(values) = packet.values() else { return Ok(None) };
        let opened = match self.packet {
            PartPacket::Primary(key) => key.decrypt(passphrase, values, kind),
            PartPacket::Subkey(key) => key.decrypt(passphrase, values, kind),
        };
        opened.map(Result::ok).map_err(|_| ())
    }
}

fn attempt(
    packet: &PublicKeyEncryptedSessionKey,
    key: &SecretKey,
    part: &Part<'_>,
    ask: &mut dyn FnMut(&LockedKey) -> Option<Zeroizing<String>>,
) -> Result<Option<Opened>, OpenPgpError> {
    let by = part.fingerprint();
    let opened =
        |session_key: Option<PlainSessionKey>| session_key.map(|session_key| Opened { session_key, by: by.clone() });
    if !part.params.is_encrypted() {
        return Ok(opened(part.decrypt(packet, &Password::empty()).ok().flatten()));
    }
    let certificate = key.certificate();
    let user_id = certificate.user_ids().into_iter().next().unwrap_or_default();
    let mut question = LockedKey { certificate: certificate.fingerprint(), key: by.clone(), user_id, attempt: 1 };
    while question.attempt <= ATTEMPTS {
        let Some(passphrase) = ask(&question) else {
            let given_none = question.attempt == 1;
            let print = certificate.fingerprint();
            return Err(if given_none { OpenPgpError::Locked(print) } else { OpenPgpError::WrongPassphrase(print) });
        };
        if let Ok(session_key) = part.decrypt(packet, &Password::from(passphrase.as_str())) {
            return Ok(opened(session_key));
        }
        question.attempt += 1;
    }
    Err(OpenPgpError::WrongPassphrase(certificate.fingerprint()))
}
