## Main courante (custody/journal)

journal-empty = La main courante est vide.
journal-column-number = N°
journal-column-when = Date et heure
journal-column-actor = Intervenant
journal-column-action = Action
journal-column-object = Objet
journal-column-note = Note
journal-column-sha256 = SHA-256
journal-action-note = Noté
journal-action-acquire = Acquis
journal-action-seal = Scellé
journal-action-verify = Vérifié
journal-action-triage = Trié
journal-action-report = Rapport établi
journal-action-timestamp = Horodaté
journal-action-sign = Signé
journal-action-transfer = Remis
journal-action-receipt = Reçu
journal-action-disclose = Communiqué
journal-action-extract = Extrait
journal-break-not-json = Ligne { $line } : illisible comme JSON.
journal-break-not-an-entry = Ligne { $line } : n’est pas une entrée de main courante ({ $reason }).
journal-break-repeated-field = Ligne { $line } : le champ { $field } y figure plusieurs fois.
journal-break-wrong-number = Ligne { $line } : entrée numéro { $found } au lieu de { $expected }.
journal-break-wrong-prev = Ligne { $line } : l’empreinte enregistrée pour la ligne précédente est { $found } au lieu de { $expected }.
journal-break-unfinished-line = Ligne { $line } : la dernière ligne est inachevée (sans fin de ligne).
journal-break-blank-line = Ligne { $line } : vide.
journal-break-carriage-return = Ligne { $line } : se termine par CR LF au lieu de LF.
# Erreurs et conseils
error = Erreur : { $what }
hint-disk-full = Le disque est plein. Rien n’est resté à moitié écrit : libérez de la place ou choisissez un autre disque, puis relancez la même commande.
hint-permission = Vous n’avez pas le droit d’écrire ou de lire à cet endroit : choisissez un autre dossier, ou lancez la commande avec un compte qui le peut.
hint-not-found = Vérifiez le chemin : ce fichier ou ce dossier n’existe pas.

# Questions sur l'affaire
ask-intro = Quelques questions pour le procès-verbal. Entrée pour passer : ce qui n’est pas donné sera noté « not given », jamais inventé.
ask-exhibit = Numéro de scellé :
ask-operator = Votre nom :
ask-operator-role = Votre fonction :
ask-organisation = Votre organisation :
ask-authority = Autorité ou base légale :
ask-requester = Demandeur :
ask-mailbox-owner = Titulaire de la boîte (adresse) :
ask-export-tool = Logiciel qui a fait l’export :

# Étapes
stage-seal = Mise sous scellé
stage-verify = Vérification

# Ce qui a été scellé
sealed-head =
    Archive   : { $archive } ({ $size })
    Originaux : { $files } fichiers, { $bytes }
    Messages  : { $messages }
column-folder = Dossier
column-role = Rôle
column-candidates = Candidats
column-messages = Messages
column-rejected = Écartés
column-defective = Défectueux
row-total = Total
reconciled = Le compte est bon : candidats = messages + écartés.
not-reconciled = LE COMPTE N’EST PAS BON : candidats ≠ messages + écartés. Signalez-le, et gardez l’export.
defects-head = À savoir (détail dans custody/defects.csv ; « ! » : à revoir, non préservé ou instable) :
sealed-seal = Scellé, à recopier dans le procès-verbal (SHA-256 de META-INF/ASiCManifest001.xml) :
sealed-file-hash = SHA-256 du fichier zip : { $sha256 }
role-inbox = réception
role-sent = envoyés
role-deleted = supprimés
role-drafts = brouillons
role-junk = indésirables
role-quarantine = quarantaine
role-outbox = à envoyer
role-templates = modèles
role-archive = archives
role-hiding = cachette
role-other = autre
defect-unreadable = illisible, en tout ou en partie
defect-symlink = lien symbolique, non suivi
defect-special = tube, prise ou périphérique, non ouvert
defect-loop = dossier qui se contient lui-même
defect-changed-while-read = modifié pendant la lecture
defect-rejected-boundary = ligne « From » qui n’est pas un début de message
defect-bytes-before-first-postmark = octets avant le premier message
defect-no-message = fichier de messagerie sans message
defect-empty-message = message vide
defect-no-header = message sans en-tête
defect-no-blank-line = en-tête et corps non séparés
defect-header-too-long = en-tête démesuré
defect-byte-order-mark = marque d’ordre des octets en tête
defect-nul-bytes = octets nuls dans l’en-tête
defect-length-beyond-file = longueur annoncée au-delà du fichier
defect-derived = produit d’une conversion, pas les octets du serveur
defect-not-read = préservé, mais messages non lus
not-read-how =
    {"    "}Les messages de ces fichiers NE SONT PAS LUS. Convertissez une copie, puis donnez original et copie ensemble comme SOURCE :
    {"    "}  PST, OST : readpst -D -r -o DOSSIER FICHIER   (sans -D, les éléments supprimés manquent)
    {"    "}  MSG : msgconvert FICHIER      zip, tar, gz : décompressez
defect-path-not-utf8 = nom qui n’est pas en UTF-8

# Verdict
verdict-intact-sealed =
    INTACT. { $entries } entrées et { $messages } messages sont ceux qui ont été scellés, et le scellé est celui que vous avez donné :
    {"    "}{ $seal }
verdict-intact =
    INTACT, mais rien d’extérieur ne garantit la date ni l’origine : comparez ce scellé à celui qui a été noté ailleurs
    (procès-verbal, courriel), ou relancez avec --seal. { $entries } entrées et { $messages } messages vérifiés.
    {"    "}{ $seal }
verdict-altered =
    ALTÉRÉ : { $found } différences entre cette archive et ce qui a été scellé.
    {"    "}{ $seal }
verdict-more = ... et { $count } autres (--json les donne toutes).
verdict-unread = Présents, non lus par cette version : { $names }
verdict-companion = Journal à côté de l’archive : { $entries } entrées.
verdict-no-companion = Pas de journal à côté de l’archive : seul le journal scellé a été vérifié.
no-seal = pas de scellé

# Et maintenant
next =
    Et maintenant :
      1. Recopiez le scellé dans le procès-verbal ou la main courante, ou envoyez-le par courriel à un tiers.
      2. Copiez l’archive sur un support à part, en lecture seule ; gardez l’export d’origine.
      3. À remettre ensemble : { $archive }
      {"                         "}{ $hash }
      {"                         "}{ $journal }
      4. Le destinataire vérifie sans scelle : custody/VERIFY.txt dans l’archive dit comment.
