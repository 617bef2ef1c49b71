//! Rules tried out on their own examples: each must find something in every one of its examples and nothing in its counter-examples. A text
//! that begins with a header field is a whole message; any other is the body of one from a colleague.

use super::detectors::Detector;
use super::feed::Item;
use super::judge::Judge;
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
        let judged = judge.judge(&item(example));
        let found = judged.findings.iter().any(|finding| finding.rule == rule.id);
        (found != wanted).then(|| Failure { rule: rule.id.clone(), wanted, example: example.clone() })
    };
    let examples = rule.examples.iter().filter_map(|example| wrong(example, true));
    examples.chain(rule.counter_examples.iter().filter_map(|example| wrong(example, false))).collect()
}

fn item(example: &str) -> Item {
    let raw = if begins_with_a_field(example) { example.to_owned() } else { wrapped(example) };
    let bytes = raw.into_bytes();
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

fn begins_with_a_field(example: &str) -> bool {
    ["From: ", "Subject: ", "Received: ", "Content-Type: "].iter().any(|field| example.starts_with(field))
}

fn wrapped(body: &str) -> String {
    format!(
        "From: Camille <camille@societe.example>\nTo: Dominique <dominique@societe.example>\nSubject: Dossier\n\
         Date: Tue, 10 Mar 2026 09:12:00 +0100\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
         Content-Transfer-Encoding: 8bit\n\n{body}\n"
    )
}
