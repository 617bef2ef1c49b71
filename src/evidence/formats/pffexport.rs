//! Trees of pffexport (libpff): one folder a message, `MessageNNNNN/` with `InternetHeaders.txt`, `OutlookHeaders.txt`, bodies and
//! `Attachments/`. The header file anchors the message; the rest are its parts.

use crate::evidence::format::{Candidate, Claim, Kind};
use crate::evidence::splitter::Framing;

const INTERNET: &str = "InternetHeaders.txt";
const OUTLOOK: &str = "OutlookHeaders.txt";
const HOW: &str =
    "made by pffexport from an Outlook data file: header and bodies in separate files, not the bytes the server held";

/// Files below a folder called `MessageNNNNN`.
pub fn judge(file: &Candidate<'_>) -> Option<Claim> {
    let folders = file.folders();
    let item = folders.iter().position(|name| is_item(name))?;
    let name = file.name();
    let anchor = match () {
        _ if item + 1 != folders.len() => false,
        _ if name == INTERNET => true,
        _ => name == OUTLOOK && !file.has_beside(INTERNET.as_ref()),
    };
    if !anchor {
        return Some(Claim::opaque(Kind::Companion, None));
    }
    let claim = Claim::single(&folders[..item].join("/")).derived(HOW);
    Some(Claim { framing: Framing::Anchor, ..claim })
}

fn is_item(folder: &str) -> bool {
    folder.strip_prefix("Message").is_some_and(|number| number.len() == 5 && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::format::claim_in;

    #[test]
    fn the_header_file_is_the_message() {
        let tree = ["Top/Inbox/Message00001/OutlookHeaders.txt", "Top/Inbox/Message00001/Attachments/1_a.pdf"];
        let claim = claim_in(&tree, "Top/Inbox/Message00001/InternetHeaders.txt", b"");
        assert_eq!((claim.framing, &*claim.folder), (Framing::Anchor, "Top/Inbox"));
        let with = ["Top/Inbox/Message00001/InternetHeaders.txt"];
        assert_eq!(claim_in(&with, tree[0], b"").framing, Framing::Opaque);
        assert_eq!(claim_in(&with, tree[1], b"").framing, Framing::Opaque);
        assert_eq!(
            claim_in(&[], tree[0], b"").framing,
            Framing::Anchor,
            "a message that was sent has no internet header"
        );
    }
}
