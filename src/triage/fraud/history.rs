//! What the mailbox knows: whether the sender is usual, and whether the account, the name, the address for answers and the program are.

use super::imitation;
use crate::triage::baseline::{Party, Seen};
use crate::triage::hindsight::Looked;
use crate::triage::traits::{Account, Person, Sign, clock};

/// The signs that history gives for a message.
pub fn signs(looked: Looked<'_>) -> Vec<Sign> {
    let mut signs = Vec::new();
    if looked.own {
        own_accounts(looked, &mut signs);
        return signs;
    }
    acquaintance(looked, &mut signs);
    accounts(looked, &mut signs);
    names(looked, &mut signs);
    ways(looked, &mut signs);
    imitation::look(looked.baseline, looked.traits, &mut signs);
    signs
}

fn at_account(id: &str, account: &Account) -> Sign {
    let (about, place, excerpt) = (account.iban.clone(), account.place.clone(), account.excerpt.clone());
    Sign { id: id.to_owned(), about, place, excerpt }
}

/// Times seen before this message: what came at the same moment or later does not count.
fn earlier(seen: Seen, at: Option<i64>) -> u32 {
    if seen.before(at) { seen.count } else { 0 }
}

/// Whether the sender was heard from before, and whether the owner ever wrote to it.
fn acquaintance(looked: Looked<'_>, signs: &mut Vec<Sign>) {
    let (traits, people) = (looked.traits, &looked.baseline.people);
    let email = traits.from.email.as_str();
    if email.is_empty() {
        return signs.push(Sign::of_message("history.no-sender", ""));
    }
    let heard = people.correspondent(email).map_or(0, |known| earlier(known.heard, traits.at));
    let party = people.party(email);
    let party_heard = party.map_or(0, |party| earlier(party.heard, traits.at));
    let written = party.map_or(0, |party| earlier(party.written, traits.at));
    match (heard, party_heard, written) {
        (0, 0, 0) => signs.push(Sign::of_message("history.first-contact", email)),
        (0, _, _) => signs.push(Sign::of_message("history.new-address", email)),
        (_, _, 0) => signs.push(Sign::of_message("history.never-written-to", email)),
        _ => signs.push(Sign::of_message("history.correspondent", email)),
    }
    if looked.baseline.owner.is_internal(email) {
        signs.push(Sign::of_message("history.internal", email));
    }
}

/// The accounts of a message that came in, against those its sender used before.
fn accounts(looked: Looked<'_>, signs: &mut Vec<Sign>) {
    let at = looked.traits.at;
    let party = looked.baseline.people.party(&looked.traits.from.email);
    for account in looked.traits.new_accounts() {
        let id = match party {
            Some(party) if is_confirmed(party, account, at) => "history.account-confirmed",
            Some(party) if party.accounts.seen(account.iban.as_str()).before(at) => "history.account-usual",
            Some(party) if party.accounts.before(at).next().is_some() => "history.account-changed",
            _ if looked.baseline.habits.accounts.seen(account.iban.as_str()).before(at) => "history.account-own",
            _ => "history.account-first",
        };
        signs.push(at_account(id, account));
        if !account.valid {
            signs.push(at_account("payment.account-invalid", account));
        }
    }
}

/// Whether the owner wrote this account back to its holder before.
fn is_confirmed(party: &Party, account: &Account, at: Option<i64>) -> bool {
    party.confirmed.seen(account.iban.as_str()).before(at)
}

/// Accounts in the owner's own mail.
fn own_accounts(looked: Looked<'_>, signs: &mut Vec<Sign>) {
    for account in looked.traits.new_accounts() {
        signs.push(at_account(own_account(looked, account), account));
        if !account.valid {
            signs.push(at_account("payment.account-invalid", account));
        }
    }
}

/// An account that the owner never gave before, though others.
const OWN_CHANGED: &str = "history.own-account-changed";

/// Whether an own message gives such an account.
pub fn changes_own_account(looked: Looked<'_>) -> bool {
    looked.own && looked.traits.new_accounts().any(|account| own_account(looked, account) == OWN_CHANGED)
}

/// What an account in the owner's own mail is: the owner's, that of somebody it is written to, or a new one.
fn own_account(looked: Looked<'_>, account: &Account) -> &'static str {
    let (at, baseline) = (looked.traits.at, looked.baseline);
    let of_somebody = || {
        looked.traits.to.iter().any(|person| {
            let party = baseline.people.party(&person.email);
            party.is_some_and(|party| party.accounts.seen(account.iban.as_str()).before(at))
        })
    };
    match baseline.habits.accounts.seen(account.iban.as_str()).before(at) {
        true => "history.own-account-usual",
        false if of_somebody() => "history.account-usual",
        false if baseline.habits.accounts.before(at).next().is_some() => OWN_CHANGED,
        false => "history.own-account-first",
    }
}

/// The name of somebody known over an address that is not theirs.
fn names(looked: Looked<'_>, signs: &mut Vec<Sign>) {
    let Person { email, name } = &looked.traits.from;
    let owner = &looked.baseline.owner;
    if email.is_empty() || name.split_whitespace().count() < 2 || owner.is_internal(email) {
        return;
    }
    let at = looked.traits.at;
    let Some(bearers) = looked.baseline.people.bearers(name) else { return };
    if bearers.seen(email.as_str()).before(at) {
        return;
    }
    let others: Vec<&String> = bearers.before(at).filter(|other| *other != email).collect();
    if let Some(other) = others.first() {
        let internal = others.iter().any(|other| owner.is_internal(other));
        let id = if internal { "history.name-of-colleague" } else { "history.name-of-correspondent" };
        signs.push(Sign::of_message(id, other.as_str()));
    }
}

/// Answers that go elsewhere than usual, and ways of sending that the correspondent never used.
fn ways(looked: Looked<'_>, signs: &mut Vec<Sign>) {
    let (traits, at) = (looked.traits, looked.traits.at);
    let Some(known) = looked.baseline.people.correspondent(&traits.from.email) else { return };
    let unusual =
        |person: &&Person| person.email != traits.from.email && !known.reply_to.seen(person.email.as_str()).before(at);
    let settled = earlier(known.heard, at) >= 3;
    if settled && let Some(person) = traits.reply_to.iter().find(unusual) {
        signs.push(Sign::of_message("history.reply-to-unusual", person.email.as_str()));
    }
    if settled && !traits.software.is_empty() && !known.software.seen(traits.software.as_str()).before(at) {
        signs.push(Sign::of_message("history.software-unusual", traits.software.as_str()));
    }
    if settled
        && let Some(zone) = traits.zone
        && !known.zones.seen(&zone).before(at)
    {
        signs.push(Sign::of_message("history.zone-unusual", clock(zone)));
    }
}
