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
        r" | digi-?codes? | codes?\s(?:pin\s)?(?:de\s|du\s|de\sla\s|de\sl')?(?:carte|cb|portail|portillon|porte|immeuble|alarme|garage|coffre|cadenas|sim|cave|barriere|parking|hall|local)",
        r" | (?:door|gate|alarm|access|entry|key\s?safe|safe|lock|padlock|garage|security\spanel|unlock|card|sim|lockbox|keypad|voicemail|key\s?box|till|locker)\s(?:pin\s)?(?:codes?|pins?|combination)",
        r" | codes?\s(?:for|to|of)\s(?:the\s)?(?:front\s|back\s|main\s|side\s)?(?:door|gate|alarm|safe|building|garage|lockbox|card|office|entrance))\b"
    ))
});
/// A thing that nothing but a code opens needs no other word: `alarme : 2580`, `the key safe is 4417`.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?P<thing>alarme?|key ?safe|lockbox)(?:\s(?:du|de la|de l'|at|in|for) ?(?:the )?[a-z]+)?\s?(?:[:=]|,?\s(?:c'est|c|is|est|it's)\s|\s(?:[a-z']+\s){0,3}(?:avec|with)\s(?:le\s|the\s)?[0-9])",
    )
});
/// `use 8830 to disarm the alarm`: what comes before it is no other code.
static DISARMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:to|pour)\s(?:disarm|unset|set|silence|turn off|stop|reset|couper|desactiver|desarmer|arreter|eteindre|activer|armer)\s(?:the\s|l')alarme?\b",
    )
});
/// A word to be said rather than typed.
static SPOKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:mots?[ -]de[ -]codes?|mots? (?:secrets?|magiques?|de securite)|code[ -]?words?|(?:security|secret|safe|magic) ?words?|memorable (?:word|place|name|date)s?|mots? memorables?|sesames?)\b",
    )
});
/// A login stands before: the code beside it is its password.
static OF_LOGIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:utilisateur|identifiants?|ident|id|login|user(?: ?name| id)?|compte|matricule|adherent|account|pseudo|profil|profile|n°|number|numero|badge|agent|operateur|operator)\s?:?\s?[a-z0-9._@-]*[a-z0-9]\s?(?:[,;/|+&-]|\set|\sand|,?\spuis|,?\sthen|\savec|\swith)\s?(?:et\s|and\s)?(?:son\s|le\s|the\s|ton\s|your\s)?$",
    )
});
/// Codes that are passwords with another name.
static LIKE_PASSWORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:auth(?:orisation|orization|entication|info)?|epp|transfer|recovery|webfiling|parental|unlock|bitlocker|filevault) codes?\b|\bcodes? (?:epp|auth|d'autorisation|de transfert|de recuperation|de secours|parental|bitlocker|webfiling|famille|classe|eleve|groupe|visiteur)\b|\b(?:family|class|join|guest|visitor) codes?\b",
    )
});
static PIN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:pins?|puk[12]?|codes?|combinaison|combination)\b"));

/// What such a code opens.
static OPENS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:porte|portes|portail|portillon|entree|entrer|alarme|coffre|cadenas|immeuble|garage|local|cave|boite a cles?|parking|barriere|hall|sas|telephone|tablette|photocopieuse|copieuse|portillon|badge|salle|wc|toilettes|vehicule|cochere|",
        r"carte|cb|sim|ascenseur|gite|residence|batiment|atelier|bureaux?|vestiaire|casier|serrure|interphone|mobile|imprimante|copieur|photocopieur|",
        r"vendeur|vendeuse|caisse|pointeuse|badgeuse|pointage|tel|portable|iphone|smartphone|messagerie vocale|repondeur|bitlocker|demarrage|tpe|terminal de paiement|telesurveillance|videosurveillance|surveillance|",
        r"armoire|grille|remise|abri|boite aux lettres|consigne|coffret|laverie|piscine|dechetterie|ecole|creche|camion|fourgon|televiseur|tele|box tv|volets?|douches?|camping|sanitaires|store|reserve|entrepot|depot|chambre froide|",
        r"door|doors|gate|alarm|safe|padlock|building|lockbox|lock|locker|entrance|office|elevator|lift|key ?box|keypad|panel|phone|tablet|card|shed|front desk|warehouse|printer|",
        r"key ?safe|till|cash register|register|time ?clock|voicemail|answerphone|copier|photocopier|barrier|car park|bike|storage|store ?room|stockroom|server room|flat|apartment|cottage|boot|startup|van|truck|tv|cabinet|cupboard|",
        r"mailbox|letterbox|loft|barn|shutters?|turnstile|gym|pool|restroom|toilets?|showers?|campsite|laundry|bathroom|loo|entry|entryphone|intercom|buzzer|back door|side door|debit|credit card)\b"
    ))
});
static ONCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"verification|verifier|verify|usage unique|one[- ]time|single[- ]use|\botp\b|(?:expire|valable|valide|valid|good)\w*\s(?:dans|pendant|for|in|until|jusqu)",
        r"|confirm|authentifi|authentication|two[- ]factor|2fa|double facteur|securite (?:a |est|:|pour)|ne (?:le )?(?:partagez|communiquez|divulguez)",
        r"|security code|recu par sms|code sms|sign[- ]in code|login code|code de connexion|do not share|don't share|reinitialis|this code|ce code (?:est|expire)|temporary code|code temporaire|activation|\bcolis\b|\bparcel\b|\bpoint relais\b|\bpick-?up\b"
    ))
});
/// Never what opens a thing, whatever is said beside it.
static NOT_ONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:dress|zip|post|postal|error|area|country|promo|source|qr|bar|discount|voucher|coupon|tax|hs|booking|tracking|referral|invite|pick-?up|collection|parcel|delivery|status|exit|colou?r|morse|penal|reference)[ -]$",
    )
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
        r"retrait|de retrait|tarif|suivi|de suivi|reservation|de reservation|dossier|rome|fiscal|rejet|retour|of conduct|review|change|base|path|block|section|red|orange|rouge|name|point|page|monetique|ean|rivoli|commune|parrainage|de parrainage)\b"
    ))
});
static OF_ACCOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s(?:(?:pour |de |du |d'|for |to )(?:\w+\s|l')?)?(?:boite mail|mail|messagerie|session|ordi|ordinateur|pc|portable|mac|netflix|visio|zoom|espace client|wi-?fi|laptop|computer|mailbox)\b",
    )
});
static HARDWARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"gpio|connector|pinout|jumper|solder|voltage|\birq\b|header|\bbus\b|kernel|ground|\bled\b")
});

/// The label of a code at the window's anchor.
pub(super) fn label(window: &Window) -> Option<Label> {
    if let Some(label) = word_like(window) {
        return Some(label);
    }
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
    if let Some(range) = around(window, &DISARMED, 60) {
        return (!ONCE.is_match(near)).then_some(Label {
            family: Family::Pin,
            plural: false,
            range: range.end..range.end,
            strength: 30,
        });
    }
    if let Some(range) = around(window, &THING, 0) {
        let thing = THING.captures(window.text(range.clone()))?.name("thing")?.end();
        let range = range.start..range.start + thing;
        return (!ONCE.is_match(near)).then_some(Label { family: Family::Pin, plural: false, range, strength: 30 });
    }
    let range = around(window, &PIN, 0).filter(|range| whole(window, range.end))?;
    let word = window.text(range.clone());
    let before = window.text(window.line_start(range.start).max(range.start.saturating_sub(100))..range.start);
    let after = window.text(range.end..range.end + 60);
    if other(&range) || ONCE.is_match(near) || NOT_ONE.is_match(before) {
        return None;
    }
    if OF_LOGIN.is_match(before) && word.starts_with("code") {
        return Some(Label { family: Family::Password, plural: false, range, strength: 30 });
    }
    // The code of a session, of a mailbox: what people call a code is a password.
    if word == "code" && OF_ACCOUNT.is_match(after_phrase(after)) {
        return Some(Label { family: Family::Password, plural: false, range, strength: 26 });
    }
    let strength = match word.as_bytes() {
        [b'p', b'i' | b'u', ..] if HARDWARE.is_match(near) => return None,
        [b'p', b'i' | b'u', ..] if OPENS.is_match(after_phrase(after)) => 30,
        [b'p', b'i' | b'u', ..] => 26,
        _ if OTHER_BEFORE.is_match(before) && !OPENS.is_match(after_phrase(after)) && !OPENS.is_match(before) => {
            return None;
        }
        _ if OPENS.is_match(after_phrase(after)) => 30,
        _ if OPENS.is_match(before) => 26,
        _ if is_answer(window, &range) => 26,
        _ => return None,
    };
    Some(Label { family: Family::Pin, plural: word.ends_with('s'), range, strength })
}

/// A word to be said, or a code that is a password.
fn word_like(window: &Window) -> Option<Label> {
    let range = around(window, &SPOKEN, 8).or_else(|| {
        around(window, &LIKE_PASSWORD, 24).filter(|range| !ONCE.is_match(window.text(range.end..range.end + 100)))
    })?;
    Some(Label { family: Family::Password, plural: false, range, strength: 30 })
}

/// Whether codes that serve once, of shops, of parcels are spoken of.
pub(super) fn is_once(said: &str) -> bool {
    ONCE.is_match(said)
}

/// Whether the label names a word that is said: what follows is one.
pub(super) fn is_spoken(label: &str) -> bool {
    SPOKEN.is_match(label)
}

/// `C'est quoi le code de la porte ?`, further up, then `code 74B3`.
fn is_answer(window: &Window, label: &Range<usize>) -> bool {
    static QUESTION: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(?:codes?|pin|combination|combinaison)\b(?P<what>[^\n:=]{2,50})"));
    let earlier = window.text(label.start.saturating_sub(260)..label.start);
    let found = QUESTION.captures_iter(earlier).take(24).last();
    found.and_then(|found| found.name("what")).is_some_and(|what| OPENS.is_match(what.as_str()))
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
