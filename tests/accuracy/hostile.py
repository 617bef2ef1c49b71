#!/usr/bin/env python3
"""Messages made to break a reader: each must end in time, in bounded memory, with one row and a recorded defect.

    hostile.py SCELLE [--work DIR] [--only NAME] [--no-extra]

The first eight are those of the project's goals: a line of 100 MB, 500 000 parts, 1 000 000 header fields, a subject of 300 000
encoded words, 100 000 nested multiparts, 100 000 nested messages, a zip of 10 MB that unpacks to 10 GB, a picture of 40 000 x 40 000
pixels. The others are the judge's own; they need no defect, where everything in them can be read, but the same time, memory and row.
Each is triaged by itself: exit status 0 or 4, wall time under 10 s, peak memory under 512 MiB (the kernel's ru_maxrss), exactly
one row in messages.jsonl; a defect is a row in defects.jsonl or a non-empty `defects` or `limits` field of the message's row.
--work keeps the inputs (about 300 MB). Exit status 0 where all hold, 1 otherwise.
"""

import argparse
import base64
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

from triaging import DONE, Run, one_line

SECONDS, MEMORY, KILL = 10, 512, 120
HEAD = (b"Return-Path: <emma@expediteur.example>\nReceived: from mx.expediteur.example ([192.0.2.7]) by mail.bureau.example;"
        b" Tue, 3 Mar 2026 09:10:11 +0100\nFrom: Emma Petit <emma@expediteur.example>\nTo: paul@bureau.example\n"
        b"Subject: %s\nDate: Tue, 3 Mar 2026 09:10:10 +0100\nMessage-ID: <%s@expediteur.example>\nMIME-Version: 1.0\n")
ZEROS = 1 << 26


def head(name, **fields):
    lines = HEAD % (name.encode(), name.encode())
    for key, value in fields.items():
        lines += f"{key.replace('_', '-')}: {value}\n".encode()
    return lines


def attached(name, kind, file_name, data):
    body = base64.encodebytes(data)
    return (head(name, Content_Type='multipart/mixed; boundary="cut"') + b"\n--cut\nContent-Type: text/plain\n\nSee attached.\n--cut\n"
            + f'Content-Type: {kind}; name="{file_name}"\nContent-Disposition: attachment; filename="{file_name}"\n'
              "Content-Transfer-Encoding: base64\n\n".encode() + body + b"--cut--\n")


def deflated_zeros(count):
    """A raw deflate stream of `count` zero bytes, made of one compressed block repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(ZEROS)) + packer.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, zlib.DEFLATED, -15)
    return block * (count // ZEROS) + last.compress(bytes(count % ZEROS)) + last.flush()


def zip_of_zeros(count):
    """A zip64 archive with one member of `count` zero bytes."""
    data, crc = deflated_zeros(count), 0
    for _ in range(count // ZEROS):
        crc = zlib.crc32(bytes(ZEROS), crc)
    crc = zlib.crc32(bytes(count % ZEROS), crc)
    name, whole = b"releves.csv", 0xFFFFFFFF
    sizes = struct.pack("<HHQQ", 1, 16, count, len(data))
    common = struct.pack("<HHHHHIIIHH", 45, 0, 8, 0, 0x5C63, crc, whole, whole, len(name), len(sizes))
    local = b"PK\x03\x04" + common + name + sizes + data
    central = b"PK\x01\x02" + struct.pack("<H", 45) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name + sizes
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def black_png(side):
    """A valid 8-bit grey PNG of `side` x `side` black pixels."""
    count = side * (side + 1)
    # Adler-32 of n zero bytes: a stays 1, b is n.
    pixels = b"\x78\xda" + deflated_zeros(count) + struct.pack(">I", (count % 65521) << 16 | 1)
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def long_line():
    lures = b"password:passwd=mdp:motdepasse=AKIAeyJhbGciOiJghp_xoxb-sk_live_-----BEGIN"
    return head("long-line", Content_Type="text/plain; charset=utf-8") + b"\n" + lures * (100_000_000 // len(lures)) + b"\n"


def many_parts():
    part = b"--cut\nContent-Type: text/plain\n\nx\n"
    return head("many-parts", Content_Type='multipart/mixed; boundary="cut"') + b"\n" + part * 500_000 + b"--cut--\n"


def many_headers():
    return head("many-headers") + b"".join(b"X-Field-%d: value %d\n" % (i, i) for i in range(1_000_000)) + b"\nHello.\n"


def long_subject():
    words = b"\n ".join([b"=?utf-8?Q?mot_de_passe_?="] * 150_000 + [b"=?iso-8859-1?B?6WzpdmU=?="] * 150_000)
    return HEAD % (words, b"long-subject") + b"\nHello.\n"


def nested_multiparts():
    opening = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(100_000))
    closing = b"".join(b"--b%d--\n" % i for i in range(99_999, -1, -1))
    return head("nested-multiparts") + opening + b"Content-Type: text/plain\n\ndeep\n" + closing


def nested_messages():
    level = b"From: a@expediteur.example\nSubject: deeper\nContent-Type: message/rfc822\n\n"
    return head("nested-messages", Content_Type="message/rfc822") + b"\n" + level * 99_999 + b"Subject: bottom\n\ndeep\n"


def zip_bomb():
    return attached("zip-bomb", "application/zip", "releves.zip", zip_of_zeros(10_000_000_000))


def huge_picture():
    return attached("huge-picture", "image/png", "scan.png", black_png(40_000))


def deep_html():
    return head("deep-html", Content_Type="text/html; charset=utf-8") + b"\n<html><body>" + b"<div><b>" * 1_000_000 + b"deep\n"


def deep_quotes():
    lines = b"".join(b">" * (i % 4000) + b" mot de passe :\n" for i in range(20_000))
    return head("deep-quotes", Content_Type="text/plain") + b"\n" + lines


def many_recipients():
    names = b",\n ".join(b'"Doe, J. %d" <j%d@bureau.example>' % (i, i) for i in range(500_000))
    return head("many-recipients") + b"Cc: " + names + b"\n\nHello.\n"


def keyword_lines():
    lines = b"Identifiant : \nMot de passe : \npassword =\nlogin: user\ncode : \n" * 400_000
    return head("keyword-lines", Content_Type="text/plain") + b"\n" + lines


def unclosed_tags():
    return head("unclosed-tags", Content_Type="text/html") + b"\n" + b"<a href='x" * 500_000 + b"<!--" * 500_000 + b"&#" * 500_000 + b"\n"


def zip_of_members():
    """An archive of 60 000 tiny members, all of the same name."""
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0x5C63, zlib.crc32(b"x"), 1, 1, 5, 0) + b"a.txtx"
    central = b"".join(b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0x5C63, zlib.crc32(b"x"), 1, 1, 5, 0, 0, 0, 0, 0,
                                                   i * len(local)) + b"a.txt" for i in range(60_000))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 60_000, 60_000, len(central), 60_000 * len(local), 0)
    return attached("zip-of-members", "application/zip", "many.zip", local * 60_000 + central + end)


GOALS = [long_line, many_parts, many_headers, long_subject, nested_multiparts, nested_messages, zip_bomb, huge_picture]
EXTRA = [deep_html, deep_quotes, many_recipients, keyword_lines, unclosed_tags, zip_of_members]


def defects_of(run, rows):
    return run.rows("defects.jsonl", optional=True) + [d for row in rows for key in ("defects", "limits") for d in row.get(key) or []]


def judge(scelle, make, work, needs_defect):
    """Triages one input; what is wrong with the outcome."""
    name = make.__name__
    path = work / f"{name}.eml"
    if not path.exists():
        # By a process of its own: what a child inherits of our memory would count in its peak.
        subprocess.run([sys.executable, __file__, "--make", name, path], check=True)
    with tempfile.TemporaryDirectory(dir=work, prefix="out-") as out:
        run = Run(scelle, [path], pathlib.Path(out, "triage"), reveal=False, limit=KILL)
        wrong, rows, defects = [], [], []
        if run.status not in DONE:
            wrong.append(f"exit {run.status}: {one_line(run.errors[-200:], 120)}")
        try:
            rows = run.rows("messages.jsonl")
            run.rows("findings.jsonl")
            defects = defects_of(run, rows)
        except ValueError as error:
            wrong.append(one_line(error, 120))
    if run.seconds >= SECONDS:
        wrong.append("too slow")
    if run.peak >= MEMORY:
        wrong.append("too much memory")
    if len(rows) != 1:
        wrong.append(f"{len(rows)} rows")
    if needs_defect and not defects:
        wrong.append("no defect recorded")
    print(f"  {name:18} {path.stat().st_size / 1e6:8.1f} MB  exit {run.status:3}  {run.seconds:7.2f} s  {run.peak:7.1f} MiB  rows {len(rows)}  "
          f"defects {len(defects)}  {'MISSED: ' + '; '.join(wrong) if wrong else 'MET'}", flush=True)
    return not wrong


def main():
    if sys.argv[1:2] == ["--make"]:
        pathlib.Path(sys.argv[3]).write_bytes(globals()[sys.argv[2]]())
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scelle")
    parser.add_argument("--work", help="keep the inputs here")
    parser.add_argument("--only", help="only the inputs whose name contains this")
    parser.add_argument("--no-extra", action="store_true", help="only the eight of the goals")
    args = parser.parse_args()
    inputs = [(make, True) for make in GOALS] + ([] if args.no_extra else [(make, False) for make in EXTRA])
    inputs = [(make, needs) for make, needs in inputs if not args.only or args.only in make.__name__]
    if not inputs:
        sys.exit(f"no input is called {args.only}")
    print(f"under {SECONDS} s, under {MEMORY} MiB, one row, a recorded defect (the judge's own inputs, after the eighth: if need be)")
    with tempfile.TemporaryDirectory(prefix="scelle-hostile-") as scratch:
        work = pathlib.Path(args.work or scratch)
        work.mkdir(parents=True, exist_ok=True)
        met = [judge(args.scelle, make, work, needs) for make, needs in inputs]
    print(f"{sum(met)} of {len(met)} met")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
