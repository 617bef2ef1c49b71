//! What proofs come to, for a person: when, by whom, and whether somebody trusted stands behind it.

use super::session::Session;
use crate::custody::proofs::check::{Proof, Says, openpgp_says, shown};
use crate::lang::Value;
use crate::text::one_line;
use crate::trust::openpgp::SignatureReport;

/// A line or two on each proof of an archive.
pub fn proofs(session: &Session, proofs: &[Proof]) -> String {
    proofs.iter().map(|proof| one(session, &proof.entry, &proof.says, proof.trusted) + "\n").collect()
}

/// A signature over something else than an archive.
pub fn openpgp(session: &Session, report: &SignatureReport) -> String {
    let (says, trusted) = openpgp_says(report);
    one(session, "transfer.json", &says, trusted)
}

/// One proof.
pub fn one(session: &Session, entry: &str, says: &Says, trusted: bool) -> String {
    let safe = |text: &str| Value::from(one_line(text).into_owned());
    let time = |time: &Option<chrono::DateTime<chrono::Utc>>| {
        time.map_or_else(|| session.text("proof-no-time", &[]), |time| shown(&time)).into()
    };
    let (key, known) = match says {
        Says::TimeStamp { time, accuracy, authority, policy } => {
            let accuracy = accuracy.as_ref().map(|accuracy| format!(" (± {accuracy})")).unwrap_or_default();
            let known = vec![
                ("time", Value::from(shown(time) + &accuracy)),
                ("authority", safe(authority)),
                ("policy", safe(policy)),
            ];
            (if trusted { "proof-token" } else { "proof-token-unvouched" }, known)
        }
        Says::OpenPgpSignature { verdict, fingerprint, time: made } => {
            let known =
                vec![("fingerprint", safe(&grouped(fingerprint))), ("time", time(made)), ("word", safe(verdict))];
            (if trusted { "proof-openpgp" } else { "proof-openpgp-unknown" }, known)
        }
        Says::CmsSignature { signer, fingerprint, time: made } => {
            let known =
                vec![("signer", safe(signer)), ("fingerprint", fingerprint.to_string().into()), ("time", time(made))];
            (if trusted { "proof-cms" } else { "proof-cms-unvouched" }, known)
        }
    };
    let variables: Vec<(&str, Value)> = known.into_iter().chain([("entry", safe(entry))]).collect();
    session.text(key, &variables)
}

fn grouped(fingerprint: &str) -> String {
    fingerprint
        .parse()
        .map_or_else(|_| fingerprint.to_owned(), |print: crate::trust::openpgp::Fingerprint| print.grouped())
}
