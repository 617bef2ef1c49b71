//! Who seems to write, and who does: names, addresses, the way back, what servers found out, and how the message was made.

mod answers;
mod checks;
mod disguise;
mod making;
#[cfg(test)]
mod tests;
mod who;

use std::collections::BTreeSet;

use crate::message::mail::{Address, AddressField, Mail};
use crate::triage::domain::registrable;
use crate::triage::signal::Signal;

/// A message as these judges look at it.
struct Sent<'a> {
    mail: &'a Mail,
    /// the first address of `From` that has a domain, else the first
    from: Option<&'a Address>,
    /// registered part of its domain; empty where there is none
    from_domain: &'a str,
    /// it came over servers: what a server adds can be missed
    received: bool,
    /// DMARC or an aligned DKIM signature says that it is of the domain of `From`
    authentic: bool,
    /// a mailing list passed it on
    list: bool,
    found: Vec<Signal>,
}

impl Sent<'_> {
    /// About the message as a whole.
    fn tell(&mut self, id: &'static str, about: impl Into<String>) {
        self.found.push(Signal::of_message(id, about));
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.mail.header(name)
    }

    /// The domain of `From`, as written.
    fn domain(&self) -> &str {
        self.from.map_or("", |from| from.domain.as_str())
    }
}

/// What the sender of a message shows, each signal once.
pub fn signals(mail: &Mail) -> Vec<Signal> {
    let all = || mail.addresses_of(AddressField::From);
    let from = all().find(|from| !from.domain.is_empty()).or_else(|| all().next());
    let from_domain = from.map_or("", |from| registrable(&from.domain));
    let mut sent = Sent {
        mail,
        from,
        from_domain,
        received: !mail.route.hops.is_empty() || !mail.route.authentication.is_empty(),
        authentic: checks::is_authentic(mail, from_domain),
        list: is_list(mail),
        found: Vec::new(),
    };
    who::look(&mut sent);
    answers::look(&mut sent);
    checks::look(&mut sent);
    making::look(&mut sent);
    let mut known = BTreeSet::new();
    sent.found.retain(|signal| known.insert(signal.id));
    sent.found
}

/// Whether a mailing list passed the message on, as people discuss on; not a newsletter.
pub fn is_list(mail: &Mail) -> bool {
    let precedence = mail.header("Precedence").is_some_and(|value| value.trim().eq_ignore_ascii_case("list"));
    precedence
        || ["List-Post", "Mailing-List", "X-Mailing-List", "X-BeenThere"].iter().any(|name| mail.header(name).is_some())
}
