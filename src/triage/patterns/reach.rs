//! How far around a keyword a match of a rule can lie, told from its regular expression, so that only a window of a text is searched.

use regex_syntax::hir::{Class, Hir, HirKind};

/// What is searched before a keyword where a match has no greatest length, in bytes.
const BEFORE: usize = 512;
/// What is searched after it.
const AFTER: usize = 2 * 1024;
/// The most that is searched on either side: a long private key.
const FARTHEST: usize = 20 * 1024;
/// More beginnings of an alternation than this are not followed.
const MOST_BEGINNINGS: usize = 256;

/// Bytes that may be looked at for one rule in one text, and how many times the text: bounds how many keywords are followed up.
const MOST_LOOKED_AT: (usize, usize) = (32 << 20, 2);

/// Where a match may lie, seen from a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// it begins where the keyword does, and is not longer than so many bytes more than the keyword
    Ahead(usize),
    /// bytes before the keyword's first and after its last
    Window {
        /// before
        before: usize,
        /// after
        after: usize,
    },
    /// anywhere in the text
    Anywhere,
}

/// How far around its keywords a match of `regex` can lie. Our own rules have their keywords in what they match (`near`); in the rules of
/// others a keyword that does not stand in the expression may be anywhere.
///
/// # Errors
/// The message of the parser where `regex` is no regular expression.
pub(super) fn reach(regex: &str, keywords: &[String], near: bool) -> Result<Reach, String> {
    let hir = regex_syntax::parse(regex).map_err(|error| error.to_string())?;
    let lower = regex.to_ascii_lowercase().replace('\\', "");
    let outside = |keyword: &String| !lower.contains(keyword.as_str());
    if keywords.is_empty() || !near && keywords.iter().any(outside) {
        return Ok(Reach::Anywhere);
    }
    let hir = &hir;
    let longest = hir.properties().maximum_len();
    let after = longest.map_or(AFTER, |longest| longest.min(FARTHEST)) + 8;
    let leads = beginnings(hir);
    let led = |lead: &String| keywords.iter().any(|keyword| lead.starts_with(keyword.as_str()));
    if !leads.is_empty() && leads.len() <= MOST_BEGINNINGS && leads.iter().all(led) {
        return Ok(Reach::Ahead(after));
    }
    Ok(Reach::Window { before: longest.map_or(BEFORE, |longest| longest.min(FARTHEST)), after })
}

impl Reach {
    /// How many keywords of the rule are followed up in a text of that many bytes.
    pub(super) fn most_keywords(self, text: usize) -> usize {
        (MOST_LOOKED_AT.0 + MOST_LOOKED_AT.1 * text) / self.width().max(1)
    }

    /// How many bytes are looked at for one keyword; not told where that is the whole text, once.
    pub(super) fn width(self) -> usize {
        match self {
            Reach::Ahead(after) => after,
            Reach::Window { before, after } => before + after,
            Reach::Anywhere => 0,
        }
    }
}

/// The literal beginnings that every match has one of, in lower case; none where they cannot be told.
fn beginnings(hir: &Hir) -> Vec<String> {
    lead(hir).into_iter().map(|(text, _)| text).collect()
}

/// Each beginning, and whether it is all that `hir` matches.
fn lead(hir: &Hir) -> Vec<(String, bool)> {
    let unknown = || vec![(String::new(), false)];
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![(String::new(), true)],
        HirKind::Literal(literal) => vec![(String::from_utf8_lossy(&literal.0).to_lowercase(), true)],
        HirKind::Class(class) => letter(class).map_or_else(unknown, |letter| vec![(letter.to_string(), true)]),
        HirKind::Capture(capture) => lead(&capture.sub),
        HirKind::Alternation(branches) => branches.iter().flat_map(lead).take(MOST_BEGINNINGS + 1).collect(),
        HirKind::Concat(parts) => parts.iter().fold(vec![(String::new(), true)], join),
        HirKind::Repetition(repetition) if repetition.min > 0 => {
            lead(&repetition.sub).into_iter().map(|(text, _)| (text, false)).collect()
        }
        HirKind::Repetition(_) => unknown(),
    }
}

fn join(so_far: Vec<(String, bool)>, part: &Hir) -> Vec<(String, bool)> {
    if so_far.len() > MOST_BEGINNINGS || so_far.iter().all(|(_, whole)| !whole) {
        return so_far.into_iter().map(|(text, _)| (text, false)).collect();
    }
    let next = lead(part);
    let mut joined = Vec::new();
    for (text, whole) in so_far {
        if whole {
            joined.extend(next.iter().map(|(more, whole)| (format!("{text}{more}"), *whole)));
        } else {
            joined.push((text, false));
        }
    }
    joined
}

/// The one letter that a class means without regard to case: `[Kk]`, and with it the Kelvin sign; `[Ss]` and the long s.
fn letter(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let mut found = None;
    for range in class.ranges() {
        if range.end() as u32 - range.start() as u32 > 1 {
            return None;
        }
        for c in [range.start(), range.end()] {
            let lower = match c {
                '\u{212a}' => 'k',
                '\u{17f}' => 's',
                c => c.to_ascii_lowercase(),
            };
            if *found.get_or_insert(lower) != lower {
                return None;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(regex: &str, keywords: &[&str]) -> Reach {
        let keywords: Vec<String> = keywords.iter().map(|word| (*word).to_owned()).collect();
        reach(regex, &keywords, false).unwrap()
    }

    #[test]
    fn a_rule_that_begins_with_its_keyword_looks_only_ahead() {
        assert_eq!(of("ghp_[A-Za-z0-9]{36}", &["ghp_"]), Reach::Ahead(48));
        assert_eq!(of("(?:AKIA|ASIA)[A-Z2-7]{16}", &["akia", "asia"]), Reach::Ahead(28));
        assert_eq!(of("(?-u:\\b)(?i:sk)-[a-z]{4}", &["sk-"]), Reach::Anywhere);
        assert!(matches!(of("(?i)sk-[a-z]{4}", &["sk-"]), Reach::Ahead(_)));
        assert!(matches!(of("(?i)x?sk-[a-z]{4}", &["sk-"]), Reach::Window { .. }));
    }

    #[test]
    fn a_rule_with_its_keyword_inside_looks_back_as_far_as_a_match_is_long() {
        assert_eq!(of("[a-z]{0,10}key=[0-9]{4}", &["key="]), Reach::Window { before: 18, after: 26 });
        assert_eq!(of("[a-z]*key=[0-9]+", &["key="]), Reach::Window { before: 512, after: 2056 });
    }

    #[test]
    fn a_keyword_outside_of_the_expression_may_be_anywhere() {
        assert_eq!(of("[0-9]{8}", &["acme"]), Reach::Anywhere);
        assert_eq!(of("[0-9]{8}", &[]), Reach::Anywhere);
    }
}
