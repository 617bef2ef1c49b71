#!/usr/bin/env python3
"""Makes the mailboxes of intruder_stories.py: months of ordinary mail, an intruder's among it, and the truth of who wrote what.

    intruders.py FOLDER [--half dev|test|all|large] [--seed 7]

A folder a mailbox (mbox files, one Takeout mbox, or Maildir++) and `truth.json` beside it. Same seed, same bytes. Nobody who wrote the
rules wrote this, and it was not changed after what they found.
"""

import argparse
import datetime
import json
import pathlib
import random
import re
import sys

import intruder_texts as texts
from intruder_clients import MONTHS, UTC, WEEK, Mail, some
from intruder_mailbox import DAY, MINUTE, Mailbox, Thread, answer, clock, iban
from intruder_stories import STORIES
from intruder_stories_large import LARGE

LABELS = {"inbox": "Inbox", "sent": "Sent", "trash": "Trash", "drafts": "Drafts", "junk": "Spam", "archive": "Archived", "hidden": "Archived"}
# Mail that follows a thread of the owner's, and mail to colleagues, one after the other.
IN_THREADS, IN_BURSTS = ("iban", "draft"), ("phish", "gift")


class Intruder:
    """Breaks into a mailbox: the notices, the false mail, what victims answer, and the owner's warnings once it came out."""

    def __init__(self, box):
        self.box, self.story, self.attack, self.draw = box, box.story, box.story.attack, box.draw
        self.account = iban(self.draw.choice(("LT", "ES")), self.draw)
        self.link = f"https://docs-{some(self.draw, 'abcdefghkmnp', 6)}.test/s/{some(self.draw, 'abcdefghkmnp23456789', 9)}"
        self.asked, self.written, self.warned = [], 0, []
        since = box.attack_at - DAY * 50
        recent = [thread for thread in box.threads if thread.partner in box.others and since < thread.last[1] < box.attack_at]
        self.victims = sorted(recent, key=lambda thread: thread.last[1]) or [t for t in box.threads if t.last[1] < box.attack_at]
        self.draw.shuffle(self.victims)

    def run(self):
        for i, step in enumerate(("phishing", "sign-in", "foothold", "rule", "reset")):
            if step in self.attack.steps:
                at = self.box.attack_at + datetime.timedelta(hours=(7.6, 20.2, 20.6, 21.1, 47)[i])
                self.box.notice(step, at, "inbox" if step == "phishing" else self.attack.notices, self.attack.ips[0], "Chrome, Windows 10")
        count = sum(number for _, number, _ in self.attack.plan)
        for kind, number, role in self.attack.plan:
            moments = self.moments(kind, number)
            colleagues = self.draw.sample(self.box.colleagues, min(number, len(self.box.colleagues)))
            others = [pair for pair in self.box.others if pair not in colleagues]
            to = colleagues + others if kind in IN_BURSTS else colleagues * number
            for i, at in enumerate(moments):
                self.write(kind, i, at, role, to[i])
        assert self.written == count, "every mail of the plan is written"
        self.come_out()

    def moments(self, kind, number):
        """When: within the intruder's hours, a burst within minutes, other mail over days; answers in the second half."""
        first = self.attack.days // 2 if kind == "reply" else 1
        days = [first + self.draw.randrange(max(1, self.attack.days - first)) for _ in range(number)]
        at = sorted(self.box.slot(self.box.attack_at + DAY * day, self.attack.hours, self.story.zone) for day in days)
        if kind in IN_BURSTS:
            pause = MINUTE / 4 if kind == "phish" else MINUTE * 3
            return [at[0] + pause * i * self.draw.uniform(0.8, 1.2) for i in range(number)]
        return at

    def write(self, kind, i, at, role, colleague):
        """One mail of the plan."""
        wordings = self.box.lures["false"]["iban" if kind == "draft" else kind]
        subject, text = wordings[i % len(wordings)]
        self.written += 1
        if kind == "auto":
            partner = self.draw.choice(self.box.others)
            asked, _ = self.box.receive(partner, self.box.subject(), self.box.prose(self.story.owner, partner[0]), at, self.box.programs[partner])
            self.box.automatic((subject, self.fill(text)), partner, self.box.subject(), asked, at, "attacker")
            return self.warned.append(partner)
        thread = None
        if kind in IN_THREADS:
            thread = self.victims[(self.written - 1) % len(self.victims)]
        elif kind == "reply":
            thread = self.asked[i % len(self.asked)] if self.asked else self.victims[0]
            at = max(at, thread.last[1] + MINUTE * 9)
        to = thread.partner if thread else colleague
        prefix = "RE: " if self.attack.program in ("owa", "outlook-imap") else "Re: "
        if thread:
            subject = prefix + re.sub("^(?i:re): ", "", thread.subject)
        text = f"{self.draw.choice(texts.OPEN[self.story.language][:3]).format(w=to[0].split()[0])}\n\n{self.fill(text)}\n\n{texts.CLOSE[self.story.language][1]}"
        text += {"name": f"\n{self.story.owner[0]}", "copied": f"\n\n-- \n{self.story.signature}"}.get(self.attack.signs, "")
        ip = self.attack.ips[self.written % len(self.attack.ips)]
        ident, mail = self.box.keep_own("attacker", Mail(
            self.story.owner, [to], subject, at.astimezone(clock(self.attack.zone, at)), text, self.story.language, self.attack.program, ip, self.story.keeps_ip,
            self.story.host, *answer(thread), self.attack.version), role)
        if role != "drafts":
            self.warned.append(to)
        if kind == "iban" and any(other == "reply" for other, _, _ in self.attack.plan):
            self.victim_asks(thread, ident, mail, role)

    def fill(self, text):
        return text.format(iban=self.account, link=self.link, m="8 450 €" if self.story.language == "fr" else "£8,450", n=5, s="{s}")

    def victim_asks(self, thread, ident, mail, role):
        """The victim wonders; the intruder hides the question."""
        asked = Thread(thread.partner, mail.subject, [*thread.references, ident], (mail.sender, mail.at, mail.text))
        text = self.draw.choice(self.box.lures["question"]) + f"\n\n{thread.partner[0]}"
        question, received = self.box.receive(thread.partner, mail.subject, text, mail.at + MINUTE * self.draw.choice((40, 130, 300)), self.box.programs[thread.partner], asked,
                                              role if role != "sent" else "inbox")
        asked.references.append(question)
        asked.last = (received.sender, received.at, received.text)
        self.asked.append(asked)

    def come_out(self):
        """The owner learns of it and warns those it reached."""
        subject, text = self.draw.choice(self.box.lures["warn"])
        at = self.box.attack_at + DAY * (self.attack.days + 1)
        for to in list(dict.fromkeys(self.warned))[: self.story.warns]:
            at = self.box.owners_time(at)
            self.box.owner_mail([to], subject, text, at)
            at += MINUTE * 2


# --- on disk ---

def mbox(messages, name):
    """Messages (moment, bytes) as mboxrd."""
    parts = []
    for at, data in messages:
        at = at.astimezone(UTC)
        parts.append(f"From {name} {WEEK[at.weekday()]} {MONTHS[at.month - 1]} {at:%d %H:%M:%S %Y}\n".encode() + re.sub(rb"(?m)^(>*From )", rb">\1", data.rstrip(b"\n") + b"\n") + b"\n")
    return b"".join(parts)


def takeout(box, folder):
    folder = folder / "Takeout" / "Mail"
    folder.mkdir(parents=True)
    own, draw, kept = box.story.owner[1].encode(), random.Random(box.story.key), []
    for at, role, data in box.kept:
        labels = [LABELS[role]] + (["Sent"] if role in ("trash", "archive", "hidden") and re.search(rb"(?m)^From: .*<" + re.escape(own), data) else [])
        kept.append((at, f"X-GM-THRID: 18{some(draw, '0123456789', 17)}\nX-Gmail-Labels: {','.join(labels)},Opened\n".encode() + data))
    (folder / "All mail Including Spam and Trash.mbox").write_bytes(mbox(kept, f"18{some(draw, '0123456789', 17)}@xxx"))


def maildir(box, folder):
    for role, name in box.story.folders.items():
        place = folder if role == "inbox" else folder / f".{name}"
        for part in ("cur", "new", "tmp"):
            (place / part).mkdir(parents=True)
        for i, (at, kept_role, data) in enumerate(box.kept):
            if kept_role == role:
                (place / "cur" / f"{int(at.timestamp())}.M{i}P41.store,S={len(data)}:2,{'DS' if role == 'drafts' else 'S'}").write_bytes(data)


def mboxes(box, folder):
    folder.mkdir(parents=True)
    for role, name in box.story.folders.items():
        kept = [(at, data) for at, kept_role, data in box.kept if kept_role == role]
        if kept:
            (folder / f"{name}.mbox").write_bytes(mbox(kept, "-"))


def make(story, folder, seed):
    """Makes one mailbox in this folder; its truth."""
    box = Mailbox(story, seed)
    box.ordinary()
    Intruder(box).run()
    box.kept.sort(key=lambda one: one[0])
    {"mbox": mboxes, "takeout": takeout, "maildir": maildir}[story.form](box, folder)
    roles = {role for _, _, role in story.attack.plan}
    caused = ["fraud-sent"] * (roles != {"drafts"}) + ["deletion"] * ("trash" in roles or (story.attack.notices == "trash" and {"sign-in", "foothold", "rule", "reset"} & set(story.attack.steps) != set()))
    return {"half": story.half, "owner": story.owner[1], "messages": len(box.kept), "attacker_messages": box.truth["attacker"],
            "owner_messages": len(box.truth["owner"]), "steps": [*story.attack.steps, *caused]}


def make_all(folder, half="all", seed=7):
    """Makes the mailboxes of a half (`large`: the big ones to work with), each in a folder of its name; name -> truth."""
    chosen = LARGE if half == "large" else [story for story in STORIES if half in ("all", story.half)]
    return {story.key: make(story, pathlib.Path(folder) / story.key, seed) for story in chosen}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--half", choices=("test", "dev", "all", "large"), default="all")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    if args.folder.exists() and any(args.folder.iterdir()):
        sys.exit(f"{args.folder} is not empty")
    args.folder.mkdir(parents=True, exist_ok=True)
    truth = make_all(args.folder, args.half, args.seed)
    (args.folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
