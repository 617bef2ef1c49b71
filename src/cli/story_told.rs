//! What happened and what to do now, for somebody tired: a line for each step of the intrusion with its first messages, then the fiche's
//! actions in the order of their priority.

use super::session::Session;
use super::table::shorten;
use super::triage_told::minute;
use crate::lang::Value;
use crate::text::one_line;
use crate::triage::story::{Step, Story, StoryMessage, Todo};

/// Messages of a step that are shown; `story.json` names more.
const SHOWN: usize = 3;

/// The story, or nothing where nothing speaks for an intrusion.
pub fn story(session: &Session, story: &Story) -> String {
    if !story.intrusion && story.todo.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    if story.intrusion {
        out.push_str(&format!("\n{}\n", session.text("story-head", &[])));
        story.steps.iter().for_each(|told| out.push_str(&step(session, told)));
    }
    if !story.todo.is_empty() {
        out.push_str(&format!("\n{}\n", session.text("story-todo", &[])));
        story.todo.iter().for_each(|told| out.push_str(&todo(session, told)));
    }
    out
}

fn step(session: &Session, step: &Step) -> String {
    if let Some(missing) = &step.missing {
        return format!("  —                 {} — {}\n", session.said(&step.title), session.said(missing));
    }
    let mut out = format!("  {}  {}", minute(&step.first), session.said(&step.title));
    if step.count > 1 {
        let variables = [("count", Value::Shown(step.count)), ("last", minute(&step.last).into())];
        out.push_str(&format!(" ({})", session.text("story-several", &variables)));
    }
    out.push('\n');
    let shown = step.messages.iter().take(SHOWN);
    shown.for_each(|told| out.push_str(&message(session, told)));
    out
}

fn message(session: &Session, message: &StoryMessage) -> String {
    let width = session.width().map_or(usize::MAX, |width| width.saturating_sub(34).max(30));
    let own = message.rule.starts_with("attacker.") && !message.to.is_empty();
    let who = if own { &message.to } else { &message.from };
    let about = if message.about.is_empty() { String::new() } else { format!(" [{}]", message.about) };
    let told = if message.subject.is_empty() { message.rule.clone() } else { message.subject.clone() };
    format!("      {}  {}\n", message.sha256.short(), shorten(&format!("{told}{about} — {who}"), width))
}

fn todo(session: &Session, todo: &Todo) -> String {
    format!("  {}  {:<4}  {}\n", todo.priority, todo.action, one_line(session.said(&todo.text)))
}
