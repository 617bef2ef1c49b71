//! What happened, for somebody tired: the steps of an intrusion in order, each with its messages, a missing one said to be missing; then at
//! most ten things to do now, each tied to an action of the fiche and its priority. It is told from findings as they pass by.

mod step;
mod todo;

use serde::{Deserialize, Serialize};

pub use step::{Step, StoryMessage};
pub use todo::Todo;

use super::baseline::Owner;
use super::hindsight::reached::{Accesses, Contacts};
use super::notices::accounts::AccountTable;
use super::record::FindingRecord;
use super::rule::Both;

/// The data of the story.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    step: Vec<StepText>,
    todo: Vec<TodoText>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepText {
    id: String,
    title: Both,
    /// said where nothing was found; the step is left out where there is nothing to say
    #[serde(default)]
    missing: Option<Both>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct TodoText {
    id: String,
    action: String,
    priority: String,
    text: Both,
}

fn texts() -> Texts {
    toml::from_str(include_str!("../data/story.toml")).expect("because a test reads the same file")
}

/// `story.json`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Story {
    /// main address of the owner; empty where it is not known
    pub owner: String,
    /// whether anything speaks for an intruder: own mail that is not the owner's, a rule, or a sign-in that is not
    pub intrusion: bool,
    /// in the order in which they happen
    pub steps: Vec<Step>,
    /// by priority, at most ten
    pub todo: Vec<Todo>,
}

/// Tells the story while findings pass by.
#[derive(Debug, Default)]
pub struct Teller {
    steps: step::Steps,
    todo: todo::Notes,
}

impl Teller {
    /// Takes a finding that is told.
    pub fn see(&mut self, finding: &FindingRecord) {
        self.steps.see(finding);
        self.todo.see(finding);
    }

    /// After the last finding.
    pub fn tell(self, owner: &Owner, accounts: &AccountTable, contacts: &Contacts, accesses: &Accesses) -> Story {
        let texts = texts();
        let intrusion = self.steps.is_intrusion();
        let known = todo::Known { owner, accounts, contacts, accesses, intrusion };
        let todo = self.todo.tell(&texts.todo, &known);
        Story { owner: owner.main().to_owned(), intrusion, steps: self.steps.tell(&texts.step), todo }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_and_thing_to_do_is_told_in_both_languages() {
        let texts = texts();
        assert_eq!(texts.step.iter().map(|step| step.id.as_str()).collect::<Vec<_>>(), step::ORDER);
        let told = texts.todo.iter().map(|todo| &todo.text).chain(texts.step.iter().map(|step| &step.title));
        assert!(told.clone().all(|both| !both.fr.is_empty() && !both.en.is_empty()));
        assert_eq!(texts.todo.len(), 10);
        assert!(texts.todo.is_sorted_by_key(|todo| todo.priority.clone()));
    }
}
