//! What only the whole mailbox tells, from outside: the intruder's mail, whom it reached, the way in, the story, the baseline; on the invented
//! mailbox of `samples/`, in every format that holds all of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what cannot be run fails the test")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{mbox, run, samples, scelle};

const WHOLE: [&str; 6] = ["eml", "maildir", "mbox", "readpst", "takeout", "thunderbird"];

fn triage(folder: &Path, source: &Path) -> PathBuf {
    let out = folder.join("out");
    let (code, _, err) = run(scelle(folder).arg("triage").arg(source).arg("--out").arg(&out));
    assert_eq!(code, 0, "{err}");
    out
}

fn lines(out: &Path, name: &str) -> Vec<Value> {
    let text = fs::read_to_string(out.join(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn object(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn ids(findings: &[Value], kind: &str) -> BTreeSet<String> {
    let of_kind = findings.iter().filter(|finding| finding["kind"] == kind);
    of_kind.map(|finding| finding["message"]["message_id"].as_str().unwrap().to_owned()).collect()
}

fn strings(list: &Value) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_intruders_mail_is_told_and_none_of_the_owners() {
    let truth = object(&samples("truth.json"));
    for format in WHOLE {
        let folder = tempfile::tempdir().unwrap();
        let out = triage(folder.path(), &samples(format));
        let findings = lines(&out, "findings.jsonl");
        assert_eq!(ids(&findings, "attacker-sent"), strings(&truth["attacker_messages"]), "{format}");
        let explained = findings.iter().filter(|finding| finding["kind"] == "attacker-sent");
        assert!(explained.clone().all(|finding| finding["signals"].as_array().unwrap().len() >= 2), "{format}");
        let access = lines(&out, "access.jsonl");
        let foreign = access.iter().find(|row| row["ip"] == truth["attacker"]["ip"]).unwrap();
        assert_eq!(foreign["usual"], false);
        assert_eq!(access.iter().filter(|row| row["intruders"] != 0).count(), 1, "{format}");
    }
}

#[test]
fn the_story_is_told_in_order_with_whom_to_warn() {
    let folder = tempfile::tempdir().unwrap();
    let out = triage(folder.path(), &samples("mbox"));
    let story = object(&out.join("story.json"));
    assert_eq!(story["owner"], "solenn.legoff@kerbrat-menuiserie.example");
    assert_eq!(story["intrusion"], true);
    let steps = story["steps"].as_array().unwrap();
    let found: Vec<&str> =
        steps.iter().filter(|step| step["found"] == true).map(|step| step["id"].as_str().unwrap()).collect();
    assert_eq!(found, ["phishing", "sign-in", "foothold", "rule", "reset", "fraud-sent", "deletion"]);
    assert_eq!(steps[0]["messages"][0]["from"], "Support Microsoft 365 <support@m365-cornptes.example>");
    let todo = story["todo"].as_array().unwrap();
    assert!(todo.len() <= 10 && todo[0]["priority"] == "P0" && todo[0]["action"] == "1.b");
    let people: BTreeSet<String> =
        lines(&out, "contacts.jsonl").iter().map(|row| row["email"].as_str().unwrap().to_owned()).collect();
    assert!(people.contains("helene.vasseur@sci-les-embruns.example"), "{people:?}");
    assert!(!people.contains("solenn.legoff@kerbrat-menuiserie.example"));
    // The victims who answered were hidden from the owner.
    let findings = lines(&out, "findings.jsonl");
    let answers =
        findings.iter().filter(|finding| finding["rule"] == "contact.answered" && finding["severity"] == "high");
    assert!(answers.count() >= 4);
    let mut french = std::process::Command::new(env!("CARGO_BIN_EXE_scelle"));
    let text = run(french.args(["--lang", "fr", "triage"]).arg(samples("mbox")).arg("--out").arg(&out)).1;
    let told = ["Ce qui s’est passé", "À faire maintenant", "203.0.113.77", "helene.vasseur@sci-les-embruns.example"];
    assert!(told.iter().all(|words| text.contains(words)), "{text}");
}

#[test]
fn a_template_with_another_account_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = triage(folder.path(), &samples("maildir"));
    let findings = lines(&out, "findings.jsonl");
    let template = findings
        .iter()
        .find(|finding| finding["rule"] == "template.account" && finding["message"]["role"] == "templates");
    assert_eq!(template.unwrap()["facts"]["iban"], "LT459999900012345678");
}

#[test]
fn what_was_planted_for_others_to_see_is_found_at_its_message() {
    let truth = object(&samples("truth.json"));
    let wanted = [
        ("sensitive-payroll", "sensitive"),
        ("share-link", "sensitive"),
        ("phishing", "fraud"),
        ("phishing", "initial-access"),
        ("rib-change", "fraud"),
        ("president-fraud", "fraud"),
        ("draft-fraud", "fraud"),
        ("template-fraud", "template"),
        ("internal-phish", "attacker-sent"),
        ("victim-reply", "contact"),
        ("attacker-contact", "access"),
    ];
    for format in WHOLE {
        let folder = tempfile::tempdir().unwrap();
        let findings = lines(&triage(folder.path(), &samples(format)), "findings.jsonl");
        for (plant, kind) in wanted {
            let found = ids(&findings, kind);
            let planted = truth["plants"].as_array().unwrap().iter().filter(|planted| planted["kind"] == plant);
            let missed: Vec<&str> = planted
                .map(|planted| planted["message_id"].as_str().unwrap())
                .filter(|id| !found.contains(*id))
                .collect();
            assert!(missed.is_empty(), "{format}: {plant} not told as {kind}: {missed:?}");
        }
    }
}

fn letter(number: usize, day: usize, from: &str, to: &str, subject: &str, more: &str, body: &str) -> String {
    format!(
        "From: {from}\nTo: {to}\nDate: Mon, {day:02} Mar 2026 09:12:13 +0100\nMessage-ID: <{number}@mail.{}>\nSubject: {subject}\n{more}\
         Content-Type: text/plain; charset=utf-8\n\n{body}\n",
        from.rsplit_once('@').unwrap().1.trim_end_matches('>')
    )
}

#[test]
fn an_account_that_differs_from_the_usual_one_is_the_strongest_sign() {
    let folder = tempfile::tempdir().unwrap();
    let supplier = "Bois Durand <compta@bois-durand.example>";
    let owner = "camille@atelier.example";
    let received = "Received: from mail.bois-durand.example by mx.atelier.example; Mon, 02 Mar 2026 09:12:13 +0100\n";
    let invoice = |number: usize, day: usize, iban: &str, words: &str| {
        letter(number, day, supplier, owner, &format!("Facture {number}"), received, &format!("{words}\nIBAN : {iban}"))
    };
    let usual = "FR76 3000 6000 0112 3456 7890 189";
    let words = "Bonjour Camille, voici notre facture du mois, à trente jours comme d’habitude.";
    let changed =
        "Bonjour Camille, notre banque a changé : merci de régler notre facture sur ce nouveau compte dès aujourd’hui.";
    let mut mails: Vec<String> = (2..6).map(|day| invoice(day, day, usual, words)).collect();
    mails.push(letter(
        90,
        6,
        &format!("Camille <{owner}>"),
        "compta@bois-durand.example",
        "Re: Facture 4",
        "",
        "Bien reçu, merci.",
    ));
    mails.push(invoice(20, 20, "DE89 3704 0044 0532 0130 00", changed));
    let export = folder.path().join("export");
    fs::create_dir(&export).unwrap();
    fs::write(export.join("INBOX.mbox"), mbox(mails)).unwrap();
    let out = triage(folder.path(), &export);
    let findings = lines(&out, "findings.jsonl");
    let frauds: Vec<&Value> = findings.iter().filter(|finding| finding["kind"] == "fraud").collect();
    assert_eq!(frauds.len(), 1, "{frauds:#?}");
    assert_eq!(frauds[0]["message"]["subject"], "Facture 20");
    assert_eq!(frauds[0]["rule"], "fraud.bank-change");
    assert!(frauds[0]["signals"].as_array().unwrap().iter().any(|signal| signal["id"] == "history.account-changed"));
}

#[test]
fn a_baseline_tells_the_owner_and_the_usual_account_of_a_correspondent() {
    let folder = tempfile::tempdir().unwrap();
    let (code, text, err) = run(scelle(folder.path()).arg("baseline").arg(samples("mbox")).arg("--json"));
    assert_eq!(code, 0, "{err}");
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(told["format"], "scelle-baseline-1");
    assert_eq!(told["owner"]["addresses"][0], "solenn.legoff@kerbrat-menuiserie.example");
    assert_eq!(told["messages"]["count"], 179);
    let correspondents = told["correspondents"].as_array().unwrap();
    let armor = correspondents.iter().find(|row| row["email"] == "b.lefloch@quincaillerie-armor.example").unwrap();
    assert_eq!(armor["accounts"]["values"][0][0], "FR7699999000010088010412013");
    let named =
        run(scelle(folder.path()).arg("baseline").arg(samples("mbox")).args(["--json", "--owner", "x@y.example"])).1;
    assert_eq!(serde_json::from_str::<Value>(&named).unwrap()["owner"]["given"], true);
}
