//! What a password opens: the service it is said to be for, a host, a link.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lexicon::LEXICON;
use super::pattern::pattern;
use super::window::Window;

/// What is known of it; each a range of the window's characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Opens {
    pub(super) service: Option<Range<usize>>,
    pub(super) host: Option<Range<usize>>,
    pub(super) url: Option<Range<usize>>,
}

static URL: LazyLock<Regex> = LazyLock::new(|| pattern(r#"\b(?:https?|ftps?|sftp|ssh|rdp|smb)://[^\s"'<>)\]]+"#));
static HOST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:serveur|server|host|machine)\s(?P<hyphen>[a-z0-9]+-[a-z0-9-]+)\b|\b(?:serveur|server|host|hote|machine|poste|nas|ip|adresse ip|sur|on|vm)\s?[:=]?\s?(?P<named>[a-z0-9-]+(?:\.[a-z0-9-]+){1,4}|[a-z][a-z0-9]*(?:-[a-z0-9]+)*-?\d+|\d{1,3}(?:\.\d{1,3}){3})\b",
        r"|(?P<dotted>\b(?:[a-z0-9-]+\.){1,4}(?:com|org|net|fr|eu|example|test|local|lan|io|info|be|ch|intra)\b)|(?P<ip>\b\d{1,3}(?:\.\d{1,3}){3}\b)"
    ))
});
/// Behind the label: `du VPN`, `pour Sage`, `for the staging server`.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:\s?\([^)]{1,30}\))?(?:\s(?:provisoire|temporaire|admin|administrateur|initial|actuel|perso|commun|root))?\s(?P<by>pour (?:acceder (?:a |au |aux )|ouvrir |se connecter (?:a |au |aux |sur )|entrer dans |rentrer dans )?|de |du |des |d'|sur |dans |for |of |to (?:access |open |enter |unlock )?|on |in |from )(?:l'|la |le |les |the |ton |ta |votre |mon |notre |your |our |my )?",
        r"(?P<name>[a-z0-9][a-z0-9'@&._/-]*(?: (?:[a-z0-9'@&._/-]+)){0,4}?)\s?(?:[:=(\n,]|->|=>|(?:est|is|c'est|sera|was|etait|will be|has been|a ete|provisoire|devient|reste|en|remains)\b|-\s|$)"
    ))
});
static ADJOINED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s(?P<name>[a-z0-9][a-z0-9._-]*(?: [a-z0-9._-]+)?)\s?(?:[:=]|(?:est|is|c'est|a ete|has been|was|reste|remains)\b)",
    )
});
/// Before the label: `accès au VPN`, `portail de la banque`, `compte Sage`, `pour le Wi-Fi`.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:(?:acces|access|connexion|connecter|connecte|log in|login|sign in|identifiants?|credentials?|codes)\s(?:a |au |aux |a l'|sur |de |du |des |d'|pour |to |into |for |on |at )(?:l'|la |le |les |the |our |votre |notre |ton |your )?|(?:acces|compte|application|logiciel|service|account|espace|vpn account|for|pour)\s(?:l'|la |le |les |the |our |votre |notre |ton |your )?)",
        r"(?P<name>[a-z0-9](?:[a-z0-9'&._/-]*[a-z0-9])?(?: (?:de |du |des |d'|la |l')*[a-z0-9](?:[a-z0-9'&._/-]*[a-z0-9])?){0,3})|\b(?:(?:reseau|network)(?: name| wi-?fi)?\s?:\s?|ssid\s?:?\s?|reseau (?:\w+ )?s'appelle |wi-?fi\s?:\s?(?:reseau )?)(?P<net>[^\s,;/]+)|\b(?P<kind>(?:portail|portal|serveur|server|site|reseau|network|intranet|extranet|boite mail|messagerie|mailbox|router|routeur|box|nas|wi-?fi|vpn|alarme|alarm)(?: (?:de |du |des |d'|for |of )(?:la |l'|les |the )?[a-z0-9'-]+)?)\b"
    ))
});
/// Behind the value: `sur le serveur srv-compta`, `for the router`.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[!.?]?\s(?:sur|pour|on|for|dans)\s(?:l'|la |le |les |the |our |votre |notre |your )?(?P<name>[a-z0-9][a-z0-9'-]*(?: [a-z0-9][a-z0-9'-]*){0,2})",
    )
});
/// A list's item or a heading: `Sage : bob / Xy12!`, `- VPN :`.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|\n)\s*(?:[-*+]|\d[.)])?\s*(?P<name>[a-z0-9][a-z0-9'& ./-]{1,24}?)\s?(?::|\s-|->)\s*[*_]{0,2}$")
});

/// Right before the label, at the head of its line: `Canva login :`, `Roblox pw`.
static NOTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|\n|[,;] )(?P<name>[a-z0-9][a-z0-9.&'-]+(?: [a-z0-9.&'-]+)?) (?:(?:login|account|compte|admin)\s?[:,]?\s?)?$",
    )
});

/// What the value opens, from the words beside its label.
pub(super) fn opens(window: &Window, label: &Range<usize>, value: &Range<usize>, bounds: Range<usize>) -> Opens {
    let between = label.end.min(value.start)..value.start;
    let before = bounds.start..label.start.min(value.start);
    let after = value.end..bounds.end.min(value.end + 120);
    Opens {
        service: service(window, &between, &before, value),
        url: nearest(window, &URL, &before, &after).map(|range| trimmed(window, range)),
        host: host(window, &between, false)
            .or_else(|| host(window, &before, true))
            .or_else(|| host(window, &after, false)),
    }
}

fn service(
    window: &Window,
    between: &Range<usize>,
    before: &Range<usize>,
    value: &Range<usize>,
) -> Option<Range<usize>> {
    let near = before.end.saturating_sub(160).max(before.start)..before.end;
    let behind_value = value.end..window.line_end(value.end).min(value.end + 60);
    let places = [
        (&BEHIND, between),
        (&HEAD, &near),
        (&BEFORE, &near),
        (&ADJOINED, between),
        (&AFTER, &behind_value),
        (&NOTED, &near),
    ];
    places.into_iter().find_map(|(regex, place)| last_name(window, regex, place))
}

/// The last match of a stretch that can be a name.
fn last_name(window: &Window, regex: &Regex, place: &Range<usize>) -> Option<Range<usize>> {
    let names = regex.captures_iter(window.text(place.clone())).take(24).filter_map(|found| {
        // `vpn.atelier.example` is a host, not the VPN.
        let end = place.start + found.get(0)?.end();
        let dotted = window.at(end) == b'.' && window.at(end + 1).is_ascii_alphanumeric();
        let name = ["name", "net", "kind"].into_iter().find_map(|group| found.name(group))?;
        let start = place.start + name.start();
        let name = named_part(name.as_str());
        (!dotted && is_name(name)).then(|| start..start + name.len())
    });
    names.last()
}

/// Whether it can name a thing that is opened.
fn is_name(text: &str) -> bool {
    const NOT: [&str; 32] = [
        "ancien",
        "ancienne",
        "connexion",
        "toi",
        "user",
        "utilisateur",
        "login",
        "passe",
        "ouvrir",
        "acceder",
        "serveur",
        "server",
        "reseau",
        "network",
        "site",
        "entrer",
        "rentrer",
        "log",
        "sign",
        "identifiant",
        "username",
        "urgence",
        "info",
        "rappel",
        "instant",
        "moment",
        "now",
        "moi",
        "attention",
        "fyi",
        "bonjour",
        "url",
    ];
    let first = text.split([' ', '\'']).next().unwrap_or_default();
    let word = text.split(' ').next().unwrap_or_default();
    let known =
        |word: &str| LEXICON.never.contains(word) && !LEXICON.services.contains(word) || LEXICON.fillers.contains(word);
    let verb = LEXICON.copulas.contains(word) || LEXICON.givers.contains(word);
    text.len() >= 2
        && !NOT.contains(&text)
        && !known(word)
        && !known(first)
        && !verb
        && !text.starts_with("mot de")
        && text.split(' ').count() <= 6
}

/// A name without the verb or the purpose that goes on behind it: `VPN est prêt`, `server for`.
fn named_part(name: &str) -> &str {
    static BEYOND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\s(?:est|is|are|was|sera|sont|a|en|dans|pendant|pour|for|with|avec|et|and|qui|que|to|from|depuis|as|if|on|sur|ici|here|below|suivant|ci-dessous|mdp|pass\w*|login|identifiants?|mot|with|please|merci|c'est|si|voici|using|by|par|n'a|ne|n'est|has|have|will|been|s'appelle|changed?|:)(?:\s|$).*$",
        )
    });
    let name = BEYOND.find(name).map_or(name, |found| &name[..found.start()]);
    // A sentence ends, another begins.
    name.split(". ").next().unwrap_or_default().trim_end_matches('.')
}

fn nearest(window: &Window, regex: &Regex, before: &Range<usize>, after: &Range<usize>) -> Option<Range<usize>> {
    let place = |range: &Range<usize>, found: regex::Match<'_>| range.start + found.start()..range.start + found.end();
    let earlier = regex.find_iter(window.text(before.clone())).take(24).last().map(|found| place(before, found));
    earlier.or_else(|| regex.find(window.text(after.clone())).map(|found| place(after, found)))
}

fn host(window: &Window, within: &Range<usize>, last: bool) -> Option<Range<usize>> {
    let text = window.text(within.clone());
    let hosts = HOST.captures_iter(text).take(24).filter_map(|found| {
        let host = found
            .name("named")
            .or_else(|| found.name("hyphen"))
            .or_else(|| found.name("dotted"))
            .or_else(|| found.name("ip"))?;
        // The domain of an address is no host.
        let glued =
            text[..host.start()].ends_with(['@', '/', '.', '-', '_']) || text[host.end()..].starts_with(['@', '_']);
        (!glued).then(|| within.start + host.start()..within.start + host.end())
    });
    if last { hosts.last() } else { hosts.into_iter().next() }
}

fn trimmed(window: &Window, range: Range<usize>) -> Range<usize> {
    let kept = window.text(range.clone()).trim_end_matches(['.', ',', ';', ':', '!', '?']).len();
    range.start..range.start + kept
}
