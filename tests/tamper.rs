//! Damage one thing and demand exactly that complaint: for every line of the reject list (FORMAT.md section 9) an archive with
//! that fault alone, or with it and what cannot be without it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a missing entry fails the test")]

#[path = "trust/openssl.rs"]
mod openssl;
#[path = "tamper/proofs.rs"]
mod proofs;
#[path = "tamper/records.rs"]
mod records;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use scelle::custody::acquire::Options;
use scelle::custody::beside::journal_path;
use scelle::custody::clock::{Clock, ClockSource, Zone};
use scelle::custody::discrepancy::Fault;
use scelle::custody::facts::{CaseFacts, Surroundings};
use scelle::custody::journal::{Action, Journal, NewEntry};
use scelle::custody::layout::{ASIC_MANIFEST, MIMETYPE, bag};
use scelle::custody::proofs::check::Trusted;
use scelle::custody::seal::{SealPlan, seal};
use scelle::custody::verify::{Verdict, verify, verify_with};
use scelle::digest::Sha256;
use scelle::evidence::source;
use support::repack::{BAG, Packed, Part, Parts};
use support::{letter, mbox, noise};

const INBOX: &str = "data/mbox/000/0000001.mbox";
const SENT: &str = "data/mbox/000/0000002.mbox";
const NOISE: &str = "data/mbox/000/0000003.bin";
const NOTE: &str = "data/eml/000/0000004.eml";

/// A sound archive of two mbox files, a file that does not compress and a single message, its seal and its journal.
struct Sound {
    bytes: Vec<u8>,
    seal: Sha256,
    journal: Vec<u8>,
}

fn sound() -> &'static Sound {
    static SOUND: OnceLock<Sound> = OnceLock::new();
    SOUND.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let export = folder.path().join("export");
        fs::create_dir(&export).unwrap();
        fs::write(export.join("INBOX.mbox"), mbox((1..4).map(letter))).unwrap();
        fs::write(export.join("Sent.mbox"), mbox((4..6).map(letter))).unwrap();
        fs::write(export.join("noise.bin"), noise(1, 500)).unwrap();
        fs::write(export.join("note.eml"), letter(6)).unwrap();
        let archive = seal_in(folder.path(), &export);
        let (journal, _) = Journal::open(&journal_path(&archive.0)).unwrap();
        Sound { bytes: fs::read(&archive.0).unwrap(), seal: archive.1, journal: journal.bytes() }
    })
}

fn seal_in(folder: &Path, export: &Path) -> (PathBuf, Sha256) {
    let target = folder.join(format!("{BAG}.zip"));
    let clock = Clock::new(ClockSource::of_epoch(support::EPOCH).unwrap(), Zone::UTC);
    for note in ["the owner called", "the account was closed"] {
        let (actor, object) = ("Cne Dupont".to_owned(), "mailbox".to_owned());
        let entry = NewEntry { action: Action::Note, actor, object, sha256: None, note: Some(note.to_owned()) };
        Journal::append_to_file(&journal_path(&target), &clock.now(), entry).unwrap();
    }
    let plan = SealPlan {
        survey: &source::survey(&[export.to_owned()]).unwrap(),
        facts: &CaseFacts::default(),
        case_id: BAG,
        surroundings: &Surroundings::default(),
        target: &target,
        options: Options::default(),
        clock: &clock,
        progress: &|_| (),
    };
    let sealed = seal(&plan).unwrap();
    (sealed.archive, sealed.seal)
}

/// What a verifier is given.
struct Scene {
    parts: Parts,
    /// the archive, where it is not `parts` put together
    bytes: Option<Vec<u8>>,
    seal: Option<Sha256>,
    journal: Option<Vec<u8>>,
    trusted: Trusted,
}

impl Scene {
    fn sound() -> Scene {
        Scene { parts: Parts::of(&sound().bytes), bytes: None, seal: None, journal: None, trusted: Trusted::default() }
    }

    fn verdict(self) -> Verdict {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("{BAG}.zip"));
        fs::write(&path, self.bytes.unwrap_or_else(|| self.parts.pack().bytes)).unwrap();
        if let Some(journal) = self.journal {
            fs::write(journal_path(&path), journal).unwrap();
        }
        verify_with(&path, self.seal, &self.trusted, &|_| ()).unwrap()
    }

    /// Changes the bytes at an offset of the archive put together.
    fn patch(&mut self, place: impl Fn(&Parts, &Packed) -> usize, bytes: &[u8]) {
        let packed = self.parts.pack();
        let offset = place(&self.parts, &packed);
        self.bytes = Some(packed.with(offset, bytes));
    }

    /// Changes the local header of an entry.
    fn patch_local(&mut self, name: &str, field: usize, bytes: &[u8]) {
        self.patch(|parts, packed| packed.local[parts.position(name)] + field, bytes);
    }

    /// Changes the central header of an entry.
    fn patch_central(&mut self, name: &str, field: usize, bytes: &[u8]) {
        self.patch(|parts, packed| packed.central[parts.position(name)] + field, bytes);
    }

    /// Adds an entry before the manifests and seals again.
    fn add_sealed(&mut self, name: &str, content: &[u8]) {
        let position = self.parts.position(bag::ACQUISITION);
        self.parts.entries.insert(position, Part::stored(name, content));
        self.parts.seal_again();
    }

    /// Changes a file and seals again.
    fn replace_sealed(&mut self, name: &str, from: &str, to: &str) {
        self.parts.replace(name, from, to);
        self.parts.seal_again();
    }

    /// Changes the rows of messages.csv and seals again.
    fn rows(&mut self, change: impl Fn(&mut Vec<String>)) {
        let text = self.parts.text(bag::MESSAGES);
        let mut rows: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        change(&mut rows);
        self.parts.set(bag::MESSAGES, rows.concat());
        self.parts.seal_again();
    }

    /// Changes one column of one row of messages.csv.
    fn cell(&mut self, row: usize, column: usize, change: impl Fn(&str) -> String) {
        self.rows(|rows| {
            let mut cells: Vec<String> = rows[row].split(',').map(str::to_owned).collect();
            cells[column] = change(&cells[column]);
            rows[row] = cells.join(",");
        });
    }
}

const FILE: usize = 1;
const OFFSET: usize = 2;
const LENGTH: usize = 3;
const SHA256: usize = 4;

fn plus(number: &str, more: u64) -> String {
    (number.parse::<u64>().unwrap() + more).to_string()
}

/// What was done, the words that must be said and no others, and how to do it.
type Case = (&'static str, &'static str, fn(&mut Scene));

/// The zip file itself.
const STRUCTURE: &[Case] = &[
    ("an empty file", "not-a-zip", |s| s.bytes = Some(Vec::new())),
    ("a file that is no zip", "not-a-zip", |s| s.bytes = Some(b"This is a letter.\n".repeat(100))),
    ("cut off after its first half", "not-a-zip", |s| {
        let bytes = s.parts.pack().bytes;
        s.bytes = Some(bytes[..bytes.len() / 2].to_vec());
    }),
    ("cut off one byte before its end", "not-a-zip", |s| {
        let bytes = s.parts.pack().bytes;
        s.bytes = Some(bytes[..bytes.len() - 1].to_vec());
    }),
    ("an end record that counts one entry too many", "not-a-zip", |s| {
        let count = (s.parts.entries.len() as u16 + 1).to_le_bytes();
        s.patch(|_, packed| packed.end + 8, &[count, count].concat());
    }),
    ("an end record that speaks of a second disk", "not-a-zip", |s| s.patch(|_, packed| packed.end + 4, &[1])),
    ("an end record with two different counts", "not-a-zip", |s| s.patch(|_, packed| packed.end + 8, &[1])),
    ("data put before, offsets made right", "prefixed-data", |s| s.parts.entries[0].before = b"#!/bin/sh\n".to_vec()),
    ("data put before, offsets left", "prefixed-data", |s| {
        s.bytes = Some([b"#!/bin/sh\n", &s.parts.pack().bytes[..]].concat());
    }),
    ("data added at the end", "trailing-data", |s| s.bytes = Some([&s.parts.pack().bytes[..], b"more"].concat())),
    ("a comment", "trailing-data", |s| {
        let packed = s.parts.pack();
        let end = packed.end;
        s.bytes = Some([&packed.with(end + 20, &[4])[..], b"more"].concat());
    }),
    ("a comment announced and not there", "trailing-data", |s| s.patch(|_, packed| packed.end + 20, &[4])),
    ("bytes between two entries", "gap", |s| s.parts.part(SENT).before = b"hidden".to_vec()),
    ("bytes between the last entry and the directory", "gap", |s| {
        let packed = s.parts.pack();
        let at = packed.central[0];
        let start = (at as u32 + 6).to_le_bytes();
        let end = packed.end;
        let bytes = packed.with(end + 16, &start);
        s.bytes = Some([&bytes[..at], b"hidden", &bytes[at..]].concat());
    }),
    ("bytes between the directory and its end", "gap", |s| {
        let Packed { bytes, end, .. } = s.parts.pack();
        s.bytes = Some([&bytes[..end], b"hidden", &bytes[end..]].concat());
    }),
    ("an entry inside another", "overlap", |s| {
        let inner = Part::stored(&format!("{BAG}/data/mbox/000/0000005.txt"), b"inner");
        let outer = Part::stored(&format!("{BAG}/data/mbox/000/0000006.bin"), &inner.local());
        let position = s.parts.position(bag::ACQUISITION);
        let inside = s.parts.pack().local[position] + 30 + outer.name.len();
        let inner = Part { nowhere: true, offset: Some(inside as u32), ..inner };
        s.parts.entries.splice(position..position, [outer, inner]);
        s.parts.seal_again();
    }),
    ("a compressed size one byte too large", "overlap altered-entry crc size", |s| {
        // One byte of the next header is taken for the end of a stored entry: its content differs too.
        let size = (s.parts.part(NOISE).raw.len() as u32 + 1).to_le_bytes();
        let packed = s.parts.pack();
        let position = s.parts.position(NOISE);
        let (local, central) = (packed.local[position], packed.central[position]);
        let mut bytes = packed.with(local + 18, &size);
        bytes[central + 20..central + 24].copy_from_slice(&size);
        s.bytes = Some(bytes);
    }),
    ("one name twice", "duplicate-name", |s| {
        let twin = s.parts.part(bag::TAG_MANIFEST).clone();
        let position = s.parts.position(bag::TAG_MANIFEST);
        s.parts.entries.insert(position + 1, twin);
    }),
    ("two names that differ by case", "duplicate-name", |s| {
        s.add_sealed(&format!("{BAG}/DATA/mbox/000/0000001.MBOX"), b"a twin");
    }),
    ("mimetype twice", "duplicate-name mimetype order", |s| {
        let twin = s.parts.part(MIMETYPE).clone();
        s.parts.entries.insert(3, twin);
    }),
    ("a name that climbs out", "bad-name", |s| s.add_sealed(&format!("{BAG}/../evil.txt"), b"x")),
    ("a name that starts at the root", "bad-name", |s| s.add_sealed("/etc/evil.txt", b"x")),
    ("a name with an empty component", "bad-name", |s| s.add_sealed(&format!("{BAG}/data//evil.txt"), b"x")),
    ("a name with a backslash", "bad-name", |s| s.add_sealed(&format!("{BAG}/data\\evil.txt"), b"x")),
    ("a name with a drive", "bad-name", |s| s.add_sealed("C:evil.txt", b"x")),
    ("a name that is not ASCII", "bad-name", |s| s.add_sealed(&format!("{BAG}/data/reçu.txt"), b"x")),
    ("a name with a trailing dot", "bad-name", |s| s.add_sealed(&format!("{BAG}/data/evil.txt."), b"x")),
    ("the name of a folder", "bad-name", |s| s.add_sealed(&format!("{BAG}/empty/"), b"")),
    ("a name that is not UTF-8", "bad-name header-mismatch not-referenced", |s| {
        // What is shown of such a name is not what stands in the local header.
        s.parts.entries.push(Part { name: b"re\xe7u.txt".to_vec(), ..Part::stored("", b"x") });
    }),
];

/// The entries and their headers.
const ENTRIES: &[Case] = &[
    ("an entry said to be encrypted", "unsupported-entry", |s| s.parts.part(NOTE).flags = 1),
    ("an entry with a data descriptor", "unsupported-entry", |s| s.parts.part(NOTE).flags = 8),
    ("a name said to be UTF-8", "unsupported-entry", |s| s.parts.part(NOTE).flags = 0x800),
    ("a foreign method", "gap unsupported-entry missing-entry messages-table", |s| {
        // What cannot be unpacked counts as absent.
        s.parts.part(NOTE).method = 12;
    }),
    ("a foreign extra field", "gap unsupported-entry missing-entry messages-table", |s| {
        let extra = [b"UT\x05\0\x01", &[0; 4][..]].concat();
        let part = s.parts.part(NOTE);
        (part.local_extra, part.central_extra) = (extra.clone(), extra);
    }),
    ("an entry that unpacks to a symbolic link", "unsupported-entry", |s| {
        s.patch_central(NOTE, 38, &(0o120777u32 << 16).to_le_bytes());
    }),
    ("an entry made by another system", "unsupported-entry", |s| s.patch_central(NOTE, 5, &[0])),
    ("an entry on a second disk", "unsupported-entry", |s| s.patch_central(NOTE, 34, &[1])),
    ("an entry that needs an unknown version", "unsupported-entry header-mismatch", |s| {
        s.patch_central(NOTE, 6, &[63])
    }),
    ("another name in the local header", "header-mismatch", |s| s.patch_local(NOTE, 30, b"X")),
    ("a longer name in the local header", "overlap header-mismatch altered-entry crc", |s| {
        // The bytes are then read from another place.
        let longer = s.parts.part(NOISE).name.len() as u16 + 1;
        s.patch_local(NOISE, 26, &longer.to_le_bytes());
    }),
    ("another size in the local header", "header-mismatch", |s| s.patch_local(NOTE, 22, &[1, 2, 3, 4])),
    ("another compressed size in the local header", "header-mismatch", |s| s.patch_local(NOTE, 18, &[1, 2, 3, 4])),
    ("another CRC in the local header", "header-mismatch", |s| s.patch_local(NOTE, 14, &[1, 2, 3, 4])),
    ("another method in the local header", "header-mismatch", |s| s.patch_local(NOISE, 8, &[8])),
    ("other flags in the local header", "header-mismatch", |s| s.patch_local(NOTE, 6, &[1])),
    ("another time in the local header", "header-mismatch", |s| s.patch_local(NOTE, 10, &[1])),
    ("another version in the local header", "header-mismatch", |s| s.patch_local(NOTE, 4, &[45])),
    ("another size in the central header", "header-mismatch size", |s| {
        let size = s.parts.part(NOTE).size + 1;
        s.patch_central(NOTE, 24, &size.to_le_bytes());
    }),
    ("another CRC in the central header", "header-mismatch crc", |s| s.patch_central(NOTE, 16, &[1, 2, 3, 4])),
    ("no local header where the central one says", "gap header-mismatch altered-entry", |s| {
        // Whatever is read instead is not what was sealed.
        s.patch_local(bag::VERIFY, 0, b"XX");
    }),
    ("a central header that points far beyond the file", "gap header-mismatch order altered-entry", |s| {
        // Whatever is read instead is not what was sealed.
        s.parts.part(bag::INFO).offset = Some(0xFFFF_FF00);
    }),
    ("a central header that points beyond all files", "gap header-mismatch order altered-entry", |s| {
        let part = s.parts.part(bag::INFO);
        part.offset = Some(u32::MAX);
        part.central_extra = [b"\x01\0\x08\0", &(u64::MAX - 3).to_le_bytes()[..]].concat();
    }),
    ("an entry larger than all files", "size", |s| {
        let part = s.parts.part(bag::INFO);
        part.size = u32::MAX;
        part.central_extra = [b"\x01\0\x08\0", &u64::MAX.to_le_bytes()[..]].concat();
        part.local_extra = part.central_extra.clone();
    }),
    ("mimetype not first", "mimetype", |s| {
        s.parts.entries.swap(0, 1);
        s.parts.seal_again();
    }),
    ("mimetype compressed", "mimetype", |s| {
        let part = s.parts.part(MIMETYPE);
        *part = part.clone().deflated();
    }),
    ("mimetype with an extra field", "header-mismatch mimetype", |s| {
        // The extra field is foreign, too.
        s.parts.part(MIMETYPE).local_extra = vec![0xCA, 0xFE, 0, 0];
    }),
    ("mimetype of another kind of file", "mimetype", |s| {
        s.replace_sealed(MIMETYPE, "application/vnd.etsi.asic-e+zip", "application/epub+zip");
    }),
    ("mimetype with a line feed", "mimetype", |s| {
        s.parts.set(MIMETYPE, "application/vnd.etsi.asic-e+zip\n");
        s.parts.seal_again();
    }),
    ("two entries in another order", "order", |s| {
        let (one, two) = (s.parts.position(bag::VERIFY), s.parts.position(bag::INFO));
        s.parts.entries.swap(one, two);
    }),
    ("an entry added beside the bag", "not-referenced", |s| s.parts.entries.push(Part::stored("README.txt", b"hello"))),
    ("an entry added to the bag", "not-referenced", |s| {
        s.parts.entries.push(Part::stored(&format!("{BAG}/data/mbox/000/0000009.mbox"), b"hello"));
    }),
    ("a foreign signature added", "not-referenced", |s| {
        s.parts.entries.push(Part::stored("META-INF/signatures.xml", b"<x/>"));
    }),
    ("a tag file taken away", "missing-entry", |s| {
        let position = s.parts.position(bag::VERIFY);
        s.parts.entries.remove(position);
    }),
    ("a mailbox taken away", "missing-entry messages-table", |s| {
        // Its rows are left without a file.
        let position = s.parts.position(SENT);
        s.parts.entries.remove(position);
    }),
    ("a wrong CRC in both headers", "crc", |s| s.parts.part(NOTE).crc ^= 1),
    ("a wrong CRC of the ASiC manifest", "crc", |s| s.parts.part(ASIC_MANIFEST).crc ^= 1),
    ("a wrong CRC of a time-stamp", "crc", |s| {
        proofs::up_to(s, proofs::FIRST_TOKEN);
        s.parts.part(proofs::FIRST_TOKEN).crc ^= 1;
    }),
    ("a wrong size in both headers", "size", |s| s.parts.part(INBOX).size += 1),
    ("bytes hidden behind a DEFLATE stream", "size", |s| s.parts.part(INBOX).raw.extend(b"hidden")),
    ("bytes hidden behind the stream of the ASiC manifest", "size", |s| {
        let part = s.parts.part(ASIC_MANIFEST);
        *part = part.clone().deflated();
        part.raw.extend(b"hidden");
    }),
    ("bytes hidden behind the stream of a signature", "size", |s| {
        proofs::up_to(s, proofs::OPENPGP);
        let part = s.parts.part(proofs::OPENPGP);
        *part = part.clone().deflated();
        part.raw.extend(b"hidden");
    }),
    ("a DEFLATE stream cut off", "altered-entry message-out-of-file", |s| {
        let part = s.parts.part(INBOX);
        let half = part.raw.len() / 2;
        part.raw.truncate(half);
    }),
];

/// What stands in the entries.
const CONTENT: &[Case] = &[
    ("a byte of a tag file", "altered-entry", |s| s.parts.replace(bag::VERIFY, "BagIt", "bagit")),
    ("a byte of a tag file, CRC left", "altered-entry crc", |s| s.parts.part(NOISE).raw[7] ^= 1),
    ("a byte of a message", "altered-entry message-altered", |s| s.parts.replace(SENT, "facture 5", "facture 6")),
    ("a byte of a whole-file message", "altered-entry message-altered", |s| {
        s.parts.replace(NOTE, "facture 6", "facture 7");
    }),
    ("a byte of a postmark", "altered-entry", |s| s.parts.replace(SENT, "From a@b", "From b@b")),
    ("a message sealed anew, but not its row", "message-altered", |s| s.replace_sealed(SENT, "facture 5", "facture 6")),
    ("an mbox sealed anew without its end", "message-out-of-file", |s| {
        let text = s.parts.text(SENT);
        s.parts.set(SENT, &text[..text.len() - 9]);
        s.parts.seal_again();
    }),
    ("the ASiC manifest is no XML", "manifest", |s| {
        s.parts.set(ASIC_MANIFEST, "<a></b>");
    }),
    ("an endless element in the ASiC manifest", "manifest", |s| {
        let text = s.parts.text(ASIC_MANIFEST);
        s.parts.set(ASIC_MANIFEST, text.replace("<asic:SigReference", &format!("<x y='{}'", "0".repeat(20 << 20))));
    }),
    ("an endless digest in the ASiC manifest", "manifest", |s| {
        let text = s.parts.text(ASIC_MANIFEST);
        let value = format!("<ds:DigestValue>{}", "A".repeat(20 << 20));
        s.parts.set(ASIC_MANIFEST, text.replace("<ds:DigestValue>", &value));
    }),
    ("far more references than entries in the ASiC manifest", "manifest", |s| {
        let mut text = s.parts.text(ASIC_MANIFEST).replace("</asic:ASiCManifest>\n", "");
        let (from, until) = (text.find("<asic:DataObject").unwrap(), text.find("</asic:DataObject").unwrap());
        let reference = text[from..until].to_owned() + "</asic:DataObjectReference>\n";
        text.push_str(&reference.repeat(101_000));
        s.parts.set(ASIC_MANIFEST, text + "</asic:ASiCManifest>\n");
    }),
    ("the ASiC manifest breaks off", "manifest", |s| {
        let text = s.parts.text(ASIC_MANIFEST);
        s.parts.set(ASIC_MANIFEST, &text[..text.len() - 9]);
    }),
    ("the ASiC manifest uses a weak digest", "manifest", |s| {
        s.parts.replace(ASIC_MANIFEST, "xmlenc#sha256", "xmldsig#sha1");
    }),
    ("the ASiC manifest is taken away", "manifest", |s| {
        let position = s.parts.position(ASIC_MANIFEST);
        s.parts.entries.remove(position);
    }),
    ("a digest of the ASiC manifest", "altered-entry bag", |s| {
        // The bag's manifest says the old one.
        let digest = Sha256::of(&s.parts.part(NOTE).content()).base64();
        s.parts.replace(ASIC_MANIFEST, &digest, &Sha256::ZERO.base64());
    }),
    ("a digest of the bag's manifest", "bag", |s| {
        let digest = Sha256::of(&s.parts.part(NOTE).content()).to_string();
        s.parts.replace(bag::MANIFEST, &digest, &Sha256::ZERO.to_string());
        s.parts.seal_again_above_manifest();
    }),
    ("a line of the bag's manifest taken away", "bag", |s| {
        let text = s.parts.text(bag::MANIFEST);
        s.parts.set(bag::MANIFEST, &text[text.find('\n').unwrap() + 1..]);
        s.parts.seal_again_above_manifest();
    }),
    ("a line of the bag's manifest about nothing", "bag", |s| {
        let text = s.parts.text(bag::MANIFEST);
        s.parts.set(bag::MANIFEST, format!("{text}{}  data/none\n", Sha256::ZERO));
        s.parts.seal_again_above_manifest();
    }),
    ("a line of the bag's manifest twice", "bag", |s| {
        let text = s.parts.text(bag::MANIFEST);
        s.parts.set(bag::MANIFEST, text.clone() + text.lines().next().unwrap() + "\n");
        s.parts.seal_again_above_manifest();
    }),
    ("an endless line in the bag's manifest", "bag", |s| {
        let text = s.parts.text(bag::MANIFEST);
        s.parts.set(bag::MANIFEST, text + &"0".repeat(20 << 20));
        s.parts.seal_again_above_manifest();
    }),
    ("an endless name in the bag's manifest", "bag", |s| {
        let text = s.parts.text(bag::MANIFEST);
        s.parts.set(bag::MANIFEST, format!("{text}{}  data/{}\n", Sha256::ZERO, "0".repeat(20 << 20)));
        s.parts.seal_again_above_manifest();
    }),
    ("far more lines in the bag's manifest than files", "bag", |s| {
        let text = s.parts.text(bag::MANIFEST);
        s.parts.set(bag::MANIFEST, text + &format!("{}  data/none\n", Sha256::ZERO).repeat(20_000));
        s.parts.seal_again_above_manifest();
    }),
    ("a line of the bag's manifest that is none", "bag", |s| {
        let text = s.parts.text(bag::MANIFEST);
        s.parts.set(bag::MANIFEST, text + "hello\n");
        s.parts.seal_again_above_manifest();
    }),
    ("a digest of the bag's tag manifest", "bag", |s| {
        let digest = Sha256::of(&s.parts.part(bag::INFO).content()).to_string();
        s.parts.replace(bag::TAG_MANIFEST, &digest, &Sha256::ZERO.to_string());
        s.parts.seal_again_above_bag();
    }),
    ("no bag declaration", "bag messages-table", |s| {
        // Without it no folder is the bag, and no row finds its file.
        let position = s.parts.position(bag::DECLARATION);
        s.parts.entries.remove(position);
        s.parts.seal_again();
    }),
    ("a row's offset", "message-altered", |s| s.cell(1, OFFSET, |offset| plus(offset, 1))),
    ("a row's length", "message-altered", |s| s.cell(1, LENGTH, |length| plus(length, 1))),
    ("a row's digest", "message-altered", |s| s.cell(6, SHA256, |_| Sha256::ZERO.to_string())),
    ("a row that goes beyond its file", "message-out-of-file", |s| s.cell(5, LENGTH, |length| plus(length, 99))),
    ("a row that starts beyond its file", "message-out-of-file", |s| s.cell(5, OFFSET, |_| "999999999".to_owned())),
    ("a row that ends beyond all files", "message-out-of-file", |s| s.cell(5, OFFSET, |_| u64::MAX.to_string())),
    ("a row of a file that is not there", "messages-table", |s| s.cell(6, FILE, |_| "data/none".to_owned())),
    ("a row that overlaps another", "message-altered messages-table", |s| {
        s.cell(1, LENGTH, |length| plus(length, 200))
    }),
    ("a row taken away", "messages-table", |s| s.rows(|rows| drop(rows.remove(2)))),
    ("the last row taken away", "messages-table", |s| s.rows(|rows| drop(rows.pop()))),
    ("a row twice", "messages-table", |s| s.rows(|rows| rows.insert(2, rows[2].clone()))),
    ("two rows of one file swapped", "messages-table", |s| s.rows(|rows| rows.swap(1, 2))),
    ("two rows of different files swapped", "messages-table", |s| s.rows(|rows| rows.swap(3, 4))),
    ("an endless row", "messages-table", |s| s.rows(|rows| rows[2] = format!("\"{}\r\n", "0".repeat(20 << 20)))),
    ("far more rows than a file can hold", "messages-table", |s| {
        s.cell(6, LENGTH, |_| "0".to_owned());
        s.cell(6, SHA256, |_| Sha256::of(b"").to_string());
        s.rows(|rows| rows.extend(vec![rows[6].clone(); 2000]));
    }),
    ("a row that is no row", "messages-table", |s| s.rows(|rows| rows[2] = "hello\r\n".to_owned())),
    ("a line of the journal", "journal-broken", |s| {
        s.replace_sealed(bag::JOURNAL, "the owner called", "the owner slept")
    }),
    ("the last line of the journal", "journal-cut", |s| s.replace_sealed(bag::JOURNAL, "\"acquire\"", "\"extract\"")),
    ("the last line of the journal cut off", "journal-cut", |s| {
        let text = s.parts.text(bag::JOURNAL);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        s.parts.set(bag::JOURNAL, lines[..lines.len() - 1].concat());
        s.parts.seal_again();
    }),
    ("a line of the journal taken away", "journal-broken journal-cut", |s| {
        let text = s.parts.text(bag::JOURNAL);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        s.parts.set(bag::JOURNAL, [lines[0], lines[2]].concat());
        s.parts.seal_again();
    }),
    ("another acquisition record", "journal-cut", |s| {
        s.parts.set(bag::ACQUISITION, "{}");
        s.parts.seal_again();
    }),
];

/// What stands beside the archive.
const BESIDE: &[Case] = &[
    ("another seal was written down", "seal-mismatch", |s| s.seal = Some(Sha256::of(b"another"))),
    ("everything sealed anew", "seal-mismatch", |s| {
        s.seal = Some(sound().seal);
        s.replace_sealed(bag::INFO, "Mailbag-Agent: scelle", "Mailbag-Agent: nobody");
    }),
    ("another journal", "companion", |s| {
        let mut journal = Journal::empty();
        let clock = Clock::new(ClockSource::of_epoch("0").unwrap(), Zone::UTC);
        let [actor, object] = ["x", "y"].map(str::to_owned);
        journal.append(&clock.now(), NewEntry { action: Action::Note, actor, object, sha256: None, note: None });
        s.journal = Some(journal.bytes());
    }),
    ("a journal that was cut to less than was sealed", "companion", |s| {
        let journal = &sound().journal;
        let first = journal.iter().position(|&byte| byte == b'\n').unwrap();
        s.journal = Some(journal[..=first].to_vec());
    }),
    ("a journal whose later line was changed", "companion", |s| {
        s.journal = Some(String::from_utf8_lossy(&sound().journal).replace("\"n\":4", "\"n\":5").into_bytes());
    }),
    ("an empty journal", "companion", |s| s.journal = Some(Vec::new())),
];

fn cases() -> impl Iterator<Item = &'static Case> {
    [STRUCTURE, ENTRIES, CONTENT, BESIDE, proofs::PROOFS].into_iter().flatten()
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(' ').collect()
}

#[test]
fn the_sound_archive_is_sound() {
    let parts = Parts::of(&sound().bytes);
    assert!(parts.pack().bytes == sound().bytes, "taken apart and put together it is the same");
    let mut again = parts.clone();
    again.seal_again();
    let unpacked = |parts: &Parts| parts.entries.iter().map(Part::content).collect::<Vec<_>>();
    assert!(unpacked(&again) == unpacked(&parts), "sealed again it holds the same");
    for parts in [parts, again] {
        let scene = Scene { parts, seal: Some(sound().seal), journal: Some(sound().journal.clone()), ..Scene::sound() };
        let verdict = scene.verdict();
        assert_eq!(verdict.discrepancies, []);
        assert_eq!((verdict.messages, verdict.companion, verdict.seal), (6, Some(4), Some(sound().seal)));
    }
}

#[test]
fn each_damage_gives_exactly_its_complaint() {
    let mut failures = Vec::new();
    for (what, expected, damage) in cases() {
        let mut scene = Scene::sound();
        damage(&mut scene);
        let verdict = scene.verdict();
        let said: BTreeSet<&str> = verdict.discrepancies.iter().map(|found| found.kind.as_str()).collect();
        if said != words(expected) {
            failures.push(format!("{what}: expected {expected}, got {:?}", verdict.discrepancies));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn no_line_of_the_reject_list_goes_untested() {
    let known: BTreeSet<&str> = Fault::ALL.iter().map(|fault| fault.as_str()).collect();
    // What is wrong with a package is tried in tests/handover.rs, each word alone.
    let handover = include_str!("handover.rs");
    let packages = Fault::ALL.into_iter().filter(|fault| fault.is_of_a_package());
    let packages: BTreeSet<&str> =
        packages.filter(|fault| handover.contains(&format!("vec![Fault::{fault:?}]"))).map(Fault::as_str).collect();
    let elsewhere = || records::words().chain(packages.iter().copied());
    let tested: BTreeSet<&str> = cases().flat_map(|(_, expected, _)| words(expected)).chain(elsewhere()).collect();
    assert_eq!(tested, known);
    let single = cases().map(|(_, expected, _)| *expected).filter(|words| !words.contains(' '));
    let alone: BTreeSet<&str> = single.chain(elsewhere()).collect();
    let never_alone: Vec<&&str> = known.iter().filter(|word| !alone.contains(**word)).collect();
    assert!(never_alone.is_empty(), "{never_alone:?}");
}

#[test]
fn the_documentation_lists_the_same_words() {
    let format = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/FORMAT.md")).unwrap();
    let section = format.split("## 9. ").nth(1).unwrap().split("\n## ").next().unwrap();
    let missing: Vec<Fault> = Fault::ALL.into_iter().filter(|fault| !section.contains(&format!("`{fault}`"))).collect();
    assert_eq!(missing, []);
}

#[test]
fn not_one_byte_of_the_content_can_change_unseen() {
    let parts = Parts::of(&sound().bytes);
    for (position, part) in parts.entries.iter().enumerate() {
        let content = part.content();
        for at in [0, content.len() / 3, content.len() - 1] {
            let mut changed = content.clone();
            changed[at] ^= 0x20;
            let mut parts = parts.clone();
            parts.entries[position] = Part::stored(std::str::from_utf8(&part.name).unwrap(), &changed);
            let name = String::from_utf8_lossy(&part.name);
            let scene = Scene { parts, seal: Some(sound().seal), ..Scene::sound() };
            assert!(!scene.verdict().discrepancies.is_empty(), "byte {at} of {name}");
        }
    }
}

#[test]
fn a_large_entry_is_checked_like_a_small_one() {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("export");
    fs::create_dir(&export).unwrap();
    fs::write(export.join("big.mbox"), mbox((0..13_000).map(letter))).unwrap();
    fs::write(export.join("noise.bin"), noise(2, 5 << 20)).unwrap();
    let (archive, seal) = seal_in(folder.path(), &export);
    let check = |parts: &Parts| {
        fs::write(&archive, parts.pack().bytes).unwrap();
        let verdict = verify(&archive, Some(seal), &|_| ()).unwrap();
        verdict.discrepancies.iter().map(|found| found.kind.as_str()).collect::<Vec<_>>().join(" ")
    };
    let sound = Parts::of(&fs::read(&archive).unwrap());
    assert!(sound.entries[1].size > 4 << 20 && sound.entries[1].method == 8, "{:?}", sound.entries[1].size);
    assert_eq!(sound.entries[2].method, 0);
    assert_eq!(check(&sound), "");
    let damaged = |damage: fn(&mut Parts)| {
        let mut parts = sound.clone();
        damage(&mut parts);
        check(&parts)
    };
    assert_eq!(
        damaged(|parts| parts.replace(INBOX, "facture 12000", "facture 12001")),
        "altered-entry message-altered"
    );
    assert_eq!(damaged(|parts| parts.entries[2].raw[3 << 20] ^= 1), "altered-entry crc");
    assert_eq!(damaged(|parts| parts.entries[1].raw.extend(b"hidden")), "size");
    assert_eq!(damaged(|parts| parts.entries[1].size += 1), "size");
    assert_eq!(damaged(|parts| parts.entries[1].crc ^= 1), "crc");
}

#[test]
fn the_words_reach_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut parts = Parts::of(&sound().bytes);
    parts.replace(bag::VERIFY, "BagIt", "bagit");
    fs::write(folder.path().join("CASE.zip"), parts.pack().bytes).unwrap();
    let (code, out, _) = support::run(support::scelle(folder.path()).args(["verify", "CASE.zip", "--json"]));
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &told["verdict"]), (1, &"altered".into()));
    assert_eq!(told["discrepancies"].as_array().unwrap().len(), 1);
    assert_eq!(told["discrepancies"][0]["kind"], "altered-entry");
    assert_eq!(told["discrepancies"][0]["entry"], format!("{BAG}/{}", bag::VERIFY));
    let (code, out, _) = support::run(support::scelle(folder.path()).args(["verify", "CASE.zip"]));
    assert_eq!(code, 1);
    assert!(out.starts_with("ALTERED") && out.contains("altered-entry"), "{out}");
    let other = Sha256::ZERO.to_string();
    fs::write(folder.path().join("CASE.zip"), &sound().bytes).unwrap();
    let (code, out, _) = support::run(support::scelle(folder.path()).args(["verify", ".", "--seal", &other]));
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("seal-mismatch"), "{out}");
}
