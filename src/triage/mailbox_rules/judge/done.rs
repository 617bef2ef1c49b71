//! What a rule does: whether it sends mail out, and whether it keeps the owner from seeing it.

use super::{Signs, Surroundings};
use crate::evidence::role::Role;
use crate::triage::domain::{domain_of, is_public_provider, registrable};
use crate::triage::mailbox_rules::folded::fold;
use crate::triage::mailbox_rules::lexicon::lexicon;
use crate::triage::mailbox_rules::model::{Deleting, MailboxRule, role};
use crate::triage::mailbox_rules::odd_name::is_odd;
use crate::triage::mailbox_rules::target::addresses;
use crate::triage::traits::ibans_in;

/// What a rule does that could harm.
#[derive(Debug, Clone, Copy, Default)]
pub struct Deeds {
    /// mail goes to an address outside
    pub sends_out: bool,
    /// the owner does not see it where mail is looked for
    pub hides: bool,
}

/// Adds the signs of what is done.
pub fn deeds(rule: &MailboxRule, around: &Surroundings<'_>, signs: &mut Signs) -> Deeds {
    let sends_out = forwards(rule, around, signs);
    let hides = hides(rule, signs);
    let actions = &rule.actions;
    if sends_out || hides {
        signs.add_if(actions.marks_read, "rule.marks-read", "");
        signs.add_if(actions.stops, "rule.stops", "");
        signs.add_if(rule.of_organisation, "rule.organisation", "");
    }
    if sends_out {
        signs.add_if(actions.keeps_none && actions.folders.is_empty(), "rule.keeps-no-copy", "");
        signs.add_if(hides || actions.marks_read, "rule.hidden-forward", "");
    }
    let replies = actions.reply.iter().find_map(|reply| ibans_in(reply).into_iter().next());
    if let Some(iban) = replies {
        signs.add("rule.reply-account", iban.iban);
    }
    for address in actions.answers_to.iter().flat_map(addresses) {
        signs.add_if(!around.is_inside(&address, rule), "rule.answers-elsewhere", address.as_str());
    }
    Deeds { sends_out, hides }
}

/// The addresses a rule sends mail to, on one line.
pub fn targets(rule: &MailboxRule) -> String {
    let mut all: Vec<String> = Vec::new();
    for target in rule.actions.to.iter().chain(rule.actions.answers_to.iter()) {
        let found = addresses(target);
        all.extend(if found.is_empty() { vec![target.to_owned()] } else { found });
    }
    all.join(", ")
}

fn forwards(rule: &MailboxRule, around: &Surroundings<'_>, signs: &mut Signs) -> bool {
    let targets = rule.actions.to.iter().flat_map(addresses);
    let outside: Vec<String> = targets.filter(|address| !around.is_inside(address, rule)).collect();
    let is_tool = |address: &String| {
        let domain = domain_of(address);
        lexicon().tools.contains(registrable(domain)) || lexicon().tools.contains(domain)
    };
    // The worst address tells; a program beside it excuses nothing.
    let worst = outside.iter().min_by_key(|address| (is_tool(address), around.is_known(address)));
    let Some(worst) = worst else { return false };
    signs.add("rule.outside", worst.as_str());
    signs.add_if(is_public_provider(domain_of(worst)), "rule.public-provider", domain_of(worst));
    if is_tool(worst) {
        signs.add("rule.tool", worst.as_str());
    } else if around.is_known(worst) {
        signs.add("rule.known-target", worst.as_str());
    } else {
        let local = worst.split('@').next().unwrap_or_default();
        let disguised = lexicon().disguises.stand_in(local) || around.resembles_owner(worst, rule);
        signs.add_if(disguised, "rule.disguised-target", worst.as_str());
    }
    true
}

fn hides(rule: &MailboxRule, signs: &mut Signs) -> bool {
    let actions = &rule.actions;
    let before = signs.0.len();
    match actions.deletes {
        Some(Deleting::Bin) => signs.add("rule.deletes", ""),
        Some(Deleting::ForGood) => signs.add("rule.deletes-for-good", ""),
        None => {}
    }
    for folder in actions.folders.iter() {
        place(folder, actions.marks_read, signs);
    }
    // Gmail files under a label by taking mail out of the inbox: without a label it is just gone.
    signs.add_if(actions.archives && actions.folders.is_empty(), "rule.put-away", "");
    signs.0.len() > before
}

/// A folder that hides.
fn place(folder: &str, read: bool, signs: &mut Signs) {
    let last = folder.rsplit(['/', '\\', '.']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let nowhere =
        matches!(role(folder), Role::Drafts | Role::Outbox | Role::Templates | Role::Quarantine | Role::Hiding);
    match role(folder) {
        _ if signs.has("rule.hiding-place") || signs.has("rule.odd-folder") => {}
        _ if nowhere || lexicon().places.contains(&fold(last)) => signs.add("rule.hiding-place", folder),
        Role::Deleted if !signs.has("rule.deletes") => signs.add("rule.deletes", folder),
        Role::Archive | Role::Junk => signs.add("rule.put-away", folder),
        _ if is_opaque(folder) => signs.add_if(read, "rule.unknown-folder", ""),
        _ if is_odd(last) => signs.add("rule.odd-folder", folder),
        _ => {}
    }
}

/// An identifier instead of a name.
fn is_opaque(folder: &str) -> bool {
    folder.len() >= 40
        && !folder.contains(' ')
        && (folder.starts_with("AAMk") || folder.starts_with("AQMk") || folder.ends_with('='))
}
