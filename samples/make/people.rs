//! Who writes: `story/people.txt`, one invented person or machine a line.

use std::collections::BTreeMap;

/// The program a message was written with: it decides headers, quoting and encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Software {
    /// Mozilla Thunderbird on a desk.
    Thunderbird,
    /// Outlook behind a hosted Exchange.
    Outlook,
    /// The mail of a telephone.
    Iphone,
    /// A webmail that looks like Gmail.
    Gmail,
    /// A program that sends notices and newsletters.
    Robot,
    /// A phishing kit.
    Kit,
    /// The webmail that the attacker uses on the owner's account.
    Roundcube,
}

impl Software {
    /// The software of that name in the story.
    pub fn named(name: &str) -> Software {
        match name {
            "thunderbird" => Software::Thunderbird,
            "outlook" => Software::Outlook,
            "iphone" => Software::Iphone,
            "gmail" => Software::Gmail,
            "robot" => Software::Robot,
            "kit" => Software::Kit,
            unknown => unreachable!("no software is called {unknown}"),
        }
    }
}

/// One correspondent.
#[derive(Clone, Debug)]
pub struct Person {
    /// Display name.
    pub name: String,
    /// Mail address.
    pub address: String,
    /// Usual program.
    pub software: Software,
    /// Public address the messages come from.
    pub ip: String,
    /// Signature lines, maybe none.
    pub signature: Vec<String>,
}

impl Person {
    /// What follows the `@`.
    pub fn domain(&self) -> &str {
        self.address.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// `Name <address>`, for quotes and listings (not a header: nothing is encoded).
    pub fn shown(&self) -> String {
        format!("{} <{}>", self.name, self.address)
    }

    /// True for a colleague of the owner (and the owner).
    pub fn is_colleague(&self) -> bool {
        self.domain() == COMPANY
    }
}

/// The domain of the company.
pub const COMPANY: &str = "kerbrat-menuiserie.example";
/// The address of the compromised account.
pub const OWNER: &str = "solenn.legoff@kerbrat-menuiserie.example";
/// Where the attacker works from.
pub const ATTACKER_IP: &str = "203.0.113.77";
/// Where the hidden forward sends everything.
pub const COLLECTOR: &str = "archive.compta2026@boite-rapide.example";

/// Everybody, by short name.
pub type People = BTreeMap<String, Person>;

/// Reads `story/people.txt`.
pub fn all() -> People {
    let lines = include_str!("story/people.txt").lines();
    lines.filter(|line| !line.starts_with('#') && !line.trim().is_empty()).map(person).collect()
}

fn person(line: &str) -> (String, Person) {
    let columns: Vec<&str> = line.splitn(6, '|').map(str::trim).collect();
    let [key, name, address, software, ip, signature] = columns[..] else {
        unreachable!("six columns are expected: {line}");
    };
    let person = Person {
        name: name.to_owned(),
        address: address.to_owned(),
        software: Software::named(software),
        ip: ip.to_owned(),
        signature: signature.split(" / ").filter(|line| !line.is_empty()).map(str::to_owned).collect(),
    };
    (key.to_owned(), person)
}
