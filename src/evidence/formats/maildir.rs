//! Maildir and Maildir++ (`cur`, `new`, `tmp`; flags after `:2,`, on Windows `;2,` or `!2,`). A missing empty `new/` is normal.

use std::path::Path;

use crate::evidence::format::{Candidate, Claim};
use crate::evidence::mutf7;
use crate::evidence::role::Role;

/// Every file in a `cur`, `new` or `tmp` whose name is not one of the server's own.
pub fn judge(file: &Candidate<'_>) -> Option<Claim> {
    let is_maildir = ["cur", "new", "tmp"].iter().any(|name| file.is_in(name));
    if !is_maildir || is_index(&file.name()) {
        return None;
    }
    let name = file.name();
    let flags = flags(&name);
    let claim = Claim::single(&folder(file));
    let role = match () {
        _ if flags.contains('T') => Role::Deleted,
        _ if flags.contains('D') => Role::Drafts,
        _ => claim.role,
    };
    Some(Claim { role, flags: flags.into(), ..claim })
}

fn is_index(name: &str) -> bool {
    name.starts_with("dovecot") || name.starts_with('.') || name == "maildirsize" || name == "subscriptions"
}

/// The letters after the version of the info part: `1774.M1P2.host:2,RS` gives `RS`.
fn flags(name: &str) -> &str {
    let info = [":2,", ";2,", "!2,"].iter().find_map(|mark| name.rsplit_once(mark));
    let letters = info.map_or("", |(_, letters)| letters);
    let end = letters.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(letters.len());
    &letters[..end]
}

/// The folder of the mailbox that the directory stands for.
fn folder(file: &Candidate<'_>) -> String {
    let mut folders = file.folders();
    folders.pop();
    let directory: &Path = file.relative.parent().and_then(Path::parent).unwrap_or(Path::new(""));
    let Some(last) = folders.last().cloned() else { return "INBOX".to_owned() };
    if let Some(dotted) = last.strip_prefix('.') {
        folders.pop();
        folders.extend(dotted.split('.').map(decoded));
    } else if has_dotted_folders(file, directory) {
        folders.push("INBOX".to_owned());
    } else {
        folders = folders.iter().map(|name| decoded(name)).collect();
    }
    folders.join("/")
}

fn has_dotted_folders(file: &Candidate<'_>, directory: &Path) -> bool {
    file.tree.below(directory).any(|path| {
        let inside = path.strip_prefix(directory).ok().and_then(|rest| rest.components().next());
        inside.is_some_and(|first| {
            first.as_os_str().as_encoded_bytes().starts_with(b".") && path.components().count() > 2
        })
    })
}

fn decoded(name: &str) -> String {
    mutf7::decode(name).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::format::claim_in;

    #[test]
    fn folders_and_flags() {
        let claim = claim_in(&[], ".&AMk-l&AOk-ments envoy&AOk-s.2025/cur/1.M1.h:2,S", b"");
        assert_eq!((&*claim.folder, &*claim.flags, claim.role), ("Éléments envoyés/2025", "S", Role::Sent));
        assert_eq!(&*claim_in(&[], "cur/1.M1.h;2,RS", b"").folder, "INBOX");
        assert_eq!(claim_in(&[], "new/1.M1.h", b"").role, Role::Inbox);
        assert_eq!(claim_in(&[], "cur/1.M1.h!2,ST", b"").role, Role::Deleted);
        assert_eq!(&*claim_in(&["Maildir/.Sent/cur/2"], "Maildir/cur/1", b"").folder, "Maildir/INBOX");
        assert_eq!(&*claim_in(&[], "Sent/cur/1", b"").folder, "Sent");
    }

    #[test]
    fn the_files_of_the_server_are_no_messages() {
        assert_eq!(claim_in(&[], "cur/dovecot.index.log", b"").format, "other");
    }
}
