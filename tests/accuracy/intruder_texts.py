"""What the people of intruders.py write each day: sentences by trade and language. All invented.

Slots: {n} a number, {m} an amount, {d} a day, {p} a place, {w} whom it is for, {s} the subject answered.
"""

OPEN = {
    "fr": ["Bonjour {w},", "Bonjour,", "{w},", "Bonsoir {w},", "Re-bonjour {w},", "Cher {w},", "Merci pour votre message.", "Bonjour à vous,"],
    "en": ["Hi {w},", "Hello {w},", "Dear {w},", "{w},", "Good morning {w},", "Thanks for this.", "Hello,", "Hi there,"],
}
CLOSE = {
    "fr": ["Bien à vous,", "Cordialement,", "Bonne journée,", "À bientôt,", "Merci d’avance,", "Bien cordialement,", "Merci beaucoup !", "Belle fin de journée,"],
    "en": ["Kind regards,", "Best,", "Thanks,", "Many thanks,", "Speak soon,", "All the best,", "Cheers,", "Regards,"],
}
# What anyone writes, whatever the trade.
ANY = {
    "fr": ["Je reviens vers vous {d} au plus tard.", "Pouvez-vous me confirmer que c’est bon pour vous ?", "Je vous joins le document corrigé.",
           "J’ai bien reçu votre message, je regarde cela {d}.", "On peut s’appeler {d} vers {n} h si vous préférez.", "Le rendez-vous de {d} est maintenu.",
           "Désolée pour le retard, la semaine a été chargée.", "Je n’ai pas encore la réponse, je relance.", "Voici les éléments demandés.",
           "C’est noté pour {d}.", "Je suis absent {d}, mais joignable le matin.", "Le numéro du dossier est le {n}.",
           "Tout est en ordre de mon côté.", "Je transmets à la personne concernée.", "Avez-vous pu avancer sur ce point ?",
           "Il manque seulement la deuxième page.", "Je préfère qu’on en parle de vive voix.", "La réunion est déplacée à {d}, même salle.",
           "Peux-tu vérifier les chiffres de la page {n} ?", "Je vous remercie de votre patience.", "Le parking de {p} sera fermé {d}.",
           "J’ai corrigé les deux coquilles.", "Est-ce que {d} vous conviendrait ?", "Nous sommes d’accord sur le principe."],
    "en": ["I’ll get back to you by {d}.", "Could you confirm that this works for you?", "Please find the corrected version attached.",
           "Got it, I’ll have a look {d}.", "We can talk {d} around {n} if that is easier.", "The meeting {d} still stands.",
           "Sorry for the delay, it has been one of those weeks.", "No answer yet, I’ll chase them.", "Here is what you asked for.",
           "Noted for {d}.", "I’m away {d} but can be reached in the morning.", "The reference is {n}.", "All fine on our side.",
           "I have passed it on to the right person.", "Any progress on this one?", "Only the second page is missing.",
           "I’d rather discuss this on the phone.", "The meeting moves to {d}, same room.", "Can you check the figures on page {n}?",
           "Thanks for bearing with us.", "The car park at {p} is closed {d}.", "I fixed the two typos.", "Would {d} suit you?",
           "We agree in principle, details to follow."],
}
TRADE = {
    "compta": ["La facture {n} est enregistrée, échéance fin de mois.", "Il me manque le justificatif de {m} € du déplacement à {p}.",
               "Le rapprochement bancaire de septembre est terminé.", "Pouvez-vous m’envoyer votre RIB pour le remboursement de {m} € ?",
               "La TVA est à déclarer avant {d}.", "J’ai passé l’avoir de {m} € sur votre compte client.", "Le virement de {m} € partira {d}.",
               "Le bilan provisoire est prêt, il reste les stocks.", "Je n’ai pas de bon de commande pour la facture {n}.",
               "Les notes de frais sont à rendre pour {d}.", "Le commissaire aux comptes passe {d}.", "La relance n° 2 est partie ce matin."],
    "mairie": ["Le conseil municipal aura lieu {d} à {n} h.", "La salle de {p} est réservée pour l’association.", "L’arrêté de voirie est affiché depuis ce matin.",
               "Votre demande d’acte de naissance est traitée.", "Le devis de l’élagage s’élève à {m} €.", "Les inscriptions à la cantine ferment {d}.",
               "La délibération n° {n} est revenue de la préfecture.", "Le permis de {p} est à la signature du maire.", "La benne sera déposée {d}.",
               "Merci de rapporter les clefs de la salle des fêtes.", "La subvention de {m} € a été votée.", "Le registre est consultable en mairie."],
    "avocat": ["Les conclusions sont à déposer avant {d}.", "L’audience est renvoyée à {d}.", "Mon confrère demande un délai de {n} jours.",
               "Vous trouverez le projet de protocole en pièce jointe.", "La provision de {m} € couvre la première instance.",
               "Le greffe a confirmé la mise au rôle n° {n}.", "L’expert se déplacera à {p} {d}.", "Il nous faut l’original de l’attestation.",
               "La partie adverse propose {m} €, je vous le déconseille.", "Votre pièce n° {n} est illisible, pouvez-vous la numériser à nouveau ?",
               "Je plaide à {p} {d} toute la journée.", "Le jugement est mis en délibéré."],
    "ecole": ["Le conseil de classe de la {n}e B est fixé à {d}.", "Les bulletins partiront {d}.", "La sortie à {p} coûte {m} € pour la classe.",
              "Mme Aubry est absente {d}, il faut prévoir un remplacement.", "Les parents de Noé demandent un rendez-vous.", "L’alarme incendie sera testée {d}.",
              "Le rectorat demande les effectifs pour {d}.", "La commande de manuels s’élève à {m} €.", "Merci de surveiller la récréation de {n} h.",
              "Le voyage à {p} est confirmé.", "La photocopieuse du deuxième étage est réparée.", "Les emplois du temps changent à partir de {d}.",
              "Le repas de fin d’année est fixé à {d}.", "Un élève a perdu son carnet à {p}."],
    "notaire": ["L’acte de vente de {p} est prêt à signer.", "Le rendez-vous de signature est fixé à {d} à {n} h.", "La mairie renonce à son droit de préemption.",
                "Il reste {m} € à consigner avant la signature.", "Les diagnostics ont plus de six mois, il faut les refaire.",
                "L’état hypothécaire est revenu vierge.", "Le syndic de {p} n’a pas encore répondu.", "Votre frère doit signer la procuration.",
                "La succession comporte {n} biens.", "Le décompte des frais s’élève à {m} €.", "Le cadastre indique la parcelle {n}."],
    "artisan": ["Je passe prendre les mesures à {p} {d}.", "Le devis pour la véranda est de {m} €.", "Le carrelage arrive {d}.",
                "Il faut compter {n} jours pour le chantier de {p}.", "J’ai commandé les {n} mètres de plinthe.", "L’acompte de {m} € est bien arrivé, merci.",
                "Le plombier passera avant moi.", "La fenêtre est fabriquée, je pose {d}.", "Vous pouvez choisir la teinte au magasin.",
                "Je vous envoie les photos ce soir.", "Il y a une fuite à reprendre sous l’évier."],
    "sales": ["The quote for {n} units comes to £{m}.", "They want delivery at {p} by {d}.", "Our demo at {p} went well.", "Pipeline review is {d}, please update your deals.",
              "I can offer five percent if they sign this quarter.", "Legal sent back the redlined contract.", "The {p} account is up for renewal.",
              "Invoice {n} is still open, their finance team says {d}.", "I land {d} and go straight to the customer.", "Can you send the new price list?",
              "The stand at the {p} fair costs £{m}.", "They asked for references in the food sector."],
    "shop": ["Your order {n} was posted today.", "The blue one is out of stock until {d}.", "We refunded £{m} to your card.", "The market at {p} opens at nine.",
             "Could you send {n} more candles?", "The parcel came back from {p}, was the address right?", "We close early {d}.",
             "The workshop {d} has two places left.", "Please leave the boxes at the back door."],
    "freight": ["Container {n} is held at {p} for inspection.", "The driver reaches {p} {d}.", "Customs cleared the load this morning.", "Demurrage stands at €{m} so far.",
                "We need the packing list before {d}.", "Booking {n} is confirmed on the next vessel.", "Two pallets were damaged, photos attached.",
                "The warehouse at {p} is full until {d}.", "Rates to {p} went up by €{m}.", "Please issue the bill of lading.",
                "Temperature log of reefer {n} is attached.", "The claim for €{m} is with the insurer."],
    "charity": ["The fundraiser at {p} brought in £{m}.", "We have {n} volunteers for {d}.", "The trustees meet {d}.", "Gift Aid forms are due {d}.",
                "The van needs a new tyre before the {p} run.", "A donor pledged £{m} for the winter shelter.", "The grant report is {n} pages, sorry.",
                "Could you cover the food bank {d}?", "The school at {p} collected {n} coats.", "Our accounts were signed off.",
                "The newsletter goes out {d}."],
}
SUBJECTS = {
    "fr": ["Point {p}", "Dossier {n}", "Réunion de {d}", "Facture {n}", "Devis {p}", "Planning de la semaine", "Votre demande", "Question rapide",
           "Documents à signer", "Suite à notre échange", "Compte rendu", "Commande {n}", "{p} : suite", "Rendez-vous {d}", "Relance", "Pièces manquantes",
           "Organisation de {d}", "Travaux {p}", "Petit rappel", "Re-planification"],
    "en": ["{p} update", "File {n}", "Meeting {d}", "Invoice {n}", "Quote for {p}", "This week", "Your request", "Quick question", "Papers to sign",
           "Following our call", "Minutes", "Order {n}", "{p}: next steps", "Appointment {d}", "Reminder", "Missing pages", "Plan for {d}", "Works at {p}",
           "Heads-up", "New dates"],
}
DAYS = {"fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "la semaine prochaine", "demain"],
        "en": ["on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "next week", "tomorrow"]}
PLACES = {"fr": ["Saint-Lunaire", "Montbrison", "la rue des Lilas", "Port-Navalo", "Chalais", "la Grande-Rue", "Villedieu", "l’avenue Foch"],
          "en": ["Harwick", "Leeds", "Millbrook", "Port Ellen", "Ashby", "Rotterdam", "Station Road", "Denby"]}
FIRST = {"fr": ["Léa", "Karim", "Joël", "Nadège", "Hugo", "Sabine", "Thierry", "Aïcha", "Benoît", "Chloé", "Maël", "Odile", "Paul", "Régine", "Yves", "Inès"],
         "en": ["Amy", "Ben", "Carol", "Dev", "Ellen", "Frank", "Grace", "Harry", "Isla", "Jack", "Kim", "Liam", "Mona", "Neil", "Olive", "Priya"]}
LAST = {"fr": ["Morel", "Garnier", "Bouzid", "Lefort", "Perrin", "Caron", "Diallo", "Fabre", "Guyot", "Huet", "Jacquet", "Lemoine", "Marty", "Noël", "Picard", "Rey"],
        "en": ["Abbott", "Barker", "Clarke", "Doyle", "Evans", "Foster", "Grant", "Hughes", "Irwin", "Jones", "Kaur", "Lowe", "Mason", "Nash", "Owens", "Price"]}

AWAY = {"fr": ("Réponse automatique : {s}", "Bonjour,\n\nJe suis en congé, sans accès à mes messages. Pour toute urgence, appelez l’accueil."),
        "en": ("Automatic reply: {s}", "Hello,\n\nI am on holiday with no access to mail. If it is urgent please ring the front desk.")}
# What came in by itself: (sender, address, subject, text).
NEWS = {
    "fr": [("La Lettre du quai", "lettre@quai-info.example", "Les nouvelles de la semaine", "Au sommaire : le marché, la fête du port, la recette de saison. Se désabonner : https://quai-info.example/stop"),
           ("Bureau Facile", "offres@bureau-facile.example", "Moins 20 % sur le papier", "Profitez de nos offres jusqu’à dimanche. Se désinscrire : https://bureau-facile.example/stop")],
    "en": [("Trade Weekly", "news@trade-weekly.example", "This week in trade", "Fairs, figures and people. Unsubscribe: https://trade-weekly.example/stop"),
           ("Office Plus", "deals@office-plus.example", "Twenty percent off paper", "Only until Sunday. Unsubscribe: https://office-plus.example/stop")]}
