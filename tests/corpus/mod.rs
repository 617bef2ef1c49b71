//! Where the real exports are that the tests read: never part of this repository. A test that does not find them says so
//! and passes.

use std::path::{Path, PathBuf};

/// A folder or file of the corpus: below `SCELLE_CORPUS`, or below `../shared/corpus` beside the repository.
#[expect(clippy::print_stderr, reason = "a test that was skipped must say so")]
pub fn corpus(below: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let path = std::env::var_os("SCELLE_CORPUS").map_or_else(beside, PathBuf::from).join(below);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there (set SCELLE_CORPUS)", path.display());
    None
}
