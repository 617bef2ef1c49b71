//! Decryption in a stream. The plaintext is written while it comes, unproven; only the returned [`Decrypted`] says that the end was reached
//! and checked, so that whoever writes to a file keeps it under a temporary name until then.

use std::io::{BufRead, BufReader, Read, Write};

use chrono::{DateTime, Utc};
use pgp::composed::{DebugBufRead, PacketBodyReader, SymEncryptedProtectedDataReader};
use pgp::crypto::aead::AeadAlgorithm;
use pgp::packet::{PacketHeader, ProtectedDataConfig, PublicKeyEncryptedSessionKey, SymEncryptedProtectedDataConfig};
use pgp::types::{Seipdv1ReadMode, Tag};
use zeroize::Zeroizing;

use super::guard::guarded;
use super::layers::{Content, Sink, reborrowed};
use super::session_key::{LockedKey, open};
use super::source::Source;
use super::{Certificate, Fingerprint, OpenPgpError, SecretKey, SignatureReport, armor};

/// A message to more recipients than this is refused: each costs memory and arithmetic before anything is known.
const MOST_RECIPIENTS: usize = 256;
/// No session key packet is longer, in bytes.
const LONGEST_SESSION_KEY: u64 = 16 << 10;

/// How a message is to be decrypted.
#[derive(Debug, Clone, Copy, Default)]
pub struct DecryptOptions<'a> {
    /// More plaintext than this (bytes) is an error: a compressed message can be a bomb.
    pub most_plaintext: Option<u64>,
    /// Certificates to verify signatures inside of the message with.
    pub certificates: &'a [Certificate],
    /// Today, for the verification of those signatures.
    pub now: DateTime<Utc>,
}

/// A message that was decrypted to its end and found unaltered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decrypted {
    /// Bytes written.
    pub plaintext: u64,
    /// How alteration would have been seen.
    pub integrity: Integrity,
    /// The key that opened the message.
    pub opened_by: Fingerprint,
    /// The key ids (hexadecimal) the message names as recipients; zeros for an unnamed one.
    pub recipients: Vec<String>,
    /// The file name the sender gave; raw bytes, not to be trusted.
    pub file_name: Vec<u8>,
    /// The time the sender gave.
    pub time: Option<DateTime<Utc>>,
    /// True if the content was compressed.
    pub compressed: bool,
    /// The signatures inside of the encryption, judged with the given certificates. Nobody signed if empty.
    pub signatures: Vec<SignatureReport>,
}

/// How the integrity of an encrypted message was proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrity {
    /// A modification detection code at the end (SEIPD version 1).
    DetectionCode,
    /// Authenticated encryption (SEIPD version 2, or GnuPG's packet type 20).
    Authenticated,
}

impl Integrity {
    /// The permanent word.
    pub fn word(self) -> &'static str {
        match self {
            Integrity::DetectionCode => "mdc",
            Integrity::Authenticated => "aead",
        }
    }
}

/// Decrypts `message` (binary or armoured) with the first of `keys` that opens it and writes the plaintext to `target`. `passphrase` is asked
/// for keys that are locked, after those that are not; `None` passes the key over.
///
/// What was written is good only if this returns `Ok`: truncation ([`OpenPgpError::Truncated`]) and alteration
/// ([`OpenPgpError::Altered`]) are known at the end. Any other error, too, means that nothing may be kept.
pub fn decrypt(
    message: impl Read + Send,
    keys: &[SecretKey],
    passphrase: &mut dyn FnMut(&LockedKey) -> Option<Zeroizing<String>>,
    options: &DecryptOptions<'_>,
    target: &mut dyn Write,
) -> Result<Decrypted, OpenPgpError> {
    let mut source = Source::new(message);
    let mut sink = Sink::new(target, options.most_plaintext);
    let first = source.fill_buf().map_err(OpenPgpError::Read)?.first().copied();
    let result = guarded(|| match first {
        None => Err(OpenPgpError::NotEncrypted),
        Some(first) if armor::is_binary(first) => message_of(&mut source, keys, passphrase, options, &mut sink),
        Some(_) => {
            let mut dearmored = BufReader::new(pgp::armor::Dearmor::new(&mut source));
            message_of(&mut dearmored, keys, passphrase, options, &mut sink)
        }
    });
    // The library wraps errors of the reader and of the writer beyond recognition; ours come first.
    match (source.failed.take(), sink.failed.take()) {
        (Some(error), _) => Err(OpenPgpError::Read(error)),
        (None, Some(error)) => Err(error),
        (None, None) => match result {
            Err(OpenPgpError::Altered) if source.ended_early => Err(OpenPgpError::Truncated),
            other => other,
        },
    }
}

/// The session key packets, then the container.
fn message_of(
    source: &mut dyn DebugBufRead,
    keys: &[SecretKey],
    passphrase: &mut dyn FnMut(&LockedKey) -> Option<Zeroizing<String>>,
    options: &DecryptOptions<'_>,
    sink: &mut Sink<'_>,
) -> Result<Decrypted, OpenPgpError> {
    let mut packets = Vec::new();
    let mut passwords = 0;
    loop {
        let header = PacketHeader::try_from_reader(&mut *source).map_err(|_| no_container(&packets, passwords))?;
        let mut body = PacketBodyReader::new(header, reborrowed(source)).map_err(|_| OpenPgpError::Altered)?;
        match header.tag() {
            Tag::PublicKeyEncryptedSessionKey => {
                let bytes = short_body(&mut body)?;
                let packet = PublicKeyEncryptedSessionKey::try_from_reader(header, &bytes[..]);
                packets.extend(packet.ok());
            }
            Tag::SymKeyEncryptedSessionKey => {
                short_body(&mut body)?;
                passwords += 1;
            }
            Tag::Marker | Tag::Padding => {
                short_body(&mut body)?;
            }
            Tag::SymEncryptedProtectedData | Tag::GnupgAeadData => {
                let recipients: Vec<String> = packets.iter().map(recipient_id).collect();
                let opened = open(&packets, keys, passphrase)?
                    .ok_or_else(|| OpenPgpError::NoMatchingKey { recipients: recipients.clone(), passwords })?;
                let (integrity, content) = container(body, &opened.session_key, options, sink)?;
                return finished(source, integrity, content, opened.by, recipients, sink.written);
            }
            Tag::SymEncryptedData => return Err(OpenPgpError::NoIntegrity),
            _ => return Err(OpenPgpError::NotEncrypted),
        }
        if packets.len() + passwords > MOST_RECIPIENTS {
            return Err(OpenPgpError::NotSupported(format!("more than {MOST_RECIPIENTS} recipients")));
        }
    }
}

fn no_container(packets: &[PublicKeyEncryptedSessionKey], passwords: usize) -> OpenPgpError {
    if packets.is_empty() && passwords == 0 { OpenPgpError::NotEncrypted } else { OpenPgpError::Truncated }
}

fn recipient_id(packet: &PublicKeyEncryptedSessionKey) -> String {
    match (packet.id(), packet.fingerprint()) {
        (Ok(id), _) => data_encoding::HEXUPPER.encode(id.as_ref()),
        (_, Ok(Some(print))) => format!("{print:X}"),
        _ => "0000000000000000".into(),
    }
}

fn short_body(body: &mut impl Read) -> Result<Vec<u8>, OpenPgpError> {
    let mut bytes = Vec::new();
    body.take(LONGEST_SESSION_KEY + 1).read_to_end(&mut bytes).map_err(|_| OpenPgpError::Truncated)?;
    if bytes.len() as u64 > LONGEST_SESSION_KEY { Err(OpenPgpError::NotEncrypted) } else { Ok(bytes) }
}

/// Decrypts the container and reads what is in it, to the end: only there the detection code or the last tag is checked.
fn container(
    body: PacketBodyReader<&mut dyn DebugBufRead>,
    session_key: &pgp::composed::PlainSessionKey,
    options: &DecryptOptions<'_>,
    sink: &mut Sink<'_>,
) -> Result<(Integrity, Content), OpenPgpError> {
    let reader = match body.packet_header().tag() {
        Tag::GnupgAeadData => SymEncryptedProtectedDataReader::new_gnupg_aead(body),
        _ => SymEncryptedProtectedDataReader::new(body),
    };
    let mut reader = reader.map_err(|_| OpenPgpError::Altered)?;
    let integrity = integrity(reader.config())?;
    reader.decrypt(session_key, Seipdv1ReadMode::Streaming).map_err(|_| OpenPgpError::Altered)?;
    let mut content = Content::default();
    match content.read(&mut reader, sink) {
        // The reader has failed and must not be asked again.
        Err(OpenPgpError::Altered) => Err(OpenPgpError::Altered),
        inside => {
            // An altered message may look malformed first: the end says which it is. And where all looks well, only the end proves it.
            std::io::copy(&mut reader, &mut std::io::sink()).map_err(|_| OpenPgpError::Altered)?;
            inside?;
            content.judge(options.certificates, options.now);
            Ok((integrity, content))
        }
    }
}

/// The kind of the container. Modes the crate does not know are refused here: it computes with them before it looks.
fn integrity(config: &ProtectedDataConfig) -> Result<Integrity, OpenPgpError> {
    let mode = match config {
        ProtectedDataConfig::Seipd(SymEncryptedProtectedDataConfig::V1) => return Ok(Integrity::DetectionCode),
        ProtectedDataConfig::Seipd(SymEncryptedProtectedDataConfig::V2 { aead, .. }) => *aead,
        ProtectedDataConfig::GnupgAead(config) => config.aead,
    };
    match mode {
        AeadAlgorithm::Eax | AeadAlgorithm::Ocb | AeadAlgorithm::Gcm => Ok(Integrity::Authenticated),
        other => Err(OpenPgpError::NotSupported(format!("authenticated encryption of mode {}", u8::from(other)))),
    }
}

/// After the container nothing may follow but padding.
fn finished(
    source: &mut dyn DebugBufRead,
    integrity: Integrity,
    content: Content,
    opened_by: Fingerprint,
    recipients: Vec<String>,
    plaintext: u64,
) -> Result<Decrypted, OpenPgpError> {
    while !source.fill_buf().map_err(|_| OpenPgpError::Altered)?.is_empty() {
        let header = PacketHeader::try_from_reader(&mut *source).map_err(|_| OpenPgpError::Altered)?;
        if !matches!(header.tag(), Tag::Padding | Tag::Marker) {
            return Err(OpenPgpError::Malformed("something follows the encrypted message".into()));
        }
        let mut body = PacketBodyReader::new(header, reborrowed(source)).map_err(|_| OpenPgpError::Altered)?;
        short_body(&mut body)?;
    }
    Ok(Decrypted {
        plaintext,
        integrity,
        opened_by,
        recipients,
        file_name: content.file_name,
        time: content.time,
        compressed: content.compressed,
        signatures: content.reports,
    })
}
