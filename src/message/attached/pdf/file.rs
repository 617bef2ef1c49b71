//! The objects of a PDF file, found by reading it from start to end: tables of offsets are not believed, for damaged files have wrong
//! ones and hostile files have two. Of two objects with one number the later counts, as an incremental update wants it.

use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memmem::Finder;

use super::super::gather::Gathering;
use super::crypt::Cipher;
use super::filter;
use super::lexer::{Dict, Lexer, Object};

/// References to references are followed so far.
const HOPS: u8 = 8;
/// Trailers looked at.
const TRAILERS: usize = 64;

/// Where an object stands.
#[derive(Debug, Clone)]
struct Entry {
    /// 0 is the file, others are object streams
    source: usize,
    at: usize,
    end: usize,
    stream: Option<Range<usize>>,
    /// place in the file: of the object, or of the object stream and in it
    order: (usize, usize),
}

/// A file.
pub struct Pdf<'a> {
    sources: Vec<std::borrow::Cow<'a, [u8]>>,
    entries: BTreeMap<u32, Entry>,
    /// what may still be parsed again when it is referred to, in bytes
    work: u64,
    cipher: Option<Cipher>,
    /// it is encrypted, with a password that is not the empty one or in a way we do not know
    pub locked: bool,
    /// it refers to its objects so often that not all could be read
    pub exhausted: bool,
}

impl<'a> Pdf<'a> {
    /// Finds all objects.
    pub fn read(data: &'a [u8], gathering: &mut Gathering<'_>, name: &str) -> Pdf<'a> {
        let mut pdf = Pdf {
            sources: vec![data.into()],
            entries: BTreeMap::new(),
            work: (4 << 20) + 3 * data.len() as u64,
            cipher: None,
            locked: false,
            exhausted: false,
        };
        let mut scan = Scan::new(data);
        while let Some(number) = scan.next(&mut pdf.entries) {
            scan.note(number);
        }
        if let Some(trailer) = scan.trailer() {
            match Cipher::open(&mut pdf, &trailer) {
                Some(cipher) => pdf.cipher = Some(cipher),
                None => pdf.locked = true,
            }
        }
        if !pdf.locked {
            for number in scan.object_streams {
                pdf.open_object_stream(number, gathering, name);
            }
        }
        pdf
    }

    /// Numbers of all objects in the order of the file.
    pub fn numbers(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = self.entries.keys().copied().collect();
        numbers.sort_by_cached_key(|number| self.entries[number].order);
        numbers
    }

    /// An object, its strings decrypted; Null where there is none.
    pub fn get(&mut self, number: u32) -> Object {
        let Some(entry) = self.entries.get(&number) else { return Object::Null };
        let (source, at, end) = (entry.source, entry.at, entry.end);
        if !self.charge(end - at) {
            return Object::Null;
        }
        let mut object = Lexer::new(&self.sources[source][..end], at).object().unwrap_or_default();
        if let Some(cipher) = self.cipher.as_ref().filter(|_| source == 0) {
            cipher.decrypt_strings(&mut object, number);
        }
        object
    }

    /// The object that `object` refers to, or itself.
    pub fn resolve(&mut self, object: &Object) -> Object {
        let mut object = object.clone();
        for _ in 0..HOPS {
            match object {
                Object::Reference(number) => object = self.get(number),
                other => return other,
            }
        }
        Object::Null
    }

    /// The value of a key, resolved.
    pub fn value(&mut self, dict: &Dict, key: &str) -> Object {
        dict.get(key.as_bytes()).map_or(Object::Null, |value| self.resolve(value))
    }

    /// The value of a key where it is a dictionary (that of a stream too); else an empty one.
    pub fn dict(&mut self, dict: &Dict, key: &str) -> Dict {
        match self.value(dict, key) {
            Object::Dict(dict) if self.charge(dict.len() * 16) => dict,
            _ => Dict::new(),
        }
    }

    /// Takes what is read or copied again from the work allowed.
    fn charge(&mut self, bytes: usize) -> bool {
        let enough = bytes as u64 <= self.work;
        self.work = self.work.saturating_sub(bytes as u64);
        self.exhausted |= !enough;
        enough
    }

    /// Whether the object is a stream.
    pub fn is_stream(&self, number: u32) -> bool {
        self.entries.get(&number).is_some_and(|entry| entry.stream.is_some())
    }

    /// The bytes of a stream as they stand in the file, decrypted.
    pub fn raw(&self, number: u32, dict: &Dict) -> Vec<u8> {
        let Some(entry) = self.entries.get(&number) else { return Vec::new() };
        let raw = entry.stream.clone().and_then(|stream| self.sources[entry.source].get(stream)).unwrap_or_default();
        match &self.cipher {
            Some(cipher) if dict.get(&b"Type"[..]).and_then(Object::name) != Some(b"XRef") => {
                cipher.decrypt(raw, number)
            }
            _ => raw.to_vec(),
        }
    }

    /// The bytes of a stream, unpacked as far as the budget goes; none where it is packed in a way we do not read.
    pub fn stream(&mut self, number: u32, dict: &Dict, gathering: &mut Gathering<'_>, name: &str) -> Option<Vec<u8>> {
        let filters = filter::of(self, dict);
        filter::unpack(self.raw(number, dict), &filters, gathering, name)
    }

    fn open_object_stream(&mut self, number: u32, gathering: &mut Gathering<'_>, name: &str) {
        let Object::Dict(dict) = self.get(number) else { return };
        let (count, first) =
            (self.value(&dict, "N").size().unwrap_or(0), self.value(&dict, "First").size().unwrap_or(0));
        let Some(bytes) = self.stream(number, &dict, gathering, name) else { return };
        let order = self.entries.get(&number).map_or(0, |entry| entry.order.0);
        let head = &bytes[..bytes.len().min(first)];
        let mut lexer = Lexer::new(head, 0);
        let mut next = || lexer.object().and_then(|object| object.size());
        let mut places = Vec::new();
        while places.len() < count
            && let (Some(number), Some(offset)) = (next(), next())
        {
            places.push((number as u32, first.saturating_add(offset)));
        }
        let source = self.sources.len();
        for (index, &(number, at)) in places.iter().enumerate() {
            let end = places.get(index + 1).map_or(bytes.len(), |next| next.1).min(bytes.len());
            let entry = Entry { source, at, end, stream: None, order: (order, index) };
            let newer = self.entries.get(&number).is_none_or(|old| old.order < entry.order);
            if at < end && newer {
                self.entries.insert(number, entry);
            }
        }
        self.work += 3 * bytes.len() as u64;
        self.sources.push(bytes.into());
    }
}

/// The reading from start to end.
struct Scan<'a> {
    data: &'a [u8],
    at: usize,
    /// bytes that may be read again after an object that cannot be read
    again: usize,
    /// where the last `endstream` is known to stand before
    no_end_after: usize,
    object_streams: Vec<u32>,
    trailers: Vec<Dict>,
    last: Option<Dict>,
    obj: Finder<'static>,
    endstream: Finder<'static>,
}

impl<'a> Scan<'a> {
    fn new(data: &'a [u8]) -> Scan<'a> {
        Scan {
            data,
            at: 0,
            again: data.len() * 4,
            no_end_after: usize::MAX,
            object_streams: Vec::new(),
            trailers: Vec::new(),
            last: None,
            obj: Finder::new(b"obj"),
            endstream: Finder::new(b"endstream"),
        }
    }

    /// Reads to the next object and enters it; its number. None at the end.
    fn next(&mut self, entries: &mut BTreeMap<u32, Entry>) -> Option<u32> {
        loop {
            let hit = self.at + self.obj.find(self.data.get(self.at..)?)?;
            self.at = hit + 3;
            let Some(number) = number_before(&self.data[..hit]) else { continue };
            let mut lexer = Lexer::new(self.data, hit + 3);
            let object = lexer.object();
            let Some(object) = object else {
                let read = lexer.at - hit;
                self.again = self.again.saturating_sub(read);
                // Objects that hold each other, none of which can be read, would be read as often as there are objects.
                self.at = if self.again == 0 { lexer.at.max(hit + 3) } else { hit + 3 };
                continue;
            };
            let end = lexer.at;
            lexer.skip_space();
            self.at = end;
            let stream = object.dict().and_then(|dict| self.stream(lexer.at, dict));
            self.at = stream.as_ref().map_or(end, |stream| stream.end);
            entries.insert(number, Entry { source: 0, at: hit + 3, end, stream, order: (hit, 0) });
            self.last = if let Object::Dict(dict) = object { Some(dict) } else { None };
            return Some(number);
        }
    }

    /// Where the stream stands whose keyword is at `at`.
    fn stream(&mut self, at: usize, dict: &Dict) -> Option<Range<usize>> {
        let rest = self.data.get(at..)?.strip_prefix(b"stream")?;
        let rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).or(rest.strip_prefix(b"\r")).unwrap_or(rest);
        let start = self.data.len() - rest.len();
        let said = dict.get(&b"Length"[..]).and_then(Object::size).and_then(|length| rest.get(length..));
        if let Some(after) = said {
            let mut lexer = Lexer::new(after, 0);
            lexer.skip_space();
            if lexer.at <= 4 && after[lexer.at..].starts_with(b"endstream") {
                return Some(start..self.data.len() - after.len());
            }
        }
        if start >= self.no_end_after {
            return Some(start..self.data.len());
        }
        match self.endstream.find(rest) {
            Some(length) => Some(start..start + length),
            None => {
                self.no_end_after = start;
                Some(start..self.data.len())
            }
        }
    }

    /// Keeps what is needed of the object just read.
    fn note(&mut self, number: u32) {
        let Some(dict) = self.last.take() else { return };
        match dict.get(&b"Type"[..]).and_then(Object::name) {
            Some(b"ObjStm") => self.object_streams.push(number),
            Some(b"XRef") if self.trailers.len() < TRAILERS => self.trailers.push(dict),
            _ => {}
        }
    }

    /// The trailer that says how the file is encrypted; none where it is not.
    fn trailer(&self) -> Option<Dict> {
        let encrypted = |dict: &Dict| dict.contains_key(&b"Encrypt"[..]);
        let tables = memchr::memmem::rfind_iter(self.data, b"trailer").take(TRAILERS);
        let tables = tables.filter_map(|at| Lexer::new(self.data, at + 7).object());
        let mut tables = tables.filter_map(|object| if let Object::Dict(dict) = object { Some(dict) } else { None });
        self.trailers.iter().find(|dict| encrypted(dict)).cloned().or_else(|| tables.find(encrypted))
    }
}

/// The number of the object whose `obj` follows: `12 0 obj`.
fn number_before(before: &[u8]) -> Option<u32> {
    let trimmed = before.trim_ascii_end();
    let generation = trimmed.len() - digits_at_end(trimmed);
    let rest = trimmed[..generation].trim_ascii_end();
    let digits = digits_at_end(rest);
    let sound = generation < trimmed.len() && rest.len() < generation && (1..=10).contains(&digits);
    let number = std::str::from_utf8(&rest[rest.len() - digits..]).ok()?;
    number.parse().ok().filter(|_| sound)
}

fn digits_at_end(bytes: &[u8]) -> usize {
    bytes.iter().rev().take(12).take_while(|byte| byte.is_ascii_digit()).count()
}
