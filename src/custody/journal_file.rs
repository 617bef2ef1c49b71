//! The journal in a file: read whole, added to one line at a time under an exclusive lock, never rewritten.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::custody::bounded::JOURNAL;
use crate::custody::clock::Moment;
use crate::custody::journal::{Action, Break, Entry, Journal, NewEntry};
use crate::digest::Sha256;
use crate::text::one_line;

/// The journal could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file cannot be opened or read.
    #[error("{}: cannot read the journal", shown(path))]
    Read {
        /// The journal.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The file cannot be locked against other writers.
    #[error("{}: cannot lock the journal", shown(path))]
    Lock {
        /// The journal.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The file cannot be created, written, or brought safely to the disk.
    #[error("{}: cannot write the journal", shown(path))]
    Write {
        /// The journal.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The file is damaged, and nothing was added to it.
    #[error("{}: the journal is damaged, nothing was added ({} found; the first: {})", shown(path), breaks.len(), first(breaks))]
    Broken {
        /// The journal.
        path: PathBuf,
        /// All that is wrong in it; never empty.
        breaks: Vec<Break>,
    },
}

/// How a journal was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// where the bytes of the unfinished line are now; none where only its line feed was missing
    pub kept: Option<PathBuf>,
    /// the entry that says so
    pub entry: Entry,
}

fn shown(path: &Path) -> String {
    one_line(&path.display().to_string()).into_owned()
}

fn first(breaks: &[Break]) -> String {
    breaks.first().map(Break::to_string).unwrap_or_default()
}

impl Journal {
    /// Reads the journal in the file `path`, as [`Journal::parse`] does.
    ///
    /// # Errors
    /// [`JournalError::Read`] where the file is absent or unreadable; a damaged journal is not an error.
    pub fn open(path: &Path) -> Result<(Journal, Vec<Break>), JournalError> {
        let bytes = File::open(path).and_then(read_whole);
        Ok(Journal::parse(&bytes.map_err(|cause| JournalError::Read { path: path.to_owned(), cause })?))
    }

    /// Adds one entry to the journal in the file `path`, which is created if absent. Waits for the exclusive advisory
    /// lock, reads the journal again, writes one line and waits until it is on the disk.
    ///
    /// # Errors
    /// [`JournalError::Broken`] where the journal is not sound: the file is then left as it was. Any other variant where
    /// the system refuses; what was written of the line is then taken back if the system lets us.
    pub fn append_to_file(path: &Path, moment: &Moment, new: NewEntry) -> Result<Entry, JournalError> {
        let write_error = |cause| JournalError::Write { path: path.to_owned(), cause };
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(write_error)?;
        file.lock().map_err(|cause| JournalError::Lock { path: path.to_owned(), cause })?;
        let bytes = read_whole(&file).map_err(|cause| JournalError::Read { path: path.to_owned(), cause })?;
        let (mut journal, breaks) = Journal::parse(&bytes);
        if !breaks.is_empty() {
            return Err(JournalError::Broken { path: path.to_owned(), breaks });
        }
        let entry = journal.append(moment, new).clone();
        let grown = journal.bytes();
        if let Err(cause) = file.write_all(&grown[bytes.len()..]) {
            let _ = file.set_len(bytes.len() as u64);
            return Err(write_error(cause));
        }
        file.sync_all().map_err(write_error)?;
        if bytes.is_empty() {
            sync_folder(path).map_err(write_error)?;
        }
        Ok(entry)
    }

    /// Adds a line that another holder of this journal wrote, where it is the entry that comes next; false where it is not, and nothing
    /// was added.
    ///
    /// # Errors
    /// As [`Journal::append_to_file`].
    pub fn append_line_to_file(path: &Path, line: &[u8]) -> Result<bool, JournalError> {
        let write_error = |cause| JournalError::Write { path: path.to_owned(), cause };
        let mut file = OpenOptions::new().read(true).append(true).open(path).map_err(write_error)?;
        file.lock().map_err(|cause| JournalError::Lock { path: path.to_owned(), cause })?;
        let bytes = read_whole(&file).map_err(|cause| JournalError::Read { path: path.to_owned(), cause })?;
        let (journal, breaks) = Journal::parse(&bytes);
        if !breaks.is_empty() {
            return Err(JournalError::Broken { path: path.to_owned(), breaks });
        }
        let grown = [&bytes[..], line, b"\n"].concat();
        let (longer, breaks) = Journal::parse(&grown);
        if !breaks.is_empty() || longer.len() != journal.len() + 1 {
            return Ok(false);
        }
        if let Err(cause) = file.write_all(&grown[bytes.len()..]) {
            let _ = file.set_len(bytes.len() as u64);
            return Err(write_error(cause));
        }
        file.sync_all().map_err(write_error)?;
        Ok(true)
    }

    /// Mends a journal whose last line was cut off while it was written, and notes that. The bytes of the line go into a new file
    /// beside the journal first; a line that lacks its line feed only is completed. None where the journal is sound.
    ///
    /// # Errors
    /// [`JournalError::Broken`] where anything else is wrong: the file is then left as it was.
    pub fn mend_file(path: &Path, moment: &Moment, actor: &str, object: &str) -> Result<Option<Mended>, JournalError> {
        let write_error = |cause| JournalError::Write { path: path.to_owned(), cause };
        let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(write_error)?;
        file.lock().map_err(|cause| JournalError::Lock { path: path.to_owned(), cause })?;
        let bytes = read_whole(&file).map_err(|cause| JournalError::Read { path: path.to_owned(), cause })?;
        let (mut journal, breaks) = Journal::parse(&bytes);
        match breaks.as_slice() {
            [] => return Ok(None),
            [Break::UnfinishedLine { .. }] => {}
            _ => return Err(JournalError::Broken { path: path.to_owned(), breaks }),
        }
        let (mut kept, mut sound) = (None, bytes.len());
        let mut note = "the last line had no line feed: it was added".to_owned();
        let mut sha256 = None;
        if journal.entries().len() as u64 != journal.len() {
            sound = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
            let line = &bytes[sound..];
            let beside = write_beside(path, line).map_err(write_error)?;
            let name = one_line(&beside.file_name().unwrap_or_default().to_string_lossy()).into_owned();
            note = format!("the last line was unfinished: its {} bytes were moved to {name}", line.len());
            sha256 = Some(Sha256::of(line));
            kept = Some(beside);
            journal = Journal::parse(&bytes[..sound]).0;
        }
        let (actor, object) = (actor.to_owned(), object.to_owned());
        let new = NewEntry { action: Action::Note, actor, object, sha256, note: Some(note) };
        let entry = journal.append(moment, new).clone();
        let mended = journal.bytes();
        let written = file.seek(SeekFrom::Start(sound as u64)).and_then(|_| file.write_all(&mended[sound..]));
        written.and_then(|()| file.set_len(mended.len() as u64)).map_err(write_error)?;
        file.sync_all().map_err(write_error)?;
        Ok(Some(Mended { kept, entry }))
    }

    /// Writes the journal into the new file `path` and waits until it is on the disk.
    ///
    /// # Errors
    /// [`JournalError::Write`] where something already has that name (it is left alone) or the system refuses.
    pub fn write_new(&self, path: &Path) -> Result<(), JournalError> {
        let write_error = |cause| JournalError::Write { path: path.to_owned(), cause };
        let mut file = File::create_new(path).map_err(write_error)?;
        let written = file.write_all(&self.bytes()).and_then(|()| file.sync_all());
        if let Err(cause) = written {
            let _ = std::fs::remove_file(path);
            return Err(write_error(cause));
        }
        sync_folder(path).map_err(write_error)
    }
}

/// Writes what is taken out of a journal into a new file beside it, and waits until it is on the disk.
fn write_beside(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    for number in 1.. {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".unfinished-{number}"));
        let beside = PathBuf::from(name);
        match File::create_new(&beside) {
            Ok(mut file) => {
                file.write_all(bytes)?;
                file.sync_all()?;
                sync_folder(&beside)?;
                return Ok(beside);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("no name is left"))
}

/// The bytes of a journal; a file that is larger than any journal is not held in memory.
fn read_whole(file: impl io::Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match file.take(JOURNAL + 1).read_to_end(&mut bytes)? as u64 {
        0..=JOURNAL => Ok(bytes),
        _ => Err(io::Error::other(format!("larger than {JOURNAL} bytes: not a journal"))),
    }
}

/// Brings the name of a new file to the disk; elsewhere than on Unix the system does it by itself.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::clock::Zone;
    use crate::custody::journal::Action;

    fn moment() -> Moment {
        Moment::new("2026-08-03T07:05:09Z".parse().unwrap(), Zone::UTC)
    }

    fn new(note: &str) -> NewEntry {
        let (actor, object) = ("Cne Dupont".to_owned(), "poste 12".to_owned());
        NewEntry { action: Action::Note, actor, object, sha256: None, note: Some(note.to_owned()) }
    }

    #[test]
    fn entries_are_added_to_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.custody.jsonl");
        let first = Journal::append_to_file(&path, &moment(), new("a\nb")).unwrap();
        let second = Journal::append_to_file(&path, &moment(), new("c")).unwrap();
        let (journal, breaks) = Journal::open(&path).unwrap();
        assert_eq!((journal.entries(), breaks), (&[first, second][..], vec![]));
        assert_eq!(std::fs::read(&path).unwrap(), journal.bytes());
    }

    #[test]
    fn a_broken_journal_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.custody.jsonl");
        for note in ["one", "two", "three"] {
            Journal::append_to_file(&path, &moment(), new(note)).unwrap();
        }
        let sound = std::fs::read(&path).unwrap();
        let changed = String::from_utf8(sound.clone()).unwrap().replace("two", "tw0").into_bytes();
        for damaged in [&sound[..sound.len() - 1], &sound[..sound.len() - 40], &changed[..]] {
            std::fs::write(&path, damaged).unwrap();
            let refused = Journal::append_to_file(&path, &moment(), new("four")).unwrap_err();
            let JournalError::Broken { breaks, .. } = &refused else { panic!("{refused:?}") };
            assert_eq!(breaks.len(), 1);
            assert!(refused.to_string().contains(&breaks[0].to_string()), "{refused}");
            assert_eq!(std::fs::read(&path).unwrap(), damaged);
        }
    }

    #[test]
    fn two_writers_leave_one_sound_chain() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.custody.jsonl");
        std::thread::scope(|scope| {
            for writer in ["a", "b"] {
                let path = &path;
                scope.spawn(move || {
                    (0..50).for_each(|_| drop(Journal::append_to_file(path, &moment(), new(writer)).unwrap()));
                });
            }
        });
        let (journal, breaks) = Journal::open(&path).unwrap();
        assert_eq!((journal.len(), breaks), (100, vec![]));
        assert_eq!(journal.entries().iter().filter(|entry| entry.note.as_deref() == Some("a")).count(), 50);
    }

    #[test]
    fn a_line_cut_off_is_moved_and_noted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j.jsonl");
        for note in ["one", "two", "three"] {
            Journal::append_to_file(&path, &moment(), new(note)).unwrap();
        }
        let whole = std::fs::read(&path).unwrap();
        let mend = || Journal::mend_file(&path, &moment(), "me", "case");
        assert_eq!(mend().unwrap(), None);
        let start = whole[..whole.len() - 1].iter().rposition(|&byte| byte == b'\n').unwrap() + 1;
        for (number, cut) in (1..).zip([start + 1, whole.len() - 30, whole.len() - 2]) {
            std::fs::write(&path, &whole[..cut]).unwrap();
            let mended = mend().unwrap().unwrap();
            let kept = folder.path().join(format!("j.jsonl.unfinished-{number}"));
            assert_eq!((mended.kept.as_deref(), mended.entry.n), (Some(&*kept), 3));
            assert_eq!(std::fs::read(&kept).unwrap(), &whole[start..cut]);
            assert_eq!(mended.entry.sha256, Some(Sha256::of(&whole[start..cut])));
            let (journal, breaks) = Journal::open(&path).unwrap();
            assert_eq!((breaks, journal.entries().last()), (vec![], Some(&mended.entry)));
            assert!(journal.bytes().starts_with(&whole[..start]));
        }
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(mend().unwrap().map(|mended| (mended.kept, mended.entry.n)), Some((None, 4)));
        assert!(std::fs::read(&path).unwrap().starts_with(&whole));
        std::fs::write(&path, &whole[10..whole.len() - 9]).unwrap();
        assert!(matches!(mend(), Err(JournalError::Broken { .. })), "more is wrong than that");
        assert_eq!(std::fs::read(&path).unwrap(), &whole[10..whole.len() - 9]);
    }

    #[test]
    fn a_new_file_never_replaces_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.jsonl");
        let mut journal = Journal::empty();
        journal.append(&moment(), new("one"));
        journal.write_new(&path).unwrap();
        let refused = Journal::empty().write_new(&path).unwrap_err();
        assert!(matches!(&refused, JournalError::Write { cause, .. } if cause.kind() == io::ErrorKind::AlreadyExists));
        assert!(refused.to_string().contains("new.jsonl"));
        assert_eq!(Journal::open(&path).unwrap(), (journal, vec![]));
        assert!(matches!(Journal::open(folder.path()), Err(JournalError::Read { .. })));
    }
}
