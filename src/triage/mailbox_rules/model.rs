//! A rule or setting of a mailbox, whatever product wrote it: what it looks for, what it does, who made it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::evidence::role::Role;

/// More values of one condition or action than this are not kept.
const MOST_VALUES: usize = 256;
/// More bytes of one value than this are not kept.
const LONGEST_VALUE: usize = 2 << 10;
/// More bytes of all values of one list than this are not kept.
const LONGEST_VALUES: usize = 8 << 10;

/// Texts of a rule, at most 256 and 8 KiB together, so that no rule costs more than it can say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    values: Vec<String>,
    bytes: usize,
}

impl Values {
    /// Adds a text, trimmed; an empty one and what is there already are left out.
    pub fn add(&mut self, value: &str) {
        let value = cut(value.trim(), LONGEST_VALUE);
        let full = self.values.len() >= MOST_VALUES || self.bytes + value.len() > LONGEST_VALUES;
        if !value.is_empty() && !full && !self.values.iter().any(|known| known == value) {
            self.bytes += value.len();
            self.values.push(value.to_owned());
        }
    }

    /// Adds several.
    pub fn add_all<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) {
        values.into_iter().take(MOST_VALUES).for_each(|value| self.add(value));
    }

    /// In the order in which they stand.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(String::as_str)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// On one line.
    pub fn told(&self) -> String {
        self.values.join(", ")
    }
}

impl<'a> FromIterator<&'a str> for Values {
    fn from_iter<I: IntoIterator<Item = &'a str>>(values: I) -> Values {
        let mut all = Values::default();
        all.add_all(values);
        all
    }
}

/// The first `most` bytes, at a character.
pub fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What a rule looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conditions {
    /// words in the subject or the text
    pub words: Values,
    /// senders, or parts of them
    pub senders: Values,
    /// recipients, or parts of them
    pub recipients: Values,
    /// fields that lists and programs write: `list-id ...`, `x-spam-flag YES`, a kind of message
    pub marks: Values,
    /// what else is asked: a size, an attachment
    pub others: Values,
    /// it asks nothing that a message might not have
    pub everything: bool,
}

impl Conditions {
    /// Whether nothing is asked at all.
    pub fn is_empty(&self) -> bool {
        self.lists().iter().all(|(_, values)| values.is_empty())
    }

    /// On one line.
    pub fn told(&self) -> String {
        let lists = self.lists();
        let told = lists.iter().filter(|(_, values)| !values.is_empty());
        let told: Vec<String> = told.map(|(word, values)| format!("{word}: {}", values.told())).collect();
        match self.everything && told.is_empty() {
            true => "all".to_owned(),
            false => told.join("; "),
        }
    }

    fn lists(&self) -> [(&'static str, &Values); 5] {
        [
            ("words", &self.words),
            ("from", &self.senders),
            ("to", &self.recipients),
            ("mark", &self.marks),
            ("other", &self.others),
        ]
    }
}

/// How a message is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Deleting {
    /// into the bin
    Bin,
    /// nothing is left of it
    ForGood,
}

/// What a rule does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actions {
    /// addresses that get the message: forwarded, redirected, copied
    pub to: Values,
    /// the mailbox keeps no copy of what it sends on, by the way it is sent on
    pub keeps_none: bool,
    /// it is deleted
    pub deletes: Option<Deleting>,
    /// folders into which it is moved or copied, as the product writes them
    pub folders: Values,
    /// it is taken out of the inbox, into no folder in particular (Gmail)
    pub archives: bool,
    /// it is marked as read
    pub marks_read: bool,
    /// rules after this one do not see it
    pub stops: bool,
    /// it is answered with this text
    pub reply: Values,
    /// where answers to the owner's own mail go
    pub answers_to: Values,
    /// it gets a label, a flag, a category, an importance
    pub labels: bool,
}

impl Actions {
    /// The words of what it does.
    pub fn told(&self) -> String {
        let words = [
            (!self.to.is_empty(), "forward"),
            (self.keeps_none, "keep-no-copy"),
            (self.deletes == Some(Deleting::Bin), "delete"),
            (self.deletes == Some(Deleting::ForGood), "delete-for-good"),
            (!self.folders.is_empty(), "move"),
            (self.archives, "archive"),
            (self.marks_read, "mark-read"),
            (self.stops, "stop"),
            (!self.reply.is_empty(), "reply"),
            (!self.answers_to.is_empty(), "reply-to"),
            (self.labels, "label"),
        ];
        let said = words.iter().filter(|(does, _)| *does).map(|(_, word)| *word);
        said.collect::<Vec<_>>().join(" ")
    }

    /// What the folders are for.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        self.folders.iter().map(role)
    }
}

/// What a folder is for, by its name as a product writes it: `imap://user@host/INBOX/RSS`, `INBOX.Trash`, `\\RSS Feeds`, `deleteditems`.
pub fn role(folder: &str) -> Role {
    let path = folder.replace('\\', "/");
    let path = path.trim_matches([':', '/', ' ']);
    let dotted = if path.contains('/') { path.to_owned() } else { path.replace('.', "/") };
    let known = match path.to_lowercase().as_str() {
        "deleteditems" | "recoverableitemsdeletions" => Some(Role::Deleted),
        "junkemail" => Some(Role::Junk),
        "conversationhistory" | "syncissues" | "conflicts" | "localfailures" | "serverfailures" => Some(Role::Hiding),
        _ => None,
    };
    known.unwrap_or_else(|| match Role::of_folder(path) {
        Role::Other => Role::of_folder(&dotted),
        role => role,
    })
}

/// Somebody else gets at the mailbox.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// who, as written
    pub who: String,
    /// which rights, as written
    pub rights: String,
}

/// Who made a rule, when, from where, where an audit log tells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// account
    pub by: String,
    /// IP address
    pub ip: String,
    /// as written
    pub time: String,
    /// `New-InboxRule`
    pub operation: String,
}

/// One rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxRule {
    /// as its maker calls it, blanks and all; none where the product has no names
    pub name: Option<String>,
    /// it was switched off
    pub disabled: bool,
    /// which one of its file, from 1
    pub position: u32,
    /// what it looks for
    pub conditions: Conditions,
    /// what it does
    pub actions: Actions,
    /// whom it lets in
    pub grant: Option<Grant>,
    /// it is a rule of the whole organisation, not of a mailbox
    pub of_organisation: bool,
    /// whose mailbox, where that is told
    pub mailbox: String,
    /// by whom
    pub made: Made,
    /// bytes of the text of its file
    pub span: Range<usize>,
}

impl MailboxRule {
    /// One that does nothing yet.
    pub fn at(span: Range<usize>) -> MailboxRule {
        MailboxRule { span, ..MailboxRule::default() }
    }

    /// Whether it does anything worth a judgement.
    pub fn acts(&self) -> bool {
        self.grant.is_some() || self.actions != Actions::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_have_roles_however_they_are_written() {
        let cases = [
            ("imap://x%40y.example@host/INBOX/RSS Feeds", Role::Hiding),
            ("INBOX.Trash", Role::Deleted),
            (":\\Conversation History", Role::Hiding),
            ("deleteditems", Role::Deleted),
            ("Archives/2019", Role::Archive),
            ("Fournisseurs.Scierie", Role::Other),
        ];
        for (folder, expected) in cases {
            assert_eq!(role(folder), expected, "{folder}");
        }
    }

    #[test]
    fn no_list_of_values_grows_without_end() {
        let long = "é".repeat(5000);
        let many: Vec<String> = (0..10_000).map(|number| format!("{long}{number}")).collect();
        let values: Values = many.iter().map(String::as_str).collect();
        assert!(values.told().len() < 3 * LONGEST_VALUES);
        let short: Values = (0..1000).map(|n| if n % 2 == 0 { "a" } else { "b" }).collect();
        assert_eq!(short.told(), "a, b");
    }
}
