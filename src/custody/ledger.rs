//! The tables of an archive, written to nameless temporary files while the originals stream past, so that a mailbox of millions
//! of messages needs no more memory than one of three.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::acquire::{Acquired, Digests};
use super::layout::bag;
use crate::evidence::defect::{Defect, DefectKind};
use crate::evidence::reader::Message;
use crate::evidence::role::Role;
use crate::evidence::tally::Tally;
use crate::text::escape_path;

/// Rows of one `mailbag.csv` (Mailbag section 5.5).
const MAILBAG_ROWS: u64 = 100_000;

/// Bytes of a table gathered before they are written.
pub const SPILL: usize = 64 * 1024;

type Table = csv::Writer<BufWriter<File>>;

/// Everything that is noted while sealing.
pub struct Ledger {
    /// where the archive will be
    folder: PathBuf,
    messages_noted: u64,
    sources: Table,
    messages: Table,
    defects: Table,
    mailbag: Vec<Table>,
    manifest: BufWriter<File>,
    manifest_512: Option<BufWriter<File>>,
    /// counts by folder and role
    pub folders: BTreeMap<(String, Role), FolderCount>,
    /// counts of the whole
    pub total: Tally,
    /// number of each kind of defect
    pub defect_counts: BTreeMap<DefectKind, u64>,
    /// originals stored
    pub files: u64,
    /// their bytes
    pub bytes: u64,
}

/// The counts of one folder.
#[derive(Debug, Clone, Copy, Default)]
pub struct FolderCount {
    /// files that hold something of it
    pub files: u64,
    /// its messages
    pub tally: Tally,
    last_file: u64,
}

/// Which original a row is about.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// running number, from 1
    pub number: u64,
    /// SOURCE argument
    pub source: &'a Path,
    /// path below it
    pub path: &'a Path,
    /// path in the bag, empty where nothing is stored
    pub file: &'a str,
}

const SOURCES: [&str; 18] = [
    "source",
    "path",
    "file",
    "status",
    "format",
    "size",
    "sha256",
    "modified",
    "changed",
    "created",
    "size_before",
    "size_after",
    "modified_after",
    "sha256_after",
    "candidates",
    "messages",
    "rejected",
    "defective",
];
const MESSAGES: [&str; 19] = [
    "id",
    "file",
    "offset",
    "length",
    "sha256",
    "folder",
    "role",
    "flags",
    "from",
    "to",
    "cc",
    "date",
    "date_utc",
    "subject",
    "message_id",
    "split",
    "attachments",
    "parts",
    "defects",
];
const DEFECTS: [&str; 7] = ["source", "path", "file", "offset", "length", "kind", "detail"];
const MAILBAG: [&str; 14] = [
    "Error",
    "Mailbag-Message-ID",
    "Message-ID",
    "Original-File",
    "Message-Path",
    "Derivatives-Path",
    "Attachments",
    "Date",
    "From",
    "To",
    "Cc",
    "Bcc",
    "Subject",
    "Content-Type",
];

impl Ledger {
    /// Empty tables; their temporary files are nameless and in `folder`, where the archive will be.
    pub fn new(folder: &Path, sha512: bool) -> io::Result<Ledger> {
        let spill = || tempfile::tempfile_in(folder).map(|file| BufWriter::with_capacity(SPILL, file));
        Ok(Ledger {
            folder: folder.to_owned(),
            messages_noted: 0,
            sources: table(spill()?, &SOURCES)?,
            messages: table(spill()?, &MESSAGES)?,
            defects: table(spill()?, &DEFECTS)?,
            mailbag: vec![mailbag_table(spill()?, true)?],
            manifest: spill()?,
            manifest_512: if sha512 { Some(spill()?) } else { None },
            folders: BTreeMap::new(),
            total: Tally::default(),
            defect_counts: BTreeMap::new(),
            files: 0,
            bytes: 0,
        })
    }

    /// Notes an original that was stored.
    pub fn stored(&mut self, place: Place<'_>, format: &str, acquired: &Acquired) -> io::Result<()> {
        let Acquired { digests, size, before, after, second, tally } = acquired;
        let second = second.map(|digest| digest.to_string()).unwrap_or_default();
        let counts = [tally.candidates, tally.messages, tally.rejected, tally.defective].map(|count| count.to_string());
        let (source, path) = escaped(place);
        let (digest, size) = (digests.sha256.to_string(), size.to_string());
        let (size_before, size_after) = (before.size.to_string(), after.size.to_string());
        self.sources.write_record([
            &source,
            &path,
            place.file,
            "stored",
            format,
            &size,
            &digest,
            &before.modified,
            &before.changed,
            &before.created,
            &size_before,
            &size_after,
            &after.modified,
            &second,
            &counts[0],
            &counts[1],
            &counts[2],
            &counts[3],
        ])?;
        manifest_line(&mut self.manifest, &mut self.manifest_512, digests, place.file)?;
        self.files += 1;
        self.bytes += acquired.size;
        self.total += *tally;
        Ok(())
    }

    /// Notes something found that could not be stored.
    pub fn not_stored(&mut self, place: Place<'_>, kind: DefectKind, detail: &str) -> io::Result<()> {
        let (source, path) = escaped(place);
        let mut row = vec![source.as_str(), &path, "", kind.as_str(), ""];
        row.resize(SOURCES.len(), "");
        self.sources.write_record(row)?;
        self.defect(place, &Defect::of_file(kind, detail))
    }

    /// Notes a defect.
    pub fn defect(&mut self, place: Place<'_>, defect: &Defect) -> io::Result<()> {
        *self.defect_counts.entry(defect.kind).or_default() += 1;
        let (source, path) = escaped(place);
        let (offset, length) = (defect.offset.to_string(), defect.length.to_string());
        let row = [&source, &path, place.file, &offset, &length, defect.kind.as_str(), &defect.detail];
        Ok(self.defects.write_record(row)?)
    }

    /// Notes rejected candidates for a folder.
    pub fn rejected(&mut self, place: Place<'_>, folder: &str, role: Role, rejected: u64) {
        let tally = Tally { candidates: rejected, messages: 0, rejected, defective: 0 };
        self.count(place, folder, role, tally);
    }

    /// Notes a message; `parts` are the other files of the bag that belong to it.
    pub fn message(&mut self, place: Place<'_>, message: &Message, parts: &str) -> io::Result<()> {
        let defective = u64::from(!message.defects.is_empty());
        let tally = Tally { candidates: 1, messages: 1, rejected: 0, defective };
        self.count(place, &message.folder, message.role, tally);
        self.messages_noted += 1;
        let number = self.messages_noted;
        let defects: Vec<&str> = message.defects.iter().map(|kind| kind.as_str()).collect();
        let defects = defects.join(" ");
        let headers = &message.headers;
        let digits = [message.offset, message.length, u64::from(message.attachments)].map(|number| number.to_string());
        self.messages.write_record([
            &message.sha256.short(),
            place.file,
            &digits[0],
            &digits[1],
            &message.sha256.to_string(),
            &message.folder,
            message.role.as_str(),
            &message.flags,
            &headers.from,
            &headers.to,
            &headers.cc,
            &headers.date,
            &headers.date_utc,
            &headers.subject,
            &headers.message_id,
            message.split.as_str(),
            &digits[2],
            parts,
            &defects,
        ])?;
        if number > 1 && number % MAILBAG_ROWS == 1 {
            self.mailbag.push(mailbag_table(BufWriter::new(tempfile::tempfile_in(&self.folder)?), false)?);
        }
        let original = place.file.splitn(3, '/').nth(2).unwrap_or_default();
        let table = self.mailbag.last_mut().expect("because a ledger starts with one table and only adds");
        Ok(table.write_record([
            &defects,
            &number.to_string(),
            &headers.message_id,
            original,
            &message.folder,
            "",
            &digits[2],
            &headers.date,
            &headers.from,
            &headers.to,
            &headers.cc,
            "",
            &headers.subject,
            &headers.content_type,
        ])?)
    }

    fn count(&mut self, place: Place<'_>, folder: &str, role: Role, tally: Tally) {
        let count = self.folders.entry((folder.to_owned(), role)).or_default();
        count.files += u64::from(count.last_file != place.number);
        count.last_file = place.number;
        count.tally += tally;
    }

    /// The finished tables: entry names below the bag, and their files from the start.
    pub fn finish(mut self) -> io::Result<Finished> {
        let reconciliation = self.reconciliation()?;
        let mut tags = vec![
            (bag::SOURCES.to_owned(), rewound(self.sources)?),
            (bag::MESSAGES.to_owned(), rewound(self.messages)?),
            (bag::DEFECTS.to_owned(), rewound(self.defects)?),
            (bag::RECONCILIATION.to_owned(), rewound(reconciliation)?),
        ];
        for (part, table) in self.mailbag.into_iter().enumerate() {
            let name = if part == 0 { bag::MAILBAG.to_owned() } else { format!("mailbag-{part}.csv") };
            tags.push((name, rewound(table)?));
        }
        let manifest = rewind(self.manifest)?;
        let manifest_512 = self.manifest_512.map(rewind).transpose()?;
        Ok(Finished { tags, manifest, manifest_512 })
    }

    fn reconciliation(&mut self) -> io::Result<Table> {
        let spill = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        let header = ["scope", "name", "role", "files", "candidates", "messages", "rejected", "defective"];
        let mut table = table(spill, &header)?;
        for ((folder, role), count) in &self.folders {
            write_count(&mut table, ["folder", folder, role.as_str()], count.files, count.tally)?;
        }
        write_count(&mut table, ["total", "", ""], self.files, self.total)?;
        Ok(table)
    }
}

/// What a ledger leaves.
pub struct Finished {
    /// tag files: name below the bag, content
    pub tags: Vec<(String, File)>,
    /// `manifest-sha256.txt`
    pub manifest: File,
    /// its twin
    pub manifest_512: Option<File>,
}

fn write_count(table: &mut Table, head: [&str; 3], files: u64, tally: Tally) -> io::Result<()> {
    let counts =
        [files, tally.candidates, tally.messages, tally.rejected, tally.defective].map(|count| count.to_string());
    Ok(table.write_record(head.into_iter().chain(counts.iter().map(String::as_str)))?)
}

fn table(spill: BufWriter<File>, header: &[&str]) -> io::Result<Table> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(spill);
    table.write_record(header)?;
    Ok(table)
}

/// Every field quoted, as the Mailbag specification wants (section 5.5).
fn mailbag_table(spill: BufWriter<File>, with_header: bool) -> io::Result<Table> {
    let mut builder = csv::WriterBuilder::new();
    let mut table = builder.terminator(csv::Terminator::CRLF).quote_style(csv::QuoteStyle::Always).from_writer(spill);
    if with_header {
        table.write_record(MAILBAG)?;
    }
    Ok(table)
}

/// One line of a BagIt manifest, and of its twin.
pub fn manifest_line(
    manifest: &mut impl Write,
    manifest_512: &mut Option<impl Write>,
    digests: &Digests,
    name: &str,
) -> io::Result<()> {
    writeln!(manifest, "{}  {name}", digests.sha256)?;
    if let (Some(manifest), Some(digest)) = (manifest_512, digests.sha512) {
        writeln!(manifest, "{digest}  {name}")?;
    }
    Ok(())
}

fn escaped(place: Place<'_>) -> (String, String) {
    (escape_path(place.source), escape_path(place.path))
}

fn rewound(table: Table) -> io::Result<File> {
    rewind(table.into_inner().map_err(|error| error.into_error())?)
}

fn rewind(spill: BufWriter<File>) -> io::Result<File> {
    let mut file = spill.into_inner().map_err(|error| error.into_error())?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}
