//! `msgFilterRules.dat` of Thunderbird: lines `name="value"`; a rule begins with its name.

use super::{Reading, SettingText};
use crate::triage::mailbox_rules::model::{Conditions, Deleting, MailboxRule};

/// Reads a file.
pub fn read(file: &SettingText<'_>, reading: &mut Reading<'_>) -> bool {
    let like_it = || file.text.starts_with("version=\"") && file.holds(&["\ncondition=\""]);
    let is = file.name() == "msgfilterrules.dat" || (file.extension() == "dat" && like_it());
    if !is {
        return false;
    }
    let mut open: Option<Open> = None;
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let Some((key, value)) = pair(line) else {
            reading.damage();
            continue;
        };
        if key == "name" {
            close(open.take(), reading);
            open = Some(Open {
                rule: MailboxRule { name: Some(value), ..MailboxRule::at(start..at) },
                action: String::new(),
            });
        } else if let Some(open) = &mut open {
            open.rule.span.end = at;
            open.take(key, &value);
        }
        if reading.is_full() {
            break;
        }
    }
    close(open, reading);
    true
}

fn close(open: Option<Open>, reading: &mut Reading<'_>) {
    if let Some(open) = open {
        reading.push(open.rule);
    }
}

/// `key="value"`, its quotes and backslashes undone.
fn pair(line: &str) -> Option<(&str, String)> {
    let (key, rest) = line.trim_end_matches('\n').split_once('=')?;
    let inner = rest.strip_prefix('"')?.trim_end().strip_suffix('"')?;
    Some((key, inner.replace("\\\"", "\"").replace("\\\\", "\\")))
}

/// A rule being read.
struct Open {
    rule: MailboxRule,
    action: String,
}

impl Open {
    fn take(&mut self, key: &str, value: &str) {
        let rule = &mut self.rule;
        match key {
            "enabled" => rule.disabled = value != "yes",
            "condition" => rule.conditions = conditions(value),
            "action" => {
                self.action = value.to_ascii_lowercase();
                let actions = &mut rule.actions;
                match self.action.as_str() {
                    "delete" | "delete from pop3 server" => actions.deletes = Some(Deleting::Bin),
                    "mark read" | "ignore thread" | "ignore subthread" => actions.marks_read = true,
                    "stop execution" => actions.stops = true,
                    "change priority" | "mark flagged" | "addtag" | "label" | "watch thread" | "mark unread" => {
                        actions.labels = true
                    }
                    _ => {}
                }
            }
            "actionValue" => match self.action.as_str() {
                "forward" => rule.actions.to.add_all(value.split([',', ';'])),
                "move to folder" | "copy to folder" => {
                    rule.actions.folders.add(folder(value));
                    if rule.mailbox.is_empty() {
                        rule.mailbox = mailbox(value);
                    }
                }
                "junkscore" if value == "100" => rule.actions.folders.add("Junk"),
                "reply" => rule.actions.reply.add(value),
                _ => {}
            },
            _ => {}
        }
    }
}

/// The path of `imap://user%40host@server/INBOX/Clients`.
fn folder(url: &str) -> &str {
    let path = url.split_once("://").map(|(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    path.unwrap_or(url)
}

/// The user of such an address.
fn mailbox(url: &str) -> String {
    let user =
        url.split_once("://").and_then(|(_, rest)| rest.split('/').next()?.rsplit_once('@')).map(|(user, _)| user);
    user.unwrap_or_default().replace("%40", "@")
}

/// `AND (subject,contains,x) OR (from,is,"a, b")`.
fn conditions(text: &str) -> Conditions {
    let mut conditions = Conditions::default();
    let trimmed = text.trim();
    for term in terms(trimmed) {
        let mut parts = term.splitn(3, ',');
        let (Some(field), Some(operator), value) = (parts.next(), parts.next(), parts.next().unwrap_or_default())
        else {
            continue;
        };
        let field = field.trim_matches(['"', ' ']).to_lowercase();
        let value = value.trim().trim_matches('"');
        let negated = operator.contains("n't") || operator.contains(" not");
        let whole = value.is_empty() || value == "@" || value == ".";
        match field.as_str() {
            _ if negated || whole => conditions.everything = true,
            "subject" | "body" | "custom" => conditions.words.add(value),
            "from" | "all addresses" => conditions.senders.add(value),
            "to" | "cc" | "to or cc" => conditions.recipients.add(value),
            "date"
            | "age in days"
            | "size"
            | "status"
            | "priority"
            | "has attachment status"
            | "junk status"
            | "tag" => {
                conditions.others.add(&field);
            }
            other => conditions.marks.add(&format!("{other} {value}")),
        }
    }
    conditions.everything = conditions.is_empty();
    conditions
}

/// What stands in parentheses; a parenthesis in quotes does not count.
fn terms(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find('(')? + 1;
        let mut quoted = false;
        let end = rest[start..].bytes().position(|byte| {
            quoted ^= byte == b'"';
            byte == b')' && !quoted
        });
        let end = end.map_or(rest.len(), |end| start + end);
        let term = &rest[start..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        Some(term)
    })
}

#[cfg(test)]
mod tests {
    use super::super::read_text;

    #[test]
    fn filters_with_their_conditions_and_actions() {
        let text = "version=\"9\"\nlogging=\"no\"\nname=\".\"\nenabled=\"yes\"\ntype=\"17\"\naction=\"Forward\"\nactionValue=\"x@y.example\"\naction=\"Mark read\"\naction=\"Move to folder\"\nactionValue=\"imap://p%40a.example@mail.a.example/INBOX/RSS\"\ncondition=\"OR (subject,contains,virement) OR (from,contains,\\\"a (b)\\\")\"\nname=\"b\"\nenabled=\"no\"\naction=\"Delete\"\ncondition=\"ALL\"\n";
        let (rules, damaged) = read_text("Mail/msgFilterRules.dat", text).unwrap();
        assert!(!damaged && rules.len() == 2);
        assert_eq!(rules[0].conditions.told(), "words: virement; from: a (b)");
        assert_eq!(
            (rules[0].actions.told(), rules[0].actions.to.told()),
            ("forward move mark-read".into(), "x@y.example".into())
        );
        assert_eq!((rules[0].actions.folders.told(), rules[0].mailbox.as_str()), ("INBOX/RSS".into(), "p@a.example"));
        assert!(rules[1].disabled && rules[1].conditions.everything && rules[1].position == 2);
        assert!(text[rules[1].span.clone()].starts_with("name=\"b\""));
    }

    #[test]
    fn a_broken_line_is_told() {
        let (rules, damaged) = read_text(
            "msgFilterRules.dat",
            "name=\"a\"\nenabled=yes\naction=\"Delete\"\ncondition=\"AND (from\"\n((((",
        )
        .unwrap();
        assert!(damaged && rules.len() == 1);
    }
}
