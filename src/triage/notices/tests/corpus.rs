//! Labelled mail that stands beside the project (`../shared/corpus`) and the project's own samples. Where the first is absent these tests
//! say so and pass.

#![allow(clippy::print_stdout, reason = "figures are printed, and what was skipped is said")]

use std::path::{Path, PathBuf};

use super::*;
use letter::read;

#[derive(serde::Deserialize)]
struct Phrase {
    kind: String,
    text: String,
}

/// The names of `notices.jsonl` and the rules that say the same. `mfa_any` is a list of search words for anything about a second factor or
/// a device; a code that expires is told as a code, whatever it was asked for.
const SAME: [(&str, &[&str]); 14] = [
    ("reset_requested", &["reset-requested", "verification-code"]),
    ("password_changed", &["password-changed"]),
    ("email_changed", &["email-changed"]),
    ("mfa_enabled", &["mfa-enabled"]),
    ("mfa_disabled", &["mfa-disabled"]),
    ("mfa_changed", &["mfa-changed"]),
    ("mfa_any", &["mfa-enabled", "mfa-changed", "mfa-disabled", "new-sign-in", "security-key"]),
    ("recovery_codes", &["recovery-codes"]),
    ("recovery_key", &["recovery-key"]),
    ("security_key", &["security-key"]),
    ("login_error", &["suspicious-sign-in"]),
    ("suspicious", &["suspicious-sign-in"]),
    ("new_device", &["new-sign-in"]),
    ("admin_action", &["admin-action"]),
];

fn beside(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(name);
    path.exists().then_some(path)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// A phrase in a message, in as many ways as a measurement may choose.
pub fn wrapped(phrase: &str) -> Vec<Mail> {
    let around = format!("Bonjour,\n\n{phrase}\n\nL’équipe du service\nNe répondez pas à ce message.");
    let english = format!(
        "Hello,\n\n{phrase}\n\nBest regards,\nThe team\n\nThis is an automatic message. 12 rue des Lilas, 75000 Paris"
    );
    vec![
        letter("Service <noreply@service.example>", phrase, vec![Text::plain(format!("{phrase}\n"))]),
        letter("alice@example.org", "Message", vec![Text::plain(phrase)]),
        letter("Alice <alice@example.org>", "Notification", vec![html(&format!("\n{phrase}\n"), &[])]),
        letter("Service <contact@service.example>", phrase, vec![Text::plain(around.clone())]),
        letter("contact@service.example", "Service : information", vec![html(&around, &["https://service.example/"])]),
        letter(
            "Service <noreply@service.example>",
            "Information",
            vec![Text::plain(english.clone()), html(&english, &[])],
        ),
        letter("noreply@service.example", phrase, vec![]),
    ]
}

/// Of wrapped phrases: how many there are, and those with another answer than wanted.
pub fn wrong<'a>(phrases: impl Iterator<Item = (&'a str, &'a str)>) -> (usize, Vec<String>) {
    let (mut all, mut wrong) = (0, Vec::new());
    for (kind, phrase) in phrases {
        let wanted = SAME.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, rules)| rules);
        for (number, mail) in wrapped(phrase).iter().enumerate() {
            let found = rule_of(mail);
            let found = found.trim_start_matches("notice.");
            all += 1;
            if !(wanted.contains(&found) || wanted.is_empty() && found.is_empty()) {
                wrong.push(format!("{kind} {number}: {found:?}: {phrase}"));
            }
        }
    }
    (all, wrong)
}

#[test]
fn phrases_of_catalogues_are_recognised() {
    let Some(path) = beside("notices.jsonl") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let phrases: Vec<Phrase> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (all, wrong) = wrong(phrases.iter().map(|phrase| (phrase.kind.as_str(), phrase.text.as_str())));
    assert!(wrong.len() * 50 <= all, "{} of {all}\n{}", wrong.len(), wrong.join("\n"));
    assert!(!wrong.iter().any(|line| line.starts_with("negative")), "{}", wrong.join("\n"));
}

#[test]
fn mail_of_people_is_no_notice() {
    for folder in ["ham-2002", "ham-list"] {
        let Some(path) = beside(folder) else { return };
        let found: Vec<String> = files(&path)
            .iter()
            .flat_map(|file| {
                hits(&read(file), Role::Inbox).into_iter().map(move |hit| format!("{}: {hit:?}", file.display()))
            })
            .collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[test]
fn phishing_is_hardly_ever_a_genuine_notice() {
    let Some(path) = beside("phish") else { return };
    let (mut imitations, mut genuine) = (0, Vec::new());
    for file in files(&path) {
        let mail = read(&file);
        for hit in hits(&mail, Role::Inbox) {
            if hit.rule == IMITATION {
                imitations += 1;
            } else {
                let from = mail.addresses.first().map(|from| format!("{} {}", from.name, from.email()));
                genuine.push(format!(
                    "{} {} {} {:?} {:?}",
                    file.file_name().unwrap().display(),
                    hit.rule,
                    hit.confidence,
                    from,
                    mail.main.subject
                ));
                genuine.push(format!(
                    "    {:?}",
                    hit.text.and_then(|text| mail.texts.get(text)).and_then(|text| text.content.get(hit.span.clone()))
                ));
            }
        }
    }
    println!("{imitations} imitations");
    assert!(genuine.len() <= 5, "{} of {imitations}:\n{}", genuine.len(), genuine.join("\n"));
}

#[test]
fn the_notices_of_the_samples_are_found_and_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let truth: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(root.join("truth.json")).unwrap()).unwrap();
    let mut expected = std::collections::BTreeSet::new();
    for plant in truth["plants"].as_array().unwrap() {
        if plant["kind"].as_str().unwrap().ends_with("-notice") {
            expected.insert(root.join(plant["files"]["eml"][0]["path"].as_str().unwrap()));
        }
    }
    let eml = walkdir::WalkDir::new(root.join("eml")).sort_by_file_name();
    let mut found = std::collections::BTreeSet::new();
    for entry in eml.into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        for hit in hits(&read(entry.path()), Role::Deleted) {
            println!("{} {} {} {:?}", entry.path().file_name().unwrap().display(), hit.rule, hit.confidence, hit.facts);
            if hit.rule != IMITATION {
                found.insert(entry.path().to_owned());
            }
        }
    }
    let missed: Vec<_> = expected.difference(&found).collect();
    assert!(expected.len() == 6 && missed.is_empty(), "{missed:?}");
    // One more is planted as a rule of the mailbox: the notice that the rule was made.
    let others: Vec<_> = found.difference(&expected).map(|path| path.display().to_string()).collect();
    assert!(others.len() == 1 && others[0].contains("att-4-une-regle-de-transfert"), "{others:?}");
}
