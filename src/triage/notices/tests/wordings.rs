//! How services word their notices, written anew for these tests after their manner, and what people and newsletters write that sounds
//! alike.

use super::corpus::wrong;
use super::*;

/// Subjects or first sentences, and the kind; names as in `corpus.rs`.
const SAID: &[(&str, &str)] = &[
    ("reset_requested", "Réinitialisez votre mot de passe Atelier"),
    ("reset_requested", "Demande de réinitialisation de votre mot de passe"),
    ("reset_requested", "Nous avons bien reçu votre demande de nouveau mot de passe."),
    ("reset_requested", "Vous avez oublié votre mot de passe ? Pas d’inquiétude, cliquez sur le bouton ci-dessous."),
    ("reset_requested", "Pour définir un nouveau mot de passe, suivez ce lien valable 24 heures."),
    ("reset_requested", "Une demande de changement de mot de passe a été effectuée sur votre espace client."),
    ("reset_requested", "Récupération de votre compte"),
    ("reset_requested", "Mot de passe perdu"),
    ("reset_requested", "Password reset requested for your account"),
    ("reset_requested", "Here is the link to reset your password"),
    ("reset_requested", "We got a request to reset your Atelier password"),
    ("reset_requested", "You recently asked to reset the password of your account. Use the button below."),
    ("reset_requested", "Forgotten password"),
    ("reset_requested", "Account recovery request"),
    ("password_changed", "Votre mot de passe vient d’être modifié"),
    ("password_changed", "Confirmation de modification de votre mot de passe"),
    ("password_changed", "Confirmation de changement de mot de passe"),
    ("password_changed", "La modification de votre mot de passe a bien été prise en compte."),
    ("password_changed", "Le mot de passe associé à l’identifiant 1234 a été changé le 3 mars."),
    ("password_changed", "Modification de votre mot de passe réussie"),
    ("password_changed", "Le mot de passe de votre compte Atelier a été réinitialisé"),
    ("password_changed", "Your password was changed"),
    ("password_changed", "Your account password has been changed"),
    ("password_changed", "Password change confirmation"),
    ("password_changed", "The password for your account was recently changed."),
    ("password_changed", "You’ve successfully updated your password."),
    ("password_changed", "Your password has been successfully reset"),
    ("new_device", "Nouvelle connexion détectée"),
    ("new_device", "Nouvel appareil connecté à votre compte"),
    ("new_device", "Connexion à votre compte depuis un nouvel appareil"),
    ("new_device", "Nous avons remarqué une nouvelle connexion à votre compte."),
    ("new_device", "Alerte de connexion : Chrome sous Windows"),
    ("new_device", "Un nouvel appareil a été ajouté à votre compte"),
    ("new_device", "Une connexion à votre compte a été effectuée depuis Lyon."),
    ("new_device", "Votre compte vient d’être utilisé pour se connecter depuis un navigateur."),
    ("new_device", "Avis de connexion à votre espace personnel"),
    ("new_device", "New sign-in on Windows"),
    ("new_device", "New login to your account from Firefox"),
    ("new_device", "We noticed a new sign-in to your account on a Linux device."),
    ("new_device", "Your account was accessed from a new IP address"),
    ("new_device", "Login notification"),
    ("new_device", "A new device signed in to your account"),
    ("new_device", "New device added to your account"),
    ("new_device", "Sign-in from a new location"),
    ("suspicious", "Tentative de connexion suspecte bloquée"),
    ("suspicious", "Activité inhabituelle sur votre compte"),
    ("suspicious", "Nous avons empêché une connexion inhabituelle à votre compte."),
    ("suspicious", "Plusieurs tentatives de connexion ont échoué sur votre compte."),
    ("suspicious", "Quelqu’un connaît votre mot de passe"),
    ("suspicious", "Échec de connexion à votre espace client"),
    ("suspicious", "Suspicious sign-in prevented"),
    ("suspicious", "Unusual sign-in activity on your account"),
    ("suspicious", "Failed login attempt"),
    ("suspicious", "Someone has your password"),
    ("suspicious", "We blocked an attempt to access your account"),
    ("suspicious", "Security alert"),
    ("suspicious", "Alerte de sécurité"),
    ("mfa_enabled", "La validation en deux étapes est activée"),
    ("mfa_enabled", "Double authentification activée sur votre compte"),
    ("mfa_enabled", "Une nouvelle méthode de vérification a été ajoutée à votre compte"),
    ("mfa_enabled", "Authentification à deux facteurs activée"),
    ("mfa_enabled", "L’authentification forte est maintenant activée"),
    ("mfa_enabled", "Un nouvel authentificateur a été enregistré"),
    ("mfa_enabled", "2-Step Verification turned on"),
    ("mfa_enabled", "Two-factor authentication is now enabled on your account"),
    ("mfa_enabled", "Authenticator app added to your account"),
    ("mfa_enabled", "Security info was added to your account"),
    ("mfa_disabled", "La double authentification a été désactivée"),
    ("mfa_disabled", "Validation en deux étapes désactivée"),
    ("mfa_disabled", "Une méthode d’authentification a été supprimée de votre compte"),
    ("mfa_disabled", "2-Step Verification turned off"),
    ("mfa_disabled", "Multi-factor authentication has been disabled"),
    ("mfa_disabled", "Your authenticator was removed"),
    ("mfa_changed", "Votre application d’authentification a été modifiée"),
    ("mfa_changed", "Your two-step verification settings have changed"),
    ("mfa_changed", "MFA reset for your account"),
    ("recovery_codes", "De nouveaux codes de secours ont été créés pour votre compte"),
    ("recovery_codes", "Un code de secours a été utilisé"),
    ("recovery_codes", "Vos codes de récupération ont été régénérés"),
    ("recovery_codes", "Recovery codes regenerated"),
    ("recovery_codes", "A recovery code was used to sign in"),
    ("recovery_codes", "Backup codes were generated for your account"),
    ("recovery_key", "Une clé de récupération a été ajoutée"),
    ("recovery_key", "Your recovery key was changed"),
    ("security_key", "Clé d’accès ajoutée à votre compte"),
    ("security_key", "Une clé de sécurité a été retirée de votre compte"),
    ("security_key", "A passkey was added to your account"),
    ("security_key", "Security key added"),
    ("security_key", "New passkey created"),
    ("email_changed", "Votre adresse e-mail a été modifiée"),
    ("email_changed", "Adresse e-mail de récupération modifiée"),
    ("email_changed", "L’adresse électronique de votre compte a changé"),
    ("email_changed", "Modification de votre adresse e-mail"),
    ("email_changed", "Recovery email changed"),
    ("email_changed", "Your email address has been updated"),
    ("email_changed", "The recovery email for your account was changed"),
    ("email_changed", "Confirm your new email address"),
    ("admin_action", "Un administrateur a réinitialisé votre mot de passe"),
    ("admin_action", "Your administrator has changed your account"),
    ("login_error", "Échec de la connexion"),
    ("login_error", "Login failed"),
    ("negative", "Votre facture de mars est disponible"),
    ("negative", "Bienvenue ! Votre compte a bien été créé."),
    ("negative", "Confirmez votre inscription"),
    ("negative", "Activez votre compte"),
    ("negative", "Mise à jour de nos conditions d’utilisation"),
    ("negative", "Nous mettons à jour notre politique de confidentialité"),
    ("negative", "Votre commande a été expédiée"),
    ("negative", "Votre moyen de paiement a été refusé"),
    ("negative", "Welcome aboard! Set your password to get started."),
    ("negative", "Your subscription has been updated"),
    ("negative", "Update to our privacy policy"),
    ("negative", "Comment activer la double authentification ?"),
    ("negative", "Five tips to choose a strong password"),
    ("negative", "Votre mot de passe expire dans 5 jours"),
    ("negative", "Your password will expire in 7 days"),
    ("negative", "Nouveau message de Paul"),
    ("negative", "Maintenance prévue de la messagerie samedi"),
    ("negative", "Votre avis nous intéresse"),
    ("negative", "Réunion de service déplacée à mardi"),
    ("negative", "Nouvelle adresse de nos bureaux"),
    ("negative", "New version of the app available"),
    ("negative", "Votre rendez-vous est confirmé"),
    ("negative", "Documents partagés avec vous"),
];

/// Kinds that `notices.jsonl` does not have: what is said, and the rule.
const OTHERS: &[(&str, &str)] = &[
    ("phone-changed", "Votre numéro de téléphone a été modifié"),
    ("phone-changed", "A phone number was added to your account"),
    ("phone-changed", "Numéro de téléphone de secours utilisé pour se connecter"),
    ("app-linked", "MailSync a maintenant accès à votre compte : une application tierce a été connectée"),
    ("app-linked", "A new personal access token was created"),
    ("app-linked", "You connected a new app to your account"),
    ("app-linked", "Mot de passe d’application créé"),
    ("app-linked", "A third-party OAuth application has been added to your account"),
    ("forwarding-enabled", "Transfert automatique activé sur votre boîte"),
    ("forwarding-enabled", "Une règle de transfert a été créée dans votre boîte aux lettres"),
    ("forwarding-enabled", "Email forwarding has been turned on"),
    ("account-locked", "Votre compte est temporairement bloqué"),
    ("account-locked", "Compte verrouillé"),
    ("account-locked", "Your account has been suspended"),
    ("account-locked", "Your account was locked after too many attempts"),
    ("verification-code", "Votre code de vérification est 482913"),
    ("verification-code", "Your login code: 730114"),
    ("verification-code", "Voici votre code à usage unique, valable 15 minutes"),
    ("verification-code", "Use 552031 as your security code. Do not share it."),
    ("verification-code", "123456 is your verification code"),
];

/// What people write to each other: subject, text.
const PEOPLE: &[(&str, &str)] = &[
    (
        "mot de passe",
        "Salut Paul,\n\nj’ai encore oublié mon mot de passe, tu peux me le réinitialiser ?\n\nMerci\nAnne",
    ),
    (
        "Accès au serveur",
        "Bonjour,\n\nPouvez-vous réinitialiser le mot de passe de Mme Riou ? Elle n’arrive plus à se connecter.\n\nCordialement,\nPaul Atelier",
    ),
    (
        "Double authentification",
        "Bonjour à tous,\n\nÀ partir du 1er juin, la double authentification sera obligatoire pour se connecter à la messagerie. Une réunion d’information aura lieu mardi.\n\nLe service informatique",
    ),
    (
        "Nouveau poste",
        "Salut,\n\nTon nouvel ordinateur est arrivé, passe le prendre quand tu veux. J’ai changé le mot de passe du Wi-Fi au passage.\n\nAnne",
    ),
    ("RE: connexion", "Oui c’est réglé, j’ai changé le mot de passe et la connexion marche."),
    (
        "Changement d’adresse",
        "Bonjour,\n\nNotre adresse e-mail a changé. Merci d’utiliser désormais contact@atelier.example pour vos commandes.\n\nCordialement",
    ),
    ("Nouveau numéro", "Coucou, voici mon nouveau numéro de téléphone : 06 00 00 00 00"),
    (
        "2FA rollout",
        "Hi all,\n\nWe should enable two-factor authentication for the build accounts before the end of the month. I will send a guide next week.\n\nTom",
    ),
    (
        "login page",
        "Hi,\n\nI pushed the new login page. The password reset form still has an error, could you have a look at the ticket?\n\nTom",
    ),
    (
        "keys",
        "Hi Paul,\n\nplease find my new SSH key below, can you add it to the server?\n\nssh-ed25519 AAAA\n\nThanks\nTom",
    ),
    (
        "Locked out",
        "Hey, my account got locked again this morning, could someone in IT unlock it please? I have a call at ten.",
    ),
    (
        "Devis 4512",
        "Bonjour,\n\nLe devis a été modifié comme convenu. Le compte client est bloqué tant que le paiement n’est pas reçu.\n\nBien à vous",
    ),
    ("VPN", "Bonjour, depuis ce matin j’ai une erreur de connexion au VPN. Est-ce que le mot de passe a été changé ?"),
    (
        "Formation",
        "Bonjour,\n\nFormation cybersécurité : reconnaître un hameçonnage, choisir un mot de passe, activer la double authentification. Inscription avant vendredi.\n\nLe service formation",
    ),
    ("Absence", "Je suis absent jusqu’au 12. J’ai activé le transfert automatique vers Anne."),
    (
        "review",
        "> Your password was changed\n\nI would say \"has been changed\" here, the rest of the patch looks good to me.",
    ),
];

#[test]
fn wordings_of_services_are_recognised() {
    let (all, wrong) = wrong(SAID.iter().copied());
    let negatives: Vec<&String> = wrong.iter().filter(|line| line.starts_with("negative")).collect();
    assert!(negatives.is_empty(), "{negatives:?}");
    assert!(wrong.len() * 50 <= all, "{} of {all}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn kinds_beyond_the_catalogues_are_recognised() {
    let mut wrong = Vec::new();
    for (kind, text) in OTHERS {
        for mail in super::corpus::wrapped(text) {
            let found = rule_of(&mail);
            if found != format!("notice.{kind}") {
                wrong.push(format!("{kind}: {found:?}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn people_who_talk_of_passwords_send_no_notices() {
    let found: Vec<String> = PEOPLE
        .iter()
        .flat_map(|(subject, text)| {
            let quoted = text.starts_with('>').then(|| 0..text.find('\n').unwrap());
            let text = Text { quoted: quoted.into_iter().collect(), ..Text::plain(*text) };
            hits(&letter("Anne Riou <anne.riou@atelier.example>", subject, vec![text]), Role::Inbox)
        })
        .map(|hit| format!("{hit:?}"))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_genuine_service_is_told_from_an_imitation() {
    let text = "Nouvelle connexion à votre compte. Si ce n’était pas vous, changez votre mot de passe.";
    let judged = |from: &str, link: &str| {
        let mail = letter(from, "Nouvelle connexion à votre compte", vec![html(text, &[link])]);
        let [hit] = hits(&mail, Role::Inbox).try_into().unwrap();
        (hit.rule == IMITATION, fact(&hit, "service"))
    };
    let cases = [
        ("Google <no-reply@accounts.google.com>", "https://accounts.google.com/x", false, "Google"),
        ("Google <no-reply@accounts.google.com.verif.example>", "https://verif.example/x", true, "Google"),
        ("Compte Microsoft <microsoft@verif.example>", "mailto:signaler@verif.example", true, "Microsoft"),
        ("Équipe Instagram <security@mail.instagram.com>", "https://instagram.com/x", false, "Instagram"),
        ("Ameli <ne-pas-repondre@assurance-maladie.fr>", "https://www.ameli.fr/", false, "Ameli"),
        ("Service client Orange <orange.service@gmail.com>", "https://sites.verif.example/", true, "Orange"),
        ("Nextcloud <cloud@asso.example>", "https://cloud.asso.example/", false, "Nextcloud"),
        ("Atelier <noreply@atelier-pro.example>", "https://atelier-pro.example/compte", false, "Atelier"),
        ("Support <support@boutique.example>", "https://u7.ct.sendgrid.net/x", false, "Support"),
    ];
    for (from, link, imitation, service) in cases {
        assert_eq!(judged(from, link), (imitation, service.to_owned()), "{from} {link}");
    }
}

#[test]
fn authentication_that_fails_unmasks_a_forged_sender() {
    let mut mail = letter(
        "GitHub <noreply@github.com>",
        "[GitHub] A new SSH key was added to your account",
        vec![Text::plain("See https://github.com/settings/keys")],
    );
    assert_eq!(rule_of(&mail), "notice.app-linked");
    let result = |method: &str, result: &str| crate::message::mail::AuthResult {
        method: method.to_owned(),
        result: result.to_owned(),
        domain: "github.com".to_owned(),
    };
    mail.route.authentication = vec![result("spf", "softfail"), result("dmarc", "fail")];
    assert_eq!(rule_of(&mail), IMITATION);
    mail.route.authentication = vec![result("spf", "fail"), result("dkim", "pass")];
    assert_eq!(rule_of(&mail), "notice.app-linked", "forwarded: the signature holds");
}
