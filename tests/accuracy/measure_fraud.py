#!/usr/bin/env python3
"""How much fraud, and how many rules of an intruder, `scelle triage` finds, and how often it cries wolf: one table, with targets.

    measure_fraud.py SCELLE [--half test|dev|all] [--only fraud|rules] [--show] [--json FILE]

  fraud   fraud.jsonl beside this file: one mailbox for each half, with the earlier mail of the same correspondents.
          A message counts as flagged where a finding of kind `fraud` of severity `medium` or more stands at it.
  rules   inbox_rules/ beside this file: rule files of nine products beside an mbox. A rule counts as flagged where a finding of kind
          `rule` of severity `medium` or more is about it: the file named in message.file or where.name, and in it the rule's name
          (a fact), place (where.offset), number (a fact: position), or words that only this rule has.

Rules are tuned on `dev`, figures are told for `test`. With --show what was missed and flagged wrongly is printed, for `dev` only:
the other half must stay unseen. Exit status 1 where a target is missed.
"""

import argparse
import collections
import json
import pathlib
import re
import shutil
import sys
import tempfile

import business
from measure import HERE, objects
from triaging import Table, one_line, places, triage

LEVELS = ("info", "low", "medium", "high", "critical")
RULES = HERE / "inbox_rules"
# Names of facts that say which rule of a file a finding is about.
NUMBERS = ("position", "number", "index", "sequence", "rank", "rule_number")


def serious(finding, floor="medium"):
    return LEVELS.index(finding["severity"]) >= LEVELS.index(floor)


def bare(identifier):
    return (identifier or "").strip().strip("<>")


def words_of(rule, text):
    """How much of what only this rule has is said here, in letters."""
    return sum(len(key) for key in rule["keys"] if re.search(rf"(?<!\w){re.escape(key.casefold())}(?!\w)", text))


class Judge:
    def __init__(self, args, work):
        self.args, self.work, self.table = args, pathlib.Path(work), Table()
        self.earlier = [0, 0]

    def halves(self):
        return ("dev", "test") if self.args.half == "all" else (self.args.half,)

    def show(self, half, word, text):
        if self.args.show and half == "dev":
            print(f"      {word}: {one_line(text, 240)}")

    def by_kind(self, hits, word):
        for kind, flags in sorted(hits.items()):
            self.table.add(f"{word}, {kind}", sum(flags), len(flags), None)

    # --- messages ---

    def fraud(self):
        entries = objects(HERE / "fraud.jsonl")
        found, wrong, sides = collections.defaultdict(list), collections.defaultdict(list), collections.defaultdict(list)
        self.table.heading(f"fraud.jsonl, half {self.args.half}")
        for half in self.halves():
            mine = [one for one in entries if one["half"] == half]
            run, ids = self.mailbox(half, mine)
            flagged = self.flagged(run, ids)
            for one in mine:
                hit = one["id"] in flagged
                told = f"{one['id']} {one['kind']} {one['lang']} {one['direction']}: {one['subject']} / {one.get('text') or one.get('html')}"
                if one["label"] == "fraud":
                    found[one["kind"]].append(hit)
                    sides[f"frauds flagged, {one['lang']}"].append(hit)
                    sides[f"frauds flagged, {one['direction']}"].append(hit)
                    sides[f"frauds flagged, in {one['folder']}"].append(hit)
                    if not hit:
                        self.show(half, "missed", told)
                else:
                    wrong[one["kind"]].append(hit)
                    sides[f"genuine mail flagged, {one['lang']}"].append(hit)
                    if hit:
                        self.show(half, f"false alarm {sorted(flagged[one['id']])}", told)
        self.by_kind(found, "frauds flagged")
        self.by_kind(wrong, "genuine mail flagged")
        for name, flags in sorted(sides.items()):
            self.table.add(name, sum(flags), len(flags), None)
        self.table.add("findings on the earlier, genuine mail", *self.earlier, None)
        every, other = sum(found.values(), []), sum(wrong.values(), [])
        self.table.add("frauds flagged, all", sum(every), len(every), 0.95)
        self.table.add("genuine mail flagged, all", sum(other), len(other), 0.02, at_least=False)

    def mailbox(self, half, mine):
        files, ids = business.mailbox(mine)
        folder = self.work / f"fraud-{half}"
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        run = triage(self.args.scelle, [folder], self.work / f"fraud-{half}-out")
        count = len(mine) + len(business.history_of(mine))
        rows = collections.Counter(bare(row.get("message_id")) for row in run.messages)
        if len(run.messages) != count or any(rows[one] != 1 for one in ids):
            print(f"  fraud {half}: {len(run.messages)} rows for {count} messages, {sum(rows[one] != 1 for one in ids)} of the set not once")
            self.table.missed = True
        return run, ids

    def flagged(self, run, ids):
        """Which entries have a serious finding of kind fraud, and by which rules. Where a later message only quotes it does not count."""
        out, unknown = collections.defaultdict(set), 0
        for finding in run.findings:
            if finding["kind"] == "fraud" and serious(finding) and finding.get("message"):
                entry = ids.get(bare(finding["message"].get("message_id")))
                if entry:
                    out[entry].add(finding["rule"])
                else:
                    unknown += 1
        self.earlier[0] += unknown
        self.earlier[1] += len(run.messages) - len(ids)
        return out

    # --- rule files ---

    def rules(self):
        truth = objects(RULES / "truth.jsonl")
        found, wrong, strays, total = collections.defaultdict(list), collections.defaultdict(list), 0, 0
        self.table.heading(f"inbox_rules/, half {self.args.half}")
        for half in self.halves():
            mine = [one for one in truth if one["half"] == half]
            run = self.rule_tree(half, mine)
            serious_ones = [f for f in run.findings if f["kind"] == "rule" and serious(f)]
            total += len(serious_ones)
            flagged = set()
            for finding in serious_ones:
                about = self.about(finding, mine)
                flagged |= about
                if not about:
                    strays += 1
                    self.show(half, f"about no rule of the set: {finding['rule']}", json.dumps(finding.get("where")) + str(finding.get("excerpt")))
            for one in mine:
                hit = one["id"] in flagged
                (found if one["label"] == "malicious" else wrong)[one["format"]].append(hit)
                if hit != (one["label"] == "malicious"):
                    self.show(half, "false alarm" if hit else "missed", f"{one['id']} {one['file']} no. {one['position']}: {one['what']}")
        self.by_kind(found, "an intruder's rules flagged")
        self.by_kind(wrong, "ordinary rules flagged")
        every, other = sum(found.values(), []), sum(wrong.values(), [])
        self.table.add("findings about no rule of the set", strays, max(1, total), None)
        self.table.add("an intruder's rules flagged, all", sum(every), len(every), 0.95)
        self.table.add("ordinary rules flagged, all", sum(other), len(other), 0.02, at_least=False)

    def rule_tree(self, half, mine):
        """The rule files of a half as they lie in an export, beside the owner's earlier mail."""
        folder = self.work / f"rules-{half}"
        for file in sorted({one["file"] for one in mine}):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(RULES / file, folder / file)
        past = business.history_of(objects(HERE / "fraud.jsonl")).values()
        for name, role in (("Inbox", "received"), ("Sent", "sent")):
            box = [business.message(business.earlier(one), one["key"]) for one in past if one["direction"] == role]
            (folder / f"{name}.mbox").write_bytes(business.mails.mbox(box))
        return triage(self.args.scelle, [folder], self.work / f"rules-{half}-out")

    def about(self, finding, truth):
        """The ids of the rules this finding is about: by name, place, number, words of its own; the only rule of a file in any case."""
        file = self.file_of(finding, {one["file"] for one in truth})
        here = [one for one in truth if one["file"] == file]
        if len(here) < 2:
            return {one["id"] for one in here}
        facts = finding.get("facts") or {}
        values = [str(value) for value in facts.values()]
        where = finding.get("where") or {}
        told = "\n".join(values + [str(where.get("name") or "")]).casefold()
        excerpt = str(finding.get("excerpt") or "").casefold()
        named = collections.Counter(one["name"] for one in here)
        tests = (
            lambda one: bool(one["name"]) and named[one["name"]] == 1 and one["name"] in values,
            lambda one: bool(where.get("length")) and one["offset"] <= where.get("offset", -1) < one["offset"] + one["length"],
            lambda one: any(str(facts.get(name)) == str(one["position"]) for name in NUMBERS),
            lambda one: words_of(one, told),
            lambda one: words_of(one, excerpt),
        )
        for test in tests:
            scores = {one["id"]: test(one) for one in here}
            best = [one for one, score in scores.items() if score and score == max(scores.values())]
            if len(best) == 1:
                return set(best)
        return set()

    def file_of(self, finding, files):
        """Which of these files a finding names: the longest path that ends what it says."""
        where = finding.get("where") or {}
        said = [place.get("file") for place in places(finding) if place] if finding.get("message") else []
        said += [where.get("name"), where.get("file"), finding.get("file"), (finding.get("facts") or {}).get("file")]
        for one in filter(None, said):
            path = "/" + str(one).replace("\\", "/").split("!")[0].strip("/")
            fits = [file for file in files if path.endswith("/" + file) or ("/" + file).endswith(path)]
            if len(fits) == 1:
                return fits[0]
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scelle")
    parser.add_argument("--half", choices=("test", "dev", "all"), default="dev")
    parser.add_argument("--only", choices=("fraud", "rules"), action="append", help="only this measure (may be given again)")
    parser.add_argument("--show", action="store_true", help="print what was missed and what was flagged wrongly in the half `dev`")
    parser.add_argument("--json", help="write the figures to this file; - for standard output, after the table")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scelle-measure-") as work:
        judge = Judge(args, work)
        for name in ("fraud", "rules"):
            if name in (args.only or ("fraud", "rules")):
                getattr(judge, name)()
    rows = judge.table.rows
    print(f"\n{sum(row['met'] is True for row in rows)} targets met, {sum(row['met'] is False for row in rows)} missed")
    if args.json:
        text = json.dumps({"half": args.half, "measures": rows}, ensure_ascii=False, indent=1)
        print(text) if args.json == "-" else pathlib.Path(args.json).write_text(text + "\n", "utf-8")
    return 1 if judge.table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
