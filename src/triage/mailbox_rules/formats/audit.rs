//! The unified audit log of Microsoft 365: records as JSON, one a line, or a table with the record in a column. What was done to rules,
//! forwarding and permissions is read; the other records are counted by nobody.

mod update;

use std::ops::Range;

use super::fields::{Fields, actions, conditions, split};
use super::table::Table;
use super::{Reading, SettingText};
use crate::triage::mailbox_rules::json::{Object, walk};
use crate::triage::mailbox_rules::model::{Grant, Made, MailboxRule};

/// What concerns rules, forwarding and permissions.
const OPERATIONS: [&str; 22] = [
    "new-inboxrule",
    "set-inboxrule",
    "enable-inboxrule",
    "disable-inboxrule",
    "remove-inboxrule",
    "updateinboxrules",
    "set-mailbox",
    "new-transportrule",
    "set-transportrule",
    "enable-transportrule",
    "disable-transportrule",
    "remove-transportrule",
    "add-mailboxpermission",
    "remove-mailboxpermission",
    "add-recipientpermission",
    "remove-recipientpermission",
    "add-mailboxfolderpermission",
    "set-mailboxfolderpermission",
    "set-mailboxautoreplyconfiguration",
    "set-mailboxjunkemailconfiguration",
    "addfolderpermissions",
    "updatefolderpermissions",
];

/// Reads a file.
pub fn read(file: &SettingText<'_>, reading: &mut Reading<'_>) -> bool {
    if file.is_json() { read_json(file, reading) } else { read_table(file, reading) }
}

fn read_json(file: &SettingText<'_>, reading: &mut Reading<'_>) -> bool {
    if !file.holds(&["\"Operation", "\"operation", "\"AuditData\"", "\"auditData\""]) {
        return false;
    }
    let mut claimed = false;
    let whole = walk(file.text, &mut |object| {
        let taken = record(object, object.span.clone(), reading);
        claimed |= taken == Taken::Rule;
        taken != Taken::Nothing
    });
    if claimed && !whole {
        reading.damage();
    }
    claimed
}

fn read_table(file: &SettingText<'_>, reading: &mut Reading<'_>) -> bool {
    let Some(mut table) = Table::of(file, &["auditdata"]) else { return false };
    let mut damaged = false;
    table.each(&mut |row, span| {
        let data = row.iter().find(|(name, _)| *name == "auditdata").map_or("", |(_, data)| *data);
        match Object::of(data, 0..data.len()) {
            Some(object) => {
                damaged |= object.damaged;
                record(&object, span, reading);
            }
            None => damaged |= !data.trim().is_empty(),
        }
        !reading.is_full()
    });
    if damaged || table.damaged {
        reading.damage();
    }
    true
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// it is no record of an audit log
    Nothing,
    /// of something else
    Other,
    /// of a rule
    Rule,
}

/// A record; where it holds the record proper in `AuditData`, that one.
fn record(object: &Object<'_>, span: Range<usize>, reading: &mut Reading<'_>) -> Taken {
    if let Some(data) = object.object("auditdata") {
        return record_proper(&data, span, reading);
    }
    let data = object.first("auditdata");
    match Object::of(&data, 0..data.len()) {
        Some(data) => record_proper(&data, span, reading),
        None => record_proper(object, span, reading),
    }
}

fn record_proper(object: &Object<'_>, span: Range<usize>, reading: &mut Reading<'_>) -> Taken {
    let operation = object.first("operation");
    if operation.is_empty() {
        return Taken::Nothing;
    }
    if !OPERATIONS.contains(&operation.to_lowercase().as_str()) {
        return Taken::Other;
    }
    let made = Made { by: object.first("userid"), ip: ip(object), time: object.first("creationtime"), operation };
    let rule = MailboxRule { made, ..MailboxRule::at(span) };
    let mut fields = named_values(object, "parameters");
    fields.take(named_values(object, "operationproperties"));
    reading.push(done(object, &fields, rule));
    Taken::Rule
}

fn ip(object: &Object<'_>) -> String {
    let told = ["clientip", "clientipaddress", "actoripaddress"].map(|name| object.first(name));
    let told = told.into_iter().find(|ip| !ip.is_empty()).unwrap_or_default();
    match told.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((ip, _)) => ip.to_owned(),
        None if told.matches(':').count() == 1 => told.split(':').next().unwrap_or_default().to_owned(),
        None => told,
    }
}

/// `[{"Name": "MoveToFolder", "Value": "RSS Feeds"}, ...]`.
fn named_values(object: &Object<'_>, name: &str) -> Fields {
    let mut fields = Fields::default();
    for element in object.elements(name).take(512) {
        if let Some(pair) = object.inner(element) {
            fields.add(&pair.first("name"), pair.texts("value"));
        }
    }
    fields
}

/// Parameters that are one text and not several.
const WHOLE: [&str; 6] = ["name", "identity", "rulename", "rulecondition", "ruleactions", "internalmessage"];

fn done(object: &Object<'_>, fields: &Fields, mut rule: MailboxRule) -> MailboxRule {
    let parts = fields.mapped(|name, value| if WHOLE.contains(&name) { vec![value.to_owned()] } else { split(value) });
    rule.mailbox = mailbox(object, &parts);
    let operation = rule.made.operation.to_lowercase();
    match operation.as_str() {
        "new-inboxrule"
        | "set-inboxrule"
        | "new-transportrule"
        | "set-transportrule"
        | "disable-inboxrule"
        | "enable-inboxrule"
        | "remove-inboxrule"
        | "disable-transportrule"
        | "enable-transportrule"
        | "remove-transportrule" => {
            rule.name = Some(name(object, &parts));
            rule.of_organisation = operation.ends_with("transportrule");
            rule.disabled = parts.is_off("enabled") || !(operation.starts_with("new") || operation.starts_with("set"));
            (rule.conditions, rule.actions) = (conditions(&parts), actions(&parts));
        }
        "updateinboxrules" => update::read(&parts, &mut rule),
        "set-mailbox" => {
            rule.conditions.everything = true;
            rule.actions.to.add_all(parts.all(&["forwardingsmtpaddress", "forwardingaddress"]));
            rule.actions.keeps_none = !rule.actions.to.is_empty() && !parts.is_true(&["delivertomailboxandforward"]);
            rule.grant = grant(&parts, &["grantsendonbehalfto"]);
        }
        "set-mailboxautoreplyconfiguration" => {
            rule.conditions.everything = true;
            rule.disabled = parts.first("autoreplystate").eq_ignore_ascii_case("disabled");
            rule.actions.reply.add_all(parts.all(&["externalmessage", "internalmessage"]));
        }
        "set-mailboxjunkemailconfiguration" => {
            rule.conditions.senders.add_all(parts.all(&["blockedsendersanddomains"]));
            rule.actions.folders.add("Junk Email");
        }
        _ if operation.starts_with("add-")
            || operation.starts_with("set-")
            || operation.ends_with("folderpermissions") =>
        {
            rule.grant = grant(&parts, &["user", "trustee", "membupn", "memberupn"]);
        }
        _ => {}
    }
    rule
}

fn grant(fields: &Fields, names: &[&str]) -> Option<Grant> {
    let who = fields.all(names).next()?.to_owned();
    let rights: Vec<&str> = fields.all(&["accessrights"]).collect();
    Some(Grant { who, rights: rights.join(" ") })
}

/// As it is given, else the last part of `organisation/guid\name`.
fn name(object: &Object<'_>, fields: &Fields) -> String {
    if fields.has("name") {
        return fields.first("name").to_owned();
    }
    object.first("objectid").rsplit_once('\\').map(|(_, name)| name.to_owned()).unwrap_or_default()
}

fn mailbox(object: &Object<'_>, fields: &Fields) -> String {
    let told = [
        object.first("mailboxownerupn"),
        fields.first("mailbox").to_owned(),
        fields.first("identity").to_owned(),
        object.first("objectid"),
    ];
    let whose = told.iter().filter_map(|text| text.split('\\').next()).find(|text| text.contains('@'));
    whose.map(str::to_owned).unwrap_or_else(|| object.first("userid"))
}

#[cfg(test)]
mod tests;
