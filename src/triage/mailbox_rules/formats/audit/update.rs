//! `UpdateInboxRules`: rules that Outlook changed, with conditions and actions in the words of MAPI.

use super::super::fields::Fields;
use crate::triage::mailbox_rules::json::{Object, inside, roots};
use crate::triage::mailbox_rules::model::{Actions, Deleting, MailboxRule};

/// Reads the properties of the record.
pub fn read(fields: &Fields, rule: &mut MailboxRule) {
    rule.name = fields.has("rulename").then(|| fields.first("rulename").to_owned());
    let removed = fields.first("ruleoperation").to_lowercase().contains("remove");
    let state = fields.first("rulestate").to_lowercase();
    rule.disabled = removed || state.contains("disabled") || (!state.is_empty() && !state.contains("enabled"));
    asked(fields.first("rulecondition"), rule);
    rule.actions = actions(fields.first("ruleactions"));
    rule.actions.stops |= state.contains("exitafterexecution");
}

/// `(Subject SubString(SubString, IgnoreCase) virement)`, `(SenderSearchKey Equal SMTP:A@B.EXAMPLE)`.
fn asked(condition: &str, rule: &mut MailboxRule) {
    const SENDER: [&str; 4] = ["SenderSearchKey ", "SenderEmailAddress ", "SentRepresenting", "SenderName "];
    const WORDS: [&str; 4] = ["Subject ", "Body ", "SubjectPrefix", "TransportMessageHeaders "];
    let asked = &mut rule.conditions;
    for term in
        condition.split(['(', ')', '{', '}']).scan("", |field, piece| Some(named(field, piece, &[&SENDER, &WORDS])))
    {
        let (field, value) = term;
        if SENDER.contains(&field) {
            asked.senders.add(value.trim_start_matches("SMTP:"));
        } else if WORDS.contains(&field) {
            asked.words.add(value);
        }
    }
    if asked.is_empty() && !condition.trim().is_empty() {
        asked.others.add(condition);
    }
    asked.everything =
        condition.trim().is_empty() || condition.contains("MessageClass Exist") && asked.words.is_empty();
}

/// The field that a piece is about, and what it is compared with.
fn named<'t>(field: &mut &'t str, piece: &'t str, known: &[&[&'static str]]) -> (&'static str, &'t str) {
    let own = known.iter().flat_map(|names| names.iter()).find(|name| piece.trim_start().starts_with(name.trim_end()));
    let before =
        known.iter().flat_map(|names| names.iter()).find(|name| field.trim_start().starts_with(name.trim_end()));
    match own {
        Some(own) => {
            *field = piece;
            let value = piece.split_once(" Equal ").map_or("", |(_, value)| value);
            (own, value.trim())
        }
        None if piece.contains("IgnoreCase") || piece.contains("SubString") => ("", ""),
        None => {
            *field = "";
            (before.copied().unwrap_or(""), piece.trim())
        }
    }
}

fn actions(text: &str) -> Actions {
    let mut actions = Actions::default();
    let lists = roots(text).map(|(_, value)| value);
    let elements = lists.flat_map(|list| match text.as_bytes()[list.start] {
        b'[' => inside(text, list).map(|(_, value)| value).take(100).collect(),
        _ => vec![list],
    });
    for action in elements.take(100).filter_map(|span| Object::of(text, span)) {
        match action.first("actiontype").to_lowercase().as_str() {
            "forward" | "redirect" | "delegate" => {
                actions.to.add_all(action.texts("recipients").iter().map(String::as_str))
            }
            "move" | "copy" => {
                let named =
                    ["destinationfoldername", "foldername", "destinationfolderid"].map(|name| action.first(name));
                actions.folders.add_all(named.iter().map(String::as_str).find(|name| !name.is_empty()));
            }
            "delete" => actions.deletes = Some(Deleting::Bin),
            "permanentdelete" | "harddelete" => actions.deletes = Some(Deleting::ForGood),
            "markasread" => actions.marks_read = true,
            "tag" => actions.labels = true,
            _ => {}
        }
    }
    actions
}
