#!/usr/bin/env python3
"""Checks the sets themselves: sizes, halves, no text twice, every value in its text and still there once it is a mail, files that parse.

    check_sets.py

Exit status 0 where all holds; the first thing that does not is told otherwise.
"""

import collections
import email
import html
import json
import pathlib
import re
import sys

import check_business
import mails
from measure import RULES

HERE = pathlib.Path(__file__).resolve().parent


def check(holds, *what):
    if not holds:
        sys.exit("check_sets: " + " ".join(map(str, what)))


def read(name):
    with open(HERE / name, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def shown(data):
    """What a reader of the mail sees."""
    message = email.message_from_bytes(data)
    text = message.get_payload(decode=True).decode(message.get_content_charset())
    return html.unescape(re.sub("<[^>]+>", "", text)) if message.get_content_subtype() == "html" else text


def basics(name, objects, group):
    check(len({one["id"] for one in objects}) == len(objects), name, "has an id twice")
    texts = collections.Counter((one.get("subject"), one["text"].casefold()) for one in objects)
    check(max(texts.values()) == 1, name, "has a text twice:", texts.most_common(1))
    halves = collections.Counter((group(one), one["half"]) for one in objects)
    for key in {key for key, _ in halves}:
        # More may be learnt from than is measured with: what writers add later is of the half that rules are tuned on.
        check(halves[key, "dev"] >= halves[key, "test"] - 1 or name == "notices.jsonl", name, "half to learn from is the smaller:", key, halves)
    return collections.Counter(group(one) for one in objects)


def main():
    prose = read("prose.jsonl")
    counts = basics("prose.jsonl", prose, lambda one: (one["lang"], one["kind"]))
    for lang in ("fr", "en"):
        check(counts[lang, "password"] >= 220 and counts[lang, "none"] >= 220, "too few passages", counts)
    for one in prose:
        check(bool(one["values"]) == (one["kind"] == "password"), one["id"], "kind and values disagree")
        for wrap in mails.WRAPS if one["values"] else ():
            text = shown(mails.mail(one["id"], one["text"], wrap))
            check(all(value in text for value in one["values"]), one["id"], wrap, "lost its value")
    print("prose:", dict(counts), "values:", sum(len(one["values"]) for one in prose))
    notices = read("notices.jsonl")
    counts = basics("notices.jsonl", notices, lambda one: one["kind"])
    check(set(counts) <= set(RULES) | {"negative", "fraud"}, "unknown kinds", set(counts) - set(RULES))
    real = sum(count for kind, count in counts.items() if kind not in ("negative", "fraud"))
    check(real >= 120 and counts["negative"] >= 120 and counts["fraud"] >= 40, "too few", counts)
    print("notices:", real, "other mail:", counts["negative"], "imitations:", counts["fraud"])
    business = read("fraud.jsonl")
    check(len({one["id"] for one in business}) == len(business), "fraud.jsonl has an id twice")
    check_business.check_fraud(business, check)
    check_business.check_rules(HERE / "inbox_rules", read("inbox_rules/truth.jsonl"), check)
    print("halves:", dict(collections.Counter(one["half"] for one in prose + notices + business)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
