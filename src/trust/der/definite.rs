//! BER made definite (X.690 sections 8.1.3.6 and 8.7.3): indefinite lengths get their length, octet strings in pieces become one. Values
//! that were definite keep their bytes and their order, so what was signed in DER is still the same bytes.

use std::borrow::Cow;

use super::{DEEPEST, LARGEST, Malformed, tag, wrap};

const CUT: Malformed = Malformed("a value is cut off or has a length that cannot be");

/// `bytes` with all lengths definite; borrowed if they were already. One value, and what follows it is an error.
pub fn definite(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Malformed> {
    if bytes.len() > LARGEST {
        return Err(Malformed("larger than 1 MiB"));
    }
    let (value, rest) = value(bytes, 0)?;
    if rest.is_empty() { Ok(value) } else { Err(Malformed("bytes follow the structure")) }
}

/// One value and what follows it.
fn value(bytes: &[u8], depth: usize) -> Result<(Cow<'_, [u8]>, &[u8]), Malformed> {
    if depth > DEEPEST {
        return Err(Malformed("values lie too deep in each other"));
    }
    let [tag, first, ..] = *bytes else { return Err(CUT) };
    if tag & 0x1f == 0x1f {
        return Err(Malformed("a tag number above 30"));
    }
    let constructed = tag & 0x20 != 0;
    if first == 0x80 {
        if !constructed {
            return Err(CUT);
        }
        let (parts, rest) = parts(&bytes[2..], depth, true)?;
        return Ok((Cow::Owned(joined(tag, &parts)?), rest));
    }
    let read = super::Reader::new(bytes).any()?;
    let rest = &bytes[read.whole.len()..];
    if !constructed {
        return Ok((Cow::Borrowed(read.whole), rest));
    }
    let (parts, _) = parts(read.contents, depth, false)?;
    let unchanged = tag != CONSTRUCTED_OCTETS && parts.iter().all(|part| matches!(part, Cow::Borrowed(_)));
    Ok((if unchanged { Cow::Borrowed(read.whole) } else { Cow::Owned(joined(tag, &parts)?) }, rest))
}

/// Values one after the other, each with its lengths definite.
type Parts<'a> = Vec<Cow<'a, [u8]>>;

/// The values in a constructed one, up to the end or (`open`) to the end-of-contents octets, and what follows.
fn parts(mut bytes: &[u8], depth: usize, open: bool) -> Result<(Parts<'_>, &[u8]), Malformed> {
    let mut parts = Vec::new();
    loop {
        if open && let Some(rest) = bytes.strip_prefix(&[0, 0]) {
            return Ok((parts, rest));
        }
        if !open && bytes.is_empty() {
            return Ok((parts, bytes));
        }
        let (part, rest) = value(bytes, depth + 1)?;
        parts.push(part);
        bytes = rest;
    }
}

const CONSTRUCTED_OCTETS: u8 = 0x20 | tag::OCTETS;

/// The value with its length; an octet string in pieces becomes one string.
fn joined(tag: u8, parts: &[Cow<'_, [u8]>]) -> Result<Vec<u8>, Malformed> {
    if tag != CONSTRUCTED_OCTETS {
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_ref()).collect();
        return Ok(wrap(tag, &parts));
    }
    let mut octets = Vec::new();
    for part in parts {
        let piece = super::Reader::whole(part, tag::OCTETS, "an octet string has pieces that are none")?;
        octets.extend_from_slice(piece.contents);
    }
    Ok(wrap(tag::OCTETS, &[&octets]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indefinite_lengths_and_pieces_become_definite() {
        let ber = [0x30, 0x80, 0x24, 0x80, 4, 1, b'a', 4, 2, b'b', b'c', 0, 0, 2, 1, 7, 0, 0];
        assert_eq!(definite(&ber).unwrap().as_ref(), [0x30, 8, 4, 3, b'a', b'b', b'c', 2, 1, 7]);
        let der = [0x30, 0x81, 3, 2, 1, 7];
        assert!(matches!(definite(&der), Ok(Cow::Borrowed(same)) if same == der));
    }

    #[test]
    fn hostile_nesting_ends() {
        let deep: Vec<u8> = [0x30, 0x80].repeat(100_000);
        assert!(definite(&deep).is_err());
        assert!(definite(&[0x30, 0x80, 4, 0x80, 0, 0, 0, 0]).is_err());
        assert!(definite(&[0x30, 0, 0]).is_err());
    }
}
