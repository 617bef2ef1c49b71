//! The cells of an xlsx sheet (ECMA-376 part 1, section 18.3): one line a row, cells separated by tabs.

use quick_xml::events::Event;

use super::xml;

/// The text of a sheet.
pub struct Sheet {
    /// one line a row
    pub text: String,
    /// all of it could be read
    pub whole: bool,
    /// bytes copied from shared strings: a small sheet may name a long string a million times
    pub copied: u64,
}

/// The shared strings, which cells name by number.
pub fn shared_strings(source: &str) -> Vec<String> {
    let mut reader = xml::reader(source);
    let (mut strings, mut string) = (Vec::new(), String::new());
    let (mut in_text, mut in_reading_aid) = (false, false);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => in_text = true,
                "rPh" => in_reading_aid = true,
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => strings.push(String::new()),
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => in_reading_aid = false,
                "si" => strings.push(std::mem::take(&mut string)),
                _ => {}
            },
            Event::Text(text) if in_text && !in_reading_aid => string.push_str(&text),
            Event::CData(text) if in_text && !in_reading_aid => string.push_str(&text),
            Event::GeneralRef(name) if in_text && !in_reading_aid => string.push_str(&xml::reference(&name)),
            _ => {}
        }
    }
    strings
}

/// The rows of a sheet, with at most `room` bytes of shared strings.
pub fn rows(source: &str, shared: &[String], room: u64) -> Sheet {
    let mut reader = xml::reader(source);
    let mut sheet = Sheet { text: String::with_capacity(source.len() / 4), whole: true, copied: 0 };
    let (mut value, mut in_value, mut is_shared) = (String::new(), false, false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => match tag.local_name().as_ref() {
                "c" => is_shared = xml::attribute(&tag, "t").as_deref() == Some("s"),
                "v" | "t" => in_value = true,
                _ => {}
            },
            Ok(Event::End(tag)) => match tag.local_name().as_ref() {
                "v" | "t" => in_value = false,
                "c" => {
                    sheet.cell(&std::mem::take(&mut value), is_shared.then_some(shared));
                    if sheet.copied > room {
                        return sheet;
                    }
                }
                "row" => sheet.end_row(),
                _ => {}
            },
            Ok(Event::Text(text)) if in_value => value.push_str(&text),
            Ok(Event::CData(text)) if in_value => value.push_str(&text),
            Ok(Event::GeneralRef(name)) if in_value => value.push_str(&xml::reference(&name)),
            Ok(Event::Eof) => return sheet,
            Ok(_) => {}
            Err(_) => {
                sheet.whole = false;
                return sheet;
            }
        }
    }
}

impl Sheet {
    fn cell(&mut self, value: &str, shared: Option<&[String]>) {
        let text = match shared {
            Some(shared) => {
                let text =
                    value.trim().parse().ok().and_then(|number: usize| shared.get(number)).map_or("", String::as_str);
                self.copied += text.len() as u64;
                text
            }
            None => value,
        };
        self.text.push_str(text);
        self.text.push('\t');
    }

    fn end_row(&mut self) {
        while self.text.ends_with('\t') {
            self.text.pop();
        }
        self.text.push('\n');
    }
}
