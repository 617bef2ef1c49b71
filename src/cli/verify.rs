//! `scelle verify ARCHIVE`: whether an archive is what it was when it was sealed, said in words.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::exit::Exit;
use super::progress::Stage;
use super::session::Session;
use super::{files, record, summary};
use crate::custody::beside::hash_path;
use crate::custody::journal::Action;
use crate::custody::verify::{Verdict, verify};
use crate::digest::Sha256;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    #[arg(long, value_name = "HEX")]
    seal: Option<Sha256>,
    #[arg(long)]
    json: bool,
    #[arg(long)]
    no_journal: bool,
}

/// Verifies and says the verdict.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let archive = files::archive(session, &args.archive)?;
    let verdict = check(session, &archive, args.seal)?;
    let text = if args.json { summary::verdict_json(&verdict)? } else { summary::verdict(session, &verdict) };
    session.print(&text)?;
    if verdict.discrepancies.is_empty() && !hash_path(&archive).exists() {
        let shown = |path: &Path| files::shown(Path::new(path.file_name().unwrap_or_default()));
        let told = [("path", shown(&hash_path(&archive))), ("archive", shown(&archive))];
        session.tell(&session.text("verify-no-hash-file", &told));
    }
    if !args.no_journal {
        note(session, &archive, &verdict);
    }
    Ok(if verdict.discrepancies.is_empty() { Exit::Success } else { Exit::Refuted })
}

/// Verifies, with a bar.
pub fn check(session: &Session, archive: &Path, seal: Option<Sha256>) -> anyhow::Result<Verdict> {
    let size = std::fs::metadata(archive).with_context(|| format!("cannot open {}", archive.display()))?.len();
    let stage = Stage::start(session, "stage-verify", size);
    let verdict = verify(archive, seal, &|bytes| stage.advance(bytes));
    stage.end();
    verdict.with_context(|| format!("cannot read {}", archive.display()))
}

/// Notes the verification in the journal beside the archive.
pub fn note(session: &Session, archive: &Path, verdict: &Verdict) {
    let found = verdict.discrepancies.len() as u64 + verdict.more;
    let word = match (found, verdict.seal_was_given) {
        (0, true) => "intact".to_owned(),
        (0, false) => "intact, unvouched".to_owned(),
        _ => format!("altered: {found} differences"),
    };
    record::note(session, archive, Action::Verify, verdict.seal, word);
}
