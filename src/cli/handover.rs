//! `scelle handover CASE --to CERT.asc`: one encrypted file with the archive, its companions, the triage and the letter.

use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::ValueEnum;
use serde_json::json;

use super::exit::Exit;
use super::keys::{self, PassphraseArgs};
use super::progress::Stage;
use super::session::Session;
use super::{files, record, summary, verify};
use crate::custody::archive::SealedArchive;
use crate::custody::beside::{folder_of, journal_path, told_digest};
use crate::custody::facts::NOT_GIVEN;
use crate::custody::handover::HandoverError;
use crate::custody::handover::pack::{Outgoing, Signer};
use crate::custody::handover::send::{Sent, send};
use crate::custody::handover::transfer::Recipient;
use crate::custody::journal::{Action, Journal};
use crate::custody::proofs::check::Trusted;
use crate::custody::verify::{Verdict, proofs_of};
use crate::digest::Sha256;
use crate::lang::Value;
use crate::trust::openpgp::{Fingerprint, sign_detached};

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "CASE")]
    archive: PathBuf,
    #[arg(long, value_name = "CERT.asc", required = true)]
    to: Vec<PathBuf>,
    #[arg(long, value_name = "HEX")]
    fingerprint: Vec<Fingerprint>,
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    sender: Option<String>,
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,
    #[arg(long, value_name = "TEXT")]
    authority: Option<String>,
    #[arg(long, value_name = "DIR")]
    triage: Option<PathBuf>,
    #[arg(long, value_enum, value_name = "WHAT")]
    without: Vec<Part>,
    #[arg(long)]
    redact_secrets: bool,
    #[arg(long, value_name = "KEY.asc")]
    sign: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    #[arg(long)]
    json: bool,
}

/// What can stay at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Triage,
}

/// Verifies, packs, encrypts, and says what was made.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let (archive, open) = files::open(session, &args.archive)?;
    let journal = journal_path(&archive);
    let standing = Journal::open(&journal)?.0;
    let clock = record::clock(args.zone.as_deref(), Some(&standing))?;
    let now = clock.now().instant();
    let recipients = keys::recipients(session, &args.to, now)?;
    keys::confirm(session, &recipients, &args.fingerprint)?;
    let key = args.sign.as_deref().map(|path| keys::signing_key(session, path, &args.passphrase)).transpose()?;
    let verdict = examine(session, &archive, &standing, now)?;
    let Some(seal) = verdict.seal.filter(|_| verdict.discrepancies.is_empty()) else {
        return refuse(session, &archive, &verdict);
    };
    let triage = triage_folder(session, &args, &archive)?;
    let withheld = withheld(&args, triage.is_some());
    let signer = key.as_ref().map(|key| {
        move |bytes: &[u8]| {
            let signed = sign_detached(key, bytes, now, &mut rand::rngs::OsRng);
            signed.map(String::into_bytes).map_err(std::io::Error::other)
        }
    });
    let named: Vec<Recipient> = recipients
        .iter()
        .map(|one| Recipient { fingerprint: one.certificate.to_string(), user_ids: one.user_ids.clone() })
        .collect();
    let proofs: Vec<String> = verdict.proofs.iter().map(|proof| proof.in_words()).collect();
    let actor = record::actor();
    let stage = Stage::start(session, "stage-handover", std::fs::metadata(&archive)?.len());
    let plan = Outgoing {
        archive: &archive,
        case: &case_id(&open),
        number: next_number(&standing),
        sender: args.sender.as_deref().unwrap_or(&actor),
        actor: &actor,
        recipients: &named,
        purpose: args.purpose.as_deref().unwrap_or(NOT_GIVEN),
        authority: args.authority.as_deref().unwrap_or(NOT_GIVEN),
        seal,
        proofs: &proofs,
        triage: triage.as_deref(),
        redact_secrets: args.redact_secrets,
        withheld: &withheld,
        signer: signer.as_ref().map(|signer| signer as &Signer<'_>),
        clock: &clock,
        progress: &|bytes| stage.advance(bytes),
    };
    let folder = args.output.clone().unwrap_or_else(|| folder_of(&archive).to_owned());
    std::fs::create_dir_all(&folder).with_context(|| files::path_text(&folder))?;
    let sent = send(&plan, &folder, &recipients, &mut rand::rngs::OsRng);
    stage.end();
    if let Err(HandoverError::Altered { .. }) = &sent {
        let verdict = verify::check(session, &archive, None)?;
        if !verdict.discrepancies.is_empty() {
            return refuse(session, &archive, &verdict);
        }
    }
    let sent = sent.map_err(|error| note_failure(session, &archive, error))?;
    let text = if args.json { told_json(&sent)? } else { told(session, &sent) };
    session.print(&text)?;
    Ok(Exit::Success)
}

/// An archive that is not intact does not leave: what is wrong is told and noted.
fn refuse(session: &Session, archive: &Path, verdict: &Verdict) -> anyhow::Result<Exit> {
    verify::note(session, archive, verdict);
    session.print(&summary::verdict(session, verdict))?;
    session.warn(&session.text("handover-not-intact", &[]));
    Ok(Exit::Refuted)
}

/// Where the journal holds the digest that the hash file tells of, packing compares the whole file with that: its content need not be
/// verified apart. Elsewhere all of it is.
fn examine(session: &Session, archive: &Path, journal: &Journal, now: DateTime<Utc>) -> anyhow::Result<Verdict> {
    let digest = told_digest(archive).ok().filter(|word| word.parse::<Sha256>().is_ok());
    let made = [Action::Seal, Action::Timestamp, Action::Sign];
    let mut notes =
        journal.entries().iter().filter(|entry| made.contains(&entry.action)).filter_map(|entry| entry.note.as_ref());
    if digest.is_some_and(|digest| notes.any(|note| note.contains(&digest))) {
        let trusted = Trusted { now, ..Trusted::default() };
        return proofs_of(archive, &trusted).with_context(|| files::path_text(archive));
    }
    let verdict = verify::check(session, archive, None)?;
    if verdict.discrepancies.is_empty() {
        verify::note(session, archive, &verdict);
    }
    Ok(verdict)
}

/// The id of the case as the archive tells it; the bag's folder where it does not.
fn case_id(archive: &SealedArchive) -> String {
    archive.case_id().unwrap_or_else(|| archive.bag().to_owned())
}

/// The folder that `scelle run` wrote beside the archive, or the one given.
fn triage_folder(session: &Session, args: &Args, archive: &Path) -> anyhow::Result<Option<PathBuf>> {
    if args.without.contains(&Part::Triage) {
        return Ok(None);
    }
    let folder = args.triage.clone().unwrap_or_else(|| folder_of(archive).join("triage"));
    match (folder.is_dir(), &args.triage) {
        (true, _) => Ok(Some(folder)),
        (false, None) => Ok(None),
        (false, Some(_)) => Err(session.error("handover-no-triage", &[("folder", files::shown(&folder))])),
    }
}

fn withheld(args: &Args, with_triage: bool) -> Vec<String> {
    let triage = args.without.contains(&Part::Triage).then(|| "triage".to_owned());
    let secrets = (with_triage && args.redact_secrets).then(|| "secrets in the triage (not in the mails)".to_owned());
    triage.into_iter().chain(secrets).collect()
}

/// One more than the transfers that the journal tells of.
fn next_number(journal: &Journal) -> u32 {
    let transfers = journal.entries().iter().filter(|entry| entry.action == Action::Transfer).count();
    u32::try_from(transfers).unwrap_or(u32::MAX).saturating_add(1)
}

/// A transfer that the journal may have noted and that came to nothing.
fn note_failure(session: &Session, archive: &Path, error: HandoverError) -> anyhow::Error {
    let error = match error {
        HandoverError::OpenPgp(error) => keys::said(session, &error),
        error => anyhow::Error::new(error),
    };
    record::note(
        session,
        archive,
        Action::Note,
        None,
        format!("the hand-over failed: {}", session.in_one_line(&error)),
    );
    error
}

fn told(session: &Session, sent: &Sent) -> String {
    let transfer = &sent.transfer;
    let names: Vec<String> = transfer.recipients.iter().map(|one| one.user_ids.join(", ")).collect();
    let variables = [
        ("package", files::shown(&sent.package)),
        ("size", Value::Bytes(sent.listed.size)),
        ("sha256", sent.listed.sha256.to_string().into()),
        ("letter", files::shown(&sent.letter)),
        ("files", Value::Shown(transfer.files.len() as u64)),
        ("recipients", crate::text::one_line(&names.join(", ")).into_owned().into()),
        ("entries", Value::Shown(transfer.journal.entries)),
        ("head", transfer.journal.head.to_string().into()),
    ];
    let mut text = session.text("handover-done", &variables) + "\n";
    if transfer.withheld.iter().any(|part| part.starts_with("secrets")) {
        text += &(session.text("handover-redacted", &[]) + "\n");
    }
    text
}

fn told_json(sent: &Sent) -> anyhow::Result<String> {
    let told = json!({
        "package": sent.package.display().to_string(),
        "size": sent.listed.size,
        "sha256": sent.listed.sha256,
        "letter": sent.letter.display().to_string(),
        "transfer": sent.transfer,
    });
    Ok(serde_json::to_string_pretty(&told)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfers_are_counted() {
        assert_eq!(next_number(&Journal::empty()), 1);
    }
}
