//! Who stands in the address fields of a message, all duplicates of a field included, domains both in ASCII and as a person reads them.

use mail_parser::{Addr, Address as Parsed, HeaderName, HeaderValue, Message};

use super::mail::{Address, AddressField};

/// More addresses than this are not kept.
const MOST: usize = 10_000;

/// The addresses of a message, in the order of its fields.
pub fn addresses(message: &Message<'_>) -> Vec<Address> {
    let mut found = Vec::new();
    for header in message.headers() {
        let Some(field) = field(&header.name) else { continue };
        match &header.value {
            HeaderValue::Address(Parsed::List(list)) => {
                found.extend(list.iter().filter_map(|addr| address(field, addr, "")))
            }
            HeaderValue::Address(Parsed::Group(groups)) => {
                for group in groups {
                    let name = group.name.as_deref().unwrap_or_default();
                    found.extend(group.addresses.iter().filter_map(|addr| address(field, addr, name)));
                }
            }
            HeaderValue::Text(text) => found.extend(address(field, &Addr::new(None::<&str>, text.as_ref()), "")),
            _ => {}
        }
        if found.len() >= MOST {
            break;
        }
    }
    found.truncate(MOST);
    found
}

fn field(name: &HeaderName<'_>) -> Option<AddressField> {
    Some(match name {
        HeaderName::From => AddressField::From,
        HeaderName::Sender => AddressField::Sender,
        HeaderName::ReplyTo => AddressField::ReplyTo,
        HeaderName::To => AddressField::To,
        HeaderName::Cc => AddressField::Cc,
        HeaderName::Bcc => AddressField::Bcc,
        HeaderName::ReturnPath => AddressField::ReturnPath,
        _ => return None,
    })
}

fn address(field: AddressField, addr: &Addr<'_>, group: &str) -> Option<Address> {
    let whole = addr.address.as_deref().unwrap_or_default().trim().trim_matches(['<', '>']);
    let name = addr.name.as_deref().unwrap_or_default().trim();
    if whole.is_empty() && name.is_empty() {
        return None;
    }
    let (local, domain) = whole.rsplit_once('@').unwrap_or((whole, ""));
    let (domain, domain_unicode) = both_ways(domain);
    let (name, group, local) = (name.to_owned(), group.to_owned(), local.to_owned());
    Some(Address { field, name, group, local, domain, domain_unicode })
}

/// A domain in ASCII and in Unicode (UTS 46); as written where it is none.
pub fn both_ways(domain: &str) -> (String, String) {
    let lower = domain.trim().trim_end_matches('.').to_lowercase();
    if lower.is_ascii() && !lower.contains("xn--") {
        return (lower.clone(), lower);
    }
    let ascii = idna::domain_to_ascii(&lower).unwrap_or_else(|_| lower.clone());
    let (unicode, result) = idna::domain_to_unicode(&ascii);
    let unicode = if result.is_ok() { unicode } else { lower };
    (ascii, unicode)
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;

    use super::*;

    #[test]
    fn groups_names_and_foreign_domains() {
        let raw = "From: =?utf-8?Q?Ren=C3=A9?= <R.X@Caf\u{e9}.test>\nTo: Amis: a@b.test, C <c@d.test>;, e@f.test\nFrom: second@g.test\n\n";
        let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
        let found = addresses(&message);
        let told: Vec<String> =
            found.iter().map(|a| format!("{:?} {} {} {}", a.field, a.name, a.group, a.email())).collect();
        assert_eq!(
            told,
            [
                "From René  r.x@xn--caf-dma.test",
                "To  Amis a@b.test",
                "To C Amis c@d.test",
                "To   e@f.test",
                "From   second@g.test"
            ]
        );
        assert_eq!(found[0].domain_unicode, "café.test");
        assert_eq!(both_ways("xn--80ak6aa92e.com").1, "аррӏе.com");
    }
}
