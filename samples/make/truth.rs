//! `truth.json`: what was planted, in which message, and where its bytes are in each format; how many messages each
//! folder of each format holds.

use std::collections::BTreeMap;

use scelle::digest::Sha256;
use serde_json::{Value, json};

use super::bank;
use super::letter::{Folder, Plant};
use super::mailbox::{Mailbox, Message};
use super::people::{ATTACKER_IP, COLLECTOR, OWNER};
use super::rules::RULE_FILES;
use super::tree::{Place, Tree};

/// The whole file.
pub fn describe(mailbox: &Mailbox, tree: &Tree) -> String {
    let mut plants: Vec<Value> = Vec::new();
    for message in &mailbox.messages {
        for (index, plant) in message.letter.plants.iter().enumerate() {
            plants.push(planted(message, index, plant, mailbox, tree));
        }
    }
    plants.push(planted_rules(tree));
    let truth = json!({
        "about": "Boîte aux lettres inventée : ni les personnes, ni les sociétés, ni les secrets n'existent.",
        "offsets": "A message starts after its postmark line and ends before the separator line that precedes the next \
                    postmark; for single-message files it is the whole file.",
        "owner": { "address": OWNER, "name": "Solenn Kerbrat-Le Goff", "timezone": "Europe/Paris" },
        "attacker": {
            "ip": ATTACKER_IP,
            "user_agent": "Roundcube Webmail/1.4.3",
            "date_zone": "+0100",
            "forwards_to": COLLECTOR,
            "lookalike_domains": ["m365-cornptes.example", "kerbrat-menuiserle.example"],
            "ibans": [bank::iban("attacker"), bank::iban("faux")],
            "first_action": "2026-03-31T23:51:00+02:00",
        },
        "usual_ibans": usual_ibans(),
        "formats": formats(tree),
        "attacker_messages": attacker_messages(mailbox),
        "forward_traces": forward_traces(mailbox),
        "plants": plants,
    });
    format!("{truth:#}\n")
}

fn usual_ibans() -> Value {
    json!({
        "kerbrat-menuiserie.example": bank::iban("kerbrat"),
        "quincaillerie-armor.example": bank::iban("armor"),
        "bois-du-ponant.example": bank::iban("ponant"),
        "verre-lumiere.example": bank::iban("verre"),
    })
}

/// Message-IDs of everything written from the owner's account by the attacker.
fn attacker_messages(mailbox: &Mailbox) -> Vec<&str> {
    let theirs = mailbox.messages.iter().filter(|message| message.letter.is_attackers());
    theirs.map(|message| message.message_id.as_str()).collect()
}

/// Message-IDs of what came in with the hidden forward in its header (`X-Forwarded-To`, `+caf_=`).
fn forward_traces(mailbox: &Mailbox) -> Vec<&str> {
    let traced = mailbox.messages.iter().filter(|message| message.letter.has("fwdtrace"));
    traced.map(|message| message.message_id.as_str()).collect()
}

fn planted(message: &Message, index: usize, plant: &Plant, mailbox: &Mailbox, tree: &Tree) -> Value {
    let letter = &message.letter;
    let id = if index == 0 { letter.id.clone() } else { format!("{}.{}", letter.id, index + 1) };
    json!({
        "id": id,
        "kind": plant.kind,
        "fiche_action": plant.action,
        "folder": letter.folder.key(),
        "role": letter.folder.role(),
        "message_id": message.message_id,
        "date": letter.when.to_rfc3339(),
        "from": letter.from.address,
        "subject": message.subject,
        "value": plant.value,
        "part": plant.part,
        "text": plant.text,
        "also_in": echoes(message, plant, mailbox),
        "files": files_of(&letter.id, tree),
    })
}

/// Other messages that carry the same value, most often because they quote this one.
fn echoes<'a>(message: &Message, plant: &Plant, mailbox: &'a Mailbox) -> Vec<&'a str> {
    let Some(value) = plant.value.as_deref().filter(|value| value.len() > 3) else { return Vec::new() };
    let others = mailbox.messages.iter().filter(|other| other.letter.id != message.letter.id);
    others.filter(|other| other.text.contains(value)).map(|other| other.message_id.as_str()).collect()
}

/// For each format, the copies of one message.
fn files_of(letter: &str, tree: &Tree) -> BTreeMap<&'static str, Vec<Value>> {
    let mut files: BTreeMap<&'static str, Vec<Value>> = BTreeMap::new();
    for place in tree.places().iter().filter(|place| place.letter == letter) {
        files.entry(place.format).or_default().push(copy(place));
    }
    files
}

fn copy(place: &Place) -> Value {
    let mut value = json!({ "path": place.path });
    let facts = [
        ("offset", place.offset.map(Value::from)),
        ("length", place.length.map(Value::from)),
        ("sha256", place.sha256.clone().map(Value::from)),
        ("role", (place.role != place.folder.role()).then(|| place.role.into())),
        ("note", place.note.map(Value::from)),
    ];
    for (name, fact) in facts {
        if let Some(fact) = fact {
            value[name] = fact;
        }
    }
    value
}

/// The rule files, which are no messages.
fn planted_rules(tree: &Tree) -> Value {
    let mut files: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (format, path) in RULE_FILES {
        let bytes = tree.file(path).unwrap_or_default();
        let digest = Sha256::of(bytes).to_string();
        files.entry(format).or_default().push(json!({ "path": path, "length": bytes.len(), "sha256": digest }));
    }
    json!({
        "id": "rule-files",
        "kind": "hidden-forward",
        "fiche_action": "2.a",
        "value": COLLECTOR,
        "part": "rule",
        "text": "Règles de l'attaquant : tout transférer à l'extérieur, effacer les réponses qui parlent de RIB ou de virement",
        "files": files,
    })
}

/// Format -> number of messages and folders with their role.
fn formats(tree: &Tree) -> Value {
    let mut counts: BTreeMap<&str, BTreeMap<(Folder, &str, String), usize>> = BTreeMap::new();
    for place in tree.places() {
        let folders = counts.entry(place.format).or_default();
        *folders.entry((place.folder, place.role, holder(place))).or_default() += 1;
    }
    let described = counts.into_iter().map(|(format, folders)| {
        let total: usize = folders.values().sum();
        let list: Vec<Value> = folders
            .iter()
            .map(|((folder, role, path), count)| {
                json!({ "folder": folder.key(), "role": role, "path": path, "messages": count })
            })
            .collect();
        (format.to_owned(), json!({ "messages": total, "folders": list }))
    });
    Value::Object(described.collect())
}

/// The file of many messages, or the folder of single ones.
fn holder(place: &Place) -> String {
    match (place.offset, place.path.rsplit_once('/')) {
        (None, Some((folder, _))) => folder.trim_end_matches("/cur").trim_end_matches("/new").to_owned(),
        _ => place.path.clone(),
    }
}
