//! Each format gives the secret that was planted in it, at its place.

use super::*;
use crate::digest::Sha256;
use crate::message::mail::PlaceKind;

#[test]
fn text_is_text_whatever_it_is_called() {
    for name in ["notes.txt", ".env", "x.exe", "", "a.log", "config.ini", "script.ps1"] {
        let opened = opened(name, format!("# notes\n{SECRET}\n").as_bytes());
        assert_eq!(places(&opened), [name]);
        assert_eq!(opened.files[0].real, "text/plain");
    }
}

#[test]
fn a_file_has_its_row() {
    let opened = opened("notes.txt", SECRET.as_bytes());
    let file = &opened.files[0];
    assert_eq!(
        (file.part.as_str(), file.declared.as_str(), file.size),
        ("2", "application/octet-stream", SECRET.len() as u64)
    );
    assert_eq!(file.sha256, Some(Sha256::of(SECRET.as_bytes())));
    let place = &opened.texts[0].place;
    assert_eq!((place.part.as_str(), place.kind), ("2", PlaceKind::Attachment));
    assert_eq!(limits(&opened), []);
}

#[test]
fn html_and_calendars_are_read() {
    let page = format!("<html><body><p>x</p><td>{}</td>", SECRET.replace('à', "&agrave;"));
    assert_eq!(places(&opened("a.html", page.as_bytes())), ["a.html"]);
    let (start, end) = SECRET.split_at(9);
    let event = format!("BEGIN:VCALENDAR\r\nDESCRIPTION:{start}\r\n {end}\r\nEND:VCALENDAR\r\n");
    assert_eq!(places(&opened("a.ics", event.as_bytes())), ["a.ics"]);
}

#[test]
fn containers_are_opened_one_in_the_other() {
    let text = SECRET.as_bytes();
    let inner = zip_of(&[("dir/c.txt", text)]);
    let zip = zip_of(&[("../conf/.env", text), ("b.zip", &inner), ("vide/", b"")]);
    let opened_zip = opened("a.zip", &zip);
    assert_eq!(places(&opened_zip), ["a.zip!../conf/.env", "a.zip!b.zip!dir/c.txt"]);
    assert_eq!(real(&opened_zip, "a.zip!b.zip"), "application/zip");
    assert_eq!(opened_zip.files.len(), 4);
    assert_eq!(limits(&opened_zip), []);

    assert_eq!(places(&opened("notes.txt.gz", &gzip_of(text))), ["notes.txt.gz!notes.txt"]);
    let tar = tar_of(&[("/etc/a", text), ("b\\c.txt", text)]);
    assert_eq!(places(&opened("a.tar", &tar)), ["a.tar!/etc/a", "a.tar!b\\c.txt"]);
    assert_eq!(places(&opened("a.tgz", &gzip_of(&tar)))[0], "a.tgz!a.tar!/etc/a");
}

#[test]
fn messages_in_containers_are_handed_back() {
    let message = format!("From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\n{SECRET}\r\n");
    let opened = opened("a.zip", &zip_of(&[("m.eml", message.as_bytes())]));
    assert_eq!(opened.messages, [("a.zip!m.eml".to_owned(), message.into_bytes())]);
    assert_eq!(real(&opened, "a.zip!m.eml"), "message/rfc822");
}

fn document(parts: &[(&str, &str)]) -> Vec<u8> {
    let types = [("[Content_Types].xml", &b"<Types/>"[..])];
    let parts = parts.iter().map(|(name, text)| (*name, text.as_bytes()));
    zip_of(&types.into_iter().chain(parts).collect::<Vec<_>>())
}

#[test]
fn docx_gives_text_notes_links_and_what_is_embedded() {
    let run = format!("<w:p><w:r><w:t>{}</w:t></w:r><w:r><w:t>{}</w:t></w:r></w:p>", &SECRET[..9], &SECRET[9..]);
    let rels = "<Relationships><Relationship TargetMode=\"External\" Target=\"https://x.example/\"/></Relationships>";
    let docx = document(&[
        ("word/document.xml", &run),
        ("word/footnotes.xml", "<w:t>une note</w:t>"),
        ("word/styles.xml", "<w:t>style</w:t>"),
        ("word/_rels/document.xml.rels", rels),
        ("word/embeddings/o.txt", SECRET),
    ]);
    let opened = opened("contrat.docx", &docx);
    assert_eq!(places(&opened), ["contrat.docx", "contrat.docx!word/embeddings/o.txt"]);
    assert!(real(&opened, "contrat.docx").ends_with("wordprocessingml.document"));
    let text = &opened.texts[0].content;
    assert!(text.contains("une note") && text.contains("https://x.example/") && !text.contains("style"), "{text}");
}

#[test]
fn xlsx_rows_are_lines() {
    let shared = format!(
        "<sst><si><t>identifiant</t></si><si><r><t>mot de </t></r><r><t>passe</t></r></si><si/><si><t>{SECRET}</t></si></sst>"
    );
    let sheet = "<sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>\
                 <row><c t=\"inlineStr\"><is><t>admin</t></is></c><c t=\"s\"><v>3</v></c><c><v>42</v></c></row></sheetData>";
    let opened = opened("a.xlsx", &document(&[("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", &shared)]));
    assert_eq!(opened.texts[0].content, format!("identifiant\tmot de passe\nadmin\t{SECRET}\t42\n"));
    assert!(real(&opened, "a.xlsx").ends_with("spreadsheetml.sheet"));
}

#[test]
fn pptx_slides_come_in_their_order() {
    let slide = |text: &str| format!("<p:sld><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>");
    let parts = [
        ("ppt/slides/slide10.xml", slide("dix")),
        ("ppt/slides/slide2.xml", slide("deux")),
        ("ppt/notesSlides/notesSlide1.xml", slide(SECRET)),
    ];
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let opened = opened("a.pptx", &document(&parts));
    assert_eq!(places(&opened), ["a.pptx"]);
    let at = |word: &str| opened.texts[0].content.find(word).unwrap();
    assert!(at("deux") < at("dix"));
}

#[test]
fn open_documents_are_read() {
    let content = format!(
        "<office:body><text:p>{}</text:p><table:table-row><table:table-cell><text:p>admin</text:p></table:table-cell>\
         <table:table-cell><text:p>Zo&amp;2</text:p></table:table-cell></table:table-row></office:body>",
        SECRET.replace("de passe", "de<text:s/><text:span>passe</text:span>")
    );
    let mime = "application/vnd.oasis.opendocument.text";
    let opened = opened("a.odt", &zip_of(&[("mimetype", mime.as_bytes()), ("content.xml", content.as_bytes())]));
    assert_eq!(places(&opened), ["a.odt"]);
    assert!(opened.texts[0].content.contains("admin\tZo&2\n"));
    assert_eq!(real(&opened, "a.odt"), mime);
}
