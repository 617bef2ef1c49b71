//! The endings of `data/file-endings.toml`: which rule tells a file that has one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::Suspicion;
use crate::triage::finding::Severity;

/// The endings.
pub static ENDINGS: LazyLock<Endings> = LazyLock::new(Endings::load);

/// Rules that a family can name, with their severity.
const RULES: [(&str, Severity); 8] = [
    ("file.executable", Severity::High),
    ("file.script", Severity::High),
    ("file.shortcut", Severity::High),
    ("file.office-loader", Severity::High),
    ("file.macros", Severity::Medium),
    ("file.disk-image", Severity::Medium),
    ("file.onenote", Severity::Medium),
    ("file.unusual-archive", Severity::Medium),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    family: Vec<Family>,
    decoy: Decoys,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    rule: String,
    severity: Option<Severity>,
    endings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decoys {
    endings: BTreeSet<String>,
}

/// The endings, ready to use.
pub struct Endings {
    families: BTreeMap<String, Suspicion>,
    decoys: BTreeSet<String>,
}

impl Endings {
    fn load() -> Endings {
        let written: Written =
            toml::from_str(include_str!("../data/file-endings.toml")).expect("because a test reads the file");
        let mut families = BTreeMap::new();
        for family in written.family {
            let Some(&(rule, usual)) = RULES.iter().find(|(rule, _)| *rule == family.rule) else { continue };
            let suspicion = Suspicion::of(rule, family.severity.unwrap_or(usual));
            families.extend(family.endings.into_iter().map(|ending| (ending, suspicion)));
        }
        Endings { families, decoys: written.decoy.endings }
    }

    /// What a file with this ending (lower case) is suspected of.
    pub fn family(&self, ending: &str) -> Option<Suspicion> {
        self.families.get(ending).copied()
    }

    /// Whether a person takes a file with this ending for a document or a picture.
    pub fn is_decoy(&self, ending: &str) -> bool {
        self.decoys.contains(ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_has_a_rule_of_its_severity_and_no_ending_is_there_twice() {
        let written: Written = toml::from_str(include_str!("../data/file-endings.toml")).unwrap();
        let book = crate::triage::rulebook::Rulebook::built_in().unwrap();
        let mut seen = BTreeSet::new();
        for family in &written.family {
            let (rule, severity) = RULES.iter().find(|(rule, _)| *rule == family.rule).unwrap();
            assert_eq!(book.get(rule).unwrap().severity, *severity, "{rule}");
            for ending in &family.endings {
                assert!(seen.insert(ending) && !ending.contains('.') && *ending == ending.to_lowercase(), "{ending}");
            }
        }
    }
}
