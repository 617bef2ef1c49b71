//! Where answers and failures go, and to whom the message says it is sent.

use super::Sent;
use crate::message::mail::{Address, AddressField};
use crate::triage::domain::{is_public_provider, registrable};
use crate::triage::fraud::brands::BRANDS;
use crate::triage::fraud::hosts::HOSTS;

/// Looks at `Reply-To`, `Return-Path` and `To`.
pub fn look(sent: &mut Sent<'_>) {
    reply_to(sent);
    if sent.received {
        return_path(sent);
        recipients(sent);
    }
}

/// Whether two domains are of one owner, or bear one name.
fn belong_together(a: &str, b: &str) -> bool {
    let name = |domain: &str| registrable(domain).split('.').next().unwrap_or_default().to_owned();
    let one_owner = || BRANDS.owner_of(a).is_some_and(|brand| brand.owns(b));
    registrable(a) == registrable(b) || name(a) == name(b) || one_owner()
}

fn reply_to(sent: &mut Sent<'_>) {
    let from = sent.domain().to_owned();
    if sent.list || from.is_empty() {
        return;
    }
    let mail = sent.mail;
    let elsewhere = |to: &&Address| !to.domain.is_empty() && !belong_together(&from, &to.domain);
    let mut others = mail.addresses_of(AddressField::ReplyTo).take(20);
    let Some(other) = others.find(elsewhere) else { return };
    let email = other.email();
    // Services that write in the name of others (invoices, forms, surveys) send answers to these.
    let for_others = sent.authentic && BRANDS.owner_of(&from).is_some() && !is_public_provider(&from);
    match (is_public_provider(&from), is_public_provider(&other.domain)) {
        _ if for_others => {}
        (false, true) => sent.tell("sender.reply-to-public", email),
        (true, true) => sent.tell("sender.reply-to-other-mailbox", email),
        _ => sent.tell("sender.reply-to-elsewhere", email),
    }
}

fn return_path(sent: &mut Sent<'_>) {
    let automatic = sent.header("Auto-Submitted").is_some() || sent.header("X-Failed-Recipients").is_some();
    let empty = sent.header("Return-Path").is_some_and(|value| matches!(value.trim(), "<>" | ""));
    let report = sent.header("Content-Type").is_some_and(|value| value.contains("multipart/report"));
    if empty && !automatic && !report {
        return sent.tell("sender.empty-return-path", "");
    }
    let Some(path) = sent.mail.addresses_of(AddressField::ReturnPath).next() else { return };
    let email = path.email();
    if ["root", "www-data", "apache", "nobody", "httpd", "nginx", "www"].contains(&path.local.to_lowercase().as_str()) {
        sent.tell("sender.web-server", email.as_str());
    }
    if !path.domain.is_empty() && !HOSTS.can_exist(&path.domain) {
        return sent.tell("sender.impossible-return-path", email);
    }
    let usual = HOSTS.tracking.has_host(&path.domain) || sent.list || sent.authentic;
    if !usual && !path.domain.is_empty() && !belong_together(sent.domain(), &path.domain) {
        sent.tell("sender.return-path-elsewhere", email);
    }
}

fn recipients(sent: &mut Sent<'_>) {
    let mail = sent.mail;
    let named = |field| mail.addresses_of(field).any(|address| !address.domain.is_empty());
    if sent.list {
        return;
    }
    if !named(AddressField::To) && !named(AddressField::Cc) {
        return sent.tell("sender.hidden-recipients", "");
    }
    let Some(from) = sent.from.filter(|from| from.domain.contains('.')) else { return };
    let mut to = mail.addresses_of(AddressField::To);
    if let (Some(first), None) = (to.next(), to.next())
        && first.email() == from.email()
        && !named(AddressField::Cc)
    {
        sent.tell("sender.to-itself", from.email());
    }
}
