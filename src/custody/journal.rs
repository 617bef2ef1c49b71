//! The custody journal (*main courante*): who did what, when, to which exhibit, as JSON lines chained by SHA-256.
//!
//! A person checks a link with `sed -n 3p J | tr -d '\n' | sha256sum`, which gives the `prev` of line 4. The chain alone
//! does not show that its end was cut off or that all of it was rewritten: the [head](Journal::head) and the
//! [count](Journal::len), kept elsewhere, pin it whole.

use crate::custody::clock::Moment;
use crate::custody::discrepancy::KEPT;
use crate::digest::Sha256;

pub use crate::custody::journal_break::Break;
pub use crate::custody::journal_entry::{Action, Entry, NewEntry};
pub use crate::custody::journal_file::JournalError;

/// A journal in memory, with the exact bytes of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    count: u64,
    head: Sha256,
    next: u64,
}

impl Journal {
    /// A journal without any entry.
    pub fn empty() -> Journal {
        Journal { bytes: Vec::new(), entries: Vec::new(), count: 0, head: Sha256::ZERO, next: 1 }
    }

    /// Reads a journal whatever its state: all entries that are readable, and every break, in the order of the lines (the first [`KEPT`]).
    ///
    /// A line is hashed as it stands, without its line feed. Fields that this version does not know are accepted.
    pub fn parse(bytes: &[u8]) -> (Journal, Vec<Break>) {
        let mut reading = Reading { journal: Journal::empty(), breaks: Vec::new(), converted: None };
        for (line, number) in bytes.split_inclusive(|&byte| byte == b'\n').zip(1..) {
            reading.take(line, number);
            // Hostile bytes may hold a break in every second byte.
            reading.breaks.truncate(KEPT);
        }
        reading.journal.bytes = bytes.to_vec();
        (reading.journal, reading.breaks)
    }

    /// Adds an entry at the end and returns it. Whether the journal is sound is for the caller to know.
    pub fn append(&mut self, moment: &Moment, new: NewEntry) -> &Entry {
        let entry = Entry::new(self.next, moment, new, self.head);
        let line = entry.line();
        if self.bytes.last().is_some_and(|&byte| byte != b'\n') {
            self.bytes.push(b'\n');
        }
        self.head = Sha256::of(&line);
        self.bytes.extend(line);
        self.bytes.push(b'\n');
        self.count += 1;
        self.next = self.next.saturating_add(1);
        self.entries.push(entry);
        &self.entries[self.entries.len() - 1]
    }

    /// The SHA-256 of the last line that is not blank, without its line feed; [`Sha256::ZERO`] where there is none.
    pub fn head(&self) -> Sha256 {
        self.head
    }

    /// The number of lines that are not blank, readable or not: in a sound journal, the number of the last entry.
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Whether no line says anything.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The readable entries, in the order of the lines.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The journal as a file holds it: what was parsed, byte for byte, then what was appended.
    pub fn bytes(&self) -> Vec<u8> {
        self.bytes.clone()
    }

    /// Whether `self` is `other` continued, or `other` itself: the sealed journal must be the beginning of the one that
    /// goes on, to the byte.
    pub fn starts_with(&self, other: &Journal) -> bool {
        let whole_lines = matches!(other.bytes.last(), None | Some(b'\n')) || self.bytes.len() == other.bytes.len();
        whole_lines && self.bytes.starts_with(&other.bytes)
    }
}

/// A journal being read, up to some line.
struct Reading {
    journal: Journal,
    breaks: Vec<Break>,
    /// The digest of the last line without its CR, where it ended with CR LF.
    converted: Option<Sha256>,
}

impl Reading {
    /// Takes the next line, its line feed included if it has one.
    fn take(&mut self, line: &[u8], number: u64) {
        let raw = line.strip_suffix(b"\n");
        let unfinished = raw.is_none();
        let raw = raw.unwrap_or(line);
        let converted = raw.strip_suffix(b"\r").filter(|_| !unfinished);
        let content = converted.unwrap_or(raw);
        if content.is_empty() {
            return self.breaks.push(Break::BlankLine { line: number });
        }
        if converted.is_some() {
            self.breaks.push(Break::CarriageReturn { line: number });
        }
        if unfinished {
            self.breaks.push(Break::UnfinishedLine { line: number });
        }
        match Entry::read(content) {
            Ok((entry, repeated)) => self.link(entry, &repeated, number),
            Err(cause) => {
                if cause.is_data() {
                    self.breaks.push(Break::not_an_entry(number, &cause.to_string()));
                } else if !unfinished {
                    self.breaks.push(Break::NotJson { line: number });
                }
                self.journal.next = self.journal.next.saturating_add(1);
            }
        }
        self.journal.count += 1;
        self.journal.head = Sha256::of(raw);
        self.converted = converted.map(Sha256::of);
    }

    /// Holds a readable entry against the line before.
    fn link(&mut self, entry: Entry, repeated: &[String], line: u64) {
        self.breaks.extend(repeated.iter().map(|field| Break::repeated_field(line, field)));
        let (expected, found) = (self.journal.next, entry.n);
        if found != expected {
            self.breaks.push(Break::WrongNumber { line, expected, found });
        }
        let (expected, found) = (self.journal.head, entry.prev);
        if found != expected && Some(found) != self.converted {
            self.breaks.push(Break::WrongPrev { line, expected, found });
        }
        self.journal.next = entry.n.saturating_add(1);
        self.journal.entries.push(entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::clock::Zone;
    use proptest::prelude::*;

    fn moment() -> Moment {
        Moment::new("2026-08-03T07:05:09Z".parse().unwrap(), "Europe/Paris".parse::<Zone>().unwrap())
    }

    fn journal_of<S: AsRef<str>>(notes: &[S]) -> Journal {
        let mut journal = Journal::empty();
        for note in notes {
            let (actor, object) = ("Cne Dupont".to_owned(), "compte j.martin".to_owned());
            let note = Some(note.as_ref().to_owned());
            journal.append(&moment(), NewEntry { action: Action::Note, actor, object, sha256: None, note });
        }
        journal
    }

    fn five() -> Journal {
        journal_of(&["one", "two", "three", "four", "five"])
    }

    fn lines(journal: &Journal) -> Vec<String> {
        String::from_utf8(journal.bytes()).unwrap().lines().map(str::to_owned).collect()
    }

    fn breaks_of(lines: &[String]) -> Vec<Break> {
        Journal::parse((lines.join("\n") + "\n").as_bytes()).1
    }

    fn wrong_prev(line: u64, before: &str, recorded: &str) -> Break {
        let found = if recorded.is_empty() { Sha256::ZERO } else { Sha256::of(recorded.as_bytes()) };
        Break::WrongPrev { line, expected: Sha256::of(before.as_bytes()), found }
    }

    #[test]
    fn the_chain_can_be_recomputed_by_hand() {
        let journal = five();
        let mut prev = "0".repeat(64);
        for (line, n) in lines(&journal).iter().zip(1..) {
            assert!(line.starts_with(&format!("{{\"n\":{n},\"utc\":\"2026-08-03T07:05:09Z\",")), "{line}");
            assert!(line.ends_with(&format!(",\"prev\":\"{prev}\"}}")), "{line}");
            prev = Sha256::of(line.as_bytes()).to_string();
        }
        assert_eq!((journal.head().to_string(), journal.len()), (prev, 5));
        assert_eq!(Journal::parse(&journal.bytes()), (journal, Vec::new()));
        assert_eq!(Journal::parse(b""), (Journal::empty(), Vec::new()));
    }

    #[test]
    fn a_changed_line_is_betrayed_by_the_next() {
        let mut damaged = lines(&five());
        let before = damaged[1].clone();
        damaged[1] = before.replace("\"two\"", "\"tWo\"");
        assert_eq!(breaks_of(&damaged), [wrong_prev(3, &damaged[1], &before)]);
        damaged[1] = before.replace("{\"n\"", "{\"n");
        assert_eq!(breaks_of(&damaged), [Break::NotJson { line: 2 }, wrong_prev(3, &damaged[1], &before)]);
        damaged[1] = before.replace("\"actor\"", "\"author\"");
        let absent = Break::not_an_entry(2, "missing field `actor`");
        assert_eq!(breaks_of(&damaged), [absent, wrong_prev(3, &damaged[1], &before)]);
        damaged[1] = before.replace("\"n\":2", "\"n\":7");
        let number = |line, expected, found| Break::WrongNumber { line, expected, found };
        assert_eq!(breaks_of(&damaged), [number(2, 2, 7), number(3, 8, 3), wrong_prev(3, &damaged[1], &before)]);
    }

    #[test]
    fn a_missing_or_moved_line_is_told() {
        let whole = lines(&five());
        let mut damaged = whole.clone();
        damaged.remove(2);
        let number = |line, expected, found| Break::WrongNumber { line, expected, found };
        assert_eq!(breaks_of(&damaged), [number(3, 3, 4), wrong_prev(3, &whole[1], &whole[2])]);
        let first_lost = Break::WrongPrev { line: 1, expected: Sha256::ZERO, found: Sha256::of(whole[0].as_bytes()) };
        assert_eq!(breaks_of(&whole[1..]), [number(1, 1, 2), first_lost]);
        damaged = whole.clone();
        damaged.swap(1, 2);
        let told = [
            (number(2, 2, 3), wrong_prev(2, &whole[0], &whole[1])),
            (number(3, 4, 2), wrong_prev(3, &whole[2], &whole[0])),
            (number(4, 3, 4), wrong_prev(4, &whole[1], &whole[2])),
        ];
        assert_eq!(breaks_of(&damaged), told.into_iter().flat_map(|(a, b)| [a, b]).collect::<Vec<_>>());
    }

    #[test]
    fn a_lost_tail_shows_only_in_head_and_count() {
        let whole = five();
        let (cut, breaks) = Journal::parse((lines(&whole)[..3].join("\n") + "\n").as_bytes());
        assert_eq!(breaks, []);
        assert_ne!(cut.head(), whole.head());
        assert_eq!(cut.len(), 3);
        assert!(whole.starts_with(&cut) && whole.starts_with(&whole) && whole.starts_with(&Journal::empty()));
        assert!(!cut.starts_with(&whole) && !whole.starts_with(&journal_of(&["other"])));
    }

    #[test]
    fn blank_lines_and_foreign_line_ends_are_told() {
        let whole = five();
        let mut damaged = lines(&whole);
        damaged.insert(2, String::new());
        damaged.push(String::new());
        assert_eq!(breaks_of(&damaged), [Break::BlankLine { line: 3 }, Break::BlankLine { line: 7 }]);
        let (read, _) = Journal::parse((damaged.join("\n") + "\n").as_bytes());
        assert_eq!((read.head(), read.len(), read.entries()), (whole.head(), 5, whole.entries()));
        let (read, breaks) = Journal::parse((lines(&whole).join("\r\n") + "\r\n").as_bytes());
        assert_eq!(breaks, (1..=5).map(|line| Break::CarriageReturn { line }).collect::<Vec<_>>());
        assert_ne!(read.head(), whole.head());
        assert_eq!(read.entries(), whole.entries());
    }

    #[test]
    fn an_unfinished_last_line_is_told() {
        let whole = five().bytes();
        let (read, breaks) = Journal::parse(&whole[..whole.len() - 1]);
        assert_eq!((breaks, read.entries().len()), (vec![Break::UnfinishedLine { line: 5 }], 5));
        let (read, breaks) = Journal::parse(&whole[..whole.len() - 30]);
        assert_eq!((breaks, read.entries().len(), read.len()), (vec![Break::UnfinishedLine { line: 5 }], 4, 5));
        assert!(!Journal::parse(&whole).0.starts_with(&read));
    }

    #[test]
    fn a_line_is_hashed_as_it_stands() {
        let first =
            lines(&five())[0].replace("\"n\":1,", " \"case\" : [1], \"n\": 1,").replace("note\":\"", "note\": \"");
        let (mut journal, breaks) = Journal::parse((first.clone() + "\n").as_bytes());
        assert_eq!((breaks, journal.head()), (vec![], Sha256::of(first.as_bytes())));
        let new = NewEntry {
            action: "teleport".into(),
            actor: String::new(),
            object: String::new(),
            sha256: None,
            note: None,
        };
        assert_eq!(journal.append(&moment(), new).prev, Sha256::of(first.as_bytes()));
        assert!(journal.bytes().starts_with(first.as_bytes()));
        assert_eq!(Journal::parse(&journal.bytes()), (journal, vec![]));
        let twice = first.replace("{", "{\"n\":9,");
        assert_eq!(breaks_of(&[twice]), [Break::repeated_field(1, "n")]);
    }

    proptest! {
        #[test]
        fn any_notes_come_back(notes in proptest::collection::vec(any::<String>(), 0..6)) {
            let journal = journal_of(&notes);
            let (read, breaks) = Journal::parse(&journal.bytes());
            prop_assert_eq!(breaks, []);
            prop_assert_eq!(read.entries().iter().map(|e| e.note.clone().unwrap()).collect::<Vec<_>>(), notes);
            prop_assert_eq!(read, journal);
        }

        #[test]
        fn any_changed_byte_breaks_the_chain_or_moves_its_head(place in any::<prop::sample::Index>(), flip in 1u8..) {
            let whole = journal_of(&["one", "deux\nlignes", "三"]);
            let mut bytes = whole.bytes();
            let place = place.index(bytes.len());
            bytes[place] ^= flip;
            let (read, breaks) = Journal::parse(&bytes);
            prop_assert!(!breaks.is_empty() || read.head() != whole.head());
            let last_line = lines(&whole)[..2].iter().map(|line| line.len() + 1).sum();
            prop_assert!(place >= last_line || !breaks.is_empty());
        }

        #[test]
        fn no_bytes_prevent_reading(bytes in any::<Vec<u8>>()) {
            prop_assert_eq!(Journal::parse(&bytes).0.bytes(), bytes);
        }
    }
}
