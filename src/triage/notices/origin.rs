//! Where a notice comes from: from the service it names, from whoever the sender says, or from somebody who poses as one. Each thing that
//! speaks against a sender has a weight; a name that is not his, or a secret asked for, is enough by itself.

use crate::message::mail::{AddressField, Mail};

use super::fold::Folded;
use super::lookalike::{self, Likeness};
use super::sender::{Authentication, Sender};
use super::services::{SERVICES, Service, organisation};

/// From so much evidence on it is an imitation.
const ENOUGH: u8 = 4;
/// So many links are looked at.
const LINKS: usize = 20;

/// Where a notice comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// from a service that we know, as far as can be told
    Genuine(String),
    /// from whoever the sender says; nothing speaks against it
    Plain(String),
    /// it poses as this service
    Imitation {
        /// what it poses as
        service: String,
        /// how sure, 0 to 100
        confidence: u8,
    },
}

/// How a message presses its reader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pressure {
    /// it wants a secret that the service has: the present password, a card, a date of birth
    pub asks: bool,
    /// the answer is to go back to it, by mail or by a code to scan
    pub by_reply: bool,
    /// it sets a deadline, it threatens
    pub threatens: bool,
}

/// What is judged.
#[derive(Debug)]
pub struct Case<'a> {
    /// the message
    pub mail: &'a Mail,
    /// its sender
    pub sender: &'a Sender<'a>,
    /// its subject without `Re:`
    pub subject: &'a Folded,
    /// its text
    pub body: &'a Folded,
    /// where its links lead
    pub hosts: &'a [String],
    /// how it presses
    pub pressure: Pressure,
}

impl Case<'_> {
    /// Judges it.
    pub fn origin(&self) -> Origin {
        let domain = self.sender.domain;
        let shown = Folded::line(&joined(self.sender.shown_name()));
        let owner = SERVICES.owner_of(domain).filter(|_| !self.is_freemail() || self.sender.automated);
        let in_name = SERVICES.named_in_display(&shown);
        if let Some(owner) =
            owner.filter(|_| in_name.is_none_or(|named| named.self_hosted || named.shares_domain(domain)))
        {
            return match self.sender.authentication {
                Authentication::Failed => Origin::Imitation { service: owner.name.clone(), confidence: 75 },
                _ => Origin::Genuine(owner.name.clone()),
            };
        }
        let claimed = in_name
            .or_else(|| lookalike::of_name(&shown))
            .or_else(|| SERVICES.named_in_subject(self.subject))
            .or_else(|| SERVICES.named_as_account(self.body))
            .or_else(|| SERVICES.bank_named(self.body));
        let lured = self.lured_to(claimed);
        let named = claimed.filter(|claimed| !claimed.self_hosted);
        let against = named.map_or(0, |named| self.against_the_claim(named, in_name, &shown))
            + ENOUGH * u8::from(lured.is_some())
            + self.against_the_sender(&shown);
        let service = lured.or_else(|| named.map(|named| named.name.clone())).unwrap_or_else(|| self.own_name(claimed));
        if against < ENOUGH {
            return Origin::Plain(service);
        }
        Origin::Imitation { service, confidence: (45 + 6 * against).min(90) }
    }

    fn is_freemail(&self) -> bool {
        SERVICES.is_freemail(self.sender.domain)
    }

    /// It wants a secret, and there is a way to give it.
    fn asks(&self) -> bool {
        self.pressure.asks && (self.leads_somewhere() || self.pressure.by_reply)
    }

    /// There is somewhere to go: a link, or its own domain written out.
    fn leads_somewhere(&self) -> bool {
        let domain = self.sender.domain;
        let written = |at: usize| at.checked_sub(1).and_then(|at| self.body.text.as_bytes().get(at)) != Some(&b'@');
        !self.hosts.is_empty()
            || (domain.contains('.') && self.body.text.match_indices(domain).any(|(at, _)| written(at)))
    }

    fn recipient(&self) -> &str {
        self.mail.addresses_of(AddressField::To).next().map_or("", |to| organisation(&to.domain))
    }

    /// What its domain or a link looks like: a service, or the reader's own domain.
    fn lured_to(&self, claimed: Option<&Service>) -> Option<String> {
        let theirs = self.recipient();
        let mut hosts: Vec<&str> =
            self.hosts.iter().map(String::as_str).take(LINKS).chain([self.sender.domain]).collect();
        hosts.dedup();
        hosts.into_iter().filter(|host| !host.is_empty() && organisation(host) != theirs).find_map(|host| {
            if lookalike::of_home(host, theirs) {
                return Some(claimed.map_or_else(|| theirs.to_owned(), |claimed| claimed.name.clone()));
            }
            let (service, likeness) = lookalike::of_service(host)?;
            let same = claimed.is_some_and(|claimed| claimed.name == service.name);
            (same || likeness == Likeness::Luring).then(|| service.name.clone())
        })
    }

    /// A known service is named, the sender's domain is not its own.
    fn against_the_claim(&self, claimed: &Service, in_name: Option<&Service>, shown: &Folded) -> u8 {
        let own = organisation(self.sender.domain);
        let foreign = self.hosts.iter().any(|host| !claimed.shares_domain(host) && !SERVICES.is_carrier(host));
        let own_links = self.hosts.iter().all(|host| organisation(host) == own);
        let failed = self.sender.authentication == Authentication::Failed;
        let presses = self.asks();
        let in_subject = SERVICES.named_in_subject(self.subject).is_some();
        let decisive = [
            in_name.is_some() && (self.leads_somewhere() || presses || failed || self.is_freemail()),
            lookalike::of_name(shown).is_some(),
            foreign && (in_subject || failed || !own_links || claimed.bank),
        ];
        if decisive.contains(&true) { ENOUGH } else { 2 * u8::from(in_name.is_some() || presses) }
    }

    /// What speaks against the sender whoever it says it is.
    fn against_the_sender(&self, shown: &Folded) -> u8 {
        let own = organisation(self.sender.domain);
        let theirs = self.recipient();
        let at_home = !own.is_empty() && own == theirs;
        let failed = self.sender.authentication == Authentication::Failed;
        let links = self.leads_somewhere();
        let elsewhere = |host: &String| organisation(host) != own && organisation(host) != theirs;
        let all_elsewhere = !self.hosts.is_empty()
            && self.hosts.iter().all(elsewhere)
            && !self.hosts.iter().all(|host| SERVICES.is_carrier(host));
        let replies_elsewhere = self.mail.addresses_of(AddressField::ReplyTo).any(|to| organisation(&to.domain) != own);
        let to_itself = {
            let to = self.mail.addresses_of(AddressField::To).next();
            to.zip(self.sender.from).is_some_and(|(to, from)| to.email() == from.email())
        };
        let lure = lookalike::lure_in(self.sender.domain).filter(|_| links);
        let names_other = named_domain(shown).is_some_and(|named| organisation(named) != own);
        let against = [
            self.is_freemail() && links,
            failed,
            failed && self.pressure.by_reply,
            all_elsewhere,
            replies_elsewhere,
            to_itself && links,
            !at_home && (poses_as(shown, self.body, theirs) || poses_as(shown, self.subject, theirs)) && links,
            names_other,
            names_other && links,
            !self.sender.domain.contains('.'),
            self.pressure.threatens && links && !at_home,
        ];
        let lure = match lure {
            Some(Likeness::Luring) => ENOUGH,
            Some(Likeness::Named) => 1,
            None => 0,
        };
        let asks = ENOUGH * u8::from(self.asks() && (!at_home || failed));
        asks + lure + against.into_iter().map(|against| 2 * u8::from(against)).sum::<u8>()
    }

    /// What the sender calls itself.
    fn own_name(&self, named: Option<&Service>) -> String {
        let (shown, domain) = (self.sender.shown_name(), self.sender.domain);
        match named {
            _ if !shown.is_empty() && !shown.contains('@') => shown.to_owned(),
            Some(named) if domain.is_empty() => named.name.clone(),
            Some(named) => format!("{} ({domain})", named.name),
            None => domain.to_owned(),
        }
    }
}

/// A name written with a blank after every letter, to be read by people only.
fn joined(name: &str) -> String {
    let spaced = name.split_whitespace().count() > 3 && name.split_whitespace().all(|word| word.chars().count() == 1);
    if spaced { name.split_whitespace().collect() } else { name.to_owned() }
}

/// A domain in a sender's name: `proton.me Helpdesk`.
fn named_domain(shown: &Folded) -> Option<&str> {
    let looks = |word: &&str| {
        let (name, top) = word.rsplit_once('.').unwrap_or_default();
        !name.is_empty()
            && (2..=6).contains(&top.len())
            && top.chars().all(|c| c.is_ascii_alphabetic())
            && !word.contains('@')
    };
    shown.text.split([' ', '\n', '(', ')', '"', ',']).map(|word| word.trim_matches('.')).find(looks)
}

/// It says it is about the reader's own mailbox, or signs with the name of the reader's own domain.
fn poses_as(shown: &Folded, body: &Folded, theirs: &str) -> bool {
    const MAILBOX: [&str; 16] = [
        "mot de passe de messagerie",
        "mailbox password",
        "your mailbox",
        "votre boite mail",
        "votre boite aux lettres",
        "votre messagerie",
        "webmail",
        "your email account",
        "your e-mail account",
        "mail server",
        "serveur de messagerie",
        "votre compte de messagerie",
        "your mail account",
        "email administrator",
        "mail admin",
        "email password",
    ];
    let label = theirs.split('.').next().unwrap_or_default();
    let signed = label.len() > 2 && shown.text.split(|c: char| !c.is_alphanumeric()).any(|word| word == label);
    signed || MAILBOX.iter().any(|words| body.text.contains(words))
}
