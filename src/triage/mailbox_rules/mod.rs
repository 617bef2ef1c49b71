//! Rules and settings that an intruder leaves in a mailbox (fiche, actions 2.a and 6.a): read from the files of an export that are no
//! messages, brought to one [`model`], and judged by what they do together ([`judge`]).

mod description;
mod folded;
pub mod formats;
pub mod found;
mod json;
pub mod judge;
mod lexicon;
pub mod model;
mod odd_name;
mod query;
pub mod target;

use formats::{FORMATS, Reading, SettingText};
use model::MailboxRule;

use crate::message::attached::text_of;

/// Bytes of a file that are read.
pub const LONGEST: usize = 64 << 20;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// the format that claimed it; none where it holds no rules
    pub format: Option<&'static str>,
    /// something in it could not be read
    pub damaged: bool,
    /// it holds more rules than are judged
    pub too_many: bool,
}

/// Gives every rule of a file to `send`, with the file's text.
pub fn read(path: &str, bytes: &[u8], send: &mut dyn FnMut(MailboxRule, &str)) -> Outcome {
    let nothing = Outcome { format: None, damaged: false, too_many: false };
    let Some(text) = text_of(bytes) else { return nothing };
    let file = SettingText { path, text: &text };
    let mut send = |rule| send(rule, &text);
    let mut reading = Reading::of(&mut send);
    let format = FORMATS.iter().find(|(_, read)| read(&file, &mut reading)).map(|(name, _)| *name);
    Outcome { format, damaged: format.is_some() && reading.is_damaged(), too_many: reading.is_full() }
}

/// Whether a file can hold rules, by its path.
pub fn may_hold_rules(path: &str) -> bool {
    let file = SettingText { path, text: "" };
    let (name, extension) = (file.name(), file.extension());
    let known = ["sieve", "siv", "json", "jsonl", "ndjson", "csv", "tsv", "xml", "txt"].contains(&extension.as_str());
    // What hangs on a message that pffexport unpacked is a file of its sender.
    let attached = file.parent() == "attachments";
    !attached && (known || name == "msgfilterrules.dat" || file.parent() == "sieve")
}
