//! Looks for all rules at once: one pass over the text for every keyword of every rule, then each regular expression only in the windows
//! around its own keywords. The work is bounded by counts, so that no text makes it more than linear.

use std::ops::Range;

use super::checks::Checked;
use super::keywords::Keywords;
use super::reach::Reach;
use super::scan::Scan;
use super::search::{Pattern, Strictness};
use super::{RuleError, anonymous, boundary, entropy};
use crate::message::mail::LimitKind;
use crate::triage::finding::Kind;
use crate::triage::rule::Rule;

/// A match of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct PatternHit {
    /// which of [`PatternSet::rules`]
    pub rule: usize,
    /// bytes of the text that matched
    pub span: Range<usize>,
    /// bytes of the text that are the secret; the same as `span` where the rule names none
    pub secret: Range<usize>,
    /// how sure, 0 to 100
    pub confidence: u8,
    /// what the rule's check said
    pub checked: Checked,
    /// what else the match tells: `login`, `host`, `account` ... (the words of [`crate::triage::finding::Hit::facts`])
    pub facts: Vec<(&'static str, String)>,
}

/// What a scan did not do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scanned {
    /// [`LimitKind::Candidates`] where a rule had more candidates than are judged: the rest of the text was not searched for it
    pub limit: Option<LimitKind>,
}

/// Rules, compiled to be looked for together.
#[derive(Debug)]
pub struct PatternSet {
    rules: Vec<Rule>,
    pub(super) patterns: Vec<Pattern>,
    words: Keywords,
    /// for each keyword the patterns that have it
    owners: Vec<Vec<usize>>,
    /// patterns without a keyword
    always: Vec<usize>,
    strictness: Strictness,
}

impl PatternSet {
    /// Compiles the rules that are judged by a regular expression; those with a detector are kept in [`PatternSet::rules`] but not looked for.
    ///
    /// # Errors
    /// [`RuleError::Rule`] for the first rule whose expression or check cannot be used.
    pub fn compile(rules: impl IntoIterator<Item = Rule>) -> Result<PatternSet, RuleError> {
        PatternSet::compile_as(rules.into_iter().map(|rule| (rule, None)).collect(), Strictness::Own)
    }

    /// The same for rules of other makers, which say by themselves where a token ends; each with the number of its secret's group.
    pub(super) fn compile_foreign(rules: Vec<(Rule, Option<usize>)>) -> Result<PatternSet, RuleError> {
        PatternSet::compile_as(rules, Strictness::Foreign)
    }

    fn compile_as(rules: Vec<(Rule, Option<usize>)>, strictness: Strictness) -> Result<PatternSet, RuleError> {
        let (mut patterns, mut always) = (Vec::new(), Vec::new());
        let mut words: Vec<(String, Vec<usize>)> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for (index, (rule, group)) in rules.iter().enumerate().filter(|(_, (rule, _))| rule.detector.is_empty()) {
            let here = patterns.len();
            patterns.push(Pattern::compile(index, rule, *group, strictness == Strictness::Own)?);
            if rule.keywords.is_empty() {
                always.push(here);
            }
            for word in lower(&rule.keywords) {
                let at = *places.entry(word.clone()).or_insert(words.len());
                if at == words.len() {
                    words.push((word, Vec::new()));
                }
                words[at].1.push(here);
            }
        }
        let (words, owners): (Vec<String>, Vec<Vec<usize>>) = words.into_iter().unzip();
        let words = Keywords::new(&words);
        let rules = rules.into_iter().map(|(rule, _)| rule).collect();
        Ok(PatternSet { rules, patterns, words, owners, always, strictness })
    }

    /// The rules, in the order they were given.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Ids of the rules that must search a whole text wherever one of their keywords stands: slow, and never the case for our own.
    pub fn unbounded(&self) -> Vec<&str> {
        let far = self.patterns.iter().filter(|pattern| pattern.reach == Reach::Anywhere);
        far.map(|pattern| self.rules[pattern.rule].id.as_str()).collect()
    }

    /// Compiles every expression now, as a test of the rules; a scan does it when a keyword is first met.
    ///
    /// # Errors
    /// [`RuleError::Rule`] for the first expression that is too large.
    pub fn prove(&self) -> Result<(), RuleError> {
        let prove = |pattern: &Pattern| {
            pattern.prove().map_err(|error| RuleError::of_rule(&self.rules[pattern.rule].id, error))
        };
        self.patterns.iter().try_for_each(prove)
    }

    /// Looks for every rule in `text` and appends what is found to `hits`, by place. Where several rules see the same secret, only the
    /// most telling hit stays.
    pub fn scan(&self, text: &str, hits: &mut Vec<PatternHit>) -> Scanned {
        let mut scan = Scan::of(self, text);
        self.always.iter().for_each(|pattern| scan.whole_text(*pattern));
        self.words.find(text.as_bytes(), |word, place| {
            self.owners[word].iter().for_each(|pattern| scan.keyword(*pattern, place.clone()));
        });
        let (mut found, limit) = scan.finish();
        found.sort_by_key(|hit| (hit.secret.start, hit.secret.end, hit.rule));
        found.dedup_by(|a, b| a.rule == b.rule && a.span == b.span);
        if self.strictness == Strictness::Own {
            self.keep_most_telling(&mut found);
        }
        hits.append(&mut found);
        Scanned { limit }
    }

    /// Drops hits whose secret overlaps that of a better one: a general rule beside one that names the service, a part of a longer secret.
    fn keep_most_telling(&self, found: &mut Vec<PatternHit>) {
        let rank = |hit: &PatternHit| {
            let rule = &self.rules[hit.rule];
            (!rule.id.starts_with("secret.generic."), hit.confidence, rule.severity, std::cmp::Reverse(hit.rule))
        };
        let mut kept: Vec<PatternHit> = Vec::with_capacity(found.len());
        for hit in found.drain(..) {
            if self.rules[hit.rule].kind != Kind::Secret {
                kept.push(hit);
                continue;
            }
            let rival = kept.iter().rposition(|other| self.rules[other.rule].kind == Kind::Secret);
            match rival.filter(|rival| kept[*rival].secret.end > hit.secret.start) {
                Some(rival) if rank(&hit) > rank(&kept[rival]) => kept[rival] = hit,
                Some(_) => {}
                None => kept.push(hit),
            }
        }
        *found = kept;
    }
}

fn lower(keywords: &[String]) -> Vec<String> {
    keywords.iter().map(|word| word.to_ascii_lowercase()).filter(|word| !word.is_empty()).collect()
}

/// Where a regular expression matched.
pub(super) struct Candidate {
    pub(super) span: Range<usize>,
    pub(super) secret: Range<usize>,
    pub(super) facts: Vec<(&'static str, String)>,
}

impl PatternSet {
    /// Whether a candidate is a hit, and how sure.
    pub(super) fn judge(&self, text: &str, pattern: usize, candidate: Candidate) -> Option<PatternHit> {
        let pattern = &self.patterns[pattern];
        let rule = &self.rules[pattern.rule];
        let Candidate { span, secret, mut facts } = candidate;
        let value = &text[secret.clone()];
        if self.strictness == Strictness::Own && !bounded(text, &span, &secret) {
            return None;
        }
        if rule.entropy > 0.0 && entropy::shannon(value) < rule.entropy {
            return None;
        }
        let ours = self.strictness == Strictness::Own && rule.kind == Kind::Secret;
        // The example keys of a vendor's documentation have the whole form of a key: they are told, and believed little.
        let documented = ours && DOCUMENTED.contains(&value);
        if ours && !documented && entropy::is_placeholder(value) {
            return None;
        }
        let checked = pattern.check.judge(text, secret.clone());
        if checked == Checked::Failed && pattern.check.is_certain() {
            return None;
        }
        facts.extend(pattern.check.facts(value));
        let login = facts.iter().find(|(name, _)| *name == "login").map(|(_, login)| login.as_str());
        if ours && pattern.check.is_of_passwords() && anonymous::is_of_the_guest(text, secret.start, login) {
            return None;
        }
        let confidence = match checked {
            _ if documented => rule.confidence / 3,
            Checked::Passed => rule.confidence + (100 - rule.confidence.min(100)) / 2,
            Checked::Failed => rule.confidence / 2,
            Checked::Not => rule.confidence,
        };
        Some(PatternHit { rule: pattern.rule, span, secret, confidence, checked, facts })
    }
}

/// Keys and passwords that stand in the documentation of their vendor (AWS, MongoDB, PostgreSQL).
const DOCUMENTED: [&str; 6] = [
    "AKIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "D1fficultP%40ssw0rd",
    "D1fficult",
    "secret",
];

/// Where a secret begins inside its match, the expression has told what stands before it.
fn bounded(text: &str, span: &Range<usize>, secret: &Range<usize>) -> bool {
    (secret.start > span.start || boundary::begins(text, secret.start)) && boundary::ends(text, secret.end)
}
