//! Whom the owner writes with. A *correspondent* is an address, a *party* who stands behind several: an organisation with its domain, or a
//! person with an address at a public provider. Accounts, telephone numbers and hosts are kept for parties.

use std::collections::{BTreeSet, HashMap};

use super::owner::Owner;
use super::seen::{Counted, Seen};
use crate::triage::domain::{domain_of, is_public_provider, registrable};
use crate::triage::traits::Traits;

/// More addresses than this are not kept; those that come later are counted.
const MOST: usize = 150_000;

/// An address.
#[derive(Debug, Clone, Default)]
pub struct Correspondent {
    /// messages that came from it
    pub heard: Seen,
    /// messages of the owner to it
    pub written: Seen,
    /// display names under which it writes
    pub names: Counted<String, 8>,
    /// where answers to it go, where that is another address
    pub reply_to: Counted<String, 8>,
    /// its mail programs
    pub software: Counted<String, 8>,
    /// time zones of its dates, in minutes
    pub zones: Counted<i16, 8>,
}

/// Who stands behind one or several addresses.
#[derive(Debug, Clone, Default)]
pub struct Party {
    /// messages that came from it
    pub heard: Seen,
    /// messages of the owner to it
    pub written: Seen,
    /// IBANs it wrote
    pub accounts: Counted<String, 32>,
    /// IBANs of it that the owner wrote back to it
    pub confirmed: Counted<String, 32>,
    /// telephone numbers it wrote
    pub phones: Counted<String, 32>,
    /// hosts of its links
    pub hosts: Counted<String, 32>,
    /// messages of it whose sender was authenticated (DMARC or DKIM)
    pub authenticated: u32,
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub struct People {
    by_address: HashMap<String, Correspondent>,
    by_party: HashMap<String, Party>,
    /// display name, folded -> addresses that bear it
    by_name: HashMap<String, Counted<String, 8>>,
    /// messages of addresses that are not kept, because there were too many
    pub dropped: u64,
}

/// Who stands behind an address.
pub fn party_of(email: &str) -> &str {
    let domain = domain_of(email);
    if is_public_provider(domain) { email } else { registrable(domain) }
}

/// A display name as it is compared: lower case, one blank between words.
pub fn folded_name(name: &str) -> String {
    let name = name.trim().trim_matches(['"', '\'', '“', '”', '«', '»']);
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

impl People {
    /// What is known of an address.
    pub fn correspondent(&self, email: &str) -> Option<&Correspondent> {
        self.by_address.get(email)
    }

    /// What is known of who stands behind an address.
    pub fn party(&self, email: &str) -> Option<&Party> {
        self.by_party.get(party_of(email))
    }

    /// What is known of the organisation with this domain, or one above it.
    pub fn party_at(&self, domain: &str) -> Option<&Party> {
        self.by_party.get(registrable(domain))
    }

    /// Addresses that bore this display name.
    pub fn bearers(&self, name: &str) -> Option<&Counted<String, 8>> {
        self.by_name.get(&folded_name(name))
    }

    /// Every party with its key (a domain or an address), in no order.
    pub fn parties(&self) -> impl Iterator<Item = (&str, &Party)> {
        self.by_party.iter().map(|(key, party)| (key.as_str(), party))
    }

    /// Every address, in no order.
    pub fn correspondents(&self) -> impl Iterator<Item = (&str, &Correspondent)> {
        self.by_address.iter().map(|(email, known)| (email.as_str(), known))
    }

    /// Unlearns accounts that were written to them, but not by the owner.
    pub(super) fn forget_confirmed(&mut self, foreign: &BTreeSet<String>) {
        if !foreign.is_empty() {
            self.by_party.values_mut().for_each(|party| party.confirmed.forget(|iban| foreign.contains(iban)));
        }
    }

    /// A message that came in.
    pub(super) fn heard_from(&mut self, traits: &Traits, owner: &Owner) {
        let (email, at) = (traits.from.email.as_str(), traits.at);
        if email.is_empty() {
            return;
        }
        self.bear(&traits.from.name, email, at);
        let Some(known) = self.known(email) else { return };
        known.heard.note(at);
        known.names.note(traits.from.name.as_str(), at);
        for person in traits.reply_to.iter().filter(|person| person.email != email) {
            known.reply_to.note(person.email.as_str(), at);
        }
        known.software.note(traits.software.as_str(), at);
        if let Some(zone) = traits.zone {
            known.zones.note(&zone, at);
        }
        if owner.is_address(email) {
            return;
        }
        let Some(party) = self.known_party(email) else { return };
        party.heard.note(at);
        party.authenticated += u32::from(traits.authentication.dmarc == "pass" || traits.authentication.dkim == "pass");
        traits.new_accounts().for_each(|account| party.accounts.note(account.iban.as_str(), at));
        traits.phones.iter().for_each(|phone| party.phones.note(phone.as_str(), at));
        traits.hosts.iter().for_each(|host| party.hosts.note(registrable(host), at));
    }

    /// A message of the owner.
    pub(super) fn written_to(&mut self, traits: &Traits, owner: &Owner) {
        for person in traits.to.iter().filter(|person| !owner.is_address(&person.email)) {
            if let Some(known) = self.known(&person.email) {
                known.written.note(traits.at);
            }
            if let Some(party) = self.known_party(&person.email) {
                party.written.note(traits.at);
                traits.new_accounts().for_each(|account| party.confirmed.note(account.iban.as_str(), traits.at));
            }
        }
    }

    fn bear(&mut self, name: &str, email: &str, at: Option<i64>) {
        let folded = folded_name(name);
        if folded.is_empty() || (self.by_name.len() >= MOST && !self.by_name.contains_key(&folded)) {
            return;
        }
        self.by_name.entry(folded).or_default().note(email, at);
    }

    fn known(&mut self, email: &str) -> Option<&mut Correspondent> {
        if self.by_address.len() >= MOST && !self.by_address.contains_key(email) {
            self.dropped += 1;
            return None;
        }
        Some(self.by_address.entry(email.to_owned()).or_default())
    }

    fn known_party(&mut self, email: &str) -> Option<&mut Party> {
        let key = party_of(email);
        if key.is_empty() || (self.by_party.len() >= MOST && !self.by_party.contains_key(key)) {
            return None;
        }
        Some(self.by_party.entry(key.to_owned()).or_default())
    }
}
