"""One mailbox of intruder_stories.py: whom its owner knows, and months of ordinary mail, in its owner's hand and in that of others."""

import dataclasses
import datetime
import json
import pathlib
import random

import intruder_texts as texts
from intruder_clients import Mail, UTC, some, stamp, written

# What tells most is worded apart for each half, so that what is tuned on one is not thereby known in the other.
LURES = pathlib.Path(__file__).resolve().parent / "intruder_lures"
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)


def clock(zone, at):
    """The zone of a device at this moment (aware)."""
    hours, summer = zone
    if summer:
        change = [max(datetime.datetime(at.year, month, day, 1, tzinfo=UTC) for day in range(25, 32)
                      if datetime.date(at.year, month, day).weekday() == 6) for month in (3, 10)]
        hours += change[0] <= at < change[1]
    return datetime.timezone(datetime.timedelta(hours=hours))


def iban(country, draw):
    """An account of a bank that does not exist, with right check digits."""
    bank = "9999" + some(draw, "0123456789", {"FR": 19, "LT": 12, "ES": 16, "GB": 14}[country])
    number = int("".join(str(int(letter, 36)) for letter in bank + country + "00"))
    text = f"{country}{98 - number % 97:02}{bank}"
    return " ".join(text[i:i + 4] for i in range(0, len(text), 4))


@dataclasses.dataclass
class Thread:
    partner: tuple
    subject: str
    references: list
    last: tuple


class Mailbox:
    """Writes one story. `kept` are (moment, role of the folder, bytes); `truth` is who wrote which of the owner's mails."""

    def __init__(self, story, seed):
        self.story, self.draw = story, random.Random(f"{seed} {story.key}")
        self.start = datetime.datetime.fromisoformat(story.start).replace(tzinfo=UTC)
        self.domain = story.owner[1].split("@")[1]
        self.kept, self.threads, self.truth = [], [], {"attacker": [], "owner": []}
        self.lures = json.loads((LURES / f"{story.half}.json").read_text("utf-8"))[story.language]
        self.account = iban("FR" if story.language == "fr" else "GB", self.draw)
        self.attack_at = self.moment(story.attack.at)
        self.meet()

    def moment(self, share):
        return self.start + datetime.timedelta(days=int(self.story.days * share))

    def meet(self):
        """Whom the owner writes with: colleagues and others, each with a program."""
        first, last = list(texts.FIRST[self.story.language]), list(texts.LAST[self.story.language])
        self.draw.shuffle(first), self.draw.shuffle(last)
        names = [(f"{a} {b}", f"{plain(a)}.{plain(b)}") for a, b in zip(first, last)]
        self.colleagues = [(name, f"{box}@{self.domain}") for name, box in names[:8]]
        firms = [plain(word) for word in texts.LAST["en" if self.story.language == "fr" else "fr"]]
        self.draw.shuffle(firms)
        self.others = [(name, f"{box}@{firms[i % 16]}-{self.draw.choice(('conseil', 'group', 'et-fils', 'partners'))}.example")
                       for i, (name, box) in enumerate(names[8:] + [(f"{b} {a}", f"{plain(b)}{plain(a)[0]}") for a, b in zip(first[:12], last[3:15])])]
        programs = ("outlook", "thunderbird", "webmail", "iphone", "apple", "roundcube", "outlook-imap")
        self.programs = {pair: self.draw.choice(programs) for pair in self.colleagues + self.others}

    # --- words ---

    def fill(self, text, to=("", "")):
        language, draw = self.story.language, self.draw
        return text.format(n=draw.randrange(2, 19), m=f"{draw.randrange(40, 9800)}", d=draw.choice(texts.DAYS[language]), p=draw.choice(texts.PLACES[language]),
                           w=to[0].split()[0] if to[0] else "", o=self.story.owner[0], iban=self.account, link="", s="")

    def prose(self, to, signature=""):
        language, draw = self.story.language, self.draw
        pick = [draw.choice(texts.TRADE[self.story.trade] if draw.random() < 0.6 else texts.ANY[language]) for _ in range(draw.choice((1, 2, 2, 3, 4)))]
        lines = [draw.choice(texts.OPEN[language]), "", (" " if draw.random() < 0.6 else "\n\n").join(dict.fromkeys(pick)), "", draw.choice(texts.CLOSE[language])]
        return self.fill("\n".join(lines), to) + (f"\n\n-- \n{signature}" if signature else "")

    def subject(self):
        return self.fill(self.draw.choice(texts.SUBJECTS[self.story.language]))

    # --- the owner ---

    def trip(self, at):
        return next((trip for trip in self.story.trips if self.moment(trip.first) <= at < self.moment(trip.last)), None)

    def is_away(self, at):
        return bool(self.story.away) and self.moment(self.story.away[0]) <= at < self.moment(self.story.away[1])

    def slot(self, day, hours, zone):
        """A moment of this day within these hours of the clock."""
        low, high, _ = self.draw.choices(hours, [weight for *_, weight in hours])[0]
        at = day.replace(hour=0, minute=0) + datetime.timedelta(seconds=self.draw.randrange(low * 3600, high * 3600))
        return at - clock(zone, at).utcoffset(at)

    def owners_time(self, after):
        """When the owner gets to write, at the earliest at `after`."""
        day = after.replace(hour=0, minute=0, second=0)
        while True:
            trip = self.trip(day)
            worked = day.weekday() < 5 or self.draw.random() < self.story.weekends
            if worked and not self.is_away(day):
                at = self.slot(day, self.story.hours, trip.zone if trip else self.story.zone)
                if at >= after:
                    return at
            day += DAY

    def use(self, at):
        share, trip = (at - self.start) / datetime.timedelta(days=self.story.days), self.trip(at)
        uses = [use for use in self.story.uses if use.first <= share < use.last and not (trip and trip.programs and use.program not in trip.programs)]
        return self.draw.choices(uses, [use.weight for use in uses])[0], trip

    def owner_mail(self, to, subject, text, at, thread=None, role="sent"):
        """The owner's mail, from whatever device and place they are at; `text` None: ordinary prose."""
        use, trip = self.use(at)
        signature = use.signature or self.story.signature
        text = self.prose(to[0] if to else ("", ""), signature) if text is None else f"{text}\n\n-- \n{signature}"
        ips = self.story.ips[trip.ips if trip else use.ips]
        ip = ips[(at - self.start).days * 7 % len(ips)]
        return self.keep_own("owner", Mail(self.story.owner, to, subject, at.astimezone(clock(trip.zone if trip else self.story.zone, at)), text, self.story.language, use.program,
                                           ip, self.story.keeps_ip, self.story.host, *answer(thread), use.version), role)

    def keep_own(self, who, mail, role):
        # A draft was not handed in to a server yet.
        mail.submitted = role != "drafts"
        data, ident = written(mail, self.draw)
        self.kept.append((mail.at, role, data))
        self.truth[who].append(ident)
        return ident, mail

    # --- others ---

    def receive(self, sender, subject, text, at, program="server", thread=None, role="inbox", genuine=True, ip=""):
        domain = sender[1].split("@")[1]
        relay = ip or f"198.51.100.{sum(domain.encode()) % 200 + 20}"
        top = [f"Return-Path: <{sender[1]}>", f"Delivered-To: {self.story.owner[1]}",
               f"Received: from mx.{self.story.host} ([192.0.2.250])\n\tby store.{self.story.host} with LMTP id {some(self.draw, 'abcdef0123456789', 14)};\n\t{stamp(at + MINUTE / 20)}",
               f"Received: from smtp.{domain} (smtp.{domain} [{relay}])\n\tby mx.{self.story.host} (Postfix) with ESMTPS id {some(self.draw, 'ABCDEF0123456789', 10)};\n\t{stamp(at + MINUTE / 30)}",
               "Authentication-Results: mx.{};\n\tspf={r} smtp.mailfrom={d};\n\tdkim={r} header.d={d};\n\tdmarc={r} header.from={d}".format(
                   self.story.host, d=domain, r="pass" if genuine else "none")]
        mail = Mail(sender, [self.story.owner], subject, at.astimezone(clock(self.story.zone, at)), text, self.story.language, program, "", "", domain, *answer(thread))
        data, ident = written(mail, self.draw)
        self.kept.append((at, role, "\n".join(top).encode() + b"\n" + data))
        return ident, mail

    def exchange(self, at):
        """A conversation, from its first mail to its last; how many the owner wrote in it."""
        partner = self.draw.choice(self.colleagues if self.draw.random() < 0.4 else self.others[: 6 + self.draw.randrange(14)])
        thread, wrote, mine = Thread(partner, self.subject(), [], ()), 0, self.draw.random() < 0.4
        turns = self.draw.choice((1, 2, 2, 3, 3, 4, 5))
        for turn in range(turns):
            subject = ("" if not turn else "RE: " if "outlook" in self.story.uses[0].program else "Re: ") + thread.subject
            if mine:
                at = self.owners_time(at)
                role = "trash" if self.draw.random() < 0.02 else "sent"
                ident, mail = self.owner_mail([partner], subject, None, at, thread, role)
                wrote += 1
            else:
                ident, mail = self.receive(partner, subject, self.prose(self.story.owner, partner[0]), at, self.programs[partner], thread,
                                           "archive" if self.draw.random() < 0.1 else "inbox")
                if self.is_away(at):
                    self.automatic(texts.AWAY[self.story.language], partner, subject, ident, at)
            if at > self.start + DAY * (self.story.days - 2):
                break
            thread.references.append(ident)
            thread.last = (mail.sender, mail.at, mail.text)
            at += MINUTE * self.draw.choice((7, 25, 90, 300, 1400, 2900))
            mine = not mine
        if thread.last:
            self.threads.append(thread)
        return wrote

    def automatic(self, wording, partner, subject, ident, at, who="owner"):
        """An automatic answer, sent by the server in the owner's name."""
        head, text = wording
        at = (at + MINUTE / 12).astimezone(clock(self.story.zone, at))
        return self.keep_own(who, Mail(self.story.owner, [partner], head.format(s=subject), at, text, self.story.language, "server", host=self.story.host,
                                       references=(ident,), automatic=True), "sent")

    def ordinary(self):
        """All mail but the intruder's and what it caused."""
        story, draw, wrote = self.story, self.draw, 0
        while wrote < story.sent:
            day = self.start + DAY * draw.randrange(story.days - 6)
            wrote += self.exchange(self.slot(day, ((7, 20, 1),), story.zone))
        for i, (subject, text) in enumerate(self.lures["delicate"] * (1 if story.sent < 100 else 2)):
            to = self.colleagues if i % 5 > 2 else [draw.choice(self.colleagues if i % 5 == 2 else self.others)]
            at = self.owners_time(self.moment(draw.uniform(0.05, 0.95)))
            self.owner_mail(to, self.fill(subject), self.fill(text), at)
        for i in range(3):
            at = self.owners_time(self.moment(draw.uniform(0.1, 0.95)))
            self.owner_mail([draw.choice(self.others)] if i else [], self.subject(), self.fill(draw.choice(texts.TRADE[story.trade])), at, role="drafts")
        for i in range(story.days // 9):
            name, box, subject, text = draw.choice(texts.NEWS[story.language])
            self.receive((name, box), subject, text, self.slot(self.start + DAY * (i * 9), ((5, 9, 1),), story.zone), role="junk" if i % 11 == 3 else "inbox")
        if story.tickets:
            self.tickets()
        own = story.ips[story.uses[-1].ips][0] or "192.0.2.33"
        self.notice("sign-in", self.moment(0.31) + DAY / 2.2, "inbox", own, story.uses[-1].program)

    def tickets(self):
        """A ticket system that writes in the owner's name."""
        for _ in range(30):
            at = self.owners_time(self.moment(self.draw.uniform(0.1, 0.95)))
            number, to = self.draw.randrange(1000, 9999), self.draw.choice(self.others)
            mail = Mail(self.story.owner, [to], f"[Ticket #{number}] {self.subject()}", at.astimezone(UTC), self.fill(self.draw.choice(texts.TRADE[self.story.trade]))
                        + f"\n\nTicket #{number}. Please keep the number in your answer.", self.story.language, "server", "192.0.2.190", "", f"tickets.{self.domain}",
                        extra=("X-Mailer: DeskTickets 4.2", "X-Originating-IP: [192.0.2.190]"))
            self.keep_own("owner", mail, "sent")

    def notice(self, kind, at, role, ip, device):
        subject, text = self.draw.choice(self.lures["notices"][kind])
        sender = (f"{'Sécurité' if self.story.language == 'fr' else 'Security'} {self.story.host.split('.')[0]}", f"no-reply@{self.story.host}")
        if kind == "phishing":
            sender = (sender[0], f"support@{self.story.host.split('.')[0].replace('l', '1')}-verif.test")
        text = text.format(a=self.story.owner[1], ip=ip, device=device, link=f"https://{sender[1].split('@')[1]}/login?u=41")
        self.receive(sender, subject, text, at, role=role, genuine=kind != "phishing", ip="203.0.113.250" if kind == "phishing" else "")


def answer(thread):
    return (tuple(thread.references[-6:]), thread.last) if thread and thread.references else ((), ())


def plain(name):
    return name.lower().translate(str.maketrans("éèëêïîôûüç’ ", "eeeeiiouuc--"))
