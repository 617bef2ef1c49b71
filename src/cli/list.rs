//! `scelle list ARCHIVE`: the folders of an archive or of an export, or its messages one by one.

use std::io::Write;
use std::path::PathBuf;

use serde_json::Value as Json;

use super::exit::Exit;
use super::mailbox::{self, Filter, Lost, Mailbox};
use super::session::Session;
use super::summary::role_key;
use super::table::{GAP, aligned, fit, right, shorten};
use crate::custody::archive::{FolderRow, MessageRow};
use crate::digest::Sha256;
use crate::text::{escape_json, guarded, one_line};

/// Columns of the date: `2026-03-30 01:02`.
const DATE: usize = 16;
/// Columns of the sender where no terminal sets a limit.
const FROM: usize = 32;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    #[command(flatten)]
    filter: Filter,
    #[arg(long)]
    messages: bool,
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    #[arg(long)]
    csv: bool,
}

/// Lists.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let mailbox = mailbox::open(session, &args.archive)?;
    let filter = &args.filter;
    let mut lost = 0;
    match () {
        _ if args.json => session.stream(|out| put(&mut lost, json(session, &mailbox, filter, out)))?,
        _ if args.csv => session.stream(|out| put(&mut lost, csv(session, &mailbox, filter, out)))?,
        _ if args.messages || filter.is_set() => {
            session.stream(|out| put(&mut lost, messages(session, &mailbox, filter, out)))?;
        }
        _ => {
            let (rows, unread) = mailbox.folders(session)?;
            lost = unread;
            session.print(&folders(session, &rows))?;
        }
    }
    if let Mailbox::Export(_) = mailbox {
        session.tell(&session.text("list-not-sealed", &[]));
    }
    Ok(if lost > 0 { Exit::Incomplete } else { Exit::Success })
}

fn put(lost: &mut Lost, read: anyhow::Result<Lost>) -> anyhow::Result<()> {
    *lost = read?;
    Ok(())
}

/// One object a line; what a terminal could act on is escaped, which changes no value.
fn json(session: &Session, mailbox: &Mailbox, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<Lost> {
    mailbox.each_message(session, &mut |row| {
        if filter.takes(&row) {
            writeln!(out, "{}", escape_json(&serde_json::to_string(&row)?))?;
        }
        Ok(())
    })
}

/// RFC 4180 with every column of messages.csv; no cell starts a formula.
fn csv(session: &Session, mailbox: &Mailbox, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<Lost> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    writer.write_record(fields(&none())?.keys()).map_err(std::io::Error::from)?;
    let for_eyes = session.is_terminal();
    let lost = mailbox.each_message(session, &mut |row| {
        if filter.takes(&row) {
            let cells = fields(&row)?.into_iter().map(|(_, value)| match value {
                Json::String(text) if for_eyes => one_line(&text).into_owned(),
                Json::String(text) => guarded(&text).into_owned(),
                number => number.to_string(),
            });
            writer.write_record(cells).map_err(std::io::Error::from)?;
        }
        Ok(())
    })?;
    writer.flush()?;
    Ok(lost)
}

/// The columns of messages.csv in order.
fn fields(row: &MessageRow) -> serde_json::Result<serde_json::Map<String, Json>> {
    match serde_json::to_value(row)? {
        Json::Object(fields) => Ok(fields),
        _ => Ok(serde_json::Map::new()),
    }
}

/// A row that says nothing: only its columns are wanted.
fn none() -> MessageRow {
    let text = String::new;
    MessageRow {
        id: text(),
        file: text(),
        offset: 0,
        length: 0,
        sha256: Sha256::ZERO,
        folder: text(),
        role: text(),
        flags: text(),
        from: text(),
        to: text(),
        cc: text(),
        date: text(),
        date_utc: text(),
        subject: text(),
        message_id: text(),
        split: text(),
        attachments: 0,
        parts: text(),
        defects: text(),
    }
}

fn messages(session: &Session, mailbox: &Mailbox, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<Lost> {
    let layout = Layout::new(session);
    let heads = ["column-id", "column-date", "column-role", "column-size", "column-from", "column-subject"];
    writeln!(out, "{}", layout.line(heads.map(|key| session.text(key, &[]))))?;
    mailbox.each_message(session, &mut |row| {
        if filter.takes(&row) {
            let date = row.date_utc.get(..DATE).map(|date| date.replace('T', " ")).unwrap_or(row.date);
            let role = session.text(role_key(&row.role), &[]);
            let size = session.catalogue.bytes(row.length);
            writeln!(out, "{}", layout.line([row.id, date, role, size, row.from, row.subject]))?;
        }
        Ok(())
    })
}

/// Widths of the columns: fixed, so that a million messages can be shown one by one.
struct Layout {
    role: usize,
    from: usize,
    subject: usize,
}

impl Layout {
    fn new(session: &Session) -> Layout {
        use unicode_width::UnicodeWidthStr;
        let roles = crate::evidence::role::Role::ALL.map(|role| session.text(role_key(role.as_str()), &[]).width());
        let role = roles.into_iter().max().unwrap_or(0);
        let Some(width) = session.width() else { return Layout { role, from: FROM, subject: usize::MAX } };
        let left = width.saturating_sub(12 + DATE + role + 10 + 5 * GAP.len());
        let from = (left * 2 / 5).clamp(8, FROM);
        Layout { role, from, subject: left.saturating_sub(from).max(8) }
    }

    fn line(&self, [id, date, role, size, from, subject]: [String; 6]) -> String {
        let cells = [
            fit(&id, 12),
            fit(&date, DATE),
            fit(&role, self.role),
            right(&shorten(&size, 10), 10),
            fit(&from, self.from),
            shorten(&subject, self.subject),
        ];
        cells.join(GAP).trim_end().to_owned()
    }
}

/// Folder by folder: candidates = messages + rejected.
fn folders(session: &Session, rows: &[FolderRow]) -> String {
    let keys =
        ["column-folder", "column-role", "column-candidates", "column-messages", "column-rejected", "column-defective"];
    let widest = session.width().map_or(usize::MAX, |width| width.saturating_sub(66).max(12));
    let mut cells = vec![keys.map(|key| session.text(key, &[]))];
    for row in rows {
        let (name, role) = match row.scope.as_str() {
            "total" => (session.text("row-total", &[]), String::new()),
            _ => (shorten(&row.name, widest), session.text(role_key(&row.role), &[])),
        };
        let numbers = [row.candidates, row.messages, row.rejected, row.defective];
        let [candidates, messages, rejected, defective] = numbers.map(|count| session.catalogue.count(count));
        cells.push([name, role, candidates, messages, rejected, defective]);
    }
    aligned(&cells, 2)
}
