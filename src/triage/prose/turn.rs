//! Where what follows a label takes another turn: the sentence after it, an answer, a label of its own.

/// What the next sentence begins with where it goes on about the same password.
const GOING_ON: [&str; 18] = [
    "c'est",
    "il est",
    "it is",
    "it's",
    "le nouveau",
    "the new",
    "nouveau",
    "new ",
    "voici",
    "le voici",
    "here",
    "utilise",
    "use ",
    "ce sera",
    "maintenant",
    "desormais",
    "now ",
    "a partir",
];
/// Words an answer begins with.
const ANSWERS: [&str; 16] = [
    "yes", "yep", "yeah", "sure", "oui", "ouais", "hi", "hello", "bonjour", "salut", "ok", "pardon", "sorry", "desole",
    "hey", "oops",
];
/// What another value stands behind.
const LABELS: [&str; 12] =
    ["login", "identifiant", "username", "utilisateur", "mdp", "password", "user", "url", "id", "passe", "pwd", "nom"];

/// Whether a sentence that begins so goes on about the same password.
pub(super) fn goes_on(sentence: &str) -> bool {
    GOING_ON.iter().any(|start| sentence.starts_with(start))
}

/// Whether an answer begins with this word.
pub(super) fn is_answer(word: &str) -> bool {
    ANSWERS.contains(&word)
}

/// Whether another value may stand behind this word.
pub(super) fn is_label(word: &str) -> bool {
    LABELS.contains(&word)
}
