//! The journal shown to people: a table for the terminal, CSV (RFC 4180) for a spreadsheet, Markdown for a report.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr as _;

use crate::custody::journal::{Entry, Journal};
use crate::lang::Catalogue;
use crate::text::{cut, one_line, pad};

/// How a journal is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Columns of the terminal, long texts cut.
    Table,
    /// RFC 4180 with CRLF: the exact text and whole digests; a cell that a spreadsheet would take for a formula has `'` before it.
    Csv,
    /// A GitHub-flavoured Markdown table, whole texts.
    Markdown,
}

/// The columns: number, when, actor, action, object, note, digest.
type Row = [String; 7];

/// The columns of [`Row`] that give way when the terminal is too narrow: actor, object, note.
const FLEXIBLE: [usize; 3] = [2, 4, 5];
/// Blanks between two columns of the table.
const GAP: &str = "  ";
/// A flexible column is not made narrower than this.
const NARROWEST: usize = 6;
/// The other columns are not made wider than this: what a forged entry says there does not push the rest away.
const WIDEST: usize = 32;

/// All entries of `journal` in the language of `catalogue`, each line ended. A [`Shape::Table`] keeps within `width`
/// terminal columns (`usize::MAX`: actor, object and note are whole); the other shapes do not look at it.
pub fn render(journal: &Journal, shape: Shape, catalogue: &Catalogue, width: usize) -> String {
    let headings = headings(catalogue);
    match shape {
        Shape::Table if journal.entries().is_empty() => catalogue.text("journal-empty", &[]) + "\n",
        Shape::Table => {
            let rows = journal.entries().iter().map(|entry| shown(entry, catalogue).map(|cell| flat(&cell)));
            table(std::iter::once(headings).chain(rows).collect(), width)
        }
        Shape::Csv => csv(headings, journal.entries().iter().map(|entry| exact(entry, catalogue))),
        Shape::Markdown => markdown(headings, journal.entries().iter().map(|entry| shown(entry, catalogue))),
    }
}

fn headings(catalogue: &Catalogue) -> Row {
    [
        "journal-column-number",
        "journal-column-when",
        "journal-column-actor",
        "journal-column-action",
        "journal-column-object",
        "journal-column-note",
        "journal-column-sha256",
    ]
    .map(|key| catalogue.text(key, &[]))
}

/// The cells of an entry as they stand in the journal, with the whole digest.
fn exact(entry: &Entry, catalogue: &Catalogue) -> Row {
    let action = entry.action.key().map_or_else(|| entry.action.name().to_owned(), |key| catalogue.text(key, &[]));
    [
        entry.n.to_string(),
        entry.local.clone(),
        entry.actor.clone(),
        action,
        entry.object.clone(),
        entry.note.clone().unwrap_or_default(),
        entry.sha256.map(|digest| digest.to_string()).unwrap_or_default(),
    ]
}

/// The cells of an entry for the eye: `2026-11-23 21:15:03 +01:00`, and the start of the digest.
fn shown(entry: &Entry, catalogue: &Catalogue) -> Row {
    let mut row = exact(entry, catalogue);
    if let Some(((date, time), offset)) = parts(&entry.local) {
        row[1] = format!("{date} {time} {offset}");
    }
    row[6] = entry.sha256.map(|digest| digest.short()).unwrap_or_default();
    row
}

/// `2026-11-23T21:15:03+01:00` in its three parts; none where it is written otherwise.
fn parts(local: &str) -> Option<((&str, &str), &str)> {
    let (moment, offset) = local.split_at_checked(19)?;
    Some((moment.split_once('T')?, offset))
}

fn table(rows: Vec<Row>, width: usize) -> String {
    let widths = widths(&rows, width);
    let mut out = String::new();
    for (place, row) in rows.iter().enumerate() {
        push_line(&mut out, row, &widths, width);
        if place == 0 {
            push_line(&mut out, &widths.map(|columns| "─".repeat(columns)), &widths, width);
        }
    }
    out
}

fn push_line(out: &mut String, row: &Row, widths: &[usize; 7], width: usize) {
    let cells: Vec<String> = row.iter().zip(widths).map(|(cell, &columns)| pad(&cut(cell, columns), columns)).collect();
    out.push_str(&cut(cells.join(GAP).trim_end(), width.max(1)));
    out.push('\n');
}

/// The width of each column: as wide as its widest cell, the flexible ones sharing what the others leave.
fn widths(rows: &[Row], width: usize) -> [usize; 7] {
    let mut widths: [usize; 7] = std::array::from_fn(|column| {
        let widest = rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
        if FLEXIBLE.contains(&column) { widest } else { widest.min(WIDEST) }
    });
    let fixed: usize = (0..7).filter(|column| !FLEXIBLE.contains(column)).map(|column| widths[column]).sum();
    let mut left = width.saturating_sub(fixed + 6 * GAP.len());
    let mut narrow_first = FLEXIBLE;
    narrow_first.sort_by_key(|&column| widths[column]);
    for (column, sharers) in narrow_first.into_iter().zip((1..=FLEXIBLE.len()).rev()) {
        widths[column] = widths[column].min((left / sharers).max(NARROWEST));
        left = left.saturating_sub(widths[column]);
    }
    widths
}

fn csv(headings: Row, rows: impl Iterator<Item = Row>) -> String {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    for row in std::iter::once(headings).chain(rows) {
        writer.write_record(row.map(guarded)).expect("because memory takes every byte and all rows are equally long");
    }
    let bytes = writer.into_inner().expect("because memory takes every byte");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `cell`, with `'` before what a spreadsheet would take for a formula (OWASP, CSV injection).
fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{cell}") } else { cell }
}

fn markdown(headings: Row, rows: impl Iterator<Item = Row>) -> String {
    let line = |cells: Row| format!("| {} |\n", cells.join(" | "));
    let rule = std::array::from_fn(|column| if column == 0 { "--:" } else { "---" }.to_owned());
    let mut out = line(headings) + &line(rule);
    rows.for_each(|row| out.push_str(&line(row.map(|cell| escaped(&cell)))));
    out
}

/// `text` so that Markdown shows it and does nothing else with it: no new cell, link, image, markup or HTML.
fn escaped(text: &str) -> String {
    let lines: Vec<String> = lines(text).map(|line| backslashed(&one_line(line))).collect();
    lines.join("<br>")
}

fn backslashed(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if matches!(c, '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// `text` on one line of a terminal, its line ends shown as ` / `.
fn flat(text: &str) -> String {
    let lines: Vec<Cow<'_, str>> = lines(text).map(one_line).collect();
    lines.join(" / ")
}

/// The lines of `text`, ended by LF, CR LF or CR.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('\r'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::clock::{Moment, Zone};
    use crate::custody::journal::{Action, NewEntry};
    use crate::digest::Sha256;
    use crate::lang::Lang;

    fn journal() -> Journal {
        let moment = Moment::new("2026-11-23T20:15:03Z".parse().unwrap(), "Europe/Paris".parse::<Zone>().unwrap());
        let mut journal = Journal::empty();
        let mut add = |action: &str, object: &str, sha256, note: Option<&str>| {
            let (actor, note) = ("Cne Dupont".to_owned(), note.map(str::to_owned));
            journal.append(&moment, NewEntry { action: action.into(), actor, object: object.to_owned(), sha256, note });
        };
        add("seal", "CASE-2026-001.zip", Some(Sha256::of(b"abc")), None);
        add("note", "compte j.martin", None, Some("=HYPERLINK(\"x\")\nvu | par\x1b[2J \"moi\""));
        add("tele|port", "漢字", None, Some("@a <img src=x> [y](z) \u{202e}"));
        journal
    }

    #[test]
    fn the_table_keeps_within_the_terminal() {
        let (journal, french) = (journal(), Catalogue::new(Lang::Fr));
        let whole = render(&journal, Shape::Table, &french, usize::MAX);
        let lines: Vec<&str> = whole.lines().collect();
        assert_eq!(lines.len(), 5);
        assert!(lines[0].starts_with("N°  Date et heure"), "{whole}");
        assert!(lines[2].starts_with("1   2026-11-23 21:15:03 +01:00  Cne Dupont   Scellé "), "{whole}");
        assert!(lines[2].ends_with("  ba7816bf8f01"), "{whole}");
        assert!(lines[3].ends_with("=HYPERLINK(\"x\") / vu | par\u{fffd}[2J \"moi\""), "{whole}");
        assert!(lines[4].contains("  tele|port  漢字  "), "{whole}");
        for width in [0, 1, 40, 80, 100, 120, 300] {
            let table = render(&journal, Shape::Table, &french, width);
            assert!(table.lines().all(|line| line.width() <= width.max(1)), "{width}\n{table}");
        }
        let narrow = render(&journal, Shape::Table, &french, 100);
        assert!(narrow.lines().nth(2).unwrap().ends_with("  ba7816bf8f01"), "{narrow}");
    }

    #[test]
    fn csv_is_exact_and_starts_no_formula() {
        let csv = render(&journal(), Shape::Csv, &Catalogue::new(Lang::En), 0);
        let expected = format!(
            "No.,Date and time,Person,Action,Object,Note,SHA-256\r\n\
             1,2026-11-23T21:15:03+01:00,Cne Dupont,Sealed,CASE-2026-001.zip,,{}\r\n\
             2,2026-11-23T21:15:03+01:00,Cne Dupont,Noted,compte j.martin,\"'=HYPERLINK(\"\"x\"\")\nvu | par\x1b[2J \"\"moi\"\"\",\r\n\
             3,2026-11-23T21:15:03+01:00,Cne Dupont,tele|port,漢字,'@a <img src=x> [y](z) \u{202e},\r\n",
            Sha256::of(b"abc")
        );
        assert_eq!(csv, expected);
    }

    #[test]
    fn markdown_is_shown_and_not_obeyed() {
        let markdown = render(&journal(), Shape::Markdown, &Catalogue::new(Lang::En), 0);
        let expected = "\
            | No. | Date and time | Person | Action | Object | Note | SHA-256 |\n\
            | --: | --- | --- | --- | --- | --- | --- |\n\
            | 1 | 2026-11-23 21:15:03 +01:00 | Cne Dupont | Sealed | CASE-2026-001.zip |  | ba7816bf8f01 |\n\
            | 2 | 2026-11-23 21:15:03 +01:00 | Cne Dupont | Noted | compte j.martin | =HYPERLINK(\"x\")<br>vu \\| par\u{fffd}\\[2J \"moi\" |  |\n\
            | 3 | 2026-11-23 21:15:03 +01:00 | Cne Dupont | tele\\|port | 漢字 | @a \\<img src=x\\> \\[y\\](z) \u{fffd} |  |\n";
        assert_eq!(markdown, expected);
    }

    #[test]
    fn every_action_has_a_name_in_both_languages() {
        let (fr, en) = (Catalogue::new(Lang::Fr), Catalogue::new(Lang::En));
        for key in [
            "note",
            "acquire",
            "seal",
            "verify",
            "triage",
            "report",
            "timestamp",
            "sign",
            "transfer",
            "receipt",
            "disclose",
            "extract",
        ]
        .map(|name| Action::from(name).key().unwrap())
        {
            assert!(fr.has(key) && en.has(key), "{key}");
        }
        assert_eq!(render(&Journal::empty(), Shape::Table, &fr, 80), "La main courante est vide.\n");
    }
}
