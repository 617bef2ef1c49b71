//! One rule's regular expression in a window of a text: piece by piece, with a bound on the candidates, so that an expression that looks far
//! ahead and then matches little costs no more than the bound allows.

use std::ops::Range;

use regex::{Captures, Regex, RegexBuilder};

use super::RuleError;
use super::checks::Check;
use super::engine::Candidate;
use crate::triage::rule::Rule;

/// Matches of one rule in one text that are judged.
const MOST_CANDIDATES: usize = 10_000;
/// Hits of one rule in one text.
const MOST_HITS: usize = 1_000;
/// How much of a window one search looks at.
const PIECE: usize = 64 * 1024;
/// Pieces overlap by this, so that a match at the end of one is found whole in the next.
const OVERLAP: usize = 24 * 1024;
/// Memory for one compiled expression.
const COMPILED_SIZE: usize = 32 << 20;
/// Groups that tell more than the secret; the words are permanent.
const FACTS: [&str; 8] = ["login", "service", "host", "url", "account", "ip", "device", "place"];

/// Whose rules they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// ours: boundaries and placeholders are seen to here
    Own,
    /// others': only what the rule itself says counts
    Foreign,
}

/// What one rule may still cost in one text.
#[derive(Debug, Clone, Default)]
pub(super) struct Budget {
    pub(super) keywords: usize,
    candidates: usize,
    hits: usize,
}

impl Budget {
    /// Whether a bound was reached.
    pub(super) fn is_spent(&self) -> bool {
        self.candidates >= MOST_CANDIDATES || self.hits >= MOST_HITS
    }
}

/// A compiled rule.
#[derive(Debug)]
pub(super) struct Pattern {
    /// which of the set's rules
    pub(super) rule: usize,
    pub(super) check: Check,
    regex: Regex,
    secret: SecretGroup,
    facts: Vec<&'static str>,
}

/// Which group of the expression is the secret.
#[derive(Debug)]
enum SecretGroup {
    Whole,
    Number(usize),
    /// the first of these that took part in the match
    FirstOf(Vec<usize>),
}

impl Pattern {
    /// Compiles rule number `rule`; its secret is group `group`, else the one named `secret`, else the first without a name, else all.
    pub(super) fn compile(index: usize, rule: &Rule, group: Option<usize>) -> Result<Pattern, RuleError> {
        if rule.regex.is_empty() {
            return Err(RuleError::of_rule(&rule.id, "it has neither a regex nor a detector"));
        }
        let built = RegexBuilder::new(&rule.regex).size_limit(COMPILED_SIZE).build();
        let regex = built.map_err(|error| RuleError::of_rule(&rule.id, error))?;
        let check = Check::named(&rule.check)
            .ok_or_else(|| RuleError::of_rule(&rule.id, format!("there is no check called {}", rule.check)))?;
        let names: Vec<Option<&str>> = regex.capture_names().collect();
        let unnamed: Vec<usize> = (1..names.len()).filter(|group| names[*group].is_none()).collect();
        let secret = match (group, names.iter().position(|name| *name == Some("secret"))) {
            (Some(group), _) if group >= names.len() => {
                return Err(RuleError::of_rule(&rule.id, format!("the regex has no group {group}")));
            }
            (Some(group), _) if group > 0 => SecretGroup::Number(group),
            (_, Some(named)) => SecretGroup::Number(named),
            _ if unnamed.is_empty() => SecretGroup::Whole,
            _ => SecretGroup::FirstOf(unnamed),
        };
        let facts = FACTS.into_iter().filter(|fact| names.contains(&Some(*fact))).collect();
        Ok(Pattern { rule: index, check, regex, secret, facts })
    }

    /// Gives every match in `window` to `judge`, which says whether it is a hit. After one that is none the search goes on inside it.
    pub(super) fn search(
        &self,
        text: &str,
        window: Range<usize>,
        budget: &mut Budget,
        mut judge: impl FnMut(Candidate) -> bool,
    ) {
        let mut from = window.start;
        while from < window.end && !budget.is_spent() {
            let end = text.ceil_char_boundary(window.end.min(from + PIECE));
            let Some(found) = self.regex.find_at(&text[..end], from) else {
                if end >= window.end {
                    return;
                }
                from = text.floor_char_boundary(end - OVERLAP);
                continue;
            };
            if end < window.end && found.start() > from && found.end() + OVERLAP / 2 > end {
                from = found.start();
                continue;
            }
            budget.candidates += 1;
            let span = found.range();
            let candidate = self.candidate(&text[..end], span.clone());
            let secret = candidate.secret.clone();
            if judge(candidate) {
                budget.hits += 1;
                from = span.end.max(from + 1);
            } else {
                from = if secret.start > span.start { secret.start } else { span.start + 1 };
            }
            from = text.ceil_char_boundary(from);
        }
    }

    fn candidate(&self, text: &str, span: Range<usize>) -> Candidate {
        if matches!(self.secret, SecretGroup::Whole) && self.facts.is_empty() {
            return Candidate { secret: span.clone(), span, facts: Vec::new() };
        }
        let Some(captures) = self.regex.captures_at(text, span.start) else {
            return Candidate { secret: span.clone(), span, facts: Vec::new() };
        };
        let fact = |name: &&'static str| captures.name(name).map(|value| (*name, value.as_str().to_owned()));
        let facts = self.facts.iter().filter_map(fact).collect();
        Candidate { secret: self.secret_of(&captures).unwrap_or_else(|| span.clone()), span, facts }
    }

    fn secret_of(&self, captures: &Captures<'_>) -> Option<Range<usize>> {
        match &self.secret {
            SecretGroup::Whole => None,
            SecretGroup::Number(group) => captures.get(*group),
            SecretGroup::FirstOf(groups) => {
                groups.iter().find_map(|group| captures.get(*group).filter(|m| !m.is_empty()))
            }
        }
        .map(|group| group.range())
    }
}
