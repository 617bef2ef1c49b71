//! Attached pages (HTML, SVG): those that ask for a password, those whose script makes something else of them, those that act at all.

use memchr::memmem;

use super::{Severity, Suspicion};
use crate::message::mail::{Active, File};
use crate::triage::file_texts::FileTexts;

/// More of a page is not looked at: what a script does stands at its beginning or its end.
const LOOKED_AT: usize = 1 << 20;

/// What an attached page does; its text has the scripts in it.
pub fn suspicion(texts: &FileTexts<'_>, file: &File) -> Option<Suspicion> {
    if file.active.is_empty() || !matches!(file.real.as_str(), "text/html" | "image/svg+xml") {
        return None;
    }
    let has = |active: Active| file.active.contains(&active);
    if has(Active::PasswordField) {
        return Some(Suspicion::of("file.page-credentials", Severity::High));
    }
    if has(Active::Script) && texts.of_file(file).is_some_and(|(_, text)| makes_something(text)) {
        return Some(Suspicion::of("file.page-smuggling", Severity::High));
    }
    let severity = if has(Active::Redirect) { Severity::Medium } else { Severity::Low };
    Some(Suspicion::of("file.page-active", severity))
}

/// What unwraps something that was wrapped to hide it.
const UNWRAPS: [&str; 5] = ["atob(", "unescape(", "fromCharCode", "decodeURIComponent(", "charCodeAt"];
/// What puts it to use.
const USES: [&str; 8] = [
    "document.write",
    "eval(",
    "innerHTML",
    "location.href",
    "location.replace",
    "window.location",
    "location.assign",
    "new Function(",
];
/// What makes a file of it.
const MAKES: [&str; 3] = ["createObjectURL", "msSaveOrOpenBlob", "msSaveBlob"];
/// What holds a file openly.
const HOLDS: [&str; 3] = ["data:application/octet-stream;base64", "data:application/zip;base64", "data:application/x-"];

/// Whether a script makes a file or a page out of what it holds.
fn makes_something(text: &str) -> bool {
    let half = LOOKED_AT / 2;
    let (start, end) = match text.len() > LOOKED_AT {
        true => (&text.as_bytes()[..half], &text.as_bytes()[text.len() - half..]),
        false => (text.as_bytes(), &[][..]),
    };
    let has = |words: &[&str]| {
        words
            .iter()
            .any(|word| memmem::find(start, word.as_bytes()).is_some() || memmem::find(end, word.as_bytes()).is_some())
    };
    has(&UNWRAPS) && (has(&USES) || has(&MAKES)) || has(&MAKES) && has(&["Blob("]) || has(&HOLDS)
}
