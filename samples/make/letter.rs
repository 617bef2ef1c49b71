//! One letter of the story, before it becomes the bytes of a message.

use chrono::DateTime;
use chrono_tz::Tz;

use super::people::{OWNER, Person, Software};

/// The folders of the mailbox, whatever each product calls them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Folder {
    /// Received mail.
    Inbox,
    /// Sent mail.
    Sent,
    /// Deleted mail.
    Trash,
    /// Drafts.
    Drafts,
    /// Junk mail.
    Junk,
    /// Templates.
    Templates,
    /// The old threads, where the secrets are.
    Archive,
    /// A supplier's folder.
    Armor,
    /// The customers' folder.
    Clients,
    /// In no folder: only attached to another message.
    Nowhere,
}

impl Folder {
    /// The folders that exist, in the order of a folder list.
    pub const ALL: [Folder; 9] = [
        Folder::Inbox,
        Folder::Sent,
        Folder::Trash,
        Folder::Drafts,
        Folder::Junk,
        Folder::Templates,
        Folder::Archive,
        Folder::Armor,
        Folder::Clients,
    ];

    /// The folder of that name in the story.
    pub fn named(name: &str) -> Folder {
        match name {
            "inbox" => Folder::Inbox,
            "sent" => Folder::Sent,
            "trash" => Folder::Trash,
            "drafts" => Folder::Drafts,
            "junk" => Folder::Junk,
            "templates" => Folder::Templates,
            "archive" => Folder::Archive,
            "armor" => Folder::Armor,
            "clients" => Folder::Clients,
            "none" => Folder::Nowhere,
            unknown => unreachable!("no folder is called {unknown}"),
        }
    }

    /// The role a reader must give to the folder.
    pub fn role(self) -> &'static str {
        match self {
            Folder::Inbox => "inbox",
            Folder::Sent => "sent",
            Folder::Trash => "deleted",
            Folder::Drafts => "drafts",
            Folder::Junk => "junk",
            Folder::Templates => "templates",
            Folder::Archive => "archive",
            Folder::Armor | Folder::Clients | Folder::Nowhere => "other",
        }
    }

    /// The name the truth file uses.
    pub fn key(self) -> &'static str {
        match self {
            Folder::Inbox => "INBOX",
            Folder::Sent => "Sent",
            Folder::Trash => "Trash",
            Folder::Drafts => "Drafts",
            Folder::Junk => "Junk",
            Folder::Templates => "Templates",
            Folder::Archive => "Archives/2025",
            Folder::Armor => "Fournisseurs/Quincaillerie Armor",
            Folder::Clients => "Clients & Chantiers",
            Folder::Nowhere => "",
        }
    }
}

/// An attached file as the story tells it: kind, file name, and what it says.
#[derive(Clone, Debug)]
pub struct Enclosure {
    /// `pdf`, `docx`, `xlsx`, `csv`, `png`, `jpg`, `zip`, `ics`, `vcf` or `pem`.
    pub kind: String,
    /// File name, ASCII.
    pub name: String,
    /// The columns that follow in the story.
    pub content: Vec<String>,
}

/// Something planted for the triage to find.
#[derive(Clone, Debug)]
pub struct Plant {
    /// What it is: `phishing`, `secret-password`, ...
    pub kind: String,
    /// Action of the InterCERT France fiche that asks for it.
    pub action: String,
    /// The secret, account, link or address, when there is one.
    pub value: Option<String>,
    /// `body`, `header` or `attachment`.
    pub part: String,
    /// One line in French.
    pub text: String,
}

/// One letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Short name in the story.
    pub id: String,
    /// Where it lies.
    pub folder: Folder,
    /// When it was sent, Paris time.
    pub when: DateTime<Tz>,
    /// Author.
    pub from: Person,
    /// Main recipients.
    pub to: Vec<Person>,
    /// Recipients in copy.
    pub cc: Vec<Person>,
    /// Subject; a reply without one takes its parent's.
    pub subject: Option<String>,
    /// The letter it answers.
    pub answers: Option<String>,
    /// The letter it forwards in its text.
    pub forwards: Option<String>,
    /// The letter a non-delivery notice returns.
    pub returns: Option<String>,
    /// The program it was written with.
    pub software: Software,
    /// The remaining options of the story: `few`, `html`, `fail`, `unseen`, `enc=...`
    pub options: Vec<String>,
    /// Attached files.
    pub enclosures: Vec<Enclosure>,
    /// What is planted in it.
    pub plants: Vec<Plant>,
    /// The text the author typed.
    pub body: String,
}

impl Letter {
    /// True when the story gives this option.
    pub fn has(&self, option: &str) -> bool {
        self.options.iter().any(|given| given == option)
    }

    /// The value of a `name=value` option.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find_map(|given| given.strip_prefix(name)?.strip_prefix('='))
    }

    /// True when the account's owner (or whoever held the account) wrote it.
    pub fn is_outgoing(&self) -> bool {
        self.from.address == OWNER
    }

    /// True when the attacker wrote it with the owner's account.
    pub fn is_attackers(&self) -> bool {
        self.software == Software::Roundcube
    }
}
