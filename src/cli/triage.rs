//! `scelle triage SOURCE|ARCHIVE... --out DIR`: what matters in the messages, and why.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::exit::Exit;
use super::mailbox::{self, Mailbox};
use super::progress::Stage;
use super::session::Session;
use super::triage_told::{self, BroughtFile};
use super::{files, record};
use crate::custody::archive::SealedArchive;
use crate::custody::journal::Action;
use crate::custody::seal::refuse_inside;
use crate::digest::Sha256;
use crate::evidence::source::{self, Survey};
use crate::report::jsonl::{self, JsonLines, Told, Written};
use crate::text::one_line;
use crate::triage::detectors::{self, Brought};
use crate::triage::feed::{Feed, Lost};
use crate::triage::judge::Judge;
use crate::triage::patterns::gitleaks::{self, GitleaksRule};
use crate::triage::patterns::indicators::Indicators;
use crate::triage::rule::Rule;
use crate::triage::rulebook::Rulebook;
use crate::triage::run::{self, Teller};
use crate::triage::settings;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,

    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,

    #[command(flatten)]
    rules: RuleArgs,

    #[arg(long)]
    json: bool,
}

/// Which rules are used, and how what they find is told.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct RuleArgs {
    #[arg(long, value_name = "FILE")]
    rules: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    indicators: Vec<PathBuf>,
    #[arg(long)]
    reveal: bool,
    #[arg(long)]
    signals: bool,
    #[command(flatten)]
    owner: OwnerArgs,
}

/// Whose mailbox it is, where the mailbox does not tell.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct OwnerArgs {
    #[arg(long, value_name = "ADDRESS")]
    owner: Vec<String>,
    #[arg(long, value_name = "DOMAIN")]
    internal: Vec<String>,
}

impl OwnerArgs {
    /// As the report takes it.
    pub fn told(&self) -> Told {
        Told { owner: self.owner.clone(), internal: self.internal.clone(), signals: false }
    }
}

/// What a triage was done on.
pub enum Material {
    /// a sealed archive
    Archive(PathBuf, SealedArchive),
    /// files that are not sealed
    Export(Survey),
}

impl Material {
    fn feed(&self) -> Feed<'_> {
        match self {
            Material::Archive(_, archive) => Feed::Sealed(archive),
            Material::Export(survey) => Feed::Export(survey),
        }
    }
}

/// What a triage came to.
pub struct Done {
    /// the files and the numbers
    pub written: Written,
    /// what could not be read
    pub lost: Vec<Lost>,
    /// files of rules that the user gave
    pub user_rules: Vec<BroughtFile>,
    /// lists of indicators that the user gave
    pub indicators: Vec<BroughtFile>,
}

/// Triages and says what was found.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let materials = open(session, &args.sources)?;
    refuse_inside(&args.out, &args.sources)?;
    let done = triage(session, &materials, &args.out, &args.rules)?;
    let text = if args.json { triage_told::json(&done)? } else { triage_told::summary(session, &done) };
    session.print(&text)?;
    Ok(exit_of(&done))
}

/// How a run that did this ends.
fn exit_of(done: &Done) -> Exit {
    if done.lost.is_empty() { Exit::Success } else { Exit::Incomplete }
}

/// Archives one by one; all that is not sealed is one export.
pub fn open(session: &Session, sources: &[PathBuf]) -> anyhow::Result<Vec<Material>> {
    let mut materials = Vec::new();
    let (mut loose, mut alone) = (Vec::new(), None);
    for source in sources {
        match mailbox::open(session, source)? {
            Mailbox::Sealed(archive) => materials.push(Material::Archive(files::archive(session, source)?, archive)),
            Mailbox::Export(survey) => {
                loose.push(source.clone());
                alone = Some(survey);
            }
        }
    }
    match (loose.len(), alone) {
        (1, Some(survey)) => materials.push(Material::Export(survey)),
        (0, _) => {}
        _ => materials.push(Material::Export(source::survey(&loose)?)),
    }
    Ok(materials)
}

/// Triages into `out`, with a bar.
pub fn triage(session: &Session, materials: &[Material], out: &Path, rules: &RuleArgs) -> anyhow::Result<Done> {
    let mut book = Rulebook::built_in()?;
    let (user_rules, found) = user_rules(session, &rules.rules, &mut book)?;
    let (indicators, list) = indicators(session, &rules.indicators)?;
    let detectors = detectors::all(&book, Brought { rules: found, indicators: list })?;
    let judge = Judge { book: &book, detectors: &detectors, reveal: rules.reveal };
    let cannot = || format!("cannot write to {}", out.display());
    jsonl::begin(out).with_context(cannot)?;
    let mut teller =
        JsonLines::new(out, &book, Told { signals: rules.signals, ..rules.owner.told() }).with_context(cannot)?;
    let stage = Stage::start(session, "stage-triage", materials.iter().map(size).sum());
    let mut lost = each_feed(materials, judge, &mut teller, &stage)?;
    for material in materials {
        let mut take = |file| teller.settings(&file).map_err(anyhow::Error::from);
        lost.extend(settings::read(material.feed(), &mut take)?);
    }
    let written = teller.finish().with_context(cannot)?;
    stage.end();
    warn_of(session, &lost);
    let done = Done { written, lost, user_rules, indicators };
    done.written.summarize(&triage_told::record(&book, materials, &done)?).with_context(cannot)?;
    for material in materials {
        if let Material::Archive(path, _) = material {
            note(session, path, &done)?;
        }
    }
    Ok(done)
}

/// Judges the messages of all materials in turn; returns what cannot be read.
pub fn each_feed(
    materials: &[Material],
    judge: Judge<'_>,
    teller: &mut dyn Teller,
    stage: &Stage,
) -> anyhow::Result<Vec<Lost>> {
    let mut lost = Vec::new();
    for material in materials {
        lost.extend(run::triage(material.feed(), judge, teller, &|bytes| stage.advance(bytes))?);
    }
    Ok(lost)
}

/// Says what could not be read.
pub fn warn_of(session: &Session, lost: &[Lost]) {
    for lost in lost {
        let variables =
            [("path", one_line(&lost.file).into_owned().into()), ("why", one_line(&lost.why).into_owned().into())];
        session.warn(&session.text("list-not-read", &variables));
    }
}

/// Triages an archive into the folder `triage` of its case.
pub fn triage_case(session: &Session, archive: &Path, case: &Path, rules: &RuleArgs) -> anyhow::Result<Done> {
    let opened = SealedArchive::open(archive).map_err(|error| files::said(session, error))?;
    triage(session, &[Material::Archive(archive.to_owned(), opened)], &case.join("triage"), rules)
}

/// The rules of gitleaks files; they join the book.
fn user_rules(
    session: &Session,
    paths: &[PathBuf],
    book: &mut Rulebook,
) -> anyhow::Result<(Vec<BroughtFile>, Vec<GitleaksRule>)> {
    let (mut files, mut rules) = (Vec::new(), Vec::new());
    for path in paths {
        let (file, bytes) = brought(path)?;
        let text = String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))?;
        let loaded = gitleaks::load(&text).with_context(|| path.display().to_string())?;
        for rule in &loaded {
            // The book holds it for what it says; who looks for it is the detector of the user's rules.
            book.add(Rule { detector: "user-rules".to_owned(), ..rule.rule.clone() })?;
            for ignored in &rule.ignored {
                let variables = [("rule", rule.rule.id.as_str().into()), ("field", (*ignored).into())];
                session.warn(&session.text("rules-field-ignored", &variables));
            }
        }
        files.push(file);
        rules.extend(loaded);
    }
    Ok((files, rules))
}

/// Lists of indicators, as one.
fn indicators(session: &Session, paths: &[PathBuf]) -> anyhow::Result<(Vec<BroughtFile>, Option<Indicators>)> {
    let read: Vec<(BroughtFile, Vec<u8>)> = paths.iter().map(|path| brought(path)).collect::<anyhow::Result<_>>()?;
    if read.is_empty() {
        return Ok((Vec::new(), None));
    }
    let list = Indicators::load_all(read.iter().map(|(file, bytes)| (file.path.as_str(), bytes.as_slice())))?;
    for (file, line) in list.unread() {
        let variables = [("path", one_line(file).into_owned().into()), ("line", line.to_string().into())];
        session.warn(&session.text("indicator-not-read", &variables));
    }
    Ok((read.into_iter().map(|(file, _)| file).collect(), Some(list)))
}

fn brought(path: &Path) -> anyhow::Result<(BroughtFile, Vec<u8>)> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok((BroughtFile { path: path.display().to_string(), sha256: Sha256::of(&bytes) }, bytes))
}

/// Bytes to read.
pub fn size(material: &Material) -> u64 {
    match material {
        Material::Archive(path, _) => fs::metadata(path).map_or(0, |meta| meta.len()),
        Material::Export(survey) => survey.bytes(),
    }
}

/// Notes the triage in the journal beside the archive, with the digest of its summary.
fn note(session: &Session, archive: &Path, done: &Done) -> anyhow::Result<()> {
    let summary = fs::read(done.written.folder.join(jsonl::SUMMARY))?;
    let totals = &done.written.totals;
    let word = format!("{} messages, {} findings", totals.messages, totals.findings);
    record::note(session, archive, Action::Triage, Some(Sha256::of(&summary)), word);
    Ok(())
}
