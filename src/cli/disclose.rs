//! `scelle disclose ARCHIVE ID... -o DIR`: single messages with what proves them, and nothing of the others.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

use super::exit::Exit;
use super::session::Session;
use super::{files, record};
use crate::custody::archive::MessageRow;
use crate::custody::beside::folder_of;
use crate::custody::journal::Action;
use crate::custody::proofs::disclose::{DiscloseError, Discloser};
use crate::digest::Sha256;
use crate::lang::Value;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    #[arg(value_name = "ID", required_unless_present = "finding")]
    ids: Vec<String>,
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
    #[arg(long, value_name = "RULE-KIND")]
    finding: Vec<String>,
    #[arg(long, value_name = "DIR")]
    triage: Option<PathBuf>,
}

/// Discloses and says what was written.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let (path, archive) = files::open(session, &args.archive)?;
    let mut rows: Vec<MessageRow> = Vec::new();
    for id in &args.ids {
        rows.extend(archive.find(id).map_err(|error| files::said(session, error))?.into_iter().next());
    }
    if !args.finding.is_empty() {
        let wanted = found_by(session, &args, &path)?;
        let mut left = wanted;
        for row in archive.messages().map_err(|error| files::said(session, error))? {
            let row = row.map_err(|error| files::said(session, error))?;
            if left.remove(&row.sha256) {
                rows.push(row);
            }
        }
    }
    let mut seen = BTreeSet::new();
    rows.retain(|row| seen.insert(row.sha256));
    if rows.is_empty() {
        session.print(&(session.text("disclose-none", &[]) + "\n"))?;
        return Ok(Exit::Success);
    }
    let discloser = Discloser::of(&archive).map_err(|error| said(session, error, &path))?;
    fs::create_dir_all(&args.output).with_context(|| args.output.display().to_string())?;
    for row in &rows {
        let disclosed = discloser.disclose(row, &args.output).map_err(|error| said(session, error, &path))?;
        let name = disclosed.container.file_name().unwrap_or_default().to_string_lossy().into_owned();
        record::note(session, &path, Action::Disclose, Some(row.sha256), format!("message {} as {name}", row.id));
    }
    let told = [("count", Value::Count(rows.len() as u64)), ("folder", files::shown(&args.output))];
    session.print(&(session.text("disclose-done", &told) + "\n"))?;
    Ok(Exit::Success)
}

fn said(session: &Session, error: DiscloseError, archive: &Path) -> anyhow::Error {
    match error {
        DiscloseError::Archive(error) => files::said(session, error),
        DiscloseError::NotStamped => session.error("disclose-not-stamped", &[("archive", files::shown(archive))]),
        error => anyhow::Error::new(error),
    }
}

/// What is read of a finding.
#[derive(Deserialize)]
struct Finding {
    rule: String,
    kind: String,
    message: FoundIn,
}

#[derive(Deserialize)]
struct FoundIn {
    sha256: Sha256,
}

/// The messages in which a triage found something of these rules or kinds.
fn found_by(session: &Session, args: &Args, archive: &Path) -> anyhow::Result<BTreeSet<Sha256>> {
    let folder = args.triage.clone().unwrap_or_else(|| folder_of(archive).join("triage"));
    let path = folder.join("findings.jsonl");
    let shown = || session.text("disclose-no-findings", &[("path", files::shown(&path))]);
    let mut found = BTreeSet::new();
    for line in BufReader::new(File::open(&path).with_context(shown)?).lines() {
        let finding: Finding = serde_json::from_str(&line.with_context(shown)?).with_context(shown)?;
        if args.finding.iter().any(|wanted| *wanted == finding.rule || *wanted == finding.kind) {
            found.insert(finding.message.sha256);
        }
    }
    Ok(found)
}
