//! Rules tried out on their own examples: each must find something in every one of its examples and nothing in its counter-examples. An
//! example is the text of a message, or `From`, `To`, `Subject` fields, an empty line and a text; after an `Attached` field the text is that
//! of a file of this name.

use super::baseline::Votes;
use super::detectors::Detector;
use super::feed::Item;
use super::hindsight::Hindsight;
use super::judge::{Judge, Judged};
use super::record::FindingRecord;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::custody::archive::MessageRow;
use crate::digest::Sha256;
use crate::evidence::header;
use crate::evidence::reader::Message;
use crate::evidence::role::Role;
use crate::evidence::splitter::SplitRule;

/// An example that was not judged as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// the rule
    pub rule: String,
    /// whether something should have been found
    pub wanted: bool,
    /// the text
    pub example: String,
}

/// Tries out every rule of the book.
pub fn try_out(book: &Rulebook, detectors: &[Box<dyn Detector>]) -> Vec<Failure> {
    let judge = Judge { book, detectors, reveal: true };
    book.rules().iter().flat_map(|rule| try_rule(judge, rule)).collect()
}

fn try_rule(judge: Judge<'_>, rule: &Rule) -> Vec<Failure> {
    let wrong = |example: &String, wanted: bool| {
        let told = told(judge, example);
        // Where several formats fit one secret, the surest rule tells it: the example is then found too.
        let surer = |told: &FindingRecord| wanted && !rule.regex.is_empty() && told.kind == rule.kind;
        let tells = |told: &FindingRecord| told.rule == rule.id || told.other_rules.contains(&rule.id) || surer(told);
        let found = told.iter().any(tells);
        (found != wanted).then(|| Failure { rule: rule.id.clone(), wanted, example: example.clone() })
    };
    let examples = rule.examples.iter().filter_map(|example| wrong(example, true));
    examples.chain(rule.counter_examples.iter().filter_map(|example| wrong(example, false))).collect()
}

/// What both looks find in a mailbox of this one message.
fn told(judge: Judge<'_>, example: &str) -> Vec<FindingRecord> {
    let Judged { message, mut findings, traits, .. } = judge.judge(&item(example));
    let owner = Votes::default().owner(&["paul@atelier.example".to_owned()], &[]);
    let mut hindsight = Hindsight::of(owner, judge.book);
    hindsight.learn(&message, &traits, findings.clone());
    hindsight.look(&message, &traits, &mut findings);
    findings
}

fn item(example: &str) -> Item {
    let bytes = letter(example).into_bytes();
    let message = Message {
        offset: 0,
        length: bytes.len() as u64,
        sha256: Sha256::of(&bytes),
        split: SplitRule::WholeFile,
        folder: String::new(),
        role: Role::Inbox,
        flags: String::new(),
        headers: header::parse(&bytes).main(),
        attachments: 0,
        defects: Vec::new(),
    };
    Item { row: MessageRow::of(message, "example", String::new()), bytes, parts: Vec::new(), sealed: false }
}

/// The example as a message: fields that it does not give are those of a letter from a service nobody knows.
fn letter(example: &str) -> String {
    let names = FIELDS.iter().map(|(name, _)| *name).chain(MORE_FIELDS).chain([ATTACHED]);
    let is_field = |line: &str| names.clone().any(|name| line.starts_with(name));
    let given = example.split_once("\n\n").filter(|(head, _)| head.lines().all(is_field));
    let (head, body) = given.unwrap_or(("", example));
    let missing = FIELDS.iter().filter(|(name, _)| !head.lines().any(|line| line.starts_with(name)));
    let added: String = missing.map(|(name, value)| format!("{name}{value}\n")).collect();
    let given = if head.is_empty() { String::new() } else { format!("{head}\n") };
    let written = "Content-Type: text/plain; charset=utf-8\n\n";
    let text = match head.lines().find_map(|line| line.strip_prefix(ATTACHED)) {
        Some(file) => format!(
            "Content-Type: multipart/mixed; boundary=part\n\n--part\n{written}Bonjour, ci-joint.\n--part\n\
             Content-Type: application/octet-stream; name=\"{file}\"\nContent-Disposition: attachment\n\n{body}\n--part--\n"
        ),
        None => format!("{written}{body}\n"),
    };
    format!("{given}{added}MIME-Version: 1.0\n{text}")
}

const ATTACHED: &str = "Attached: ";

/// Other fields that an example may give.
const MORE_FIELDS: [&str; 4] = ["Return-Path: ", "Delivered-To: ", "X-Forwarded-To: ", "X-Forwarded-For: "];

const FIELDS: [(&str, &str); 4] = [
    ("From: ", "Service <service@client.example>"),
    ("To: ", "Paul Atelier <paul@atelier.example>"),
    ("Subject: ", ""),
    ("Date: ", "Tue, 10 Mar 2026 09:12:00 +0100"),
];
