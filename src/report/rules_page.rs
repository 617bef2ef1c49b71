//! The rules as a page for people: docs/RULES.md is this text (`scelle rules list --markdown`), and a test holds it to the rules.

use std::fmt::Write;

use crate::triage::rule::Rule;

/// Markdown, in French and English, in the order of the rules.
pub fn markdown(rules: &[Rule]) -> String {
    let mut out = format!(
        "# Règles — Rules\n\nFait par `scelle rules list --markdown`, {0} règles. Made by `scelle rules list --markdown`, {0} rules.\n\n\
         | id | kind | action | severity | service | raison — reason |\n|---|---|---|---|---|---|\n",
        rules.len()
    );
    for rule in rules {
        let severity = rule.severity.as_str();
        let (kind, service) = (rule.kind.as_str(), cell(&rule.service));
        let (fr, en) = (cell(&rule.reason.fr), cell(&rule.reason.en));
        let _ = writeln!(out, "| `{}` | {kind} | {} | {severity} | {service} | {fr} — {en} |", rule.id, rule.action);
    }
    out
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
