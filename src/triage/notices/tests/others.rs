//! Mail that speaks of passwords, codes and accounts and is no notice: trackers, digests, surveys, training, advertising, how-tos,
//! tickets, monitoring, and neighbours of what notices say.

use super::*;

/// Sender, subject, text.
const OTHERS: &[(&str, &str, &str)] = &[
    // issue trackers and code reviews
    (
        "GitHub <notifications@github.com>",
        "[acme/shop] Two-factor login broken on Safari (Issue #77)",
        "lee opened an issue: two-factor authentication is disabled after an update of the profile. Expected: it stays enabled.",
    ),
    (
        "GitHub <notifications@github.com>",
        "Re: [acme/shop] Send mail when password was changed (PR #91)",
        "@lee commented on this pull request. The password was changed twice in the test, please rebase.",
    ),
    (
        "GitLab <gitlab@mg.gitlab.com>",
        "atelier | Clé d’accès supprimée du profil (!204)",
        "Anne Riou a approuvé la demande de fusion !204.",
    ),
    (
        "Jira <jira@suivi.example>",
        "[JIRA] (WEB-812) Password reset mail is sent twice",
        "Lee Park created WEB-812. The user asked to reset the password and gets two mails.",
    ),
    (
        "Redmine <redmine@forge.example>",
        "[Portail - Anomalie #3341] (Nouveau) Échec de connexion après changement de mot de passe",
        "La demande #3341 a été soumise par Paul. Étapes pour reproduire : changer le mot de passe puis se connecter.",
    ),
    (
        "Bugs <bugs@forge.example>",
        "[Bug 4410] account locked message shows twice",
        "Comment 3: your account has been locked is shown twice, see the screenshot.",
    ),
    (
        "GitHub <noreply@github.com>",
        "[acme/shop] Release v2.4.0",
        "New: passkeys can be added, password reset mails are signed. Full changelog below.",
    ),
    // forums and digests
    (
        "Forum <noreply@forum.example>",
        "Résumé de la semaine : 9 nouveaux sujets",
        "« Mon compte a été piraté, que faire ? » 12 réponses. « Nouvelle connexion depuis l’étranger » 4 réponses.",
    ),
    (
        "Discourse <noreply@forum.example>",
        "[Community] Summary",
        "Popular topics: \"Two-factor authentication was disabled by itself\", \"Which tea?\"",
    ),
    (
        "Quora Digest <digest@questions.example>",
        "Has your password ever been changed by somebody else?",
        "Top answer by Lee: it happened twice. Read more answers.",
    ),
    // surveys
    (
        "Service client <enquete@operateur.example>",
        "Votre avis compte",
        "Vous avez récemment demandé la réinitialisation de votre mot de passe auprès de notre assistance. Comment s’est passé cet échange ? Répondez à 3 questions.",
    ),
    (
        "Help desk <no-reply@desk.example>",
        "Rate your experience",
        "Your request \"account locked\" was closed. How satisfied are you with our support?",
    ),
    (
        "Support <noreply@desk.example>",
        "Enquête de satisfaction",
        "Votre demande « changement de mot de passe » est close. Notez notre service de 1 à 5.",
    ),
    // fraud awareness, training
    (
        "Banque du Quai <noreply@banquequai.example>",
        "Sécurité : nos conseils",
        "Votre conseiller ne vous demandera jamais un code de sécurité ni un mot de passe.",
    ),
    (
        "Northern Bank <alerts@northernbank.example>",
        "Stay safe from scams",
        "We will never ask you for your password or a one-time code. Hang up if someone does.",
    ),
    (
        "Mairie <communication@mairie.example>",
        "Attention aux faux messages",
        "De faux courriels « votre compte Ameli est suspendu » circulent. Ne cliquez pas.",
    ),
    (
        "Security team <security@whitfield.example>",
        "Cyber awareness month",
        "This week: passwords, passkeys and why your account is locked after five failed attempts.",
    ),
    (
        "Service formation <formation@groupe.example>",
        "Module obligatoire : hameçonnage",
        "Vous devez suivre le module « mot de passe et double authentification » avant le 30.",
    ),
    (
        "IT <it@whitfield.example>",
        "Results of the phishing exercise",
        "Last week 40 of you got a fake \"password expired\" mail. 6 gave their password, 20 reported it.",
    ),
    (
        "RSSI <rssi@groupe.example>",
        "Bilan de la campagne de faux hameçonnage",
        "12 % des agents ont cliqué sur le faux message « nouvelle connexion à votre compte ».",
    ),
    (
        "Security <security@acme.example>",
        "Beware of fake Microsoft mails",
        "A mail titled \"Unusual sign-in activity\" is going round. It is not genuine, delete it.",
    ),
    (
        "Anne Riou <anne.riou@atelier.example>",
        "TR: support de formation",
        "Ci-joint les diapos. La page 12 montre un vrai avis « Mot de passe modifié » et un faux.",
    ),
    // advertising, product news
    (
        "Boutique Clef <promo@clef.example>",
        "-30 % sur les clés de sécurité",
        "Deux clés de sécurité achetées, la troisième offerte.",
    ),
    (
        "Vault <news@vault.example>",
        "Say goodbye to passwords",
        "Passkeys have arrived. Add a passkey to your account today and sign in faster.",
    ),
    (
        "Nuage Pro <produit@nuagepro.example>",
        "Les nouveautés de mars",
        "Vous pouvez désormais activer la double authentification et ajouter des clés d’accès.",
    ),
    (
        "Payroll <product@payroll.example>",
        "New: security keys",
        "Security keys can now be registered by administrators. Read the release notes.",
    ),
    (
        "Mobilo <offres@mobilo.example>",
        "Nouveau smartphone à prix doux",
        "Le nouvel appareil photo et le nouveau navigateur : tout est dans votre boutique.",
    ),
    ("Gadgets <deals@gadgets.example>", "New device day!", "New device, new you: trade in your old phone and save."),
    ("Filtre & Co <contact@filtre.example>", "New filter for your water jug", "Your new filter is on its way."),
    // how-tos
    (
        "Support <support@infogerance.example>",
        "Tutoriel : changer son mot de passe",
        "Voici le pas-à-pas pour modifier son mot de passe et activer la validation en deux étapes.",
    ),
    (
        "Help desk <helpdesk@whitfield.example>",
        "How to reset your password: a guide",
        "The attached guide shows how to reset your password in three steps. Print it and keep it near.",
    ),
    (
        "DSI <dsi@groupe.example>",
        "Documentation du portail",
        "La fiche explique comment réinitialiser leur mot de passe aux nouveaux arrivants.",
    ),
    (
        "Support <support@desk.example>",
        "Knowledge base: new article",
        "\"What to do when your account is locked\" was added to the knowledge base.",
    ),
    (
        "IT <it@groupe.example>",
        "Migration de la messagerie",
        "Samedi, les mots de passe seront réinitialisés. Un courrier vous donnera la marche à suivre.",
    ),
    (
        "IT <it@whitfield.example>",
        "Mail migration",
        "On Saturday all passwords will be reset and two-factor authentication will be enabled for everybody.",
    ),
    // codes that open no account
    (
        "Consigne <noreply@consigne.example>",
        "Votre colis vous attend",
        "Votre code de retrait est 552031. Présentez ce code au commerçant.",
    ),
    ("Parcel shop <noreply@parcels.example>", "Ready to collect", "Your code is 4471. Show this code at the counter."),
    ("Salon <billets@salon.example>", "Your badge", "Show this code at the entrance: HAB-26-4471."),
    (
        "Gîte <contact@gite.example>",
        "Votre arrivée samedi",
        "Le code d’accès du portail est 4471, la clé est dans la boîte.",
    ),
    ("Hotel <stay@hotel.example>", "Your stay", "Your access code for the front door is 7712#. Check in from 3 pm."),
    (
        "Boutique <bonjour@boutique.example>",
        "10 % pour vous",
        "Utilisez ce code avant dimanche : 202611. Valable sur tout le site.",
    ),
    ("Shop <hello@shop.example>", "A gift card for you", "Use this code at checkout: 7712 0041. It expires in June."),
    (
        "Visio <noreply@visio.example>",
        "Invitation à la réunion",
        "Votre code d’accès à la conférence : 771204. Composez le 01 99 00 00 00.",
    ),
    ("Webinar <events@webinar.example>", "You are registered", "Your access code for the webinar is 330118."),
    (
        "Parking <parking@ville.example>",
        "Votre réservation",
        "Entrez ce code sur la borne : 4471. Valable jusqu’à 20 h.",
    ),
    // monitoring, machines
    (
        "Supervision <supervision@infogerance.example>",
        "[KO] smtp.atelier.example",
        "Échec de connexion au serveur SMTP depuis 4 minutes.",
    ),
    ("NAS <nas@atelier.example>", "Backup failed", "Backup job failed: login error on the target server db1."),
    ("Nagios <nagios@infra.example>", "PROBLEM: vpn login latency", "New alert: login latency is above 2 s on vpn1."),
    ("Cron <root@db1.example>", "Cron <root@db1> rotate-keys", "2 keys rotated, 0 failed."),
    // neighbours of what notices say
    (
        "Club <bureau@club.example>",
        "Nouvelle session de poterie",
        "Une nouvelle session commence le 4 mars, inscriptions ouvertes.",
    ),
    (
        "Ville <infos@ville.example>",
        "Nouvel accès au parking",
        "Le nouvel accès au parking du quai est ouvert. L’accès nord est bloqué jusqu’au 9.",
    ),
    (
        "Gare <infos@rail.example>",
        "Nouvelle connexion vers Nantes",
        "Une nouvelle connexion en train est proposée chaque jour.",
    ),
    ("Café <hello@cafe.example>", "New location", "Our new location opens on Friday in Mill Street."),
    (
        "Secrétariat <secretariat@ecole.example>",
        "Téléphone",
        "Le numéro de téléphone du secrétariat a changé : 02 99 00 00 00.",
    ),
    ("School <office@school.example>", "Phone", "The phone number of the office was changed to 020 7946 0000."),
    (
        "Mairie <accueil@mairie.example>",
        "Adresse mail",
        "L’adresse e-mail de l’accueil a été modifiée, merci de noter accueil@mairie.example.",
    ),
    ("Club <club@club.example>", "3 new emails in the group", "3 new emails from Anne, Paul and Lee."),
    ("Syndic <syndic@immeuble.example>", "Digicode", "Le code de la porte a été changé hier."),
    (
        "Security desk <desk@tower.example>",
        "Visitors",
        "A new sign-in sheet lies at the front desk. Visitors must sign in.",
    ),
    (
        "Voisins vigilants <alerte@quartier.example>",
        "Activité suspecte",
        "Une activité suspecte a été signalée sur le parking hier soir.",
    ),
    (
        "Poste <suivi@courrier.example>",
        "Réexpédition",
        "La réexpédition de votre courrier postal vers votre nouvelle adresse commence lundi.",
    ),
    ("Telco <care@telco.example>", "Call forwarding", "Call forwarding was enabled on your line."),
    (
        "Comptable <m.roy@roy.example>",
        "Comptes 2025",
        "Le compte de résultat a été modifié et le compte 4512 bloqué jusqu’à la clôture.",
    ),
    ("Bank <service@bank.example>", "Standing order changed", "Your standing order to Mill Garage was changed to £40."),
    (
        "Priya Nair <priya.nair@whitfield.example>",
        "password",
        "The password for the meeting room screen was changed to the name of the cat.",
    ),
    (
        "Éditeur <presse@editeur.example>",
        "Roman : « Compte bloqué »",
        "« Compte bloqué » paraît en mars. Une autre « Nouvelle connexion » suivra.",
    ),
    (
        "Lettre <redaction@lettre.example>",
        "La lettre du numérique",
        "Que faire si votre compte a été piraté ou si votre mot de passe a été changé ? Notre dossier.",
    ),
    (
        "Weekly <editor@weekly.example>",
        "The weekly",
        "What to do when your account has been locked, and how a bank lost its customers’ passwords.",
    ),
    (
        "Radio <infos@radio.example>",
        "L’actu",
        "Un million de mots de passe ont été modifiés après la fuite chez un opérateur.",
    ),
    // a second round, of other mouths
    (
        "Trello <noreply@trello.com>",
        "Paul mentioned you on the card Password policy page",
        "@paul: the account settings were updated on staging, can you look?",
    ),
    (
        "Asana <no-reply@asana.com>",
        "Tâche attribuée : activer la 2FA sur le site",
        "Anne vous a attribué la tâche « activer la 2FA sur le site ».",
    ),
    (
        "Confluence <confluence@wiki.example>",
        "[Wiki] Lee edited \"Account recovery\"",
        "Lee edited the page Account recovery: recovery codes are now printed.",
    ),
    (
        "Sentry <noreply@sentry.example>",
        "shop - LoginError: password reset token invalid",
        "LoginError in reset_password. 14 events, 3 users.",
    ),
    (
        "Dependabot <notifications@github.com>",
        "[acme/shop] Bump otplib from 11 to 12",
        "Bumps otplib. Two-factor tokens are now checked in constant time.",
    ),
    (
        "Stack Overflow <do-not-reply@stackoverflow.email>",
        "How can I detect that a password was changed?",
        "Top questions this week for you.",
    ),
    (
        "Le Monde numérique <lettre@journal.example>",
        "Piratage : ces comptes suspendus sans raison",
        "Des milliers d’abonnés ont vu leur compte suspendu lundi. Notre enquête.",
    ),
    (
        "Tech Morning <hello@techmorning.example>",
        "Google turns on two-step verification for all",
        "Two-step verification was enabled for 150 million accounts. Also today: a new phone.",
    ),
    (
        "Association <bureau@asso.example>",
        "Assemblée générale",
        "Ordre du jour : changement d’adresse e-mail de l’association, mot de passe du site, clés du local.",
    ),
    (
        "Paul Riou <paul.riou@asso.example>",
        "site web",
        "Le mot de passe du site a été changé lundi par le prestataire, je vous le donne à la réunion.",
    ),
    (
        "Lee Park <lee.park@acme.example>",
        "staging",
        "Passwords on staging were reset last night because of the restore. Ask Jo for yours.",
    ),
    (
        "Facilities <facilities@tower.example>",
        "Card readers",
        "Your access card was activated. Show it at reception to have your photo taken.",
    ),
    (
        "RH <rh@groupe.example>",
        "Départ de Paul",
        "Les accès de Paul seront supprimés vendredi et sa boîte redirigée vers Anne.",
    ),
    (
        "HR <hr@acme.example>",
        "Joiners and leavers",
        "Accounts of leavers are disabled on their last day. New starters get a phone and a security key.",
    ),
    (
        "Assurance <contact@assurance.example>",
        "Votre contrat a été modifié",
        "Bonjour, l’avenant à votre contrat habitation a été enregistré.",
    ),
    (
        "Banque <noreply@banque.example>",
        "Votre carte est activée",
        "Votre nouvelle carte bancaire est activée. Composez votre code confidentiel lors du premier retrait.",
    ),
    (
        "Bank <noreply@bank.example>",
        "Your statement is ready",
        "Sign in to your account to read your statement. We'll never email you a link to sign in.",
    ),
    (
        "Énergie <noreply@energie.example>",
        "Votre compteur",
        "Une nouvelle application de suivi est disponible pour votre compte. Téléchargez-la.",
    ),
    (
        "Streaming <info@stream.example>",
        "New profile pictures",
        "A new look for your profile: pick your picture today.",
    ),
    (
        "Jeux <noreply@jeux.example>",
        "Nouvel appareil, mêmes parties",
        "Retrouvez vos parties sur tablette : votre compte vous suit partout.",
    ),
    ("Fitness <team@gym.example>", "Your access code changed your life?", "Share your story and win a month."),
    (
        "Copro <syndic@copro.example>",
        "Portail",
        "Suite à plusieurs tentatives d’effraction, le code du portail a été changé.",
    ),
    ("Crèche <direction@creche.example>", "Nouveau numéro", "Le nouveau numéro de la crèche est le 02 99 00 00 01."),
    (
        "Traiteur <bonjour@traiteur.example>",
        "Commande modifiée",
        "Votre commande a été modifiée, le nouveau total est dans votre espace client.",
    ),
    (
        "Hotel <booking@hotel.example>",
        "Your booking has been changed",
        "Your booking was updated. Use PIN code 4471 to manage it.",
    ),
    (
        "Médecin <rdv@cabinet.example>",
        "Rendez-vous confirmé",
        "Votre rendez-vous est confirmé. Votre code de confirmation : 552031.",
    ),
    ("Airline <noreply@air.example>", "Your confirmation code", "Your flight is booked. Confirmation code: 771204."),
    ("Loterie <jeux@loterie.example>", "Grattez", "Entrez ce code sur le site pour gagner : 482913."),
    (
        "Conference <hello@conf.example>",
        "Speaker notes",
        "In my talk I show a phishing mail: \"Your password was changed\". Slides are online.",
    ),
    (
        "CERT <alertes@cert.example>",
        "Bulletin d’alerte : vulnérabilité OTP",
        "Une vulnérabilité permet de contourner la double authentification. Mettez à jour vos serveurs.",
    ),
    (
        "Vendor <security-advisories@vendor.example>",
        "Security advisory 2026-04",
        "An attacker could reset passwords of other users. Update to 4.2.",
    ),
    (
        "Opérateur <noreply@operateur.example>",
        "Votre ligne est activée",
        "Votre nouvelle ligne est activée, votre numéro de téléphone est le 06 99 00 00 00.",
    ),
    ("Garage <rdv@garage.example>", "Votre clé", "Le double de votre clé a été réalisé, il vous attend à l’accueil."),
    (
        "Mutuelle <noreply@mutuelle.example>",
        "Vos identifiants",
        "Connectez-vous avec votre identifiant et votre mot de passe pour consulter vos remboursements.",
    ),
    (
        "Team <hello@saas.example>",
        "Why we require two-factor authentication",
        "Last year, 80 % of break-ins used a stolen password. Read our blog.",
    ),
    (
        "IT <it@acme.example>",
        "Planned: password change at next login",
        "Next Monday you will be asked to choose a new password when you sign in.",
    ),
    (
        "DSI <dsi@groupe.example>",
        "Nouvelle page de connexion",
        "La nouvelle page de connexion au portail sera en ligne lundi.",
    ),
    (
        "Voip <noreply@voip.example>",
        "Voicemail",
        "You have a new voicemail from +44 20 7946 0000. Your PIN code is needed to listen.",
    ),
    (
        "Mairie <infos@mairie.example>",
        "Vigilance",
        "De faux agents réclament un code de validation. Ne le communiquez à personne.",
    ),
    ("Ecole <ent@ecole.example>", "Rentrée", "Les mots de passe des élèves ont été distribués en classe."),
];

#[test]
fn other_mail_is_no_notice() {
    let mut wrong = Vec::new();
    for (from, subject, text) in OTHERS {
        for text in [Text::plain(format!("{text}\n")), html(&format!("Bonjour,\n\n{text}\n\nÀ bientôt"), &[])] {
            wrong.extend(
                hits(&letter(from, subject, vec![text]), Role::Inbox)
                    .into_iter()
                    .map(|hit| format!("{}: {from} | {subject}", hit.rule)),
            );
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), OTHERS.len() * 2, wrong.join("\n"));
}
