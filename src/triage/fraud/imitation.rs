//! Domains of a message against those the mailbox knows: one that looks like a correspondent's or like the owner's own, and is neither.

use super::brands::BRANDS;
use super::lookalike::{Resemblance, resemblance};
use crate::triage::baseline::{Baseline, Party};
use crate::triage::domain::{domain_of, is_public_provider, registrable};
use crate::triage::traits::{Sign, Traits};

/// Who wrote so often before is a correspondent too, however much its domain looks like another.
const SETTLED: u32 = 3;
/// More hosts of links than this are not compared.
const MOST_HOSTS: usize = 32;

/// What domains are compared with.
#[derive(Clone, Copy)]
struct Compared<'a> {
    baseline: &'a Baseline,
    /// date of the message: what came later does not count
    at: Option<i64>,
}

/// The signs of imitation of a message that came in, each once.
pub fn look(baseline: &Baseline, traits: &Traits, signs: &mut Vec<Sign>) {
    let looked = Compared { baseline, at: traits.at };
    let writers = std::iter::once(&traits.from).chain(traits.reply_to.iter().take(4));
    let writers = writers.map(|person| (domain_of(&person.email), true));
    let hosts = traits.hosts.iter().take(MOST_HOSTS).map(|host| (host.as_str(), false));
    let own = writers.clone().chain(hosts.clone()).find_map(|(domain, writes)| of_owner(looked, domain, writes));
    signs.extend(own.map(|about| Sign::of_message("history.lookalike-of-own-domain", about)));
    let other = writers.chain(hosts).find_map(|(domain, writes)| of_correspondent(looked, domain, writes));
    signs.extend(other.map(|about| Sign::of_message("history.lookalike-of-correspondent", about)));
}

/// Whether a domain may imitate another at all: not one everybody uses, not one that the mailbox has known for long.
fn is_new(looked: Compared<'_>, domain: &str) -> bool {
    let owner = &looked.baseline.owner;
    let strange = !domain.is_empty() && !is_public_provider(domain) && !owner.is_internal_domain(domain);
    let settled = |party: &Party| party.heard.before(looked.at) && party.heard.count >= SETTLED;
    let party = |domain: &str| looked.baseline.people.party(&format!("@{domain}"));
    strange && BRANDS.owner_of(domain).is_none() && !party(domain).is_some_and(settled)
}

fn of_owner(looked: Compared<'_>, domain: &str, writes: bool) -> Option<String> {
    if !is_new(looked, domain) {
        return None;
    }
    let mut own = looked.baseline.owner.domains.iter();
    let own = own.find(|own| resemblance(domain, own).is_some_and(|how| deceives(how, writes)))?;
    Some(format!("{} ~ {own}", registrable(domain)))
}

fn of_correspondent(looked: Compared<'_>, domain: &str, writes: bool) -> Option<String> {
    if !is_new(looked, domain) {
        return None;
    }
    let (known, how) = looked.baseline.domains_written_to().resembled(domain)?;
    let party = looked.baseline.people.party(&format!("@{known}"))?;
    let earlier = party.written.before(looked.at);
    (earlier && deceives(how, writes)).then(|| format!("{} ~ {known}", registrable(domain)))
}

/// A firm has its site below several suffixes; who writes from another than usual is worth a look.
fn deceives(how: Resemblance, writes: bool) -> bool {
    writes || how != Resemblance::OtherSuffix
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::role::Role;
    use crate::triage::baseline::Owner;
    use crate::triage::traits::Person;

    fn person(email: &str) -> Person {
        Person { email: email.to_owned(), name: String::new() }
    }

    fn signs(from: &str, reply_to: &[&str], hosts: &[&str]) -> Vec<(String, String)> {
        let owner = Owner {
            addresses: vec!["jean@atelier-durand.example".to_owned()],
            domains: ["atelier-durand.example".to_owned()].into(),
            ..Owner::default()
        };
        let mut baseline = Baseline::of(owner);
        let sent = Traits {
            from: person("jean@atelier-durand.example"),
            to: vec![person("compta@scierie-morel.example"), person("marie@gmail.com")],
            at: Some(1_000),
            ..Traits::default()
        };
        baseline.learn(Role::Sent, &sent);
        let traits = Traits {
            from: person(from),
            reply_to: reply_to.iter().map(|email| person(email)).collect(),
            hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
            at: Some(2_000),
            received: true,
            ..Traits::default()
        };
        baseline.learn(Role::Inbox, &traits);
        let mut signs = Vec::new();
        look(&baseline, &traits, &mut signs);
        signs.into_iter().map(|sign| (sign.id, sign.about)).collect()
    }

    #[test]
    fn imitations_of_correspondents_and_of_the_owner_are_seen() {
        let of = |id: &str, about: &str| vec![(format!("history.lookalike-of-{id}"), about.to_owned())];
        let correspondent = |about| of("correspondent", about);
        assert_eq!(
            signs("c@scierie-m0rel.example", &[], &[]),
            correspondent("scierie-m0rel.example ~ scierie-morel.example")
        );
        assert_eq!(
            signs("c@scierie-morel.test", &[], &[]),
            correspondent("scierie-morel.test ~ scierie-morel.example")
        );
        assert_eq!(
            signs("c@scierie-morel.example", &["c@scierie-morel-compta.test"], &[]),
            correspondent("scierie-morel-compta.test ~ scierie-morel.example")
        );
        assert_eq!(
            signs("c@autre.example", &[], &["www.scierie-moral.test"]),
            correspondent("scierie-moral.test ~ scierie-morel.example")
        );
        assert_eq!(
            signs("helene@atelier-durand-direction.example", &[], &[]),
            of("own-domain", "atelier-durand-direction.example ~ atelier-durand.example")
        );
    }

    #[test]
    fn those_who_are_known_and_those_who_are_like_nobody_are_not() {
        for (from, hosts) in [
            ("c@scierie-morel.example", "www.scierie-morel.example"),
            ("c@mail.scierie-morel.example", "scierie-morel.test"),
            ("h@atelier-durand.example", "atelier-durand.example"),
            ("x@menuiserie-petit.example", "www.paypal.com"),
            ("x@gmail.com", "gmail.fr"),
        ] {
            assert_eq!(signs(from, &[], &[hosts]), [], "{from}");
        }
    }
}
