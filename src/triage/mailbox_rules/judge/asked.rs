//! What a rule looks for: everything, money, security, bounces, colleagues, correspondents; or only bulk mail.

use super::done::Deeds;
use super::{Signs, Surroundings};
use crate::triage::mailbox_rules::lexicon::{Words, lexicon};
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
    let words: Vec<&str> = asked.words.iter().collect();
    let words = words.join(" | ");
    money(&words, hides, signs);
    if is_bulk(rule) {
        signs.add("rule.bulk", "");
    } else {
        senders(rule, hides, around, signs);
        if hides {
            revealing(rule, &words, signs);
        }
    }
}

/// What stands in a text of two lists: words that say it, and hints of which two are needed.
fn told(text: &str, sure: &Words, hints: &Words) -> (Vec<String>, bool) {
    let (mut found, hints) = (sure.found(text, MOST), hints.found(text, MOST));
    let is_sure = !found.is_empty() || hints.len() >= 2;
    found.extend(hints);
    (found, is_sure)
}

fn money(words: &str, hides: bool, signs: &mut Signs) {
    let (found, sure) = told(words, &lexicon().money, &lexicon().money_hints);
    let id = match (hides, sure) {
        _ if found.is_empty() => return,
        (true, true) => "rule.money-hidden",
        (true, false) => "rule.hint-hidden",
        (false, _) => "rule.money-sent-on",
    };
    signs.add(id, found.join(", "));
    signs.add_if(found.len() >= 2, "rule.more-money-words", "");
}

/// What would tell the owner that somebody else is there.
fn revealing(rule: &MailboxRule, words: &str, signs: &mut Signs) {
    let (found, sure) = told(words, &lexicon().security, &lexicon().security_hints);
    signs.add_if(sure, "rule.security-hidden", found.join(", "));
    signs.add_if(!sure && !found.is_empty(), "rule.hint-hidden", found.join(", "));
    let mut bounces = lexicon().bounce.found(words, MOST);
    bounces.extend(rule.conditions.marks.iter().filter(|mark| is_bounce(mark)).map(str::to_owned));
    signs.add_if(!bounces.is_empty(), "rule.bounces-hidden", bounces.join(", "));
}

fn is_bounce(mark: &str) -> bool {
    mark.to_lowercase().contains("nondelivery")
}

fn senders(rule: &MailboxRule, hides: bool, around: &Surroundings<'_>, signs: &mut Signs) {
    let guards = &lexicon().guards;
    let find = |is: &dyn Fn(&str) -> bool| rule.conditions.senders.iter().find(|sender| is(sender)).map(str::to_owned);
    if let Some(guard) = find(&|sender| guards.stand_in(sender)) {
        signs.add_if(hides, "rule.guard-hidden", guard);
    } else if let Some(colleague) = find(&|sender| around.is_colleague(sender, rule)) {
        signs.add(if hides { "rule.colleague-hidden" } else { "rule.people-sent-on" }, colleague);
    } else if let Some(partner) = find(&|sender| around.is_partner(sender)) {
        signs.add(if hides { "rule.partner-hidden" } else { "rule.people-sent-on" }, partner);
    }
}

/// Whether only bulk mail, lists or what a filter already calls spam is asked for.
fn is_bulk(rule: &MailboxRule) -> bool {
    let (asked, lexicon) = (&rule.conditions, lexicon());
    let by_people =
        asked.senders.iter().any(|sender| lexicon.guards.stand_in(sender) || !lexicon.bulk.stand_in(sender));
    let spam = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case("spam");
    let other_words = asked.words.iter().any(|word| !lexicon.bulk.stand_in(word) && !spam(word));
    let marked = asked.marks.iter().any(|mark| !is_bounce(mark));
    let nothing_else = !by_people && !other_words && asked.recipients.is_empty();
    // A list's own field says it, whatever is asked beside it, unless it is about money.
    !asked.everything
        && ((nothing_else && !(asked.senders.is_empty() && asked.words.is_empty() && !marked))
            || (marked && asked.words.is_empty() && !by_people))
}
