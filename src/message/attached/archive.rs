//! Containers: zip, gzip, tar. Names of members are only names (`../x` is listed as it stands); nothing is ever written.

use std::io::{Cursor, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder};
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::super::mail::LimitKind;
use super::gather::{Found, Gathering, Unpacked};
use super::office;

/// A zip opened for reading.
pub type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Opens a zip: an office document or a container of files, as its members tell.
pub fn zip(gathering: &mut Gathering<'_>, found: &Found<'_>, row: usize) {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(found.bytes)) else {
        return gathering.limit(LimitKind::Damaged, found.name);
    };
    match office::form(gathering, &mut archive, found.name) {
        Some(form) => {
            gathering.opened.files[row].real = form.mime().to_owned();
            office::open(gathering, found, &mut archive, form, row);
        }
        None => {
            let all: Vec<usize> = (0..archive.len()).collect();
            members(gathering, found, &mut archive, &all);
        }
    }
}

/// Opens members of a zip in order.
pub fn members(gathering: &mut Gathering<'_>, found: &Found<'_>, archive: &mut Zip<'_>, which: &[usize]) {
    if archive.has_duplicate_names() {
        gathering.limit(LimitKind::Damaged, found.name);
    }
    for &index in which {
        if gathering.budget.unpacked == 0 {
            return gathering.limit(LimitKind::Unpacked, found.name);
        }
        let Ok(member) = archive.by_index_raw(index) else {
            gathering.limit(LimitKind::Damaged, found.name);
            continue;
        };
        if member.is_dir() {
            continue;
        }
        let (name, size, encrypted) = (member_name(found.name, &member), member.size(), member.encrypted());
        let unpacked = if encrypted { None } else { unpack(gathering, member, &name) };
        let listed = match unpacked {
            Some(unpacked) => {
                let whole = (!unpacked.complete).then(|| size.max(unpacked.bytes.len() as u64));
                gathering.file(&inner(found, &name, &unpacked.bytes, whole))
            }
            None => gathering.row(&name, "", size).map(|row| row.encrypted = encrypted).is_some(),
        };
        if !listed {
            return;
        }
    }
}

/// Unpacks a member from its packed bytes: what it says of its size is not believed, for a bomb says zero. None, and a limit, where its
/// method is one we do not read.
pub fn unpack<R: Read>(gathering: &mut Gathering<'_>, member: ZipFile<'_, R>, name: &str) -> Option<Unpacked> {
    let said = member.crc32();
    let unpacked = match member.compression() {
        CompressionMethod::Stored => gathering.unpack(member, name),
        CompressionMethod::Deflated => gathering.unpack(DeflateDecoder::new(member), name),
        _ => {
            gathering.limit(LimitKind::Damaged, name);
            return None;
        }
    };
    if unpacked.complete && crc32fast::hash(&unpacked.bytes) != said {
        gathering.limit(LimitKind::Damaged, name);
    }
    Some(unpacked)
}

/// `archive.zip!path`. Writers that do not say the charset of a name mostly write UTF-8, else code page 437.
fn member_name<R: Read>(outer: &str, member: &ZipFile<'_, R>) -> String {
    let name = match std::str::from_utf8(member.name_raw()) {
        Ok(name) => name.to_owned(),
        Err(_) => member
            .name()
            .map_or_else(|_| String::from_utf8_lossy(member.name_raw()).into_owned(), |name| name.into_owned()),
    };
    format!("{outer}!{name}")
}

fn inner<'a>(outer: &Found<'_>, name: &'a str, bytes: &'a [u8], whole: Option<u64>) -> Found<'a> {
    Found { name, declared: "", bytes, whole, inline: false, depth: outer.depth + 1 }
}

/// Opens what was packed with gzip: one file, named in the head or as the packed one without its ending.
pub fn gzip(gathering: &mut Gathering<'_>, found: &Found<'_>) {
    let decoder = MultiGzDecoder::new(found.bytes);
    let said =
        decoder.header().and_then(|header| header.filename()).map(|name| String::from_utf8_lossy(name).into_owned());
    let name = said.filter(|name| !name.is_empty()).unwrap_or_else(|| without_ending(found.name));
    let name = format!("{}!{name}", found.name);
    let unpacked = gathering.unpack(decoder, &name);
    let whole = (!unpacked.complete).then_some(unpacked.bytes.len() as u64);
    if !unpacked.bytes.is_empty() {
        gathering.file(&inner(found, &name, &unpacked.bytes, whole));
    }
}

fn without_ending(name: &str) -> String {
    let last = name.rsplit(['!', '/', '\\']).next().unwrap_or(name);
    let ending = |end: &str| {
        last.len() > end.len()
            && last.is_char_boundary(last.len() - end.len())
            && last[last.len() - end.len()..].eq_ignore_ascii_case(end)
    };
    match () {
        () if ending(".tgz") => format!("{}.tar", &last[..last.len() - 4]),
        () if ending(".gz") => last[..last.len() - 3].to_owned(),
        () => last.to_owned(),
    }
}

/// Opens a tar. Its members stand in it as they are: nothing is unpacked.
pub fn tar(gathering: &mut Gathering<'_>, found: &Found<'_>) {
    let mut archive = tar::Archive::new(found.bytes);
    let Ok(entries) = archive.entries() else { return gathering.limit(LimitKind::Damaged, found.name) };
    for entry in entries {
        let Ok(entry) = entry else { return gathering.limit(LimitKind::Damaged, found.name) };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = format!("{}!{}", found.name, String::from_utf8_lossy(&entry.path_bytes()));
        let size = entry.size();
        let start = entry.raw_file_position() as usize;
        let bytes = found.bytes.get(start..).unwrap_or_default();
        let bytes = &bytes[..bytes.len().min(usize::try_from(size).unwrap_or(usize::MAX))];
        let whole = (bytes.len() as u64 != size).then_some(size);
        if whole.is_some() {
            gathering.limit(LimitKind::Damaged, &name);
        }
        if !gathering.file(&inner(found, &name, bytes, whole)) {
            return;
        }
    }
}
