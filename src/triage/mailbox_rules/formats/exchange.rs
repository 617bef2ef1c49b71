//! What `Get-InboxRule` (and `Get-TransportRule`) tells, as JSON or as a table.

use std::ops::Range;

use super::fields::{Fields, actions, conditions, split};
use super::table::Table;
use super::{Reading, SettingText};
use crate::triage::mailbox_rules::description;
use crate::triage::mailbox_rules::json::{Object, walk};
use crate::triage::mailbox_rules::model::MailboxRule;

/// Fields of which a rule of Exchange has several.
const TELLING: [&str; 9] = [
    "movetofolder",
    "forwardto",
    "redirectto",
    "deletemessage",
    "stopprocessingrules",
    "subjectcontainswords",
    "ruleidentity",
    "forwardasattachmentto",
    "markasread",
];

/// Reads a file.
pub fn read(file: &SettingText<'_>, reading: &mut Reading<'_>) -> bool {
    if file.is_json() { read_json(file, reading) } else { read_table(file, reading) }
}

fn read_json(file: &SettingText<'_>, reading: &mut Reading<'_>) -> bool {
    if !file.holds(&["RuleIdentity", "MoveToFolder", "ForwardTo", "DeleteMessage", "StopProcessingRules"]) {
        return false;
    }
    let before = reading.count();
    let whole = walk(file.text, &mut |object| {
        let is = is_rule(object);
        if is {
            reading.push(rule(&Fields::of_object(object), object.span.clone()));
        }
        is
    });
    let found = reading.count() > before;
    if found && !whole {
        reading.damage();
    }
    found
}

fn is_rule(object: &Object<'_>) -> bool {
    let telling = TELLING.iter().filter(|name| object.place(name).is_some()).count();
    let described = object.has(&["description", "enabled", "priority"]);
    object.has(&["name"]) && !object.has(&["operation"]) && (telling >= 2 || described)
}

fn read_table(file: &SettingText<'_>, reading: &mut Reading<'_>) -> bool {
    let Some(mut table) = Table::of(file, &["name"]) else { return false };
    let telling = TELLING.iter().filter(|name| table.has(name)).count();
    if telling < 2 && !(table.has("description") && table.has("priority")) {
        return false;
    }
    table.each(&mut |row, span| {
        let mut fields = Fields::default();
        for (name, value) in row {
            let whole = ["name", "description", "identity", "mailboxownerid"].contains(name);
            fields.add(name, if whole { vec![(*value).to_owned()] } else { split(value) });
        }
        reading.push(rule(&fields, span));
        !reading.is_full()
    });
    if table.damaged {
        reading.damage();
    }
    true
}

fn rule(fields: &Fields, span: Range<usize>) -> MailboxRule {
    let described = !TELLING.iter().any(|name| fields.has(name));
    let (conditions, actions) = match described {
        true => description::read(fields.first("description")),
        false => (conditions(fields), actions(fields)),
    };
    let owner = fields.first("mailboxownerid");
    let identity = fields.first("identity");
    MailboxRule {
        name: Some(fields.first("name").to_owned()),
        disabled: fields.is_off("enabled") || fields.first("state").eq_ignore_ascii_case("disabled"),
        conditions,
        actions,
        mailbox: if owner.is_empty() { identity.split('\\').next().unwrap_or_default() } else { owner }.to_owned(),
        ..MailboxRule::at(span)
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_text;

    #[test]
    fn rules_of_powershell_in_json() {
        let text = "{\"value\":[{\"Name\":\".\",\"Enabled\":true,\"Priority\":1,\"RuleIdentity\":12,\"SubjectContainsWords\":[\"virement\",\"RIB\"],\"MoveToFolder\":\"Flux RSS\",\"MarkAsRead\":true,\"StopProcessingRules\":true,\"ForwardTo\":null,\"MailboxOwnerId\":\"paul\"},{\"Name\":\"b\",\"Enabled\":false,\"RuleIdentity\":2,\"RedirectTo\":[\"\\\"X\\\" [SMTP:x@y.example]\"],\"DeleteMessage\":true}]}";
        let (rules, damaged) = read_text("regles.json", text).unwrap();
        assert!(!damaged && rules.len() == 2);
        assert_eq!(rules[0].conditions.told(), "words: virement, RIB");
        assert_eq!(rules[0].actions.told(), "move mark-read stop");
        assert_eq!((rules[0].name.as_deref(), rules[0].mailbox.as_str()), (Some("."), "paul"));
        assert!(rules[1].disabled && rules[1].conditions.everything);
        assert_eq!(rules[1].actions.to.told(), "\"X\" [SMTP:x@y.example]");
        assert!(text[rules[1].span.clone()].starts_with("{\"Name\":\"b\""));
    }

    #[test]
    fn rules_of_powershell_in_a_table() {
        let text = "#TYPE Deserialized\n\"Name\";\"Enabled\";\"SubjectContainsWords\";\"ForwardTo\";\"DeleteMessage\"\n\"..\";\"True\";\"facture; iban\";\"\"\"A\"\" [SMTP:a@b.example]; c@d.example\";\"True\"\n\"Lu\";\"False\";\"\";\"\";\"False\"\n";
        let (rules, damaged) = read_text("InboxRules.csv", text).unwrap();
        assert!(!damaged && rules.len() == 2);
        assert_eq!(rules[0].conditions.words.told(), "facture, iban");
        assert_eq!(rules[0].actions.to.iter().count(), 2);
        assert!(text[rules[0].span.clone()].starts_with("\"..\""));
        assert!(rules[1].disabled);
    }

    #[test]
    fn a_rule_that_only_describes_itself() {
        let text = "Name,Enabled,Priority,Description\n.,True,1,\"If the message:\n\tthe message includes specific words in the subject 'invoice' or 'wire'\nTake the following actions:\n\tforward the message to x@y.example\n\tdelete the message\n\"\n";
        let (rules, _) = read_text("rules.csv", text).unwrap();
        assert_eq!(rules[0].conditions.words.told(), "invoice, wire");
        assert_eq!(rules[0].actions.told(), "forward delete");
    }

    #[test]
    fn other_tables_and_objects_are_no_rules() {
        assert!(read_text("people.csv", "Name,Mail\nA,a@b.example\n").is_none());
        assert!(read_text("package.json", "{\"name\":\"x\",\"ForwardTo\":\"y\"}").is_none());
        assert!(read_text("notes.txt", "Bonjour\n").is_none());
    }
}
