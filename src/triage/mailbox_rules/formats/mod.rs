//! The formats of rules and settings: each is one file here and one line in [`FORMATS`]; the first that claims a file reads it.

mod audit;
mod exchange;
mod fields;
mod gmail;
mod graph;
mod sieve;
mod table;
mod takeout;
mod thunderbird;

use super::model::MailboxRule;

/// More rules of one file than this are not judged.
pub const MOST_RULES: u32 = 100_000;

/// Reads the rules of a file; false where it is not of this format.
pub type Reader = fn(&SettingText<'_>, &mut Reading<'_>) -> bool;

/// Every format, those that a name betrays first.
pub const FORMATS: &[(&str, Reader)] = &[
    ("thunderbird", thunderbird::read),
    ("gmail", gmail::read),
    ("takeout", takeout::read),
    ("graph", graph::read),
    ("exchange", exchange::read),
    ("audit", audit::read),
    ("sieve", sieve::read),
];

/// A file of an export that is not a message.
#[derive(Debug, Clone, Copy)]
pub struct SettingText<'a> {
    /// its path in the export
    pub path: &'a str,
    /// decoded, line ends LF
    pub text: &'a str,
}

impl SettingText<'_> {
    /// Its name, lower case.
    pub fn name(&self) -> String {
        self.path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase()
    }

    /// What follows the last dot of its name, lower case; empty where there is none.
    pub fn extension(&self) -> String {
        self.name().rsplit_once('.').map(|(_, extension)| extension.to_owned()).unwrap_or_default()
    }

    /// The folder it lies in, lower case; empty where there is none.
    pub fn parent(&self) -> String {
        self.path.rsplit(['/', '\\']).nth(1).unwrap_or_default().to_lowercase()
    }

    /// Whether it holds one of these words, as they are written.
    pub fn holds(&self, words: &[&str]) -> bool {
        words.iter().any(|word| memchr::memmem::find(self.text.as_bytes(), word.as_bytes()).is_some())
    }

    /// Whether it looks like JSON.
    pub fn is_json(&self) -> bool {
        self.text.trim_start().starts_with(['{', '['])
    }
}

/// Takes the rules of a file as they are read.
pub struct Reading<'s> {
    send: &'s mut dyn FnMut(MailboxRule),
    count: u32,
    damaged: bool,
}

impl<'s> Reading<'s> {
    /// `send` is given each rule.
    pub fn of(send: &'s mut dyn FnMut(MailboxRule)) -> Reading<'s> {
        Reading { send, count: 0, damaged: false }
    }

    /// The next rule of the file; its position is set here.
    pub fn push(&mut self, rule: MailboxRule) {
        if !self.is_full() {
            self.count += 1;
            (self.send)(MailboxRule { position: self.count, ..rule });
        }
    }

    /// Rules read so far.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Whether no more are taken.
    pub fn is_full(&self) -> bool {
        self.count >= MOST_RULES
    }

    /// Something could not be read.
    pub fn damage(&mut self) {
        self.damaged = true;
    }

    /// Whether something could not be read.
    pub fn is_damaged(&self) -> bool {
        self.damaged
    }
}

/// For the tests of the formats: the rules of a text, and whether it is damaged; none where no format claims it.
#[cfg(test)]
pub fn read_text(path: &str, text: &str) -> Option<(Vec<MailboxRule>, bool)> {
    let mut rules = Vec::new();
    let mut send = |rule| rules.push(rule);
    let mut reading = Reading::of(&mut send);
    let file = SettingText { path, text };
    let claimed = FORMATS.iter().any(|(_, read)| read(&file, &mut reading));
    let damaged = reading.is_damaged();
    claimed.then_some((rules, damaged))
}
