//! How the owner is used to write: programs, ways to build a Message-ID, networks, time zones, hours, languages, signatures, accounts.

use std::net::IpAddr;

use serde::Serialize;

use super::seen::{Counted, Seen};
use crate::triage::domain::registrable;
use crate::triage::traits::Traits;

/// What a message of the owner shows of one habit; none where the message does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Habit {
    Software,
    IdShape,
    Network,
    Zone,
    Language,
    Signature,
}

/// Of the owner's own mail.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Habits {
    /// messages, first and last
    pub messages: Seen,
    /// mail programs
    pub software: Counted<String, 64>,
    /// ways to build a Message-ID
    pub id_shapes: Counted<String, 64>,
    /// addresses from which messages were handed in
    pub ips: Counted<IpAddr, 256>,
    /// their networks
    pub networks: Counted<String, 256>,
    /// minutes east of Greenwich
    pub zones: Counted<i16, 32>,
    /// hours of the day, by the clock of the message
    pub hours: [u32; 24],
    /// languages of the text
    pub languages: Counted<String, 32>,
    /// digests of signatures; 0 for none
    pub signatures: Counted<u64, 64>,
    /// telephone numbers that the owner wrote
    pub phones: Counted<String, 64>,
    /// domains of the owner's links
    pub hosts: Counted<String, 256>,
    /// IBANs that the owner wrote
    pub accounts: Counted<String, 64>,
}

impl Habits {
    /// Learns from a message of the owner.
    pub(super) fn learn(&mut self, traits: &Traits) {
        let at = traits.at;
        self.messages.note(at);
        self.software.note(traits.software.as_str(), at);
        self.id_shapes.note(traits.id_shape.as_str(), at);
        if let Some(ip) = traits.ip {
            self.ips.note(&ip, at);
            self.networks.note(network(ip).as_str(), at);
        }
        if let Some(zone) = traits.zone {
            self.zones.note(&zone, at);
        }
        if let Some(hour) = traits.local_hour() {
            self.hours[hour] += 1;
        }
        if !traits.language.is_empty() {
            self.languages.note(traits.language.as_str(), at);
        }
        self.signatures.note(&traits.signature, at);
        traits.hosts.iter().for_each(|host| self.hosts.note(registrable(host), at));
        traits.phones.iter().for_each(|phone| self.phones.note(phone.as_str(), at));
        traits.new_accounts().for_each(|account| self.accounts.note(account.iban.as_str(), at));
    }
}

/// The network of an address: `203.0.113.0/24`, `2001:db8:1::/48`.
pub fn network(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(ip) => {
            let [a, b, c, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}
