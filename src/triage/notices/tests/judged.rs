//! The `dev` half of the judged set (`tests/accuracy/notices.jsonl`); its other half is for figures and is never looked at here.

#![allow(clippy::print_stdout, reason = "what was judged wrongly is told")]

use std::path::Path;

use super::*;
use crate::message::mail::{AddressField, AuthResult, HeaderField};
use example::address;

#[derive(serde::Deserialize)]
struct Judged {
    id: String,
    half: String,
    kind: String,
    name: String,
    sender: String,
    subject: String,
    text: String,
    authentic: bool,
}

impl Judged {
    /// Other mail, an imitation, a notice.
    fn class(&self) -> usize {
        match self.kind.as_str() {
            "negative" => 0,
            "fraud" => 1,
            _ => 2,
        }
    }

    fn is_right(&self, found: &str) -> bool {
        let wanted = match self.kind.as_str() {
            "negative" => return found.is_empty() || found == IMITATION,
            "fraud" => return found == IMITATION,
            "new_device" => "new-sign-in suspicious-sign-in",
            "login_error" => "suspicious-sign-in",
            "suspicious" => "suspicious-sign-in account-locked",
            "mfa_any" => "mfa-enabled mfa-disabled mfa-changed security-key new-sign-in",
            kind => &kind.replace('_', "-"),
        };
        wanted.split(' ').any(|wanted| found.strip_prefix("notice.") == Some(wanted))
    }

    /// The same message twice: as text and as HTML.
    fn mails(&self) -> [Mail; 2] {
        [Text::plain(self.text.clone()), html(&self.text, &[])].map(|text| {
            let from = format!("{} <{}>", self.name, self.sender);
            let mut mail = letter(&from, &self.subject, vec![text]);
            mail.addresses[1] = address(AddressField::To, "Camille Roussel <camille.roussel@atelier-roussel.example>");
            let domain = self.sender.rsplit('@').next().unwrap_or_default().to_owned();
            let result = if self.authentic { "pass" } else { "fail" }.to_owned();
            mail.route.authentication = vec![AuthResult { method: "dmarc".to_owned(), result, domain }];
            if self.class() == 2 {
                mail.headers
                    .push(HeaderField { name: "Auto-Submitted".to_owned(), value: "auto-generated".to_owned() });
            }
            mail
        })
    }
}

#[test]
fn the_judged_mails_are_told_apart() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accuracy/notices.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let all = text.lines().map(|line| serde_json::from_str::<Judged>(line).unwrap());
    let (mut count, mut wrong) = ([0; 3], [0; 3]);
    for judged in all.filter(|judged| judged.half == "dev") {
        for mail in judged.mails() {
            let found = rule_of(&mail);
            count[judged.class()] += 1;
            if !judged.is_right(&found) {
                wrong[judged.class()] += 1;
                println!("{} {}: {found:?}: {}", judged.id, judged.kind, judged.subject);
            }
        }
    }
    let [other, imitations, notices] = [0, 1, 2].map(|class| wrong[class] * 1000 / count[class].max(1));
    assert!(count.iter().all(|count| *count > 200), "{count:?}");
    assert!(other <= 10 && imitations <= 50 && notices <= 50, "{wrong:?} of {count:?}");
}
