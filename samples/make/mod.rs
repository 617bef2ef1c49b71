//! The generator of `samples/`: one invented mailbox, told once (`story/*.txt`), written in every export format, with
//! the list of what was planted where (`truth.json`).
//!
//! Everything is fixed: texts, dates, a small seeded generator for identifiers. No clock, no disk, no network.

mod attach;
mod bank;
mod headers;
mod layouts;
mod letter;
mod mailbox;
mod mboxes;
mod mime;
mod people;
mod picture;
mod rng;
mod rules;
mod series;
mod story;
mod tree;
mod trees;
mod truth;
mod words;
mod zipfile;

pub use tree::Tree;

/// The whole of `samples/` (except this program and the README), in memory.
pub fn samples() -> Tree {
    let people = people::all();
    let mut letters = story::letters(&people);
    letters.extend(series::letters(&people));
    let mailbox = mailbox::Mailbox::build(letters);

    let mut tree = Tree::default();
    layouts::write_all(&mailbox, &mut tree);
    let truth = truth::describe(&mailbox, &tree);
    tree.add("truth.json", truth.into_bytes());
    tree
}
