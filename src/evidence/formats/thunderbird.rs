//! Thunderbird profiles: mbox files without extension, an index `.msf` beside, children in `.sbd/`; `X-Mozilla-Status` is read per
//! message.

use super::mbox;
use crate::evidence::format::{Candidate, Claim};
use crate::evidence::mutf7;

/// A file without extension that has an index beside it, or lies in an `.sbd` and begins with a postmark.
pub fn judge(file: &Candidate<'_>) -> Option<Claim> {
    if file.extension() == "msf" || file.name().ends_with(".dat") {
        return None;
    }
    let folders = file.folders();
    let below_sbd = folders.iter().any(|name| name.ends_with(".sbd"));
    let has_index = file.has_with_suffix(".msf");
    let is_mailbox = file.size == 0 || mbox::begins_with_postmark(file.head());
    if !is_mailbox || !(has_index || below_sbd) {
        return None;
    }
    let account = ["ImapMail", "Mail"].iter().find_map(|top| folders.iter().position(|name| name == top));
    let mut path: Vec<String> = folders[account.map_or(0, |top| top + 1)..].iter().map(|name| decoded(name)).collect();
    path.push(decoded(&file.name()));
    Some(Claim::mbox(&path.join("/")))
}

fn decoded(name: &str) -> String {
    let name = name.strip_suffix(".sbd").unwrap_or(name);
    mutf7::decode(name).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::evidence::format::claim_in;
    use crate::evidence::role::Role;

    #[test]
    fn an_index_beside_or_an_sbd_above() {
        let head = b"From - Mon Mar 02 09:12:13 2026\nX-Mozilla-Status: 0001\n";
        let path = "Profile/ImapMail/imap.example/INBOX.sbd/Sent";
        let claim = claim_in(&[], path, head);
        assert_eq!((claim.format, &*claim.folder, claim.role), ("thunderbird", "imap.example/INBOX/Sent", Role::Sent));
        assert_eq!(claim_in(&["Mail/Local Folders/Trash.msf"], "Mail/Local Folders/Trash", head).role, Role::Deleted);
        assert_eq!(claim_in(&[], "Mail/x/Trash.msf", b"// <!-- <mdb:mork:z v=\"1.4\"/>").format, "other");
    }
}
