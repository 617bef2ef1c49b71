//! A value that stands before its label: `Xy12! est le mot de passe`, `mets Xy12! comme mdp`, `Xy12! (mot de passe)`.

use std::sync::LazyLock;

use regex::Regex;

use super::label::Label;
use super::pattern::pattern;
use super::shape::{Shape, shape};
use super::value::{Run, run_at};
use super::window::Window;

static JOINED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:\s(?:est|c'est|sera|etait|is|was|will be|being)\s(?:bien\s|now\s|maintenant\s|desormais\s|toujours\s|still\s)?(?:l[ea]\s|ton\s|votre\s|mon\s|notre\s|son\s|the\s|your\s|my\s|our\s|their\s|his\s|her\s)?(?:nouveau\s|new\s|ancien\s|old\s|default\s|current\s|wi-?fi\s|vpn\s|admin\s|bon\s)*",
        r"|(?:\s\([^()\n]{1,30}\))?\s(?:comme|as|en|en guise de|pour|for)\s(?:l[ea]\s|ton\s|votre\s|mon\s|the\s|your\s|my\s|a\s|un\s)?(?:nouveau\s|new\s|temporary\s|default\s)*|\s?\(\s?|\s?[-,;.]\s(?:c'est|this is|it's|that's|voila)\s(?:l[ea]\s|ton\s|votre\s|the\s|your\s)?(?:nouveau\s|new\s)?|\s(?:l[ea]|ton|votre|mon|the|your)\s(?:nouveau\s|new\s)?)$"
    ))
});

const ARTICLES: [&str; 8] = ["le", "la", "ton", "votre", "mon", "the", "your", "nouveau"];

/// The run before the label, where words between say that it is its value.
pub(super) fn candidate(window: &Window, label: &Label) -> Option<(Run, Shape)> {
    joined(window, label).or_else(|| given(window, label))
}

fn joined(window: &Window, label: &Label) -> Option<(Run, Shape)> {
    let start = label.range.start.saturating_sub(110);
    let said = window.text(start..label.range.start);
    let joined = JOINED.find(said)?;
    let stop = start + joined.start();
    let line = window.line_start(stop);
    let token =
        (line..stop).rev().find(|&at| window.at(at) == b' ' || window.at(at) == b'\t').map_or(line, |at| at + 1);
    // Between quotes there may be blanks.
    let closing = window.at(stop.saturating_sub(1));
    let opening = matches!(closing, b'"' | b'`')
        .then(|| (line..stop.saturating_sub(1)).rev().find(|&at| window.at(at) == closing))
        .flatten();
    // `c'est Xy12! le mdp`: without the verb before it, it is only a word before an article.
    let article = !joined.as_str().contains(['(', ',', ';', '-', '.'])
        && joined.as_str().trim().split(' ').all(|word| ARTICLES.contains(&word));
    let earlier = window.text(line..opening.unwrap_or(token)).trim_end();
    if article
        && !["c'est", "it's", "it is", "mets", "tape", "essaie", "try", "sera"]
            .iter()
            .any(|verb| earlier.ends_with(verb))
    {
        return None;
    }
    let run = run_at(window, opening.unwrap_or(token));
    if run.range.is_empty() || run.end > stop {
        return None;
    }
    let shape = shape(&window.written(run.range.clone()), window.text(run.range.clone()));
    // `It's Penny-Farthing - that's the password`
    let shown = ["c'est", "it's", "it is", "mets", "tape", "essaie", "try", "use", "type", "utilise"]
        .iter()
        .any(|verb| earlier.ends_with(verb));
    let least = if shown && !article { Shape::Joined } else { Shape::Mixed };
    (shape >= least && shape != Shape::Digits && shape != Shape::Common || shape == Shape::Common && run.quoted)
        .then_some((run, shape))
}

/// `tape Xy12! quand il demande le mot de passe`: an action, the value, then when.
fn given(window: &Window, label: &Label) -> Option<(Run, Shape)> {
    static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:tape[rz]?|entre[rz]?|saisi[rs](?:sez)?|utilise[rz]?|mets|mettez|enter|type|use|put)\s(?P<value>[^\n]{4,66}?)(?:\s\([^()\n]{1,30}\))?\s(?:comme|en guise|as|quand|lorsqu|when|if|si|pour|to|at|a la|in the|dans|as soon)[^.!?\n]{0,40}$",
        )
    });
    let start = window.line_start(label.range.start).max(label.range.start.saturating_sub(130));
    let found = GIVEN.captures(window.text(start..label.range.start))?;
    let value = found.name("value")?;
    let run = run_at(window, start + value.start());
    let whole = run.end >= start + value.end();
    let shape = shape(&window.written(run.range.clone()), window.text(run.range.clone()));
    (whole && (shape >= Shape::Mixed || run.quoted && shape >= Shape::Word)).then_some((run, shape))
}

/// `Press 1492 then ... the entry code`, `7741, c'est le code de la porte`: a code before its label.
pub(super) fn code(window: &Window, label: &Label) -> Option<Run> {
    static PRESSED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:\b(?:press|dial|enter|type|punch in|key in|use|try|tape[rz]?|fai(?:s|tes)|compose[rz]?|entre[rz]?|saisi[rs](?:sez)?|c'est|it's)\s(?P<code>[a-z]?\d[a-z0-9*#]{3,8}|[a-z]?\d{3,6}[a-z]?)\b[^.!?\n]{0,50}|(?:^|\s)(?P<first>[a-z]?\d{4,6}[a-z]?)\s?(?:,|-|:|=|\(|is|est|c'est|comme|as)[^.!?\n\d]{0,12})$",
        )
    });
    let start = window.line_start(label.range.start).max(label.range.start.saturating_sub(90));
    let found = PRESSED.captures(window.text(start..label.range.start))?;
    let code = found.name("code").or_else(|| found.name("first"))?;
    let run = run_at(window, start + code.start());
    let whole = run.range.len() == code.len();
    (whole && super::code::is_code(code.as_str())).then_some(run)
}
