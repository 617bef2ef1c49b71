//! A password told without being called one: `we get in with bureau@choeur.example and T0ccata&Fugue`, `the zip wants Xy12!`. No label
//! names it: what it looks like, the words that hand it over and what is spoken of around it must say together what it is.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::context;
use super::cue;
use super::judge::Judged;
use super::look::look;
use super::pair::is_login;
use super::pattern::pattern;
use super::scene;
use super::value::{Run, run_at};
use super::window::{Window, is_space};

/// What is named by a number or a sign and opens nothing; what a login is told behind.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:refs?|references?|commande|order|facture|invoice|version|modele?|ticket|dossier|contrat|contract|certificate|certificat|booking|reservation|colis|parcel|suivi|tracking|serie|serial|machine|poste|pc|job|lot|article|item|promo|coupon|voucher|checkout|vol|flight|train|siret|tva|vat|iban|bic|siren|plaque|chapitre",
        r"|release|build|patch|bug|issue|file|fichier|classeur|document|hostname|host|serveur|server|package|port|branch|channel|canal|rfc|iso|norme|salle|room|appelle|called|named|nomme|hash|sha1|md5|uuid|key id|id|kernel|gcc|ssid|reseau|network)\b[\s.:#n°-]{0,4}(?:\w+\s)?$",
        r"|\b(?:hashed|salted|hashes|encrypted|chiffres) (?:with|using|avec|en)\s$",
        r"|\b(?:identifiants?(?: \w+)?|log-?in|log on|user ?(?:name|id)?|utilisateur|compte|account|profile?|pseudo|agent|matricule|nom|name|src)(?:\s?[:=]\s?|\s{2,})$",
        r"|\b(?:pseudo|username|utilisateur|identifiant|bonjour|hello|hi|dear|cher|chere)\s$"
    ))
});
/// A thing of a kind (`with a Gnome2-universe`), an example.
static NOUN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:an?|une?|des|some|this|ces?|cette|any|like|comme|genre|such as)\s$"));

static ARTICLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:the|le|la|les|l'|du|au)\s?$"));
/// What stands before is a login.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[)\x22]?,?\s(?:is|est|c'est|as|comme|\()\s?(?:(?:the|le|l'|your|votre|ton|my|mon|a|un)\s?)?(?:user ?name|user|login|identifiant|utilisateur|nom d'utilisateur|account|compte|pseudo|ssid|network|reseau)\b",
    )
});

/// A run, how much it looks made up, and what hands it over.
struct Handed {
    run: Run,
    look: i32,
    cue: cue::Cue,
}

/// Whether a narrow window shows enough for a wide one: what costs more is asked only where it may decide.
pub(super) fn is_handed(window: &Window) -> bool {
    handed(window).is_some_and(|handed| handed.look + handed.cue.weight + scene::MOST >= Judged::LEAST)
}

/// The password that starts at the window's anchor, if it is handed over there.
pub(super) fn told(window: &Window) -> Option<Judged> {
    let handed = handed(window)?;
    let Handed { run, look, cue } = &handed;
    let near = window.text(run.range.start.saturating_sub(220)..run.end + 120);
    let scene = scene::weight(near).max(if cue.login.is_some() { 0 } else { scene::NOWHERE });
    let belief = look + cue.weight + scene;
    let against = if belief < Judged::LEAST { 0 } else { against(window, &handed) };
    Judged::of_told(handed.run.range, handed.cue.login, belief + against)
}

fn handed(window: &Window) -> Option<Handed> {
    let mut run = run_at(window, window.anchor);
    // `-u bob:Xy12!`
    if let Some(colon) = window.text(run.range.clone()).find(':').filter(|_| before(window, &run).ends_with("-u ")) {
        run.range.start += colon + 1;
    }
    if run.range.is_empty() || is_piece(window, &run) {
        return None;
    }
    let login = glued_login(window, &run);
    if let Some(login) = &login {
        run.range.start = login.end + 1;
    }
    let look = look(&window.written(run.range.clone()), window.text(run.range.clone()))?;
    let cue =
        cue::cue(window, &run).or_else(|| (look >= 34 && speaks_for_itself(window, &run)).then(cue::Cue::of_look));
    let cue = if login.is_some() { Some(cue::Cue::of_login(login)) } else { cue }?;
    Some(Handed { run, look, cue })
}

/// `quai/P@lan-3T`: a login in one with a password that has a sign.
fn glued_login(window: &Window, run: &Run) -> Option<Range<usize>> {
    let low = window.text(run.range.clone());
    let (login, value) = low.split_once('/')?;
    let start = run.range.start + login.len() + 1;
    let plain =
        login.len() >= 3 && login.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.') && is_login(login);
    let made = look(&window.written(start..run.range.end), value)? >= 40
        && value.contains(['!', '@', '#', '$', '&', '*', '+']);
    (plain && made && !value.contains('/')).then_some(run.range.start..start - 1)
}

/// Whether a run that nothing hands over may be a password by its look alone: no name of a program (`fail2ban`, `1Password's`), no
/// login or network before its password.
fn speaks_for_itself(window: &Window, run: &Run) -> bool {
    let low = window.text(run.range.clone());
    let count = |test: fn(&u8) -> bool| low.bytes().filter(test).count();
    let capital = window.chars.get(run.range.clone()).is_some_and(|chars| chars.iter().any(|c| c.is_uppercase()));
    let plain = !capital && low.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let owned = low.ends_with("'s") || low.contains('^');
    let named = plain && count(u8::is_ascii_digit) < 2;
    !owned && !named && !is_before_its_password(window, run)
}

/// `Bbox-7F21A3 / Xy12!`, `compte Leo29 mdp Xy12!`: what stands before another that looks made up.
fn is_before_its_password(window: &Window, run: &Run) -> bool {
    static JOINED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^[)\x22]?\s?(?:/|[-=]*>|=|:|,|\||\t|-)?\s{0,4}(?:(?:et|and|then|puis|with|avec|mdp|mot de passe|pass(?:word|e)?|pwd?|cle|key|code)\s?[:=]?\s)?",
        )
    });
    let Some(joined) = JOINED.find(window.text(run.end..run.end + 32)) else { return false };
    let next = run_at(window, run.end + joined.end());
    !joined.as_str().is_empty()
        && !next.range.is_empty()
        && look(&window.written(next.range.clone()), window.text(next.range.clone())).is_some_and(|look| look >= 20)
}

/// Whether the run at the window's anchor looks made up, or holds one that does.
pub(super) fn is_worth(window: &Window) -> bool {
    let run = run_at(window, window.anchor);
    let low = window.text(run.range.clone());
    low.contains(':') || look(&window.written(run.range.clone()), low).is_some()
}

/// The text before a run.
fn before<'a>(window: &'a Window, run: &Run) -> &'a str {
    window.text(run.range.start.saturating_sub(110)..run.range.start)
}

/// A piece of a link, of a call (`f(x)`), of a compound word (`TNG-style devices`).
fn is_piece(window: &Window, run: &Run) -> bool {
    let start = run.range.start;
    let token = (0..start).rev().find(|&at| is_space(window.at(at))).map_or(0, |at| at + 1);
    let glued = window.text(token..start);
    let called = glued.len() > 1 && glued.ends_with('(');
    let low = window.text(run.range.clone());
    let words = low.contains('-') && !low.bytes().any(|byte| byte.is_ascii_digit());
    glued.contains(['/', '?', '&', '%']) || called || words && !ends(window, run)
}

/// Whether the phrase ends behind the run.
fn ends(window: &Window, run: &Run) -> bool {
    static NEXT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:[^ \t\w]|[ \t]*(?:$|\n|[^ \t\w]|(?:et|and|ou|or|puis|then|pour|for|avec|with|mais|but|sur|on)\b))",
        )
    });
    run.range.end < run.end || NEXT.is_match(window.text(run.end..run.end + 8))
}

/// What speaks against it: a reference, a rule to keep to, a line of a program.
fn against(window: &Window, handed: &Handed) -> i32 {
    let run = &handed.run;
    let start = run.range.start;
    let said = before(window, run);
    let sentence = window.text(context::sentence_start(window, start)..start);
    let line = window.text(window.line_start(start)..window.line_end(run.end));
    // `remis à Xy12!` is no article.
    let accented = start >= 2 && matches!(window.chars[start - 2], 'à' | 'À');
    let thing = if THING.is_match(said) { -40 } else { 0 };
    let rule = if context::is_rule(sentence) { -55 } else { 0 };
    // `it's the B2B-Portal`
    let article = if handed.look < 46 && ARTICLE.is_match(said) { -18 } else { 0 };
    let noun = if !accented && NOUN.is_match(said) { -30 } else { 0 };
    let program = if context::is_program(line) { -40 } else { 0 };
    // `branch524 is the username`
    let login = if NAMED.is_match(window.text(run.end..run.end + 40)) { -50 } else { 0 };
    thing + rule + noun + program + login + article
}
