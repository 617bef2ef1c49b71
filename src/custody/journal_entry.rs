//! One line of the custody journal: what it says, and how it is written as JSON (RFC 8259).
//!
//! The field names, their order and the names of the actions are permanent.

use std::borrow::Cow;
use std::fmt;
use std::io;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::ser::Formatter;
use serde_json::{Map, Value};

use crate::custody::clock::Moment;
use crate::digest::Sha256;
use crate::text::one_line;

/// What was done. Each has a permanent kebab-case name in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `note`: something was observed, decided or said.
    Note,
    /// `acquire`: originals were copied.
    Acquire,
    /// `seal`: an archive was closed over them.
    Seal,
    /// `verify`: an archive was checked against its seal.
    Verify,
    /// `triage`: a copy of the messages was examined.
    Triage,
    /// `report`: findings were written up.
    Report,
    /// `timestamp`: an authority certified the date of a seal (RFC 3161).
    Timestamp,
    /// `sign`: a person signed a seal.
    Sign,
    /// `transfer`: the archive left one holder for another.
    Transfer,
    /// `receipt`: the new holder confirmed having it.
    Receipt,
    /// `disclose`: a part was shown to somebody.
    Disclose,
    /// `extract`: a part was taken out of the archive.
    Extract,
    /// A name this version does not know, kept as it is written.
    Other(String),
}

/// The actions in the order of [`Action`], each with its permanent name and its key in the catalogue.
const ACTIONS: [(Action, &str, &str); 12] = [
    (Action::Note, "note", "journal-action-note"),
    (Action::Acquire, "acquire", "journal-action-acquire"),
    (Action::Seal, "seal", "journal-action-seal"),
    (Action::Verify, "verify", "journal-action-verify"),
    (Action::Triage, "triage", "journal-action-triage"),
    (Action::Report, "report", "journal-action-report"),
    (Action::Timestamp, "timestamp", "journal-action-timestamp"),
    (Action::Sign, "sign", "journal-action-sign"),
    (Action::Transfer, "transfer", "journal-action-transfer"),
    (Action::Receipt, "receipt", "journal-action-receipt"),
    (Action::Disclose, "disclose", "journal-action-disclose"),
    (Action::Extract, "extract", "journal-action-extract"),
];

impl Action {
    /// The name in the journal: `seal`.
    pub fn name(&self) -> &str {
        match self {
            Action::Other(name) => name,
            known => ACTIONS.iter().find(|(action, ..)| action == known).map_or("", |(_, name, _)| name),
        }
    }

    /// The key of the name that people read, where the action is a known one: `journal-action-seal`.
    pub fn key(&self) -> Option<&'static str> {
        ACTIONS.iter().find(|(action, ..)| action == self).map(|(_, _, key)| *key)
    }
}

impl From<&str> for Action {
    fn from(name: &str) -> Action {
        let known = ACTIONS.iter().find(|(_, known, _)| *known == name);
        known.map_or_else(|| Action::Other(name.to_owned()), |(action, ..)| action.clone())
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Action, D::Error> {
        Cow::<'de, str>::deserialize(deserializer).map(|name| Action::from(&*name))
    }
}

/// One entry as it stands in the journal, fields in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The number of the entry; the first is 1.
    pub n: u64,
    /// When, RFC 3339 in UTC.
    pub utc: String,
    /// The same moment, RFC 3339 with the offset of `zone`.
    pub local: String,
    /// The IANA name of the zone chosen for the incident.
    pub zone: String,
    /// Who did it, or who told of it.
    pub actor: String,
    /// What was done.
    pub action: Action,
    /// To what: an archive, an account, a machine.
    pub object: String,
    /// The digest of the object, where it has one.
    pub sha256: Option<Sha256>,
    /// Whatever else is to be remembered; may have several lines.
    pub note: Option<String>,
    /// SHA-256 of the bytes of the line before, without its line feed; [`Sha256::ZERO`] in the first.
    pub prev: Sha256,
}

/// What the caller says of an act; the journal adds the number, the moment and the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// What was done.
    pub action: Action,
    /// Who did it, or who told of it.
    pub actor: String,
    /// To what: an archive, an account, a machine.
    pub object: String,
    /// The digest of the object, where it has one.
    pub sha256: Option<Sha256>,
    /// Whatever else is to be remembered; may have several lines.
    pub note: Option<String>,
}

impl Entry {
    pub(super) fn new(n: u64, moment: &Moment, new: NewEntry, prev: Sha256) -> Entry {
        let NewEntry { action, actor, object, sha256, note } = new;
        let (utc, local, zone) = (moment.utc(), moment.local(), moment.zone_name().to_owned());
        Entry { n, utc, local, zone, actor, action, object, sha256, note, prev }
    }

    /// The line of this entry, without its line feed. Whatever a terminal could act on is written `\uXXXX`.
    pub(super) fn line(&self) -> Vec<u8> {
        let mut line = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut line, HarmlessJson);
        self.serialize(&mut serializer).expect("because memory takes every byte and the only keys are field names");
        line
    }

    /// Reads a line, and names the fields that stand in it more than once (the last one counts).
    pub(super) fn read(line: &[u8]) -> serde_json::Result<(Entry, Vec<String>)> {
        let Fields { values, repeated } = serde_json::from_slice(line)?;
        Ok((serde_json::from_value(Value::Object(values))?, repeated))
    }
}

/// Compact JSON in which the characters that [`one_line`] would replace are escaped; reading gives them back.
struct HarmlessJson;

impl Formatter for HarmlessJson {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if matches!(one_line(fragment), Cow::Borrowed(_)) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut buffer = [0; 4];
        for c in fragment.chars() {
            let text: &str = c.encode_utf8(&mut buffer);
            if matches!(one_line(text), Cow::Borrowed(_)) {
                writer.write_all(text.as_bytes())?;
            } else {
                c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(writer, "\\u{unit:04x}"))?;
            }
        }
        Ok(())
    }
}

/// The fields of a JSON object, the last of each name, and the names met again.
struct Fields {
    values: Map<String, Value>,
    repeated: Vec<String>,
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fields, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Fields, A::Error> {
        let mut fields = Fields { values: Map::new(), repeated: Vec::new() };
        while let Some((name, value)) = access.next_entry::<String, Value>()? {
            if fields.values.insert(name.clone(), value).is_some() && !fields.repeated.contains(&name) {
                fields.repeated.push(name);
            }
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::clock::Zone;

    fn entry(action: &str, note: &str) -> Entry {
        let moment = Moment::new("2026-08-03T07:05:09Z".parse().unwrap(), "Europe/Paris".parse::<Zone>().unwrap());
        let (actor, object) = ("Cne Dupont".to_owned(), "CASE-2026-001.zip".to_owned());
        let new = NewEntry { action: action.into(), actor, object, sha256: None, note: Some(note.to_owned()) };
        Entry::new(1, &moment, new, Sha256::ZERO)
    }

    #[test]
    fn the_line_is_the_documented_one() {
        let expected = format!(
            r#"{{"n":1,"utc":"2026-08-03T07:05:09Z","local":"2026-08-03T09:05:09+02:00","zone":"Europe/Paris","actor":"Cne Dupont","action":"seal","object":"CASE-2026-001.zip","sha256":null,"note":"à\nb","prev":"{}"}}"#,
            "0".repeat(64)
        );
        assert_eq!(String::from_utf8(entry("seal", "à\nb").line()).unwrap(), expected);
    }

    #[test]
    fn what_a_terminal_could_act_on_is_escaped_and_read_back() {
        let written = entry("note", "\x1b[2J\u{9b}\u{7f}\u{202e}\u{e0041}\u{2028}é漢\0\"\\");
        let line = String::from_utf8(written.line()).unwrap();
        assert!(matches!(one_line(&line), Cow::Borrowed(_)), "{line}");
        assert!(line.contains(r#"\u001b[2J\u009b\u007f\u202e\udb40\udc41\u2028é漢\u0000\"\\"#), "{line}");
        assert_eq!(Entry::read(line.as_bytes()).unwrap(), (written, Vec::new()));
    }

    #[test]
    fn actions_keep_their_names() {
        for (action, name, key) in ACTIONS {
            assert_eq!((action.name(), action.key(), Action::from(name)), (name, Some(key), action.clone()));
        }
        let unknown = Action::from("teleport");
        assert_eq!((unknown.name(), unknown.key()), ("teleport", None));
        assert_eq!(Entry::read(&entry("teleport", "").line()).unwrap().0.action, unknown);
    }

    #[test]
    fn repeated_and_extra_fields_do_not_prevent_reading() {
        let line = String::from_utf8(entry("note", "a").line()).unwrap();
        let line = line.replace(r#""note":"a""#, r#""note":"a","note":"b","x":{"y":[1]},"note":"c""#);
        let (entry, repeated) = Entry::read(line.as_bytes()).unwrap();
        assert_eq!((entry.note.as_deref(), repeated), (Some("c"), vec!["note".to_owned()]));
    }
}
