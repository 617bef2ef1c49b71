//! The bytes of the attached files: small, invented, and they open (PDF, docx, xlsx, csv, pictures, zip, calendar,
//! card, key).

use super::letter::Enclosure;
use super::rng::Rng;
use super::words::base64_lines;
use super::{picture, zipfile};

/// A file ready to be attached.
#[derive(Clone, Debug)]
pub struct Attached {
    /// File name.
    pub name: String,
    /// MIME type.
    pub media: &'static str,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Makes the file that the story asks for.
pub fn make(enclosure: &Enclosure) -> Attached {
    let first = enclosure.content.first().map_or("", String::as_str);
    let lines: Vec<&str> = first.split(" / ").map(str::trim).collect();
    let (media, bytes) = match enclosure.kind.as_str() {
        "pdf" => ("application/pdf", pdf(&lines)),
        "docx" => ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx(&lines)),
        "xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx(&lines)),
        "csv" => ("text/csv", (lines.join("\r\n") + "\r\n").into_bytes()),
        "png" => ("image/png", picture::png()),
        "jpg" => ("image/jpeg", picture::jpeg()),
        "zip" => ("application/zip", zip(enclosure)),
        "ics" => ("text/calendar", calendar(enclosure).into_bytes()),
        "vcf" => ("text/x-vcard", card(&lines).into_bytes()),
        "pem" => ("application/x-pem-file", private_key(&enclosure.name).into_bytes()),
        unknown => unreachable!("no file of kind {unknown} can be attached"),
    };
    Attached { name: enclosure.name.clone(), media, bytes }
}

/// A one-page PDF 1.4 with a text line each, Helvetica, and a right cross-reference table.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut page = "BT /F1 12 Tf 60 780 Td 18 TL\n".to_owned();
    for line in lines {
        page += &format!("({}) Tj T*\n", line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)"));
    }
    page += "ET\n";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}endstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", out.len());
        out += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let start = out.len();
    out += &format!("{table}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const OOXML: &str = "application/vnd.openxmlformats-officedocument";
const SCHEMAS: &str = "http://schemas.openxmlformats.org";

/// The two parts every OOXML package begins with (ECMA-376, part 2).
fn package(main_part: &str, others: &[(&str, &str)]) -> Vec<(&'static str, Vec<u8>)> {
    let mut types = format!(
        "{XML}<Types xmlns=\"{SCHEMAS}/package/2006/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/>"
    );
    for (part, kind) in others {
        types += &format!("<Override PartName=\"/{part}\" ContentType=\"{OOXML}.{kind}+xml\"/>");
    }
    types += "</Types>";
    let links = relationships(&[("officeDocument", main_part)]);
    vec![("[Content_Types].xml", types.into_bytes()), ("_rels/.rels", links)]
}

fn relationships(targets: &[(&str, &str)]) -> Vec<u8> {
    let mut links = format!("{XML}<Relationships xmlns=\"{SCHEMAS}/package/2006/relationships\">");
    for (index, (kind, target)) in targets.iter().enumerate() {
        let kind = format!("{SCHEMAS}/officeDocument/2006/relationships/{kind}");
        links += &format!("<Relationship Id=\"rId{}\" Type=\"{kind}\" Target=\"{target}\"/>", index + 1);
    }
    (links + "</Relationships>").into_bytes()
}

fn docx(lines: &[&str]) -> Vec<u8> {
    let mut parts = package("word/document.xml", &[("word/document.xml", "wordprocessingml.document.main")]);
    let mut text = format!("{XML}<w:document xmlns:w=\"{SCHEMAS}/wordprocessingml/2006/main\"><w:body>");
    for line in lines {
        text += &format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", escaped(line));
    }
    parts.push(("word/document.xml", (text + "</w:body></w:document>").into_bytes()));
    zipfile::archive(&parts, None)
}

fn xlsx(rows: &[&str]) -> Vec<u8> {
    let overrides = [("xl/workbook.xml", "spreadsheetml.sheet.main"), ("xl/sheet1.xml", "spreadsheetml.worksheet")];
    let mut parts = package("xl/workbook.xml", &overrides);
    let main = format!("{SCHEMAS}/spreadsheetml/2006/main");
    let book = format!(
        "{XML}<workbook xmlns=\"{main}\" xmlns:r=\"{SCHEMAS}/officeDocument/2006/relationships\"><sheets>\
         <sheet name=\"Feuille 1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let mut sheet = format!("{XML}<worksheet xmlns=\"{main}\"><sheetData>");
    for (index, row) in rows.iter().enumerate() {
        sheet += &format!("<row r=\"{}\">", index + 1);
        for (column, cell) in row.split(';').enumerate() {
            let name = format!("{}{}", char::from(b'A' + column as u8), index + 1);
            sheet += &format!("<c r=\"{name}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(cell));
        }
        sheet += "</row>";
    }
    parts.push(("xl/workbook.xml", book.into_bytes()));
    parts.push(("xl/_rels/workbook.xml.rels", relationships(&[("worksheet", "sheet1.xml")])));
    parts.push(("xl/sheet1.xml", (sheet + "</sheetData></worksheet>").into_bytes()));
    zipfile::archive(&parts, None)
}

/// Text made safe for XML and HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// One text file in a zip; a third column is its password.
fn zip(enclosure: &Enclosure) -> Vec<u8> {
    let [name, text, password @ ..] = &enclosure.content[..] else {
        unreachable!("a zip of the story holds one named file");
    };
    let lines = text.replace(" / ", "\r\n") + "\r\n";
    zipfile::archive(&[(name, lines.into_bytes())], password.first().map(String::as_str))
}

fn calendar(enclosure: &Enclosure) -> String {
    let [start, end, title, place] = &enclosure.content[..] else {
        unreachable!("an event of the story has a start, an end, a title and a place");
    };
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Menuiserie Kerbrat//Agenda//FR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n\
         UID:{start}-reunion@kerbrat-menuiserie.example\r\nDTSTAMP:20260301T180000Z\r\n\
         DTSTART;TZID=Europe/Paris:{start}\r\nDTEND;TZID=Europe/Paris:{end}\r\nSUMMARY:{title}\r\nLOCATION:{place}\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn card(lines: &[&str]) -> String {
    let [name, company, address, telephone] = lines[..] else {
        unreachable!("a card of the story has a name, a company, an address and a telephone");
    };
    format!(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nORG:{company}\r\nEMAIL:{address}\r\nTEL:{telephone}\r\nEND:VCARD\r\n"
    )
}

/// Looks like an OpenSSH key and is none: the base64 says so once decoded.
fn private_key(name: &str) -> String {
    let mut rng = Rng::named(name);
    let noise = format!("SYNTHETIC KEY FOR TESTS, OPENS NOTHING {}", rng.hex(180));
    format!(
        "-----BEGIN OPENSSH PRIVATE KEY-----\n{}-----END OPENSSH PRIVATE KEY-----\n",
        base64_lines(noise.as_bytes())
    )
}
