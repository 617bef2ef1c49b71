//! What an attached file holds: its real type, its text, its members, the QR codes in its pictures. Every file was made by an attacker:
//! all work is bounded by a [`Budget`], which counts work and not time, so that the same file always gives the same answer.

mod archive;
mod charset;
mod gather;
mod html;
mod kind;
mod legacy;
mod office;
mod pdf;
mod picture;
mod rtf;
mod sheet;
#[cfg(test)]
mod tests;
mod tnef;
mod xml;

pub use charset::decode as text_of;

use super::mail::{File, Limit, Text};
use gather::{Found, Gathering};

/// How much may still be done for one message. Counts go down; at zero the rest is told as a [`Limit`].
#[derive(Debug, Clone)]
pub struct Budget {
    /// bytes that may still be unpacked
    pub unpacked: u64,
    /// files and members that may still be listed
    pub files: u32,
    /// pixels that may still be searched for QR codes
    pub pixels: u64,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { unpacked: 64 << 20, files: 4096, pixels: 64 << 20 }
    }
}

/// A file to open.
#[derive(Debug, Clone, Copy)]
pub struct Attached<'a> {
    /// the MIME part it stands in
    pub part: &'a str,
    /// its name, decoded
    pub name: &'a str,
    /// its declared type, lower case
    pub declared: &'a str,
    /// its bytes
    pub bytes: &'a [u8],
    /// shown in the text
    pub inline: bool,
}

/// What was found in it.
#[derive(Debug, Default)]
pub struct Opened {
    /// the file itself first, then its members
    pub files: Vec<File>,
    /// texts, in the order in which they stand
    pub texts: Vec<Text>,
    /// messages in it (an .eml in a zip, a TNEF attachment): name, bytes; to be decoded as messages
    pub messages: Vec<(String, Vec<u8>)>,
    /// what was not looked at
    pub limits: Vec<Limit>,
}

/// Opens a file, and the members in it down to a fixed depth. Never fails: what cannot be read, or is more than `budget` allows, is
/// told in [`Opened::limits`]; `budget` goes down by what was done, so that one budget can serve all the files of a message.
pub fn open(file: Attached<'_>, budget: &mut Budget) -> Opened {
    let mut gathering = Gathering::new(file.part, budget);
    gathering.file(&Found {
        name: file.name,
        declared: file.declared,
        bytes: file.bytes,
        whole: None,
        inline: file.inline,
        depth: 0,
    });
    gathering.opened
}
