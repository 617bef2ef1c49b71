//! What lies in spam and quarantine: pointed at where it belongs to an affair that other messages show.

use super::marked::Marked;
use super::{Looked, Verdict};
use crate::evidence::role::Role;

/// Whether a message in spam or quarantine names what a fraud elsewhere names.
pub fn judge(looked: Looked<'_>, marked: &Marked) -> Option<Verdict> {
    if !matches!(looked.role, Role::Junk | Role::Quarantine) {
        return None;
    }
    let common = marked.common(looked)?;
    Some(Verdict::of("junk.linked", 70).with("common", common))
}
