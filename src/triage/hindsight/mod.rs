//! What can only be told when the whole mailbox was seen: frauds against what is usual, the intruder's own mail, whom it reached. It works
//! on the traits of messages, several times in their order: to learn, to survey, to prepare, to look.

mod access;
mod contact;
mod entry;
mod intruder;
mod junk;
mod marked;
mod own_mail;
pub mod reached;
mod template;
mod unusual;

use std::collections::BTreeMap;

use entry::Entry;
use intruder::Intruder;
use marked::Marked;
use reached::{Accesses, Contacts};

use super::baseline::{Baseline, Owner};
use super::finding::Severity;
use super::fraud;
use super::record::{FindingRecord, FoundIn, MessageRecord, SignRecord, WhereRecord};
use super::rulebook::Rulebook;
use super::signal::Weighed;
use super::traits::Traits;
use crate::evidence::role::Role;

/// A message as the second look sees it.
#[derive(Debug, Clone, Copy)]
pub struct Looked<'a> {
    /// its line
    pub message: &'a MessageRecord,
    /// what its folder is for
    pub role: Role,
    /// what was kept of it
    pub traits: &'a Traits,
    /// what the first look found in it
    pub findings: &'a [FindingRecord],
    /// what is usual in this mailbox
    pub baseline: &'a Baseline,
    /// the owner, or who holds the account, wrote it
    pub own: bool,
}

/// What the second look found in a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// id of the rule
    pub rule: &'static str,
    /// where the rule's own severity does not fit
    pub severity: Option<Severity>,
    /// how sure, 0 to 100
    pub confidence: u8,
    /// the place that says most
    pub place: WhereRecord,
    /// the words around it
    pub excerpt: String,
    /// permanent lower-case words
    pub facts: BTreeMap<&'static str, String>,
    /// what it was concluded from, the weightiest first
    pub signals: Vec<SignRecord>,
}

impl Verdict {
    /// About the message as a whole, with the severity of its rule.
    pub fn of(rule: &'static str, confidence: u8) -> Verdict {
        Verdict {
            rule,
            severity: None,
            confidence,
            place: WhereRecord::message(),
            excerpt: String::new(),
            facts: BTreeMap::new(),
            signals: Vec::new(),
        }
    }

    /// The same with a fact; an empty one is left out.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Verdict {
        let value = value.into();
        if !value.is_empty() {
            self.facts.insert(name, value);
        }
        self
    }

    /// As it is told.
    pub fn record(self, book: &Rulebook, message: &MessageRecord, traits: &Traits) -> Option<FindingRecord> {
        let rule = book.get(self.rule)?;
        Some(FindingRecord {
            rule: rule.id.clone(),
            kind: rule.kind,
            action: rule.action.clone(),
            severity: self.severity.unwrap_or(rule.severity),
            confidence: self.confidence.min(100),
            message: FoundIn::of(message),
            place: self.place,
            excerpt: self.excerpt,
            value_sha256: None,
            value: None,
            facts: self.facts.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect(),
            reason_fr: rule.reason.fr.clone(),
            reason_en: rule.reason.en.clone(),
            signals: self.signals,
            also: Vec::new(),
            quoted: false,
            other_rules: Vec::new(),
            thread: traits.thread.clone(),
        })
    }
}

/// Signals that are told with a verdict.
const MOST_TOLD: usize = 12;

/// A verdict with the signals it was concluded from, the weightiest first, at the place of the first that has one.
pub fn explained(rule: &'static str, odds: f32, signals: &[Weighed]) -> Verdict {
    let first = signals.iter().find(|weighed| !weighed.sign.excerpt.is_empty()).map(|weighed| &weighed.sign);
    Verdict {
        place: first.map_or_else(WhereRecord::message, |sign| sign.place.clone()),
        excerpt: first.map(|sign| sign.excerpt.clone()).unwrap_or_default(),
        signals: signals.iter().take(MOST_TOLD).map(SignRecord::of).collect(),
        // The probability, as a percentage.
        ..Verdict::of(rule, (100.0 / (1.0 + (-odds).exp())).round() as u8)
    }
}

/// Looks a second time: [`Hindsight::learn`] all messages, [`Hindsight::survey`] all, [`Hindsight::prepare`] all, [`Hindsight::settle`], then
/// [`Hindsight::look`] at each.
pub struct Hindsight<'a> {
    book: &'a Rulebook,
    baseline: Baseline,
    intruder: Intruder,
    marked: Marked,
    entry: Entry,
    /// whom frauds reached, filled by the last look
    pub contacts: Contacts,
    /// from where the account was used, filled by the last look
    pub accesses: Accesses,
}

impl<'a> Hindsight<'a> {
    /// For the mailbox of `owner`.
    pub fn of(owner: Owner, book: &'a Rulebook) -> Hindsight<'a> {
        Hindsight {
            book,
            baseline: Baseline::of(owner),
            intruder: Intruder::default(),
            marked: Marked::default(),
            entry: Entry::default(),
            contacts: Contacts::default(),
            accesses: Accesses::default(),
        }
    }

    /// What was learned.
    pub fn baseline(&self) -> &Baseline {
        &self.baseline
    }

    /// First of all: what is usual. `findings` are those of the first look.
    pub fn learn(&mut self, message: &MessageRecord, traits: &Traits, mut findings: Vec<FindingRecord>) {
        self.baseline.learn(message.role(), traits);
        let page = Page { book: self.book, baseline: &self.baseline, message, traits, findings: &mut findings };
        self.intruder.count(page.looked());
    }

    /// Then: what of all this is usual after all. `findings` are those of the first look.
    pub fn survey(&mut self, message: &MessageRecord, traits: &Traits, mut findings: Vec<FindingRecord>) {
        let page = Page { book: self.book, baseline: &self.baseline, message, traits, findings: &mut findings };
        if page.looked().own {
            self.intruder.survey(page.looked());
        }
    }

    /// Then: what must be known of all messages before one is judged. `findings` are those of the first look.
    pub fn prepare(&mut self, message: &MessageRecord, traits: &Traits, mut findings: Vec<FindingRecord>) {
        let mut page = Page { book: self.book, baseline: &self.baseline, message, traits, findings: &mut findings };
        page.tell(fraud::judge(page.looked(), Vec::new()));
        let doubtful = self.intruder.prepare(page.looked());
        self.marked.note(page.looked(), doubtful);
        self.entry.note(page.looked());
    }

    /// When all messages are prepared.
    pub fn settle(&mut self) {
        let foreign = self.intruder.mail.accounts();
        self.intruder.mail.doubt(&foreign);
        self.baseline.forget_accounts(&foreign);
        self.entry.settle(self.intruder.first_act());
    }

    /// What speaks for or against a fraud in a message, the weightiest first.
    pub fn weighed(&self, message: &MessageRecord, traits: &Traits) -> Vec<Weighed> {
        let page = Page { book: self.book, baseline: &self.baseline, message, traits, findings: &mut Vec::new() };
        fraud::weighed(page.looked(), self.intruder.habit(page.looked()))
    }

    /// At last: adds what is found to the findings of a message, in a fixed order: each judges what those before it found.
    pub fn look(&mut self, message: &MessageRecord, traits: &Traits, findings: &mut Vec<FindingRecord>) {
        let mut page = Page { book: self.book, baseline: &self.baseline, message, traits, findings };
        page.tell(fraud::judge(page.looked(), self.intruder.habit(page.looked())));
        page.tell(self.intruder.judge(page.looked()));
        page.tell(template::judge(page.looked()));
        page.tell(self.entry.judge(page.looked()));
        page.tell(access::judge(page.looked(), &self.intruder, &self.marked));
        page.tell(contact::judge(page.looked(), &self.intruder));
        page.tell(junk::judge(page.looked(), &self.marked));
        self.contacts.see(page.looked());
        self.accesses.see(page.looked());
    }
}

/// A message with the findings that grow.
struct Page<'a> {
    book: &'a Rulebook,
    baseline: &'a Baseline,
    message: &'a MessageRecord,
    traits: &'a Traits,
    findings: &'a mut Vec<FindingRecord>,
}

impl Page<'_> {
    fn looked(&self) -> Looked<'_> {
        let Page { baseline, message, traits, .. } = self;
        let role = message.role();
        Looked { message, role, traits, findings: self.findings, baseline, own: baseline.is_own(role, traits) }
    }

    fn tell(&mut self, verdicts: impl IntoIterator<Item = Verdict>) {
        let records = verdicts.into_iter().filter_map(|verdict| verdict.record(self.book, self.message, self.traits));
        self.findings.extend(records);
    }
}
