//! The rules that come with scelle: each does what its examples say, and docs/RULES.md lists them as they are.

#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::fs;
use std::path::Path;

use scelle::report::rules_page::markdown;
use scelle::triage::detectors::{self, Brought};
use scelle::triage::finding::Kind;
use scelle::triage::rulebook::Rulebook;
use scelle::triage::trial::try_out;

#[test]
fn every_rule_finds_its_examples_and_not_its_counter_examples() {
    let book = Rulebook::built_in().unwrap();
    let detectors = detectors::all(&book, Brought::default()).unwrap();
    assert_eq!(try_out(&book, &detectors), []);
}

#[test]
fn every_rule_is_whole() {
    let book = Rulebook::built_in().unwrap();
    let known: Vec<&str> =
        detectors::all(&book, Brought::default()).unwrap().iter().map(|detector| detector.name()).collect();
    for rule in book.rules() {
        let id = &rule.id;
        assert!(id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c)), "{id}");
        assert!(rule.reason.fr.len() > 20 && rule.reason.en.len() > 20, "{id}");
        assert!(rule.confidence <= 100 && !rule.action.is_empty(), "{id}");
        // These need a file that no text can be, or a list of the user: tests/triage.rs, initial_access/tests.rs.
        let by_example = !["file.encrypted", "file.remote-template"].contains(&id.as_str())
            && !id.starts_with("indicator.")
            && !looked_at_together(&rule.detector);
        assert!(!by_example || !rule.examples.is_empty(), "{id} has no example");
        let judged = known.contains(&rule.detector.as_str())
            || rule.detector == "sightings"
            || looked_at_together(&rule.detector);
        assert!(judged == rule.regex.is_empty(), "{id} is judged by a detector or by its expression");
    }
    let formats = book.rules().iter().filter(|rule| rule.kind == Kind::Secret && !rule.regex.is_empty()).count();
    assert!(formats >= 150, "{formats}");
}

/// What only several messages tell, tests/second_look.rs, or files that are none, tests/mailbox_rules.rs.
fn looked_at_together(detector: &str) -> bool {
    matches!(detector, "fraud" | "intruder" | "hindsight" | "mailbox-rules")
}

#[test]
fn the_page_of_the_rules_is_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/RULES.md");
    let page = fs::read_to_string(path).unwrap_or_default();
    let made = markdown(Rulebook::built_in().unwrap().rules());
    assert!(page == made, "docs/RULES.md is not what `scelle rules list --markdown` prints: make it again");
}
