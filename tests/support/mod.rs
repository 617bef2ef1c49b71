//! What the tests of archives share: small exports, the program run as a person runs it, archives looked into by the `zip` crate,
//! and archives taken apart and put together again with one thing wrong ([`repack`]).

#![allow(dead_code, reason = "each test file uses a part of this")]

pub mod repack;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The clock of every test: 2026-11-23T20:15:03Z.
pub const EPOCH: &str = "1795464903";

/// A folder of `samples/`.
pub fn samples(format: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(format)
}

/// The program in `folder`, asking nothing, speaking English, at [`EPOCH`].
pub fn scelle(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scelle"));
    command.current_dir(folder).stdin(Stdio::null()).args(["--lang", "en"]);
    command.env("SOURCE_DATE_EPOCH", EPOCH).env_remove("RAYON_NUM_THREADS");
    command
}

/// Runs the program; its exit code, stdout and stderr.
pub fn run(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = loop {
        match command.output() {
            // A copy of the program just made may still be held open for writing by a child that another test is forking.
            Err(busy) if busy.kind() == std::io::ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
            done => break done.unwrap(),
        }
    };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().expect("it ended by itself"), text(stdout), text(stderr))
}

/// `scelle seal SOURCES... -o ARCHIVE --json` in `folder` with more arguments; demands the exit code and returns the JSON.
pub fn seal(folder: &Path, sources: &[&Path], archive: &str, more: &[&str], exit: i32) -> Value {
    let mut command = scelle(folder);
    command.arg("seal").args(sources).args(["-o", archive, "--json", "--no-input"]).args(more);
    let (code, out, err) = run(&mut command);
    assert_eq!(code, exit, "{err}");
    serde_json::from_str(&out).unwrap()
}

/// `scelle verify` with the seal that sealing printed: must be intact. Returns the JSON.
pub fn verify(folder: &Path, archive: &str, sealed: &Value) -> Value {
    let mut command = scelle(folder);
    command.args(["verify", archive, "--json", "--seal", sealed["seal"].as_str().unwrap()]);
    let (code, out, err) = run(&mut command);
    assert_eq!(code, 0, "{out}{err}");
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["verdict"], "intact-seal-matches");
    assert_eq!(told["messages"], sealed["counts"]["messages"]);
    told
}

/// Every entry of an archive as another reader sees it.
pub fn entries(archive: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(File::open(archive).unwrap()).unwrap();
    let mut entries = BTreeMap::new();
    for position in 0..zip.len() {
        let mut entry = zip.by_index(position).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        let name = entry.name().unwrap().into_owned();
        assert!(!entries.contains_key(&name), "{name} stands twice");
        entries.insert(name, bytes);
    }
    entries
}

/// The rows of a CSV file of the bag, column by name.
pub fn table(archive: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let entries = entries(archive);
    let (_, bytes) = entries.iter().find(|(entry, _)| entry.ends_with(&format!("/{name}"))).unwrap();
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    reader.deserialize().map(Result::unwrap).collect()
}

/// The row of a table whose column holds `value`.
pub fn row<'a>(table: &'a [BTreeMap<String, String>], column: &str, value: &str) -> &'a BTreeMap<String, String> {
    table.iter().find(|row| row[column] == value).unwrap_or_else(|| panic!("no {column} is {value}: {table:#?}"))
}

/// The names in a folder, hidden ones too, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A message that compresses, `number` in its subject.
pub fn letter(number: usize) -> String {
    let body = "Bonjour Solenn, veuillez trouver ci-joint la facture.\n".repeat(3);
    format!(
        "From: a{number}@fournisseur.example\nTo: b@client.example\nDate: Mon, 02 Mar 2026 09:12:13 +0100\n\
         Message-ID: <{number}@fournisseur.example>\nSubject: facture {number}\n\n{body}"
    )
}

/// An mbox of these messages.
pub fn mbox(letters: impl IntoIterator<Item = String>) -> Vec<u8> {
    let postmarked = letters.into_iter().map(|letter| format!("From a@b.example Mon Mar 02 09:12:13 2026\n{letter}\n"));
    postmarked.collect::<String>().into_bytes()
}

/// Bytes that do not compress, always the same for a seed.
pub fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = move || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as u8
    };
    std::iter::repeat_with(&mut next).take(length).collect()
}
