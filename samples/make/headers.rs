//! Header fields: the trace a message leaves on its way (Received, authentication, signature), then what its author's
//! program writes.

use chrono::{DateTime, Duration, FixedOffset, Utc};
use chrono_tz::Tz;

use super::letter::{Folder, Letter};
use super::mailbox::Threads;
use super::people::{ATTACKER_IP, COLLECTOR, COMPANY, OWNER, Person, Software};
use super::rng::Rng;
use super::words::{WordStyle, header_words};

const RFC_2822: &str = "%a, %-d %b %Y %H:%M:%S %z";

/// All fields but those of the content, each with its line end.
pub fn write(letter: &Letter, threads: &Threads) -> String {
    let mut rng = Rng::named(&format!("headers {}", letter.id));
    let sent = letter.when + Duration::seconds(rng.below(60) as i64);
    let mut out = String::new();
    if !letter.is_outgoing() && letter.folder != Folder::Sent {
        out += &trace(letter, sent, &mut rng);
    }
    out + &authored(letter, sent, threads)
}

/// What the servers added, newest first.
fn trace(letter: &Letter, sent: DateTime<Tz>, rng: &mut Rng) -> String {
    let mut out = format!("Return-Path: {}\n", envelope_sender(letter));
    if letter.has("fwdtrace") {
        out += &format!("X-Forwarded-To: {COLLECTOR}\nX-Forwarded-For: {OWNER} {COLLECTOR}\n");
    }
    out += &format!("Delivered-To: {OWNER}\n");
    let mut when = sent;
    let mut later = |rng: &mut Rng| {
        when += Duration::seconds(1 + rng.below(3) as i64);
        when
    };
    let mut hops = Vec::new();
    hops.extend(submission(letter, later(rng), rng));
    if !letter.from.is_colleague() {
        hops.push(relay(letter, later(rng), rng));
    }
    hops.push(format!(
        "Received: from {}\n\tby mail.{COMPANY} (Postfix) with ESMTPS id {}\n\tfor <{OWNER}>; {}\n",
        if letter.from.is_colleague() {
            "localhost (localhost [127.0.0.1])"
        } else {
            "mx1.filtre-mail.example (mx1.filtre-mail.example [192.0.2.40])"
        },
        queue_id(rng),
        paris(later(rng)),
    ));
    hops.push(format!(
        "Received: from mail.{COMPANY} ([192.0.2.25])\n\tby mail.{COMPANY} with LMTP id {}\n\tfor <{OWNER}>; {}\n",
        rng.base64(22).replace('/', "a"),
        paris(later(rng)),
    ));
    hops.reverse();
    out += &hops.concat();
    if !letter.from.is_colleague() {
        out += &verdicts(letter, rng);
    }
    out
}

/// The envelope sender; forwarded copies show the attacker's forward in it.
fn envelope_sender(letter: &Letter) -> String {
    let (user, domain) = OWNER.split_once('@').expect("because an address has an @");
    match letter.software {
        _ if letter.returns.is_some() => "<>".to_owned(),
        _ if letter.has("fwdtrace") => format!("<{user}+caf_={}@{domain}>", COLLECTOR.replace('@', "=")),
        Software::Kit => format!("<bounce-{}@{}>", letter.id, letter.from.domain()),
        _ => format!("<{}>", letter.from.address),
    }
}

/// The hops inside the sender's own house, oldest first.
fn submission(letter: &Letter, when: DateTime<Tz>, rng: &mut Rng) -> Vec<String> {
    let (ip, domain) = (&letter.from.ip, letter.from.domain());
    let server = if letter.from.is_colleague() { format!("mail.{COMPANY}") } else { format!("smtp.{domain}") };
    let literal = if ip.contains(':') { format!("IPv6:{ip}") } else { ip.clone() };
    match letter.software {
        Software::Outlook if !letter.from.is_colleague() => {
            let node = format!("PAXP191MB{}.exchange.hebergeur-ouest.example", 1000 + rng.below(900));
            let first = format!(
                "Received: from {node} ([fe80::{}])\n by {node} ([fe80::{}%{}])\n with mapi id 15.20.9632.017; {}\n",
                rng.hex(4),
                rng.hex(4),
                2 + rng.below(8),
                utc(when, RFC_2822)
            );
            let second = format!(
                "Received: from {node} ({ip})\n by {server} with Microsoft SMTP Server\n (version=TLS1_2, \
                 cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)\n id 15.20.9632.21; {}\n",
                utc(when, RFC_2822)
            );
            vec![first, second]
        }
        Software::Robot => {
            vec![format!("Received: by {server} (Postfix, from userid 33)\n\tid {}; {}\n", queue_id(rng), paris(when))]
        }
        Software::Kit => vec![format!(
            "Received: from localhost.localdomain (unknown [{literal}])\n\tby {server} (Postfix) with ESMTP id {};\n\t{}\n",
            queue_id(rng),
            utc(when, RFC_2822)
        )],
        _ => vec![format!(
            "Received: from [192.168.1.{}] (unknown [{literal}])\n\t(Authenticated sender: {})\n\tby {server} (Postfix) \
             with ESMTPSA id {};\n\t{}\n",
            20 + rng.below(60),
            letter.from.address,
            queue_id(rng),
            paris(when)
        )],
    }
}

/// From the sender's server to the filter in front of ours.
fn relay(letter: &Letter, when: DateTime<Tz>, rng: &mut Rng) -> String {
    let (ip, server) = (&letter.from.ip, format!("smtp.{}", letter.from.domain()));
    let literal = if ip.contains(':') { format!("IPv6:{ip}") } else { ip.clone() };
    let claimed = if letter.has("fail") { "unknown".to_owned() } else { server.clone() };
    format!(
        "Received: from {server} ({claimed} [{literal}])\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 \
         bits))\n\tby mx1.filtre-mail.example (Postfix) with ESMTPS id {};\n\t{} (UTC)\n",
        queue_id(rng),
        utc(when, RFC_2822)
    )
}

/// What the filter thought of the sender, and the sender's signature (its bytes mean nothing).
fn verdicts(letter: &Letter, rng: &mut Rng) -> String {
    let (ip, domain) = (&letter.from.ip, letter.from.domain());
    let [spf, dkim, dmarc] = if letter.has("fail") { ["fail", "fail", "fail"] } else { ["pass", "pass", "pass"] };
    let mut out = format!(
        "Authentication-Results: mx1.filtre-mail.example;\n\tspf={spf} (sender IP is {ip}) \
         smtp.mailfrom={domain};\n\tdkim={dkim} header.d={domain};\n\tdmarc={dmarc} header.from={domain}\n"
    );
    if letter.folder == Folder::Junk {
        out += "X-Spam-Flag: YES\nX-Spam-Report: tests=HTML_MESSAGE,MIME_HTML_ONLY,SPF_FAIL,URIBL_BLACK,\n\
                \tFROM_SUSPICIOUS_TLD, INVOICE_LURE, URGENT_BODY, TO_NO_NAME,\n\
                \tRCVD_IN_LISTE_NOIRE, DKIM_INVALID; score=17.4 required=5.0\n";
    }
    let signature = rng.base64(172);
    let (first, rest) = signature.split_at(60);
    let (second, third) = rest.split_at(60);
    out + &format!(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=s2026;\n\th=from:to:subject:date:message-id; \
         bh={}=;\n\tb={first}\n\t {second}\n\t {third}\n",
        rng.base64(43)
    )
}

/// What the author's program wrote.
fn authored(letter: &Letter, sent: DateTime<Tz>, threads: &Threads) -> String {
    let style = match letter.software {
        Software::Outlook => WordStyle::Latin1Q,
        Software::Gmail | Software::Kit | Software::Robot => WordStyle::Utf8B,
        _ => WordStyle::Utf8Q,
    };
    let mut out =
        format!("Message-ID: {}\nDate: {}\nMIME-Version: 1.0\n", threads.message_id(letter), date(letter, sent));
    out += &program(letter, threads);
    out += &format!("From: {}\n", address(&letter.from, style));
    if let Some(reply_to) = letter.option("replyto") {
        out += &format!("Reply-To: {reply_to}\n");
    }
    for (name, people) in [("To", &letter.to), ("Cc", &letter.cc)] {
        if !people.is_empty() {
            let list: Vec<String> = people.iter().map(|person| address(person, style)).collect();
            out += &format!("{name}: {}\n", list.join(",\n "));
        }
    }
    out += &format!("Subject: {}\n", header_words(&threads.subject(letter), style));
    let references = threads.references(letter);
    if let Some(parent) = references.last() {
        out += &format!("In-Reply-To: {parent}\nReferences: {}\n", references.join("\n "));
    }
    if letter.has("highprio") {
        out += "X-Priority: 1 (Highest)\nImportance: High\n";
    }
    if let Some(list) = letter.option("list") {
        out += &format!("List-Unsubscribe: <https://{list}/desabonnement?u=4211>\nPrecedence: bulk\n");
    }
    if letter.is_outgoing() {
        out += &format!("X-Originating-IP: [{}]\n", origin(letter));
    }
    out
}

fn origin(letter: &Letter) -> &str {
    match letter.software {
        Software::Roundcube => ATTACKER_IP,
        Software::Iphone => "198.51.100.23",
        _ => &letter.from.ip,
    }
}

fn program(letter: &Letter, threads: &Threads) -> String {
    match letter.software {
        Software::Thunderbird => "User-Agent: Mozilla Thunderbird\nContent-Language: fr\n".to_owned(),
        Software::Outlook => {
            let topic = threads.references(letter).first().cloned().unwrap_or_else(|| threads.message_id(letter));
            let index = Rng::named(&topic).base64(24);
            format!("X-Mailer: Microsoft Outlook 16.0\nThread-Index: Adz{index}==\nAccept-Language: fr-FR, en-US\n")
        }
        Software::Iphone => "X-Mailer: iPhone Mail (22D82)\n".to_owned(),
        Software::Gmail => String::new(),
        Software::Robot => "X-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\n".to_owned(),
        Software::Kit => "X-Mailer: PHPMailer 6.0.6\n".to_owned(),
        Software::Roundcube => "User-Agent: Roundcube Webmail/1.4.3\nX-Sender: ".to_owned() + OWNER + "\n",
    }
}

/// The Date field: the attacker's clock stands at +0100 all year, machines write UTC, people Paris time.
fn date(letter: &Letter, sent: DateTime<Tz>) -> String {
    match letter.software {
        Software::Roundcube => {
            let west_africa = FixedOffset::east_opt(3600).expect("because an hour is a valid offset");
            sent.with_timezone(&west_africa).format(RFC_2822).to_string()
        }
        Software::Outlook | Software::Kit => utc(sent, RFC_2822),
        _ => sent.format(RFC_2822).to_string(),
    }
}

fn address(person: &Person, style: WordStyle) -> String {
    let needs_quotes = person.name.contains(|character: char| "'&,.()-:".contains(character));
    match (person.name.is_ascii(), needs_quotes) {
        (false, _) => format!("{} <{}>", header_words(&person.name, style), person.address),
        (true, true) => format!("\"{}\" <{}>", person.name, person.address),
        (true, false) => format!("{} <{}>", person.name, person.address),
    }
}

fn queue_id(rng: &mut Rng) -> String {
    format!("4f{}", rng.text("BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789", 13))
}

fn paris(when: DateTime<Tz>) -> String {
    when.format("%a, %-d %b %Y %H:%M:%S %z (%Z)").to_string()
}

fn utc(when: DateTime<Tz>, form: &str) -> String {
    when.with_timezone(&Utc).format(form).to_string()
}
