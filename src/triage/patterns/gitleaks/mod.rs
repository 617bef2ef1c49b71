//! Rules of the user: a gitleaks configuration (TOML, version 8) taken whole. What needs a Git history (`commits`) says nothing about mail
//! and is told as ignored; `[extend]` and composite rules (`required`) are refused, because rules would be missing without a word.

use serde::Deserialize;

use super::engine::{PatternHit, PatternSet, Scanned};
use super::{RuleError, go_regex};
use crate::triage::finding::{Kind, Severity};
use crate::triage::rule::{Both, Rule};

mod allowlist;

use allowlist::{Allowlist, AllowlistTable};

/// What errors call the file, whose name is known to the caller.
const FILE: &str = "gitleaks rules";

/// A rule of a gitleaks file.
#[derive(Debug)]
pub struct GitleaksRule {
    /// the rule in our words; its id is `user.` and the id of the file
    pub rule: Rule,
    /// the tags, as written
    pub tags: Vec<String>,
    /// what of the rule has no meaning for mail and is not applied: `commits`
    pub ignored: Vec<&'static str>,
    group: Option<usize>,
    path: Option<regex::Regex>,
    allowlists: Vec<Allowlist>,
}

impl GitleaksRule {
    /// Whether the rule asks for the name of a file only: [`UserRules::named`].
    pub fn is_about_names(&self) -> bool {
        self.rule.regex.is_empty()
    }
}

#[derive(Deserialize)]
struct File {
    extend: Option<toml::Value>,
    #[serde(default)]
    rules: Vec<RuleTable>,
    allowlist: Option<AllowlistTable>,
    #[serde(default)]
    allowlists: Vec<AllowlistTable>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RuleTable {
    #[serde(default)]
    id: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    regex: String,
    #[serde(default)]
    path: String,
    #[serde(default)]
    secret_group: usize,
    #[serde(default)]
    entropy: f64,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    allowlist: Option<AllowlistTable>,
    #[serde(default)]
    allowlists: Vec<AllowlistTable>,
    required: Option<toml::Value>,
}

/// Reads a gitleaks configuration.
///
/// # Errors
/// [`RuleError::File`] where it is no TOML (with line and column), has `[extend]` or no rules; [`RuleError::Rule`] for a rule that cannot be used.
pub fn load(text: &str) -> Result<Vec<GitleaksRule>, RuleError> {
    let of_file = |message: String| RuleError::File { file: FILE.to_owned(), message };
    let file: File = toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| of_file(error.to_string()))?;
    if file.extend.is_some() {
        return Err(of_file(
            "[extend] is not followed, because the rules it brings in are not in this file: put the whole of them here \
             (copy the configuration that is extended) and remove [extend]"
                .to_owned(),
        ));
    }
    if file.rules.is_empty() {
        return Err(of_file("there is no [[rules]] in it".to_owned()));
    }
    let mut shared: Vec<(AllowlistTable, Allowlist)> = Vec::new();
    for table in file.allowlist.into_iter().chain(file.allowlists) {
        let allowlist = Allowlist::read(&table).map_err(|message| of_file(format!("allowlist: {message}")))?;
        shared.push((table, allowlist));
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut rules = Vec::new();
    for (number, table) in file.rules.into_iter().enumerate() {
        if table.id.is_empty() {
            return Err(of_file(format!("rule number {} has no id", number + 1)));
        }
        if !seen.insert(table.id.clone()) {
            return Err(RuleError::of_rule(&table.id, "the id stands twice"));
        }
        let id = table.id.clone();
        rules.push(read_rule(table, &shared).map_err(|message| RuleError::of_rule(&id, message))?);
    }
    Ok(rules)
}

fn read_rule(table: RuleTable, shared: &[(AllowlistTable, Allowlist)]) -> Result<GitleaksRule, String> {
    if table.required.is_some() {
        return Err("a composite rule (required) is not supported: write it as a rule of its own".to_owned());
    }
    if table.regex.is_empty() && table.path.is_empty() {
        return Err("it has neither regex nor path".to_owned());
    }
    let own: Vec<AllowlistTable> = table.allowlist.into_iter().chain(table.allowlists).collect();
    let mut allowlists = own.iter().map(Allowlist::read).collect::<Result<Vec<_>, _>>()?;
    let aimed = shared.iter().filter(|(list, _)| list.is_for(&table.id));
    allowlists.extend(aimed.map(|(_, allowlist)| allowlist.clone()));
    let ignored = if allowlists.iter().any(|list| list.has_commits) { vec!["commits"] } else { Vec::new() };
    let path = if table.path.is_empty() { None } else { Some(compile(&table.path)?) };
    let said = if table.description.is_empty() { &table.id } else { &table.description };
    let rule = Rule {
        id: format!("user.{}", table.id),
        kind: Kind::Secret,
        action: "6.a".to_owned(),
        severity: Severity::High,
        reason: Both { fr: format!("Règle de l’utilisateur : {said}"), en: format!("Rule of the user: {said}") },
        service: String::new(),
        detector: String::new(),
        keywords: table.keywords,
        regex: go_regex::translate(&table.regex)?,
        check: String::new(),
        entropy: table.entropy,
        confidence: 80,
        examples: Vec::new(),
        counter_examples: Vec::new(),
    };
    let group = (table.secret_group > 0).then_some(table.secret_group);
    Ok(GitleaksRule { rule, tags: table.tags, ignored, group, path, allowlists })
}

fn compile(go: &str) -> Result<regex::Regex, String> {
    regex::Regex::new(&go_regex::translate(go)?).map_err(|error| error.to_string())
}

/// Rules of the user, ready to be looked for.
#[derive(Debug)]
pub struct UserRules {
    rules: Vec<GitleaksRule>,
    set: PatternSet,
    /// for each rule of the set which of `rules` it is
    places: Vec<usize>,
}

impl UserRules {
    /// Compiles the rules.
    ///
    /// # Errors
    /// [`RuleError::Rule`] for the first whose expression cannot be used.
    pub fn compile(rules: Vec<GitleaksRule>) -> Result<UserRules, RuleError> {
        let places: Vec<usize> = (0..rules.len()).filter(|at| !rules[*at].is_about_names()).collect();
        let taken = places.iter().map(|at| (rules[*at].rule.clone(), rules[*at].group)).collect();
        let set = PatternSet::compile_foreign(taken).map_err(|error| match error {
            // The user knows the rule by the id in the file.
            RuleError::Rule { id, message } => RuleError::of_rule(id.trim_start_matches("user."), message),
            other => other,
        })?;
        Ok(UserRules { set, rules, places })
    }

    /// The rules, in the order of the file.
    pub fn rules(&self) -> &[GitleaksRule] {
        &self.rules
    }

    /// Looks for the rules in a text that stands in the file called `path` (empty for a body). [`PatternHit::rule`] is the place in
    /// [`UserRules::rules`].
    pub fn scan(&self, text: &str, path: &str, hits: &mut Vec<PatternHit>) -> Scanned {
        let mut found = Vec::new();
        let scanned = self.set.scan(text, &mut found);
        for mut hit in found {
            hit.rule = self.places[hit.rule];
            let rule = &self.rules[hit.rule];
            let here = rule.path.as_ref().is_none_or(|expected| expected.is_match(path));
            if here && !rule.allowlists.iter().any(|list| list.allows(text, path, &hit)) {
                hits.push(hit);
            }
        }
        scanned
    }

    /// The rules that are about the name of a file alone and mean `path`.
    pub fn named(&self, path: &str) -> Vec<usize> {
        let means =
            |rule: &GitleaksRule| rule.is_about_names() && rule.path.as_ref().is_some_and(|own| own.is_match(path));
        let allowed = |rule: &GitleaksRule| rule.allowlists.iter().any(|list| list.allows_path(path));
        (0..self.rules.len()).filter(|at| means(&self.rules[*at]) && !allowed(&self.rules[*at])).collect()
    }
}

#[cfg(test)]
mod tests;
