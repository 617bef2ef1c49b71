//! Files that an intruder may have come in by, and those that only resemble them.

use super::*;

fn file(name: &str, real: &str, active: &[Active]) -> File {
    File {
        part: "2".to_owned(),
        name: name.to_owned(),
        declared: "application/octet-stream".to_owned(),
        real: real.to_owned(),
        size: 1000,
        sha256: None,
        encrypted: false,
        inline: false,
        active: active.to_vec(),
    }
}

fn told(files: Vec<File>, role: Role) -> Vec<(String, Severity)> {
    let mail = Mail { files, ..Mail::default() };
    let mut found = Vec::new();
    hits(&mail, role, &mut found);
    found.into_iter().map(|hit| (hit.rule, hit.severity.unwrap())).collect()
}

fn of(name: &str, real: &str, active: &[Active]) -> Option<(String, Severity)> {
    told(vec![file(name, real, active)], Role::Inbox).pop()
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

#[test]
fn documents_are_judged_by_what_acts_in_them() {
    let expected = |rule: &str, severity| Some((rule.to_owned(), severity));
    assert_eq!(of("a.docx", DOCX, &[Active::RemoteTemplate]), expected("file.remote-template", Severity::High));
    assert_eq!(of("a.xls", "application/vnd.ms-excel", &[Active::Macros]), expected("file.macros", Severity::Medium));
    assert_eq!(of("a.docm", DOCX, &[]), expected("file.macros", Severity::Low));
    assert_eq!(of("a.one", "application/onenote", &[Active::Embedded]), expected("file.onenote", Severity::High));
    assert_eq!(of("a.docx", DOCX, &[]), None);
    assert_eq!(of("a.docm!word/vbaProject.bin", "application/x-ole-storage", &[Active::Macros]), None);
}

#[test]
fn what_runs_under_the_name_of_a_document_is_told() {
    let exe = "application/vnd.microsoft.portable-executable";
    let expected = |rule: &str, severity| Some((rule.to_owned(), severity));
    assert_eq!(of("facture.pdf", exe, &[]), expected("file.type-mismatch", Severity::High));
    assert_eq!(of("scan.jpg", "application/zip", &[]), expected("file.type-mismatch", Severity::Medium));
    assert_eq!(of("scan.png", "image/jpeg", &[]), None);
    assert_eq!(of("export.xls", "text/html", &[]), None);
    assert_eq!(of("facture.zip!facture.pdf.exe", exe, &[]), expected("file.disguised", Severity::High));
}

#[test]
fn names_of_sites_and_subjects_are_no_programs() {
    assert_eq!(of("logo-societe.com", "image/png", &[]), None);
    assert_eq!(of("Bienvenue sur societe.com", "message/rfc822", &[]), None);
    assert!(of("facture.com", "", &[]).is_some());
}

#[test]
fn archives_are_told_once_and_large_ones_quietly() {
    let scripts = |count: usize| (0..count).map(|n| file(&format!("a.zip!s{n}.js"), "text/plain", &[])).collect();
    assert_eq!(told(scripts(2), Role::Inbox), [("file.script".to_owned(), Severity::High)]);
    assert_eq!(told(scripts(2), Role::Sent), [("file.script".to_owned(), Severity::Medium)]);
    assert_eq!(told(scripts(500), Role::Inbox), [("file.script".to_owned(), Severity::Low)]);
}
