//! Carriers of one secret, built here, and hostile files: each gives the secret, or the limit, and its rows.

mod active;
mod carriers;
mod hostile;
mod outlook;
mod pdf;
mod pictures;

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Attached, Budget, Opened, open};
use crate::message::mail::LimitKind;

/// What every carrier holds. Invented.
const SECRET: &str = "mot de passe : Été-à-Brest_2031!";

fn opened(name: &str, bytes: &[u8]) -> Opened {
    open(
        Attached { part: "2", name, declared: "application/octet-stream", bytes, inline: false },
        &mut Budget::default(),
    )
}

/// Opens with room for `unpacked` bytes.
fn opened_within(name: &str, bytes: &[u8], unpacked: u64) -> Opened {
    let mut budget = Budget { unpacked, ..Budget::default() };
    open(Attached { part: "2", name, declared: "", bytes, inline: false }, &mut budget)
}

/// The texts whose content has the secret, by the name of their place.
fn places(opened: &Opened) -> Vec<&str> {
    opened.texts.iter().filter(|text| text.content.contains(SECRET)).map(|text| text.place.name.as_str()).collect()
}

fn limits(opened: &Opened) -> Vec<(LimitKind, &str)> {
    opened.limits.iter().map(|limit| (limit.kind, limit.name.as_str())).collect()
}

fn real<'a>(opened: &'a Opened, name: &str) -> &'a str {
    opened.files.iter().find(|file| file.name == name).map_or("no such file", |file| file.real.as_str())
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzip_of(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}
