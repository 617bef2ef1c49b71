//! Commands of a Sieve script: what a rule does.

use super::Arguments;
use crate::triage::mailbox_rules::model::{Actions, Deleting};

/// What a command does.
pub(super) fn act(actions: &mut Actions, word: &str, arguments: &Arguments) {
    let texts = || arguments.texts.iter().map(String::as_str);
    let has = |tag: &str| arguments.tags.iter().any(|own| own == tag);
    match word {
        "redirect" => {
            actions.to.add_all(texts());
            actions.keeps_none |= !has("copy");
        }
        "notify" => actions.to.add_all(texts().filter_map(|text| text.strip_prefix("mailto:"))),
        "fileinto" => {
            actions.folders.add_all(texts().next_back());
            mark(actions, texts());
        }
        "discard" | "reject" | "ereject" => actions.deletes = Some(Deleting::ForGood),
        "addflag" | "setflag" => mark(actions, texts()),
        "keep" => {
            actions.keeps_none = false;
            mark(actions, texts());
        }
        "stop" => actions.stops = true,
        "vacation" => actions.reply.add_all(texts().next_back()),
        "addheader" | "deleteheader" => actions.labels = true,
        _ => {}
    }
}

fn mark<'t>(actions: &mut Actions, texts: impl Iterator<Item = &'t str>) {
    for text in texts {
        let flag = text.to_ascii_lowercase();
        actions.marks_read |= flag.contains("\\seen");
        actions.labels |= flag.contains("\\flagged") || flag.contains('$');
        if flag.contains("\\deleted") {
            actions.deletes = Some(Deleting::Bin);
        }
    }
}
