//! Bytes that nobody says the charset of, read as text: a byte order mark, the zero bytes of UTF-16, UTF-8, else windows-1252. And
//! whether they are text at all, whatever the file is called.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The first bytes of a file tell whether it is text.
const SAMPLE: usize = 8192;
/// One control character in so many bytes is still text (a form feed of a log, a stray zero).
const BYTES_PER_CONTROL: usize = 256;

/// How text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Charset {
    Eight,
    Sixteen(&'static Encoding),
    ThirtyTwo { big: bool },
}

/// Whether the bytes are text.
pub fn is_text(bytes: &[u8]) -> bool {
    charset(bytes).is_some()
}

/// Decodes text, line ends LF; none where the bytes are none.
pub fn decode(bytes: &[u8]) -> Option<String> {
    let text = match charset(bytes)? {
        Charset::Eight => eight_bit(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
        Charset::Sixteen(encoding) => encoding.decode_with_bom_removal(bytes).0.into_owned(),
        Charset::ThirtyTwo { big } => thirty_two(bytes, big),
    };
    Some(line_feeds(text))
}

/// Decodes bytes known to be text in UTF-8 or an 8-bit charset.
pub fn eight_bit(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) if mostly_utf8(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Puts the folded lines of iCalendar and vCard (RFC 5545 section 3.1) back together.
pub fn unfold(text: &str) -> String {
    let mut unfolded = String::with_capacity(text.len());
    for line in text.split('\n') {
        match line.strip_prefix([' ', '\t']) {
            Some(rest) if !unfolded.is_empty() => unfolded.push_str(rest),
            _ => {
                if !unfolded.is_empty() {
                    unfolded.push('\n');
                }
                unfolded.push_str(line);
            }
        }
    }
    unfolded
}

/// Writes every line end as LF.
pub fn line_feeds(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

fn charset(bytes: &[u8]) -> Option<Charset> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] => return Some(Charset::ThirtyTwo { big: false }),
        [0, 0, 0xfe, 0xff, ..] => return Some(Charset::ThirtyTwo { big: true }),
        _ => {}
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(if encoding == UTF_8 { Charset::Eight } else { Charset::Sixteen(encoding) });
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if sample.contains(&0)
        && let Some(encoding) = zeros_of_utf16(sample)
    {
        return Some(Charset::Sixteen(encoding));
    }
    let controls = sample.iter().filter(|byte| is_control(**byte)).count();
    (!sample.is_empty() && controls <= sample.len() / BYTES_PER_CONTROL).then_some(Charset::Eight)
}

/// Text in UTF-16 of our alphabets has a zero in nearly every second byte, always on the same side.
fn zeros_of_utf16(sample: &[u8]) -> Option<&'static Encoding> {
    let pairs = sample.len() / 2;
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let sides = |many: usize, few: usize| pairs >= 2 && many * 10 >= pairs * 6 && few * 100 <= pairs;
    let text = |side: usize| sample.iter().skip(side).step_by(2).all(|byte| !is_control(*byte));
    match () {
        () if sides(odd, even) && text(0) => Some(UTF_16LE),
        () if sides(even, odd) && text(1) => Some(UTF_16BE),
        () => None,
    }
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
}

/// Whether UTF-8 with a flaw explains the bytes better than an 8-bit charset does.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}

fn thirty_two(bytes: &[u8], big: bool) -> String {
    let unit = |four: &[u8; 4]| if big { u32::from_be_bytes(*four) } else { u32::from_le_bytes(*four) };
    let (units, _) = bytes.as_chunks::<4>();
    units.iter().skip(1).map(|four| char::from_u32(unit(four)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "mot de passe : été-2031\nlogin admin\n";

    #[test]
    fn every_charset_gives_the_same_text() {
        let utf16 = |units: fn(u16) -> [u8; 2]| TEXT.encode_utf16().flat_map(units).collect::<Vec<u8>>();
        let utf32 = |unit: fn(u32) -> [u8; 4]| TEXT.chars().flat_map(|c| unit(u32::from(c))).collect::<Vec<u8>>();
        let cases = [
            TEXT.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", TEXT.as_bytes()].concat(),
            WINDOWS_1252.encode(TEXT).0.into_owned(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            [b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat(),
            [b"\xfe\xff".to_vec(), utf16(u16::to_be_bytes)].concat(),
            [b"\xff\xfe\0\0".to_vec(), utf32(u32::to_le_bytes)].concat(),
            [b"\0\0\xfe\xff".to_vec(), utf32(u32::to_be_bytes)].concat(),
            TEXT.replace('\n', "\r\n").into_bytes(),
            TEXT.replace('\n', "\r").into_bytes(),
        ];
        for bytes in cases {
            assert_eq!(decode(&bytes).as_deref(), Some(TEXT), "{bytes:02x?}");
        }
    }

    #[test]
    fn binary_is_not_text() {
        let noise: Vec<u8> = (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert_eq!(decode(&noise), None);
        assert_eq!(decode(&[0; 4096]), None);
        assert_eq!(decode(b""), None);
    }

    #[test]
    fn a_flaw_does_not_turn_utf8_into_another_charset() {
        assert_eq!(decode("été \u{20ac}\n".as_bytes().strip_suffix(b"\n").unwrap()).as_deref(), Some("été €"));
        let broken = [b"\xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 ", &b"\xc3"[..], b" fin"].concat();
        assert_eq!(decode(&broken).as_deref(), Some("été été \u{fffd} fin"));
    }

    #[test]
    fn folded_lines_are_put_together() {
        assert_eq!(unfold("NOTE:mot de p\n asse\nEND:VCARD"), "NOTE:mot de passe\nEND:VCARD");
    }
}
