//! The bits of a JPEG scan and its Huffman codes (ITU-T T.81 annex F).

/// Codes up to so many bits are looked up at once.
const FAST: u32 = 9;
/// Zero bits given after the end of the data; more means that it is broken.
const BEYOND: u32 = 64;

/// A table of codes.
pub struct Table {
    /// length << 8 | symbol, by the next bits; 0 where the code is longer
    fast: [u16; 1 << FAST],
    /// by length: first code too large for it, left-aligned to 16 bits
    limits: [u32; 18],
    /// by length: what is added to a code to find its symbol
    offsets: [i32; 17],
    symbols: Vec<u8>,
}

impl Table {
    /// Reads a table: codes a length, and their symbols. None where more codes are named than there are.
    pub fn new(counts: &[u8], symbols: &[u8]) -> Option<Table> {
        let mut table = Table { fast: [0; 1 << FAST], limits: [0; 18], offsets: [0; 17], symbols: symbols.to_vec() };
        let (mut code, mut index) = (0_u32, 0_usize);
        for length in 1..=16_u32 {
            table.offsets[length as usize] = index as i32 - code as i32;
            for _ in 0..*counts.get(length as usize - 1)? {
                if code >= 1 << length {
                    return None;
                }
                if length <= FAST {
                    let entry = (length << 8) as u16 | u16::from(*symbols.get(index)?);
                    let first = (code << (FAST - length)) as usize;
                    table.fast[first..first + (1 << (FAST - length))].fill(entry);
                }
                code += 1;
                index += 1;
            }
            table.limits[length as usize] = code << (16 - length);
            code <<= 1;
        }
        table.limits[17] = u32::MAX;
        Some(table)
    }
}

/// Reads bits, the stuffed zeros left out.
pub struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    bits: u64,
    count: u32,
    beyond: u32,
}

impl<'a> Bits<'a> {
    pub fn new(data: &'a [u8]) -> Bits<'a> {
        Bits { data, at: 0, bits: 0, count: 0, beyond: 0 }
    }

    #[inline]
    fn fill(&mut self) {
        while self.count <= 56 {
            let byte = match self.data.get(self.at) {
                Some(0xff) if self.data.get(self.at + 1) == Some(&0) => {
                    self.at += 2;
                    0xff
                }
                Some(&byte) if byte != 0xff => {
                    self.at += 1;
                    byte
                }
                _ => {
                    self.beyond += 8;
                    0
                }
            };
            self.bits |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
    }

    #[inline]
    fn skip(&mut self, count: u32) -> Option<()> {
        self.bits <<= count;
        self.count -= count;
        // What was put in beyond the end and not yet taken out again is no harm.
        (self.beyond < self.count + BEYOND).then_some(())
    }

    /// The next symbol; none where no code fits or the data has ended.
    #[inline]
    pub fn symbol(&mut self, table: &Table) -> Option<u8> {
        if self.count < 32 {
            self.fill();
        }
        let entry = table.fast[(self.bits >> (64 - FAST)) as usize];
        if entry != 0 {
            self.skip(u32::from(entry >> 8))?;
            return Some(entry as u8);
        }
        let next = (self.bits >> 48) as u32;
        let length =
            (FAST as usize + 1..=17).find(|length| next < table.limits[*length]).filter(|length| *length < 17)?;
        self.skip(length as u32)?;
        let index = (next >> (16 - length)) as i32 + table.offsets[length];
        table.symbols.get(usize::try_from(index).ok()?).copied()
    }

    /// A value of `size` bits, its sign in the first (section F.2.2.1).
    #[inline]
    pub fn value(&mut self, size: u8) -> Option<i32> {
        let size = u32::from(size);
        if size == 0 {
            return Some(0);
        }
        if size > 16 {
            return None;
        }
        if self.count < 32 {
            self.fill();
        }
        let value = (self.bits >> (64 - size)) as i32;
        self.skip(size)?;
        Some(if value < 1 << (size - 1) { value - (1 << size) + 1 } else { value })
    }

    /// Goes on behind the restart marker; none where there is none.
    pub fn restart(&mut self) -> Option<()> {
        let rest = self.data.get(self.at..)?;
        let mut hits = memchr::memchr_iter(0xff, rest);
        let hit = hits.find(|hit| rest.get(hit + 1).is_some_and(|byte| (0xd0..=0xd7).contains(byte)))?;
        *self = Bits { data: self.data, at: self.at + hit + 2, bits: 0, count: 0, beyond: 0 };
        Some(())
    }
}
