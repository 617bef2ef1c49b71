//! Containers (zip, gzip, tar, 7z, rar) given as part of an export: preserved whole; what is inside is not read yet.

use crate::evidence::defect::DefectKind;
use crate::evidence::format::{Candidate, Claim, Kind};

const HOW: &str = "a container is preserved and hashed, what is inside is not read: unpack a copy and give the folder as another SOURCE";

/// By name: a .docx or .jar is a zip too, but no export.
pub fn judge(file: &Candidate<'_>) -> Option<Claim> {
    let container =
        matches!(file.extension().as_str(), "zip" | "tar" | "tgz" | "gz" | "bz2" | "xz" | "zst" | "7z" | "rar");
    container.then(|| Claim::opaque(Kind::Companion, Some((DefectKind::NotRead, HOW))))
}

#[cfg(test)]
mod tests {
    use crate::evidence::format::claim_in;

    #[test]
    fn a_takeout_that_was_not_unpacked() {
        let claim = claim_in(&[], "takeout-20260402.zip", b"PK\x03\x04");
        assert!(claim.notice.is_some_and(|(_, how)| how.contains("unpack")));
    }
}
