//! Columns for a terminal: what people wrote is made harmless, padded and cut to the width there is.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use crate::text::{cut, one_line, pad};

/// Blanks between two columns.
pub const GAP: &str = "  ";

/// Rows under their headings, each line ended; the first `words` columns are aligned left, the numbers after them right.
pub fn aligned<const N: usize>(rows: &[[String; N]], words: usize) -> String {
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0));
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, width))| match column < words {
            true => pad(cell, width),
            false => right(cell, width),
        });
        out.push_str(cells.collect::<Vec<_>>().join(GAP).trim_end());
        out.push('\n');
    }
    out
}

/// Names and what they stand for, one pair a line, the second column aligned.
pub fn pairs(rows: &[(String, String)], indent: &str) -> String {
    let width = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    let line = |(name, value): &(String, String)| format!("{indent}{} {value}", pad(name, width));
    rows.iter().map(|row| line(row).trim_end().to_owned() + "\n").collect()
}

/// Hostile text in exactly `columns` columns.
pub fn fit(text: &str, columns: usize) -> String {
    pad(&cut(&one_line(text), columns), columns)
}

/// Hostile text in at most `columns` columns; `usize::MAX`: whole.
pub fn shorten(text: &str, columns: usize) -> String {
    match one_line(text) {
        Cow::Borrowed(text) => cut(text, columns).into_owned(),
        Cow::Owned(text) => cut(&text, columns).into_owned(),
    }
}

/// `text` filled with blanks on the left.
pub fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let rows = [["a", "1"], ["é漢", "20"]].map(|row| row.map(str::to_owned));
        assert_eq!(aligned(&rows, 1), "a     1\né漢  20\n");
        assert_eq!(fit("a\x1b[2J", 3), "a\u{fffd}…");
        let names = [("De :".to_owned(), "x".to_owned()), ("Objet :".to_owned(), String::new())];
        assert_eq!(pairs(&names, " "), " De :    x\n Objet :\n");
    }
}
