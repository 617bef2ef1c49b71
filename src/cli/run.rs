//! `scelle run SOURCE... --case DIR`: everything, in the order of an incident: seal, verify, triage, say what to do next.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use super::exit::Exit;
use super::facts::FactsArgs;
use super::prove::ProofArgs;
use super::seal::{SourceArgs, exit_of, seal_sources};
use super::session::Session;
use super::triage::{self, Done, RuleArgs};
use super::{summary, triage_told, verify};
use crate::custody::layout::bag_name;
use crate::custody::seal::Sealed;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    sources: SourceArgs,

    #[arg(long, value_name = "DIR")]
    case: PathBuf,

    #[arg(long)]
    no_triage: bool,

    #[command(flatten)]
    rules: RuleArgs,

    #[command(flatten)]
    proofs: ProofArgs,

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
    let proofs = args.proofs.ready(session)?;
    let mut sealed = seal_sources(session, args.sources, args.facts.called(case_id), &target)?;
    let proven = proofs.prove(session, &mut sealed)?;
    let verdict = verify::check_with(session, &sealed.archive, Some(sealed.seal), &proofs.trusted()?)?;
    verify::note(session, &sealed.archive, &verdict);
    let sound = verdict.discrepancies.is_empty();
    // What is not as it was sealed is not worth looking at.
    let triaged = match sound && !args.no_triage {
        true => Some(triage::triage_case(session, &sealed.archive, &args.case, &args.rules)?),
        false => None,
    };
    let text = match json {
        true => told_json(&sealed, triaged.as_ref())?,
        false => {
            let triaged = triaged.map(|done| triage_told::summary(session, &done) + "\n").unwrap_or_default();
            let (sealed_text, verdict) = (summary::sealed(session, &sealed), summary::verdict(session, &verdict));
            format!("{sealed_text}\n{verdict}\n{triaged}{}", summary::next(session, &sealed))
        }
    };
    session.print(&text)?;
    Ok(match (sound, proven) {
        (false, _) => Exit::Refuted,
        (true, false) => Exit::Incomplete,
        (true, true) => exit_of(&sealed),
    })
}

/// One object: what was sealed, and what the triage came to under `triage`.
fn told_json(sealed: &Sealed, triaged: Option<&Done>) -> anyhow::Result<String> {
    let mut told: serde_json::Value = serde_json::from_str(&summary::sealed_json(sealed)?)?;
    if let (Some(done), Some(object)) = (triaged, told.as_object_mut()) {
        object.insert("triage".to_owned(), serde_json::from_str(&triage_told::json(done)?)?);
    }
    Ok(serde_json::to_string_pretty(&told)? + "\n")
}
