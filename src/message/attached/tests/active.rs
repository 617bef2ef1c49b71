//! What in a file does something when it is opened is told with the file.

use super::*;
use crate::message::mail::Active;

fn active(name: &str, bytes: &[u8]) -> Vec<Active> {
    opened(name, bytes).files[0].active.clone()
}

#[test]
fn pages_tell_what_acts_in_them() {
    let page =
        b"<html><form action=x><INPUT Type=' Password '><input type=text><script>1</script><script>2</script></form>";
    assert_eq!(active("a.html", page), [Active::Script, Active::Form, Active::PasswordField]);
    assert_eq!(active("a.html", b"<html><body onload='x()'>"), [Active::Script]);
    assert_eq!(active("a.html", b"<html><meta http-equiv=Refresh content='0;url=x'>"), [Active::Redirect]);
    assert_eq!(active("a.svg", b"<?xml version='1.0'?><svg><script>x</script></svg>"), [Active::Script]);
    assert_eq!(active("a.html", b"<html><p>script, form, password</p>"), []);
}

#[test]
fn documents_tell_their_macros_and_where_their_template_is() {
    let types = ("[Content_Types].xml", &b"<Types/>"[..]);
    let body = ("word/document.xml", &b"<w:t>x</w:t>"[..]);
    let docm = zip_of(&[types, body, ("word/vbaProject.bin", b"x")]);
    assert_eq!(active("a.docm", &docm), [Active::Macros]);
    let rels = br#"<Relationships><Relationship Type="http://schemas.example/attachedTemplate" Target="https://x.example/t.dotm" TargetMode="External"/></Relationships>"#;
    let docx = zip_of(&[types, body, ("word/_rels/settings.xml.rels", rels)]);
    assert_eq!(active("a.docx", &docx), [Active::RemoteTemplate]);
    assert_eq!(active("a.docx", &zip_of(&[types, body])), []);
}

#[test]
fn a_sheet_is_read_wherever_it_stands() {
    let sheet = b"<worksheet><sheetData><row><c t='inlineStr'><is><t>18</t></is></c><c><v>7</v></c></row></sheetData></worksheet>";
    let book = zip_of(&[("[Content_Types].xml", b"<Types/>"), ("xl/sheet1.xml", sheet)]);
    assert!(opened("a.xlsx", &book).texts[0].content.contains("18\t7"));
}

#[test]
fn notebooks_shortcuts_and_disks_are_known_by_their_bytes() {
    let one = [0xe4, 0x52, 0x5c, 0x7b, 0x8c, 0xd8, 0xa7, 0x4d, 0xae, 0xb1];
    let embedded = [0xe7, 0x16, 0xe3, 0xbd, 0x65, 0x26, 0x11, 0x45, 0xa4, 0xc4, 0x8d, 0x4d, 0x0b, 0x7a, 0x9e, 0xac];
    assert_eq!(active("a.one", &[&one[..], &embedded].concat()), [Active::Embedded]);
    assert_eq!(active("a.one", &one), []);
    let mut disk = vec![0; 0x9000];
    disk[0x8001..0x8006].copy_from_slice(b"CD001");
    assert_eq!(real(&opened("a.pdf", &disk), "a.pdf"), "application/x-iso9660-image");
    assert_eq!(real(&opened("a", b"L\0\0\0\x01\x14\x02\0\0"), "a"), "application/x-ms-shortcut");
}
