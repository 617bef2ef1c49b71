//! Sentences that say something, and sentences that only use the same words. All made up.

use super::*;
use crate::message::mail::Place;

/// What each sentence must give; no subject.
const SAID: &[(&str, &str)] = &[
    (
        "bank-change",
        "Veuillez noter que nos coordonnées bancaires ont changé. Merci d’effectuer vos prochains règlements sur le nouveau RIB ci-joint.",
    ),
    ("bank-change", "Suite à un changement de banque, merci de mettre à jour notre IBAN dans votre système."),
    (
        "bank-change",
        "Bonjour, nous avons changé de banque, vous trouverez le nouveau RIB en pièce jointe pour le paiement de la facture.",
    ),
    ("bank-change", "vous trouverez ci joint notre nouveau rib a utiliser pour tous vos virements"),
    (
        "bank-change",
        "Please note that our banking details have been updated, kindly use the new account for all future payments.",
    ),
    ("bank-change", "Could you update our bank account information in your records before the next payment run?"),
    ("bank-change", "We have recently changed banks. Our new bank details are below; please remit there."),
    ("bank-change", "Pls find attached our new wire instructions for the invoice."),
    ("bank-change", "Unsere Bankverbindung hat sich geändert, bitte überweisen Sie künftig auf das neue Konto."),
    ("bank-change", "Le informamos que nuestros datos bancarios han cambiado, por favor actualice."),
    ("old-account", "Notre ancien compte fait l’objet d’un audit et ne peut plus recevoir de fonds."),
    ("old-account", "Merci de ne plus utiliser l’ancien RIB, ce compte est clôturé."),
    ("old-account", "Our old account is currently under audit, so payments to it will bounce."),
    (
        "old-account",
        "The account we normally use is frozen because of a tax review; do not pay into the previous account.",
    ),
    ("pay-elsewhere", "Merci de régler le solde sur ce compte : voir IBAN ci-dessous."),
    ("pay-elsewhere", "Please send the payment to the following account instead."),
    (
        "payroll",
        "Je souhaite modifier mon RIB pour le versement de mon salaire, est-ce possible avant la prochaine paie ?",
    ),
    (
        "payroll",
        "Bonjour, j’ai changé de banque et je voudrais que mon salaire soit viré sur mon nouveau compte dès ce mois-ci.",
    ),
    ("payroll", "I need to change my direct deposit information before the next payroll."),
    (
        "payroll",
        "I recently switched banks and would like my paycheck to go to the new account, what do you need from me?",
    ),
    ("payroll", "Hi, can my salary be paid into a different account this month?"),
    (
        "invoice-pressure",
        "La facture ci-jointe est impayée à ce jour, merci de procéder au règlement immédiatement pour éviter des poursuites.",
    ),
    ("invoice-pressure", "Attached is the overdue invoice. Kindly settle it today to avoid late fees."),
    ("invoice-pressure", "Peux-tu régler cette facture aujourd’hui ? Le fournisseur attend."),
    ("invoice-pressure", "Can you get this invoice paid today and send me the confirmation?"),
    ("invoice-pressure", "Anbei die überfällige Rechnung, bitte sofort bezahlen."),
    ("available", "Es-tu disponible ? J’ai besoin que tu traites quelque chose pour moi."),
    ("available", "Tu es au bureau ce matin ?"),
    ("available", "Êtes-vous disponible pour une tâche urgente ?"),
    ("available", "Are you at your desk? I need a quick favour."),
    ("available", "Got a minute? I need you to handle something for me."),
    ("secret-transfer", "Je vous confie un virement à effectuer ce jour dans la plus stricte confidentialité."),
    (
        "secret-transfer",
        "This payment must remain confidential until the deal is announced, do not discuss it with anyone.",
    ),
    ("secret-transfer", "N’en parle à personne pour l’instant, mais il faut faire un virement à l’étranger."),
    (
        "deal",
        "Nous finalisons l’acquisition d’une société étrangère et un acompte doit être viré au cabinet d’avocats.",
    ),
    ("deal", "We are closing a takeover and I need you to wire the deposit to our lawyers."),
    ("urgent-transfer", "J’ai besoin que vous fassiez un virement urgent de 24 500 € ce matin."),
    ("urgent-transfer", "I need you to process a wire transfer right away, what details do you need?"),
    ("urgent-transfer", "Quel est le solde du compte ? Il me faut un virement SEPA instantané avant midi."),
    ("mail-only", "Je suis en réunion toute la journée, ne m’appelez pas, répondez uniquement par mail."),
    ("mail-only", "I can't take calls right now, just email me back."),
    ("mail-only", "Je ne suis pas joignable par téléphone, écris-moi seulement ici."),
    ("mail-only", "Please communicate with me only by email on this matter."),
    ("mail-only", "Don't call me, I'm in a board meeting."),
    ("gift-cards", "Peux-tu acheter des cartes cadeaux pour l’équipe ? Il m’en faut 5 de 100 €."),
    ("gift-cards", "I need you to purchase some Apple gift cards for a client, I will reimburse you."),
    ("gift-cards", "J’ai besoin de cinq coupons PCS, tu peux passer au tabac ?"),
    ("gift-codes", "Gratte le dos des cartes et envoie-moi les codes en photo."),
    ("gift-codes", "Scratch the back of the cards and email me pictures of the codes."),
    (
        "extortion-recorded",
        "J’ai piraté votre appareil et je vous ai filmé avec votre webcam pendant que vous regardiez un site pour adultes.",
    ),
    ("extortion-recorded", "I recorded you through your camera while you were watching porn."),
    ("extortion-recorded", "Ich habe Ihre Webcam gehackt und ein Video aufgenommen."),
    (
        "extortion-pay",
        "Envoyez 900 € en bitcoin à ce portefeuille sous 48 heures sinon j’envoie la vidéo à tous vos contacts.",
    ),
    ("extortion-pay", "You have 48 hours to send $1200 in BTC to my wallet or everyone you know will get the video."),
    ("extortion-leak", "Nous avons copié vos données clients. Sans paiement, elles seront publiées sur notre site."),
    (
        "extortion-leak",
        "We have downloaded your database. If you do not pay, we will publish all files and contact your customers.",
    ),
    ("extortion-leak", "Your network will be subject to a DDoS attack unless you pay 2 bitcoin."),
    ("callback", "Votre abonnement antivirus a été renouvelé pour 399,99 €. Pour annuler, appelez le 01 99 00 12 34."),
    (
        "callback",
        "Your subscription has been renewed and $349 will be charged. If you did not authorize this, call +1 202 555 0143 to cancel.",
    ),
    ("refund", "Vous bénéficiez d’un remboursement d’impôts de 285,40 €. Cliquez ici pour remplir le formulaire."),
    ("refund", "Votre remboursement Ameli est en attente, confirmez vos coordonnées bancaires."),
    ("refund", "You are eligible for a tax refund of £412. Click below to claim it."),
    ("refund", "Sie haben Anspruch auf eine Steuerrückerstattung, klicken Sie hier."),
    ("refund", "Hai diritto a un rimborso fiscale, clicca qui."),
    ("fine", "Vous avez une amende impayée de 35 €. Réglez-la sous 48 h pour éviter la majoration."),
    ("fine", "You have an unpaid parking fine, pay now to avoid further action."),
    ("parcel-held", "Votre colis est en attente dans notre entrepôt car l’adresse est incomplète."),
    ("parcel-held", "We could not deliver your parcel, please reschedule delivery."),
    ("parcel-held", "Su paquete está retenido en la aduana, confirme su dirección."),
    ("parcel-held", "Il suo pacco è in giacenza presso il nostro deposito."),
    ("parcel-fee", "Des frais de 1,99 € doivent être réglés pour la livraison de votre colis."),
    ("parcel-fee", "A small customs fee is due before your package can be released."),
    ("parcel-fee", "Ihr Paket wird zurückgehalten, bitte zahlen Sie die Zollgebühren."),
    ("account-verify", "Veuillez vérifier votre compte en cliquant sur le lien ci-dessous."),
    ("account-verify", "Merci de confirmer vos identifiants ici afin de conserver votre accès."),
    ("account-verify", "Please verify your account by clicking the link below."),
    ("account-verify", "Bitte bestätigen Sie Ihr Konto, klicken Sie hier."),
    ("account-verify", "Confirme su cuenta haciendo clic aquí."),
    ("account-verify", "Verifica il tuo account cliccando qui."),
    ("account-verify", "Confirme a sua conta clicando aqui."),
    ("account-verify", "Bevestig uw account via onderstaande link."),
    ("account-threat", "Votre compte sera suspendu sous 24 heures si vous ne le validez pas."),
    ("account-threat", "Your account has been limited; failure to update will result in permanent closure."),
    ("account-threat", "Ihr Konto wurde gesperrt, bitte aktualisieren Sie Ihre Daten."),
    ("account-threat", "Su cuenta será bloqueada en 24 horas."),
    ("account-threat", "Uw rekening wordt geblokkeerd als u niet binnen 24 uur reageert."),
    ("mailbox-full", "Votre boîte mail est presque pleine, augmentez votre espace de stockage."),
    ("mailbox-full", "Your mailbox has exceeded its storage quota."),
    ("mailbox-full", "Ihr Postfach ist fast voll."),
    ("mailbox-full", "Su buzón de correo ha superado el límite de almacenamiento."),
    ("password-expires", "Votre mot de passe expire aujourd’hui. Conservez le même mot de passe en cliquant ici."),
    ("password-expires", "Your password will expire in 24 hours, keep your current password."),
    ("password-expires", "Ihr Passwort läuft heute ab, bitte aktualisieren."),
    ("shared-file", "Vous avez reçu un nouveau message vocal, cliquez pour l’écouter."),
    ("shared-file", "A document has been shared with you. Sign in to view it."),
    ("shared-file", "Jean vous a partagé un fichier sécurisé : ouvrir le document."),
    ("shared-file", "You have 1 new fax document, open to view."),
    ("held-mail", "Vous avez 5 messages en quarantaine, cliquez pour les récupérer."),
    ("held-mail", "7 incoming emails are pending delivery to your inbox. Release messages."),
    ("unusual-login", "Une connexion inhabituelle à votre compte a été détectée."),
    ("unusual-login", "We noticed suspicious activity on your account."),
    ("prize", "Félicitations, votre adresse a été tirée au sort : vous avez gagné un prix de 500 000 euros."),
    ("prize", "Congratulations! You have won the lottery, contact our agent to claim your prize."),
    ("prize", "Herzlichen Glückwunsch, Sie haben einen Preis gewonnen."),
    ("prize", "Usted ha ganado un premio de la lotería."),
    ("inheritance", "Mon client décédé a laissé la somme de 8 millions d’euros et vous êtes le bénéficiaire désigné."),
    ("inheritance", "I am a dying widow and wish to donate my late husband's funds of 10.5 million dollars to you."),
    ("inheritance", "Unclaimed inheritance funds: you were named as the next of kin."),
    ("loan", "Nous offrons des prêts entre particuliers au taux de 2 %, réponse rapide."),
    ("loan", "We offer loans at 3% interest rate, apply now, no collateral."),
    ("investment", "Gagnez 1500 € par jour grâce au trading automatique, rendement garanti."),
    ("investment", "Invest in crypto today with guaranteed returns of 20% weekly."),
    ("romance", "Je suis une femme seule et je cherche une relation sérieuse, écris-moi."),
    ("romance", "I am a single lady looking for a serious relationship, I saw your profile."),
    ("job", "Travail à domicile, 3 heures par semaine, gagnez 2 000 € par mois sans expérience."),
    ("job", "Work from home part time and earn $500 weekly as our payment agent."),
    ("survey-reward", "Répondez à notre sondage et recevez un iPhone gratuit."),
    ("survey-reward", "Complete this short survey to get your free reward."),
    ("untraced-payment", "Payment is accepted in bitcoin only."),
    ("untraced-payment", "Envoyez l’argent par Western Union."),
    ("new-number", "Coucou maman, j’ai changé de numéro, voici mon nouveau numéro."),
    ("new-number", "Hi mum, my phone is broken, this is my new number."),
    ("urgency", "C’est urgent, merci de traiter cela au plus vite."),
    ("deadline", "Cela doit être fait avant la fin de la journée."),
    ("deadline", "You must respond within 24 hours."),
    ("secrecy", "Que cela reste strictement entre nous."),
    ("secrecy", "Please keep this between us for now."),
    ("generic-greeting", "Cher client,\n\nVotre dossier est ouvert."),
    ("generic-greeting", "Dear Customer,\n\nYour file is open."),
    ("awareness", "Attention aux tentatives d’hameçonnage : ne cliquez pas sur les liens des messages suspects."),
    ("awareness", "Beware of phishing emails pretending to be your bank."),
    ("never-ask", "Nous ne vous demanderons jamais votre mot de passe."),
    ("never-ask", "We will never ask for your card number by email."),
    ("known-channel", "Avant tout paiement, merci de nous rappeler au numéro habituel pour vérifier."),
    ("known-channel", "Please call us on the number you already have to confirm the new details."),
    ("unsubscribe", "Pour vous désabonner de cette lettre, cliquez ici."),
    ("unsubscribe", "Unsubscribe from this list"),
    ("code-review", "This patch fixes the regression in the parser, please review the diff."),
    ("minutes", "Vous trouverez le compte rendu de la réunion et l’ordre du jour de la suivante."),
    ("disclaimer", "If you are not the intended recipient, please delete this message."),
];

/// Ordinary sentences: no act may be in them.
const ORDINARY: &[&str] = &[
    "Bonjour Paul, la réunion est déplacée à jeudi, même salle. Bonne journée",
    "Merci pour la facture, je la transmets à la comptabilité qui réglera à l’échéance habituelle.",
    "Nous avons bien reçu votre virement du 12, merci.",
    "Le RIB est celui qui figure sur toutes nos factures.",
    "The meeting moved to Thursday, same room. See you there.",
    "Thanks for the invoice, it will be paid at the end of the month as usual.",
    "I'm happy with the new version of the document, ship it.",
    "Je change de bureau la semaine prochaine, mon téléphone reste le même.",
    "Your order has shipped and will arrive on Tuesday.",
    "Votre commande est en route, livraison prévue mardi.",
    "Peux-tu relire mon texte avant demain ? Merci !",
    "We updated the account page of the site, have a look.",
    "The bank holiday is on Monday, the office is closed.",
    "Les enfants ont gagné le match, bravo à eux.",
    "Our new office is at 12 High Street.",
    "My password manager works again, thanks for the tip.",
    "Le compte rendu a été validé hier.",
    "He said the package manager could not resolve the dependency.",
    "La photo de la carte est floue, tu peux la refaire ?",
    "The lottery of birth is a theme of the novel.",
    "La société a publié ses comptes annuels.",
    "We use bitcoin as an example in chapter three.",
];

/// Acts whose place in an ordinary text would be a false alarm.
fn is_strong(id: &str) -> bool {
    crate::triage::signal::get(id).is_some_and(|rule| rule.weight >= 1.0)
}

fn mail(subject: &str, body: &str) -> Mail {
    let place = Place { part: String::new(), kind: PlaceKind::Header, name: "Subject".to_owned() };
    let subject = Text { place, content: subject.to_owned(), ..Text::default() };
    Mail { texts: vec![subject, Text::plain(body)], ..Mail::default() }
}

fn ids(mail: &Mail) -> Vec<&'static str> {
    signals(mail).iter().map(|signal| signal.id).collect()
}

#[test]
fn sentences_say_what_they_say() {
    let missed: Vec<String> = SAID
        .iter()
        .filter(|(id, text)| !ids(&mail("Bonjour", text)).contains(&format!("wording.{id}").as_str()))
        .map(|(id, text)| format!("{id}: {text} -> {:?}", ids(&mail("Bonjour", text))))
        .collect();
    assert!(missed.is_empty(), "{} of {}:\n{}", missed.len(), SAID.len(), missed.join("\n"));
}

#[test]
fn ordinary_sentences_ask_nothing() {
    for text in ORDINARY {
        let strong: Vec<_> = ids(&mail("Bonjour", text)).into_iter().filter(|id| is_strong(id)).collect();
        assert!(strong.is_empty(), "{text}: {strong:?}");
    }
}
