//! Two small pictures that open: a PNG house front and a grey JPEG mosaic, both drawn here and stored uncompressed.

/// A PNG of 64 x 40 points, four bits each: sky, wall, windows, sea (RFC 2083, stored DEFLATE blocks).
pub fn png() -> Vec<u8> {
    let (width, height) = (64_u32, 40_u32);
    let mut points = Vec::new();
    for y in 0..height {
        points.push(0);
        points.extend((0..width / 2).map(|x| (front(x * 2, y) << 4) | front(x * 2 + 1, y)));
    }
    let mut header = Vec::new();
    header.extend_from_slice(&width.to_be_bytes());
    header.extend_from_slice(&height.to_be_bytes());
    header.extend_from_slice(&[4, 3, 0, 0, 0]);
    let palette = [[173, 206, 235], [236, 229, 214], [46, 92, 118], [20, 110, 130], [120, 90, 60]].concat();

    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", stored_zlib(&points)), (b"IEND", vec![])] {
        out.extend_from_slice(&(data.len() as u32).to_be_bytes());
        let checked = [kind.as_slice(), &data].concat();
        out.extend_from_slice(&checked);
        out.extend_from_slice(&crc32fast::hash(&checked).to_be_bytes());
    }
    out
}

/// Palette index of one point of the house front.
fn front(x: u32, y: u32) -> u8 {
    let in_window = x % 12 > 3 && x % 12 < 10 && y % 12 > 2 && y % 12 < 9;
    match (x, y) {
        (_, 36..) => 3,
        (_, 0..=5) => 0,
        (_, 6..=7) => 4,
        _ if in_window => 2,
        _ => 1,
    }
}

/// One stored block in a zlib stream (RFC 1950, RFC 1951); `data` is shorter than 64 kB.
fn stored_zlib(data: &[u8]) -> Vec<u8> {
    let length = data.len() as u16;
    let mut out = vec![0x78, 0x01, 0x01];
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&(!length).to_le_bytes());
    out.extend_from_slice(data);
    let (low, high) = data.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    out.extend_from_slice(&((high << 16) | low).to_be_bytes());
    out
}

/// Code lengths and symbols of the luminance DC table (ITU-T T.81, table K.3).
const DC_TABLE: [u8; 33] =
    [0xff, 0xc4, 0, 31, 0x00, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/// A baseline grey JPEG of 96 x 64 points, one flat tone a block: a door seen from afar.
pub fn jpeg() -> Vec<u8> {
    let (columns, rows) = (12_u32, 8_u32);
    let mut out = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x48\x00\x48\x00\x00".to_vec();
    out.extend_from_slice(&[0xff, 0xdb, 0, 67, 0]);
    out.extend_from_slice(&[8; 64]);
    out.extend_from_slice(&[0xff, 0xc0, 0, 11, 8, 0, rows as u8 * 8, 0, columns as u8 * 8, 1, 1, 0x11, 0]);
    out.extend_from_slice(&DC_TABLE);
    // The AC table knows one symbol, end of block: each block is one flat tone.
    out.extend_from_slice(&[0xff, 0xc4, 0, 20, 0x10, 1]);
    out.extend_from_slice(&[0; 16]);
    out.extend_from_slice(&[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);

    let mut bits = Bits::default();
    let mut previous = 0;
    for block in 0..columns * rows {
        let (x, y) = (block % columns, block / columns);
        let door = (4..8).contains(&x) && y > 1;
        let tone = if door { -60 + y as i32 } else { 70 - (y * 6) as i32 };
        bits.push_difference(tone - previous);
        bits.push(0, 1);
        previous = tone;
    }
    out.extend_from_slice(&bits.finish());
    out.extend_from_slice(&[0xff, 0xd9]);
    out
}

/// The entropy-coded segment, most significant bit first, a zero byte after each 0xFF.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    pending: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, width: u32) {
        for place in (0..width).rev() {
            self.pending = (self.pending << 1) | ((value >> place) & 1);
            self.count += 1;
            if self.count == 8 {
                self.bytes.push(self.pending as u8);
                if self.pending as u8 == 0xff {
                    self.bytes.push(0);
                }
                (self.pending, self.count) = (0, 0);
            }
        }
    }

    /// A DC difference: the code of its size, then its bits (ITU-T T.81, F.1.2.1).
    fn push_difference(&mut self, difference: i32) {
        const CODES: [(u32, u32); 9] = [(0, 2), (2, 3), (3, 3), (4, 3), (5, 3), (6, 3), (14, 4), (30, 5), (62, 6)];
        let size = 32 - difference.unsigned_abs().leading_zeros();
        let (code, width) = CODES[size as usize];
        self.push(code, width);
        let value = if difference < 0 { difference + (1 << size) - 1 } else { difference };
        self.push(value as u32, size);
    }

    fn finish(mut self) -> Vec<u8> {
        while self.count > 0 {
            self.push(1, 1);
        }
        self.bytes
    }
}
