"""Checks fraud.jsonl and inbox_rules/: sizes, halves, distinct texts, IBANs as claimed, mails and rule files that parse. Run by check_sets.py."""

import collections
import csv
import email
import email.policy
import io
import json
import mailbox
import re
import tempfile
import xml.etree.ElementTree

import business

FRAUDS = {"bank-change", "invoice", "president", "payroll", "gift-card", "extortion", "callback", "refund", "delivery", "credentials", "link-mismatch",
          "link-lookalike", "link-punycode", "link-ip", "link-shortener", "link-redirect", "link-address", "link-hosting", "link-form", "display-name",
          "reply-to", "fake-thread", "html-attachment", "qr", "urgent-transfer", "parcel", "survey"}
FORMATS = {"sieve", "thunderbird", "gmail-xml", "takeout", "inboxrule-json", "inboxrule-csv", "graph", "audit-json", "audit-csv"}
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
# Lengths by country (ISO 13616), of those that occur.
LENGTHS = {"BE": 16, "BG": 22, "CH": 21, "CY": 28, "DE": 22, "EE": 20, "ES": 24, "FR": 27, "GB": 22, "HU": 28, "IE": 22, "IT": 27, "LT": 20, "LU": 20,
           "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SI": 19, "SK": 24}


def remainder(iban):
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97


def written_in(one):
    """All that a reader of an entry sees, attachments included."""
    attached = [" ".join(a.get("lines", [a.get("text", a.get("qr", ""))])) for a in one.get("attachments", [])]
    return "\n".join([one["subject"], one.get("text") or one.get("html") or "", *attached])


def ibans_in(text):
    found = set()
    for match in IBAN.finditer(text):
        word = match.group().replace(" ", "")
        length = LENGTHS.get(word[:2])
        if length and len(word) >= length:
            found.add(word[:length])
    return found


def shingles(one):
    words = re.findall(r"\w+", (one.get("text") or one.get("html")).casefold().split("\n> ")[0])
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}


def check_ibans(entries, check):
    valid = invalid = 0
    for one in entries:
        claimed = {i["iban"]: i["valid"] for i in one["ibans"]}
        seen = ibans_in(written_in(one))
        check(seen <= set(claimed), one["id"], "has an IBAN that is not claimed:", seen - set(claimed))
        for iban, holds in claimed.items():
            check(len(iban) == LENGTHS[iban[:2]], one["id"], "wrong length:", iban)
            check((remainder(iban) == 1) == holds, one["id"], "check digits are not as claimed:", iban)
            check(iban in re.sub(r"\s", "", written_in(one)), one["id"], "claims an IBAN it does not have:", iban)
        valid, invalid = valid + sum(claimed.values()), invalid + sum(not v for v in claimed.values())
        for past in one["history"]:
            check(all(remainder(iban) == 1 for iban in ibans_in(past["text"])), one["id"], "its history has a bad IBAN")
    return valid, invalid


def check_texts(entries, check):
    """No text twice, and no two that share most of their words in a row."""
    for label in ("fraud", "genuine"):
        texts = [(one["id"], shingles(one)) for one in entries if one["label"] == label]
        alike = [(a, b) for i, (a, x) in enumerate(texts) for b, y in texts[:i] if x and y and len(x & y) > 0.6 * min(len(x), len(y)) and len(x & y) > 3]
        check(not alike, label, "texts nearly the same:", alike[:8])


def check_mails(entries, check):
    """What is built is what was written, for a reader who knows nothing of this set."""
    files, ids = business.mailbox(entries)
    check(len(ids) == len(entries), "message ids collide")
    by_id, seen = {one["id"]: one for one in entries}, 0
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            path = f"{folder}/{name}"
            with open(path, "wb") as file:
                file.write(data)
            for raw in mailbox.mbox(path, factory=lambda f: email.message_from_binary_file(f, policy=email.policy.default), create=False):
                one = by_id.get(ids.get(str(raw["Message-ID"]).strip("<>")))
                if not one:
                    continue
                seen += 1
                check(str(raw["Subject"]) == one["subject"], one["id"], "subject became", raw["Subject"])
                check(raw["From"].addresses[0].addr_spec == one["from"][1], one["id"], "sender became", raw["From"])
                text = raw.get_body(("plain", "html")).get_content()
                first = re.findall(r"\w{4,}", re.sub(r"<[^>]+>", " ", one.get("text") or one["html"]))[:3]
                check(all(word in text for word in first), one["id"], "lost its text")
                check([p.get_filename() for p in raw.iter_attachments()] == [a["name"] for a in one["attachments"]], one["id"], "lost an attachment")
    check(seen == len(entries), "only", seen, "of", len(entries), "mails were built")


def check_fraud(entries, check):
    counts = collections.Counter((one["label"], one["lang"]) for one in entries)
    for lang in ("fr", "en"):
        check(counts["fraud", lang] >= 120 and counts["genuine", lang] >= 200, "too few mails", counts)
    check(sum(n for (label, _), n in counts.items() if label == "genuine") >= 450, "too few genuine mails", counts)
    kinds = collections.Counter((one["label"], one["kind"], one["half"]) for one in entries)
    check({kind for label, kind, _ in kinds if label == "fraud"} == FRAUDS, "kinds of fraud missing or unknown")
    for label, kind, _ in kinds:
        # Sets of two writers: the second was halved by itself, and not by kind.
        check(abs(kinds[label, kind, "dev"] - kinds[label, kind, "test"]) <= 4, "halves differ:", label, kind)
    sent = collections.Counter(one["label"] for one in entries if one["direction"] == "sent")
    check(sent["fraud"] >= 30 and sent["genuine"] >= 60, "too few sent mails", sent)
    for one in entries:
        check(("text" in one) != ("html" in one), one["id"], "needs a text or an html")
        check(one["folder"] in business.FILES and one["thread"] in (None, "history", "outside"), one["id"], "folder or thread")
        check(one["thread"] != "history" or one["history"], one["id"], "answers a history it does not have")
        own = one["from"][1].endswith("@" + business.OWN_DOMAIN)
        check(one["direction"] == "received" or own, one["id"], "is sent by somebody else")
        domain = one["from"][1].split("@")[1]
        if one["label"] == "fraud" and not domain.endswith((".example", ".test")):
            check(any("dmarc=fail" in line for line in one["headers"]), one["id"], "a real sender's name must fail its checks")
    check_texts(entries, check)
    valid, invalid = check_ibans(entries, check)
    check(valid >= 8 * invalid > 0, "IBANs: most must be valid, some not", valid, invalid)
    for half in ("dev", "test"):
        check_mails([one for one in entries if one["half"] == half], check)
    print("fraud:", dict(counts), "sent:", dict(sent), "IBANs:", valid, "valid", invalid, "not")


def decoded(data):
    return (data.decode("utf-16") if data[:2] == b"\xff\xfe" else data.decode("utf-8-sig")).replace("\r\n", "\n")


def parses(form, text):
    """Whether a program that knows the format could read this, and how many rules it would see (None: not counted here)."""
    if form == "gmail-xml":
        return len(xml.etree.ElementTree.fromstring(text).findall("{http://www.w3.org/2005/Atom}entry"))
    if form in ("takeout", "inboxrule-json", "graph"):
        top = json.loads(text)
        if isinstance(top, dict):
            return len(top.get("filter") or top.get("value") or top.get("delegates") or [top])
        return sum(len(one["messageRules"]) if "messageRules" in one else 1 for one in top)
    if form == "audit-json":
        records = json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]
        return sum(one["Operation"] not in ("MailItemsAccessed", "UserLoggedIn") for one in records)
    if form in ("inboxrule-csv", "audit-csv"):
        rows = list(csv.DictReader(io.StringIO(text.split("\n", 1)[1] if text.startswith("#TYPE") else text)))
        if form == "inboxrule-csv":
            return len(rows)
        return sum(json.loads(row["AuditData"])["Operation"] not in ("MailItemsAccessed", "UserLoggedIn") for row in rows)
    if form == "thunderbird":
        lines = text.splitlines()
        return sum(line.startswith("name=") for line in lines) if all(re.fullmatch(r'\w+=".*"', line) for line in lines) else -1
    return None if text.count("{") == text.count("}") and text.startswith(("require", "#")) else -1


def check_rules(folder, truth, check):
    counts = collections.Counter((one["label"], one["half"]) for one in truth)
    for half in ("dev", "test"):
        check(counts["malicious", half] >= 35 and counts["ordinary", half] >= 60, "too few rules", counts)
    check({one["format"] for one in truth} == FORMATS, "formats missing")
    for half in ("dev", "test"):
        check({one["format"] for one in truth if one["half"] == half} == FORMATS, half, "lacks a format")
    by_file = collections.defaultdict(list)
    for one in truth:
        by_file[one["file"]].append(one)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"truth.jsonl"}
    check(there == set(by_file), "files and truth differ", there ^ set(by_file))
    for file, rules in by_file.items():
        check(len({one["half"] for one in rules}) == 1, file, "is in both halves")
        check([one["position"] for one in rules] == list(range(1, len(rules) + 1)), file, "positions")
        text = decoded((folder / file).read_bytes())
        seen = parses(rules[0]["format"], text)
        check(seen in (None, len(rules)), file, "has", seen, "rules, not", len(rules))
        data = text.encode()
        for one in rules:
            part = data[one["offset"] : one["offset"] + one["length"]].decode()
            check(all(key in part for key in one["keys"]), one["id"], "does not stand where the truth says")
            check(not one["name"] or json.dumps(one["name"], ensure_ascii=False)[1:-1] in part, one["id"], "its name is not there")
    print("rules:", dict(counts), "files:", len(by_file))
