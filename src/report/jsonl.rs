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
use crate::digest::Sha256;
use crate::triage::baseline::Votes;
use crate::triage::fraud;
use crate::triage::group::Groups;
use crate::triage::hindsight::Hindsight;
use crate::triage::judge::Judged;
use crate::triage::mailbox_rules::found::{KeptRule, rules_of};
use crate::triage::mailbox_rules::judge::Surroundings;
use crate::triage::record::{FindingRecord, MessageRecord, SignRecord};
use crate::triage::rulebook::Rulebook;
use crate::triage::run::Teller;
use crate::triage::settings::SettingFile;
use crate::triage::story::{self, Story};
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
pub const CONTACTS: &str = "contacts.jsonl";
/// see [`MESSAGES`]
pub const ACCESS: &str = "access.jsonl";
/// see [`MESSAGES`]
pub const STORY: &str = "story.json";
/// see [`MESSAGES`]
pub const SIGNALS: &str = "signals.jsonl";
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
    /// write `signals.jsonl` too: what speaks for or against a fraud in every message, flagged or not
    pub signals: bool,
}

/// A line of `signals.jsonl`.
#[derive(Debug, Serialize)]
struct SignalLine<'a> {
    sha256: Sha256,
    file: &'a str,
    offset: u64,
    message_id: &'a str,
    from: &'a str,
    /// log odds that it is a fraud
    odds: f32,
    signals: Vec<SignRecord>,
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
        let mut hindsight = Hindsight::of(self.votes.owner(&self.told.owner, &self.told.internal), self.book);
        for take in [Hindsight::learn, Hindsight::survey, Hindsight::prepare] {
            for kept in self.kept.read()? {
                let Kept { message, traits, findings } = kept?;
                take(&mut hindsight, &message, &traits, read(&findings)?);
            }
        }
        hindsight.settle();
        let mut groups = Groups::default();
        let mut messages = lines_in(&self.folder, MESSAGES)?;
        let mut signals = self.told.signals.then(|| lines_in(&self.folder, SIGNALS)).transpose()?;
        let mut spool: Spool<String> = Spool::new(&self.folder)?;
        for kept in self.kept.read()? {
            let Kept { mut message, traits, findings } = kept?;
            let mut findings = read(&findings)?;
            if let Some(lines) = &mut signals {
                write_line(lines, &signal_line(&hindsight, &message, &traits))?;
            }
            hindsight.look(&message, &traits, &mut findings);
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
        let (findings, highlights, teller) = self.tell_findings(&mut spool, &mut groups)?;
        let (owner, contacts, accesses) = (&hindsight.baseline().owner, &hindsight.contacts, &hindsight.accesses);
        let story = teller.tell(owner, &highlights.accounts, contacts, accesses);
        let tables = [
            (lines_of(&self.folder, ACCOUNTS, highlights.accounts.rows())?, ACCOUNTS),
            (lines_of(&self.folder, CONTACTS, contacts.rows())?, CONTACTS),
            (lines_of(&self.folder, ACCESS, accesses.rows())?, ACCESS),
            (messages, MESSAGES),
            (findings, FINDINGS),
            (self.defects, DEFECTS),
        ];
        for (lines, name) in tables {
            persist(lines, &self.folder.join(name))?;
        }
        match signals {
            Some(lines) => persist(lines, &self.folder.join(SIGNALS))?,
            None => remove(&self.folder.join(SIGNALS))?,
        }
        let written = Written { folder: self.folder, totals: self.totals, highlights, story };
        written.object(STORY, &written.story)?;
        Ok(written)
    }

    /// Writes every finding that no other tells.
    fn tell_findings(
        &mut self,
        spool: &mut Spool<String>,
        groups: &mut Groups,
    ) -> io::Result<(Lines, Highlights, story::Teller)> {
        for (number, finding) in spool.read()?.enumerate() {
            groups.collect(number, &serde_json::from_str(&finding?)?);
        }
        let mut findings = lines_in(&self.folder, FINDINGS)?;
        let (mut highlights, mut teller) = (Highlights::default(), story::Teller::default());
        for (number, finding) in spool.read()?.enumerate() {
            if let Some(finding) = groups.told(number, serde_json::from_str(&finding?)?) {
                self.totals.finding(&finding);
                highlights.see(&finding);
                teller.see(&finding);
                write_line(&mut findings, &finding)?;
            }
        }
        Ok((findings, highlights, teller))
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
    /// what happened
    pub story: Story,
}

impl Written {
    /// Writes `triage.json`, the last file: where it stands, the others are whole.
    pub fn summarize(&self, summary: &impl Serialize) -> io::Result<()> {
        self.object(SUMMARY, summary)
    }

    fn object(&self, name: &str, object: &impl Serialize) -> io::Result<()> {
        let mut out = lines_in(&self.folder, name)?;
        serde_json::to_writer_pretty(&mut out, object)?;
        out.write_all(b"\n")?;
        persist(out, &self.folder.join(name))
    }
}

fn lines_of<'r, T: Serialize + 'r>(folder: &Path, name: &str, rows: Vec<&'r T>) -> io::Result<Lines> {
    let mut lines = lines_in(folder, name)?;
    rows.iter().try_for_each(|row| write_line(&mut lines, row))?;
    Ok(lines)
}

fn lines_in(folder: &Path, name: &str) -> io::Result<Lines> {
    let part = tempfile::Builder::new().prefix(&format!(".{name}.")).suffix(".part").tempfile_in(folder)?;
    Ok(BufWriter::with_capacity(1 << 18, part))
}

/// Removes the mark of an older triage, so that a run that is interrupted leaves no finished one behind with other files.
pub fn begin(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    remove(&folder.join(SUMMARY))
}

/// Removes what an older triage left, where it is there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn signal_line<'a>(hindsight: &Hindsight<'_>, message: &'a MessageRecord, traits: &'a Traits) -> SignalLine<'a> {
    let weighed = hindsight.weighed(message, traits);
    SignalLine {
        sha256: message.sha256,
        file: &message.file,
        offset: message.offset,
        message_id: &message.message_id,
        from: &traits.from.email,
        odds: fraud::odds(&weighed),
        signals: weighed.iter().map(SignRecord::of).collect(),
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
