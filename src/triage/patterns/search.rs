//! One rule's regular expression in a window of a text: piece by piece, with a bound on the candidates, so that an expression that looks far
//! ahead and then matches little costs no more than the bound allows.

use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::meta::Regex;
use regex_automata::util::captures::Captures;
use regex_automata::{Anchored, Input, PatternID};

use super::RuleError;
use super::checks::Check;
use super::engine::Candidate;
use super::reach::{Reach, reach};
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
/// Memory that one expression may use for states made while searching.
const CACHE_SIZE: usize = 4 << 20;
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
    pub(super) reach: Reach,
    source: String,
    group: Option<usize>,
    machine: OnceLock<Option<Machine>>,
}

/// What the expression of a rule becomes. Most rules meet no keyword of theirs in most mailboxes, so it is made when first needed.
#[derive(Debug)]
struct Machine {
    regex: Regex,
    secret: SecretGroup,
    facts: Vec<(&'static str, usize)>,
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
    /// Compiles rule number `index`; its secret is group `group`, else the one named `secret`, else the first without a name, else all.
    pub(super) fn compile(index: usize, rule: &Rule, group: Option<usize>, own: bool) -> Result<Pattern, RuleError> {
        if rule.regex.is_empty() {
            return Err(RuleError::of_rule(&rule.id, "it has neither a regex nor a detector"));
        }
        let keywords: Vec<String> = rule.keywords.iter().map(|word| word.to_ascii_lowercase()).collect();
        let reach = reach(&rule.regex, &keywords, own).map_err(|message| RuleError::of_rule(&rule.id, message))?;
        let check = Check::named(&rule.check)
            .ok_or_else(|| RuleError::of_rule(&rule.id, format!("there is no check called {}", rule.check)))?;
        let source = rule.regex.clone();
        let pattern = Pattern { rule: index, check, reach, source, group, machine: OnceLock::new() };
        if !own {
            pattern.prove().map_err(|message| RuleError::of_rule(&rule.id, message))?;
        }
        Ok(pattern)
    }

    /// Compiles the expression now.
    ///
    /// # Errors
    /// Why it cannot be: it is too large, or has no such group.
    pub(super) fn prove(&self) -> Result<(), String> {
        let machine = Machine::build(&self.source, self.group)?;
        let _ = self.machine.set(Some(machine));
        Ok(())
    }

    fn machine(&self) -> Option<&Machine> {
        self.machine.get_or_init(|| Machine::build(&self.source, self.group).ok()).as_ref()
    }

    /// Gives the match that begins at the keyword, if there is one, to `judge`. Returns where it ends if it is a hit: until there no other
    /// keyword begins one.
    pub(super) fn search_at(
        &self,
        text: &str,
        window: Range<usize>,
        budget: &mut Budget,
        mut judge: impl FnMut(Candidate) -> bool,
    ) -> Option<usize> {
        let machine = self.machine().filter(|_| !budget.is_spent())?;
        let input = Input::new(text).span(window).anchored(Anchored::Yes);
        let found = machine.regex.search(&input)?;
        budget.candidates += 1;
        let taken = judge(machine.candidate(&input, found.range()));
        budget.hits += usize::from(taken);
        taken.then_some(found.end())
    }

    /// Gives every match in `window` to `judge`, which says whether it is a hit. After one that is none the search goes on inside it.
    pub(super) fn search(
        &self,
        text: &str,
        window: Range<usize>,
        budget: &mut Budget,
        mut judge: impl FnMut(Candidate) -> bool,
    ) {
        let Some(machine) = self.machine() else { return };
        let mut from = window.start;
        while from < window.end && !budget.is_spent() {
            let end = text.ceil_char_boundary(window.end.min(from + PIECE));
            let input = Input::new(text).span(from..end);
            let Some(found) = machine.regex.search(&input) else {
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
            let candidate = machine.candidate(&input, found.range());
            let secret = candidate.secret.clone();
            from = if judge(candidate) {
                budget.hits += 1;
                found.end().max(from + 1)
            } else if secret.start > found.start() {
                secret.start
            } else {
                found.start() + 1
            };
            from = text.ceil_char_boundary(from);
        }
    }
}

impl Machine {
    fn build(source: &str, group: Option<usize>) -> Result<Machine, String> {
        let config = Regex::config().nfa_size_limit(Some(COMPILED_SIZE)).hybrid_cache_capacity(CACHE_SIZE);
        let regex = Regex::builder().configure(config).build(source).map_err(|error| error.to_string())?;
        let names: Vec<Option<&str>> = regex.group_info().pattern_names(PatternID::ZERO).collect();
        let unnamed: Vec<usize> = (1..names.len()).filter(|group| names[*group].is_none()).collect();
        let place = |name: &str| names.iter().position(|other| *other == Some(name));
        let secret = match (group.filter(|group| *group > 0), place("secret")) {
            (Some(group), _) if group >= names.len() => return Err(format!("the regex has no group {group}")),
            (Some(group), _) => SecretGroup::Number(group),
            (None, Some(named)) => SecretGroup::Number(named),
            (None, None) if unnamed.is_empty() => SecretGroup::Whole,
            (None, None) => SecretGroup::FirstOf(unnamed),
        };
        let facts = FACTS.into_iter().filter_map(|fact| place(fact).map(|group| (fact, group))).collect();
        Ok(Machine { regex, secret, facts })
    }

    fn candidate(&self, input: &Input<'_>, span: Range<usize>) -> Candidate {
        if matches!(self.secret, SecretGroup::Whole) && self.facts.is_empty() {
            return Candidate { secret: span.clone(), span, facts: Vec::new() };
        }
        let mut captures = self.regex.create_captures();
        let here = input.clone().range(span.start..input.end()).anchored(Anchored::Yes);
        self.regex.search_captures(&here, &mut captures);
        let told = |group: usize| captures.get_group(group).filter(|group| !group.is_empty());
        let value = |span: Range<usize>| String::from_utf8_lossy(&input.haystack()[span]).into_owned();
        let facts = self.facts.iter().filter_map(|(fact, group)| Some((*fact, value(told(*group)?.range())))).collect();
        Candidate { secret: self.secret_of(&captures).unwrap_or_else(|| span.clone()), span, facts }
    }

    fn secret_of(&self, captures: &Captures) -> Option<Range<usize>> {
        let told = |group: &usize| captures.get_group(*group).filter(|group| !group.is_empty());
        match &self.secret {
            SecretGroup::Whole => None,
            SecretGroup::Number(group) => told(group),
            SecretGroup::FirstOf(groups) => groups.iter().find_map(told),
        }
        .map(|group| group.range())
    }
}
