//! Files in OLE2 (MS-CFB): Word, Excel and PowerPoint before 2007, Outlook messages, encrypted documents, databases of installers. Their
//! own formats are not read: what text their streams hold, in UTF-16 and in 8 bits, is.

use std::io::{Cursor, Read as _};

use cfb::CompoundFile;
use encoding_rs::WINDOWS_1252;

use super::super::mail::{Active, LimitKind};
use super::gather::{DEPTH, Found, Gathering};
use super::html;

/// Streams looked at.
const STREAMS: usize = 4096;
/// Shorter runs are not words but chance.
const SHORTEST: usize = 5;

/// A stream: its path and length.
struct Stream {
    path: String,
    length: u64,
}

/// Reads a file.
pub fn open(gathering: &mut Gathering<'_>, found: &Found<'_>, row: usize) {
    let Ok(mut file) = CompoundFile::open(Cursor::new(found.bytes)) else {
        return gathering.limit(LimitKind::Damaged, found.name);
    };
    let walk = file.walk().filter(cfb::Entry::is_stream).take(STREAMS + 1);
    let mut streams: Vec<Stream> = walk
        .map(|entry| Stream { path: entry.path().to_string_lossy().replace('\\', "/"), length: entry.len() })
        .collect();
    if streams.len() > STREAMS {
        streams.pop();
        gathering.limit(LimitKind::Files, found.name);
    }
    let has = |path: &str| streams.iter().any(|stream| stream.path.eq_ignore_ascii_case(path));
    let is_mail = has("/__properties_version1.0");
    let (mime, encrypted) = match () {
        () if has("/EncryptedPackage") => ("application/x-ole-encrypted", true),
        () if has("/WordDocument") => ("application/msword", false),
        () if has("/Workbook") || has("/Book") => ("application/vnd.ms-excel", false),
        () if has("/PowerPoint Document") => ("application/vnd.ms-powerpoint", false),
        () if is_mail => ("application/vnd.ms-outlook", false),
        () => ("application/x-ole-storage", false),
    };
    gathering.opened.files[row].real = mime.to_owned();
    gathering.opened.files[row].encrypted = encrypted;
    // Word keeps its VBA project in `Macros`, Excel in `_VBA_PROJECT_CUR` (MS-OVBA section 2.2.1).
    if streams.iter().any(|stream| stream.path.ends_with("/VBA/dir")) {
        gathering.opened.files[row].active = vec![Active::Macros];
    }
    if encrypted {
        return;
    }
    if is_mail {
        return message(gathering, found, &mut file, &streams);
    }
    let mut text = String::new();
    for stream in streams.iter().filter(|stream| holds_text(&stream.path)) {
        let bytes = read(gathering, &mut file, stream, found.name);
        strings(&bytes, &mut text);
    }
    gathering.text(found.name, text);
}

/// The streams of a document that hold its text; in a file of no known kind none does.
fn holds_text(path: &str) -> bool {
    const STREAMS: [&str; 6] = ["/WordDocument", "/1Table", "/0Table", "/Workbook", "/Book", "/PowerPoint Document"];
    STREAMS.iter().any(|known| path.eq_ignore_ascii_case(known))
}

fn read(gathering: &mut Gathering<'_>, file: &mut CompoundFile<Cursor<&[u8]>>, stream: &Stream, name: &str) -> Vec<u8> {
    match file.open_stream(&stream.path) {
        // A hostile table may name one sector a million times: the length is charged like anything unpacked.
        Ok(reader) => gathering.unpack(reader.take(stream.length), name).bytes,
        Err(_) => {
            gathering.limit(LimitKind::Damaged, name);
            Vec::new()
        }
    }
}

/// The text of an Outlook message (MS-OXMSG) and the files attached to it.
fn message(
    gathering: &mut Gathering<'_>,
    found: &Found<'_>,
    file: &mut CompoundFile<Cursor<&[u8]>>,
    streams: &[Stream],
) {
    let mut text = String::new();
    // Of the message and of messages attached to it: headers, subject, sender, recipients, plain body, HTML; in Unicode, in 8 bits, as bytes.
    for id in ["007D", "0037", "0C1A", "0C1F", "0E04", "1000", "1013"] {
        for stream in streams {
            let tag = stream.path.rsplit_once("/__substg1.0_").map(|(_, tag)| tag);
            let Some(tag) = tag.filter(|tag| tag.starts_with(id)) else { continue };
            let bytes = read(gathering, file, stream, found.name);
            let content = match tag.get(4..8) {
                Some("001F") => encoding_rs::UTF_16LE.decode_without_bom_handling(&bytes).0.into_owned(),
                _ => super::charset::decode(&bytes).unwrap_or_default(),
            };
            text.push_str(&if id == "1013" { html::html_text(&content) } else { super::charset::line_feeds(content) });
            text.push('\n');
        }
    }
    gathering.text(found.name, text);
    for stream in streams.iter().filter(|stream| stream.path.ends_with("/__substg1.0_37010102")) {
        let folder = stream.path.trim_end_matches("37010102");
        let names = ["3707001F", "3704001F", "3707001E", "3704001E"].map(|tag| format!("{folder}{tag}"));
        let named = names.iter().find_map(|path| streams.iter().find(|stream| stream.path == *path));
        let own = named.map_or_else(String::new, |stream| {
            let bytes = read(gathering, file, stream, found.name);
            let wide = stream.path.ends_with('F');
            if wide {
                encoding_rs::UTF_16LE.decode_without_bom_handling(&bytes).0
            } else {
                WINDOWS_1252.decode_without_bom_handling(&bytes).0
            }
            .into_owned()
        });
        let name = format!("{}!{own}", found.name);
        if found.depth >= DEPTH {
            return gathering.limit(LimitKind::Depth, &name);
        }
        let bytes = read(gathering, file, stream, &name);
        let whole = (bytes.len() as u64 != stream.length).then_some(stream.length);
        if !gathering.file(&Found {
            name: &name,
            declared: "",
            bytes: &bytes,
            whole,
            inline: false,
            depth: found.depth + 1,
        }) {
            return;
        }
    }
}

/// The words in bytes that are not text: runs of characters in 8 bits or in UTF-16, a line each.
fn strings(bytes: &[u8], text: &mut String) {
    let mut at = 0;
    while at < bytes.len() {
        let wide = run(bytes, at, 2);
        let narrow = run(bytes, at, 1);
        let (width, length) = if wide >= narrow { (2, wide) } else { (1, narrow) };
        if length < SHORTEST {
            at += length.max(1);
            continue;
        }
        let found = &bytes[at..at + length * width];
        let decoded = if width == 2 {
            encoding_rs::UTF_16LE.decode_without_bom_handling(found).0
        } else {
            WINDOWS_1252.decode_without_bom_handling(found).0
        };
        // Word ends paragraphs with CR and cells with BEL.
        text.extend(decoded.chars().map(|character| match character {
            '\r' | '\u{b}' => '\n',
            '\u{7}' => '\t',
            other => other,
        }));
        text.push('\n');
        at += length * width;
    }
}

/// How many characters of `width` bytes follow.
fn run(bytes: &[u8], at: usize, width: usize) -> usize {
    let is_text = |byte: u8| byte >= 0x20 && byte != 0x7f || matches!(byte, b'\t' | b'\r' | b'\n' | 7 | 0x0b);
    let rest = &bytes[at..];
    if width == 1 {
        // Letters with accents; not the filling bytes and offsets of binary data.
        return rest.iter().take_while(|byte| is_text(**byte) && !matches!(byte, 0x80..=0xbf | 0xff)).count();
    }
    // Of the other alphabets of UTF-16 only punctuation is common between our letters: dashes, quotes, the euro.
    let is_wide = |pair: &[u8; 2]| {
        pair[1] == 0 && is_text(pair[0]) || pair[1] == 1 || pair[1] == 0x20 && (0x10..0xb0).contains(&pair[0])
    };
    rest.as_chunks::<2>().0.iter().take_while(|pair| is_wide(pair)).count()
}
