#!/usr/bin/env python3
"""Whether `scelle triage` puts what an intruder wrote at the head of the list, in ten generated mailboxes and in samples/.

    measure_intruders.py SCELLE [--half dev|test|all|large] [--seed 7] [--show] [--json FILE]

The list: findings of kind `attacker-sent`, by severity, then confidence, then as they stand in findings.jsonl; each message once. Target:
every mail of the intruder among the first 20, and none of the owner's above them. The steps of `story.json` are told, without a target:
those found of those there are to see, and those found that are not there. Rules are tuned on `dev`; figures are told for `test`.
With --show the list is printed, with the subjects (of `dev` and samples/ only: the other half must stay unseen).
Exit status 1 where a target is missed.
"""

import argparse
import json
import pathlib
import sys
import tempfile

import intruders
from triaging import one_line, triage

SAMPLES = pathlib.Path(__file__).resolve().parent.parent.parent / "samples"
SEVERITIES = ("info", "low", "medium", "high", "critical")
FIRST = 20
# The story that samples/README.md tells.
SAMPLE_STEPS = ("phishing", "sign-in", "foothold", "rule", "reset", "fraud-sent", "deletion")


def ranked(findings):
    """The list a responder reads: the message id and finding of each message, worst first."""
    listed = [one for one in findings if one["kind"] == "attacker-sent"]
    # sorted() keeps the order of equals, so a tie stands as it is written.
    listed.sort(key=lambda one: (SEVERITIES.index(one["severity"]), one["confidence"]), reverse=True)
    first = {}
    for one in listed:
        message = one["message"]
        # By content: two copies of one message in two folders are two lines for the reader.
        first.setdefault((message["file"], message["offset"], message["sha256"]), one)
    return [(one["message"].get("message_id") or "", one) for one in first.values()]


def judged(findings, guilty):
    """Figures of one mailbox, and its list."""
    listed, guilty = ranked(findings), set(guilty)
    places = {}
    for place, (ident, _) in enumerate(listed):
        if ident in guilty:
            places.setdefault(ident, place)
    last = max(places.values(), default=-1)
    above = sum(ident not in guilty for ident, _ in listed[: last + 1])
    return {"attacker": len(guilty), "first": sum(place < FIRST for place in places.values()), "listed": len(places), "above": above,
            "others": sum(ident not in guilty for ident, _ in listed)}, listed


def steps_of(out, truth):
    """Steps found of those there are, by name the missed ones, and those found that are not there (or nothing, without a story)."""
    path = pathlib.Path(out) / "story.json"
    if not path.exists():
        return None
    found = {step["id"] for step in json.loads(path.read_text("utf-8"))["steps"] if step["found"]}
    return {"found": len(found & set(truth)), "of": len(truth), "missed": [step for step in truth if step not in found], "more": sorted(found - set(truth))}


class Judge:
    def __init__(self, args, work):
        self.args, self.work, self.rows = args, pathlib.Path(work), []

    def line(self, *cells):
        print("  {:19} {:>4} {:>7} {:>8} {:>9} {:>6} {:>7}  {:6}  {}".format(*cells), flush=True)

    def run(self, name, half, source, guilty, steps, count=None):
        """Triages a mailbox and prints its line."""
        run = triage(self.args.scelle, [source], self.work / f"{name}-out")
        figures, listed = judged(run.findings, guilty)
        found = steps_of(run.out, steps)
        lost = count is not None and len(run.messages) != count
        met = figures["attacker"] > 0 and figures["first"] == figures["attacker"] and figures["above"] == 0 and not lost
        told = "no story.json" if found is None else f"{found['found']} of {found['of']}" + "".join(
            f"; {word}: {', '.join(found[key])}" for word, key in (("missed", "missed"), ("not there", "more")) if found[key])
        self.line(name, half, figures["attacker"], figures["first"], figures["listed"], figures["above"], figures["others"], "MET" if met else "MISSED", told)
        if lost:
            print(f"      {len(run.messages)} rows for {count} messages")
        if self.args.show and half != "test":
            self.show(listed, run.messages, set(guilty))
        self.rows.append({"mailbox": name, "half": half, **figures, "met": met, "story": found})

    def show(self, listed, messages, guilty):
        for place, (ident, one) in enumerate(listed[: FIRST + 10], 1):
            print(f"      {place:3} {'intruder' if ident in guilty else 'other   '} {one['severity']:8} {one['confidence']:3} {one['rule']:18} "
                  f"{one_line(one['message'].get('subject') or '', 60)}")
        for ident in sorted(guilty - {ident for ident, _ in listed}):
            subject = next((row.get("subject") for row in messages if row.get("message_id") == ident), "no such row")
            print(f"          not listed: {one_line(subject or '', 60)}")

    def all(self):
        print(f"half {self.args.half}, seed {self.args.seed}")
        self.line("mailbox", "half", "theirs", "first 20", "listed", "above", "others", "", "steps of the story")
        truth = json.loads((SAMPLES / "truth.json").read_text("utf-8"))
        self.run("samples/mbox", "", SAMPLES / "mbox", truth["attacker_messages"], SAMPLE_STEPS, truth["formats"]["mbox"]["messages"])
        made = self.work / "made"
        for name, one in intruders.make_all(made, self.args.half, self.args.seed).items():
            self.run(name, one["half"], made / name, one["attacker_messages"], one["steps"], one["messages"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scelle")
    parser.add_argument("--half", choices=("dev", "test", "all", "large"), default="dev")
    parser.add_argument("--seed", type=int, default=7, help="another seed makes other mailboxes of the same ten owners")
    parser.add_argument("--show", action="store_true", help="print the lists of dev and samples/, and the intruder's mail that is not in them")
    parser.add_argument("--json", help="write the figures to this file; - for standard output, after the table")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scelle-intruders-") as work:
        judge = Judge(args, work)
        judge.all()
    missed = [row["mailbox"] for row in judge.rows if not row["met"]]
    print(f"\n{len(judge.rows) - len(missed)} of {len(judge.rows)} mailboxes met{', missed: ' + ', '.join(missed) if missed else ''}")
    if args.json:
        text = json.dumps({"half": args.half, "seed": args.seed, "mailboxes": judge.rows}, ensure_ascii=False, indent=1)
        print(text) if args.json == "-" else pathlib.Path(args.json).write_text(text + "\n", "utf-8")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
