"""Mail programs as their sent copies look: which headers, in which order, what Message-ID, which body. One function a program.

Written from how these programs' messages look in exports. `Mail` is what a person wrote; `written` makes its bytes. A server may keep
the sender's IP address in a sent copy (`x-originating-ip`, `received`) or not at all.
"""

import base64
import dataclasses
import datetime
import email.header
import html
import quopri

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UTC = datetime.timezone.utc
HEX, CAPS = "0123456789abcdef", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@dataclasses.dataclass
class Mail:
    """One mail. `at` carries the zone of the writer's device, `quoted` is what it answers: (who, when, text)."""
    sender: tuple
    to: list
    subject: str
    at: datetime.datetime
    text: str
    language: str = "fr"
    program: str = "thunderbird"
    ip: str = ""
    keeps_ip: str = ""
    host: str = "serveur.example"
    references: tuple = ()
    quoted: tuple = ()
    version: int = 0
    automatic: bool = False
    submitted: bool = True
    extra: tuple = ()


def some(draw, letters, count):
    return "".join(draw.choice(letters) for _ in range(count))


def uuid(draw):
    return "-".join(some(draw, HEX, size) for size in (8, 4, 4, 4, 12))


def stamp(at):
    sign, minutes = ("-", -1) if at.utcoffset() < datetime.timedelta() else ("+", 1)
    minutes *= int(at.utcoffset().total_seconds()) // 60
    return f"{WEEK[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at:%Y %H:%M:%S} {sign}{minutes // 60:02}{minutes % 60:02}"


def words(text):
    return text if text.isascii() else email.header.Header(text, "utf-8", maxlinelen=70).encode(linesep="\n")


def address(pair):
    name, box = pair
    return f'"{name}" <{box}>' if name.isascii() else f"{words(name)} <{box}>"


def everyone(pairs):
    return ",\n ".join(map(address, pairs))


# --- bodies ---

def part(kind, text, way):
    data = text.encode()
    if way == "base64":
        body = base64.encodebytes(data).decode()
    elif way == "quoted-printable":
        body = quopri.encodestring(data).decode()
    else:
        body = text
    return f"Content-Type: {kind}; charset=utf-8\nContent-Transfer-Encoding: {way}\n\n{body.rstrip()}\n"


def both(draw, plain, rich, way, border):
    border += some(draw, HEX, 16)
    return (f'Content-Type: multipart/alternative;\n boundary="{border}"\n\n--{border}\n{part("text/plain", plain, way)}'
            f"\n--{border}\n{part('text/html', rich, way)}\n--{border}--\n")


def paragraphs(text, tag):
    return "\n".join(f"{tag}{html.escape(line) or '&nbsp;'}</{tag[1:].split()[0].rstrip('>')}>" for line in text.split("\n"))


def unmarked(text):
    """Outlook and its like put no "-- " before a signature."""
    return text.replace("\n\n-- \n", "\n\n")


def answered(mail, style):
    """The mail answered, quoted as the program does it."""
    if not mail.quoted:
        return ""
    (name, box), at, text = mail.quoted
    french = mail.language == "fr"
    if style == "outlook":
        line = "_" * 32
        if french:
            return f"\n\n{line}\nDe : {name} <{box}>\nEnvoyé : {at:%d/%m/%Y %H:%M}\nÀ : {mail.sender[0]}\nObjet : {mail.subject}\n\n{text}"
        return f"\n\n{line}\nFrom: {name} <{box}>\nSent: {at:%d/%m/%Y %H:%M}\nTo: {mail.sender[0]}\nSubject: {mail.subject}\n\n{text}"
    when = {"thunderbird": f"{at:%d/%m/%Y} {'à' if french else 'at'} {at:%H:%M}", "roundcube": f"{at:%Y-%m-%d %H:%M}"}.get(style, f"{at.day}/{at.month}/{at.year}, {at:%H:%M}")
    lead = f"Le {when}, {name} <{box}> a écrit :" if french else f"On {when}, {name} <{box}> wrote:"
    return f"\n\n{lead}\n\n" + "\n".join(f"> {line}" for line in text.split("\n"))


# --- heads ---

def common(mail, *, order="From To Subject Date", date=None, id_name="Message-ID", ident=""):
    values = {"From": address(mail.sender), "To": everyone(mail.to), "Subject": words(mail.subject), "Date": stamp(date or mail.at)}
    lines = [f"{name}: {values[name]}" for name in order.split() if values[name]]
    lines.append(f"{id_name}: {ident}")
    if mail.references:
        lines += [f"In-Reply-To: {mail.references[-1]}", "References: " + "\n ".join(mail.references)]
    return lines


def submitted(mail, draw, by):
    """The line of a server that keeps a copy of what was handed in over SMTP."""
    at = stamp(mail.at.astimezone(UTC))
    device = {"iphone": "smtpclient.apple", "apple": "smtpclient.apple"}.get(mail.program, f"[192.168.1.{draw.randrange(10, 20)}]")
    return [f"Received: from {device} (unknown [{mail.ip}])\n\tby {by} (Postfix) with ESMTPSA id {some(draw, HEX, 16)}\n\tfor <{mail.to[0][1] if mail.to else mail.sender[1]}>;\n\t{at}"]


def exchange(mail, draw):
    """Outlook, Outlook on the web and Outlook for telephones on Exchange: the head is the server's, the body tells them apart."""
    server = f"PAXP191MB{1000 + draw.randrange(8) * 7}"
    ident = f"<{server}{some(draw, CAPS, 22)}@{server}.EURP191.PROD.{mail.host}>"
    language = {"fr": "fr-FR, en-US", "en": "en-GB, en-US"}[mail.language]
    lines = common(mail, date=mail.at.astimezone(UTC), ident=ident)
    lines[3:3] = [f"Thread-Topic: {words(mail.subject.removeprefix('RE: '))}", f"Thread-Index: AQHb{some(draw, WORD, 18)}"]
    lines += [f"Accept-Language: {language}", f"Content-Language: {language.split(',')[0]}", "X-MS-Has-Attach:", "X-MS-TNEF-Correlator:"]
    if mail.keeps_ip and mail.ip:
        lines.append(f"x-originating-ip: [{mail.ip}]")
    text = mail.text + {"outlook-ios": f"\n\n{'Télécharger Outlook pour iOS' if mail.language == 'fr' else 'Get Outlook for iOS'}"}.get(mail.program, "")
    text = unmarked(text) + answered(mail, "outlook")
    rich = {"outlook": '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name="Generator" content="Microsoft Word 15 (filtered medium)"></head>'
                       f'<body lang="FR"><div class="WordSection1">{paragraphs(text, "<p class=MsoNormal>")}</div></body></html>',
            "owa": '<html><head><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head><body dir="ltr">'
                   f'<div class="elementToProof">{paragraphs(text, "<div>")}</div></body></html>',
            }.get(mail.program, f'<html><body><div dir="auto">{paragraphs(text, "<div>")}</div></body></html>')
    return lines + ["MIME-Version: 1.0"], both(draw, text, rich, "quoted-printable" if mail.program == "owa" else "base64", "_000_" + server)


def outlook_imap(mail, draw):
    """Outlook with an IMAP account: the program writes the head itself."""
    ident = f"<{some(draw, HEX, 8)}01db{some(draw, HEX, 4)}${some(draw, HEX, 8)}${some(draw, HEX, 8)}@{mail.sender[1].split('@')[1]}>"
    lines = common(mail, ident=ident) + ["MIME-Version: 1.0", "X-Mailer: Microsoft Outlook 16.0", f"Thread-Index: AQ{some(draw, WORD, 20)}",
                                         f"Content-Language: {mail.language if mail.language == 'fr' else 'en-gb'}"]
    text = unmarked(mail.text) + answered(mail, "outlook")
    rich = ('<html><head><meta name=Generator content="Microsoft Word 15 (filtered medium)"></head><body><div class=WordSection1>'
            f'{paragraphs(text, "<p class=MsoNormal>")}</div></body></html>')
    return lines, both(draw, text, rich, "quoted-printable", "----=_NextPart_000_")


def thunderbird(mail, draw):
    agent = ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:102.0) Gecko/20100101\n Thunderbird/102.15.1", "Mozilla Thunderbird", "Mozilla Thunderbird Beta")[mail.version]
    lines = [f"Message-ID: <{uuid(draw)}@{mail.sender[1].split('@')[1]}>", f"Date: {stamp(mail.at)}", "MIME-Version: 1.0", f"User-Agent: {agent}",
             f"Content-Language: {mail.language if mail.language == 'fr' else 'en-US'}", f"Subject: {words(mail.subject)}", f"From: {address(mail.sender)}"]
    lines += [f"To: {everyone(mail.to)}"] if mail.to else []
    if mail.references:
        lines += [f"References: {' '.join(mail.references)}", f"In-Reply-To: {mail.references[-1]}"]
    return lines, part("text/plain", mail.text + answered(mail, "thunderbird"), "8bit").replace("charset=utf-8", "charset=UTF-8; format=flowed")


def apple(mail, draw):
    build = (r"Mac OS X Mail 16.0 \(3774.600.62\)", r"Mac OS X Mail 16.0 \(3826.300.87.4.3\)", r"Mac OS X Mail 16.0 \(3826.400.131.1.6\)")[mail.version]
    lines = common(mail, order="From To Subject Date", id_name="Message-Id", ident=f"<{uuid(draw).upper()}@{mail.sender[1].split('@')[1]}>")
    lines += [f"Mime-Version: 1.0 ({build})", f"X-Mailer: Apple Mail ({build.split('(')[1].rstrip(chr(92) + ')')})"]
    return lines, part("text/plain", mail.text + answered(mail, "apple"), "quoted-printable")


def iphone(mail, draw):
    lines = common(mail, order="From To Subject Date", id_name="Message-Id", ident=f"<{uuid(draw).upper()}@{mail.sender[1].split('@')[1]}>")
    lines += ["Mime-Version: 1.0 (1.0)", f"X-Mailer: iPhone Mail ({('20H307', '21F90', '22D72')[mail.version]})"]
    note = "Envoyé de mon iPhone" if mail.language == "fr" else "Sent from my iPhone"
    return lines, part("text/plain", mail.text.split("\n-- \n")[0] + f"\n\n{note}" + answered(mail, "apple"), "quoted-printable")


def webmail(mail, draw):
    """The webmail of the big free host, in a browser or as its telephone application: no IP address is kept."""
    lines = ["MIME-Version: 1.0", f"Date: {stamp(mail.at)}"]
    if mail.references:
        lines += ["References: " + "\n ".join(mail.references), f"In-Reply-To: {mail.references[-1]}"]
    lines += [f"Message-ID: <CA{some(draw, WORD, 2)}+{some(draw, WORD, 18)}={some(draw, WORD, 24)}@mail.{mail.host}>", f"Subject: {words(mail.subject)}",
              f"From: {address(mail.sender)}"] + ([f"To: {everyone(mail.to)}"] if mail.to else [])
    text = mail.text + answered(mail, "webmail")
    return lines, both(draw, text, f'<div dir="{"auto" if mail.version else "ltr"}">{paragraphs(text, "<div>")}</div>', "quoted-printable", "000000000000")


def roundcube(mail, draw):
    lines = []
    if mail.keeps_ip == "received" and mail.ip:
        lines.append(f"Received: from [{mail.ip}]\n by webmail.{mail.host} with HTTP (HTTP/1.1 POST); {stamp(mail.at)}")
    lines += ["MIME-Version: 1.0", f"Date: {stamp(mail.at)}", f"From: {address(mail.sender)}"] + ([f"To: {everyone(mail.to)}"] if mail.to else [])
    lines.append(f"Subject: {words(mail.subject)}")
    if mail.references:
        lines += [f"In-Reply-To: {mail.references[-1]}", f"References: {' '.join(mail.references)}"]
    lines += [f"User-Agent: Roundcube Webmail/{('1.4.15', '1.6.9', '1.6.11')[mail.version]}", f"Message-ID: <{some(draw, HEX, 32)}@{mail.sender[1].split('@')[1]}>",
              f"X-Sender: {mail.sender[1]}"]
    if mail.keeps_ip == "x-originating-ip" and mail.ip:
        lines.append(f"X-Originating-IP: {mail.ip}")
    return lines, part("text/plain", mail.text + answered(mail, "roundcube"), "quoted-printable").replace("utf-8", "UTF-8;\n format=flowed")


def zimbra(mail, draw):
    browser = ("FF115 (Win)", "GC126 (Win)", "GC131 (Linux)")[mail.version]
    ident = f"<{draw.randrange(10 ** 8, 10 ** 9)}.{draw.randrange(10 ** 4, 10 ** 6)}.{int(mail.at.timestamp() * 1000)}.JavaMail.zimbra@{mail.sender[1].split('@')[1]}>"
    lines = common(mail, order="Date From To Subject", ident=ident)
    lines.append("MIME-Version: 1.0")
    if mail.keeps_ip and mail.ip:
        lines.append(f"X-Originating-IP: [{mail.ip}]")
    lines += [f"X-Mailer: Zimbra 8.8.15_GA_4545 (ZimbraWebClient - {browser}/8.8.15_GA_4545)", f"Thread-Topic: {words(mail.subject)}", f"Thread-Index: {some(draw, WORD, 22)}=="]
    text = mail.text + answered(mail, "roundcube")
    return lines, both(draw, text, f'<html><body><div style="font-family: arial; font-size: 12pt">{paragraphs(text, "<div>")}</div></body></html>', "quoted-printable", "=_")


def em_client(mail, draw):
    lines = common(mail, ident=f"<em{uuid(draw)}@{some(draw, HEX, 8)}.example>") + ["Reply-To: " + address(mail.sender), "User-Agent: eM_Client/9.2.2157.0", "MIME-Version: 1.0"]
    text = unmarked(mail.text) + answered(mail, "outlook")
    return lines, both(draw, text, f"<html><body>{paragraphs(text, '<div>')}</body></html>", "quoted-printable", "------=_MB")


def server(mail, draw):
    """What a machine sends in the owner's name: automatic answers, tickets."""
    lines = common(mail, ident=f"<{mail.at:%Y%m%d%H%M%S}.{some(draw, HEX, 10)}@{mail.host}>") + ["MIME-Version: 1.0"]
    return lines, part("text/plain", mail.text, "8bit")


PROGRAMS = {"outlook": exchange, "owa": exchange, "outlook-ios": exchange, "outlook-imap": outlook_imap, "thunderbird": thunderbird, "apple": apple, "iphone": iphone,
            "webmail": webmail, "webmail-app": webmail, "roundcube": roundcube, "zimbra": zimbra, "em-client": em_client, "server": server}
# Programs whose mail the server takes over SMTP; the others are on the server already.
OVER_SMTP = ("outlook-imap", "thunderbird", "apple", "iphone", "em-client")


def written(mail, draw):
    """The bytes of the copy, and its Message-ID."""
    lines, body = PROGRAMS[mail.program](mail, draw)
    ident = next(line.split(": ", 1)[1] for line in lines if line.lower().startswith("message-id: "))
    if mail.program in OVER_SMTP and mail.ip and mail.submitted:
        if mail.keeps_ip == "received":
            lines = submitted(mail, draw, f"smtp.{mail.host}") + lines
        elif mail.keeps_ip == "x-originating-ip":
            lines.append(f"X-Originating-IP: [{mail.ip}]")
    if mail.automatic:
        lines += ["Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All"]
    return ("\n".join([*lines, *mail.extra]) + "\n" + body).encode(), ident
