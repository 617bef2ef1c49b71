//! Bits into bytes, the lowest first (RFC 1951 section 3.1.1).

/// Writes into a buffer that is large enough for the whole stream and eight bytes more.
pub(super) struct Bits<'a> {
    out: &'a mut [u8],
    at: usize,
    waiting: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(out: &'a mut [u8]) -> Bits<'a> {
        Bits { out, at: 0, waiting: 0, count: 0 }
    }

    /// Adds the low `width` bits of `value`, which has no others. At most 56 bits between two calls of [`Bits::flush`].
    #[inline(always)]
    pub(super) fn put(&mut self, value: u64, width: u32) {
        self.waiting |= value << self.count;
        self.count += width;
    }

    /// Writes the whole bytes; fewer than eight bits wait on.
    #[inline(always)]
    pub(super) fn flush(&mut self) {
        self.out[self.at..self.at + 8].copy_from_slice(&self.waiting.to_le_bytes());
        self.at += (self.count / 8) as usize;
        self.waiting >>= self.count & !7;
        self.count &= 7;
    }

    /// Fills the last byte with zeros.
    pub(super) fn align(&mut self) {
        self.count = self.count.next_multiple_of(8);
        self.flush();
    }

    /// Whole bytes, after [`Bits::align`].
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.out[self.at..self.at + bytes.len()].copy_from_slice(bytes);
        self.at += bytes.len();
    }

    /// What was written, its last byte filled.
    pub(super) fn finish(mut self) -> &'a [u8] {
        self.align();
        &self.out[..self.at]
    }
}
