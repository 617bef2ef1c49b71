//! There is no free bit in a stored archive: whichever byte of it is changed, `verify` says so. In a compressed one a few bits of the
//! DEFLATE streams can be written otherwise without changing what is unpacked: there, what is not seen has changed nothing.

#![allow(clippy::unwrap_used)] // a failure here is a failed test

use std::fs;
use std::io::Read;
use std::path::Path;

use scelle::custody::acquire::Options;
use scelle::custody::clock::{Clock, ClockSource, Zone};
use scelle::custody::facts::{CaseFacts, Surroundings};
use scelle::custody::seal::{SealPlan, seal};
use scelle::custody::verify::verify;
use scelle::evidence::source;

fn small_archive(folder: &Path, store: bool) -> Vec<u8> {
    let export = folder.join("export");
    fs::create_dir(&export).unwrap();
    fs::write(
        export.join("a.mbox"),
        "From - Mon Mar 02 09:12:13 2026\nSubject: a\n\nx\n\nFrom - Mon Mar 02 09:12:14 2026\nSubject: b\n\ny\n",
    )
    .unwrap();
    fs::write(export.join("rules.json"), "{}").unwrap();
    let survey = source::survey(&[export]).unwrap();
    let target = folder.join("x.zip");
    seal(&SealPlan {
        survey: &survey,
        facts: &CaseFacts::default(),
        case_id: "x",
        surroundings: &Surroundings::default(),
        target: &target,
        options: Options { store, ..Options::default() },
        clock: &Clock::new(ClockSource::of_epoch("1774000000").unwrap(), Zone::UTC),
        progress: &|_| {},
    })
    .unwrap();
    fs::remove_file(folder.join("x.custody.jsonl")).unwrap();
    fs::read(&target).unwrap()
}

/// What the zip crate, an independent witness, finds in it.
fn unpacked(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let mut entries = Vec::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        entries.push((entry.name().unwrap().into_owned(), content));
    }
    entries
}

#[test]
fn whichever_byte_is_changed_verify_says_so() {
    for store in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let archive = small_archive(folder.path(), store);
        let path = folder.path().join("x.zip");
        let sound = verify(&path, None, &|_| {}).unwrap();
        assert_eq!(sound.discrepancies, []);
        let seal = sound.seal;
        let mut missed = Vec::new();
        for position in 0..archive.len() {
            let mut damaged = archive.clone();
            damaged[position] ^= 1 << (position % 8);
            fs::write(&path, &damaged).unwrap();
            let verdict = verify(&path, seal, &|_| {}).unwrap();
            if verdict.discrepancies.is_empty() {
                missed.push(position);
            }
        }
        if store {
            assert_eq!(missed, Vec::<usize>::new(), "of {} bytes", archive.len());
        }
        let sealed = unpacked(&archive);
        for position in missed {
            let mut damaged = archive.clone();
            damaged[position] ^= 1 << (position % 8);
            assert_eq!(unpacked(&damaged), sealed, "byte {position} changes what is unpacked");
        }
    }
}

#[test]
fn wherever_the_archive_is_cut_verify_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let archive = small_archive(folder.path(), false);
    let path = folder.path().join("x.zip");
    for length in (0..archive.len()).step_by(13) {
        fs::write(&path, &archive[..length]).unwrap();
        assert_ne!(verify(&path, None, &|_| {}).unwrap().discrepancies, [], "{length}");
    }
}
