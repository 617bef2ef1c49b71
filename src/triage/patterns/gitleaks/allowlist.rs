//! What a gitleaks file excludes: values, matches or lines by expression, files by name, values by the words in them.

use serde::Deserialize;

use super::compile;
use crate::triage::patterns::engine::PatternHit;

/// Bytes of a line before and after a match that are judged: a line may be as long as the text.
const LINE: usize = 4 * 1024;

/// As it stands in the file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AllowlistTable {
    #[serde(default)]
    condition: String,
    #[serde(default)]
    regex_target: String,
    #[serde(default)]
    regexes: Vec<String>,
    #[serde(default)]
    paths: Vec<String>,
    #[serde(default)]
    stopwords: Vec<String>,
    #[serde(default)]
    commits: Vec<String>,
    #[serde(default)]
    target_rules: Vec<String>,
}

impl AllowlistTable {
    /// Whether a list for all rules is meant for the rule of that id.
    pub(super) fn is_for(&self, id: &str) -> bool {
        self.target_rules.is_empty() || self.target_rules.iter().any(|target| target == id)
    }
}

/// What the expressions are held against.
#[derive(Debug, Clone, Copy)]
enum Target {
    Secret,
    Match,
    Line,
}

/// Ready to be asked.
#[derive(Debug, Clone)]
pub(super) struct Allowlist {
    /// every condition must hold, not only one
    all: bool,
    target: Target,
    regexes: Vec<regex::Regex>,
    paths: Vec<regex::Regex>,
    stopwords: Vec<String>,
    /// it excludes commits, of which mail has none
    pub(super) has_commits: bool,
}

impl Allowlist {
    pub(super) fn read(table: &AllowlistTable) -> Result<Allowlist, String> {
        let all = match table.condition.to_ascii_uppercase().as_str() {
            "" | "OR" | "||" => false,
            "AND" | "&&" => true,
            other => return Err(format!("condition {other:?} is neither AND nor OR")),
        };
        let target = match table.regex_target.as_str() {
            "" | "secret" => Target::Secret,
            "match" => Target::Match,
            "line" => Target::Line,
            other => return Err(format!("regexTarget {other:?} is none of secret, match, line")),
        };
        let compile_all = |list: &[String]| list.iter().map(|regex| compile(regex)).collect::<Result<Vec<_>, _>>();
        Ok(Allowlist {
            all,
            target,
            regexes: compile_all(&table.regexes)?,
            paths: compile_all(&table.paths)?,
            stopwords: table.stopwords.iter().map(|word| word.to_lowercase()).collect(),
            has_commits: !table.commits.is_empty(),
        })
    }

    /// Whether the hit is excluded.
    pub(super) fn allows(&self, text: &str, path: &str, hit: &PatternHit) -> bool {
        let secret = &text[hit.secret.clone()];
        let judged = match self.target {
            Target::Secret => secret,
            Target::Match => &text[hit.span.clone()],
            Target::Line => line(text, hit),
        };
        let lower = secret.to_lowercase();
        let said = [
            (!self.regexes.is_empty(), self.regexes.iter().any(|regex| regex.is_match(judged))),
            (!self.paths.is_empty(), self.paths.iter().any(|regex| regex.is_match(path))),
            (!self.stopwords.is_empty(), self.stopwords.iter().any(|word| lower.contains(word.as_str()))),
            (self.has_commits, false),
        ];
        let mut asked = said.iter().filter(|(asked, _)| *asked).map(|(_, holds)| *holds).peekable();
        asked.peek().is_some() && if self.all { asked.all(|holds| holds) } else { asked.any(|holds| holds) }
    }

    /// Whether the file of that name is excluded, whatever is in it.
    pub(super) fn allows_path(&self, path: &str) -> bool {
        let alone = self.regexes.is_empty() && self.stopwords.is_empty() && !self.has_commits;
        (alone || !self.all) && self.paths.iter().any(|regex| regex.is_match(path))
    }
}

/// The lines the match stands in.
fn line<'a>(text: &'a str, hit: &PatternHit) -> &'a str {
    let first = text.floor_char_boundary(hit.span.start.saturating_sub(LINE));
    let last = text.ceil_char_boundary(hit.span.end.saturating_add(LINE).min(text.len()));
    let start = text[first..hit.span.start].rfind('\n').map_or(first, |end| first + end + 1);
    let end = text[hit.span.end..last].find('\n').map_or(last, |end| hit.span.end + end);
    &text[start..end]
}
