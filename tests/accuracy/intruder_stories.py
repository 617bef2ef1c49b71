"""The ten mailboxes of intruders.py: who owns them, how they write, who broke in. Five are `dev`, five `test`. All invented.

Moments are shares of the time told (0 first day, 1 last). Hours are those of the owner's clock, the intruder's too; what the zone of
an intruder's device changes is only what stands in Date.
"""

import dataclasses

# Clocks: hours east of UTC, and whether they follow European summer time.
PARIS, LONDON, BERLIN, LAGOS, MOSCOW, KOLKATA, SINGAPORE, NEW_YORK, TOKYO, UTC = (
    (1, True), (0, True), (1, True), (1, False), (3, False), (5.5, False), (8, False), (-5, False), (9, False), (0, False))

ENGLISH = {"inbox": "INBOX", "sent": "Sent", "trash": "Trash", "drafts": "Drafts", "junk": "Junk", "archive": "Archive", "hidden": "RSS Feeds"}
OUTLOOK_FR = {"inbox": "Boîte de réception", "sent": "Éléments envoyés", "trash": "Éléments supprimés", "drafts": "Brouillons", "junk": "Courrier indésirable",
              "archive": "Archive", "hidden": "Flux RSS"}
OUTLOOK_EN = ENGLISH | {"inbox": "Inbox", "sent": "Sent Items", "trash": "Deleted Items", "junk": "Junk Email"}


@dataclasses.dataclass
class Use:
    """A program the owner writes with, how often, from where, when; `signature` where another hand (an assistant) signs."""
    program: str
    ips: str
    weight: float = 1
    first: float = 0
    last: float = 1.01
    version: int = 0
    signature: str = ""


@dataclasses.dataclass
class Trip:
    """Time abroad: another clock, other networks, perhaps only some programs."""
    first: float
    last: float
    zone: tuple
    ips: str
    programs: tuple = ()


@dataclasses.dataclass
class Attack:
    """`plan`: (kind of mail, how many, role of the folder of the copy). `steps`: what else there is to see of the story."""
    at: float
    program: str
    ips: tuple
    zone: tuple
    hours: tuple
    plan: tuple
    version: int = 0
    signs: str = "name"
    days: int = 6
    steps: tuple = ("phishing", "sign-in", "foothold", "rule")
    notices: str = "trash"
    language: str = ""


@dataclasses.dataclass
class Story:
    key: str
    half: str
    language: str
    owner: tuple
    trade: str
    signature: str
    host: str
    sent: int
    uses: list
    ips: dict
    attack: Attack
    start: str = "2025-09-01"
    days: int = 240
    zone: tuple = PARIS
    hours: tuple = ((8, 12, 5), (13, 18, 5))
    keeps_ip: str = ""
    form: str = "mbox"
    folders: dict = dataclasses.field(default_factory=lambda: ENGLISH)
    trips: tuple = ()
    away: tuple = ()
    tickets: bool = False
    weekends: float = 0.03
    warns: int = 4


def pool(prefix, first, count):
    return [f"{prefix}{first + i}" for i in range(count)]


def mobile(block, count):
    """Addresses of a telephone: another one each day."""
    return [f"2001:db8:{block}:{i * 137 + 11:x}:{i * 911 + 3:x}::1" for i in range(count)]


STORIES = [
    Story("compta-exchange", "dev", "fr", ("Maryvonne Cadiou", "m.cadiou@transports-cadiou.example"), "compta",
          "Maryvonne Cadiou\nComptable\nTransports Cadiou - 01 99 00 14 22", "exchange-ouest.example", 420,
          [Use("outlook", "office", 9), Use("owa", "home", 1), Use("outlook-ios", "phone", 1.5, first=0.3)],
          {"office": ["192.0.2.21"], "home": pool("198.51.100.", 77, 2), "phone": mobile("4a0", 30)},
          Attack(0.84, "owa", ("203.0.113.41",), UTC, ((22, 24, 1), (0, 5, 3)), (("iban", 4, "trash"), ("reply", 2, "trash"), ("urgent", 1, "trash"))),
          keeps_ip="x-originating-ip", folders=OUTLOOK_FR),
    Story("sales-gmail", "dev", "en", ("Gareth Pilling", "gareth@pilling-foods.example"), "sales", "Gareth Pilling\nSales Manager, Pilling Foods\n+44 1632 960 118",
          "webpost.example", 700,
          [Use("webmail", "office", 5), Use("iphone", "phone", 4, last=0.5), Use("iphone", "phone", 4, first=0.5, version=2)],
          {"office": ["192.0.2.50"], "phone": mobile("6b1", 60), "abroad": mobile("9c0", 9), "hotel": pool("198.51.100.", 200, 6)},
          Attack(0.80, "webmail", ("203.0.113.5",), LAGOS, ((9, 18, 1),), (("iban", 4, "archive"), ("phish", 8, "trash")), signs="name"),
          zone=LONDON, form="takeout", keeps_ip="received", hours=((7, 9, 2), (9, 18, 6), (20, 23, 1)),
          trips=(Trip(0.22, 0.25, NEW_YORK, "hotel"), Trip(0.60, 0.64, SINGAPORE, "abroad", ("iphone",)))),
    Story("mairie-zimbra", "dev", "fr", ("Josiane Le Bihan", "secretariat@mairie-plouenan.example"), "mairie", "Josiane Le Bihan\nSecrétariat de mairie\n01 99 00 51 07",
          "collectivites-mail.example", 520, [Use("zimbra", "office", 9, version=0), Use("zimbra", "home", 1, first=0.4, version=1)],
          {"office": ["198.51.100.30"], "home": ["2001:db8:51:7::2"]},
          Attack(0.8, "zimbra", ("203.0.113.99", "2001:db8:f00d:3::8", "203.0.113.102", "2001:db8:cafe:1::77"), PARIS, ((20, 23, 1), (5, 7, 1)), (("iban", 3, "trash"), ("reply", 1, "trash"), ("urgent", 1, "sent")),
                 steps=("phishing", "reset"), version=1),
          keeps_ip="x-originating-ip", hours=((8, 12, 5), (14, 17, 4)), weekends=0),
    Story("avocat-maildir", "dev", "fr", ("Étienne Vautrin", "e.vautrin@vautrin-avocats.example"), "avocat", "Étienne Vautrin\nAvocat au barreau\n01 99 00 30 12",
          "hebergeur-mail.example", 300, [Use("thunderbird", "office", 9, last=0.45), Use("thunderbird", "office", 9, first=0.45, version=1), Use("iphone", "phone", 2, version=1)],
          {"office": [""], "phone": [""]},
          Attack(0.9, "roundcube", ("203.0.113.150",), PARIS, ((10, 17, 1),), (("iban", 1, "sent"), ("reply", 1, "trash"), ("payroll", 1, "trash")), version=1, signs="copied",
                 steps=("phishing", "sign-in")),
          form="maildir", hours=((8, 13, 4), (14, 20, 5), (21, 24, 1)), weekends=0.1),
    Story("shop-small", "dev", "en", ("Wren Hathaway", "hello@wrens-candles.example"), "shop", "Wren\nWren’s Candles, Ashby", "tinyhost.example", 30,
          [Use("apple", "shop", 5), Use("iphone", "phone", 3)], {"shop": ["192.0.2.140"], "phone": mobile("d3", 8)},
          Attack(0.85, "outlook-imap", ("203.0.113.200",), KOLKATA, ((11, 19, 1),), (("iban", 2, "trash"), ("draft", 1, "drafts"), ("auto", 3, "sent")),
                 signs="copied", steps=("phishing", "rule", "sign-in")),
          zone=LONDON, keeps_ip="received", days=150, away=(0.40, 0.45), warns=2),

    Story("ecole-2000", "test", "fr", ("Bertrand Sauvage", "direction@college-rostand.example"), "ecole", "Bertrand Sauvage\nPrincipal\nCollège Rostand - 01 99 00 72 40",
          "academie-mail.example", 2000,
          [Use("thunderbird", "office", 9, last=0.55), Use("outlook-imap", "office", 9, first=0.55), Use("thunderbird", "home", 2, last=0.55), Use("outlook-imap", "home", 2, first=0.55)],
          {"office": ["198.51.100.8"], "home": pool("192.0.2.", 91, 3)},
          Attack(0.86, "roundcube", ("203.0.113.12", "203.0.113.77", "2001:db8:bad:1::9", "203.0.113.201"), PARIS, ((10, 16, 1),),
                 (("phish", 11, "hidden"), ("iban", 2, "trash"), ("gift", 2, "trash")), version=2, steps=("phishing", "sign-in", "rule")),
          keeps_ip="received", hours=((7, 12, 5), (13, 19, 5), (21, 24, 3), (0, 2, 1)), weekends=0.12, days=330, start="2025-05-12"),
    Story("freight-exchange", "test", "en", ("Ingrid Vos", "ingrid.vos@vosline-freight.example"), "freight", "Ingrid Vos\nOperations Manager\nVosline Freight",
          "mailcloud-north.example", 650,
          [Use("outlook", "office", 8), Use("outlook", "desk", 2.5, first=0.2, signature="Tess Mulder\non behalf of Ingrid Vos\nVosline Freight"), Use("outlook-ios", "phone", 2)],
          {"office": ["198.51.100.60"], "desk": ["198.51.100.61"], "phone": mobile("77", 40), "abroad": mobile("e1", 12)},
          Attack(0.82, "owa", ("203.0.113.180",), UTC, ((2, 6, 1),), (("draft", 4, "drafts"),), signs="copied", steps=("sign-in", "foothold")),
          zone=BERLIN, keeps_ip="x-originating-ip", folders=OUTLOOK_EN, tickets=True, trips=(Trip(0.5, 0.53, TOKYO, "abroad", ("outlook-ios",)),)),
    Story("notaire-roundcube", "test", "fr", ("Hermine Castaing", "h.castaing@office-castaing.example"), "notaire", "Hermine Castaing\nNotaire associée\n01 99 00 88 35",
          "mutualise-sud.example", 310, [Use("roundcube", "office", 8, version=0, last=0.35), Use("roundcube", "office", 8, version=1, first=0.35), Use("roundcube", "home", 1.5, version=1)],
          {"office": ["192.0.2.5"], "home": pool("198.51.100.", 120, 4)},
          Attack(0.88, "roundcube", ("203.0.113.14", "203.0.113.61", "2001:db8:feed:2::5", "203.0.113.233", "2001:db8:feed:9::1"), PARIS, ((9, 18, 1),),
                 (("iban", 3, "archive"), ("reply", 2, "archive"), ("urgent", 1, "trash")), version=1, signs="copied", steps=("phishing", "foothold", "rule")),
          keeps_ip="received", hours=((8, 12, 5), (14, 19, 5))),
    Story("charity-webmail", "test", "en", ("Rosalind Okafor", "rosalind@harwick-shelter.example"), "charity", "Rosalind Okafor\nCoordinator, Harwick Shelter\n+44 1632 960 771",
          "webpost.example", 480, [Use("webmail", "office", 5), Use("webmail-app", "phone", 4, version=1)], {"office": [""], "phone": [""], "abroad": [""]},
          Attack(0.85, "thunderbird", ("198.51.100.222",), MOSCOW, ((12, 20, 1),), (("gift", 4, "trash"), ("payroll", 1, "trash"), ("auto", 4, "sent")), version=1,
                 signs="none", steps=("phishing", "sign-in", "reset")),
          zone=LONDON, form="takeout", keeps_ip="received", trips=(Trip(0.33, 0.39, KOLKATA, "abroad"),), away=(0.62, 0.66), weekends=0.2,
          hours=((8, 18, 6), (19, 22, 2))),
    Story("artisan-apple", "test", "fr", ("Loïc Tanguy", "contact@menuiserie-tanguy.example"), "artisan", "Loïc Tanguy\nMenuisier poseur\n01 99 00 63 18",
          "petit-hebergeur.example", 60, [Use("apple", "home", 4, last=0.6), Use("apple", "home", 4, first=0.6, version=2), Use("iphone", "phone", 5, last=0.6), Use("iphone", "phone", 5, first=0.6, version=2)],
          {"home": [""], "phone": [""]},
          Attack(0.9, "em-client", ("203.0.113.66",), BERLIN, ((7, 9, 1), (18, 21, 1)), (("iban", 2, "sent"), ("reply", 1, "sent")), steps=("phishing",), days=3),
          form="maildir", hours=((6, 8, 3), (12, 14, 3), (18, 22, 4)), weekends=0.15, warns=2),
]
