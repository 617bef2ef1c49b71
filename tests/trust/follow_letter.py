#!/usr/bin/env python3
"""Follows a text of ours as a recipient does who has Debian's tools alone: takes the command lines (four blanks in front) in their order,
runs them one after the other with bash in FOLDER, and stops at the first that fails. What scelle or bagit.py is asked is left out.

  follow_letter.py letter LETTER.txt fr|en FOLDER --home GNUPGHOME
      the letter of a hand-over; FOLDER holds the package, its .sha256 and ROOTS.pem, nothing else. What the commands print must be
      what the letter says: seal, SHA-256 of the archive, head of the journal, date of each time-stamp.
  follow_letter.py verify VERIFY.txt 2,3,6 FOLDER --home GNUPGHOME --seal HEX
      those sections of custody/VERIFY.txt; FOLDER holds the archive, its .sha256 and ROOTS.pem"""

import argparse
import datetime
import os
import re
import subprocess
import sys
import tempfile

NEEDED = {
    "letter": ["sha256sum -c ", "gpg --output ", "tar -xf ", "sha256sum -c SHA256SUMS", "gpg --verify transfer.json.asc ", "unzip -tq ",
               "manifest-sha256.txt", "sha256sum x/META-INF/ASiCManifest001.xml", "-in x/META-INF/timestamp001.tst -text",
               "openssl ts -verify ", "gpg --verify x/META-INF/openpgp.asc ", "openssl cms -verify ", "tail -n 1 "],
    "verify": ["unzip -q ", "tagmanifest-sha256.txt", "sha256sum ../META-INF/ASiCManifest001.xml", "-text", "openssl ts -verify ", "gpg --verify "],
}
LABELS = {"fr": ("Scellé", "son SHA-256", "Journal", "Preuves jointes"), "en": ("Seal", "its SHA-256", "Journal", "Proofs enclosed")}


def check(holds, what):
    if not holds:
        sys.exit(f"follow_letter: {what}")


def commands(text, sections=None):
    """The command lines of the numbered sections (all without `sections`)."""
    found, section = [], None
    for line in text.splitlines():
        if heading := re.match(r"(\d+)\. ", line):
            section = heading[1]
        if section and re.match(r" {4}\S", line) and (sections is None or section in sections):
            found.append(line[4:])
    return [line for line in found if not line.startswith(("scelle ", "bagit.py "))]


def follow(lines, folder, home):
    """What each line printed, standard error with it. Ends with the status of the first that fails."""
    script = "".join(f"{line}\nstatus=$?; echo; echo \"END {at}\"; [ $status = 0 ] || exit 1\n" for at, line in enumerate(lines))
    with tempfile.NamedTemporaryFile("w", suffix=".sh", encoding="utf-8") as file:
        file.write("set -o pipefail\nexec 2>&1\n" + script)
        file.flush()
        debian = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": home, "GNUPGHOME": home}
        done = subprocess.run(["/bin/bash", file.name], cwd=folder, env=debian, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    said = done.stdout.decode("utf-8", "replace")
    printed = re.split(r"\nEND \d+\n", said)
    check(done.returncode == 0 and len(printed) == len(lines) + 1, f"failed: {lines[min(len(printed) - 2, len(lines) - 1)]}\n{said}")
    for wrong in ("not integrity protected", "BAD signature", "Verification: FAILED"):
        check(wrong not in said, f"{wrong}\n{said}")
    return list(zip(lines, printed))


def printed_by(followed, part):
    found = [printed for line, printed in followed if part in line]
    check(len(found) == 1, f"{len(found)} commands hold {part}")
    return found[0]


def dates(followed):
    """For each token shown, its entry's name and the time openssl printed, to the second."""
    for line, printed in followed:
        if shown := re.search(r"META-INF/(\S+\.tst) -text$", line):
            told = re.search(r"^Time stamp: (\w{3} +\d+ \d\d:\d\d:\d\d)(?:\.\d+)? (\d{4}) GMT$", printed, re.M)
            check(told, f"no date in what openssl prints of {shown[1]}\n{printed}")
            yield shown[1], datetime.datetime.strptime(f"{told[1]} {told[2]}", "%b %d %H:%M:%S %Y")


def letter(text, language, followed):
    """What was printed is what the letter says."""
    label_seal, label_archive, label_journal, label_proofs = LABELS[language]
    field = lambda label: re.search(rf"^ *{label} +(.*)$", text, re.M)[1]
    seal = printed_by(followed, "sha256sum x/META-INF/ASiCManifest001.xml")
    check(seal.split()[0] == field(label_seal), f"the seal: {seal}")
    archive = next(printed for line, printed in followed if re.match(r"sha256sum \S+\.zip$", line))
    check(archive.split()[0] == field(label_archive), f"the archive: {archive}")
    head = printed_by(followed, "tail -n 1 ")
    check(field(label_journal).endswith(" " + head.split()[0]), f"the journal's head: {head}")
    proofs = text[text.index(label_proofs):]
    for entry, time in dates(followed):
        told = re.search(rf"META-INF/{re.escape(entry)} ?: (?:time-stamp of|horodatage du) (\S+?)(?:\.\d+)?Z? ", proofs)
        check(told and told[1] == time.isoformat(), f"{entry}: openssl prints {time}, the letter says {told and told[1]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["letter", "verify"])
    parser.add_argument("text")
    parser.add_argument("part", help="fr or en; the sections, joined by commas")
    parser.add_argument("folder")
    parser.add_argument("--home", required=True)
    parser.add_argument("--seal")
    options = parser.parse_args()
    with open(options.text, encoding="utf-8") as file:
        text = file.read()
    there = sorted(os.listdir(options.folder))
    check(len(there) == 3 and "ROOTS.pem" in there, f"{options.folder} holds {there}")
    if options.what == "letter":
        parts = re.split(r"^-{70,}$", text, flags=re.M)
        check(len(parts) == 2, "not a letter in two languages")
        text = parts[0 if options.part == "fr" else 1]
        lines = commands(text)
    else:
        lines = commands(text, options.part.split(","))
    for needed in NEEDED[options.what]:
        check(any(needed in line for line in lines), f"the text has no command with: {needed}")
    followed = follow(lines, options.folder, options.home)
    if options.what == "letter":
        letter(text, options.part, followed)
    else:
        seal = printed_by(followed, "sha256sum ../META-INF/ASiCManifest001.xml").split()[0]
        check(seal == options.seal, f"the seal: {seal}")
    shown = [f"{entry} {time.isoformat()}Z" for entry, time in dates(followed)]
    check(shown, "no date was shown")
    check(any("Verification: OK" in printed for line, printed in followed if "ts -verify" in line), "openssl does not say OK")
    print(f"{len(lines)} commands; dated {', '.join(shown)}")


if __name__ == "__main__":
    main()
