//! Compressed RTF (MS-OXRTFCP): LZFu, and MELA, which is not compressed at all. Checksums are not looked at: a text with a wrong one is
//! still a text.

/// What the dictionary holds at the start.
const START: &[u8; 207] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const SIZE: usize = 4096;

/// Unpacks, to at most `room` bytes; none where it is neither of the two.
pub fn unpack(packed: &[u8], room: u64) -> Option<Vec<u8>> {
    let kind = packed.get(8..12)?;
    let data = packed.get(16..)?;
    match kind {
        b"LZFu" => Some(lzfu(data, usize::try_from(room).unwrap_or(usize::MAX))),
        b"MELA" => Some(data[..data.len().min(usize::try_from(room).unwrap_or(usize::MAX))].to_vec()),
        _ => None,
    }
}

fn lzfu(data: &[u8], room: usize) -> Vec<u8> {
    let mut dictionary = [b' '; SIZE];
    dictionary[..START.len()].copy_from_slice(START);
    let (mut write, mut at, mut unpacked) = (START.len(), 0, Vec::new());
    while let Some(&flags) = data.get(at) {
        at += 1;
        for bit in 0..8 {
            let Some(&first) = data.get(at) else { return unpacked };
            at += 1;
            let (mut read, length) = if flags >> bit & 1 == 0 {
                dictionary[write] = first;
                unpacked.push(first);
                write = (write + 1) % SIZE;
                continue;
            } else {
                let Some(&second) = data.get(at) else { return unpacked };
                at += 1;
                (usize::from(first) << 4 | usize::from(second >> 4), usize::from(second & 15) + 2)
            };
            // A reference to where the next byte will be written is the end.
            if read == write || unpacked.len() + length > room {
                return unpacked;
            }
            for _ in 0..length {
                let byte = dictionary[read];
                unpacked.push(byte);
                dictionary[write] = byte;
                (read, write) = ((read + 1) % SIZE, (write + 1) % SIZE);
            }
        }
    }
    unpacked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification_is_unpacked() {
        // MS-OXRTFCP section 4.1.1.
        let packed = b"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125\x42\x32\x0a\xf3 hel\x09\0 bw\x05\xb0ld}\x0a\x80\x0f\xa0";
        assert_eq!(unpack(packed, 1000).as_deref(), Some(&b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"[..]));
    }

    #[test]
    fn mela_is_copied_and_others_are_refused() {
        assert_eq!(unpack(b"\0\0\0\0\0\0\0\0MELA\0\0\0\0{\\rtf1}", 100).as_deref(), Some(&b"{\\rtf1}"[..]));
        assert_eq!(unpack(b"\0\0\0\0\0\0\0\0XXXX\0\0\0\0{\\rtf1}", 100), None);
        assert_eq!(unpack(b"LZFu", 100), None);
        assert!(
            unpack(&[b"\0\0\0\0\0\0\0\0LZFu\0\0\0\0".as_slice(), &[0xff, 0, 15].repeat(1000)].concat(), 100)
                .is_some_and(|bytes| bytes.len() <= 100)
        );
    }
}
