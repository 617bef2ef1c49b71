#!/usr/bin/env python3
"""asic.py ARCHIVE: the ASiC manifests of an archive, read by Python's own XML parser. The sealed one refers to every entry before it, in
order, with its SHA-256; mimetype comes first. Behind it stand proofs only, and each later manifest refers to all of META-INF/ before it
and names the proof that follows (docs/FORMAT.md section 10). Status 1 where that does not hold."""

import base64
import hashlib
import re
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

MANIFEST = "META-INF/ASiCManifest001.xml"
ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
LATER = re.compile(r"META-INF/ASiCManifest(\d{3})\.xml")
ADDED = re.compile(r"META-INF/(message-tree\.tst|openpgp(\d{3})?\.asc|timestamp\d{3}\.tst|signature\d{3}\.p7s|ASiCManifest\d{3}\.xml)")
TYPES = {"tst": "application/vnd.etsi.timestamp-token", "p7s": "application/pkcs7-signature"}
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


def check(holds, what):
    if not holds:
        sys.exit(f"asic: {what}")


def digest(archive, name):
    sha256 = hashlib.sha256()
    with archive.open(name) as file:
        while piece := file.read(1 << 20):
            sha256.update(piece)
    return base64.b64encode(sha256.digest()).decode()


def manifest(archive, name, expected, proof):
    """The manifest `name` refers to the entries `expected`, with their digests, and is what `proof` is made over."""
    root = ElementTree.fromstring(archive.read(name))
    signature = root.find(f"{ASIC}SigReference")
    check(root.tag == f"{ASIC}ASiCManifest" and signature is not None, f"{name} is no ASiC manifest")
    check(signature.get("URI") == proof, f"{name}: SigReference names {signature.get('URI')}, not {proof}")
    check(signature.get("MimeType") == TYPES.get(proof[-3:]), f"{name}: MimeType")
    references = root.findall(f"{ASIC}DataObjectReference")
    check([reference.get("URI") for reference in references] == expected, f"{name}: references are not the entries in their order")
    for reference in references:
        check(reference.find(f"{DS}DigestMethod").get("Algorithm") == SHA256, reference.get("URI"))
        told = reference.find(f"{DS}DigestValue").text
        check(told == digest(archive, reference.get("URI")), reference.get("URI"))


def main(path):
    archive = zipfile.ZipFile(path)
    names = archive.namelist()
    first = archive.infolist()[0]
    check((first.filename, first.compress_type, first.extra) == ("mimetype", 0, b""), "mimetype is not first")
    check(archive.read("mimetype") == b"application/vnd.etsi.asic-e+zip", "mimetype")
    sealed = names.index(MANIFEST)
    manifest(archive, MANIFEST, names[:sealed], "META-INF/timestamp001.tst")
    number = 1
    for place in range(sealed + 1, len(names)):
        check(ADDED.fullmatch(names[place]), f"{names[place]} may not stand behind the seal")
        later = LATER.fullmatch(names[place])
        if later:
            number += 1
            check(int(later[1]) == number and place + 1 < len(names), f"{names[place]} is not the next manifest")
            check(names[place + 1][-7:-4] == later[1], f"{names[place + 1]} is not the proof over {names[place]}")
            before = [name for name in names[:place] if name.startswith("META-INF/")]
            manifest(archive, names[place], before, names[place + 1])


if __name__ == "__main__":
    main(sys.argv[1])
