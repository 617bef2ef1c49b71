//! Reads the QR codes of a picture (ISO/IEC 18004): only the part around the corners found, made small and black and white, is given to
//! rqrr, whose work grows with the square of the corners.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::GrayImage;
use image::imageops::{FilterType, crop_imm, resize};
use rqrr::PreparedImage;

use super::corners::{self, Corner};
use crate::message::attached::charset;

/// More corners than eight codes have are not paired.
const CORNERS: usize = 24;
/// Pixels of the part that is read.
const PIXELS: u32 = 4 << 20;
/// Pixels a module after the picture was made smaller.
const MODULE: f32 = 4.0;
/// Pixels a module, of the smallest and the largest codes looked for.
const SMALLEST: f32 = 1.6;
const LARGEST: f32 = 400.0;
/// Modules kept around the corners, for the light border.
const BORDER: f32 = 12.0;

/// What was read.
#[derive(Debug, Default)]
pub struct Codes {
    /// what the codes say
    pub texts: Vec<String>,
    /// more corners or pixels than are looked at
    pub too_many: bool,
    last: Vec<Corner>,
}

/// Reads the codes of a picture, dark on light and light on dark, those of each size for themselves: what looks like a corner in the
/// noise of a photograph is small.
pub fn read(picture: &GrayImage) -> Codes {
    let corners = corners::find(picture);
    let mut codes = Codes::default();
    for inverted in [false, true] {
        let mut size = SMALLEST;
        while size < LARGEST {
            let range = size..size * 1.7;
            size *= 1.3;
            let alike = corners.iter().filter(|corner| corner.inverted == inverted && range.contains(&corner.module));
            let alike: Vec<Corner> = alike.copied().collect();
            if alike.len() >= 3 && alike != codes.last {
                codes.read(picture, &alike);
                codes.last = alike;
            }
        }
    }
    codes
}

impl Codes {
    fn read(&mut self, picture: &GrayImage, corners: &[Corner]) {
        let part = if corners.len() <= CORNERS { part(picture, corners) } else { None };
        let Some(part) = part else {
            self.too_many = true;
            return;
        };
        for text in decode(&part, corners[0].inverted) {
            if !self.texts.contains(&text) {
                self.texts.push(text);
            }
        }
    }
}

/// The part of the picture around the corners, made smaller; none where it is still too large.
fn part(picture: &GrayImage, corners: &[Corner]) -> Option<GrayImage> {
    let largest = corners.iter().map(|corner| corner.module).fold(0.0, f32::max);
    let smallest = corners.iter().map(|corner| corner.module).fold(f32::MAX, f32::min);
    let margin = (largest * BORDER) as u32;
    let (mut left, mut top, mut right, mut bottom) = (u32::MAX, u32::MAX, 0, 0);
    for corner in corners {
        (left, right) = (left.min(corner.x), right.max(corner.x));
        (top, bottom) = (top.min(corner.y), bottom.max(corner.y));
    }
    (left, top) = (left.saturating_sub(margin), top.saturating_sub(margin));
    let right = right.saturating_add(margin).min(picture.width());
    let bottom = bottom.saturating_add(margin).min(picture.height());
    let (width, height) = (right.checked_sub(left)?, bottom.checked_sub(top)?);
    let factor = (smallest / MODULE).max(1.0);
    let (small_width, small_height) = ((width as f32 / factor) as u32, (height as f32 / factor) as u32);
    if small_width.checked_mul(small_height)? > PIXELS {
        return None;
    }
    let part = crop_imm(picture, left, top, width, height).to_image();
    if factor < 1.5 {
        return Some(part);
    }
    Some(resize(&part, small_width.max(1), small_height.max(1), FilterType::Triangle))
}

fn decode(part: &GrayImage, inverted: bool) -> Vec<String> {
    let bits = black_and_white(part, inverted);
    let width = part.width() as usize;
    let texts = catch_unwind(AssertUnwindSafe(|| {
        let mut prepared =
            PreparedImage::prepare_from_bitmap(width, part.height() as usize, |x, y| bits[y * width + x]);
        let grids = prepared.detect_grids();
        let texts = grids.iter().filter_map(|grid| {
            let mut bytes = Vec::new();
            grid.decode_to(&mut bytes).ok()?;
            Some(charset::eight_bit(&bytes))
        });
        texts.collect()
    }));
    texts.unwrap_or_default()
}

/// Dark is what is darker than the mean around it, by an integral image (Bradley and Roth).
fn black_and_white(part: &GrayImage, inverted: bool) -> Vec<bool> {
    let (width, height) = (part.width() as usize, part.height() as usize);
    let mut sums = vec![0_u32; (width + 1) * (height + 1)];
    for (y, row) in part.as_raw().chunks_exact(width).enumerate() {
        let mut sum = 0;
        for (x, &byte) in row.iter().enumerate() {
            sum += u32::from(byte);
            sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1].wrapping_add(sum);
        }
    }
    let reach = (width.max(height) / 8).max(16);
    let mut bits = Vec::with_capacity(width * height);
    for (y, row) in part.as_raw().chunks_exact(width).enumerate() {
        let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(height));
        for (x, &byte) in row.iter().enumerate() {
            let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(width));
            let at = |x: usize, y: usize| sums[y * (width + 1) + x];
            let sum = at(right, bottom)
                .wrapping_sub(at(left, bottom))
                .wrapping_sub(at(right, top))
                .wrapping_add(at(left, top));
            let count = ((right - left) * (bottom - top)) as u64;
            let dark = u64::from(byte) * count * 20 < u64::from(sum) * if inverted { 20 } else { 19 };
            bits.push(dark != inverted);
        }
    }
    bits
}
