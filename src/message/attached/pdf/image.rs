//! Pictures in PDF pages (ISO 32000-1 section 8.9), searched for QR codes: JPEG as it stands, and small plain pictures.

use super::super::gather::Gathering;
use super::super::picture;
use super::file::Pdf;
use super::filter;
use super::lexer::{Dict, Object};

/// A plain picture of more pixels is a scanned page: not unpacked.
const PIXELS: usize = 4 << 20;

/// How the samples of a picture become grey.
struct Samples {
    bits: usize,
    colors: usize,
    /// grey of each sample of an indexed picture
    palette: Option<Vec<u8>>,
}

/// Searches the picture of that number.
pub fn search(gathering: &mut Gathering<'_>, pdf: &mut Pdf<'_>, number: u32, name: &str) {
    let Object::Dict(dict) = pdf.get(number) else { return };
    let filters = filter::of(pdf, &dict);
    if let [only] = filters.as_slice()
        && only.name == b"DCTDecode"
    {
        let bytes = pdf.raw(number, &dict);
        return picture::search(gathering, &bytes, name);
    }
    let mut size = |key: &str| pdf.value(&dict, key).size().unwrap_or(0);
    let (width, height) = (size("Width"), size("Height"));
    let Some(pixels) = width.checked_mul(height).filter(|pixels| *pixels <= PIXELS && width >= 21 && height >= 21)
    else {
        return;
    };
    let Some(samples) = samples(pdf, &dict, gathering, name) else { return };
    if !picture::afford(gathering, pixels as u64, name) {
        return;
    }
    if let Some(bytes) = pdf.stream(number, &dict, gathering, name)
        && let Some(grey) = samples.grey(&bytes, width, height)
    {
        picture::search_grey(gathering, width as u32, height as u32, grey, name);
    }
}

fn samples(pdf: &mut Pdf<'_>, dict: &Dict, gathering: &mut Gathering<'_>, name: &str) -> Option<Samples> {
    let mask = pdf.value(dict, "ImageMask") == Object::Bool(true);
    let bits = if mask { 1 } else { pdf.value(dict, "BitsPerComponent").size()? };
    let space = pdf.value(dict, "ColorSpace");
    if let Object::Array(parts) = &space
        && let [Object::Name(kind), base, _, table] = parts.as_slice()
        && kind == b"Indexed"
    {
        let base = pdf.resolve(base);
        let colors = colors(pdf, &base)?;
        let table = match table {
            Object::Reference(number) if pdf.is_stream(*number) => {
                let Object::Dict(stream) = pdf.get(*number) else { return None };
                pdf.stream(*number, &stream, gathering, name)?
            }
            other => {
                if let Object::Text(table) = pdf.resolve(other) {
                    table
                } else {
                    return None;
                }
            }
        };
        let palette = table.chunks_exact(colors).take(256).map(grey_of).collect();
        return Some(Samples { bits, colors: 1, palette: Some(palette) });
    }
    let colors = if mask { 1 } else { colors(pdf, &space)? };
    matches!(bits, 1 | 8).then_some(Samples { bits, colors, palette: None })
}

fn colors(pdf: &mut Pdf<'_>, space: &Object) -> Option<usize> {
    let name = |name: &[u8]| match name {
        b"DeviceGray" | b"CalGray" | b"G" => Some(1),
        b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(3),
        _ => None,
    };
    match space {
        Object::Name(known) => name(known),
        Object::Array(parts) => match parts.as_slice() {
            [Object::Name(kind), profile] if kind == b"ICCBased" => {
                let profile = pdf.resolve(profile);
                pdf.value(profile.dict()?, "N").size().filter(|colors| matches!(colors, 1 | 3))
            }
            [Object::Name(known), ..] => name(known),
            _ => None,
        },
        _ => None,
    }
}

fn grey_of(color: &[u8]) -> u8 {
    match *color {
        [red, green, blue] => ((u32::from(red) * 3 + u32::from(green) * 6 + u32::from(blue)) / 10) as u8,
        _ => color.first().copied().unwrap_or(0),
    }
}

impl Samples {
    /// Grey of every pixel; none where the samples are fewer.
    fn grey(&self, bytes: &[u8], width: usize, height: usize) -> Option<Vec<u8>> {
        if !matches!(self.bits, 1 | 2 | 4 | 8) {
            return None;
        }
        let row = (width * self.colors * self.bits).div_ceil(8);
        let mut grey = Vec::with_capacity(width * height);
        for row in bytes.get(..row * height)?.chunks_exact(row) {
            match (self.bits, &self.palette) {
                (8, None) => grey.extend(row.chunks_exact(self.colors).map(grey_of)),
                (8, Some(palette)) => {
                    grey.extend(row.iter().map(|index| palette.get(usize::from(*index)).copied().unwrap_or(0)))
                }
                (bits, palette) => grey.extend((0..width).map(|x| {
                    let sample = row[x * bits / 8] >> (8 - bits - x * bits % 8) & ((1 << bits) - 1);
                    match palette {
                        Some(palette) => palette.get(usize::from(sample)).copied().unwrap_or(0),
                        None => sample * 255,
                    }
                })),
            }
        }
        Some(grey)
    }
}
