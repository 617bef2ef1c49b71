//! Who sent a message, as far as its header tells: a program, a person, somebody who writes to many; and what the receiving server said of
//! the domain in `From`. It cannot be sure: fields below the first hop of one's own server may be forged.

use crate::message::mail::{Address, AddressField, AuthResult, Mail};

use super::fold::Folded;
use super::services::organisation;

/// What is known of the sender.
#[derive(Debug)]
pub struct Sender<'a> {
    /// the first `From`
    pub from: Option<&'a Address>,
    /// its domain; empty where there is none
    pub domain: &'a str,
    /// it looks like a program: its name or the fields that programs set
    pub automated: bool,
    /// it looks like somebody: first and last name in the address and beside it
    pub person: bool,
    /// it writes to many at once: newsletters, minutes, offers
    pub to_many: bool,
    /// what the receiving server said
    pub authentication: Authentication,
}

/// What the receiving server says of the domain in `From`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authentication {
    /// the domain answers for the message
    Passed,
    /// it does not
    Failed,
    /// nothing is said
    Unknown,
}

/// The local part of a program's address, without what separates its words: beginnings that say it all.
const REPLYLESS: [&str; 5] = ["noreply", "nereply", "nepasrepondre", "donotreply", "noresponse"];
/// Words of the local part of a program's address.
const PROGRAMS: [&str; 36] = [
    "security",
    "securite",
    "account",
    "accounts",
    "compte",
    "comptes",
    "alert",
    "alerts",
    "alerte",
    "alertes",
    "mailer",
    "daemon",
    "password",
    "passwd",
    "auth",
    "login",
    "sso",
    "support",
    "id",
    "identity",
    "identite",
    "system",
    "robot",
    "bot",
    "access",
    "acces",
    "portal",
    "portail",
    "appleid",
    "otp",
    "mfa",
    "cloud",
    "admin",
    "secure",
    "connexion",
    "postmaster",
];
/// Beginnings of such words.
const PROGRAM_STEMS: [&str; 6] = ["notif", "verif", "automat", "mailer", "securit", "authent"];
/// Words of the address of somebody who writes to many.
const PUBLISHERS: [&str; 44] = [
    "newsletter",
    "newsletters",
    "news",
    "webinar",
    "webinars",
    "minutes",
    "blog",
    "column",
    "author",
    "editor",
    "editorial",
    "press",
    "presse",
    "marketing",
    "offers",
    "offres",
    "offre",
    "promo",
    "promos",
    "deals",
    "events",
    "event",
    "digest",
    "survey",
    "enquete",
    "sondage",
    "training",
    "formation",
    "formations",
    "podcast",
    "redaction",
    "magazine",
    "lettre",
    "infolettre",
    "actus",
    "actualites",
    "club",
    "community",
    "communaute",
    "communication",
    "jobs",
    "careers",
    "tips",
    "veille",
];
/// Words that name a desk, not somebody.
const DESKS: [&str; 30] = [
    "care", "customer", "client", "clients", "team", "equipe", "help", "helpdesk", "desk", "info", "infos", "contact",
    "office", "accueil", "hello", "bonjour", "mail", "web", "online", "members", "membres", "school", "ecole", "it",
    "dsi", "rh", "hr", "paie", "payroll", "agence",
];

impl<'a> Sender<'a> {
    /// Reads the header.
    pub fn of(mail: &'a Mail) -> Sender<'a> {
        let from = mail.addresses_of(AddressField::From).next();
        let domain = from.map_or("", |from| from.domain.as_str());
        let local = from.map(|from| from.local.to_lowercase()).unwrap_or_default();
        let words: Vec<&str> = local.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        let one_of = |list: &[&str]| words.iter().any(|word| list.contains(word));
        let to_many = one_of(&PUBLISHERS);
        let named_so = is_replyless(&words)
            || one_of(&PROGRAMS)
            || words.iter().any(|word| PROGRAM_STEMS.iter().any(|stem| word.starts_with(stem)));
        let automated = (named_so && !to_many) || has_program_fields(mail);
        let person = !automated
            && !to_many
            && !one_of(&DESKS)
            && from.is_some_and(|from| is_of_somebody(&Folded::line(&from.name), &words, domain));
        Sender { from, domain, automated, person, to_many, authentication: authentication(mail, domain) }
    }

    /// What the sender calls itself; empty where it does not.
    pub fn shown_name(&self) -> &str {
        self.from.map_or("", |from| from.name.trim())
    }
}

fn is_replyless(words: &[&str]) -> bool {
    let joined = words.concat();
    REPLYLESS.iter().any(|word| joined.contains(word))
}

/// `Ben Ngata <ben.ngata@…>`, `JP <jp.rouvier@…>`: an address of two words or an initial and a name, one of them shown, none of them
/// in the domain.
fn is_of_somebody(shown: &Folded, words: &[&str], domain: &str) -> bool {
    let shown: Vec<&str> = shown
        .text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 1 && !domain.contains(word))
        .collect();
    match words {
        [one] => shown.len() == 2 && shown.concat() == *one,
        [_, _, ..] => words
            .iter()
            .any(|word| shown.iter().any(|shown| word == shown || (shown.len() > 3 && word.ends_with(shown)))),
        [] => false,
    }
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
        let passed = |result: &&AuthResult| result.method == method && result.result == "pass";
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

#[cfg(test)]
mod tests {
    use super::super::example::letter;
    use super::*;

    #[test]
    fn programs_persons_and_publishers_are_told_apart() {
        let kind = |from: &str| {
            let mail = letter(from, "Paul <paul@atelier.example>", "", vec![]);
            let sender = Sender::of(&mail);
            (sender.automated, sender.person, sender.to_many)
        };
        for from in ["Nuage <no-reply@nuage.example>", "account-update@shop.example", "Kestrel <sso@kestrel.example>"] {
            assert_eq!(kind(from), (true, false, false), "{from}");
        }
        for from in [
            "Ben Ngata <ben.ngata@kestrel.example>",
            "JP <jp.rouvier@boite.test>",
            "Kate O’Sullivan <k.osullivan@quay.example>",
        ] {
            assert_eq!(kind(from), (false, true, false), "{from}");
        }
        assert_eq!(kind("Inside Fraud <author@insidefraud.example>"), (false, false, true));
        for from in [
            "alice@example.org",
            "Alice <alice@example.org>",
            "Penhallow Customer Care <care@penhallow.example>",
            "Nuage <nuage@a.example>",
        ] {
            assert_eq!(kind(from), (false, false, false), "{from}");
        }
    }
}
