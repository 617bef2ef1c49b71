//! A font of a PDF, as far as its text needs it: codes to characters, and how wide they are (a gap between words is only a move).

use std::collections::BTreeMap;

use super::super::gather::Gathering;
use super::cmap::{CMap, code_of};
use super::file::Pdf;
use super::glyph::{self, Base};
use super::lexer::{Dict, Object};

/// Codes whose width is kept, at most.
const WIDTHS: usize = 1 << 16;

/// A font.
#[derive(Debug, Clone)]
pub struct Font {
    /// bytes a code
    code_bytes: usize,
    unicode: Option<CMap>,
    /// text of the 256 codes of a simple font
    simple: Option<Vec<String>>,
    /// codes are UTF-16
    utf16: bool,
    /// last code and width, by first code
    widths: BTreeMap<u32, (u32, f64)>,
    default_width: f64,
}

impl Font {
    /// The font where none was named: WinAnsi.
    pub fn unknown() -> Font {
        let simple =
            (0..=255).map(|code| glyph::of_code(Base::WinAnsi, code).map_or_else(String::new, String::from)).collect();
        Font {
            code_bytes: 1,
            unicode: None,
            simple: Some(simple),
            utf16: false,
            widths: BTreeMap::new(),
            default_width: 520.0,
        }
    }

    /// Reads the font of a dictionary.
    pub fn read(pdf: &mut Pdf<'_>, dict: &Dict, gathering: &mut Gathering<'_>, name: &str) -> Font {
        let unicode = match dict.get(&b"ToUnicode"[..]) {
            Some(Object::Reference(number)) if pdf.is_stream(*number) => {
                let Object::Dict(stream) = pdf.get(*number) else { return Font::unknown() };
                pdf.stream(*number, &stream, gathering, name).map(|source| CMap::read(&source))
            }
            _ => None,
        };
        let composite = pdf.value(dict, "Subtype").name() == Some(b"Type0");
        let mut font = if composite { composite_font(pdf, dict, unicode.as_ref()) } else { simple_font(pdf, dict) };
        font.unicode = unicode;
        font
    }

    /// Writes the text of a string; tells each width in thousandths of the size, and whether it is the code 32 of a simple font, to
    /// which word spacing applies.
    pub fn show(&self, string: &[u8], out: &mut String, mut each: impl FnMut(f64, bool)) {
        for bytes in string.chunks(self.code_bytes) {
            let code = code_of(bytes);
            let known = self.widths.range(..=code).next_back().filter(|(_, (last, _))| code <= *last);
            each(known.map_or(self.default_width, |(_, (_, width))| *width), self.code_bytes == 1 && code == 32);
            self.write(code, out);
        }
    }

    fn write(&self, code: u32, out: &mut String) {
        if self.unicode.as_ref().is_some_and(|unicode| unicode.write(code, out)) {
            return;
        }
        if let Some(text) = self.simple.as_ref().and_then(|simple| simple.get(code as usize)) {
            out.push_str(text);
        } else if self.utf16 {
            out.extend(char::from_u32(code));
        }
    }
}

fn simple_font(pdf: &mut Pdf<'_>, dict: &Dict) -> Font {
    let mut font = Font::unknown();
    let encoding = pdf.value(dict, "Encoding");
    let named = |name: Option<&[u8]>| match name {
        Some(b"MacRomanEncoding") => Some(Base::MacRoman),
        Some(b"WinAnsiEncoding") => Some(Base::WinAnsi),
        Some(b"StandardEncoding") => Some(Base::Standard),
        _ => None,
    };
    let inner = encoding.dict().cloned().unwrap_or_default();
    let true_type = pdf.value(dict, "Subtype").name() == Some(b"TrueType");
    let base = named(encoding.name()).or(named(pdf.value(&inner, "BaseEncoding").name()));
    let base = base.unwrap_or(if true_type { Base::WinAnsi } else { Base::Standard });
    let mut texts: Vec<String> =
        (0..=255).map(|code| glyph::of_code(base, code).map_or_else(String::new, String::from)).collect();
    if let Object::Array(differences) = pdf.value(&inner, "Differences") {
        let mut code = 0;
        for difference in differences {
            match difference {
                Object::Number(number) => code = number as usize,
                Object::Name(name) => {
                    if let (Some(text), Some(known)) = (texts.get_mut(code), glyph::of_name(&name)) {
                        *text = known;
                    }
                    code += 1;
                }
                _ => {}
            }
        }
    }
    font.simple = Some(texts);
    let first = pdf.value(dict, "FirstChar").size().unwrap_or(0);
    if let Object::Array(widths) = pdf.value(dict, "Widths") {
        let widths = widths.iter().take(256).enumerate().filter_map(|(at, width)| {
            let code = first.saturating_add(at) as u32;
            Some((code, (code, width.number()?)))
        });
        // A Type 3 font has its own scale: its widths tell nothing here.
        if pdf.value(dict, "Subtype").name() != Some(b"Type3") {
            font.widths = widths.collect();
        }
    }
    font
}

fn composite_font(pdf: &mut Pdf<'_>, dict: &Dict, unicode: Option<&CMap>) -> Font {
    let descendant = match pdf.value(dict, "DescendantFonts") {
        Object::Array(fonts) => fonts.first().map_or(Object::Null, |font| pdf.resolve(font)),
        _ => Object::Null,
    };
    let descendant = descendant.dict().cloned().unwrap_or_default();
    let encoding = pdf.value(dict, "Encoding");
    let encoding = encoding.name().unwrap_or(b"Identity-H");
    let of_unicode = [&b"UCS2"[..], b"UTF16"].iter().any(|word| memchr::memmem::find(encoding, word).is_some());
    let default_width = pdf.value(&descendant, "DW").number().unwrap_or(1000.0);
    let widths = pdf.value(&descendant, "W");
    let code_bytes = if encoding.starts_with(b"Identity") || of_unicode {
        2
    } else {
        unicode.and_then(|unicode| unicode.width).unwrap_or(2)
    };
    Font { code_bytes, unicode: None, simple: None, utf16: of_unicode, widths: widths_of(&widths), default_width }
}

/// `[ first [w w w] first last w ... ]` (section 9.7.4.3).
fn widths_of(object: &Object) -> BTreeMap<u32, (u32, f64)> {
    let mut widths = BTreeMap::new();
    let Object::Array(array) = object else { return widths };
    let mut rest = array.as_slice();
    while let [Object::Number(first), second, after @ ..] = rest {
        let first = *first as u32;
        rest = after;
        match (second, after) {
            (Object::Array(list), _) => {
                for (at, width) in list.iter().enumerate().take(WIDTHS) {
                    let code = first.saturating_add(at as u32);
                    widths.insert(code, (code, width.number().unwrap_or(0.0)));
                }
            }
            (Object::Number(last), [Object::Number(width), after @ ..]) => {
                rest = after;
                widths.insert(first, (*last as u32, *width));
            }
            _ => break,
        }
        if widths.len() > WIDTHS {
            break;
        }
    }
    widths
}
