//! Codes of a few digits: those that open a door, a card or a telephone are secrets; those of the post, of shops and of errors are not,
//! and those that serve once belong to notices.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label::{Family, Label, around};
use super::pattern::pattern;
use super::window::Window;

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?x) \b(?:codes?\s(?:pin|puk|sim|secrets?|confidentiels?|personnels?|d'(?:acces|entree|ouverture|alarme)|(?:de\s)?deverrouillage) | pin\scodes?",
        r" | digi-?codes? | codes?\s(?:pin\s)?(?:de\s|du\s|de\sla\s|de\sl')?(?:carte|cb|portail|portillon|porte|pointeuse|vendeur|immeuble|alarme|garage|coffre|cadenas|sim|cave|barriere|parking|hall|local)",
        r" | (?:door|gate|alarm|access|entry|safe|lock|padlock|garage|security\spanel|unlock|card|sim|lockbox|keypad)\s(?:pin\s)?(?:codes?|pins?|combination)",
        r" | codes?\s(?:for|to|of)\s(?:the\s)?(?:front\s|back\s|main\s|side\s)?(?:door|gate|alarm|safe|building|garage|lockbox|card|office|entrance))\b"
    ))
});
static PIN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:pins?|puk[12]?|codes?|sesame|combinaison|combination)\b"));

/// What such a code opens.
static OPENS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:porte|portes|portail|portillon|entree|entrer|alarme|coffre|cadenas|immeuble|garage|local|cave|boite a cles?|parking|barriere|hall|sas|telephone|tablette|photocopieuse|copieuse|portillon|tel|fixe|pointeuse|badgeuse|vendeu(?:r|se)|caisse|caissier|operateur|bitlocker|badge|salle|wc|toilettes|vehicule|cochere|",
        r"carte|cb|sim|ascenseur|gite|residence|batiment|atelier|bureaux?|vestiaire|casier|serrure|interphone|mobile|imprimante|copieur|photocopieur|",
        r"door|doors|gate|alarm|safe|padlock|building|lockbox|lock|locker|entrance|office|elevator|lift|key ?box|keypad|panel|phone|tablet|card|shed|till|time clock|bitlocker|key safe|store ?room|barn|cellar|front desk|warehouse|printer)\b"
    ))
});
static ONCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"verification|verifier|verify|usage unique|one[- ]time|single[- ]use|\botp\b|(?:expire|valable|valide|valid|good)\w*\s(?:dans|pendant|for|in|until|jusqu)",
        r"|confirm|authentifi|authentication|two[- ]factor|2fa|double facteur|securite (?:a |est|:|pour)|ne (?:le )?(?:partagez|communiquez|divulguez)",
        r"|security code|recu par sms|code sms|sign[- ]in code|login code|code de connexion|do not share|don't share|reinitialis|this code|ce code (?:est|expire)|temporary code|code temporaire|activation"
    ))
});
static OTHER_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:zip|post|postal|error|area|country|promo|source|bar|qr|status|exit|dress|discount|voucher|coupon|tax|product|item|return|dial|dialing|currency|branch|sort|swift|bank|",
        r"booking|tracking|referral|invite|color|colour|machine|byte|key|op|morse|penal|building|hs|activity|project|cost|class|gift|reference|customer|client|le|ce|un|the|a|this|your|no|my|of)[ -]$"
    ))
});
static OTHER_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\s(?:promo|postal|postaux|client|clients|source|barres?|barre|qr|erreur|d'erreur|civil|penal|du travail|de la route|de conduite|de commerce|ape|naf|insee|iban|bic|swift|guichet|banque|",
        r"article|produit|affaire|projet|analytique|journal|couleur|pays|fournisseur|reduction|de reduction|remise|avantage|cadeau|iso|tva|douanier|comptable|agence|etablissement|",
        r"suivi|de suivi|reservation|de reservation|dossier|rome|fiscal|rejet|retour|of conduct|review|change|base|path|block|section|red|orange|rouge|name|point|page|monetique|ean|rivoli|commune|parrainage|de parrainage)\b"
    ))
});
static OF_ACCOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s(?:pour |de |du |d'|for |to )(?:\w+\s|l')?(?:boite mail|mail|messagerie|session|ordi|ordinateur|pc|portable|mac|netflix|visio|zoom|espace client|wi-?fi|laptop|computer|mailbox)\b",
    )
});
static HARDWARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"gpio|connector|pinout|jumper|solder|voltage|\birq\b|header|\bbus\b|kernel|ground|\bled\b")
});

/// The label of a code at the window's anchor.
pub(super) fn label(window: &Window) -> Option<Label> {
    let near = window.text(window.anchor.saturating_sub(150)..window.anchor + 150);
    let other = |range: &Range<usize>| OTHER_AFTER.is_match(window.text(range.end..range.end + 60));
    let named = around(window, &NAMED, 20).filter(|range| whole(window, range.end) && !other(range));
    if let Some(range) = named {
        // `code d'accès` of a bank's message may serve once; a door's does not.
        let opens = OPENS.is_match(window.text(range.clone())) || window.text(range.clone()).contains("pin");
        if !opens && ONCE.is_match(near) || HARDWARE.is_match(near) {
            return None;
        }
        return Some(Label { family: Family::Pin, plural: false, range, strength: 30 });
    }
    if let Some(label) = word(window) {
        return Some(label);
    }
    let range = around(window, &PIN, 0).filter(|range| whole(window, range.end))?;
    let word = window.text(range.clone());
    let before = window.text(window.line_start(range.start).max(range.start.saturating_sub(100))..range.start);
    let after = window.text(range.end..range.end + 60);
    if other(&range) || ONCE.is_match(near) {
        return None;
    }
    // The code of a session, of a mailbox: what people call a code is a password.
    if word == "code" && OF_ACCOUNT.is_match(after_phrase(after)) {
        return Some(Label { family: Family::Password, plural: false, range, strength: 26 });
    }
    // `utilisateur caisse2, code 8080`: the code of a login is a password.
    static LOGIN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:log-?in|identifiant|ident|id|user(?:name)?|utilisateur|compte|account)\s?:?\s?\S{2,40}?\s?[,;/]\s(?:et |and )?$",
        )
    });
    static OPENED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s\S+\s(?:pour|de|du|for)\b"));
    if word == "code" && LOGIN.is_match(before) && !OPENED.is_match(after) {
        return Some(Label { family: Family::Password, plural: false, range, strength: 30 });
    }
    // The answer to a question about one.
    static ASKED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bcodes?\b[^.!?\n]{0,30}(?P<thing>[^.!\n]{0,30})"));
    let earlier = window.text(range.start.saturating_sub(140)..range.start);
    let asked = word == "code"
        && ASKED.captures(earlier).and_then(|found| found.get(0)).is_some_and(|found| OPENS.is_match(found.as_str()));
    let strength = match word.as_bytes() {
        [b'p', b'i' | b'u', ..] if HARDWARE.is_match(near) => return None,
        [b'p', b'i' | b'u', ..] => 26,
        _ if OTHER_BEFORE.is_match(before) && !OPENS.is_match(after_phrase(after)) && !OPENS.is_match(before) => {
            return None;
        }
        _ if OPENS.is_match(after_phrase(after)) => 30,
        _ if OPENS.is_match(before) || asked => 28,
        _ => return None,
    };
    Some(Label { family: Family::Pin, plural: word.ends_with('s'), range, strength })
}

/// A word rather than digits: `code word`, `mot de code`, `auth code`; and `pour l'alarme c'est 7741`.
fn word(window: &Window) -> Option<Label> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:mots?\s(?:de\s)?(?:code|secret)|code\s?words?|(?:security|secret)\swords?|(?:web|company|companies house)\s?(?:filing\s)?auth(?:entication)?\scodes?)\b",
        )
    });
    static ALARM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^alarme?\s?,?\s?(?:(?:c'est|it's|is|est|tape[rz]?|fais|compose[rz]?|use|enter|press)\s\d{4,6}[a-z]?|:\s?\d{4}[a-z]?)(?:[\s.,;]|$)",
        )
    });
    static FOR: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:\b(?:pour|for|the|la)\s(?:l'|the\s)?|\bl'|(?:^|\n)\s*)$"));
    if window.text(window.anchor..window.anchor + 5) == "alarm" {
        let after = window.text(window.anchor..window.anchor + 40);
        let before = window.text(window.anchor.saturating_sub(12)..window.anchor);
        let length = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let range = window.anchor..window.anchor + length;
        return (ALARM.is_match(after) && FOR.is_match(before)).then_some(Label {
            family: Family::Pin,
            plural: false,
            range,
            strength: 30,
        });
    }
    let range = around(window, &WORD, 24)?;
    Some(Label { family: Family::Password, plural: false, range, strength: 30 })
}

/// What a code opens, as it is called beside it: in the label, then before, then behind.
pub(super) fn opened(window: &Window, label: &Range<usize>, value: &Range<usize>) -> Option<Range<usize>> {
    let places = [
        label.start..value.start.max(label.end),
        label.start.saturating_sub(100)..label.start,
        value.end..value.end + 40,
    ];
    places.into_iter().find_map(|place| {
        let found = OPENS.find_iter(window.text(place.clone())).last()?;
        Some(place.start + found.start()..place.start + found.end())
    })
}

/// What still belongs to the label: up to the sign or verb that joins it with its value.
fn after_phrase(after: &str) -> &str {
    let end = after.find([':', '=', '.', ',', ';', '!']).unwrap_or(after.len());
    &after[..end]
}

fn whole(window: &Window, end: usize) -> bool {
    !(window.at(end) == b'-' && window.at(end + 1).is_ascii_alphanumeric())
        && window.at(end) != b'('
        && window.at(end) != b'_'
}

/// Whether the folded text has the shape of a code: digits, at most a few letters and the keys of a door.
pub(super) fn is_code(low: &str) -> bool {
    let digits = low.bytes().filter(u8::is_ascii_digit).count();
    let letters = low.bytes().filter(u8::is_ascii_alphabetic).count();
    let keys = low.bytes().filter(|byte| matches!(byte, b'*' | b'#' | b'-' | b'.')).count();
    let least = if letters > 0 { 2 } else { 3 };
    (least..=10).contains(&digits)
        && letters <= 3
        && keys <= 2
        && digits + letters + keys == low.len()
        && (3..=12).contains(&low.len())
        && digits + letters >= 3
        && (letters == 0 || digits >= 3 || low.len() >= 4)
}
