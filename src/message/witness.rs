//! mailparse as second witness (DESIGN section 4): where it reads the main fields otherwise than mail-parser, somebody may have written
//! them for two kinds of reader.

use mail_parser::{Address, Message, MimeHeaders};
use mailparse::{MailAddr, MailHeaderMap};

use super::mail::Disagreement;

/// Only so much of a header is compared.
const COMPARED: usize = 64 * 1024;

/// Compares sender, recipients, subject, date and content type; `raw` is what mail-parser was given.
pub fn disagreements(raw: &[u8], message: &Message<'_>) -> Vec<Disagreement> {
    let mut found = Vec::new();
    let Ok((headers, _)) = mailparse::parse_headers(&raw[..raw.len().min(COMPARED)]) else { return found };
    let first = |name: &str| headers.get_first_value(name).unwrap_or_default();
    let mut compare = |field: &'static str, ours: String, theirs: String| {
        if !ours.is_empty() && !theirs.is_empty() && ours != theirs {
            found.push(Disagreement { field, first: ours, second: theirs });
        }
    };
    compare("from", listed(message.from().into_iter()), listed_again(&[first("From")]));
    // Several fields of recipients are read as one list by most programs.
    compare("to", listed(message.all_to()), listed_again(&headers.get_all_values("To")));
    compare("cc", listed(message.all_cc()), listed_again(&headers.get_all_values("Cc")));
    compare("subject", folded(message.subject().unwrap_or_default()), folded(&first("Subject")));
    let second = crate::evidence::header::date_in_utc(&first("Date")).unwrap_or_default();
    compare("date", message.date().map(super::route::in_utc).unwrap_or_default(), second);
    let kind = message.content_type();
    let ours = kind.map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default())).unwrap_or_default();
    let theirs = first("Content-Type");
    let theirs = if theirs.is_empty() { theirs } else { mailparse::parse_content_type(&theirs).mimetype };
    compare("content-type", ours.to_lowercase(), theirs.to_lowercase());
    found
}

fn listed<'m>(fields: impl Iterator<Item = &'m Address<'m>>) -> String {
    let addresses = fields.flat_map(|field| field.iter()).filter_map(|addr| addr.address());
    sorted(addresses.map(str::to_lowercase).collect())
}

fn listed_again(fields: &[String]) -> String {
    let lists = fields.iter().filter_map(|field| mailparse::addrparse(field).ok());
    let addresses = lists.flat_map(|list| list.into_inner()).flat_map(|addr| match addr {
        MailAddr::Single(single) => vec![single.addr.to_lowercase()],
        MailAddr::Group(group) => group.addrs.iter().map(|single| single.addr.to_lowercase()).collect(),
    });
    sorted(addresses.collect())
}

fn sorted(mut addresses: Vec<String>) -> String {
    addresses.retain(|address| address.contains('@'));
    addresses.sort();
    addresses.dedup();
    addresses.join(", ")
}

/// What counts in a subject: not how it was folded, and not bytes that neither could read.
fn folded(subject: &str) -> String {
    subject.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;

    use super::*;

    fn fields(raw: &str) -> Vec<&'static str> {
        let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
        disagreements(raw.as_bytes(), &message).into_iter().map(|d| d.field).collect()
    }

    #[test]
    fn duplicates_are_read_differently_and_plain_mail_is_not() {
        let sound = "From: A <a@b.test>\nTo: c@d.test, \"E, F\" <e@f.test>\nSubject: =?utf-8?Q?=C3=A9t=C3=A9?= x\n \
            y\nDate: Mon, 30 Mar 2026 01:02:03 +0200\nContent-Type: text/plain; charset=utf-8\n\
            Content-Disposition: inline\n\nx";
        assert_eq!(fields(sound), Vec::<&str>::new());
        assert_eq!(
            fields("From: boss@corp.test\nFrom: eve@evil.test\nSubject: a\nSubject: b\n\nx"),
            ["from", "subject"]
        );
    }
}
