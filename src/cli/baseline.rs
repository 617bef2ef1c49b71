//! `scelle baseline SOURCE...`: what is usual in a mailbox: whose it is, how its owner writes, with whom.

use std::path::PathBuf;

use super::exit::Exit;
use super::progress::Stage;
use super::session::Session;
use super::table::{aligned, pairs, shorten};
use super::triage::{OwnerArgs, each_feed, open, size, warn_of};
use crate::report::baseline::{Learner, Record, record};
use crate::text::{escape_json, one_line};
use crate::triage::baseline::{Counted, Seen};
use crate::triage::judge::Judge;
use crate::triage::rulebook::Rulebook;
use crate::triage::traits::clock;

/// Correspondents that are shown; `--json` tells all.
const SHOWN: usize = 20;
/// Values of one habit that are shown.
const VALUES: usize = 6;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    #[command(flatten)]
    owner: OwnerArgs,
    #[arg(long)]
    json: bool,
}

/// Learns and says what was learned.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let materials = open(session, &args.sources)?;
    let book = Rulebook::default();
    let judge = Judge { book: &book, detectors: &[], reveal: false };
    let mut learner = Learner::new()?;
    let stage = Stage::start(session, "stage-baseline", materials.iter().map(size).sum());
    let lost = each_feed(&materials, judge, &mut learner, &stage)?;
    stage.end();
    warn_of(session, &lost);
    let told = args.owner.told();
    let baseline = learner.learned(&told.owner, &told.internal)?;
    let text = match args.json {
        true => escape_json(&serde_json::to_string_pretty(&record(&baseline, usize::MAX))?).into_owned() + "\n",
        false => summary(session, &record(&baseline, SHOWN)),
    };
    session.print(&text)?;
    Ok(if lost.is_empty() { Exit::Success } else { Exit::Incomplete })
}

fn summary(session: &Session, told: &Record<'_>) -> String {
    let Record { owner, messages, habits, .. } = told;
    let hours =
        (0..24).filter(|&hour| habits.hours[hour] > 0).map(|hour| format!("{hour:02} h: {}", habits.hours[hour]));
    let zones = values(&habits.zones, |zone| clock(*zone));
    let rows = [
        ("baseline-owner", owner.addresses.join(", ")),
        ("baseline-names", owner.names.iter().cloned().collect::<Vec<_>>().join(", ")),
        ("baseline-domains", owner.domains.iter().cloned().collect::<Vec<_>>().join(", ")),
        ("baseline-messages", format!("{} ({})", session.catalogue.count(messages.count.into()), span(*messages))),
        (
            "baseline-own",
            format!("{} ({})", session.catalogue.count(habits.messages.count.into()), span(habits.messages)),
        ),
        (
            "baseline-software",
            values(&habits.software, |value| if value.is_empty() { "-".to_owned() } else { value.clone() }),
        ),
        ("baseline-networks", values(&habits.networks, String::clone)),
        ("baseline-zones", zones),
        ("baseline-hours", hours.collect::<Vec<_>>().join(", ")),
        ("baseline-languages", values(&habits.languages, String::clone)),
        ("baseline-accounts", values(&habits.accounts, String::clone)),
    ];
    let rows = rows.map(|(key, value)| (session.text(key, &[]), one_line(&value).into_owned()));
    format!("{}\n{}\n{}", pairs(&rows, ""), session.text("baseline-correspondents", &[]), correspondents(session, told))
}

fn correspondents(session: &Session, told: &Record<'_>) -> String {
    let heads =
        ["column-address", "column-first", "column-last", "baseline-accounts", "column-heard", "column-written"];
    let mut cells = vec![heads.map(|key| session.text(key, &[]))];
    for row in &told.correspondents {
        let accounts = row.accounts.map(|accounts| values(accounts, String::clone)).unwrap_or_default();
        let first = [row.heard.first, row.written.first].into_iter().flatten().min();
        let last = row.heard.last.max(row.written.last);
        let counts = [row.heard.count, row.written.count].map(|count| session.catalogue.count(count.into()));
        let [heard, written] = counts;
        cells.push([shorten(row.email, 44), day(first), day(last), shorten(&accounts, 60), heard, written]);
    }
    aligned(&cells, 4)
}

/// The values seen most, with how often.
fn values<T: PartialEq, const MOST: usize>(counted: &Counted<T, MOST>, show: impl Fn(&T) -> String) -> String {
    let mut all: Vec<(&T, Seen)> = counted.iter().collect();
    all.sort_by_key(|(_, seen)| std::cmp::Reverse(seen.count));
    let shown = all.iter().take(VALUES).map(|(value, seen)| format!("{} × {}", show(value), seen.count));
    let more = if all.len() > VALUES { ", …" } else { "" };
    shown.collect::<Vec<_>>().join(", ") + more
}

fn span(seen: Seen) -> String {
    format!("{} – {}", day(seen.first), day(seen.last))
}

fn day(at: Option<i64>) -> String {
    let date = at.and_then(|at| chrono::DateTime::from_timestamp(at, 0));
    date.map(|date| date.format("%Y-%m-%d").to_string()).unwrap_or_else(|| "?".to_owned())
}
