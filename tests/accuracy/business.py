"""Builds the mailbox of fraud.jsonl: each message as it would lie in an export, with the earlier mail that makes the baseline.

Same lines, same bytes. Nothing of what is built tells the label: the same code makes both, and message ids are digests.
"""

import base64
import datetime
import hashlib
import random

import mails
import qr

OWN_DOMAIN = "atelier-roussel.example"
# The file of the mailbox a message lies in; readers take the role from its name.
FILES = {"inbox": "Inbox", "sent": "Sent", "deleted": "Trash", "drafts": "Drafts", "junk": "Junk", "archive": "Archive"}
# Earlier mail that the owner wrote from a telephone.
PHONED = ("bois-2", "helene-2", "own-hartley")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def written(date, second):
    """A date of the set (local time of the owner, winter) as a header has it."""
    at = datetime.datetime.strptime(date, "%Y-%m-%dT%H:%M")
    return f"{DAYS[at.weekday()]}, {at.day:02} {MONTHS[at.month - 1]} {at.year} {at:%H:%M}:{second:02} +0100"


def address(pair):
    name, box = pair
    if not name:
        return box
    return f'"{name}" <{box}>' if name.isascii() else f"{mails.encoded(name)} <{box}>"


def message_id(key, box):
    return f"{hashlib.sha256(f'message {key}'.encode()).hexdigest()[:28]}@{box.split('@')[1]}"


def route(one, draw):
    """The Received lines of a message that came in: one from inside, two from elsewhere."""
    date, box = one["date"], one["from"][1]
    domain = box.split("@")[1]
    into = (f"Received: from mx.{OWN_DOMAIN} ([192.0.2.40])\n\tby imap.{OWN_DOMAIN} (Postfix) with LMTP id {draw.getrandbits(40):010X};"
            f"\n\t{written(date, 41)}")
    spoofed = any("dmarc=fail" in line or "spf=softfail" in line for line in one["headers"])
    if domain == OWN_DOMAIN and not spoofed:
        return [into, f"Received: from [192.0.2.{draw.randrange(60, 90)}] (poste{draw.randrange(1, 20)}.atelier.lan)\n\tby mx.{OWN_DOMAIN} (Postfix)"
                      f" with ESMTPSA id {draw.getrandbits(40):010X};\n\t{written(date, 39)}"]
    relay = f"relay{draw.randrange(1, 9)}.hebergement-mutualise.example" if spoofed else f"smtp.{domain}"
    return [into, f"Received: from {relay} ({relay} [198.51.100.{draw.randrange(2, 250)}])\n\tby mx.{OWN_DOMAIN} (Postfix) with ESMTPS id"
                  f" {draw.getrandbits(40):010X};\n\t{written(date, 38)}"]


def head(one, key, answers):
    draw = random.Random(f"business head {key}")
    lines = [line for line in one["headers"] if line.startswith("Return-Path:")]
    if one["direction"] == "received":
        lines += route(one, draw)
    lines += [line.replace("; ", ";\n\t") if line.startswith("Authentication-Results") else line
              for line in one["headers"] if not line.startswith("Return-Path:")]
    lines += [f"From: {address(one['from'])}", f"To: {', '.join(map(address, one['to']))}"]
    if one.get("cc"):
        lines.append(f"Cc: {', '.join(map(address, one['cc']))}")
    if one.get("reply_to"):
        lines.append(f"Reply-To: {one['reply_to']}")
    lines += [f"Subject: {mails.encoded(one['subject'])}", f"Date: {written(one['date'], draw.randrange(60))}",
              f"Message-ID: <{message_id(key, one['from'][1])}>"]
    if answers:
        lines += [f"In-Reply-To: <{answers}>", f"References: <{answers}>"]
    return "\n".join(lines + ["MIME-Version: 1.0"]) + "\n"


def file_bytes(attachment):
    if "text" in attachment:
        return attachment["text"].encode()
    if "lines" in attachment:
        return mails.pdf(attachment["lines"])
    if "qr" in attachment:
        return qr.png(attachment["qr"])
    return base64.b64decode(attachment["base64"])


def message(one, key, answers=None):
    """The bytes of one message; `answers` is the id of the message it replies to."""
    wrap = mails.WRAPS[random.Random(f"business wrap {key}").randrange(4)]
    body = mails.text_part(one.get("html") or one["text"], wrap)
    top = head(one, key, answers).encode()
    if one.get("attachments"):
        cut = f"=_{random.Random(f'business cut {key}').getrandbits(80):020x}"
        body = f'Content-Type: multipart/mixed; boundary="{cut}"\n\n--{cut}\n'.encode() + body
        for attached in one["attachments"]:
            body += (f'\n--{cut}\nContent-Type: {attached["type"]}; name="{attached["name"]}"\nContent-Disposition: attachment;'
                     f' filename="{attached["name"]}"\nContent-Transfer-Encoding: base64\n\n').encode()
            body += base64.encodebytes(file_bytes(attached))
        body += f"\n--{cut}--\n".encode()
    return top + body + (b"" if body.endswith(b"\n") else b"\n")


def answered(one, key):
    """The id of the message this one replies to: one of the history, one that is not in the mailbox, or none."""
    if one["thread"] == "history":
        last = one["history"][-1]
        return message_id(last["key"], last["from"][1])
    if one["thread"] == "outside":
        box = one["to"][0][1] if one["direction"] == "sent" else one["from"][1]
        return message_id(f"outside {key}", box if one["direction"] == "sent" else f"x@{OWN_DOMAIN}")
    return None


def earlier(one):
    """An earlier message of the history as one of the set."""
    domain = one["from"][1].split("@")[1]
    if one["direction"] == "sent":
        headers = ["X-Mailer: iPhone Mail (21E236)" if one["key"] in PHONED else "User-Agent: Mozilla Thunderbird"]
    else:
        headers = [f"Return-Path: <{one['from'][1]}>", f"Authentication-Results: mx.{OWN_DOMAIN}; spf=pass smtp.mailfrom={domain};"
                   f" dkim=pass header.d={domain}; dmarc=pass header.from={domain}"]
    return {**one, "headers": headers, "folder": "sent" if one["direction"] == "sent" else "inbox"}


def history_of(entries):
    """Every earlier message once, by its key."""
    return {past["key"]: past for one in entries for past in one["history"]}


def mailbox(entries):
    """The files of the mailbox (name -> bytes), and which message id stands for which entry."""
    every, ids = [], {}
    past = history_of(entries)
    for key, one in past.items():
        to = past.get(one["answers"]) if one["answers"] else None
        every.append((one["date"], key, earlier(one), message_id(to["key"], to["from"][1]) if to else None))
    for one in entries:
        every.append((one["date"], one["id"], one, answered(one, one["id"])))
        ids[message_id(one["id"], one["from"][1])] = one["id"]
    boxes = {}
    for _, key, one, answers in sorted(every, key=lambda item: item[:2]):
        boxes.setdefault(f"{FILES[one['folder']]}.mbox", []).append(message(one, key, answers))
    return {name: mails.mbox(box) for name, box in sorted(boxes.items())}, ids
