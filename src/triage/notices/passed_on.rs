//! A one-time code that a person passes on to another: with it whoever asked for it enters the account, second factor or not. It stands in
//! the person's own words ([`super::given_code`]), or is the service's notice, pasted, attached or forwarded.

use crate::evidence::role::Role;
use crate::message::mail::{Mail, Text};
use crate::triage::finding::{Hit, Severity};

use super::embedded::Sought;
use super::fold::Folded;
use super::given_code::{Writer, given_code};
use super::sender::Sender;
use super::services::SERVICES;
use super::stated::without_split;
use super::thread::Thread;
use super::weight::CODE;
use super::{BODIES, is_body};

/// The rule.
const PASSED_ON: &str = "notice.code-passed-on";
/// How sure it is where somebody says so, 0 to 100.
const SAID: u8 = 70;
/// So much around the code is searched for the name of its service (bytes).
const AROUND: usize = 200;

/// Who sends a message, as one who may pass a code on.
#[derive(Debug, Clone, Copy)]
pub struct Giver {
    /// the owner of the mailbox: it was sent from there
    pub is_owner: bool,
    /// a program, or somebody who writes to many
    is_program: bool,
    /// somebody: it looks so, or people write to each other
    is_person: bool,
    answers: bool,
    forwards: bool,
}

impl Giver {
    /// As far as the header and the folder tell.
    pub fn of(sender: &Sender<'_>, thread: &Thread<'_>, role: Role) -> Giver {
        let is_owner = matches!(role, Role::Sent | Role::Outbox);
        let is_program = !is_owner && (sender.automated || sender.to_many);
        let is_person =
            is_owner || !is_program && (sender.person || thread.is_conversation() || thread.reply || thread.forward);
        Giver {
            is_owner,
            is_program,
            is_person,
            answers: thread.is_conversation() || thread.reply,
            forwards: thread.forward,
        }
    }

    /// What of a notice may lie in the message: what the owner sent is none, but may hold a code.
    pub fn sought(self) -> Sought {
        Sought { only_codes: self.is_owner, forwarded: self.is_person && self.forwards }
    }

    /// A code that is given in the giver's own words.
    pub fn told(self, mail: &Mail) -> Option<Hit> {
        if self.is_program {
            return None;
        }
        let writer = Writer { person: self.is_person, answers: self.answers };
        let mut bodies = mail.texts.iter().enumerate().filter(|(_, text)| is_body(text)).take(BODIES);
        let (number, text, span) = bodies.find_map(|(number, text)| Some((number, text, given_code(text, writer)?)))?;
        let facts = service(text, span.start).into_iter().map(|service| ("service", service)).collect();
        let rule = PASSED_ON.to_owned();
        let severity = self.is_owner.then_some(Severity::High);
        Some(Hit { rule, severity, confidence: SAID, text: Some(number), span, value: None, facts })
    }

    /// The notice of a code that comes from a person was passed on; `severity` is that of a rule in the folder of the message.
    pub fn passes_on(self, hit: Hit, severity: impl Fn(&str) -> Option<Severity>) -> Hit {
        if !self.is_person || ![CODE, PASSED_ON].contains(&hit.rule.as_str()) {
            return hit;
        }
        let severity = if self.is_owner { Some(Severity::High) } else { severity(PASSED_ON) };
        // Whose account it is nobody says: neither the giver's name is that of the service, nor the reader's address the account.
        let facts = if hit.rule == CODE { Vec::new() } else { hit.facts };
        Hit { rule: PASSED_ON.to_owned(), severity, facts, ..hit }
    }
}

/// The service that is named beside the code.
fn service(text: &Text, at: usize) -> Option<String> {
    let start = without_split(&text.content, at.saturating_sub(AROUND));
    let end = without_split(&text.content, at + AROUND);
    let beside = Folded::line(text.content.get(start..end)?);
    SERVICES.named_in_subject(&beside).map(|service| service.name.clone())
}
