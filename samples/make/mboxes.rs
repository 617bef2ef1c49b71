//! The formats that keep many messages in one file: mboxrd, a Thunderbird profile, Google Takeout, readpst.

use super::layouts::{crlf, mboxrd};
use super::letter::Folder;
use super::mailbox::{Mailbox, Message};
use super::people::Software;
use super::rng::Rng;
use super::tree::{Place, Tree};
use super::words::{WordStyle, all_words, modified_utf7};

/// The date of a postmark line, as C's asctime writes it, UTC.
fn asctime(message: &Message) -> String {
    message.utc().format("%a %b %e %H:%M:%S %Y").to_string()
}

/// `mbox/`: one mboxrd file a folder, LF, what `scelle` is shown first.
pub fn mbox(mailbox: &Mailbox, tree: &mut Tree) {
    for message in &mailbox.messages {
        let file = match message.letter.folder {
            Folder::Archive => "Archives-2025",
            Folder::Armor => "Fournisseurs-Quincaillerie-Armor",
            Folder::Clients => "Clients-et-Chantiers",
            folder => folder.key(),
        };
        let postmark = format!("From {} {}", message.letter.from.address, asctime(message));
        let place = place("mbox", message, format!("mbox/{file}.mbox"));
        tree.append_message(place, &postmark, &mboxrd(&message.raw), "\n");
    }
}

fn place(format: &'static str, message: &Message, path: String) -> Place {
    Place::new(format, &message.letter.id, message.letter.folder, path)
}

const ACCOUNT: &str = "thunderbird/ImapMail/mail.kerbrat-menuiserie.example";

/// `thunderbird/`: a profile written on Windows (CRLF), with indexes, filters and a message that is deleted in place.
pub fn thunderbird(mailbox: &Mailbox, tree: &mut Tree) {
    for folder in Folder::ALL {
        let path = thunderbird_path(folder);
        for message in mailbox.folder(folder) {
            append_mozilla(message, place("thunderbird", message, path.clone()), tree);
        }
        if folder == Folder::Inbox {
            for message in mailbox.messages.iter().filter(|message| message.letter.has("deleted-in-place")) {
                let mut copy = place("thunderbird", message, path.clone());
                (copy.folder, copy.role, copy.note) = (Folder::Inbox, "deleted", Some("deleted-in-place"));
                append_mozilla(message, copy, tree);
            }
        }
        tree.add(&format!("{path}.msf"), "// <!-- <mdb:mork:z v=\"1.4\"/> -->\r\n");
    }
    tree.add(&format!("{ACCOUNT}/INBOX.sbd/Fournisseurs"), "");
    tree.add("thunderbird/Mail/Local Folders/Archives", "");
    tree.add(
        "thunderbird/prefs.js",
        "// Mozilla User Preferences\r\nuser_pref(\"mail.identity.id1.fullName\", \"Solenn Kerbrat-Le Goff\");\r\n\
         user_pref(\"mail.identity.id1.useremail\", \"solenn.legoff@kerbrat-menuiserie.example\");\r\n\
         user_pref(\"mail.server.server1.directory-rel\", \"[ProfD]ImapMail/mail.kerbrat-menuiserie.example\");\r\n",
    );
}

fn thunderbird_path(folder: Folder) -> String {
    match folder {
        Folder::Inbox => format!("{ACCOUNT}/INBOX"),
        Folder::Archive => "thunderbird/Mail/Local Folders/Archives.sbd/2025".to_owned(),
        Folder::Armor => format!("{ACCOUNT}/INBOX.sbd/Fournisseurs.sbd/Quincaillerie Armor"),
        folder => format!("{ACCOUNT}/INBOX.sbd/{}", modified_utf7(folder.key())),
    }
}

fn append_mozilla(message: &Message, place: Place, tree: &mut Tree) {
    let read = u16::from(message.is_seen());
    let answered = if message.is_answered { 0x0002 } else { 0 };
    let deleted = if place.note == Some("deleted-in-place") { 0x0008 } else { 0 };
    let mut bytes = format!(
        "X-Mozilla-Status: {:04x}\nX-Mozilla-Status2: 00000000\nX-Mozilla-Keys:{}\n",
        read | answered | deleted,
        " ".repeat(81)
    )
    .into_bytes();
    bytes.extend_from_slice(&mboxrd(&message.raw));
    tree.append_message(place, &format!("From - {}", asctime(message)), &crlf(&bytes), "\r\n");
}

/// `takeout/`: one file for everything, labels instead of folders, CRLF.
pub fn takeout(mailbox: &Mailbox, tree: &mut Tree) {
    for message in &mailbox.messages {
        let mut rng = Rng::named(&format!("takeout {}", message.letter.id));
        let number = 1_700_000_000_000_000_000 + rng.below(90_000_000_000_000_000);
        let thread = 1_700_000_000_000_000_000 + Rng::named(&topic(message)).below(90_000_000_000_000_000);
        let postmark = format!("From {number}@xxx {}", message.utc().format("%a %b %d %H:%M:%S +0000 %Y"));
        let labels = labels(message);
        let words = all_words(&labels, WordStyle::Utf8Q);
        let mut bytes = format!("X-GM-THRID: {thread}\nX-Gmail-Labels: {words}\n").into_bytes();
        bytes.extend_from_slice(&mboxrd(&message.raw));
        let file = "takeout/Takeout/Messagerie/Tous les messages, y compris ceux du dossier Spam.mbox".to_owned();
        let place = Place { role: role_of_labels(&labels), ..place("takeout", message, file) };
        tree.append_message(place, &postmark, &crlf(&bytes), "\r\n");
    }
}

/// The subject without reply marks: what makes a thread.
fn topic(message: &Message) -> String {
    let subject = message.subject.as_str();
    ["RE: ", "Re: ", "TR: "].iter().fold(subject, |subject, mark| subject.trim_start_matches(mark)).to_owned()
}

/// Several labels a message, in French, separated by commas.
fn labels(message: &Message) -> String {
    let letter = &message.letter;
    let mut labels = vec![match letter.folder {
        Folder::Inbox | Folder::Nowhere => "Messages reçus",
        Folder::Sent => "Messages envoyés",
        Folder::Trash => "Corbeille",
        Folder::Drafts => "Brouillons",
        Folder::Junk => "Spam",
        Folder::Templates => "Brouillons,Modèles",
        Folder::Archive => "Archivés,Archives/2025",
        Folder::Armor => "Archivés,Fournisseurs/Quincaillerie Armor",
        Folder::Clients => "Messages reçus,Clients & Chantiers",
    }];
    if letter.is_outgoing() && matches!(letter.folder, Folder::Trash | Folder::Archive) {
        labels.push("Messages envoyés");
    }
    if letter.software == Software::Outlook && letter.from.is_colleague() {
        labels.push("Important");
    }
    labels.push(if message.is_seen() { "Ouvert" } else { "Non lus" });
    labels.join(",")
}

/// Labels are not folders: the strongest one says what a message is.
fn role_of_labels(labels: &str) -> &'static str {
    let roles = [
        ("Corbeille", "deleted"),
        ("Spam", "junk"),
        ("Brouillons", "drafts"),
        ("Messages envoyés", "sent"),
        ("Messages reçus", "inbox"),
        ("Archivés", "archive"),
    ];
    let given = |label: &str| labels.split(',').any(|given| given == label);
    roles.iter().find(|(label, _)| given(label)).map_or("other", |(_, role)| role)
}

/// `readpst/`: what `readpst -D -r` makes of an Outlook data file in French.
pub fn readpst(mailbox: &Mailbox, tree: &mut Tree) {
    for message in &mailbox.messages {
        let file = format!("readpst/Fichier de données Outlook/{}/mbox", outlook_folder(message.letter.folder));
        let postmark = format!("From \"{}\" {}", message.letter.from.address, asctime(message));
        tree.append_message(place("readpst", message, file), &postmark, &mboxrd(&message.raw), "\n");
    }
}

/// Folder names of a French Outlook.
pub fn outlook_folder(folder: Folder) -> &'static str {
    match folder {
        Folder::Inbox | Folder::Nowhere => "Boîte de réception",
        Folder::Sent => "Éléments envoyés",
        Folder::Trash => "Éléments supprimés",
        Folder::Drafts => "Brouillons",
        Folder::Junk => "Courrier indésirable",
        Folder::Templates => "Modèles",
        other => other.key(),
    }
}
