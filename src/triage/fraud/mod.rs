//! Fraud: what in a message speaks for it or against it ([`signals`]), and what all of it together comes to ([`judge`]).

pub mod brands;
pub mod files;
mod history;
pub mod hosts;
mod imitation;
mod judge;
pub mod links;
pub mod lookalike;
pub mod sender;
mod wording;

pub use history::changes_own_account;
pub use judge::{by_content, judge, odds, weighed};

use super::signal::Signal;
use crate::message::mail::Mail;

/// The rule of a fraud of which nothing more is known.
pub const GENERAL: &str = "fraud.suspicious";

/// Every kind of fraud: the word of `frauds` in the files of signals, and the id of its rule.
const RULES: [(&str, &str); 14] = [
    ("advance-fee", "fraud.advance-fee"),
    ("bank-change", "fraud.bank-change"),
    ("callback", "fraud.callback"),
    ("credentials", "fraud.credentials"),
    ("delivery", "fraud.delivery"),
    ("extortion", "fraud.extortion"),
    ("gift-card", "fraud.gift-card"),
    ("impersonation", "fraud.impersonation"),
    ("invoice", "fraud.invoice"),
    ("link", "fraud.link"),
    ("payroll", "fraud.payroll"),
    ("president", "fraud.president"),
    ("prize", "fraud.prize"),
    ("refund", "fraud.refund"),
];

/// The id of the rule of a fraud.
pub fn rule_of(fraud: &str) -> Option<&'static str> {
    RULES.iter().find(|(word, _)| *word == fraud).map(|(_, rule)| *rule)
}

/// What a message shows by itself, in the order of the places.
pub fn signals(mail: &Mail) -> Vec<Signal> {
    let links = links::links(mail);
    let (in_words, of_links) = (wording::signals(mail), links::signals(mail, &links));
    let (of_sender, of_files) = (sender::signals(mail), files::signals(mail, &links));
    [in_words, of_links, of_sender, of_files].into_iter().flatten().collect()
}
