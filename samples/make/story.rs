//! Reads the story files: `@@ id | folder | date | from > to, to | cc`, then `S:` subject, `O:` options, `A:` attached
//! files, `P:` plants, a blank line and the text as its author typed it.

use chrono::{DateTime, NaiveDateTime, TimeZone as _};
use chrono_tz::{Europe::Paris, Tz};

use super::bank;
use super::letter::{Enclosure, Folder, Letter, Plant};
use super::people::{People, Person, Software};

const FILES: [&str; 7] = [
    include_str!("story/1-customers.txt"),
    include_str!("story/2-suppliers.txt"),
    include_str!("story/3-office.txt"),
    include_str!("story/4-private.txt"),
    include_str!("story/5-archive-2025.txt"),
    include_str!("story/6-attack.txt"),
    include_str!("story/7-junk.txt"),
];

/// All letters that were written one by one.
pub fn letters(people: &People) -> Vec<Letter> {
    let mut letters = Vec::new();
    for file in FILES {
        let text = bank::fill(file);
        letters.extend(text.split("@@ ").filter(|block| !block.trim().is_empty()).map(|block| letter(block, people)));
    }
    letters
}

/// The moment a story line gives, Paris time.
pub fn moment(text: &str) -> DateTime<Tz> {
    let naive = NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%d %H:%M")
        .expect("because the story writes dates as 2026-03-02 09:12");
    Paris.from_local_datetime(&naive).single().expect("because no letter is dated in the hour that DST skips")
}

/// The people of a comma-separated list of short names.
pub fn persons(list: &str, people: &People) -> Vec<Person> {
    let keys = list.split(',').map(str::trim).filter(|key| !key.is_empty());
    keys.map(|key| people.get(key).unwrap_or_else(|| unreachable!("nobody is called {key}")).clone()).collect()
}

fn letter(block: &str, people: &People) -> Letter {
    let (head, body) = block.split_once("\n\n").expect("because a blank line opens each text");
    let mut lines = head.lines();
    let mut letter = envelope(lines.next().unwrap_or_default(), people);
    for line in lines {
        let (mark, value) = line.split_at(2);
        let value = value.trim();
        match mark {
            "S:" => letter.subject = Some(value.to_owned()),
            "O:" => apply_options(&mut letter, value),
            "A:" => letter.enclosures.push(enclosure(value)),
            "P:" => letter.plants.push(plant(value)),
            _ => unreachable!("a line of the story is not understood: {line}"),
        }
    }
    letter.body = body.trim().to_owned();
    letter
}

fn envelope(line: &str, people: &People) -> Letter {
    let columns: Vec<&str> = line.split('|').map(str::trim).collect();
    let [id, folder, date, route, cc] = columns[..] else { unreachable!("five columns are expected: {line}") };
    let (from, to) = route.split_once('>').expect("because a route is from > to");
    let from = persons(from, people).remove(0);
    Letter {
        id: id.to_owned(),
        folder: Folder::named(folder),
        when: moment(date),
        software: from.software,
        from,
        to: persons(to, people),
        cc: persons(cc, people),
        subject: None,
        answers: None,
        forwards: None,
        returns: None,
        options: Vec::new(),
        enclosures: Vec::new(),
        plants: Vec::new(),
        body: String::new(),
    }
}

fn apply_options(letter: &mut Letter, options: &str) {
    for option in options.split_whitespace() {
        match option.split_once('=') {
            Some(("re", id)) => letter.answers = Some(id.to_owned()),
            Some(("fwd", id)) => letter.forwards = Some(id.to_owned()),
            Some(("dsn", id)) => letter.returns = Some(id.to_owned()),
            Some(("via", name)) => letter.software = Software::named(name),
            _ if option == "attacker" => letter.software = Software::Roundcube,
            _ => letter.options.push(option.to_owned()),
        }
    }
}

fn enclosure(value: &str) -> Enclosure {
    let mut columns = value.split('|').map(str::trim);
    let title = columns.next().unwrap_or_default();
    let (kind, name) = title.split_once(' ').expect("because an attached file is `kind name`");
    Enclosure { kind: kind.to_owned(), name: name.to_owned(), content: columns.map(str::to_owned).collect() }
}

fn plant(value: &str) -> Plant {
    let columns: Vec<&str> = value.split('|').map(str::trim).collect();
    let [kind, action, secret, part, text] = columns[..] else { unreachable!("five columns are expected: {value}") };
    Plant {
        kind: kind.to_owned(),
        action: action.to_owned(),
        value: (!secret.is_empty()).then(|| secret.to_owned()),
        part: part.to_owned(),
        text: text.to_owned(),
    }
}
