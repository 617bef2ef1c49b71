//! `scelle rules list|show ID|check`: what a triage looks for, and whether every rule does what it says.

use super::exit::Exit;
use super::session::Session;
use super::table::{aligned, pairs};
use super::triage_told::severity_key;
use crate::lang::Value;
use crate::report::rules_page;
use crate::text::many_lines;
use crate::triage::detectors::{self, Brought};
use crate::triage::rule::Rule;
use crate::triage::rulebook::Rulebook;
use crate::triage::trial::{Failure, try_out};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(subcommand_required = true)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    List(ListArgs),
    Show(ShowArgs),
    Check,
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct ShowArgs {
    #[arg(value_name = "ID")]
    id: String,
}

/// Runs.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let book = Rulebook::built_in()?;
    match args.command {
        Command::List(ListArgs { markdown: true, .. }) => session.print(&rules_page::markdown(book.rules()))?,
        Command::List(ListArgs { json: true, .. }) => session.print(&json(&book)?)?,
        Command::List(_) => session.print(&list(session, &book))?,
        Command::Show(args) => {
            let Some(rule) = book.get(&args.id) else {
                return Err(session.error("rule-unknown", &[("id", args.id.into())]));
            };
            session.print(&show(session, rule))?;
        }
        Command::Check => return check(session, &book),
    }
    Ok(Exit::Success)
}

fn json(book: &Rulebook) -> anyhow::Result<String> {
    let lines: Result<Vec<String>, _> = book.rules().iter().map(serde_json::to_string).collect();
    Ok(lines?.into_iter().map(|line| line + "\n").collect())
}

fn list(session: &Session, book: &Rulebook) -> String {
    let mut cells = vec![["column-rule", "column-severity", "column-service"].map(|key| session.text(key, &[]))];
    for rule in book.rules() {
        let severity = session.text(severity_key(rule.severity), &[]);
        cells.push([rule.id.clone(), severity, rule.service.clone()]);
    }
    aligned(&cells, 3)
}

fn show(session: &Session, rule: &Rule) -> String {
    let reason = session.said(&rule.reason);
    let rows = [
        ("column-rule", rule.id.clone()),
        ("rule-kind", rule.kind.as_str().to_owned()),
        ("rule-action", rule.action.clone()),
        ("column-severity", session.text(severity_key(rule.severity), &[])),
        ("column-service", rule.service.clone()),
        ("rule-reason", reason.to_owned()),
        ("rule-detector", rule.detector.clone()),
        ("rule-keywords", rule.keywords.join(", ")),
        ("rule-regex", rule.regex.clone()),
        ("rule-check", rule.check.clone()),
    ];
    let told = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let rows: Vec<(String, String)> = told.map(|(key, value)| (session.text(key, &[]), value)).collect();
    let mut out = pairs(&rows, "");
    for (key, examples) in [("rule-examples", &rule.examples), ("rule-counter-examples", &rule.counter_examples)] {
        if !examples.is_empty() {
            out.push_str(&format!("\n{}\n", session.text(key, &[])));
            examples
                .iter()
                .for_each(|example| out.push_str(&format!("  {}\n", many_lines(example).replace('\n', "\n  "))));
        }
    }
    out
}

fn check(session: &Session, book: &Rulebook) -> anyhow::Result<Exit> {
    let failures = try_out(book, &detectors::all(book, Brought::default())?);
    for Failure { rule, wanted, example } in &failures {
        let key = if *wanted { "rule-misses" } else { "rule-fires" };
        session.print(&format!(
            "{}\n",
            session.text(key, &[("rule", rule.as_str().into()), ("example", many_lines(example).into())])
        ))?;
    }
    let tried = |count: fn(&Rule) -> usize| Value::Count(book.rules().iter().map(count).sum::<usize>() as u64);
    let variables = [
        ("rules", Value::Count(book.rules().len() as u64)),
        ("examples", tried(|rule| rule.examples.len())),
        ("counter", tried(|rule| rule.counter_examples.len())),
        ("failures", Value::Count(failures.len() as u64)),
    ];
    session.print(&format!("{}\n", session.text("rules-checked", &variables)))?;
    Ok(if failures.is_empty() { Exit::Success } else { Exit::Refuted })
}
