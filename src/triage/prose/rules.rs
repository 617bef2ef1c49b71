//! Which rule of `data/prose.toml` a password falls under: a code, a wireless network, a file, anything else.

use std::sync::LazyLock;

use regex::Regex;

use super::code::is_code;
use super::judge::Judged;
use super::label::{Family, Label};
use super::pattern::pattern;
use super::window::Window;
use crate::triage::finding::Severity;

static WIFI: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\bwi-?fi\b|\bwpa[23]?\b|\bssid\b|\bhotspot\b|\bwlan\b|\bborne\b|\breseau (?:invite|guest)|\bwireless\b")
});
static FILE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bzip\b|\bpdf\b|\barchives?\b|\bpieces? jointes?\b|\bpj\b|\bfichiers?\b|\bdocuments?\b|\battach(?:ment|ed)s?\b|\b7z\b|\brar\b|\bexcel\b|\bxlsx?\b|\bdocx?\b|\bspreadsheet\b|\bfile\b|\bclasseur\b|\bdossier (?:zip|chiffre|compresse)",
    )
});

/// Whether a wireless network is spoken of.
pub(super) fn is_wireless(said: &str) -> bool {
    WIFI.is_match(said)
}

/// The rule's id and severity.
pub(super) fn rule(window: &Window, label: &Label, judged: &Judged) -> (&'static str, Severity) {
    let (start, end) = (label.range.start.min(judged.value.start), label.range.end.max(judged.value.end));
    // First the words between label and value, then those of its line, then what was said just before.
    let inner = window.text(label.range.start..judged.value.start.max(label.range.end));
    let line = window.text(window.line_start(start)..window.line_end(end));
    let earlier = window.text(start.saturating_sub(110)..start);
    let place = [inner, line, earlier].into_iter().find_map(|said| match () {
        () if WIFI.is_match(said) => Some(("secret.password.wifi", Severity::Medium)),
        () if FILE.is_match(said) => Some(("secret.password.file", Severity::Medium)),
        () => None,
    });
    let words = window.text(judged.value.clone()).split([' ', '-']).filter(|word| word.len() >= 3).count();
    match label.family {
        Family::Pin if is_code(window.text(judged.value.clone()).trim_end_matches(' ')) => {
            ("secret.pin", Severity::High)
        }
        Family::Wifi => ("secret.password.wifi", Severity::Medium),
        Family::Lock => place.unwrap_or(("secret.password.file", Severity::Medium)),
        Family::Passphrase if place.is_none() && words >= 3 => ("secret.passphrase", Severity::High),
        _ if judged.login.is_some() && !WIFI.is_match(inner) && !FILE.is_match(inner) => {
            ("secret.password", Severity::High)
        }
        _ => place.unwrap_or(("secret.password", Severity::High)),
    }
}
