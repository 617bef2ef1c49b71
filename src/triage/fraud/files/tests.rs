//! Signals of files in invented messages, harmless ones among them.

use super::*;
use crate::message::decode_mail::decode_mail;
use crate::triage::fraud::links::links;

/// The signals of a message with this text and one attached file, sorted.
fn of(text: &str, name: &str, content: &str) -> Vec<&'static str> {
    let raw = format!(
        "From: a@firme.example\nContent-Type: multipart/mixed; boundary=cut\n\n--cut\nContent-Type: text/plain; charset=utf-8\n\n{text}\n--cut\n\
         Content-Type: application/octet-stream; name=\"{name}\"\nContent-Disposition: attachment; filename=\"{name}\"\n\n{content}\n--cut--\n"
    );
    let mail = decode_mail(raw.as_bytes());
    let mut ids: Vec<&str> = signals(&mail, &links(&mail)).iter().map(|signal| signal.id).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn pages_that_do_more_than_show() {
    let smuggling = "<html><body><script>var b=new Blob([atob('AAAA')]);location.href=URL.createObjectURL(b)</script></body></html>";
    assert_eq!(
        of("Voir ci-joint", "fax.html", smuggling),
        ["attachment.hides-code", "attachment.html", "attachment.leads-away"]
    );
    let refresh = "<html><head><meta http-equiv=\"refresh\" content=\"0;url=https://pirate.test/x\"></head></html>";
    assert_eq!(of("See attached", "fax.htm", refresh), ["attachment.html", "attachment.leads-away"]);
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>window.location='https://pirate.test'</script></svg>";
    assert_eq!(of("Avis", "avis.svg", svg), ["attachment.leads-away", "attachment.svg"]);
    let report = "<html><body><h1>Rapport</h1><table><tr><td>12 mm/s</td></tr></table></body></html>";
    assert_eq!(of("Rapport ci-joint", "rapport.html", report), ["attachment.html"]);
}

#[test]
fn programs_and_false_names() {
    for (name, expected) in [
        ("facture.exe", vec!["attachment.program"]),
        ("facture.pdf.js", vec!["attachment.false-name", "attachment.program"]),
        ("photo.iso", vec!["attachment.disk-image"]),
        ("bon.docm", vec!["attachment.macros"]),
        ("archive.tar", vec![]),
        ("devis.v2.pdf", vec![]),
        ("sauvegarde.pdf.txt", vec![]),
    ] {
        assert_eq!(of("Bonjour", name, "plain text\n"), expected, "{name}");
    }
    assert_eq!(
        of("Bonjour", "facture.pdf", "<html><body><p>Facture</p></body></html>"),
        ["attachment.html", "attachment.other-type"]
    );
}

#[test]
fn an_archive_with_its_password_in_the_message() {
    let locked = |content: &str| {
        let file = File {
            part: "2".to_owned(),
            name: "dossier.zip".to_owned(),
            declared: "application/zip".to_owned(),
            real: "application/zip".to_owned(),
            size: 10,
            sha256: None,
            encrypted: true,
            inline: false,
            active: Vec::new(),
        };
        let texts = vec![crate::message::mail::Text::plain(content)];
        let mail = Mail { texts, files: vec![file], ..Mail::default() };
        signals(&mail, &links(&mail)).iter().map(|signal| signal.id).collect::<Vec<_>>()
    };
    assert_eq!(locked("Le mot de passe de l'archive est 1234."), ["attachment.locked"]);
    assert_eq!(locked("The archive is attached, call me for the key."), ["attachment.encrypted"]);
}
