//! More ways to say the same: short, polite, careless. All made up.

/// What each sentence must give.
pub(super) const VARIED: &[(&str, &str)] = &[
    (
        "bank-change",
        "Bonjour Madame, notre service trésorerie a migré vers un autre établissement. Vous trouverez nos nouvelles références IBAN jointes, à prendre en compte dès le règlement en cours.",
    ),
    (
        "bank-change",
        "Hello, our remittance info changed this month. Make sure the open invoices go to the new one attached.",
    ),
    (
        "bank-change",
        "Slt, pour l’acompte utilise plutôt ce rib stp FR76 9999 9999 9999 9999 9999 999, l’autre est bloqué",
    ),
    (
        "bank-change",
        "Merci d’annuler le virement prévu et de le refaire sur notre compte en Allemagne, IBAN DE00 1234 5678 9012 3456 78.",
    ),
    (
        "old-account",
        "Due to an ongoing internal audit we cannot receive payments in our usual account; please hold the transfer until I send the new coordinates.",
    ),
    (
        "pay-elsewhere",
        "As our bank is being restructured, all payments should now be sent to our subsidiary’s account in Lithuania.",
    ),
    (
        "bank-change",
        "Avez-vous déjà effectué le paiement ? Si non, attendez, nos coordonnées bancaires vont être modifiées.",
    ),
    ("old-account", "pls dont use the old iban anymore, i send u the new one"),
    (
        "payroll",
        "Bonjour, je viens de changer de banque, comment faire pour que ma paie arrive sur le nouveau compte ? Je joins le RIB.",
    ),
    ("payroll", "Hi Anna, can you update my bank info on payroll? I’d like it effective this pay cycle."),
    ("payroll", "Je voudrais communiquer mon nouveau RIB au service RH avant la clôture de la paie."),
    ("old-account", "What’s the deadline to change where my wages are deposited? My old account will be closed."),
    (
        "secret-transfer",
        "Bonjour Camille, seriez-vous en mesure d’effectuer un règlement confidentiel aujourd’hui ? Je ne peux pas parler, je suis en conseil.",
    ),
    (
        "urgent-transfer",
        "Kindly let me have the current account balance and whether we can get a same-day payment out.",
    ),
    (
        "secret-transfer",
        "Je compte sur votre discrétion. Maître Lenoir du cabinet va vous contacter par mail pour les modalités du virement.",
    ),
    ("urgent-transfer", "I’m tied up in a meeting. Need you to send a payment for me quickly. Will explain later."),
    ("available-task", "Vous êtes à votre bureau ? J’ai un dossier sensible à vous confier."),
    ("available-task", "Peux-tu me dire quand tu es libre ? J’ai quelque chose d’urgent, réponds-moi ici."),
    (
        "gift-cards",
        "Il me faudrait des cartes Apple pour remercier des clients, peux-tu t’en charger ce matin ? Garde le ticket.",
    ),
    ("gift-cards", "Could you run to the store and grab 4 Steam cards at 100 each? Snap the backs and send them over."),
    (
        "gift-codes",
        "We want to surprise the staff with vouchers from Amazon, get 10 of them and send me the redemption codes.",
    ),
    (
        "extortion-pay",
        "Votre système a été compromis. J’ai récupéré vos vidéos privées. Payez 1200 USD en BTC dans les 50 heures.",
    ),
    (
        "extortion-leak",
        "We are the hackers who breached your company. 120 GB of files were taken. Contact us within three days or everything goes online.",
    ),
    (
        "extortion-recorded",
        "I know one of your passwords. My malware turned your camera on. Transfer 950 dollars in bitcoin.",
    ),
    ("extortion-pay", "Votre boutique en ligne sera inaccessible lundi à moins de payer 0,3 BTC."),
    (
        "callback",
        "Merci pour votre commande de 489,99 €. Ce montant sera prélevé aujourd’hui. Une question ? Composez le 09 70 00 00 00 pour annuler.",
    ),
    ("callback", "Thank you for renewing PC Secure. Amount: $279.99. For refund dial 1-888-555-0100."),
    ("callback", "Your PayPal was billed USD 649 for a phone. Not you? Our team is on 0800 555 0111."),
    ("refund", "L’administration fiscale vous doit 184,20 €. Remplissez le formulaire de restitution."),
    ("refund", "Vous avez droit à un chèque énergie complémentaire, complétez votre demande en ligne."),
    ("refund", "After the last annual calculation you are owed a council tax rebate. Submit your request here."),
    ("fine", "Avis de contravention : 35 € à régler avant majoration à 135 €."),
    ("parcel-fee", "Votre envoi n’a pu être remis ce jour, frais de représentation 2,45 €."),
    ("parcel-fee", "Your item is stuck at customs. Pay 1.45 to release."),
    ("parcel-held", "Le livreur est passé en votre absence. Planifiez un nouveau passage."),
    ("parcel-held", "Das Paket konnte nicht zugestellt werden. Vereinbaren Sie einen neuen Termin."),
    ("parcel-fee", "Il tuo ordine è fermo in dogana, paga 2 euro per sbloccarlo."),
    ("account-verify", "La validité de votre messagerie arrive à son terme, connectez-vous pour la prolonger."),
    ("account-threat", "Mise à niveau du webmail : tous les comptes non validés seront supprimés ce soir."),
    ("account-threat", "Your ID will be removed from our server unless you re-authenticate."),
    ("password-expires", "Su contraseña caducará hoy, mantenga su contraseña actual."),
    ("account-threat", "Caro cliente, o seu acesso foi bloqueado por motivos de segurança, atualize os seus dados."),
    ("shared-file", "Nouveau fax de 4 pages, voir le document."),
    ("invoice-pressure", "Veuillez trouver la facture proforma, règlement attendu sous 48h pour bloquer le tarif."),
    ("invoice-pressure", "Despite our reminders this bill has not been paid. Transfer the balance immediately."),
    (
        "inheritance",
        "Mon nom est Avocat Koffi, je vous contacte au sujet des fonds laissés par un parent portant votre nom.",
    ),
    (
        "inheritance",
        "You are entitled to a compensation payment of 3.2 million USD from the bank, reply with your full name.",
    ),
    ("loan", "Besoin d’un crédit rapide ? Nous prêtons de 2 000 à 500 000 € à tous."),
    ("inheritance", "Vous avez été sélectionné pour recevoir un don de 850 000 euros."),
    ("job", "Recherchons agents pour recevoir des paiements, 10 % de commission, depuis chez vous."),
    ("new-number", "Salut papa c’est moi, mon tel est cassé écris moi sur ce numéro"),
];

/// Ordinary sentences, near to frauds.
pub(super) const NEAR: &[&str] = &[
    "Bonjour Paul, tu trouveras la facture de février, à régler à 30 jours comme d’habitude, sur le RIB que tu as déjà.",
    "Hi, thanks, the transfer arrived this morning. Have a good week.",
    "Le colis est bien arrivé, merci pour la rapidité.",
    "Peux-tu m’envoyer le code du portail ? Merci",
    "Je suis en réunion, je te rappelle à 15h.",
    "Votre virement de 200 € vers M. Dupont a été enregistré.",
    "Please find attached the quote you asked for. Let me know if you want to go ahead.",
    "Nous avons changé les horaires du magasin à compter de lundi.",
    "Could you check the balance on the project and send the report by Friday?",
    "Le mot de passe du Wi-Fi est au tableau.",
    "Your password was changed yesterday.",
    "Reminder: invoice 2231 is due on 30 March. Thank you.",
    "La paie de mars est partie ce matin, les bulletins sont dans vos casiers.",
    "Merci de confirmer votre présence à la réunion de jeudi.",
    "We are hiring two joiners; full time, based in Lyon.",
    "Ton chèque cadeau de Noël est à retirer à l’accueil.",
    "Le service client vous répond au 09 70 00 00 00, du lundi au vendredi.",
    "The build fails on main, could you have a look at the account module?",
    "Pouvez-vous nous envoyer votre RIB pour le remboursement de la caution ?",
    "Je pars en voyage la semaine prochaine, joignable par mail.",
    "Please keep this confidential until the announcement on Monday.",
    "Ci-joint le compte rendu de la réunion de chantier.",
    "Your subscription renews on 1 May; manage it in your settings.",
    "The article on inheritance tax is out.",
];
