//! Rules and settings in files beside the messages: found in a loose export and in an archive alike, told where they stand; other files of the
//! same kinds tell nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what cannot be run fails the test")]

mod support;

use std::fs;
use std::path::Path;

use scelle::digest::Sha256;
use serde_json::Value;
use support::{mbox, run, samples, scelle, seal};

fn triage(folder: &Path, source: &Path, name: &str) -> (Vec<Value>, Vec<Value>) {
    let out = folder.join(name);
    let (code, _, err) = run(scelle(folder).arg("triage").arg(source).arg("--out").arg(&out));
    assert_eq!(code, 0, "{err}");
    let lines = |name: &str| {
        let text = fs::read_to_string(out.join(name)).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>()
    };
    let rules = lines("findings.jsonl").into_iter().filter(|finding| finding["kind"] == "rule").collect();
    (rules, lines("defects.jsonl"))
}

fn letter(number: usize) -> String {
    format!(
        "From: paul@atelier.example\nTo: claire@client.example\nDate: Mon, 02 Mar 2026 09:12:{number:02} +0100\n\
         Message-ID: <{number}@atelier.example>\nSubject: Devis {number}\n\nBonjour, voici le devis.\n"
    )
}

const INTRUDERS: [(&str, &str, &str); 9] = [
    ("a.sieve", "rule.forward", "if true { redirect :copy \"paul.copie@boite.test\"; }\n"),
    (
        "b.sieve",
        "rule.hide",
        "# rule:[.]\nif header :contains \"subject\" \"RIB\" { addflag \"\\\\Seen\"; fileinto \"RSS\"; stop; }\n",
    ),
    (
        "Mail/msgFilterRules.dat",
        "rule.delete",
        "version=\"9\"\nname=\"..\"\nenabled=\"yes\"\naction=\"Delete\"\ncondition=\"AND (subject,contains,virement)\"\n",
    ),
    (
        "mailFilters.xml",
        "rule.forward",
        "<feed xmlns:apps='http://schemas.google.com/apps/2006'><entry><apps:property name='hasTheWord' value='facture'/><apps:property name='forwardTo' value='x@boite.test'/><apps:property name='shouldTrash' value='true'/></entry></feed>",
    ),
    ("User Settings/Delegates.json", "rule.delegate", "{\"delegates\":[{\"delegateEmail\":\"aide@boite.test\"}]}"),
    (
        "regles.json",
        "rule.forward",
        "[{\"Name\":\".\",\"Enabled\":true,\"Priority\":1,\"RuleIdentity\":1,\"RedirectTo\":[\"x@boite.test\"],\"DeleteMessage\":true}]",
    ),
    (
        "graph.json",
        "rule.forward",
        "{\"value\":[{\"displayName\":\"a\",\"sequence\":1,\"isEnabled\":true,\"actions\":{\"forwardTo\":[{\"emailAddress\":{\"address\":\"x@boite.test\"}}]}}]}",
    ),
    (
        "journal.csv",
        "rule.forward",
        "CreationDate,Operations,AuditData\n2026,Set-Mailbox,\"{\"\"Operation\"\":\"\"Set-Mailbox\"\",\"\"UserId\"\":\"\"paul@atelier.example\"\",\"\"Parameters\"\":[{\"\"Name\"\":\"\"ForwardingSmtpAddress\"\",\"\"Value\"\":\"\"smtp:x@boite.test\"\"}]}\"\n",
    ),
    (
        "rules.csv",
        "rule.hide",
        "Name,SubjectContainsWords,MoveToFolder,MarkAsRead\n;,wire; invoice,Conversation History,True\n",
    ),
];

const ORDINARY: [(&str, &str); 4] = [
    ("people.csv", "Name,Mail\nPaul,x@boite.test\n"),
    ("package.json", "{\"name\":\"x\",\"forward\":[\"x@boite.test\""),
    ("notes.txt", "Transférer tout à x@boite.test\n"),
    ("feed.xml", "<feed><entry/>"),
];

#[test]
fn every_format_is_read_in_an_export_and_in_an_archive() {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("export");
    for (name, text) in INTRUDERS.iter().map(|(name, _, text)| (name, text)).chain(ORDINARY.iter().map(|(a, b)| (a, b)))
    {
        fs::create_dir_all(export.join(name).parent().unwrap()).unwrap();
        fs::write(export.join(name), text).unwrap();
    }
    fs::write(export.join("Sent.mbox"), mbox((0..12).map(letter))).unwrap();
    let (loose, defects) = triage(folder.path(), &export, "loose");
    assert_eq!((loose.len(), defects.len()), (INTRUDERS.len(), 0), "{loose:#?}");
    for (name, rule, text) in INTRUDERS {
        let found = loose.iter().find(|finding| finding["message"]["file"] == name).unwrap();
        assert_eq!(found["rule"], rule, "{name}");
        assert_eq!(found["message"]["sha256"], Sha256::of(text.as_bytes()).to_string());
        assert_eq!((&found["where"]["kind"], &found["message"]["offset"]), (&"setting".into(), &0.into()));
        assert!(["medium", "high"].contains(&found["severity"].as_str().unwrap()), "{name}: {}", found["severity"]);
        assert_eq!(found["facts"]["position"], "1");
        let (offset, length) = (found["where"]["offset"].as_u64().unwrap(), found["where"]["length"].as_u64().unwrap());
        assert!(length > 0 && offset + length <= text.len() as u64, "{name}");
        assert!(found["signals"].as_array().is_some_and(|signals| signals.len() >= 2));
    }
    seal(folder.path(), &[&export], "a.zip", &[], 0);
    let (sealed, defects) = triage(folder.path(), &folder.path().join("a.zip"), "sealed");
    assert!(defects.is_empty());
    let told = |findings: &[Value]| {
        let told =
            findings.iter().map(|finding| (finding["message"]["sha256"].to_string(), finding["where"].to_string()));
        let mut told: Vec<_> = told.collect();
        told.sort();
        told
    };
    assert_eq!(told(&loose), told(&sealed));
    assert!(sealed.iter().all(|finding| INTRUDERS.iter().any(|(name, ..)| finding["facts"]["file"] == *name)));
}

#[test]
fn what_is_damaged_is_told_and_encodings_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("export");
    fs::create_dir_all(&export).unwrap();
    let script = "# rule:[é]\r\nif true {\r\n redirect \"x@boite.test\";\r\n}\r\nif {";
    let wide: Vec<u8> = [0xfeff].into_iter().chain(script.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    fs::write(export.join("wide.sieve"), wide).unwrap();
    let narrow: Vec<u8> = script.chars().map(|c| if c == 'é' { 0xe9 } else { c as u8 }).collect();
    fs::write(export.join("narrow.sieve"), narrow).unwrap();
    let (rules, defects) = triage(folder.path(), &export, "out");
    assert_eq!(rules.len(), 2);
    for finding in &rules {
        assert_eq!((&finding["facts"]["name"], &finding["where"]["offset"]), (&"é".into(), &0.into()));
    }
    let kinds: Vec<&Value> = defects.iter().map(|defect| &defect["kind"]).collect();
    assert_eq!(kinds, ["damaged", "damaged"]);
}

#[test]
fn the_hidden_forward_of_the_samples_is_found() {
    let truth: Value = serde_json::from_slice(&fs::read(samples("truth.json")).unwrap()).unwrap();
    let target = "archive.compta2026@boite-rapide.example";
    for format in ["maildir", "thunderbird", "takeout"] {
        let folder = tempfile::tempdir().unwrap();
        let (rules, _) = triage(folder.path(), &samples(format), "out");
        let of_files = |finding: &&Value| finding["where"]["kind"] == "setting";
        assert!(rules.iter().filter(of_files).any(|finding| finding["facts"]["to"] == target), "{format}");
        assert_eq!(rules.iter().filter(of_files).count(), 2, "{format}");
        let traces: Vec<&Value> = rules.iter().filter(|finding| finding["rule"] == "rule.forward-trace").collect();
        let [trace] = traces.as_slice() else { panic!("{format}: {traces:?}") };
        let places = 1 + trace["also"].as_array().unwrap().len();
        assert_eq!(
            (places, &trace["facts"]["to"]),
            (truth["forward_traces"].as_array().unwrap().len(), &target.into())
        );
    }
}
