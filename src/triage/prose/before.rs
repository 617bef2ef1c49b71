//! A value that stands before its label: `Xy12! est le mot de passe`, `mets Xy12! comme mdp`, `Xy12! (mot de passe)`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label::Label;
use super::pattern::pattern;
use super::shape::{Shape, shape};
use super::value::{Run, run_at};
use super::window::Window;

static JOINED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?:\s?\([^()\n]{1,40}\))?\s(?:est|c'est|sera|etait|is|was|will be|being)\s(?:bien\s|now\s|maintenant\s|desormais\s|toujours\s|still\s)?(?:l[ea]\s|ton\s|votre\s|mon\s|notre\s|son\s|the\s|your\s|my\s|our\s|their\s|his\s|her\s)?(?:nouveau\s|new\s|ancien\s|old\s|default\s|current\s|wi-?fi\s|vpn\s|admin\s|bon\s)*",
        r"|(?:\s?\([^()\n]{1,40}\))?\s(?:comme|as|en|en guise de|pour|for)\s(?:l[ea]\s|ton\s|votre\s|mon\s|the\s|your\s|my\s|a\s|un\s)?(?:nouveau\s|new\s|temporary\s|default\s)*|\s?\(\s?(?:(?:that's|it's|this is|c'est|voila)\s)?(?:(?:the|le|ton|votre|your)\s)?|\s?<[-=]+\s?|\s?[-,;.]\s(?:c'est|this is|it's|that's|voila)\s(?:l[ea]\s|ton\s|votre\s|the\s|your\s)?(?:nouveau\s|new\s)?|\s(?:l[ea]|ton|votre|mon|the|your)\s(?:nouveau\s|new\s)?)$"
    ))
});

/// Behind these the value may be plainer.
const SAYING: [&str; 18] = [
    "put",
    "use",
    "c'est",
    "it's",
    "it is",
    "its",
    "tape",
    "tapez",
    "entre",
    "entrez",
    "saisis",
    "saisissez",
    "mets",
    "mettez",
    "type",
    "enter",
    "essaie",
    "try",
];

const ARTICLES: [&str; 8] = ["le", "la", "ton", "votre", "mon", "the", "your", "nouveau"];

/// `press 1492 then the bell: that's the entry code`, `4417, c'est le code`.
pub(super) fn code(window: &Window, label: &Label) -> Option<Range<usize>> {
    static DIALLED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"\b(?:press|dial|tape[rz]?|compose[rz]?|fai(?:s|tes)|enter|type|punch in|key in|entre[rz]?|saisi[rs](?:sez)?|use|utilise[rz]?)\s(?:le\s|the\s)?(?P<dialled>[0-9a-z*#-]{4,12})\b[^.!?\n:]{0,50}\s",
            r"(?:(?:to|pour)\s[a-z ]{3,14}\s(?:the\s|l')alarme?|(?:that's|that is|it's|this is|c'est|as|comme|for|pour)\s(?:l[ea]\s|the\s|your\s|our\s|ton\s|votre\s|notre\s)?)$",
            r"|(?:^|[\s(])(?P<aside>[0-9a-z*#-]{4,12})\s\($",
            r"|(?:^|[\s(])(?P<told>[0-9a-z*#-]{4,12})(?:\s?[-,;=]+\s(?:c'est|that's|it's)|\s(?:est|is|was|c'est|sera))\s(?:bien\s|toujours\s|now\s|still\s)?(?:l[ea]\s|the\s|your\s|our\s|ton\s|votre\s|notre\s|mon\s|my\s)(?:nouveau\s|new\s)?$"
        ))
    });
    let start = window.line_start(label.range.start).max(label.range.start.saturating_sub(110));
    let found = DIALLED.captures(window.text(start..label.range.start))?;
    let value = ["dialled", "aside", "told"].into_iter().find_map(|group| found.name(group))?;
    let code = value.as_str();
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    (digits >= 4 || digits >= 2 && code.len() >= 4).then_some(start + value.start()..start + value.end())
}

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
    if run.range.is_empty() || run.range.end > stop {
        return None;
    }
    let shape = shape(&window.written(run.range.clone()), window.text(run.range.clone()));
    // `bob comme identifiant et chaudière comme mot de passe`
    let paired = [" comme identifiant et", " comme login et", " as username and", " as login and", " as user and"];
    let said = SAYING.iter().chain(&paired).any(|verb| earlier.ends_with(verb));
    let least = if said { Shape::Name } else { Shape::Joined };
    if (said && run.quoted || paired.iter().any(|words| earlier.ends_with(words))) && shape == Shape::Word {
        return Some((run, Shape::Mixed));
    }
    let common = shape == Shape::Common && !run.quoted && !said;
    (shape >= least && !common).then_some((run, if said { Shape::Sure } else { shape }))
}

/// `tape Xy12! quand il demande le mot de passe`: an action, the value, then when.
fn given(window: &Window, label: &Label) -> Option<(Run, Shape)> {
    static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:tape[rz]?|entre[rz]?|saisi[rs](?:sez)?|utilise[rz]?|mets|mettez|enter|type|use|put)\s(?P<value>[^\n]{4,66}?)\s(?:quand|lorsqu|when|if|si|pour|to|at|a la|in the|dans|as soon)[^.!?\n]{0,40}$|\b(?:reset|set|changed|reinitialise|remis|change)\s(?:it\s|them\s|that\s)?(?:to|a|en)\s(?P<reset>[^\s,;]{6,64}?)\s?[-,;.(]\s?[^\n]{0,50}$",
        )
    });
    let start = window.line_start(label.range.start).max(label.range.start.saturating_sub(130));
    let found = GIVEN.captures(window.text(start..label.range.start))?;
    let value = found.name("value").or(found.name("reset"))?;
    let run = run_at(window, start + value.start());
    let whole = run.end >= start + value.end();
    let shape = shape(&window.written(run.range.clone()), window.text(run.range.clone()));
    (whole && (shape >= Shape::Mixed || run.quoted && shape >= Shape::Word)).then_some((run, shape))
}
