//! `custody/acquisition.json`: who took what, when, with what, and what that does not prove. FORMAT.md section 4.

use std::collections::BTreeMap;

use serde::Serialize;

use super::clock::{Clock, Moment};
use super::facts::{CaseFacts, Surroundings, said};
use super::journal::Journal;
use super::ledger::Ledger;
use crate::digest::Sha256;

/// What an archive cannot tell a court, said inside it.
pub const DOES_NOT_PROVE_FR: [&str; 6] = [
    "que l'export est complet : seuls les fichiers remis à scelle sont préservés, et ce qui avait été effacé avant l'export n'y est pas",
    "que les messages sont authentiques : les en-têtes et les corps ont pu être écrits par n'importe qui avant l'export",
    "qui a écrit ou envoyé un message : un compte n'est pas une personne",
    "que l'horloge de cette machine était juste : sans jeton d'horodatage, la date du scellé est une déclaration",
    "que personne n'a refait l'archive : une liste d'empreintes seule détecte l'accident, pas la falsification ; comparer le scellé à celui qui a été noté ailleurs",
    "que l'identité de l'opérateur, l'autorité et le demandeur sont exacts : ce sont des déclarations",
];
/// See [`DOES_NOT_PROVE_FR`].
pub const DOES_NOT_PROVE_EN: [&str; 6] = [
    "that the export is complete: only the files given to scelle are preserved, and what was deleted before the export is not there",
    "that the messages are authentic: anybody may have written headers and bodies before the export",
    "who wrote or sent a message: an account is not a person",
    "that this machine's clock was right: without a time-stamp token, the date of the seal is a statement",
    "that nobody made the archive again: a hash list alone detects accidents, not tampering; compare the seal with the one written down elsewhere",
    "that the operator's identity, the authority and the requester are right: they are statements",
];

/// The record, in the order of its fields.
#[derive(Debug, Serialize)]
pub struct Acquisition<'a> {
    format: &'static str,
    case: Case<'a>,
    time: Time,
    tool: Tool<'a>,
    machine: Machine<'a>,
    hash_algorithms: &'a [&'static str],
    sources: &'a [String],
    counts: Counts,
    defects: BTreeMap<&'static str, u64>,
    journal: Head,
    does_not_prove: DoesNotProve,
}

#[derive(Debug, Serialize)]
struct Case<'a> {
    id: &'a str,
    exhibit: &'a str,
    operator: Operator<'a>,
    authority: &'a str,
    requester: &'a str,
    mailbox_owner: &'a str,
    source_description: &'a str,
    export_tool: &'a str,
    scope: &'a str,
    exclusions: &'a [String],
}

#[derive(Debug, Serialize)]
struct Operator<'a> {
    name: &'a str,
    role: &'a str,
    organisation: &'a str,
}

#[derive(Debug, Serialize)]
struct Time {
    start_utc: String,
    start_local: String,
    end_utc: String,
    end_local: String,
    zone: String,
    clock: &'static str,
}

#[derive(Debug, Serialize)]
struct Tool<'a> {
    name: &'static str,
    version: &'static str,
    commit: &'a str,
    executable_sha256: &'a str,
    command_line: &'a [String],
}

#[derive(Debug, Serialize)]
struct Machine<'a> {
    host: &'a str,
    os: &'a str,
    user: &'a str,
}

#[derive(Debug, Serialize)]
struct Counts {
    files: u64,
    bytes: u64,
    candidates: u64,
    messages: u64,
    rejected: u64,
    defective: u64,
    not_stored: u64,
}

#[derive(Debug, Serialize)]
struct Head {
    entries: u64,
    head: Sha256,
}

#[derive(Debug, Serialize)]
struct DoesNotProve {
    fr: [&'static str; 6],
    en: [&'static str; 6],
}

/// What is needed to write the record.
pub struct Told<'a> {
    /// facts of the case
    pub facts: &'a CaseFacts,
    /// case id, known by now
    pub case_id: &'a str,
    /// facts of the machine
    pub surroundings: &'a Surroundings,
    /// the clock that was read
    pub clock: &'a Clock,
    /// when acquisition began
    pub start: Moment,
    /// when the last original was stored
    pub end: Moment,
    /// SOURCE arguments, escaped
    pub sources: &'a [String],
    /// counts
    pub ledger: &'a Ledger,
    /// the journal as sealed
    pub journal: &'a Journal,
    /// `SHA-256`, and `SHA-512` where asked for
    pub hash_algorithms: &'a [&'static str],
}

/// The record as JSON, indented, with a final line feed.
pub fn to_json(told: &Told<'_>) -> serde_json::Result<Vec<u8>> {
    let mut json = serde_json::to_vec_pretty(&record(told))?;
    json.push(b'\n');
    Ok(json)
}

fn record<'a>(told: &Told<'a>) -> Acquisition<'a> {
    let (facts, ledger) = (told.facts, told.ledger);
    let total = ledger.total;
    let lost = |kind: &&crate::evidence::defect::DefectKind| kind.is_loss();
    Acquisition {
        format: "scelle-acquisition-1",
        case: Case {
            id: told.case_id,
            exhibit: said(&facts.exhibit),
            operator: Operator {
                name: said(&facts.operator),
                role: said(&facts.operator_role),
                organisation: said(&facts.organisation),
            },
            authority: said(&facts.authority),
            requester: said(&facts.requester),
            mailbox_owner: said(&facts.mailbox_owner),
            source_description: said(&facts.source_description),
            export_tool: said(&facts.export_tool),
            scope: said(&facts.scope),
            exclusions: &facts.exclusions,
        },
        time: Time {
            start_utc: told.start.utc(),
            start_local: told.start.local(),
            end_utc: told.end.utc(),
            end_local: told.end.local(),
            zone: told.start.zone_name().to_owned(),
            clock: told.clock.describe(),
        },
        tool: Tool {
            name: "scelle",
            version: env!("CARGO_PKG_VERSION"),
            commit: &told.surroundings.commit,
            executable_sha256: &told.surroundings.executable_sha256,
            command_line: &told.surroundings.command_line,
        },
        machine: Machine { host: &told.surroundings.host, os: &told.surroundings.os, user: &told.surroundings.user },
        hash_algorithms: told.hash_algorithms,
        sources: told.sources,
        counts: Counts {
            files: ledger.files,
            bytes: ledger.bytes,
            candidates: total.candidates,
            messages: total.messages,
            rejected: total.rejected,
            defective: total.defective,
            not_stored: ledger.defect_counts.iter().filter(|(kind, _)| lost(kind)).map(|(_, count)| count).sum(),
        },
        defects: ledger.defect_counts.iter().map(|(kind, count)| (kind.as_str(), *count)).collect(),
        journal: Head { entries: told.journal.len(), head: told.journal.head() },
        does_not_prove: DoesNotProve { fr: DOES_NOT_PROVE_FR, en: DOES_NOT_PROVE_EN },
    }
}
