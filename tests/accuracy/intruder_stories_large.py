"""Five more mailboxes of intruders.py, all `dev`: thousands of sent messages, owners who travel, change telephones and programs, have an assistant.

They are there to work with: what ranks a busy owner's mail above an intruder's only shows where there is much of it.
"""

from intruder_stories import BERLIN, ENGLISH, KOLKATA, LAGOS, LONDON, MOSCOW, NEW_YORK, OUTLOOK_EN, OUTLOOK_FR, PARIS, SINGAPORE, TOKYO, UTC, Attack, Story, Trip, Use, mobile, pool

LARGE = [
    Story("holding-2500", "dev", "fr", ("Solène Guivarch", "s.guivarch@groupe-guivarch.example"), "compta", "Solène Guivarch\nDirectrice financière\n01 99 00 44 90", "exchange-ouest.example", 2500,
          [Use("outlook", "office", 8), Use("outlook", "hotel", 0.4, first=0.3), Use("outlook-ios", "phone", 3, last=0.5), Use("outlook-ios", "phone", 3, first=0.5, version=1)],
          {"office": ["192.0.2.18"], "phone": mobile("3c1", 90), "hotel": pool("198.51.100.", 140, 9), "abroad": mobile("9d1", 20)},
          Attack(0.8, "owa", ("203.0.113.19",), UTC, ((9, 17, 1),), (("iban", 5, "trash"), ("reply", 3, "trash"), ("urgent", 2, "trash")), days=9),
          keeps_ip="x-originating-ip", folders=OUTLOOK_FR, days=400, start="2025-02-03", hours=((7, 12, 5), (13, 20, 6), (21, 24, 1)), weekends=0.15,
          trips=(Trip(0.2, 0.23, NEW_YORK, "hotel"), Trip(0.44, 0.47, SINGAPORE, "abroad", ("outlook-ios",)), Trip(0.7, 0.72, LONDON, "hotel"))),
    Story("import-4000", "dev", "en", ("Desmond Achterberg", "desmond@achterberg-imports.example"), "sales", "Desmond Achterberg\nAchterberg Imports\n+44 1632 960 232", "webpost.example", 4000,
          [Use("webmail", "office", 6), Use("iphone", "phone", 5, last=0.4), Use("iphone", "phone", 5, first=0.4, version=2), Use("apple", "home", 0.5, first=0.6)],
          {"office": ["192.0.2.77"], "phone": mobile("71a", 120), "abroad": mobile("9c7", 30), "hotel": pool("198.51.100.", 30, 12), "home": ["198.51.100.9"]},
          Attack(0.85, "webmail", ("203.0.113.33", "203.0.113.34"), LAGOS, ((8, 19, 1),), (("phish", 12, "hidden"), ("iban", 3, "trash"), ("reply", 2, "trash"))),
          zone=LONDON, form="takeout", keeps_ip="received", hours=((6, 9, 2), (9, 18, 6), (19, 24, 2)), days=420, start="2024-11-04", weekends=0.2,
          trips=(Trip(0.1, 0.13, SINGAPORE, "hotel"), Trip(0.3, 0.35, TOKYO, "abroad", ("iphone",)), Trip(0.52, 0.55, NEW_YORK, "hotel"), Trip(0.9, 0.93, KOLKATA, "abroad"))),
    Story("clinique-3000", "dev", "fr", ("Yannick Rouault", "y.rouault@clinique-des-tilleuls.example"), "mairie", "Yannick Rouault\nDirecteur\nClinique des Tilleuls", "sante-mail.example", 3000,
          [Use("apple", "office", 8, last=0.35), Use("outlook-imap", "office", 8, first=0.35), Use("outlook-imap", "desk", 2, first=0.4, signature="Maëlle Caro\npour Yannick Rouault\nClinique des Tilleuls"),
           Use("iphone", "phone", 2, first=0.2, version=1)],
          {"office": ["198.51.100.44"], "desk": ["198.51.100.45"], "phone": mobile("5e", 60), "hotel": pool("192.0.2.", 150, 5)},
          Attack(0.83, "em-client", ("203.0.113.90", "203.0.113.120", "2001:db8:beef:1::4"), MOSCOW, ((10, 18, 1),), (("phish", 10, "trash"), ("gift", 3, "trash"), ("iban", 2, "trash")), version=1),
          keeps_ip="received", hours=((7, 13, 5), (14, 20, 5), (22, 24, 1), (0, 1, 0.4)), weekends=0.15, days=380, start="2025-03-03", tickets=True,
          trips=(Trip(0.6, 0.62, NEW_YORK, "hotel"),)),
    Story("fondation-2000", "dev", "en", ("Imogen Farrow", "imogen@farrow-trust.example"), "charity", "Imogen Farrow\nTrust Manager", "tinyhost.example", 2000,
          [Use("webmail", "office", 5), Use("webmail-app", "phone", 4, version=1, last=0.5), Use("webmail-app", "phone", 4, first=0.5)], {"office": [""], "phone": [""], "abroad": [""]},
          Attack(0.87, "outlook-imap", ("203.0.113.61",), BERLIN, ((11, 21, 1),), (("gift", 5, "trash"), ("payroll", 1, "trash"), ("auto", 3, "sent")), signs="none"),
          zone=LONDON, form="takeout", keeps_ip="received", trips=(Trip(0.3, 0.34, TOKYO, "abroad"), Trip(0.75, 0.77, KOLKATA, "abroad")), away=(0.62, 0.65), weekends=0.2,
          hours=((8, 18, 6), (19, 23, 2)), days=350, start="2025-01-13"),
    Story("etude-2200", "dev", "fr", ("Perrine Lescop", "p.lescop@etude-lescop.example"), "notaire", "Perrine Lescop\nNotaire\n01 99 00 27 31", "mutualise-sud.example", 2200,
          [Use("roundcube", "office", 8, last=0.5), Use("roundcube", "office", 8, first=0.5, version=1), Use("roundcube", "home", 1, version=1), Use("iphone", "phone", 1.5, first=0.3)],
          {"office": ["192.0.2.6"], "home": pool("198.51.100.", 160, 3), "phone": mobile("88", 50)},
          Attack(0.86, "roundcube", ("203.0.113.72", "203.0.113.140", "2001:db8:feed:5::5", "203.0.113.222"), PARIS, ((9, 19, 1),),
                 (("iban", 4, "trash"), ("reply", 2, "trash"), ("urgent", 1, "trash")), version=1, signs="copied"),
          keeps_ip="received", hours=((8, 12, 5), (14, 20, 5)), days=400, start="2025-01-06", folders=ENGLISH),
]
