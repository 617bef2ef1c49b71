//! Apple Mail (`.emlx`, `.partial.emlx` below `Folder.mbox/Messages/`): a line with a length, the message, a property list.

use crate::evidence::format::{Candidate, Claim};
use crate::evidence::splitter::Framing;

/// By name.
pub fn judge(file: &Candidate<'_>) -> Option<Claim> {
    if file.extension() != "emlx" {
        return None;
    }
    let kept =
        |name: &String| !matches!(name.as_str(), "Messages" | "Data") && !name.bytes().all(|b| b.is_ascii_digit());
    let folders: Vec<String> = file.folders().iter().filter(|name| kept(name)).map(|name| bundle_name(name)).collect();
    let folder = if folders.is_empty() { file.folder() } else { folders.join("/") };
    Some(Claim { framing: Framing::Emlx, ..Claim::single(&folder) })
}

fn bundle_name(name: &str) -> String {
    name.strip_suffix(".mbox").unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::format::claim_in;

    #[test]
    fn the_bundle_is_the_folder() {
        let claim = claim_in(&[], "Sent Messages.mbox/Data/3/Messages/12.partial.emlx", b"");
        assert_eq!((claim.framing, &*claim.folder), (Framing::Emlx, "Sent Messages"));
    }
}
