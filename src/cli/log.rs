//! `scelle log`: the custody journal (main courante): something to note, everything noted, whether the chain holds.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Subcommand, ValueEnum};

use super::exit::Exit;
use super::session::Session;
use super::{files, receipt, record};
use crate::custody::archive::SealedArchive;
use crate::custody::beside::journal_path;
use crate::custody::clock::Clock;
use crate::custody::handover::pins::{Pin, PinKind};
use crate::custody::handover::transfer::Head;
use crate::custody::journal::{Action, Break, Journal, JournalError, NewEntry};
use crate::custody::journal_table::{Shape, render};
use crate::custody::layout::{bag, bag_name};
use crate::lang::Value;
use crate::text::{escape_json, many_lines};

const ENDING: &str = ".custody.jsonl";
/// A journal in an archive that is larger is none of ours.
const LARGEST: u64 = 1 << 30;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(AddArgs),
    Show(ShowArgs),
    Verify(VerifyArgs),
    Receipt(receipt::Args),
}

#[derive(Debug, clap::Args)]
struct AddArgs {
    #[arg(value_name = "CASE")]
    journal: PathBuf,
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    #[arg(long)]
    mend: bool,
}

#[derive(Debug, clap::Args)]
struct ShowArgs {
    #[arg(value_name = "CASE")]
    journal: PathBuf,
    #[arg(long, value_enum, default_value = "table", value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, clap::Args)]
struct VerifyArgs {
    #[arg(value_name = "CASE")]
    journal: PathBuf,
    #[arg(long, value_name = "CERT.asc")]
    signer: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Csv,
    Markdown,
    Json,
}

/// Adds, shows or verifies.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    match args.command {
        Command::Add(args) => add(session, args),
        Command::Show(args) => show(session, &args),
        Command::Verify(args) => verify(session, &args),
        Command::Receipt(args) => receipt::run(session, &args, &to_read(session, &args.journal)?),
    }
}

fn add(session: &Session, args: AddArgs) -> anyhow::Result<Exit> {
    let path = to_continue(session, &args.journal)?;
    let journal = if path.exists() { Some(Journal::open(&path)?.0) } else { None };
    let clock = record::clock(args.zone.as_deref(), journal.as_ref())?;
    let actor = args.actor.unwrap_or_else(record::actor);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let object = name.strip_suffix(ENDING).unwrap_or(&name).to_owned();
    if args.mend && path.exists() {
        mend(session, &path, &clock, &actor, &object)?;
    }
    let new = NewEntry { action: Action::Note, actor, object, sha256: None, note: Some(args.text.join(" ")) };
    let entry = match Journal::append_to_file(&path, &clock.now(), new) {
        Ok(entry) => entry,
        Err(error) => {
            if matches!(&error, JournalError::Broken { breaks, .. } if is_cut_off(breaks)) {
                session.warn(&session.text("log-mend", &[]));
            }
            anyhow::bail!("{}", record::why(session, &error.into()))
        }
    };
    let told = [("number", Value::Count(entry.n)), ("path", files::shown(&path)), ("when", entry.local.into())];
    session.tell(&session.text("log-added", &told));
    Ok(Exit::Success)
}

/// Takes a line that a power cut left unfinished out of the journal's way, and says where it is.
fn mend(session: &Session, path: &Path, clock: &Clock, actor: &str, object: &str) -> anyhow::Result<()> {
    let mended = match Journal::mend_file(path, &clock.now(), actor, object) {
        Ok(mended) => mended,
        Err(error) => anyhow::bail!("{}", record::why(session, &error.into())),
    };
    let Some(mended) = mended else { return Ok(()) };
    let told = |path: &Path| [("number", Value::Count(mended.entry.n)), ("path", files::shown(path))];
    session.tell(&match &mended.kept {
        Some(kept) => session.text("log-mended", &told(kept)),
        None => session.text("log-completed", &told(path)),
    });
    Ok(())
}

/// Whether nothing is wrong but a last line whose writing was interrupted.
fn is_cut_off(breaks: &[Break]) -> bool {
    matches!(breaks, [Break::UnfinishedLine { .. }])
}

fn show(session: &Session, args: &ShowArgs) -> anyhow::Result<Exit> {
    let path = to_read(session, &args.journal)?;
    let (journal, breaks) = Journal::open(&path)?;
    let shape = |shape| render(&journal, shape, &session.catalogue, session.width().unwrap_or(usize::MAX));
    match args.format {
        Format::Table => session.print(&shape(Shape::Table))?,
        Format::Markdown => session.print(&shape(Shape::Markdown))?,
        // The exact text for a file; for the eyes what is harmless.
        Format::Csv if session.is_terminal() => session.print(&many_lines(&shape(Shape::Csv)))?,
        Format::Csv => session.print(&shape(Shape::Csv))?,
        Format::Json => session.stream(|out| {
            journal
                .entries()
                .iter()
                .try_for_each(|entry| Ok(writeln!(out, "{}", escape_json(&serde_json::to_string(entry)?))?))
        })?,
    }
    if !breaks.is_empty() {
        let told = [("count", Value::Count(breaks.len() as u64)), ("path", files::shown(&path))];
        session.warn(&session.text("log-damaged", &told));
    }
    Ok(Exit::Success)
}

fn verify(session: &Session, args: &VerifyArgs) -> anyhow::Result<Exit> {
    let path = to_read(session, &args.journal)?;
    let (journal, breaks) = Journal::open(&path)?;
    let mut lines: Vec<String> = breaks.iter().map(|found| found.text(&session.catalogue)).collect();
    let key = if breaks.is_empty() { "log-sound" } else { "log-broken" };
    let told = [
        ("count", Value::Count(journal.len())),
        ("breaks", Value::Count(breaks.len() as u64)),
        ("head", journal.head().to_string().into()),
    ];
    lines.push(session.text(key, &told));
    if is_cut_off(&breaks) {
        lines.push(session.text("log-mend", &[]));
    }
    let (continues, sealed) = continues_the_sealed(session, &path, &journal, &mut lines)?;
    let agrees = receipt::tell_pins(session, &path, &journal, sealed, &args.signer, &mut lines)?;
    session.print(&(lines.join("\n") + "\n"))?;
    Ok(if breaks.is_empty() && continues && agrees { Exit::Success } else { Exit::Refuted })
}

/// Whether the journal begins with the one in the archive beside it (true where there is none), and what that pins.
fn continues_the_sealed(
    session: &Session,
    path: &Path,
    journal: &Journal,
    lines: &mut Vec<String>,
) -> anyhow::Result<(bool, Option<Pin>)> {
    let Some(archive) = archive_beside(path) else {
        lines.push(session.text("log-no-archive", &[]));
        return Ok((true, None));
    };
    let open = SealedArchive::open(&archive).map_err(|error| files::said(session, error))?;
    let mut bytes = Vec::new();
    let sealed = open.file(bag::JOURNAL).map_err(|error| files::said(session, error))?;
    sealed.take(LARGEST).read_to_end(&mut bytes).with_context(|| archive.display().to_string())?;
    let (sealed, _) = Journal::parse(&bytes);
    let continues = journal.starts_with(&sealed);
    let told = [("archive", files::shown(&archive)), ("count", Value::Count(sealed.len()))];
    lines.push(session.text(if continues { "log-continues" } else { "log-does-not-continue" }, &told));
    let head = Head::of(&sealed);
    Ok((
        continues,
        continues.then_some(Pin { path: archive, kind: PinKind::Seal, head, signature: None, receipt: None }),
    ))
}

fn archive_beside(journal: &Path) -> Option<PathBuf> {
    let name = journal.file_name()?.to_str()?.strip_suffix(ENDING)?;
    let archive = journal.with_file_name(format!("{name}.zip"));
    archive.is_file().then_some(archive)
}

/// The journal that is meant: the file itself, the one beside an archive, the only one in a folder.
fn to_read(session: &Session, argument: &Path) -> anyhow::Result<PathBuf> {
    if argument.is_dir() {
        let found = only_journal(session, argument)?;
        return found.ok_or_else(|| session.error("log-none", &[("folder", files::shown(argument))]));
    }
    Ok(if has_extension(argument, "zip") { journal_path(argument) } else { argument.to_owned() })
}

/// The same for one more entry: a folder without journal gets one, named as `scelle run --case` will name it.
fn to_continue(session: &Session, argument: &Path) -> anyhow::Result<PathBuf> {
    if argument.is_file() || has_extension(argument, "jsonl") {
        return to_read(session, argument);
    }
    if has_extension(argument, "zip") {
        let journal = journal_path(argument);
        let missing = || session.error("log-no-such-archive", &[("path", files::shown(argument))]);
        return if journal.is_file() { Ok(journal) } else { Err(missing()) };
    }
    fs::create_dir_all(argument).with_context(|| argument.display().to_string())?;
    if let Some(journal) = only_journal(session, argument)? {
        return Ok(journal);
    }
    let real = fs::canonicalize(argument).with_context(|| argument.display().to_string())?;
    let called = real.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(argument.join(format!("{}{ENDING}", bag_name(&called))))
}

fn only_journal(session: &Session, folder: &Path) -> anyhow::Result<Option<PathBuf>> {
    let mut found = files::with_extension(folder, ENDING)?;
    match found.len() {
        0 | 1 => Ok(found.pop()),
        count => {
            let told = [("folder", files::shown(folder)), ("count", Value::Count(count as u64))];
            Err(session.error("log-several", &told))
        }
    }
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case(wanted))
}
