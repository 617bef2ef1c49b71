//! Holds `src/` to docs/ARCHITECTURE.md: imports go down only, siblings do not know each other, only lib.rs and main.rs know
//! `cli`, and what shapes the design has one owner. It judges the text of the sources; its own tests show that it can say no.

#[path = "architecture/paths.rs"]
mod paths;

use std::fs;
use std::path::Path;

use paths::Token;

/// From the ground up. What stands on one floor does not know its neighbours there.
const FLOORS: [&[&str]; 6] =
    [&["digest", "text", "lang"], &["evidence", "trust"], &["custody", "message"], &["triage"], &["report"], &["cli"]];

/// Crates that shape the design, and where alone they may be named.
const OWNERS: [(&str, &[&str]); 16] = [
    ("pgp", &["trust/openpgp/"]),
    ("rpassword", &["cli/"]),
    ("sha2", &["digest.rs", "trust/"]),
    ("attohttpc", &["trust/timestamp/http.rs"]),
    ("fluent_bundle", &["lang/"]),
    ("rustix", &["evidence/original.rs"]),
    ("mail_parser", &["message/"]),
    ("quick_xml", &["custody/asic.rs", "message/", "triage/mailbox_rules/"]),
    ("tempfile", &["custody/", "report/", "cli/"]),
    ("zip", &["message/"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("indicatif", &["cli/"]),
    ("whoami", &["cli/"]),
    ("anyhow", &["cli/"]),
];

/// Who may write to the disk.
const WRITERS: [&str; 3] = ["custody/", "report/", "cli/"];
/// The one place of the floor `evidence` that opens files.
const OPENER: &str = "evidence/original.rs";
/// Who may look at a clock.
const CLOCK_READERS: [&str; 2] = ["custody/clock.rs", "cli/"];

/// Functions of `std::fs` that change something.
const WRITING: [&str; 13] = [
    "write",
    "rename",
    "remove_file",
    "remove_dir",
    "remove_dir_all",
    "create_dir",
    "create_dir_all",
    "copy",
    "hard_link",
    "soft_link",
    "symlink",
    "set_permissions",
    "set_times",
];
/// Methods and flags that change a file.
const WRITING_WORDS: [&str; 8] =
    ["set_len", "set_permissions", "set_times", "set_modified", "WRONLY", "RDWR", "CREATE", "TRUNC"];

/// What is wrong with a file, given by its path below `src/`.
fn complaints(file: &str, source: &str) -> Vec<String> {
    let tokens = paths::tokens(source);
    let module = module(file);
    let mut found = Vec::new();
    if !source.starts_with("//!") {
        found.push("does not begin with //! and what it is for".to_owned());
    }
    found.extend(paths::paths(&tokens, &module).iter().filter_map(|path| wrong_floor(file, &module, path)));
    // What only a test does (make a file to read, build a hostile archive) is not done by the program.
    let tokens = paths::without_tests(&tokens);
    let paths = paths::paths(&tokens, &module);
    found.extend(paths.iter().filter_map(|path| wrong_owner(file, path)));
    found.extend(paths.iter().filter_map(|path| wrong_access(file, path)));
    if !is_in(file, &WRITERS) {
        let word = |token: &Token| matches!(token, Token::Word(word) if WRITING_WORDS.contains(&word.as_str()));
        found.extend(tokens.iter().find(|token| word(token)).map(|token| format!("writes: {token:?}")));
    }
    found.iter_mut().for_each(|complaint| complaint.insert_str(0, &format!("{file}: ")));
    found
}

/// `evidence/formats/mod.rs` is the module `evidence::formats`; lib.rs, main.rs and build.rs are the root.
fn module(file: &str) -> Vec<String> {
    if ["lib.rs", "main.rs", "build.rs"].contains(&file) {
        return Vec::new();
    }
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_owned).collect()
}

fn is_in(file: &str, places: &[&str]) -> bool {
    places.iter().any(|place| if place.ends_with('/') { file.starts_with(place) } else { file == *place })
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|names| names.contains(&name))
}

fn wrong_floor(file: &str, module: &[String], path: &[String]) -> Option<String> {
    if path.first().is_none_or(|first| first != "crate") || file == "lib.rs" {
        return None;
    }
    let target = path.get(1).map_or("", String::as_str);
    let own = module.first().map_or(file, String::as_str);
    let shown = path.join("::");
    match (floor(own), floor(target)) {
        (_, None) => Some(format!("{shown} is on no floor")),
        _ if own == target => None,
        (None, _) if file == "main.rs" && target == "cli" => None,
        (None, _) => Some(format!("{own} is on no floor and names {shown}")),
        (Some(own), Some(target)) if target > own => Some(format!("imports upward: {shown}")),
        (Some(own), Some(target)) if target == own => Some(format!("imports sideways: {shown}")),
        _ => None,
    }
}

fn wrong_owner(file: &str, path: &[String]) -> Option<String> {
    let (name, owners) = OWNERS.iter().find(|(name, _)| path.first().is_some_and(|first| first == name))?;
    (!is_in(file, owners)).then(|| format!("names the crate {name}, whose place is {owners:?}"))
}

fn wrong_access(file: &str, path: &[String]) -> Option<String> {
    let has = |owner: &str, what: &[&str]| {
        path.windows(2).any(|pair| pair[0] == owner && (what.contains(&pair[1].as_str()) || pair[1] == "*"))
    };
    let shown = path.join("::");
    let writes = has("File", &["create", "create_new", "options"]) || has("fs", &WRITING);
    if (writes || path.iter().any(|step| step == "OpenOptions")) && !is_in(file, &WRITERS) {
        return Some(format!("writes: {shown}"));
    }
    let opens = has("File", &["open"]) || has("fs", &["open", "read", "read_to_string"]);
    if opens && file.starts_with("evidence/") && file != OPENER {
        return Some(format!("opens a file outside {OPENER}: {shown}"));
    }
    let looks = ["Utc", "Local", "SystemTime", "Instant"].iter().any(|clock| has(clock, &["now"]));
    (looks && !is_in(file, &CLOCK_READERS)).then(|| format!("looks at a clock: {shown}"))
}

#[test]
fn the_sources_keep_to_their_floors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut found, mut seen) = (Vec::new(), 0);
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|ext| ext != "rs") {
            continue;
        }
        let file = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        found.extend(complaints(&file, &fs::read_to_string(entry.path()).unwrap()));
        let known = module(&file).first().is_none_or(|top| floor(top).is_some());
        found.extend((!known).then(|| format!("{file}: stands on no floor")));
        seen += 1;
    }
    assert!(seen > 40, "only {seen} files found");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_violation_is_seen_however_it_is_written() {
    let cases = [
        ("evidence/x.rs", "use crate::custody::seal;", "upward: crate::custody::seal"),
        ("evidence/formats/x.rs", "use super::super::super::cli::main;", "upward: crate::cli::main"),
        ("evidence/mod.rs", "use super::{digest::Sha256, custody};", "upward: crate::custody"),
        ("digest.rs", "use {std::fmt, crate::{lang as speech}};", "sideways: crate::lang"),
        ("custody/x.rs", "fn f(m: &crate::message::Mail) {}", "sideways: crate::message::Mail"),
        ("custody/x.rs", "mod inner { use super::super::super::cli; }", "upward: crate::cli"),
        ("custody/x.rs", "macro_rules! m { () => { $crate::cli::main() } }", "upward: crate::cli::main"),
        ("text.rs", "#[cfg(test)] mod tests { use super::*; use crate::evidence; }", "upward: crate::evidence"),
        ("cli/x.rs", "use crate::*;", "crate::* is on no floor"),
        ("cli/x.rs", "use crate::helpers::f;", "crate::helpers::f is on no floor"),
        ("main.rs", "fn main() { scelle::custody::seal::seal() }", "names crate::custody"),
        ("custody/x.rs", "fn f() { sha2::Sha256::digest(b\"\") }", "names the crate sha2"),
        ("custody/x.rs", "use ::zip::ZipWriter;", "names the crate zip"),
        ("custody/x.rs", "#[derive(clap::Args)] struct A;", "names the crate clap"),
        ("custody/x.rs", "type R = anyhow::Result<()>;", "names the crate anyhow"),
        ("evidence/x.rs", "use mail_parser as mp;", "names the crate mail_parser"),
        ("evidence/x.rs", "fn f() { std::fs::File::create(\"a\"); }", "writes: std::fs::File::create"),
        ("message/x.rs", "use std::fs::{self, rename};", "writes: std::fs::rename"),
        ("message/x.rs", "use std::{fs::OpenOptions};", "writes: std::fs::OpenOptions"),
        ("evidence/x.rs", "fn f(file: &F) { file.set_len(0) }", "writes: Word(\"set_len\")"),
        ("evidence/x.rs", "fn f() { File::open(\"a\") }", "opens a file"),
        ("custody/x.rs", "fn f() { chrono::Utc::now() }", "looks at a clock"),
    ];
    for (file, source, expected) in cases {
        let found = complaints(file, &format!("//! x\n{source}"));
        assert!(matches!(found.as_slice(), [one] if one.contains(expected)), "{file}: {source}: {found:?}");
    }
    assert_eq!(complaints("text.rs", "// x\n"), ["text.rs: does not begin with //! and what it is for"]);
}

#[test]
fn what_is_allowed_is_not_complained_of() {
    let cases = [
        ("lib.rs", "pub mod cli; use crate::custody::seal;"),
        ("main.rs", "fn main() { scelle::cli::main() }"),
        ("digest.rs", "use sha2::Digest as _; /* crate::cli /* nested */ use crate::cli; */"),
        ("cli/seal.rs", "use super::{summary, session::Session}; use crate::custody::{seal::{self, Sealed}, verify};"),
        (
            "custody/x.rs",
            "pub(in crate::custody) fn f() { let s = \"crate::cli\"; let r = r#\"use \"crate::cli\";\"#; }",
        ),
        ("custody/x.rs", "fn f<'a>(x: &'a str, c: char) { c == '\"' || c == '\\'' ; crate::digest::Sha256::of(x); }"),
        ("custody/x.rs", "fn f() { a.zip(b); zip.write(c); let clap = 1; self.anyhow(clap); }"),
        ("custody/x.rs", "mod inner { fn f() { super::g(); super::super::seal::h(); } } fn i() { self::g() }"),
        ("evidence/original.rs", "fn f() { File::open(\"a\"); rustix::fs::open(p, f, m); }"),
        (
            "evidence/x.rs",
            "use std::fs; #[cfg(test)] mod tests { fn f() { std::fs::write(a, b); tempfile::tempdir(); } }",
        ),
        ("evidence/x.rs", "// crate::cli\nfn f() { fs::metadata(a); fs::canonicalize(b) }"),
    ];
    for (file, source) in cases {
        assert_eq!(complaints(file, &format!("//! x\n{source}")), [""; 0], "{file}: {source}");
    }
}
