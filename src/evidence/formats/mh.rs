//! MH (RFC-less, nmh): one file a message, named by a number, beside `.mh_sequences`. Also what `readpst -S` and `-M` make.

use crate::evidence::format::{Candidate, Claim};
use crate::evidence::header;

/// By name and first line.
pub fn judge(file: &Candidate<'_>) -> Option<Claim> {
    let name = file.name();
    let numbered = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    if !numbered || header::parse(file.head()).fields.is_empty() {
        return None;
    }
    Some(Claim::single(&file.folder()))
}

#[cfg(test)]
mod tests {
    use crate::evidence::format::claim_in;

    #[test]
    fn a_numbered_file_with_a_header() {
        assert_eq!(claim_in(&[".mh_sequences"], "inbox/12", b"Received: x\n").format, "mh");
        assert_eq!(claim_in(&[], "inbox/12", b"\x7fELF").format, "other");
    }
}
