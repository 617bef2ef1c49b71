//! Builds the bytes of a message: header fields, then text, HTML and attached files in MIME parts. Line ends are LF
//! here; the formats that want CRLF convert.

use super::attach::{Attached, escaped};
use super::headers;
use super::letter::Letter;
use super::mailbox::Threads;
use super::people::Software;
use super::rng::Rng;
use super::words::{Coding, base64_lines};

/// A message and its HTML part, if it has one.
pub struct Written {
    /// The whole message, line ends LF.
    pub raw: Vec<u8>,
    /// The HTML, decoded.
    pub html: Option<String>,
}

/// Writes one letter.
pub fn write(letter: &Letter, threads: &Threads, text: &str, attached: &[Attached]) -> Written {
    let mut rng = Rng::named(&format!("mime {}", letter.id));
    let html = has_html(letter).then(|| html(&letter.body, text));
    let mut content = text_part("plain", &shown_text(text), coding(letter, text));
    if let Some(html) = &html {
        let html_part = text_part("html", html, coding(letter, html));
        content = multipart("alternative", "", &[content, html_part], &boundary(letter, &mut rng));
    }
    if let Some(id) = &letter.returns {
        let returned = threads.letter(id);
        let inner = write(returned, threads, &threads.full_text(returned, 0), &[]);
        let parts = [content, delivery_status(), message_part(&inner.raw)];
        content = multipart("report", "; report-type=delivery-status", &parts, &boundary(letter, &mut rng));
    }
    if !attached.is_empty() {
        let mut parts = vec![content];
        parts.extend(attached.iter().map(file_part));
        content = multipart("mixed", "", &parts, &boundary(letter, &mut rng));
    }
    let raw = [headers::write(letter, threads).into_bytes(), content].concat();
    Written { raw, html }
}

fn has_html(letter: &Letter) -> bool {
    let is_external_outlook = letter.software == Software::Outlook && !letter.from.is_colleague();
    letter.has("html") || letter.software == Software::Gmail || is_external_outlook
}

/// The coding the story asks for, or the habit of the program; plain ASCII stays plain.
fn coding(letter: &Letter, text: &str) -> Coding {
    let asked = match letter.option("enc") {
        Some("latin1-qp") => Coding::Latin1Qp,
        Some("1252-qp") => Coding::Windows1252Qp,
        Some("1252-8bit") => Coding::Windows1252Plain,
        Some("utf8-b64") => Coding::Utf8Base64,
        Some(unknown) => unreachable!("no coding is called {unknown}"),
        None => match letter.software {
            _ if text.is_ascii() && text.lines().all(|line| line.len() < 900) => Coding::Ascii,
            Software::Thunderbird => Coding::Utf8Plain,
            Software::Outlook => Coding::Latin1Qp,
            Software::Kit => Coding::Utf8Base64,
            _ => Coding::Utf8Qp,
        },
    };
    let choices = [asked, Coding::Windows1252Qp, Coding::Utf8Qp];
    choices.into_iter().find(|coding| coding.write(text).is_some()).unwrap_or(Coding::Utf8Qp)
}

fn text_part(subtype: &str, text: &str, coding: Coding) -> Vec<u8> {
    let (charset, transfer) = coding.names();
    let head = format!("Content-Type: text/{subtype}; charset={charset}\nContent-Transfer-Encoding: {transfer}\n\n");
    let body = coding.write(text).or_else(|| Coding::Utf8Qp.write(text)).expect("because UTF-8 holds every text");
    [head.into_bytes(), body].concat()
}

/// `[[label|link]]` of the story, as a text shows it.
pub fn shown_text(text: &str) -> String {
    text.replace("[[", "").replace("]]", ">").replace('|', " <")
}

/// Paragraphs, line breaks and links; quoted text stays below as it is.
fn html(typed: &str, text: &str) -> String {
    let mut body = String::new();
    for paragraph in text.trim_end().split("\n\n") {
        body += &format!("<p>{}</p>\n", linked(&escaped(paragraph)).replace('\n', "<br>\n"));
    }
    let title = typed.lines().next().unwrap_or_default();
    format!("<html><head><title>{}</title></head><body>\n{body}</body></html>\n", escaped(title))
}

fn linked(paragraph: &str) -> String {
    let mut out = String::new();
    let mut rest = paragraph;
    while let Some((before, after)) = rest.split_once("[[") {
        let (link, tail) = after.split_once("]]").expect("because each link of the story is closed");
        let (label, target) = link.split_once('|').expect("because a link of the story is label|target");
        out += &format!("{before}<a href=\"{target}\">{label}</a>");
        rest = tail;
    }
    out + rest
}

fn boundary(letter: &Letter, rng: &mut Rng) -> String {
    match letter.software {
        Software::Thunderbird => format!("------------{}", rng.text("ABCDEFabcdefghijkLMNOP0123456789", 24)),
        Software::Outlook => format!("_004_PAXP191MB{}_", rng.hex(24)),
        Software::Iphone => format!("Apple-Mail-{}", rng.uuid().to_uppercase()),
        Software::Gmail => format!("000000000000{}", rng.hex(16)),
        Software::Robot | Software::Kit => format!("b1_{}", rng.hex(32)),
        Software::Roundcube => format!("=_{}", rng.hex(32)),
    }
}

fn multipart(subtype: &str, parameters: &str, parts: &[Vec<u8>], boundary: &str) -> Vec<u8> {
    let mut out = format!(
        "Content-Type: multipart/{subtype}{parameters};\n boundary=\"{boundary}\"\n\n\
         This is a multi-part message in MIME format.\n"
    )
    .into_bytes();
    for part in parts {
        out.extend_from_slice(format!("--{boundary}\n").as_bytes());
        out.extend_from_slice(part);
        if !part.ends_with(b"\n") {
            out.push(b'\n');
        }
    }
    out.extend_from_slice(format!("--{boundary}--\n").as_bytes());
    out
}

fn file_part(file: &Attached) -> Vec<u8> {
    let (name, media) = (&file.name, file.media);
    let head = format!(
        "Content-Type: {media}; name=\"{name}\"\nContent-Disposition: attachment;\n filename=\"{name}\"\n\
         Content-Transfer-Encoding: base64\n\n"
    );
    (head + &base64_lines(&file.bytes)).into_bytes()
}

fn delivery_status() -> Vec<u8> {
    b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mail.kerbrat-menuiserie.example\n\n\
      Final-Recipient: rfc822; archive.compta2026@boite-rapide.example\nAction: failed\nStatus: 5.2.2\n\
      Diagnostic-Code: smtp; 552 5.2.2 Mailbox full\n"
        .to_vec()
}

fn message_part(message: &[u8]) -> Vec<u8> {
    [b"Content-Type: message/rfc822\nContent-Disposition: attachment\n\n".as_slice(), message].concat()
}
