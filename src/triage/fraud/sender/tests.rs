//! Signals of senders in invented messages, genuine ones among them.

use super::*;
use crate::message::decode_mail::decode_mail;

const RECEIVED: &str = "Received: from smtp.firme.example (smtp.firme.example [192.0.2.9]) by mx.acme.example; Tue, 10 Mar 2026 09:12:05 +0100\n";
const USUAL: &str =
    "To: Jean <jean@acme.example>\nDate: Tue, 10 Mar 2026 09:12:00 +0100\nMessage-ID: <1@smtp.firme.example>\n";

fn of(raw: &str) -> Vec<&'static str> {
    let mut ids: Vec<&str> = signals(&decode_mail(raw.as_bytes())).iter().map(|signal| signal.id).collect();
    ids.sort_unstable();
    ids
}

/// The signals of a message with these fields, besides those that every message has.
fn with(fields: &str) -> Vec<&'static str> {
    of(&format!("{RECEIVED}{USUAL}{fields}\n\nBonjour,\n"))
}

const PASSED: &str = "Authentication-Results: mx.acme.example; spf=pass smtp.mailfrom=a.example; dkim=pass header.d=D; dmarc=pass header.from=D\n";

fn passed(domain: &str) -> String {
    PASSED.replace("=D", &format!("={domain}"))
}

#[test]
fn names_that_are_not_the_senders() {
    for (fields, id) in [
        ("From: PayPal <service@pirate.test>", "sender.brand-name"),
        ("From: =?utf-8?Q?Cr=C3=A9dit_Agricole?= <info@pirate.test>", "sender.brand-name"),
        ("From: Orange <facture@pirate.test>", "sender.brand-name"),
        ("From: Service Netflix <compte.netflix@gmail.com>", "sender.brand-name"),
        ("From: Info <info@pirate.test>\nSubject: Votre colis Chronopost", "sender.brand-in-subject"),
        ("From: \"helene@acme.example\" <x@pirate.test>", "sender.name-holds-address"),
        ("From: \"Banque-Durand.fr\" <x@pirate.test>", "sender.name-holds-address"),
        ("From: Service Client <service77@gmail.com>", "sender.office-at-provider"),
        ("From: Direction <direction.generale@outlook.com>", "sender.office-at-provider"),
        ("From: =?utf-8?B?8J2Qj/CdkJrwnZCy?= <x@pirate.test>", "sender.disguised-name"),
        ("From: x <x@pirate.test>\nSubject: =?utf-8?Q?Votre_P=D0=B0yement?=", "sender.disguised-subject"),
        ("From: x <x@pirate.test>\nSubject: jean@acme.example, dernier avis", "sender.recipient-in-subject"),
        ("From: Venmo Stores ,_<r9@pirate.test>", "sender.malformed"),
        ("From: Correios <avis@correios>", "sender.impossible-domain"),
        ("From: x <x@societe.qec>", "sender.impossible-domain"),
        ("From: x <x@rnicrosoft.com>", "sender.look-alike"),
        ("From: x <x@netflix-paiement.test>", "sender.brand-in-domain"),
        ("From: x <x@compte-securite.test>", "sender.lure-domain"),
        ("From: x <x@abc-1234.firebaseapp.com>", "sender.hosting"),
        ("From: x <x@xn--80ak6aa92e.example>", "sender.punycode"),
        ("From: x <zlldvcctvsjdcdo@pirate.test>", "sender.random-name"),
        ("From: x <newsletters.hrUsmGyi@pirate.test>", "sender.random-name"),
        ("From: x <x@t8n7t7xm6t09152i.test>", "sender.random-domain"),
    ] {
        let ids = with(fields);
        assert!(ids.contains(&id), "{fields}: {ids:?}");
    }
}

#[test]
fn genuine_senders_show_nothing_that_speaks_for_a_fraud() {
    for (domain, fields) in [
        ("paypal.com", "From: PayPal <service@paypal.com>\nSubject: Votre reçu PayPal"),
        ("firme.example", "From: Jean Orange <jean.orange@firme.example>"),
        ("gmail.com", "From: Marie Direction <marie@gmail.com>"),
        ("gmail.com", "From: Paul Martin <paul.martin@gmail.com>\nReply-To: paul.martin@gmail.com"),
        ("firme.example", "From: Firme <info@firme.example>\nReply-To: contact@firme.test"),
        ("stripe.com", "From: Boutique <receipts@stripe.com>\nReply-To: contact@boutique.example"),
        ("firme.example", "From: x <x@firme.example>\nSubject: Re: devis\nIn-Reply-To: <2@acme.example>"),
        ("wetransfer.com", "From: Julie via WeTransfer <noreply@wetransfer.com>\nSubject: Fichiers Leroy Merlin"),
        ("amazon.pl", "From: Amazon <info@amazon.pl>"),
        ("connect.sncf", "From: SNCF Connect <noreply@connect.sncf>"),
    ] {
        let ids = with(&format!("{}{fields}", passed(domain)));
        let against = ["sender.authentic", "sender.brand-itself"];
        assert!(ids.iter().all(|id| against.contains(id)) && ids.contains(&"sender.authentic"), "{fields}: {ids:?}");
    }
}

#[test]
fn answers_and_failures_go_elsewhere() {
    for (fields, id) in [
        ("From: a@firme.example\nReply-To: a.firme@gmail.com", "sender.reply-to-public"),
        ("From: a@gmail.com\nReply-To: b@outlook.com", "sender.reply-to-other-mailbox"),
        ("From: a@firme.example\nReply-To: b@pirate.test", "sender.reply-to-elsewhere"),
        ("From: a@firme.example\nReturn-Path: <>", "sender.empty-return-path"),
        ("From: a@firme.example\nReturn-Path: <www-data@firme.example>", "sender.web-server"),
        ("From: a@firme.example\nReturn-Path: <x@ubuntu-s-1vcpu>", "sender.impossible-return-path"),
        ("From: a@firme.example\nReturn-Path: <x@pirate.test>", "sender.return-path-elsewhere"),
    ] {
        assert_eq!(with(fields), [id], "{fields}");
    }
    let list = "List-Post: <mailto:l@liste.example>\n";
    let ids =
        with(&format!("{list}From: a@firme.example\nReply-To: l@liste.example\nReturn-Path: <l-owner@liste.example>"));
    assert_eq!(ids, ["sender.list"]);
    let report = "From: mailer-daemon@firme.example\nReturn-Path: <>\nAuto-Submitted: auto-replied";
    assert!(with(report).is_empty());
}

#[test]
fn recipients_that_are_hidden() {
    let message = |to: &str| {
        of(&format!(
            "{RECEIVED}Date: Tue, 10 Mar 2026 09:12:00 +0100\nMessage-ID: <1@a.example>\nFrom: a@firme.example\n{to}\n\nx\n"
        ))
    };
    assert_eq!(message("To: undisclosed-recipients:;"), ["sender.hidden-recipients"]);
    assert_eq!(message("X: y"), ["sender.hidden-recipients"]);
    assert_eq!(message("To: a@firme.example"), ["sender.to-itself"]);
    assert!(message("To: b@acme.example").is_empty());
    // A draft was sent to nobody yet.
    assert!(of("From: a@firme.example\nSubject: brouillon\n\nx\n").is_empty());
}

#[test]
fn checks_and_filters() {
    let checked =
        |results: &str| with(&format!("From: a@firme.example\nAuthentication-Results: mx.acme.example; {results}"));
    assert_eq!(
        checked("spf=fail smtp.mailfrom=firme.example; dkim=none; dmarc=fail header.from=firme.example"),
        ["sender.dmarc-failed", "sender.spf-failed"]
    );
    assert_eq!(
        checked("spf=none smtp.mailfrom=firme.example; dkim=none; dmarc=none header.from=firme.example"),
        ["sender.unauthenticated"]
    );
    assert_eq!(
        checked(
            "spf=pass smtp.mailfrom=firme.example; dkim=pass header.d=firme.example; dmarc=pass header.from=firme.example"
        ),
        ["sender.authentic"]
    );
    for field in [
        "X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:US;SCL:9;CAT:PHSH;",
        "X-MS-Exchange-Organization-SCL: 5",
        "X-Spam-Flag: YES",
    ] {
        assert_eq!(with(&format!("From: a@firme.example\n{field}")), ["sender.filtered"]);
    }
    assert!(
        with("From: a@firme.example\nX-Spam-Status: No, score=-1.9\nX-MS-Exchange-Organization-SCL: -1").is_empty()
    );
}

#[test]
fn how_it_was_made() {
    for (fields, id) in [
        ("Subject: RE: virement", "sender.false-answer"),
        ("X-Mailer: PHPMailer 6.0.7 (https://github.com/PHPMailer/PHPMailer)", "sender.php"),
        ("X-PHP-Originating-Script: 1000:mail.php", "sender.php"),
        ("X-Mailer: Leaf PHPMailer 2.8", "sender.kit"),
        ("X-Mailer: 4dQnt", "sender.odd-program"),
    ] {
        assert_eq!(with(&format!("From: a@firme.example\n{fields}")), [id], "{fields}");
    }
    for program in ["Mutt/1.14", "ZuckMail [version 1.00]", "Zimbra 9.0", "Mailman", "iPhone Mail (21E236)", "aerc"] {
        assert!(with(&format!("From: a@firme.example\nX-Mailer: {program}")).is_empty(), "{program}");
    }
    let late = RECEIVED.replace("10 Mar", "5 Mar");
    assert_eq!(of(&format!("{late}{USUAL}From: a@firme.example\n\nx\n")), ["sender.date-ahead"]);
    assert_eq!(
        of(&format!(
            "{RECEIVED}To: b@acme.example\nFrom: a@firme.example\nDate: Tue, 10 Mar 2026 09:12:00 +0100\n\nx\n"
        )),
        ["sender.no-message-id"]
    );
}
