"""Builds the mails that measures are made of: realistic headers, four ways to wrap a text, and attachments. Same arguments, same bytes.

Only the standard library. Names and addresses are invented, domains and IP addresses those kept for examples (RFC 2606, RFC 5737),
except where a genuine notice must come from its genuine service.
"""

import base64
import email.header
import html
import io
import quopri
import random
import re
import tarfile
import zipfile
import zlib

WRAPS = ("plain", "qp", "base64", "html")
ME = ("Camille Roussel", "camille.roussel@atelier-roussel.example")
PEOPLE = [("Hélène Bihan", "helene.bihan@atelier-roussel.example"), ("Support informatique", "support@infogerance-sud.example"),
          ("Marc Delvaux", "m.delvaux@fournitures-delvaux.example"), ("Maman", "francoise.roussel@courrier-famille.example"),
          ("Tom Whitfield", "tom.whitfield@whitfield-partners.example"), ("Association du quai", "bureau@assoduquai.example"),
          ("Nadia Ferhat", "n.ferhat@cabinet-ferhat.example"), ("IT Helpdesk", "helpdesk@whitfield-partners.example")]
SUBJECTS = ["Bonjour", "Re: point de ce matin", "Quelques infos", "Suite à notre appel", "Hello", "Re: quick question", "Follow-up", "TR: semaine 12"]
MONTHS = ["Jan", "Feb", "Mar"]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def encoded(text):
    """A header value, in encoded words where it must be."""
    return text if text.isascii() else email.header.Header(text, "utf-8", maxlinelen=70).encode(linesep="\n")


def tokens(draw, count):
    return "".join(draw.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") for _ in range(count))


def head(key, sender, subject, to=ME, good=True, automatic=False):
    """The header of a mail that came from outside; `good`: whether the authentication results speak for its sender."""
    draw = random.Random(f"head {key}")
    day, hour, minute = draw.randrange(1, 28), draw.randrange(7, 20), draw.randrange(60)
    month = draw.randrange(3)
    weekday = DAYS[(day + (3, 6, 6)[month] - 1) % 7]
    date = f"{weekday}, {day:02} {MONTHS[month]} 2026 {hour:02}:{minute:02}:%02d +0100"
    domain = sender[1].split("@")[1]
    relay = domain if good else "vps-4411.hebergeur-divers.example"
    word = "pass" if good else "fail"
    lines = [
        f"Return-Path: <{sender[1] if good else 'www-data@' + relay}>",
        f"Delivered-To: {to[1]}",
        f"Received: from mx2.filtrage.example (mx2.filtrage.example [192.0.2.40])\n\tby mail.atelier-roussel.example (Postfix) with ESMTPS id"
        f" {tokens(draw, 12).replace('+', 'x').replace('/', 'y')}\n\tfor <{to[1]}>; {date % 31} (CET)",
        f"Received: from smtp.{relay} (smtp.{relay} [198.51.100.{draw.randrange(2, 250)}])\n\tby mx2.filtrage.example with ESMTPS;"
        f" {date % 29} (CET)",
        f"Authentication-Results: mx2.filtrage.example;\n\tspf={word} smtp.mailfrom={relay};\n\tdkim={'pass' if good else 'none'}"
        f" header.d={domain};\n\tdmarc={word} header.from={domain}",
    ]
    if good:
        lines.append(f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=s1;\n\th=from:to:subject:date:message-id;"
                     f" bh={tokens(draw, 43)}=;\n\tb={tokens(draw, 64)}\n\t {tokens(draw, 64)}\n\t {tokens(draw, 42)}==")
    if automatic:
        lines.append("Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All")
    name = encoded(sender[0])
    lines += [
        f"From: {name if not sender[0].isascii() else chr(34) + name + chr(34)} <{sender[1]}>",
        f'To: "{to[0]}" <{to[1]}>',
        f"Subject: {encoded(subject)}",
        f"Date: {date % 27}",
        f"Message-ID: <{draw.getrandbits(96):024x}@{domain}>",
        "MIME-Version: 1.0",
    ]
    return "\n".join(lines) + "\n"


def as_html(text):
    """What a mail program makes of a plain text: paragraphs, and a table where lines have tabs."""
    out, rows = [], []
    for line in text.split("\n") + [None]:
        if line is not None and "\t" in line:
            rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in line.split("\t")) + "</tr>")
            continue
        if rows:
            out.append('<table border="1" cellpadding="4">' + "\n".join(rows) + "</table>")
            rows = []
        if line is not None:
            out.append(f"<div>{html.escape(line, quote=False) or '<br>'}</div>")
    return ('<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>\n<body style="font-family:Calibri">\n'
            + "\n".join(out) + "\n</body></html>\n")


def coded(data, encoding):
    if encoding == "quoted-printable":
        return quopri.encodestring(data).decode("ascii")
    if encoding == "base64":
        return base64.encodebytes(data).decode("ascii")
    return data


def text_part(text, wrap):
    """The fields and the body of one text part."""
    kind, charset = "text/plain", "utf-8"
    if wrap == "html" or text.lstrip().startswith("<"):
        kind = "text/html"
        text = text if text.lstrip().startswith("<") else as_html(text)
        encoding = "base64" if wrap == "base64" else "quoted-printable"
    else:
        encoding = {"plain": "8bit", "qp": "quoted-printable", "base64": "base64"}[wrap]
        if wrap == "qp":
            try:
                text.encode("windows-1252")
                charset = "windows-1252"
            except UnicodeEncodeError:
                pass
    data = text.encode(charset)
    body = data if encoding == "8bit" else coded(data, encoding).encode("ascii")
    return f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + body


def mail(key, text, wrap="plain", sender=None, subject=None, **how):
    """A mail with one text; without a sender, somebody the owner knows writes."""
    draw = random.Random(f"mail {key}")
    sender = sender or draw.choice(PEOPLE)
    body = text_part(text, wrap)
    return head(key, sender, subject or draw.choice(SUBJECTS), **how).encode() + body + (b"" if body.endswith(b"\n") else b"\n")


def with_file(key, kind, name, data, text="Bonjour,\n\nVoir le document joint.\n\nBonne journée\n"):
    """A mail with an attachment."""
    cut = f"=_{random.Random(f'cut {key}').getrandbits(64):016x}"
    top = head(key, PEOPLE[0], "Document").encode()
    top += f'Content-Type: multipart/mixed; boundary="{cut}"\n\n--{cut}\n'.encode() + text_part(text, "qp")
    if kind == "message/rfc822":
        part = f"\n--{cut}\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\n".encode() + data
    else:
        part = (f'\n--{cut}\nContent-Type: {kind}; name="{name}"\nContent-Disposition: attachment; filename="{name}"\n'
                "Content-Transfer-Encoding: base64\n\n").encode() + base64.encodebytes(data)
    return top + part + f"\n--{cut}--\n".encode()


def mbox(mails):
    """One mbox (mboxrd) of these mails."""
    out = []
    for one in mails:
        body = re.sub(rb"^(>*From )", rb">\1", one, flags=re.M)
        out.append(b"From expediteur@courrier.example Tue Mar  3 09:10:11 2026\n" + body + (b"" if body.endswith(b"\n") else b"\n") + b"\n")
    return b"".join(out)


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 3, 9, 10, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tar_gz(name, data):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def office(main, part_type, members):
    """An Office Open XML package whose main part is `main`."""
    types = "".join(f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
                    for name, kind in part_type.items())
    return zipped({
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
                               f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
                               f'"application/xml"/>{types}</Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
                       f'Target="{main}"/></Relationships>',
        **members})


def docx(lines):
    """A Word document; each line a paragraph, its words cut into runs as Word does."""
    paragraphs = ""
    for line in lines:
        half = len(line) * 2 // 3
        runs = "".join(f'<w:r><w:rPr><w:sz w:val="22"/></w:rPr><w:t xml:space="preserve">{html.escape(piece)}</w:t></w:r>'
                       for piece in (line[:half], line[half:]) if piece)
        paragraphs += f"<w:p>{runs}</w:p>"
    body = f'{XML}<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>'
    return office("word/document.xml", {"word/document.xml": "wordprocessingml.document.main"}, {"word/document.xml": body})


def xlsx(rows):
    """A workbook with one sheet; its texts are shared strings."""
    strings = [cell for row in rows for cell in row]
    shared = "".join(f"<si><t>{html.escape(text)}</t></si>" for text in strings)
    number, lines = iter(range(len(strings))), ""
    for r, row in enumerate(rows, 1):
        lines += f'<row r="{r}">' + "".join(f'<c r="{chr(65 + c)}{r}" t="s"><v>{next(number)}</v></c>' for c in range(len(row))) + "</row>"
    main = "spreadsheetml."
    return office("xl/workbook.xml", {"xl/workbook.xml": main + "sheet.main", "xl/worksheets/sheet1.xml": main + "worksheet",
                                      "xl/sharedStrings.xml": main + "sharedStrings"}, {
        "xl/workbook.xml": f'{XML}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="Acces" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/worksheet" '
                                      f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{XML}<worksheet xmlns="{SHEET}"><sheetData>{lines}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{SHEET}" count="{len(strings)}" uniqueCount="{len(strings)}">{shared}</sst>'})


def pdf(lines):
    """A one-page PDF 1.4; the text in Helvetica, WinAnsi, the content compressed."""
    shown = b" T*\n".join(b"(" + re.sub(rb"([()\\])", rb"\\\1", line.encode("windows-1252")) + b") Tj" for line in lines)
    stream = zlib.compress(b"BT /F1 11 Tf 14 TL 72 760 Td\n" + shown + b"\nET\n")
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    out, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
