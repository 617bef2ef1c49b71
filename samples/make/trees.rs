//! The formats that keep each message apart: eml, Maildir++, MH, readpst -S and -e, pffexport.

use std::collections::BTreeMap;

use super::layouts::{crlf, is_in_short_selection};
use super::letter::Folder;
use super::mailbox::{Mailbox, Message};
use super::mboxes::outlook_folder;
use super::people::Software;
use super::rng::Rng;
use super::tree::{Place, Tree};
use super::words::modified_utf7;

fn place(format: &'static str, message: &Message, path: String) -> Place {
    Place::new(format, &message.letter.id, message.letter.folder, path)
}

/// `eml/`: one file a message, CRLF, folders named in French.
pub fn eml(mailbox: &Mailbox, tree: &mut Tree) {
    for message in &mailbox.messages {
        let (folder, when) = (outlook_folder(message.letter.folder), message.letter.when.format("%Y%m%d-%H%M"));
        let path = format!("eml/{folder}/{when}-{}-{}.eml", message.letter.id, slug(&message.subject));
        tree.add_message(place("eml", message, path), crlf(&message.raw));
    }
}

/// A subject as part of an ASCII file name.
fn slug(subject: &str) -> String {
    let plain = |character: char| match character.to_lowercase().next().unwrap_or(' ') {
        'à' | 'â' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        'û' | 'ù' => 'u',
        'ç' => 'c',
        other if other.is_ascii_alphanumeric() => other,
        _ => ' ',
    };
    let spaced: String = subject.chars().map(plain).collect();
    let slug = spaced.split_whitespace().collect::<Vec<_>>().join("-");
    slug.chars().take(40).collect::<String>().trim_end_matches('-').to_owned()
}

/// `maildir/`: Maildir++ as Dovecot keeps it; what the telephone sent lies in a second sent folder, in modified UTF-7.
pub fn maildir(mailbox: &Mailbox, tree: &mut Tree) {
    for message in &mailbox.messages {
        let folder = match message.letter.folder {
            Folder::Inbox | Folder::Nowhere => String::new(),
            Folder::Sent if message.letter.software == Software::Iphone => modified_utf7(".Éléments envoyés") + "/",
            Folder::Templates => modified_utf7(".Modèles") + "/",
            Folder::Archive => ".Archives.2025/".to_owned(),
            Folder::Armor => ".Fournisseurs.Quincaillerie Armor/".to_owned(),
            folder => format!(".{}/", modified_utf7(folder.key())),
        };
        let place = place("maildir", message, format!("maildir/{folder}{}", maildir_name(message)));
        tree.add_message(place, message.raw.clone());
    }
    tree.add("maildir/subscriptions", "Sent\nTrash\nDrafts\nJunk\nArchives.2025\nClients &- Chantiers\n");
}

/// `cur/` with flags once the message was seen by a program, else `new/` without.
fn maildir_name(message: &Message) -> String {
    let mut rng = Rng::named(&format!("maildir {}", message.letter.id));
    let (seconds, size) = (message.utc().timestamp(), message.raw.len());
    let unique = format!("{seconds}.M{}P{}.mail,S={size}", rng.below(1_000_000), 1000 + rng.below(9000));
    let folder = message.letter.folder;
    if !message.is_seen() && folder == Folder::Inbox {
        return format!("new/{unique}");
    }
    let flags = [
        ('D', folder == Folder::Drafts),
        ('R', message.is_answered),
        ('S', message.is_seen()),
        ('T', folder == Folder::Trash),
    ];
    let letters: String = flags.iter().filter(|(_, given)| *given).map(|(letter, _)| *letter).collect();
    format!("cur/{unique}:2,{letters}")
}

/// `mh/`: numbered files, LF, a short selection.
pub fn mh(mailbox: &Mailbox, tree: &mut Tree) {
    for (folder, name) in
        [(Folder::Inbox, "inbox"), (Folder::Sent, "sent"), (Folder::Trash, "trash"), (Folder::Drafts, "drafts")]
    {
        let mut last = 0;
        for (index, message) in short(mailbox, folder).take(8).enumerate() {
            last = index + 1;
            tree.add_message(place("mh", message, format!("mh/{name}/{last}")), message.raw.clone());
        }
        tree.add(&format!("mh/{name}/.mh_sequences"), format!("cur: {last}\nunseen: {last}\n"));
    }
}

fn short(mailbox: &Mailbox, folder: Folder) -> impl Iterator<Item = &Message> {
    mailbox.folder(folder).filter(|message| is_in_short_selection(message))
}

/// Numbers the short selection in each folder as readpst does, at most eight a folder.
fn numbered(mailbox: &Mailbox, format: &'static str, extension: &str, tree: &mut Tree) {
    for folder in [Folder::Inbox, Folder::Sent, Folder::Trash] {
        for (index, message) in short(mailbox, folder).take(8).enumerate() {
            let name = outlook_folder(folder);
            let path = format!("{format}/Fichier de données Outlook/{name}/{}{extension}", index + 1);
            tree.add_message(place(format, message, path), message.raw.clone());
        }
    }
}

/// `readpst-S/`: bare numbers.
pub fn readpst_numbers(mailbox: &Mailbox, tree: &mut Tree) {
    numbered(mailbox, "readpst-S", "", tree);
}

/// `readpst-e/`: numbers with `.eml`.
pub fn readpst_eml(mailbox: &Mailbox, tree: &mut Tree) {
    numbered(mailbox, "readpst-e", ".eml", tree);
}

/// `pffexport/`: a folder a message; what was sent has no `InternetHeaders.txt`.
pub fn pffexport(mailbox: &Mailbox, tree: &mut Tree) {
    let mut counts: BTreeMap<Folder, usize> = BTreeMap::new();
    for message in mailbox.messages.iter().filter(|message| message.letter.has("pff")) {
        let folder = message.letter.folder;
        let number = counts.entry(folder).or_default();
        *number += 1;
        let name = outlook_folder(folder).replace('/', "_");
        let path = format!("pffexport/Top of Outlook data file/{name}/Message{number:05}");
        if !message.letter.is_outgoing() {
            tree.add(&format!("{path}/InternetHeaders.txt"), crlf(header_block(&message.raw)));
        }
        tree.add(&format!("{path}/OutlookHeaders.txt"), outlook_headers(message));
        tree.add(&format!("{path}/Recipients.txt"), recipients(message));
        tree.add(&format!("{path}/Message.txt"), crlf(message.text.as_bytes()));
        if let Some(html) = &message.html {
            tree.add(&format!("{path}/Message.html"), crlf(html.as_bytes()));
        }
        for (index, file) in message.attached.iter().enumerate() {
            tree.add(&format!("{path}/Attachments/{}_{}", index + 1, file.name), file.bytes.clone());
        }
        tree.note_message(place("pffexport", message, path));
    }
}

/// The header block with its last line end, without the blank line.
fn header_block(raw: &[u8]) -> &[u8] {
    let end = raw.windows(2).position(|pair| pair == b"\n\n").map_or(raw.len(), |position| position + 1);
    &raw[..end]
}

fn outlook_headers(message: &Message) -> String {
    let (letter, subject) = (&message.letter, &message.subject);
    let when = message.utc().format("%b %d, %Y %H:%M:%S.000000000 UTC");
    let rows = [
        ("Client submit time:\t\t\t", when.to_string()),
        ("Delivery time:\t\t\t\t", when.to_string()),
        ("Creation time:\t\t\t\t", when.to_string()),
        ("Modification time:\t\t\t", when.to_string()),
        ("Size:\t\t\t\t\t", message.raw.len().to_string()),
        ("Flags:\t\t\t\t\t", "0x00000001 (Read)".to_owned()),
        ("Conversation topic:\t\t\t", subject.clone()),
        ("Subject:\t\t\t\t", subject.clone()),
        ("Sender name:\t\t\t\t", letter.from.name.clone()),
        ("Sender email address:\t\t\t", letter.from.address.clone()),
        ("Sent representing name:\t\t\t", letter.from.name.clone()),
        ("Sent representing email address:\t", letter.from.address.clone()),
        ("Importance:\t\t\t\t", if letter.has("highprio") { "High" } else { "Normal" }.to_owned()),
        ("Priority:\t\t\t\t", "Normal".to_owned()),
        ("Sensitivity:\t\t\t\t", "None".to_owned()),
    ];
    let lines: Vec<String> = rows.iter().map(|(name, value)| format!("{name}{value}\n")).collect();
    format!("Message:\n{}\n", lines.concat())
}

fn recipients(message: &Message) -> String {
    let block = |kind: &str, name: &str, address: &str| {
        format!(
            "Display name:\t\t{name}\nEmail address:\t\t{address}\nAddress type:\t\tSMTP\nRecipient type:\t\t{kind}\n\n"
        )
    };
    let to = message.letter.to.iter().map(|person| block("To", &person.name, &person.address));
    let cc = message.letter.cc.iter().map(|person| block("CC", &person.name, &person.address));
    to.chain(cc).collect()
}
