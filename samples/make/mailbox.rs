//! The whole mailbox: letters in the order of time, their threads, and the bytes each becomes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::attach::{self, Attached};
use super::letter::{Folder, Letter};
use super::mime;
use super::people::Software;
use super::rng::Rng;

/// A letter and what became of it.
pub struct Message {
    /// The letter.
    pub letter: Letter,
    /// Its Message-ID, brackets included.
    pub message_id: String,
    /// Its subject, decoded.
    pub subject: String,
    /// The text with signature and quotes.
    pub text: String,
    /// The same as HTML, when the message has such a part.
    pub html: Option<String>,
    /// Attached files.
    pub attached: Vec<Attached>,
    /// The message, line ends LF.
    pub raw: Vec<u8>,
    /// True when the owner answered it.
    pub is_answered: bool,
}

impl Message {
    /// The moment in UTC.
    pub fn utc(&self) -> DateTime<Utc> {
        self.letter.when.with_timezone(&Utc)
    }

    /// True when the message was read.
    pub fn is_seen(&self) -> bool {
        !self.letter.has("unseen") && self.letter.folder != Folder::Junk
    }
}

/// All messages, oldest first.
pub struct Mailbox {
    /// The messages that lie in a folder.
    pub messages: Vec<Message>,
}

impl Mailbox {
    /// Writes each letter of the story.
    pub fn build(mut letters: Vec<Letter>) -> Mailbox {
        letters.sort_by(|one, other| (one.when, &one.id).cmp(&(other.when, &other.id)));
        let threads = Threads(letters.iter().map(|letter| (letter.id.as_str(), letter)).collect());
        let messages = letters.iter().map(|letter| message(letter, &threads)).collect::<Vec<_>>();
        let kept = messages.into_iter().filter(|message| message.letter.folder != Folder::Nowhere);
        Mailbox { messages: kept.collect() }
    }

    /// The messages of one folder.
    pub fn folder(&self, folder: Folder) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(move |message| message.letter.folder == folder)
    }
}

fn message(letter: &Letter, threads: &Threads) -> Message {
    let text = threads.full_text(letter, 2);
    let attached: Vec<Attached> = letter.enclosures.iter().map(attach::make).collect();
    let written = mime::write(letter, threads, &text, &attached);
    let answers = |other: &&Letter| other.answers.as_deref() == Some(&letter.id) && other.is_outgoing();
    Message {
        letter: letter.clone(),
        message_id: threads.message_id(letter),
        subject: threads.subject(letter),
        text: mime::shown_text(&text),
        html: written.html,
        attached,
        raw: written.raw,
        is_answered: threads.0.values().any(answers),
    }
}

/// Who answers whom.
pub struct Threads<'a>(BTreeMap<&'a str, &'a Letter>);

impl<'a> Threads<'a> {
    /// The letter of that name.
    pub fn letter(&self, id: &str) -> &'a Letter {
        self.0.get(id).unwrap_or_else(|| unreachable!("no letter is called {id}"))
    }

    /// The letter that `letter` answers.
    pub fn parent(&self, letter: &Letter) -> Option<&'a Letter> {
        letter.answers.as_deref().map(|id| self.letter(id))
    }

    /// The subject, with the reply mark of the program.
    pub fn subject(&self, letter: &Letter) -> String {
        match (&letter.subject, self.parent(letter)) {
            (Some(subject), _) => subject.clone(),
            (None, None) => String::new(),
            (None, Some(parent)) => {
                let mark = if letter.software == Software::Outlook { "RE: " } else { "Re: " };
                let base = self.subject(parent);
                mark.to_owned() + base.trim_start_matches("RE: ").trim_start_matches("Re: ")
            }
        }
    }

    /// The Message-ID, in the manner of the program.
    pub fn message_id(&self, letter: &Letter) -> String {
        let mut rng = Rng::named(&format!("message-id {}", letter.id));
        let domain = letter.from.domain();
        match letter.software {
            Software::Thunderbird => format!("<{}@{domain}>", rng.uuid()),
            Software::Outlook => {
                let name = rng.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 24);
                format!("<PAXP{name}@PAXP191MB{}.exchange.hebergeur-ouest.example>", 1000 + rng.below(900))
            }
            Software::Iphone => format!("<{}@{domain}>", rng.uuid().to_uppercase()),
            Software::Gmail => {
                format!("<CA{}@mail.{domain}>", rng.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkm0123456789-_=", 48))
            }
            Software::Robot => format!("<{}.{}@{domain}>", letter.when.format("%Y%m%d%H%M%S"), rng.hex(10)),
            Software::Kit => format!("<{}@localhost.localdomain>", rng.hex(20)),
            Software::Roundcube => format!("<{}@{domain}>", rng.hex(32)),
        }
    }

    /// The Message-IDs of all ancestors, oldest first.
    pub fn references(&self, letter: &Letter) -> Vec<String> {
        let Some(parent) = self.parent(letter) else { return Vec::new() };
        let mut ids = self.references(parent);
        ids.push(self.message_id(parent));
        ids
    }

    /// The text as sent: what was typed, the signature, the quoted letter down to `depth` levels.
    pub fn full_text(&self, letter: &Letter, depth: usize) -> String {
        let mut text = letter.body.clone();
        if !letter.from.signature.is_empty() && letter.software != Software::Roundcube {
            let separator = if letter.software == Software::Thunderbird { "-- \n" } else { "" };
            text += &format!("\n\n{separator}{}", letter.from.signature.join("\n"));
        }
        if letter.software == Software::Iphone {
            text += "\n\nEnvoyé de mon iPhone";
        }
        if let Some(parent) = self.parent(letter).filter(|_| depth > 0) {
            text += &format!("\n\n{}", self.quoted(letter.software, parent, depth - 1));
        }
        if let Some(id) = &letter.forwards {
            let original = self.letter(id);
            let text_of_it = self.full_text(original, 0);
            text += &format!("\n\n-------- Message transféré --------\n{}\n{text_of_it}", self.heading(original));
        }
        text + "\n"
    }

    fn quoted(&self, software: Software, parent: &Letter, depth: usize) -> String {
        let text = self.full_text(parent, depth);
        if software == Software::Outlook {
            return format!("{}\n{text}", self.heading(parent)).trim_end().to_owned();
        }
        let mark = |line: &str| if line.starts_with('>') { format!(">{line}") } else { format!("> {line}") };
        let lines: Vec<String> = text.trim_end().lines().map(|line| mark(line).trim_end().to_owned()).collect();
        let when = parent.when.format("%d/%m/%Y à %H:%M");
        format!("Le {when}, {} a écrit :\n{}", parent.from.name, lines.join("\n"))
    }

    /// The four lines that French Outlook puts over a quoted message.
    fn heading(&self, letter: &Letter) -> String {
        let to: Vec<String> = letter.to.iter().map(|person| person.shown()).collect();
        let when = letter.when.format("%d/%m/%Y %H:%M");
        let (from, subject) = (letter.from.shown(), self.subject(letter));
        format!("De : {from}\nEnvoyé : {when}\nÀ : {}\nObjet : {subject}\n", to.join(" ; "))
    }
}
