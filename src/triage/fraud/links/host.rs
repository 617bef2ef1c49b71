//! What a host says by itself. A mailbox names the same hosts again and again: what was found out about one is kept, on each thread, so
//! many at most. It depends on nothing but the host.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::random::is_random;
use super::target::is_disguised;
use crate::triage::domain::registrable;
use crate::triage::fraud::brands::BRANDS;
use crate::triage::fraud::hosts::HOSTS;

/// Hosts that are kept; then all are forgotten.
const MOST: usize = 4096;

/// What is known of a host.
#[derive(Debug, Default)]
pub struct Host {
    /// links are sent through it by everybody
    pub tracking: bool,
    /// anybody can put something there, or hide it, whatever the path
    pub place: Option<&'static str>,
    /// it belongs to a brand that is known
    pub owned: bool,
    /// signals that it gives
    pub signals: Vec<&'static str>,
}

thread_local! {
    static KNOWN: RefCell<HashMap<String, Rc<Host>>> = RefCell::default();
}

/// What is known of a host (ASCII, lower case).
pub fn of(host: &str) -> Rc<Host> {
    KNOWN.with_borrow_mut(|known| {
        if let Some(found) = known.get(host) {
            return Rc::clone(found);
        }
        if known.len() >= MOST {
            known.clear();
        }
        let found = Rc::new(judged(host));
        known.insert(host.to_owned(), Rc::clone(&found));
        found
    })
}

fn judged(host: &str) -> Host {
    let owned = BRANDS.owner_of(host).is_some();
    let mut signals = Vec::new();
    if is_disguised(host) {
        signals.push("link.punycode");
    }
    if !owned {
        signals.extend(false_name(host));
    }
    let below = host.strip_suffix(registrable(host)).unwrap_or_default();
    if below.matches('.').count() >= 4 {
        signals.push("link.deep");
    }
    let label = registrable(host).split('.').next().unwrap_or_default();
    let random = is_random(label) || below.split('.').any(is_random);
    if !owned && random && !HOSTS.hosting.has_host(host) {
        signals.push("link.random-host");
    }
    let place = match () {
        () if HOSTS.tunnels.has_host(host) => Some("link.tunnel"),
        () if HOSTS.ipfs.has_host(host) => Some("link.ipfs"),
        () if HOSTS.shorteners.has_host(host) => Some("link.shortener"),
        () => None,
    };
    Host { tracking: HOSTS.tracking.has_host(host), place, owned, signals }
}

/// A host that borrows a name, promises something, or costs nothing.
fn false_name(host: &str) -> Vec<&'static str> {
    let mut signals = Vec::new();
    if BRANDS.imitated_by(host).is_some() {
        signals.push("link.look-alike");
    } else if BRANDS.borrowed_by(host).is_some() {
        signals.push("link.brand-in-host");
    }
    if HOSTS.lures_in(host) >= 2 {
        signals.push("link.lure-host");
    }
    if HOSTS.is_cheap(host) {
        signals.push("link.suffix");
    }
    signals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_a_host_stays_the_same_however_often_it_is_asked_for() {
        for host in ["acme.example", "rnicrosoft.com", "bit.ly", "xn--80ak6aa92e.example"] {
            let (first, again) = (of(host), of(host));
            assert_eq!(first.signals, again.signals);
            assert_eq!(first.signals, judged(host).signals);
        }
        assert_eq!(of("rnicrosoft.com").signals, ["link.look-alike"]);
        assert_eq!(of("bit.ly").place, Some("link.shortener"));
        (0..MOST + 9).for_each(|number| drop(of(&format!("h{number}.example"))));
        assert!(KNOWN.with_borrow(HashMap::len) <= MOST);
    }
}
