//! What stands inside of the encryption: one literal packet, perhaps compressed, perhaps signed (RFC 9580 section 10.3). The layers are
//! read here and not with the crate's own message reader, because that one keeps any number of packets in memory.

use std::io::{BufReader, Read, Write};

use chrono::{DateTime, Utc};
use pgp::composed::{CompressedDataReader, DebugBufRead, LiteralDataReader, PacketBodyReader};
use pgp::packet::{OnePassSignature, PacketHeader, Signature};
use pgp::types::Tag;

use super::data_hash::DataHash;
use super::moment::{date, seconds};
use super::verify::{MOST_SIGNATURES, report};
use super::{Certificate, OpenPgpError, SignatureReport};

/// Compression inside of compression is read this deep.
const DEEPEST: usize = 4;
/// No packet but the literal one is longer, in bytes.
const LONGEST_PACKET: u64 = 1 << 20;
/// Packets in all; an honest message has a handful.
const MOST_PACKETS: usize = 1000;

/// Plaintext is written in pieces of this many bytes.
const WRITTEN_AT_ONCE: usize = 256 << 10;

/// Where the plaintext goes.
pub(super) struct Sink<'a> {
    target: &'a mut dyn Write,
    most: Option<u64>,
    /// Bytes written.
    pub written: u64,
    /// Why the plaintext could not be taken.
    pub failed: Option<OpenPgpError>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(target: &'a mut dyn Write, most: Option<u64>) -> Sink<'a> {
        Sink { target, most, written: 0, failed: None }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), OpenPgpError> {
        self.written += bytes.len() as u64;
        if let Some(limit) = self.most.filter(|most| self.written > *most) {
            self.failed = Some(OpenPgpError::PlaintextTooLarge { limit });
        } else if let Err(error) = self.target.write_all(bytes) {
            self.failed = Some(OpenPgpError::Write(error));
        }
        // The real error stands in `failed`, which the caller looks at first.
        if self.failed.is_some() { Err(OpenPgpError::Altered) } else { Ok(()) }
    }
}

/// What was found inside.
#[derive(Default)]
pub(super) struct Content {
    pub file_name: Vec<u8>,
    pub time: Option<DateTime<Utc>>,
    pub compressed: bool,
    pub reports: Vec<SignatureReport>,
    literals: usize,
    packets: usize,
    /// Signatures that stand before the data, with their digests.
    before: Vec<(Signature, Option<DataHash>)>,
    /// Digests announced by one-pass packets, the outermost first.
    announced: Vec<Option<DataHash>>,
    /// Signatures after the data, which answer the announcements from the innermost outwards.
    after: Vec<Signature>,
}

impl Content {
    /// Reads everything inside to its end and writes the literal data to `sink`.
    pub(super) fn read(&mut self, source: &mut dyn DebugBufRead, sink: &mut Sink<'_>) -> Result<(), OpenPgpError> {
        self.layer(source, sink, 0)?;
        let whole = self.literals == 1 && self.after.len() == self.announced.len();
        if whole { Ok(()) } else { Err(OpenPgpError::Malformed("no content, or not all of its signatures".into())) }
    }

    fn layer(&mut self, source: &mut dyn DebugBufRead, sink: &mut Sink<'_>, depth: usize) -> Result<(), OpenPgpError> {
        if depth > DEEPEST {
            return Err(OpenPgpError::Malformed("nested too deep".into()));
        }
        while !source.fill_buf().map_err(altered)?.is_empty() {
            let header = PacketHeader::try_from_reader(&mut *source).map_err(altered)?;
            let body = PacketBodyReader::new(header, reborrowed(source)).map_err(altered)?;
            self.packets += 1;
            if self.packets > MOST_PACKETS {
                return Err(OpenPgpError::Malformed("too many packets".into()));
            }
            match header.tag() {
                Tag::LiteralData => self.literal(body, sink)?,
                Tag::CompressedData => self.compressed(body, sink, depth)?,
                Tag::OnePassSignature => {
                    let packet = OnePassSignature::try_from_reader(header, &short(body)?[..]);
                    self.announced.push(packet.ok().and_then(|packet| DataHash::announced(&packet)));
                }
                Tag::Signature => self.signature(header, &short(body)?)?,
                Tag::Marker | Tag::Padding => drop(short(body)?),
                tag => return Err(OpenPgpError::Malformed(format!("a packet of type {} in it", u8::from(tag)))),
            }
            if self.announced.len() + self.before.len() + self.after.len() > 2 * MOST_SIGNATURES {
                return Err(OpenPgpError::Malformed("too many signatures".into()));
            }
        }
        Ok(())
    }

    fn signature(&mut self, header: PacketHeader, bytes: &[u8]) -> Result<(), OpenPgpError> {
        let signature =
            Signature::try_from_reader(header, bytes).map_err(|error| OpenPgpError::Malformed(error.to_string()))?;
        if self.literals == 0 {
            let hash = DataHash::for_signature(&signature);
            self.before.push((signature, hash));
        } else {
            self.after.push(signature);
        }
        Ok(())
    }

    fn compressed(
        &mut self,
        body: PacketBodyReader<&mut dyn DebugBufRead>,
        sink: &mut Sink<'_>,
        depth: usize,
    ) -> Result<(), OpenPgpError> {
        self.compressed = true;
        let reader =
            CompressedDataReader::new(body, true).map_err(|error| OpenPgpError::NotSupported(error.to_string()))?;
        let mut inside = BufReader::with_capacity(64 << 10, reader);
        self.layer(&mut inside, sink, depth + 1)?;
        // Bytes after the compressed stream belong to no packet.
        let mut rest = inside.into_inner().into_inner();
        std::io::copy(&mut rest, &mut std::io::sink()).map_err(altered)?;
        Ok(())
    }

    fn literal(
        &mut self,
        body: PacketBodyReader<&mut dyn DebugBufRead>,
        sink: &mut Sink<'_>,
    ) -> Result<(), OpenPgpError> {
        self.literals += 1;
        if self.literals > 1 {
            return Err(OpenPgpError::Malformed("more than one content".into()));
        }
        let mut reader = LiteralDataReader::new(body).map_err(altered)?;
        self.file_name = reader.data_header().file_name().to_vec();
        self.time = Some(seconds(reader.data_header().created())).filter(|time| *time != 0).map(date);
        let mut buffer = Vec::with_capacity(WRITTEN_AT_ONCE);
        loop {
            buffer.clear();
            // The crate gives 8 KiB at a time at most: too little for one write.
            let limit = WRITTEN_AT_ONCE as u64;
            let read = reader.by_ref().take(limit).read_to_end(&mut buffer).map_err(altered)?;
            if read == 0 {
                return Ok(());
            }
            let hashes = self.announced.iter_mut().chain(self.before.iter_mut().map(|(_, hash)| hash));
            hashes.flatten().for_each(|hash| hash.update(&buffer));
            sink.take(&buffer)?;
        }
    }

    /// Judges all signatures, once the data was read.
    pub(super) fn judge(&mut self, certificates: &[Certificate], now: DateTime<Utc>) {
        let now = now.timestamp();
        let answered = self.after.drain(..).zip(self.announced.drain(..).rev());
        let all = self.before.drain(..).chain(answered);
        self.reports = all.map(|(signature, hash)| report(&signature, hash, certificates, now)).collect();
    }
}

/// The same reader for a shorter time; written out, the compiler would take it for ever.
pub(super) fn reborrowed<'a>(source: &'a mut (dyn DebugBufRead + '_)) -> &'a mut (dyn DebugBufRead + 'a) {
    source
}

/// The whole body of a packet that must be short.
fn short(body: PacketBodyReader<&mut dyn DebugBufRead>) -> Result<Vec<u8>, OpenPgpError> {
    let mut bytes = Vec::new();
    body.take(LONGEST_PACKET + 1).read_to_end(&mut bytes).map_err(altered)?;
    if bytes.len() as u64 > LONGEST_PACKET {
        return Err(OpenPgpError::Malformed("a packet that is too long".into()));
    }
    Ok(bytes)
}

/// Errors while the container is read: its code or tag, its end, or a compressed stream that does not fit.
fn altered(_: std::io::Error) -> OpenPgpError {
    OpenPgpError::Altered
}
