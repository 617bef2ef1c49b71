//! What is new in a text, and what is repeated: the replies it quotes, and the signature. Mail programs mark these in a few ways, in
//! French, English, German, Spanish and Italian.

use std::ops::Range;

/// The parts of a text that its author did not write for this message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeated {
    /// quoted or forwarded messages, in order, disjoint
    pub quoted: Vec<Range<usize>>,
    /// the signature below the new text
    pub signature: Option<Range<usize>>,
}

/// Finds them. `already` are quotes known from elsewhere (HTML), in order and disjoint.
pub fn repeated(text: &str, already: &[Range<usize>]) -> Repeated {
    let mut quoted: Vec<Range<usize>> = Vec::new();
    let mut signature = None;
    let mut rest = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let end = offset + line.len();
        let bare = line.trim_end();
        if is_quote_mark(bare) {
            push(&mut quoted, offset..end);
        } else if begins_repeated(bare, &text[end..]) && offset > 0 {
            rest = Some(offset);
            break;
        } else if matches!(line.trim_end_matches(['\n', '\r']), "-- " | "--") && signature.is_none() && !bare.is_empty()
        {
            signature = Some(offset);
        }
        offset = end;
    }
    if let Some(from) = rest {
        push(&mut quoted, from..text.len());
    }
    for range in already {
        quoted.push(range.clone());
    }
    let quoted = merged(quoted);
    let signature = signature.filter(|&from| !quoted.iter().any(|range| range.contains(&from)));
    let signature = signature.map(|from| {
        let next = quoted.iter().find(|range| range.start > from).map_or(text.len(), |range| range.start);
        from..next
    });
    Repeated { quoted, signature }
}

fn push(ranges: &mut Vec<Range<usize>>, range: Range<usize>) {
    match ranges.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => ranges.push(range),
    }
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

fn is_quote_mark(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('>') || (line.starts_with("| ") && line.len() > 2 && line[2..].trim_start().starts_with('>'))
}

/// A line longer than this is no mark.
const LONGEST_MARK: usize = 400;

/// Whether the rest of the text, from this line on, is another message.
fn begins_repeated(line: &str, after: &str) -> bool {
    if line.is_empty() || line.len() > LONGEST_MARK {
        return false;
    }
    is_divider(line) || is_header_block(line, after) || is_attribution(line, after)
}

/// `-----Message d'origine-----`, `---------- Forwarded message ---------`.
fn is_divider(line: &str) -> bool {
    let inner = line.trim().trim_matches(['-', '_', '=', '*', ' ', '\u{2014}']);
    if inner.len() == line.trim().len() || inner.len() > 60 {
        return false;
    }
    let inner = inner.to_lowercase();
    const WORDS: [&str; 13] = [
        "message d'origine",
        "message d’origine",
        "message original",
        "message transféré",
        "message transfere",
        "message transmis",
        "original message",
        "forwarded message",
        "forwarded by",
        "ursprüngliche nachricht",
        "mensaje original",
        "messaggio originale",
        "début du message",
    ];
    WORDS.iter().any(|word| inner.starts_with(word))
}

/// The block with which Outlook begins what it quotes: sender, then within a few lines date, recipient and subject.
fn is_header_block(line: &str, after: &str) -> bool {
    let first = label(line);
    if !["de", "from", "von", "da"].contains(&first.as_str()) {
        return false;
    }
    let mut seen = 0;
    for line in after.lines().take(6) {
        seen += match label(line).as_str() {
            "envoyé" | "envoye" | "date" | "sent" | "gesendet" | "enviado" | "inviato" | "datum" | "fecha" => 1,
            "à" | "a" | "to" | "an" | "para" => 1,
            "objet" | "subject" | "betreff" | "asunto" | "oggetto" => 1,
            _ => 0,
        };
    }
    seen >= 2
}

/// `Objet :` is the label `objet`; a long word is none.
fn label(line: &str) -> String {
    let line = line.trim().trim_start_matches(['*', '>', ' ']);
    match line.split_once(':') {
        Some((name, _)) if name.len() < 16 => name.trim_matches(['*', ' ', '\u{a0}', '\u{202f}']).to_lowercase(),
        _ => String::new(),
    }
}

/// `Le 3 mars 2026 à 10:12, X <x@y> a écrit :`, perhaps on two lines; what follows is quoted whole unless it is marked line by line.
fn is_attribution(line: &str, after: &str) -> bool {
    const STARTS: [&str; 5] = ["Le ", "On ", "Am ", "El ", "Il "];
    const ENDS: [&str; 6] = ["a écrit", "a ecrit", "wrote", "schrieb", "escribió", "ha scritto"];
    if !STARTS.iter().any(|start| line.trim_start().starts_with(start)) {
        return false;
    }
    let closes = |line: &str| {
        let line = line.trim_end().trim_end_matches(':').trim_end_matches([' ', '\u{a0}', '\u{202f}']);
        ENDS.iter().any(|end| line.ends_with(end))
    };
    let has_digit = line.bytes().any(|b| b.is_ascii_digit());
    let next =
        after.lines().take(2).any(|line| line.len() < LONGEST_MARK && closes(line) && line.trim_end().ends_with(':'));
    let attribution = has_digit && ((closes(line) && line.trim_end().ends_with(':')) || next);
    let marked = after.lines().map(str::trim).filter(|line| !line.is_empty()).take(3).any(|line| line.starts_with('>'));
    attribution && !marked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        repeated(text, &[]).quoted.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn marked_lines_are_quoted_and_answers_between_them_are_new() {
        let text = "Bonjour\n\nLe lun. 3 mars 2026 à 10:12, X <x@y.test> a écrit :\n> a\n> b\nréponse\n> c\n";
        assert_eq!(quoted(text), ["> a\n> b\n", "> c\n"]);
    }

    #[test]
    fn unmarked_quotes_run_to_the_end() {
        let outlook = "Oui.\n\nDe : X\nEnvoyé : lundi\nÀ : Y\nObjet : Z\n\nancien\n";
        assert_eq!(quoted(outlook), ["De : X\nEnvoyé : lundi\nÀ : Y\nObjet : Z\n\nancien\n"]);
        assert_eq!(quoted("a\n-----Message d'origine-----\nb"), ["-----Message d'origine-----\nb"]);
        assert_eq!(
            quoted("a\nOn Mon, 3 Mar 2026, X\n<x@y.test> wrote:\n\nold"),
            ["On Mon, 3 Mar 2026, X\n<x@y.test> wrote:\n\nold"]
        );
        assert_eq!(quoted("De : la part de X\nbonjour\nObjet : rien"), Vec::<&str>::new());
        assert_eq!(quoted("a\nLe 3 mars il a écrit à la banque.\nb"), Vec::<&str>::new());
    }

    #[test]
    fn a_signature_ends_the_new_text() {
        let text = "a\n-- \nSolenn\n> b\n";
        let read = repeated(text, &[]);
        assert_eq!(read.signature.map(|range| &text[range]), Some("-- \nSolenn\n"));
        let known = 0..3;
        assert_eq!(repeated("abc\nd\n", std::slice::from_ref(&known)).quoted, [0..3]);
    }
}
