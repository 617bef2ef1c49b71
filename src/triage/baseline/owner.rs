//! Whose mailbox it is: who stands as author of what lies in the sent folders, and as recipient of what came in.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::evidence::role::Role;
use crate::triage::domain::{domain_of, is_below, is_public_provider, registrable};
use crate::triage::traits::Traits;

/// More addresses than this are not counted: the owner's come early and often.
const MOST: usize = 50_000;

/// The owner of a mailbox.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// addresses, lower case; the first is the main one
    pub addresses: Vec<String>,
    /// display names under which the owner writes
    pub names: BTreeSet<String>,
    /// domains of the owner's organisation
    pub domains: BTreeSet<String>,
    /// whether a person named the owner, instead of the mailbox telling
    pub given: bool,
}

impl Owner {
    /// Whether it is an address of the owner.
    pub fn is_address(&self, email: &str) -> bool {
        !email.is_empty() && self.addresses.iter().any(|own| own == email)
    }

    /// Whether the address belongs to the owner's organisation.
    pub fn is_internal(&self, email: &str) -> bool {
        self.is_address(email) || self.is_internal_domain(domain_of(email))
    }

    /// Whether the domain, or one above it, belongs to the owner's organisation.
    pub fn is_internal_domain(&self, domain: &str) -> bool {
        !domain.is_empty() && self.domains.iter().any(|own| is_below(domain, own))
    }

    /// The main address; empty where none is known.
    pub fn main(&self) -> &str {
        self.addresses.first().map_or("", String::as_str)
    }
}

/// Who may be the owner, counted while messages pass by.
#[derive(Debug, Clone, Default)]
pub struct Votes {
    /// address -> as author of own mail, as recipient, names
    by_address: BTreeMap<String, Vote>,
}

#[derive(Debug, Clone, Default)]
struct Vote {
    wrote: u32,
    got: u32,
    names: BTreeSet<String>,
}

impl Votes {
    /// Counts a message.
    pub fn see(&mut self, role: Role, traits: &Traits) {
        if matches!(role, Role::Sent | Role::Drafts | Role::Outbox | Role::Templates) {
            if let Some(vote) = self.vote(&traits.from.email) {
                vote.wrote += 1;
                if !traits.from.name.is_empty() && vote.names.len() < 8 {
                    vote.names.insert(traits.from.name.clone());
                }
            }
            return;
        }
        if let Some(vote) = self.vote(&traits.delivered_to) {
            vote.got += 2;
        }
        // A message to many was sent to a list, not to the owner.
        if traits.received && traits.to.len() <= 3 {
            for person in &traits.to {
                if let Some(vote) = self.vote(&person.email) {
                    vote.got += 1;
                }
            }
        }
    }

    fn vote(&mut self, email: &str) -> Option<&mut Vote> {
        if !email.contains('@') || (self.by_address.len() >= MOST && !self.by_address.contains_key(email)) {
            return None;
        }
        Some(self.by_address.entry(email.to_owned()).or_default())
    }

    /// The owner. `named` are addresses and `internal` domains that a person gave; they are believed.
    pub fn owner(&self, named: &[String], internal: &[String]) -> Owner {
        let given = !named.is_empty();
        let addresses: Vec<String> = match given {
            true => named.iter().map(|address| address.trim().to_lowercase()).collect(),
            false => self.inferred(),
        };
        let names =
            addresses.iter().filter_map(|address| self.by_address.get(address)).flat_map(|vote| vote.names.clone());
        let of_address = |address: &String| {
            let domain = domain_of(address);
            (!is_public_provider(domain) && !domain.is_empty()).then(|| registrable(domain).to_owned())
        };
        let given_domains = internal.iter().map(|domain| domain.trim().trim_start_matches('@').to_lowercase());
        let domains = addresses.iter().filter_map(of_address).chain(given_domains).collect();
        Owner { names: names.collect(), domains, addresses, given }
    }

    /// Who wrote most of the own mail, with the other addresses that wrote a good part of it; else who got most.
    fn inferred(&self) -> Vec<String> {
        let by = |count: fn(&Vote) -> u32| {
            let best = self.by_address.iter().map(|(address, vote)| (count(vote), std::cmp::Reverse(address)));
            best.filter(|(votes, _)| *votes > 0).max().map(|(votes, address)| (votes, address.0.clone()))
        };
        let Some((most, main)) = by(|vote| vote.wrote) else {
            return by(|vote| vote.got).map(|(_, address)| vec![address]).unwrap_or_default();
        };
        let also = |(address, vote): (&String, &Vote)| {
            (*address != main && vote.wrote >= 3 && vote.wrote * 10 >= most).then(|| address.clone())
        };
        let others: Vec<String> = self.by_address.iter().filter_map(also).collect();
        std::iter::once(main).chain(others).collect()
    }
}
