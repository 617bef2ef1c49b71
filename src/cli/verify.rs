//! `scelle verify ARCHIVE`: whether an archive is what it was when it was sealed, said in words.

use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::files;
use super::progress::Stage;
use super::session::Session;
use super::summary;
use crate::custody::verify::{Verdict, verify};
use crate::digest::Sha256;

/// Verify an archive: structure, every file, every message, the journal
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The archive, or the case folder that holds it
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    /// The seal that was written down elsewhere: 64 hexadecimal digits, in groups or not
    #[arg(long, value_name = "HEX")]
    seal: Option<Sha256>,
    /// Print the verdict as JSON
    #[arg(long)]
    json: bool,
}

/// Verifies and says the verdict.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let archive = files::archive(&args.archive)?;
    let verdict = check(session, &archive, args.seal)?;
    let text = if args.json { summary::verdict_json(&verdict)? } else { summary::verdict(session, &verdict) };
    session.print(&text)?;
    Ok(if verdict.discrepancies.is_empty() { Exit::Success } else { Exit::Refuted })
}

/// Verifies, with a bar.
pub fn check(session: &Session, archive: &Path, seal: Option<Sha256>) -> anyhow::Result<Verdict> {
    use anyhow::Context;
    let size = std::fs::metadata(archive).with_context(|| format!("cannot open {}", archive.display()))?.len();
    let stage = Stage::start(session, "stage-verify", size);
    let verdict = verify(archive, seal, &|bytes| stage.advance(bytes));
    stage.end();
    verdict.with_context(|| format!("cannot read {}", archive.display()))
}
