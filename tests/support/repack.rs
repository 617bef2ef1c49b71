//! An archive taken apart into entries, changed, and put together again. [`Parts::seal_again`] makes every manifest right after a
//! change, so that only what was changed on purpose is wrong.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use scelle::custody::asic;
use scelle::custody::layout::{ASIC_MANIFEST, bag};
use scelle::digest::Sha256;

/// The bag's folder of the archives that are taken apart here.
pub const BAG: &str = "CASE";

/// An entry as both of its headers describe it.
#[derive(Debug, Clone)]
pub struct Part {
    pub name: Vec<u8>,
    pub flags: u16,
    pub method: u16,
    pub crc: u32,
    pub size: u32,
    pub raw: Vec<u8>,
    /// bytes put before the local header
    pub before: Vec<u8>,
    /// extra field of the local header
    pub local_extra: Vec<u8>,
    /// extra field of the central header
    pub central_extra: Vec<u8>,
    /// where the central header says the entry is, if not where it is
    pub offset: Option<u32>,
    /// in the central directory only: the bytes are elsewhere
    pub nowhere: bool,
}

impl Part {
    /// A stored entry.
    pub fn stored(name: &str, content: &[u8]) -> Part {
        Part {
            name: name.as_bytes().to_vec(),
            flags: 0,
            method: 0,
            crc: crc32fast::hash(content),
            size: content.len() as u32,
            raw: content.to_vec(),
            before: Vec::new(),
            local_extra: Vec::new(),
            central_extra: Vec::new(),
            offset: None,
            nowhere: false,
        }
    }

    /// The same entry, compressed.
    pub fn deflated(self) -> Part {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&self.content()).unwrap();
        Part { method: 8, raw: encoder.finish().unwrap(), ..self }
    }

    /// What it holds.
    pub fn content(&self) -> Vec<u8> {
        if self.method == 0 {
            return self.raw.clone();
        }
        let mut content = Vec::new();
        DeflateDecoder::new(&self.raw[..]).read_to_end(&mut content).unwrap();
        content
    }

    /// Flags, method, time, CRC, sizes, length of the name: what both headers repeat.
    fn common(&self) -> Vec<u8> {
        let mut out = Vec::new();
        [self.flags, self.method, 0, 0x21].iter().for_each(|value| out.extend(value.to_le_bytes()));
        [self.crc, self.raw.len() as u32, self.size].iter().for_each(|value| out.extend(value.to_le_bytes()));
        out.extend((self.name.len() as u16).to_le_bytes());
        out
    }

    /// The local header and the bytes.
    pub fn local(&self) -> Vec<u8> {
        let mut out = b"PK\x03\x04\x14\x00".to_vec();
        out.extend(self.common());
        out.extend((self.local_extra.len() as u16).to_le_bytes());
        for piece in [&self.name, &self.local_extra, &self.raw] {
            out.extend(piece);
        }
        out
    }

    fn central(&self, offset: u32) -> Vec<u8> {
        let mut out = b"PK\x01\x02\x2d\x03\x14\x00".to_vec();
        out.extend(self.common());
        out.extend((self.central_extra.len() as u16).to_le_bytes());
        out.extend([0; 6]); // comment, disk, internal attributes
        out.extend((0o100644u32 << 16).to_le_bytes());
        out.extend(self.offset.unwrap_or(offset).to_le_bytes());
        out.extend(&self.name);
        out.extend(&self.central_extra);
        out
    }
}

/// An archive in parts.
#[derive(Debug, Clone)]
pub struct Parts {
    pub entries: Vec<Part>,
}

/// An archive put together, and where its headers are.
#[derive(Debug)]
pub struct Packed {
    pub bytes: Vec<u8>,
    /// offsets of the local headers
    pub local: Vec<usize>,
    /// offsets of the central headers
    pub central: Vec<usize>,
    /// offset of the end record
    pub end: usize,
}

impl Packed {
    /// The bytes, with those at `offset` replaced.
    pub fn with(mut self, offset: usize, bytes: &[u8]) -> Vec<u8> {
        assert_ne!(&self.bytes[offset..offset + bytes.len()], bytes, "that changes nothing");
        self.bytes[offset..offset + bytes.len()].copy_from_slice(bytes);
        self.bytes
    }
}

fn number(bytes: &[u8], at: usize, length: usize) -> usize {
    bytes[at..at + length].iter().rev().fold(0, |sum, &byte| sum << 8 | usize::from(byte))
}

impl Parts {
    /// Takes a sound archive apart.
    pub fn of(archive: &[u8]) -> Parts {
        let mut entries = Vec::new();
        let mut at = 0;
        while archive[at..].starts_with(b"PK\x03\x04") {
            let field = |from, length| number(archive, at + from, length);
            let data = at + 30 + field(26, 2) + field(28, 2);
            let (name, extra) = archive[at + 30..data].split_at(field(26, 2));
            let raw = archive[data..data + field(18, 4)].to_vec();
            entries.push(Part {
                name: name.to_vec(),
                method: field(8, 2) as u16,
                size: field(22, 4) as u32,
                crc: field(14, 4) as u32,
                local_extra: extra.to_vec(),
                raw,
                ..Part::stored("", b"")
            });
            at = data + field(18, 4);
        }
        Parts { entries }
    }

    /// Puts it together.
    pub fn pack(&self) -> Packed {
        let (mut bytes, mut local, mut central) = (Vec::new(), Vec::new(), Vec::new());
        for part in &self.entries {
            bytes.extend(&part.before);
            local.push(bytes.len());
            if !part.nowhere {
                bytes.extend(part.local());
            }
        }
        let start = bytes.len();
        for (part, &offset) in self.entries.iter().zip(&local) {
            central.push(bytes.len());
            bytes.extend(part.central(offset as u32));
        }
        let end = bytes.len();
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        let count = (self.entries.len() as u16).to_le_bytes();
        bytes.extend([count, count].concat());
        [end - start, start].iter().for_each(|&value| bytes.extend((value as u32).to_le_bytes()));
        bytes.extend([0; 2]);
        Packed { bytes, local, central, end }
    }

    /// Where the entry called so in the bag (or in the zip) stands.
    pub fn position(&self, name: &str) -> usize {
        let in_bag = format!("{BAG}/{name}");
        let is_it = |part: &Part| part.name == in_bag.as_bytes() || part.name == name.as_bytes();
        self.entries.iter().position(is_it).unwrap_or_else(|| panic!("no entry {name}"))
    }

    /// That entry.
    pub fn part(&mut self, name: &str) -> &mut Part {
        let position = self.position(name);
        &mut self.entries[position]
    }

    /// What that entry holds, as text.
    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.entries[self.position(name)].content()).unwrap()
    }

    /// Gives an entry another content, its headers right.
    pub fn set(&mut self, name: &str, content: impl AsRef<[u8]>) {
        let position = self.position(name);
        assert_ne!(self.entries[position].content(), content.as_ref(), "that changes nothing");
        self.write(name, content.as_ref());
    }

    fn write(&mut self, name: &str, content: &[u8]) {
        let part = self.part(name);
        let full_name = String::from_utf8(part.name.clone()).unwrap();
        *part = Part { before: std::mem::take(&mut part.before), ..Part::stored(&full_name, content) };
    }

    /// Replaces a piece of an entry's text, which must be there.
    pub fn replace(&mut self, name: &str, from: &str, to: &str) {
        let text = self.text(name);
        assert!(text.contains(from), "{from} is not in {name}");
        self.set(name, text.replacen(from, to, 1));
    }

    /// Makes both bag manifests and the ASiC manifest right for what is there now.
    pub fn seal_again(&mut self) {
        let is_data = |name: &str| name.starts_with("data/");
        self.write(bag::MANIFEST, &self.lines(is_data));
        self.seal_again_above_manifest();
    }

    /// Makes the tag manifest and the ASiC manifest right, whatever `manifest-sha256.txt` says.
    pub fn seal_again_above_manifest(&mut self) {
        let is_tag = |name: &str| !name.starts_with("data/") && !name.starts_with("tagmanifest-");
        self.write(bag::TAG_MANIFEST, &self.lines(is_tag));
        self.seal_again_above_bag();
    }

    /// Makes the ASiC manifest right, whatever the bag's manifests say.
    pub fn seal_again_above_bag(&mut self) {
        let mut manifest = Vec::new();
        asic::write_head(&mut manifest).unwrap();
        for part in self.entries.iter().filter(|part| part.name != ASIC_MANIFEST.as_bytes()) {
            let name = String::from_utf8(part.name.clone()).unwrap();
            asic::write_reference(&mut manifest, &name, &Sha256::of(&part.content())).unwrap();
        }
        asic::write_tail(&mut manifest).unwrap();
        self.write(ASIC_MANIFEST, &manifest);
    }

    fn lines(&self, belongs: impl Fn(&str) -> bool) -> Vec<u8> {
        let mut lines = String::new();
        for part in &self.entries {
            let name = String::from_utf8_lossy(&part.name);
            if let Some(name) = name.strip_prefix(&format!("{BAG}/")).filter(|name| belongs(name)) {
                lines += &format!("{}  {name}\n", Sha256::of(&part.content()));
            }
        }
        lines.into_bytes()
    }
}
