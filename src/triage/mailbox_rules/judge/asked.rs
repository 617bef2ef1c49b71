//! What a rule looks for: everything, money, security, bounces, colleagues, correspondents; or only bulk mail.

use super::done::Deeds;
use super::{Signs, Surroundings};
use crate::triage::mailbox_rules::lexicon::lexicon;
use crate::triage::mailbox_rules::model::MailboxRule;
use crate::triage::mailbox_rules::odd_name::is_odd;

/// Words of one list that are told.
const MOST: usize = 8;

/// Adds the signs of what is asked.
pub fn look(rule: &MailboxRule, deeds: Deeds, around: &Surroundings<'_>, signs: &mut Signs) {
    let asked = &rule.conditions;
    let odd = rule.name.as_deref().is_some_and(is_odd);
    let hides = deeds.hides || (rule.actions.marks_read && odd);
    if !hides && !deeds.sends_out {
        return;
    }
    if asked.everything {
        signs.add_if(deeds.sends_out, "rule.everything", "");
        signs.add_if(deeds.hides && !deeds.sends_out, "rule.hides-everything", "");
    }
    let lexicon = lexicon();
    let words: Vec<&str> = asked.words.iter().collect();
    let all = words.join(" | ");
    let money = lexicon.money.found(&all, MOST);
    if let [_, others @ ..] = money.as_slice() {
        signs.add(if hides { "rule.money-hidden" } else { "rule.money-sent-on" }, money.join(", "));
        signs.add_if(!others.is_empty(), "rule.more-money-words", "");
    }
    if is_bulk(rule) {
        signs.add("rule.bulk", "");
        return;
    }
    if !hides {
        return;
    }
    let security = lexicon.security.found(&all, MOST);
    signs.add_if(!security.is_empty(), "rule.security-hidden", security.join(", "));
    let bounces = lexicon.bounce.found(&all, MOST);
    signs.add_if(!bounces.is_empty(), "rule.bounces-hidden", bounces.join(", "));
    senders(rule, around, signs);
}

fn senders(rule: &MailboxRule, around: &Surroundings<'_>, signs: &mut Signs) {
    let guards = &lexicon().guards;
    let find = |is: &dyn Fn(&str) -> bool| rule.conditions.senders.iter().find(|sender| is(sender)).map(str::to_owned);
    if let Some(guard) = find(&|sender| guards.stand_in(sender)) {
        signs.add("rule.guard-hidden", guard);
    } else if let Some(colleague) = find(&|sender| around.is_colleague(sender, rule)) {
        signs.add("rule.colleague-hidden", colleague);
    } else if let Some(partner) = find(&|sender| around.is_partner(sender)) {
        signs.add("rule.partner-hidden", partner);
    }
}

/// Whether only bulk mail, lists or what a filter already calls spam is asked for.
fn is_bulk(rule: &MailboxRule) -> bool {
    let (asked, lexicon) = (&rule.conditions, lexicon());
    let by_people =
        asked.senders.iter().any(|sender| lexicon.guards.stand_in(sender) || !lexicon.bulk.stand_in(sender));
    let spam = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case("spam");
    let other_words = asked.words.iter().any(|word| !lexicon.bulk.stand_in(word) && !spam(word));
    let marked = !asked.marks.is_empty();
    let nothing_else = !by_people && !other_words && asked.recipients.is_empty();
    // A list's own field says it, whatever is asked beside it, unless it is about money.
    !asked.everything
        && ((nothing_else && !(asked.senders.is_empty() && asked.words.is_empty() && !marked))
            || (marked && asked.words.is_empty() && !by_people))
}
