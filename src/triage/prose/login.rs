//! Whose password it is: the login that stands beside it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::pair::is_login;
use super::pattern::pattern;
use super::value::run_at;
use super::window::Window;

/// `login : bob`, `identifiant bob`, the label and the value in two cells or on two lines.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:log-?in|logon|identifiants?|ident|id|user(?:[ _-]?name| id)?|utilisateur|nom d'utilisateur|usager|profile?|cpte|pseudo|compte|account|e-?mail|courriel|adresse(?: e-?mail| mail)?|mail|matricule|uid|n(?:o|umero|°) (?:client|abonne|de compte)|(?:account|customer|member) number|code (?:client|abonne|adherent|coproprietaire))",
        r"(?: de connexion| name| client| admin| bancaire| address)?(?P<sign>[*_]{0,2}\s?(?:[:=]|->|=>|\t|\|)\s*|\s*\n\s*[:=]?\s*|\s(?:est|is|c'est)\s(?:le\s|toujours\s|still\s)?|\s)"
    ))
});
/// `as bob`, `avec bob`.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:for (?:the )?(?:user|account)|user|l'utilisateur|le compte|compte|l'identifiant|le login|login(?: is)?|log in (?:as|with)|logged in as|sign in (?:as|with)|connecte[rz]?(?:-(?:toi|vous))? (?:avec|en tant que)|account|as user|de l'utilisateur)\s",
    )
});
/// `as bob, password ...`, `login: admin, password ...`, `root mdp ...`: right before the label.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\b(?:as|is|est|enter|type|use|saisi[rs]|saisissez|tape[rz]?|avec|with|user|en tant que|par|login|compte|account)\s|[:-]\s)(?P<login>[a-z0-9][a-z0-9._@+\\-]*[a-z0-9])\s?(?:,|\s-|/|\s(?:et|and|puis|then))\s(?:(?:le|the|son|its|ton|your)\s)?$|\b(?P<root>root|admin|administrator|administrateur)\s$",
    )
});
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[a-z0-9][a-z0-9._+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+"));

/// The login nearest to a value, which stands between `from` and `until`.
pub(super) fn login(
    window: &Window,
    label: &Range<usize>,
    value: &Range<usize>,
    bounds: Range<usize>,
) -> Option<Range<usize>> {
    let before = bounds.start..label.start;
    let after = value.end..bounds.end.min(value.end + 160);
    labelled(window, &LABELLED, before.clone(), true, true)
        .or_else(|| labelled(window, &NAMED, label.end..value.start, false, false))
        .or_else(|| labelled(window, &LABELLED, label.end..value.start, false, false))
        .or_else(|| labelled(window, &LABELLED, after, false, true))
        .or_else(|| labelled(window, &NAMED, before.clone(), true, false))
        .or_else(|| address(window, label.end..value.start))
        .or_else(|| address(window, before.clone()))
        .or_else(|| beside(window, before))
}

/// The first such value of a stretch, or the last.
fn labelled(window: &Window, regex: &Regex, within: Range<usize>, last: bool, signed: bool) -> Option<Range<usize>> {
    let values = regex.captures_iter(window.text(within.clone())).take(24).filter_map(|found| {
        let whole = found.get(0)?;
        let sign = found.name("sign").map_or("", |sign| sign.as_str());
        let run = run_at(window, window.skip_blanks(within.start + whole.end()));
        let low = window.text(run.range.clone());
        let plain = sign.trim().is_empty() && !sign.contains(['\n', '\t']);
        let account = whole.as_str().starts_with("compte")
            || whole.as_str().contains("le compte")
            || whole.as_str().contains("account");
        // `identifiant bob, ...`, `user bob / ...`: what ends its phrase stands for itself.
        let next = window.skip_blanks(run.range.end);
        let ends = matches!(window.at(next), b',' | b';' | b'/' | b'\n' | b')' | b'.')
            || ["et ", "and ", "puis ", "then "].iter().any(|word| window.text(next..next + 5).starts_with(word));
        let certain = !(signed || account)
            || !plain
            || ends && !low.ends_with(['.', '!'])
            || low.bytes().any(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'@');
        let bold = low.trim_end_matches(['/', '-']);
        (run.range.end <= within.end && is_login(bold) && certain && !is_label(bold))
            .then(|| run.range.start..run.range.start + bold.len())
    });
    if last { values.last() } else { values.into_iter().next() }
}

fn beside(window: &Window, before: Range<usize>) -> Option<Range<usize>> {
    let start = before.end.saturating_sub(80).max(before.start);
    let found = BESIDE.captures(window.text(start..before.end))?;
    let login = found.name("login").or(found.name("root"))?;
    is_login(login.as_str()).then(|| start + login.start()..start + login.end())
}

fn is_label(low: &str) -> bool {
    matches!(
        low,
        "mdp"
            | "password"
            | "pass"
            | "pwd"
            | "mot"
            | "username"
            | "login"
            | "identifiant"
            | "user"
            | "email"
            | "url"
            | "et"
            | "de"
    )
}

fn address(window: &Window, within: Range<usize>) -> Option<Range<usize>> {
    let found = ADDRESS.find_iter(window.text(within.clone())).take(24).last()?;
    // Far above it is somebody's signature or a header of a reply.
    (within.end - within.start - found.end() <= 120).then(|| within.start + found.start()..within.start + found.end())
}
