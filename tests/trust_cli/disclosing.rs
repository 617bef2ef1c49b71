//! Messages shown alone, by their ids and by what a triage found; a shell follows the text beside them.

use std::fs;

use serde_json::Value;

use super::support::{letter, names};
use super::{Desk, authority};

/// The ids of all messages.
fn ids(desk: &Desk, archive: &str) -> Vec<(String, String)> {
    let rows = desk.run(&["list", archive, "--json"]).ended(0).out;
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    let rows = rows.lines().map(|line| serde_json::from_str(line).unwrap());
    rows.map(|row: Value| (text(&row, "id"), text(&row, "sha256"))).collect()
}

#[test]
fn messages_are_shown_alone_and_a_shell_finds_the_root() {
    let desk = Desk::stamped();
    let ids = ids(&desk, "case");
    let (one, two) = (&ids[0], &ids[5]);
    let disclosed = desk.run(&["disclose", "case", &one.0, &two.1[..8], &one.1, "-o", "shown"]).ended(0);
    disclosed.says(&["2 messages", "shown"]);
    let root = authority().path("root.pem");
    let mut expected: Vec<String> =
        [one, two].iter().flat_map(|(id, _)| ["asics", "tst", "txt"].map(|end| format!("{id}.{end}"))).collect();
    expected.sort();
    assert_eq!(names(&desk.path("shown")), expected);
    let mut roots = Vec::new();
    for ((id, sha256), number) in [(one, 1), (two, 6)] {
        let container = format!("shown/{id}.asics");
        let message = desk.unzip(&container, "message.eml");
        assert!(String::from_utf8(message.clone()).unwrap().starts_with(&letter(number)[..60]));
        let verdict = desk.verdict(&[&container, "--tsa-ca", &root], 0);
        assert_eq!((&verdict["verdict"], &verdict["sha256"]), (&"intact-vouched".into(), &sha256.as_str().into()));
        assert_eq!(desk.words(&[&container], 0).0, "intact-unvouched");
        desk.run(&["verify", &container, "--tsa-ca", &root]).ended(0).says(&["INTACT. One message, whole", sha256]);
        let size = fs::metadata(desk.path(&container)).unwrap().len() as usize;
        assert!(size - message.len() < 5000, "{size}");
        // The lines of the text, as they stand there, with the roots where they say.
        fs::copy(&root, desk.path("shown/ROOTS.pem")).unwrap();
        let text = desk.text(&format!("shown/{id}.txt"));
        let lines = &text[text.find("unzip -p ").unwrap()..];
        let ran = desk.shell(&format!("cd shown && set -e\n{lines}")).ended(0);
        let printed = ran.out.lines().next().unwrap().to_owned();
        assert!(text.contains(&format!("(la boucle doit afficher {printed})")), "{printed}: {text}");
        assert!(text.contains(&format!("(the loop must print {printed})")), "{printed}: {text}");
        assert!(ran.out.contains("Time stamp: ") && ran.out.contains("Verification: OK"), "{}", ran.out);
        fs::remove_file(desk.path("shown/message.eml")).unwrap();
        roots.push(printed);
    }
    assert_eq!(roots[0], roots[1], "of one mailbox");
    let noted = desk.noted("case/case.custody.jsonl");
    assert_eq!(noted.iter().filter(|(action, _)| action == "disclose").count(), 2, "{noted:?}");
    // Never over what is there.
    desk.run(&["disclose", "case", &one.0, "-o", "shown"]).ended(3).says(&[&one.0]);
}

#[test]
fn nothing_is_shown_of_the_other_messages() {
    let desk = Desk::stamped();
    let ids = ids(&desk, "case");
    desk.run(&["disclose", "case", &ids[3].0, "-o", "shown"]).ended(0);
    for name in names(&desk.path("shown")) {
        let bytes = String::from_utf8_lossy(&desk.read(&format!("shown/{name}"))).into_owned();
        for other in [1, 2, 3, 5, 6, 7] {
            assert!(!bytes.contains(&format!("facture {other}")), "{name}");
        }
    }
}

#[test]
fn what_a_triage_found_is_shown_by_rule_and_by_kind() {
    let desk = Desk::new();
    desk.run(&["run", "INBOX.mbox", "--case", "case", "--no-input"]).ended(0);
    let missing = desk.run(&["disclose", "case", "--finding", "secret", "-o", "early"]).ended(3);
    missing.says(&["are not time-stamped: begin with “scelle timestamp”"]);
    assert!(!desk.path("early").exists());
    let server = authority().serve(&[]);
    desk.run(&["timestamp", "case", "--tsa", &server.url]).ended(0);
    let findings = desk.text("case/triage/findings.jsonl");
    let findings: Vec<Value> = findings.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let secret = findings.iter().find(|finding| finding["kind"] == "secret").unwrap();
    let sha256 = secret["message"]["sha256"].as_str().unwrap();
    for (wanted, folder) in [("secret", "kind"), (secret["rule"].as_str().unwrap(), "rule")] {
        desk.run(&["disclose", "case", "--finding", wanted, "-o", folder]).ended(0).says(&["1 message"]);
        let container = names(&desk.path(folder)).into_iter().find(|name| name.ends_with(".asics")).unwrap();
        assert_eq!(desk.verdict(&[&format!("{folder}/{container}")], 0)["sha256"], sha256);
    }
    desk.run(&["disclose", "case", "--finding", "nothing-of-this", "-o", "none"])
        .ended(0)
        .says(&["nothing was written"]);
    assert!(!desk.path("none").exists());
    let no_triage = desk.run(&["disclose", "case", "--finding", "secret", "--triage", "INBOX", "-o", "none"]).ended(3);
    no_triage.says(&["No result of a triage in INBOX/findings.jsonl"]);
    desk.run(&["disclose", "case", "-o", "none"]).ended(2);
    desk.run(&["disclose", "case", "0000000000", "-o", "none"]).ended(3).says(&["No message whose id begins with"]);
}
