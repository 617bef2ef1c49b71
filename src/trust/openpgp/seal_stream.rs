//! The encrypted container itself (SEIPD version 1, RFC 9580 section 5.13.1), written in pieces of one MiB: one thread reads and hashes, the
//! other encrypts and writes. The `pgp` crate's writer works in pieces of 8 KiB on one thread and leaves the file name empty.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use aes::Aes256;
use cfb_mode::Encryptor;
use cfb_mode::cipher::inout::InOutBuf;
use cfb_mode::cipher::{AsyncStreamCipher as _, BlockEncryptMut as _, KeyIvInit as _};
use sha1::{Digest as _, Sha1};

use super::OpenPgpError;

/// The random block and its last two bytes once more, at the head of what is encrypted.
pub(super) const PREFIX: usize = 18;

/// Body bytes of a packet between two partial lengths: 2 to the power of [`POWER`].
const PIECE: usize = 1 << POWER;
const POWER: u8 = 20;
/// Pieces on their way from one thread to the other.
const UNDER_WAY: usize = 2;
const BLOCK: usize = 16;

/// Seals `source` as one literal data packet with `header`; `prefix` has 16 random bytes first. Gives the bytes read and written.
pub(super) fn seal(
    source: impl Read + Send,
    target: &mut impl Write,
    key: &[u8; 32],
    prefix: &[u8; PREFIX],
    header: &[u8],
) -> Result<(u64, u64), OpenPgpError> {
    let (full, to_encrypt) = sync_channel(UNDER_WAY);
    let (empty, to_fill) = sync_channel(UNDER_WAY + 2);
    let pipe = Pipe { full, to_fill };
    std::thread::scope(|scope| {
        let reading = scope.spawn(move || plaintext(source, *prefix, header, &pipe));
        let written = encrypt_all(&to_encrypt, &empty, target, key);
        // Where writing failed, the reader finds nobody to hand its piece to and ends.
        drop((to_encrypt, empty));
        let read = reading.join().map_err(|_| OpenPgpError::Library("the reading thread gave up".into()))?;
        let (read, written) = (read?, written?);
        Ok((read, written))
    })
}

struct Pipe {
    full: SyncSender<Vec<u8>>,
    to_fill: Receiver<Vec<u8>>,
}

impl Pipe {
    /// Hands a piece over; false if nobody takes it any more.
    fn send(&self, piece: Vec<u8>) -> bool {
        self.full.send(piece).is_ok()
    }

    /// A buffer that was emptied, or a new one.
    fn buffer(&self) -> Vec<u8> {
        self.to_fill.try_recv().unwrap_or_else(|_| Vec::with_capacity(PIECE + 64))
    }
}

/// Makes the plaintext of the container: prefix, literal packet, detection code. Gives the bytes read.
fn plaintext(mut source: impl Read, mut prefix: [u8; PREFIX], header: &[u8], pipe: &Pipe) -> Result<u64, OpenPgpError> {
    prefix.copy_within(14..16, 16);
    let mut hasher = Sha1::new();
    let mut total = 0;
    let mut before = prefix.to_vec();
    before.push(0xC0 | 11);
    let mut fields = header;
    loop {
        let mut piece = pipe.buffer();
        piece.clear();
        piece.extend_from_slice(&before);
        let length_at = piece.len();
        piece.extend_from_slice(fields);
        let room = PIECE - fields.len();
        let read = source.by_ref().take(room as u64).read_to_end(&mut piece).map_err(OpenPgpError::Read)?;
        total += read as u64;
        let last = read < room;
        let length = if last { fixed_length(fields.len() + read) } else { vec![0xE0 | POWER] };
        piece.splice(length_at..length_at, length);
        if last {
            piece.extend_from_slice(&[0xD3, 0x14]);
        }
        hasher.update(&piece);
        if last {
            piece.extend_from_slice(&hasher.finalize());
            pipe.send(piece);
            return Ok(total);
        }
        if !pipe.send(piece) {
            return Ok(total);
        }
        before.clear();
        fields = &[];
    }
}

/// A length that is no partial one, in five bytes (RFC 9580 section 4.2.1.3); the shorter forms are not needed.
fn fixed_length(length: usize) -> Vec<u8> {
    let mut bytes = vec![0xFF];
    bytes.extend_from_slice(&(length as u32).to_be_bytes());
    bytes
}

/// Encrypts the pieces as they come and writes the packet around them. Gives the bytes written.
fn encrypt_all(
    pieces: &Receiver<Vec<u8>>,
    empty: &SyncSender<Vec<u8>>,
    target: &mut impl Write,
    key: &[u8; 32],
) -> Result<u64, OpenPgpError> {
    let mut cipher = Encryptor::<Aes256>::new(key.into(), &[0; BLOCK].into());
    let mut frame = Frame { body: Vec::with_capacity(PIECE), target, written: 0 };
    frame.put(&[0xC0 | 18])?;
    frame.body.push(1);
    let mut work: Vec<u8> = Vec::with_capacity(PIECE + 128);
    for piece in pieces {
        work.extend_from_slice(&piece);
        empty.try_send(piece).ok();
        let whole = work.len() - work.len() % BLOCK;
        let (blocks, _) = InOutBuf::from(&mut work[..whole]).into_chunks();
        cipher.encrypt_blocks_inout_mut(blocks);
        frame.add(&work[..whole])?;
        work.drain(..whole);
    }
    cipher.encrypt(&mut work);
    frame.add(&work)?;
    frame.end()
}

/// The packet body, cut by partial lengths.
struct Frame<'a, W> {
    body: Vec<u8>,
    target: &'a mut W,
    written: u64,
}

impl<W: Write> Frame<'_, W> {
    fn add(&mut self, mut bytes: &[u8]) -> Result<(), OpenPgpError> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(PIECE - self.body.len()));
            self.body.extend_from_slice(now);
            bytes = later;
            if self.body.len() == PIECE {
                self.put(&[0xE0 | POWER])?;
                self.put_body()?;
            }
        }
        Ok(())
    }

    fn end(mut self) -> Result<u64, OpenPgpError> {
        self.put(&fixed_length(self.body.len()))?;
        self.put_body()?;
        Ok(self.written)
    }

    fn put_body(&mut self) -> Result<(), OpenPgpError> {
        let body = std::mem::take(&mut self.body);
        self.put(&body)?;
        self.body = body;
        self.body.clear();
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), OpenPgpError> {
        self.target.write_all(bytes).map_err(OpenPgpError::Write)?;
        self.written += bytes.len() as u64;
        Ok(())
    }
}
