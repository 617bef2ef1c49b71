//! Files that are not what they look like: by two endings, by writing turned round, by blanks, or because their bytes are something else.

use super::endings::ENDINGS;
use super::{FileName, Severity, Suspicion};
use crate::message::mail::File;

/// Turns the direction of what follows it (Unicode bidirectional overrides and embeddings).
const TURNS: [char; 4] = ['\u{202e}', '\u{202d}', '\u{202b}', '\u{2067}'];
/// So many blanks push an ending out of sight.
const PUSHED: &str = "        ";

/// `runs` says that the real ending is one of a file that runs.
pub fn suspicion(file: &File, name: &FileName<'_>, runs: bool) -> Option<Suspicion> {
    if runs && (is_turned(name) || name.base.contains(PUSHED) || ENDINGS.is_decoy(&name.ending_before())) {
        return Some(Suspicion::of("file.disguised", Severity::High));
    }
    let severity = mismatch(&file.real, &name.ending(), &file.declared)?;
    Some(Suspicion::of("file.type-mismatch", severity))
}

fn is_turned(name: &FileName<'_>) -> bool {
    name.base.contains(TURNS)
}

/// Types of bytes that run.
const RUNNING: [&str; 8] = [
    "application/vnd.microsoft.portable-executable",
    "application/x-executable",
    "application/x-mach-binary",
    "application/java",
    "application/x-ms-shortcut",
    "application/vnd.ms-htmlhelp",
    "application/vnd.debian.binary-package",
    "application/x-llvm",
];
/// Formats that pictures and PDF are never mistaken for, by programs or by people.
const HOLDING: [&str; 8] = [
    "text/html",
    "image/svg+xml",
    "application/zip",
    "application/vnd.rar",
    "application/x-7z-compressed",
    "application/x-iso9660-image",
    "application/onenote",
    "application/x-ole-storage",
];

/// How suspicious it is that a file of this ending, or declared so where it has none, is really that.
fn mismatch(real: &str, ending: &str, declared: &str) -> Option<Severity> {
    let shown = match ending {
        "" => declared,
        _ => ending,
    };
    let looks_read = ENDINGS.is_decoy(ending) || shown.starts_with("image/") || shown == "application/pdf";
    if RUNNING.contains(&real) && looks_read {
        return Some(Severity::High);
    }
    // Spreadsheets are often exported as HTML, and documents renamed between the formats of one program.
    let closed = matches!(shown, "pdf" | "jpg" | "jpeg" | "png" | "gif" | "tif" | "tiff" | "application/pdf");
    (closed && HOLDING.contains(&real)).then_some(match real {
        "text/html" => Severity::High,
        _ => Severity::Medium,
    })
}
