//! The walk through a file and its members: each gets its row, is told apart by its bytes and given to the one who reads its format.
//! Whatever unpacks does it through [`Gathering::unpack`], so that the budget is kept in one place.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::super::mail::{File, Limit, LimitKind, Place, PlaceKind, Text};
use super::kind::{self, Kind};
use super::{Budget, Opened, archive, charset, html, legacy, pdf, picture, rtf, tnef};
use crate::digest::Sha256;

/// Archives in archives are opened down to here.
pub const DEPTH: u8 = 8;
/// Room taken before the first byte of a member is unpacked: its own word on its size is not believed further.
const ROOM: u64 = 1 << 20;

/// A file met on the walk.
pub struct Found<'a> {
    /// with the files that hold it: `a.zip!b.txt`
    pub name: &'a str,
    /// the type its sender declares
    pub declared: &'a str,
    /// its bytes, as far as they were unpacked
    pub bytes: &'a [u8],
    /// its size where `bytes` are only its start
    pub whole: Option<u64>,
    /// shown in the text
    pub inline: bool,
    /// files around it
    pub depth: u8,
}

/// What came out of a decoder.
pub struct Unpacked {
    /// the bytes
    pub bytes: Vec<u8>,
    /// all of them came out
    pub complete: bool,
}

/// The state of the walk.
pub struct Gathering<'b> {
    part: String,
    /// what may still be done
    pub budget: &'b mut Budget,
    /// what was found
    pub opened: Opened,
}

impl<'b> Gathering<'b> {
    pub fn new(part: &str, budget: &'b mut Budget) -> Gathering<'b> {
        Gathering { part: part.to_owned(), budget, opened: Opened::default() }
    }

    /// Tells what was not looked at, once.
    pub fn limit(&mut self, kind: LimitKind, name: &str) {
        let limit = Limit { kind, name: name.to_owned() };
        if !self.opened.limits.contains(&limit) {
            self.opened.limits.push(limit);
        }
    }

    /// A text found in a file.
    pub fn text(&mut self, name: &str, content: String) {
        self.placed(PlaceKind::Attachment, name, content);
    }

    /// What a QR code in a file says.
    pub fn qr(&mut self, name: &str, content: String) {
        self.placed(PlaceKind::Qr, name, content);
    }

    fn placed(&mut self, kind: PlaceKind, name: &str, content: String) {
        if content.trim().is_empty() {
            return;
        }
        let place = Place { part: self.part.clone(), kind, name: name.to_owned() };
        self.opened.texts.push(Text { place, content, ..Text::default() });
    }

    /// Gives a file its row; none where no more may be listed.
    pub fn row(&mut self, name: &str, declared: &str, size: u64) -> Option<&mut File> {
        if self.budget.files == 0 {
            let outer = name.rsplit_once('!').map_or(name, |(outer, _)| outer).to_owned();
            self.limit(LimitKind::Files, &outer);
            return None;
        }
        self.budget.files -= 1;
        self.opened.files.push(File {
            part: self.part.clone(),
            name: name.to_owned(),
            declared: declared.to_owned(),
            real: String::new(),
            size,
            sha256: None,
            encrypted: false,
            inline: false,
            active: Vec::new(),
        });
        self.opened.files.last_mut()
    }

    /// Lists a file and looks into it. False where no more files may be listed.
    pub fn file(&mut self, found: &Found<'_>) -> bool {
        let size = found.whole.unwrap_or(found.bytes.len() as u64);
        let Some(row) = self.row(found.name, found.declared, size) else { return false };
        let kind = kind::of(found.bytes, found.name);
        row.real = kind.mime().to_owned();
        row.inline = found.inline;
        row.sha256 = found.whole.is_none().then(|| Sha256::of(found.bytes));
        let row = self.opened.files.len() - 1;
        // The decoders of other people read what an attacker wrote: one that panics has met a damaged file, no more.
        let looked = catch_unwind(AssertUnwindSafe(|| self.look(found, kind, row)));
        if looked.is_err() {
            self.limit(LimitKind::Damaged, found.name);
        }
        true
    }

    fn look(&mut self, found: &Found<'_>, kind: Kind, row: usize) {
        if kind.holds_files() && found.depth >= DEPTH {
            return self.limit(LimitKind::Depth, found.name);
        }
        match kind {
            Kind::Text(mime) => {
                let text = charset::decode(found.bytes).unwrap_or_default();
                if mime == kind::SVG {
                    self.opened.files[row].active = html::page(&text).active;
                }
                self.text(found.name, text);
            }
            Kind::Calendar(_) => {
                let text = charset::decode(found.bytes).unwrap_or_default();
                self.text(found.name, charset::unfold(&text));
            }
            Kind::Html => {
                let source = charset::decode(found.bytes).unwrap_or_default();
                let page = html::page(&source);
                self.opened.files[row].active = page.active;
                self.text(found.name, page.text);
            }
            Kind::Other(kind::ONENOTE) => self.opened.files[row].active = kind::embedded(found.bytes),
            Kind::Message => self.opened.messages.push((found.name.to_owned(), found.bytes.to_vec())),
            Kind::Zip => archive::zip(self, found, row),
            Kind::Gzip => archive::gzip(self, found),
            Kind::Tar => archive::tar(self, found),
            Kind::Picture(_) => picture::search(self, found.bytes, found.name),
            Kind::Rtf => match rtf::read(found.bytes) {
                rtf::Content::Text(text) => self.text(found.name, text),
                rtf::Content::Html(source) => self.text(found.name, html::html_text(&source)),
            },
            Kind::Ole => legacy::open(self, found, row),
            Kind::Tnef => tnef::open(self, found),
            Kind::Pdf => pdf::open(self, found, row),
            Kind::Closed(_) => self.limit(LimitKind::Damaged, found.name),
            Kind::Other(_) | Kind::Unknown => {}
        }
    }

    /// Reads a decoder to its end, as far as the budget goes; a limit is told in the name of `name`.
    pub fn unpack(&mut self, reader: impl Read, name: &str) -> Unpacked {
        let left = self.budget.unpacked;
        let mut bytes = Vec::with_capacity(left.min(ROOM) as usize / 16);
        let read = reader.take(left.saturating_add(1)).read_to_end(&mut bytes);
        let over = bytes.len() as u64 > left;
        if over {
            bytes.truncate(left as usize);
            self.limit(LimitKind::Unpacked, name);
        } else if read.is_err() {
            self.limit(LimitKind::Damaged, name);
        }
        self.budget.unpacked -= bytes.len() as u64;
        Unpacked { bytes, complete: read.is_ok() && !over }
    }

    /// Takes `bytes` from what may still be unpacked; false, and a limit, where that is too much.
    pub fn spend(&mut self, bytes: u64, name: &str) -> bool {
        let enough = bytes <= self.budget.unpacked;
        self.budget.unpacked = self.budget.unpacked.saturating_sub(bytes);
        if !enough {
            self.limit(LimitKind::Unpacked, name);
        }
        enough
    }
}
