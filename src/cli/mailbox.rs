//! A mailbox to look at: a sealed archive, or an export that is not sealed yet, told in the same rows.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::files;
use super::session::Session;
use crate::custody::archive::{ArchiveError, FolderRow, MessageRow, SealedArchive};
use crate::evidence::chunk::Chunks;
use crate::evidence::format::Claim;
use crate::evidence::original::OpenOriginal;
use crate::evidence::reader::{Message, OriginalReader, Told};
use crate::evidence::role::Role;
use crate::evidence::source::{Survey, survey};
use crate::evidence::splitter::Framing;
use crate::evidence::tally::Tally;
use crate::text::escape_path;

/// What an argument of `list` may be.
#[derive(Debug)]
pub enum Mailbox {
    /// an archive
    Sealed(SealedArchive),
    /// files of an export
    Export(Survey),
}

/// Which messages are meant.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Filter {
    #[arg(long, value_name = "NAME")]
    folder: Option<String>,
    #[arg(long, value_name = "ROLE", value_parser = Role::ALL.map(Role::as_str))]
    role: Option<String>,
}

impl Filter {
    /// Whether anything is left out.
    pub fn is_set(&self) -> bool {
        self.folder.is_some() || self.role.is_some()
    }

    /// Whether a message is meant. A Gmail message is in each of its labels.
    pub fn takes(&self, row: &MessageRow) -> bool {
        let in_folder = |name: &String| row.folder == *name || row.folder.split(", ").any(|label| label == name);
        self.folder.as_ref().is_none_or(in_folder) && self.role.as_ref().is_none_or(|role| row.role == *role)
    }
}

/// Opens what an argument names: an archive, a case folder with one archive, else an export.
pub fn open(session: &Session, argument: &Path) -> anyhow::Result<Mailbox> {
    if argument.is_dir() {
        let zips = files::with_extension(argument, ".zip")?;
        let mut archives: Vec<SealedArchive> = zips.iter().filter_map(|path| SealedArchive::open(path).ok()).collect();
        return match (archives.len(), archives.pop()) {
            (0 | 1, Some(archive)) => Ok(Mailbox::Sealed(archive)),
            (count, Some(_)) => Err(files::several_archives(session, argument, count)),
            (_, None) => export(argument),
        };
    }
    let is_zip = argument.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("zip"));
    match SealedArchive::open(argument) {
        Ok(archive) => Ok(Mailbox::Sealed(archive)),
        Err(ArchiveError::NotOurs { .. }) if !is_zip => export(argument),
        Err(error) => Err(files::said(session, error)),
    }
}

fn export(path: &Path) -> anyhow::Result<Mailbox> {
    Ok(Mailbox::Export(survey(&[PathBuf::from(path)])?))
}

/// How many files of an export could not be read.
pub type Lost = u64;

impl Mailbox {
    /// Every message in order, one at a time.
    pub fn each_message(
        &self,
        session: &Session,
        take: &mut dyn FnMut(MessageRow) -> anyhow::Result<()>,
    ) -> anyhow::Result<Lost> {
        match self {
            Mailbox::Sealed(archive) => {
                for row in archive.messages().map_err(|error| files::said(session, error))? {
                    take(row.map_err(|error| files::said(session, error))?)?;
                }
                Ok(0)
            }
            Mailbox::Export(survey) => read_export(session, survey, &mut |seen| match seen {
                Seen::Message(row) => take(*row),
                Seen::End(..) => Ok(()),
            }),
        }
    }

    /// The folders with their counts, then the total.
    pub fn folders(&self, session: &Session) -> anyhow::Result<(Vec<FolderRow>, Lost)> {
        match self {
            Mailbox::Sealed(archive) => Ok((archive.folders().map_err(|error| files::said(session, error))?, 0)),
            Mailbox::Export(survey) => count_export(session, survey),
        }
    }
}

enum Seen<'a> {
    Message(Box<MessageRow>),
    /// a file was read to its end
    End(&'a Claim, Tally),
}

fn count_export(session: &Session, survey: &Survey) -> anyhow::Result<(Vec<FolderRow>, Lost)> {
    let mut folders: BTreeMap<(String, Role), (u64, u64, Tally)> = BTreeMap::new();
    let mut total = Tally::default();
    let mut file = 1;
    let lost = read_export(session, survey, &mut |seen| {
        let (folder, role, tally) = match seen {
            Seen::Message(row) => {
                let role = Role::parse(&row.role).unwrap_or(Role::Other);
                let defective = u64::from(!row.defects.is_empty());
                (row.folder, role, Tally { candidates: 1, messages: 1, rejected: 0, defective })
            }
            Seen::End(claim, tally) => {
                total += tally;
                let rejected = Tally { candidates: tally.rejected, rejected: tally.rejected, ..Tally::default() };
                (claim.folder.to_string(), claim.role, rejected)
            }
        };
        let is_end = tally.messages == 0;
        if !is_end || tally.rejected > 0 {
            let (files, last, sum) = folders.entry((folder, role)).or_default();
            *files += u64::from(*last != file);
            (*last, *sum) = (file, add(*sum, tally));
        }
        file += u64::from(is_end);
        Ok(())
    })?;
    let mut rows: Vec<FolderRow> = folders
        .into_iter()
        .map(|((folder, role), (files, _, tally))| row_of("folder", folder, role.as_str(), files, tally))
        .collect();
    rows.push(row_of("total", String::new(), "", survey.files.len() as u64, total));
    Ok((rows, lost))
}

fn add(mut sum: Tally, more: Tally) -> Tally {
    sum += more;
    sum
}

fn row_of(scope: &str, name: String, role: &str, files: u64, tally: Tally) -> FolderRow {
    let Tally { candidates, messages, rejected, defective } = tally;
    FolderRow { scope: scope.to_owned(), name, role: role.to_owned(), files, candidates, messages, rejected, defective }
}

/// Reads the files of an export as sealing would, without writing anything.
fn read_export(
    session: &Session,
    survey: &Survey,
    take: &mut dyn FnMut(Seen<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<Lost> {
    let mut lost = survey.skipped.len() as Lost;
    for skipped in &survey.skipped {
        not_read(session, &skipped.relative, &skipped.detail);
    }
    for (position, original) in survey.files.iter().enumerate() {
        if original.claim.framing == Framing::Opaque {
            continue;
        }
        if let Some(failure) = read_original(survey, position, take)? {
            lost += 1;
            not_read(session, &original.relative, &failure.to_string());
        }
    }
    Ok(lost)
}

/// Reads one file; why it could not be read, or not to its end.
fn read_original(
    survey: &Survey,
    position: usize,
    take: &mut dyn FnMut(Seen<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<Option<io::Error>> {
    let original = &survey.files[position];
    let file = survey.name_of(position);
    let mut tell = |told: Vec<Told>| {
        told.into_iter().try_for_each(|told| match told {
            Told::Message(message) => take(Seen::Message(Box::new(row(survey, position, &file, *message)))),
            Told::Defect(_) => Ok(()),
        })
    };
    let open = match OpenOriginal::open(&survey.path(original)) {
        Ok(open) => open,
        Err(failure) => return Ok(Some(failure)),
    };
    let mut reader = OriginalReader::new(&original.claim, None);
    let mut chunks = Chunks::new(open.reader());
    for chunk in chunks.by_ref() {
        tell(reader.push(&chunk, &mut |offset, into| open.probe(offset, into)))?;
    }
    let (told, tally) = reader.finish();
    tell(told)?;
    take(Seen::End(&original.claim, tally))?;
    Ok(chunks.failure())
}

fn not_read(session: &Session, path: &Path, why: &str) {
    let variables = [("path", escape_path(path).into()), ("why", crate::text::one_line(why).into_owned().into())];
    session.warn(&session.text("list-not-read", &variables));
}

fn row(survey: &Survey, position: usize, file: &str, message: Message) -> MessageRow {
    let is_anchor = survey.files[position].claim.framing == Framing::Anchor;
    let parts = if is_anchor { survey.parts_of(position) } else { Vec::new() };
    MessageRow::of(message, file, survey.part_names(&parts))
}
