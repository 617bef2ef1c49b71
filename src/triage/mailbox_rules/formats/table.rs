//! Tables as PowerShell and the portals write them (CSV, RFC 4180): comma, semicolon or tab, perhaps a `#TYPE` line first; rows with their
//! place in the text.

use std::ops::Range;

use super::SettingText;

/// The first lines must name the columns.
const HEAD: usize = 64 << 10;
/// Columns of a row.
const MOST_COLUMNS: usize = 1024;

/// Is given names and values of a row, and where it stands; returns false to stop.
type TakeRow<'t> = dyn FnMut(&[(&str, &str)], Range<usize>) -> bool + 't;

/// A table with named columns.
pub struct Table<'a> {
    rows: csv::Reader<&'a [u8]>,
    columns: Vec<String>,
    start: usize,
    end: usize,
    /// a row could not be read
    pub damaged: bool,
}

impl<'a> Table<'a> {
    /// None where the file does not begin with a line of column names, one of them `wanted` (lower case).
    pub fn of(file: &SettingText<'a>, wanted: &[&str]) -> Option<Table<'a>> {
        if !["csv", "txt", "tsv"].contains(&file.extension().as_str()) {
            return None;
        }
        let mut start = 0;
        while file.text[start..].starts_with("#TYPE") || file.text[start..].starts_with('\n') {
            start += file.text[start..].find('\n')? + 1;
        }
        let text = &file.text[start..];
        let line = text.lines().next().filter(|line| line.len() <= HEAD)?;
        let delimiter =
            [b',', b';', b'\t'].into_iter().max_by_key(|sign| line.bytes().filter(|byte| byte == sign).count())?;
        let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let columns = rows.headers().ok()?.iter().take(MOST_COLUMNS).map(|name| name.trim().to_lowercase()).collect();
        let table = Table { rows, columns, start, end: file.text.len(), damaged: false };
        wanted.iter().any(|name| table.has(name)).then_some(table)
    }

    /// Whether there is a column of this name (lower case).
    pub fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column == name)
    }

    /// Each row: names and values, and where it stands.
    pub fn each(&mut self, take: &mut TakeRow<'_>) {
        let mut row = csv::StringRecord::new();
        loop {
            let from = self.rows.position().byte() as usize;
            match self.rows.read_record(&mut row) {
                Ok(true) => {}
                Ok(false) => return,
                Err(_) => {
                    self.damaged = true;
                    continue;
                }
            }
            let to = self.rows.position().byte() as usize;
            let span = self.start + from..(self.start + to).min(self.end);
            let named: Vec<(&str, &str)> = self.columns.iter().map(String::as_str).zip(row.iter()).collect();
            if !take(&named, span) {
                return;
            }
        }
    }
}
