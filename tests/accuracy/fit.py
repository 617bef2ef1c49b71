#!/usr/bin/env python3
"""Fits the weights of the signals of fraud on labelled mail, and writes them into src/triage/data/signals-*.toml.

    fit.py SCELLE --corpus CORPUS [--write] [--strength 3] [--show]

Logistic regression over what `scelle triage --signals` tells of every message. A weight is drawn towards what its author thought,
which stands beside it in the file (as strongly as `--strength` messages), so that a signal that is hardly ever seen keeps what its author thought; it keeps its sign, and at
most grows by half: what one collection of mail shows too clearly (a filter that marked all of it) may be worth less elsewhere. Signals of the intruder and of rules are not fitted. The development half only:
`phish`, `ham-2002`, `ham-list` of the corpus, and the half `dev` of fraud.jsonl and notices.jsonl (without imitations).

Prints recall and false alarms with the old and the new weights (at odds >= 0, not counting what more is asked of a fraud), by
five-fold cross-validation too. Without --write nothing is changed.
"""

import argparse
import collections
import math
import pathlib
import random
import re
import tempfile

import business
import mails
from measure import HERE, objects
from triaging import Run

DATA = HERE.parent.parent / "src" / "triage" / "data"
# What a message of each source weighs: what a mailbox holds most, and what must not be taken for a fraud, weighs more.
PHISH, HAM, LIST, NOTICES, BUSINESS = 0.7, 10.0, 5.0, 1.0, 6.0
# What depends on how a collection came about: most of `phish` was picked from folders where a filter had put it.
KEPT = {"sender.filtered"}
# Orders in which the messages are dealt out to the five parts.
SHUFFLES = (5, 6, 7)
LEVELS = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5)
FILES = ("wording", "links", "sender", "payment", "history")
PRIOR = float(re.search(r"const PRIOR: f32 = (-?[0-9.]+);", (HERE.parent.parent / "src/triage/fraud/judge.rs").read_text("utf-8")).group(1))


def sources(corpus, work):
    """(name, label, weight of a message, folder, ids of the messages that count)."""
    yield "phish", 1, PHISH, corpus / "phish", None
    yield "ham-2002", 0, HAM, corpus / "ham-2002", None
    yield "ham-list", 0, LIST, corpus / "ham-list", None
    # Imitations of notices have a detector of their own.
    notices = [one for one in objects(HERE / "notices.jsonl") if one["half"] == "dev" and one["kind"] != "fraud"]
    folder = work / "notices"
    folder.mkdir()
    for i, one in enumerate(notices):
        data = mails.mail(one["id"], one["text"], mails.WRAPS[i % 4], (one["name"], one["sender"]), one["subject"],
                          good=one["authentic"], automatic=one["kind"] != "negative")
        (folder / f"{one['id']}.eml").write_bytes(data)
    yield "notices", {f"{one['id']}.eml": 0 for one in notices}, NOTICES, folder, "file"
    mine = [one for one in objects(HERE / "fraud.jsonl") if one["half"] == "dev"]
    files, ids = business.mailbox(mine)
    folder = work / "business"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    labels = {one["id"]: int(one["label"] == "fraud") for one in mine}
    yield "business", {key: labels[entry] for key, entry in ids.items()}, BUSINESS, folder, ids


def examples(scelle, corpus, work):
    """(source, label, weight, signals) of each message."""
    for name, label, weight, folder, ids in sources(corpus, work):
        run = Run(scelle, [folder, "--signals"], work / f"{name}-out", reveal=False)
        for row in run.rows("signals.jsonl"):
            key = row["file"] if ids == "file" else row["message_id"].strip().strip("<>")
            if ids not in (None, "file") and key not in ids:
                continue
            if row["from"].endswith("@pot"):
                # Made when the collection was anonymised.
                continue
            truth = label[key] if isinstance(label, dict) else label
            yield name, truth, weight, [signal["id"] for signal in row["signals"]], row


def weights():
    """The weights as they stand, and as their authors thought: a fit begins with these, so that it does not depend on earlier fits."""
    stands, thought = {}, {}
    for name in FILES:
        text = (DATA / f"signals-{name}.toml").read_text("utf-8")
        for block in text.split("[[signal]]")[1:]:
            one = re.search(r'^id = "([^"]+)"', block, re.M).group(1)
            line = re.search(r"^weight = (-?[0-9.]+)(?: # thought: (-?[0-9.]+))?$", block, re.M)
            stands[one], thought[one] = float(line.group(1)), float(line.group(2) or line.group(1))
    return stands, thought


def odds(known, signals):
    return PRIOR + sum(known.get(one, 0.0) for one in signals)


def bounded(value, start):
    """Within half as much again of what its author thought, and never on the other side: collections differ from mailboxes."""
    most = max(1.5 * abs(start), abs(start) + 0.5)
    return min(max(0.0, value), most) if start > 0 else max(min(0.0, value), -most) if start < 0 else max(-0.5, min(0.5, value))


def fit(rows, start, strength, rounds=400):
    """Gradient descent with a step of its own for each weight (RMSprop without its memory of rounds long past)."""
    now, seen = dict(start), collections.Counter(one for _, _, _, signals, _ in rows for one in signals)
    momentum = collections.defaultdict(float)
    for turn in range(rounds):
        slope = collections.defaultdict(float)
        for _, truth, weight, signals, _ in rows:
            value = max(-30.0, min(30.0, odds(now, signals)))
            wrong = weight * (1 / (1 + math.exp(-value)) - truth)
            for one in signals:
                if one in now:
                    slope[one] += wrong
        for one in now.keys() - KEPT:
            gradient = slope[one] + strength * (now[one] - start[one])
            momentum[one] = 0.8 * momentum[one] + gradient / (strength + seen[one] / 4 + 1)
            value = now[one] - 0.3 * momentum[one]
            now[one] = bounded(value, start[one])
    return now


def report(title, rows, known, show=False):
    total, hit = collections.Counter(), collections.Counter()
    for name, truth, _, signals, row in rows:
        key = (name, truth)
        total[key] += 1
        flagged = odds(known, signals) >= 0
        hit[key] += flagged
        if show and flagged != bool(truth):
            told = " ".join(f"{one}{known.get(one, 0):+.1f}" for one in signals)
            print(f"    {'missed' if truth else 'false alarm'} {name} {row['file']} {row['message_id']} {odds(known, signals):+.1f}: {told}")
    print(f"  {title}")
    for key in sorted(total):
        print(f"    {key[0]:10} {'frauds' if key[1] else 'genuine':8} flagged {hit[key]:5} of {total[key]:5} {100 * hit[key] / total[key]:7.2f} %")


def folded(rows, start, strength, show=False):
    """Each message judged by weights that were fitted without it."""
    out = []
    for seed in SHUFFLES:
        order = list(range(len(rows)))
        random.Random(seed).shuffle(order)
        for part in range(5):
            inside = [rows[one] for place, one in enumerate(order) if place % 5 != part]
            known = fit(inside, start, strength, 200)
            out += [(rows[one], known) for place, one in enumerate(order) if place % 5 == part]
    if show:
        for row, known in out:
            value = odds(known, row[3])
            if value >= 0 and not row[1]:
                told = " ".join(f"{one}{known.get(one, 0):+.1f}" for one in row[3])
                print(f"    false alarm, judged without it: {row[0]} {row[4]['file']} {value:+.1f}: {told}")
    print(f"  five-fold in {len(SHUFFLES)} orders, each message judged without it; flagged from these odds on")
    print("    " + " " * 20 + "".join(f"{level:>9.1f}" for level in LEVELS))
    for key in sorted({(row[0], row[1]) for row, _ in out}):
        told = [odds(known, row[3]) for row, known in out if (row[0], row[1]) == key]
        shares = "".join(f"{100 * sum(value >= level for value in told) / len(told):8.2f}%" for level in LEVELS)
        print(f"    {key[0]:10} {'frauds' if key[1] else 'genuine':8}{shares}")


def write(known, thought):
    for name in FILES:
        path = DATA / f"signals-{name}.toml"
        head, *blocks = path.read_text("utf-8").split("[[signal]]")
        for place, block in enumerate(blocks):
            one = re.search(r'^id = "([^"]+)"', block, re.M).group(1)
            blocks[place] = re.sub(r"^weight = .*$", f"weight = {round(known[one], 2)} # thought: {thought[one]}", block, flags=re.M)
        path.write_text("[[signal]]".join([head, *blocks]), "utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scelle")
    parser.add_argument("--corpus", required=True, type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--strength", type=float, default=3.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        rows = list(examples(args.scelle, args.corpus, pathlib.Path(work)))
    stands, start = weights()
    report("as it stands", rows, stands)
    known = fit(rows, start, args.strength)
    report("fitted", rows, known, args.show)
    folded(rows, start, args.strength, args.show)
    count = collections.Counter((one, truth) for _, truth, _, signals, _ in rows for one in signals)
    for one in sorted(known, key=lambda one: -known[one]):
        print(f"    {one:44} {start[one]:+6.2f} -> {known[one]:+6.2f}   frauds {count[one, 1]:4}  genuine {count[one, 0]:4}")
    if args.write:
        write(known, start)


if __name__ == "__main__":
    main()
