//! `scelle seal SOURCE... -o ARCHIVE.zip`: from an export to a sealed archive.

use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::facts::FactsArgs;
use super::progress::Stage;
use super::prove::ProofArgs;
use super::session::Session;
use super::{summary, surroundings};
use crate::custody::acquire::Options;
use crate::custody::seal::{SealPlan, Sealed, refuse_inside, seal};
use crate::evidence::source;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    sources: SourceArgs,

    #[arg(long, short, value_name = "ARCHIVE.zip")]
    output: PathBuf,

    #[command(flatten)]
    proofs: ProofArgs,

    #[command(flatten)]
    facts: FactsArgs,
}

/// What to seal, and how it is stored.
#[derive(Debug, clap::Args)]
pub struct SourceArgs {
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    #[arg(long)]
    store: bool,
    #[arg(long)]
    sha512: bool,
    #[arg(long)]
    reread: bool,
    #[arg(long)]
    json: bool,
}

impl SourceArgs {
    /// Whether the result is for a machine.
    pub fn json(&self) -> bool {
        self.json
    }

    /// Refuses a folder that is or would be inside a source.
    pub fn refuse_inside(&self, folder: &Path) -> anyhow::Result<()> {
        Ok(refuse_inside(folder, &self.sources)?)
    }
}

/// Seals and says what was sealed.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let json = args.sources.json;
    let proofs = args.proofs.ready(session)?;
    let mut sealed = seal_sources(session, args.sources, args.facts, &args.output)?;
    let proven = proofs.prove(session, &mut sealed)?;
    let text = if json { summary::sealed_json(&sealed)? } else { summary::sealed(session, &sealed) };
    session.print(&text)?;
    Ok(if proven { exit_of(&sealed) } else { Exit::Incomplete })
}

/// How a run that sealed this ends.
pub fn exit_of(sealed: &Sealed) -> Exit {
    if sealed.counts.lost() > 0 { Exit::Incomplete } else { Exit::Success }
}

/// Seals, with a bar.
pub fn seal_sources(session: &Session, sources: SourceArgs, facts: FactsArgs, target: &Path) -> anyhow::Result<Sealed> {
    let called = target.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let survey = source::survey(&sources.sources)?;
    let (facts, case_id, clock) = facts.resolve(session, &called)?;
    let surroundings = surroundings::look(session);
    let stage = Stage::start(session, "stage-seal", survey.bytes());
    let options = Options { store: sources.store, sha512: sources.sha512, reread: sources.reread };
    let sealed = seal(&SealPlan {
        survey: &survey,
        facts: &facts,
        case_id: &case_id,
        surroundings: &surroundings,
        target,
        options,
        clock: &clock,
        progress: &|bytes| stage.advance(bytes),
    });
    stage.end();
    Ok(sealed?)
}
