//! `scelle verify ARCHIVE`: whether an archive is what it was when it was sealed, said in words.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::exit::Exit;
use super::progress::Stage;
use super::session::Session;
use super::{facts, files, keys, record, summary};
use crate::custody::beside::hash_path;
use crate::custody::journal::Action;
use crate::custody::proofs::attach::interrupted;
use crate::custody::proofs::check::Trusted;
use crate::custody::proofs::simple;
use crate::custody::verify::{Verdict, verify_with};
use crate::digest::Sha256;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    #[arg(long, value_name = "HEX")]
    seal: Option<Sha256>,
    #[arg(long, value_name = "FILE")]
    tsa_ca: Option<PathBuf>,
    #[arg(long, value_name = "CERT")]
    signer: Vec<PathBuf>,
    #[arg(long)]
    json: bool,
    #[arg(long)]
    no_journal: bool,
}

/// Verifies and says the verdict.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let archive = files::archive(session, &args.archive)?;
    let trusted = keys::trusted(args.tsa_ca.as_deref(), &args.signer, facts::clock(None)?.now().instant())?;
    if simple::is_one(&archive) {
        return run_simple(session, &archive, &trusted, args.json);
    }
    let verdict = check_with(session, &archive, args.seal, &trusted)?;
    if let Some(rescue) = interrupted(&archive) {
        session.warn(&session.text("verify-interrupted", &[("path", files::shown(&rescue))]));
    }
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

/// A container of one object: the seal with its time, or a disclosed message.
fn run_simple(session: &Session, path: &Path, trusted: &Trusted, json: bool) -> anyhow::Result<Exit> {
    let verdict = simple::verify(path, trusted).with_context(|| format!("cannot read {}", path.display()))?;
    let text = if json { summary::simple_json(&verdict)? } else { summary::simple(session, &verdict) };
    session.print(&text)?;
    Ok(if verdict.discrepancies.is_empty() { Exit::Success } else { Exit::Refuted })
}

/// Verifies with a bar, for somebody who trusts nobody beforehand.
pub fn check(session: &Session, archive: &Path, seal: Option<Sha256>) -> anyhow::Result<Verdict> {
    let now = facts::clock(None)?.now().instant();
    check_with(session, archive, seal, &Trusted { now, ..Trusted::default() })
}

/// Verifies, with a bar.
pub fn check_with(
    session: &Session,
    archive: &Path,
    seal: Option<Sha256>,
    trusted: &Trusted,
) -> anyhow::Result<Verdict> {
    let size = std::fs::metadata(archive).with_context(|| format!("cannot open {}", archive.display()))?.len();
    let stage = Stage::start(session, "stage-verify", size);
    let verdict = verify_with(archive, seal, trusted, &|bytes| stage.advance(bytes));
    stage.end();
    verdict.with_context(|| format!("cannot read {}", archive.display()))
}

/// Notes the verification in the journal beside the archive.
pub fn note(session: &Session, archive: &Path, verdict: &Verdict) {
    let found = verdict.discrepancies.len() as u64 + verdict.more;
    let word = match (found, verdict.seal_was_given) {
        (0, true) => "intact".to_owned(),
        (0, false) if summary::is_vouched_for(verdict) => "intact, vouched for by a proof".to_owned(),
        (0, false) => "intact, unvouched".to_owned(),
        _ if verdict.content_is_intact() => format!("content intact, proofs that do not hold: {found}"),
        _ => format!("altered: {found} differences"),
    };
    record::note(session, archive, Action::Verify, verdict.seal, word);
}
