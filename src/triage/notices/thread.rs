//! What the header says of the conversation that a message is part of: an answer, a list, a tracker's mail about a piece of work.

use std::sync::LazyLock;

use regex::Regex;

use crate::message::mail::Mail;

/// Fields that trackers and forges set on mail about issues and changes.
const TRACKERS: [&str; 6] =
    ["X-GitHub-Reason", "X-GitLab-Project", "X-Redmine-Project", "X-JIRA", "X-Bugzilla", "X-Gitea-"];
/// How they number them: `(#412)`, `!204`, `[owner/project]`, `(WEB-812)`, `[Bug 4410]`, `LoginError`.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    // ASCII words and borders only: those of Unicode, repeated, make a machine of megabytes.
    Regex::new(r"(?i)[#!][0-9]{1,7}(?-u:\b)|\[[a-z0-9_.-]{1,60}/[a-z0-9_.-]{1,60}\]|[\[(][a-z]{2,10}-[0-9]{1,6}[\])]|(?-u:\b)(?:bug|ticket|inc|ritm|tkt|incident) ?#?[0-9]{3,}|(?-u:\b)[a-z0-9_]{2,40}(?:error|exception)(?-u:\b)")
        .expect("because a test finds one")
});

/// What the header says of the conversation that a message is part of.
#[derive(Debug)]
pub struct Thread<'a> {
    /// the subject without `Re:` and its kin
    pub subject: &'a str,
    /// an answer
    pub reply: bool,
    /// it names the message that it answers
    answers: bool,
    /// passed on
    pub forward: bool,
    /// from a mailing list
    pub list: bool,
    /// from an issue tracker or a forge: somebody else's words about software
    pub tracker: bool,
}

impl<'a> Thread<'a> {
    /// Reads the header.
    pub fn of(mail: &'a Mail) -> Thread<'a> {
        let mut thread = Thread {
            subject: mail.main.subject.trim(),
            reply: false,
            answers: false,
            forward: false,
            list: false,
            tracker: false,
        };
        for field in &mail.headers {
            match field.name.as_str() {
                name if name.eq_ignore_ascii_case("In-Reply-To") || name.eq_ignore_ascii_case("References") => {
                    thread.answers |= !field.value.trim().is_empty();
                }
                name if name.eq_ignore_ascii_case("List-Post") || name.eq_ignore_ascii_case("Mailing-List") => {
                    thread.list = true
                }
                name if name.eq_ignore_ascii_case("Precedence") => {
                    thread.list |= field.value.trim().eq_ignore_ascii_case("list")
                }
                name => thread.tracker |= TRACKERS.iter().any(|tracker| starts_with(name, tracker)),
            }
        }
        thread.tracker |= NUMBERED.is_match(thread.subject);
        thread.reply = thread.answers;
        while let Some((prefix, rest)) = thread.subject.split_once(':') {
            match prefix.trim().to_ascii_lowercase().as_str() {
                "re" | "aw" | "sv" | "antw" | "rép" | "rep" => thread.reply = true,
                "fw" | "fwd" | "tr" | "wg" | "i" => thread.forward = true,
                _ => break,
            }
            thread.subject = rest.trim();
        }
        thread
    }

    /// People write to each other.
    pub fn is_conversation(&self) -> bool {
        self.answers || self.list
    }
}

fn starts_with(name: &str, start: &str) -> bool {
    name.get(..start.len()).is_some_and(|name| name.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::super::example::letter;
    use super::*;

    #[test]
    fn pieces_of_work_are_known_by_their_numbers() {
        let tracker = |subject: &str| {
            let mail = letter("a@forge.example", "paul@atelier.example", subject, vec![]);
            Thread::of(&mail).tracker
        };
        for subject in [
            "Broken login (#412)",
            "[acme/shop] Release",
            "(WEB-812) Reset twice",
            "Ticket 77120 updated",
            "shop - LoginError",
        ] {
            assert!(tracker(subject), "{subject}");
        }
        for subject in ["[GitHub] A new key was added", "G-482913 is your code", "Account 4471 locked"] {
            assert!(!tracker(subject), "{subject}");
        }
    }
}
