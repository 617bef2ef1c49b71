//! What a triage came to, in words for a person and as an object for a machine.

use serde::Serialize;

use super::session::Session;
use super::triage::{Done, Material};
use crate::digest::Sha256;
use crate::lang::Value;
use crate::report::totals::Totals;
use crate::triage::finding::Severity;
use crate::triage::rulebook::Rulebook;

/// `triage.json`.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    format: &'static str,
    tool: Tool,
    rules_sha256: Option<Sha256>,
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

/// For a person.
pub fn summary(session: &Session, done: &Done) -> anyhow::Result<String> {
    let totals = &done.written.totals;
    let mut out = session.text(
        "triage-head",
        &[
            ("messages", Value::Count(totals.messages)),
            ("flagged", Value::Count(totals.with_findings)),
            ("findings", Value::Count(totals.findings)),
            ("defects", Value::Count(totals.with_defects)),
            ("lost", Value::Count(done.lost.len() as u64)),
            ("folder", done.written.folder.display().to_string().into()),
        ],
    );
    out.push('\n');
    for severity in [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info] {
        if let Some(&count) = totals.severities.get(&severity) {
            let name = session.text(&format!("severity-{}", severity.as_str()), &[]);
            out.push_str(&format!("  {name}: {}\n", session.catalogue.count(count)));
        }
    }
    Ok(out)
}
