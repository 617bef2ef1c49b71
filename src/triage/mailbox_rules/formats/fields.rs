//! Named values of a record, whether it stood in JSON or in a row of a table, and what the names of Exchange's rules mean
//! (`Get-InboxRule`, and the parameters of `New-InboxRule` in an audit log: they are the same).

use std::collections::BTreeMap;

use crate::triage::mailbox_rules::json::Object;
use crate::triage::mailbox_rules::model::{Actions, Conditions, Deleting};

/// Values by name (lower case).
#[derive(Debug, Default)]
pub struct Fields {
    values: BTreeMap<String, Vec<String>>,
}

impl Fields {
    /// Adds values; the first of a name stay.
    pub fn add(&mut self, name: &str, values: Vec<String>) {
        self.values.entry(name.to_lowercase()).or_insert(values);
    }

    /// Adds those of others.
    pub fn take(&mut self, others: Fields) {
        others.values.into_iter().for_each(|(name, values)| self.add(&name, values));
    }

    /// The same with each value taken apart.
    pub fn mapped(&self, apart: impl Fn(&str, &str) -> Vec<String>) -> Fields {
        let apart = |(name, values): (&String, &Vec<String>)| {
            (name.clone(), values.iter().flat_map(|value| apart(name, value)).collect())
        };
        Fields { values: self.values.iter().map(apart).collect() }
    }

    /// Of an object.
    pub fn of_object(object: &Object<'_>) -> Fields {
        let mut fields = Fields::default();
        object.members().for_each(|(name, _)| fields.add(name, object.texts(name)));
        fields
    }

    /// Whether there is a field of this name.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// The values of these names, empty ones left out.
    pub fn all<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
        let values = names.iter().filter_map(|name| self.values.get(*name)).flatten();
        values.map(String::as_str).filter(|value| !value.trim().is_empty() && *value != "{}" && *value != "$null")
    }

    /// The first value of a name, as it stands.
    pub fn first(&self, name: &str) -> &str {
        self.values.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Whether one of these is true.
    pub fn is_true(&self, names: &[&str]) -> bool {
        self.all(names)
            .any(|value| ["true", "1", "vrai", "$true", "yes", "oui"].contains(&value.trim().to_lowercase().as_str()))
    }

    /// Whether it is said to be off.
    pub fn is_off(&self, name: &str) -> bool {
        ["false", "0", "faux", "$false", "no", "non"].contains(&self.first(name).trim().to_lowercase().as_str())
    }
}

/// Several values in one text, as PowerShell and audit logs write them: `a; b`, `a;b`.
pub fn split(value: &str) -> Vec<String> {
    let value = value.trim().trim_start_matches('{').trim_end_matches('}');
    value.split([';', '\n']).map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
}

const WORDS: [&str; 10] = [
    "subjectcontainswords",
    "subjectorbodycontainswords",
    "bodycontainswords",
    "subjectmatchespatterns",
    "subjectorbodymatchespatterns",
    "headercontainswords",
    "headermatchespatterns",
    "attachmentnamematchespatterns",
    "attachmentcontainswords",
    "anyofrecipientaddresscontainswords",
];
const SENDERS: [&str; 6] = [
    "from",
    "fromaddresscontainswords",
    "fromaddressmatchespatterns",
    "senderdomainis",
    "frommemberof",
    "fromsubscription",
];
const RECIPIENTS: [&str; 4] = ["sentto", "recipientaddresscontainswords", "senttomemberof", "recipientdomainis"];
const FLAGS: [&str; 8] = [
    "mynameinccbox",
    "mynameintobox",
    "mynameintoorccbox",
    "mynamenotintobox",
    "senttoonlyme",
    "sentonlytome",
    "hasattachment",
    "hasnoclassification",
];
const OTHERS: [&str; 8] = [
    "flaggedforaction",
    "withimportance",
    "withsensitivity",
    "receivedafterdate",
    "receivedbeforedate",
    "withinsizerangeminimum",
    "hasclassification",
    "fromscope",
];

/// What an Exchange rule asks.
pub fn conditions(fields: &Fields) -> Conditions {
    let mut conditions = Conditions::default();
    conditions.words.add_all(fields.all(&WORDS));
    conditions.senders.add_all(fields.all(&SENDERS));
    conditions.recipients.add_all(fields.all(&RECIPIENTS));
    conditions.marks.add_all(fields.all(&["messagetypematches"]));
    conditions.others.add_all(FLAGS.into_iter().filter(|name| fields.is_true(&[name])));
    conditions.others.add_all(OTHERS.into_iter().filter(|name| fields.all(&[name]).next().is_some()));
    conditions.everything =
        conditions.is_empty() || conditions.words.iter().chain(conditions.senders.iter()).any(is_anything);
    conditions
}

/// Words that stand in every message.
pub fn is_anything(word: &str) -> bool {
    ["@", ".", "*", "*@*", " "].contains(&word)
}

const TO: [&str; 7] = [
    "forwardto",
    "forwardasattachmentto",
    "redirectto",
    "redirectmessageto",
    "blindcopyto",
    "copyto",
    "addtorecipients",
];

/// What an Exchange rule does.
pub fn actions(fields: &Fields) -> Actions {
    let mut actions = Actions::default();
    actions.to.add_all(fields.all(&TO));
    actions.keeps_none = fields.all(&["redirectmessageto"]).next().is_some();
    actions.folders.add_all(fields.all(&["movetofolder", "copytofolder"]));
    if fields.is_true(&["deletemessage"]) {
        actions.deletes = Some(Deleting::Bin);
    }
    if fields.is_true(&["softdeletemessage", "permanentdelete", "harddeletemessage"]) {
        actions.deletes = Some(Deleting::ForGood);
    }
    actions.marks_read = fields.is_true(&["markasread"]);
    actions.stops = fields.is_true(&["stopprocessingrules", "stopruleprocessing"]);
    let labels = ["applycategory", "applysystemcategory", "markimportance", "assigncategories", "pinmessage"];
    actions.labels = fields.all(&labels).any(|value| !value.eq_ignore_ascii_case("false"));
    actions
}
