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
verdict-unread = There, not read by this version: { $names }
verdict-companion = Journal beside the archive: { $entries } entries.
verdict-no-companion = No journal beside the archive: only the sealed journal was verified.
no-seal = no seal

# What now
next =
    What now:
      1. Copy the seal into the official record, or send it to a third party by e-mail.
      2. Copy the archive to a separate, read-only medium; keep the original export.
      3. To hand over together: { $archive }
      {"                           "}{ $hash }
      {"                           "}{ $journal }
      4. The recipient verifies without scelle: custody/VERIFY.txt in the archive tells how.
