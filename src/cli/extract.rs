//! `scelle extract ARCHIVE ID... -o DIR`: the exact bytes of messages as files, verified while they are written.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::exit::Exit;
use super::mailbox::Filter;
use super::session::Session;
use super::{files, record};
use crate::custody::archive::{ArchiveError, MessageRow, SealedArchive};
use crate::custody::extract::{ExtractError, Extractor, Outcome};
use crate::custody::journal::Action;
use crate::digest::Sha256;
use crate::lang::Value;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    #[arg(value_name = "ID", required_unless_present_any = ["all", "folder", "role"])]
    ids: Vec<String>,
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
    #[arg(long, conflicts_with_all = ["ids", "folder", "role"])]
    all: bool,
    #[command(flatten)]
    filter: Filter,
}

/// What was done so far.
#[derive(Debug, Default)]
struct Done {
    messages: u64,
    altered: u64,
    in_the_way: u64,
    /// of the message, where it was the only one
    only: Option<Sha256>,
}

/// Extracts and prints a hash list for `sha256sum -c`.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let (path, archive) = files::open(session, &args.archive)?;
    let wanted = if args.ids.is_empty() { None } else { Some(resolve(session, &archive, &args.ids)?) };
    let takes =
        |row: &MessageRow| wanted.as_ref().is_none_or(|ids| ids.contains(&row.sha256)) && args.filter.takes(row);
    std::fs::create_dir_all(&args.output).with_context(|| args.output.display().to_string())?;
    let mut done = Done::default();
    session.stream(|out| extract(session, &archive, &args.output, takes, &mut done, out))?;
    if done.messages == 0 {
        return Err(session.error("extract-none", &[]));
    }
    let note = format!("{} messages", done.messages);
    record::note(session, &path, Action::Extract, done.only.filter(|_| done.messages == 1), note);
    let told = [("count", Value::Count(done.messages)), ("folder", files::shown(&args.output))];
    session.tell(&session.text("extract-done", &told));
    Ok(match done {
        Done { altered: 1.., .. } => Exit::Refuted,
        Done { in_the_way: 1.., .. } => Exit::Failure,
        _ => Exit::Success,
    })
}

/// The digests that the ids stand for, all found in one pass over the messages.
fn resolve(session: &Session, archive: &SealedArchive, ids: &[String]) -> anyhow::Result<HashSet<Sha256>> {
    let fail = |error| files::said(session, error);
    let prefixes: Vec<String> = ids.iter().map(|id| id.trim().to_ascii_lowercase()).collect();
    let is_id = |id: &String| id.len() >= 4 && id.bytes().all(|b| b.is_ascii_hexdigit());
    if let Some(id) = prefixes.iter().find(|id| !is_id(id)) {
        return Err(fail(ArchiveError::BadId { id: id.clone() }));
    }
    let mut found: Vec<HashSet<Sha256>> = vec![HashSet::new(); ids.len()];
    for row in archive.messages().map_err(fail)? {
        let row = row.map_err(fail)?;
        let digest = row.sha256.to_string();
        for (prefix, found) in prefixes.iter().zip(&mut found) {
            if digest.starts_with(prefix) {
                found.insert(row.sha256);
            }
        }
    }
    for (prefix, found) in prefixes.into_iter().zip(&found) {
        match found.len() {
            0 => return Err(fail(ArchiveError::NoSuchMessage { id: prefix })),
            1 => {}
            _ => {
                let mut matches: Vec<Sha256> = found.iter().copied().collect();
                matches.sort();
                return Err(fail(ArchiveError::Ambiguous { id: prefix, matches }));
            }
        }
    }
    Ok(found.into_iter().flatten().collect())
}

fn extract(
    session: &Session,
    archive: &SealedArchive,
    folder: &Path,
    takes: impl Fn(&MessageRow) -> bool,
    done: &mut Done,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let fail = |error| files::said(session, error);
    let mut extractor = Extractor::new(archive, folder);
    for row in archive.messages().map_err(fail)? {
        let row = row.map_err(fail)?;
        if !takes(&row) {
            continue;
        }
        let outcomes = extractor.take(&row).map_err(|error| match error {
            ExtractError::Archive(error) => fail(error),
            error => error.into(),
        })?;
        if outcomes.is_empty() {
            continue;
        }
        for outcome in outcomes {
            tell(session, outcome, done, out)?;
        }
        (done.messages, done.only) = (done.messages + 1, Some(row.sha256));
    }
    Ok(())
}

fn tell(session: &Session, outcome: Outcome, done: &mut Done, out: &mut dyn Write) -> anyhow::Result<()> {
    match outcome {
        Outcome::Done { path, sha256 } => out.write_all(&hash_line(&path, sha256))?,
        Outcome::Altered { path, sealed } => {
            done.altered += 1;
            let variables = [("path", files::shown(&path)), ("sha256", sealed.to_string().into())];
            session.warn(&session.text("extract-altered", &variables));
        }
        Outcome::InTheWay { path } => {
            done.in_the_way += 1;
            session.warn(&session.text("extract-in-the-way", &[("path", files::shown(&path))]));
        }
    }
    Ok(())
}

/// A line of a hash list. Names with a backslash or a line end are escaped as sha256sum wants it.
fn hash_line(path: &Path, sha256: Sha256) -> Vec<u8> {
    let name = path.as_os_str().as_encoded_bytes();
    let needs_escape = cfg!(unix) && name.iter().any(|b| matches!(b, b'\\' | b'\n' | b'\r'));
    let mut line = format!("{}{sha256}  ", if needs_escape { "\\" } else { "" }).into_bytes();
    for &byte in name {
        match byte {
            b'\\' if needs_escape => line.extend_from_slice(b"\\\\"),
            b'\n' if needs_escape => line.extend_from_slice(b"\\n"),
            b'\r' if needs_escape => line.extend_from_slice(b"\\r"),
            byte => line.push(byte),
        }
    }
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_list_is_what_sha256sum_reads() {
        let digest = Sha256::ZERO;
        assert_eq!(hash_line(Path::new("x/a b.eml"), digest), format!("{digest}  x/a b.eml\n").into_bytes());
        if cfg!(unix) {
            assert_eq!(hash_line(Path::new("a\\b\n"), digest), format!("\\{digest}  a\\\\b\\n\n").into_bytes());
        }
    }
}
