//! The formats held against examples that others collected, where they lie beside the repository (`../shared/corpus/secrets.jsonl`).

use std::collections::HashSet;
use std::path::Path;

use super::{PatternSet, secret_rules};

/// Parts of texts that are labelled as holding no secret of the one rule that they test, but hold one all the same: of another
/// service, or in another spelling.
const SECRET_ALL_THE_SAME: [&str; 12] = [
    "d151c7bc86d545dafe2c",
    "office365ConnectorSend",
    "ded7db27a4558e2ea9bb",
    "5pX8Q~MmTI8OMBJFVqMl",
    "abcdefg12346+FJQCK",
    "password = 'open_sesame'",
    "password = 'super$ecret'",
    "wsxY2eUG78qKGTyUpAOU",
    "D1fficultP%40ssw0rd@%2Ftmp",
    "user=user&password=secret",
    "033f2f2072ca3f2cb2ec39019",
    "busybox@",
];

#[test]
#[expect(clippy::print_stderr, reason = "a test that was skipped must say so, and one that measures what it measured")]
fn nine_of_ten_positives_are_found_and_one_of_twenty_negatives_at_most() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/secrets.jsonl");
    let Ok(lines) = std::fs::read_to_string(&file) else {
        return eprintln!("skipped: there is no {}", file.display());
    };
    let set = PatternSet::compile(secret_rules().unwrap()).unwrap();
    let rows: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let labelled =
        |label: u64| rows.iter().filter(move |row| row["label"] == label).map(|row| row["text"].as_str().unwrap());
    let hit = |text: &str| {
        let mut hits = Vec::new();
        set.scan(text, &mut hits);
        !hits.is_empty()
    };
    let positives: Vec<&str> = labelled(1).collect();
    let found = positives.iter().copied().filter(|text| hit(text)).count();
    // A text may be a positive of one rule and a negative of its sister (`xoxb-` and `xoxp-`).
    let both: HashSet<&str> = positives.iter().copied().collect();
    let none = |text: &&str| !both.contains(text) && !SECRET_ALL_THE_SAME.iter().any(|part| text.contains(part));
    let negatives: Vec<&str> = labelled(0).filter(none).collect();
    let false_alarms: Vec<&str> = negatives.iter().copied().filter(|text| hit(text)).collect();
    eprintln!("found {found} of {}, false alarms {} of {}", positives.len(), false_alarms.len(), negatives.len());
    assert!(found * 100 >= positives.len() * 90, "found {found} of {}", positives.len());
    assert!(false_alarms.len() * 100 <= negatives.len() * 5, "{false_alarms:#?}");
}
