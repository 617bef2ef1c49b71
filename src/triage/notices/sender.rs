//! Who a notice claims to come from, and whether it does: the service it names, the domain of its sender, where its links lead, what the
//! receiving server said of it. It cannot be sure: fields below the first hop of one's own server may be forged.

use crate::message::mail::{Address, AddressField, Mail};

use super::fold::Folded;
use super::lookalike::{Likeness, of_home, of_service};
use super::services::{SERVICES, Service, organisation};

/// More links than this are not held against the names of services.
const LINKS: usize = 20;

/// What is known of the sender.
#[derive(Debug)]
pub struct Sender<'a> {
    /// the first `From`
    pub from: Option<&'a Address>,
    /// its domain; empty where there is none
    pub domain: &'a str,
    /// it looks like a program: its name or the fields that programs set
    pub automated: bool,
    /// what the receiving server said
    authentication: Authentication,
}

/// What the receiving server says of the domain in `From`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Authentication {
    /// the domain answers for the message
    Passed,
    /// it does not
    Failed,
    /// nothing is said
    Unknown,
}

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

/// Parts of the local part of a program's address.
const PROGRAMS: [&str; 26] = [
    "noreply",
    "no-reply",
    "no_reply",
    "no.reply",
    "nepasrepondre",
    "ne-pas-repondre",
    "ne_pas_repondre",
    "donotreply",
    "do-not-reply",
    "do_not_reply",
    "security",
    "securite",
    "account",
    "compte",
    "notif",
    "alert",
    "mailer",
    "daemon",
    "verif",
    "password",
    "passwd",
    "auth",
    "login",
    "sso",
    "support",
    "automat",
];

impl<'a> Sender<'a> {
    /// Reads the header.
    pub fn of(mail: &'a Mail) -> Sender<'a> {
        let from = mail.addresses_of(AddressField::From).next();
        let domain = from.map_or("", |from| from.domain.as_str());
        let local = from.map(|from| from.local.to_lowercase()).unwrap_or_default();
        let automated = PROGRAMS.iter().any(|part| local.contains(part)) || has_program_fields(mail);
        Sender { from, domain, automated, authentication: authentication(mail, domain) }
    }

    /// Judges where a notice with these sentences comes from.
    pub fn origin(&self, mail: &Mail, subject: &Folded, body: &Folded, links: &[String], lures: usize) -> Origin {
        let shown = Folded::line(&joined(self.from.map_or("", |from| from.name.as_str())));
        let owner = SERVICES.owner_of(self.domain).filter(|_| !self.is_freemail() || self.automated);
        let in_name = SERVICES.named_in_display(&shown);
        let claimed = in_name
            .or_else(|| SERVICES.named_in_subject(subject))
            .or_else(|| SERVICES.named_as_account(body))
            .or_else(|| SERVICES.bank_named(body));
        let open = |named: Option<&Service>| self.unnamed(mail, &shown, body, links, named, lures);
        match (owner, claimed) {
            (Some(owner), _) if in_name.is_none_or(|named| named.shares_domain(self.domain)) => self.own_domain(owner),
            _ if self.lures_with(mail, claimed, links).is_some() => {
                Origin::Imitation { service: self.lures_with(mail, claimed, links).unwrap_or_default(), confidence: 85 }
            }
            (_, Some(claimed)) if claimed.self_hosted => open(Some(claimed)),
            (_, Some(claimed)) => self.claimed(mail, claimed, in_name.is_some(), links, || open(None)),
            _ => open(None),
        }
    }

    /// What its domain or a link looks like: a service, or the reader's own domain.
    fn lures_with(&self, mail: &Mail, claimed: Option<&Service>, links: &[String]) -> Option<String> {
        let theirs = mail.addresses_of(AddressField::To).next().map_or("", |to| organisation(&to.domain));
        let mut hosts: Vec<&str> = links.iter().map(String::as_str).take(LINKS).chain([self.domain]).collect();
        hosts.dedup();
        hosts.into_iter().filter(|host| !host.is_empty() && organisation(host) != theirs).find_map(|host| {
            if of_home(host, theirs) {
                return Some(claimed.map_or_else(|| theirs.to_owned(), |claimed| claimed.name.clone()));
            }
            let (service, likeness) = of_service(host)?;
            let same = claimed.is_some_and(|claimed| claimed.name == service.name);
            (same || likeness == Likeness::Luring).then(|| service.name.clone())
        })
    }

    fn is_freemail(&self) -> bool {
        SERVICES.is_freemail(self.domain)
    }

    fn own_domain(&self, owner: &Service) -> Origin {
        match self.authentication {
            Authentication::Failed => Origin::Imitation { service: owner.name.clone(), confidence: 75 },
            _ => Origin::Genuine(owner.name.clone()),
        }
    }

    /// A known service is named, the sender's domain is not its own.
    fn claimed(
        &self,
        mail: &Mail,
        claimed: &Service,
        in_name: bool,
        links: &[String],
        open: impl FnOnce() -> Origin,
    ) -> Origin {
        let foreign = links.iter().filter(|host| !claimed.shares_domain(host) && !SERVICES.is_carrier(host)).count();
        let own_links = links.iter().all(|host| organisation(host) == organisation(self.domain));
        let aligned = self.authentication != Authentication::Failed && own_links;
        let in_subject = SERVICES.named_in_subject(&Folded::line(&mail.main.subject)).is_some();
        let imitation = |confidence| Origin::Imitation { service: claimed.name.clone(), confidence };
        match (foreign > 0, in_name, in_subject) {
            (true, true, _) => imitation(90),
            (true, _, true) => imitation(80),
            (true, ..) if !aligned || claimed.bank => imitation(70),
            (false, true, _)
                if !links.is_empty() || self.is_freemail() || self.authentication == Authentication::Failed =>
            {
                imitation(65)
            }
            _ => match open() {
                Origin::Imitation { confidence, .. } => imitation(confidence),
                _ => Origin::Plain(claimed.name.clone()),
            },
        }
    }

    /// No service that we know the domains of is named: it is an imitation only where two things speak against it.
    fn unnamed(
        &self,
        mail: &Mail,
        shown: &Folded,
        body: &Folded,
        links: &[String],
        named: Option<&Service>,
        lures: usize,
    ) -> Origin {
        let own = organisation(self.domain);
        let recipient = mail.addresses_of(AddressField::To).next();
        let theirs = recipient.map_or("", |to| organisation(&to.domain));
        let at_home = !own.is_empty() && own == theirs;
        let elsewhere = |host: &String| organisation(host) != own && organisation(host) != theirs;
        let all_elsewhere =
            !links.is_empty() && links.iter().all(elsewhere) && !links.iter().all(|host| SERVICES.is_carrier(host));
        let replies_elsewhere = mail.addresses_of(AddressField::ReplyTo).any(|to| organisation(&to.domain) != own);
        let to_itself = recipient.zip(self.from).is_some_and(|(to, from)| to.email() == from.email());
        let names_other = named_domain(shown).is_some_and(|named| organisation(named) != own);
        let poses_as_home = !at_home && poses_as(shown, body, theirs);
        let against = [
            self.is_freemail() && !links.is_empty(),
            self.authentication == Authentication::Failed,
            all_elsewhere,
            replies_elsewhere,
            to_itself && !links.is_empty(),
            poses_as_home && !links.is_empty(),
            names_other && !links.is_empty(),
            names_other,
            !self.domain.contains('.'),
        ];
        let against =
            against.into_iter().filter(|&against| against).count() + lures.min(usize::from(!links.is_empty()));
        let service = self.own_name(named);
        match against {
            0 | 1 => Origin::Plain(service),
            count => Origin::Imitation { service, confidence: u8::try_from(40 + 10 * count).unwrap_or(90).min(90) },
        }
    }

    /// What the sender calls itself.
    fn own_name(&self, named: Option<&Service>) -> String {
        let shown = self.from.map(|from| from.name.trim()).filter(|name| !name.is_empty() && !name.contains('@'));
        match (shown, named) {
            (Some(shown), _) => shown.to_owned(),
            (None, Some(named)) if self.domain.is_empty() => named.name.clone(),
            (None, Some(named)) => format!("{} ({})", named.name, self.domain),
            (None, None) => self.domain.to_owned(),
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

fn has_program_fields(mail: &Mail) -> bool {
    const SET: [&str; 5] = ["X-Auto-Response-Suppress", "Feedback-ID", "X-SES-Outgoing", "X-SG-EID", "X-Mailgun-Sid"];
    mail.headers.iter().any(|field| {
        let is = |name: &str| field.name.eq_ignore_ascii_case(name);
        SET.iter().any(|name| is(name)) || (is("Auto-Submitted") && !field.value.trim().eq_ignore_ascii_case("no"))
    })
}

/// RFC 7489: `dmarc` speaks of the domain in `From`; without it `spf` and `dkim` do where they name the same organisation.
fn authentication(mail: &Mail, domain: &str) -> Authentication {
    let results = &mail.route.authentication;
    // The topmost field is of one's own server; what stands below may be the sender's.
    let of = |method: &str| results.iter().find(|result| result.method == method);
    if let Some(dmarc) = of("dmarc").filter(|dmarc| ["pass", "fail"].contains(&dmarc.result.as_str())) {
        return if dmarc.result == "pass" { Authentication::Passed } else { Authentication::Failed };
    }
    let aligned = |method: &str| {
        let passed = |result: &&crate::message::mail::AuthResult| result.method == method && result.result == "pass";
        results.iter().filter(passed).any(|result| organisation(&result.domain) == organisation(domain))
    };
    if aligned("dkim") || aligned("spf") {
        return Authentication::Passed;
    }
    let failed = |method: &str| {
        of(method).is_some_and(|result| ["fail", "softfail", "permerror"].contains(&result.result.as_str()))
    };
    if failed("spf") || failed("dkim") { Authentication::Failed } else { Authentication::Unknown }
}
