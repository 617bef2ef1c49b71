//! Templates and drafts that somebody changed: they give an account, a telephone number or an address for answers that the owner never gave.

use super::{Looked, Verdict};
use crate::evidence::role::Role;
use crate::triage::baseline::Party;
use crate::triage::finding::Severity;

/// What a template gives that is new.
pub fn judge(looked: Looked<'_>) -> Option<Verdict> {
    if !matches!(looked.role, Role::Templates | Role::Drafts) || !looked.own {
        return None;
    }
    let (traits, habits) = (looked.traits, &looked.baseline.habits);
    if let Some(account) = traits.new_accounts().find(|account| is_new_account(looked, &account.iban)) {
        let verdict = Verdict::of("template.account", 85).with("iban", account.iban.as_str());
        return Some(Verdict { place: account.place.clone(), excerpt: account.excerpt.clone(), ..verdict });
    }
    // Fewer messages tell no habit.
    if looked.role != Role::Templates || habits.messages.count < 10 {
        return None;
    }
    let reply = traits.reply_to.iter().find(|person| !looked.baseline.owner.is_internal(&person.email));
    if let Some(person) = reply {
        let verdict = Verdict::of("template.contact", 75).with("reply_to", person.email.as_str());
        return Some(Verdict { severity: Some(Severity::High), ..verdict });
    }
    let phone = traits.phones.iter().find(|phone| habits.phones.seen(phone.as_str()).count == 0)?;
    Some(Verdict::of("template.contact", 50).with("phone", phone.as_str()))
}

/// An account that is neither the owner's nor one of a correspondent.
fn is_new_account(looked: Looked<'_>, iban: &str) -> bool {
    let known = |party: &Party| party.accounts.seen(iban).count > 0;
    let of_recipient =
        looked.traits.to.iter().any(|person| looked.baseline.people.party(&person.email).is_some_and(known));
    looked.baseline.habits.accounts.seen(iban).count == 0 && !of_recipient
}
