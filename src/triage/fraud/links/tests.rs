//! Signals of links in invented messages, genuine ones among them.

use super::*;
use crate::message::decode_mail::decode_mail;

/// The signals of a page (HTML) from this sender, sorted.
fn of_page(from: &str, html: &str) -> Vec<&'static str> {
    of(&format!("From: {from}\nTo: Jean <jean.valjean@acme.example>\nContent-Type: text/html; charset=utf-8\n\n{html}"))
}

fn of(raw: &str) -> Vec<&'static str> {
    let mail = decode_mail(raw.as_bytes());
    let mut ids: Vec<&str> = signals(&mail, &links(&mail)).iter().map(|signal| signal.id).collect();
    ids.sort_unstable();
    ids
}

const LONG: &str = "Bonjour, nous vous invitons à lire les nouvelles de la semaine, et nous restons à votre disposition pour toute \
    question au sujet de votre commande. Cordialement, toute l'équipe de l'atelier, de la boutique et du dépôt de Saint-Malo.";

#[test]
fn what_is_shown_is_held_against_where_it_leads() {
    let page = |shown: &str, target: &str| {
        of_page(
            "a@firme.example",
            &format!("<p>{LONG}<a href=\"{target}\">{shown}</a> <a href=\"https://firme.example\">Firme</a>"),
        )
    };
    let fired = |shown: &str, target: &str, id: &str| page(shown, target).contains(&id);
    assert!(fired("https://www.paypal.com/signin", "https://pirate.test/x", "link.shown-brand"));
    assert!(fired("www.notaire-durand.example/acte", "https://pirate.test/x", "link.shown-other"));
    for (shown, target) in [
        ("https://www.paypal.com", "https://www.paypal.com/fr"),
        ("www.firme.example", "https://u123.ct.sendgrid.net/ls/click?upn=abc"),
        ("www.durand.example", "https://www.durand.test/"),
        ("https://durand.example/a", "https://compteur.test/?u=https%3A%2F%2Fdurand.example%2Fa"),
        ("Voir la commande", "https://pirate.test/x"),
        ("facture.pdf", "https://pirate.test/x"),
    ] {
        let ids = page(shown, target);
        assert!(!ids.iter().any(|id| id.starts_with("link.shown")), "{shown} {target}: {ids:?}");
    }
}

#[test]
fn hosts_speak_for_themselves() {
    for (target, id) in [
        ("http://192.0.2.7/login", "link.ip"),
        ("https://bit.ly/3xYz", "link.shortener"),
        ("https://acces-messagerie.pages.dev/", "link.hosting"),
        ("https://docs.google.com/forms/d/e/1FA/viewform", "link.form"),
        ("https://abc.ngrok-free.app/", "link.tunnel"),
        ("https://ipfs.io/ipfs/bafy/index.html", "link.ipfs"),
        ("https://www.paypal.com@pirate.test/", "link.user-info"),
        ("https://www.paypa1.com/", "link.look-alike"),
        ("https://paypal.com.pirate.test/", "link.brand-in-host"),
        ("https://pirate.test/paypal.com/x", "link.brand-in-path"),
        ("https://compte-securite-client.test/", "link.lure-host"),
        ("https://xn--80ak6aa92e.example/", "link.punycode"),
        ("https://pirate.test/connexion.php", "link.sign-in"),
        ("https://pirate.test/?e=jean.valjean@acme.example", "link.recipient"),
        ("https://pirate.test/#amVhbi52YWxqZWFuQGFjbWUuZXhhbXBsZQ", "link.recipient"),
        ("https://www.google.com/url?q=https://pirate.test", "link.open-redirect"),
        ("https://portail.test/go?to=https%3A%2F%2Fpirate.example", "link.redirect"),
        ("javascript:alert(1)", "link.script"),
        ("https://pirate.test:8081/", "link.port"),
        ("https://a.b.c.d.e.pirate.test/", "link.deep"),
        ("https://x7k2p9qd4.test/", "link.random-host"),
        ("https://pirate.top/", "link.suffix"),
        // A place behind a redirection is that place.
        ("https://www.google.com/url?q=https%3A%2F%2Facces.weebly.com", "link.hosting"),
    ] {
        let ids = of_page("a@firme.example", &format!("{LONG}<a href=\"{target}\">ici</a>"));
        assert!(ids.contains(&id), "{target}: {ids:?}");
    }
}

#[test]
fn genuine_mail_shows_nothing() {
    for (from, body) in [
        (
            "Lettre <lettre@firme.example>",
            "<a href=\"https://lien.firme.example/c/214?u=88120\">Lire</a> <a href=\"https://lien.firme.example/d?u=88120\">Se désabonner</a>",
        ),
        ("PayPal <service@paypal.com>", "<a href=\"https://www.paypal.com/myaccount\">Mon compte</a>"),
        ("Jean <jean@gmail.com>", "<a href=\"https://www.ouest-france.fr/article\">regarde cet article</a>"),
        ("GitHub <noreply@github.com>", "<a href=\"https://github.com/login?return_to=x\">Sign in</a>"),
        (
            "Boutique <info@boutique.example>",
            "<a href=\"https://u1.ct.sendgrid.net/ls/click?upn=x\">Voir</a><a href=\"https://boutique.example/\">Site</a>",
        ),
        (
            "Notaire <a@etude.example>",
            "<a href=\"https://www.service-public.fr/particuliers\">service-public.fr</a><a href=\"https://etude.example\">Étude</a>",
        ),
    ] {
        let ids = of_page(from, &format!("<p>{LONG}</p>{body}"));
        assert!(ids.iter().all(|id| *id == "link.to-sender"), "{body}: {ids:?}");
    }
}

#[test]
fn all_links_together() {
    let everywhere = "<a href=\"https://pirate.test/x?1\">Voir</a><a href=\"https://pirate.test/x?1\">Confirmer</a>\
        <a href=\"https://pirate.test/x?1\">Unsubscribe here</a>";
    let ids = of_page("a@firme.example", &format!("{LONG}{everywhere}"));
    for id in ["link.one-target", "link.false-unsubscribe", "link.stranger"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
    let picture = of_page("a@firme.example", "<a href=\"https://pirate.test/x\"><img src=cid:1></a><p>Merci");
    assert!(picture.contains(&"link.picture-only"), "{picture:?}");
    let button = of_page(
        "Équipe <a@firme.example>",
        &format!("{LONG}<a href=\"mailto:agent.7@gmail.com?subject=Report\">Report the user</a>"),
    );
    assert_eq!(button, ["link.mail-to-public"]);
    let address =
        of_page("Équipe <a@firme.example>", &format!("{LONG}<a href=\"mailto:jean@gmail.com\">jean@gmail.com</a>"));
    assert!(address.is_empty(), "{address:?}");
}

#[test]
fn links_written_out_count_and_quoted_ones_do_not() {
    let plain = "From: a@firme.example\nTo: b@acme.example\n\nVoir http://192.0.2.7/x\n";
    assert_eq!(of(plain), ["link.ip"]);
    let quoted =
        "From: a@firme.example\nTo: b@acme.example\n\nC'est une fraude, ne clique pas !\n\n> Voir http://192.0.2.7/x\n";
    assert!(of(quoted).is_empty());
}

#[test]
fn hostile_messages_cost_little() {
    let many =
        "<a href=\"https://a.b.c.d.e.f.pirate.test/%68ttp%3A//x.example/aHR0cHM6Ly9h\">https://www.paypal.com/</a>"
            .repeat(20_000);
    assert!(!of_page("a@firme.example", &many).is_empty());
    let long = format!("<a href=\"https://{}.test/{}\">x</a>", "a-".repeat(50_000), "%25".repeat(100_000));
    of_page("a@firme.example", &long);
}
