//! Whether the 8 x 8 blocks of a picture have the contrast of a QR code anywhere.

/// Mean variance of the blocks of a small code (modules of up to 8 pixels), in squared steps of grey: a third of the contrast of print.
const SMALL: (usize, f32) = (4, 1600.0);
/// The same of a large code, most of whose blocks are plain.
const LARGE: (usize, f32) = (16, 700.0);
/// Of a progressive JPEG only the means of blocks are read: their variance.
const MEANS: (usize, f32) = (5, 400.0);
/// What the blocks tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// there is no code in it
    Plain,
    /// there may be one
    Busy,
    /// its data is broken
    Broken,
    /// of a kind that is not read here
    Unknown,
}

/// Variance and mean of each block.
pub struct Blocks {
    width: usize,
    height: usize,
    contrasts: Vec<f32>,
    means: Vec<f32>,
}

impl Blocks {
    pub fn new(width: usize, height: usize) -> Blocks {
        Blocks { width, height, contrasts: vec![0.0; width * height], means: vec![0.0; width * height] }
    }

    /// Enters a block.
    pub fn set(&mut self, x: usize, y: usize, contrast: f32, mean: f32) {
        // No pixel is further than 128 from the middle: broken data must not outshine its neighbours.
        self.contrasts[y * self.width + x] = contrast.min(128.0 * 128.0);
        self.means[y * self.width + x] = mean.clamp(-128.0, 128.0);
    }

    /// Whether a code may stand in the picture; of a progressive JPEG the means alone are known.
    pub fn judge(&self, progressive: bool) -> Look {
        let busy = match progressive {
            false => [SMALL, LARGE]
                .into_iter()
                .any(|(window, least)| self.any_window(&self.contrasts, window, |mean, _| mean >= least)),
            true => self.any_window(&self.means, MEANS.0, |mean, squares| squares - mean * mean >= MEANS.1),
        };
        if busy { Look::Busy } else { Look::Plain }
    }

    /// Whether a square of blocks passes, by the mean of its values and of their squares.
    fn any_window(&self, values: &[f32], window: usize, passes: impl Fn(f32, f32) -> bool) -> bool {
        let (wide, high) = (window.min(self.width), window.min(self.height));
        let count = (wide * high) as f32;
        let (mut sums, mut squares) = (vec![0.0_f32; self.width], vec![0.0_f32; self.width]);
        for y in 0..self.height {
            for x in 0..self.width {
                let value = values[y * self.width + x];
                let old = if y >= high { values[(y - high) * self.width + x] } else { 0.0 };
                sums[x] += value - old;
                squares[x] += value * value - old * old;
            }
            if y + 1 < high {
                continue;
            }
            let (mut sum, mut square) = (0.0, 0.0);
            for x in 0..self.width {
                let (old_sum, old_square) = if x >= wide { (sums[x - wide], squares[x - wide]) } else { (0.0, 0.0) };
                sum += sums[x] - old_sum;
                square += squares[x] - old_square;
                if x + 1 >= wide && passes(sum / count, square / count) {
                    return true;
                }
            }
        }
        false
    }
}
