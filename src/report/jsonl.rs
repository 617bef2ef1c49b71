//! The files of a triage: `messages.jsonl`, `findings.jsonl`, `defects.jsonl` and `triage.json` (docs/TRIAGE.md). They get their names when
//! all is done: a triage that was interrupted leaves nothing that looks finished, and can be run again.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::highlights::Highlights;
use super::spool::Spool;
use super::totals::Totals;
use crate::triage::baseline::Votes;
use crate::triage::group::Groups;
use crate::triage::hindsight::Hindsight;
use crate::triage::judge::Judged;
use crate::triage::mailbox_rules::found::{KeptRule, rules_of};
use crate::triage::mailbox_rules::judge::Surroundings;
use crate::triage::record::{FindingRecord, MessageRecord};
use crate::triage::rulebook::Rulebook;
use crate::triage::run::Teller;
use crate::triage::settings::SettingFile;
use crate::triage::traits::Traits;

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

/// What is kept of a message until all were seen.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    message: MessageRecord,
    traits: Traits,
    /// what the first look found, as JSON
    findings: Vec<String>,
}

/// What a person says of the mailbox, where it does not tell by itself.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// addresses of its owner
    pub owner: Vec<String>,
    /// domains of the owner's organisation
    pub internal: Vec<String>,
}

/// Takes what a triage tells and writes it.
pub struct JsonLines<'a> {
    folder: PathBuf,
    book: &'a Rulebook,
    told: Told,
    kept: Spool<Kept>,
    rules: Spool<KeptRule>,
    defects: Lines,
    votes: Votes,
    totals: Totals,
}

impl<'a> JsonLines<'a> {
    /// Into `folder`, which must exist.
    pub fn new(folder: &Path, book: &'a Rulebook, told: Told) -> io::Result<JsonLines<'a>> {
        let (kept, rules, defects) = (Spool::new(folder)?, Spool::new(folder)?, lines_in(folder, DEFECTS)?);
        let (votes, totals) = (Votes::default(), Totals::default());
        Ok(JsonLines { folder: folder.to_owned(), book, told, kept, rules, defects, votes, totals })
    }

    /// A file that is no message: its rules are kept until all is known.
    pub fn settings(&mut self, file: &SettingFile) -> io::Result<()> {
        let mut written = Ok(());
        let defects = rules_of(file, &mut |rule| {
            if written.is_ok() {
                written = self.rules.push(&rule);
            }
        });
        self.totals.defects(&defects);
        defects.iter().try_for_each(|defect| write_line(&mut self.defects, defect))?;
        written
    }

    /// After the last message: looks a second time, brings together the same secrets, names the files.
    pub fn finish(mut self) -> io::Result<Written> {
        let mut hindsight = Hindsight::inferred(&self.votes, &self.told.owner, &self.told.internal);
        for kept in self.kept.read()? {
            let Kept { message, traits, .. } = kept?;
            hindsight.learn(message.role(), &traits);
        }
        for kept in self.kept.read()? {
            let Kept { message, traits, findings } = kept?;
            hindsight.prepare(&message, &traits, &mut read(&findings)?, self.book);
        }
        let mut groups = Groups::default();
        let mut messages = lines_in(&self.folder, MESSAGES)?;
        let mut spool: Spool<String> = Spool::new(&self.folder)?;
        for kept in self.kept.read()? {
            let Kept { mut message, traits, findings } = kept?;
            let mut findings = read(&findings)?;
            hindsight.look(&message, &traits, &mut findings, self.book);
            message.take(&findings);
            self.totals.message(&message);
            write_line(&mut messages, &message)?;
            for finding in &findings {
                groups.see(finding);
                spool.push(&serde_json::to_string(finding)?)?;
            }
        }
        let around = Surroundings::of(hindsight.baseline());
        for kept in self.rules.read()? {
            if let Some(finding) = kept?.finding(&around, self.book) {
                groups.see(&finding);
                spool.push(&serde_json::to_string(&finding)?)?;
            }
        }
        let (findings, highlights) = self.tell_findings(&mut spool, &mut groups)?;
        let mut accounts = lines_in(&self.folder, ACCOUNTS)?;
        for account in highlights.accounts.rows() {
            write_line(&mut accounts, account)?;
        }
        let named = [(messages, MESSAGES), (findings, FINDINGS), (self.defects, DEFECTS), (accounts, ACCOUNTS)];
        for (lines, name) in named {
            persist(lines, &self.folder.join(name))?;
        }
        Ok(Written { folder: self.folder, totals: self.totals, highlights })
    }

    /// Writes every finding that no other tells.
    fn tell_findings(&mut self, spool: &mut Spool<String>, groups: &mut Groups) -> io::Result<(Lines, Highlights)> {
        for (number, finding) in spool.read()?.enumerate() {
            groups.collect(number, &serde_json::from_str(&finding?)?);
        }
        let mut findings = lines_in(&self.folder, FINDINGS)?;
        let mut highlights = Highlights::default();
        for (number, finding) in spool.read()?.enumerate() {
            if let Some(finding) = groups.told(number, serde_json::from_str(&finding?)?) {
                self.totals.finding(&finding);
                highlights.see(&finding);
                write_line(&mut findings, &finding)?;
            }
        }
        Ok((findings, highlights))
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

impl Teller for JsonLines<'_> {
    fn tell(&mut self, judged: Judged) -> io::Result<()> {
        let Judged { message, findings, defects, traits } = judged;
        self.totals.defects(&defects);
        self.votes.see(message.role(), &traits);
        for defect in &defects {
            write_line(&mut self.defects, defect)?;
        }
        let findings = findings.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
        self.kept.push(&Kept { message, traits, findings })
    }
}

fn read(findings: &[String]) -> io::Result<Vec<FindingRecord>> {
    Ok(findings.iter().map(|json| serde_json::from_str(json)).collect::<Result<_, _>>()?)
}

fn write_line(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn persist(lines: Lines, path: &Path) -> io::Result<()> {
    let file = lines.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}
