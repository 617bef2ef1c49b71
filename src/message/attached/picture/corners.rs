//! The corners of QR codes (ISO/IEC 18004 section 5.3.3): dark and light in the ratio 1:1:3:1:1, across and down. Found in one pass over
//! every second row, which is all that most pictures ever see.

use image::GrayImage;

/// More are not looked for: nothing that a person reads has so many codes.
const MOST: usize = 256;
/// Dark and light of a corner are so many steps of grey apart.
const CONTRAST: u8 = 40;
/// Five runs of fewer pixels are noise: modules of less than two pixels.
const SHORTEST: u32 = 12;

/// The corner of a code.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corner {
    /// its middle, in pixels
    pub x: u32,
    /// its middle, in pixels
    pub y: u32,
    /// pixels a module
    pub module: f32,
    /// light on dark
    pub inverted: bool,
}

/// The corners in a picture.
pub fn find(picture: &GrayImage) -> Vec<Corner> {
    let (width, height) = picture.dimensions();
    let mut corners: Vec<Corner> = Vec::new();
    let mut runs: Vec<(bool, u32, u32)> = Vec::new();
    for y in (0..height).step_by(2) {
        let start = y as usize * width as usize;
        let row = &picture.as_raw()[start..start + width as usize];
        runs_of(row, &mut runs);
        for five in runs.windows(5) {
            let lengths: [u32; 5] = std::array::from_fn(|at| five[at].2 - five[at].1);
            let Some(module) = module_of(lengths) else { continue };
            let (dark, from, to) = five[2];
            let x = u32::midpoint(from, to);
            let light_x = u32::midpoint(five[1].1, five[1].2);
            if row[x as usize].abs_diff(row[light_x as usize]) < CONTRAST {
                continue;
            }
            let threshold = u16::midpoint(u16::from(row[x as usize]), u16::from(row[light_x as usize])) as u8;
            let confirmed = down(picture, x, y, threshold, dark, module)
                .filter(|y| across(picture, x, *y, threshold, dark, module));
            if let Some(y) = confirmed {
                let near = |corner: &&Corner| corner.x.abs_diff(x).max(corner.y.abs_diff(y)) as f32 <= 3.5 * module;
                if corners.iter().find(near).is_none() {
                    corners.push(Corner { x, y, module, inverted: !dark });
                }
                if corners.len() >= MOST {
                    return corners;
                }
            }
        }
    }
    corners
}

/// Runs of dark and light in a row: whether dark, start, end. What is dark is darker than the mean of the pixels around it, so that a
/// shadow over a page does no harm.
fn runs_of(row: &[u8], runs: &mut Vec<(bool, u32, u32)>) {
    runs.clear();
    let reach = (row.len() / 16).max(12).min(row.len());
    let mut sum: u32 = row[..reach].iter().map(|byte| u32::from(*byte)).sum();
    let mut count = reach as u32;
    let (mut dark_now, mut start) = (false, 0);
    for (x, &byte) in row.iter().enumerate() {
        if let Some(entering) = row.get(x + reach) {
            sum += u32::from(*entering);
            count += 1;
        }
        if x > reach {
            sum -= u32::from(row[x - reach - 1]);
            count -= 1;
        }
        let dark = (u32::from(byte) + 4) * count < sum;
        if dark != dark_now {
            if x > start as usize {
                runs.push((dark_now, start, x as u32));
            }
            (dark_now, start) = (dark, x as u32);
        }
    }
    runs.push((dark_now, start, row.len() as u32));
}

/// The size of a module where five runs have the ratio.
fn module_of(runs: [u32; 5]) -> Option<f32> {
    let total: u32 = runs.iter().sum();
    if total < SHORTEST {
        return None;
    }
    let module = total as f32 / 7.0;
    let slack = module * 0.5 + 0.6;
    let fits =
        |run: u32, modules: f32| (run as f32 - modules * module).abs() <= slack * if modules > 1.0 { 1.5 } else { 1.0 };
    let sound =
        fits(runs[0], 1.0) && fits(runs[1], 1.0) && fits(runs[2], 3.0) && fits(runs[3], 1.0) && fits(runs[4], 1.0);
    sound.then_some(module)
}

/// Whether the column through a corner has the ratio too; its middle.
fn down(picture: &GrayImage, x: u32, y: u32, threshold: u8, dark: bool, module: f32) -> Option<u32> {
    let column = |at: i64| {
        u32::try_from(at)
            .ok()
            .filter(|y| *y < picture.height())
            .map(|y| (picture.get_pixel(x, y).0[0] < threshold) == dark)
    };
    line(column, y, module)
}

/// Whether the row through its middle has it again.
fn across(picture: &GrayImage, x: u32, y: u32, threshold: u8, dark: bool, module: f32) -> bool {
    let row = |at: i64| {
        u32::try_from(at)
            .ok()
            .filter(|x| *x < picture.width())
            .map(|x| (picture.get_pixel(x, y).0[0] < threshold) == dark)
    };
    line(row, x, module).is_some()
}

/// The middle of a corner on a line, from a point in it; `is_dark` is none outside the picture.
fn line(is_dark: impl Fn(i64) -> Option<bool>, middle: u32, module: f32) -> Option<u32> {
    let longest = (module * 5.0) as i64 + 3;
    let run = |from: i64, step: i64, wanted: bool| {
        let mut length = 0;
        while length <= longest && is_dark(from + length * step) == Some(wanted) {
            length += 1;
        }
        length
    };
    let middle = i64::from(middle);
    let (before, behind) = (run(middle, -1, true), run(middle + 1, 1, true));
    let (left, right) = (middle - before, middle + 1 + behind);
    let (left_light, right_light) = (run(left, -1, false), run(right, 1, false));
    let (left_dark, right_dark) = (run(left - left_light, -1, true), run(right + right_light, 1, true));
    let found = module_of([left_dark, left_light, before + behind, right_light, right_dark].map(|run| run as u32))?;
    let alike = found < module * 1.8 + 1.0 && module < found * 1.8 + 1.0;
    u32::try_from((left + 1 + right) / 2).ok().filter(|_| alike)
}
