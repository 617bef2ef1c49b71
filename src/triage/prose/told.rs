//! A password told without being called one: `we get in with bureau@choeur.example and T0ccata&Fugue`, `the zip wants Xy12!`. No label
//! names it: what it looks like, the words that hand it over and what is spoken of around it must say together what it is.

use std::sync::LazyLock;

use regex::Regex;

use super::code;
use super::context;
use super::cue;
use super::judge::Judged;
use super::pair::is_address;
use super::pattern::pattern;
use super::scene;
use super::shape::{Shape, shape};
use super::value::{Run, run_at};
use super::window::Window;

/// What is named by a number or a sign and opens nothing.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:refs?|references?|commande|order|facture|invoice|version|modele?|ticket|dossier|contrat|contract|certificate|certificat|booking|reservation|colis|parcel|suivi|tracking|serie|serial|machine|poste|pc|job|lot|article|item|promo|coupon|voucher|checkout|vol|flight|train|siret|tva|vat|iban|bic|siren|plaque|chapitre|release|build|patch|bug|issue|file|fichier|classeur|document|hostname|host|serveur|server|package|port|branch|channel|canal|rfc|iso|norme|salle|room|article|appelle|called|named|nomme|hash|sha1|md5|uuid|key id|id|kernel|gcc|ssid|reseau|network)\b[\s.:#n°-]{0,4}(?:\w+\s)?$|\b(?:hashed|salted|hashes|encrypted|chiffres) (?:with|using|avec|en)\s$|\b(?:identifiants?(?: \w+)?|log-?in|log on|user ?(?:name|id)?|utilisateur|compte|account|profile?|pseudo|agent|matricule|nom|name|src)\s?[:=]\s?$|\b(?:pseudo|username|utilisateur|identifiant|bonjour|hello|hi|dear|cher|chere)\s$",
    )
});

/// `8am-6pm`, a piece of HTML.
static TIMES: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d{1,2}(?:am|pm|h\d*)\W|&#?\w+;"));
/// A thing of a kind (`with a Gnome2-universe`), an example.
static NOUN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:an?|une?|des|some|this|ces?|cette|any|like|comme|genre|such as)\s$"));

/// The password that starts at the window's anchor, if it is handed over there.
pub(super) fn told(window: &Window) -> Option<Judged> {
    let run = run_at(window, window.anchor);
    if run.range.is_empty() {
        return None;
    }
    // `f(x)`: an argument.
    if window.at(run.range.start.wrapping_sub(1)) == b'(' && window.at(run.range.start.wrapping_sub(2)).is_ascii_alphanumeric() {
        return None;
    }
    // `TNG-style devices`: words that only a hyphen joins stand before what they describe.
    let low = window.text(run.range.clone());
    if low.contains('-') && !low.bytes().any(|byte| byte.is_ascii_digit()) && !ends(window, &run) {
        return None;
    }
    let look = look(&window.written(run.range.clone()), window.text(run.range.clone()))?;
    let cue = cue::cue(window, &run)?;
    let near = window.text(run.range.start.saturating_sub(220)..run.end + 120);
    let scene = scene::weight(near).max(if cue.login.is_some() { 0 } else { scene::NOWHERE });
    let belief = look + cue.weight + scene + against(window, &run);
    Some(Judged { value: run.range, login: cue.login, service: None, belief: belief.clamp(0, 99) as u8 })
}

/// Whether the phrase ends behind the run.
fn ends(window: &Window, run: &Run) -> bool {
    static NEXT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:[^ \t\w]|[ \t]*(?:$|\n|[^ \t\w]|(?:et|and|ou|or|puis|then|pour|for|avec|with|mais|but|sur|on)\b))"));
    run.range.end < run.end || NEXT.is_match(window.text(run.end..run.end + 8))
}

/// How much a run looks made up; none where it looks like anything else.
fn look(written: &str, low: &str) -> Option<i32> {
    let bare = low.trim_end_matches(['!', '?']);
    let digits = low.bytes().filter(u8::is_ascii_digit).count();
    let letters = low.bytes().filter(u8::is_ascii_alphabetic).count();
    let joints = low.bytes().filter(|byte| matches!(byte, b'-' | b'_' | b'.' | b'/')).count();
    let small = written.chars().filter(|c| c.is_lowercase()).count();
    let looks = match shape(written, low) {
        // Capitals and digits only are a reference.
        Shape::Sure | Shape::Mixed if small == 0 && digits > 0 && low.contains(['_', '!', '&', '@']) => 22,
        Shape::Sure | Shape::Mixed if small == 0 => 10,
        // `sysrq+b`, `swapper/40`, `m5d.4xlarge`.
        Shape::Mixed if digits == 0 && small == letters && !low.contains(['@', '!', '&', '$', '*']) => 12,
        Shape::Mixed if small == letters && joints == 1 && low.contains(['/', '.', '+']) => 12,
        // `x86_64-rhel-8.3`: pieces of an identifier.
        Shape::Sure | Shape::Mixed if digits > 0 && small == letters && joints >= 2 => 20,
        // `KeePass2`, `ConkerSeason5`.
        Shape::Sure if digits < 2 && digits + letters == low.len() && !is_spelt_with_digits(low) => if low.len() < 10 { 12 } else { 26 },
        Shape::Sure => 40,
        // `Blackb0ard`: a digit for a letter.
        Shape::Mixed if letters >= 5 && is_spelt_with_digits(low) => 32,
        // `iPhone6`, `MP3`, `B2B`.
        Shape::Mixed if digits > 0 && (letters < 5 || digits < 2 || low.len() < 8) => 5,
        Shape::Mixed if digits == 0 && bare.contains('_') => 26,
        Shape::Mixed if small < letters => 34,
        Shape::Mixed => 32,
        Shape::Joined => 26,
        Shape::Common if digits > 0 => 26,
        Shape::Phrase if bare.contains(['.', '_', '/']) => 20,
        Shape::Name if bare.contains(['.', '_']) && small >= 4 && digits == 0 => 20,
        Shape::Name if bare.contains('-') && small >= 4 && digits == 0 => 14,
        Shape::Phrase if small < letters => 20,
        Shape::Phrase | Shape::Hyphen => 12,
        _ => return None,
    };
    // Keys, hashes and the addresses of wallets are longer than what somebody types.
    let typed = low.len() <= if letters + digits < low.len() { 28 } else { 24 } && !is_digest(low);
    let address = is_address(low) && small == letters || low.matches('@').count() > 1;
    let times = TIMES.is_match(low);
    let broken = address || times || !typed || low.starts_with(['-', '=', '+', '/', '.', ',']) || low.contains(['(', ')', '<', '>', '{', '}', '[', ']', '"', '\\', ':', '=']) || code::is_code(low);
    (!broken && low.len() >= 7).then_some(looks)
}

/// `d60b479d177a57`
fn is_digest(low: &str) -> bool {
    low.len() >= 10 && low.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Letters stand on both sides of a digit, and nothing but letters and digits.
fn is_spelt_with_digits(low: &str) -> bool {
    let bytes = low.as_bytes();
    low.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && bytes.windows(3).any(|three| three[1].is_ascii_digit() && three[0].is_ascii_alphabetic() && three[2].is_ascii_alphabetic())
}

/// What speaks against it: a reference, a rule to keep to, a line of a program.
fn against(window: &Window, run: &Run) -> i32 {
    let said = window.text(run.range.start.saturating_sub(110)..run.range.start);
    let sentence = window.text(context::sentence_start(window, run.range.start)..run.range.start);
    let line = window.text(window.line_start(run.range.start)..window.line_end(run.end));
    let thing = if THING.is_match(said) { -40 } else { 0 };
    let rule = if context::is_rule(sentence) { -55 } else { 0 };
    let noun = if NOUN.is_match(window.text(run.range.start.saturating_sub(12)..run.range.start)) { -30 } else { 0 };
    thing + rule + noun + if context::is_program(line) { -40 } else { 0 }
}
