#!/usr/bin/env python3
"""Counts and hashes a sealed archive again, unpacked, with Python's own csv, hashlib and mmap: a second opinion on scelle.

    recount.py BAG [SOURCE]

BAG is the bag's folder of the unpacked archive. Every row of messages.csv is hashed; tables, counts and journal are held
against each other and against what lies in the bag. With SOURCE, the export that was sealed, every file below it must be in
the archive, byte for byte. Ends with status 1 at the first difference.
"""

import collections
import csv
import hashlib
import json
import mmap
import os
import re
import sys

csv.field_size_limit(sys.maxsize)

# A candidate for a boundary: at the start (after a byte order mark, blank lines) or after a line feed.
CANDIDATE = re.compile(rb"(?:\A(?:\xef\xbb\xbf)?|\n)From ")
MBOX = {"mbox", "thunderbird", "takeout", "readpst-mbox"}
SINGLE = {"maildir", "eml", "readpst-eml", "mh", "emlx"}
# Of the files of one pffexport message one anchors it; the others are its parts.
ANCHORS = {"InternetHeaders.txt", "OutlookHeaders.txt"}


def check(holds, *what):
    if not holds:
        sys.exit("recount: " + " ".join(map(str, what)))


def equal(found, expected, *what):
    check(found == expected, *what, "found", found, "expected", expected)


def rows(bag, name):
    with open(os.path.join(bag, "custody", name), encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


class View:
    """The bytes of a file, mapped; an empty file cannot be."""

    def __init__(self, path):
        self.file = open(path, "rb")
        self.size = os.fstat(self.file.fileno()).st_size
        self.bytes = mmap.mmap(self.file.fileno(), 0, access=mmap.ACCESS_READ) if self.size else b""

    def sha256(self, start=0, end=None):
        digest = hashlib.sha256()
        end = self.size if end is None else end
        for place in range(start, end, 1 << 20):
            digest.update(self.bytes[place : min(place + (1 << 20), end)])
        return digest.hexdigest()

    def close(self):
        if self.size:
            self.bytes.close()
        self.file.close()


def recount_messages(bag):
    """Hashes every message; the counts by file, and by folder and role."""
    by_file, by_folder = collections.Counter(), collections.defaultdict(lambda: [set(), 0, 0])
    defective, view, now, end, order = collections.Counter(), None, None, 0, []
    for number, row in enumerate(rows(bag, "messages.csv"), 2):
        if row["file"] != now:
            if view:
                view.close()
            now, end = row["file"], 0
            order.append(now)
            view = View(os.path.join(bag, now))
        start, length = int(row["offset"]), int(row["length"])
        check(start >= end, "messages.csv line", number, "overlaps the one before")
        end = start + length
        check(end <= view.size, "messages.csv line", number, "goes beyond", now)
        equal(row["sha256"], view.sha256(start, end), "messages.csv line", number)
        equal(row["id"], row["sha256"][:12], "messages.csv line", number, "id")
        by_file[now] += 1
        defective[now] += bool(row["defects"])
        folder = by_folder[row["folder"], row["role"]]
        folder[0].add(now)
        folder[1] += 1
        folder[2] += bool(row["defects"])
        for part in row["parts"].split():
            check(os.path.isfile(os.path.join(bag, part)), "messages.csv line", number, "part", part)
    equal(len(order), len(set(order)), "messages.csv goes back to a file,")
    return by_file, by_folder, defective


def recount_sources(bag, by_file, defective, rejected):
    """Holds every stored file against its row of sources.csv; the totals and the rows by source and path."""
    total, listed = collections.Counter(), {}
    for row in rows(bag, "sources.csv"):
        where = "sources.csv " + row["path"]
        check((row["source"], row["path"]) not in listed, where, "stands twice")
        listed[row["source"], row["path"]] = row
        if row["status"] != "stored":
            equal(row["file"], "", where, "not stored, but in")
            total["not_stored"] += 1
            continue
        view = View(os.path.join(bag, row["file"]))
        equal(int(row["size"]), view.size, where, "size")
        equal(row["sha256"], view.sha256(), where)
        counts = {name: int(row[name]) for name in ("candidates", "messages", "rejected", "defective")}
        equal(counts["messages"], by_file[row["file"]], where, "messages")
        equal(counts["defective"], defective[row["file"]], where, "defective")
        equal(counts["rejected"], rejected[row["file"]], where, "rejected")
        equal(counts["candidates"], counts["messages"] + counts["rejected"], where, "candidates")
        if row["format"] in MBOX:
            seen = sum(1 for _ in CANDIDATE.finditer(view.bytes))
            equal(counts["candidates"], seen, where, "lines that begin with From, ")
        elif row["format"] in SINGLE:
            equal(counts["candidates"], 1, where, "candidates of a single file")
        elif row["format"] == "pffexport" and row["path"].rsplit("/")[-1] in ANCHORS:
            check(counts["candidates"] <= 1, where, "anchors more than one message")
        else:
            equal(counts["candidates"], 0, where, "candidates of what is no mailbox")
        view.close()
        total.update(counts)
        total.update(files=1, bytes=int(row["size"]))
    return total, listed


def recount_data(bag, total):
    """What lies in data/ is what sources.csv lists, no more."""
    there = sum(len(files) for _, _, files in os.walk(os.path.join(bag, "data")))
    equal(there, total["files"], "files in data/")


def recount_folders(bag, by_folder, total):
    seen = {}
    last = None
    for row in rows(bag, "reconciliation.csv"):
        counts = {name: int(row[name]) for name in ("files", "candidates", "messages", "rejected", "defective")}
        equal(counts["candidates"], counts["messages"] + counts["rejected"], "reconciliation", row["name"])
        if row["scope"] == "total":
            last = counts
            continue
        seen[row["name"], row["role"]] = counts
    for folder, counts in seen.items():
        files, messages, defective = by_folder.get(folder, (set(), 0, 0))
        equal((counts["messages"], counts["defective"]), (messages, defective), "reconciliation", folder)
        check(counts["files"] >= len(files), "reconciliation", folder, "files")
    equal(set(by_folder) - set(seen), set(), "folders without reconciliation,")
    for name in ("candidates", "messages", "rejected", "defective"):
        equal(last[name], total[name], "reconciliation, total of", name)
        equal(sum(counts[name] for counts in seen.values()), total[name], "reconciliation, sum of", name)
    equal(last["files"], total["files"], "reconciliation, files")


def recount_record(bag, total, kinds):
    with open(os.path.join(bag, "custody", "acquisition.json"), encoding="utf-8") as file:
        record = json.load(file)
    for name in ("files", "bytes", "candidates", "messages", "rejected", "defective"):
        equal(record["counts"][name], total[name], "acquisition.json", name)
    equal(record["defects"], dict(kinds), "acquisition.json defects")
    before, lines = "0" * 64, 0
    with open(os.path.join(bag, "custody", "journal.jsonl"), "rb") as file:
        for lines, line in enumerate(file, 1):
            check(line.endswith(b"\n"), "journal line", lines, "is not finished")
            entry = json.loads(line)
            equal((entry["n"], entry["prev"]), (lines, before), "journal line", lines)
            before = hashlib.sha256(line[:-1]).hexdigest()
    equal((record["journal"]["entries"], record["journal"]["head"]), (lines, before), "journal head")


def escaped(path):
    """As FORMAT.md section 4 writes a path."""
    out = []
    for char in path.decode("utf-8", "surrogateescape"):
        code = ord(char)
        if char == "\\":
            out.append("\\\\")
        elif 0xDC80 <= code <= 0xDCFF:
            out.append(f"\\x{code - 0xDC00:02x}")
        elif code < 0x20 or 0x7F <= code < 0xA0:
            out.extend(f"\\x{byte:02x}" for byte in char.encode())
        else:
            out.append(char)
    return "".join(out)


def compare_source(source, bag, listed):
    """Every file below the export is in the bag with the bytes it has."""
    seen = 0
    root = os.fsencode(source)
    for folder, _, files in os.walk(root):
        for name in files:
            path = os.path.join(folder, name)
            relative = escaped(os.path.relpath(path, root))
            row = listed.get((escaped(root), relative))
            check(row is not None, "not in sources.csv:", relative)
            if os.path.islink(path) or not os.path.isfile(path):
                check(row["status"] != "stored", relative, "is stored, but no regular file")
            else:
                view = View(path)
                equal(row["sha256"], view.sha256(), "the original of", relative)
                view.close()
            seen += 1
    equal(len(listed), seen, "rows of sources.csv")


def main(bag, source=None):
    rejected, kinds = collections.Counter(), collections.Counter()
    for row in rows(bag, "defects.csv"):
        kinds[row["kind"]] += 1
        rejected[row["file"]] += row["kind"] == "rejected-boundary"
    by_file, by_folder, defective = recount_messages(bag)
    total, listed = recount_sources(bag, by_file, defective, rejected)
    recount_data(bag, total)
    recount_folders(bag, by_folder, total)
    recount_record(bag, total, kinds)
    if source:
        compare_source(source, bag, listed)
    print(f"recount: {total['messages']} messages, {total['files']} files, {len(by_folder)} folders: all as told")


if __name__ == "__main__":
    main(*sys.argv[1:])
