//! Where the links of a message lead, and what of it speaks for a fraud. Nothing is ever opened: all is told from how they are written.

mod gather;
mod host;
mod random;
mod shown;
mod sought;
mod target;
#[cfg(test)]
mod tests;
mod url;
mod whole;

use std::collections::{BTreeSet, HashMap};

pub use gather::{Found, Origin, links};
pub use random::{is_oddly_written, is_random};
pub use target::is_disguised;
pub use url::Url;

use crate::message::mail::{AddressField, Mail};
use crate::triage::domain::registrable;
use crate::triage::signal::Signal;
use sought::Sought;
use target::Letter;

/// More links to one host than this say nothing more.
const MOST_OF_A_HOST: usize = 3;
/// More recipients than this are not looked for in links.
const MOST_RECIPIENTS: usize = 20;

/// What the [`links`] of a message show, each signal once, at its first place.
pub fn signals(mail: &Mail, links: &[Found<'_>]) -> Vec<Signal> {
    if links.is_empty() {
        return Vec::new();
    }
    let letter = letter(mail, links);
    let mut found = Vec::new();
    let mut known: BTreeSet<&'static str> = BTreeSet::new();
    let mut of_host: HashMap<&str, usize> = HashMap::new();
    for link in links {
        let count = of_host.entry(&link.url.host).or_default();
        *count += 1;
        if *count > MOST_OF_A_HOST {
            continue;
        }
        // A redirection to a place is a link to that place.
        let inner = link.url.inner();
        let beyond = inner.iter().flat_map(|url| target::signals(url, &letter).into_iter().map(move |id| (id, url)));
        let own = target::signals(&link.url, &letter).into_iter().chain(shown::signal(link, &letter));
        let qr = (link.origin == Origin::Qr).then_some("link.qr");
        for (id, url) in own.chain(qr).map(|id| (id, &link.url)).chain(beyond) {
            if known.insert(id) {
                found.push(Signal::at(id, link.text, link.span.clone(), told(url)));
            }
        }
    }
    whole::signals(mail, links, &letter, &mut found);
    found
}

/// What a signal is about: the host, or the scheme where there is none.
fn told(url: &Url) -> String {
    if url.host.is_empty() { format!("{}:", url.scheme) } else { url.host.clone() }
}

fn letter(mail: &Mail, links: &[Found<'_>]) -> Letter {
    let from = mail
        .addresses_of(AddressField::From)
        .find(|from| !from.domain.is_empty())
        .map(|address| registrable(&address.domain).to_owned());
    let to = mail.addresses.iter().filter(|address| matches!(address.field, AddressField::To | AddressField::Cc));
    let delivered = mail.header("Delivered-To").map(|value| value.trim().to_lowercase());
    let recipients = to.map(|address| address.email()).chain(delivered);
    let can_leave = |link: &Found<'_>| whole::unsubscribes(link.shown) || target::is_of_list(&link.url.path);
    Letter {
        from: from.unwrap_or_default(),
        // A name without a domain stands in many links by chance.
        recipients: recipients
            .filter(|email| email.rsplit('@').next().is_some_and(|domain| domain.contains('.')))
            .take(MOST_RECIPIENTS)
            .map(|email| Sought::of(&email))
            .collect(),
        bulk: mail.header("List-Unsubscribe").is_some() || links.iter().any(can_leave),
        list: super::sender::is_list(mail),
    }
}
