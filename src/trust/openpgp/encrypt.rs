//! Encryption in a stream to one or several recipients, in the form every OpenPGP program of the last twenty years reads: AES-256 with a
//! modification detection code (SEIPD version 1), no compression, partial lengths.

use std::io::{Read, Write};

use chrono::{DateTime, Utc};
use pgp::composed::{Esk, RawSessionKey};
use pgp::crypto::sym::SymmetricKeyAlgorithm;
use pgp::packet::PublicKeyEncryptedSessionKey;
use pgp::ser::Serialize as _;
use rand::{CryptoRng, RngCore};
use zeroize::Zeroizing;

use super::guard::{guarded, library};
use super::moment::stamp;
use super::recipient::{KeyPacket, Recipient};
use super::{OpenPgpError, seal_stream};

/// What the receiver's program is told of the content (RFC 9580 section 5.9). It is encrypted too, but not to be trusted by the receiver.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    /// The file name, 255 bytes at most; `gpg` offers it for the decrypted file.
    pub file_name: &'a str,
    /// Its time; dates a packet cannot hold are written as 0, which means none.
    pub time: DateTime<Utc>,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encrypted {
    /// Bytes read from the source.
    pub plaintext: u64,
    /// Bytes written to the target.
    pub written: u64,
}

/// Encrypts everything `source` gives to all `recipients` and writes binary packets to `target` (not flushed). Reading and hashing run on a
/// second thread; about 6 MiB of memory for any size. On an error the target holds an incomplete message, which no program decrypts as good.
pub fn encrypt(
    source: impl Read + Send,
    mut target: impl Write,
    recipients: &[Recipient],
    content: Content<'_>,
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<Encrypted, OpenPgpError> {
    if recipients.is_empty() {
        return Err(OpenPgpError::NoRecipient);
    }
    let header = literal_header(content)?;
    let mut session_key = Zeroizing::new([0; 32]);
    rng.fill_bytes(&mut *session_key);
    let mut prefix = Zeroizing::new([0; seal_stream::PREFIX]);
    rng.fill_bytes(&mut prefix[..16]);
    let mut heads = Vec::new();
    for recipient in recipients {
        heads.extend(guarded(|| session_key_packet(recipient, &session_key, rng))?);
    }
    target.write_all(&heads).map_err(OpenPgpError::Write)?;
    let (plaintext, body) = seal_stream::seal(source, &mut target, &session_key, &prefix, &header)?;
    Ok(Encrypted { plaintext, written: heads.len() as u64 + body })
}

/// The fields before the data in a literal data packet.
fn literal_header(content: Content<'_>) -> Result<Vec<u8>, OpenPgpError> {
    let length = u8::try_from(content.file_name.len()).map_err(|_| OpenPgpError::FileNameTooLong)?;
    let time = stamp(content.time).map_or(0, |stamp| stamp.as_secs());
    let mut header = vec![b'b', length];
    header.extend_from_slice(content.file_name.as_bytes());
    header.extend_from_slice(&time.to_be_bytes());
    Ok(header)
}

/// The session key for one recipient (packet type 1, version 3).
fn session_key_packet(
    recipient: &Recipient,
    session_key: &[u8; 32],
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<Vec<u8>, OpenPgpError> {
    let session_key = RawSessionKey::from(&session_key[..]);
    let cipher = SymmetricKeyAlgorithm::AES256;
    let packet = match &recipient.packet {
        KeyPacket::Primary(key) => PublicKeyEncryptedSessionKey::from_session_key_v3(rng, &session_key, cipher, key),
        KeyPacket::Subkey(key) => PublicKeyEncryptedSessionKey::from_session_key_v3(rng, &session_key, cipher, key),
    };
    Esk::PublicKeyEncryptedSessionKey(packet.map_err(library)?).to_bytes().map_err(library)
}
