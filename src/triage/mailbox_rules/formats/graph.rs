//! `messageRules` of Microsoft Graph (JSON): one mailbox, or several in one file.

use super::fields::is_anything;
use super::{Reading, SettingText};
use crate::triage::mailbox_rules::json::{Object, walk};
use crate::triage::mailbox_rules::model::{Actions, Conditions, Deleting, MailboxRule};

/// Reads a file.
pub fn read(file: &SettingText<'_>, reading: &mut Reading<'_>) -> bool {
    if !file.is_json()
        || !file.holds(&["\"displayName\"", "\"sequence\"", "\"isEnabled\""])
        || !file.holds(&["\"actions\""])
    {
        return false;
    }
    let before = reading.count();
    let mut mailbox = String::new();
    let whole = walk(file.text, &mut |object| {
        if let Some(owner) = owner(object) {
            mailbox = owner;
        }
        let Some(actions) = object.object("actions").filter(|_| is_rule(object)) else { return false };
        reading.push(rule(object, &actions, &mailbox));
        true
    });
    let found = reading.count() > before;
    if found && !whole {
        reading.damage();
    }
    found
}

fn is_rule(object: &Object<'_>) -> bool {
    object.has(&["displayname"])
        && (object.has(&["sequence"]) || object.has(&["isenabled"]) || object.has(&["conditions"]))
}

/// `users('x%40y.example')` of the context, or the user around the rules.
fn owner(object: &Object<'_>) -> Option<String> {
    let context = object.first("@odata.context");
    let named = context
        .split_once("users('")
        .and_then(|(_, rest)| rest.split_once("')"))
        .map(|(user, _)| user.replace("%40", "@"));
    named.or_else(|| Some(object.first("userprincipalname")).filter(|name| !name.is_empty()))
}

fn rule(object: &Object<'_>, actions: &Object<'_>, mailbox: &str) -> MailboxRule {
    MailboxRule {
        name: Some(object.first("displayname")),
        disabled: object.first("isenabled") == "false",
        conditions: object.object("conditions").map_or_else(all, |asked| conditions(&asked)),
        actions: done(actions),
        mailbox: mailbox.to_owned(),
        ..MailboxRule::at(object.span.clone())
    }
}

fn all() -> Conditions {
    Conditions { everything: true, ..Conditions::default() }
}

fn conditions(asked: &Object<'_>) -> Conditions {
    let mut conditions = Conditions::default();
    for (name, _) in asked.members() {
        let texts = asked.texts(name);
        let texts = texts.iter().map(String::as_str);
        match name {
            "bodycontains" | "bodyorsubjectcontains" | "subjectcontains" | "headercontains" => {
                conditions.words.add_all(texts)
            }
            "sendercontains" | "fromaddresses" => conditions.senders.add_all(texts),
            "recipientcontains" | "senttoaddresses" => conditions.recipients.add_all(texts),
            "ismeetingrequest"
            | "ismeetingresponse"
            | "isautomaticreply"
            | "isnondeliveryreport"
            | "isautomaticforward"
            | "isreadreceipt"
            | "isvoicemail"
                if asked.is_true(name) =>
            {
                conditions.marks.add(name);
            }
            _ if asked.first(name) == "false" => {}
            _ if asked.texts(name).is_empty() => {}
            other => conditions.others.add(other),
        }
    }
    conditions.everything =
        conditions.is_empty() || conditions.words.iter().chain(conditions.senders.iter()).any(is_anything);
    conditions
}

fn done(object: &Object<'_>) -> Actions {
    let mut actions = Actions::default();
    for name in ["forwardto", "forwardasattachmentto", "redirectto"] {
        actions.to.add_all(object.texts(name).iter().map(String::as_str));
    }
    actions.folders.add_all(["movetofolder", "copytofolder"].map(|name| object.first(name)).iter().map(String::as_str));
    if object.is_true("delete") {
        actions.deletes = Some(Deleting::Bin);
    }
    if object.is_true("permanentdelete") {
        actions.deletes = Some(Deleting::ForGood);
    }
    actions.marks_read = object.is_true("markasread");
    actions.stops = object.is_true("stopprocessingrules");
    actions.labels = object.has(&["assigncategories"]) || object.has(&["markimportance"]);
    actions
}

#[cfg(test)]
mod tests {
    use super::super::read_text;

    #[test]
    fn rules_of_one_and_of_several_mailboxes() {
        let rule = "{\"displayName\":\" \",\"sequence\":1,\"isEnabled\":true,\"conditions\":{\"subjectContains\":[\"virement\"],\"hasAttachments\":false},\"actions\":{\"redirectTo\":[{\"emailAddress\":{\"name\":\"x\",\"address\":\"x@y.example\"}}],\"permanentDelete\":true}}";
        let one =
            format!("{{\"@odata.context\":\"https://x/users('a%40b.example')/messageRules\",\"value\":[{rule}]}}");
        let (rules, damaged) = read_text("messageRules.json", &one).unwrap();
        assert!(!damaged);
        assert_eq!((rules[0].name.as_deref(), rules[0].mailbox.as_str()), (Some(" "), "a@b.example"));
        assert_eq!(
            (rules[0].actions.told(), rules[0].actions.to.told()),
            ("forward delete-for-good".into(), "x@y.example".into())
        );
        assert_eq!(rules[0].conditions.told(), "words: virement");
        let open = rule.replace("\"conditions\":{\"subjectContains\":[\"virement\"],\"hasAttachments\":false},", "");
        let several = format!("[{{\"userPrincipalName\":\"c@d.example\",\"messageRules\":[{open},{rule}]}}");
        let (rules, damaged) = read_text("users.json", &several).unwrap();
        assert!(damaged, "the array is not closed");
        assert_eq!((rules.len(), rules[0].mailbox.as_str(), rules[0].conditions.everything), (2, "c@d.example", true));
    }

    #[test]
    fn people_are_no_rules() {
        assert!(read_text("users.json", "[{\"displayName\":\"A\",\"actions\":[1]}]").is_none());
    }
}
