//! Who is let into a mailbox: delegates, permissions. Colleagues share mailboxes every day; a stranger, everybody or a nobody's account do not.

use super::{Signs, Surroundings};
use crate::triage::mailbox_rules::folded::fold;
use crate::triage::mailbox_rules::lexicon::lexicon;
use crate::triage::mailbox_rules::model::MailboxRule;
use crate::triage::mailbox_rules::target::addresses;

/// Adds the signs of who is let in.
pub fn look(rule: &MailboxRule, around: &Surroundings<'_>, signs: &mut Signs) {
    let Some(grant) = &rule.grant else { return };
    let who = fold(&grant.who);
    if who.starts_with("nt authority") || who.starts_with("s-1-5-10") || who.ends_with("self") {
        return;
    }
    let rights = grant.rights.to_lowercase();
    let everybody = ["default", "anonymous", "anonyme", "par defaut"].contains(&who.as_str());
    let calendar = ["calendar", "calendrier", "kalender"]
        .iter()
        .any(|name| fold(&rule.mailbox).contains(name) || rights.contains(name));
    if everybody {
        let open = ["reviewer", "editor", "owner", "author", "fullaccess"].iter().any(|right| rights.contains(right));
        signs.add_if(open && !calendar, "rule.lets-in-everybody", grant.who.as_str());
        return;
    }
    let address = addresses(&grant.who).into_iter().next();
    let local = address.as_deref().unwrap_or(&grant.who).split('@').next().unwrap_or_default();
    match &address {
        Some(address) if !around.is_inside(address, rule) => signs.add("rule.lets-in-outside", address.as_str()),
        _ if is_administrator(local) => return,
        _ if lexicon().nobodies.stand_in(local) => signs.add("rule.lets-in-nobody", grant.who.as_str()),
        _ if !around.is_person(local) => signs.add("rule.lets-in-unknown", grant.who.as_str()),
        _ => return,
    }
    let full = ["fullaccess", "sendas", "owner", "delegate"].iter().any(|right| rights.contains(right));
    signs.add_if(full, "rule.full-access", grant.rights.as_str());
    let by = rule.made.by.split('@').next().unwrap_or_default();
    signs.add_if(is_administrator(by), "rule.by-administrator", rule.made.by.as_str());
}

fn is_administrator(local: &str) -> bool {
    let folded = fold(local);
    folded.starts_with("admin")
        || folded.ends_with("admin")
        || ["it", "informatique", "exchange", "system"].contains(&folded.as_str())
}
