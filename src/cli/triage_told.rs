//! What a triage came to, in words for a person and as an object for a machine.

use serde::Serialize;

use super::session::Session;
use super::story_told;
use super::summary::role_key;
use super::table::{aligned, shorten};
use super::triage::{Done, Material};
use crate::digest::Sha256;
use crate::lang::Value;
use crate::report::highlights::Highlights;
use crate::report::totals::Totals;
use crate::text::one_line;
use crate::triage::finding::Severity;
use crate::triage::notices::accounts::AccountRow;
use crate::triage::record::FindingRecord;
use crate::triage::rulebook::Rulebook;

/// `triage.json`.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    format: &'static str,
    tool: Tool,
    rules_sha256: Option<Sha256>,
    /// files of rules and of indicators that the user gave
    user_rules: &'a [BroughtFile],
    indicators: &'a [BroughtFile],
    /// the SOURCEs: archives with their seal, exports without
    sources: Vec<SourceRecord>,
    totals: &'a Totals,
    /// files that could not be read, or not to their end
    lost: Vec<LostRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// A file that the user gave.
#[derive(Debug, Clone, Serialize)]
pub struct BroughtFile {
    /// as given
    pub path: String,
    /// of its bytes
    pub sha256: Sha256,
}

#[derive(Debug, Serialize)]
struct SourceRecord {
    path: String,
    /// of the archive; null where the export is not sealed
    seal: Option<Sha256>,
}

#[derive(Debug, Serialize)]
struct LostRecord<'a> {
    file: &'a str,
    why: &'a str,
}

/// The object that closes a triage.
pub fn record<'a>(book: &Rulebook, materials: &[Material], done: &'a Done) -> anyhow::Result<Record<'a>> {
    let mut sources = Vec::new();
    for material in materials {
        match material {
            Material::Archive(path, archive) => {
                sources.push(SourceRecord { path: path.display().to_string(), seal: Some(archive.seal()?) });
            }
            Material::Export(survey) => {
                let roots = survey.roots.iter();
                sources.extend(roots.map(|root| SourceRecord { path: root.path.display().to_string(), seal: None }));
            }
        }
    }
    Ok(Record {
        format: "scelle-triage-1",
        tool: Tool { name: "scelle", version: env!("CARGO_PKG_VERSION") },
        rules_sha256: book.digest(),
        user_rules: &done.user_rules,
        indicators: &done.indicators,
        sources,
        totals: &done.written.totals,
        lost: done.lost.iter().map(|lost| LostRecord { file: &lost.file, why: &lost.why }).collect(),
    })
}

/// For machines.
pub fn json(done: &Done) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(done.written.folder.join(crate::report::jsonl::SUMMARY))?;
    Ok(crate::text::escape_json(&text).into_owned())
}

/// Accounts that are listed on the terminal; all are in `accounts.jsonl`.
const ACCOUNTS: usize = 20;
/// Columns of a date without its seconds.
const DATE: usize = 16;

/// For a person: counts, what weighs most, the accounts to reset.
pub fn summary(session: &Session, done: &Done) -> String {
    let mut out = head(session, done);
    out.push_str(&story_told::story(session, &done.written.story));
    let Highlights { first, accounts } = &done.written.highlights;
    if !first.is_empty() {
        out.push_str(&format!("\n{}\n", session.text("triage-first", &[])));
        out.push_str(&indented(&findings(session, first)));
    }
    let rows = accounts.rows();
    if !rows.is_empty() {
        out.push_str(&format!("\n{}\n", session.text("triage-accounts", &[])));
        out.push_str(&indented(&account_table(session, &rows[..rows.len().min(ACCOUNTS)])));
        if rows.len() > ACCOUNTS {
            let more = Value::Count((rows.len() - ACCOUNTS) as u64);
            out.push_str(&format!("  {}\n", session.text("triage-more-accounts", &[("count", more)])));
        }
    }
    let folder = one_line(&done.written.folder.display().to_string()).into_owned();
    out.push_str(&format!("\n{}\n", session.text("triage-details", &[("folder", folder.into())])));
    out
}

fn head(session: &Session, done: &Done) -> String {
    let totals = &done.written.totals;
    let mut out = session.text(
        "triage-head",
        &[
            ("messages", Value::Shown(totals.messages)),
            ("flagged", Value::Shown(totals.with_findings)),
            ("findings", Value::Shown(totals.findings)),
        ],
    );
    let told = |(severity, count): (&Severity, &u64)| {
        format!("{} {}", session.catalogue.count(*count), name(session, *severity))
    };
    let severities: Vec<String> = totals.severities.iter().rev().map(told).collect();
    if !severities.is_empty() {
        out.push_str(&format!(" ({})", severities.join(", ")));
    }
    out.push('\n');
    if totals.junk_linked > 0 {
        let counts = [("count", Value::Shown(totals.junk)), ("linked", Value::Shown(totals.junk_linked))];
        out.push_str(&format!("{}\n", session.text("triage-junk", &counts)));
    }
    for (key, count) in [("triage-defects", totals.with_defects), ("triage-lost", done.lost.len() as u64)] {
        if count > 0 {
            out.push_str(&format!("{}\n", session.text(key, &[("count", Value::Shown(count))])));
        }
    }
    out
}

fn name(session: &Session, severity: Severity) -> String {
    session.text(severity_key(severity), &[])
}

/// The catalogue key of a severity.
pub fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "severity-info",
        Severity::Low => "severity-low",
        Severity::Medium => "severity-medium",
        Severity::High => "severity-high",
        Severity::Critical => "severity-critical",
    }
}

fn findings(session: &Session, findings: &[FindingRecord]) -> String {
    let heads = ["column-severity", "column-date", "column-id", "column-role", "column-rule", "column-subject"];
    let mut cells = vec![heads.map(|key| session.text(key, &[]))];
    let widest = session.width().map_or(60, |width| width.saturating_sub(92).max(16));
    for finding in findings {
        let message = &finding.message;
        let role = session.text(role_key(&message.role), &[]);
        let (severity, id) = (name(session, finding.severity), message.sha256.short());
        cells.push([
            severity,
            minute(&message.date),
            id,
            role,
            finding.rule.clone(),
            shorten(&message.subject, widest),
        ]);
    }
    aligned(&cells, 6)
}

fn account_table(session: &Session, rows: &[&AccountRow]) -> String {
    let heads = ["column-severity", "column-service", "column-account", "column-last", "column-rule", "column-id"];
    let mut cells = vec![heads.map(|key| session.text(key, &[]))];
    for row in rows {
        let kinds: Vec<&str> = row.kinds.iter().map(String::as_str).collect();
        let messages: Vec<&str> = row.messages.iter().take(3).map(String::as_str).collect();
        cells.push([
            name(session, row.severity),
            shorten(&row.service, 34),
            shorten(&row.account, 40),
            minute(&row.last),
            shorten(&kinds.join(" "), 60),
            messages.join(" "),
        ]);
    }
    aligned(&cells, 6)
}

/// A date without its seconds.
pub fn minute(date: &str) -> String {
    date.get(..DATE).map(|date| date.replace('T', " ")).unwrap_or_else(|| date.to_owned())
}

fn indented(table: &str) -> String {
    table.lines().map(|line| format!("  {line}\n")).collect()
}
