//! What Exchange says of a rule in words, where a table holds nothing else: `forward the message to x@y.example`.

use super::model::{Actions, Conditions, Deleting};

/// Lines of a description that are read.
const MOST_LINES: usize = 200;

/// Conditions and actions of a description in English or French.
pub fn read(description: &str) -> (Conditions, Actions) {
    let (mut conditions, mut actions) = (Conditions::default(), Actions::default());
    for line in description.lines().take(MOST_LINES) {
        let folded = line.trim().to_lowercase();
        let quoted = || line.split('\'').skip(1).step_by(2);
        if !action(&mut actions, &folded, line) {
            match folded.as_str() {
                text if text.contains("received from") || text.contains("reçu de") => {
                    conditions.senders.add_all(quoted())
                }
                text if text.contains("sent to") || text.contains("envoyé à") => {
                    conditions.recipients.add_all(quoted())
                }
                text if text.contains("specific words") || text.contains("mots spécifiques") => {
                    conditions.words.add_all(quoted())
                }
                text if text.contains("message type") => conditions.marks.add_all(quoted()),
                text if text.ends_with(':') || text.is_empty() => {}
                text => conditions.others.add(text),
            }
        }
    }
    conditions.everything = conditions.is_empty();
    (conditions, actions)
}

fn action(actions: &mut Actions, folded: &str, line: &str) -> bool {
    let starts = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
    let after = |word: &str| line.trim().rsplit_once(word).map(|(_, rest)| rest.trim()).unwrap_or_default();
    let french = ["transférer", "rediriger"];
    if starts(&["forward the message", "redirect the message", "forward it", "redirect it"]) {
        actions.to.add_all(after(" to ").split(" or ").flat_map(|part| part.split(" and ")));
    } else if starts(&french) {
        actions.to.add_all(after(" à ").split(" ou ").flat_map(|part| part.split(" et ")));
    } else if starts(&["permanently delete", "supprimer définitivement"]) {
        actions.deletes = Some(Deleting::ForGood);
    } else if starts(&["delete the message", "supprimer le message"]) {
        actions.deletes = Some(Deleting::Bin);
    } else if starts(&["move the message", "copy the message", "déplacer le message", "copier le message"]) {
        actions.folders.add_all(line.split('\'').skip(1).step_by(2));
    } else if starts(&["mark the message as read", "marquer le message comme lu"]) {
        actions.marks_read = true;
    } else if starts(&["stop processing", "arrêter le traitement", "arrêter de traiter"]) {
        actions.stops = true;
    } else if starts(&["apply the category", "mark the message", "pin the message", "appliquer", "marquer"]) {
        actions.labels = true;
    } else {
        return false;
    }
    true
}
