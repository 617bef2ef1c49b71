//! PDF files made by hand: the ways in which text stands in them, and hostile ones.

use super::*;

/// Numbers objects from 1 on; the tables at the end are left away, for they are not believed.
fn pdf_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    for (index, object) in objects.iter().enumerate() {
        pdf.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
        pdf.extend_from_slice(object);
        pdf.extend_from_slice(b"\nendobj\n");
    }
    pdf.extend_from_slice(b"trailer << /Root 1 0 R >>\n%%EOF\n");
    pdf
}

fn zlib_of(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn stream_of(dict: &str, bytes: &[u8]) -> Vec<u8> {
    [format!("<< {dict} /Length {} >>\nstream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat()
}

fn packed(dict: &str, bytes: &[u8]) -> Vec<u8> {
    stream_of(&format!("/Filter /FlateDecode {dict}"), &zlib_of(bytes))
}

/// A page (1) with a font (2) and its content (3), then more objects.
fn page_of(font: &str, content: &[u8], more: &[Vec<u8>]) -> Vec<u8> {
    let page = "<< /Type /Page /Contents 3 0 R /Resources << /Font << /F1 2 0 R >> /XObject << /X 4 0 R >> >> >>";
    let mut objects = vec![page.into(), font.into(), packed("", content)];
    objects.extend_from_slice(more);
    pdf_of(&objects)
}

const WIN: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

fn windows(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

#[test]
fn text_of_a_page_in_each_encoding() {
    let escaped = windows(&SECRET.replace('É', "\\311"));
    let win = [b"BT /F1 12 Tf 72 700 Td (".as_slice(), &escaped, b") Tj ET"].concat();
    let opened_win = opened("a.pdf", &page_of(WIN, &win, &[]));
    assert_eq!(places(&opened_win), ["a.pdf"]);
    assert_eq!((opened_win.files[0].real.as_str(), limits(&opened_win)), ("application/pdf", vec![]));

    let mac: Vec<u8> = encoding_rs::MACINTOSH.encode(SECRET).0.into_owned();
    let mac = [b"BT /F1 12 Tf (".as_slice(), &mac, b") Tj ET"].concat();
    assert_eq!(places(&opened("a.pdf", &page_of("<< /Encoding /MacRomanEncoding >>", &mac, &[]))), ["a.pdf"]);

    let differences = "<< /Subtype /Type1 /Encoding << /Differences [1 /Eacute /t /eacute 4 /agrave] >> >>";
    let content = b"BT /F1 12 Tf (mot de passe : \x01\x02\x03-\x04-Brest_2031!) Tj ET";
    assert_eq!(places(&opened("a.pdf", &page_of(differences, content, &[]))), ["a.pdf"]);
}

#[test]
fn text_of_a_composite_font_needs_its_map() {
    let codes: String = (1..=SECRET.chars().count()).map(|code| format!("{code:04X}")).collect();
    let characters: String =
        SECRET.chars().enumerate().map(|(at, c)| format!("<{:04X}> <{:04X}>\n", at + 1, u32::from(c))).collect();
    let map = format!("1 begincodespacerange <0000> <FFFF> endcodespacerange 99 beginbfchar\n{characters}endbfchar");
    let font = "<< /Subtype /Type0 /Encoding /Identity-H /ToUnicode 4 0 R /DescendantFonts [<< /W [1 [500]] >>] >>";
    let content = format!("BT /F1 12 Tf <{codes}> Tj ET");
    assert_eq!(places(&opened("a.pdf", &page_of(font, content.as_bytes(), &[packed("", map.as_bytes())]))), ["a.pdf"]);
}

#[test]
fn moves_make_lines_words_and_cells() {
    let content = "BT /F1 10 Tf 1 0 0 1 72 700 Tm [(mot) -250 (de) -250 (pas) 20 (se)] TJ 0 -12 Td (seconde) Tj T* ET \
                   BT 1 0 0 1 72 600 Tm (login) Tj ET BT 1 0 0 1 300 600 Tm (pass) Tj ET BT 12 TL 72 500 Td (un) ' (deux) Tj ET \
                   BI /W 1 /H 1 ID (binary EI EI BT 0 0 Td (fin) Tj ET";
    let opened = opened("a.pdf", &page_of(WIN, content.as_bytes(), &[]));
    assert_eq!(opened.texts[0].content, "mot de passe\nseconde\nlogin\tpass\nundeux\nfin\n");
}

#[test]
fn forms_links_fields_and_attached_files_are_read() {
    let form = packed("/Subtype /Form", format!("BT /F1 9 Tf ({}) Tj ET", &SECRET[..15]).as_bytes());
    let annotation = "<< /Subtype /Link /Rect [0 0 1 1] /A << /S /URI /URI (https://x.example/login) >> >>";
    let field = "<< /FT /Tx /T (code) /V (4711) /Rect [0 0 1 1] >>";
    let specification = "<< /Type /Filespec /F (x.txt) /UF (notes.txt) /EF << /F 8 0 R >> >>";
    let more =
        [form, annotation.into(), field.into(), specification.into(), packed("/Type /EmbeddedFile", SECRET.as_bytes())];
    let opened = opened("a.pdf", &page_of(WIN, b"/X Do /X Do", &more));
    assert_eq!(opened.texts[0].content, "mot de passe : \nhttps://x.example/login\ncode: 4711\n");
    assert_eq!(places(&opened), ["a.pdf!notes.txt"]);
}

#[test]
fn objects_in_object_streams_are_found_and_the_later_one_counts() {
    let inner = format!("<< /Type /Page /Contents 3 0 R /Resources << /Font << /F1 2 0 R >> >> >> {WIN}");
    let head = format!("1 0 2 {} ", inner.find("> <<").unwrap() + 2);
    let content = [b"BT /F1 12 Tf (".as_slice(), &windows(SECRET), b") Tj ET"].concat();
    let objects = packed(&format!("/Type /ObjStm /N 2 /First {}", head.len()), format!("{head}{inner}").as_bytes());
    let pdf = pdf_of(&[b"(old)".to_vec(), b"(old)".to_vec(), packed("", &content), objects]);
    assert_eq!(places(&opened("a.pdf", &pdf)), ["a.pdf"]);
}

#[test]
fn an_encrypted_file_is_flagged() {
    let mut pdf = page_of(WIN, b"BT (x) Tj ET", &[]);
    pdf.extend_from_slice(b"trailer << /Encrypt << /Filter /Standard /V 5 /R 6 >> >>");
    let opened = opened("a.pdf", &pdf);
    assert!(opened.files[0].encrypted && opened.texts.is_empty());
}

#[test]
fn hostile_files_end_at_their_limits() {
    let bomb = page_of(WIN, &vec![b' '; 8 << 20], &[]);
    assert_eq!(limits(&opened_within("a.pdf", &bomb, 1 << 20)), [(LimitKind::Unpacked, "a.pdf")]);
    let objects = pdf_of(&[packed("/Type /ObjStm /N 1 /First 4", &vec![b' '; 8 << 20])]);
    assert!(limits(&opened_within("a.pdf", &objects, 1 << 20)).contains(&(LimitKind::Unpacked, "a.pdf")));
    // A form that shows itself, a page tree that is a circle, a length that is itself.
    let form = stream_of("/Subtype /Form /Resources << /XObject << /X 4 0 R >> >> /Length 4 0 R", b"/X Do");
    let circle = page_of("<< /Parent 2 0 R >>", b"/X Do (fin) Tj", &[form]);
    assert_eq!(opened("a.pdf", &circle).texts[0].content.trim(), "fin");
    // Objects that hold each other, none of which ends.
    let nested = [b"%PDF-1.7\n".as_slice(), &b"1 0 obj [ (".repeat(200_000)].concat();
    assert_eq!(limits(&opened("a.pdf", &nested)), [(LimitKind::Damaged, "a.pdf")]);
    let many = [b"%PDF-1.7\n".as_slice(), &b"1 0 obj << /A 1 0 R >> stream\n".repeat(100_000)].concat();
    assert_eq!(limits(&opened("a.pdf", &many)), [(LimitKind::Damaged, "a.pdf")]);
}
