//! `mailFilters.xml`, which Gmail exports: an Atom feed, one entry a filter, its properties as attributes.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{Reading, SettingText};
use crate::triage::mailbox_rules::model::{Conditions, Deleting, MailboxRule};
use crate::triage::mailbox_rules::query;

/// Reads a file.
pub fn read(file: &SettingText<'_>, reading: &mut Reading<'_>) -> bool {
    if file.extension() != "xml" || !file.holds(&["apps:property", "mail.google.com,2008:filter"]) {
        return false;
    }
    let mut xml = Reader::from_str(file.text);
    xml.config_mut().check_end_names = false;
    let mut open: Option<MailboxRule> = None;
    let (mut mailbox, mut in_email) = (String::new(), false);
    loop {
        let start = xml.buffer_position() as usize;
        let event = xml.read_event();
        let end = (xml.buffer_position() as usize).min(file.text.len());
        match event {
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                "entry" => open = Some(MailboxRule { mailbox: mailbox.clone(), ..MailboxRule::at(start..end) }),
                "email" => in_email = true,
                "property" => match (&mut open, property(&tag)) {
                    (Some(rule), Some((name, value))) => take(rule, &name, &value),
                    (None, _) => {}
                    (_, None) => reading.damage(),
                },
                _ => {}
            },
            Ok(Event::Text(text)) if in_email && open.is_none() => {
                mailbox = text.trim().to_owned();
            }
            Ok(Event::End(tag)) => {
                in_email = false;
                if tag.local_name().as_ref() == "entry" {
                    close(open.take(), end, reading);
                }
            }
            Ok(_) => {}
            Err(_) => {
                reading.damage();
                break;
            }
        }
        if reading.is_full() {
            return true;
        }
    }
    if open.is_some() {
        reading.damage();
    }
    close(open, file.text.len(), reading);
    true
}

fn property(tag: &BytesStart<'_>) -> Option<(String, String)> {
    let attribute = |name: &str| {
        let attribute = tag.try_get_attribute(name).ok()??;
        let raw = attribute.value.into_owned();
        Some(quick_xml::escape::unescape(&raw).map(|value| value.into_owned()).unwrap_or(raw))
    };
    Some((attribute("name")?, attribute("value")?))
}

fn close(rule: Option<MailboxRule>, end: usize, reading: &mut Reading<'_>) {
    if let Some(mut rule) = rule {
        rule.span.end = end;
        let asked = &mut rule.conditions;
        asked.everything |= asked.is_empty();
        reading.push(rule);
    }
}

fn take(rule: &mut MailboxRule, name: &str, value: &str) {
    let is = value == "true";
    let (asked, actions) = (&mut rule.conditions, &mut rule.actions);
    match name {
        "from" => pieces(asked, value, |asked, piece| asked.senders.add(piece)),
        "to" => pieces(asked, value, |asked, piece| asked.recipients.add(piece)),
        "subject" => pieces(asked, value, |asked, piece| asked.words.add(piece)),
        "hasTheWord" => query::read(value, asked),
        "hasAttachment" if is => asked.others.add("attachment"),
        "forwardTo" => actions.to.add(value),
        "label" => {
            actions.labels = true;
            actions.folders.add(value);
        }
        "shouldArchive" => actions.archives = is,
        "shouldMarkAsRead" => actions.marks_read = is,
        "shouldTrash" if is => actions.deletes = Some(Deleting::Bin),
        "shouldSpam" if is => actions.folders.add("Spam"),
        "shouldStar" | "shouldAlwaysMarkAsImportant" | "smartLabelToApply" => actions.labels = true,
        _ => {}
    }
}

/// The alternatives of a field: `(a OR b)`, `a|b`, `{a b}`; `*` and the like ask nothing.
pub fn pieces(asked: &mut Conditions, value: &str, mut add: impl FnMut(&mut Conditions, &str)) {
    for piece in query::alternatives(value) {
        match piece.as_str() {
            "*" | "@" | "*@*" | "." => asked.everything = true,
            piece => add(asked, piece),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_text;

    const FEED: &str = "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:apps='http://schemas.google.com/apps/2006'><author><name>P</name><email>p@a.example</email></author>\n<entry><category term='filter'></category><title>Mail Filter</title><apps:property name='from' value='(x@b.example OR &quot;y z&quot;)'/><apps:property name='hasTheWord' value='virement OR from:c.example -reçu list:d.example'/><apps:property name='shouldTrash' value='true'/><apps:property name='shouldMarkAsRead' value='true'/><apps:property name='forwardTo' value='e@f.example'/></entry><entry><apps:property name='label' value='L'/></entry>";

    #[test]
    fn filters_with_their_properties() {
        let (rules, damaged) = read_text("mailFilters.xml", &format!("{FEED}</feed>")).unwrap();
        assert!(!damaged && rules.len() == 2);
        assert_eq!(
            rules[0].conditions.told(),
            "words: virement; from: x@b.example, y z, c.example; mark: list d.example"
        );
        assert_eq!(
            (rules[0].actions.told(), rules[0].actions.to.told()),
            ("forward delete mark-read".into(), "e@f.example".into())
        );
        assert_eq!((rules[0].mailbox.as_str(), rules[0].name.as_deref()), ("p@a.example", None));
        assert!(FEED[rules[0].span.clone()].starts_with("<entry><category"));
        assert!(rules[1].conditions.everything);
    }

    #[test]
    fn what_is_cut_off_is_told() {
        let (rules, damaged) = read_text("f.xml", &FEED[..FEED.len() - 12]).unwrap();
        assert!(damaged && rules.len() == 2);
        assert!(read_text("other.xml", "<a/>").is_none());
    }
}
