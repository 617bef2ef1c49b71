#!/usr/bin/env python3
"""asic.py ARCHIVE: the ASiC manifest of an archive, read by Python's own XML parser, refers to every entry, in order, with its
SHA-256; mimetype comes first. Status 1 where it does not."""

import base64
import hashlib
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

MANIFEST = "META-INF/ASiCManifest001.xml"
ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
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


def main(path):
    archive = zipfile.ZipFile(path)
    root = ElementTree.fromstring(archive.read(MANIFEST))
    signature = root.find(f"{ASIC}SigReference")
    check(root.tag == f"{ASIC}ASiCManifest" and signature is not None, "not an ASiC manifest")
    check(signature.get("MimeType") == "application/vnd.etsi.timestamp-token", "SigReference")
    references = root.findall(f"{ASIC}DataObjectReference")
    names = [reference.get("URI") for reference in references]
    check(names + [MANIFEST] == archive.namelist(), "references are not the entries in their order")
    first = archive.infolist()[0]
    check((first.filename, first.compress_type, first.extra) == ("mimetype", 0, b""), "mimetype is not first")
    check(archive.read("mimetype") == b"application/vnd.etsi.asic-e+zip", "mimetype")
    for reference in references:
        check(reference.find(f"{DS}DigestMethod").get("Algorithm") == SHA256, reference.get("URI"))
        told = reference.find(f"{DS}DigestValue").text
        check(told == digest(archive, reference.get("URI")), reference.get("URI"))


if __name__ == "__main__":
    main(sys.argv[1])
