//! Trees of readpst (libpst): `Folder/mbox` with `-r`, `Folder.mbox` flat by default, numbered `.eml` with `-e`, bare numbers with `-S` and `-M`.
//! Its postmark quotes the address: `From "a@b" Thu Sep 30 17:30:56 2021`.

use std::ffi::OsStr;

use memchr::memmem;

use super::{mbox, mh};
use crate::evidence::format::{Candidate, Claim};

const HOW: &str = "made by readpst from an Outlook data file, not the bytes the server held; without its option -D it leaves the \
                   deleted items out";

/// An mbox with readpst's postmark.
pub fn judge_mbox(file: &Candidate<'_>) -> Option<Claim> {
    let quoted = file.head().starts_with(b"From \"") && mbox::begins_with_postmark(file.head());
    let empty = file.name() == "mbox" && file.size == 0;
    (quoted || empty).then(|| Claim::mbox(&folder(file)).derived(HOW))
}

/// A numbered message below a folder that is called as Outlook calls the top of a data file, or that betrays readpst itself: by the
/// boundary it puts into every message of several parts, or by attachments beside it that begin with its number (`-S`).
pub fn judge_single(file: &Candidate<'_>) -> Option<Claim> {
    let stem = file.stem();
    let numbered = !stem.is_empty() && stem.bytes().all(|b| b.is_ascii_digit());
    let below_top = || file.folders().iter().any(|name| is_outlook_top(name));
    let has_its_boundary = || memmem::find(file.head(), b"boundary=\"--boundary-LibPST-iamunique-").is_some();
    let is_mh = || file.has_beside(OsStr::new(".mh_sequences"));
    let has_attachments = || file.extension().is_empty() && file.has_beside_beginning(&format!("{stem}-")) && !is_mh();
    if !numbered || !(below_top() || has_attachments() || has_its_boundary()) {
        return None;
    }
    let claim = if file.extension() == "eml" { Some(Claim::single(&file.folder())) } else { mh::judge(file) };
    claim.map(|claim| claim.derived(HOW))
}

fn is_outlook_top(name: &str) -> bool {
    let tops = [
        "Outlook Data File",
        "Fichier de données Outlook",
        "Personal Folders",
        "Dossiers personnels",
        "Outlook-Datendatei",
    ];
    tops.contains(&name) || name.starts_with("Top of ") || name.starts_with("Haut du fichier")
}

/// `-k` (KMail) hides folders as `.Name.directory`; the other modes name them plainly.
fn folder(file: &Candidate<'_>) -> String {
    let plain = mbox::folder(file);
    let names: Vec<&str> = plain.split('/').map(|name| kmail_name(name).unwrap_or(name)).collect();
    let mut kept: Vec<&str> = Vec::new();
    for name in names {
        if !(plain.contains(".directory/") && kept.last() == Some(&name)) {
            kept.push(name);
        }
    }
    kept.join("/")
}

fn kmail_name(name: &str) -> Option<&str> {
    name.strip_prefix('.')?.strip_suffix(".directory")
}

#[cfg(test)]
mod tests {
    use crate::evidence::format::claim_in;

    #[test]
    fn every_mode_is_known() {
        let head = b"From \"a@b\" Thu Sep 30 17:30:56 2021\nReceived: x\n\n";
        for (path, folder) in [
            ("Outlook Data File/Inbox/mbox", "Outlook Data File/Inbox"),
            ("Inbox.mbox", "Inbox"),
            (".Outlook Data File.directory/.Inbox.directory/Inbox.mbox", "Outlook Data File/Inbox"),
        ] {
            let claim = claim_in(&[], path, head);
            assert_eq!((claim.format, &*claim.folder), ("readpst-mbox", folder), "{path}");
            assert!(claim.notice.is_some());
        }
        assert_eq!(claim_in(&[], "Outlook Data File/Inbox/1.eml", b"Received: x\n").format, "readpst-eml");
        assert_eq!(claim_in(&[], "export/Outlook Data File/Inbox/1", b"Received: x\n").format, "readpst-eml");
        assert_eq!(claim_in(&[], "Outlook Data File/Inbox/1-facture.pdf", b"%PDF").format, "other");
        let tree = ["Courrier/1-facture.pdf", "Courrier/2", "Mail/12", "Mail/12.txt"];
        assert_eq!(claim_in(&tree, "Courrier/1", b"Received: x\n").format, "readpst-eml", "an attachment is beside it");
        assert_eq!(claim_in(&tree, "Courrier/2", b"Received: x\n").format, "mh");
        assert_eq!(claim_in(&tree, "Mail/12", b"Received: x\n").format, "mh");
        let parts = b"Content-Type: multipart/mixed;\n\tboundary=\"--boundary-LibPST-iamunique-1441259845_-_-\"\n\n";
        assert_eq!(claim_in(&tree, "Courrier/2", parts).format, "readpst-eml");
        assert_eq!(claim_in(&tree, "Courrier/2.eml", parts).format, "readpst-eml");
        assert_eq!(claim_in(&tree, "Courrier/facture.eml", parts).format, "eml", "forwarded from elsewhere, perhaps");
    }
}
