//! `scelle run SOURCE... --case DIR`: everything, in the order of an incident: seal, verify, say what to do next.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use super::exit::Exit;
use super::facts::FactsArgs;
use super::seal::{SourceArgs, exit_of, seal_sources};
use super::session::Session;
use super::{summary, verify};
use crate::custody::layout::bag_name;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    sources: SourceArgs,

    #[arg(long, value_name = "DIR")]
    case: PathBuf,

    #[command(flatten)]
    facts: FactsArgs,
}

/// Runs all stages.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let json = args.sources.json();
    args.sources.refuse_inside(&args.case)?;
    fs::create_dir_all(&args.case).with_context(|| format!("cannot make the case folder {}", args.case.display()))?;
    let real = fs::canonicalize(&args.case).with_context(|| format!("cannot open {}", args.case.display()))?;
    let called = real.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let case_id = args.facts.case_id().unwrap_or(called);
    let target = args.case.join(format!("{}.zip", bag_name(&case_id)));
    let sealed = seal_sources(session, args.sources, args.facts.called(case_id), &target)?;
    let verdict = verify::check(session, &sealed.archive, Some(sealed.seal))?;
    verify::note(session, &sealed.archive, &verdict);
    let sound = verdict.discrepancies.is_empty();
    let text = match json {
        true => summary::sealed_json(&sealed)?,
        false => format!(
            "{}\n{}\n{}",
            summary::sealed(session, &sealed),
            summary::verdict(session, &verdict),
            summary::next(session, &sealed)
        ),
    };
    session.print(&text)?;
    Ok(if sound { exit_of(&sealed) } else { Exit::Refuted })
}
