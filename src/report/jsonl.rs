//! The files of a triage: `messages.jsonl`, `findings.jsonl`, `defects.jsonl` and `triage.json` (docs/TRIAGE.md). They get their names when
//! all is done: a triage that was interrupted leaves nothing that looks finished, and can be run again.

use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::NamedTempFile;

use super::highlights::Highlights;
use super::totals::Totals;
use crate::triage::group::Groups;
use crate::triage::judge::Judged;
use crate::triage::record::FindingRecord;
use crate::triage::run::Teller;

/// The names of the files.
pub const MESSAGES: &str = "messages.jsonl";
/// see [`MESSAGES`]
pub const FINDINGS: &str = "findings.jsonl";
/// see [`MESSAGES`]
pub const DEFECTS: &str = "defects.jsonl";
/// see [`MESSAGES`]
pub const ACCOUNTS: &str = "accounts.jsonl";
/// see [`MESSAGES`]
pub const SUMMARY: &str = "triage.json";

type Lines = BufWriter<NamedTempFile>;

/// Takes what a triage tells and writes it.
pub struct JsonLines {
    folder: PathBuf,
    messages: Lines,
    /// findings before the same secrets were brought together
    spool: Lines,
    defects: Lines,
    groups: Groups,
    totals: Totals,
}

impl JsonLines {
    /// Into `folder`, which must exist.
    pub fn new(folder: &Path) -> io::Result<JsonLines> {
        let lines = |name: &str| lines_in(folder, name);
        let (messages, spool, defects) = (lines(MESSAGES)?, lines("spool")?, lines(DEFECTS)?);
        let (groups, totals) = (Groups::default(), Totals::default());
        Ok(JsonLines { folder: folder.to_owned(), messages, spool, defects, groups, totals })
    }

    /// After the last message: brings together the same secrets, names the files.
    pub fn finish(mut self) -> io::Result<Written> {
        self.spool.flush()?;
        let spool = self.spool.into_inner().map_err(io::IntoInnerError::into_error)?;
        each_finding(&spool, &mut |number, finding| {
            self.groups.collect(number, &finding);
            Ok(())
        })?;
        let (mut findings, mut accounts) = (lines_in(&self.folder, FINDINGS)?, lines_in(&self.folder, ACCOUNTS)?);
        let (groups, totals) = (&mut self.groups, &mut self.totals);
        let mut highlights = Highlights::default();
        each_finding(&spool, &mut |number, finding| {
            let Some(finding) = groups.told(number, finding) else { return Ok(()) };
            totals.finding(&finding);
            highlights.see(&finding);
            write_line(&mut findings, &finding)
        })?;
        for account in highlights.accounts.rows() {
            write_line(&mut accounts, account)?;
        }
        let named = [(self.messages, MESSAGES), (findings, FINDINGS), (self.defects, DEFECTS), (accounts, ACCOUNTS)];
        for (lines, name) in named {
            persist(lines, &self.folder.join(name))?;
        }
        Ok(Written { folder: self.folder, totals: self.totals, highlights })
    }
}

/// A finished triage.
#[derive(Debug)]
pub struct Written {
    /// where
    pub folder: PathBuf,
    /// what it came to
    pub totals: Totals,
    /// what to see first
    pub highlights: Highlights,
}

impl Written {
    /// Writes `triage.json`, the last file: where it stands, the others are whole.
    pub fn summarize(&self, summary: &impl Serialize) -> io::Result<()> {
        let mut out = lines_in(&self.folder, SUMMARY)?;
        serde_json::to_writer_pretty(&mut out, summary)?;
        out.write_all(b"\n")?;
        persist(out, &self.folder.join(SUMMARY))
    }
}

fn lines_in(folder: &Path, name: &str) -> io::Result<Lines> {
    let part = tempfile::Builder::new().prefix(&format!(".{name}.")).suffix(".part").tempfile_in(folder)?;
    Ok(BufWriter::with_capacity(1 << 18, part))
}

/// Removes the mark of an older triage, so that a run that is interrupted leaves no finished one behind with other files.
pub fn begin(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    match fs::remove_file(folder.join(SUMMARY)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

impl Teller for JsonLines {
    fn tell(&mut self, judged: Judged) -> io::Result<()> {
        self.totals.message(&judged.message, &judged.defects);
        write_line(&mut self.messages, &judged.message)?;
        for defect in &judged.defects {
            write_line(&mut self.defects, defect)?;
        }
        for finding in &judged.findings {
            self.groups.see(finding);
            write_line(&mut self.spool, finding)?;
        }
        Ok(())
    }
}

fn write_line(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn each_finding(spool: &NamedTempFile, take: &mut dyn FnMut(usize, FindingRecord) -> io::Result<()>) -> io::Result<()> {
    let mut file = spool.reopen()?;
    file.rewind()?;
    for (number, line) in BufReader::with_capacity(1 << 18, file.take(u64::MAX)).lines().enumerate() {
        take(number, serde_json::from_str(&line?)?)?;
    }
    Ok(())
}

fn persist(lines: Lines, path: &Path) -> io::Result<()> {
    let file = lines.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}
