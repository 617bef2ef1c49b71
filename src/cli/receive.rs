//! `scelle receive FILE --key KEY.asc`: decrypt, unpack, verify everything, write the receipt.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::exit::Exit;
use super::keys::{self, PassphraseArgs};
use super::progress::Stage;
use super::session::Session;
use super::{facts, files, record, verify};
use crate::custody::clock::Clock;
use crate::custody::discrepancy::Discrepancy;
use crate::custody::handover::accept::{Accepted, Incoming, accept};
use crate::custody::handover::receipt::{self, Receipt, Received};
use crate::custody::handover::transfer::Transfer;
use crate::custody::handover::unpack::journal_of;
use crate::custody::handover::{self, HandoverError};
use crate::custody::journal::JournalError;
use crate::lang::Value;
use crate::text::one_line;
use crate::trust::openpgp::{LockedKey, SecretKey, sign_detached};

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "FILE")]
    package: PathBuf,
    #[arg(long, value_name = "KEY.asc", required = true)]
    key: Vec<PathBuf>,
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
    #[arg(long, value_name = "CERT.asc")]
    signer: Vec<PathBuf>,
    #[arg(long, value_name = "NAME")]
    receiver: Option<String>,
    #[arg(long, value_name = "KEY.asc")]
    sign: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    #[arg(long)]
    json: bool,
}

/// Receives and says what was received.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let clock = facts::clock(args.zone.as_deref())?;
    let mut secret_keys = Vec::new();
    for path in &args.key {
        secret_keys.extend(keys::secret_keys(path)?);
    }
    let signers = keys::certificates(&args.signer)?;
    // What was received once is not received again, so a key that cannot sign the receipt is told before.
    let signing = args.sign.as_deref().map(|key| keys::signing_key(session, key, &args.passphrase)).transpose()?;
    let accepted = open(session, &args, &secret_keys, &signers, &clock)?;
    let Some(transfer) = accepted.transfer.as_ref().filter(|transfer| is_there(&accepted, transfer)) else {
        return refuted(session, &accepted.discrepancies);
    };
    let (archive_sha256, seal, discrepancies) = examine(session, &accepted, transfer)?;
    let receiver = args.receiver.clone().unwrap_or_else(record::actor);
    let received = Received {
        transfer,
        package: accepted.package.clone(),
        archive_sha256,
        seal,
        discrepancies: &discrepancies,
        receiver: &receiver,
    };
    let receipt = match receipt::acknowledge(&received, &journal_of(transfer, &accepted.folder), &clock.now()) {
        Ok(receipt) => receipt,
        Err(JournalError::Broken { .. }) if !discrepancies.is_empty() => return refuted(session, &discrepancies),
        Err(error) => return Err(error.into()),
    };
    let path = receipt::path_beside(&accepted.folder.join(&transfer.archive.name), transfer.number);
    write(session, &path, &receipt, signing.as_ref(), &clock)?;
    let text = match args.json {
        true => told_json(&accepted, &receipt, &path)?,
        false => told(session, &accepted, transfer, &discrepancies, &path),
    };
    session.print(&text)?;
    Ok(if discrepancies.is_empty() { Exit::Success } else { Exit::Refuted })
}

/// Whether the archive and its journal came at all.
fn is_there(accepted: &Accepted, transfer: &Transfer) -> bool {
    let archive = accepted.folder.join(&transfer.archive.name);
    archive.is_file() && journal_of(transfer, &accepted.folder).is_file()
}

/// What came cannot be acknowledged: what is wrong with it.
fn refuted(session: &Session, discrepancies: &[Discrepancy]) -> anyhow::Result<Exit> {
    session.print(&faults(discrepancies))?;
    Ok(Exit::Refuted)
}

/// Writes the receipt, and its signature where there is a key.
fn write(
    session: &Session,
    path: &Path,
    receipt: &Receipt,
    key: Option<&SecretKey>,
    clock: &Clock,
) -> anyhow::Result<()> {
    let json = receipt.to_json();
    let signed = key.map(|key| sign_detached(key, &json[..], clock.now().instant(), &mut rand::rngs::OsRng));
    let signature = signed.transpose().map_err(|error| keys::said(session, &error))?;
    handover::write_beside(path, &json)?;
    if let Some(signature) = signature {
        handover::write_beside(&handover::signature_path(path), signature.as_bytes())?;
    }
    Ok(())
}

fn open(
    session: &Session,
    args: &Args,
    secret_keys: &[SecretKey],
    signers: &[crate::trust::openpgp::Certificate],
    clock: &Clock,
) -> anyhow::Result<Accepted> {
    let stage = Stage::start(session, "stage-receive", std::fs::metadata(&args.package).map_or(0, |file| file.len()));
    let incoming = Incoming {
        package: &args.package,
        keys: secret_keys,
        signers,
        now: clock.now().instant(),
        progress: &|bytes| stage.advance(bytes),
    };
    let mut failure = None;
    let mut passphrase = |locked: &LockedKey| {
        let what = if locked.user_id.is_empty() { locked.key.to_string() } else { locked.user_id.clone() };
        args.passphrase.passphrase(session, &what).map_err(|error| failure = Some(error)).ok()
    };
    let accepted = accept(&incoming, &mut passphrase, &args.output);
    stage.end();
    accepted.map_err(|error| match (failure, error) {
        (Some(failure), _) => failure,
        (None, HandoverError::OpenPgp(error)) => keys::said(session, &error),
        (None, error) => anyhow::Error::new(error),
    })
}

/// Verifies the archive in the package against the seal in the letter.
fn examine(
    session: &Session,
    accepted: &Accepted,
    transfer: &Transfer,
) -> anyhow::Result<(crate::digest::Sha256, Option<crate::digest::Sha256>, Vec<Discrepancy>)> {
    let archive = accepted.folder.join(&transfer.archive.name);
    let verdict = verify::check(session, &archive, Some(transfer.seal))?;
    let discrepancies: Vec<Discrepancy> = accepted.discrepancies.iter().cloned().chain(verdict.discrepancies).collect();
    Ok((accepted.archive_sha256(&transfer.archive.name), verdict.seal, discrepancies))
}

fn faults(discrepancies: &[Discrepancy]) -> String {
    let told =
        |found: &Discrepancy| format!("  {} {}: {}\n", found.kind, one_line(&found.entry), one_line(&found.detail));
    discrepancies.iter().take(100).map(told).collect()
}

fn told(
    session: &Session,
    accepted: &Accepted,
    transfer: &Transfer,
    discrepancies: &[Discrepancy],
    receipt: &Path,
) -> String {
    let shown = |text: &str| Value::from(one_line(text).into_owned());
    let variables = [
        ("case", shown(&transfer.case)),
        ("sender", shown(&transfer.sender)),
        ("when", shown(&transfer.local)),
        ("purpose", shown(&transfer.purpose)),
        ("folder", files::shown(&accepted.folder)),
        ("seal", transfer.seal.grouped().into()),
        ("found", Value::Shown(discrepancies.len() as u64)),
        ("receipt", files::shown(receipt)),
    ];
    let key = if discrepancies.is_empty() { "received-intact" } else { "received-altered" };
    let mut text = session.text(key, &variables) + "\n" + &faults(discrepancies);
    for report in &accepted.signatures {
        text += &(super::proofs_told::openpgp(session, report) + "\n");
    }
    if accepted.signatures.is_empty() {
        text += &(session.text("received-unsigned", &[]) + "\n");
    }
    text + &session.text("received-next", &variables) + "\n"
}

fn told_json(accepted: &Accepted, receipt: &Receipt, path: &Path) -> anyhow::Result<String> {
    let told = json!({
        "folder": accepted.folder.display().to_string(),
        "transfer": accepted.transfer,
        "signatures": accepted.signatures.iter().map(|report| report.verdict.word()).collect::<Vec<_>>(),
        "receipt": receipt,
        "receipt_file": path.display().to_string(),
    });
    Ok(serde_json::to_string_pretty(&told)? + "\n")
}
