//! The contrast of a JPEG, block by block, without making the picture (ITU-T T.81): the coefficients of its brightness are read, not
//! transformed. A code has strong contrast in every block of a square; a photograph has it hardly anywhere. This costs as much as the
//! file is long, where making the picture costs as much as it is large.

use super::blocks::{Blocks, Look};
use super::huffman::{Bits, Table};

/// Segments before the first scan; a file of more is broken.
const MARKERS: usize = 4096;

#[derive(Debug, Clone, Copy, Default)]
struct Component {
    id: u8,
    across: usize,
    down: usize,
    quantizer: usize,
    dc_table: usize,
    ac_table: usize,
}

#[derive(Default)]
struct Head {
    width: usize,
    height: usize,
    progressive: bool,
    components: Vec<Component>,
    quantizers: Vec<[u16; 64]>,
    dc: [Option<Box<Table>>; 4],
    ac: [Option<Box<Table>>; 4],
    restart: usize,
}

/// Width and height; none where no frame is found.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut markers = Markers { bytes, at: 2 };
    for _ in 0..MARKERS {
        let (marker, segment) = markers.next()?;
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let (height, width) = (word(segment, 1)?, word(segment, 3)?);
            return (width > 0 && height > 0).then_some((width as u32, height as u32));
        }
    }
    None
}

/// Looks at the blocks.
pub fn look(bytes: &[u8]) -> Look {
    let mut head = Head { quantizers: vec![[1; 64]; 4], ..Head::default() };
    let mut markers = Markers { bytes, at: 2 };
    for _ in 0..MARKERS {
        let Some((marker, segment)) = markers.next() else { return Look::Broken };
        let read = match marker {
            0xc0..=0xc2 => head.frame(segment, marker == 0xc2),
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return Look::Unknown,
            0xc4 => head.huffman(segment),
            0xdb => head.quantizers(segment),
            0xdd => word(segment, 0).map(|every| head.restart = every),
            0xda => return head.scan(segment, &bytes[markers.at..]),
            _ => Some(()),
        };
        if read.is_none() {
            return Look::Broken;
        }
    }
    Look::Broken
}

/// The segments of a file.
struct Markers<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Markers<'a> {
    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            self.at += memchr::memchr(0xff, rest)? + 1;
            match *self.bytes.get(self.at)? {
                0xff => {}
                0 | 1 | 0xd0..=0xd8 => self.at += 1,
                marker => {
                    let length = word(self.bytes, self.at + 1)?;
                    let segment = self.bytes.get(self.at + 3..self.at + 1 + length)?;
                    self.at += 1 + length;
                    return Some((marker, segment));
                }
            }
        }
    }
}

fn word(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(*bytes.get(at)?) << 8 | usize::from(*bytes.get(at + 1)?))
}

impl Head {
    fn frame(&mut self, segment: &[u8], progressive: bool) -> Option<()> {
        self.progressive = progressive;
        (self.height, self.width) = (word(segment, 1)?, word(segment, 3)?);
        let count = usize::from(*segment.get(5)?);
        let (triples, _) = segment.get(6..6 + 3 * count)?.as_chunks::<3>();
        self.components = triples
            .iter()
            .map(|&[id, factors, quantizer]| Component {
                id,
                across: usize::from(factors >> 4),
                down: usize::from(factors & 15),
                quantizer: usize::from(quantizer & 3),
                ..Component::default()
            })
            .collect();
        let sound = |part: &Component| (1..=4).contains(&part.across) && (1..=4).contains(&part.down);
        (segment[0] == 8
            && self.width > 0
            && self.height > 0
            && (1..=4).contains(&count)
            && self.components.iter().all(sound))
        .then_some(())
    }

    fn quantizers(&mut self, mut segment: &[u8]) -> Option<()> {
        while let Some((&kind, rest)) = segment.split_first() {
            let wide = kind >> 4 != 0;
            let length = if wide { 128 } else { 64 };
            let values = rest.get(..length)?;
            let table = &mut self.quantizers[usize::from(kind & 3)];
            for (at, value) in table.iter_mut().enumerate() {
                *value = if wide { word(values, 2 * at)? as u16 } else { u16::from(values[at]) };
            }
            segment = &rest[length..];
        }
        Some(())
    }

    fn huffman(&mut self, mut segment: &[u8]) -> Option<()> {
        while let Some((&kind, rest)) = segment.split_first() {
            let (counts, rest) = rest.split_at_checked(16)?;
            let total = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(total)?;
            let table = Some(Box::new(Table::new(counts, symbols)?));
            let slot = usize::from(kind & 3);
            if kind >> 4 == 0 {
                self.dc[slot] = table;
            } else {
                self.ac[slot] = table;
            }
            segment = rest;
        }
        Some(())
    }

    /// Reads the first scan and judges by it.
    fn scan(&mut self, segment: &[u8], data: &[u8]) -> Look {
        let count = segment.first().map_or(0, |count| usize::from(*count));
        let Some((pairs, _)) = segment.get(1..1 + 2 * count).map(<[u8]>::as_chunks::<2>) else { return Look::Broken };
        let mut parts = Vec::new();
        for &[id, tables] in pairs {
            let Some(at) = self.components.iter().position(|part| part.id == id) else { return Look::Broken };
            self.components[at].dc_table = usize::from(tables >> 4 & 3);
            self.components[at].ac_table = usize::from(tables & 3);
            parts.push(at);
        }
        let shift = segment.last().map_or(0, |bits| bits & 15);
        let first_pass = segment.get(1 + 2 * count) == Some(&0) && segment.last().is_some_and(|bits| bits >> 4 == 0);
        if parts.first() != Some(&0) || !first_pass || self.progressive && segment.get(2 + 2 * count) != Some(&0) {
            return Look::Unknown;
        }
        match self.blocks(&parts, data, shift) {
            Some(blocks) => blocks.judge(self.progressive),
            None => Look::Broken,
        }
    }

    /// Reads all blocks of a scan; none where the data is broken.
    fn blocks(&self, parts: &[usize], data: &[u8], shift: u8) -> Option<Blocks> {
        let most = |size: fn(&Component) -> usize| self.components.iter().map(size).max().unwrap_or(1);
        let (across, down) = (most(|part| part.across), most(|part| part.down));
        let alone = parts.len() == 1;
        let luma = &self.components[0];
        let (unit_x, unit_y) = if alone { (1, 1) } else { (luma.across, luma.down) };
        let units = |size: usize, own: usize, most: usize| {
            if alone { (size * own).div_ceil(8 * most) } else { size.div_ceil(8 * most) }
        };
        let (columns, rows) = (units(self.width, luma.across, across), units(self.height, luma.down, down));
        // A small file cannot hold many blocks: each takes a bit at least.
        if columns * rows > data.len() * 8 {
            return None;
        }
        let mut blocks = Blocks::new(columns * unit_x, rows * unit_y);
        let mut bits = Bits::new(data);
        let mut before = [0_i32; 4];
        let mut until_restart = self.restart;
        for unit in 0..columns * rows {
            if self.restart > 0 && until_restart == 0 {
                bits.restart()?;
                before = [0; 4];
                until_restart = self.restart;
            }
            until_restart = until_restart.wrapping_sub(1);
            for &part in parts {
                let component = &self.components[part];
                let (wide, high) = if alone { (1, 1) } else { (component.across, component.down) };
                for block in 0..wide * high {
                    let contrast = self.block(&mut bits, component, &mut before[part], part == 0)?;
                    if part == 0 {
                        let (x, y) = (unit % columns * wide + block % wide, unit / columns * high + block / wide);
                        let mean = (before[0] << shift) as f32 * f32::from(self.quantizers[luma.quantizer][0]) / 8.0;
                        blocks.set(x, y, contrast, mean);
                    }
                }
            }
        }
        Some(blocks)
    }

    /// Reads one block; the variance of its pixels.
    #[inline]
    fn block(&self, bits: &mut Bits<'_>, part: &Component, before: &mut i32, counts: bool) -> Option<f32> {
        let size = bits.symbol(self.dc[part.dc_table].as_deref()?)?;
        *before = before.wrapping_add(bits.value(size)?);
        if self.progressive {
            return Some(0.0);
        }
        let table = self.ac[part.ac_table].as_deref()?;
        let quantizer = &self.quantizers[part.quantizer];
        let (mut at, mut energy) = (1, 0.0);
        while at < 64 {
            let symbol = bits.symbol(table)?;
            let (zeros, size) = (usize::from(symbol >> 4), symbol & 15);
            if size == 0 {
                if zeros < 15 {
                    break;
                }
                at += 16;
                continue;
            }
            at += zeros;
            let value = bits.value(size)?;
            if counts {
                let value = value as f32 * f32::from(*quantizer.get(at)?);
                energy += value * value;
            }
            at += 1;
        }
        Some(energy / 64.0)
    }
}
