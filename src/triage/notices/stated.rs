//! What a notice states besides what happened: account, time, IP address, place, device. Read from lines such as `Adresse IP : ...` and
//! from the sentences around; never guessed.

use std::net::IpAddr;
use std::sync::LazyLock;

use regex::Regex;

use crate::message::mail::{Mail, Text};

use super::account::account;
use super::fold::Folded;

/// More of a text than this is not searched (bytes).
const SEARCHED: usize = 16 * 1024;
/// A longer value is cut (characters).
const LONGEST: usize = 160;

/// Labels of a line, folded, and the fact that follows.
const LABELS: [(&str, &[&str]); 5] = [
    (
        "account",
        &[
            "compte",
            "account",
            "identifiant",
            "nom d'utilisateur",
            "utilisateur",
            "username",
            "user name",
            "user",
            "login",
            "user id",
            "apple id",
            "account name",
            "adresse e-mail",
            "e-mail",
            "email",
        ],
    ),
    (
        "time",
        &[
            "date",
            "heure",
            "date et heure",
            "date and time",
            "date/time",
            "time",
            "when",
            "quand",
            "moment",
            "horodatage",
            "le",
            "date de connexion",
            "sign-in time",
            "login time",
        ],
    ),
    ("ip", &["adresse ip", "ip", "ip address", "ip-address", "adresse ip de connexion"]),
    (
        "place",
        &[
            "lieu",
            "lieu approximatif",
            "lieu (approximatif)",
            "location",
            "approximate location",
            "near",
            "emplacement",
            "localisation",
            "pays",
            "country",
            "pays/region",
            "country/region",
            "ville",
            "city",
            "region",
            "where",
            "ou",
        ],
    ),
    (
        "device",
        &[
            "appareil",
            "device",
            "navigateur",
            "browser",
            "plateforme",
            "platform",
            "systeme d'exploitation",
            "operating system",
            "terminal",
            "systeme",
            "application",
            "app",
            "client",
            "user agent",
            "type d'appareil",
            "device type",
            "what",
        ],
    ),
];

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    let months = "janv(?:ier)?|f[ée]vr(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[ûu]t|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?|\
                  jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|dec(?:ember)?";
    let clock = r"(?:,?\s*(?:à|at|@|-)?\s*\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?\(?(?:UTC|GMT|CET|CEST|[A-Z]{2,4}T)\b(?:[+-]\d{1,2})?\)?)?)?";
    let day = format!(
        r"(?i:\d{{1,2}}(?:er|st|nd|rd|th)?\s+(?:{months})\.?,?\s+\d{{4}}|(?:{months})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}"
    );
    let iso = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?";
    Regex::new(&format!(r"\b(?:{iso}|(?:{day}){clock})")).expect("because a test reads a date with it")
});

static IP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}").expect("because a test finds one")
});

static DEVICE: LazyLock<Regex> = LazyLock::new(|| {
    let browser = "Firefox|Chrome|Chromium|Safari|Microsoft Edge|Edge|Opera|Brave|Internet Explorer|Samsung Internet|Thunderbird|Outlook";
    let system = "Windows(?: \\d{1,2}| NT [\\d.]+)?|macOS|Mac OS ?X?|Mac|Linux|Ubuntu|Android(?: \\d+)?|iOS|iPadOS|iPhone|iPad|Chrome ?OS";
    Regex::new(&format!(r"\b(?:{browser})(?: [\d.]+)?(?:,? (?:sous|sur|on|for|pour|in|,) (?:{system}))?|\b(?:{system})\b(?: [A-Z]{{2}}-[A-Z0-9]{{3,8}}|,? [\w-]{{0,20}} device)?"))
        .expect("because a test finds one")
});

/// What the text of a notice states: permanent words and their values, in a fixed order.
pub fn stated(mail: &Mail, text: &Text) -> Vec<(&'static str, String)> {
    let content = searched(&text.content);
    let mut facts: Vec<(&'static str, String)> = Vec::new();
    labelled(content, &mut facts);
    let mut add = |fact: &'static str, value: Option<String>| match value {
        Some(value) if !facts.iter().any(|(known, _)| *known == fact) => facts.push((fact, value)),
        _ => {}
    };
    add("account", account(mail, content));
    add("time", TIME.find(content).map(|found| found.as_str().trim().to_owned()));
    add("ip", ip(content).or_else(|| ip(&mail.main.subject)));
    let device = |text: &str| DEVICE.find(text).map(|found| found.as_str().to_owned());
    add("device", device(content).or_else(|| device(&mail.main.subject)));
    facts.sort_by_key(|(fact, _)| ["account", "time", "ip", "place", "device"].iter().position(|known| known == fact));
    facts
}

fn searched(content: &str) -> &str {
    content.get(..without_split(content, SEARCHED)).unwrap_or_default()
}

/// `at`, or the last place before it where a character starts.
pub fn without_split(content: &str, at: usize) -> usize {
    (at.saturating_sub(3)..=at)
        .rev()
        .find(|&at| content.is_char_boundary(at))
        .unwrap_or(content.len())
        .min(content.len())
}

/// `Label : value`, or the value in the next line (a table).
fn labelled(content: &str, facts: &mut Vec<(&'static str, String)>) {
    let mut lines = content.lines().map(str::trim).filter(|line| !line.is_empty()).take(200).peekable();
    while let Some(line) = lines.next() {
        let (label, value) = match line.split_once(':') {
            Some((label, value)) if label.chars().count() <= 40 => (label, value.trim()),
            None if line.chars().count() <= 40 => (line, ""),
            _ => continue,
        };
        let folded = Folded::line(label);
        let label = folded.text.trim_matches(['\n', ' ', '*', '-', '•', '|']);
        let Some((fact, _)) = LABELS.iter().find(|(_, labels)| labels.contains(&label)) else { continue };
        // A label alone in its line speaks of the next one, but only a colon or a table's short label is sure enough.
        let value = if value.is_empty() { lines.peek().copied().unwrap_or_default() } else { value };
        if let Some(value) = plausible(fact, value) {
            match facts.iter_mut().find(|(known, _)| known == fact) {
                None => facts.push((fact, value)),
                Some((_, known))
                    if matches!(*fact, "device" | "place")
                        && known.chars().count() + value.chars().count() < LONGEST =>
                {
                    known.push_str(", ");
                    known.push_str(&value);
                }
                Some(_) => {}
            }
        }
    }
}

fn plausible(fact: &str, value: &str) -> Option<String> {
    let value: String = value.trim_matches(['*', ' ', '|', '\u{a0}']).chars().take(LONGEST).collect();
    let fits = match fact {
        "ip" => return ip(&value),
        "place" | "device" if ["inconnu", "inconnue", "unknown", "n/a"].contains(&value.to_lowercase().as_str()) => {
            false
        }
        "time" => value.chars().any(|c| c.is_ascii_digit()),
        "account" => !value.contains(' ') && !value.contains("://"),
        _ => value.chars().count() <= 100 && !value.ends_with(':') && !value.contains("://"),
    };
    (fits && !value.is_empty()).then_some(value)
}

/// The first address, IPv4 or IPv6.
fn ip(text: &str) -> Option<String> {
    let whole = |found: &regex::Match<'_>| {
        let before = text.get(..found.start()).and_then(|text| text.chars().next_back());
        let after = text.get(found.end()..).map(|text| text.trim_start_matches('.').chars().next());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '.' || c == '/')
            && !after.flatten().is_some_and(|c| c.is_ascii_digit() || c == '.')
    };
    IP.find_iter(text)
        .take(200)
        .filter(whole)
        .find_map(|found| found.as_str().parse::<IpAddr>().ok())
        .filter(|ip| !ip.is_unspecified())
        .map(|ip| ip.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(text: &str) -> Vec<(&'static str, String)> {
        stated(&Mail::default(), &Text::plain(text))
    }

    fn fact(text: &str, fact: &str) -> Option<String> {
        facts(text).into_iter().find(|(known, _)| *known == fact).map(|(_, value)| value)
    }

    #[test]
    fn labelled_lines_are_read() {
        let text = "Compte : paul@atelier.example\nDate : 31 mars 2026, 23:51 (heure de Paris)\nAdresse IP : 203.0.113.77\n\
                    Lieu approximatif : Lyon, France\nNavigateur : Firefox sous Linux\n";
        let expected = [
            ("account", "paul@atelier.example"),
            ("time", "31 mars 2026, 23:51 (heure de Paris)"),
            ("ip", "203.0.113.77"),
            ("place", "Lyon, France"),
            ("device", "Firefox sous Linux"),
        ];
        assert_eq!(facts(text), expected.map(|(fact, value)| (fact, value.to_owned())));
        assert_eq!(fact("Location\nNantes, France\nIP address\n2001:db8::7", "ip").as_deref(), Some("2001:db8::7"));
        assert_eq!(
            fact("Location\nNantes, France\nIP address\n2001:db8::7", "place").as_deref(),
            Some("Nantes, France")
        );
    }

    #[test]
    fn sentences_are_read() {
        let text =
            "Le mot de passe de l'espace pro KERBRAT29 a été modifié le 2 avril 2026 à 01:36 depuis 203.0.113.9.";
        assert_eq!(fact(text, "account").as_deref(), Some("KERBRAT29"));
        assert_eq!(fact(text, "time").as_deref(), Some("2 avril 2026 à 01:36"));
        assert_eq!(fact(text, "ip").as_deref(), Some("203.0.113.9"));
        assert_eq!(fact("New sign-in from Chrome on Windows 10", "device").as_deref(), Some("Chrome on Windows 10"));
        assert_eq!(
            fact("Your account so**@mail.example was used on 2026-04-02T01:36:00Z", "account").as_deref(),
            Some("so**@mail.example")
        );
        assert_eq!(fact("at March 4, 2026 at 10:12 PM UTC", "time").as_deref(), Some("March 4, 2026 at 10:12 PM UTC"));
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(facts("Version 1.2.3.4.5 of the account page, at 12:30:45"), []);
    }
}
