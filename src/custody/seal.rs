//! From an export to a sealed archive: originals first, then what is known of them, then the manifest whose digest is the seal.
//! FORMAT.md sections 2, 3 and 8.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::acquire::{self, Options, StreamFailure};
use super::acquisition::{self, Told as Acquisition};
use super::bag_writer::BagWriter;
use super::batches::{self, Batch};
use super::beside::{flush_folder, folder_of, hash_path, journal_path, write_hash_file};
use super::clock::Clock;
use super::facts::{CaseFacts, Surroundings, said};
use super::journal::{Action, Journal, JournalError, NewEntry};
use super::layout::{self, bag};
use super::ledger::{Finished, Ledger, Place};
use crate::digest::Sha256;
use crate::evidence::defect::{Defect, DefectKind};
use crate::evidence::format::Kind;
use crate::evidence::reader::Told;
use crate::evidence::source::{Original, Survey};
use crate::text::escape_bytes;

/// Everything sealing needs to know.
pub struct SealPlan<'a> {
    /// the export
    pub survey: &'a Survey,
    /// who, for whom, on what authority
    pub facts: &'a CaseFacts,
    /// identifier of the case
    pub case_id: &'a str,
    /// the machine and the command
    pub surroundings: &'a Surroundings,
    /// where the archive goes
    pub target: &'a Path,
    /// how originals are stored
    pub options: Options,
    /// the clock
    pub clock: &'a Clock,
    /// told of the bytes read
    pub progress: &'a dyn Fn(u64),
}

/// What sealing made.
#[derive(Debug)]
pub struct Sealed {
    /// the archive
    pub archive: PathBuf,
    /// digest of the ASiC manifest
    pub seal: Sha256,
    /// digest of the archive file
    pub archive_sha256: Sha256,
    /// size of the archive file
    pub archive_size: u64,
    /// the journal that goes on
    pub journal: PathBuf,
    /// what was counted
    pub counts: Counts,
}

/// What was counted while sealing.
#[derive(Debug)]
pub struct Counts {
    /// originals stored
    pub files: u64,
    /// their bytes
    pub bytes: u64,
    /// the whole
    pub total: crate::evidence::tally::Tally,
    /// folder by folder
    pub folders: std::collections::BTreeMap<(String, crate::evidence::role::Role), super::ledger::FolderCount>,
    /// number of each kind of defect
    pub defects: std::collections::BTreeMap<DefectKind, u64>,
}

impl Counts {
    /// Things found that could not be stored, or only in part.
    pub fn lost(&self) -> u64 {
        self.defects.iter().filter(|(kind, _)| kind.is_loss()).map(|(_, count)| count).sum()
    }
}

/// Why there is no archive.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// something with that name is already there
    #[error("{} exists already: an archive is never overwritten", path.display())]
    Exists {
        /// the archive or a companion
        path: PathBuf,
    },
    /// the archive would be written into the evidence
    #[error("{} is inside the source {}: nothing is ever written there", target.display(), source_path.display())]
    InsideSource {
        /// the folder of the archive
        target: PathBuf,
        /// the SOURCE
        source_path: PathBuf,
    },
    /// the archive cannot be written
    #[error("cannot write {}: {cause}", path.display())]
    Write {
        /// the archive, a companion or their folder
        path: PathBuf,
        /// what the system said
        cause: io::Error,
    },
    /// the journal cannot be read or written
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// Seals an export. On failure nothing is left under the final name.
pub fn seal(plan: &SealPlan<'_>) -> Result<Sealed, SealError> {
    check_target(plan)?;
    let journal = journal_path(plan.target);
    let is_new = !journal.exists();
    let begun = plan.entry(Action::Acquire, plan.sources().join(" "), None, None);
    if let Err(failure) = Journal::append_to_file(&journal, &plan.clock.now(), begun) {
        if is_new && fs::metadata(&journal).is_ok_and(|there| there.len() == 0) {
            let _ = fs::remove_file(&journal);
        }
        return Err(failure.into());
    }
    let sealed = write_archive(plan, &journal);
    if let Err(failure) = &sealed {
        if is_new {
            let _ = fs::remove_file(&journal);
        } else {
            let note = format!("failed: {failure}");
            let entry = plan.entry(Action::Acquire, plan.target_name(), None, Some(note));
            Journal::append_to_file(&journal, &plan.clock.now(), entry)?;
        }
    }
    sealed
}

impl SealPlan<'_> {
    fn folder(&self) -> &Path {
        folder_of(self.target)
    }

    fn target_name(&self) -> String {
        escape_bytes(self.target.file_name().unwrap_or_default().as_encoded_bytes())
    }

    fn sources(&self) -> Vec<String> {
        self.survey.roots.iter().map(|root| escape_bytes(root.path.as_os_str().as_encoded_bytes())).collect()
    }

    fn entry(&self, action: Action, object: String, sha256: Option<Sha256>, note: Option<String>) -> NewEntry {
        let named = self.facts.operator.clone().filter(|name| !name.trim().is_empty());
        let actor = named.unwrap_or_else(|| self.surroundings.user.clone());
        NewEntry { action, actor, object, sha256, note }
    }

    fn write_error(&self, cause: io::Error) -> SealError {
        SealError::Write { path: self.target.to_owned(), cause }
    }

    /// The kind that most bytes came in.
    fn mailbox_kind(&self) -> Kind {
        let bytes = |kind: Kind| {
            self.survey.files.iter().filter(|file| file.claim.kind == kind).map(|file| file.size + 1).sum()
        };
        let kinds = [Kind::Msg, Kind::Pst, Kind::Eml, Kind::Mbox];
        let most: Option<(Kind, u64)> =
            kinds.map(|kind| (kind, bytes(kind))).into_iter().max_by_key(|(_, bytes)| *bytes);
        most.filter(|(_, bytes)| *bytes > 0).map_or(Kind::Companion, |(kind, _)| kind)
    }
}

/// Refuses a folder that is inside a source, or would be if it were made.
pub fn refuse_inside(folder: &Path, sources: &[PathBuf]) -> Result<(), SealError> {
    let here = Path::new(".");
    let above = folder.ancestors().map(|above| if above.as_os_str().is_empty() { here } else { above });
    let Some(real) = above.filter_map(|above| fs::canonicalize(above).ok()).next() else { return Ok(()) };
    let holds = |source: &&PathBuf| fs::canonicalize(source).is_ok_and(|source| real.starts_with(source));
    match sources.iter().find(holds) {
        Some(source) => Err(SealError::InsideSource { target: folder.to_owned(), source_path: source.clone() }),
        None => Ok(()),
    }
}

fn check_target(plan: &SealPlan<'_>) -> Result<(), SealError> {
    let sources: Vec<PathBuf> = plan.survey.roots.iter().map(|root| root.path.clone()).collect();
    refuse_inside(plan.folder(), &sources)?;
    for path in [plan.target.to_owned(), hash_path(plan.target)] {
        if fs::symlink_metadata(&path).is_ok() {
            return Err(SealError::Exists { path });
        }
    }
    Ok(())
}

fn write_archive(plan: &SealPlan<'_>, journal: &Path) -> Result<Sealed, SealError> {
    let fail = |cause| plan.write_error(cause);
    let prefix = format!(".{}.", plan.target.file_name().unwrap_or_default().to_string_lossy());
    let mut builder = tempfile::Builder::new();
    let part = builder.prefix(&prefix).suffix(".part").tempfile_in(plan.folder()).map_err(fail)?;
    let (file, part) = part.into_parts();
    let mut ledger = Ledger::new(plan.folder(), plan.options.sha512).map_err(fail)?;
    let mut bag = BagWriter::new(file, layout::bag_name(plan.case_id), plan.folder(), plan.options).map_err(fail)?;
    let start = plan.clock.now();
    store_originals(plan, &mut bag, &mut ledger).map_err(fail)?;
    let (sealed_journal, _) = Journal::open(journal)?;
    let counts = store_tags(plan, &mut bag, ledger, start, &sealed_journal).map_err(fail)?;
    let (file, seal, archive_sha256) = bag.finish().map_err(fail)?;
    let archive_size = file.metadata().map_err(fail)?.len();
    part.persist_noclobber(plan.target).map_err(|error| fail(error.error))?;
    flush_folder(plan.folder()).map_err(fail)?;
    write_hash_file(plan.target, &archive_sha256)
        .map_err(|cause| SealError::Write { path: hash_path(plan.target), cause })?;
    let note =
        format!("{} messages, {} files, SHA-256 of the archive {archive_sha256}", counts.total.messages, counts.files);
    let entry = plan.entry(Action::Seal, plan.target_name(), Some(seal), Some(note));
    Journal::append_to_file(journal, &plan.clock.now(), entry)?;
    let (archive, journal) = (plan.target.to_owned(), journal.to_owned());
    Ok(Sealed { archive, seal, archive_sha256, archive_size, journal, counts })
}

fn store_originals(plan: &SealPlan<'_>, bag: &mut BagWriter, ledger: &mut Ledger) -> io::Result<()> {
    let survey = plan.survey;
    for skipped in &survey.skipped {
        let source = &survey.roots[skipped.root].path;
        let place = Place { number: 0, source, path: &skipped.relative, file: "" };
        ledger.not_stored(place, skipped.kind, &skipped.detail)?;
    }
    let mailbox = plan.mailbox_kind();
    batches::for_each(survey, plan.options, |batch| match batch {
        Batch::Small(position, prepared) => {
            let names = Names::of(survey, position, mailbox);
            match prepared {
                Err(failure) => {
                    ledger.not_stored(names.place(survey, ""), DefectKind::Unreadable, &failure.to_string())
                }
                Ok(prepared) => {
                    let (acquired, told) = prepared.write(&bag.entry_name(&names.file), &mut bag.zip)?;
                    told.into_iter().try_for_each(|told| note(ledger, survey, &names, told))?;
                    (plan.progress)(acquired.size);
                    finish_original(bag, ledger, survey, &names, &acquired)
                }
            }
        }
        Batch::Large(position) => store_large(plan, bag, ledger, &Names::of(survey, position, mailbox)),
    })
}

fn store_large(plan: &SealPlan<'_>, bag: &mut BagWriter, ledger: &mut Ledger, names: &Names<'_>) -> io::Result<()> {
    let survey = plan.survey;
    let path = survey.path(names.original);
    let entry = bag.entry_name(&names.file);
    let mut tell = |told| note(ledger, survey, names, told);
    match acquire::stream(&path, &names.original.claim, plan.options, &entry, &mut bag.zip, &mut tell, plan.progress) {
        Ok(acquired) => finish_original(bag, ledger, survey, names, &acquired),
        Err(StreamFailure::Target(cause)) => Err(cause),
        Err(StreamFailure::Source(cause)) => {
            ledger.not_stored(names.place(survey, ""), DefectKind::Unreadable, &cause.to_string())
        }
    }
}

/// An original with its name in the bag and those of its parts.
struct Names<'a> {
    original: &'a Original,
    number: u64,
    file: String,
    parts: String,
}

impl<'a> Names<'a> {
    fn of(survey: &'a Survey, position: usize, mailbox: Kind) -> Names<'a> {
        let path = |position: usize| {
            let original = &survey.files[position];
            layout::data_path(position as u64 + 1, &original.claim, mailbox, &original.relative)
        };
        let original = &survey.files[position];
        let is_anchor = original.claim.framing == crate::evidence::splitter::Framing::Anchor;
        let parts: Vec<String> =
            if is_anchor { survey.parts_of(position).into_iter().map(path).collect() } else { Vec::new() };
        Names { original, number: position as u64 + 1, file: path(position), parts: parts.join(" ") }
    }

    fn place<'p>(&'p self, survey: &'p Survey, file: &'p str) -> Place<'p> {
        Place {
            number: self.number,
            source: &survey.roots[self.original.root].path,
            path: &self.original.relative,
            file,
        }
    }
}

fn note(ledger: &mut Ledger, survey: &Survey, names: &Names<'_>, told: Told) -> io::Result<()> {
    let place = names.place(survey, &names.file);
    match told {
        Told::Message(message) => ledger.message(place, &message, &names.parts),
        Told::Defect(defect) => ledger.defect(place, &defect),
    }
}

fn finish_original(
    bag: &mut BagWriter,
    ledger: &mut Ledger,
    survey: &Survey,
    names: &Names<'_>,
    acquired: &acquire::Acquired,
) -> io::Result<()> {
    let claim = &names.original.claim;
    let place = names.place(survey, &names.file);
    if names.original.relative.to_str().is_none() {
        ledger.defect(place, &Defect::of_file(DefectKind::PathNotUtf8, "the name is not UTF-8"))?;
    }
    let holds_mail = claim.framing != crate::evidence::splitter::Framing::Opaque;
    if holds_mail && acquired.tally.messages == 0 && acquired.size > 0 {
        ledger.defect(place, &Defect::of_file(DefectKind::NoMessage, "no message was found in a mailbox file"))?;
    }
    if acquired.tally.rejected > 0 {
        ledger.rejected(place, &claim.folder, claim.role, acquired.tally.rejected);
    }
    ledger.stored(place, claim.format, acquired)?;
    bag.stored(&names.file, &acquired.digests)
}

fn store_tags(
    plan: &SealPlan<'_>,
    bag: &mut BagWriter,
    ledger: Ledger,
    start: super::clock::Moment,
    journal: &Journal,
) -> io::Result<Counts> {
    let sources = plan.sources();
    let acquisition = acquisition::to_json(&Acquisition {
        facts: plan.facts,
        case_id: plan.case_id,
        surroundings: plan.surroundings,
        clock: plan.clock,
        start,
        end: plan.clock.now(),
        sources: &sources,
        ledger: &ledger,
        journal,
        hash_algorithms: if plan.options.sha512 { &["SHA-256", "SHA-512"] } else { &["SHA-256"] },
    })?;
    let info = bag_info(plan, &ledger, start);
    let counts = Counts {
        files: ledger.files,
        bytes: ledger.bytes,
        total: ledger.total,
        folders: ledger.folders.clone(),
        defects: ledger.defect_counts.clone(),
    };
    let Finished { tags, manifest, manifest_512 } = ledger.finish()?;
    let text = include_str!("verify.txt").replace("{BAG}", &bag.name).replace("{ARCHIVE}", &plan.target_name());
    bag.add_tag_bytes(bag::ACQUISITION, acquisition)?;
    for (name, file) in tags {
        bag.add_tag(&name, file)?;
    }
    bag.add_tag_bytes(bag::JOURNAL, journal.bytes())?;
    bag.add_tag_bytes(bag::VERIFY, text.into_bytes())?;
    bag.add_tag_bytes(bag::INFO, info.into_bytes())?;
    bag.add_tag_bytes(bag::DECLARATION, b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_vec())?;
    bag.add_tag(bag::MANIFEST, manifest)?;
    if let Some(manifest) = manifest_512 {
        bag.add_tag(bag::MANIFEST_512, manifest)?;
    }
    Ok(counts)
}

fn bag_info(plan: &SealPlan<'_>, ledger: &Ledger, start: super::clock::Moment) -> String {
    let source = layout::kind_folder(plan.mailbox_kind(), Kind::Companion);
    let fields = [
        ("Bag-Type", "Mailbag".to_owned()),
        ("Mailbag-Source", source.to_owned()),
        ("Mailbag-Specification-Version", "1.0".to_owned()),
        ("Original-Included", "True".to_owned()),
        ("Bagging-Timestamp", start.local()),
        ("Bagging-Date", start.date()),
        ("External-Identifier", plan.case_id.to_owned()),
        ("Mailbag-Agent", "scelle".to_owned()),
        ("Mailbag-Agent-Version", env!("CARGO_PKG_VERSION").to_owned()),
        ("Source-Organization", said(&plan.facts.organisation).to_owned()),
        ("Payload-Oxum", format!("{}.{}", ledger.bytes, ledger.files)),
    ];
    // A label takes one line: what people typed must not start another (RFC 8493 section 2.2.2).
    let line = |(label, value): &(&str, String)| format!("{label}: {}\n", crate::text::one_line(value));
    fields.iter().map(line).collect()
}
