//! Google Takeout: one mbox for all mail, the labels of each message in `X-Gmail-Labels`.

use memchr::memmem;

use super::mbox;
use crate::evidence::format::{Candidate, Claim};

/// An mbox whose first message carries Gmail's own fields.
pub fn judge(file: &Candidate<'_>) -> Option<Claim> {
    let gmail =
        [&b"\nX-Gmail-Labels:"[..], b"\nX-GM-THRID:"].iter().any(|mark| memmem::find(file.head(), mark).is_some());
    let is_takeout = gmail && mbox::begins_with_postmark(file.head());
    is_takeout.then(|| Claim { labelled: true, ..Claim::mbox(&mbox::folder(file)) })
}

#[cfg(test)]
mod tests {
    use crate::evidence::format::claim_in;

    #[test]
    fn gmail_fields_make_it_takeout() {
        let head = b"From 18@xxx Mon Mar 02 09:12:13 +0000 2026\nX-GM-THRID: 1\nX-Gmail-Labels: Spam\n\n";
        let claim = claim_in(&[], "Takeout/Mail/All.mbox", head);
        assert_eq!((claim.format, claim.labelled), ("takeout", true));
    }
}
