//! `User Settings/*.json` of a Google Takeout (the objects of the Gmail API): filters, forwarding, delegates, absence replies, addresses to
//! send from.

use super::gmail::pieces;
use super::{Reading, SettingText};
use crate::evidence::role::Role;
use crate::triage::mailbox_rules::json::{Object, walk};
use crate::triage::mailbox_rules::model::{Conditions, Deleting, Grant, MailboxRule, role};
use crate::triage::mailbox_rules::query;

/// Members that betray such a file.
const TELLING: [&str; 7] = [
    "\"criteria\"",
    "\"autoForwarding\"",
    "\"forwardingAddresses\"",
    "\"delegates\"",
    "\"sendAs\"",
    "\"enableAutoReply\"",
    "\"forwardingEmail\"",
];

/// Reads a file.
pub fn read(file: &SettingText<'_>, reading: &mut Reading<'_>) -> bool {
    if !file.is_json() || !file.holds(&TELLING) {
        return false;
    }
    let before = reading.count();
    let mut targets: Vec<String> = Vec::new();
    let whole = walk(file.text, &mut |object| {
        let rule = setting(object);
        if let Some(rule) = &rule {
            // The address of a forward is listed again with those that were confirmed.
            let again = rule.actions.to.iter().all(|to| targets.iter().any(|known| known == to));
            let known = !rule.actions.to.is_empty() && rule.disabled && again;
            let room = 1000_usize.saturating_sub(targets.len());
            targets.extend(rule.actions.to.iter().map(str::to_owned).take(room));
            if !known {
                reading.push(rule.clone());
            }
        }
        rule.is_some()
    });
    let found = reading.count() > before;
    if found && !whole {
        reading.damage();
    }
    found
}

fn setting(object: &Object<'_>) -> Option<MailboxRule> {
    let mut rule = MailboxRule::at(object.span.clone());
    if object.has(&["criteria", "action"]) {
        filter(object, &mut rule);
    } else if object.has(&["emailaddress", "disposition"]) || object.has(&["enabled", "emailaddress"]) {
        rule.conditions.everything = true;
        rule.disabled = !object.is_true("enabled");
        rule.actions.to.add(&object.first("emailaddress"));
        let disposition = object.first("disposition").to_lowercase();
        rule.actions.keeps_none = disposition == "trash";
        rule.actions.archives = disposition == "archive";
        rule.actions.marks_read = disposition == "markread";
    } else if object.has(&["forwardingemail"]) {
        // Confirmed to be forwarded to; whether anything is forwarded is told elsewhere.
        rule.disabled = true;
        rule.actions.to.add(&object.first("forwardingemail"));
        rule.conditions.others.add("confirmed address");
    } else if object.has(&["delegateemail"]) {
        let status = object.first("verificationstatus").to_lowercase();
        rule.disabled = ["rejected", "expired"].contains(&status.as_str());
        rule.grant = Some(Grant { who: object.first("delegateemail"), rights: "delegate".to_owned() });
    } else if object.has(&["enableautoreply"]) {
        rule.conditions.everything = true;
        rule.disabled = !object.is_true("enableautoreply");
        for name in ["responsesubject", "responsebodyplaintext", "responsebodyhtml"] {
            rule.actions.reply.add(&object.first(name));
        }
    } else if object.has(&["sendasemail"]) {
        rule.mailbox = object.first("sendasemail");
        rule.actions.answers_to.add(&object.first("replytoaddress"));
    } else {
        return None;
    }
    Some(rule)
}

fn filter(object: &Object<'_>, rule: &mut MailboxRule) {
    if let Some(criteria) = object.object("criteria") {
        let asked = &mut rule.conditions;
        let mut each = |name: &str, add: fn(&mut Conditions, &str)| pieces(asked, &criteria.first(name), add);
        each("from", |asked, piece| asked.senders.add(piece));
        each("to", |asked, piece| asked.recipients.add(piece));
        each("subject", |asked, piece| asked.words.add(piece));
        if criteria.has(&["query"]) {
            query::read(&criteria.first("query"), asked);
        }
        if criteria.is_true("hasattachment") {
            asked.others.add("attachment");
        }
        if criteria.has(&["size"]) {
            asked.others.add("size");
        }
    }
    rule.conditions.everything |= rule.conditions.is_empty();
    let Some(action) = object.object("action") else { return };
    rule.actions.to.add(&action.first("forward"));
    for label in action.texts("addlabelids") {
        match role(&label) {
            Role::Deleted => rule.actions.deletes = Some(Deleting::Bin),
            _ if ["STARRED", "IMPORTANT"].contains(&label.as_str()) || label.starts_with("CATEGORY_") => {
                rule.actions.labels = true
            }
            _ => rule.actions.folders.add(&label),
        }
    }
    let removed = action.texts("removelabelids");
    rule.actions.archives = removed.iter().any(|label| label == "INBOX");
    rule.actions.marks_read = removed.iter().any(|label| label == "UNREAD");
}

#[cfg(test)]
mod tests {
    use super::super::read_text;

    #[test]
    fn filters_forwards_delegates_and_replies() {
        let text = r#"{"filter":[{"id":"x","criteria":{"query":"RIB OR from:a.example"},"action":{"addLabelIds":["TRASH"],"removeLabelIds":["UNREAD","INBOX"],"forward":"x@y.example"}},{"criteria":{"from":"b"},"action":{"addLabelIds":["Clients"]}}],
"autoForwarding":{"enabled":true,"emailAddress":"z@y.example","disposition":"trash"},
"forwardingAddresses":[{"forwardingEmail":"z@y.example","verificationStatus":"accepted"},{"forwardingEmail":"w@y.example"}],
"delegates":[{"delegateEmail":"d@y.example","verificationStatus":"accepted"}],
"vacation":{"enableAutoReply":true,"responseSubject":"Absence"},
"sendAs":[{"sendAsEmail":"p@a.example","replyToAddress":"q@y.example"}]}"#;
        let (rules, damaged) = read_text("User Settings/Settings.json", text).unwrap();
        assert!(!damaged);
        let told: Vec<String> = rules.iter().map(|rule| rule.actions.told()).collect();
        assert_eq!(
            told,
            ["forward delete archive mark-read", "move", "forward keep-no-copy", "forward", "", "reply", "reply-to"]
        );
        assert_eq!(rules[0].conditions.told(), "words: RIB; from: a.example");
        assert!(rules[2].conditions.everything && !rules[2].disabled && rules[3].disabled);
        assert_eq!(rules[4].grant.as_ref().map(|grant| grant.who.as_str()), Some("d@y.example"));
        assert_eq!(
            (rules[5].actions.reply.told(), rules[6].actions.answers_to.told()),
            ("Absence".into(), "q@y.example".into())
        );
    }

    #[test]
    fn other_settings_are_no_rules() {
        assert!(read_text("x.json", "{\"delegates\":[]}").is_none());
        assert!(read_text("x.json", "{\"language\":\"fr\"}").is_none());
    }
}
