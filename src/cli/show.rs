//! `scelle show ARCHIVE ID`: one message, its places and its text, harmless to the terminal; or its exact bytes.

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::PathBuf;

use super::exit::Exit;
use super::files;
use super::session::Session;
use super::summary::role_key;
use super::table::{pairs, shorten};
use crate::custody::archive::{MessageRow, SealedArchive};
use crate::custody::extract::{IN_PARTS, TrueName, true_names};
use crate::digest::Hasher;
use crate::message::view::{Attachment, LONGEST, Note, part_text, view};
use crate::text::{many_lines, one_line};

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long, conflicts_with = "raw")]
    headers: bool,
    #[arg(long)]
    raw: bool,
}

/// Shows.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let (_, archive) = files::open(session, &args.archive)?;
    let rows = archive.find(&args.id).map_err(|error| files::said(session, error))?;
    let Some(row) = rows.first() else { return Err(session.error("id-unknown", &[("id", args.id.into())])) };
    if args.raw {
        return raw(session, &archive, row);
    }
    let (bytes, sound) = read(session, &archive, row)?;
    let mut out = places(session, &rows);
    out.push_str(&main_headers(session, row));
    if row.split == IN_PARTS {
        in_parts(session, &archive, row, &bytes, args.headers, &mut out)?;
    } else {
        decoded(session, &bytes, args.headers, &mut out);
    }
    session.print(&out)?;
    Ok(verdict(session, row, sound))
}

/// The exact bytes, for a pipe or a file: what an attacker wrote may take a terminal over.
fn raw(session: &Session, archive: &SealedArchive, row: &MessageRow) -> anyhow::Result<Exit> {
    if session.is_terminal() {
        session.warn(&session.text("show-raw-on-a-terminal", &[]));
        return Ok(Exit::Usage);
    }
    let mut hasher = Hasher::new();
    session.stream(|out| {
        let mut reader = archive.message(row).map_err(|error| files::said(session, error))?;
        let mut buffer = vec![0; 64 << 10];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => {
                    hasher.update(&buffer[..read]);
                    out.write_all(&buffer[..read])?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    })?;
    Ok(verdict(session, row, hasher.finish() == row.sha256))
}

/// The first bytes of a message, as many as are decoded, and whether all of it is what was sealed.
fn read(session: &Session, archive: &SealedArchive, row: &MessageRow) -> anyhow::Result<(Vec<u8>, bool)> {
    let mut reader = archive.message(row).map_err(|error| files::said(session, error))?;
    let mut bytes = Vec::new();
    // One byte more than is decoded shows that there is more.
    let mut hasher = Hasher::new();
    let whole = reader.by_ref().take(LONGEST as u64 + 1).read_to_end(&mut bytes);
    hasher.update(&bytes);
    let whole = whole.and_then(|_| io::copy(&mut reader, &mut hasher));
    Ok((bytes, whole.is_ok() && hasher.finish() == row.sha256))
}

fn verdict(session: &Session, row: &MessageRow, sound: bool) -> Exit {
    if sound {
        return Exit::Success;
    }
    session.warn(&session.text("show-altered", &[("sha256", row.sha256.to_string().into())]));
    Exit::Refuted
}

/// The digest, and every place where the message stands.
fn places(session: &Session, rows: &[MessageRow]) -> String {
    let mut out = String::new();
    for row in rows.iter().take(1) {
        out.push_str(&format!("SHA-256 {}\n", row.sha256));
    }
    for row in rows {
        let variables = [
            ("folder", one_line(&row.folder).into_owned().into()),
            ("role", session.text(role_key(&row.role), &[]).into()),
            ("file", one_line(&row.file).into_owned().into()),
            ("offset", row.offset.to_string().into()),
            ("length", row.length.to_string().into()),
        ];
        out.push_str(&format!("  {}\n", session.text("show-place", &variables)));
    }
    out.push('\n');
    out
}

fn main_headers(session: &Session, row: &MessageRow) -> String {
    let fields = [
        ("show-from", &row.from),
        ("show-to", &row.to),
        ("show-cc", &row.cc),
        ("show-date", &row.date),
        ("show-date-utc", &row.date_utc),
        ("show-subject", &row.subject),
        ("show-message-id", &row.message_id),
    ];
    let told = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let rows: Vec<(String, String)> =
        told.map(|(key, value)| (session.text(key, &[]), one_line(value).into_owned())).collect();
    pairs(&rows, "")
}

fn heading(session: &Session, key: &str, out: &mut String) {
    out.push_str(&format!("\n── {} ──\n", session.text(key, &[])));
}

/// What can be said with certainty comes before the text, which could imitate it.
fn decoded(session: &Session, bytes: &[u8], with_headers: bool, out: &mut String) {
    let view = view(bytes);
    if with_headers {
        heading(session, "show-headers", out);
        for (name, value) in &view.headers {
            out.push_str(&format!("{}: {}\n", one_line(name), one_line(value)));
        }
    }
    if !view.attachments.is_empty() {
        heading(session, "show-attachments", out);
        view.attachments.iter().for_each(|part| out.push_str(&attachment(session, part)));
    }
    heading(session, "show-text", out);
    for note in &view.notes {
        out.push_str(&format!("[{}]\n", session.text(note_key(*note), &[])));
    }
    push_text(session, &view.text, out);
}

fn push_text(session: &Session, text: &str, out: &mut String) {
    let text = many_lines(text);
    let text = text.trim_end();
    match text.is_empty() {
        true => out.push_str(&format!("[{}]", session.text("show-no-text", &[]))),
        false => out.push_str(text),
    }
    out.push('\n');
}

fn attachment(session: &Session, part: &Attachment) -> String {
    let name = match (&part.message, part.name.is_empty()) {
        (Some(message), _) => format!("{} — {} — {}", message.from, message.date, message.subject),
        (None, true) => session.text("show-no-name", &[]),
        (None, false) => part.name.clone(),
    };
    let size = session.catalogue.bytes(part.size);
    let indent = "  ".repeat(part.level.min(20) + 1);
    format!("{indent}{}  ({}, {size})\n", shorten(&name, 120), shorten(&part.kind, 60))
}

fn note_key(note: Note) -> &'static str {
    match note {
        Note::FromHtml => "show-note-from-html",
        Note::HtmlToo => "show-note-html-too",
        Note::Cut => "show-note-cut",
        Note::TooNested => "show-note-too-nested",
        Note::NotDecoded => "show-note-not-decoded",
    }
}

/// A message that pffexport wrote in several files.
fn in_parts(
    session: &Session,
    archive: &SealedArchive,
    row: &MessageRow,
    header: &[u8],
    with_headers: bool,
    out: &mut String,
) -> anyhow::Result<()> {
    let parts: Vec<&str> = row.parts.split_whitespace().collect();
    let wanted = |name: &TrueName| name.file == row.file || parts.contains(&name.file.as_str());
    let names = true_names(archive, wanted).map_err(|error| files::said(session, error))?;
    if with_headers {
        heading(session, "show-headers", out);
        push_text(session, &part_text("", header), out);
    }
    heading(session, "show-parts", out);
    for file in std::iter::once(row.file.as_str()).chain(parts.iter().copied()) {
        out.push_str(&format!("  {}  ({})\n", one_line(file), one_line(base_name(&names, file))));
    }
    heading(session, "show-text", out);
    let body = |wanted: &str| parts.iter().copied().find(|file| base_name(&names, file) == wanted);
    let Some(file) = body("Message.txt").or_else(|| body("Message.html")) else {
        push_text(session, "", out);
        return Ok(());
    };
    let mut bytes = Vec::new();
    let content = archive.file(file).map_err(|error| files::said(session, error))?;
    content.take(LONGEST as u64).read_to_end(&mut bytes)?;
    if base_name(&names, file) == "Message.html" {
        out.push_str(&format!("[{}]\n", session.text(note_key(Note::FromHtml), &[])));
    }
    push_text(session, &part_text(base_name(&names, file), &bytes), out);
    Ok(())
}

fn base_name<'a>(names: &'a HashMap<String, TrueName>, file: &'a str) -> &'a str {
    names.get(file).map_or(file, |name| name.path.rsplit('/').next().unwrap_or(&name.path))
}
