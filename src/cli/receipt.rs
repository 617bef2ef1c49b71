//! `scelle log receipt FILE`: the receiver's receipt in the sender's journal; and what pins a journal, for `scelle log verify`.

use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::session::Session;
use super::{files, keys, record};
use crate::custody::handover::pins::{Pin, PinKind, beside};
use crate::custody::handover::receipt::{self, Noted, Receipt};
use crate::custody::journal::Journal;
use crate::digest::Sha256;
use crate::lang::Value;
use crate::text::one_line;
use crate::trust::openpgp::{Certificate, DetachedSignatures};

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "FILE", display_order = 1)]
    receipt: PathBuf,
    #[arg(value_name = "CASE", display_order = 2)]
    pub journal: PathBuf,
    #[arg(long, value_name = "CERT.asc")]
    signer: Vec<PathBuf>,
}

/// Adds the receipt to the journal at `journal`.
pub fn run(session: &Session, args: &Args, journal: &Path) -> anyhow::Result<Exit> {
    let json = keys::read(&args.receipt)?;
    let unreadable = |why: String| {
        session.error(
            "receipt-unreadable",
            &[("path", files::shown(&args.receipt)), ("why", one_line(&why).into_owned().into())],
        )
    };
    let receipt = Receipt::read(&json).map_err(unreadable)?;
    let signers = keys::certificates(&args.signer)?;
    let signature = crate::custody::handover::signature_path(&args.receipt);
    let now = record::clock(None, Some(&Journal::open(journal)?.0))?.now();
    let signed = signed_by(&json, signature.is_file().then_some(signature.as_path()), &signers, now.instant())?;
    if let Signed::Wrong(word) = &signed {
        let told = [("path", files::shown(&signature)), ("word", word.as_str().into())];
        session.warn(&session.text("signature-wrong", &told));
        return Ok(Exit::Refuted);
    }
    let noted = receipt::note(&receipt, Sha256::of(&json), journal, &now, &record::actor())?;
    let (key, head) = match noted {
        Noted::SameHead(head) => ("receipt-same-head", head),
        Noted::OwnEntry(head) => ("receipt-own-entry", head),
        Noted::Already(head) => ("receipt-already", head),
        Noted::OtherCase => {
            return Err(session.error("receipt-other-case", &[("path", files::shown(&args.receipt))]));
        }
    };
    let told = [
        ("receiver", one_line(&receipt.receiver).into_owned().into()),
        ("verdict", one_line(&receipt.verdict).into_owned().into()),
        ("entries", Value::Shown(head.entries)),
        ("head", head.head.to_string().into()),
    ];
    session.print(&format!("{}\n{}\n", session.text(key, &told), signed.text(session)))?;
    Ok(if receipt.verdict == "intact" { Exit::Success } else { Exit::Refuted })
}

/// What is known of a signature over a file.
enum Signed {
    No,
    Unknown,
    By(String),
    Wrong(String),
}

impl Signed {
    fn text(&self, session: &Session) -> String {
        match self {
            Signed::No => session.text("pin-unsigned", &[]),
            Signed::Unknown => session.text("pin-signer-unknown", &[]),
            Signed::By(fingerprint) => session.text("pin-signed", &[("fingerprint", fingerprint.as_str().into())]),
            Signed::Wrong(word) => session.text("pin-signature-wrong", &[("word", word.as_str().into())]),
        }
    }
}

fn signed_by(
    bytes: &[u8],
    signature: Option<&Path>,
    signers: &[Certificate],
    now: chrono::DateTime<chrono::Utc>,
) -> anyhow::Result<Signed> {
    let Some(signature) = signature else { return Ok(Signed::No) };
    let signatures = DetachedSignatures::read(&keys::read(signature)?);
    let reports = match signatures.and_then(|signatures| signatures.verify(bytes, signers, now)) {
        Ok(reports) => reports,
        // What is no signature vouches for nothing, and somebody put it there.
        Err(error) => return Ok(Signed::Wrong(error.word().to_owned())),
    };
    if let Some(wrong) = reports.iter().find(|report| report.verdict.is_wrong()) {
        return Ok(Signed::Wrong(wrong.verdict.word().to_owned()));
    }
    let good = reports.iter().find_map(|report| match &report.verdict {
        crate::trust::openpgp::Verdict::Good { certificate, .. } => Some(certificate.grouped()),
        _ => None,
    });
    Ok(good.map_or(Signed::Unknown, Signed::By))
}

/// Tells what pins a journal, the sealed head first; false where the journal does not agree with all of it.
pub fn tell_pins(
    session: &Session,
    path: &Path,
    journal: &Journal,
    sealed: Option<Pin>,
    signers: &[PathBuf],
    lines: &mut Vec<String>,
) -> anyhow::Result<bool> {
    let signers = keys::certificates(signers)?;
    let now = record::clock(None, Some(journal))?.now().instant();
    let pins: Vec<Pin> = sealed.into_iter().chain(beside(path)).collect();
    let (mut sound, mut pinned) = (true, 0);
    for pin in &pins {
        let signed = match pin.kind {
            PinKind::Seal => None,
            _ => Some(signed_by(&keys::read(&pin.path)?, pin.signature.as_deref(), &signers, now)?),
        };
        let head = pin.agrees(journal);
        pinned = pinned.max(head.map_or(0, |head| head.entries));
        sound &= head.is_some() && !matches!(signed, Some(Signed::Wrong(_)));
        let told = [
            ("count", Value::Count(head.unwrap_or(pin.head).entries)),
            ("path", files::shown(Path::new(pin.path.file_name().unwrap_or_default()))),
        ];
        let key = match (head.is_some(), pin.kind) {
            (false, _) if pin.is_not_noted(journal) => "pin-not-noted",
            (false, _) => "pin-contradicts",
            (true, PinKind::Seal) => "pin-seal",
            (true, PinKind::Transfer) => "pin-transfer",
            (true, PinKind::Receipt) => "pin-receipt",
        };
        lines.push(session.text(key, &told));
        lines.extend(signed.map(|signed| format!("  {}", signed.text(session))));
    }
    if pinned < journal.len() {
        lines.push(session.text("pin-rest", &[("count", Value::Count(journal.len() - pinned))]));
    }
    Ok(sound)
}
