//! Pictures, searched for QR codes. Mailboxes are full of photographs and logos, so the search goes from cheap to dear: the size, the
//! contrast of the 8 x 8 blocks of a JPEG (read without making the picture), the corners of a code, and only then the code.

mod blocks;
mod corners;
mod huffman;
mod jpeg;
mod qr;

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, ImageReader, Limits};

use super::super::mail::LimitKind;
use super::gather::Gathering;
use blocks::Look;

/// The smallest code is 21 modules wide.
const SMALLEST: u32 = 21;
/// A picture of more pixels is not made.
const PIXELS: u64 = 25 << 20;
/// A JPEG of more pixels is not even read block by block.
const JPEG_PIXELS: u64 = 128 << 20;
/// Memory a decoder may take.
const MEMORY: u64 = 128 << 20;

/// Searches the picture in `bytes`; what is found stands in the file `name`.
pub fn search(gathering: &mut Gathering<'_>, bytes: &[u8], name: &str) {
    let Ok(format) = image::guess_format(bytes) else { return gathering.limit(LimitKind::Damaged, name) };
    let size = match format {
        ImageFormat::Jpeg => jpeg::size(bytes),
        _ => reader(bytes, format).into_dimensions().ok(),
    };
    let Some((width, height)) = size else { return gathering.limit(LimitKind::Damaged, name) };
    let pixels = u64::from(width) * u64::from(height);
    if width < SMALLEST || height < SMALLEST {
        return;
    }
    if format == ImageFormat::Jpeg && pixels <= JPEG_PIXELS {
        match jpeg::look(bytes) {
            Look::Plain => return,
            Look::Broken => return gathering.limit(LimitKind::Damaged, name),
            Look::Busy | Look::Unknown => {}
        }
    }
    if !afford(gathering, pixels, name) {
        return;
    }
    match reader(bytes, format).decode() {
        Ok(picture) => read_codes(gathering, picture, name),
        Err(_) => gathering.limit(LimitKind::Damaged, name),
    }
}

/// Searches a picture already made, rows of 8-bit grey.
pub fn search_grey(gathering: &mut Gathering<'_>, width: u32, height: u32, pixels: Vec<u8>, name: &str) {
    if let Some(picture) = GrayImage::from_raw(width, height, pixels) {
        read_codes(gathering, DynamicImage::ImageLuma8(picture), name);
    }
}

/// Takes the pixels of a picture from the budget; false, and a limit, where they are too many.
pub fn afford(gathering: &mut Gathering<'_>, pixels: u64, name: &str) -> bool {
    if pixels > PIXELS || pixels > gathering.budget.pixels {
        gathering.limit(LimitKind::Picture, name);
        return false;
    }
    gathering.budget.pixels -= pixels;
    true
}

fn reader(bytes: &[u8], format: ImageFormat) -> ImageReader<Cursor<&[u8]>> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    reader
}

fn read_codes(gathering: &mut Gathering<'_>, picture: DynamicImage, name: &str) {
    // Where a picture is transparent, a reader sees the paper behind it.
    let grey = if picture.color().has_alpha() { on_paper(&picture) } else { picture.into_luma8() };
    let codes = qr::read(&grey);
    if codes.too_many {
        gathering.limit(LimitKind::Picture, name);
    }
    for text in codes.texts {
        gathering.qr(name, text);
    }
}

fn on_paper(picture: &DynamicImage) -> GrayImage {
    let layered = picture.to_luma_alpha8();
    let pixels = layered.pixels().map(|pixel| {
        let [grey, alpha] = pixel.0.map(u32::from);
        ((grey * alpha + 255 * (255 - alpha)) / 255) as u8
    });
    GrayImage::from_raw(layered.width(), layered.height(), pixels.collect()).unwrap_or_default()
}
