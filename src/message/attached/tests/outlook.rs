//! TNEF, RTF, files in OLE2: what Outlook and old Office leave behind.

use super::*;

fn attribute(level: u8, id: u16, data: &[u8]) -> Vec<u8> {
    let sum = data.iter().fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
    [&[level][..], &id.to_le_bytes(), &[0, 0], &(data.len() as u32).to_le_bytes(), data, &sum.to_le_bytes()].concat()
}

fn tnef_of(attributes: &[Vec<u8>]) -> Vec<u8> {
    [&[0x78, 0x9f, 0x3e, 0x22, 1, 0][..], &attributes.concat()].concat()
}

/// A property of variable length.
fn property(tag: u32, value: &[u8]) -> Vec<u8> {
    let filling = vec![0; (4 - value.len() % 4) % 4];
    [&tag.to_le_bytes()[..], &1_u32.to_le_bytes(), &(value.len() as u32).to_le_bytes(), value, &filling].concat()
}

fn properties(all: &[Vec<u8>]) -> Vec<u8> {
    [&(all.len() as u32).to_le_bytes()[..], &all.concat()].concat()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn the_body_of_tnef_is_read_in_every_form() {
    let mela =
        [b"\0\0\0\0\0\0\0\0MELA\0\0\0\0".as_slice(), b"{\\rtf1 mot de passe : \\'c9t\\'e9-\\'e0-Brest_2031!}"].concat();
    let bodies = [
        property(0x1000_001f, &utf16(SECRET)),
        property(0x1000_001e, &encoding_rs::WINDOWS_1252.encode(SECRET).0),
        property(0x1013_0102, format!("<p>{SECRET}</p>").as_bytes()),
        property(0x1009_0102, &mela),
    ];
    for body in bodies {
        let number = [&0x0017_0003_u32.to_le_bytes()[..], &1_u32.to_le_bytes()].concat();
        let opened = opened("winmail.dat", &tnef_of(&[attribute(1, 0x9003, &properties(&[number, body]))]));
        assert_eq!(places(&opened), ["winmail.dat"]);
        assert_eq!((opened.files[0].real.as_str(), limits(&opened)), ("application/ms-tnef", vec![]));
    }
}

#[test]
fn what_is_attached_in_tnef_is_opened() {
    let nested = tnef_of(&[attribute(1, 0x9003, &properties(&[property(0x1000_001f, &utf16(SECRET))]))]);
    let object = [&[0; 16][..], &nested].concat();
    let tnef = tnef_of(&[
        attribute(2, 0x9002, &[0; 14]),
        attribute(2, 0x8010, b"NOTES~1.TXT\0"),
        attribute(2, 0x800f, SECRET.as_bytes()),
        attribute(2, 0x9005, &properties(&[property(0x3707_001f, &utf16("notes longues.txt\0"))])),
        attribute(2, 0x9002, &[0; 14]),
        attribute(2, 0x8010, b"fwd\0"),
        attribute(2, 0x9005, &properties(&[property(0x3701_000d, &object)])),
    ]);
    let opened = opened("winmail.dat", &tnef);
    assert_eq!(places(&opened), ["winmail.dat!notes longues.txt", "winmail.dat!fwd"]);
    assert_eq!(limits(&opened), []);
}

#[test]
fn a_cut_or_hostile_tnef_gives_what_it_can() {
    let whole = tnef_of(&[attribute(2, 0x9002, &[0; 14]), attribute(2, 0x800f, SECRET.repeat(2).as_bytes())]);
    let cut = opened("w.dat", &whole[..whole.len() - 20]);
    assert_eq!((places(&cut), limits(&cut)), (vec!["w.dat!"], vec![(LimitKind::Damaged, "w.dat")]));
    let many = [&u32::MAX.to_le_bytes()[..], &0x1000_101f_u32.to_le_bytes(), &u32::MAX.to_le_bytes()].concat();
    assert!(opened("w.dat", &tnef_of(&[attribute(1, 0x9003, &many)])).texts.is_empty());
    let deep = (0..40).fold(SECRET.as_bytes().to_vec(), |inner, _| tnef_of(&[attribute(2, 0x800f, &inner)]));
    assert_eq!(opened("w", &deep).files.len(), 9);
}

fn ole_of(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (path, bytes) in streams {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !folder.is_empty() {
            file.create_storage_all(folder).unwrap();
        }
        file.create_stream(path).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn the_words_of_old_documents_are_found() {
    let binary =
        [&[0xec, 0xa5, 0xc1, 0, 1, 2, 3, 0][..], &utf16(SECRET), &[0; 64], b"admin secret8\r", &[0; 8]].concat();
    let word = opened("a.doc", &ole_of(&[("/WordDocument", &binary)]));
    assert_eq!(places(&word), ["a.doc"]);
    assert!(word.texts[0].content.contains("admin secret8\n"));
    assert_eq!(word.files[0].real, "application/msword");
    assert_eq!(places(&opened("a.xls", &ole_of(&[("/Workbook", &binary)]))), ["a.xls"]);
    assert_eq!(places(&opened("a.ppt", &ole_of(&[("/PowerPoint Document", &binary)]))), ["a.ppt"]);
}

#[test]
fn outlook_messages_give_their_text_and_files() {
    let message = ole_of(&[
        ("/__properties_version1.0", b"x"),
        ("/__substg1.0_1000001F", &utf16(SECRET)),
        ("/__attach_version1.0_#00000000/__substg1.0_3707001F", &utf16("clés.txt")),
        ("/__attach_version1.0_#00000000/__substg1.0_37010102", SECRET.as_bytes()),
    ]);
    assert_eq!(places(&opened("a.msg", &message)), ["a.msg", "a.msg!clés.txt"]);
}

#[test]
fn an_encrypted_document_is_flagged() {
    let locked = opened("a.docx", &ole_of(&[("/EncryptedPackage", b"xxxxxxxx"), ("/EncryptionInfo", b"x")]));
    assert!(locked.files[0].encrypted && locked.texts.is_empty() && locked.limits.is_empty());
}

#[test]
fn rtf_is_read() {
    let rtf = b"{\\rtf1\\ansi\\ansicpg1252 mot de passe : \\'c9t\\'e9-\\u224?-Brest_2031!\\par}";
    let opened = opened("a.doc", rtf);
    assert_eq!((places(&opened), opened.files[0].real.as_str()), (vec!["a.doc"], "application/rtf"));
}

#[test]
fn broken_ole_is_damaged() {
    let ole = ole_of(&[("/WordDocument", &[b'x'; 5000])]);
    assert_eq!(limits(&opened("a.doc", &ole[..600])), [(LimitKind::Damaged, "a.doc")]);
}
