//! What the words around a run speak of: getting into something, or anything else.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::pattern;

/// Somebody gets in, or is kept out.
static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:mots? de passe|mdp|pass ?words?|pwd?|log-?in|logon|log(?:s|ged|ging)? (?:me |you )?(?:in|on|out)(?:to)?|sign(?:s|ed)?[ -]?(?:in|on)|identifiants?|(?:mon|ton|ta|le|un|votre|notre|my|your|our|the|of|du|ces|compte)\scompte|comptes?|accounts?|acces|access|accede\w*|connect(?:e|er|ez|ion)?|connexion",
        r"|wi-?fi|wpa[23]?|unlock\w*|locked|deverrouill\w+|verrouill\w+|debloqu\w+|protege\w*|protected|credentials?|locked out|session|get(?:ting)? in(?:to)?|you're in|let (?:you|me|him|her) in|on entre|entrer dans|second box|2e case|seat|creds?|secret|phrase|passphrase|ssh|s?ftp|rdp|(?:guest|home|office|visitor)s?'? network|reseau (?:invites?|visiteurs?)|cle partagee|cle de chiffrement|encryption key|encrypted|chiffre\w*|get(?:s|ting)? (?:you |me |us )?(?:in|on)(?:to)?\b|pour (?:entrer|rentrer|ouvrir)|to open)\b"
    ))
});
/// What has a password.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:netflix|steam|xbox|gateway|api|users?|enrol\w*|cctv|cameras?|ipad|iphone|mac|macbook|chromebook|pc|phone|telephone|smartphone|jira|windows|macos|confluence|trello|slack|notion|github|gitlab|jenkins|salesforce|odoo|moodle|pronote|wordpress|dropbox|canva|mailchimp|booking|airbnb|grafana|postgres\w*|mysql|database|bdd|terminal|override|supervisor|superviseur|amazon|paypal|ebay|vinted|leboncoin|apple id|icloud|freebox|livebox|bbox|box|modem|hotspot|kiosk|tpe|planner|planning|registre|register|export|workbook|spreadsheet|fichier|classeur|dossier partage|folder|usb|veracrypt|bitlocker|backups?|sauvegardes?|disque|enregistreur|recorder|disney\+?|spotify|prime|deezer|canal|doctolib|ameli|impots|caf|facebook|insta\w*|gmail|xero|sage|clio|portails?|portals?|sites?|website|page|drive|apps?|appli|cms|padlet|ged|rota|caisse|boite (?:mail|pro|de courrier)|mailbox|messagerie|webmail|caisses?|tills?|epos|tablet(?:te)?s?|laptops?|ordi\w*|computers?|zip|pdf|archive|crm|erp|visio",
        r"|imprimante|printer|borne|data ?room|router|alarm\w*|safe|vault|intranet|extranet|espace|software|logiciel|plateforme|platform|system|iplayer|shared|partage|admin|blog|forum|streaming|cloud|server|serveur|nas|vpn)\b"
    ))
});

/// Something is asked for, changed, spelt.
static HINT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:it|page|screen|that|excel|word|windows) (?:asks|asked|wants|kept asking|keeps asking)|asks? (?:you )?for|asks\b|(?:le|la|vous|te|me|on) demande\w*|(?:new|old|temp\w*|current|same|previous) one|(?:le|la) (?:nouveau|nouvelle|provisoire)|l'ancien(?:ne)?|l'actuel|changed (?:it|them|mine|that|ours)|(?:l'|les |la )(?:ai|as|a|avons) (?:change|changee|remis|remise)|remis a zero|redevenu|reinitialise\w*|it was reset|been reset|majuscules?|minuscules?|capitals?|caps|upper ?case|lower ?case|case[- ]sensitive|ouvre|ouvrent|ouvrir|ouvrez|opens?|opened|everything now|pour tout|partout|memorable|a l'invite|prompt(?:ed|s)?)\b",
    )
});

/// Of nothing that has a password.
pub(super) const NOWHERE: i32 = -8;

/// Of somebody who gets into what has one.
pub(super) const MOST: i32 = 20;

/// Points for what is spoken of.
pub(super) fn weight(said: &str) -> i32 {
    match (ENTRY.is_match(said), THING.is_match(said)) {
        (true, true) => MOST,
        (true, false) => 14,
        (false, true) if HINT.is_match(said) => 14,
        (false, true) => 10,
        (false, false) if HINT.is_match(said) => 6,
        (false, false) => NOWHERE,
    }
}
