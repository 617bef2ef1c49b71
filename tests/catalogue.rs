//! The two languages say the same things: the same keys with the same variables, none missing in the code, none unused.

#![allow(clippy::unwrap_used, reason = "a file that cannot be read fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex::Regex;
use scelle::lang::{ENGLISH, FRENCH};

/// Every key with the variables of its text.
fn keys(catalogue: &str) -> BTreeMap<String, BTreeSet<String>> {
    let (key, variable) = (Regex::new(r"^([a-z][a-z0-9-]*) *=").unwrap(), Regex::new(r"\{ *\$([a-z0-9_-]+)").unwrap());
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in catalogue.lines().filter(|line| !line.starts_with('#')) {
        if let Some(found) = key.captures(line) {
            current = found[1].to_owned();
            assert!(keys.insert(current.clone(), BTreeSet::new()).is_none(), "{current} stands twice");
        }
        let variables = variable.captures_iter(line).map(|found| found[1].to_owned());
        keys.entry(current.clone()).or_default().extend(variables);
    }
    keys.remove("");
    keys
}

/// The string literals of the code, tests left out.
/// Words in quotes of the sources; those of `triage/` are mostly words that mail is made of.
fn literals() -> BTreeSet<String> {
    let literal = Regex::new(r#""([a-z][a-z0-9-]*)""#).unwrap();
    let mut found = BTreeSet::new();
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let path = entry.unwrap().into_path();
        let of_mail = path.components().any(|part| part.as_os_str() == "triage");
        if path.extension().is_some_and(|ext| ext == "rs") && !of_mail {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            found.extend(literal.captures_iter(code).map(|found| found[1].to_owned()));
        }
    }
    found
}

#[test]
fn both_languages_have_the_same_keys_and_variables() {
    assert_eq!(keys(FRENCH), keys(ENGLISH));
}

#[test]
fn every_key_is_used() {
    // The keys of the help are put together: `src/cli/help.rs` proves them.
    let used = literals();
    let unused: Vec<String> =
        keys(FRENCH).into_keys().filter(|key| !key.starts_with("help-") && !used.contains(key)).collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn every_key_asked_for_is_there() {
    let asked = Regex::new(r#"(?:text|error)\(\s*"([a-z0-9-]+)""#).unwrap();
    let families =
        ["ask-", "column-", "defect-", "extract-", "hint-", "journal-action-", "journal-break-", "journal-column-"];
    let families = [&families[..], &["list-", "log-", "role-", "show-", "stage-", "verdict-"]].concat();
    let there = keys(FRENCH);
    let mut wanted: BTreeSet<String> =
        literals().into_iter().filter(|word| families.iter().any(|family| word.starts_with(family))).collect();
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli")) {
        let path = entry.unwrap().into_path();
        if path.is_file() {
            let text = fs::read_to_string(&path).unwrap();
            wanted.extend(asked.captures_iter(&text).map(|found| found[1].to_owned()));
        }
    }
    let missing: Vec<String> = wanted.into_iter().filter(|key| !there.contains_key(key)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn french_is_set_as_french_is() {
    let wrong = Regex::new(r" [:;!?»]|«[^\u{a0}]|[a-zé]'[a-zéêà]").unwrap();
    let texts = FRENCH.lines().filter(|line| !line.starts_with('#'));
    let found: Vec<&str> = texts.filter(|line| wrong.is_match(line)).collect();
    assert_eq!(found, Vec::<&str>::new());
}
