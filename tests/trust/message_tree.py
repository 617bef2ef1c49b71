#!/usr/bin/env python3
"""message_tree.py MESSAGES.CSV: the root of the hash tree over the messages of an archive (RFC 4998 section 4.2, docs/FORMAT.md),
computed from the column sha256 alone. It is what the token META-INF/message-tree.tst stamps."""

import csv
import hashlib
import sys

with open(sys.argv[1], newline="", encoding="utf-8") as table:
    csv.field_size_limit(1 << 24)
    level = sorted({bytes.fromhex(row["sha256"]) for row in csv.DictReader(table)})
if not level:
    sys.exit("message_tree: no message, no tree")
while len(level) > 1:
    pairs = [sorted(level[place : place + 2]) for place in range(0, len(level), 2)]
    level = [hashlib.sha256(b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
print(level[0].hex())
