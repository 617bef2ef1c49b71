//! Outlook data files (PST, OST; [MS-PST] section 2.2.2.6: the magic `!BDN`): preserved, their messages are not read yet.

use crate::evidence::defect::DefectKind;
use crate::evidence::format::{Candidate, Claim, Kind};

const HOW: &str = "an Outlook data file is preserved and hashed, its messages are not read: convert a copy without loss with \
                   `readpst -D -r -o OUT FILE` and give OUT as another SOURCE";

/// By magic number, whatever the name.
pub fn judge(file: &Candidate<'_>) -> Option<Claim> {
    file.head().starts_with(b"!BDN").then(|| Claim::opaque(Kind::Pst, Some((DefectKind::NotRead, HOW))))
}

#[cfg(test)]
mod tests {
    use crate::evidence::format::{Kind, claim_in};

    #[test]
    fn a_pst_is_known_by_its_magic() {
        let claim = claim_in(&[], "x.dat", b"!BDN\0\0\0\0SM");
        assert_eq!((claim.format, claim.kind), ("pst", Kind::Pst));
        assert!(claim.notice.is_some_and(|(_, how)| how.contains("readpst -D -r")));
    }
}
