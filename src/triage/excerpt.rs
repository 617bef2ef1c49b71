//! A few words around a finding, on one line, with every secret of the message masked.

use std::ops::Range;

/// Characters shown before and after the place.
const AROUND: usize = 48;
/// Characters of the place itself that are shown.
const SHOWN: usize = 120;
/// What stands for a secret. Always the same, so that it tells no length.
pub const MASK: &str = "••••••••";

/// The words around `span` on one line; `secrets` are masked wherever they stand in it.
pub fn excerpt(text: &str, span: &Range<usize>, secrets: &[&str]) -> String {
    let start = back(text, span.start.min(text.len()), AROUND);
    let inner = forward(text, span.start.min(text.len()), SHOWN).min(floor(text, span.end));
    let end = forward(text, inner.max(start), AROUND);
    // A secret that is cut at the edge would not be found again: the window is widened over it.
    let (start, end) = secrets.iter().fold((start, end), |(start, end), secret| widened(text, start, end, secret));
    let mut shown = one_line(&text[start..end]);
    for secret in secrets {
        let secret = one_line(secret);
        if !secret.is_empty() {
            shown = shown.replace(&secret, MASK);
        }
    }
    let before = if start > 0 { "…" } else { "" };
    let after = if end < text.len() { "…" } else { "" };
    format!("{before}{}{after}", shown.trim())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Secrets that begin before the window's end and end after it (or the other way round at its start) are taken in whole.
fn widened(text: &str, start: usize, end: usize, secret: &str) -> (usize, usize) {
    if secret.is_empty() || secret.len() > 1 << 16 {
        return (start, end);
    }
    let near = floor(text, start.saturating_sub(secret.len()))..ceil(text, (end + secret.len()).min(text.len()));
    let mut window = (start, end);
    for (at, found) in text[near.clone()].match_indices(secret).take(100) {
        let (from, to) = (near.start + at, near.start + at + found.len());
        if from < start && to > start {
            window.0 = window.0.min(from);
        }
        if from < end && to > end {
            window.1 = window.1.max(to);
        }
    }
    window
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at.min(text.len())
}

fn back(text: &str, at: usize, count: usize) -> usize {
    let at = floor(text, at);
    text[..at].char_indices().rev().take(count).last().map_or(at, |(start, _)| start)
}

fn forward(text: &str, at: usize, count: usize) -> usize {
    let at = floor(text, at);
    text[at..].char_indices().nth(count).map_or(text.len(), |(end, _)| at + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_also_at_the_edges() {
        let text = "le mot de passe\nest Soleil2024! et l’autre est Lune";
        assert_eq!(
            excerpt(text, &(21..32), &["Soleil2024!", "Lune"]),
            format!("le mot de passe est {MASK} et l’autre est {MASK}")
        );
        let long = format!("{} secret-ABCDEFGH {}", "é ".repeat(60), "x ".repeat(60));
        let span = 3..4;
        assert!(!excerpt(&long, &span, &["secret-ABCDEFGH"]).contains("secret"));
        for at in 0..long.len() {
            let shown = excerpt(&long, &(at..at + 1), &["secret-ABCDEFGH"]);
            assert!(!shown.contains("ABC") && !shown.contains("EFGH") && !shown.contains("secret"), "{at}: {shown}");
        }
    }
}
