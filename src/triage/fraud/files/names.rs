//! What a file is by its name, and whether its bytes say the same.

use super::{base, ending};
use crate::message::mail::File;

/// Programs, and scripts that a double click runs.
const PROGRAMS: &[&str] = &[
    "exe",
    "scr",
    "com",
    "pif",
    "bat",
    "cmd",
    "ps1",
    "vbs",
    "vbe",
    "js",
    "jse",
    "wsf",
    "wsh",
    "hta",
    "msi",
    "msix",
    "jar",
    "cpl",
    "reg",
    "chm",
    "appx",
    "apk",
    "application",
    "dll",
    "xll",
    "iqy",
    "slk",
    "settingcontent-ms",
    "library-ms",
    "search-ms",
    "command",
    "dmg",
    "pkg",
    "scpt",
    "url",
    "website",
    "rdp",
];
/// What Windows opens like a folder or a document, and that keeps no mark of where it came from.
const IMAGES: &[&str] = &["iso", "img", "vhd", "vhdx", "udf", "lnk", "one", "onepkg", "wim"];
/// Office documents that may run macros.
const MACROS: &[&str] = &["docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppam", "ppsm", "mht"];
/// What people believe to be harmless.
const HARMLESS: &[&str] = &[
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "csv", "jpg", "jpeg", "png", "gif", "mp3", "mp4", "wav",
    "odt", "rtf", "eml",
];

/// The signals of one file.
pub fn signals(file: &File) -> Vec<&'static str> {
    let mut found = Vec::new();
    let (name, end) = (base(&file.name), ending(&file.name));
    let end = end.as_str();
    let program = matches!(
        file.real.as_str(),
        "application/vnd.microsoft.portable-executable"
            | "application/x-msdownload"
            | "application/x-executable"
            | "application/x-mach-binary"
    );
    if PROGRAMS.contains(&end) || program {
        found.push("attachment.program");
    }
    if IMAGES.contains(&end) {
        found.push("attachment.disk-image");
    }
    if MACROS.contains(&end) || name.eq_ignore_ascii_case("vbaProject.bin") {
        found.push("attachment.macros");
    }
    if name.contains(['\u{202e}', '\u{202d}', '\u{2066}', '\u{2067}']) || is_double(name, end) {
        found.push("attachment.false-name");
    }
    if is_other(end, &file.real) {
        found.push("attachment.other-type");
    }
    found
}

/// `facture.pdf.exe`, `facture.pdf          .html`
fn is_double(name: &str, end: &str) -> bool {
    let risky = PROGRAMS.contains(&end)
        || IMAGES.contains(&end)
        || ["html", "htm", "shtml", "svg", "zip", "rar"].contains(&end);
    let stem = name
        .trim_end()
        .strip_suffix(end)
        .or_else(|| name.get(..name.len().saturating_sub(end.len())))
        .unwrap_or_default();
    let inner = stem.trim_end_matches('.').trim_end().rsplit_once('.').map(|(_, inner)| inner.to_lowercase());
    risky && inner.is_some_and(|inner| HARMLESS.contains(&inner.as_str()) && inner != "eml")
}

/// Bytes of a kind that its ending denies: a page called `.pdf`, a program called `.doc`.
fn is_other(end: &str, real: &str) -> bool {
    let html = real == "text/html";
    match end {
        "pdf" => {
            !real.is_empty()
                && real != "application/pdf"
                && (html || real.contains("zip") || real.contains("executable"))
        }
        "doc" | "docx" | "xls" | "xlsx" | "ppt" | "pptx" => real.contains("executable") || real == "application/pdf",
        "jpg" | "jpeg" | "png" | "gif" => {
            html || real.contains("zip") || real.contains("executable") || real == "application/pdf"
        }
        "txt" | "csv" => real.contains("executable") || real.contains("zip"),
        _ => false,
    }
}
