//! The text of the XML in office documents: paragraphs become lines, cells of a table are separated by tabs, so that a table of logins
//! and passwords stays one line an entry. WordprocessingML and DrawingML (ECMA-376), OpenDocument (ISO/IEC 26300): by local names.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Where text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// in `t` elements only (docx, pptx, drawings, comments)
    Runs,
    /// anywhere (odt, ods, odp)
    Anywhere,
}

/// The text of a part, and whether all of it could be read.
pub fn text(source: &str, dialect: Dialect) -> (String, bool) {
    let mut reader = reader(source);
    let mut writing = Writing { text: String::with_capacity(source.len() / 4), runs: 0, cells: 0, dialect };
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => writing.open(&tag),
            Ok(Event::Empty(tag)) => {
                writing.open(&tag);
                writing.close(tag.local_name().as_ref());
            }
            Ok(Event::End(tag)) => writing.close(tag.local_name().as_ref()),
            Ok(Event::Text(text)) if writing.is_text() => writing.text.push_str(&text),
            Ok(Event::CData(text)) if writing.is_text() => writing.text.push_str(&text),
            Ok(Event::GeneralRef(name)) if writing.is_text() => writing.text.push_str(&reference(&name)),
            Ok(Event::Eof) => return (writing.text, true),
            Ok(_) => {}
            Err(_) => return (writing.text, false),
        }
    }
}

/// A reader that takes documents as they come.
pub fn reader(source: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    reader
}

/// What `&name;` stands for: the five entities of XML and numbers. Entities of a document type are never resolved.
pub fn reference(name: &BytesRef<'_>) -> String {
    let source = format!("&{};", &**name);
    quick_xml::escape::unescape(&source).map_or_else(|_| source.clone(), |text| text.into_owned())
}

/// The value of an attribute, by local name.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = &*found.value;
    Some(quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), |value| value.into_owned()))
}

/// The targets outside the document that a `.rels` part names: links, templates, pictures to fetch.
pub fn outside_targets(source: &str) -> String {
    let mut reader = reader(source);
    let mut targets = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) if attribute(&tag, "TargetMode").as_deref() == Some("External") => {
                targets.push_str(&attribute(&tag, "Target").unwrap_or_default());
                targets.push('\n');
            }
            _ => {}
        }
    }
    targets
}

struct Writing {
    text: String,
    runs: u32,
    cells: u32,
    dialect: Dialect,
}

impl Writing {
    fn is_text(&self) -> bool {
        self.runs > 0 || self.dialect == Dialect::Anywhere
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "t" | "delText" | "instrText" => self.runs += 1,
            "tc" | "table-cell" => self.cells += 1,
            "tab" => self.text.push('\t'),
            "br" | "cr" | "line-break" => self.text.push('\n'),
            "s" if self.dialect == Dialect::Anywhere => self.text.push(' '),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" | "delText" | "instrText" => self.runs = self.runs.saturating_sub(1),
            "p" | "h" => self.text.push(if self.cells > 0 { ' ' } else { '\n' }),
            "tc" | "table-cell" => {
                self.cells = self.cells.saturating_sub(1);
                self.end_with('\t');
            }
            "tr" | "table-row" => self.end_with('\n'),
            _ => {}
        }
    }

    fn end_with(&mut self, separator: char) {
        if self.text.ends_with([' ', '\t']) {
            self.text.pop();
        }
        self.text.push(separator);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_one_line_a_row() {
        let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let source = format!(
            "<w:p><w:t>Acc&#232;s &amp; codes</w:t></w:p><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr>",
            cell("identifiant"),
            cell("mot de passe"),
            cell("admin"),
            cell("S3cret&lt;")
        );
        assert_eq!(text(&source, Dialect::Runs).0, "Accès & codes\nidentifiant\tmot de passe\nadmin\tS3cret<\n");
    }

    #[test]
    fn what_stands_before_a_flaw_is_kept() {
        assert_eq!(text("<a><w:t>avant</w:t><w:t><!", Dialect::Runs), ("avant".to_owned(), false));
    }

    #[test]
    fn entities_of_a_document_type_stay_as_they_are() {
        let source = "<!DOCTYPE a [<!ENTITY x \"yyyy\">]><a><t>&x;&x;</t></a>";
        assert_eq!(text(source, Dialect::Runs), ("&x;&x;".to_owned(), true));
    }
}
