#!/usr/bin/env python3
"""How much `scelle triage` finds and how often it cries wolf: one table a measure, with its target.

    measure.py SCELLE [--corpus ../shared/corpus] [--half test|dev|all] [--only NAME] [--show] [--json FILE]

Mails are built in a temporary folder (mails.py), triaged with --reveal, and held against what was put in:

  secrets    secrets.jsonl of the corpus, each text a mail; a hit is any finding of kind secret (and, told beside: of negatives that are
             no positives too, and by the rule whose counter-example it is)
  ham        ham-2002 and ham-list of the corpus as they are; each secret alarm is printed
  phrases    notices.jsonl of the corpus, each phrase in a plain, QP, base64 and HTML mail; a hit is a notice of the right rule
  prose      prose.jsonl beside this file: passages that hold a password, and passages about passwords that hold none
  notices    notices.jsonl beside this file: notices, other mail, imitations (a fraud, and no notice)
  carriers   one secret in text, base64, QP, HTML, zip, docx, nested message (and pdf, xlsx, tar.gz, QR code), as .eml and in one mbox
  samples    what samples/truth.json says was planted, in every format: right message, right role

--half: which half of our own two sets; rules are tuned on `dev`, figures are told for `test`. With --show the misses and false alarms are
printed (those of our own sets only for `dev`: the other half must stay unseen). Exit status 1 where a target is missed.
"""

import argparse
import json
import pathlib
import sys
import tempfile

import carriers
import mails
import planted
from triaging import Table, by_file, is_value, one_line, sha256, told, triage

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent / "samples"

# What the corpus calls a notice, and the rules that are right for it.
RULES = {
    "reset_requested": {"notice.reset-requested"},
    "password_changed": {"notice.password-changed"},
    "new_device": {"notice.new-sign-in", "notice.suspicious-sign-in"},
    "login_error": {"notice.suspicious-sign-in"},
    "suspicious": {"notice.suspicious-sign-in", "notice.account-locked"},
    "mfa_enabled": {"notice.mfa-enabled"},
    "mfa_disabled": {"notice.mfa-disabled"},
    "mfa_changed": {"notice.mfa-changed"},
    "security_key": {"notice.security-key"},
    "recovery_codes": {"notice.recovery-codes"},
    "recovery_key": {"notice.recovery-key"},
    "email_changed": {"notice.email-changed"},
    "phone_changed": {"notice.phone-changed"},
    "app_linked": {"notice.app-linked"},
    "forwarding_enabled": {"notice.forwarding-enabled"},
    "account_locked": {"notice.account-locked"},
    "admin_action": {"notice.admin-action"},
    "verification_code": {"notice.verification-code"},
    "mfa_any": {"notice.mfa-enabled", "notice.mfa-disabled", "notice.mfa-changed", "notice.security-key", "notice.new-sign-in"},
}
# Phrases of the corpus that stand for more than their label, read alone.
ALSO_RIGHT = {
    "Ce code expire dans 10 minutes.": {"notice.verification-code"},
    "Authentification avec clés de sécurité désactivée": {"notice.mfa-disabled"},
}


def objects(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


class Judge:
    def __init__(self, args, work):
        self.args, self.work, self.table = args, pathlib.Path(work), Table()
        self.shown = args.show

    def triage(self, name, files):
        """Writes these files (name -> bytes) into a folder of their own and triages it; every mail must have its row."""
        folder = self.work / name
        folder.mkdir()
        for file, data in files.items():
            (folder / file).write_bytes(data)
        run = triage(self.args.scelle, [folder], self.work / f"{name}-out")
        self.rows(name, run, len(files))
        return run

    def rows(self, name, run, count):
        if len(run.messages) != count:
            print(f"  {name}: {len(run.messages)} rows for {count} messages")
            self.table.missed = True

    def show(self, word, text, half=None):
        if self.shown and half != "test":
            print(f"      {word}: {one_line(text, 220)}")

    def of_half(self, path):
        return [one for one in objects(path) if self.args.half in ("all", one["half"])]

    # --- the corpus ---

    def secrets(self):
        self.table.heading("secrets.jsonl of the corpus")
        texts = objects(self.args.corpus / "secrets.jsonl")
        run = self.triage("secrets", {f"{i:04}.eml": mails.mail(f"secret {i}", one["text"] + "\n", subject="config")
                                      for i, one in enumerate(texts)})
        found = by_file(run, "secret")
        hits = {0: [], 1: []}
        for i, one in enumerate(texts):
            hit = f"{i:04}.eml" in found
            hits[one["label"]].append(hit)
            if hit != bool(one["label"]):
                self.show(f"{'missed' if one['label'] else 'false alarm'} {one['rule']}", one["text"])
        self.table.add("positives found", sum(hits[1]), len(hits[1]), 0.90)
        self.table.add("negatives flagged", sum(hits[0]), len(hits[0]), 0.05, at_least=False)
        self.counter_examples(texts, found)

    def counter_examples(self, texts, found):
        """A negative is a counter-example of one rule of those who labelled it; it may be a positive of another, or hold another secret."""
        told = [{rule for f in found.get(f"{i:04}.eml", []) for rule in (f["rule"], *f.get("other_rules", []))} for i in range(len(texts))]
        ours = {}
        for one, rules in zip(texts, told):
            if one["label"]:
                ours.setdefault(one["rule"], set()).update(rules)
        positives = {one["text"] for one in texts if one["label"]}
        negatives = [(one, rules) for one, rules in zip(texts, told) if not one["label"]]
        alone = [bool(rules) for one, rules in negatives if one["text"] not in positives]
        same = [bool(rules & ours.get(one["rule"], set())) for one, rules in negatives]
        self.table.add("... of those that are not among the positives too", sum(alone), len(alone), None)
        self.table.add("... by a rule of ours that finds the positives of the same rule", sum(same), len(same), None)

    def ham(self):
        self.table.heading("ham-2002, ham-list: false secret alarms")
        flagged, messages = 0, 0
        for name in ("ham-2002", "ham-list"):
            folder = self.args.corpus / name
            run = triage(self.args.scelle, [folder], self.work / f"{name}-out")
            self.rows(name, run, sum(1 for path in folder.rglob("*") if path.is_file()))
            found = by_file(run, "secret")
            messages += len(run.messages)
            flagged += len(found)
            for file, alarms in sorted(found.items()):
                for alarm in alarms:
                    print(f"      {name}/{file}: {alarm['rule']}: {one_line(alarm.get('excerpt', ''))!r}")
        self.table.add("messages flagged", flagged, messages, 0.001, at_least=False)

    def phrases(self):
        self.table.heading("notices.jsonl of the corpus, wrapped four ways")
        phrases, files = objects(self.args.corpus / "notices.jsonl"), {}
        sender = ("Mon Espace", "no-reply@mon-espace.example")
        for i, one in enumerate(phrases):
            english, title = one["lang"] == "en", not one["text"].endswith(".")
            subject = one["text"] if title else ("Your My Space account" if english else "Votre compte Mon Espace")
            greeting, team = ("Hello,", "The My Space team") if english else ("Bonjour,", "L’équipe Mon Espace")
            for wrap in mails.WRAPS:
                files[f"{i:04}-{wrap}.eml"] = mails.mail(f"phrase {i} {wrap}", f"{greeting}\n\n{one['text']}\n\n{team}\n", wrap, sender, subject,
                                                         automatic=True)
        found = by_file(self.triage("phrases", files), "notice")
        right, wrong, count = dict.fromkeys(mails.WRAPS, 0), [], [0, 0]
        for i, one in enumerate(phrases):
            negative = one["kind"] == "negative"
            for wrap in mails.WRAPS:
                rules = {f["rule"] for f in found.get(f"{i:04}-{wrap}.eml", [])}
                count[negative] += 1
                if negative:
                    wrong += [one["text"]] if rules else []
                elif rules & (RULES[one["kind"]] | ALSO_RIGHT.get(one["text"], set())):
                    right[wrap] += 1
                else:
                    self.show(f"missed {one['kind']} ({wrap}), got {sorted(rules)}", one["text"])
        for wrap in mails.WRAPS:
            self.table.add(f"right kind, {wrap}", right[wrap], count[0] // len(mails.WRAPS), None)
        self.table.add("right kind, all", sum(right.values()), count[0], 0.95)
        self.table.add("negatives taken for a notice", len(wrong), count[1], 0.0, at_least=False)

    # --- our own sets ---

    def prose(self):
        passages = self.of_half(HERE / "prose.jsonl")
        self.table.heading(f"prose.jsonl, half {self.args.half}: {len(passages)} passages")
        run = self.triage("prose", {f"{one['id']}.eml": mails.mail(one["id"], one["text"], mails.WRAPS[i % 4])
                                    for i, one in enumerate(passages)})
        found = by_file(run, "secret")
        hits, facts, strays, alarms = {"fr": [], "en": []}, [], [], {"fr": [], "en": []}
        for one in passages:
            here = found.get(f"{one['id']}.eml", [])
            if not one["values"]:
                alarms[one["lang"]].append(bool(here))
                for alarm in here:
                    self.show(f"false alarm {alarm['rule']} {alarm.get('value')!r}", one["text"], one["half"])
                continue
            for value in one["values"]:
                same = [f for f in here if is_value(f, value)]
                hits[one["lang"]].append(bool(same))
                if not same:
                    self.show(f"missed {value!r}, got {[f.get('value') for f in here]}", one["text"], one["half"])
                facts += [any(told(f, one[fact]) for f in same)
                          for fact in ("login", "service") if fact in one and same]
            strays += [f for f in here if not any(is_value(f, value) for value in one["values"])]
        for lang in ("fr", "en"):
            self.table.add(f"passwords found, exactly, {lang}", sum(hits[lang]), len(hits[lang]), None)
        every = hits["fr"] + hits["en"]
        self.table.add("passwords found, exactly", sum(every), len(every), 0.95)
        for lang in ("fr", "en"):
            self.table.add(f"passages without one flagged, {lang}", sum(alarms[lang]), len(alarms[lang]), None)
        every = alarms["fr"] + alarms["en"]
        self.table.add("passages without one flagged", sum(every), len(every), 0.01, at_least=False)
        self.table.add("login and service told with the password found", sum(facts), len(facts), None)
        self.table.add("findings that are no password, in passages with one", len(strays), sum(map(len, found.values())), None)

    def notices(self):
        notices = self.of_half(HERE / "notices.jsonl")
        self.table.heading(f"notices.jsonl, half {self.args.half}: {len(notices)} mails")
        run = self.triage("notices", {
            f"{one['id']}.eml": mails.mail(one["id"], one["text"], mails.WRAPS[i % 4], (one["name"], one["sender"]), one["subject"],
                                           good=one["authentic"], automatic=one["kind"] not in ("negative", "fraud"))
            for i, one in enumerate(notices)})
        found, frauds, secrets = by_file(run, "notice"), by_file(run, "fraud"), by_file(run, "secret")
        kinds, wrong, services, caught, counts = {}, 0, [], 0, {"negative": 0, "fraud": 0}
        for one in notices:
            here = found.get(f"{one['id']}.eml", [])
            rules = sorted({f["rule"] for f in here})
            if one["kind"] in counts:
                counts[one["kind"]] += 1
                wrong += bool(rules) and one["kind"] == "negative"
                if one["kind"] == "fraud":
                    hit = not rules and f"{one['id']}.eml" in frauds
                    caught += hit
                    if not hit:
                        self.show(f"imitation taken for {rules or 'nothing'}", f"{one['subject']} / {one['text']}", one["half"])
                elif rules:
                    self.show(f"false notice {rules}", f"{one['subject']} / {one['text']}", one["half"])
                continue
            hit = bool(RULES[one["kind"]] & set(rules))
            kinds.setdefault(one["kind"], []).append(hit)
            if not hit:
                self.show(f"missed {one['kind']}, got {rules}", f"{one['subject']} / {one['text']}", one["half"])
            services += [told(f, one["service"]) for f in here if f["rule"] in RULES[one["kind"]]][:1]
        for kind, hits in sorted(kinds.items()):
            self.table.add(f"right kind, {kind}", sum(hits), len(hits), None)
        every = [hit for hits in kinds.values() for hit in hits]
        self.table.add("right kind, all", sum(every), len(every), 0.95)
        self.table.add("other mail taken for a notice", wrong, counts["negative"], 0.01, at_least=False)
        self.table.add("imitations told as fraud and not as a notice", caught, counts["fraud"], 0.95)
        self.table.add("mails of this set taken for a leaked secret", len(secrets), len(notices), None)
        self.table.add("service told with the notice found", sum(services), len(services), None)

    # --- carriers ---

    def carriers(self):
        self.table.heading("carriers of one secret")
        carried = list(carriers.all_of_them())
        as_files = self.triage("carriers", {f"{name.replace(' ', '-')}.eml": data for name, _, _, _, data in carried})
        box = self.work / "carriers-mbox"
        box.mkdir()
        (box / "carriers.mbox").write_bytes(mails.mbox([data for *_, data in carried]))
        in_mbox = triage(self.args.scelle, [box], self.work / "carriers-mbox-out")
        self.rows("carriers.mbox", in_mbox, len(carried))
        for word, run in ((".eml", as_files), ("in one mbox", in_mbox)):
            for what, at in (("password", 2), ("token", 3)):
                hits = {one[0]: any(f["kind"] == "secret" and is_value(f, one[at]) for f in run.findings) for one in carried}
                needed = [hits[name] for name, required, *_ in carried if required]
                more = [hits[name] for name, required, *_ in carried if not required]
                self.table.add(f"seven carriers, {word}: {what}", sum(needed), len(needed), 1.0)
                self.table.add(f"pdf, xlsx, tar.gz, QR code, {word}: {what}", sum(more), len(more), None)
                if not all(hits.values()):
                    print(f"      missed: {', '.join(name for name, hit in hits.items() if not hit)}")

    # --- samples ---

    def samples(self):
        self.table.heading("samples/: what was planted, in every format")
        truth = json.loads((SAMPLES / "truth.json").read_text("utf-8"))
        for form in sorted(truth["formats"]):
            run = triage(self.args.scelle, [SAMPLES / form], self.work / f"samples-{form}-out")
            self.rows(f"samples/{form}", run, truth["formats"][form]["messages"])
            hits = {"secret": [], "notice": []}
            for plant in truth["plants"]:
                for kind, fits in planted.wanted_of(plant):
                    for copy in plant["files"].get(form, []):
                        wrong = planted.misplaced(run, kind, fits, plant, copy)
                        hits[kind].append(not wrong)
                        if wrong:
                            print(f"      {form} {plant['id']} ({plant['kind']}): {wrong}")
            for kind, found in hits.items():
                if found:
                    self.table.add(f"{form}: planted {kind}s, right message and role", sum(found), len(found), 1.0)
            values = {sha256(p["value"]) for p in truth["plants"] if p["kind"].startswith("secret-")}
            others = [f for f in run.findings if f["kind"] == "secret" and f.get("value_sha256") not in values]
            for finding in others:
                print(f"      {form}: not planted: {finding['rule']} in {finding['message'].get('subject')!r}: {one_line(finding.get('excerpt', ''))!r}")


MEASURES = ("secrets", "ham", "phrases", "prose", "notices", "carriers", "samples")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scelle")
    parser.add_argument("--corpus", type=pathlib.Path, help="the folder of secrets.jsonl, notices.jsonl, ham-2002, ham-list")
    parser.add_argument("--half", choices=("test", "dev", "all"), default="dev")
    parser.add_argument("--only", choices=MEASURES, action="append", help="only this measure (may be given again)")
    parser.add_argument("--show", action="store_true", help="print what was missed and what was flagged wrongly")
    parser.add_argument("--json", help="write the figures to this file; - for standard output, after the table")
    args = parser.parse_args()
    wanted = list(args.only or MEASURES)
    if not args.corpus:
        near = [folder for folder in (HERE.parent.parent.parent / "shared/corpus",) if folder.is_dir()]
        args.corpus = near[0] if near else None
    if not args.corpus:
        skipped = [name for name in wanted if name in ("secrets", "ham", "phrases")]
        wanted = [name for name in wanted if name not in skipped]
        print(f"without --corpus: not measured: {', '.join(skipped) or 'nothing'}")
    with tempfile.TemporaryDirectory(prefix="scelle-measure-") as work:
        judge = Judge(args, work)
        for name in MEASURES:
            if name in wanted:
                getattr(judge, name)()
    missed = [row["measure"] for row in judge.table.rows if row["met"] is False]
    print(f"\n{sum(row['met'] is True for row in judge.table.rows)} targets met, {len(missed)} missed"
          f"{' (and rows lost or doubled)' if judge.table.missed and not missed else ''}")
    if args.json:
        text = json.dumps({"half": args.half, "measures": judge.table.rows}, ensure_ascii=False, indent=1)
        print(text) if args.json == "-" else pathlib.Path(args.json).write_text(text + "\n", "utf-8")
    return 1 if judge.table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
