//! Outlook messages and templates (MSG, OFT: compound files, [MS-CFB]): preserved, not read yet.

use crate::evidence::defect::DefectKind;
use crate::evidence::format::{Candidate, Claim, Kind};

const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const HOW: &str = "an Outlook message is preserved and hashed, its content is not read: convert a copy with `msgconvert FILE` \
                   and give the .eml as another SOURCE";

/// By name and magic number: other compound files (.doc, .xls) are attachments beside.
pub fn judge(file: &Candidate<'_>) -> Option<Claim> {
    let named = matches!(file.extension().as_str(), "msg" | "oft");
    (named && file.head().starts_with(COMPOUND_FILE))
        .then(|| Claim::opaque(Kind::Msg, Some((DefectKind::NotRead, HOW))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::format::claim_in;

    #[test]
    fn a_msg_needs_name_and_magic() {
        assert_eq!(claim_in(&[], "x.msg", COMPOUND_FILE).format, "msg");
        assert_eq!(claim_in(&[], "x.doc", COMPOUND_FILE).format, "other");
        assert_eq!(claim_in(&[], "x.msg", b"From: a@b\nTo: c@d\n\n").format, "eml");
    }
}
