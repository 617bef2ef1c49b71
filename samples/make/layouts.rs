//! Every export format, one function each: files of many messages in `mboxes.rs`, trees of single messages in `trees.rs`.

use super::mailbox::{Mailbox, Message};
use super::tree::Tree;
use super::{mboxes, rules, trees};

/// Writes the mailbox in all formats.
pub fn write_all(mailbox: &Mailbox, tree: &mut Tree) {
    mboxes::mbox(mailbox, tree);
    mboxes::thunderbird(mailbox, tree);
    mboxes::takeout(mailbox, tree);
    mboxes::readpst(mailbox, tree);
    trees::eml(mailbox, tree);
    trees::maildir(mailbox, tree);
    trees::mh(mailbox, tree);
    trees::readpst_numbers(mailbox, tree);
    trees::readpst_eml(mailbox, tree);
    trees::pffexport(mailbox, tree);
    rules::write(tree);
}

/// The short selection that the small formats hold: each message that the story marks.
pub fn is_in_short_selection(message: &Message) -> bool {
    message.letter.has("few")
}

/// LF to CRLF.
pub fn crlf(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 40);
    for byte in bytes {
        if *byte == b'\n' {
            out.push(b'\r');
        }
        out.push(*byte);
    }
    out
}

/// The `From ` quoting of mboxrd: one `>` more before each line of `>`* and `From `.
pub fn mboxrd(bytes: &[u8]) -> Vec<u8> {
    let quoted = |line: &[u8]| {
        let after = line.iter().position(|byte| *byte != b'>').map_or(&line[line.len()..], |start| &line[start..]);
        after.starts_with(b"From ")
    };
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if quoted(line) {
            out.push(b'>');
        }
        out.extend_from_slice(line);
    }
    out
}
