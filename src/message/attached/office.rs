//! Office documents in zip: docx, xlsx, pptx (ECMA-376) and OpenDocument (ISO/IEC 26300). One text a document, its parts in the order in
//! which a person would turn them over; pictures and objects in it are files of their own.

use super::super::mail::{Active, LimitKind};
use super::archive::{self, Zip};
use super::gather::{Found, Gathering};
use super::xml::{self, Dialect};
use super::{charset, sheet};

/// Which kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// WordprocessingML
    Docx,
    /// SpreadsheetML
    Xlsx,
    /// PresentationML
    Pptx,
    /// OpenDocument text, table or presentation
    OpenDocument(&'static str),
}

const OPEN_DOCUMENT: [&str; 4] = [
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.graphics",
];

impl Form {
    /// The media type.
    pub fn mime(self) -> &'static str {
        match self {
            Form::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Form::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Form::OpenDocument(mime) => mime,
        }
    }
}

/// Which document a zip is; none where it is a container of files.
pub fn form(gathering: &mut Gathering<'_>, archive: &mut Zip<'_>, name: &str) -> Option<Form> {
    let has = |archive: &Zip<'_>, path: &str| archive.index_for_name(path).is_some();
    if has(archive, "[Content_Types].xml") {
        let starts = |folder: &str| archive.file_names_raw().any(|name| name.starts_with(folder.as_bytes()));
        let forms = [("word/", Form::Docx), ("xl/", Form::Xlsx), ("ppt/", Form::Pptx)];
        return forms.into_iter().find(|(folder, _)| starts(folder)).map(|(_, form)| form);
    }
    if !has(archive, "content.xml") {
        return None;
    }
    let declared = archive.index_for_name("mimetype").and_then(|index| part(gathering, archive, index, name));
    let declared = declared.unwrap_or_default();
    let known = OPEN_DOCUMENT.iter().find(|mime| declared.trim().starts_with(**mime));
    Some(Form::OpenDocument(known.unwrap_or(&OPEN_DOCUMENT[0])))
}

/// Reads a document: its text, then the files in it.
pub fn open(gathering: &mut Gathering<'_>, found: &Found<'_>, archive: &mut Zip<'_>, form: Form, row: usize) {
    let names: Vec<String> =
        archive.file_names_raw().map(|name| String::from_utf8_lossy(name).replace('\\', "/")).collect();
    if let Some(manifest) = names.iter().position(|name| name == "META-INF/manifest.xml")
        && part(gathering, archive, manifest, found.name).is_some_and(|manifest| manifest.contains("encryption-data"))
    {
        gathering.opened.files[row].encrypted = true;
        return;
    }
    let mut strings = Vec::new();
    if form == Form::Xlsx
        && let Some(shared) = names.iter().position(|name| name.eq_ignore_ascii_case("xl/sharedStrings.xml"))
        && let Some(source) = part(gathering, archive, shared, found.name)
    {
        strings = sheet::shared_strings(&source);
    }
    let macros = names.iter().any(|name| name.ends_with("vbaProject.bin") || name.starts_with("xl/macrosheets/"));
    let mut active: Vec<Active> = macros.then_some(Active::Macros).into_iter().collect();
    let mut text = String::new();
    for index in in_order(&names, |name| is_text(form, name)) {
        let Some(source) = part(gathering, archive, index, found.name) else { continue };
        let (content, whole) = match (form, names[index].as_str()) {
            (_, name) if name.ends_with(".rels") => {
                let template = source.contains("/attachedTemplate\"") && source.contains("\"External\"");
                active.extend(template.then_some(Active::RemoteTemplate));
                (xml::outside_targets(&source), true)
            }
            // Sheets may stand anywhere: where, the relations tell.
            (Form::Xlsx, name) if name.starts_with("xl/worksheets/") || source.contains("<sheetData") => {
                let room = gathering.budget.unpacked;
                let sheet = sheet::rows(&source, &strings, room);
                gathering.spend(sheet.copied, found.name);
                (sheet.text, sheet.whole)
            }
            (Form::OpenDocument(_), _) => xml::text(&source, Dialect::Anywhere),
            _ => xml::text(&source, Dialect::Runs),
        };
        if !whole {
            gathering.limit(LimitKind::Damaged, found.name);
        }
        text.push_str(&content);
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    active.dedup();
    gathering.opened.files[row].active = active;
    gathering.text(found.name, text);
    let files = in_order(&names, is_file);
    archive::members(gathering, found, archive, &files);
}

/// Whether a part holds text that a person reads.
fn is_text(form: Form, name: &str) -> bool {
    let folders: &[&str] = match form {
        Form::Docx => &["word"],
        Form::Xlsx => &["xl/worksheets", "xl/drawings", "xl/threadedComments", "xl"],
        Form::Pptx => &["ppt/slides", "ppt/notesSlides", "ppt/comments"],
        Form::OpenDocument(_) => return matches!(name, "content.xml" | "styles.xml"),
    };
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    if let Some(folder) = folder.strip_suffix("/_rels") {
        return folders.contains(&folder);
    }
    const NO_TEXT: [&str; 8] = [
        "word/styles.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "word/webSettings.xml",
        "word/numbering.xml",
        "word/stylesWithEffects.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
    ];
    folders.contains(&folder) && name.ends_with(".xml") && !NO_TEXT.contains(&name)
}

/// Whether a part is a file of its own: a picture, an embedded object, macros.
fn is_file(name: &str) -> bool {
    let inside = |folder: &str| name.contains(folder);
    let known =
        inside("/media/") || inside("/embeddings/") || name.starts_with("Pictures/") || name.starts_with("media/");
    known || name.ends_with("vbaProject.bin") || name.starts_with("Object ") && !name.ends_with(".xml")
}

/// The parts wanted: the document itself first, then by name, numbers by their value.
fn in_order(names: &[String], wanted: impl Fn(&str) -> bool) -> Vec<usize> {
    let key = |index: &usize| {
        let name = names[*index].as_str();
        let digits: String = name.chars().filter(char::is_ascii_digit).take(9).collect();
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let second = !name.ends_with("document.xml") && name != "content.xml";
        (second, folder.to_owned(), digits.parse::<u32>().unwrap_or(0), *index)
    };
    let mut parts: Vec<usize> = (0..names.len()).filter(|index| wanted(&names[*index])).collect();
    parts.sort_by_cached_key(key);
    parts
}

/// The text of one part, still XML.
fn part(gathering: &mut Gathering<'_>, archive: &mut Zip<'_>, index: usize, name: &str) -> Option<String> {
    let Ok(member) = archive.by_index_raw(index) else {
        gathering.limit(LimitKind::Damaged, name);
        return None;
    };
    let unpacked = archive::unpack(gathering, member, name)?;
    charset::decode(&unpacked.bytes)
}
