//! A code told without being called one: `bin store 2112`, `composez le 0713 sur la boîte à clés`, `arm with 246810`. Something that
//! a code opens must be named beside it, and words that hand it over.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::code;
use super::context;
use super::cue;
use super::judge::Judged;
use super::lexicon::LEXICON;
use super::pattern::pattern;
use super::window::Window;

/// What is opened with a code; right before the code it names it.
const THINGS: &str = concat!(
    r"(?:(?:front |back |side |staff |main |rear |garage |street |entrance |outer |inner |cellar |shed )?(?:doors?|gates?)|(?:bin|bike|cycle|tool|boot|key|wine) ?(?:stores?|sheds?|rooms?|safe|box|cupboard)|safe|lock ?box|key ?pad|(?:pad|bike |door |combination )locks?|lift|elevator|shutters?|barriers?|alarm|entry|entrance|turnstile|lockers?|stairlift|gatehouse|entryphone",
    r"|portails?|portillons?|portes?|entree(?: de service)?|digi-?codes?|coffres?(?:-forts?)?|cadenas|alarme|garage|boites? a cle(?:f?s)?|ascenseur|immeubles?|hall|barriere|residence|local|rideau|volet|consigne|casier|grille|interphone|vigik|clavier|antivol|vestiaires?|coffret|caissette|cash ?(?:tin|box)|strong ?box|gun ?(?:safe|cabinet)|ecran|screen|panel|panneau|vitree|pieton|sas|cle(?:f)? box|boitier|store ?room|armoire|baie|tiroir|drawer|rack|override)"
);
static THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?:{THINGS}|carte|cb|card|sim|tablet(?:te)?s?|telephone|phone|mobile|portable|caisse|till|valise|suitcase|velo|bike|lock)\b"
    ))
});
/// A thing, at most a few words on, then what joins it with its code.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b{THINGS}(?:'s)?(?:\s(?:[a-z0-9'&/-]+|\([^()\n]{{1,30}}\))){{0,5}}?(?:'s\s|\s-\s|\s?(?:[:=]|\.{{3,}}|[-=]+>|\t|\|)\s*(?:(?:c'est|it's|on a mis|le|the|is)\s)*|,?\s(?:c'est|est|is|sera|is now|it's|its|ct|c|par|avec|with|to|now|maintenant|en|code|puis|then|wants|veut|takes)\s(?:le\s|the\s|by\s|now\s|maintenant\s)?)$"
    ))
});
/// `staff door 8825`, `lift to B2 1407`; but `door 1204` is only its number.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?:{THINGS}(?:\s[a-z0-9'&-]+){{1,2}}|(?:[a-z]+|[0-9](?:e|eme|nd|rd|st|th)) (?:doors?|gates?|stores?|sheds?|(?:pad)?locks?|safe|box|portes?)|cadenas|digi-?codes?|key ?safe|lock ?box|key ?pad|boites? a cle(?:f?s)?|alarme?|vigik|keypad|digicode|interphone)\s(?:- )?$"
    ))
});
/// A hand on the keys.
static DIALLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:compose[rsz]?|composant|tape[rsz]?|fai(?:s|tes|re)|press(?:ing)?|punch(?: in)?|key in|put in|type(?: in)?|enter|dial|(?:dis|re)?arm(?:e|ed|er|ez|s)?(?: it)?(?: with| avec)?|on a mis|j'ai mis|i've put|i put|put|asks for(?: [a-z]+)?|ouvre[sz]?(?: [a-z']+){0,4} avec|opens?(?: [a-z']+){0,4} with|met[sz]?|mettez|rentre[rz]?|saisi[rst]|saisissez|valide[rz]?|en tournant|turning|ouvre avec|unlocks? (?:with|w)|changed (?:[a-z' ]{1,30} )?to|overrid(?:e|den)|entered|set to|use|utilise[rz]?)",
        r"\s(?:(?:with|avec|le|the|in|ensuite|then|code|a)\s){0,2}$"
    ))
});
/// A code is spoken of in the sentence, then `c'est`, `:`; or above, and a cell begins.
static SPOKEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:codes?|combinaison|combination|digicodes?)\b"));
static SAID: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:\s(?:c'est|is|est|it's|its|c|to|en|,)\s(?:le\s|the\s|now\s)?|,\s|[:=]\s?)$"));
static HEADED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:codes?|combinaison|combination|digicodes?|doors|entry|acces|entree)\b"));
static CELL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\.{3,}\s?|[a-z0-9)][ \t]{2,}|\t|\|\s?)$"));
/// `donc 1958`, `so 55-09-17`, `is oh-four-five-one, 0451`.
static CONCLUDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:donc|so|soit|i\.e\.|c'est-a-dire)\s$|\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|un|deux|trois|quatre|cinq|sept|huit|neuf)[-, ]+){2,}$",
    )
});
/// `code 0420`: of what it is not said.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:[,;:(+]\s?|\b(?:le|the|and|et|avec|with)\s)(?:codes?|pin)\s(?:d'acces\s|secret\s|is\s|est\s)?$")
});
/// What the code does, or where it is keyed in, said behind it: `3141 to unset`, `9B42A au portail`.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^\)?,?\s(?:(?:to|pour)\s(?:l'|le\s|la\s|les\s|the\s)?(?:set|unset|arm|disarm|re-?arm|unlock|lock|open|get in|let yourself in|ouvrir|entrer|rentrer|activer|desactiver|armer|desarmer|couper|deverrouiller|allumer|eteindre|{THINGS})\b|(?:au|a la|a l'|sur|pour|for|on|at|opens?|ouvre|unlocks?|is|c'est)\s?(?:le\s|la\s|les\s|the\s|l'|celui (?:du|de la)\s|that of the\s)?(?:[a-z]+\s)?(?:{THINGS}|locks?|valise|suitcase|caisse|till)\b)"
    ))
});
/// `pour déverrouiller l'écran 4862`, `to get into the flat, 4862`.
static PURPOSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:pour|to|for)\s(?:l'|le\s|la\s|les\s|y\s|the\s)?(?:deverrouiller|debloquer|ouvrir|entrer|rentrer|desactiver|couper|armer|desarmer|unlock|unlocking|open|opening|get (?:in|into)|getting (?:in|into)|disarm|arm|unset|set|silence)\b[^.;:\n]{0,30}?(?:\s|,\s|\s?:\s)$",
    )
});
/// `c'est marignan (1515)`, `it's Hastings, 1066`: what the code is, in a word, then the code.
static RETOLD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\b(?:c'?est|c|ct|is|est|it's|its|sur)|=|:)\s(?:[a-z'0-9-]+\s){1,5}\($|\b(?:birthday|anniversaire|naissance|year|annee|house number|numero de rue|backwards|envers|twice|deux fois|birth|born|departement|postcode|code postal|bataille|battle)[a-z' ]{0,24}[,:(]\s?$",
    )
});
static TURNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:combinaison|combination|cadenas|coffres?|padlock|safe|locker|turn(?:ing)?|tourne[rz]?)\b")
});
/// A number of something else.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\b(?:sort code|n°|no\.?|num|numero|number|unit|flat|room|chambre|salle|apt|appt|appartement|ext|extension|poste|ref|reference|facture|invoice|order|commande|tel|telephone|phone|call|appele[rz]?|appel|fax|mobile|port|kernel|version|model|isbn|rue|road|street|avenue|bd|job|case|dossier|lot|batch|badge|carte|card|ending|terminant par|poids|kg|sms au|text|(?:compteur|meter|releve|eau|gaz|index)(?: [a-z]+)?)\s?[:#.]?\s?|[$£€]\s?|/|#)$",
    )
});

/// The code that starts at the window's anchor, if it is handed over there.
pub(super) fn dialled(window: &Window) -> Option<Judged> {
    let range = digits(window)?;
    let said = window.text(range.start.saturating_sub(200)..range.start).trim_end_matches('(');
    let near = window.text(range.start.saturating_sub(160)..range.end + 70);
    let line = window.text(window.line_start(range.start)..window.line_end(range.end));
    let sentence = window.text(context::sentence_start(window, range.start)..range.start);
    let whole = window.text(range.start.saturating_sub(200)..range.start);
    let closed = window.at(range.end) == b')';
    let ends = ends(window, range.end);
    let low = window.text(range.clone());
    let special = low.starts_with('0')
        || low.ends_with(|c: char| !c.is_ascii_digit())
        || low.starts_with(|c: char| !c.is_ascii_digit());
    let named = ends && CODE.is_match(said);
    let of_a_wheel = range.len() == 8 && low.bytes().filter(|byte| *byte == b'-').count() == 2;
    let turned = of_a_wheel && !OTHER.is_match(said) && TURNED.is_match(near);
    let handed = match () {
        () if named => 14,
        () if turned => 24,
        () if OTHER.is_match(said) => return None,
        () if DIALLED.is_match(said) => 26,
        () if CONCLUDED.is_match(said) => 30,
        () if (ends || special) && NAMED.is_match(said) => 24,
        () if BEHIND.is_match(window.text(range.end..range.end + 50)) && !code::is_once(near) => 20,
        () if ends && PURPOSE.is_match(said) => 20,
        () if (ends || closed) && RETOLD.is_match(whole) => 17,
        () if ends && BESIDE.is_match(said) && !is_of_sentence(said) => 17,
        () if ends && SAID.is_match(said) && SPOKEN.is_match(sentence) => 16,
        () if ends && CELL.is_match(said) && HEADED.is_match(said) => 16,
        () if ends && cue::words(said) > 0 => 8,
        () => return None,
    };
    // What stands right before is looked at first: it takes less time.
    if !named && !turned && !THING.is_match(near) {
        return None;
    }
    let against = if context::is_rule(near) || code::is_once(sentence) || context::is_program(line) { -55 } else { 0 };
    let belief = 45 + handed + if special { 6 } else { 0 } - if is_year(low) { 14 } else { 0 } + against;
    Judged::of_told(range, None, belief)
}

/// `0713`, `1258C`, `3306#`, `4 8 1 5 2`.
pub(super) fn digits(window: &Window) -> Option<Range<usize>> {
    static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:[a-z]?[0-9]{4,6}[a-z]?[#*]?|[0-9]{2}[a-z][0-9]{2}|[0-9]{2}-[0-9]{2}-[0-9]{2}|[0-9]{3}[a-z][#*]?|[0-9][a-z][0-9]{2}[a-z]?|[a-z][0-9]{2}[a-z][0-9]?|[a-z][0-9]{3}[a-z]?|[0-9]{2}[a-z][0-9][a-z]?|[0-9](?: [0-9]){3,5}|[0-9](?:-[0-9a-z]){3,5})(?:[.,;:!?)\x22']*(?:\s|$|\|))",
        )
    });
    let rest = window.text(window.anchor..window.anchor + 20);
    let found = DIGITS.find(rest)?;
    let length = found.as_str().trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '#' && c != '*').len();
    let end = window.anchor + length;
    // `15h30`, `a4c2`
    let low = window.text(window.anchor..end);
    let mixed =
        low.len() < 6 && low.bytes().skip(1).take(low.len().saturating_sub(2)).any(|byte| byte.is_ascii_alphabetic());
    let small = window.chars.get(window.anchor..end)?.iter().any(|c| c.is_lowercase());
    if mixed && small || low.contains('h') && low.len() == 5 && !low.ends_with('h') {
        return None;
    }
    // A group of a longer number.
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let before = window
        .text(window.line_start(window.anchor)..window.anchor)
        .trim_end_matches(' ')
        .rsplit(' ')
        .next()
        .unwrap_or_default();
    let after = window.text(end..end + 3).trim_start_matches(' ').get(..1).unwrap_or_default();
    let grouped = digits(before) && before.len() >= 2 || digits(after);
    (!grouped).then(|| window.anchor..window.anchor + length)
}

/// Whether the last word is one of those between which no thing is named: `le bâtiment sans 4417`.
fn is_of_sentence(said: &str) -> bool {
    LEXICON.never.contains(said.trim_end().rsplit(' ').next().unwrap_or_default())
}

/// `1958`
pub(super) fn is_year(low: &str) -> bool {
    low.len() == 4 && (low.starts_with("19") || low.starts_with("20")) && low.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the phrase ends behind the code, or goes on with what to do next.
fn ends(window: &Window, end: usize) -> bool {
    static NEXT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:[.,;)!|]|\s*$|\s*\n|\s[-(|]|\t|\s(?:puis|then|et|and|pour|to|for|avec|with|star|etoile|like|comme|within|en|dans|if|si|quand|when|or|ou|mais|but|avant|before|after|apres|until|till|from|depuis|as|it|il|elle|ca|this|la|prends|remets|please|merci|thanks|stp|svp|ask|demande|sinon|otherwise|attention|pas|not|aussi|too)\b)",
        )
    });
    NEXT.is_match(window.text(end..end + 12))
}
