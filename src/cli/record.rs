//! What this run did to a case, noted in the journal beside its archive: every command that touches a case notes itself.

use std::path::Path;

use super::facts;
use super::session::Session;
use crate::custody::beside::journal_path;
use crate::custody::clock::Clock;
use crate::custody::facts::NOT_GIVEN;
use crate::custody::journal::{Action, Journal, JournalError, NewEntry};
use crate::digest::Sha256;
use crate::text::{escape_bytes, one_line};

/// Who is at the keyboard, as far as the system knows.
pub fn actor() -> String {
    whoami::username().ok().filter(|name| !name.is_empty()).unwrap_or_else(|| NOT_GIVEN.to_owned())
}

/// The clock for one more entry of `journal`: in the zone given, else that of its last entry, else this machine's.
pub fn clock(zone: Option<&str>, journal: Option<&Journal>) -> anyhow::Result<Clock> {
    let last = journal.and_then(|journal| journal.entries().last()).map(|entry| entry.zone.as_str());
    match (zone, last) {
        (None, Some(last)) => facts::clock(Some(last)).or_else(|_| facts::clock(None)),
        (zone, _) => facts::clock(zone),
    }
}

/// Notes an act on `archive` where there is a journal beside it. What prevents it is told, and is no error: evidence is often on a
/// read-only medium.
pub fn note(session: &Session, archive: &Path, action: Action, sha256: Option<Sha256>, note: String) {
    let journal = journal_path(archive);
    if !journal.exists() {
        return;
    }
    let object = escape_bytes(archive.file_name().unwrap_or_default().as_encoded_bytes());
    let new = NewEntry { action, actor: actor(), object, sha256, note: Some(note) };
    if let Err(error) = append(&journal, new) {
        let why = why(session, &error);
        session.warn(&session.text("journal-not-continued", &[("why", one_line(&why).into_owned().into())]));
    }
}

fn append(path: &Path, new: NewEntry) -> anyhow::Result<()> {
    let (journal, _) = Journal::open(path)?;
    Journal::append_to_file(path, &clock(None, Some(&journal))?.now(), new)?;
    Ok(())
}

/// Why a journal could not be read or continued, in the user's language where it is damaged.
pub fn why(session: &Session, error: &anyhow::Error) -> String {
    match error.downcast_ref() {
        Some(JournalError::Broken { path, breaks }) => {
            let first = breaks.first().map(|first| first.text(&session.catalogue)).unwrap_or_default();
            session.text("journal-damaged", &[("path", path.display().to_string().into()), ("first", first.into())])
        }
        _ => session.in_one_line(error),
    }
}
