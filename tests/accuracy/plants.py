#!/usr/bin/env python3
"""Which plants of a generated mailbox triage found, each at its message.

    plants.py SCELLE MBOX TRUTH [--out DIR] [--misses]

TRUTH lists {msg, message_id, at, rule, class, loc, raw_visible, value}. A plant of class `secret` counts when a finding of kind
secret with its SHA-256 stands in its message (by Message-ID, or by offset); a private key counts when the key found contains the planted
line. `password-reset` and `otp-code` count when a notice of that rule (or, of a code, that a person passed it on) stands in the message:
where the plant lies in an attachment or a forwarded message too. Other classes belong to other detectors and are only counted. With --misses each one missed is printed.
Exit status 0 where every plant asked for was found and every message has one row, 1 otherwise.
"""

import argparse
import collections
import json
import re
import sys
import tempfile

from triaging import holds_value, is_value, places, triage

NOTICES = {"password-reset": {"notice.reset-requested"}, "otp-code": {"notice.verification-code", "notice.code-passed-on", "notice.reset-requested"}}


def wanted(plant):
    return plant["class"] == "secret" or plant["rule"] in NOTICES


def address(place):
    """The two ways to say which message: its Message-ID, its offset."""
    return (place.get("message_id") or "").strip("<> \t"), place.get("offset")


class Found:
    """The findings of a run, by message."""

    def __init__(self, findings):
        self.by_id, self.by_offset = collections.defaultdict(list), collections.defaultdict(list)
        for finding in findings:
            for place in places(finding):
                identity, offset = address(place)
                self.by_id[identity].append(finding)
                self.by_offset[offset].append(finding)

    def at(self, plant):
        identity = plant["message_id"].strip("<> \t")
        offset = re.search(r"\d+", str(plant["at"]))
        return self.by_id.get(identity, []) + (self.by_offset.get(int(offset[0]), []) if offset else [])


def is_found(plant, findings):
    if plant["rule"] in NOTICES:
        return any(f["kind"] == "notice" and f["rule"] in NOTICES[plant["rule"]] for f in findings)
    same = holds_value if plant["rule"] == "private-key" else is_value
    return any(f["kind"] == "secret" and same(f, plant["value"]) for f in findings)


def table(title, counts):
    print(f"\n{title}")
    for name, (hit, total) in sorted(counts.items()):
        print(f"  {name:28} {hit:5} of {total:5}  {'' if hit == total else 'MISSED'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scelle")
    parser.add_argument("mbox")
    parser.add_argument("truth")
    parser.add_argument("--out", help="keep the output of triage here")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    with open(args.truth, encoding="utf-8") as file:
        truth = json.load(file)
    with tempfile.TemporaryDirectory(prefix="scelle-plants-") as work:
        run = triage(args.scelle, [args.mbox], args.out or f"{work}/out")
    found = Found(run.findings)
    rules, carriers = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(lambda: [0, 0])
    others, missed = collections.Counter(), []
    for plant in truth["plants"]:
        if not wanted(plant):
            others[f"{plant['class']}: {plant['rule']}"] += 1
            continue
        hit = is_found(plant, found.at(plant))
        for count in (rules[plant["rule"]], carriers[plant["loc"]]):
            count[0] += hit
            count[1] += 1
        if not hit:
            missed.append(plant)
    table("by rule", rules)
    table("by carrier", carriers)
    print("\nnot in this issue")
    for name, count in sorted(others.items()):
        print(f"  {name:28} {count:5}")
    total = sum(count for _, count in rules.values())
    rows_lost = truth.get("messages", len(run.messages)) - len(run.messages)
    print(f"\n{total - len(missed)} of {total} plants found at their message; {len(run.messages)} rows"
          f"{f', {rows_lost} TOO FEW' if rows_lost else ''}; {run.seconds:.1f} s, peak {run.peak:.0f} MiB")
    planted = {plant["message_id"].strip("<> ") for plant in truth["plants"]}
    elsewhere = [f for f in run.findings if f["kind"] == "secret" and address(f["message"])[0] not in planted]
    print(f"{len(elsewhere)} secret findings in messages where nothing was planted")
    if args.misses:
        for plant in missed:
            print(f"  missed {plant['rule']} in {plant['loc']}: message {plant['msg']} {plant['message_id']} {plant['at']}")
        for finding in elsewhere[:50]:
            print(f"  unplanted {finding['rule']}: {finding['message'].get('message_id')} {finding.get('excerpt')!r}")
    return 1 if missed or rows_lost or not total else 0


if __name__ == "__main__":
    sys.exit(main())
