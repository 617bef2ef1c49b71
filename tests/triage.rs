//! `scelle triage` from outside: the files it writes keep to docs/TRIAGE.md, every message has one line whatever it is, the same input
//! gives the same bytes, and what is secret stays masked.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what cannot be run fails the test")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use scelle::digest::Sha256;
use serde_json::Value;
use support::{mbox, names, run, samples, scelle, seal};

const FILES: [&str; 8] = [
    "access.jsonl",
    "accounts.jsonl",
    "contacts.jsonl",
    "defects.jsonl",
    "findings.jsonl",
    "messages.jsonl",
    "story.json",
    "triage.json",
];

fn triage(folder: &Path, sources: &[&Path], more: &[&str]) -> PathBuf {
    let out = folder.join("out");
    let (code, _, err) = run(scelle(folder).arg("triage").args(sources).arg("--out").arg(&out).args(more));
    assert_eq!(code, 0, "{err}");
    out
}

fn lines(out: &Path, name: &str) -> Vec<Value> {
    let text = fs::read_to_string(out.join(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

fn letter(from: &str, subject: &str, body: &str) -> String {
    format!(
        "From: {from}\nTo: b@client.example\nDate: Mon, 02 Mar 2026 09:12:13 +0100\nMessage-ID: <{}@x.example>\n\
         Subject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{body}\n",
        Sha256::of(subject.as_bytes()).short()
    )
}

#[test]
fn every_sample_has_one_line_a_message_and_keeps_to_the_contract() {
    let truth: Value = serde_json::from_slice(&fs::read(samples("truth.json")).unwrap()).unwrap();
    for (format, told) in truth["formats"].as_object().unwrap() {
        let folder = tempfile::tempdir().unwrap();
        let out = triage(folder.path(), &[&samples(format)], &[]);
        assert_eq!(names(&out), FILES);
        let messages = lines(&out, "messages.jsonl");
        assert_eq!(messages.len() as u64, told["messages"].as_u64().unwrap(), "{format}");
        let of_a_message =
            "sha256 file offset length folder role date from to cc subject message_id severity kinds score defects";
        assert_eq!(keys(&messages[0]).join(" "), of_a_message);
        let findings = lines(&out, "findings.jsonl");
        let of_a_finding = "rule kind action severity confidence message where excerpt value_sha256 facts reason_fr reason_en also quoted other_rules thread";
        assert!(!findings.is_empty(), "{format}");
        for finding in &findings {
            let concluded = finding.get("signals").is_some();
            let wanted = of_a_finding.replace("reason_en", if concluded { "reason_en signals" } else { "reason_en" });
            assert_eq!(keys(finding).join(" "), wanted);
            assert_eq!(
                keys(&finding["message"]).join(" "),
                "sha256 file offset length folder role message_id date from to subject"
            );
            assert_eq!(keys(&finding["where"]).join(" "), "part kind name offset length");
        }
        let summary: Value = serde_json::from_slice(&fs::read(out.join("triage.json")).unwrap()).unwrap();
        assert_eq!(summary["totals"]["messages"], messages.len() as u64);
        assert_eq!(summary["totals"]["findings"], findings.len() as u64);
        let flagged = messages.iter().filter(|message| !message["severity"].is_null()).count();
        assert_eq!(summary["totals"]["with_findings"], flagged as u64);
    }
}

#[test]
fn an_archive_and_its_export_give_the_same_findings_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    seal(folder, &[&samples("maildir")], "a.zip", &[], 0);
    let told = |source: &Path, threads: &str, name: &str| {
        let out = folder.join(name);
        let mut command = scelle(folder);
        command.arg("triage").arg(source).arg("--out").arg(&out).env("RAYON_NUM_THREADS", threads);
        assert_eq!(run(&mut command).0, 0);
        FILES.map(|file| (file, fs::read(out.join(file)).unwrap()))
    };
    let archive = folder.join("a.zip");
    let first = told(&archive, "1", "one");
    assert_eq!(first, told(&archive, "3", "three"));
    let place = |name: &str| {
        let found = lines(&folder.join(name), "findings.jsonl").into_iter().map(|finding| {
            (finding["rule"].to_string(), finding["message"]["sha256"].to_string(), finding["where"].to_string())
        });
        let mut found: Vec<_> = found.collect();
        found.sort();
        found
    };
    told(&samples("maildir"), "2", "export");
    assert_eq!(place("one"), place("export"));
    // A second run replaces the first.
    assert_eq!(first, told(&archive, "2", "one"));
    let (code, out, _) = run(scelle(folder).args(["log", "show", "a.zip"]));
    assert_eq!((code, out.matches("Triage").count()), (0, 3), "{out}");
}

#[test]
fn secrets_are_masked_everywhere_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("INBOX.mbox");
    let body = "Bonjour,\nidentifiant : admin\nmot de passe : Zx-Qr7!ponant\nmerci";
    let quoted = "Merci !\n\nLe lun. 2 mars 2026 à 09:12, A <a@x.example> a écrit :\n> mot de passe : Zx-Qr7!ponant\n";
    let again = "Pour mémoire, le mot de passe est Zx-Qr7!ponant";
    let letters = [
        letter("a@x.example", "Accès", body),
        letter("b@client.example", "Re: Accès", quoted),
        letter("c@x.example", "Encore", again),
    ];
    fs::write(&export, mbox(letters)).unwrap();
    let out = triage(folder.path(), &[&export], &[]);
    for file in FILES {
        assert!(!fs::read_to_string(out.join(file)).unwrap().contains("Zx-Qr7"), "{file}");
    }
    let findings = lines(&out, "findings.jsonl");
    let digest = Sha256::of(b"Zx-Qr7!ponant").to_string();
    let of = |finding: &Value| (finding["message"]["subject"].to_string(), finding["also"].as_array().unwrap().len());
    assert_eq!(findings.iter().map(of).collect::<Vec<_>>(), [("\"Accès\"".into(), 1), ("\"Encore\"".into(), 0)]);
    assert!(findings.iter().all(|finding| finding["value_sha256"] == digest.as_str() && finding["kind"] == "secret"));
    assert_eq!(findings[0]["facts"]["login"], "admin");
    let kinds: Vec<String> = lines(&out, "messages.jsonl").iter().map(|message| message["kinds"].to_string()).collect();
    assert_eq!(kinds, ["[\"secret\"]"; 3], "the reply leaks it too");
    let out = triage(folder.path(), &[&export], &["--reveal"]);
    assert_eq!(lines(&out, "findings.jsonl")[0]["value"], "Zx-Qr7!ponant");
}

#[test]
fn an_encrypted_file_is_told_with_the_message_that_gives_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let out = triage(folder.path(), &[&samples("mbox")], &[]);
    let findings = lines(&out, "findings.jsonl");
    let by = |rule: &str| findings.iter().find(|finding| finding["rule"] == rule).unwrap();
    let password = by("secret.password.file")["message"]["sha256"].as_str().unwrap();
    assert_eq!(by("file.encrypted")["facts"]["password_in"], password[..12]);
}

#[test]
fn an_altered_message_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("x.mbox");
    fs::write(&export, mbox((0..3).map(support::letter))).unwrap();
    seal(folder.path(), &[&export], "a.zip", &["--store"], 0);
    let path = folder.path().join("a.zip");
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.windows(9).position(|window| window == b"facture 1").unwrap();
    bytes[at] = b'F';
    fs::write(&path, bytes).unwrap();
    let out = triage(folder.path(), &[&path], &[]);
    let defects: BTreeMap<String, String> = lines(&out, "defects.jsonl")
        .iter()
        .map(|defect| (defect["offset"].to_string(), defect["kind"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(defects.values().collect::<Vec<_>>(), ["altered"]);
    assert_eq!(lines(&out, "messages.jsonl").len(), 3);
}

#[test]
fn rules_and_indicators_of_the_user_are_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let body = "code interne ZZ-123456-QW\nvoir http://sub.evil.test/b\nnotevil.test n’en est pas";
    let export = path("x.mbox", std::str::from_utf8(&mbox([letter("eve@evil.test", "Accès", body)])).unwrap());
    let rule =
        "[[rules]]\nid = \"badge\"\ndescription = \"Badge\"\nregex = \"ZZ-[0-9]{6}-[A-Z]{2}\"\nkeywords = [\"zz-\"]\n";
    let rules = path("rules.toml", rule);
    let indicators = path("list.txt", "# une liste\nevil[.]test\n203.0.113.9\n???\n");
    let more = ["--rules", &rules, "--indicators", &indicators];
    let out = triage(folder.path(), &[Path::new(&export)], &more);
    let findings = lines(&out, "findings.jsonl");
    let mut told: Vec<&str> = findings.iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    told.sort();
    assert_eq!(told, ["indicator.domain", "indicator.domain", "user.badge"], "{findings:#?}");
    let seen = |finding: &&Value| finding["where"]["kind"] == "text" && finding["rule"] == "indicator.domain";
    assert_eq!(findings.iter().find(seen).unwrap()["facts"]["indicator"], "evil.test");
    let summary: Value = serde_json::from_slice(&fs::read(out.join("triage.json")).unwrap()).unwrap();
    assert_eq!(summary["user_rules"][0]["sha256"], Sha256::of(rule.as_bytes()).to_string());
    let (_, _, err) = run(scelle(folder.path()).args(["triage", &export, "--out", "again"]).args(more));
    assert!(err.contains("list.txt, line 4"), "{err}");
    let extended = path("extended.toml", "[extend]\nuseDefault = true\n");
    let (code, _, err) = run(scelle(folder.path()).args(["triage", &export, "--out", "no", "--rules", &extended]));
    assert!(code == 3 && err.contains("extend"), "{err}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let inside = samples("mbox").join("out");
    let (code, _, err) = run(scelle(folder.path()).arg("triage").arg(samples("mbox")).arg("--out").arg(&inside));
    assert_eq!(code, 3, "{err}");
    assert!(!inside.exists());
    let (code, _, err) = run(scelle(folder.path()).args(["triage", "nowhere", "--out", "out"]));
    assert_eq!((code, folder.path().join("out").exists()), (3, false), "{err}");
}

#[test]
fn a_run_names_the_accounts_to_reset() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, err) =
        run(scelle(folder.path()).arg("run").arg(samples("mbox")).args(["--case", "c", "--no-input"]));
    assert_eq!(code, 0, "{err}");
    let accounts = out.split("Accounts to reset").nth(1).unwrap();
    for account in ["Banque Armorique Pro", "Microsoft", "Quincaillerie Armor Pro", "KERBRAT29", "slegoff"] {
        assert!(accounts.contains(account), "{account}: {accounts}");
    }
    assert_eq!(names(&folder.path().join("c/triage")), FILES);
}

#[test]
fn hostile_messages_have_one_line_and_a_defect() {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("export");
    fs::create_dir(&export).unwrap();
    let head = "From: a@b.example\nSubject: x\n";
    let nested: String =
        (0..5000).map(|i| format!("Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n")).collect();
    let parts = format!("{head}Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(20_000));
    let subject = format!("From: a@b.example\nSubject: {}\n\nx\n", "=?utf-8?Q?=C3=A9?= ".repeat(100_000));
    let fields = format!("{head}{}\nx\n", "X: y\n".repeat(300_000));
    let rfc822 = format!("{head}{}\nend\n", "Content-Type: message/rfc822\n\nSubject: y\n".repeat(5000));
    let cases = [
        ("nested", head.to_owned() + &nested),
        ("parts", parts),
        ("subject", subject),
        ("fields", fields),
        ("rfc822", rfc822),
    ];
    for (name, text) in &cases {
        fs::write(export.join(format!("{name}.eml")), text).unwrap();
    }
    let out = triage(folder.path(), &[&export], &[]);
    let messages = lines(&out, "messages.jsonl");
    assert_eq!(messages.len(), cases.len());
    for message in messages {
        assert!(!message["defects"].as_array().unwrap().is_empty(), "{}", message["file"]);
    }
}
