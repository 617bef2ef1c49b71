//! There is no free bit in an archive: whichever byte of it is changed, `verify` says so. But one kind: the padding in the last
//! byte of a DEFLATE stream, which no reader looks at and which holds nothing (the hash of the zip file sees it).

use std::fs;
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

/// As the zip crate sees them.
fn last_bytes_of_streams(archive: &[u8]) -> Vec<usize> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let mut last = Vec::new();
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).unwrap();
        if entry.compression() == zip::CompressionMethod::Deflated {
            let start = entry.data_start().expect("because the entry was just opened");
            last.push((start + entry.compressed_size()) as usize - 1);
        }
    }
    last
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
        let padding = last_bytes_of_streams(&archive);
        assert_eq!(store, padding.is_empty(), "a stored archive has no streams");
        missed.retain(|position| !padding.contains(position));
        assert_eq!(missed, Vec::<usize>::new(), "of {} bytes, store {store}", archive.len());
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
