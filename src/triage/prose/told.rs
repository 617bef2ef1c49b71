//! A password told without being called one: `we get in with bureau@choeur.example and T0ccata&Fugue`, `the zip wants Xy12!`. No label
//! names it: what it looks like, the words that hand it over and what is spoken of around it must say together what it is.

use std::sync::LazyLock;

use regex::Regex;

use super::code;
use super::context;
use super::judge::{Judged, judged};
use super::pair::is_login;
use super::pattern::pattern;
use super::scene;
use super::shape::{Shape, shape};
use super::value::{Run, run_at};
use super::window::Window;

/// Words between the cue and its value, at most.
const MOST_FILLERS: usize = 4;

/// A login, then what joins it with its password: `a@b.example / `, `mon adresse et `, `in as bob with `.
static LOGIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?P<address>[a-z0-9][a-z0-9._+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+)[>)\]]?",
        r"|\b(?:mon|ton|son|notre|votre|mes|our|my|your|his|her|their|same|meme|l'|d'|usual|work)\s?(?:adresse|e-?mail|mail|courriel|login|identifiant|username|numero de \w+|matricule)(?:\s(?:perso\w*|pro|address|mail|du bureau|habituel\w*|de \w+))?(?:\s\([^()\n]{1,40}\))?",
        r"|\b(?:in as|on as|est|is|toujours|still|with|avec|login|log ?on|utilisateur|user|username|identifiant)\s?:?\s(?P<named>[a-z][a-z0-9]*[._-]?[a-z0-9._-]*[a-z0-9]))",
        r"\s?(?:[/+|&]|>+|[-=]+>|=|,?\s?(?:et|and|then|puis|plus|avec|with)\s|[,;.]\s)\s?(?:(?:puis|then|et|and|en dessous|below|underneath|ensuite|apres|with|avec|the|le|it|il|ca|this|vous|tu|on|wants|veut|mettez|mets|j'ai|i've|remis|put|mis|faut)\s){0,5}$",
        r"|(?:[=:>]|^|\n)\s?(?P<short>[a-z0-9][a-z0-9._-]{2,30})\s?/\s?$"
    ))
});
/// A field of a form that has no name: `in the second box`, `dans la 2e case`, `when asked:`.
static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:second|2nd|2e|2eme|deuxieme|seconde|next|bottom|lower|other|autre)\s(?:box|case|field|champ|line|ligne)|(?:when|if|once)\s(?:it\s)?(?:asked|asks|prompted|prompts)|(?:quand|lorsqu|s')[a-z' ]{0,8}(?:demande|reclame)|en dessous|underneath|(?:a l'|at|on)\s?(?:ouverture|opening))\b",
    )
});
/// A word for what opens, that is no label by itself: `votre clé personnelle`, `the phrase assigned to you is`, `code service`.
static KEYED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^a-z])(?P<kind>(?:usb|public|private|pgp|gpg|ssh|api|primary|foreign|registry|product|hot|turn|sort|wrench|allen)\s)?(?:cles?|clefs?|keys?|phrases?|credentials?|secret|word|mot|codes?|lock)(?:\s(?:[a-z'-]+\s?){0,7})?(?:\s?[:=]\s*|(?:\s|^)(?:is|est|sera|suivante?s?\.?|c'est)\s+|\s{2,}|,\s?|\s)$",
    )
});
/// Somebody enters it, sets it, something asks for it.
static ENTERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:j'ai eu|had|tape[rsz]?|entre[rz]?|saisi[rst]?|saisissez|met[sz]?|mettez|mettre|mis|remis|remets|repond(?:s|ez|re|u)?|utilise[rz]?|rentre[rz]?|choisi[rst]?|pris|garde|veut|attend|accepte",
        r"|enter(?:s|ed)?|typed?|used?|uses|put|put in|set(?: \w+)? (?:back )?to|set as|answer(?: with)?|wants?|needs?|expects?|takes?|accepts?|try|chose|picked|changed? (?:\w+ )?(?:back )?to|reset (?:\w+ )?to|passe [ea]n?|change(?:e|r)? (?:pour|en)",
        r"|deverrouill\w{1,6} (?:avec|par)|(?:un)?locks? (?:with|is)|opens? with|(?:s'ouvre|ouvre|marche|entre|rentre|deverrouille|deverrouillage) (?:avec|par)|deverrouillage|in with|works with|go(?:es)? in with|arme[rz]?|dites?|say)\s$"
    ))
});
/// `it's`, `c'est`, `:`: said of anything.
static SAID: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\b(?:it's|its|it is|it was|c'est|cest|ct|c'etait|c|is|est|are|was|etait|sera|devient|becomes|remains|reste|was then|then|puis|now|maintenant|mtn|desormais|currently|again\.|to|avec|with)|[:=>])\s?$",
    )
});
/// What follows stands on a line of its own.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:suivante?s?|following|below|dessous|as follows|is|are|est|sont|voici|it|this|here it is)\s?[.:,-]?\s*\n\s*$")
});
/// Between the cue and the value, these say nothing.
static FILLER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:le|la|les|the|ca|it|now|maintenant|mtn|desormais|toujours|still|just|simplement|juste|donc|alors|then|puis|bien|encore|again|only|seulement|in|with|avec|pour|for|:|=|-|->|=>|>+|\(|actuellement|currently|(?:since|depuis)|really|vraiment|plus|mais|but|back|to|en)$",
    )
});
/// How it is spelt: nothing but a password is explained so.
static SPELT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^[^\n]{0,30}?\b(?:(?:avec|sans|with|without|no|tout en|all|all in|en|in|using)\s(?:les?\s|the\s|une?\s|a\s|des\s|two\s|deux\s|ordinary\s)?(?:tirets?|dash(?:es)?|hyphens?|espaces?|spaces?|majuscules?|minuscules?|maj|capitals?|caps|capital \w|lower ?case|upper ?case|zeros?|underscores?|point d'exclamation|exclamation|accents?|slash(?:es)?|dots?|points)",
        r"|zero not o|tout attache|en un (?:seul )?mot|one word|case[ -]sensitive|(?:exclamation mark|dashes|hyphens|slashes|tirets) (?:in|between|at|compris|included|entre)|attention (?:a la|aux) majuscules?)\b"
    ))
});
/// What is named by a number or a sign and opens nothing.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:refs?|references?|commande|order|facture|invoice|version|modele?|ticket|dossier|contrat|contract|certificate|certificat|booking|reservation|colis|parcel|suivi|tracking|serie|serial|machine|poste|pc|job|lot|article|item|promo|coupon|voucher|checkout|vol|flight|train|siret|tva|vat|iban|bic|siren|plaque|chapitre|release|build|patch|bug|issue|file|fichier|classeur|document|hostname|host|serveur|server|package|port|branch|channel|canal|rfc|iso|norme|salle|room|article|appelle|called|named|nomme|hash|sha1|md5|uuid|key id|id|kernel|gcc|ssid|reseau|network)\b[\s.:#n°-]{0,4}(?:\w+\s)?$|\b(?:identifiants?|log-?in|log on|user ?(?:name|id)?|utilisateur|compte|account|profile?|pseudo|agent|matricule|nom|name)\s?[:=]\s?$",
    )
});

/// A thing of a kind (`with a Gnome2-universe`), an example.
static NOUN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:an?|une?|des|some|this|ces?|cette|any|like|comme|genre|such as)\s$"));

/// The password that starts at the window's anchor, if it is handed over there.
pub(super) fn told(window: &Window) -> Option<Judged> {
    let run = run_at(window, window.anchor);
    if run.range.is_empty() { None } else { weigh(window, &run) }
}

fn weigh(window: &Window, run: &Run) -> Option<Judged> {
    let low = window.text(run.range.clone());
    let look = look(&window.written(run.range.clone()), low)?;
    let start = run.range.start.saturating_sub(110);
    let said = before_fillers(window.text(start..run.range.start));
    let behind = window.text(run.end..run.end + 70);
    let login = LOGIN.captures(said);
    let spelt = SPELT.is_match(behind);
    let field = FIELD.is_match(window.text(start.max(run.range.start.saturating_sub(60))..run.range.start)) || FIELD.is_match(&behind[..behind.len().min(30)]);
    let handed = match () {
        () if login.is_some() => 30,
        () if ENTERED.is_match(said) => 20,
        () if field => 20,
        () if KEYED.captures(said).is_some_and(|found| found.name("kind").is_none()) => 20,
        () if is_alone(window, run) && ANNOUNCED.is_match(said) => 20,
        () if spelt => 12,
        () if SAID.is_match(said) => 12,
        () => return None,
    };
    let near = window.text(run.range.start.saturating_sub(220)..run.end + 120);
    let bonus = if spelt { 25 } else { 0 } + if field { 8 } else { 0 };
    let belief = look + handed + bonus + scene::weight(near) + against(window, run, said);
    let named = login.and_then(|found| ["address", "named", "short"].into_iter().find_map(|group| found.name(group))).map(|login| start + login.start()..start + login.end());
    let named = named.filter(|login| is_login(window.text(login.clone())));
    judged(run.range.clone(), named, None, belief)
}

fn is_alone(window: &Window, run: &Run) -> bool {
    let line = window.line_start(run.range.start)..window.line_end(run.end);
    window.text(line).trim().len() <= run.end - run.range.start + 2
}

/// What stands before the words that say nothing.
fn before_fillers(said: &str) -> &str {
    let mut said = said;
    for _ in 0..MOST_FILLERS {
        let bare = said.trim_end();
        let word = bare.rfind([' ', '\n', '\t']).map_or(bare, |at| &bare[at + 1..]);
        if !FILLER.is_match(word) || SAID.is_match(said) || ENTERED.is_match(said) || LOGIN.is_match(said) {
            break;
        }
        said = &bare[..bare.len() - word.len()];
    }
    said
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
        Shape::Sure | Shape::Mixed if small == 0 => 10,
        // `x86_64-rhel-8.3`: pieces of an identifier.
        Shape::Sure | Shape::Mixed if digits > 0 && small == letters && joints >= 2 => 12,
        // `KeePass2`, `ConkerSeason5`.
        Shape::Sure if digits < 2 && digits + letters == low.len() && !is_spelt_with_digits(low) => if low.len() < 10 { 12 } else { 26 },
        Shape::Sure => 40,
        // `Blackb0ard`: a digit for a letter.
        Shape::Mixed if letters >= 5 && is_spelt_with_digits(low) => 32,
        // `iPhone6`, `MP3`, `B2B`.
        Shape::Mixed if digits > 0 && (letters < 5 || digits < 2 || low.len() < 8) => 5,
        Shape::Mixed if small < letters => 34,
        Shape::Mixed => 32,
        Shape::Joined => 26,
        Shape::Common if digits > 0 => 26,
        Shape::Phrase if bare.contains(['.', '_', '/']) => 20,
        Shape::Name if bare.contains(['.', '_']) && small >= 4 && digits == 0 => 20,
        Shape::Name if bare.contains('-') && small >= 4 && digits == 0 => 14,
        Shape::Phrase | Shape::Hyphen => 12,
        _ => return None,
    };
    let broken = low.starts_with(['-', '=', '+', '/', '.', ',']) || low.contains(['(', ')', '<', '>', '{', '}', '[', ']', ';', '"', '\\', ',', ':', '=']) || code::is_code(low);
    (!broken && low.len() >= 7).then_some(looks)
}

/// Letters stand on both sides of a digit, and nothing but letters and digits.
fn is_spelt_with_digits(low: &str) -> bool {
    let bytes = low.as_bytes();
    low.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && bytes.windows(3).any(|three| three[1].is_ascii_digit() && three[0].is_ascii_alphabetic() && three[2].is_ascii_alphabetic())
}

/// What speaks against it: a reference, a rule to keep to, a line of a program.
fn against(window: &Window, run: &Run, said: &str) -> i32 {
    let sentence = window.text(context::sentence_start(window, run.range.start)..run.range.start);
    let line = window.text(window.line_start(run.range.start)..window.line_end(run.end));
    let thing = if THING.is_match(said) { -40 } else { 0 };
    let rule = if context::is_rule(sentence) || code::is_once(line) { -55 } else { 0 };
    let noun = if NOUN.is_match(window.text(run.range.start.saturating_sub(12)..run.range.start)) { -30 } else { 0 };
    thing + rule + noun + if context::is_program(line) { -40 } else { 0 }
}
