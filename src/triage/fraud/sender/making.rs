//! How the message was made: its thread, its Message-ID, its date, its program.

use chrono::DateTime;

use super::Sent;
use crate::triage::signal::Signal;

/// A date so much after its arrival (seconds) is not a clock that goes wrong.
const AHEAD: i64 = 36 * 3600;

/// Looks at what a mail program writes.
pub fn look(sent: &mut Sent<'_>) {
    thread(sent);
    program(sent);
    if sent.received {
        message_id(sent);
        date(sent);
    }
}

/// An answer that answers nothing.
fn thread(sent: &mut Sent<'_>) {
    let subject = sent.mail.main.subject.trim_start().to_lowercase();
    let answer = ["re:", "re :", "aw:", "sv:", "antw:", "rép:", "rif:"].iter().any(|mark| subject.starts_with(mark));
    let known = ["In-Reply-To", "References", "Thread-Index", "X-MS-Exchange-ParentMessageId"];
    if answer && !sent.list && sent.received && !known.iter().any(|name| sent.header(name).is_some()) {
        let text = sent.mail.texts.iter().position(|text| text.place.name == "Subject" && text.place.part.is_empty());
        let length = text.and_then(|at| sent.mail.texts.get(at)).map_or(0, |text| text.content.len());
        let signal = Signal { id: "sender.false-answer", text, span: 0..length, about: String::new() };
        sent.found.push(signal);
    }
}

/// Programs that web sites and kits send with.
fn program(sent: &mut Sent<'_>) {
    let program = sent.header("X-Mailer").or_else(|| sent.header("User-Agent")).unwrap_or_default().trim().to_owned();
    let script =
        ["X-PHP-Originating-Script", "X-PHP-Script", "X-PHP-Filename"].iter().find_map(|name| sent.header(name));
    let lower = program.to_lowercase();
    if lower.contains("leaf") && lower.contains("phpmailer") || lower.contains("class smtpmail") {
        sent.tell("sender.kit", program.as_str());
    } else if lower.contains("phpmailer") || lower.starts_with("php/") || script.is_some() {
        let about = script.map_or_else(|| program.clone(), str::to_owned);
        sent.tell("sender.php", about);
    }
    if is_odd(&program) {
        sent.tell("sender.odd-program", program);
    }
}

/// A name no program has: `4dQnt`, `2`.
fn is_odd(program: &str) -> bool {
    let short = (1..=10).contains(&program.len()) && program.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let digits = program.bytes().any(|byte| byte.is_ascii_digit());
    let inner_capitals = program.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
    let capitals = inner_capitals > 0 && program.bytes().any(|byte| byte.is_ascii_lowercase());
    short && (digits || (capitals && program.len() <= 6))
}

fn message_id(sent: &mut Sent<'_>) {
    if sent.header("Message-ID").is_none_or(|id| id.trim().is_empty()) {
        sent.tell("sender.no-message-id", "");
    }
}

fn date(sent: &mut Sent<'_>) {
    let moment = |date: &str| DateTime::parse_from_rfc3339(date).ok().map(|date| date.timestamp());
    let came = sent.mail.route.hops.iter().find_map(|hop| moment(&hop.date_utc));
    let written = moment(&sent.mail.main.date_utc);
    if written.zip(came).is_some_and(|(written, came)| written - came > AHEAD) {
        sent.tell("sender.date-ahead", sent.mail.main.date_utc.as_str());
    }
}
