//! Senders that no table knows, and words that are neither a notice nor an imitation.

use super::*;

/// Genuine notices of services that nobody knows, on any domain, and of companies whose names are words of others.
const UNKNOWN: &[(&str, &str)] = &[
    ("Nuage <nuage@atelier.example>", "https://nuage.atelier.example/login"),
    ("Nextcloud <cloud@famille-riou.example>", "https://nextcloud.famille-riou.example/"),
    ("Mastodon <notifications@mastodon-bretagne.example>", "https://mastodon-bretagne.example/auth/edit"),
    ("L’Orange Bleue <noreply@orange-bleue.example>", "https://www.orange-bleue.example/compte"),
    ("Free Riders <noreply@free-riders.example>", "https://free-riders.example/account"),
    ("Windows & Doors <noreply@windows-and-doors.example>", "https://windows-and-doors.example/"),
    ("Steam Laundry <noreply@steam-laundry.example>", "https://steam-laundry.example/x"),
    ("GitLab <gitlab@forge.universite.example>", "https://forge.universite.example/-/profile"),
    ("Amélioration <noreply@amelioration.example>", "https://amelioration.example/"),
    ("Acme <noreply@mail.acme.example>", "https://u7.ct.sendgrid.net/x"),
];

#[test]
fn services_that_nobody_knows_are_genuine() {
    for (from, link) in UNKNOWN {
        let text = "Bonjour,\n\nVotre mot de passe a été modifié. Si ce n’était pas vous, changez-le immédiatement.";
        let mail = letter(from, "Votre mot de passe a été modifié", vec![html(text, &[link])]);
        assert_eq!(rule_of(&mail), "notice.password-changed", "{from}");
    }
}

#[test]
fn an_expiry_alone_is_neither_notice_nor_imitation() {
    let text = "Votre mot de passe expire dans 5 jours. Changez-le sur le portail : https://portail.atelier.example/";
    assert_eq!(rule_of(&letter("DSI <dsi@atelier.example>", "Votre mot de passe expire", vec![Text::plain(text)])), "");
}
