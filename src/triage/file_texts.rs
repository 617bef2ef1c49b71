//! Which text of a message is that of which file, without looking through all of them for each.

use std::collections::BTreeMap;

use crate::message::mail::{File, Mail, PlaceKind};

/// The texts of the files of a message.
pub struct FileTexts<'m> {
    mail: &'m Mail,
    by_file: BTreeMap<(&'m str, &'m str), usize>,
}

impl<'m> FileTexts<'m> {
    /// Of a message. Where several files of one part have the same name, the first text stands for all.
    pub fn of(mail: &'m Mail) -> FileTexts<'m> {
        let mut by_file = BTreeMap::new();
        for (number, text) in mail.texts.iter().enumerate() {
            if text.place.kind == PlaceKind::Attachment {
                by_file.entry((text.place.part.as_str(), text.place.name.as_str())).or_insert(number);
            }
        }
        FileTexts { mail, by_file }
    }

    /// The text of a file and its number; none where it has no text.
    pub fn of_file(&self, file: &File) -> Option<(usize, &'m str)> {
        let number = *self.by_file.get(&(file.part.as_str(), file.name.as_str()))?;
        Some((number, self.mail.texts.get(number)?.content.as_str()))
    }
}
