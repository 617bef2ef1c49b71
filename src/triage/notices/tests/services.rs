//! Whole notices of services, and imitations of them: beside the bare wordings, what sender, subject, text and links say together.

use super::*;

/// The rule without `notice.`, sender, subject, text.
const NOTICES: &[(&str, &str, &str, &str)] = &[
    (
        "password-changed",
        "Mon compte <noreply@caisse.example>",
        "Modification de votre code secret",
        "Bonjour,\n\nVous venez de modifier le code secret de votre compte. Si vous n’êtes pas à l’origine de cette opération, appelez-nous.",
    ),
    (
        "password-changed",
        "Acme <no-reply@acme.example>",
        "Your passcode",
        "You just changed the passcode of your account. Not you? Contact us.",
    ),
    (
        "password-changed",
        "Espace client <noreply@energie.example>",
        "Votre mot de passe",
        "Bonjour,\n\nVous avez changé votre mot de passe le 3 mars à 02:16.",
    ),
    (
        "recovery-codes",
        "Forge <noreply@forge.example>",
        "Your recovery codes were downloaded",
        "Hi,\n\nThe recovery codes of your account were viewed and downloaded. If this wasn't you, generate new ones.",
    ),
    (
        "recovery-codes",
        "Nuage <noreply@nuage.example>",
        "Codes de secours",
        "Bonjour,\n\nLes codes de secours de votre compte ont été affichés puis imprimés. Si ce n’était pas vous, générez-en d’autres.",
    ),
    (
        "phone-changed",
        "Microsoft account team <account-security-noreply@accountprotection.microsoft.com>",
        "Security info was replaced",
        "The phone number ******12 was replaced as security info for your account.",
    ),
    (
        "phone-changed",
        "Équipe des comptes Microsoft <account-security-noreply@accountprotection.microsoft.com>",
        "Informations de sécurité ajoutées",
        "Le numéro de téléphone ******12 a été ajouté à votre compte Microsoft.",
    ),
    (
        "phone-changed",
        "Banque <noreply@banque.example>",
        "Votre numéro de portable",
        "Bonjour,\n\nVotre numéro de portable a été modifié dans votre espace client.",
    ),
    (
        "phone-changed",
        "Telco <noreply@telco.example>",
        "Contact number updated",
        "The contact number of your account was replaced on 3 March.",
    ),
    (
        "phone-changed",
        "Apple <appleid@id.apple.com>",
        "Trusted phone number",
        "A trusted phone number was added to your Apple Account.",
    ),
    (
        "app-linked",
        "Instagram <security@mail.instagram.com>",
        "New app connected",
        "The app Social Boost was linked to your account and can post for you.",
    ),
    (
        "app-linked",
        "Google <no-reply@accounts.google.com>",
        "Alerte de sécurité",
        "Mail Backup a désormais accès à votre compte Google. Si vous n’avez pas accordé cet accès, retirez-le.",
    ),
    (
        "app-linked",
        "Nuage <noreply@nuage.example>",
        "Nouvelle application liée",
        "L’application « Agenda » a été liée à votre compte.",
    ),
    (
        "new-sign-in",
        "Microsoft account team <account-security-noreply@accountprotection.microsoft.com>",
        "New app(s) signed in to your account",
        "We noticed a new sign-in to your account from a device you have not used before.",
    ),
    (
        "forwarding-enabled",
        "Gmail Team <forwarding-noreply@google.com>",
        "Gmail Forwarding Confirmation - Receive Mail from paul@atelier.example",
        "paul@atelier.example has requested to automatically forward mail to your email address.\n\nTo allow this, click the link: https://mail-settings.google.com/mail/vf-x",
    ),
    (
        "forwarding-enabled",
        "Équipe Gmail <forwarding-noreply@google.com>",
        "Confirmation de transfert Gmail",
        "paul@atelier.example a demandé le transfert automatique de ses messages vers votre adresse.",
    ),
    (
        "forwarding-enabled",
        "Messagerie <noreply@hebergeur.example>",
        "Nouvelle règle",
        "Une règle de messagerie qui redirige vos e-mails vers une adresse externe a été créée.",
    ),
    (
        "account-locked",
        "Shop <account@shop.example>",
        "Account on hold",
        "We have placed a hold on your account because of suspicious activity.",
    ),
    (
        "account-locked",
        "Réseau <noreply@reseau.example>",
        "Votre compte",
        "Nous avons suspendu votre compte après une activité inhabituelle.",
    ),
    (
        "account-locked",
        "Banque <noreply@banque.example>",
        "Accès bloqué",
        "Votre accès à la banque en ligne est bloqué après trois codes erronés.",
    ),
    (
        "account-locked",
        "Social <security@social.example>",
        "Security notice",
        "We noticed unusual activity and locked your account. Confirm your identity to unlock it.",
    ),
    (
        "suspicious-sign-in",
        "Nuage <noreply@nuage.example>",
        "Alerte",
        "Nous avons bloqué une tentative de connexion à votre compte depuis Minsk.",
    ),
    (
        "verification-code",
        "Banque <noreply@banque.example>",
        "Code à usage unique",
        "Votre code à usage unique pour valider le paiement est 336190. Nous ne vous le demanderons jamais.",
    ),
    ("verification-code", "Acme <no-reply@acme.example>", "Your code", "Enter this code to sign in: 482 913"),
    (
        "mfa-enabled",
        "Portail <sso@asso.example>",
        "OTP",
        "Une application OTP a été ajoutée à votre compte le 3 mars depuis 203.0.113.7.",
    ),
    (
        "mfa-disabled",
        "Acme <noreply@acme.example>",
        "2FA",
        "Two-factor authentication was turned off for your account. If this wasn't you, act now.",
    ),
    (
        "reset-requested",
        "Acme <noreply@acme.example>",
        "Reset instructions",
        "Someone has requested a link to change your password. You can do this through the link below.",
    ),
    (
        "email-changed",
        "Acme <noreply@acme.example>",
        "Email updated",
        "The email address on your account was changed to x@box.example.",
    ),
    ("security-key", "Acme <noreply@acme.example>", "Passkey", "You've added a passkey to your account."),
    (
        "password-changed",
        "Espace adhérent <noreply@mutuelle.example>",
        "Confirmation",
        "Nous vous confirmons le changement de votre mot de passe.",
    ),
    (
        "password-changed",
        "Shop <hello@shop.example>",
        "Password updated",
        "Hi Paul,\n\nThis email confirms your password was updated on 3 March 2026.",
    ),
    (
        "password-changed",
        "WordPress <wordpress@asso.example>",
        "[Asso] Mot de passe modifié",
        "Bonjour paul,\n\nCet avis confirme que votre mot de passe sur Asso a été modifié.",
    ),
    (
        "reset-requested",
        "Discourse <noreply@forum.example>",
        "[Forum] Réinitialisation",
        "Quelqu’un a demandé à réinitialiser votre mot de passe sur Forum.\n\nSi ce n’était pas vous, ignorez ce message.",
    ),
    (
        "reset-requested",
        "Acme <hello@acme.example>",
        "Trouble signing in?",
        "We received a request to recover your account. Choose a new password: https://acme.example/recover",
    ),
    (
        "suspicious-sign-in",
        "Steam <noreply@steampowered.com>",
        "Your Steam account: access from new web or mobile device",
        "It looks like you are trying to log in from a new device.",
    ),
    (
        "new-sign-in",
        "Discord <noreply@discord.com>",
        "Nouvelle connexion depuis un nouvel emplacement",
        "Quelqu’un vient d’essayer de se connecter à votre compte depuis un nouvel emplacement.",
    ),
    (
        "new-sign-in",
        "Banque <noreply@banque.example>",
        "Connexion à votre espace",
        "Une connexion à votre espace client a eu lieu le 3 mars à 02:16 depuis un appareil inconnu.",
    ),
    (
        "new-sign-in",
        "Acme <security@acme.example>",
        "New login",
        "Your Acme account was just signed in to from Firefox on Windows.",
    ),
    (
        "suspicious-sign-in",
        "Proton <no-reply@notify.proton.me>",
        "Suspicious login detected",
        "We detected a suspicious login attempt to your account.",
    ),
    (
        "suspicious-sign-in",
        "Espace <noreply@espace.example>",
        "Échec d’authentification",
        "Trois mots de passe erronés ont été saisis pour votre compte : plusieurs tentatives de connexion ont échoué.",
    ),
    (
        "mfa-enabled",
        "Registrar <noreply@registrar.example>",
        "Two-step login is on",
        "You have turned on two-step login for your account.",
    ),
    (
        "mfa-enabled",
        "Cloud <noreply@cloud.example>",
        "Sécurité",
        "Vous avez activé la validation en deux étapes sur votre compte.",
    ),
    ("mfa-disabled", "Registrar <noreply@registrar.example>", "2FA", "You have removed your authenticator app."),
    (
        "mfa-disabled",
        "Cloud <noreply@cloud.example>",
        "Sécurité",
        "La double authentification n’est plus active sur votre compte.",
    ),
    (
        "mfa-changed",
        "Cloud <noreply@cloud.example>",
        "Security settings",
        "Your two-step verification phone was changed to a different authenticator app.",
    ),
    (
        "security-key",
        "Forge <noreply@forge.example>",
        "Clé FIDO2",
        "Une clé FIDO2 a été enregistrée pour votre compte.",
    ),
    (
        "recovery-codes",
        "Cloud <noreply@cloud.example>",
        "Backup code used",
        "One of your backup codes was used. You have 9 left.",
    ),
    (
        "email-changed",
        "Jeux <noreply@jeux.example>",
        "Adresse e-mail",
        "L’adresse e-mail de votre compte est désormais x@boite.example.",
    ),
    (
        "email-changed",
        "Shop <noreply@shop.example>",
        "Confirm change",
        "You asked to change the email address of your account to x@box.example. Confirm here.",
    ),
    (
        "phone-changed",
        "Jeux <noreply@jeux.example>",
        "Téléphone retiré",
        "Le numéro de téléphone a été retiré de votre compte.",
    ),
    (
        "app-linked",
        "Forge <noreply@forge.example>",
        "Jeton créé",
        "Un jeton d’accès personnel « deploy » a été créé pour votre compte.",
    ),
    (
        "app-linked",
        "Cloud <noreply@cloud.example>",
        "Permission granted",
        "You granted Calendar Sync access to your account.",
    ),
    (
        "forwarding-enabled",
        "Host <noreply@host.example>",
        "Forwarding",
        "Your emails are now being forwarded to x@box.example.",
    ),
    (
        "forwarding-enabled",
        "Host <noreply@host.example>",
        "Redirection",
        "Une redirection de vos e-mails vers x@boite.example a été ajoutée.",
    ),
    (
        "account-locked",
        "Impôts <noreply@impots.example>",
        "Espace particulier",
        "Votre espace particulier a été verrouillé à la suite de trois erreurs de saisie.",
    ),
    (
        "account-locked",
        "Game <noreply@game.example>",
        "Account disabled",
        "Your account has been temporarily disabled for security reasons.",
    ),
    ("admin-action", "Portail <sso@groupe.example>", "Compte", "L’administrateur a modifié votre compte."),
    (
        "verification-code",
        "Cloud <noreply@cloud.example>",
        "Sign in to Cloud",
        "Your sign-in code is 482913. It expires in 10 minutes.",
    ),
    (
        "verification-code",
        "Santé <noreply@sante.example>",
        "Connexion",
        "Voici le code à saisir pour vous connecter : 482913",
    ),
];

/// Sender, subject, text: each poses as somebody else, and nothing failed to be authenticated.
const IMITATIONS: &[(&str, &str, &str)] = &[
    (
        "Microsoft 365 <admin@hosting.example>",
        "Your password expires today",
        "The password of paul@atelier.example expires today. Keep your current password: https://keep.hosting.example/?u=paul",
    ),
    (
        "Administrateur <admin@boite-quota.example>",
        "Votre mot de passe a expiré",
        "Votre mot de passe de messagerie a expiré. Renouvelez-le : https://atelier-example.boite-verif.test/",
    ),
    (
        "impots.gouv.fr <info@remboursement-impots.example>",
        "Mot de passe expiré",
        "Votre mot de passe impots.gouv.fr a expiré. Renouvelez-le : https://remboursement-impots.example/",
    ),
    (
        "Ameli <contact@carte-vitale-ameli.example>",
        "Renouvellement",
        "Votre mot de passe expire. Conservez votre accès : https://carte-vitale-ameli.example/",
    ),
    (
        "HSBC <alerts@hsbc-verify.example>",
        "New device",
        "A new device was registered to your online banking. Cancel: https://hsbc-verify.example/",
    ),
    (
        "Alerts <alerts@secure-barclays.example>",
        "New sign-in",
        "A new sign-in to your account was noticed: https://secure-barclays.example/",
    ),
    (
        "Chase <alerts@online-chase.test>",
        "Account locked",
        "Your Chase account has been locked: https://online-chase.test/",
    ),
    ("Cloud <noreply@n3xtcloud.test>", "Password changed", "Your password was changed. Undo: https://n3xtcloud.test/"),
    (
        "Forge <noreply@glthub-security.example>",
        "New SSH key",
        "A new SSH key was added to your account: https://glthub-security.example/",
    ),
    (
        "La Banque Postale <securite@certicode-lbp.example>",
        "Certicode Plus",
        "Votre Certicode a été désactivé. Réactivez-le : https://certicode-lbp.example/",
    ),
    (
        "Conseiller <conseil@espace-conseil.example>",
        "Alerte de sécurité",
        "Une connexion inhabituelle à votre compte Crédit Agricole a été détectée : https://credit-agricole-verif.example/",
    ),
    (
        "Webmail <admin@ateller.example>",
        "Mailbox",
        "Your mailbox password was changed. Undo: https://mail.ateller.example/",
    ),
    (
        "Netflix <info@netflix-paiement.example>",
        "Compte suspendu",
        "Votre compte sera suspendu sous 24 heures. Mettez à jour votre moyen de paiement : https://netflix-paiement.example/",
    ),
    (
        "PayPal <service@paypal.com.verif.test>",
        "Account limited",
        "Your account has been limited. Log in: https://paypal.com.verif.test/",
    ),
];

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
fn whole_notices_are_told_by_kind() {
    let mut wrong = Vec::new();
    for (kind, from, subject, text) in NOTICES {
        for text in [Text::plain(*text), html(text, &[])] {
            let found = rule_of(&letter(from, subject, vec![text]));
            if found != format!("notice.{kind}") {
                wrong.push(format!("{kind}: {found:?}: {subject}"));
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), NOTICES.len(), wrong.join("\n"));
}

#[test]
fn imitations_are_told_as_such() {
    let found = |(from, subject, text): &&(&str, &str, &str)| rule_of(&letter(from, subject, vec![Text::plain(*text)]));
    let wrong: Vec<_> =
        IMITATIONS.iter().map(|one| (found(&one), one.0)).filter(|(found, _)| found != IMITATION).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

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
