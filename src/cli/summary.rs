//! What is said at the end: the seal in groups and as a QR code, the reconciliation, the verdict, what to do next.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::{Value as Json, json};

use super::proofs_told;
use super::session::Session;
use crate::custody::proofs::disclose::MESSAGE;
use crate::custody::proofs::simple::SimpleVerdict;
use crate::custody::seal::Sealed;
use crate::custody::verify::Verdict;
use crate::digest::Sha256;
use crate::evidence::defect::DefectKind;
use crate::lang::Value;
use crate::text;

/// What was sealed, for a person.
pub fn sealed(session: &Session, sealed: &Sealed) -> String {
    let counts = &sealed.counts;
    let name = sealed.archive.display().to_string();
    let mut out = String::new();
    let head = [
        ("archive", text::one_line(&name).into_owned().into()),
        ("size", Value::Bytes(sealed.archive_size)),
        ("files", Value::Shown(counts.files)),
        ("bytes", Value::Bytes(counts.bytes)),
        ("messages", Value::Shown(counts.total.messages)),
    ];
    line(&mut out, &session.text("sealed-head", &head));
    out.push('\n');
    out.push_str(&reconciliation(session, sealed));
    out.push_str(&defects(session, sealed));
    line(&mut out, &session.text("sealed-seal", &[]));
    out.push('\n');
    let grouped = sealed.seal.grouped();
    for row in grouped.as_bytes().chunks(40) {
        let _ = writeln!(out, "    {}", String::from_utf8_lossy(row).trim_end());
    }
    if session.is_terminal() {
        out.push_str(&qr(&sealed.seal));
    }
    out.push('\n');
    line(&mut out, &session.text("sealed-file-hash", &[("sha256", sealed.archive_sha256.to_string().into())]));
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// Folder by folder: candidates = messages + rejected.
fn reconciliation(session: &Session, sealed: &Sealed) -> String {
    let catalogue = &session.catalogue;
    let heads =
        ["column-folder", "column-role", "column-candidates", "column-messages", "column-rejected", "column-defective"];
    let mut rows = vec![heads.map(|key| session.text(key, &[]))];
    for ((folder, role), count) in &sealed.counts.folders {
        let tally = count.tally;
        let folder = text::cut(&text::one_line(folder), 44).into_owned();
        let role = session.text(role_key(role.as_str()), &[]);
        let numbers =
            [tally.candidates, tally.messages, tally.rejected, tally.defective].map(|count| catalogue.count(count));
        rows.push([folder, role].into_iter().chain(numbers).collect::<Vec<_>>().try_into().unwrap_or_default());
    }
    let total = sealed.counts.total;
    let numbers =
        [total.candidates, total.messages, total.rejected, total.defective].map(|count| catalogue.count(count));
    let label = [session.text("row-total", &[]), String::new()];
    rows.push(label.into_iter().chain(numbers).collect::<Vec<_>>().try_into().unwrap_or_default());
    let balance = if total.balances() { "reconciled" } else { "not-reconciled" };
    format!("{}\n{}\n\n", table(&rows), session.text(balance, &[]))
}

fn table(rows: &[[String; 6]]) -> String {
    use unicode_width::UnicodeWidthStr;
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..6).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut cells = Vec::new();
        for (column, cell) in row.iter().enumerate() {
            let blanks = " ".repeat(widths[column].saturating_sub(cell.width()));
            cells.push(if column < 2 { format!("{cell}{blanks}") } else { format!("{blanks}{cell}") });
        }
        line(&mut out, &format!("  {}", cells.join("  ")));
    }
    out
}

/// The catalogue key of a role.
pub fn role_key(role: &str) -> &'static str {
    match role {
        "inbox" => "role-inbox",
        "sent" => "role-sent",
        "deleted" => "role-deleted",
        "drafts" => "role-drafts",
        "junk" => "role-junk",
        "quarantine" => "role-quarantine",
        "outbox" => "role-outbox",
        "templates" => "role-templates",
        "archive" => "role-archive",
        "hiding" => "role-hiding",
        _ => "role-other",
    }
}

fn defects(session: &Session, sealed: &Sealed) -> String {
    let counts = &sealed.counts;
    let mut out = String::new();
    for (kind, count) in &counts.defects {
        let what = session.text(defect_key(*kind), &[]);
        let mark = if kind.is_loss() { "!" } else { "-" };
        let _ = writeln!(out, "  {mark} {what}: {} ({kind})", session.catalogue.count(*count));
    }
    if counts.defects.contains_key(&DefectKind::NotRead) {
        line(&mut out, &session.text("not-read-how", &[]));
    }
    match out.is_empty() {
        true => out,
        false => format!("{}\n{out}\n", session.text("defects-head", &[])),
    }
}

fn defect_key(kind: DefectKind) -> &'static str {
    match kind {
        DefectKind::Unreadable => "defect-unreadable",
        DefectKind::Symlink => "defect-symlink",
        DefectKind::Special => "defect-special",
        DefectKind::Loop => "defect-loop",
        DefectKind::ChangedWhileRead => "defect-changed-while-read",
        DefectKind::RejectedBoundary => "defect-rejected-boundary",
        DefectKind::BytesBeforeFirstPostmark => "defect-bytes-before-first-postmark",
        DefectKind::NoMessage => "defect-no-message",
        DefectKind::EmptyMessage => "defect-empty-message",
        DefectKind::NoHeader => "defect-no-header",
        DefectKind::NoBlankLine => "defect-no-blank-line",
        DefectKind::HeaderTooLong => "defect-header-too-long",
        DefectKind::ByteOrderMark => "defect-byte-order-mark",
        DefectKind::NulBytes => "defect-nul-bytes",
        DefectKind::LengthBeyondFile => "defect-length-beyond-file",
        DefectKind::Derived => "defect-derived",
        DefectKind::NotRead => "defect-not-read",
        DefectKind::PathNotUtf8 => "defect-path-not-utf8",
    }
}

/// The seal as a QR code, dark on light whatever the terminal's colours, two modules a character.
fn qr(seal: &Sha256) -> String {
    let Ok(code) = QrCode::encode_text(&seal.to_string().to_uppercase(), QrCodeEcc::Medium) else {
        return String::new();
    };
    let quiet = 3;
    let dark = |x: i32, y: i32| code.get_module(x, y);
    let mut out = String::from("\n");
    for y in (-quiet..code.size() + quiet).step_by(2) {
        out.push_str("    \x1b[30;107m");
        for x in -quiet..code.size() + quiet {
            out.push(match (dark(x, y), dark(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        out.push_str("\x1b[0m\n");
    }
    out
}

/// Whether somebody whom the reader trusts stands behind the seal.
pub fn is_vouched_for(verdict: &Verdict) -> bool {
    verdict.proofs.iter().any(|proof| proof.trusted && proof.over.starts_with("META-INF/"))
}

/// The verdict in words.
pub fn verdict(session: &Session, verdict: &Verdict) -> String {
    let found = verdict.discrepancies.len() as u64 + verdict.more;
    let key = match (found, verdict.seal_was_given) {
        (0, true) => "verdict-intact-sealed",
        (0, false) if is_vouched_for(verdict) => "verdict-intact-vouched",
        (0, false) => "verdict-intact",
        _ if verdict.content_is_intact() => "verdict-proof-wrong",
        _ => "verdict-altered",
    };
    let seal = verdict.seal.map(|seal| seal.grouped()).unwrap_or_else(|| session.text("no-seal", &[]));
    let mut out = String::new();
    let variables = [
        ("entries", Value::Shown(verdict.entries)),
        ("messages", Value::Shown(verdict.messages)),
        ("found", Value::Count(found)),
        ("seal", seal.into()),
    ];
    line(&mut out, &session.text(key, &variables));
    for discrepancy in verdict.discrepancies.iter().take(100) {
        let entry = if discrepancy.entry.is_empty() { String::new() } else { format!(" {}", discrepancy.entry) };
        let shown = format!("  {}:{entry}: {}", discrepancy.kind, discrepancy.detail);
        line(&mut out, &text::one_line(&shown));
    }
    if found > 100 {
        line(&mut out, &session.text("verdict-more", &[("count", Value::Shown(found - 100))]));
    }
    out.push_str(&proofs_told::proofs(session, &verdict.proofs));
    let companion = match verdict.companion {
        Some(entries) => session.text("verdict-companion", &[("entries", Value::Shown(entries))]),
        None => session.text("verdict-no-companion", &[]),
    };
    line(&mut out, &companion);
    out
}

/// What a container of one object comes to.
pub fn simple(session: &Session, verdict: &SimpleVerdict) -> String {
    let object = text::one_line(&verdict.object).into_owned();
    let sha256 = verdict.sha256.map(|digest| digest.to_string()).unwrap_or_default();
    let told = [("object", object.into()), ("sha256", sha256.into())];
    let key = match (verdict.discrepancies.is_empty(), verdict.object == MESSAGE) {
        (true, true) => "simple-message",
        (true, false) => "simple-seal",
        (false, _) => "simple-wrong",
    };
    let mut out = String::new();
    line(&mut out, &session.text(key, &told));
    for found in &verdict.discrepancies {
        line(&mut out, &text::one_line(&format!("  {}: {}: {}", found.kind, found.entry, found.detail)));
    }
    out + &proofs_told::proofs(session, &verdict.proofs)
}

/// The same for a machine.
pub fn simple_json(verdict: &SimpleVerdict) -> serde_json::Result<String> {
    let told = json!({
        "verdict": match (verdict.discrepancies.is_empty(), verdict.proofs.iter().any(|proof| proof.trusted)) {
            (true, true) => "intact-vouched",
            (true, false) => "intact-unvouched",
            (false, _) => "proof-wrong",
        },
        "object": verdict.object,
        "sha256": verdict.sha256,
        "proofs": verdict.proofs,
        "discrepancies": verdict.discrepancies,
    });
    Ok(serde_json::to_string_pretty(&told)? + "\n")
}

/// What to do after a run.
pub fn next(session: &Session, sealed: &Sealed) -> String {
    let archive = text::one_line(&sealed.archive.display().to_string()).into_owned();
    let hash = text::one_line(&crate::custody::beside::hash_path(&sealed.archive).display().to_string()).into_owned();
    let journal = text::one_line(&sealed.journal.display().to_string()).into_owned();
    session.text("next", &[("archive", archive.into()), ("hash", hash.into()), ("journal", journal.into())]) + "\n"
}

/// What was sealed, for a machine.
pub fn sealed_json(sealed: &Sealed) -> serde_json::Result<String> {
    let counts = &sealed.counts;
    let tally = |tally: crate::evidence::tally::Tally| json!({ "candidates": tally.candidates, "messages": tally.messages, "rejected": tally.rejected, "defective": tally.defective });
    let folders: Vec<Json> = counts
        .folders
        .iter()
        .map(|((folder, role), count)| {
            json!({ "folder": folder, "role": role.as_str(), "files": count.files, "counts": tally(count.tally) })
        })
        .collect();
    let defects: serde_json::Map<String, Json> =
        counts.defects.iter().map(|(kind, count)| (kind.as_str().to_owned(), json!(count))).collect();
    let told = json!({
        "archive": sealed.archive.display().to_string(),
        "archive_size": sealed.archive_size,
        "archive_sha256": sealed.archive_sha256,
        "seal": sealed.seal,
        "journal": sealed.journal.display().to_string(),
        "files": counts.files,
        "bytes": counts.bytes,
        "counts": tally(counts.total),
        "not_stored": counts.lost(),
        "folders": folders,
        "defects": defects,
    });
    Ok(serde_json::to_string_pretty(&told)? + "\n")
}

/// The verdict for a machine.
pub fn verdict_json(verdict: &Verdict) -> serde_json::Result<String> {
    let intact = verdict.discrepancies.is_empty();
    let word = match (intact, verdict.seal_was_given) {
        (true, true) => "intact-seal-matches",
        (true, false) if is_vouched_for(verdict) => "intact-vouched",
        (true, false) => "intact-unvouched",
        (false, _) if verdict.content_is_intact() => "proof-wrong",
        (false, _) => "altered",
    };
    let told = json!({
        "verdict": word,
        "seal": verdict.seal,
        "seal_compared": verdict.seal_was_given,
        "entries": verdict.entries,
        "messages": verdict.messages,
        "discrepancies": verdict.discrepancies,
        "more_discrepancies": verdict.more,
        "proofs": verdict.proofs,
        "journal_entries": verdict.companion,
    });
    Ok(serde_json::to_string_pretty(&told)? + "\n")
}
