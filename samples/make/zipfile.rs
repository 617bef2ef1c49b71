//! A plain zip writer: stored entries, fixed times, and the old PKWARE cipher when a password is given. Our own, so that
//! no version of a compression crate ever changes the samples.

/// Minutes and days of 2026-03-02 09:00 in DOS form.
const DOS_TIME: u16 = 9 << 11;
const DOS_DATE: u16 = (46 << 9) | (3 << 5) | 2;

/// A zip of `(name, content)` entries, in order.
pub fn archive(entries: &[(&str, Vec<u8>)], password: Option<&str>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in entries {
        let offset = out.len() as u32;
        let crc = crc32fast::hash(content);
        let data = password.map_or_else(|| content.clone(), |password| encrypted(content, crc, password));
        let flags: u16 = u16::from(password.is_some()) | 0x0800;
        let mut common = Vec::new();
        for half in [20, flags, 0, DOS_TIME, DOS_DATE] {
            common.extend_from_slice(&half.to_le_bytes());
        }
        for word in [crc, data.len() as u32, content.len() as u32] {
            common.extend_from_slice(&word.to_le_bytes());
        }
        common.extend_from_slice(&(name.len() as u16).to_le_bytes());
        common.extend_from_slice(&0_u16.to_le_bytes());

        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&data);

        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let (start, count) = (out.len() as u32, entries.len() as u16);
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&(directory.len() as u32).to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

/// The three keys of the traditional cipher (APPNOTE.TXT, section 6.1).
struct Keys(u32, u32, u32);

impl Keys {
    fn update(&mut self, byte: u8) {
        self.0 = crc_step(self.0, byte);
        self.1 = self.1.wrapping_add(self.0 & 0xff).wrapping_mul(134_775_813).wrapping_add(1);
        self.2 = crc_step(self.2, (self.1 >> 24) as u8);
    }

    fn encrypt(&mut self, byte: u8) -> u8 {
        let mask = (self.2 | 2) & 0xffff;
        let hidden = byte ^ (mask.wrapping_mul(mask ^ 1) >> 8) as u8;
        self.update(byte);
        hidden
    }
}

/// One byte through the CRC-32 register, without the usual complements.
fn crc_step(crc: u32, byte: u8) -> u32 {
    (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
}

fn encrypted(content: &[u8], crc: u32, password: &str) -> Vec<u8> {
    let mut keys = Keys(0x1234_5678, 0x2345_6789, 0x3456_7890);
    password.bytes().for_each(|byte| keys.update(byte));
    let mut header = *b"synthetic..\0";
    header[11] = (crc >> 24) as u8;
    header.iter().chain(content).map(|byte| keys.encrypt(*byte)).collect()
}
