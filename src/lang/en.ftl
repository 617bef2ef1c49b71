## Custody journal (custody/journal)

journal-empty = The journal is empty.
journal-column-number = No.
journal-column-when = Date and time
journal-column-actor = Person
journal-column-action = Action
journal-column-object = Object
journal-column-note = Note
journal-column-sha256 = SHA-256
journal-action-note = Noted
journal-action-acquire = Acquired
journal-action-seal = Sealed
journal-action-verify = Verified
journal-action-triage = Triaged
journal-action-report = Reported
journal-action-timestamp = Time-stamped
journal-action-sign = Signed
journal-action-transfer = Handed over
journal-action-receipt = Received
journal-action-disclose = Disclosed
journal-action-extract = Extracted
journal-break-not-json = Line { $line }: not readable as JSON.
journal-break-not-an-entry = Line { $line }: not a journal entry ({ $reason }).
journal-break-repeated-field = Line { $line }: the field { $field } stands there more than once.
journal-break-wrong-number = Line { $line }: entry number { $found }, expected { $expected }.
journal-break-wrong-prev = Line { $line }: the recorded digest of the line before is { $found }, expected { $expected }.
journal-break-unfinished-line = Line { $line }: the last line is unfinished (no line feed).
journal-break-blank-line = Line { $line }: blank.
journal-break-carriage-return = Line { $line }: ends with CR LF instead of LF.
# Errors and advice
error = Error: { $what }
hint-disk-full = The disk is full. Nothing was left half-written: free some space or choose another disk, then run the same command again.
hint-permission = You may not read or write there: choose another folder, or run the command as somebody who may.
hint-not-found = Check the path: there is no such file or folder.

# Questions about the case
ask-intro = A few questions for the record. Press Enter to skip: what is not given is recorded as “not given”, never invented.
ask-exhibit = Exhibit number:
ask-operator = Your name:
ask-operator-role = Your role:
ask-organisation = Your organisation:
ask-authority = Authority or legal basis:
ask-requester = Requested by:
ask-mailbox-owner = Owner of the mailbox (address):
ask-export-tool = Software that made the export:

# Stages
stage-seal = Sealing
stage-verify = Verifying

# What was sealed
sealed-head =
    Archive  : { $archive } ({ $size })
    Originals: { $files } files, { $bytes }
    Messages : { $messages }
column-folder = Folder
column-role = Role
column-candidates = Candidates
column-messages = Messages
column-rejected = Rejected
column-defective = Defective
row-total = Total
reconciled = The counts reconcile: candidates = messages + rejected.
not-reconciled = THE COUNTS DO NOT RECONCILE: candidates ≠ messages + rejected. Report it, and keep the export.
defects-head = To know (details in custody/defects.csv; “!”: needs attention, not preserved or not stable):
sealed-seal = Seal, to be copied into the record (SHA-256 of META-INF/ASiCManifest001.xml):
sealed-file-hash = SHA-256 of the zip file: { $sha256 }
role-inbox = inbox
role-sent = sent
role-deleted = deleted
role-drafts = drafts
role-junk = junk
role-quarantine = quarantine
role-outbox = outbox
role-templates = templates
role-archive = archive
role-hiding = hiding place
role-other = other
defect-unreadable = unreadable, in whole or in part
defect-symlink = symbolic link, not followed
defect-special = pipe, socket or device, not opened
defect-loop = folder that contains itself
defect-changed-while-read = changed while it was read
defect-rejected-boundary = “From” line that does not begin a message
defect-bytes-before-first-postmark = bytes before the first message
defect-no-message = mailbox file without a message
defect-empty-message = empty message
defect-no-header = message without header
defect-no-blank-line = header and body not set apart
defect-header-too-long = oversized header
defect-byte-order-mark = byte order mark at the start
defect-nul-bytes = NUL bytes in the header
defect-length-beyond-file = announced length beyond the file
defect-derived = made by a conversion, not the server’s bytes
defect-not-read = preserved, but messages not read
not-read-how =
    {"    "}The messages in these files ARE NOT READ. Convert a copy, then give original and copy together as SOURCE:
    {"    "}  PST, OST: readpst -D -r -o FOLDER FILE   (without -D the deleted items are left out)
    {"    "}  MSG: msgconvert FILE      zip, tar, gz: unpack
defect-path-not-utf8 = name that is not UTF-8

# Verdict
verdict-intact-sealed =
    INTACT. { $entries } entries and { $messages } messages are those that were sealed, and the seal is the one you gave:
    {"    "}{ $seal }
verdict-intact =
    INTACT, but nothing outside vouches for date or origin: compare this seal with the one written down elsewhere
    (official record, e-mail), or run again with --seal. { $entries } entries and { $messages } messages verified.
    {"    "}{ $seal }
verdict-altered =
    ALTERED: { $found } differences between this archive and what was sealed.
    {"    "}{ $seal }
verdict-more = ... and { $count } more (--json gives them all).
verdict-companion = Journal beside the archive: { $entries } entries.
verdict-no-companion = No journal beside the archive: only the sealed journal was verified.
no-seal = no seal

# What now
next =
    What now:
      1. Copy the seal into the official record, or send it to a third party by e-mail.
      2. Copy the archive to a separate, read-only medium; keep the original export.
      3. To hand over together: { $archive }
    {"                            "}{ $hash }
    {"                            "}{ $journal }
      4. Have the seal dated by a third party: scelle timestamp { $archive } --tsa URL (without a network: --request).
      5. For the police or a CERT: scelle handover { $archive } --to CERT.asc encrypts all of it, with the letter.
      6. The recipient verifies without scelle: custody/VERIFY.txt in the archive tells how.

# Archives, folders, ids
no-archive = No archive in { $folder }.
several-archives = { $count } archives in { $folder }: name one.
archive-unreadable = Cannot read { $path }
archive-not-ours = { $path } is not an archive made by scelle ({ $detail })
archive-damaged = { $entry } is damaged in { $path }: { $detail }
id-unknown = No message whose id begins with { $id }.
id-bad = “{ $id }” is no message id: at least 4 hexadecimal digits are needed.
id-ambiguous = The id { $id } is ambiguous: { $count } messages begin so. Give more digits:
journal-not-continued = The journal was not continued: { $why }
journal-damaged = { $path }: the journal is damaged, nothing was added to it. { $first }

# List
column-id = Id
column-date = Date (UTC)
column-size = Size
column-from = From
column-subject = Subject
list-not-sealed = These messages are not sealed: “scelle seal” preserves the export, “scelle run” does everything.
list-not-read = Not read: { $path } ({ $why })

# A message
show-place = { $folder } ({ $role }): { $file }, offset { $offset }, { $length } bytes
show-from = From:
show-to = To:
show-cc = Cc:
show-date = Date:
show-date-utc = Date UTC:
show-subject = Subject:
show-message-id = Message-ID:
show-headers = Header fields in order
show-attachments = Attachments
show-parts = Files of the message
show-text = Text
show-no-text = no text
show-no-name = no name
show-note-from-html = text made from HTML, formatting and hidden elements alike
show-note-html-too = there is an HTML version too, which may say something else
show-note-cut = only the first 32 MiB were decoded
show-note-too-nested = too many nested parts to be decoded: this is the body as it stands
show-note-not-decoded = cannot be decoded: this is the body as it stands
show-altered = WARNING: these bytes are not those of the message { $sha256 } that was sealed. Run “scelle verify”.
show-raw-on-a-terminal = The raw bytes of a message may take a terminal over: redirect them (“> message.eml”), or use “scelle extract”.

# Extraction
extract-done =
    { $count ->
        [one] 1 message in { $folder }.
       *[other] { $count } messages in { $folder }.
    }
extract-none = No message matches: nothing was extracted.
extract-altered = ALTERED, not extracted: { $path } (SHA-256 sealed: { $sha256 })
extract-in-the-way = { $path } is there already with other content: left alone.

# Journal
log-added = Entry { $number } added to { $path } ({ $when }).
log-damaged = { $path } is damaged ({ $count } defects): “scelle log verify” tells where.
log-sound =
    The chain is intact: { $count ->
        [one] 1 entry
       *[other] { $count } entries
    }.
    Head, to be written down elsewhere with the number of entries: { $head }
log-broken = THE CHAIN IS BROKEN: { $breaks } defects, { $count } lines. Head: { $head }
log-no-archive = No archive beside it: nothing tells whether entries are missing at the end.
log-continues =
    { $count ->
        [one] { $archive } seals the first entry: it is there, to the byte.
       *[other] { $archive } seals the first { $count } entries: they are there, to the byte.
    }
log-does-not-continue = DOES NOT CONTINUE the journal sealed in { $archive } ({ $count } entries).
log-none = No journal (*.custody.jsonl) in { $folder }.
log-several = { $count } journals in { $folder }: name one.
log-no-such-archive = No journal beside { $path }.

# Help
help-usage = Usage:
help-values = values:
help-default = default:
help-heading-commands = Commands
help-heading-arguments = Arguments
help-heading-options = Options
help-heading-facts = Facts of the case
help-value-command = COMMAND
help-value-lang = LANG
help-value-file = FILE
help-value-number = NUMBER
help-value-name = NAME
help-value-role = ROLE
help-value-text = TEXT
help-value-address = ADDRESS
help-value-zone = ZONE
help-value-dir = DIR
help-value-case = CASE
help-value-format = FORMAT
help-about = Preserve, verify and hand over the mailbox of a compromised account.
help-help = Print this help or that of a command
help-run = Everything, in the order of an incident: seal the export into a case folder, verify, triage, say what to do next
help-seal = Seal an export: copy every original byte for byte, hash files and messages, write the archive
help-verify = Verify an archive: structure, every file, every message, the journal
help-triage = Look through the messages: what happened, leaked secrets, notices, frauds, the intruder’s mail, and why
help-triage-sources = sealed archive, case folder or export
help-triage-out = folder to write messages.jsonl, findings.jsonl, defects.jsonl and triage.json to
help-triage-json = print the summary as JSON
help-arg-rules = More rules, a gitleaks file (TOML); may be repeated
help-arg-indicators = A list of indicators to report, one a line or CSV: domains, addresses, IPs, URLs, hashes, IBANs; may be repeated
help-arg-reveal = write secrets openly into findings.jsonl
help-arg-owner = The owner’s address, where the mailbox does not tell; may be repeated
help-arg-internal = A domain of the owner’s organisation; may be repeated
help-arg-signals = also write signals.jsonl: what speaks for or against a fraud in every message, flagged or not
help-run-no-triage = Only seal and verify, without looking through the messages
help-baseline = What is usual in a mailbox: whose it is, how its owner writes, with whom
help-baseline-sources = sealed archive, case folder or export
help-baseline-json = print it as JSON, with all correspondents
help-rules = The rules of triage: list them, show one, try them on their examples
help-rules-list = List the rules
help-rules-list-markdown = as Markdown, in both languages (docs/RULES.md)
help-rules-list-json = one JSON object per rule and line
help-rules-show = Show a rule
help-rules-show-id = the id of a rule
help-rules-check = Try every rule on its examples and counter-examples
help-list = List the folders, or the messages, of an archive or of an export not sealed yet
help-show = Show a message: where it is, its headers, its text, its attachments
help-extract = Extract messages: their exact bytes, verified, one file each
help-log = Keep the custody journal: note, show, verify
help-log-add = Add an entry to the journal
help-log-show = Show the journal
help-log-verify = Verify the chain of the journal, and that it continues the one in the archive
help-completions = Print the completion script of a shell
help-man = Print the manual page, or write one page a command into a folder
help-arg-lang = Language of all texts; without it the locale decides
help-arg-quiet = Print errors and results only
help-arg-help = Print help
help-arg-version = Print version
help-arg-sources = Exported mailboxes: files or folders, in any format
help-arg-store = Store everything as it is, without compression
help-arg-sha512 = Write SHA-512 manifests as well
help-arg-reread = Read every original a second time after copying it, and compare
help-arg-json = Print the result as JSON
help-arg-case-file = Read facts from a TOML file with keys named like these options (case_id, exhibit, operator...)
help-arg-case-id = Identifier of the case
help-arg-exhibit = Number of the exhibit
help-arg-operator = Name of the person who acquires the evidence
help-arg-operator-role = Role of that person
help-arg-organisation = Organisation of that person
help-arg-authority = Authority or legal basis
help-arg-requester = Who asked for it
help-arg-mailbox-owner = Owner of the mailbox
help-arg-source-description = What the source is and where it comes from
help-arg-export-tool = Software that made the export
help-arg-scope = What was to be preserved
help-arg-exclusion = What was left out; may be repeated
help-arg-zone = Time zone of the incident, an IANA name; this machine’s by default
help-arg-no-input = Never ask: what is not given is recorded as not given
help-arg-archive = The archive, or the case folder that holds it
help-arg-folder = Only this folder, or this Gmail label
help-arg-role = Only messages of this role
help-arg-journal = Journal, archive or case folder
help-run-case = The case folder, made if it is not there; its name is the case id unless --case-id gives one
help-seal-output = The archive to write; never overwritten
help-verify-seal = The seal that was written down elsewhere: 64 hexadecimal digits, in groups or not
help-verify-no-journal = Do not note the verification in the journal
help-list-archive = An archive, a case folder, or an export not sealed yet
help-list-messages = The messages instead of the folders
help-list-json = One JSON object a message, one a line
help-list-csv = All columns as CSV (RFC 4180)
help-show-id = Start of the message’s SHA-256, at least 4 digits
help-show-headers = All header fields, in order
help-show-raw = The exact bytes, on standard output
help-extract-ids = Starts of the messages’ SHA-256, at least 4 digits each
help-extract-output = The folder to write into; nothing there is overwritten
help-extract-all = All messages
help-log-add-journal = Journal, archive or case folder; a folder without journal gets one
help-log-add-text = What was observed, decided or said
help-log-add-actor = Who notes it; the user of the system by default
help-log-add-zone = Time zone, an IANA name; by default that of the last entry, else this machine’s
help-log-show-format = Shape of the result
help-completions-shell = The shell
help-man-output = The folder to write one page a command into

# Triage
stage-triage = Triage
severity-critical = critical
severity-high = high
severity-medium = medium
severity-low = low
severity-info = information
stage-baseline = Learning what is usual
story-head = What happened
story-several = { $count } messages, the last { $last }
story-todo = What to do now
baseline-owner = Owner:
baseline-names = Names:
baseline-domains = Organisation:
baseline-messages = Messages:
baseline-own = Own mail:
baseline-software = Programs:
baseline-networks = Networks:
baseline-zones = Time zones:
baseline-hours = Hours:
baseline-languages = Languages:
baseline-accounts = IBANs
baseline-correspondents = Correspondents
column-address = Address
column-first = First message
column-heard = Received
column-written = Sent
triage-head = Triage: { $messages } messages looked at, { $flagged } worth seeing, { $findings } findings
triage-junk = Spam and quarantine: { $count } messages, { $linked } linked to a fraud found elsewhere
triage-defects = ! { $count } messages could not be looked at in full: see defects.jsonl
triage-lost = ! { $count } files could not be read
triage-first = To be seen first:
triage-accounts = Accounts to reset, or to consider compromised:
triage-more-accounts = ... and { $count } more: see accounts.jsonl
triage-details =
    Details of the triage, one object a line: { $folder }
    A message: scelle show CASE ID
column-account = Account
column-last = Last message

# Rules
column-rule = Rule
column-severity = Severity
column-service = Service
rule-kind = Kind
rule-action = Action of the fiche
rule-reason = Reason
rule-detector = Judged by
rule-keywords = Keywords
rule-regex = Pattern
rule-check = Check
rule-examples = Examples:
rule-counter-examples = Counter-examples:
rule-unknown = no rule is called { $id }: see "scelle rules list"
rule-misses = The rule { $rule } finds nothing in: { $example }
rule-fires = The rule { $rule } finds something in: { $example }
rules-field-ignored = The rule { $rule } has a field "{ $field }" that has no meaning for mail: it is not applied.
indicator-not-read = { $path }, line { $line }: neither a domain nor an address, an IP, a URL, a hash or an IBAN; the line was passed over.
rules-checked = { $rules } rules, { $examples } examples, { $counter } counter-examples; in disagreement: { $failures }
## Mending a journal, and the hash file beside an archive

help-log-add-mend = First mend a journal whose last line was cut off (power cut): its bytes go into a file beside it, and an entry says so
log-mend = Only the last line was cut off while it was written: “scelle log add --mend CASE TEXT” keeps its bytes in a file beside the journal, notes that, and goes on.
log-mended = The unfinished last line was moved to { $path }; entry { $number } says so.
log-completed = The last line of { $path } lacked its end only, which was added; entry { $number } says so.
verify-no-hash-file = { $path } is not there. If it was lost, and this seal is the one written down elsewhere: sha256sum { $archive } > { $path }
passphrase-unreadable = Cannot read the passphrase from { $path }
passphrase-needed = the passphrase of { $what } is needed: --passphrase-fd N or --passphrase-file FILE
ask-passphrase = Passphrase of { $what }:
openpgp-wrong-passphrase = wrong passphrase ({ $detail })
openpgp-no-matching-key = none of the keys given opens this file ({ $detail })
openpgp-truncated = the encrypted file is incomplete: nothing of it was kept. Have it sent again.
openpgp-altered = the encrypted file was altered or damaged: nothing of it was kept. Have it sent again.
openpgp-no-integrity = the file is encrypted without integrity protection: refused, an alteration would not be seen
openpgp-not-encrypted = the file is not encrypted with OpenPGP
recipient-refused =
    refused as a recipient: { $name }
    {"    "}{ $fingerprint }
    {"    "}{ $reasons }
recipient =
    Recipient: { $name } ({ $algorithm })
    {"    "}{ $fingerprint }
recipient-not-confirmed = fingerprint not confirmed: { $name }, { $fingerprint }. Compare it with the recipient, by telephone for instance, then give it with --fingerprint.
ask-fingerprint = Is this the fingerprint that the recipient told you (yes/no)?
handover-not-intact = The archive is not intact: nothing was prepared.
handover-no-triage = there is no folder { $folder }
handover-done =
    Package ready for { $recipients }: { $package } ({ $size }, { $files } files)
    {"    "}SHA-256 { $sha256 }
    {"    "}Letter { $letter }
    {"    "}Journal: { $entries } entries, head { $head }
    {"    "}Send the package and the letter; tell the seal over another channel. When the receipt comes back: scelle log receipt
handover-redacted =
    {"    "}The excerpts of secrets were taken out of the triage; the mails in the archive are whole.
received-intact =
    RECEIVED, INTACT. Case { $case }, handed over by { $sender }, { $when }.
    {"    "}Purpose: { $purpose }
    {"    "}Seal { $seal }
    {"    "}Files in { $folder }
received-altered =
    RECEIVED, ALTERED: { $found } differences. Case { $case }, handed over by { $sender }, { $when }.
    {"    "}Files in { $folder }
received-unsigned =
    {"    "}The letter is not signed: compare the seal with the one that the sender tells you over another channel.
received-next =
    {"    "}Receipt to send back: { $receipt }
receipt-unreadable = { $path } is no receipt: { $why }
receipt-same-head = Receipt of { $receiver } ({ $verdict }) added: both journals have the same head, { $entries } entries, { $head }
receipt-own-entry = Receipt of { $receiver } ({ $verdict }) noted in an entry of its own, because the journal had gone on: { $entries } entries, head { $head }
receipt-already = This receipt of { $receiver } ({ $verdict }) is in the journal already: { $entries } entries, head { $head }
receipt-other-case = { $path } is no receipt of this case: neither the journal that it continues nor the archive that it acknowledges is known here. Nothing was noted.
signature-wrong = The signature { $path } is wrong ({ $word }): nothing was noted.
pin-unsigned = not signed
pin-signer-unknown = signed; give the signer’s certificate with --signer to verify it
pin-signed = signed by { $fingerprint }, verified
pin-signature-wrong = WRONG SIGNATURE ({ $word })
pin-contradicts = CUT OR REWRITTEN (journal-cut): { $path } attests another entry { $count }
pin-seal = Pinned up to entry { $count } by the seal of { $path }
pin-transfer = Pinned up to entry { $count } by the transfer { $path }
pin-receipt = Pinned up to entry { $count } by the receipt { $path }
pin-rest =
    { $count ->
        [one] The last entry is
       *[other] The last { $count } entries are
     } pinned by nothing: their removal would not be seen.
stage-handover = Preparing the package
stage-receive = Opening the package
help-value-what = WHAT
help-value-key-asc = KEY.asc

help-handover = Prepare the hand-over: one file encrypted to the recipient, with the archive, the journal, the triage and the letter
help-handover-archive = The archive, or the case folder
help-handover-to = OpenPGP certificate (public key) of a recipient; may be repeated
help-handover-fingerprint = Fingerprint of a recipient’s certificate, compared with them: ask nothing; may be repeated
help-handover-output = Folder to write the package to; that of the archive by default
help-handover-sender = Who hands over, as the letter is to say
help-handover-purpose = Why the archive is handed over
help-handover-triage = Folder of the triage to enclose; by default triage beside the archive
help-handover-without = What does not travel
help-handover-redact-secrets = Take excerpts and digests of secrets out of the triage (the mails in the archive stay whole)
help-arg-sign = OpenPGP secret key to sign with
help-arg-passphrase-fd = File descriptor whose first line is the passphrase
help-arg-passphrase-file = File whose first line is the passphrase
help-arg-signer = OpenPGP certificate of somebody who may have signed; may be repeated
help-receive = Receive a package: decrypt, verify everything, write the receipt
help-receive-package = The package (.tar.gpg)
help-receive-key = OpenPGP secret key that may open it; may be repeated
help-receive-output = Folder to put what it holds into
help-receive-receiver = Who receives, as the receipt is to say
help-log-receipt = Add a recipient’s receipt to the journal
help-log-receipt-receipt = The receipt (.json); its signature is read beside it (.json.asc)
proof-no-time = date not told
proof-token = Time-stamp { $entry }: existed on { $time }, attested by { $authority } (policy { $policy }), vouched for by your root certificates
proof-token-unvouched = Time-stamp { $entry }: { $time } according to { $authority } (policy { $policy }). Its signature and certificate agree, but nothing says that this authority is the true one: give its root certificates with --tsa-ca
proof-openpgp =
    OpenPGP signature { $entry }: good, of { $time }, by
    {"    "}{ $fingerprint }
proof-openpgp-unknown =
    OpenPGP signature { $entry } ({ $word }): says it is of { $time }, by
    {"    "}{ $fingerprint }
    {"    "}nothing is proven without the signer’s certificate: give it with --signer
proof-cms =
    Signature { $entry }: good, of { $time }, by { $signer }
    {"    "}(certificate SHA-256 { $fingerprint })
proof-cms-unvouched =
    Signature { $entry }: agrees, of { $time }, by { $signer }
    {"    "}(certificate SHA-256 { $fingerprint }), but nothing vouches for that certificate: give it, or its authority’s, with --signer
verdict-intact-vouched =
    INTACT. { $entries } entries and { $messages } messages are those that were sealed, as attested below the seal:
    {"    "}{ $seal }
verdict-proof-wrong =
    { $found ->
        [one] CONTENT INTACT, but a proof that was added does not hold:
       *[other] CONTENT INTACT, but { $found } proofs that were added do not hold:
    }
    {"    "}{ $seal }
help-arg-tsa-ca = Root certificates of the time-stamp authority (PEM), which you trust
verify-interrupted = An addition to this archive was interrupted: “scelle timestamp” or “scelle sign” puts it back (rescue copy: { $path }).
signed = Signed: { $entry }, by { $signer }
sign-failed =
    The archive is sealed, but signing failed: { $why }
    {"    "}To try again: scelle sign { $archive } --key KEY
timestamp-failed =
    The archive is sealed, but the time-stamp failed: { $why }
    {"    "}To try again: scelle timestamp { $archive } --tsa { $url }
    {"    "}Without a network: scelle timestamp { $archive } --request request.tsq
timestamp-tree-failed = the seal is time-stamped, the message tree is not; run the command again
timestamp-other-response = { $path } stamps something else than this archive, or what is stamped already
timestamp-carry = On a machine with a network (a request holds a hash only):
timestamp-curl =
    {"    "}curl -sS -H 'Content-Type: application/timestamp-query' --data-binary @{ $request } -o { $response } AUTHORITY-URL
timestamp-come-back =
    Then here:
    {"    "}scelle timestamp { $archive }{ $responses }
disclose-none = No message matches: nothing was written.
disclose-no-findings = No result of a triage in { $path }
disclose-not-stamped = the messages of { $archive } are not time-stamped: begin with “scelle timestamp”
disclose-done =
    { $count ->
        [one] 1 message
       *[other] { $count } messages
     } in { $folder }: for each, .asics (the message and its proof), .tst (the time-stamp) and .txt (what that proves).
simple-message =
    INTACT. One message, whole, SHA-256 { $sha256 }
    {"    "}was part of the mailbox that was sealed:
simple-seal = INTACT. { $object }; the seal is { $sha256 }
simple-wrong = THE PROOF DOES NOT HOLD: { $object }, SHA-256 { $sha256 }
help-value-key = KEY
help-value-file-tsq = FILE.tsq
help-value-file-tsr = FILE.tsr
help-value-cert = CERT
help-value-seconds = SECONDS
help-value-rule-kind = RULE|KIND
help-timestamp = Time-stamp an archive (RFC 3161): over the network, or with request and answer carried by hand
help-timestamp-request = Write the request to carry to the authority, and a second one for the message tree (.messages.tsq)
help-timestamp-response = Answer of the authority to add; may be repeated
help-arg-tsa = http:// address of a time-stamp authority, which is sent a hash only
help-arg-tsa-policy = Policy to ask the authority for
help-arg-tsa-timeout = How long to wait for its answer
help-arg-key = OpenPGP secret key, or PKCS#12 (key and X.509 certificate)
help-seal-sign = Sign the archive with this key, OpenPGP or PKCS#12
help-run-sign = Sign the archive with this key, OpenPGP or PKCS#12
help-verify-signer = Certificate, OpenPGP or X.509, of somebody who may have signed or of their authority; may be repeated
help-sign = Sign a sealed archive
help-disclose = Show single messages, each with the proof that it was in the mailbox, and nothing of the others
help-disclose-ids = Starts of the messages’ SHA-256, at least 4 digits each
help-disclose-output = Folder to write into; nothing there is overwritten
help-disclose-finding = Also the messages in which the triage found this rule or kind (secret, fraud...); may be repeated
help-disclose-triage = Folder of the triage; by default triage beside the archive
pin-not-noted = { $path } is not in the journal: note it (scelle log receipt), or the journal was cut (journal-cut)
