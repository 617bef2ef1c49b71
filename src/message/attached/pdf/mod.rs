//! PDF files (ISO 32000-1): the text of their pages, where their links lead, what their forms hold, the files attached to them, QR codes in
//! their pictures. Only what may hold text is unpacked: fonts and pictures stay as they are.

mod cmap;
mod content;
mod crypt;
mod escape;
mod file;
mod filter;
mod font;
mod glyph;
mod image;
mod lexer;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use content::{Page, Resources};
use file::Pdf;
use font::Font;
use lexer::{Dict, Object};

use super::super::mail::LimitKind;
use super::charset;
use super::gather::{Found, Gathering};

/// A page inherits its resources from so many nodes above it.
const PARENTS: u8 = 32;
/// Forms shown in forms are read down to here.
const FORMS: u8 = 8;
/// Forms and pictures one content stream may show.
const NAMES: usize = 4096;
/// Fonts kept at a time: each may be as large as the file.
const FONTS: usize = 128;
/// Text of one file, in bytes: codes that stand for more than they are long would fill the memory.
const TEXT: usize = 16 << 20;

/// Reads a file.
pub fn open(gathering: &mut Gathering<'_>, found: &Found<'_>, row: usize) {
    let mut pdf = Pdf::read(found.bytes, gathering, found.name);
    if pdf.locked {
        gathering.opened.files[row].encrypted = true;
        return;
    }
    let mut reading = Reading {
        pdf: &mut pdf,
        gathering,
        name: found.name,
        fonts: BTreeMap::new(),
        seen: BTreeSet::new(),
        pictures: Vec::new(),
    };
    let (mut text, mut notes, mut attached, mut pages) = (String::new(), String::new(), Vec::new(), 0);
    for number in reading.pdf.numbers() {
        let Object::Dict(dict) = reading.pdf.get(number) else { continue };
        if dict.get(&b"Type"[..]).and_then(Object::name) == Some(b"Page") {
            pages += 1;
            reading.page(&dict, &mut text);
        }
        note(&dict, &mut notes, 0);
        attached.extend(reading.attached(&dict));
    }
    let pictures = std::mem::take(&mut reading.pictures);
    if text.len() + notes.len() > TEXT {
        gathering.limit(LimitKind::Unpacked, found.name);
    }
    if pages == 0 || pdf.exhausted {
        gathering.limit(LimitKind::Damaged, found.name);
    }
    text.push_str(&notes);
    gathering.text(found.name, text);
    for number in pictures {
        image::search(gathering, &mut pdf, number, found.name);
    }
    for (name, number) in attached {
        open_attached(gathering, &mut pdf, found, &name, number);
    }
}

/// What is needed while pages are read.
struct Reading<'r, 'a, 'b> {
    pdf: &'r mut Pdf<'a>,
    gathering: &'r mut Gathering<'b>,
    name: &'r str,
    fonts: BTreeMap<u32, Rc<Font>>,
    /// streams read: a form or a page shown a thousand times is read once
    seen: BTreeSet<u32>,
    pictures: Vec<u32>,
}

impl Reading<'_, '_, '_> {
    fn page(&mut self, dict: &Dict, text: &mut String) {
        let resources = self.resources(dict);
        let contents = match dict.get(&b"Contents"[..]) {
            Some(Object::Reference(number)) if self.pdf.is_stream(*number) => vec![Object::Reference(*number)],
            Some(other) => match self.pdf.resolve(other) {
                Object::Array(parts) => parts,
                _ => Vec::new(),
            },
            None => Vec::new(),
        };
        // The parts of one page are one stream: an operator may begin in one and end in the next.
        let mut source = Vec::new();
        for part in contents {
            if let Object::Reference(number) = part
                && let Some(bytes) =
                    self.unread(number).and_then(|stream| self.pdf.stream(number, &stream, self.gathering, self.name))
            {
                source.extend_from_slice(&bytes);
                source.push(b'\n');
            }
        }
        self.run(&source, &resources, text, 0);
        if !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
    }

    fn run(&mut self, source: &[u8], resources: &Dict, text: &mut String, depth: u8) {
        let fonts = self.pdf.dict(resources, "Font");
        let mut shown = Shown { reading: self, fonts, names: Vec::new(), known: BTreeSet::new() };
        Page::new(text).run(source, &mut shown, TEXT);
        let names = shown.names;
        let objects = self.pdf.dict(resources, "XObject");
        for name in names {
            if let Some(Object::Reference(number)) = objects.get(&name) {
                self.shown(*number, resources, text, depth);
            }
        }
    }

    /// A form or a picture that a page shows.
    fn shown(&mut self, number: u32, outer: &Dict, text: &mut String, depth: u8) {
        let Some(dict) = self.unread(number) else { return };
        match self.pdf.value(&dict, "Subtype").name() {
            Some(b"Form") if depth >= FORMS => self.gathering.limit(LimitKind::Depth, self.name),
            Some(b"Form") => {
                let own = self.pdf.dict(&dict, "Resources");
                let resources = if own.is_empty() { outer } else { &own };
                if let Some(source) = self.pdf.stream(number, &dict, self.gathering, self.name) {
                    if !text.is_empty() && !text.ends_with('\n') {
                        text.push('\n');
                    }
                    self.run(&source, resources, text, depth + 1);
                }
            }
            Some(b"Image") => self.pictures.push(number),
            _ => {}
        }
    }

    /// The dictionary of a stream met for the first time.
    fn unread(&mut self, number: u32) -> Option<Dict> {
        if !self.pdf.is_stream(number) || !self.seen.insert(number) {
            return None;
        }
        if let Object::Dict(dict) = self.pdf.get(number) { Some(dict) } else { None }
    }

    fn resources(&mut self, page: &Dict) -> Dict {
        let mut node = page.clone();
        for _ in 0..PARENTS {
            let own = self.pdf.dict(&node, "Resources");
            if !own.is_empty() {
                return own;
            }
            node = self.pdf.dict(&node, "Parent");
        }
        Dict::new()
    }

    /// The file that a file specification holds (section 7.11.3): its name and the number of its stream.
    fn attached(&mut self, dict: &Dict) -> Option<(String, u32)> {
        let files = self.pdf.dict(dict, "EF");
        let number = ["UF", "F"].iter().find_map(|key| match files.get(key.as_bytes()) {
            Some(Object::Reference(number)) => Some(*number),
            _ => None,
        })?;
        let name = ["UF", "F"].iter().find_map(|key| match self.pdf.value(dict, key) {
            Object::Text(name) => Some(string(&name)),
            _ => None,
        });
        Some((name.unwrap_or_default(), number))
    }
}

/// The fonts of a content stream, and the names of what it shows.
struct Shown<'s, 'r, 'a, 'b> {
    reading: &'s mut Reading<'r, 'a, 'b>,
    fonts: Dict,
    names: Vec<Vec<u8>>,
    known: BTreeSet<Vec<u8>>,
}

impl Resources for Shown<'_, '_, '_, '_> {
    fn font(&mut self, name: &[u8]) -> Rc<Font> {
        let Some(object) = self.fonts.get(name) else { return Rc::new(Font::unknown()) };
        let Reading { pdf, gathering, name, fonts, .. } = &mut *self.reading;
        let number = if let Object::Reference(number) = object { Some(*number) } else { None };
        if let Some(known) = number.and_then(|number| fonts.get(&number)) {
            return Rc::clone(known);
        }
        let dict = if let Object::Dict(dict) = pdf.resolve(object) { dict } else { Dict::new() };
        let font = Rc::new(Font::read(pdf, &dict, gathering, name));
        if let Some(number) = number {
            if fonts.len() >= FONTS {
                fonts.clear();
            }
            fonts.insert(number, Rc::clone(&font));
        }
        font
    }

    fn shows(&mut self, name: &[u8]) {
        if self.names.len() < NAMES && !self.known.contains(name) {
            self.known.insert(name.to_vec());
            self.names.push(name.to_vec());
        }
    }
}

/// Where links lead, what fields of a form and notes hold.
fn note(dict: &Dict, notes: &mut String, depth: u8) {
    let text =
        |key: &str| if let Some(Object::Text(text)) = dict.get(key.as_bytes()) { Some(string(text)) } else { None };
    let is_field = dict.contains_key(&b"FT"[..]) || dict.contains_key(&b"Parent"[..]);
    let is_note = dict.get(&b"Subtype"[..]).is_some() && dict.contains_key(&b"Rect"[..]);
    let field = || Some(format!("{}: {}", text("T").unwrap_or_default(), text("V")?));
    let lines = [text("URI"), field().filter(|_| is_field || is_note), text("Contents").filter(|_| is_note)];
    for line in lines.into_iter().flatten().filter(|line| !line.trim().is_empty()) {
        notes.push_str(&line);
        notes.push('\n');
    }
    if depth < 4 {
        let inner = dict.values().flat_map(|value| {
            if let Object::Array(array) = value { array.as_slice() } else { std::slice::from_ref(value) }
        });
        inner.filter_map(Object::dict).for_each(|dict| note(dict, notes, depth + 1));
    }
}

/// A text string (section 7.9.2): UTF-16 or UTF-8 with their mark, else PDFDocEncoding, which is nearly windows-1252.
fn string(bytes: &[u8]) -> String {
    charset::decode(bytes).unwrap_or_default()
}

fn open_attached(gathering: &mut Gathering<'_>, pdf: &mut Pdf<'_>, outer: &Found<'_>, name: &str, number: u32) {
    let Object::Dict(dict) = pdf.get(number) else { return };
    let name = format!("{}!{name}", outer.name);
    if outer.depth >= super::gather::DEPTH {
        return gathering.limit(LimitKind::Depth, &name);
    }
    let before = gathering.opened.limits.len();
    match pdf.stream(number, &dict, gathering, &name) {
        Some(bytes) => {
            let whole = (gathering.opened.limits.len() > before).then_some(bytes.len() as u64);
            gathering.file(&Found {
                name: &name,
                declared: "",
                bytes: &bytes,
                whole,
                inline: false,
                depth: outer.depth + 1,
            });
        }
        None => gathering.limit(LimitKind::Damaged, &name),
    }
}
