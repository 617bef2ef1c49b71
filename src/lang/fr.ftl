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
error = Erreur : { $what }
hint-disk-full = Le disque est plein. Rien n’est resté à moitié écrit : libérez de la place ou choisissez un autre disque, puis relancez la même commande.
hint-permission = Vous n’avez pas le droit d’écrire ou de lire à cet endroit : choisissez un autre dossier, ou lancez la commande avec un compte qui le peut.
hint-not-found = Vérifiez le chemin : ce fichier ou ce dossier n’existe pas.

# Questions sur l'affaire
ask-intro = Quelques questions pour le procès-verbal. Entrée pour passer : ce qui n’est pas donné sera noté « not given », jamais inventé.
ask-exhibit = Numéro de scellé :
ask-operator = Votre nom :
ask-operator-role = Votre fonction :
ask-organisation = Votre organisation :
ask-authority = Autorité ou base légale :
ask-requester = Demandeur :
ask-mailbox-owner = Titulaire de la boîte (adresse) :
ask-export-tool = Logiciel qui a fait l’export :

# Étapes
stage-seal = Mise sous scellé
stage-verify = Vérification

# Ce qui a été scellé
sealed-head =
    Archive   : { $archive } ({ $size })
    Originaux : { $files } fichiers, { $bytes }
    Messages  : { $messages }
column-folder = Dossier
column-role = Rôle
column-candidates = Candidats
column-messages = Messages
column-rejected = Écartés
column-defective = Défectueux
row-total = Total
reconciled = Le compte est bon : candidats = messages + écartés.
not-reconciled = LE COMPTE N’EST PAS BON : candidats ≠ messages + écartés. Signalez-le, et gardez l’export.
defects-head = À savoir (détail dans custody/defects.csv ; « ! » : non préservé) :
sealed-seal = Scellé, à recopier dans le procès-verbal (SHA-256 de META-INF/ASiCManifest001.xml) :
sealed-file-hash = SHA-256 du fichier zip : { $sha256 }
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
defect-rejected-boundary = ligne « From » qui n’est pas un début de message
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
    {"    "}Les messages de ces fichiers NE SONT PAS LUS. Convertissez une copie, puis donnez original et copie ensemble comme SOURCE :
    {"    "}  PST, OST : readpst -D -r -o DOSSIER FICHIER   (sans -D, les éléments supprimés manquent)
    {"    "}  MSG : msgconvert FICHIER      zip, tar, gz : décompressez
defect-path-not-utf8 = nom qui n’est pas en UTF-8

# Verdict
verdict-intact-sealed =
    INTACT. { $entries } entrées et { $messages } messages sont ceux qui ont été scellés, et le scellé est celui que vous avez donné :
    {"    "}{ $seal }
verdict-intact =
    INTACT, mais rien d’extérieur ne garantit la date ni l’origine : comparez ce scellé à celui qui a été noté ailleurs
    (procès-verbal, courriel), ou relancez avec --seal. { $entries } entrées et { $messages } messages vérifiés.
    {"    "}{ $seal }
verdict-altered =
    ALTÉRÉ : { $found } différences entre cette archive et ce qui a été scellé.
    {"    "}{ $seal }
verdict-more = ... et { $count } autres (--json les donne toutes).
verdict-companion = Journal à côté de l’archive : { $entries } entrées.
verdict-no-companion = Pas de journal à côté de l’archive : seul le journal scellé a été vérifié.
no-seal = pas de scellé

# Et maintenant
next =
    Et maintenant :
      1. Recopiez le scellé dans le procès-verbal ou la main courante, ou envoyez-le par courriel à un tiers.
      2. Copiez l’archive sur un support à part, en lecture seule ; gardez l’export d’origine.
      3. À remettre ensemble : { $archive }
    {"                          "}{ $hash }
    {"                          "}{ $journal }
      4. Faites dater le scellé par un tiers : scelle timestamp { $archive } --tsa URL (sans réseau : --request).
      5. Pour la police ou un CERT : scelle handover { $archive } --to CERT.asc chiffre le tout, avec le bordereau.
      6. Le destinataire vérifie sans scelle : custody/VERIFY.txt dans l’archive dit comment.

# Archives, dossiers, identifiants
no-archive = Pas d’archive dans { $folder }.
several-archives = { $count } archives dans { $folder } : nommez-en une.
archive-unreadable = Impossible de lire { $path }
archive-not-ours = { $path } n’est pas une archive faite par scelle ({ $detail })
archive-damaged = { $entry } est abîmé dans { $path } : { $detail }
id-unknown = Aucun message dont l’identifiant commence par { $id }.
id-bad = « { $id } » n’est pas un identifiant de message : il faut au moins 4 chiffres hexadécimaux.
id-ambiguous = L’identifiant { $id } est ambigu : { $count } messages commencent ainsi. Donnez plus de chiffres :
journal-not-continued = La main courante n’a pas été complétée : { $why }
journal-damaged = { $path } : la main courante est abîmée, rien n’y a été ajouté. { $first }

# Liste
column-id = Id
column-date = Date (UTC)
column-size = Taille
column-from = De
column-subject = Objet
list-not-sealed = Ces messages ne sont pas sous scellé : « scelle seal » préserve l’export, « scelle run » fait tout.
list-not-read = Non lu : { $path } ({ $why })

# Un message
show-place = { $folder } ({ $role }) : { $file }, position { $offset }, { $length } octets
show-from = De :
show-to = À :
show-cc = Copie :
show-date = Date :
show-date-utc = Date UTC :
show-subject = Objet :
show-message-id = Message-ID :
show-headers = En-têtes, dans l’ordre
show-attachments = Pièces jointes
show-parts = Fichiers du message
show-text = Texte
show-no-text = pas de texte
show-no-name = sans nom
show-note-from-html = texte tiré du HTML, mise en forme et éléments cachés confondus
show-note-html-too = il existe aussi une version HTML, qui peut dire autre chose
show-note-cut = seuls les 32 premiers Mio ont été décodés
show-note-too-nested = trop de parties imbriquées pour être décodé : voici le corps tel quel
show-note-not-decoded = impossible à décoder : voici le corps tel quel
show-altered = ATTENTION : ces octets ne sont pas ceux du message { $sha256 } qui a été scellé. Lancez « scelle verify ».
show-raw-on-a-terminal = Les octets bruts d’un message peuvent piéger un terminal : redirigez-les (« > message.eml »), ou utilisez « scelle extract ».

# Extraction
extract-done =
    { $count ->
        [one] 1 message dans { $folder }.
       *[other] { $count } messages dans { $folder }.
    }
extract-none = Aucun message ne correspond : rien n’a été extrait.
extract-altered = ALTÉRÉ, non extrait : { $path } (SHA-256 scellé : { $sha256 })
extract-in-the-way = { $path } existe déjà avec un autre contenu : laissé tel quel.

# Main courante
log-added = Entrée { $number } ajoutée à { $path } ({ $when }).
log-damaged = { $path } est abîmé ({ $count } défauts) : « scelle log verify » dit où.
log-sound =
    La chaîne est intacte : { $count ->
        [one] 1 entrée
       *[other] { $count } entrées
    }.
    Empreinte de tête, à noter ailleurs avec le nombre d’entrées : { $head }
log-broken = LA CHAÎNE EST ROMPUE : { $breaks } défauts, { $count } lignes. Empreinte de tête : { $head }
log-no-archive = Pas d’archive à côté : rien ne dit si des entrées manquent à la fin.
log-continues =
    { $count ->
        [one] { $archive } scelle la première entrée : elle est là, à l’octet près.
       *[other] { $archive } scelle les { $count } premières entrées : elles sont là, à l’octet près.
    }
log-does-not-continue = NE CONTINUE PAS la main courante scellée dans { $archive } ({ $count } entrées).
log-none = Pas de main courante (*.custody.jsonl) dans { $folder }.
log-several = { $count } mains courantes dans { $folder } : nommez-en une.
log-no-such-archive = Pas de main courante à côté de { $path }.

# Aide
help-usage = Utilisation :
help-values = valeurs :
help-default = par défaut :
help-heading-commands = Commandes 
help-heading-arguments = Arguments 
help-heading-options = Options 
help-heading-facts = Faits de l’affaire 
help-value-command = COMMANDE
help-value-lang = LANGUE
help-value-file = FICHIER
help-value-number = NUMÉRO
help-value-name = NOM
help-value-role = RÔLE
help-value-text = TEXTE
help-value-address = ADRESSE
help-value-zone = FUSEAU
help-value-dir = DOSSIER
help-value-case = AFFAIRE
help-value-format = FORME
help-about = Préserver, vérifier et remettre la boîte aux lettres d’un compte compromis.
help-help = Afficher cette aide ou celle d’une commande
help-run = Tout, dans l’ordre d’un incident : mettre l’export sous scellé dans un dossier d’affaire, vérifier, trier, dire la suite
help-seal = Mettre un export sous scellé : copier chaque original à l’octet près, calculer les empreintes des fichiers et des messages, écrire l’archive
help-verify = Vérifier une archive : structure, chaque fichier, chaque message, main courante
help-triage = Trier les messages : ce qui s’est passé, secrets divulgués, avis, fraudes, courrier de l’intrus, et pourquoi
help-triage-sources = archive scellée, dossier d’affaire ou export
help-triage-out = dossier où écrire messages.jsonl, findings.jsonl, defects.jsonl et triage.json
help-triage-json = écrire le résumé en JSON
help-arg-rules = Règles supplémentaires, au format de gitleaks (TOML) ; l’option peut être répétée
help-arg-indicators = Liste d’indicateurs à signaler, un par ligne ou en CSV : domaines, adresses, IP, URL, empreintes, IBAN ; l’option peut être répétée
help-arg-reveal = écrire les secrets en clair dans findings.jsonl
help-arg-owner = Adresse du titulaire, si la boîte ne le dit pas ; l’option peut être répétée
help-arg-internal = Un domaine de l’organisation du titulaire ; l’option peut être répétée
help-arg-signals = écrire aussi signals.jsonl : ce qui parle pour ou contre une fraude dans chaque message, signalé ou non
help-run-no-triage = Mettre sous scellé et vérifier seulement, sans examiner les messages
help-baseline = Ce qui est habituel dans une boîte : à qui elle est, comment son titulaire écrit, avec qui
help-baseline-sources = archive scellée, dossier d’affaire ou export
help-baseline-json = tout écrire en JSON, avec tous les correspondants
help-rules = Les règles du tri : les lister, en montrer une, les éprouver sur leurs exemples
help-rules-list = Lister les règles
help-rules-list-markdown = en Markdown, dans les deux langues (docs/RULES.md)
help-rules-list-json = un objet JSON par règle et par ligne
help-rules-show = Montrer une règle
help-rules-show-id = l’identifiant d’une règle
help-rules-check = Éprouver chaque règle sur ses exemples et contre-exemples
help-list = Lister les dossiers, ou les messages, d’une archive ou d’un export pas encore scellé
help-show = Montrer un message : où il est, ses en-têtes, son texte, ses pièces jointes
help-extract = Extraire des messages : leurs octets exacts, vérifiés, un fichier chacun
help-log = Tenir la main courante : noter, montrer, vérifier
help-log-add = Ajouter une entrée à la main courante
help-log-show = Montrer la main courante
help-log-verify = Vérifier la chaîne de la main courante, et qu’elle continue celle de l’archive
help-completions = Écrire le script de complétion d’un interpréteur de commandes
help-man = Écrire la page de manuel, ou une page par commande dans un dossier
help-arg-lang = Langue de tous les textes ; sans cette option, celle du système
help-arg-quiet = N’écrire que les erreurs et les résultats
help-arg-help = Afficher l’aide
help-arg-version = Afficher la version
help-arg-sources = Boîtes exportées : fichiers ou dossiers, dans tout format
help-arg-store = Tout stocker tel quel, sans compression
help-arg-sha512 = Écrire aussi des manifestes SHA-512
help-arg-reread = Relire chaque original après l’avoir copié, et comparer
help-arg-json = Résultat en JSON
help-arg-case-file = Lire les faits dans un fichier TOML, clés nommées comme ces options (case_id, exhibit, operator...)
help-arg-case-id = Identifiant de l’affaire
help-arg-exhibit = Numéro de scellé
help-arg-operator = Nom de la personne qui acquiert la preuve
help-arg-operator-role = Fonction de cette personne
help-arg-organisation = Organisation de cette personne
help-arg-authority = Autorité ou base légale
help-arg-requester = Demandeur
help-arg-mailbox-owner = Titulaire de la boîte
help-arg-source-description = Ce qu’est la source, et d’où elle vient
help-arg-export-tool = Logiciel qui a fait l’export
help-arg-scope = Ce qui devait être préservé
help-arg-exclusion = Ce qui a été laissé de côté ; peut être répété
help-arg-zone = Fuseau horaire de l’incident, nom IANA ; celui de la machine par défaut
help-arg-no-input = Ne rien demander : ce qui n’est pas donné est noté comme non donné
help-arg-archive = L’archive, ou le dossier d’affaire qui la contient
help-arg-folder = Seulement ce dossier, ou ce libellé Gmail
help-arg-role = Seulement les messages de ce rôle
help-arg-journal = Main courante, archive ou dossier d’affaire
help-run-case = Le dossier d’affaire, créé s’il n’existe pas ; son nom est l’identifiant de l’affaire, sauf avec --case-id
help-seal-output = L’archive à écrire ; jamais écrasée
help-verify-seal = Le scellé qui a été noté ailleurs : 64 chiffres hexadécimaux, groupés ou non
help-verify-no-journal = Ne pas noter la vérification dans la main courante
help-list-archive = Une archive, un dossier d’affaire, ou un export pas encore scellé
help-list-messages = Les messages au lieu des dossiers
help-list-json = Un objet JSON par message et par ligne
help-list-csv = Toutes les colonnes en CSV (RFC 4180)
help-show-id = Début de l’empreinte SHA-256 du message, au moins 4 chiffres
help-show-headers = Tous les en-têtes, dans l’ordre
help-show-raw = Les octets exacts, sur la sortie standard
help-extract-ids = Débuts des empreintes SHA-256 des messages, au moins 4 chiffres chacun
help-extract-output = Le dossier où écrire ; rien n’y est écrasé
help-extract-all = Tous les messages
help-log-add-journal = Main courante, archive ou dossier d’affaire ; un dossier sans main courante en reçoit une
help-log-add-text = Ce qui a été observé, décidé ou dit
help-log-add-actor = Qui le note ; l’utilisateur du système par défaut
help-log-add-zone = Fuseau horaire, nom IANA ; par défaut celui de la dernière entrée, sinon celui de la machine
help-log-show-format = Forme du résultat
help-completions-shell = L’interpréteur
help-man-output = Le dossier où écrire une page par commande

# Tri
stage-triage = Tri
severity-critical = critique
severity-high = élevée
severity-medium = moyenne
severity-low = faible
severity-info = information
stage-baseline = Apprentissage des habitudes
story-head = Ce qui s’est passé
story-several = { $count } messages, le dernier { $last }
story-todo = À faire maintenant
baseline-owner = Titulaire :
baseline-names = Noms :
baseline-domains = Organisation :
baseline-messages = Messages :
baseline-own = Courrier du titulaire :
baseline-software = Logiciels :
baseline-networks = Réseaux :
baseline-zones = Fuseaux horaires :
baseline-hours = Heures :
baseline-languages = Langues :
baseline-accounts = IBAN
baseline-correspondents = Correspondants
column-address = Adresse
column-first = Premier message
column-heard = Reçus
column-written = Envoyés
triage-head = Tri : { $messages } messages examinés, { $flagged } à voir, { $findings } constats
triage-junk = Indésirables et quarantaine : { $count } messages, dont { $linked } liés à une fraude trouvée ailleurs
triage-defects = ! { $count } messages n’ont pas pu être examinés en entier : voir defects.jsonl
triage-lost = ! { $count } fichiers n’ont pas pu être lus
triage-first = À voir d’abord :
triage-accounts = Comptes à réinitialiser, ou à considérer comme compromis :
triage-more-accounts = ... et { $count } autres : voir accounts.jsonl
triage-details =
    Détail du tri, un objet par ligne : { $folder }
    Un message : scelle show DOSSIER IDENTIFIANT
column-account = Compte
column-last = Dernier message

# Règles
column-rule = Règle
column-severity = Gravité
column-service = Service
rule-kind = Nature
rule-action = Action de la fiche
rule-reason = Raison
rule-detector = Jugée par
rule-keywords = Mots clés
rule-regex = Motif
rule-check = Contrôle
rule-examples = Exemples :
rule-counter-examples = Contre-exemples :
rule-unknown = aucune règle ne s’appelle { $id } : voir « scelle rules list »
rule-misses = La règle { $rule } ne trouve rien dans : { $example }
rule-fires = La règle { $rule } trouve quelque chose dans : { $example }
rules-field-ignored = La règle { $rule } a un champ « { $field } » qui n’a pas de sens pour du courriel : il n’est pas appliqué.
indicator-not-read = { $path }, ligne { $line } : ce n’est ni un domaine, ni une adresse, ni une IP, ni une URL, ni une empreinte, ni un IBAN ; ligne non prise en compte.
rules-checked = { $rules } règles, { $examples } exemples, { $counter } contre-exemples ; en désaccord : { $failures }
## Réparer une main courante, et le fichier d’empreinte à côté d’une archive

help-log-add-mend = Réparer d’abord une main courante dont la dernière ligne a été coupée (panne de courant) : ses octets vont dans un fichier à côté, et une entrée le dit
log-mend = Seule la dernière ligne a été coupée pendant son écriture : « scelle log add --mend AFFAIRE TEXTE » en garde les octets dans un fichier à côté de la main courante, le note, et continue.
log-mended = La dernière ligne, inachevée, a été déplacée dans { $path } ; l’entrée { $number } le dit.
log-completed = Il ne manquait que sa fin à la dernière ligne de { $path } ; elle a été ajoutée, et l’entrée { $number } le dit.
verify-no-hash-file = { $path } n’est pas là. S’il a été perdu, et si ce scellé est bien celui qui a été noté ailleurs : sha256sum { $archive } > { $path }
passphrase-unreadable = Impossible de lire la phrase secrète dans { $path }
passphrase-needed = la phrase secrète de { $what } est nécessaire : --passphrase-fd N ou --passphrase-file FICHIER
ask-passphrase = Phrase secrète de { $what } :
openpgp-wrong-passphrase = mauvaise phrase secrète ({ $detail })
openpgp-no-matching-key = aucune des clés données n’ouvre ce fichier ({ $detail })
openpgp-truncated = le fichier chiffré est incomplet : rien de ce qu’il contient n’a été gardé. Faites-le renvoyer.
openpgp-altered = le fichier chiffré a été altéré ou abîmé : rien de ce qu’il contient n’a été gardé. Faites-le renvoyer.
openpgp-no-integrity = le fichier est chiffré sans protection d’intégrité : refusé, une altération ne se verrait pas
openpgp-not-encrypted = le fichier n’est pas chiffré avec OpenPGP
recipient-refused =
    refusé comme destinataire : { $name }
    {"    "}{ $fingerprint }
    {"    "}{ $reasons }
recipient =
    Destinataire : { $name } ({ $algorithm })
    {"    "}{ $fingerprint }
recipient-not-confirmed = empreinte non confirmée : { $name }, { $fingerprint }. Comparez-la avec le destinataire, par téléphone par exemple, puis donnez-la avec --fingerprint.
ask-fingerprint = Est-ce l’empreinte que le destinataire vous a dite (oui/non) ?
handover-not-intact = L’archive n’est pas intacte : rien n’a été préparé.
handover-no-triage = il n’y a pas de dossier { $folder }
handover-done =
    Paquet prêt pour { $recipients } : { $package } ({ $size }, { $files } fichiers)
    {"    "}SHA-256 { $sha256 }
    {"    "}Bordereau { $letter }
    {"    "}Journal : { $entries } entrées, tête { $head }
    {"    "}Envoyez le paquet et le bordereau ; dites le scellé par un autre canal. Au retour du reçu : scelle log receipt
handover-redacted =
    {"    "}Les extraits des secrets ont été retirés du triage ; les messages de l’archive, eux, sont entiers.
received-intact =
    REÇU, INTACT. Affaire { $case }, remise par { $sender }, { $when }.
    {"    "}Motif : { $purpose }
    {"    "}Scellé { $seal }
    {"    "}Fichiers dans { $folder }
received-altered =
    REÇU, ALTÉRÉ : { $found } différences. Affaire { $case }, remise par { $sender }, { $when }.
    {"    "}Fichiers dans { $folder }
received-unsigned =
    {"    "}Le bordereau n’est pas signé : comparez le scellé avec celui que l’expéditeur vous dit par un autre canal.
received-next =
    {"    "}Reçu à renvoyer : { $receipt }
receipt-unreadable = { $path } n’est pas un reçu : { $why }
receipt-same-head = Reçu de { $receiver } ({ $verdict }) ajouté : les deux journaux ont la même tête, { $entries } entrées, { $head }
receipt-own-entry = Reçu de { $receiver } ({ $verdict }) noté dans une entrée à part, car le journal avait continué : { $entries } entrées, tête { $head }
receipt-already = Ce reçu de { $receiver } ({ $verdict }) est déjà dans le journal : { $entries } entrées, tête { $head }
receipt-other-case = { $path } n’est pas un reçu de cette affaire : ni le journal qu’il prolonge ni l’archive dont il accuse réception ne sont connus ici. Rien n’a été noté.
signature-wrong = La signature { $path } est fausse ({ $word }) : rien n’a été noté.
pin-unsigned = non signé
pin-signer-unknown = signé ; donnez le certificat du signataire avec --signer pour le vérifier
pin-signed = signé par { $fingerprint }, vérifié
pin-signature-wrong = SIGNATURE FAUSSE ({ $word })
pin-contradicts = COUPÉ OU RÉÉCRIT (journal-cut) : { $path } atteste une autre entrée { $count }
pin-seal = Fixé jusqu’à l’entrée { $count } par le scellé de { $path }
pin-transfer = Fixé jusqu’à l’entrée { $count } par la remise { $path }
pin-receipt = Fixé jusqu’à l’entrée { $count } par le reçu { $path }
pin-rest =
    { $count ->
        [one] La dernière entrée n’est
       *[other] Les { $count } dernières entrées ne sont
     } fixées par rien : leur suppression ne se verrait pas.
stage-handover = Préparation du paquet
stage-receive = Ouverture du paquet
help-value-what = QUOI
help-value-key-asc = CLÉ.asc

help-handover = Préparer la remise : un seul fichier chiffré pour le destinataire, avec l’archive, le journal, le triage et le bordereau
help-handover-archive = L’archive, ou le dossier de l’affaire
help-handover-to = Certificat OpenPGP (clé publique) d’un destinataire ; répétable
help-handover-fingerprint = Empreinte du certificat d’un destinataire, comparée avec lui : ne rien demander ; répétable
help-handover-output = Dossier où écrire le paquet ; par défaut celui de l’archive
help-handover-sender = Qui remet, comme le bordereau doit le dire
help-handover-purpose = Pourquoi l’archive est remise
help-handover-triage = Dossier du triage à joindre ; par défaut triage à côté de l’archive
help-handover-without = Ce qui ne part pas
help-handover-redact-secrets = Retirer du triage les extraits et empreintes des secrets (les messages de l’archive restent entiers)
help-arg-sign = Clé secrète OpenPGP avec laquelle signer
help-arg-passphrase-fd = Descripteur de fichier dont la première ligne est la phrase secrète
help-arg-passphrase-file = Fichier dont la première ligne est la phrase secrète
help-arg-signer = Certificat OpenPGP de qui a pu signer ; répétable
help-receive = Recevoir un paquet : déchiffrer, tout vérifier, écrire le reçu
help-receive-package = Le paquet (.tar.gpg)
help-receive-key = Clé secrète OpenPGP qui peut l’ouvrir ; répétable
help-receive-output = Dossier où déposer ce qu’il contient
help-receive-receiver = Qui reçoit, comme le reçu doit le dire
help-log-receipt = Ajouter au journal le reçu d’un destinataire
help-log-receipt-receipt = Le reçu (.json) ; sa signature est lue à côté (.json.asc)
proof-no-time = date non indiquée
proof-token = Horodatage { $entry } : existait le { $time }, attesté par { $authority } (politique { $policy }), reconnue par vos certificats racines
proof-token-unvouched = Horodatage { $entry } : { $time } selon { $authority } (politique { $policy }). Sa signature et son certificat sont cohérents, mais rien ne dit que cette autorité est la vraie : donnez ses certificats racines avec --tsa-ca
proof-openpgp =
    Signature OpenPGP { $entry } : bonne, du { $time }, par
    {"    "}{ $fingerprint }
proof-openpgp-unknown =
    Signature OpenPGP { $entry } ({ $word }) : dit être du { $time }, par
    {"    "}{ $fingerprint }
    {"    "}rien n’est prouvé sans le certificat du signataire : donnez-le avec --signer
proof-cms =
    Signature { $entry } : bonne, du { $time }, par { $signer }
    {"    "}(certificat SHA-256 { $fingerprint })
proof-cms-unvouched =
    Signature { $entry } : cohérente, du { $time }, par { $signer }
    {"    "}(certificat SHA-256 { $fingerprint }), mais rien ne garantit ce certificat : donnez-le, ou celui de son autorité, avec --signer
verdict-intact-vouched =
    INTACT. { $entries } entrées et { $messages } messages sont ceux qui ont été scellés, comme l’atteste ce qui suit le scellé :
    {"    "}{ $seal }
verdict-proof-wrong =
    { $found ->
        [one] CONTENU INTACT, mais une preuve ajoutée ne tient pas :
       *[other] CONTENU INTACT, mais { $found } preuves ajoutées ne tiennent pas :
    }
    {"    "}{ $seal }
help-arg-tsa-ca = Certificats racines de l’autorité d’horodatage (PEM), en qui vous avez confiance
verify-interrupted = Un ajout à cette archive a été interrompu : « scelle timestamp » ou « scelle sign » la remet en l’état (copie de secours : { $path }).
signed = Signé : { $entry }, par { $signer }
sign-failed =
    L’archive est sous scellé, mais la signature a échoué : { $why }
    {"    "}Pour recommencer : scelle sign { $archive } --key CLÉ
timestamp-failed =
    L’archive est sous scellé, mais l’horodatage a échoué : { $why }
    {"    "}Pour recommencer : scelle timestamp { $archive } --tsa { $url }
    {"    "}Sans réseau : scelle timestamp { $archive } --request demande.tsq
timestamp-tree-failed = le scellé est horodaté, l’arbre des messages ne l’est pas ; relancez la commande
timestamp-other-response = { $path } horodate autre chose que cette archive, ou ce qui l’est déjà
timestamp-carry = Sur une machine reliée au réseau (une demande ne contient qu’une empreinte) :
timestamp-curl =
    {"    "}curl -sS -H 'Content-Type: application/timestamp-query' --data-binary @{ $request } -o { $response } URL-DE-L-AUTORITÉ
timestamp-come-back =
    Puis ici :
    {"    "}scelle timestamp { $archive }{ $responses }
disclose-none = Aucun message ne correspond : rien n’a été écrit.
disclose-no-findings = Pas de résultat de triage dans { $path }
disclose-not-stamped = les messages de { $archive } ne sont pas horodatés : commencez par « scelle timestamp »
disclose-done =
    { $count ->
        [one] 1 message
       *[other] { $count } messages
     } dans { $folder } : pour chacun, .asics (le message et sa preuve), .tst (l’horodatage) et .txt (ce que cela prouve).
simple-message =
    INTACT. Un message, entier, SHA-256 { $sha256 }
    {"    "}faisait partie de la boîte aux lettres mise sous scellé :
simple-seal = INTACT. { $object } ; le scellé est { $sha256 }
simple-wrong = LA PREUVE NE TIENT PAS : { $object }, SHA-256 { $sha256 }
help-value-key = CLÉ
help-value-file-tsq = FICHIER.tsq
help-value-file-tsr = FICHIER.tsr
help-value-cert = CERT
help-value-seconds = SECONDES
help-value-rule-kind = RÈGLE|GENRE
help-timestamp = Horodater une archive (RFC 3161) : par le réseau, ou demande et réponse portées à la main
help-timestamp-request = Écrire la demande à porter à l’autorité, et une seconde pour l’arbre des messages (.messages.tsq)
help-timestamp-response = Réponse de l’autorité à ajouter ; répétable
help-arg-tsa = Adresse http:// d’une autorité d’horodatage, à qui ne va qu’une empreinte
help-arg-tsa-policy = Politique à demander à l’autorité
help-arg-tsa-timeout = Combien de temps attendre sa réponse
help-arg-key = Clé secrète OpenPGP, ou PKCS#12 (clé et certificat X.509)
help-seal-sign = Signer l’archive avec cette clé, OpenPGP ou PKCS#12
help-run-sign = Signer l’archive avec cette clé, OpenPGP ou PKCS#12
help-verify-signer = Certificat, OpenPGP ou X.509, de qui a pu signer ou de son autorité ; répétable
help-sign = Signer une archive sous scellé
help-disclose = Produire des messages un à un, chacun avec la preuve qu’il était dans la boîte, sans rien montrer des autres
help-disclose-ids = Débuts du SHA-256 des messages, 4 chiffres au moins chacun
help-disclose-output = Dossier où écrire ; rien n’y est écrasé
help-disclose-finding = Aussi les messages où le triage a trouvé cette règle ou ce genre (secret, fraud...) ; répétable
help-disclose-triage = Dossier du triage ; par défaut triage à côté de l’archive
pin-not-noted = { $path } n’est pas dans le journal : notez-le (scelle log receipt), ou le journal a été coupé (journal-cut)
