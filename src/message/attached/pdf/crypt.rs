//! Encrypted PDF files that open with the empty password, as most do whose printing alone is forbidden: the standard security handler,
//! revisions 2 to 4, RC4 and AES-128 (ISO 32000-1 section 7.6). Others are flagged, never guessed at.

use aes::Aes128;
use cbc::Decryptor;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockDecryptMut as _, KeyIvInit as _};
use md5::{Digest as _, Md5};

use super::file::Pdf;
use super::lexer::{Dict, Object};

/// What fills a password up to 32 bytes (algorithm 2).
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e, 0x2e, 0x00,
    0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

/// How bytes are encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Plain,
    Rc4,
    Aes,
}

/// The key of a file.
pub struct Cipher {
    key: Vec<u8>,
    strings: Method,
    streams: Method,
}

impl Cipher {
    /// The key with the empty password; none where that is not the password, or the method is none we know.
    pub fn open(pdf: &mut Pdf<'_>, trailer: &Dict) -> Option<Cipher> {
        let encrypt = pdf.dict(trailer, "Encrypt");
        let id = match pdf.value(trailer, "ID") {
            Object::Array(ids) => ids.first().map_or(Object::Null, |id| pdf.resolve(id)),
            _ => Object::Null,
        };
        let id = if let Object::Text(id) = id { id } else { Vec::new() };
        let mut number = |key: &str| pdf.value(&encrypt, key).number();
        let (version, revision) = (number("V")?, number("R")?);
        let bits = number("Length").unwrap_or(40.0);
        if !(1.0..=4.0).contains(&version) || !(2.0..=4.0).contains(&revision) {
            return None;
        }
        let permissions = number("P")? as i64 as u32;
        let length = if revision < 3.0 {
            5
        } else if version == 4.0 {
            16
        } else {
            (bits as usize / 8).clamp(5, 16)
        };
        let mut text = |key: &str| if let Object::Text(text) = pdf.value(&encrypt, key) { Some(text) } else { None };
        let (owner, user) = (text("O")?, text("U")?);
        let open_metadata = pdf.value(&encrypt, "EncryptMetadata") == Object::Bool(false);
        let mut hash = Md5::new_with_prefix(PADDING);
        hash.update(owner.get(..32)?);
        hash.update(permissions.to_le_bytes());
        hash.update(&id);
        if revision >= 4.0 && open_metadata {
            hash.update([0xff; 4]);
        }
        let mut key = hash.finalize().to_vec();
        for _ in 0..if revision >= 3.0 { 50 } else { 0 } {
            key = Md5::digest(&key[..length]).to_vec();
        }
        key.truncate(length);
        let (strings, streams) = methods(pdf, &encrypt, version)?;
        opens(&key, &id, &user, revision).then_some(Cipher { key, strings, streams })
    }

    /// Decrypts a stream of an object.
    pub fn decrypt(&self, bytes: &[u8], number: u32) -> Vec<u8> {
        self.undo(self.streams, bytes, number)
    }

    /// Decrypts the strings in an object.
    pub fn decrypt_strings(&self, object: &mut Object, number: u32) {
        match object {
            Object::Text(text) => *text = self.undo(self.strings, text, number),
            Object::Array(array) => array.iter_mut().for_each(|object| self.decrypt_strings(object, number)),
            Object::Dict(dict) => dict.values_mut().for_each(|object| self.decrypt_strings(object, number)),
            _ => {}
        }
    }

    fn undo(&self, method: Method, bytes: &[u8], number: u32) -> Vec<u8> {
        let mut hash = Md5::new_with_prefix(&self.key);
        hash.update(&number.to_le_bytes()[..3]);
        hash.update([0, 0]);
        if method == Method::Aes {
            hash.update(b"sAlT");
        }
        let key = hash.finalize();
        match method {
            Method::Plain => bytes.to_vec(),
            Method::Rc4 => rc4(&key[..(self.key.len() + 5).min(16)], bytes),
            Method::Aes => aes(&key, bytes).unwrap_or_default(),
        }
    }
}

/// Of strings and of streams.
fn methods(pdf: &mut Pdf<'_>, encrypt: &Dict, version: f64) -> Option<(Method, Method)> {
    if version < 4.0 {
        return Some((Method::Rc4, Method::Rc4));
    }
    let filters = pdf.dict(encrypt, "CF");
    let mut method = |key: &str| match pdf.value(encrypt, key) {
        Object::Name(name) if name != b"Identity" => {
            let filter = pdf.resolve(filters.get(&name)?);
            match pdf.value(filter.dict()?, "CFM").name()? {
                b"V2" => Some(Method::Rc4),
                b"AESV2" => Some(Method::Aes),
                b"None" => Some(Method::Plain),
                _ => None,
            }
        }
        _ => Some(Method::Plain),
    };
    Some((method("StrF")?, method("StmF")?))
}

/// Whether the key is right (algorithms 4 and 5).
fn opens(key: &[u8], id: &[u8], user: &[u8], revision: f64) -> bool {
    if revision < 3.0 {
        return user.get(..32) == Some(&rc4(key, &PADDING));
    }
    let mut hash = Md5::new_with_prefix(PADDING);
    hash.update(id);
    let mut check = hash.finalize().to_vec();
    for round in 0..20 {
        let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
        check = rc4(&key, &check);
    }
    user.get(..16) == Some(&check)
}

fn rc4(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|index| index as u8);
    let mut other = 0_u8;
    for index in 0..256 {
        other = other.wrapping_add(state[index]).wrapping_add(key[index % key.len()]);
        state.swap(index, usize::from(other));
    }
    let (mut index, mut other) = (0_u8, 0_u8);
    let next = |byte: &u8| {
        index = index.wrapping_add(1);
        other = other.wrapping_add(state[usize::from(index)]);
        state.swap(usize::from(index), usize::from(other));
        byte ^ state[usize::from(state[usize::from(index)].wrapping_add(state[usize::from(other)]))]
    };
    bytes.iter().map(next).collect()
}

/// AES-128 in CBC mode, the vector in front, PKCS #7 padding behind (taken off where it is sound).
fn aes(key: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let (vector, body) = bytes.split_at_checked(16)?;
    let whole = &body[..body.len() - body.len() % 16];
    let decryptor = Decryptor::<Aes128>::new_from_slices(key, vector).ok()?;
    let mut plain = whole.to_vec();
    decryptor.decrypt_padded_mut::<NoPadding>(&mut plain).ok()?;
    if let Some(&padding @ 1..=16) = plain.last() {
        plain.truncate(plain.len() - usize::from(padding));
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_is_rc4() {
        // RFC 6229 has no short text; this is the vector that everybody tests with.
        assert_eq!(rc4(b"Key", b"Plaintext"), [0xbb, 0xf3, 0x16, 0xe8, 0xd9, 0x40, 0xaf, 0x0a, 0xd3]);
    }
}
