//! A date that opens a file: `the payslip is locked with your date of birth, so in your case 22/07/1959`.

use std::sync::LazyLock;

use regex::Regex;

use super::context;
use super::judge::Judged;
use super::pattern::pattern;
use super::window::Window;

/// What is opened, or with what.
static OPENED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:mots? de passe|mdp|passwords?|passcode|codes?|pin|ouvr\w+|opens?|opened|unlock\w*|locked|protected|protege\w*|verrou\w*|deverrouill\w+|chiffre\w*|encrypted|pdf|zip|tape[rz]?|saisi\w+|type|enter)\b",
    )
});
/// The date, after what leads from its name to itself.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^[^\n!?]{2,110}?(?:\b(?:soit|donc|a savoir|cela fait|ca fait|ca donne|so|i\.e\.|ie|that is|case|cas|is|est|sera|would be|c'est|vous|toi|you|makes|like so|like this|ainsi|comme ca|comme ceci)\s?[,:]?|[,:(])\s",
        r"(?P<date>(?:[0-3][0-9](?:0[1-9]|1[0-2])(?:19[2-9][0-9]|20[0-2][0-9])|(?:19[2-9][0-9]|20[0-2][0-9])(?:0[1-9]|1[0-2])[0-3][0-9]|[0-3][0-9](?:0[1-9]|1[0-2])[0-9]{2}|[0-3]?[0-9][/.-](?:0?[1-9]|1[0-2])[/.-](?:[0-9]{4}|[0-9]{2})))(?:[.,;:!?)\x22]*(?:\s|$))"
    ))
});

/// The date behind the window's anchor, where it is told as what opens something.
pub(super) fn dated(window: &Window) -> Option<Judged> {
    let found = DATE.captures(window.text(window.anchor..window.anchor + 150))?.name("date")?;
    let range = window.anchor + found.start()..window.anchor + found.end();
    let said = window.text(window.anchor.saturating_sub(130)..range.start);
    let sentence = window.text(context::sentence_start(window, range.start)..range.start);
    let told = OPENED.is_match(said) && !context::is_rule(sentence);
    told.then(|| Judged::of_told(range, None, 66)).flatten()
}
