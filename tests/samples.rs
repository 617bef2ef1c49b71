//! The committed samples are what the generator makes, byte for byte, and `truth.json` says where each planted message
//! is: offset, length and digest are checked on the committed files.

#![allow(clippy::unwrap_used, reason = "a missing sample fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use scelle::digest::Sha256;
use serde_json::Value;

#[path = "../samples/make/mod.rs"]
mod make;

/// What a person wrote in `samples/`; the rest is generated.
const BY_HAND: [&str; 3] = ["make/", "README.md", ".gitattributes"];

fn samples_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

fn committed_files() -> BTreeSet<String> {
    let root = samples_folder();
    let entries = walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().is_file());
    let names = files.map(|entry| entry.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"));
    names.filter(|name| !BY_HAND.iter().any(|prefix| name.starts_with(prefix))).collect()
}

fn truth() -> Value {
    serde_json::from_slice(&fs::read(samples_folder().join("truth.json")).unwrap()).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The bytes that a copy of the truth file points at.
fn bytes_of(copy: &Value) -> Vec<u8> {
    let file = fs::read(samples_folder().join(copy["path"].as_str().unwrap())).unwrap();
    let start = copy["offset"].as_u64().unwrap_or(0) as usize;
    let length = copy["length"].as_u64().unwrap() as usize;
    file[start..start + length].to_vec()
}

/// The message with its base64 and quoted-printable undone line by line: enough to find an ASCII value again.
fn readable(message: &[u8]) -> String {
    let text = String::from_utf8_lossy(message).replace("\r\n", "\n");
    let mut out = text.replace("=\n", "").replace("=3D", "=");
    for block in text.split("\n\n") {
        let joined: String = block.lines().take_while(|line| !line.starts_with("--")).collect();
        if let Ok(decoded) = STANDARD.decode(joined) {
            out += &String::from_utf8_lossy(&decoded);
        }
    }
    out
}

#[test]
fn the_generator_makes_the_committed_samples() {
    let made = make::samples();
    let names: BTreeSet<String> = made.files().map(|(path, _)| path.clone()).collect();
    assert_eq!(names, committed_files(), "run: cargo run --example make-samples");
    for (path, bytes) in made.files() {
        let committed = fs::read(samples_folder().join(path)).unwrap();
        assert!(*bytes == committed, "{path} differs; run: cargo run --example make-samples");
    }
}

#[test]
fn each_copy_has_the_length_and_digest_of_the_truth() {
    let truth = truth();
    let mut checked = 0;
    for plant in list(&truth["plants"]) {
        for copy in plant["files"].as_object().unwrap().values().flat_map(list) {
            if copy["sha256"].is_null() {
                assert!(samples_folder().join(copy["path"].as_str().unwrap()).is_dir(), "{copy}");
                continue;
            }
            assert_eq!(Sha256::of(&bytes_of(copy)).to_string(), copy["sha256"].as_str().unwrap(), "{copy}");
            checked += 1;
        }
    }
    assert!(checked > 250, "only {checked} copies were checked");
}

#[test]
fn each_planted_message_carries_its_message_id_and_its_value() {
    let truth = truth();
    for plant in list(&truth["plants"]) {
        let Some(id) = plant["message_id"].as_str() else { continue };
        let message = readable(&bytes_of(&plant["files"]["mbox"][0]));
        assert!(message.contains(id), "{id} is not in the message of {}", plant["id"]);
        if let Some(value) = plant["value"].as_str() {
            assert!(message.contains(value), "{value} is not in the message of {}", plant["id"]);
        }
    }
}

#[test]
fn an_offset_follows_a_postmark_and_its_message_ends_before_the_next() {
    let truth = truth();
    for plant in list(&truth["plants"]) {
        for copy in plant["files"].as_object().unwrap().values().flat_map(list) {
            let Some(start) = copy["offset"].as_u64() else { continue };
            let file = fs::read(samples_folder().join(copy["path"].as_str().unwrap())).unwrap();
            let (start, length) = (start as usize, copy["length"].as_u64().unwrap() as usize);
            let postmark = file[..start - 1].rsplit(|byte| *byte == b'\n').next().unwrap();
            assert!(postmark.starts_with(b"From "), "{copy}");
            let after = &file[start + length..];
            let rest = after.strip_prefix(b"\r\n").or(after.strip_prefix(b"\n")).unwrap();
            assert!(rest.is_empty() || rest.starts_with(b"From "), "{copy}");
        }
    }
}

#[test]
fn every_full_format_holds_the_whole_story() {
    let truth = truth();
    let count = |format: &str| truth["formats"][format]["messages"].as_u64().unwrap();
    assert!(count("mbox") >= 140);
    for format in ["eml", "maildir", "readpst", "takeout"] {
        assert_eq!(count(format), count("mbox"), "{format}");
    }
    assert_eq!(count("thunderbird"), count("mbox") + 1, "one message is also deleted in place");
}
