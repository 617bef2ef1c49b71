//! Files made to hurt: each ends soon, with its rows and the limit it reached.

use super::*;

/// Zeros, packed; `packed` twice gives the ratio of a million.
fn zeros(bytes: usize) -> Vec<u8> {
    vec![0; bytes]
}

#[test]
fn a_bomb_stops_at_the_budget() {
    let bomb = zip_of(&[("zeros", &zeros(8 << 20)), ("apres.txt", SECRET.as_bytes())]);
    let opened = opened_within("bombe.zip", &bomb, 1 << 20);
    assert_eq!(limits(&opened), [(LimitKind::Unpacked, "bombe.zip!zeros"), (LimitKind::Unpacked, "bombe.zip")]);
    assert_eq!((opened.files[1].size, opened.files[1].sha256), (8 << 20, None));
    let opened = opened_within("bombe.gz", &gzip_of(&zeros(8 << 20)), 1 << 20);
    assert_eq!(limits(&opened), [(LimitKind::Unpacked, "bombe.gz!bombe")]);
}

/// Writes over a field of the first central directory entry and of its local header.
fn with_size_zero(mut zip: Vec<u8>) -> Vec<u8> {
    let central = memchr::memmem::find(&zip, b"PK\x01\x02").unwrap();
    zip[central + 24..central + 28].fill(0);
    zip[22..26].fill(0);
    zip
}

#[test]
fn a_bomb_that_says_it_is_empty_stops_too() {
    let bomb = with_size_zero(zip_of(&[("zeros", &zeros(8 << 20))]));
    let opened = opened_within("bombe.zip", &bomb, 1 << 20);
    assert_eq!(opened.limits.len(), 1, "{:?}", opened.limits);
    let honest = with_size_zero(zip_of(&[("a.txt", SECRET.as_bytes())]));
    assert_eq!(places(&super::opened("a.zip", &honest)), ["a.zip!a.txt"]);
}

#[test]
fn sixty_four_zips_in_each_other_end_at_the_depth_limit() {
    let zip = (0..64).fold(SECRET.as_bytes().to_vec(), |inner, _| zip_of(&[("z", &inner)]));
    let opened = opened("z", &zip);
    assert_eq!(opened.files.len(), 9);
    assert_eq!(limits(&opened), [(LimitKind::Depth, "z!z!z!z!z!z!z!z!z")]);
}

#[test]
fn no_more_members_than_the_budget_lists() {
    let names: Vec<String> = (0..50).map(|number| format!("{number}")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let mut budget = Budget { files: 10, ..Budget::default() };
    let zip = zip_of(&members);
    let opened = open(Attached { part: "2", name: "a.zip", declared: "", bytes: &zip, inline: false }, &mut budget);
    assert_eq!(opened.files.len(), 10);
    assert_eq!(limits(&opened), [(LimitKind::Files, "a.zip")]);
}

#[test]
fn encrypted_members_are_listed_without_a_digest() {
    let mut zip = zip_of(&[("secret.txt", b"xxxxxxxxxxxxxxxx")]);
    let central = memchr::memmem::find(&zip, b"PK\x01\x02").unwrap();
    zip[central + 8] |= 1;
    zip[6] |= 1;
    let opened = opened("a.zip", &zip);
    let file = &opened.files[1];
    assert_eq!((file.name.as_str(), file.encrypted, file.sha256), ("a.zip!secret.txt", true, None));
    assert_eq!(limits(&opened), []);
}

#[test]
fn damaged_files_say_so() {
    let zip = zip_of(&[("a.txt", &SECRET.as_bytes().repeat(100))]);
    assert_eq!(limits(&opened("a.zip", &zip[..zip.len() - 30])), [(LimitKind::Damaged, "a.zip")]);
    let gz = gzip_of(&SECRET.as_bytes().repeat(100));
    let cut = opened("a.txt.gz", &gz[..gz.len() - 9]);
    assert_eq!(limits(&cut), [(LimitKind::Damaged, "a.txt.gz!a.txt")]);
    assert_eq!(places(&cut), ["a.txt.gz!a.txt"]);
    assert_eq!(limits(&opened("a.7z", b"7z\xbc\xaf\x27\x1c\0\x04rest of it")), [(LimitKind::Damaged, "a.7z")]);
}

#[test]
fn a_sheet_that_names_one_string_a_million_times_stops() {
    let shared = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(10_000));
    let sheet = "<row><c t=\"s\"><v>0</v></c></row>".repeat(10_000);
    let xlsx = zip_of(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let opened = opened_within("a.xlsx", &xlsx, 2 << 20);
    assert_eq!(limits(&opened), [(LimitKind::Unpacked, "a.xlsx")]);
    assert!(opened.texts[0].content.len() < 3 << 20);
}
